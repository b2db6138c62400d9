//! Every run: one line for each instance, limit and solver; runs repeated are one line of medians.

use super::super::figures::{grouped, seconds};
use super::super::record::{Key, Row};
use super::{median_gap, shown, table};
use std::collections::{BTreeMap, BTreeSet};

/// The section.
pub fn section(rows: &[Row]) -> String {
    let mut groups: BTreeMap<Key, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(Key { repeat: 0, ..row.key() }).or_default().push(row);
    }
    let lines = groups.iter().map(|(key, runs)| {
        let part = if key.without.is_empty() { String::new() } else { format!(" without {}", key.without) };
        let memory = runs.iter().filter_map(|row| row.memory_mib).max_by(f64::total_cmp);
        let outcomes: BTreeSet<&str> = runs.iter().map(|row| row.outcome.as_str()).collect();
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
            outcomes.into_iter().collect::<Vec<_>>().join(", "),
        ]
    });
    #[rustfmt::skip]
    let head = [
        "size", "#seed", "#limit, s", "solver", "#objective", "#bound", "#gap", "#seconds", "refereed", "#memory, MiB",
        "outcome",
    ];
    format!("\n## Every run\n{}", table(&head, lines))
}

#[cfg(test)]
mod tests {
    use super::super::super::record::Solver;
    use super::super::super::record::tests::row;
    use super::*;

    #[test]
    fn runs_repeated_are_one_line_with_each_outcome_once() {
        let run = |repeat, outcome: &str| Row { repeat, outcome: outcome.to_owned(), ..row(Solver::Scip, 10.0, 9.0) };
        let text = section(&[run(1, "plan"), run(2, "no plan"), run(3, "plan")]);
        assert!(text.contains("| no plan, plan |"), "{text}");
        assert_eq!(text.matches("SCIP").count(), 1, "{text}");
    }
}
