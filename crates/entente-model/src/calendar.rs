//! Planning periods and civil dates. One rule lands a date on a period: it belongs to the period that
//! contains it. Period 0 contains D-day, the day the agreement takes effect.
//!
//! A `from` date opens a window with the period that contains it; a `to` date is the last day meant,
//! so the window ends after the period that contains it. A date that is not the first (last) day of
//! its period has been rounded, and the run says so.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// A period of the plan; period 0 contains D-day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(pub u32);

impl Period {
    /// As a plain index.
    pub fn get(self) -> usize {
        self.0 as usize
    }
}

/// Periods `from ..  to`; the end is not part of it. No end means open-ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First period.
    pub from: Period,
    /// First period after the window.
    pub to: Option<Period>,
}

impl Window {
    /// Whether `p` lies in the window.
    pub fn contains(self, p: Period) -> bool {
        self.from <= p && self.to.is_none_or(|to| p < to)
    }

    /// The first period after the window or the horizon, whichever comes first.
    pub fn end_within(self, horizon: u32) -> Period {
        Period(self.to.map_or(horizon, |to| to.0.min(horizon)))
    }
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodKind {
    /// A calendar month.
    Month,
    /// 1st to 15th, or 16th to the end of the month.
    HalfMonth,
    /// Monday to Sunday (ISO 8601).
    Week,
}

impl PeriodKind {
    /// How many periods a year has: what monthly rates and month counts are turned with.
    pub fn per_year(self) -> u32 {
        match self {
            Self::Month => 12,
            Self::HalfMonth => 24,
            Self::Week => 52,
        }
    }

    /// The name in case files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::HalfMonth => "half-month",
            Self::Week => "week",
        }
    }
}

/// D-day, the kind of period and the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The day the agreement takes effect.
    pub d_day: Date,
    /// The kind of period.
    pub kind: PeriodKind,
    /// How many periods are planned: `0 .. horizon`.
    pub horizon: u32,
}

impl Calendar {
    /// The period that contains `date`, counted from the one that contains D-day; negative before it.
    pub fn index_of(&self, date: Date) -> i64 {
        Self::ordinal(self.kind, date) - Self::ordinal(self.kind, self.d_day)
    }

    /// First day of the period `index` (negative before period 0). `None` past the years that dates reach.
    pub fn first_day(&self, index: i64) -> Option<Date> {
        let ordinal = Self::ordinal(self.kind, self.d_day).checked_add(index)?;
        match self.kind {
            PeriodKind::Month => Self::month_start(ordinal),
            PeriodKind::HalfMonth => {
                let first = Self::month_start(ordinal.div_euclid(2))?;
                if ordinal.rem_euclid(2) == 0 { Some(first) } else { first.checked_add(15.days()).ok() }
            }
            PeriodKind::Week => {
                let days = ordinal.checked_mul(7)?;
                Date::constant(1970, 1, 5).checked_add(Span::new().try_days(days).ok()?).ok()
            }
        }
    }

    /// Last day of the period `index`.
    pub fn last_day(&self, index: i64) -> Option<Date> {
        self.first_day(index.checked_add(1)?)?.yesterday().ok()
    }

    /// The planned periods in order.
    pub fn periods(&self) -> impl DoubleEndedIterator<Item = Period> + ExactSizeIterator + use<> {
        (0..self.horizon).map(Period)
    }

    /// What people call the period: `2026-06`, `2026-06a`/`2026-06b`, `2026-W23`.
    pub fn label(&self, period: Period) -> String {
        let Some(first) = self.first_day(i64::from(period.0)) else {
            return format!("P{}", period.0);
        };
        match self.kind {
            PeriodKind::Month => format!("{:04}-{:02}", first.year(), first.month()),
            PeriodKind::HalfMonth => {
                let half = if first.day() == 1 { 'a' } else { 'b' };
                format!("{:04}-{:02}{half}", first.year(), first.month())
            }
            PeriodKind::Week => {
                let iso = first.iso_week_date();
                format!("{:04}-W{:02}", iso.year(), iso.week())
            }
        }
    }

    fn month_start(months: i64) -> Option<Date> {
        let year = i16::try_from(months.div_euclid(12)).ok()?;
        let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
        Date::new(year, month, 1).ok()
    }

    /// Periods since a fixed origin of each kind.
    fn ordinal(kind: PeriodKind, date: Date) -> i64 {
        let months = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
        match kind {
            PeriodKind::Month => months,
            PeriodKind::HalfMonth => months * 2 + i64::from(date.day() > 15),
            PeriodKind::Week => {
                // 1970-01-05 was a Monday.
                let days = date.since(Date::constant(1970, 1, 5)).map_or(0, |s| i64::from(s.get_days()));
                days.div_euclid(7)
            }
        }
    }
}
