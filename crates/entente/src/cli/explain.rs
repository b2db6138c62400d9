//! What `why` and `why-not` share: reading their words, and explanations as JSON.

use crate::failure::Failure;
use crate::terminal::interrupt;
use entente_model::{Case, Period};
use entente_plan::explain::{Attempt, Remedy};
use entente_plan::{Go, Limits, Plan};
use serde_json::{Value, json};

/// Seconds for each planning again, unless the user says otherwise.
pub const SECONDS: f64 = 20.0;

/// A plan that holds: of a broken one nothing can be explained.
///
/// # Errors
/// The plan breaks a rule.
pub fn sound(case: &Case, plan: Plan) -> Result<Plan, Failure> {
    match entente_plan::verify::verify(case, &plan).first() {
        None => Ok(plan),
        Some(broken) => Err(Failure::input(format!("the plan breaks {}: {}", broken.row, broken.message))
            .hint("`entente verify` lists every rule it breaks; put it right first, or plan anew")),
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

/// The period that the user means.
///
/// # Errors
/// It is no period of the horizon.
pub fn period(case: &Case, text: &str) -> Result<Period, Failure> {
    let labelled = case.calendar.periods().find(|&p| case.calendar.label(p) == text);
    let counted = || text.strip_prefix('P').and_then(|n| n.parse().ok()).map(Period);
    let dated = || {
        let date = text.parse::<jiff::civil::Date>().ok()?;
        u32::try_from(case.calendar.index_of(date)).ok().map(Period)
    };
    let found = labelled.or_else(counted).or_else(dated);
    found.filter(|p| p.0 < case.calendar.horizon).ok_or_else(|| {
        let last = Period(case.calendar.horizon.saturating_sub(1));
        let (from, to) = (case.calendar.label(Period(0)), case.calendar.label(last));
        Failure::input(format!("“{text}” is no period of the case")).hint(format!("periods run from {from} to {to}"))
    })
}

/// How far each planning again goes: to one in a thousand.
pub fn limits(seconds: f64) -> Limits {
    Limits { seconds: Some(seconds), gap: 1e-3, ..Limits::default() }
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

/// A change that helps.
pub fn remedy(case: &Case, remedy: &Remedy) -> Value {
    json!({"if": remedy.change.sentence(case), "objective_before": remedy.before, "objective_after": remedy.after})
}
