//! What a caller asks of the planner and what comes back.

use crate::plan::Plan;
use crate::score::Score;

/// How far to go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Seconds of wall-clock time; makes results depend on the machine.
    pub seconds: Option<f64>,
    /// Work units (simplex iterations, and elements given tours by the search); repeatable.
    pub work: Option<u64>,
    /// Stop when (objective − bound) / |objective| is this or less. 0: prove the optimum.
    pub gap: f64,
    /// Seed of every random choice.
    pub seed: u32,
}

impl Limits {
    /// Where a plan of this objective is known, no plan of so much or more is of interest: where none is below it, the gap
    /// asked for is reached, to rounding.
    pub(crate) fn cutoff(&self, objective: f64) -> f64 {
        objective - SHARE_OF_GAP * self.gap.max(0.0) * objective.abs()
    }
}

/// Share of the gap asked for by which a plan must be better to be of interest.
const SHARE_OF_GAP: f64 = 0.99;

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: None, work: None, gap: 0.0, seed: 0 }
    }
}

/// How a plan is found and proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Method {
    /// Whichever suits the case.
    #[default]
    Auto,
    /// The exact model, by branch and bound.
    Exact,
    /// Search and decomposition.
    Fast,
}

impl Method {
    /// The name in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Exact => "exact",
            Self::Fast => "fast",
        }
    }
}

/// A part of the fast method, which an ablation switches off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Neighbourhood search; without it the first plan stands.
    Search,
    /// Moves of the search in which a nation gives up its place in a formation to another.
    Swaps,
    /// The relaxation; without it there is no bound but 0 before branch and bound.
    Relaxation,
    /// Rows of whole elements in the relaxation.
    Rounding,
    /// Rows of ceilings that only whole elements obey in the relaxation.
    Lifting,
    /// The relaxation begins with longer periods.
    Coarse,
    /// The relaxation tells the ways apart in which a nation may serve.
    Ways,
    /// Columns of the relaxation step by how much of them is used.
    Paces,
    /// The relaxation tells the search which nations are worth a try, and what elements are worth on lines.
    Guide,
    /// Prices leave tours out of branch and bound.
    Fixing,
    /// Branching on who serves where, ahead of branch and bound on tours.
    Division,
    /// Tours by themselves, where who serves where stays as it is, on large cases: from the relaxation of some units at a
    /// time.
    Tours,
    /// Dives in the relaxation, for whose places tours are sought, beside branching on large cases.
    Dives,
    /// Branch and bound from where search and relaxation end, where the model is small enough.
    Finish,
}

/// The parts of the fast method that take part, and the threads they run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// A bit for each part switched off.
    off: u16,
    threads: usize,
}

impl Parts {
    /// These on so many threads, 1 or 2: the result is the same. None are as one.
    #[must_use]
    pub fn on(self, threads: usize) -> Self {
        Self { threads: threads.max(1), ..self }
    }

    /// Threads.
    pub fn threads(self) -> usize {
        self.threads
    }

    /// These without one more.
    #[must_use]
    pub fn without(self, part: Part) -> Self {
        Self { off: self.off | 1 << part as u16, ..self }
    }

    /// Whether a part takes part.
    pub fn has(self, part: Part) -> bool {
        self.off & 1 << part as u16 == 0
    }
}

impl Default for Parts {
    fn default() -> Self {
        Self { off: 0, threads: 2 }
    }
}

/// A planning request on a case.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// How.
    pub method: Method,
    /// Which parts of the fast method take part.
    pub parts: Parts,
    /// The plan that changes are counted against.
    pub previous: Option<&'a Plan>,
    /// A plan to start from; what of it breaks a rule stays at home.
    pub start: Option<&'a Plan>,
    /// How far to go.
    pub limits: Limits,
}

/// Where a long run stands.
#[derive(Clone, Debug)]
pub struct Progress {
    /// What is being tried.
    pub stage: &'static str,
    /// Objective of the best plan so far.
    pub best: Option<f64>,
    /// Proven lower bound.
    pub bound: f64,
    /// Seconds since the start.
    pub seconds: f64,
}

impl Progress {
    /// (best − bound) / |best|, where both are known; 0 where both are 0.
    pub fn gap(&self) -> Option<f64> {
        self.best.filter(|_| self.bound.is_finite()).map(|best| gap(best, self.bound))
    }
}

/// (objective − bound) / |objective|; 0 where both are 0.
pub(crate) fn gap(objective: f64, bound: f64) -> f64 {
    if objective == bound { 0.0 } else { (objective - bound) / objective.abs().max(f64::MIN_POSITIVE) }
}

/// Whether a run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Go on.
    On,
    /// Stop and keep the best plan so far.
    Stop,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The objective equals the bound, within solver tolerance.
    Optimal,
    /// The gap asked for was reached.
    WithinGap,
    /// A limit or the user stopped it; the plan is the best found.
    Stopped(Limit),
}

impl Status {
    /// The name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::WithinGap => "within gap",
            Self::Stopped(Limit::Time) => "stopped: time limit",
            Self::Stopped(Limit::Work) => "stopped: work limit",
            Self::Stopped(Limit::User) => "stopped: by the user",
            Self::Stopped(Limit::Tried) => "stopped: nothing left to try",
        }
    }
}

/// What stopped a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Wall-clock time.
    Time,
    /// Work.
    Work,
    /// The user.
    User,
    /// The method has tried what it can.
    Tried,
}

/// A plan with its proof. The plan has passed [`crate::verify`].
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// Its objective, term by term.
    pub score: Score,
    /// Proven lower bound on the objective of any plan, at most the objective.
    pub bound: f64,
    /// Why the run ended.
    pub status: Status,
    /// How it was found and proven: never [`Method::Auto`].
    pub method: Method,
    /// Work done: simplex iterations, and elements given tours by the search.
    pub work: u64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// Name and version of the solver.
    pub solver: String,
}

impl Planned {
    /// (objective − bound) / |objective|; 0 where both are 0.
    pub fn gap(&self) -> f64 {
        gap(self.score.total(), self.bound)
    }
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanError {
    /// A limit was reached before any plan was found.
    NoPlan(Limit),
    /// The solver failed, or returned a plan that the checker refuses: our fault.
    Solver(String),
}
