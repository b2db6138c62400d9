//! Values of cells, read as the schema says and checked. Whatever is wrong is reported, and reading goes
//! on with a value that does no harm: nothing is made of a case with errors.

mod dates;
mod numbers;
mod provenance;
mod references;

pub(crate) use dates::period;

use crate::calendar::Calendar;
use crate::country::{codes, is_country};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expr::{Condition, Expr};
use crate::parse::{self, Index, Names, ParseError};
use crate::read::row::{Found, Row};
use crate::report::Report;
use std::collections::BTreeSet;

/// What is at hand while rows are read.
pub(crate) struct Values {
    /// Diagnostics so far.
    pub report: Report,
    /// Names that can be referred to.
    pub names: Names,
    /// Whether `case.toml` gave a calendar: without one, dates are read but nothing is said of rounding.
    pub dated: bool,
    /// Rows with errors, by table and position: checks across rows pass them over.
    pub tainted: BTreeSet<(&'static str, usize)>,
}

impl Values {
    /// The calendar of the case.
    pub fn calendar(&self) -> Calendar {
        self.names.calendar
    }

    /// The cell, or an error if it must be filled and is not. A column that is missing has been reported.
    pub fn required<'a>(&mut self, row: &Row<'a>, name: &str) -> Option<Found<'a>> {
        let found = row.find(name);
        if found.is_none() && row.has_column(name) {
            self.missing(row, name);
        }
        found
    }

    /// Says that the field must be filled.
    pub fn missing(&mut self, row: &Row<'_>, name: &str) {
        let field = row.field(name);
        let problem =
            row.problem(Severity::Error, "missing-value", name, format!("There is no value for ‘{}’", plain(name)));
        self.report.push(problem.expected(field.expected()));
    }

    /// Any text; the default if empty.
    pub fn text(&mut self, row: &Row<'_>, name: &str) -> String {
        row.find(name).map_or_else(|| row.field(name).default.clone(), |found| found.text().to_owned())
    }

    /// The identifier of the row, checked for form and for being the first of its name.
    pub fn id<T>(&mut self, row: &Row<'_>, index: fn(&Names) -> &Index<T>, at: usize, lines: &[u32]) -> String {
        let Some(found) = self.required(row, "id") else { return String::new() };
        let id = found.text();
        if id.len() > 400 || id.chars().count() > 100 || id.contains(|c: char| matches!(c, ';' | '"') || c.is_control())
        {
            self.report.push(found.error("bad-identifier", "The identifier cannot be referred to"));
        } else if let Some(first) = index(&self.names).find(id).filter(|first| first.get() != at) {
            let line = lines.get(first.get()).map(|line| format!(": line {line} has it")).unwrap_or_default();
            let problem = found.error("duplicate-id", format!("The identifier ‘{id}’ is taken{line}"));
            self.report.push(problem.expected("an identifier of its own for each row"));
        }
        id.to_owned()
    }

    /// Yes or no; the default if empty.
    pub fn yes_no(&mut self, row: &Row<'_>, name: &str) -> bool {
        let found = row.find(name);
        let text = found.as_ref().map_or(row.field(name).default.as_str(), |f| f.text());
        match text.to_lowercase().as_str() {
            "yes" | "true" => true,
            "no" | "false" | "" => false,
            _ => {
                if let Some(found) = found {
                    self.report.push(found.error("unknown-choice", format!("‘{}’ is not yes or no", plain(name))));
                }
                false
            }
        }
    }

    /// One of the words of the field, and what it stands for; the default if empty.
    pub fn choice<T: Copy>(&mut self, row: &Row<'_>, name: &str, words: &[(&str, T)]) -> Option<T> {
        let field = row.field(name);
        let of = |text: &str| words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, value)| *value);
        match row.find(name) {
            Some(found) => {
                let value = of(found.text());
                if value.is_none() {
                    let hint = self.report.did_you_mean(found.text(), words.iter().map(|w| w.0));
                    let what = format!("There is no {} ‘{}’", plain(name), found.text());
                    self.report.push(found.error("unknown-choice", what).hints(hint));
                }
                value
            }
            None => {
                if field.required && row.has_column(name) {
                    self.missing(row, name);
                }
                of(&field.default)
            }
        }
    }

    /// Words between `;`.
    pub fn texts(&mut self, row: &Row<'_>, name: &str) -> Vec<String> {
        row.find(name).map(|f| items(f.text()).map(str::to_owned).collect()).unwrap_or_default()
    }

    /// A country code.
    pub fn country(&mut self, found: &Found<'_>) {
        if !is_country(found.text()) {
            let hint = self.report.did_you_mean(found.text(), codes());
            let what = format!("There is no country ‘{}’", found.text());
            self.report.push(found.error("unknown-country", what).hints(hint));
        }
    }

    /// A condition; always true if empty or at fault.
    pub fn condition(&mut self, row: &Row<'_>, name: &str) -> Condition {
        let Some(found) = row.find(name) else { return Condition::default() };
        let expr = parse::condition(found.text(), &self.names).unwrap_or_else(|errors| {
            self.expression_errors(&found, errors);
            Expr::Const(true)
        });
        Condition { text: found.text().to_owned(), expr }
    }

    /// Reports what is wrong with an expression, each at its bytes.
    pub fn expression_errors(&mut self, found: &Found<'_>, errors: Vec<ParseError>) {
        for ParseError { code, span, message, expected, hint } in errors {
            let value = found.text().get(span.0..span.1).filter(|v| !v.is_empty()).unwrap_or(found.text()).to_owned();
            let place = found.place_within(span);
            let problem = Diagnostic::new(Severity::Error, code, place, message).value(value);
            self.report.push(Diagnostic { expected, ..problem }.hints(hint));
        }
    }
}

/// The items of a list, without empty ones.
pub(crate) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|item| !item.is_empty())
}

/// The last part of a dotted key.
pub(super) fn plain(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}
