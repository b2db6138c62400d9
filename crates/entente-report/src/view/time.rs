//! The periods, with their names and first and last days.

use crate::words;
use entente_model::{Calendar, PeriodKind};
use serde::Serialize;

/// The time that the plan covers.
#[derive(Clone, Debug, Serialize)]
pub struct Time {
    /// `month`, `half-month` or `week`.
    pub kind: &'static str,
    /// The same in the plural.
    pub kinds: &'static str,
    /// The periods in order.
    pub periods: Vec<PeriodView>,
}

/// One period.
#[derive(Clone, Debug, Serialize)]
pub struct PeriodView {
    /// The label in files: `2027-03`.
    pub label: String,
    /// The name in prose: `Mar 2027`.
    pub name: String,
    /// The year, for axes.
    pub year: String,
    /// The rest of the name, for axes: `Mar`, `Mar b`, `W10`.
    pub tick: String,
    /// First day, ISO 8601; empty past the years that dates reach.
    pub first_day: String,
    /// Last day, ISO 8601; empty past the years that dates reach.
    pub last_day: String,
}

impl Time {
    /// The periods of the calendar.
    pub fn of(calendar: &Calendar) -> Self {
        let (kind, kinds) = match calendar.kind {
            PeriodKind::Month => ("month", "months"),
            PeriodKind::HalfMonth => ("half-month", "half-months"),
            PeriodKind::Week => ("week", "weeks"),
        };
        Self { kind, kinds, periods: calendar.periods().map(|p| PeriodView::of(calendar, p)).collect() }
    }
}

impl PeriodView {
    fn of(calendar: &Calendar, period: entente_model::Period) -> Self {
        let label = calendar.label(period);
        let first = calendar.first_day(i64::from(period.0));
        let (year, rest) = label.split_once('-').unwrap_or(("", &label));
        let year = year.to_owned();
        let tick = match (calendar.kind, first) {
            (PeriodKind::Month, Some(first)) => words::month(first)[..3].to_owned(),
            (PeriodKind::HalfMonth, Some(first)) => {
                format!("{} {}", &words::month(first)[..3], if first.day() == 1 { "a" } else { "b" })
            }
            _ => rest.to_owned(),
        };
        let name = match (calendar.kind, first) {
            (PeriodKind::HalfMonth, Some(first)) => {
                let days = if first.day() == 1 { "1–15" } else { "16–end" };
                format!("{days} {} {year}", &words::month(first)[..3])
            }
            _ => format!("{tick} {year}").trim_end().to_owned(),
        };
        let last = calendar.last_day(i64::from(period.0));
        let iso = |date: Option<jiff::civil::Date>| date.map_or(String::new(), |d| d.to_string());
        Self { label, name, year, tick, first_day: iso(first), last_day: iso(last) }
    }
}
