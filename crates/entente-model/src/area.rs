//! The area of operations: sectors, the separation line, sites. From `area.geojson`, WGS 84, degrees.

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
    /// Its shape.
    pub shape: Shape,
    /// A point that stands for it: its own, or one inside it.
    pub point: Position,
    /// The sector it lies in: itself, if it is one.
    pub sector: Option<Ix<Place>>,
    /// Kilometres from the separation line, where there is one.
    pub line_km: Option<f64>,
    /// Kilometres to the nearest site with the role `role-2`, where there is one.
    pub role2_km: Option<f64>,
}

impl Named for Place {
    fn id(&self) -> &str {
        &self.id
    }
}

/// The features of the area in file order.
pub type Area = Table<Place>;
