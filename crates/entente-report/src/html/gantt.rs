//! Rotations: tours on each line as bars, grouped by formation, with a strip where the line is short.

use super::axis;
use super::svg::{Chart, c, fit, status_inverse, status_style, swatch, width};
use super::table::{heads, table};
use crate::figures::{count, plural};
use crate::view::{Bar, CHART_LINES, GanttGroup, GanttRow, Report};
use maud::{Markup, html};

const LABEL: f64 = 300.0;
const LANE: f64 = 17.0;
const STATUSES: [&str; 5] = ["committed", "firm", "conditional", "in principle", "mooted"];

/// The chart with its key and data.
pub fn section(report: &Report) -> Markup {
    if report.gantt.is_empty() {
        return html! { p { "No line asks for anything." } };
    }
    let periods = report.time.periods.len().max(1);
    let cell = (880.0 / periods as f64).clamp(15.0, 150.0);
    let wide = LABEL + cell * periods as f64;
    let mut y = 32.0;
    let mut drawn = Vec::new();
    for group in &report.gantt {
        y += 25.0;
        drawn.push(heading(group, y, wide));
        for row in &group.rows {
            drawn.push(line(report, row, y, cell, wide));
            y += height(row);
        }
    }
    let body = html! {
        (axis::periods(&report.time.periods, LABEL, cell, 0.0))
        @for part in &drawn { (part) }
    };
    let tours = report.gantt.iter().flat_map(|g| &g.rows).map(|r| r.bars.len()).sum::<usize>();
    let lines = report.gantt.iter().map(|g| g.rows.len()).sum::<usize>();
    let desc = format!(
        "A bar for each of {tours} tours on {lines} lines, by formation, from its first to its last {}, marked with the \
         nation and the number of elements; the fill tells the status of the pledge. A strip under a line marks the \
         {} in which it is short. The tours are in the table below.",
        report.time.kind, report.time.kinds
    );
    let chart = Chart {
        id: "gantt-chart",
        title: "Rotations by line",
        desc: &desc,
        width: wide + 8.0,
        height: y + 6.0,
        least: (wide.clamp(700.0, 4000.0) * 0.8) as u32,
    };
    html! {
        (key())
        (chart.show(&body))
        @if !report.selection.note.is_empty() { p.note { (report.selection.note) } }
        (data(report))
    }
}

fn heading(group: &GanttGroup, y: f64, wide: f64) -> Markup {
    html! {
        text.b x="0" y=(c(y - 7.0)) font-size="13" {
            (fit(&group.name, wide * 0.5, 13.5))
            @if !group.lead.is_empty() { tspan.soft font-weight="400" { "   led by " (group.lead) } }
        }
    }
}

fn height(row: &GanttRow) -> f64 {
    row.lanes as f64 * LANE + 9.0
}

fn line(report: &Report, row: &GanttRow, y: f64, cell: f64, wide: f64) -> Markup {
    let need = &report.needs[row.need];
    let base = y + row.lanes as f64 * LANE;
    let label = format!("{}  {}", need.id, need.title);
    html! {
        line x1="0" x2=(c(wide)) y1=(c(y - 2.5)) y2=(c(y - 2.5)) stroke="#e4e8ec" stroke-width="1" {}
        text x="0" y=(c(y + 12.0)) font-size="11.5" { (fit(&label, LABEL - 12.0, 11.5)) }
        @if row.bars.is_empty() && need.asked_months > 0.0 {
            text.soft x=(c(LABEL + 4.0)) y=(c(y + 12.0)) font-size="11" { "nobody" }
        }
        @for bar in &row.bars { (rotation(bar, y, cell)) }
        @for run in runs(&need.short) {
            rect x=(c(LABEL + run.0 as f64 * cell)) y=(c(base + 0.5)) width=(c((run.1 - run.0) as f64 * cell)) height="3.6" fill="#c8571b" {}
        }
    }
}

