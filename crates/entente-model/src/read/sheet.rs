//! A CSV file against its schema: finds the separator, checks the header, gives the rows.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::read::records::{Flaw, Record, Records};
use crate::read::row::Row;
use crate::report::Report;
use crate::schema::TableSchema;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A table whose header has been read.
pub(crate) struct Sheet<'a> {
    schema: &'static TableSchema,
    body: Records<'a>,
    columns: Rc<BTreeMap<&'static str, usize>>,
    /// Columns of the header; those after it are empty.
    width: usize,
    /// Columns without a known name, which hold nothing or have been reported.
    unnamed: Vec<usize>,
    /// The text and separator, and where each record begins, once asked for: to find a row again.
    text: &'a str,
    separator: u8,
    starts: OnceCell<Vec<(usize, u32)>>,
}

impl<'a> Sheet<'a> {
    /// Reads the header. `None` if there is none.
    pub fn open(schema: &'static TableSchema, text: &'a str, start: usize, report: &mut Report) -> Option<Self> {
        let place = |line, span| Place { file: schema.file.to_owned(), line, column: None, span };
        let (separator, start, line) = separator(schema, &text[start..], start);
        let mut body = Records::new(text, start, line, separator);
        let Some(header) = body.by_ref().find(|r| !r.is_blank()) else {
            let severity = if schema.required { Severity::Error } else { Severity::Note };
            let names: Vec<&str> = schema.fields.iter().filter(|f| f.required).map(|f| f.name.as_str()).collect();
            report.push(
                Diagnostic::new(severity, "empty-file", place(None, None), "The file is empty")
                    .expected(format!("a header line with at least the columns {}", names.join(", "))),
            );
            return None;
        };
        if separator != b',' {
            let name = if separator == b';' { "semicolons" } else { "tabs" };
            let line = header.cells.first().map(|c| c.line);
            let what = format!("The columns are parted by {name}; read as such");
            report.push(Diagnostic::new(Severity::Note, "other-separator", place(line, None), what));
        }
        let mut columns = BTreeMap::new();
        let mut unnamed = Vec::new();
        let mut width = 0;
        for (at, cell) in header.cells.iter().enumerate() {
            if cell.text.is_empty() {
                unnamed.push(at);
                continue;
            }
            width = at + 1;
            let spot = Place { column: Some(cell.text.to_string()), ..place(Some(cell.line), Some(cell.span)) };
            match schema.fields.iter().find(|f| f.name == *cell.text) {
                Some(field) => {
                    if columns.insert(field.name.as_str(), at).is_some() {
                        let what = format!("The column ‘{}’ stands twice in the header", cell.text);
                        let problem = Diagnostic::new(Severity::Error, "duplicate-column", spot, what);
                        report.push(problem.value(&*cell.text).expected("each column once").hint("delete one of them"));
                    }
                }
                None => {
                    let names: Vec<&str> = schema.fields.iter().map(|f| f.name.as_str()).collect();
                    let hint = report.did_you_mean(&cell.text, names.iter().copied());
                    let what = format!("There is no column ‘{}’ in this table", cell.text);
                    let problem = Diagnostic::new(Severity::Error, "unknown-column", spot, what);
                    let expected = format!("one of {}", names.join(", "));
                    report.push(problem.value(&*cell.text).expected(expected).hints(hint));
                }
            }
        }
        for field in schema.fields.iter().filter(|f| f.required && !columns.contains_key(f.name.as_str())) {
            let spot = Place { column: Some(field.name.clone()), ..place(header.cells.first().map(|c| c.line), None) };
            let what = format!("The column ‘{}’ is missing", field.name);
            let problem = Diagnostic::new(Severity::Error, "missing-column", spot, what);
            report.push(
                problem.expected(field.expected()).hint(format!("add it: {}", field.description.trim_end_matches('.'))),
            );
        }
        unnamed.retain(|&at| at < width);
        let starts = OnceCell::new();
        Some(Self { schema, body, columns: Rc::new(columns), width, unnamed, text, separator, starts })
    }

    /// The column in which a field stands.
    fn column(&self, name: &str) -> Option<usize> {
        self.columns.get(name).copied()
    }

    /// The identifiers in file order, empty where a row has none. One for each of [`Sheet::records`].
    pub fn ids(&self) -> Vec<String> {
        let id = self.column("id");
        let cell = |r: Record<'_>| id.and_then(|at| r.cells.get(at).map(|c| c.text.to_string())).unwrap_or_default();
        self.records().map(cell).collect()
    }

