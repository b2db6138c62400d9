//! Axes: periods along the top or bottom, round figures up the side.

use super::svg::{c, width};
use crate::view::PeriodView;
use maud::{Markup, html};

/// Periods along x: years above, names of periods below, as many as fit.
pub fn periods(periods: &[PeriodView], left: f64, cell: f64, top: f64) -> Markup {
    let widest = periods.iter().map(|p| width(&p.tick, 10.0)).fold(1.0, f64::max);
    let every = ((widest + 4.0) / cell.max(0.1)).ceil().max(1.0) as usize;
    let mut years: Vec<(usize, &str)> = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        if years.last().is_none_or(|(_, year)| *year != period.year) {
            years.push((at, &period.year));
        }
    }
    let x = |at: usize| left + at as f64 * cell;
    let mut free = f64::MIN;
    years.retain(|(at, year)| {
        let fits = x(*at) >= free;
        if fits {
            free = x(*at) + width(year, 11.0) + 8.0;
        }
        fits
    });
    html! {
        @for (at, year) in &years {
            text.b x=(c(x(*at) + 2.0)) y=(c(top + 10.0)) font-size="11" { (year) }
        }
        @for (at, period) in periods.iter().enumerate().step_by(every) {
            @let middle = x(at) + cell / 2.0;
            @if every == 1 {
                text.soft x=(c(middle)) y=(c(top + 24.0)) font-size="10" text-anchor="middle" { (period.tick) }
            } @else {
                text.soft x=(c(x(at) + 2.0)) y=(c(top + 24.0)) font-size="10" { (period.tick) }
            }
        }
    }
}

/// Round steps from 0 to at least `most`: about five of them.
pub fn steps(most: f64) -> Vec<f64> {
    let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
    let rough = most / 5.0;
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].iter().map(|s| s * power).find(|s| *s >= rough).unwrap_or(10.0 * power);
    let count = (most / step).ceil() as usize;
    (0..=count).map(|i| i as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn steps_are_round_and_reach_the_top() {
        assert_eq!(steps(490.0), [0.0, 100.0, 200.0, 300.0, 400.0, 500.0]);
        assert_eq!(steps(0.0).last(), Some(&1.0));
        assert!(steps(9876.0).last().is_some_and(|&top| top >= 9876.0));
    }
}
