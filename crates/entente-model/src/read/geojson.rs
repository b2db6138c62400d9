//! `area.geojson`: a GeoJSON feature collection (RFC 7946), WGS 84, longitude before latitude. Members
//! other than those named here are left alone.

use crate::area::inside::{representative, turning};
use crate::area::{Place, PlaceKind, Position, Shape, locate};
use crate::country::is_country;
use crate::diagnostic::{Diagnostic, Place as Spot, Severity};
use crate::read::bytes::line_starts;
use crate::report::Report;
use crate::schema::one_of;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

/// The file read here.
pub(crate) const FILE: &str = "area.geojson";

/// Most positions in the file: enough for detailed borders, few enough to be read in a moment.
const MOST_POSITIONS: usize = 500_000;

type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Reads the features; `None` if one of them, or the whole, cannot be read, which is reported.
pub(crate) fn read(text: &str, start: usize, report: &mut Report) -> Option<Vec<Place>> {
    let body = &text[start..];
    let mut reader = Reader { text, lines: line_starts(text), report, positions: 0 };
    if body.trim().is_empty() {
        let spot = Spot { file: FILE.to_owned(), ..Spot::default() };
        let problem = Diagnostic::new(Severity::Error, "empty-file", spot, "The file is empty");
        reader
            .report
            .push(problem.expected("a GeoJSON feature collection").hint("leave the file out if there is no map"));
        return None;
    }
    let members = match serde_json::from_str::<Members<'_>>(body) {
        Ok(members) => members,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(1).max(1);
            // The column counts bytes, from 1; it lies past the end where the text is cut short.
            let first = reader.lines.get(line as usize - 1).copied().unwrap_or(0);
            let at = (first + error.column().saturating_sub(1)).min(text.len());
            let spot = Spot {
                file: FILE.to_owned(),
                line: Some(line),
                column: None,
                span: Some((at, (at + 1).min(text.len()))),
            };
            let what = format!("The file cannot be read as JSON: {error}");
            let problem = Diagnostic::new(Severity::Error, "json-syntax", spot, what);
            reader.report.push(problem.expected("a GeoJSON feature collection"));
            return None;
        }
    };
    let collection = members.get("type").is_some_and(|t| t.get() == "\"FeatureCollection\"");
    let features = members.get("features").and_then(|f| serde_json::from_str::<Vec<&RawValue>>(f.get()).ok());
    let (true, Some(features)) = (collection, features) else {
        let spot = Spot { file: FILE.to_owned(), line: Some(1), ..Spot::default() };
        let problem = Diagnostic::new(Severity::Error, "geojson-shape", spot, "The file holds no feature collection");
        reader.report.push(problem.expected("{\"type\": \"FeatureCollection\", \"features\": […]}"));
        return None;
    };
    if let Some(crs) = members.get("crs").filter(|c| !c.get().contains("CRS84") && !c.get().contains("4326")) {
        let problem = reader.error("geojson-crs", crs, "crs", "The file names another coordinate system than WGS 84");
        reader
            .report
            .push(problem.expected("longitude and latitude, WGS 84").hint("export the map again as EPSG:4326"));
    }
    let mut places = Vec::new();
    let mut whole = true;
    let mut seen = BTreeSet::new();
    for feature in features {
        let read = reader.feature(feature);
        whole &= read.is_some();
        if let Some((place, id)) = read {
            if !seen.insert(place.id.clone()) {
                let what = format!("The identifier ‘{}’ stands twice in the file", place.id);
                let problem = reader.error("duplicate-id", id, "id", what).value(place.id.clone());
                reader.report.push(problem.expected("an identifier of its own for each feature"));
            }
            places.push(place);
        }
    }
    if let Some(bbox) = members.get("bbox") {
        reader.bbox(bbox, &places);
    }
    locate(&mut places);
    whole.then_some(places)
}

struct Reader<'a, 'r> {
    text: &'a str,
    /// First byte of each line.
    lines: Vec<usize>,
    report: &'r mut Report,
    positions: usize,
}

