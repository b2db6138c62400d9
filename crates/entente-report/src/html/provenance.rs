//! Sources, and every row that is assumed or derived.

use super::table::{heads, table};
use crate::figures::plural;
use crate::view::Report;
use maud::{Markup, html};

/// Rows named before the rest is counted; the workbook names all.
const NAMED: usize = 40;

/// Every source of the case.
pub fn sources(report: &Report) -> Markup {
    if report.sources.is_empty() {
        return html! { p { "The case names no source." } };
    }
    let body = html! {
        @for s in &report.sources {
            tr {
                th scope="row" { (s.id) }
                td.long { (s.title) @if !s.publisher.is_empty() { br; span.id { (s.publisher) } } }
                td.n { (s.date) }
                td { (place(&s.locator)) }
                td.long { (s.note) }
                td.n { (s.cited) }
            }
        }
    };
    table("", "Sources of the case", &heads(&["Source", "Title", "#Date", "Where", "To know", "#Cited by"]), &body)
}

/// An address that can be followed, or the text as it stands.
fn place(locator: &str) -> Markup {
    let address = locator.starts_with("https://") || locator.starts_with("http://");
    html! {
        @if address && !locator.contains(char::is_whitespace) {
            a href=(locator) rel="noreferrer" { (locator) }
        } @else {
            (locator)
        }
    }
}

/// Every row that is assumed or derived, by reason.
pub fn assumptions(report: &Report) -> Markup {
    if report.assumptions.is_empty() {
        return html! { p { "No row of the case is marked as assumed or derived." } };
    }
    let count =
        |basis: &str| report.assumptions.iter().filter(|a| a.basis == basis).map(|a| a.rows.len()).sum::<usize>();
    let body = html! {
        @for a in &report.assumptions {
            tr {
                th scope="row" { (a.kind) }
                td { (a.basis) }
                td.long {
                    (a.rows[..a.rows.len().min(NAMED)].join(", "))
                    @if a.rows.len() > NAMED { " and " (a.rows.len() - NAMED) " more" }
                }
                td.long { (a.why) }
            }
        }
    };
    html! {
        p {
            (plural(count("assumed"), "row is", "rows are")) " assumed and " (plural(count("derived"), "is", "are"))
            " derived from stated figures. Rows with the same reason stand together."
        }
        (table("", "What is assumed or derived, and why", &heads(&["Kind", "Basis", "Rows", "Why"]), &body))
    }
}
