//! The objective: each term by itself, and what the proof means.

use super::table::{heads, table};
use crate::figures::{amount, gap, score};
use crate::view::Report;
use maud::{Markup, html};

/// The terms and the proof.
pub fn section(report: &Report) -> Markup {
    let objective = &report.objective;
    let body = html! {
        @for t in &objective.terms {
            tr {
                th scope="row" { (t.name) }
                td.long { (t.meaning) }
                td.n { (amount(t.amount, 2)) }
                td { (t.unit) }
                td.n { (weight(t.weight)) }
                td.n { (score(t.weighs)) }
            }
        }
        tr {
            th scope="row" { "total" } td { "What the plan scores; less is better" } td {} td {} td {}
            td.n { strong { (amount(objective.value, 4)) } }
        }
        tr {
            th scope="row" { "bound" } td { "No plan can score less: proven" } td {} td {} td {}
            td.n { (amount(objective.bound, 4)) }
        }
    };
    let head = heads(&["Term", "What it counts", "#Amount", "Unit", "#A unit weighs", "#It weighs"]);
    html! {
        @for sentence in &objective.meaning { p { (sentence) "." } }
        (table("", "Terms of the objective", &head, &body))
        p.note { "Status: " (objective.status) ". Gap: " (gap(objective.gap)) ", which is (total − bound) ÷ total." }
    }
}

/// A weight as it stands in the case: all its digits.
fn weight(value: f64) -> String {
    let size = value.abs();
    if size >= 1e-4 || size == 0.0 { amount(value, 6) } else { format!("{value:e}") }
}
