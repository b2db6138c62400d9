//! Best plan and bound against time, one picture for each size.

use super::super::figures::{median, percent};
use super::super::page::{best_known, ratio};
use super::super::record::{Row, Size, Solver};
use super::super::trace::{Point, Trace};
use super::{BLUE, DEEP, LINE, SOFT, Scale, c, clock, mark, moment, picture};
use maud::{Markup, html};

const WIDE: f64 = 980.0;
const HIGH: f64 = 520.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 744.0;
const TOP: f64 = 74.0;
const FLOOR: f64 = 456.0;

/// Moments at which medians are taken.
const MOMENTS: usize = 240;

/// Shares of the best plan that the axis may name, weightiest first.
const SHARES: [f64; 21] =
    [1.0, 10.0, 0.1, 2.0, 0.5, 5.0, 0.2, 1.5, 0.8, 3.0, 0.9, 1.2, 0.3, 0.7, 1.1, 0.6, 4.0, 0.95, 1.05, 0.98, 1.02];

/// Seconds, and best plan and bound as shares of the best plan known.
type Known = (f64, Option<f64>, Option<f64>);

/// One run of Entente.
struct Course {
    points: Vec<Known>,
}

/// What a peer had at its end.
struct Mark {
    solver: Solver,
    seconds: f64,
    best: Option<f64>,
    bound: Option<f64>,
}

/// Runs of Entente under the longest limit that was tried, and the ends of the peers.
fn gather(size: Size, rows: &[Row], traces: &[Trace]) -> (Vec<Course>, Vec<Mark>) {
    let own =
        |trace: &&Trace| trace.key.size == size && trace.key.solver == Solver::Entente && trace.key.without.is_empty();
    let limit = traces.iter().filter(own).map(|trace| trace.key.limit).max();
    // A plan that the referee refuses is none.
    let stands = |trace: &&Trace| rows.iter().any(|row| row.key() == trace.key && row.value().is_some());
    let longest = traces.iter().filter(own).filter(|trace| Some(trace.key.limit) == limit);
    let courses = longest.filter(stands).filter_map(|trace| {
        let best = best_known(rows, size, trace.key.seed)?;
        let share = |value: Option<f64>| value.and_then(|value| ratio(value, best));
        let known = |point: &Point| (point.seconds, share(point.best), share(point.bound));
        Some(Course { points: trace.points.iter().map(known).collect() })
    });
    let marks = rows.iter().filter(|row| row.size == size && row.solver != Solver::Entente).filter_map(|row| {
        let best = best_known(rows, size, row.seed)?;
        let share = |value: Option<f64>| value.and_then(|value| ratio(value, best));
        Some(Mark { solver: row.solver, seconds: row.seconds?, best: share(row.value()), bound: share(row.bound) })
    });
    (courses.collect(), marks.collect())
}

/// Median over runs of what was known at a moment: a run without a plan yet counts as endless, one without a
/// bound as 0.
fn middle(courses: &[Course], seconds: f64) -> (Option<f64>, Option<f64>) {
    let known = |course: &Course| {
        let count = course.points.partition_point(|point| point.0 <= seconds);
        count.checked_sub(1).map_or((None, None), |last| (course.points[last].1, course.points[last].2))
    };
    let best = median(courses.iter().map(|course| known(course).0.unwrap_or(f64::INFINITY)));
    let bound = median(courses.iter().map(|course| known(course).1.unwrap_or(0.0)));
    (best.filter(|value| value.is_finite()), bound.filter(|value| *value > 0.0))
}

/// The picture in a sentence.
pub fn summary(size: Size, rows: &[Row], traces: &[Trace]) -> String {
    let (courses, marks) = gather(size, rows, traces);
    let mut words = Vec::new();
    if let (Some(best), Some(bound)) = middle(&courses, f64::INFINITY) {
        let gap = super::super::figures::gap(best, bound).map_or_else(|| "–".to_owned(), percent);
        words.push(format!(
            "Entente ends with plans at {best:.3} and bounds at {bound:.3} of the best known, a gap of {gap}"
        ));
    }
    for solver in Solver::ALL {
        let own: Vec<&Mark> = marks.iter().filter(|mark| mark.solver == solver).collect();
        let value = |values: Option<f64>| values.map_or_else(|| "none".to_owned(), |value| format!("{value:.3}"));
        if !own.is_empty() {
            let best = value(median(own.iter().filter_map(|mark| mark.best)));
            let bound = value(median(own.iter().filter_map(|mark| mark.bound)));
            words.push(format!("{}: plans {best}, bounds {bound}", solver.name()));
        }
    }
    if words.is_empty() { "no results that can be drawn".to_owned() } else { words.join("; ") }
}

