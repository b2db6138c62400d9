//! Dates and windows, landed on periods by the rule of [`crate::calendar`].

use crate::calendar::{Period, Window};
use crate::diagnostic::Severity;
use crate::read::date::{Days, NoDate, day, days};
use crate::read::row::{Found, Row};
use crate::read::values::{Values, plain};
use jiff::civil::Date;

impl Values {
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
            NoDate::NotADate => ("not-a-date", format!("‘{name}’ is not a date"), None),
            NoDate::Ambiguous => {
                let what = format!("In ‘{name}’, day and month cannot be told apart");
                ("ambiguous-date", what, Some("write 2026-06-01 for the first of June".to_owned()))
            }
            NoDate::OutOfRange => ("date-out-of-range", format!("‘{name}’ lies outside the years 1900 to 2999"), None),
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
}

/// The period of an index, which may lie before period 0.
pub(crate) fn period(index: i64) -> Period {
    Period(u32::try_from(index.max(0)).unwrap_or(u32::MAX))
}
