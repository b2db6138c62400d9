//! What the results rest on: machine, versions, dates, seeds.

use super::super::record::{Row, Solver};
use super::{sizes, table};
use std::collections::BTreeSet;

/// The section.
pub fn section(rows: &[Row]) -> String {
    let machines: BTreeSet<&str> = rows.iter().map(|row| row.machine.as_str()).collect();
    let mut text = "\n## Machine, versions, seeds\n\n".to_owned();
    if machines.len() > 1 {
        text.push_str("**Not all runs are from one machine: do not compare their times.**\n\n");
    }
    for machine in machines {
        text.push_str(&format!("- {machine}\n"));
    }
    let list = |values: BTreeSet<String>| values.into_iter().collect::<Vec<_>>().join("; ");
    let versions = Solver::ALL.into_iter().filter_map(|solver| {
        let own = || rows.iter().filter(move |row| row.solver == solver);
        own().next()?;
        Some(vec![
            solver.name().to_owned(),
            list(own().map(|row| row.version.clone()).collect()),
            list(own().map(|row| row.date.clone()).collect()),
        ])
    });
    text.push_str(&table(&["solver", "versions", "dates"], versions));
    text.push_str("\nA version with `+` is a commit with changes on top. Threads of the peers are those that `peer.py`\nsets: two for HiGHS and CP-SAT, one for SCIP.\n\n");
    for size in sizes(rows) {
        let seeds: BTreeSet<u32> = rows.iter().filter(|row| row.size == size).map(|row| row.seed).collect();
        let seeds: Vec<String> = seeds.iter().map(u32::to_string).collect();
        text.push_str(&format!("- Size {}, {}: seeds {}\n", size.name(), size.dimensions(), seeds.join(", ")));
    }
    text
}
