//! The area: what each place is, and what serves there.

use super::counted::Counted;
use entente_model::Ix;
use entente_model::area::{Place, PlaceKind, Position, Shape};
use entente_model::quantity::ONE;
use serde::Serialize;

/// A position: degrees east, degrees north, WGS 84.
pub type Point = [f64; 2];

/// The shape of a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Geometry {
    /// One point.
    Point(Point),
    /// Polylines.
    Lines(Vec<Vec<Point>>),
    /// Polygons: an outer ring and its holes; rings are closed.
    Polygons(Vec<Vec<Vec<Point>>>),
}

/// A place with what serves in it.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// `country`, `sector`, `separation-line`, `buffer-zone` or `site`.
    pub kind: &'static str,
    /// What is there, for sites.
    pub role: String,
    /// ISO 3166 alpha-3 of its country; may be empty.
    pub country: String,
    /// Where its shape comes from, or what it does not claim; may be empty.
    pub note: String,
    /// Its shape.
    pub geometry: Geometry,
    /// A point that stands for it.
    pub point: Point,
    /// Lines that serve there (for a sector: in it).
    pub lines: Vec<String>,
    /// People on tour there, by period.
    pub people: Vec<u64>,
    /// Most people at once.
    pub peak: u64,
    /// Element-months asked there.
    pub asked_months: f64,
    /// Element-months there of those asked.
    pub filled_months: f64,
    /// Lines there with a gap.
    pub gaps: Vec<String>,
}

/// Places in file order.
pub fn of(counted: &Counted<'_>) -> Vec<PlaceView> {
    let case = counted.case;
    let serves: Vec<_> = case.lines.indices().map(|r| case.place_of(r)).collect();
    case.area.enumerate().map(|(ix, place)| view(counted, &serves, ix, place)).collect()
}

fn view(counted: &Counted<'_>, serves: &[Option<Ix<Place>>], ix: Ix<Place>, place: &Place) -> PlaceView {
    let (case, tally) = (counted.case, &counted.tally);
    let mut view = PlaceView {
        id: place.id.clone(),
        name: place.name.clone(),
        kind: place.kind.name(),
        role: place.role.clone(),
        country: place.country.clone(),
        note: place.note.clone(),
        geometry: geometry(&place.shape),
        point: point(&place.point),
        lines: Vec::new(),
        people: vec![0; case.calendar.horizon as usize],
        peak: 0,
        asked_months: 0.0,
        filled_months: 0.0,
        gaps: Vec::new(),
    };
    for (r, line) in case.lines.enumerate() {
        let Some(at) = serves[r.get()] else { continue };
        let within = at == ix || (place.kind == PlaceKind::Sector && case.area[at].sector == Some(ix));
        if !within {
            continue;
        }
        view.lines.push(line.id.clone());
        for (sum, people) in view.people.iter_mut().zip(&counted.people_on[r.get()]) {
            *sum += people;
        }
        let asked: u32 = line.quantity.iter().sum();
        let short: i64 = case.calendar.periods().map(|p| tally.short(r, p)).sum();
        view.asked_months += f64::from(asked) * counted.month;
        view.filled_months += (f64::from(asked) - short as f64 / ONE as f64) * counted.month;
        if short > 0 {
            view.gaps.push(line.id.clone());
        }
    }
    view.peak = view.people.iter().copied().max().unwrap_or(0);
    view
}

fn point(at: &Position) -> Point {
    [at.longitude, at.latitude]
}

fn geometry(shape: &Shape) -> Geometry {
    let line = |line: &Vec<Position>| line.iter().map(point).collect::<Vec<_>>();
    match shape {
        Shape::Point(at) => Geometry::Point(point(at)),
        Shape::Lines(lines) => Geometry::Lines(lines.iter().map(line).collect()),
        Shape::Polygons(polygons) => {
            Geometry::Polygons(polygons.iter().map(|rings| rings.iter().map(line).collect()).collect())
        }
    }
}
