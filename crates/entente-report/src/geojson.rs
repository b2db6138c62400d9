//! `plan.geojson`: the places of the area with what serves in them (RFC 7946, WGS 84).

use crate::view::{Geometry, PlaceView, Point, Report};
use serde_json::{Value, json};

/// The area as a feature collection; a place in which nothing serves keeps its own properties alone.
pub fn area(report: &Report) -> Value {
    let labels: Vec<&str> = report.time.periods.iter().map(|p| p.label.as_str()).collect();
    let features: Vec<Value> = report.places.iter().map(|place| feature(place, &labels)).collect();
    json!({ "type": "FeatureCollection", "features": features })
}

fn feature(place: &PlaceView, labels: &[&str]) -> Value {
    let mut properties = json!({
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "role": place.role,
        "country": place.country,
    });
    if !place.note.is_empty() {
        properties["note"] = json!(place.note);
    }
    if !place.lines.is_empty() {
        properties["lines"] = json!(place.lines);
        properties["people_peak"] = json!(place.peak);
        properties["people"] = labels.iter().zip(&place.people).map(|(l, p)| ((*l).to_owned(), json!(p))).collect();
        properties["asked_element_months"] = json!(place.asked_months);
        properties["filled_element_months"] = json!(place.filled_months);
        properties["lines_with_gaps"] = json!(place.gaps);
    }
    json!({ "type": "Feature", "id": place.id, "geometry": geometry(&place.geometry), "properties": properties })
}

fn geometry(shape: &Geometry) -> Value {
    match shape {
        Geometry::Point(point) => json!({ "type": "Point", "coordinates": point }),
        Geometry::Lines(lines) => match &lines[..] {
            [line] => json!({ "type": "LineString", "coordinates": line }),
            lines => json!({ "type": "MultiLineString", "coordinates": lines }),
        },
        Geometry::Polygons(polygons) => {
            let wound: Vec<Vec<Vec<Point>>> = polygons.iter().map(|rings| wound(rings)).collect();
            match &wound[..] {
                [one] => json!({ "type": "Polygon", "coordinates": one }),
                many => json!({ "type": "MultiPolygon", "coordinates": many }),
            }
        }
    }
}

/// Outer rings run counter-clockwise and holes clockwise: the right-hand rule of RFC 7946, §3.1.6.
fn wound(rings: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let turn = |(at, ring): (usize, &Vec<Point>)| {
        let mut ring = ring.clone();
        if (doubled_area(&ring) < 0.0) == (at == 0) {
            ring.reverse();
        }
        ring
    };
    rings.iter().enumerate().map(turn).collect()
}

fn doubled_area(ring: &[Point]) -> f64 {
    ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_rings_turn_left_and_holes_right() {
        let clockwise = vec![[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]];
        let out = wound(&[clockwise.clone(), clockwise]);
        assert!(doubled_area(&out[0]) > 0.0 && doubled_area(&out[1]) < 0.0);
    }
}
