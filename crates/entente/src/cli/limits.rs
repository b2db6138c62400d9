//! How far a run goes: options that `plan` and `bench solve` share.

use crate::failure::Failure;
use crate::terminal::interrupt;
use crate::terminal::progress::ProgressLine;
use entente_model::Case;
use entente_plan::{Go, Limit, Limits, PlanError, Planned, Progress, Request, force};
use serde_json::{Value, json};

/// How far to go.
#[derive(Clone, Copy, Debug, clap::Args)]
#[group(id = "limits")]
pub struct Args {
    /// Stop after so many seconds and keep the best plan so far. The plan may then differ from one run
    /// to the next
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time_limit: Option<f64>,
    /// Stop after so much work (simplex iterations, and elements given tours by the fast method). Gives the same plan
    /// every time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub work: Option<u64>,
    /// Stop when the plan is proven to be within this share of the best: 0.01 is one in a hundred
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = gap)]
    pub gap: f64,
    /// How the plan is found and proven: by the exact model, by search and decomposition, or by whichever
    /// suits the case
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = Method::Auto)]
    pub method: Method,
    /// Seed of every random choice
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=2_147_483_647))]
    pub seed: u32,
}

/// How a plan is found and proven.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Method {
    /// Whichever suits the case
    Auto,
    /// The exact model, by branch and bound
    Exact,
    /// Search and decomposition
    Fast,
}

impl From<Method> for entente_plan::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Auto => Self::Auto,
            Method::Exact => Self::Exact,
            Method::Fast => Self::Fast,
        }
    }
}

impl Args {
    /// As the planner takes them.
    pub fn limits(&self) -> Limits {
        Limits { seconds: self.time_limit, work: self.work, gap: self.gap, seed: self.seed }
    }

    /// As the manifest shows them.
    pub fn manifest(&self) -> Value {
        json!({"seconds": self.time_limit, "work": self.work, "gap": self.gap})
    }
}

/// A number of seconds, more than 0.
///
/// # Errors
/// It is none.
pub fn seconds(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a number of seconds is expected".to_owned())?;
    if value.is_finite() && value > 0.0 { Ok(value) } else { Err("more than 0 seconds are expected".to_owned()) }
}

fn gap(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "a share from 0 to 1 is expected".to_owned())?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err("a share from 0 to 1 is expected".to_owned()) }
}

/// Plans the case, with progress on stderr and an ear to Ctrl-C, and makes sure once more that the
/// checker accepts the plan.
///
/// # Errors
/// No plan within the limits, or a fault of ours.
pub fn solve(case: &Case, request: &Request<'_>) -> Result<Planned, Failure> {
    solve_watched(case, request, &mut |_| {})
}

/// Like [`solve`], and tells `watch` how the run stands.
///
/// # Errors
/// As [`solve`].
pub fn solve_watched(case: &Case, request: &Request<'_>, watch: &mut dyn FnMut(&Progress)) -> Result<Planned, Failure> {
    interrupt::listen();
    let mut line = ProgressLine::start();
    let planned = force::plan(case, request, &mut |progress| {
        line.show(progress);
        watch(progress);
        if interrupt::pressed() { Go::Stop } else { Go::On }
    });
    line.done();
    checked(case, planned.map_err(unplanned)?)
}

/// The plan, once the checker, which shares no code with the optimiser, has accepted it.
///
/// # Errors
/// It breaks a rule, which is a fault of ours.
pub fn checked(case: &Case, planned: Planned) -> Result<Planned, Failure> {
    let broken = entente_plan::verify::verify(case, &planned.plan);
    match broken.first() {
        None => Ok(planned),
        Some(first) => Err(Failure::ours(format!(
            "the plan breaks {} rules, the first of them {}: {}",
            broken.len(),
            first.row,
            first.message
        ))),
    }
}

/// Why there is no plan, for the person who asked for it.
pub fn unplanned(error: PlanError) -> Failure {
    match error {
        PlanError::NoPlan(limit) => Failure::no_plan(format!("{} was reached before any plan was found", name(limit)))
            .hint("allow more, or plan a part of the case first"),
        PlanError::Solver(why) => Failure::ours(format!("the solver failed: {why}")),
    }
}

fn name(limit: Limit) -> &'static str {
    match limit {
        Limit::Time => "the time limit",
        Limit::Work => "the work limit",
        Limit::User => "the end that you asked for",
        Limit::Tried => "the end of what the method can try",
    }
}
