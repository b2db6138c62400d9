//! What made this page: versions, hashes, seed, notes.

use super::table::{heads, table};
use crate::figures::{count, plural};
use crate::view::Report;
use maud::{Markup, html};

/// The facts of the run.
pub fn section(report: &Report) -> Markup {
    let (run, case) = (&report.run, &report.case);
    let facts = html! {
        tr { th scope="row" { "Entente" } td { (run.version) } }
        tr { th scope="row" { "Method" } td { (run.method) } }
        tr { th scope="row" { "Solver" } td { (run.solver) ", seed " (run.seed) } }
        tr { th scope="row" { "Work" } td { (count(run.work)) " simplex iterations, " (count(run.nodes)) " branch-and-bound nodes" } }
        tr { th scope="row" { "Status" } td { (report.objective.status) } }
        tr { th scope="row" { "Case" } td { (case.name) ", SHA-256 " code { (case.hash) } } }
        tr { th scope="row" { "D-day" } td { (case.d_day_words) "; forces are told to move on " (case.activation_words) } }
        tr { th scope="row" { "Offers planned" } td { "from the status “" (case.least_status) "” on" } }
    };
    let inputs = html! {
        @for (file, hash) in &run.inputs { tr { th scope="row" { (file) } td { code { (hash) } } } }
    };
    html! {
        p { "The same inputs, versions and seed give the same bytes. The plan has passed a checker that shares no code with the optimiser." }
        (table("", "Facts of the run", &heads(&["What", "Value"]), &facts))
        @if !run.inputs.is_empty() {
            details { summary { "Input files" } (table("", "Input files", &heads(&["File", "SHA-256"]), &inputs)) }
        }
        @if !run.notes.is_empty() {
            h3 { "Rounded, refused or left unused" }
            @if run.notes.len() > 8 {
                details { summary { (plural(run.notes.len(), "note", "notes")) } (notes(&run.notes)) }
            } @else {
                (notes(&run.notes))
            }
        }
    }
}

fn notes(notes: &[String]) -> Markup {
    html! { ul.plain { @for note in notes { li { (note) } } } }
}