/// The picture.
pub fn svg(size: Size, rows: &[Row], traces: &[Trace]) -> String {
    let (courses, marks) = gather(size, rows, traces);
    let (x, y) = scales(&courses, &marks);
    let title = format!("Size {}: best plan and bound against time", size.name());
    let desc = format!(
        "Logarithmic axes: seconds across, share of the best plan known upwards. {}.",
        summary(size, rows, traces)
    );
    let id = format!("efp-1-{}", size.name().to_lowercase());
    let body = html! {
        text x="24" y="53" fill=(SOFT) { (size.dimensions()) "; share of the best plan known, medians over seeds" }
        (axes(&x, &y))
        clipPath id=(format!("{id}-frame")) { rect x=(c(LEFT)) y=(c(TOP)) width=(c(RIGHT - LEFT)) height=(c(FLOOR - TOP)) {} }
        g clip-path=(format!("url(#{id}-frame)")) fill="none" stroke-linejoin="round" { (lines(&courses, &x, &y)) }
        @for one in &marks {
            @if let Some(bound) = one.bound { (mark(one.solver, x.at(one.seconds), y.at(bound), false)) }
            @if let Some(best) = one.best { (mark(one.solver, x.at(one.seconds), y.at(best), true)) }
        }
        (key(&courses, &marks))
    };
    picture(&id, &title, &desc, (WIDE, HIGH), &body)
}

/// Axes that hold what there is to see: a plan of nothing, and bounds near 0, leave the frame.
fn scales(courses: &[Course], marks: &[Mark]) -> (Scale, Scale) {
    let points = || courses.iter().flat_map(|course| &course.points);
    let times = || points().map(|point| point.0).chain(marks.iter().map(|mark| mark.seconds));
    let first = times().fold(f64::INFINITY, f64::min).clamp(1e-3, 1.0);
    let last = times().fold(0.0, f64::max).max(first * 10.0);
    let best = points().filter_map(|point| point.1).chain(marks.iter().filter_map(|mark| mark.best));
    let bound = points().filter_map(|point| point.2).chain(marks.iter().filter_map(|mark| mark.bound));
    let (high, low) = (best.fold(1.0, f64::max), bound.fold(1.0, f64::min));
    let x = Scale { low: first * 0.9, high: last * 1.15, from: LEFT, to: RIGHT };
    let y = Scale { low: low.clamp(0.1, 0.9) * 0.96, high: high.clamp(1.1, 10.0) * 1.04, from: FLOOR, to: TOP };
    (x, y)
}

fn axes(x: &Scale, y: &Scale) -> Markup {
    html! {
        @for tick in y.ticks(&SHARES, 24.0) {
            @let one = tick == 1.0;
            line x1=(c(LEFT)) x2=(c(RIGHT)) y1=(c(y.at(tick))) y2=(c(y.at(tick))) stroke=(if one { SOFT } else { LINE }) stroke-dasharray=[one.then_some("2 4")] {}
            text x=(c(LEFT - 10.0)) y=(c(y.at(tick) + 4.5)) text-anchor="end" fill=(SOFT) { (tick) }
        }
        @for tick in x.ticks(&clock(), 64.0) {
            line x1=(c(x.at(tick))) x2=(c(x.at(tick))) y1=(c(TOP)) y2=(c(FLOOR)) stroke=(LINE) {}
            text x=(c(x.at(tick))) y=(c(FLOOR + 21.0)) text-anchor="middle" fill=(SOFT) { (moment(tick)) }
        }
        line x1=(c(LEFT)) x2=(c(RIGHT)) y1=(c(FLOOR)) y2=(c(FLOOR)) stroke=(SOFT) {}
        text x=(c(f64::midpoint(LEFT, RIGHT))) y=(c(FLOOR + 46.0)) text-anchor="middle" { "time, logarithmic" }
        text transform=(format!("translate(22 {}) rotate(-90)", c(f64::midpoint(TOP, FLOOR)))) text-anchor="middle" { "share of the best plan known" }
    }
}

/// Each run thin, medians bold, and what is still open between them in a light tone.
fn lines(courses: &[Course], x: &Scale, y: &Scale) -> Markup {
    let step = |at: usize| (x.low.ln() + (x.high / x.low).ln() * at as f64 / MOMENTS as f64).exp();
    // Nothing is known after the last run has ended.
    let end = courses.iter().filter_map(|course| course.points.last()).map(|point| point.0).fold(0.0, f64::max);
    let moments = || (0..=MOMENTS).map(step).filter(|moment| *moment < end).chain([end]);
    let known: Vec<_> = moments().map(|moment| (moment, middle(courses, moment))).collect();
    let best: Vec<(f64, f64)> = known.iter().filter_map(|(at, (best, _))| Some((*at, (*best)?))).collect();
    let bound: Vec<(f64, f64)> = known.iter().filter_map(|(at, (_, bound))| Some((*at, (*bound)?))).collect();
    let both: Vec<_> = known.iter().filter_map(|(at, (best, bound))| Some((*at, (*best)?, (*bound)?))).collect();
    let area = both.iter().map(|(at, best, _)| (at, best)).chain(both.iter().rev().map(|(at, _, bound)| (at, bound)));
    let area: Vec<String> = area.map(|(at, value)| format!("{},{}", c(x.free(*at)), c(y.free(*value)))).collect();
    let own = |pick: fn(&Known) -> Option<f64>, course: &Course| {
        path(course.points.iter().filter_map(|point| Some((point.0, pick(point)?))), x, y)
    };
    html! {
        polygon points=(area.join(" ")) fill=(BLUE) fill-opacity="0.08" stroke="none" {}
        @if courses.len() > 1 {
            @for course in courses {
                path d=(own(|point| point.2, course)) stroke=(BLUE) stroke-opacity="0.3" {}
                path d=(own(|point| point.1, course)) stroke=(DEEP) stroke-opacity="0.3" {}
            }
        }
        path d=(path(bound, x, y)) stroke=(BLUE) stroke-width="2.6" stroke-dasharray="8 4" {}
        path d=(path(best, x, y)) stroke=(DEEP) stroke-width="2.6" {}
    }
}

