//! Nations × formations: person-months on tour, and who leads. Many nations make several tables, each
//! as wide as a sheet of paper takes.

use crate::figures::{amount, count};
use crate::view::{FormationRow, Report};
use maud::{Markup, html};
use std::ops::Range;

/// Most nations side by side: a page upright takes no more.
const MOST_NATIONS: usize = 10;

/// The matrix; it is its own table.
pub fn section(report: &Report) -> Markup {
    if report.nations.is_empty() {
        return html! { p { "No nation serves." } };
    }
    let most = report.formations.iter().flat_map(|f| &f.serving).map(|s| s.person_months).fold(1.0, f64::max);
    html! {
        @for columns in blocks(report.nations.len()) { (block(report, columns, most)) }
        p.note {
            "Cells count what serves directly in the formation; “Nations” and “Peak people” count what is below it as \
             well. “2 of 4” means that two serve where four may."
        }
    }
}

/// The nations in blocks of about the same size.
fn blocks(nations: usize) -> impl Iterator<Item = Range<usize>> {
    let tables = nations.div_ceil(MOST_NATIONS).max(1);
    (0..tables).map(move |i| i * nations / tables..(i + 1) * nations / tables)
}

fn block(report: &Report, columns: Range<usize>, most: f64) -> Markup {
    let all = report.nations.len();
    let part = if columns.len() == all {
        String::new()
    } else {
        format!(" (nations {} to {} of {all})", columns.start + 1, columns.end)
    };
    html! {
        div.scroll tabindex="0" role="group" aria-label={ "Nations and formations" (part) ", table" } {
            table.tight {
                caption { "Person-months on tour within the horizon, by nation and formation; ★ leads the formation" (part) }
                thead {
                    tr {
                        th scope="col" { "Formation" }
                        th scope="col" { "Led by" }
                        th.n scope="col" { "Nations" }
                        th.n scope="col" { "Peak people" }
                        @for nation in &report.nations[columns.clone()] {
                            th.n scope="col" { abbr title=(nation.name) { (nation.id) } }
                        }
                    }
                }
                tbody { @for row in &report.formations { (formation(row, columns.clone(), most)) } }
                tfoot { (total(report, columns)) }
            }
        }
    }
}

fn formation(row: &FormationRow, columns: Range<usize>, most: f64) -> Markup {
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
            @for column in columns {
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

fn total(report: &Report, columns: Range<usize>) -> Markup {
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
            @for column in columns { td.n { (amount(sum(column), 0)) } }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nation_stands_in_one_block_that_a_page_takes() {
        for nations in [1, 9, 10, 11, 15, 130] {
            let all: Vec<usize> = blocks(nations).flatten().collect();
            assert!(all.iter().copied().eq(0..nations), "{nations}");
            assert!(blocks(nations).all(|b| (1..=MOST_NATIONS).contains(&b.len())), "{nations}");
        }
        assert_eq!(blocks(15).map(|b| b.len()).collect::<Vec<_>>(), [7, 8]);
    }
}
