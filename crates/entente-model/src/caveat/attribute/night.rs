//! `night`: whether the line works at night.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "night",
    values: Values::Flag,
    unit: "",
    description: "Whether the line works at night.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    Value::Flag(case.lines[service.line].night)
}
