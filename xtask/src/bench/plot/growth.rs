//! Growth from size to size: time to each gap on the left, gap at the end on the right.

use super::super::figures::median;
use super::super::page::growth::{LEVELS, Point, whole};
use super::super::record::Size;
use super::{BLUE, DEEP, LINE, SOFT, Scale, c, clock, moment, picture};
use maud::{Markup, html};

const WIDE: f64 = 980.0;
const HIGH: f64 = 460.0;
const TOP: f64 = 96.0;
const FLOOR: f64 = 392.0;
const LEFT: (f64, f64) = (84.0, 430.0);
const RIGHT: (f64, f64) = (600.0, 920.0);

/// From the gap that is easiest to the hardest: light to dark.
const SHADES: [&str; LEVELS.len()] = ["#3f9fd8", "#1f86c4", "#0f6aa3", "#0b4f7d", "#08304b"];

/// Gaps that the axis may name, weightiest first.
const GAPS: [f64; 11] = [0.1, 0.01, 1.0, 0.001, 0.2, 0.05, 0.5, 0.02, 0.0001, 0.005, 0.002];

/// A gap so small is drawn at the floor.
const LEAST: f64 = 1e-4;

/// The picture.
pub fn svg(points: &[Point]) -> String {
    let body = html! { (times(points)) (gaps(points)) };
    picture("efp-1-growth", "Growth from size to size", &description(points), (WIDE, HIGH), &body)
}

fn description(points: &[Point]) -> String {
    let sentence = |point: &Point| {
        let reached = LEVELS.iter().zip(&point.reached).filter_map(|(level, time)| Some((level, (*time)?)));
        let reached: Vec<String> = reached.map(|(level, time)| format!("{} in {time:.2} s", whole(*level))).collect();
        let reached = if reached.is_empty() { "no gap of 20 % or less".to_owned() } else { reached.join(", ") };
        let gap = median(point.gaps.iter().copied()).filter(|gap| gap.is_finite());
        let gap = gap.map_or_else(|| "without a gap".to_owned(), |gap| format!("at {:.2} %", gap * 100.0));
        format!("Size {}: {reached}; ends {gap} under a limit of {} s.", point.size.name(), point.limit)
    };
    let sentences: Vec<String> = points.iter().map(sentence).collect();
    format!("Median seconds until each gap is proven, and gap at the end. {}", sentences.join(" "))
}

/// Where a size stands in a panel.
fn across((from, to): (f64, f64), size: Size) -> f64 {
    from + (to - from) * (size as usize as f64 + 0.5) / Size::ALL.len() as f64
}

/// The frame of a panel: its name, its sizes and its ticks.
fn frame(panel: (f64, f64), name: &str, y: &Scale, ticks: &[(f64, String)]) -> Markup {
    html! {
        text x=(c(panel.0 - 60.0)) y=(c(TOP - 28.0)) font-weight="600" { (name) }
        @for (tick, label) in ticks {
            line x1=(c(panel.0)) x2=(c(panel.1)) y1=(c(y.at(*tick))) y2=(c(y.at(*tick))) stroke=(LINE) {}
            text x=(c(panel.0 - 10.0)) y=(c(y.at(*tick) + 4.5)) text-anchor="end" fill=(SOFT) { (label) }
        }
        line x1=(c(panel.0)) x2=(c(panel.1)) y1=(c(FLOOR)) y2=(c(FLOOR)) stroke=(SOFT) {}
        @for size in Size::ALL {
            text x=(c(across(panel, size))) y=(c(FLOOR + 22.0)) text-anchor="middle" { (size.name()) }
            @let offers = size.dimensions().split(", ").next().unwrap_or_default();
            text x=(c(across(panel, size))) y=(c(FLOOR + 40.0)) text-anchor="middle" font-size="11.5" fill=(SOFT) { (offers) }
        }
    }
}

