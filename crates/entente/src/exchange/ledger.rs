//! What became of each row of an import: nothing vanishes.

use std::collections::BTreeMap;
use std::fmt::Write;

/// How a row or a cell ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is in the case.
    Used,
    /// It is in the case, read in another way than it was written.
    Changed,
    /// It is in the case together with another row.
    Merged,
    /// It is not in the case: left out on purpose, as the user asked.
    LeftOut,
    /// It is not in the case.
    Refused,
}

impl Outcome {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Changed => "used, changed",
            Self::Merged => "merged",
            Self::LeftOut => "left out",
            Self::Refused => "refused",
        }
    }
}

/// One row, or one cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// File or sheet.
    pub place: String,
    /// Row as the program that shows it counts, from 1; empty for a sheet or a column as a whole.
    pub row: Option<u32>,
    /// Column or cell; may be empty.
    pub column: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, if it was not simply used.
    pub reason: String,
}

/// All of them, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The entries.
    pub entries: Vec<Entry>,
}

impl Ledger {
    /// Enters one.
    pub fn enter(
        &mut self,
        place: &str,
        row: Option<u32>,
        column: impl Into<String>,
        outcome: Outcome,
        reason: impl Into<String>,
    ) {
        let (place, column, reason) = (place.to_owned(), column.into(), reason.into());
        self.entries.push(Entry { place, row, column, outcome, reason });
    }

    /// How many entries ended so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.entries.iter().filter(|e| e.outcome == outcome).count()
    }

    /// The ledger as CSV with a header.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let header = ["place", "row", "column", "outcome", "reason"];
        let written = writer.write_record(header).and_then(|()| {
            self.entries.iter().try_for_each(|e| {
                let row = e.row.map_or_else(String::new, |r| r.to_string());
                writer.write_record([&e.place, &row, &e.column, e.outcome.name(), &e.reason])
            })
        });
        written.expect("writing to memory, five fields a record");
        writer.into_inner().expect("writing to memory")
    }

    /// The ledger in a few lines: how many ended how, and for each reason how often and where first.
    pub fn summary(&self) -> String {
        let mut groups: BTreeMap<(Outcome, &str, &str), (usize, &Entry)> = BTreeMap::new();
        for entry in &self.entries {
            groups.entry((entry.outcome, &entry.place, &entry.reason)).or_insert((0, entry)).0 += 1;
        }
        let mut out = String::new();
        for ((outcome, place, reason), (times, first)) in groups {
            write!(out, "{times:>8} {:<13} {place}", outcome.name()).expect("to a string");
            if !reason.is_empty() {
                write!(out, ": {reason}").expect("to a string");
                match (first.row, first.column.as_str()) {
                    (Some(row), "") => write!(out, " (first in row {row})"),
                    (Some(row), column) => write!(out, " (first in row {row}, {column})"),
                    (None, "") => Ok(()),
                    (None, column) => write!(out, " ({column})"),
                }
                .expect("to a string");
            }
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_in_the_csv_and_counted_in_the_summary() {
        let mut ledger = Ledger::default();
        ledger.enter("offers", Some(2), "", Outcome::Used, "");
        ledger.enter("offers", Some(3), "C3", Outcome::Refused, "the cell holds the error #N/A");
        ledger.enter("offers", Some(9), "C9", Outcome::Refused, "the cell holds the error #N/A");
        let csv = String::from_utf8(ledger.csv()).unwrap();
        assert_eq!(csv.lines().count(), 4);
        assert!(csv.contains("offers,3,C3,refused,the cell holds the error #N/A"));
        let summary = ledger.summary();
        assert!(
            summary.contains("2 refused       offers: the cell holds the error #N/A (first in row 3, C3)"),
            "{summary}"
        );
        assert_eq!(ledger.count(Outcome::Used), 1);
    }
}
