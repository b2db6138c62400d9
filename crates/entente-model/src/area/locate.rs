//! Places features against one another: sectors around them, kilometres to the separation line and to
//! the nearest role 2 hospital.

use crate::area::distance::{between, between_shapes};
use crate::area::inside::covers;
use crate::area::{Place, PlaceKind};
use crate::table::Ix;

/// The role of a site with a role 2 hospital.
const ROLE_2: &str = "role-2";

/// Most pairs of segments compared for the distances of all places: about a second of work.
const MOST_PAIRS: usize = 2_000_000;

/// Fills in what follows from where the places lie.
pub(crate) fn locate(places: &mut [Place]) {
    let sector = |place: &Place, at: usize| match place.kind {
        PlaceKind::Sector => Some(Ix::new(at)),
        PlaceKind::Site => {
            let around = |s: &Place| s.kind == PlaceKind::Sector && covers(&s.shape, place.point);
            places.iter().position(around).map(Ix::new)
        }
        PlaceKind::Country | PlaceKind::SeparationLine | PlaceKind::BufferZone => None,
    };
    let sectors: Vec<_> = places.iter().enumerate().map(|(at, p)| sector(p, at)).collect();
    let most_pairs = MOST_PAIRS / places.len().max(1);
    let line_km = |place: &Place| {
        let lines = places.iter().filter(|p| p.kind == PlaceKind::SeparationLine);
        lines.filter_map(|l| between_shapes(&place.shape, &l.shape, most_pairs)).min_by(f64::total_cmp)
    };
    let role2_km = |place: &Place| {
        let hospitals = places.iter().filter(|p| p.kind == PlaceKind::Site && p.role == ROLE_2);
        hospitals.map(|h| between(place.point, h.point)).min_by(f64::total_cmp)
    };
    let distances: Vec<_> = places.iter().map(|p| (line_km(p), role2_km(p))).collect();
    for ((place, sector), (line, role2)) in places.iter_mut().zip(sectors).zip(distances) {
        place.sector = sector;
        place.line_km = line;
        place.role2_km = role2;
    }
}