fn times(points: &[Point]) -> Markup {
    let all = || points.iter().flat_map(|point| point.reached).flatten();
    let low = all().fold(f64::INFINITY, f64::min).clamp(1e-3, 1e3);
    let y = Scale { low: low * 0.7, high: all().fold(low * 10.0, f64::max) * 1.4, from: FLOOR, to: TOP };
    let ticks: Vec<(f64, String)> = y.ticks(&clock(), 34.0).into_iter().map(|tick| (tick, moment(tick))).collect();
    let lines: Vec<_> = LEVELS
        .iter()
        .enumerate()
        .map(|(at, level)| {
            let places = points.iter().filter_map(|point| Some((across(LEFT, point.size), y.at(point.reached[at]?))));
            (*level, SHADES[at], places.collect::<Vec<_>>())
        })
        .filter(|(_, _, places)| !places.is_empty())
        .collect();
    // Labels at the line ends keep off each other, from the lowest up.
    let mut labels: Vec<(f64, f64, f64, &str)> = lines
        .iter()
        .filter_map(|(level, shade, places)| places.last().map(|(x, y)| (*x, *y, *level, *shade)))
        .collect();
    labels.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    for at in 1..labels.len() {
        if labels[at].0 == labels[at - 1].0 {
            labels[at].1 = labels[at].1.min(labels[at - 1].1 - 15.0);
        }
    }
    html! {
        (frame(LEFT, "Time until the gap is proven", &y, &ticks))
        @for (_, shade, places) in &lines {
            polyline points=(joined(places)) fill="none" stroke=(shade) stroke-width="2.2" {}
            @for (x, y) in places { circle cx=(c(*x)) cy=(c(*y)) r="4" fill=(shade) stroke="#fff" {} }
        }
        @for (x, y, level, shade) in &labels {
            text x=(c(x + 10.0)) y=(c(y + 4.5)) fill=(shade) stroke="#fff" stroke-width="4" paint-order="stroke" { (whole(*level)) }
        }
    }
}

fn gaps(points: &[Point]) -> Markup {
    let all = || points.iter().flat_map(|point| &point.gaps).filter(|gap| gap.is_finite()).map(|gap| gap.max(LEAST));
    let (low, high) = (all().fold(0.01, f64::min), all().fold(0.1, f64::max));
    let y = Scale { low: low * 0.8, high: high * 1.25, from: FLOOR, to: TOP };
    let ticks: Vec<(f64, String)> = y
        .ticks(&GAPS, 30.0)
        .into_iter()
        .map(|tick| (tick, if tick <= LEAST { format!("≤ {}", whole(tick)) } else { whole(tick) }))
        .collect();
    let middle = points.iter().filter_map(|point| {
        let gap = median(point.gaps.iter().copied()).filter(|gap| gap.is_finite())?;
        Some((across(RIGHT, point.size), y.at(gap.max(LEAST))))
    });
    let middle: Vec<(f64, f64)> = middle.collect();
    html! {
        (frame(RIGHT, "Gap at the end of the longest limit", &y, &ticks))
        polyline points=(joined(&middle)) fill="none" stroke=(DEEP) stroke-width="2.2" {}
        @for point in points {
            @for gap in point.gaps.iter().filter(|gap| gap.is_finite()) {
                circle cx=(c(across(RIGHT, point.size))) cy=(c(y.at(gap.max(LEAST)))) r="4" fill=(BLUE) fill-opacity="0.45" {}
            }
            text x=(c(across(RIGHT, point.size))) y=(c(TOP - 8.0)) text-anchor="middle" font-size="11.5" fill=(SOFT) { (moment(f64::from(point.limit))) }
        }
    }
}

fn joined(places: &[(f64, f64)]) -> String {
    places.iter().map(|(x, y)| format!("{},{}", c(*x), c(*y))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_reach_nothing_are_told_and_not_drawn() {
        let point = |size, reached, gaps: &[f64]| Point {
            size,
            limit: 60,
            reached,
            gaps: gaps.to_vec(),
            seconds: Some(1.0),
            memory: None,
        };
        let some = [Some(0.1), Some(0.2), None, None, None];
        let svg = svg(&[point(Size::S, some, &[0.0, 0.08]), point(Size::Xl, [None; 5], &[f64::INFINITY])]);
        assert!(svg.contains("20 % in 0.10 s, 10 % in 0.20 s; ends at 4.00 %"), "{svg}");
        assert!(svg.contains("Size XL: no gap of 20 % or less; ends without a gap"), "{svg}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 4);
    }
}