    /// The records in file order, blank ones left out.
    pub fn records(&self) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.body.clone().filter(|r| !r.is_blank())
    }

    /// The record at a position, found again.
    pub fn record(&self, at: usize) -> Option<Record<'a>> {
        let starts = self.starts.get_or_init(|| {
            let mut body = self.body.clone();
            let mut starts = Vec::new();
            loop {
                let start = body.position();
                match body.next() {
                    None => return starts,
                    Some(record) if record.is_blank() => {}
                    Some(_) => starts.push(start),
                }
            }
        });
        let &(byte, line) = starts.get(at)?;
        Records::new(self.text, byte, line, self.separator).next()
    }

    /// The record as a row. What is wrong with its form goes to `report`.
    pub fn row(&self, record: Record<'a>, report: &mut Report) -> Row<'a> {
        let Record { mut cells, flaws } = record;
        let line = cells.first().map(|c| c.line);
        let place = |span| Place { file: self.schema.file.to_owned(), line, column: None, span };
        for &(flaw, at) in &flaws {
            let spot = Place { line: cells.get(at).map(|c| c.line), ..place(cells.get(at).map(|c| c.span)) };
            // A quote that is not closed swallows rows up to the next quote: tell how far it went.
            let lines = cells.get(at).map_or(0, |c| c.text.lines().count().saturating_sub(1));
            let (code, what, hint) = match flaw {
                Flaw::UnclosedQuote => {
                    ("unclosed-quote", "A quote is opened here and never closed".to_owned(), "close it with \"")
                }
                Flaw::TextAfterQuote if lines > 0 => {
                    let closes = spot.line.unwrap_or_default() as usize + lines;
                    let what = format!("A quote is opened here and runs to line {closes}, where text follows it");
                    ("stray-quote", what, "close it with \", or take it away")
                }
                Flaw::TextAfterQuote => {
                    let hint = "write a quote inside a quoted cell twice: \"\"";
                    ("stray-quote", "Text follows a closing quote".to_owned(), hint)
                }
            };
            report.push(Diagnostic::new(Severity::Error, code, spot, what).expected("quotes in pairs").hint(hint));
        }
        let filled = cells.iter().rposition(|c| !c.text.is_empty()).map_or(0, |at| at + 1);
        let ragged = if filled > self.width {
            let extra = cells.get(self.width).map(|c| c.span);
            Some((
                extra,
                format!("The row has {filled} cells, the header {}", self.width),
                "put cells that contain the separator into quotes",
            ))
        } else if cells.len() < self.width {
            let what = format!("The row has {} cells, the header {}", cells.len(), self.width);
            Some((None, what, "add the separators that are missing at its end"))
        } else {
            None
        };
        if let (Some((span, what, hint)), true) = (ragged, flaws.is_empty()) {
            let problem = Diagnostic::new(Severity::Error, "ragged-row", place(span), what);
            report.push(problem.expected(format!("{} cells", self.width)).hint(hint));
        }
        if let Some(cell) = self.unnamed.iter().filter_map(|&at| cells.get(at)).find(|c| !c.text.is_empty()) {
            let what = "The cell stands in a column without a name";
            let problem = Diagnostic::new(Severity::Error, "unnamed-column", place(Some(cell.span)), what);
            report.push(
                problem.value(&*cell.text).expected("a name in the header").hint("name the column, or empty the cell"),
            );
        }
        cells.truncate(self.width);
        Row::new(self.schema, "", String::new(), line, Rc::clone(&self.columns), cells)
    }
}

/// The separator, and where the text begins: after a line `sep=;`, as spreadsheets write it. Of the
/// three separators the one that makes most known names of the header.
fn separator(schema: &TableSchema, text: &str, start: usize) -> (u8, usize, u32) {
    if let Some(mark) = text.strip_prefix("sep=").and_then(|r| r.bytes().next()).filter(|b| b",;\t".contains(b)) {
        let mut rest = Records::new(text, 5, 1, mark);
        rest.next();
        let (at, line) = rest.position();
        return (mark, start + at, line);
    }
    let known = |separator: u8| {
        let header = Records::new(text, 0, 1, separator).find(|r| !r.is_blank());
        header.map_or(0, |h| h.cells.iter().filter(|c| schema.field(&c.text).is_some()).count())
    };
    let best = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&s| known(s)).unwrap_or(b',');
    (best, start, 1)
}
