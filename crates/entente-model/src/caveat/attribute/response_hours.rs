//! `response_hours`: hours within which the line must obey an order: without limit if it sets none.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "response_hours",
    values: Values::Number,
    unit: "hours",
    description: "Hours within which the line must obey an order: without limit if it sets none.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let hours = case.lines[service.line].response_hours;
    Value::number(hours.map_or(f64::INFINITY, f64::from))
}
