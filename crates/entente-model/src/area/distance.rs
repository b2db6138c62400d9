//! Distances on a sphere of the mean radius of the Earth (6371.0088 km, IUGG). Against the ellipsoid the
//! error stays below 0.6 %, far less than what a caveat in whole kilometres means.

use crate::area::inside::covers;
use crate::area::{Position, Shape};

/// Mean radius of the Earth, kilometres.
const RADIUS: f64 = 6371.0088;

type Vector = [f64; 3];

/// Great-circle distance in kilometres (haversine).
pub fn between(a: Position, b: Position) -> f64 {
    let (latitude_a, latitude_b) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let across = half((b.longitude - a.longitude).to_radians());
    let h = half(latitude_b - latitude_a) + latitude_a.cos() * latitude_b.cos() * across;
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

/// Kilometres from a point to the great-circle segment from `a` to `b`.
pub fn to_segment(point: Position, a: Position, b: Position) -> f64 {
    let ends = between(point, a).min(between(point, b));
    let (p, u, v) = (vector(point), vector(a), vector(b));
    let normal = cross(u, v);
    let length = dot(normal, normal).sqrt();
    if length < 1e-12 {
        return ends;
    }
    // The foot of the perpendicular lies between the ends if it is past neither of them.
    let between_ends = dot(cross(normal, u), p) > 0.0 && dot(cross(v, normal), p) > 0.0;
    if between_ends { RADIUS * (dot(normal, p) / length).abs().min(1.0).asin() } else { ends }
}

/// Kilometres between the nearest parts of two shapes; 0 where they cross or one covers the other.
/// `None` if one is empty. At most about `most_pairs` pairs of segments are compared: beyond, only every
/// n-th segment of the finer shape is, which errs by no more than the length of n segments.
pub fn between_shapes(a: &Shape, b: &Shape, most_pairs: usize) -> Option<f64> {
    let (first, second) = (segments(a), segments(b));
    let (start_a, start_b) = (first.first()?.0, second.first()?.0);
    if covers(a, start_b) || covers(b, start_a) {
        return Some(0.0);
    }
    let step = first.len().saturating_mul(second.len()).div_ceil(most_pairs.max(1)).max(1);
    let (first, second) = if first.len() < second.len() { (second, first) } else { (first, second) };
    let mut nearest = f64::INFINITY;
    for &(p, q) in first.iter().step_by(step) {
        for &(u, v) in &second {
            if crosses(p, q, u, v) {
                return Some(0.0);
            }
            nearest = nearest.min(to_segment(p, u, v)).min(to_segment(q, u, v));
            nearest = nearest.min(to_segment(u, p, q)).min(to_segment(v, p, q));
        }
    }
    Some(nearest)
}

/// The segments of a shape; a point is a segment without length.
fn segments(shape: &Shape) -> Vec<(Position, Position)> {
    let pairs = |line: &Vec<Position>| line.windows(2).map(|p| (p[0], p[1])).collect::<Vec<_>>();
    match shape {
        Shape::Point(point) => vec![(*point, *point)],
        Shape::Lines(lines) => lines.iter().flat_map(pairs).collect(),
        Shape::Polygons(polygons) => polygons.iter().flatten().flat_map(pairs).collect(),
    }
}

/// Whether two segments cross, on the plane of longitude and latitude.
fn crosses(p: Position, q: Position, u: Position, v: Position) -> bool {
    let side = |a: Position, b: Position, c: Position| {
        (b.longitude - a.longitude) * (c.latitude - a.latitude)
            - (b.latitude - a.latitude) * (c.longitude - a.longitude)
    };
    side(p, q, u) * side(p, q, v) < 0.0 && side(u, v, p) * side(u, v, q) < 0.0
}

fn vector(p: Position) -> Vector {
    let (latitude, longitude) = (p.latitude.to_radians(), p.longitude.to_radians());
    [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(longitude: f64, latitude: f64) -> Position {
        Position { longitude, latitude }
    }

    #[test]
    fn known_distances() {
        // One degree of the equator or of a meridian: π · 6371.0088 / 180 = 111.195 km.
        assert!((between(at(0.0, 0.0), at(1.0, 0.0)) - 111.195).abs() < 0.01);
        assert!((to_segment(at(0.5, 1.0), at(0.0, 0.0), at(1.0, 0.0)) - 111.195).abs() < 0.01);
        assert!((to_segment(at(2.0, 0.0), at(0.0, 0.0), at(1.0, 0.0)) - 111.195).abs() < 0.01);
        assert!(to_segment(at(0.5, 0.5), at(0.5, 0.5), at(0.5, 0.5)) < 1e-9);
    }

    #[test]
    fn shapes() {
        let square = vec![at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 1.0), at(0.0, 0.0)];
        let square = Shape::Polygons(vec![vec![square]]);
        let line = |x: f64| Shape::Lines(vec![vec![at(x, -1.0), at(x, 2.0)]]);
        assert_eq!(between_shapes(&square, &line(0.5), 100), Some(0.0));
        assert!((between_shapes(&square, &line(2.0), 100).unwrap() - 111.18).abs() < 0.1);
        assert_eq!(between_shapes(&Shape::Lines(vec![]), &line(0.0), 100), None);
    }
}
