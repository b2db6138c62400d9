//! `information`: information that the line must share: none if it names none.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "information",
    values: Values::Names(Domain::Free),
    unit: "",
    description: "Information that the line must share: none if it names none.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    Value::names(case.lines[service.line].information.iter().cloned())
}
