//! The area of operations: sectors, the separation line, sites. From `area.geojson`, WGS 84, degrees.

pub mod distance;
pub mod inside;
mod locate;

pub(crate) use locate::locate;

use crate::table::{Ix, Named, Table};

/// What a feature of the area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A country, for the background of the map and for geography caveats.
    Country,
    /// A sector of responsibility.
    Sector,
    /// The line that separates the parties.
    SeparationLine,
    /// A zone kept free on both sides of the separation line.
    BufferZone,
    /// A site: headquarters, hub, hospital, port, airfield, crossing.
    Site,
}

/// A position: longitude and latitude, WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}

/// The shape of a feature.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One point.
    Point(Position),
    /// One or more polylines.
    Lines(Vec<Vec<Position>>),
    /// Polygons, each an outer ring and its holes; rings are closed.
    Polygons(Vec<Vec<Vec<Position>>>),
}

/// A feature of the area.
#[derive(Clone, Debug)]
pub struct Place {
    /// Identifier: property `id`.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// For sites, what is there: `headquarters`, `role-2`, `port`, …; may be empty.
    pub role: String,
    /// ISO 3166 alpha-3 of the country it lies in; empty if not said.
    pub country: String,
    /// Where its shape comes from, or what it does not claim; may be empty.
    pub note: String,
    /// Its shape.
    pub shape: Shape,
    /// A point that stands for it: its own, or one inside it.
    pub point: Position,
    /// The sector it lies in: itself, if it is one.
    pub sector: Option<Ix<Place>>,
    /// Kilometres from the nearest part of it to the separation line, where there is one.
    pub line_km: Option<f64>,
    /// Kilometres from its point to the nearest site with the role `role-2`, where there is one.
    pub role2_km: Option<f64>,
}

impl Named for Place {
    fn id(&self) -> &str {
        &self.id
    }
}

/// The features of the area in file order.
pub type Area = Table<Place>;

impl PlaceKind {
    /// All, with their names in `area.geojson`.
    const NAMES: [(Self, &'static str); 5] = [
        (Self::Country, "country"),
        (Self::Sector, "sector"),
        (Self::SeparationLine, "separation-line"),
        (Self::BufferZone, "buffer-zone"),
        (Self::Site, "site"),
    ];

    /// The name in `area.geojson`.
    pub fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|n| n.0 == self).map_or("site", |n| n.1)
    }

    /// The kind called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|n| n.1 == name).map(|n| n.0)
    }

    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().map(|n| n.1)
    }
}
