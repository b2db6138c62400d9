//! `task`: tasks of the line: none if it names none.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "task",
    values: Values::Names(Domain::Free),
    unit: "",
    description: "Tasks of the line: none if it names none.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    Value::names(case.lines[service.line].tasks.iter().cloned())
}
