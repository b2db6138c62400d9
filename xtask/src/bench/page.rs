//! The page of the results, with its plots: written anew from the rows and traces, so that it says what they say.

mod ablation;
mod glance;
pub mod growth;
mod peers;
mod runs;
mod setting;
mod versions;

use super::figures::{median, percent};
use super::record::{Row, Size};
use super::trace::Trace;
use super::{plot, put};
use std::collections::BTreeSet;
use std::path::Path;

/// The file of the page.
pub const NAME: &str = "efp-1.md";

/// A run counts as proven from this gap on: that is where all solvers are told to stop. Solvers sum in other orders,
/// so the last digits are not theirs to lose.
pub const PROVEN: f64 = 0.001 + 1e-7;

const HEAD: &str = "\
# Results on EFP-1

How Entente and general solvers do on the open benchmark EFP-1 for coalition force plans. Written by
`cargo xtask bench plan`; [README.md](README.md) says what is measured and how to run it again. All figures:
`efp-1.csv`, and `efp-1-traces.csv` for the course of the runs.

Objective: smaller is better. Gap: (objective − bound) / objective, with the solver's own bound and the referee's
objective. Seconds: the solver's clock, building its model included. Proven: a gap of 0.1 % or less.
";

/// Writes the page and its plots to `out`.
pub fn write(out: &Path, rows: &[Row], traces: &[Trace]) -> Result<(), String> {
    if rows.is_empty() {
        return Err(format!("{} holds no results; run without --page first", out.display()));
    }
    for size in sizes(rows) {
        put(&out.join(plot_name(size)), plot::time::svg(size, rows, traces).as_bytes())?;
    }
    let growth = growth::points(rows, traces);
    if growth.len() > 1 {
        put(&out.join(GROWTH), plot::growth::svg(&growth).as_bytes())?;
    }
    put(&out.join(NAME), text(rows, traces).as_bytes())
}

/// The file of the plot of growth.
const GROWTH: &str = "efp-1-growth.svg";

/// The file of the plot of a size.
fn plot_name(size: Size) -> String {
    format!("efp-1-{}.svg", size.name())
}

/// The page.
fn text(rows: &[Row], traces: &[Trace]) -> String {
    let mut page = HEAD.to_owned();
    for section in [
        versions::warning(rows),
        glance::section(rows),
        peers::section(rows),
        courses(rows, traces),
        growth::section(&growth::points(rows, traces)),
        ablation::section(rows),
        runs::section(rows),
        setting::section(rows),
        versions::section(rows),
    ] {
        page.push_str(&section);
    }
    page
}

/// The plots of best and bound against time.
fn courses(rows: &[Row], traces: &[Trace]) -> String {
    let mut text = "\n## Best and bound against time\n\nBoth as a share of the best plan known for the instance: they meet at 1 when the plan is proven. Lines: Entente,\nmedian over seeds, each seed thin. Marks: peers, which tell how they stand only at their end.\n".to_owned();
    for size in sizes(rows) {
        let alt = plot::time::summary(size, rows, traces);
        text.push_str(&format!("\n![Size {}: {alt}]({})\n", size.name(), plot_name(size)));
    }
    text
}

/// Sizes with results.
fn sizes(rows: &[Row]) -> BTreeSet<Size> {
    rows.iter().map(|row| row.size).collect()
}

/// Best plan known of an instance: the least objective that the referee accepted, whoever found it.
pub fn best_known(rows: &[Row], size: Size, seed: u32) -> Option<f64> {
    let same = rows.iter().filter(|row| (row.size, row.seed) == (size, seed));
    same.filter_map(Row::value).min_by(f64::total_cmp)
}

/// A ratio; none where there is nothing to divide by.
pub fn ratio(value: f64, by: f64) -> Option<f64> {
    Some(value / by).filter(|ratio| ratio.is_finite())
}

/// Whether a run of this row is proven.
fn proven(row: &Row) -> bool {
    row.gap().is_some_and(|gap| gap <= PROVEN)
}

/// The median, written; a dash where there is none.
fn shown(values: impl IntoIterator<Item = f64>, write: impl Fn(f64) -> String) -> String {
    median(values).map_or_else(|| "–".to_owned(), write)
}

/// Median gap of some runs. One without a plan, or a bound, counts as endless: leaving it out would flatter.
fn median_gap<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    let gap = median(rows.into_iter().map(|row| row.gap().unwrap_or(f64::INFINITY)));
    gap.filter(|gap| gap.is_finite()).map_or_else(|| "–".to_owned(), percent)
}

/// A table: its head, and its rows of cells. Columns whose head begins with `#` are aligned to the right.
fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let names: Vec<&str> = head.iter().map(|name| name.trim_start_matches('#')).collect();
    let rule: Vec<&str> = head.iter().map(|name| if name.starts_with('#') { "--:" } else { "---" }).collect();
    let mut text = format!("\n| {} |\n| {} |\n", names.join(" | "), rule.join(" | "));
    for cells in rows {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::record::Solver;
    use super::super::record::tests::row;
    use super::super::trace::tests::trace;
    use super::*;
    use std::fs;

    #[test]
    fn tables_are_whole() {
        let text = table(&["a", "#b"], [vec!["x|y".to_owned(), "1".to_owned()]]);
        assert_eq!(text, "\n| a | b |\n| --- | --: |\n| x\\|y | 1 |\n");
    }

    #[test]
    fn a_run_without_a_plan_is_not_left_out_of_the_median() {
        let (good, none) = (row(Solver::Scip, 10.0, 9.0), Row { refereed: None, ..row(Solver::Scip, 10.0, 9.0) });
        assert_eq!(median_gap([&good, &good, &none]), "10.0 %");
        assert_eq!(median_gap([&good, &none, &none]), "–");
    }

    #[test]
    fn the_page_tells_results_peers_ablation_and_setting() {
        let out = std::env::temp_dir().join(format!("entente-bench-page-{}", std::process::id()));
        fs::create_dir_all(&out).unwrap();
        assert!(write(&out, &[], &[]).unwrap_err().contains("no results"));
        let rows = [
            Row { seconds: Some(0.5), ..row(Solver::Entente, 1000.0, 1000.0) },
            Row { without: "search".to_owned(), ..row(Solver::Entente, 1250.0, 1000.0) },
            Row { seconds: Some(10.0), ..row(Solver::Highs, 1000.0, 999.5) },
            Row { refereed: Some(false), outcome: "breaks rules".to_owned(), ..row(Solver::Scip, 900.0, 800.0) },
            Row { size: Size::M, ..row(Solver::Entente, 2000.0, 1800.0) },
        ];
        write(&out, &rows, &[trace("seconds,best,bound\n0.1,2000,\n0.5,1000,1000\n")]).unwrap();
        let page = fs::read_to_string(out.join(NAME)).unwrap();
        for said in [
            "| S | 60 | Entente | 1 of 1 | 1 of 1 | 0 % | 0.50 | 1.000 |",
            "| S | 60 | SCIP | 0 of 1 | 0 of 1 | – |",
            "| S | 60 | 1 | 0 | 1.000 | 0.050 |",
            "| S | 60 | search | 20.0 % | 1.250 |",
            "breaks rules",
            "Some Processor; 2 cores",
            "](efp-1-S.svg)",
            "](efp-1-growth.svg)",
        ] {
            assert!(page.contains(said), "{said}\n{page}");
        }
        for name in ["efp-1-S.svg", "efp-1-M.svg", "efp-1-growth.svg"] {
            assert!(fs::read_to_string(out.join(name)).unwrap().contains("<desc"), "{name}");
        }
        fs::remove_dir_all(&out).unwrap();
    }
}
