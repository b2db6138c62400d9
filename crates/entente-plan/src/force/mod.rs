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

use crate::plan::Plan;
use crate::request::{Go, Limit, PlanError, Planned, Progress, Request, Status};
use crate::score::Score;
use crate::verify::verify;
use entente_model::Case;
use entente_solve::{Milp, Stop, highs};
use model::Model;

/// The exact model of the case as a named program: what `model.mps` holds.
pub fn milp(case: &Case, previous: Option<&Plan>) -> Milp {
    exact(case, previous).milp
}

/// Columns of nations come before the rules that switch them, a[u] before `busy`, which binds it.
fn exact<'a>(case: &'a Case, previous: Option<&Plan>) -> Model<'a> {
    let mut model = Model::new(case);
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
    let limits = &request.limits;
    if limits.seconds.is_some_and(|s| s <= 0.0) {
        return Err(PlanError::NoPlan(Limit::Time));
    }
    if limits.work == Some(0) {
        return Err(PlanError::NoPlan(Limit::Work));
    }
    let model = exact(case, request.previous);
    let within = highs::Limits { seconds: limits.seconds, work: limits.work, gap: limits.gap, seed: limits.seed };
    let start = start(&model, request);
    let mut told = |stand: &highs::Stand| {
        let now = Progress { stage: "branch and bound", best: stand.best, bound: stand.bound, seconds: stand.seconds };
        watch(&now) == Go::On
    };
    let answer = highs::solve(&model.milp, &within, &start, &mut told).map_err(PlanError::Solver)?;
    let stopped = answer.stopped.map(|stop| match stop {
        Stop::Time => Limit::Time,
        Stop::Work => Limit::Work,
        Stop::Caller => Limit::User,
    });
    let Some(values) = &answer.values else {
        return Err(stopped.map_or_else(|| PlanError::Solver("no plan was returned".to_owned()), PlanError::NoPlan));
    };
    let plan = read::plan(&model, values);
    if let Some(broken) = verify(case, &plan).first() {
        return Err(PlanError::Solver(format!("the plan found breaks {}: {}", broken.row, broken.message)));
    }
    let score = Score::of(case, &plan, request.previous);
    let objective = score.total();
    let bound = answer.bound.min(objective);
    let closed = objective - bound <= PROVEN * objective.abs();
    let status = match stopped {
        _ if closed => Status::Optimal,
        Some(limit) => Status::Stopped(limit),
        None => Status::WithinGap,
    };
    let solver = highs::version();
    Ok(Planned { plan, score, bound, status, work: answer.work, nodes: answer.nodes, solver })
}

/// Relative difference of objective and bound that rounding alone can make.
const PROVEN: f64 = 1e-9;

/// The tours of the plan to start from, as values of columns; empty if it breaks a rule. The solver works
/// out the rest of the columns.
fn start(model: &Model<'_>, request: &Request<'_>) -> Vec<(entente_solve::Col, f64)> {
    let Some(plan) = request.start.filter(|plan| verify(model.case, plan).is_empty()) else {
        return Vec::new();
    };
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
    if elements.is_empty() { values } else { Vec::new() }
}
