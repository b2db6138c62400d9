//! How a long run stands: one line that renews itself on a terminal, plain lines every so often elsewhere.

use entente_plan::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};

/// Seconds between two plain lines.
const BETWEEN: f64 = 2.0;

/// Shows progress on stderr.
pub struct ProgressLine {
    bar: Option<ProgressBar>,
    next: f64,
}

impl ProgressLine {
    /// Starts; says nothing before the first two seconds have passed.
    pub fn start() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(4));
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, next: BETWEEN }
    }

    /// Takes in how the run stands.
    pub fn show(&mut self, progress: &Progress) {
        if let Some(bar) = &self.bar {
            bar.set_message(line(progress));
            bar.tick();
        } else if progress.seconds >= self.next {
            self.next = progress.seconds + BETWEEN;
            // A closed stderr must not end a run.
            let _ = writeln!(std::io::stderr(), "{}", line(progress));
        }
    }

    /// Clears the line.
    pub fn done(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

/// One line: time, best, bound, gap, what is being tried.
fn line(progress: &Progress) -> String {
    let (bound, known) = (progress.bound, progress.bound.is_finite());
    let best = progress.best.map_or_else(|| "none yet".to_owned(), figure);
    let gap = match progress.gap() {
        Some(0.0) => "0 %".to_owned(),
        Some(gap) => percent(gap),
        None => "–".to_owned(),
    };
    let bound = if known { figure(bound) } else { "–".to_owned() };
    format!("{:6.1} s   best {best}   bound {bound}   gap {gap}   {}", progress.seconds, progress.stage)
}

/// A figure with six significant digits at most.
fn figure(value: f64) -> String {
    if value == 0.0 || (1e-2..1e6).contains(&value.abs()) { format!("{value:.2}") } else { format!("{value:.5e}") }
}

/// A gap in percent.
pub fn percent(gap: f64) -> String {
    let percent = gap * 100.0;
    match percent.abs() {
        0.0 => "0 %".to_owned(),
        p if p < 0.001 => "< 0.001 %".to_owned(),
        p if p < 10.0 => format!("{percent:.3} %"),
        _ => format!("{percent:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let progress = Progress { stage: "branching", best: Some(1_020_708.7), bound: 1_000_000.0, seconds: 4.25 };
        assert_eq!(line(&progress), "   4.2 s   best 1.02071e6   bound 1.00000e6   gap 2.029 %   branching");
        let early = Progress { stage: "presolve", best: None, bound: f64::NEG_INFINITY, seconds: 0.0 };
        assert_eq!(line(&early), "   0.0 s   best none yet   bound –   gap –   presolve");
    }
}
