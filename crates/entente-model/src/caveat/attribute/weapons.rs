//! `weapons`: force and weapons that the line may have to use: none if it names none.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "weapons",
    values: Values::Names(Domain::Free),
    unit: "",
    description: "Force and weapons that the line may have to use: none if it names none.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    Value::names(case.lines[service.line].weapons.iter().cloned())
}
