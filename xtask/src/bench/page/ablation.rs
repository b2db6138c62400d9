//! What each part of the method is worth: runs with the part switched off.

use super::super::figures::seconds;
use super::super::record::{Row, Solver};
use super::versions::mixed;
use super::{best_known, median_gap, ratio, shown, table};
use std::collections::BTreeSet;

/// The section; nothing where no part has been switched off.
pub fn section(rows: &[Row]) -> String {
    let ours: Vec<&Row> = rows.iter().filter(|row| row.solver == Solver::Entente).collect();
    // The whole method stands beside its parts only where both have run on the same instances.
    let parted: BTreeSet<_> =
        ours.iter().filter(|row| !row.without.is_empty()).map(|row| (row.size, row.seed, row.limit)).collect();
    let shared: Vec<&Row> = ours.into_iter().filter(|row| parted.contains(&(row.size, row.seed, row.limit))).collect();
    let limits: BTreeSet<_> = shared.iter().map(|row| (row.size, row.limit)).collect();
    let note = mixed(limits.into_iter().map(|group| {
        let runs = shared.iter().copied().filter(|row| (row.size, row.limit) == group).collect();
        (format!("{}, {} s", group.0.name(), group.1), runs)
    }));
    let groups: BTreeSet<_> = shared.iter().map(|row| (row.size, row.limit, row.without.as_str())).collect();
    let lines: Vec<Vec<String>> = groups
        .into_iter()
        .map(|group| {
            let runs: Vec<&Row> =
                shared.iter().copied().filter(|row| (row.size, row.limit, row.without.as_str()) == group).collect();
            let best = |row: &Row| best_known(rows, row.size, row.seed);
            let three = |ratio: f64| format!("{ratio:.3}");
            vec![
                group.0.name().to_owned(),
                group.1.to_string(),
                if group.2.is_empty() { "nothing" } else { group.2 }.to_owned(),
                median_gap(runs.iter().copied()),
                shown(runs.iter().filter_map(|row| ratio(row.value()?, best(row)?)), three),
                shown(runs.iter().filter_map(|row| ratio(row.bound?, best(row)?)), three),
                shown(runs.iter().filter_map(|row| row.seconds), seconds),
            ]
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    let head = ["size", "#limit, s", "without", "#gap", "#objective / best known", "#bound / best known", "#seconds"];
    format!(
        "\n## Ablation\n\nEntente with one part of its method switched off. Medians; a part is worth what its absence costs.\n{}{note}",
        table(&head, lines)
    )
}
