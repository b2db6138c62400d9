//! `formation`: the formation of the line, and every one above it.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "formation",
    values: Values::Names(Domain::Formation),
    unit: "",
    description: "The formation of the line, and every one above it.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let formation = case.lines[service.line].formation;
    Value::names(case.upward(formation).map(|f| case.formations[f].id.clone()))
}
