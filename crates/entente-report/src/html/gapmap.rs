//! The gap heat map: need × period.

use super::axis;
use super::svg::{Chart, c, fit, swatch, width};
use super::table::{by_period, elements};
use crate::figures::amount;
use crate::view::{Need, Report};
use maud::{Markup, html};

const LABEL: f64 = 350.0;
const ROW: f64 = 19.0;
const TOP: f64 = 32.0;

/// From a little to all missing: one hue, darkening, with the figure in the cell.
const RAMP: [(&str, bool); 4] = [("#fbe3cf", false), ("#f3b284", false), ("#bd4f15", true), ("#7c2500", true)];
const FILLED: &str = "#dbe7ee";

/// The heat map with its key and data.
pub fn section(report: &Report) -> Markup {
    let mut rows: Vec<&Need> =
        report.selection.shown.iter().map(|&at| &report.needs[at]).filter(|n| n.asked_months > 0.0).collect();
    // By formation in tree order, as rotations are; what counts in the whole force comes last.
    rows.sort_by_key(|n| report.formations.iter().position(|f| f.id == n.formation).unwrap_or(usize::MAX));
    if rows.is_empty() {
        return html! { p { "No line asks for anything." } };
    }
    let periods = report.time.periods.len().max(1);
    let cell = (830.0 / periods as f64).clamp(15.0, 140.0);
    let mut y = TOP;
    let mut group = None;
    let mut drawn = Vec::with_capacity(rows.len());
    for need in &rows {
        if group != Some(&need.formation) {
            group = Some(&need.formation);
            y += 22.0;
            drawn.push(heading(&need.formation_name, y));
        }
        drawn.push(row(need, y, cell));
        y += ROW;
    }
    let body = html! {
        (axis::periods(&report.time.periods, LABEL, cell, 0.0))
        @for part in &drawn { (part) }
    };
    let chart = Chart {
        id: "gap-chart",
        title: "Gaps by line and period",
        desc: &desc(report, &rows),
        width: LABEL + cell * periods as f64 + 2.0,
        height: y + 4.0,
        least: (LABEL + cell * periods as f64).clamp(640.0, 4000.0) as u32 * 4 / 5,
    };
    html! {
        (key())
        (chart.show(&body))
        @if !report.selection.note.is_empty() { p.note { (report.selection.note) } }
        (data(report, &rows))
    }
}

fn heading(formation: &str, y: f64) -> Markup {
    html! { text.b x="0" y=(c(y - 6.0)) font-size="12" { (fit(formation, LABEL - 8.0, 12.5)) } }
}

fn row(need: &Need, y: f64, cell: f64) -> Markup {
    let label = format!("{}  {}", need.id, need.title);
    html! {
        text x="0" y=(c(y + 13.5)) font-size="11.5" { (fit(&label, LABEL - 50.0, 11.5)) }
        text.soft x=(c(LABEL - 8.0)) y=(c(y + 13.5)) font-size="10" text-anchor="end" { (need.priority) }
        @for (p, (&asked, &short)) in need.asked.iter().zip(&need.short).enumerate() {
            @let x = LABEL + p as f64 * cell;
            @if short > 0.0 {
                @let (fill, inverse) = shade(short / asked.max(short));
                rect x=(c(x)) y=(c(y)) width=(c(cell - 1.5)) height=(c(ROW - 2.0)) fill=(fill) {}
                @let figure = amount(short, if short < 10.0 { 1 } else { 0 });
                @if short >= 0.05 && width(&figure, 10.0) <= cell - 2.0 {
                    text.inv[inverse] x=(c(x + (cell - 1.5) / 2.0)) y=(c(y + 12.5)) font-size="10" text-anchor="middle" { (figure) }
                }
            } @else if asked > 0.0 {
                rect x=(c(x)) y=(c(y)) width=(c(cell - 1.5)) height=(c(ROW - 2.0)) fill=(FILLED) {}
            }
        }
    }
}

fn shade(share: f64) -> (&'static str, bool) {
    match share {
        s if s >= 1.0 => RAMP[3],
        s if s >= 0.5 => RAMP[2],
        s if s >= 0.25 => RAMP[1],
        _ => RAMP[0],
    }
}

fn key() -> Markup {
    let names = ["less than a quarter missing", "a quarter or more", "half or more", "all missing"];
    let box_of = |fill: &str| html! { rect x="0" y="0" width="26" height="14" fill=(fill) {} };
    html! {
        ul.key {
            li { (swatch("filled", &box_of(FILLED))) "filled" }
            @for ((fill, _), name) in RAMP.iter().zip(names) {
                li { (swatch(name, &box_of(fill))) (name) }
            }
            li { (swatch("not asked", &html! { rect x="0.5" y="0.5" width="25" height="13" fill="#fff" stroke="#d5dbe1" {} })) "nothing asked" }
        }
        p.note { "Figures in the cells are the elements short." }
    }
}

fn desc(report: &Report, rows: &[&Need]) -> String {
    let short = rows.iter().filter(|n| n.short_months > 0.0).count();
    let by_period = |p: usize| rows.iter().filter(|n| n.short.get(p).is_some_and(|&s| s > 0.0)).count();
    let worst = (0..report.time.periods.len()).max_by_key(|&p| (by_period(p), std::cmp::Reverse(p))).unwrap_or(0);
    format!(
        "A grid with a row for each of {} lines and rules and a column for each {}. {short} of them are short at some \
         time; most at once in {}, with {}. The figures are in the table below.",
        rows.len(),
        report.time.kind,
        report.period(worst),
        by_period(worst)
    )
}

fn data(report: &Report, rows: &[&Need]) -> Markup {
    let rows: Vec<_> = rows
        .iter()
        .map(|need| {
            let header = html! {
                th.wrap scope="row" { span.id { (need.id) } " " (need.title) }
                td { (need.priority) }
            };
            let cells = need.asked.iter().zip(&need.short).map(|(&asked, &short)| match elements(short) {
                none if none.is_empty() && asked > 0.0 => "0".to_owned(),
                figure => figure,
            });
            (header, cells.collect())
        })
        .collect();
    let caption = format!("Elements short by line and {}; empty where nothing is asked", report.time.kind);
    by_period(report, "The same as a table", &caption, &["Line", "Priority"], &rows)
}
