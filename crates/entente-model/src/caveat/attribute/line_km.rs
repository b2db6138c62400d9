//! `line_km`: kilometres from the separation line to the nearest part of the place.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "line_km",
    values: Values::Number,
    unit: "kilometres",
    description: "Kilometres from the separation line to the nearest part of the place.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    match case.place_of(service.line).and_then(|p| case.area[p].line_km) {
        Some(km) => Value::number(km),
        None => Value::Unknown,
    }
}
