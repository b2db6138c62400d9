//! Nations × formations: person-months on tour, and who leads.

use crate::figures::{amount, count};
use crate::view::{FormationRow, Report};
use maud::{Markup, html};

/// The matrix; it is its own table.
pub fn section(report: &Report) -> Markup {
    if report.nations.is_empty() {
        return html! { p { "No nation serves." } };
    }
    let most = report.formations.iter().flat_map(|f| &f.serving).map(|s| s.person_months).fold(1.0, f64::max);
    let caption = "Person-months on tour within the horizon, by nation and formation; ★ leads the formation";
    html! {
        div.scroll tabindex="0" role="group" aria-label="Nations and formations, table" {
            table.tight {
                caption { (caption) }
                thead {
                    tr {
                        th scope="col" { "Formation" }
                        th scope="col" { "Led by" }
                        th.n scope="col" { "Nations" }
                        th.n scope="col" { "Peak people" }
                        @for nation in &report.nations { th.n scope="col" { abbr title=(nation.name) { (nation.id) } } }
                    }
                }
                tbody { @for row in &report.formations { (formation(report, row, most)) } }
                tfoot { (total(report)) }
            }
        }
        p.note {
            "Cells count what serves directly in the formation; “Nations” and “Peak people” count what is below it as \
             well. “2 of 4” means that two serve where four may."
        }
    }
}

fn formation(report: &Report, row: &FormationRow, most: f64) -> Markup {
    let indent = format!("padding-left:{}px", 6 + 16 * row.depth.min(8));
    html! {
        tr {
            th.wrap scope="row" style=(indent) { (row.name) }
            td.wrap {
                @if !row.lead.is_empty() { (row.lead) }
                @else if row.lead_rule == "no lead" { span.id { "no lead" } }
                @else { span.id { "nobody yet: " (row.lead_rule) } }
            }
            td.n { (row.nations) @if let Some(max) = row.max_nations { " of " (max) } }
            td.n { (count(row.peak_people)) }
            @for column in 0..report.nations.len() {
                @match row.serving.iter().find(|s| s.column == column) {
                    Some(cell) => {
                        td.n style=(tint(cell.person_months / most)) {
                            @if cell.leads { span.lead { (months(cell.person_months)) } } @else { (months(cell.person_months)) }
                        }
                    }
                    None => { td {} }
                }
            }
        }
    }
}

fn total(report: &Report) -> Markup {
    let sum = |column: usize| -> f64 {
        let cells = report.formations.iter().flat_map(|f| &f.serving);
        cells.filter(|s| s.column == column).map(|s| s.person_months).sum()
    };
    html! {
        tr {
            th scope="row" { "All" }
            td {}
            td.n { (report.summary.nations) }
            td.n { (count(report.level.peak_people)) }
            @for column in 0..report.nations.len() { td.n { (amount(sum(column), 0)) } }
        }
    }
}

/// A pale tint by share, pale enough for black text on all of it.
fn tint(share: f64) -> String {
    let mix = |from: f64, to: f64| (from + (to - from) * share.clamp(0.0, 1.0).sqrt()).round() as u8;
    format!("background:rgb({},{},{})", mix(247.0, 143.0), mix(250.0, 192.0), mix(252.0, 224.0))
}

fn months(value: f64) -> String {
    if value > 0.0 { amount(value, 0) } else { "–".to_owned() }
}
