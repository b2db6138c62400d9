//! The force level: people on tour and tied up, against what is asked and authorised.

use super::axis;
use super::svg::{Chart, c, swatch};
use super::table::{heads, table};
use crate::figures::{amount, count, plural};
use crate::view::Report;
use maud::{Markup, html};

const LEFT: f64 = 64.0;
const WIDE: f64 = 1080.0;
const HIGH: f64 = 300.0;
const TOP: f64 = 14.0;

/// The chart with its key and data.
pub fn section(report: &Report) -> Markup {
    let level = &report.level;
    let authorised = level.periods.iter().any(|p| p.authorised.is_some());
    let ceilings = level.periods.iter().any(|p| p.ceilings.is_some());
    let tops = level
        .periods
        .iter()
        .flat_map(|p| [Some(p.people), Some(p.tied), Some(p.asked), p.authorised.map(u64::from)].into_iter().flatten());
    let steps = axis::steps(tops.max().unwrap_or(0) as f64);
    let top = steps.last().copied().unwrap_or(1.0);
    let n = level.periods.len().max(1);
    let cell = (WIDE - LEFT) / n as f64;
    let y = |people: f64| TOP + HIGH - people / top * HIGH;
    let gap = (cell * 0.16).min(6.0);
    let stairs = |figure: &dyn Fn(usize) -> Option<f64>| stairs(n, cell, &y, figure);
    let body = html! {
        @for step in &steps {
            line x1=(c(LEFT)) x2=(c(WIDE)) y1=(c(y(*step))) y2=(c(y(*step))) stroke="#d5dbe1" stroke-width="1" {}
            text.soft x=(c(LEFT - 8.0)) y=(c(y(*step) + 4.0)) font-size="11.5" text-anchor="end" { (amount(*step, 1)) }
        }
        @for (at, p) in level.periods.iter().enumerate() {
            @let x = LEFT + at as f64 * cell + gap;
            rect x=(c(x)) y=(c(y(p.tied as f64))) width=(c(cell - 2.0 * gap)) height=(c(TOP + HIGH - y(p.tied as f64))) fill="#dbe7ee" stroke="#8aa4b5" stroke-width="0.8" {}
            rect x=(c(x)) y=(c(y(p.people as f64))) width=(c(cell - 2.0 * gap)) height=(c(TOP + HIGH - y(p.people as f64))) fill="#0b3a5b" {}
        }
        path d=(stairs(&|at| Some(level.periods[at].asked as f64))) fill="none" stroke="#fff" stroke-width="5" {}
        path d=(stairs(&|at| Some(level.periods[at].asked as f64))) fill="none" stroke="#c8571b" stroke-width="2.6" {}
        @if authorised {
            path d=(stairs(&|at| level.periods[at].authorised.map(f64::from))) fill="none" stroke="#16202a" stroke-width="2" stroke-dasharray="7 4" {}
        }
        (axis::periods(&report.time.periods, LEFT, cell, TOP + HIGH + 4.0))
    };
    let peak = level.periods.get(level.peak);
    let desc = format!(
        "Columns for each {}: people on tour, peaking at {} in {}; behind them people tied up, peaking at {} in {}; a \
         stepped line for the people that lines ask for, {} at the peak of the force.",
        report.time.kind,
        count(level.peak_people),
        report.period(level.peak),
        count(level.peak_tied_people),
        report.period(level.peak_tied),
        count(peak.map_or(0, |p| p.asked))
    );
    let chart = Chart {
        id: "level-chart",
        title: "People by period",
        desc: &desc,
        width: WIDE + 4.0,
        height: TOP + HIGH + 36.0,
        least: 620,
    };
    html! {
        (key(authorised))
        (chart.show(&body))
        p.note {
            "What lines ask for is turned into people by the median strength of the offers of each capability"
            @if level.unsized_lines > 0 {
                "; " (plural(level.unsized_lines, "line is", "lines are")) " left out, because no offer tells the size of what it asks for"
            }
            ". Enabling rules are not counted in it."
        }
        details {
            summary { "The same as a table" }
            (data(report, authorised, ceilings))
        }
    }
}

/// A stepped line over the periods that have a figure.
fn stairs(n: usize, cell: f64, y: &dyn Fn(f64) -> f64, figure: &dyn Fn(usize) -> Option<f64>) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for at in 0..n {
        let Some(value) = figure(at) else {
            drawing = false;
            continue;
        };
        let (from, to) = (LEFT + at as f64 * cell, LEFT + (at + 1) as f64 * cell);
        let pen = if drawing { 'L' } else { 'M' };
        path.push_str(&format!("{pen}{} {}L{} {}", c(from), c(y(value)), c(to), c(y(value))));
        drawing = true;
    }
    path
}

fn key(authorised: bool) -> Markup {
    html! {
        ul.key {
            li { (swatch("on tour", &html! { rect x="4" y="0" width="18" height="14" fill="#0b3a5b" {} })) "on tour" }
            li { (swatch("tied up", &html! { rect x="4" y="0.5" width="18" height="13" fill="#dbe7ee" stroke="#8aa4b5" {} })) "tied up: on tour or in dwell" }
            li { (swatch("asked", &html! { line x1="0" x2="26" y1="7" y2="7" stroke="#c8571b" stroke-width="3" {} })) "asked by lines" }
            @if authorised {
                li { (swatch("authorised", &html! { line x1="0" x2="26" y1="7" y2="7" stroke="#16202a" stroke-width="2" stroke-dasharray="7 4" {} })) "authorised strength" }
            }
        }
    }
}

fn data(report: &Report, authorised: bool, ceilings: bool) -> Markup {
    let mut names = vec!["Period", "#On tour", "#Tied up", "#Asked"];
    names.extend(authorised.then_some("#Authorised"));
    names.extend(ceilings.then_some("#Ceilings of nations that state one"));
    names.extend(ceilings.then_some("#On tour from these"));
    let some = |value: Option<u64>| value.map_or_else(|| "none".to_owned(), count);
    let body = html! {
        @for (at, p) in report.level.periods.iter().enumerate() {
            tr {
                th scope="row" { (report.period(at)) }
                td.n { (count(p.people)) }
                td.n { (count(p.tied)) }
                td.n { (count(p.asked)) }
                @if authorised { td.n { (some(p.authorised.map(u64::from))) } }
                @if ceilings { td.n { (some(p.ceilings)) } td.n { (count(p.under_ceilings)) } }
            }
        }
    };
    table("", &format!("People by {}", report.time.kind), &heads(&names), &body)
}
