//! What `why` and `why-not` share: their words, what they begin with, and explanations as JSON.

use super::{input, limits};
use crate::failure::Failure;
use crate::terminal::interrupt;
use entente_model::Case;
use entente_plan::explain::{Again, Attempt, Remedy};
use entente_plan::{Go, Limits, Plan};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The case and the plan to explain.
#[derive(Debug, clap::Args)]
pub struct Subject {
    /// The folder of the case
    pub case: PathBuf,
    /// The plan: a run folder, .json, .csv or .xlsx
    pub plan: PathBuf,
}

impl Subject {
    /// Reads both, and begins to listen for Ctrl-C. Of a plan that breaks a rule nothing can be explained.
    ///
    /// # Errors
    /// Case or plan cannot be read, or the plan breaks a rule.
    pub fn read(&self) -> Result<(Case, Plan), Failure> {
        let case = input::case(&self.case)?.case;
        let plan = input::plan(&case, &self.plan)?;
        if let Some(broken) = entente_plan::verify::verify(&case, &plan).first() {
            return Err(Failure::input(format!("the plan breaks {}: {}", broken.row, broken.message))
                .hint("`entente verify` lists every rule it breaks; put it right first, or plan anew"));
        }
        interrupt::listen();
        Ok((case, plan))
    }
}

/// How to explain it.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Seconds for each planning again, at most
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0, value_parser = limits::seconds)]
    pub time_limit: f64,
    /// Print one JSON object on the standard output instead
    #[arg(long)]
    pub json: bool,
}

impl Options {
    /// How far each planning again goes: to the optimum, if there is time. A share of the objective would hide
    /// all that happens on a could line beside a must shortfall.
    pub fn limits(&self) -> Limits {
        Limits { seconds: Some(self.time_limit), ..Limits::default() }
    }
}

/// There is no row of that name.
pub fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let failure = Failure::input(format!("the case has no {kind} “{name}”"));
    let near = known.map(|id| (strsim::damerau_levenshtein(&id.to_lowercase(), &name.to_lowercase()), id)).min();
    match near {
        Some((distance, id)) if distance <= 3 => failure.hint(format!("did you mean {id}?")),
        _ => failure.hint(format!("identifiers of each {kind} stand in the case files")),
    }
}

/// Goes on until Ctrl-C.
pub fn go() -> Go {
    if interrupt::pressed() { Go::Stop } else { Go::On }
}

/// What stopped an offer on a line.
pub fn attempt(case: &Case, attempt: &Attempt) -> Value {
    let blockers = attempt
        .blockers
        .iter()
        .map(|b| json!({"rule": format!("{:?}", b.rule).to_lowercase(), "because": b.because, "starts": b.starts}));
    json!({
        "offer": case.offers[attempt.offer].id,
        "line": case.lines[attempt.line].id,
        "starts": attempt.tried,
        "blockers": blockers.collect::<Vec<_>>(),
        "allowed": attempt.allowed.map(|(start, change, against)| {
            json!({"start": case.calendar.label(start), "objective": change, "against": against})
        }),
    })
}

/// What planning again gives without a change.
pub fn again(again: &Again) -> Value {
    json!({"objective_before": again.before, "objective_after": again.after})
}

/// The same, with one thing more to say of it.
pub fn and(mut value: Value, key: &str, of_it: impl Into<Value>) -> Value {
    value[key] = of_it.into();
    value
}

/// A change that helps.
pub fn remedy(case: &Case, remedy: &Remedy) -> Value {
    json!({"if": remedy.change.sentence(case), "objective_before": remedy.before, "objective_after": remedy.after})
}
