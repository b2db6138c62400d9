//! `area`: the functional area of the capability that the line asks for.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "area",
    values: Values::Names(Domain::Area),
    unit: "",
    description: "The functional area of the capability that the line asks for.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let capability = case.lines[service.line].capability;
    Value::names([case.capabilities[capability].area.clone()])
}
