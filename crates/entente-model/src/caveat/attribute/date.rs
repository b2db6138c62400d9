//! `date`: the days of the period, counted from D-day.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Value, Values};
use crate::parse::from_d_day;

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "date",
    values: Values::Date,
    unit: "days from D-day",
    description: "The days of the period: before 2026-09-01, after D+180. Whether a period with days on both sides is \
                  before or after a date cannot be told.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let index = i64::from(service.period.0);
    match (case.calendar.first_day(index), case.calendar.last_day(index)) {
        (Some(first), Some(last)) => {
            Value::Numbers(vec![(from_d_day(first, &case.calendar), from_d_day(last, &case.calendar))])
        }
        _ => Value::Unknown,
    }
}
