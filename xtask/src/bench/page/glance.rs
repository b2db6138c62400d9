//! At a glance: one line for each size, limit and solver.

use super::super::figures::{grouped, seconds};
use super::super::record::{Row, Size, Solver};
use super::versions::mixed;
use super::{best_known, median_gap, proven, ratio, shown, table};
use std::collections::BTreeSet;

/// The section.
pub fn section(rows: &[Row]) -> String {
    let whole: Vec<&Row> = rows.iter().filter(|row| row.without.is_empty()).collect();
    let groups: BTreeSet<_> = whole.iter().map(|row| (row.size, row.limit, row.solver)).collect();
    let of_group = |group: &(Size, u32, Solver)| -> Vec<&Row> {
        whole.iter().copied().filter(|row| (row.size, row.limit, row.solver) == *group).collect()
    };
    let note = mixed(groups.iter().map(|group| (format!("{}, {} s", group.0.name(), group.1), of_group(group))));
    let lines = groups.into_iter().map(|group| {
        let runs = of_group(&group);
        let of = |count: usize| format!("{count} of {}", runs.len());
        let against = |row: &&Row| ratio(row.value()?, best_known(rows, row.size, row.seed)?);
        let memory = runs.iter().filter_map(|row| row.memory_mib).max_by(f64::total_cmp);
        vec![
            group.0.name().to_owned(),
            group.1.to_string(),
            group.2.name().to_owned(),
            of(runs.iter().filter(|row| row.value().is_some()).count()),
            of(runs.iter().filter(|row| proven(row)).count()),
            median_gap(runs.iter().copied()),
            shown(runs.iter().filter_map(|row| row.seconds), seconds),
            shown(runs.iter().filter_map(against), |ratio| format!("{ratio:.3}")),
            memory.map_or_else(|| "–".to_owned(), grouped),
        ]
    });
    let head = [
        "size",
        "#limit, s",
        "solver",
        "#plans",
        "#proven",
        "#gap",
        "#seconds",
        "#objective / best known",
        "#memory, MiB",
    ];
    format!(
        "\n## At a glance\n\nMedians over seeds and runs; memory is the most of all.\n{}{note}",
        table(&head, lines)
    )
}
