//! Values of cells, read as the schema says and checked. Whatever is wrong is reported, and reading goes
//! on with a value that does no harm: nothing is made of a case with errors.

use crate::calendar::{Calendar, Period, Window};
use crate::case::Capability;
use crate::country::{codes, is_country};
use crate::diagnostic::{Diagnostic, Severity};
use crate::expr::{Condition, Expr};
use crate::parse::{self, Index, Names, ParseError};
use crate::provenance::{Basis, Provenance};
use crate::quantity::Effectiveness;
use crate::read::date::{Days, NoDate, day, days};
use crate::read::number::{NoNumber, number};
use crate::read::row::{Found, Row};
use crate::report::Report;
use crate::schema::{Kind, Target};
use crate::table::Ix;
use jiff::civil::Date;
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
        let problem = row.problem(Severity::Error, "missing-value", name, format!("There is no {}", plain(name)));
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

    /// A number within the limits of its field.
    pub fn decimal(&mut self, row: &Row<'_>, name: &str) -> Option<f64> {
        match row.find(name) {
            Some(found) => self.number(&found, false),
            None => {
                let field = row.field(name);
                if field.required && row.has_column(name) {
                    self.missing(row, name);
                }
                field.default.parse().ok()
            }
        }
    }

    /// A whole number within the limits of its field.
    pub fn count(&mut self, row: &Row<'_>, name: &str) -> Option<u64> {
        match row.find(name) {
            // Limits lie far below 2^53, so that the conversion is exact.
            Some(found) => self.number(&found, true).map(|value| value as u64),
            None => {
                let field = row.field(name);
                if field.required && row.has_column(name) {
                    self.missing(row, name);
                }
                field.default.parse().ok()
            }
        }
    }

    /// The same in 32 bits.
    pub fn count32(&mut self, row: &Row<'_>, name: &str) -> Option<u32> {
        self.count(row, name).and_then(|value| u32::try_from(value).ok())
    }

    fn number(&mut self, found: &Found<'_>, whole: bool) -> Option<f64> {
        let name = plain(&found.field.name);
        let value = match number(found.text(), whole) {
            Ok(number) => {
                if number.converted {
                    let what = format!("Read as {}", number.value);
                    self.report.push(found.remark(Severity::Note, "number-format", what));
                }
                number.value
            }
            Err(NoNumber::NotANumber) => {
                self.report.push(found.error("not-a-number", format!("The {name} is not a number")));
                return None;
            }
            Err(NoNumber::Ambiguous([one, other])) => {
                let what = format!("The {name} could mean {one} or {other}");
                self.report.push(found.error("ambiguous-number", what).hint(format!("write {one} or {other}")));
                return None;
            }
        };
        let limits = found.field.limits;
        let below = limits.is_some_and(|l| value < l.least || (l.above_least && value == l.least));
        let (code, what) = if whole && value.fract() != 0.0 {
            ("fractional-number", format!("The {name} is not whole"))
        } else if limits.is_none_or(|l| l.hold(value)) {
            return Some(value);
        } else if matches!(name.as_str(), "probability" | "p_deliver") {
            ("probability-out-of-range", format!("The {name} does not lie between 0 and 1"))
        } else if below && matches!(name.as_str(), "tour_months" | "dwell_ratio") {
            ("zero-duration", format!("The {name} is not more than 0"))
        } else if value < 0.0 {
            ("negative-number", format!("The {name} is negative"))
        } else if below {
            ("number-out-of-range", format!("The {name} is too small"))
        } else {
            ("number-out-of-range", format!("The {name} is too large"))
        };
        self.report.push(found.error(code, what));
        None
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
                    self.report.push(found.error("unknown-choice", format!("The {} is not yes or no", plain(name))));
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
                    let what = format!("The {} is none of those that there are", plain(name));
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

    /// A country code.
    pub fn country(&mut self, found: &Found<'_>) {
        if !is_country(found.text()) {
            let hint = self.report.did_you_mean(found.text(), codes());
            let what = format!("There is no country ‘{}’", found.text());
            self.report.push(found.error("unknown-country", what).hints(hint));
        }
    }

    /// A row of another table, if the cell names one.
    pub fn reference<T>(&mut self, row: &Row<'_>, name: &str, index: fn(&Names) -> &Index<T>) -> Option<Ix<T>> {
        match row.find(name) {
            Some(found) => self.look_up(&found, found.text(), index),
            None => {
                if row.field(name).required && row.has_column(name) {
                    self.missing(row, name);
                }
                None
            }
        }
    }

    /// Rows of another table, each once.
    pub fn references<T>(&mut self, row: &Row<'_>, name: &str, index: fn(&Names) -> &Index<T>) -> Vec<Ix<T>> {
        let Some(found) = row.find(name) else { return Vec::new() };
        let mut out: Vec<Ix<T>> = Vec::new();
        for item in items(found.text()) {
            match self.look_up(&found, item, index) {
                Some(ix) if out.contains(&ix) => self.twice(&found, item),
                found => out.extend(found),
            }
        }
        out
    }

    fn twice(&mut self, found: &Found<'_>, item: &str) {
        let what = format!("‘{item}’ stands twice in the list");
        self.report.push(found.remark(Severity::Warning, "listed-twice", what).hint("delete one of them"));
    }

    /// The row called `item`, or an error at the cell.
    pub fn look_up<T>(&mut self, found: &Found<'_>, item: &str, index: fn(&Names) -> &Index<T>) -> Option<Ix<T>> {
        let target = match found.field.kind {
            Kind::Reference(target) | Kind::References(target) => target,
            Kind::LeadRule => Target::Nation,
            _ => Target::Capability,
        };
        let known = index(&self.names).find(item);
        if known.is_none() {
            let code = match target {
                Target::Nation => "unknown-nation",
                Target::Capability => "unknown-capability",
                _ => "dangling-reference",
            };
            let hint = self.report.did_you_mean(item, index(&self.names).ids());
            let hint = match target {
                Target::Nation if is_country(item) => Some("add a row for it to nations.csv".to_owned()),
                _ => hint,
            };
            let what = format!("There is no {} ‘{item}’", target.name());
            let from = item.as_ptr() as usize - found.text().as_ptr() as usize;
            let place = found.place_within((from, from + item.len()));
            let problem = Diagnostic::new(Severity::Error, code, place, what).value(item);
            self.report.push(problem.expected(format!("an identifier of {}", target.home())).hints(hint));
        }
        known
    }

    /// Words between `;`.
    pub fn texts(&mut self, row: &Row<'_>, name: &str) -> Vec<String> {
        row.find(name).map(|f| items(f.text()).map(str::to_owned).collect()).unwrap_or_default()
    }

    /// Capabilities between `;`, each with its effect; 1 where none is given.
    pub fn effects(&mut self, row: &Row<'_>, name: &str) -> Vec<(Ix<Capability>, Effectiveness)> {
        let Some(found) = row.find(name) else { return Vec::new() };
        let mut out: Vec<(Ix<Capability>, Effectiveness)> = Vec::new();
        for item in items(found.text()) {
            let (id, effect) = item.split_once(':').map_or((item, None), |(id, e)| (id.trim(), Some(e.trim())));
            let effect = match effect {
                None => Some(Effectiveness::FULL),
                Some(text) => thousandths(text),
            };
            if effect.is_none() {
                let what = format!("The effect in ‘{item}’ is not a number of thousandths up to 1");
                let problem = found.error("bad-effect", what);
                self.report.push(problem.expected("more than 0, at most 1, at most three decimals: INF-LIGHT:0.75"));
            }
            let known = self.look_up(&found, id, |n| &n.capabilities);
            match (known, effect) {
                (Some(ix), _) if out.iter().any(|(c, _)| *c == ix) => self.twice(&found, id),
                (Some(ix), Some(effect)) => out.push((ix, effect)),
                _ => {}
            }
        }
        out
    }

    /// A date; no offsets.
    pub fn date(&mut self, row: &Row<'_>, name: &str) -> Option<Date> {
        let found = row.find(name)?;
        day(found.text()).map_err(|why| self.no_date(&found, why)).ok()
    }

    /// The days that a date cell means.
    pub fn days(&mut self, row: &Row<'_>, name: &str) -> Option<Days> {
        let found = row.find(name)?;
        days(found.text(), &self.calendar()).map_err(|why| self.no_date(&found, why)).ok()
    }

    fn no_date(&mut self, found: &Found<'_>, why: NoDate) {
        let name = plain(&found.field.name);
        let (code, what, hint) = match why {
            NoDate::NotADate => ("not-a-date", format!("The {name} is not a date"), None),
            NoDate::Ambiguous => {
                let what = format!("In the {name}, day and month cannot be told apart");
                ("ambiguous-date", what, Some("write 2026-06-01 for the first of June".to_owned()))
            }
            NoDate::OutOfRange => {
                ("date-out-of-range", format!("The {name} lies outside the years 1900 to 2999"), None)
            }
        };
        self.report.push(found.error(code, what).hints(hint));
    }

    /// The period that a `from` date opens, counted from period 0, with a note if the date was rounded.
    pub fn opens(&mut self, row: &Row<'_>, name: &str) -> Option<(i64, Date)> {
        let days = self.days(row, name)?;
        let index = self.calendar().index_of(days.first);
        let rounded = self.calendar().first_day(index).filter(|&first| first != days.first);
        self.rounded(row, name, index, rounded, "the first day of");
        Some((index, days.first))
    }

    /// The period after that which a `to` date closes, counted from period 0.
    pub fn closes(&mut self, row: &Row<'_>, name: &str) -> Option<(i64, Date)> {
        let days = self.days(row, name)?;
        let index = self.calendar().index_of(days.last);
        let rounded = self.calendar().last_day(index).filter(|&last| last != days.last);
        self.rounded(row, name, index, rounded, "the last day of");
        Some((index + 1, days.last))
    }

    fn rounded(&mut self, row: &Row<'_>, name: &str, index: i64, to: Option<Date>, which: &str) {
        let (Some(date), true, Some(found)) = (to, self.dated, row.find(name)) else { return };
        let label = match u32::try_from(index) {
            Ok(index) => self.calendar().label(Period(index)),
            Err(_) => "its period".to_owned(),
        };
        let what = format!("Rounded to {date}, {which} {label}");
        self.report.push(found.remark(Severity::Note, "rounded-date", what));
    }

    /// The window between two fields; a missing `from` opens at period 0. One that ends before it starts
    /// is an error.
    pub fn window(&mut self, row: &Row<'_>, from: &str, to: &str) -> Window {
        let opens = self.opens(row, from);
        let closes = self.closes(row, to);
        if let (Some((_, first)), Some((_, last))) = (opens, closes)
            && last < first
        {
            let what = format!("The window ends on {last}, before it starts on {first}");
            let problem = row.problem(Severity::Error, "reversed-window", to, what);
            self.report.push(problem.expected(format!("a date on or after {first}")).hint("swap the two dates"));
        }
        Window { from: period(opens.map_or(0, |o| o.0)), to: closes.map(|c| period(c.0)) }
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

    /// The provenance columns of a row.
    pub fn provenance(&mut self, row: &Row<'_>) -> Provenance {
        let sources = self.references(row, "source", |n| &n.sources);
        let as_of = self.date(row, "as_of");
        let words = [("stated", Basis::Stated), ("derived", Basis::Derived), ("assumed", Basis::Assumed)];
        let basis = self.choice(row, "basis", &words).unwrap_or_default();
        let why = self.text(row, "why");
        if why.is_empty()
            && let (Basis::Derived | Basis::Assumed, Some(found)) = (basis, row.find("basis"))
        {
            let what = format!("The figures are {}, and nothing says why", found.text());
            let problem = found.remark(Severity::Warning, "missing-why", what);
            self.report.push(problem.expected("a reason in the column why").hint("say what the figure rests on"));
        }
        if sources.is_empty()
            && row.find("source").is_none()
            && let (Basis::Stated, Some(found)) = (basis, row.find("basis"))
        {
            let what = "The figures are stated, and nothing says by whom";
            let problem = found.remark(Severity::Warning, "stated-without-source", what);
            self.report.push(problem.expected("an identifier of sources.csv in the column source"));
        }
        Provenance { sources, as_of, basis, why }
    }
}

/// The items of a list, without empty ones.
pub(crate) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|item| !item.is_empty())
}

/// The period of an index, which may lie before period 0.
pub(crate) fn period(index: i64) -> Period {
    Period(u32::try_from(index.max(0)).unwrap_or(u32::MAX))
}

/// The last part of a dotted key.
fn plain(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

/// An effect in whole thousandths, more than 0 and at most 1.
fn thousandths(text: &str) -> Option<Effectiveness> {
    let milli = number(text, false).ok()?.value * 1000.0;
    let whole = milli.round();
    let exact = (milli - whole).abs() < 1e-6 && (1.0..=1000.0).contains(&whole);
    // Within 1 to 1000: the conversion is exact.
    if exact { Effectiveness::from_thousandths(whole as u16) } else { None }
}
