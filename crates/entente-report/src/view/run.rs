//! The case and the run in words: names, versions, hashes, seed.

use crate::{Run, words};
use serde::Serialize;

/// What was planned.
#[derive(Clone, Debug, Serialize)]
pub struct CaseView {
    /// Name of the case.
    pub name: String,
    /// What it is about.
    pub summary: String,
    /// SHA-256 of the case.
    pub hash: String,
    /// D-day, ISO 8601.
    pub d_day: String,
    /// D-day in words: `1 March 2027`.
    pub d_day_words: String,
    /// The day that forces are told to move, in words.
    pub activation_words: String,
    /// Periods planned.
    pub horizon: u32,
    /// Currency of all money.
    pub currency: String,
    /// The estimate that sizes the force: name, people and what it reasons from.
    pub estimate: Option<String>,
    /// The least status that is planned.
    pub least_status: &'static str,
}

impl CaseView {
    /// The case of the run.
    pub fn of(run: &Run<'_>) -> Self {
        let case = run.case;
        let estimate = case.estimate.map(|ix| {
            let e = &case.estimates[ix];
            format!("{}, {} people: {}", e.id, crate::figures::count(u64::from(e.people)), e.summary)
        });
        Self {
            name: case.name.clone(),
            summary: case.summary.clone(),
            hash: run.case_hash.to_owned(),
            d_day: case.calendar.d_day.to_string(),
            d_day_words: words::day(case.calendar.d_day),
            activation_words: words::day(case.activation),
            horizon: case.calendar.horizon,
            currency: case.currency.clone(),
            estimate,
            least_status: case.least_status.name(),
        }
    }
}

/// What made the plan.
#[derive(Clone, Debug, Serialize)]
pub struct RunView {
    /// Version of Entente.
    pub version: String,
    /// How it was found: `exact` or `fast`.
    pub method: &'static str,
    /// Name and version of the solver.
    pub solver: String,
    /// Seed of every random choice.
    pub seed: u32,
    /// Simplex iterations.
    pub work: u64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// Input files and their SHA-256.
    pub inputs: Vec<(String, String)>,
    /// What was rounded, refused or left unused.
    pub notes: Vec<String>,
}

impl RunView {
    /// The facts of the run.
    pub fn of(run: &Run<'_>) -> Self {
        Self {
            version: run.version.to_owned(),
            method: run.planned.method.name(),
            solver: run.planned.solver.clone(),
            seed: run.seed,
            work: run.planned.work,
            nodes: run.planned.nodes,
            inputs: run.inputs.to_vec(),
            notes: run.notes.to_vec(),
        }
    }
}
