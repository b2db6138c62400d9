//! Every run: one line for each instance, limit and solver; runs repeated are one line of medians.

use super::super::figures::{grouped, seconds};
use super::super::record::{Key, Row};
use super::{median_gap, shown, table};
use std::collections::BTreeMap;

/// The section.
pub fn section(rows: &[Row]) -> String {
    let mut groups: BTreeMap<Key, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(Key { repeat: 0, ..row.key() }).or_default().push(row);
    }
    let lines = groups.iter().map(|(key, runs)| {
        let part = if key.without.is_empty() { String::new() } else { format!(" without {}", key.without) };
        let memory = runs.iter().filter_map(|row| row.memory_mib).max_by(f64::total_cmp);
        let mut outcomes: Vec<&str> = runs.iter().map(|row| row.outcome.as_str()).collect();
        outcomes.dedup();
        let refereed = if runs.iter().any(|row| row.refereed == Some(false)) {
            "no"
        } else if runs.iter().all(|row| row.refereed == Some(true)) {
            "yes"
        } else {
            "–"
        };
        vec![
            key.size.name().to_owned(),
            key.seed.to_string(),
            key.limit.to_string(),
            format!("{}{part}", key.solver.name()),
            shown(runs.iter().filter_map(|row| row.value()), grouped),
            shown(runs.iter().filter_map(|row| row.bound), grouped),
            median_gap(runs.iter().copied()),
            shown(runs.iter().filter_map(|row| row.seconds), seconds),
            refereed.to_owned(),
            memory.map_or_else(|| "–".to_owned(), grouped),
            outcomes.join(", "),
        ]
    });
    #[rustfmt::skip]
    let head = [
        "size", "#seed", "#limit, s", "solver", "#objective", "#bound", "#gap", "#seconds", "refereed", "#memory, MiB",
        "outcome",
    ];
    format!("\n## Every run\n{}", table(&head, lines))
}
