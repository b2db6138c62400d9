//! `line`: the requirement line.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "line",
    values: Values::Names(Domain::Line),
    unit: "",
    description: "The requirement line.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    Value::names([case.lines[service.line].id.clone()])
}
