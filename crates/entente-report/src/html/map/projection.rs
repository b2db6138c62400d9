//! From longitude and latitude to the sheet: equirectangular, fitted to what the case is about.

use super::super::svg::c;
use crate::view::{Geometry, PlaceView, Point};
use maud::{Markup, html};

/// Kilometres in a degree of latitude.
const KM_PER_DEGREE: f64 = 111.32;
const WIDE: f64 = 1100.0;
/// Room around what is shown, as a part of its size.
const MARGIN: f64 = 0.06;

/// The sheet and how positions land on it.
pub struct Projection {
    /// Width of the sheet, user units.
    pub width: f64,
    /// Height of the sheet, user units.
    pub height: f64,
    west: f64,
    north: f64,
    shrink: f64,
    per_degree: f64,
    /// Whether the area crosses the 180th meridian: western longitudes then count past 180.
    wraps: bool,
}

impl Projection {
    /// Fits the sheet to sectors, buffer zones and separation lines, with the sites in and near them; to
    /// sites, or to countries, where there is nothing else. `None` where there is nothing at all.
    pub fn of(places: &[PlaceView]) -> Option<Self> {
        let points = |kinds: &[&str]| -> Vec<Point> {
            places.iter().filter(|p| kinds.contains(&p.kind)).flat_map(|p| all(&p.geometry)).collect()
        };
        let kinds: [&[&str]; 3] = [&["sector", "buffer-zone", "separation-line"], &["site"], &["country"]];
        let mut shown = kinds.iter().map(|k| points(k)).find(|p| !p.is_empty())?;
        let wraps = span(shown.iter().map(|p| p[0])) > 180.0;
        shown.iter_mut().for_each(|p| p[0] = turned(p[0], wraps));
        let near = Frame::around(&shown, 0.25);
        let sites = points(&["site"]).into_iter().map(|p| [turned(p[0], wraps), p[1]]);
        shown.extend(sites.filter(|p| near.holds(*p)));
        let frame = Frame::around(&shown, MARGIN);
        let shrink = ((frame.south + frame.north) / 2.0).to_radians().cos().max(0.05);
        let (wide, high) = ((frame.east - frame.west) * shrink, frame.north - frame.south);
        // A sheet neither much taller nor much flatter than a page.
        let height = (WIDE * high / wide).clamp(320.0, 900.0);
        let per_degree = (WIDE / wide).min(height / high);
        let (spare_x, spare_y) = ((WIDE / per_degree - wide) / 2.0, (height / per_degree - high) / 2.0);
        Some(Self {
            width: WIDE,
            height,
            west: frame.west - spare_x / shrink,
            north: frame.north + spare_y,
            shrink,
            per_degree,
            wraps,
        })
    }

    /// Where a position lies on the sheet.
    pub fn at(&self, point: Point) -> (f64, f64) {
        let x = (turned(point[0], self.wraps) - self.west) * self.shrink * self.per_degree;
        (x, (self.north - point[1]) * self.per_degree)
    }

    /// Whether a position lies on the sheet.
    pub fn shows(&self, point: Point) -> bool {
        let (x, y) = self.at(point);
        (0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)
    }

    /// A bar of a round number of kilometres, at the bottom left.
    pub fn scale_bar(&self) -> Markup {
        let per_km = self.per_degree / KM_PER_DEGREE;
        let most = self.width / 5.0 / per_km;
        let power = 10f64.powf(most.log10().floor());
        let km = [5.0, 2.0, 1.0].iter().map(|s| s * power).find(|km| *km <= most).unwrap_or(power);
        let (x, y, long) = (18.0, self.height - 18.0, km * per_km);
        html! {
            rect x=(c(x - 8.0)) y=(c(y - 22.0)) width=(c(long + 16.0)) height="32" fill="#fff" fill-opacity="0.85" {}
            path d={ "M" (c(x)) " " (c(y - 5.0)) "v5h" (c(long)) "v-5" } fill="none" stroke="#16202a" stroke-width="1.6" {}
            text x=(c(x + long / 2.0)) y=(c(y - 7.0)) font-size="11.5" text-anchor="middle" { (crate::figures::amount(km, 3)) " km" }
        }
    }
}

fn all(geometry: &Geometry) -> Vec<Point> {
    match geometry {
        Geometry::Point(point) => vec![*point],
        Geometry::Lines(lines) => lines.iter().flatten().copied().collect(),
        Geometry::Polygons(polygons) => polygons.iter().flatten().flatten().copied().collect(),
    }
}

fn turned(longitude: f64, wraps: bool) -> f64 {
    if wraps && longitude < 0.0 { longitude + 360.0 } else { longitude }
}

fn span(values: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
    high - low
}

struct Frame {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

impl Frame {
    /// The box around the points, widened on each side by a part of its larger extent.
    fn around(points: &[Point], widen: f64) -> Self {
        let mut frame = Self { west: f64::MAX, east: f64::MIN, south: f64::MAX, north: f64::MIN };
        for p in points {
            frame.west = frame.west.min(p[0]);
            frame.east = frame.east.max(p[0]);
            frame.south = frame.south.min(p[1]);
            frame.north = frame.north.max(p[1]);
        }
        // A single point still needs a sheet: a tenth of a degree, some ten kilometres.
        let extent = (frame.east - frame.west).max(frame.north - frame.south).max(0.1);
        let by = extent * widen.max(0.01);
        Self { west: frame.west - by, east: frame.east + by, south: frame.south - by, north: frame.north + by }
    }

    fn holds(&self, p: Point) -> bool {
        (self.west..=self.east).contains(&p[0]) && (self.south..=self.north).contains(&p[1])
    }
}
