//! `place`: where the line serves.

use crate::Case;
use crate::area::PlaceKind;
use crate::area::inside::covers;
use crate::case::Line;
use crate::caveat::Service;
use crate::caveat::attribute::{Definition, Domain, Value, Values};
use crate::expr::Truth;
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

fn value(_: &Case, _: Service) -> Value {
    Value::Asked(lies_in)
}

/// Whether the line serves in the place called `name`. Asked name by name, since shapes can be large.
fn lies_in(case: &Case, service: Service, name: &str) -> Truth {
    let (Some(at), Some(other)) = (case.place_of(service.line), case.area.find(name)) else { return Truth::Unknown };
    let (place, area) = (&case.area[at], &case.area[other]);
    if at == other || place.sector == Some(other) {
        return Truth::Yes;
    }
    let zone = matches!(area.kind, PlaceKind::Country | PlaceKind::BufferZone);
    let countries_told = !place.country.is_empty() && !area.country.is_empty();
    let around = if area.kind == PlaceKind::Country && place.kind != PlaceKind::Country && countries_told {
        // What the file says of countries goes before what a rough outline shows.
        area.country == place.country
    } else {
        (zone || place.kind == PlaceKind::Site) && covers(&area.shape, place.point)
    };
    if around {
        Truth::Yes
    } else if covers(&place.shape, area.point) {
        Truth::Unknown
    } else {
        Truth::No
    }
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
