//! Versions of Entente: a campaign taken up again after a change compares one with another, and the page says so.

use super::super::record::{Row, Solver};
use super::table;
use std::collections::BTreeSet;

/// What stands for a version that a run does not tell.
pub const NOT_TOLD: &str = "not told";

/// The versions of Entente among some runs.
fn versions<'a>(rows: impl IntoIterator<Item = &'a Row>) -> BTreeSet<Option<&'a str>> {
    rows.into_iter().filter(|row| row.solver == Solver::Entente).map(Row::measured).collect()
}

/// What a reader has to know before any figure; nothing where all runs are of one version that is told.
pub fn warning(rows: &[Row]) -> String {
    let versions = versions(rows);
    let mut text = String::new();
    if versions.len() > 1 {
        text.push_str(
            "\n**Runs of Entente are of different versions: what tells them apart may be the version's.** The last table of\n\
             the page lists them.\n",
        );
    }
    if versions.contains(&None) {
        let count = |of: fn(&&Row) -> bool| rows.iter().filter(|row| row.solver == Solver::Entente).filter(of).count();
        let (all, none) = (count(|_| true), count(|row| row.measured().is_none()));
        text.push_str(&format!("\n**Of {all} runs of Entente, {none} do not tell their version.**\n"));
    }
    text
}

/// The section: which runs are of which version; nothing where there is one.
pub fn section(rows: &[Row]) -> String {
    let versions = versions(rows);
    if versions.len() < 2 {
        return String::new();
    }
    let lines = versions.into_iter().map(|version| {
        let own = || rows.iter().filter(move |row| row.solver == Solver::Entente && row.measured() == version);
        let groups: BTreeSet<_> = own().map(|row| (row.size, row.limit, !row.without.is_empty())).collect();
        let groups = groups.into_iter().map(|(size, limit, less)| {
            format!("{} {limit} s{}", size.name(), if less { " without a part" } else { "" })
        });
        let dates: BTreeSet<&str> = own().map(|row| row.date.as_str()).collect();
        vec![
            version.unwrap_or(NOT_TOLD).to_owned(),
            own().count().to_string(),
            groups.collect::<Vec<_>>().join("; "),
            dates.into_iter().collect::<Vec<_>>().join("; "),
        ]
    });
    format!("\n## Versions of Entente\n{}", table(&["version", "#runs", "sizes and limits", "dates"], lines))
}

/// Which of some groups of runs, called by their names, mix versions of Entente: a sentence for below their table.
pub fn mixed<'a>(groups: impl IntoIterator<Item = (String, Vec<&'a Row>)>) -> String {
    let mixed = groups.into_iter().filter(|(_, runs)| versions(runs.iter().copied()).len() > 1);
    let names: Vec<String> = mixed.map(|(name, _)| name).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("\n**Of different versions of Entente: {}.**\n", names.join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::super::record::tests::row;
    use super::*;

    fn of(version: &str, limit: u32) -> Row {
        Row { version: version.to_owned(), limit, ..row(Solver::Entente, 10.0, 9.0) }
    }

    #[test]
    fn one_version_that_is_told_is_not_worth_a_word() {
        let peer = Row { version: "other 2".to_owned(), ..row(Solver::Scip, 10.0, 9.0) };
        let rows = [of("0.1.0 (a), HiGHS 1", 60), of("0.1.0 (a)", 300), peer];
        assert_eq!([warning(&rows), section(&rows), mixed([("S".to_owned(), rows.iter().collect())])], [""; 3]);
    }

    #[test]
    fn different_versions_and_none_are_told() {
        let rows = [of("0.1.0 (a), HiGHS 1", 60), of("0.1.0 (b), HiGHS 1", 60), of("HiGHS 1", 300)];
        assert!(warning(&rows).contains("different versions"), "{}", warning(&rows));
        assert!(warning(&rows).contains("Of 3 runs of Entente, 1 do not tell"), "{}", warning(&rows));
        assert!(!warning(&rows[..2]).contains("do not tell"));
        assert!(!warning(&rows[2..]).contains("different versions"));
        let table = section(&rows);
        for line in ["| not told | 1 | S 300 s | 2026-01-02 |", "| 0.1.0 (b) | 1 | S 60 s | 2026-01-02 |"] {
            assert!(table.contains(line), "{table}");
        }
        let groups = [("S, 60 s".to_owned(), rows[..2].iter().collect()), ("S, 300 s".to_owned(), vec![&rows[2]])];
        assert_eq!(mixed(groups), "\n**Of different versions of Entente: S, 60 s.**\n");
    }
}
