//! Arrivals: people through each entry point by period, against what it can take.

use super::axis;
use super::svg::{Chart, c, fit, swatch};
use super::table::by_period;
use crate::figures::{count, plural};
use crate::view::{EntryView, Report};
use maud::{Markup, html};

const LEFT: f64 = 210.0;
const WIDE: f64 = 1080.0;
/// Height of the columns of one entry point, and of the room above and below them.
const HIGH: f64 = 56.0;
const BAND: f64 = 82.0;

/// The chart with its key and data. Nothing where the case has no entry points.
pub fn section(report: &Report) -> Markup {
    let n = report.time.periods.len().max(1);
    let cell = (WIDE - LEFT) / n as f64;
    let gap = (cell * 0.16).min(6.0);
    let body = html! {
        @for (row, entry) in report.arrivals.iter().enumerate() {
            @let floor = (row + 1) as f64 * BAND;
            @let top = entry.capacity.max(entry.peak_people).max(1) as f64;
            @let high = |people: u64| people as f64 / top * HIGH;
            text.b x="0" y=(c(floor - HIGH / 2.0)) font-size="11.5" { (fit(&entry.name, LEFT - 14.0, 11.5)) }
            text.soft x="0" y=(c(floor - HIGH / 2.0 + 16.0)) font-size="10.5" { "takes " (count(entry.capacity)) " a " (report.time.kind) }
            line x1=(c(LEFT)) x2=(c(WIDE)) y1=(c(floor)) y2=(c(floor)) stroke="#d5dbe1" stroke-width="1" {}
            @for (at, people) in entry.people.iter().enumerate().filter(|(_, people)| **people > 0) {
                rect x=(c(LEFT + at as f64 * cell + gap)) y=(c(floor - high(*people))) width=(c(cell - 2.0 * gap)) height=(c(high(*people))) fill="#0b3a5b" {}
            }
            line x1=(c(LEFT)) x2=(c(WIDE)) y1=(c(floor - high(entry.capacity))) y2=(c(floor - high(entry.capacity))) stroke="#c8571b" stroke-width="2" stroke-dasharray="7 4" {}
        }
        (axis::periods(&report.time.periods, LEFT, cell, report.arrivals.len() as f64 * BAND + 4.0))
    };
    let peaks: Vec<String> = report.arrivals.iter().map(|e| sentence(report, e)).collect();
    let desc =
        format!("For each entry point, columns of people who arrive in each {}. {}", report.time.kind, peaks.join(" "));
    let chart = Chart {
        id: "arrivals-chart",
        title: "Arrivals by entry point",
        desc: &desc,
        width: WIDE + 4.0,
        height: report.arrivals.len() as f64 * BAND + 40.0,
        least: 620,
    };
    let row = |e: &EntryView| {
        let header = html! { th.wrap scope="row" { (e.name) " " span.id { (e.id) } } td { (e.kind) } td.n { (count(e.capacity)) } };
        (header, e.people.iter().map(|&p| if p == 0 { String::new() } else { count(p) }).collect::<Vec<_>>())
    };
    let rows: Vec<_> = report.arrivals.iter().map(row).collect();
    html! {
        ul.key {
            li { (swatch("arrivals", &html! { rect x="4" y="0" width="18" height="14" fill="#0b3a5b" {} })) "people who arrive" }
            li { (swatch("capacity", &html! { line x1="0" x2="26" y1="7" y2="7" stroke="#c8571b" stroke-width="3" stroke-dasharray="7 4" {} })) "most that the entry point takes; each row has a scale of its own" }
        }
        (chart.show(&body))
        @for peak in &peaks { p.note { (peak) } }
        (by_period(report, "The same as a table", "People who arrive", &["Entry point", "Kind", "#Takes"], &rows))
    }
}

fn sentence(report: &Report, entry: &EntryView) -> String {
    if entry.peak_people == 0 {
        return format!("{}: nobody arrives through it.", entry.name);
    }
    let full = match entry.full {
        0 => "it always has room for another element".to_owned(),
        n => format!("in {} it has no room for another element", plural(n, report.time.kind, report.time.kinds)),
    };
    format!(
        "{}: at most {} of {} people, in {}; {full}.",
        entry.name,
        count(entry.peak_people),
        count(entry.capacity),
        report.period(entry.peak)
    )
}
