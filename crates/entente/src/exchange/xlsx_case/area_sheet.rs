//! `area.geojson` as a sheet: a row for each feature, its geometry as GeoJSON text in as many cells as it
//! takes. And back.

use super::CELL_LIMIT;
use super::write::Grid;
use crate::exchange::columns::{self, Held};
use crate::exchange::ledger::{Ledger, Outcome};
use crate::exchange::workbook::{Cell, Sheet, column_name};
use crate::failure::Failure;
use serde_json::{Map, Value, json};

/// Properties that have columns of their own.
const PROPERTIES: [&str; 5] = ["id", "name", "kind", "role", "country"];
/// Column of all other properties, as one JSON object.
const OTHERS: &str = "properties";
/// Column of the geometry; `geometry_2` and so on carry on where one cell is full.
const GEOMETRY: &str = "geometry";

/// The sheet.
pub(super) fn grid(text: &str) -> Result<Grid, Failure> {
    let broken = |why: &str| Failure::input(format!("area.geojson cannot be read: {why}"));
    let features = if text.trim().is_empty() {
        Vec::new()
    } else {
        let mut root: Value = serde_json::from_str(text).map_err(|e| broken(&e.to_string()))?;
        match root["features"].take() {
            Value::Array(features) => features,
            _ => return Err(broken("it has no list of features")),
        }
    };
    let mut rows = Vec::new();
    let mut most = 1;
    for mut feature in features {
        let mut properties = match feature["properties"].take() {
            Value::Object(properties) => properties,
            _ => Map::new(),
        };
        let mut row: Vec<String> = PROPERTIES.iter().map(|name| take(&mut properties, name)).collect();
        row.push(if properties.is_empty() { String::new() } else { Value::Object(properties).to_string() });
        let chunks = chunks(&feature["geometry"].to_string(), CELL_LIMIT);
        most = most.max(chunks.len());
        row.extend(chunks);
        rows.push(row);
    }
    let mut columns: Vec<_> = PROPERTIES.iter().map(|name| (*name).to_owned()).collect();
    columns.push(OTHERS.to_owned());
    columns.extend((1..=most).map(|n| if n == 1 { GEOMETRY.to_owned() } else { format!("{GEOMETRY}_{n}") }));
    let columns = columns.into_iter().map(|name| {
        let note = match name.as_str() {
            OTHERS => "All other properties, as one JSON object.",
            GEOMETRY => "GeoJSON geometry, WGS 84 degrees: {\"type\":\"Point\",\"coordinates\":[30.5,50.4]}",
            name if name.starts_with(GEOMETRY) => "What did not fit into the cell before.",
            _ => "",
        };
        (name, Held::Text, note.to_owned())
    });
    Ok(Grid { columns: columns.collect(), rows })
}

/// A property that is text, taken out; any other stays where it is.
fn take(properties: &mut Map<String, Value>, name: &str) -> String {
    match properties.get(name) {
        Some(Value::String(text)) => {
            let text = text.clone();
            properties.shift_remove(name);
            text
        }
        _ => String::new(),
    }
}

/// Text in pieces of at most `limit` UTF-16 units.
fn chunks(text: &str, limit: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut units = 0;
    for c in text.chars() {
        if units + c.len_utf16() > limit {
            out.push(String::new());
            units = 0;
        }
        units += c.len_utf16();
        out.last_mut().expect("there is one at least").push(c);
    }
    out
}

/// Whether a sheet with these headers is one of areas.
pub(super) fn is_area(headers: &[String]) -> bool {
    headers.iter().any(|h| columns::plain(h) == GEOMETRY) && headers.iter().any(|h| columns::plain(h) == "kind")
}

/// `area.geojson` from the rows below `header`; none if there are no features.
pub(super) fn geojson(sheet: &Sheet, header: u32, ledger: &mut Ledger) -> Option<String> {
    let names = super::header::names(sheet, header);
    let mut features = Vec::new();
    for (&row, cells) in sheet.rows.range(header.saturating_add(1)..) {
        let mut enter = |outcome, column: String, reason: &str| {
            ledger.enter(&sheet.name, Some(row.saturating_add(1)), column, outcome, reason);
        };
        let mut properties = Map::new();
        let mut geometry: Vec<(u32, String)> = Vec::new();
        let mut fault = None;
        for (&column, cell) in cells {
            let name = names.get(&column).map(|n| columns::plain(n)).unwrap_or_default();
            // White space at the end of a chunk is part of the geometry.
            let text = if let Cell::Text(text) = cell { text.clone() } else { cell.text() };
            if let Cell::Error(error) = cell {
                fault = Some((column, format!("the cell holds the error {error}")));
            } else if let Some(part) = name.strip_prefix(GEOMETRY) {
                geometry.push((part.parse().unwrap_or(1), text));
            } else if name == OTHERS {
                match serde_json::from_str(&text) {
                    Ok(Value::Object(more)) => properties.extend(more),
                    _ => fault = Some((column, "the properties are no JSON object".to_owned())),
                }
            } else if PROPERTIES.contains(&name.as_str()) {
                properties.insert(name, Value::String(cell.text()));
            }
        }
        geometry.sort_by_key(|(part, _)| *part);
        let text: String = geometry.into_iter().map(|(_, text)| text).collect();
        match (fault, serde_json::from_str::<Value>(&text)) {
            (Some((column, reason)), _) => enter(Outcome::Refused, column_name(column), &reason),
            (None, Err(_)) => enter(Outcome::Refused, String::new(), "the geometry is no GeoJSON"),
            (None, Ok(shape)) => {
                features.push(json!({"type": "Feature", "properties": properties, "geometry": shape}));
                enter(Outcome::Used, String::new(), "");
            }
        }
    }
    if features.is_empty() {
        return None;
    }
    // A feature on each line, as people keep it under version control.
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    Some(format!("{{\n\"type\": \"FeatureCollection\",\n\"features\": [\n{}\n]\n}}\n", lines.join(",\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_join_to_the_whole() {
        let text = "🙂a".repeat(5);
        let parts = chunks(&text, 4);
        assert!(parts.len() > 1 && parts.iter().all(|p| p.encode_utf16().count() <= 4));
        assert_eq!(parts.concat(), text);
        assert_eq!(chunks("", 4), [""]);
    }

    #[test]
    fn other_properties_travel_too() {
        let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"A","kind":"site",
            "note":"drawn by hand","level":3},"geometry":{"type":"Point","coordinates":[1.5,2]}}]}"#;
        let grid = grid(text).unwrap();
        assert_eq!(grid.rows[0][0], "A");
        assert_eq!(grid.rows[0][5], r#"{"note":"drawn by hand","level":3}"#);
        assert_eq!(grid.rows[0][6], r#"{"type":"Point","coordinates":[1.5,2]}"#);
    }
}
