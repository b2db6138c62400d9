//! What the results rest on: machine, versions, dates, seeds.

use super::super::record::{Row, Solver};
use super::versions::NOT_TOLD;
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
            list(own().map(told).collect()),
            list(own().map(|row| row.date.clone()).collect()),
        ])
    });
    text.push_str(&table(&["solver", "versions", "dates"], versions));
    text.push_str(
        "\nIn brackets after a version stands the last commit that changed the program, with `+` for changes on top; a build\n\
         made outside of a checkout has none. Threads of the peers are those that `peer.py` sets: two for HiGHS and CP-SAT,\n\
         one for SCIP.\n\n",
    );
    for size in sizes(rows) {
        let seeds: BTreeSet<u32> = rows.iter().filter(|row| row.size == size).map(|row| row.seed).collect();
        let seeds: Vec<String> = seeds.iter().map(u32::to_string).collect();
        text.push_str(&format!("- Size {}, {}: seeds {}\n", size.name(), size.dimensions(), seeds.join(", ")));
    }
    text
}

/// The version of a run, also where a part of it is not told.
fn told(row: &Row) -> String {
    match row.measured() {
        Some(_) => row.version.clone(),
        None if row.version.is_empty() => NOT_TOLD.to_owned(),
        None => format!("{NOT_TOLD}, {}", row.version),
    }
}
