//! A row of a table, or a section of `case.toml`: cells by name, each with its place.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::read::records::Cell;
use crate::schema::{Field, TableSchema};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A row of cells.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    schema: &'static TableSchema,
    /// What stands before field names in the schema: nothing, or `facts.*.`.
    section: &'static str,
    /// The same with the name filled in: `facts.ceasefire.`.
    shown: String,
    line: Option<u32>,
    columns: Rc<BTreeMap<&'static str, usize>>,
    cells: Vec<Cell<'a>>,
}

/// A cell that is not empty, in its field.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    /// The file.
    file: &'static str,
    /// The column, or the dotted key.
    column: String,
    /// What the schema says of it.
    pub field: &'static Field,
    /// The cell.
    pub cell: Cell<'a>,
}

impl<'a> Row<'a> {
    /// In place of a column: there is a value, but it has been refused already.
    pub const REFUSED: usize = usize::MAX;

    pub fn new(
        schema: &'static TableSchema,
        section: &'static str,
        shown: String,
        line: Option<u32>,
        columns: Rc<BTreeMap<&'static str, usize>>,
        cells: Vec<Cell<'a>>,
    ) -> Self {
        Self { schema, section, shown, line, columns, cells }
    }

    /// The line that the row begins on.
    pub fn line(&self) -> Option<u32> {
        self.line
    }

    /// What the schema says of `name`, which is one of its fields.
    pub fn field(&self, name: &str) -> &'static Field {
        let found = self.schema.fields.iter().find(|f| f.name.strip_prefix(self.section) == Some(name));
        found.expect("readers name fields of the schema only")
    }

    /// The cell called `name`, if there is one and it is not empty.
    pub fn find(&self, name: &str) -> Option<Found<'a>> {
        let cell = self.columns.get(name).and_then(|&at| self.cells.get(at)).filter(|c| !c.text.is_empty())?;
        let column = format!("{}{name}", self.shown);
        Some(Found { file: self.schema.file, column, field: self.field(name), cell: cell.clone() })
    }

    /// Whether the table has the column at all, and nothing has been said against its value so far.
    pub fn has_column(&self, name: &str) -> bool {
        self.columns.get(name).is_some_and(|&at| at != Self::REFUSED)
    }

    /// The place of the field, with its cell's bytes if it has one.
    pub fn place(&self, name: &str) -> Place {
        let cell = self.columns.get(name).and_then(|&at| self.cells.get(at));
        Place {
            file: self.schema.file.to_owned(),
            line: cell.map(|c| c.line).or(self.line),
            column: Some(format!("{}{name}", self.shown)),
            span: cell.map(|c| c.span),
        }
    }

    /// A problem with the field, whether or not it is filled.
    pub fn problem(
        &self,
        severity: Severity,
        code: &'static str,
        name: &str,
        message: impl Into<String>,
    ) -> Diagnostic {
        let problem = Diagnostic::new(severity, code, self.place(name), message);
        match self.find(name) {
            Some(found) => problem.value(&*found.cell.text),
            None => problem,
        }
    }
}

impl Found<'_> {
    /// The value.
    pub fn text(&self) -> &str {
        &self.cell.text
    }

    /// The place of the cell.
    pub fn place(&self) -> Place {
        Place {
            file: self.file.to_owned(),
            line: Some(self.cell.line),
            column: Some(self.column.clone()),
            span: Some(self.cell.span),
        }
    }

    /// The place of the bytes `from .. to` of the value, as near as it can be told.
    pub fn place_within(&self, (from, to): (usize, usize)) -> Place {
        let (start, end) = self.cell.span;
        // With quotes doubled in the file, or escapes, bytes of the value are not bytes of the file.
        let alike = end - start == self.cell.text.len();
        let span = if alike { (start + from.min(end - start), start + to.min(end - start)) } else { (start, end) };
        Place { span: Some(span), ..self.place() }
    }

    /// An error about the cell, with what the schema expects.
    pub fn error(&self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, self.place(), message).value(self.text()).expected(self.field.expected())
    }

    /// A remark about the cell.
    pub fn remark(&self, severity: Severity, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(severity, code, self.place(), message).value(self.text())
    }
}
