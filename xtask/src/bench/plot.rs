//! Plots as SVG: what they share. Colours that colour-blind people tell apart, shapes besides colours, a title and a
//! description for those who hear the page.

pub mod growth;
pub mod time;

use super::record::Solver;
use maud::{Markup, html};

const INK: &str = "#16202a";
const SOFT: &str = "#4a5763";
const LINE: &str = "#dfe4e9";
/// Plans of Entente.
const DEEP: &str = "#0b3a5b";
/// Bounds of Entente.
const BLUE: &str = "#0072b2";

/// A logarithmic scale from data to pixels.
#[derive(Clone, Copy, Debug)]
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Where a value lies, also outside of the frame, though not far: viewers give up on huge figures.
    fn free(&self, value: f64) -> f64 {
        let share = (value.max(f64::MIN_POSITIVE).ln() - self.low.ln()) / (self.high.ln() - self.low.ln());
        (self.from + share.clamp(-2.0, 3.0) * (self.to - self.from)).clamp(-5000.0, 5000.0)
    }

    /// Where a value lies, or the edge of the frame it lies beyond.
    fn at(&self, value: f64) -> f64 {
        self.free(value.clamp(self.low, self.high))
    }

    /// Of `candidates`, in order of weight, those inside that keep `apart` pixels from those before them.
    fn ticks(&self, candidates: &[f64], apart: f64) -> Vec<f64> {
        let mut ticks: Vec<f64> = Vec::new();
        for &value in candidates.iter().filter(|value| (self.low * 0.999..=self.high * 1.001).contains(*value)) {
            if ticks.iter().all(|tick| (self.free(*tick) - self.free(value)).abs() >= apart) {
                ticks.push(value);
            }
        }
        ticks.sort_by(f64::total_cmp);
        ticks
    }
}

/// A coordinate with one decimal.
fn c(value: f64) -> String {
    format!("{value:.1}")
}

/// Decades, then their halves, from a millisecond to a day.
fn clock() -> Vec<f64> {
    let decades = || (-3..=5).map(|power| 10f64.powi(power));
    decades().chain([60.0, 300.0, 600.0, 30.0]).chain(decades().flat_map(|d| [3.0 * d, 2.0 * d, 5.0 * d])).collect()
}

/// A time as an axis says it.
fn moment(seconds: f64) -> String {
    match seconds {
        s if s < 0.0995 => format!("{:.0} ms", s * 1000.0),
        s if s >= 60.0 && s % 60.0 == 0.0 => format!("{:.0} min", s / 60.0),
        s => format!("{} s", (s * 10.0).round() / 10.0),
    }
}

/// A picture with title and description; `id` is unlike that of other pictures on a page.
fn picture(id: &str, title: &str, desc: &str, (width, height): (f64, f64), body: &Markup) -> String {
    let markup = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height)
            role="img" aria-labelledby=(format!("{id}-title {id}-desc")) font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"
            font-size="13" fill=(INK) {
            title id=(format!("{id}-title")) { (title) }
            desc id=(format!("{id}-desc")) { (desc) }
            rect width=(width) height=(height) fill="#ffffff" {}
            text x="24" y="32" font-size="17" font-weight="600" { (title) }
            (body)
        }
    };
    format!("{}\n", markup.into_string())
}

/// Colour of a solver.
fn colour(solver: Solver) -> &'static str {
    [DEEP, "#b8480a", "#9a6b00", "#00795c"][solver as usize]
}

/// The mark of a solver: full for a plan, hollow for a bound.
fn mark(solver: Solver, x: f64, y: f64, full: bool) -> Markup {
    let points: &[(f64, f64)] = match solver {
        Solver::Entente => &[(-5.0, 0.0), (0.0, -5.0), (5.0, 0.0), (0.0, 5.0)],
        Solver::Highs => &[(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
        Solver::Cpsat => &[(-6.0, 0.0), (0.0, -6.0), (6.0, 0.0), (0.0, 6.0)],
        Solver::Scip => &[(-5.5, 4.5), (0.0, -5.5), (5.5, 4.5)],
    };
    let points: Vec<String> = points.iter().map(|(dx, dy)| format!("{},{}", c(x + dx), c(y + dy))).collect();
    let fill = if full { colour(solver) } else { "#ffffff" };
    html! { polygon points=(points.join(" ")) fill=(fill) stroke=(colour(solver)) stroke-width="1.8" stroke-linejoin="round" {} }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_and_ticks() {
        let scale = Scale { low: 0.1, high: 10.0, from: 0.0, to: 100.0 };
        assert!((scale.at(1.0) - 50.0).abs() < 1e-9);
        assert_eq!([scale.at(0.001), scale.at(1e9), scale.at(0.0)], [0.0, 100.0, 0.0]);
        assert!(scale.free(0.01) < 0.0 && scale.free(f64::INFINITY).is_finite());
        assert_eq!(scale.ticks(&[1.0, 10.0, 9.9, 0.1, 100.0, 2.0], 20.0), [0.1, 1.0, 10.0]);
        assert_eq!(
            [0.01, 0.5, 3.0, 90.0, 60.0, 600.0].map(moment),
            ["10 ms", "0.5 s", "3 s", "90 s", "1 min", "10 min"]
        );
    }

    #[test]
    fn words_of_a_picture_are_escaped() {
        let svg = picture("x", "a < b", "c & d", (10.0, 5.0), &html! {});
        assert!(svg.contains("<title id=\"x-title\">a &lt; b</title>") && svg.contains("c &amp; d"), "{svg}");
    }
}
