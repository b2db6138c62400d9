//! Facts that conditions rest on: what the plan takes as given, and what would fall with each.

use super::table::{heads, table};
use crate::figures::{amount, percent};
use crate::view::Report;
use maud::{Markup, html};

/// The table of facts.
pub fn section(report: &Report) -> Markup {
    if report.facts.is_empty() {
        return html! { p { "No offer depends on any fact." } };
    }
    let body = html! {
        @for fact in &report.facts {
            tr {
                th scope="row" { code { (fact.id) } }
                td.long { (fact.meaning) }
                td.whole { (if fact.holds { "holds" } else { "does not hold" }) }
                td.n { (percent(fact.probability)) }
                td.n { (fact.offers) }
                td.n { (amount(fact.person_months, 0)) }
            }
        }
    };
    let head =
        heads(&["Fact", "Meaning", "Taken to", "#Likely", "#Offers that name it", "#Person-months planned on it"]);
    html! {
        (table("", "Facts of the case and what rests on them", &head, &body))
        p.note { "Set a fact otherwise in case.toml and plan again to see what rests on it." }
    }
}
