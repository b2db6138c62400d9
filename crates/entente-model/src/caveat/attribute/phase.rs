//! `phase`: the phases of the operation in which the period lies.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "phase",
    values: Values::Names(Domain::Phase),
    unit: "",
    description: "The phases of the operation in which the period lies.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let lies = |phase: &&crate::case::Phase| phase.window.contains(service.period);
    Value::names(case.phases.iter().filter(lies).map(|phase| phase.id.clone()))
}
