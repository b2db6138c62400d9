//! `place`: where the line serves.

use crate::Case;
use crate::area::PlaceKind;
use crate::area::inside::covers;
use crate::case::Line;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};
use crate::table::Ix;

/// Entry in the manual, and how the value is found.
pub(crate) const DEFINITION: Definition = Definition {
    name: "place",
    values: Values::Names(Domain::Place),
    unit: "",
    description: "The place of the line, or else of its formation: the place itself, the sector it lies in, and every \
                  country or zone around it. Whether a country or zone as a place is in what lies inside it cannot be told.",
    value,
};

fn value(case: &Case, service: Service) -> Value {
    let Some(at) = case.place_of(service.line) else { return Value::Unknown };
    let place = &case.area[at];
    let mut has = vec![place.id.clone()];
    let mut may_have = Vec::new();
    for (other, area) in case.area.enumerate() {
        if other == at {
            continue;
        }
        let around = covers(&area.shape, place.point)
            && (place.kind == PlaceKind::Site || matches!(area.kind, PlaceKind::Country | PlaceKind::BufferZone));
        let same_country = area.kind == PlaceKind::Country && !area.country.is_empty() && area.country == place.country;
        if place.sector == Some(other) || around || (same_country && place.kind != PlaceKind::Country) {
            has.push(area.id.clone());
        } else if covers(&place.shape, area.point) {
            may_have.push(area.id.clone());
        }
    }
    Value::Names { has, may_have }
}

/// The country in which the line serves, if it can be told: of its place or the sector around it, then the
/// same of its formation and of those above, then the host country.
pub(crate) fn country(case: &Case, line: Ix<Line>) -> Option<&str> {
    let own = case.lines[line].place;
    let above = case.upward(case.lines[line].formation).filter_map(|f| case.formations[f].place);
    own.into_iter()
        .chain(above)
        .flat_map(|place| [Some(place), case.area[place].sector])
        .flatten()
        .map(|place| case.area[place].country.as_str())
        .chain([case.host.as_str()])
        .find(|code| !code.is_empty())
}
