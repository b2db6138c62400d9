//! How time, gap and memory grow with the size.

use super::super::figures::{grouped, median, percent, seconds};
use super::super::record::{Row, Size, Solver};
use super::super::trace::Trace;
use super::{GROWTH, sizes, table};

/// Gaps whose first moment is told.
pub const LEVELS: [f64; 5] = [0.2, 0.1, 0.05, 0.01, 0.001];

/// Entente on one size, under the longest limit that was tried.
pub struct Point {
    /// The size.
    pub size: Size,
    /// The limit, seconds.
    pub limit: u32,
    /// Median moment of each gap of [`LEVELS`], seconds; none where half of the runs or more did not reach it.
    pub reached: [Option<f64>; LEVELS.len()],
    /// Gap at the end of each run; infinite where there is none.
    pub gaps: Vec<f64>,
    /// Median seconds.
    pub seconds: Option<f64>,
    /// Most memory, MiB.
    pub memory: Option<f64>,
}

/// One point for each size that Entente has run on.
pub fn points(rows: &[Row], traces: &[Trace]) -> Vec<Point> {
    let point = |size: Size| {
        let whole = |row: &&Row| row.size == size && row.solver == Solver::Entente && row.without.is_empty();
        let limit = rows.iter().filter(whole).map(|row| row.limit).max()?;
        let runs: Vec<&Row> = rows.iter().filter(whole).filter(|row| row.limit == limit).collect();
        let course = |row: &Row| traces.iter().find(|trace| trace.key == row.key());
        let reached = LEVELS.map(|level| {
            // A run that the referee refuses has reached nothing.
            let stands = |row: &Row| row.value().and_then(|_| course(row)?.reached(level + 1e-7));
            median(runs.iter().map(|row| stands(row).unwrap_or(f64::INFINITY))).filter(|time| time.is_finite())
        });
        Some(Point {
            size,
            limit,
            reached,
            gaps: runs.iter().map(|row| row.gap().unwrap_or(f64::INFINITY)).collect(),
            seconds: median(runs.iter().filter_map(|row| row.seconds)),
            memory: runs.iter().filter_map(|row| row.memory_mib).max_by(f64::total_cmp),
        })
    };
    sizes(rows).into_iter().filter_map(point).collect()
}

/// The section; nothing where Entente has not run.
pub fn section(points: &[Point]) -> String {
    if points.is_empty() {
        return String::new();
    }
    let levels: Vec<String> = LEVELS.iter().map(|level| format!("#to {}", whole(*level))).collect();
    let mut head = vec!["size", "", "#limit, s"];
    head.extend(levels.iter().map(String::as_str));
    head.extend(["#gap at the end", "#seconds", "#memory, MiB"]);
    let or_dash = |value: Option<f64>, write: fn(f64) -> String| value.map_or_else(|| "–".to_owned(), write);
    let lines = points.iter().map(|point| {
        let mut cells = vec![point.size.name().to_owned(), point.size.dimensions().to_owned(), point.limit.to_string()];
        cells.extend(point.reached.iter().map(|time| or_dash(*time, seconds)));
        cells.push(or_dash(median(point.gaps.iter().copied()).filter(|gap| gap.is_finite()), percent));
        cells.push(or_dash(point.seconds, seconds));
        cells.push(or_dash(point.memory, grouped));
        cells
    });
    let mut text = format!(
        "\n## Growth\n\nEntente under the longest limit tried: median seconds until the gap is proven to be so small, and where it ends.\nA dash: half of the runs or more do not get there.\n{}",
        table(&head, lines)
    );
    if points.len() > 1 {
        text.push_str(&format!("\n![Time to each gap, and gap at the end, from size to size]({GROWTH})\n"));
    }
    text
}

/// A level in percent, without needless decimals.
pub fn whole(level: f64) -> String {
    format!("{} %", (level * 1e5).round() / 1e3)
}

#[cfg(test)]
mod tests {
    use super::super::super::record::tests::row;
    use super::super::super::trace::tests::trace;
    use super::*;

    #[test]
    fn levels_count_once_most_runs_reach_them() {
        let rows = [row(Solver::Entente, 10.0, 9.0), Row { seed: 2, ..row(Solver::Entente, 10.0, 9.5) }];
        let first = trace("seconds,best,bound\n1,10,7\n3,10,9\n");
        let mut second = trace("seconds,best,bound\n1,10,9.5\n");
        second.key.seed = 2;
        let points = points(&rows, &[first, second]);
        assert_eq!(points[0].reached, [Some(2.0), Some(2.0), None, None, None]);
        assert_eq!(LEVELS.map(whole), ["20 %", "10 %", "5 %", "1 %", "0.1 %"]);
    }
}
