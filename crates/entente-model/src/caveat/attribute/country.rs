//! `country`: the country in which the line serves: that of its place, or of its formation’s place, or of the sector around it, or the host country.

use crate::Case;
use crate::caveat::Service;
use crate::caveat::attribute::place::country;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "country",
    values: Values::Names(Domain::Country),
    unit: "",
    description: "The country in which the line serves: that of its place, or of its formation’s place, or of the sector around it, or the host country.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    match country(case, service.line) {
        Some(code) => Value::names([code.to_owned()]),
        None => Value::Unknown,
    }
}