fn rotation(bar: &Bar, y: f64, cell: f64) -> Markup {
    let (fill, stroke, dashes) = status_style(bar.status);
    let x = LABEL + bar.start as f64 * cell + 1.0;
    let wide = (bar.end - bar.start) as f64 * cell - 2.0;
    let top = y + bar.lane as f64 * LANE;
    let short = format!("{} ×{}", bar.nation, bar.elements);
    let long = format!("{short}  {}", bar.unit);
    let room = wide - 8.0 - if bar.runs_on { 7.0 } else { 0.0 };
    let label = if width(&short, 10.5) > room { fit(&bar.nation, room, 10.5) } else { fit(&long, room, 10.5) };
    let tip = format!(
        "{}: {}, {}, {} people, {}",
        bar.nation_name,
        bar.unit,
        plural(bar.elements as usize, "element", "elements"),
        count(bar.people),
        bar.status
    );
    html! {
        g {
            title { (tip) }
            rect x=(c(x)) y=(c(top)) width=(c(wide)) height=(c(LANE - 2.5)) rx="2" fill=(fill) stroke=(stroke) stroke-width="1" stroke-dasharray=(dashes) {}
            @if bar.runs_on {
                path d={ "M" (c(x + wide - 7.0)) " " (c(top + 3.5)) "l4 3.8l-4 3.8" } fill="none" stroke=(if status_inverse(bar.status) { "#fff" } else { "#16202a" }) stroke-width="1.4" {}
            }
            text.inv[status_inverse(bar.status)] x=(c(x + 4.0)) y=(c(top + 11.0)) font-size="10.5" { (label) }
        }
    }
}

/// Periods one after the other in which something is short, ends excluded.
fn runs(short: &[f64]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (p, _) in short.iter().enumerate().filter(|(_, s)| **s > 0.0) {
        match runs.last_mut() {
            Some(run) if run.1 == p => run.1 = p + 1,
            _ => runs.push((p, p + 1)),
        }
    }
    runs
}

fn key() -> Markup {
    html! {
        ul.key {
            @for status in STATUSES {
                @let (fill, stroke, dashes) = status_style(status);
                li {
                    (swatch(status, &html! { rect x="0.5" y="0.5" width="25" height="13" rx="2" fill=(fill) stroke=(stroke) stroke-dasharray=(dashes) {} }))
                    (status)
                }
            }
            li { (swatch("short", &html! { rect x="0" y="5" width="26" height="4" fill="#c8571b" {} })) "the line is short" }
            li { (swatch("runs past the horizon", &html! { path d="M10 3l5 4l-5 4" fill="none" stroke="#16202a" stroke-width="1.6" {} })) "runs past the horizon" }
        }
    }
}

fn data(report: &Report) -> Markup {
    // Tours on the lines that the chart shows: all of a small plan.
    let shown: std::collections::BTreeSet<&str> =
        report.selection.shown.iter().map(|&at| report.needs[at].id.as_str()).collect();
    let most = CHART_LINES * 10;
    let all: Vec<_> = report.tours.iter().filter(|t| shown.contains(t.line.as_str())).collect();
    let body = html! {
        @for tour in all.iter().take(most) {
            tr {
                th scope="row" { (tour.line) }
                td { (tour.formation) }
                td { (tour.nation) }
                td { (tour.unit) }
                td.n { (tour.start) }
                td.n { (tour.end) }
                td.n { (tour.elements) }
                td.n { (count(tour.people)) }
                td { (tour.entry.as_deref().unwrap_or("")) }
            }
        }
    };
    let head =
        heads(&["Line", "Formation", "Nation", "Unit", "#First day", "#Last day", "#Elements", "#People", "Through"]);
    html! {
        details {
            summary { "The tours as a table" }
            (table("", "Tours, in the order of offers", &head, &body))
            @if all.len() > most { p.note { "The first " (most) " of " (all.len()) " tours; plan.csv and the workbook hold all of them." } }
        }
    }
}
