//! What is missing: the gaps, worst first.

use super::table::{heads, priority, table};
use crate::figures::{amount, percent, plural};
use crate::view::{CHART_LINES, Gap, Report};
use maud::{Markup, html};

/// The table of gaps.
pub fn section(report: &Report) -> Markup {
    if report.gaps.is_empty() {
        return html! { p { "Nothing: whatever lines and rules ask for is there in every " (report.time.kind) "." } };
    }
    let shown = &report.gaps[..report.gaps.len().min(CHART_LINES)];
    let head = heads(&[
        "Line",
        "Priority",
        "Formation",
        "When it is short",
        "#Short at most",
        "#In people",
        "#Element-months",
        "#Missing",
    ]);
    let body = html! {
        @for gap in shown {
            @let need = &report.needs[gap.need];
            tr {
                th.long scope="row" { span.id { (need.id) } " " (need.title) }
                td { (priority(need.priority)) }
                td { (need.formation_name) }
                td.long { (when(report, gap)) }
                td.n { (amount(gap.peak, 2)) }
                td.n { (gap.peak_people.map_or_else(|| "not known".to_owned(), |p| amount(p, 0))) }
                td.n { (amount(gap.months, 1)) }
                td.n { (percent(gap.share)) }
            }
        }
    };
    html! {
        (table("", "Lines and enabling rules that are short, the worst first", &head, &body))
        @if shown.len() < report.gaps.len() {
            p.note { "The " (shown.len()) " worst of " (report.gaps.len()) " gaps; the workbook and plan.json hold all of them." }
        }
        p.note {
            "Elements are like units: a company, a ship, a team. “In people” counts an element by the median strength \
             of the offers of that capability; it is not known where no offer states one. “Missing” is the share of the \
             element-months asked. To see what stopped each offer: " code { "entente why CASE PLAN LINE" } "."
        }
    }
}

/// When a need is short, in words.
pub fn when(report: &Report, gap: &Gap) -> String {
    let nothing = if gap.empty { ": nothing there" } else { "" };
    if gap.periods == gap.periods_asked && gap.runs.len() == 1 {
        return format!("all {}{nothing}", plural(gap.periods, report.time.kind, report.time.kinds));
    }
    let mut parts = Vec::new();
    for run in gap.runs.iter().take(4) {
        let size = if run.least == run.most {
            amount(run.most, 2)
        } else {
            format!("{} to {}", amount(run.least, 2), amount(run.most, 2))
        };
        parts.push(if run.from == run.to {
            format!("{} ({size})", report.period(run.from))
        } else {
            format!("{} to {} ({size})", report.period(run.from), report.period(run.to))
        });
    }
    let more = gap.runs.len().saturating_sub(4);
    let more = if more > 0 { format!("; and {more} more times") } else { String::new() };
    format!("{}{more}{nothing}", parts.join("; "))
}