impl<'a> Reader<'a, '_> {
    /// An error at a raw value, which is a slice of the text.
    fn error(&self, code: &'static str, at: &RawValue, key: &str, message: impl Into<String>) -> Diagnostic {
        self.remark(Severity::Error, code, at, key, message)
    }

    fn remark(
        &self,
        severity: Severity,
        code: &'static str,
        at: &RawValue,
        key: &str,
        message: impl Into<String>,
    ) -> Diagnostic {
        let from = (at.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        let to = (from + at.get().len()).min(self.text.len());
        let place = Spot {
            file: FILE.to_owned(),
            line: u32::try_from(self.lines.partition_point(|&start| start <= from)).ok(),
            column: (!key.is_empty()).then(|| key.to_owned()),
            span: Some((from, to)),
        };
        Diagnostic::new(severity, code, place, message)
    }

    fn feature(&mut self, raw: &'a RawValue) -> Option<(Place, &'a RawValue)> {
        let members: Option<Members<'a>> = serde_json::from_str(raw.get()).ok();
        let properties = members.as_ref().and_then(|m| m.get("properties")).copied();
        let geometry = members.as_ref().and_then(|m| m.get("geometry")).copied();
        let inner: Option<Members<'a>> = properties.and_then(|p| serde_json::from_str(p.get()).ok());
        let (Some(properties), Some(geometry), Some(around)) = (inner, geometry, properties) else {
            let problem = self.error("geojson-shape", raw, "", "The feature has no properties or no geometry");
            let expected = "{\"type\": \"Feature\", \"properties\": {\"id\": …, \"kind\": …}, \"geometry\": {…}}";
            self.report.push(problem.expected(expected));
            return None;
        };
        let id_at = properties.get("id").copied().unwrap_or(around);
        let id = self.text_of(&properties, "id", around, true)?;
        let name = self.text_of(&properties, "name", around, false)?;
        let kind_name = self.text_of(&properties, "kind", around, true)?;
        let role = self.text_of(&properties, "role", around, false)?;
        let country = self.text_of(&properties, "country", around, false)?;
        let note = self.text_of(&properties, "note", around, false)?;
        let mut kind = PlaceKind::parse(&kind_name);
        if kind.is_none() {
            let at = properties.get("kind").copied().unwrap_or(around);
            let hint = self.report.did_you_mean(&kind_name, PlaceKind::names());
            let problem = self.error("unknown-choice", at, "kind", format!("There is no kind of place ‘{kind_name}’"));
            self.report.push(problem.value(kind_name).expected(one_of(PlaceKind::names())).hints(hint));
            // Read on, so that the rest of the feature is checked too.
            kind = Some(PlaceKind::Site);
        }
        if !country.is_empty() && !is_country(&country) {
            let at = properties.get("country").copied().unwrap_or(around);
            let hint = self.report.did_you_mean(&country, crate::country::codes());
            let problem = self.error("unknown-country", at, "country", format!("There is no country ‘{country}’"));
            let expected = "a country code of ISO 3166-1 alpha-3, or XAA to XZZ";
            self.report.push(problem.value(country.clone()).expected(expected).hints(hint));
        }
        let shape = self.shape(geometry)?;
        let kind = kind?;
        let fits = match kind {
            PlaceKind::Country | PlaceKind::Sector | PlaceKind::BufferZone => matches!(shape, Shape::Polygons(_)),
            PlaceKind::SeparationLine => matches!(shape, Shape::Lines(_)),
            PlaceKind::Site => true,
        };
        if !fits {
            let wanted = if kind == PlaceKind::SeparationLine { "lines" } else { "polygons" };
            let what = format!("A {} is drawn as {wanted}, and this is none", kind.name());
            let problem = self.error("geojson-shape", geometry, "geometry", what);
            self.report.push(problem.expected(wanted));
        }
        let point = representative(&shape)?;
        let name = if name.is_empty() { id.clone() } else { name };
        let (sector, line_km, role2_km) = (None, None, None);
        let place = Place { id, name, kind, role, country, note, shape, point, sector, line_km, role2_km };
        Some((place, id_at))
    }

    /// A text property; `None` if it is none, or missing though it must be there, which is reported.
    fn text_of(&mut self, properties: &Members<'a>, key: &str, around: &RawValue, required: bool) -> Option<String> {
        let raw = properties.get(key).copied();
        let value = raw.map(|r| serde_json::from_str::<Value>(r.get()));
        match value {
            None | Some(Ok(Value::Null)) if !required => Some(String::new()),
            Some(Ok(Value::String(text))) if !(required && text.trim().is_empty()) => Some(text.trim().to_owned()),
            Some(Ok(Value::Number(number))) => Some(number.to_string()),
            None | Some(Ok(Value::Null | Value::String(_))) => {
                let what = format!("The feature has no {key}");
                let problem = self.error("missing-value", raw.unwrap_or(around), key, what);
                self.report.push(problem.expected(format!("a property “{key}” with a text")));
                None
            }
            Some(_) => {
                let problem = self.error("wrong-type", raw.unwrap_or(around), key, format!("The {key} is not a text"));
                self.report.push(problem.expected("a text in quotes"));
                None
            }
        }
    }

    fn shape(&mut self, geometry: &'a RawValue) -> Option<Shape> {
        let members: Members<'a> = serde_json::from_str(geometry.get()).unwrap_or_default();
        let kind = members.get("type").and_then(|t| serde_json::from_str::<String>(t.get()).ok()).unwrap_or_default();
        let coordinates = members.get("coordinates").copied().unwrap_or(geometry);
        let value: Value = serde_json::from_str(coordinates.get()).unwrap_or(Value::Null);
        let read = match kind.as_str() {
            "Point" => self.position(&value).map(Shape::Point),
            "LineString" => self.line(&value, 2).map(|line| Shape::Lines(vec![line])),
            "MultiLineString" => self.list(&value, |r, v| r.line(v, 2)).map(Shape::Lines),
            "Polygon" => self.list(&value, |r, v| r.ring(v)).map(|rings| Shape::Polygons(vec![rings])),
            "MultiPolygon" => self.list(&value, |r, v| r.list(v, |r, v| r.ring(v))).map(Shape::Polygons),
            _ => Err(Flaw::Kind),
        };
        match read {
            Ok(shape) => {
                if let Shape::Polygons(polygons) = &shape
                    && polygons.iter().filter_map(|rings| rings.first()).any(|outer| turning(outer) < 0.0)
                {
                    let what = "An outer ring runs with the clock; it is read as if it ran against it";
                    let note = self.remark(Severity::Note, "geojson-winding", coordinates, "coordinates", what);
                    self.report.push(note.expected("outer rings against the clock (RFC 7946)"));
                }
                Some(shape)
            }
            Err(flaw) => {
                let (code, what, expected, hint) = flaw.words();
                let problem = self.error(code, coordinates, "coordinates", what);
                self.report.push(problem.expected(expected).hints(hint.map(str::to_owned)));
                None
            }
        }
    }

    fn list<T>(
        &mut self,
        value: &Value,
        mut read: impl FnMut(&mut Self, &Value) -> Result<T, Flaw>,
    ) -> Result<Vec<T>, Flaw> {
        match value.as_array() {
            Some(items) if !items.is_empty() => items.iter().map(|v| read(self, v)).collect(),
            _ => Err(Flaw::Form),
        }
    }

    fn line(&mut self, value: &Value, least: usize) -> Result<Vec<Position>, Flaw> {
        let line = self.list(value, |r, v| r.position(v))?;
        if line.len() < least {
            return Err(Flaw::Short);
        }
        if line.windows(2).any(|p| (p[0].longitude - p[1].longitude).abs() > 180.0) {
            return Err(Flaw::Antimeridian);
        }
        Ok(line)
    }

    fn ring(&mut self, value: &Value) -> Result<Vec<Position>, Flaw> {
        let ring = self.line(value, 4)?;
        if ring.first() == ring.last() { Ok(ring) } else { Err(Flaw::Open) }
    }

    fn position(&mut self, value: &Value) -> Result<Position, Flaw> {
        self.positions += 1;
        if self.positions > MOST_POSITIONS {
            return Err(Flaw::TooMany);
        }
        let numbers: Vec<f64> = value.as_array().ok_or(Flaw::Form)?.iter().map_while(Value::as_f64).collect();
        let [longitude, latitude, ..] = numbers[..] else { return Err(Flaw::Form) };
        if longitude.abs() > 180.0 || latitude.abs() > 90.0 {
            return Err(if latitude.abs() <= 180.0 && longitude.abs() <= 90.0 { Flaw::Swapped } else { Flaw::Range });
        }
        Ok(Position { longitude, latitude })
    }

    /// A bounding box must hold what it is said to hold.
    fn bbox(&mut self, raw: &RawValue, places: &[Place]) {
        let numbers: Vec<f64> = serde_json::from_str(raw.get()).unwrap_or_default();
        let (low, high) = match numbers[..] {
            [west, south, east, north] => ([west, south], [east, north]),
            [west, south, _, east, north, _] => ([west, south], [east, north]),
            _ => {
                let what = "The bounding box has not four or six numbers";
                let problem = self.remark(Severity::Warning, "geojson-bbox", raw, "bbox", what);
                self.report.push(problem.expected("[west, south, east, north]"));
                return;
            }
        };
        let outside = |p: &&Place| {
            let Position { longitude, latitude } = p.point;
            longitude < low[0] || latitude < low[1] || longitude > high[0] || latitude > high[1]
        };
        if let Some(place) = places.iter().find(outside) {
            let what = format!("The bounding box does not hold the place ‘{}’", place.id);
            let problem = self.remark(Severity::Warning, "geojson-bbox", raw, "bbox", what);
            self.report.push(problem.hint("delete the bbox; it is not needed"));
        }
    }
}

