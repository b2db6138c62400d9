//! `role2_km`: kilometres from the place to the nearest site with the role role-2.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "role2_km",
    values: Values::Number,
    unit: "kilometres",
    description: "Kilometres from the place to the nearest site with the role role-2.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    match case.place_of(service.line).and_then(|p| case.area[p].role2_km) {
        Some(km) => Value::number(km),
        None => Value::Unknown,
    }
}
