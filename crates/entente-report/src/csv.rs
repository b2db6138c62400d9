//! `plan.csv`: one row for each tour, for spreadsheets and for `entente verify`.

use crate::view::Report;
use std::borrow::Cow;

const HEADER: [&str; 12] = [
    "offer",
    "nation",
    "unit",
    "line",
    "title",
    "formation",
    "start",
    "end",
    "start_period",
    "elements",
    "people",
    "entry",
];

/// The tours as CSV (RFC 4180), in the order of the plan.
pub fn tours(report: &Report) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let mut write = |cells: [Cow<'_, str>; 12]| {
        writer.write_record(cells.iter().map(|c| c.as_bytes())).expect("memory takes every row of equal length");
    };
    write(HEADER.map(Cow::from));
    for t in &report.tours {
        write([
            inert(&t.offer),
            inert(&t.nation),
            inert(&t.unit),
            inert(&t.line),
            inert(&t.title),
            inert(&t.formation),
            Cow::from(&t.start),
            Cow::from(&t.end),
            inert(&t.start_period),
            Cow::from(t.elements.to_string()),
            Cow::from(t.people.to_string()),
            inert(t.entry.as_deref().unwrap_or("")),
        ]);
    }
    let bytes = writer.into_inner().expect("memory always flushes");
    String::from_utf8(bytes).expect("cells were UTF-8")
}

/// A text that no spreadsheet takes for a formula: CWE-1236.
fn inert(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn formulas_are_made_inert() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("@x"), "'@x");
        assert_eq!(inert("GBR-BG-1"), "GBR-BG-1");
    }
}