/// What can be wrong with a geometry.
#[derive(Clone, Copy, Debug)]
enum Flaw {
    Kind,
    Form,
    Short,
    Open,
    Range,
    Swapped,
    Antimeridian,
    TooMany,
}

impl Flaw {
    /// Code, message, what was expected, way out.
    fn words(self) -> (&'static str, &'static str, &'static str, Option<&'static str>) {
        let degrees = "longitude from -180 to 180, then latitude from -90 to 90";
        match self {
            Self::Kind => {
                let kinds = "Point, LineString, MultiLineString, Polygon or MultiPolygon";
                ("geojson-shape", "The geometry is of a kind that is not read", kinds, None)
            }
            Self::Form => ("geojson-shape", "The coordinates do not fit the geometry", "lists of positions", None),
            Self::Short => {
                let expected = "at least 2 positions in a line, 4 in a ring";
                ("geojson-shape", "A line or ring has too few positions", expected, None)
            }
            Self::Open => {
                let hint = Some("repeat the first position at the end");
                ("ring-not-closed", "A ring does not end where it begins", "the first position again at the end", hint)
            }
            Self::Range => ("coordinates-out-of-range", "A position lies outside the globe", degrees, None),
            Self::Swapped => {
                let hint = Some("latitude seems to stand first: swap the two");
                ("coordinates-out-of-range", "A position lies outside the globe", degrees, hint)
            }
            Self::Antimeridian => {
                let hint = Some("cut the shape at 180° into two (RFC 7946, 3.1.9)");
                ("antimeridian", "A line jumps across the antimeridian", "steps of less than 180° of longitude", hint)
            }
            Self::TooMany => {
                let hint = Some("simplify the shapes");
                ("too-large", "The file has more than 500,000 positions", "at most 500,000 positions", hint)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_is_marked_where_it_goes_wrong() {
        let text = "\u{feff}{\n\"type\": \"FeatureCollection\", \"features\": oops}\n";
        for (text, at) in [(text, text.find("oops").unwrap()), ("{\"type\":", 7)] {
            let mut report = Report::default();
            let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
            assert!(read(text, start, &mut report).is_none());
            let (from, to) = report.finish()[0].place.span.unwrap();
            assert!((at..=at + 1).contains(&from) && to <= text.len() && from <= to, "{from} {at}");
        }
    }
}