/// A line in steps: what is known holds until something better comes.
fn path(points: impl IntoIterator<Item = (f64, f64)>, x: &Scale, y: &Scale) -> String {
    let mut text = String::new();
    for (seconds, value) in points {
        let (across, up) = (c(x.free(seconds)), c(y.free(value)));
        text.push_str(&if text.is_empty() { format!("M{across} {up}") } else { format!("H{across}V{up}") });
    }
    text
}

fn key(courses: &[Course], marks: &[Mark]) -> Markup {
    let peers: Vec<Solver> =
        Solver::ALL.into_iter().filter(|solver| marks.iter().any(|mark| mark.solver == *solver)).collect();
    let left = RIGHT + 24.0;
    let row = |at: usize| TOP + 14.0 + 26.0 * at as f64;
    let skip = if courses.is_empty() { 0 } else { 2 };
    html! {
        @if !courses.is_empty() {
            line x1=(c(left)) x2=(c(left + 30.0)) y1=(c(row(0))) y2=(c(row(0))) stroke=(DEEP) stroke-width="2.6" {}
            text x=(c(left + 40.0)) y=(c(row(0) + 4.5)) { "Entente, best plan" }
            line x1=(c(left)) x2=(c(left + 30.0)) y1=(c(row(1))) y2=(c(row(1))) stroke=(BLUE) stroke-width="2.6" stroke-dasharray="8 4" {}
            text x=(c(left + 40.0)) y=(c(row(1) + 4.5)) { "Entente, bound" }
        }
        @for (at, solver) in peers.iter().enumerate() {
            (mark(*solver, left + 7.0, row(at + skip), true))
            (mark(*solver, left + 23.0, row(at + skip), false))
            @let none = marks.iter().filter(|mark| mark.solver == *solver && mark.best.is_none()).count();
            text x=(c(left + 40.0)) y=(c(row(at + skip) + 4.5)) {
                (solver.name()) @if none > 0 { tspan fill=(SOFT) { ", " (none) " without plan" } } @else { ", plan and bound" }
            }
        }
        @if !peers.is_empty() {
            text x=(c(left)) y=(c(row(peers.len() + skip) + 4.5)) font-size="11.5" fill=(SOFT) { "At the edge: beyond the frame" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::record::tests::row;
    use super::super::super::trace::tests::trace;
    use super::*;

    #[test]
    fn medians_hold_from_step_to_step() {
        let course = |points: &[Known]| Course { points: points.to_vec() };
        let courses = [
            course(&[(1.0, Some(2.0), None), (3.0, Some(1.0), Some(0.5))]),
            course(&[(2.0, Some(1.5), Some(0.7))]),
            course(&[(2.0, Some(4.0), Some(0.9))]),
        ];
        assert_eq!(middle(&courses, 0.5), (None, None));
        assert_eq!(middle(&courses, 1.5), (None, None));
        assert_eq!(middle(&courses, 2.0), (Some(2.0), Some(0.7)));
        assert_eq!(middle(&courses, 9.0), (Some(1.5), Some(0.7)));
    }

    #[test]
    fn a_line_is_drawn_in_steps() {
        let x = Scale { low: 1.0, high: 100.0, from: 0.0, to: 100.0 };
        let y = Scale { low: 0.1, high: 10.0, from: 100.0, to: 0.0 };
        assert_eq!(path([(1.0, 10.0), (10.0, 1.0)], &x, &y), "M0.0 0.0H50.0V50.0");
        assert_eq!(path([], &x, &y), "");
    }

    #[test]
    fn the_picture_names_all_who_ran() {
        let rows = [
            row(Solver::Entente, 10.0, 9.0),
            row(Solver::Highs, 20.0, 5.0),
            Row { refereed: None, objective: None, ..row(Solver::Cpsat, 0.0, 1.0) },
        ];
        let svg = svg(Size::S, &rows, &[trace("seconds,best,bound\n0.1,30,\n1,10,9\n")]);
        for said in ["HiGHS", "1 without plan", "plans at 1.000 and bounds at 0.900", "plans 2.000, bounds 0.500"] {
            assert!(svg.contains(said), "{said}\n{svg}");
        }
        assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("SCIP"), "{svg}");
        assert!(super::svg(Size::M, &rows, &[]).contains("no results that can be drawn"));
    }
}
