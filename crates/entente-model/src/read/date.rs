//! Dates as people write them: `2026-06-01`, `1.6.2026`, `D+45`, and names of periods.

use crate::calendar::Calendar;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

/// The days meant: one, or those of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoDate {
    /// It is none.
    NotADate,
    /// It is written with slashes: day and month cannot be told apart.
    Ambiguous,
    /// It lies outside the years 1900 to 2999.
    OutOfRange,
}

/// Reads a single day: `2026-06-01` or `1.6.2026`.
pub(crate) fn day(text: &str) -> Result<Date, NoDate> {
    let text = text.trim();
    if text.contains('/') && text.bytes().all(|b| b.is_ascii_digit() || b == b'/') {
        return Err(NoDate::Ambiguous);
    }
    let (parts, [y, m, d]) = if text.contains('.') {
        (text.split('.').collect::<Vec<_>>(), [2, 1, 0])
    } else {
        (text.split('-').collect::<Vec<_>>(), [0, 1, 2])
    };
    if parts.len() != 3 || parts[y].len() != 4 || (y == 0 && (parts[m].len() != 2 || parts[d].len() != 2)) {
        return Err(NoDate::NotADate);
    }
    let number = |at: usize| whole(parts[at]).and_then(|n| i16::try_from(n).ok()).ok_or(NoDate::NotADate);
    let small = |at: usize| number(at).and_then(|n| i8::try_from(n).map_err(|_| NoDate::NotADate));
    in_range(Date::new(number(y)?, small(m)?, small(d)?).map_err(|_| NoDate::NotADate)?)
}

/// Reads a day, days from D-day, or a period.
pub(crate) fn days(text: &str, calendar: &Calendar) -> Result<Days, NoDate> {
    let text = text.trim();
    let one = |date: Date| Ok(Days { first: date, last: date });
    if far(text) {
        return Err(NoDate::OutOfRange);
    }
    if let Some(rest) = text.strip_prefix(['D', 'd']) {
        let offset = offset(rest).ok_or(NoDate::NotADate)?;
        let span = Span::new().try_days(offset).map_err(|_| NoDate::OutOfRange)?;
        return one(in_range(calendar.d_day.checked_add(span).map_err(|_| NoDate::OutOfRange)?)?);
    }
    if let Some(rest) = text.strip_prefix(['P', 'p']) {
        let index = whole(rest).ok_or(NoDate::NotADate)?;
        let first = calendar.first_day(index).ok_or(NoDate::OutOfRange)?;
        let last = calendar.last_day(index).ok_or(NoDate::OutOfRange)?;
        return Ok(Days { first: in_range(first)?, last: in_range(last)? });
    }
    match day(text) {
        Err(NoDate::NotADate) => period(text),
        Err(other) => Err(other),
        Ok(date) => one(date),
    }
}

/// `2026-06`, `2026-06a`, `2026-06b` or `2026-W23`.
fn period(text: &str) -> Result<Days, NoDate> {
    let (year, rest) = text.split_once('-').ok_or(NoDate::NotADate)?;
    if year.len() != 4 {
        return Err(NoDate::NotADate);
    }
    let year = whole(year).and_then(|y| i16::try_from(y).ok()).ok_or(NoDate::NotADate)?;
    if let Some(week) = rest.strip_prefix(['W', 'w']) {
        let week = whole(week).and_then(|w| i8::try_from(w).ok()).ok_or(NoDate::NotADate)?;
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).map_err(|_| NoDate::NotADate)?;
        let first = in_range(Date::from(monday))?;
        return Ok(Days { first, last: first.checked_add(6.days()).map_err(|_| NoDate::OutOfRange)? });
    }
    let (month, half) = match rest.strip_suffix(['a', 'b']) {
        Some(month) => (month, rest.chars().last()),
        None => (rest, None),
    };
    let month = whole(month).filter(|_| month.len() == 2).and_then(|m| i8::try_from(m).ok()).ok_or(NoDate::NotADate)?;
    let first = in_range(Date::new(year, month, 1).map_err(|_| NoDate::NotADate)?)?;
    let on = |day: i8| Date::new(year, month, day).map_err(|_| NoDate::NotADate);
    Ok(match half {
        None => Days { first, last: first.last_of_month() },
        Some('a') => Days { first, last: on(15)? },
        Some(_) => Days { first: on(16)?, last: first.last_of_month() },
    })
}

/// `+45`, `-10`, or nothing for D-day itself.
fn offset(rest: &str) -> Option<i64> {
    let rest = rest.trim();
    let (sign, digits) = match rest.chars().next() {
        None => return Some(0),
        Some('+') => (1, &rest[1..]),
        Some('-') => (-1, &rest[1..]),
        Some('−') => (-1, &rest['−'.len_utf8()..]),
        Some(_) => return None,
    };
    whole(digits.trim()).map(|n| sign * n)
}

/// Whether the text is an offset or a period too far away to be counted: `D+999999999`.
fn far(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['D', 'd', 'P', 'p']) else { return false };
    let digits = rest.trim_start_matches([' ', '+', '-', '−']);
    digits.len() > 6 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A short run of digits.
fn whole(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// Years outside 1900 to 2999 are slips of the pen, and far dates would not fit a date at all.
fn in_range(date: Date) -> Result<Date, NoDate> {
    if (1900..=2999).contains(&date.year()) { Ok(date) } else { Err(NoDate::OutOfRange) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::PeriodKind;

    #[test]
    fn as_people_write_them() {
        let calendar = Calendar { d_day: Date::constant(2026, 6, 10), kind: PeriodKind::Month, horizon: 12 };
        for (text, first, last) in [
            ("2026-06-01", "2026-06-01", "2026-06-01"),
            ("1.6.2026", "2026-06-01", "2026-06-01"),
            ("01.06.2026", "2026-06-01", "2026-06-01"),
            ("D", "2026-06-10", "2026-06-10"),
            ("D+45", "2026-07-25", "2026-07-25"),
            ("D - 10", "2026-05-31", "2026-05-31"),
            ("2026-02", "2026-02-01", "2026-02-28"),
            ("2026-06a", "2026-06-01", "2026-06-15"),
            ("2026-06b", "2026-06-16", "2026-06-30"),
            ("2026-W23", "2026-06-01", "2026-06-07"),
            ("P3", "2026-09-01", "2026-09-30"),
        ] {
            let Days { first: f, last: l } = days(text, &calendar).unwrap();
            assert_eq!((f.to_string().as_str(), l.to_string().as_str()), (first, last), "{text}");
        }
        for text in
            ["", "soon", "2026-13-01", "2026-6-1", "31.2.2026", "D45", "P", "P-1", "2026-W60", "1.6.26", "ä", "D+ä"]
        {
            assert_eq!(days(text, &calendar), Err(NoDate::NotADate), "{text}");
        }
        assert_eq!(days("1/6/2026", &calendar), Err(NoDate::Ambiguous));
        assert_eq!(days("0026-06-01", &calendar), Err(NoDate::OutOfRange));
        for text in ["D+999999", "D+999999999", "D-99999999999999999999", "P999999999999"] {
            assert_eq!(days(text, &calendar), Err(NoDate::OutOfRange), "{text}");
        }
    }
}
