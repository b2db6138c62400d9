//! `supply`: how the line is supplied: in no way that matters if it does not say.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "supply",
    values: Values::Names(Domain::Free),
    unit: "",
    description: "How the line is supplied: in no way that matters if it does not say.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let supply = &case.lines[service.line].supply;
    Value::names((!supply.is_empty()).then(|| supply.clone()))
}
