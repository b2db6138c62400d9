//! Entente against the best of the peers, instance by instance.

use super::super::record::{Row, Solver};
use super::{proven, ratio, shown, table};
use std::collections::BTreeSet;

/// The section; nothing where no peer has run.
pub fn section(rows: &[Row]) -> String {
    let peers: Vec<&Row> = rows.iter().filter(|row| row.solver != Solver::Entente).collect();
    let ours = |row: &&Row| row.solver == Solver::Entente && row.without.is_empty();
    let groups: BTreeSet<_> = rows.iter().filter(ours).map(|row| (row.size, row.limit)).collect();
    let lines = groups.into_iter().filter_map(|group| {
        let met = |row: &&Row| peers.iter().any(|peer| (peer.size, peer.seed) == (row.size, row.seed));
        let runs: Vec<&Row> =
            rows.iter().filter(ours).filter(|row| (row.size, row.limit) == group).filter(met).collect();
        let theirs = |row: &Row| {
            let (size, seed) = (row.size, row.seed);
            peers.iter().filter(move |peer| (peer.size, peer.seed) == (size, seed))
        };
        let best = |row: &Row| theirs(row).filter_map(|peer| peer.value()).min_by(f64::total_cmp);
        let fastest =
            |row: &Row| theirs(row).filter(|peer| proven(peer)).filter_map(|peer| peer.seconds).min_by(f64::total_cmp);
        let value = |row: &&Row| ratio(row.value()?, best(row)?);
        let time = |row: &&Row| ratio(row.seconds.filter(|_| proven(row))?, fastest(row)?);
        let alone = runs.iter().filter(|row| row.value().is_some() && best(row).is_none()).count();
        let three = |ratio: f64| format!("{ratio:.3}");
        (!runs.is_empty()).then(|| {
            vec![
                group.0.name().to_owned(),
                group.1.to_string(),
                runs.len().to_string(),
                alone.to_string(),
                shown(runs.iter().filter_map(value), three),
                shown(runs.iter().filter_map(time), three),
            ]
        })
    });
    let lines: Vec<Vec<String>> = lines.collect();
    if lines.is_empty() {
        return String::new();
    }
    let head = [
        "size",
        "#limit, s",
        "#runs",
        "#only Entente has a plan",
        "#objective / best peer's",
        "#seconds / fastest peer's proof",
    ];
    format!(
        "\n## Against the best peer\n\nEach run of Entente against the best plan that any peer found on the instance, under any limit, and against the\nquickest proof of a peer where both have one. Medians; below 1 is better than the peers.\n{}",
        table(&head, lines)
    )
}
