//! `month`: the month of the year, for weather and season.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "month",
    values: Values::Number,
    unit: "month of the year, 1 to 12",
    description: "The month of the year. A week that lies in two months cannot be told to be in one of them.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let index = i64::from(service.period.0);
    let days = [case.calendar.first_day(index), case.calendar.last_day(index)];
    Value::Numbers(days.into_iter().flatten().map(|day| (f64::from(day.month()), f64::from(day.month()))).collect())
}
