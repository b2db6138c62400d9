//! The optimiser: the exact model of `formulation.md`, built, solved and read back.

pub mod eligible;
pub mod model;

mod busy;
mod ceiling;
mod condition;
mod cover;
mod enable;
mod intake;
mod lead;
mod nations;
mod objective;
pub use objective::tour_cost;
mod read;
pub mod round;

use crate::plan::Plan;
use crate::request::{Go, Limit, PlanError, Planned, Progress, Request};
use eligible::Pair;
use entente_model::{Case, Formation, Ix, Nation};
use entente_solve::{Milp, Stop, highs};
use model::Model;
use round::Round;
use std::collections::BTreeSet;

/// The exact model of the case as a named program: what `model.mps` holds.
pub fn milp(case: &Case, previous: Option<&Plan>) -> Milp {
    build(case, eligible::pairs(case), previous).milp
}

/// Columns of nations come before the rules that switch them, a[u] before `busy`, which binds it.
fn build<'a>(case: &'a Case, pairs: Vec<Pair>, previous: Option<&Plan>) -> Model<'a> {
    let mut model = Model::new(case, pairs);
    nations::add_columns(&mut model);
    condition::add_columns(&mut model);
    cover::add(&mut model);
    busy::add(&mut model);
    nations::add(&mut model);
    lead::add(&mut model);
    ceiling::add(&mut model);
    enable::add(&mut model);
    intake::add(&mut model);
    condition::add(&mut model);
    objective::add(&mut model, previous);
    model
}

/// The best force plan of the case, with its proven bound. `watch` is told how a long run stands and
/// may stop it.
///
/// # Errors
/// No plan within the limits, or a failure of the solver.
pub fn plan(case: &Case, request: &Request<'_>, watch: &mut dyn FnMut(&Progress) -> Go) -> Result<Planned, PlanError> {
    crate::method::plan(case, request, None, watch)
}

/// What branch and bound is to find.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// A plan and its proof.
    Plan,
    /// The proof of a plan that is good already, where prices have fixed what they can: no restarts, and fewer searches
    /// in parts of the model. Instances S of EFP-1 take half the time so.
    Proof,
    /// A plan below this objective, or the proof that there is none, as [`Aim::Proof`] goes about it: then the plan to
    /// start from is returned, with a bound of so much.
    Better(f64),
}

/// What of a case is open.
#[derive(Clone, Debug)]
pub struct Open {
    /// Tours that may begin: those of [`eligible::pairs`], or some of them.
    pub pairs: Vec<Pair>,
    /// Nations that serve in a formation itself for certain.
    pub held: BTreeSet<(Ix<Nation>, Ix<Formation>)>,
    /// Rows besides those of the model.
    pub round: Vec<Round>,
    /// What is proven of all plans already, if anything: the gap counts from that too.
    pub known: f64,
}

impl Open {
    /// All tours of the pairs, no nation for certain, and the rows of the model alone.
    pub fn all(pairs: Vec<Pair>) -> Self {
        Self { pairs, held: BTreeSet::new(), round: Vec::new(), known: f64::NEG_INFINITY }
    }
}

/// The plan of the exact model: the reference that every other method is compared with.
///
/// # Errors
/// No plan within the limits, or a failure of the solver.
pub fn exact(
    case: &Case,
    open: Open,
    request: &Request<'_>,
    aim: Aim,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Found, PlanError> {
    let limits = &request.limits;
    let mut model = build(case, open.pairs, request.previous);
    round::add(&mut model, &open.round);
    for place in &open.held {
        if let Some(d) = model.d.get(place) {
            model.milp.set_lower(*d, 1.0);
        }
    }
    let within = highs::Limits {
        seconds: limits.seconds,
        work: limits.work,
        gap: limits.gap,
        seed: limits.seed,
        proof_only: aim != Aim::Plan,
        cutoff: if let Aim::Better(than) = aim { Some(than) } else { None },
        known: open.known,
    };
    let start = request.start.filter(|_| within.cutoff.is_none()).and_then(|plan| columns_of(&model, plan));
    let mut told = |stand: &highs::Stand| {
        let now = Progress { stage: "branch and bound", best: stand.best, bound: stand.bound, seconds: stand.seconds };
        watch(&now) == Go::On
    };
    let milp = std::mem::take(&mut model.milp);
    let answer = highs::solve(milp, &within, start.unwrap_or_default(), &mut told).map_err(PlanError::Solver)?;
    let stopped = answer.stopped.map(|stop| match stop {
        Stop::Time => Limit::Time,
        Stop::Work => Limit::Work,
        Stop::Caller => Limit::User,
    });
    let plan = match &answer.values {
        Some(values) => read::plan(&model, values),
        // Stopped before the solver had taken in where to start from.
        None => request.start.cloned().ok_or_else(|| {
            stopped.map_or_else(|| PlanError::Solver("no plan was returned".to_owned()), PlanError::NoPlan)
        })?,
    };
    Ok(Found { plan, bound: answer.bound, stopped, work: answer.work, nodes: answer.nodes })
}

/// What a method found, before the checker has seen it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The plan.
    pub plan: Plan,
    /// Proven lower bound.
    pub bound: f64,
    /// What stopped it, unless it came within the gap.
    pub stopped: Option<Limit>,
    /// Work done.
    pub work: u64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
}

/// The tours of a plan to start from, as values of columns; `None` if some tour has none. The solver works
/// out the rest of the columns.
fn columns_of(model: &Model<'_>, plan: &Plan) -> Option<Vec<(entente_solve::Col, f64)>> {
    let mut elements = std::collections::BTreeMap::new();
    for t in &plan.tours {
        *elements.entry((t.offer, t.line, t.start)).or_insert(0.0) += f64::from(t.elements);
    }
    let mut values = Vec::new();
    for (pair, columns) in model.pairs.iter().zip(&model.x) {
        for &(p, col) in columns {
            values.push((col, elements.remove(&(pair.offer, pair.line, p)).unwrap_or(0.0)));
        }
    }
    elements.is_empty().then_some(values)
}
