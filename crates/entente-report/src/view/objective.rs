//! The objective term by term, its bound, and what the proof means.

use super::counted::Counted;
use crate::figures::{self, score};
use crate::words;
use entente_plan::Status;
use entente_plan::score::TermName;
use serde::Serialize;

/// The objective and its proof.
#[derive(Clone, Debug, Serialize)]
pub struct Objective {
    /// Σ weight · amount.
    pub value: f64,
    /// Proven lower bound.
    pub bound: f64,
    /// (objective − bound) ÷ objective.
    pub gap: f64,
    /// Why the run ended.
    pub status: &'static str,
    /// What the proof means, in sentences.
    pub meaning: Vec<String>,
    /// The terms.
    pub terms: Vec<ObjectiveTerm>,
}

/// One term.
#[derive(Clone, Debug, Serialize)]
pub struct ObjectiveTerm {
    /// The name in files.
    pub name: &'static str,
    /// What it counts, in words.
    pub meaning: &'static str,
    /// The unit of its amount.
    pub unit: String,
    /// Its amount in its own unit.
    pub amount: f64,
    /// What a unit weighs.
    pub weight: f64,
    /// Amount times weight.
    pub weighs: f64,
}

/// The objective of the plan.
pub fn of(counted: &Counted<'_>) -> Objective {
    let planned = counted.run.planned;
    let value = planned.score.total();
    let term = |t: &entente_plan::score::ScoreTerm| ObjectiveTerm {
        name: t.name.name(),
        meaning: meaning(t.name),
        unit: if t.name == TermName::Cost { counted.case.currency.clone() } else { t.name.unit().to_owned() },
        amount: t.amount,
        weight: t.weight,
        weighs: t.amount * t.weight,
    };
    let terms: Vec<_> = planned.score.terms.iter().map(term).collect();
    let gap = planned.gap();
    let mut sentences = vec![words::proof(planned.status, gap), words::method(planned.method).to_owned()];
    let tiers = terms.iter().filter(|t| matches!(t.name, "must" | "should" | "could") && t.weight > 0.0);
    let room = value - planned.bound;
    if planned.status != Status::Optimal && room > 0.0 {
        // The room left, told in the unit of the heaviest shortfall that it could still hold one of.
        if let Some(tier) = tiers.clone().find(|t| room >= t.weight).or_else(|| tiers.clone().next_back()) {
            sentences.push(format!(
                "What is still open ({}, {} of the score) is worth {} element-months short on a {} line of weight 1 at most",
                score(room),
                figures::gap(gap),
                score(room / tier.weight),
                tier.name
            ));
        }
    }
    let weights: Vec<String> =
        tiers.map(|t| format!("{} on a {} line", figures::amount(t.weight, 6), t.name)).collect();
    sentences.push(format!(
        "Less is better: one element-month short weighs {}; every other term by its weight in the table",
        words::listed(&weights)
    ));
    Objective { value, bound: planned.bound, gap, status: planned.status.name(), meaning: sentences, terms }
}

fn meaning(name: TermName) -> &'static str {
    match name {
        TermName::Must => "Short on must lines and rules",
        TermName::Should => "Short on should lines and rules",
        TermName::Could => "Short on could lines and rules",
        TermName::Nondelivery => "Planned, but not expected to come",
        TermName::Nations => "Nations to be joined in each formation",
        TermName::Handovers => "Hand-overs of a line between nations",
        TermName::Change => "Changes against the previous plan",
        TermName::Burden => "Distance from the burden key",
        TermName::Cost => "Cost of the tours",
    }
}
