//! The area of a case with what is asked for at each place, as GeoJSON (RFC 7946).

use entente_model::Case;
use entente_model::area::{Position, Shape};
use serde_json::{Value, json};

/// A feature for each place, with the formations, lines and entry points that are there.
pub fn area(case: &Case) -> Value {
    let features: Vec<Value> = case
        .area
        .enumerate()
        .map(|(ix, place)| {
            let formations = case.formations.iter().filter(|f| f.place == Some(ix)).map(|f| json!(f.id));
            let lines = case.lines.enumerate().filter(|(l, _)| case.place_of(*l) == Some(ix)).map(|(_, l)| {
                json!({
                    "id": l.id,
                    "title": l.title,
                    "capability": case.capabilities[l.capability].id,
                    "most": l.quantity.iter().max().copied().unwrap_or(0),
                    "priority": l.priority.name(),
                })
            });
            let entries = case.entries.iter().filter(|e| e.place == Some(ix)).map(|e| json!(e.id));
            json!({
                "type": "Feature",
                "id": place.id,
                "properties": {
                    "id": place.id,
                    "name": place.name,
                    "kind": place.kind.name(),
                    "note": place.note,
                    "role": place.role,
                    "country": place.country,
                    "formations": formations.collect::<Vec<_>>(),
                    "lines": lines.collect::<Vec<_>>(),
                    "entry_points": entries.collect::<Vec<_>>(),
                },
                "geometry": geometry(&place.shape),
            })
        })
        .collect();
    json!({"type": "FeatureCollection", "name": case.name, "features": features})
}

fn geometry(shape: &Shape) -> Value {
    let point = |p: &Position| json!([p.longitude, p.latitude]);
    let line = |l: &Vec<Position>| l.iter().map(point).collect::<Vec<_>>();
    let polygon = |p: &Vec<Vec<Position>>| p.iter().map(line).collect::<Vec<_>>();
    match shape {
        Shape::Point(p) => json!({"type": "Point", "coordinates": point(p)}),
        Shape::Lines(lines) => match lines.as_slice() {
            [one] => json!({"type": "LineString", "coordinates": line(one)}),
            many => json!({"type": "MultiLineString", "coordinates": many.iter().map(line).collect::<Vec<_>>()}),
        },
        Shape::Polygons(polygons) => match polygons.as_slice() {
            [one] => json!({"type": "Polygon", "coordinates": polygon(one)}),
            many => json!({"type": "MultiPolygon", "coordinates": many.iter().map(polygon).collect::<Vec<_>>()}),
        },
    }
}
