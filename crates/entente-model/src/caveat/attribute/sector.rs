//! `sector`: the sector in which the line serves.

use crate::Case;
use crate::area::PlaceKind;
use crate::area::inside::covers;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "sector",
    values: Values::Names(Domain::Place),
    unit: "",
    description: "The sector in which the place of the line lies, if any. Which sector a country or zone as a place means \
                  cannot be told.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let Some(place) = case.place_of(service.line).map(|p| &case.area[p]) else { return Value::Unknown };
    if let Some(sector) = place.sector {
        return Value::names([case.area[sector].id.clone()]);
    }
    let inside = case.area.iter().filter(|s| s.kind == PlaceKind::Sector && covers(&place.shape, s.point));
    Value::Names { has: Vec::new(), may_have: inside.map(|s| s.id.clone()).collect() }
}
