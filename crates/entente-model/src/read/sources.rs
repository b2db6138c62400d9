//! Rows of `sources.csv`.

use crate::provenance::Source;
use crate::read::row::Row;
use crate::read::values::Values;

pub(crate) fn source(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32]) -> Source {
    Source {
        id: values.id(row, |n| &n.sources, at, lines),
        title: {
            values.required(row, "title");
            values.text(row, "title")
        },
        publisher: values.text(row, "publisher"),
        date: values.date(row, "date"),
        locator: values.text(row, "locator"),
        note: values.text(row, "note"),
    }
}
