//! Points in polygons, on the plane of longitude and latitude. Shapes do not cross the antimeridian:
//! loading refuses those that do.

use crate::area::{Position, Shape};

/// Whether the point lies in the shape; lines and points cover nothing.
pub fn covers(shape: &Shape, point: Position) -> bool {
    let Shape::Polygons(polygons) = shape else { return false };
    polygons.iter().any(|rings| {
        let mut rings = rings.iter();
        rings.next().is_some_and(|outer| in_ring(outer, point)) && !rings.any(|hole| in_ring(hole, point))
    })
}

/// Even-odd rule: a ray to the east crosses the ring an odd number of times.
fn in_ring(ring: &[Position], point: Position) -> bool {
    let mut inside = false;
    for pair in ring.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        if (a.latitude > point.latitude) != (b.latitude > point.latitude) {
            let share = (point.latitude - a.latitude) / (b.latitude - a.latitude);
            if point.longitude < a.longitude + share * (b.longitude - a.longitude) {
                inside = !inside;
            }
        }
    }
    inside
}

/// Twice the signed area of a ring in square degrees: positive if it runs against the clock.
pub(crate) fn turning(ring: &[Position]) -> f64 {
    ring.windows(2).map(|p| p[0].longitude * p[1].latitude - p[1].longitude * p[0].latitude).sum()
}

/// A point that stands for the shape: its own, one in the middle of its longest line, or one inside its
/// largest polygon, well away from the edge along a line of latitude.
pub(crate) fn representative(shape: &Shape) -> Option<Position> {
    match shape {
        Shape::Point(point) => Some(*point),
        Shape::Lines(lines) => {
            let longest = lines.iter().max_by_key(|line| line.len())?;
            longest.get(longest.len() / 2).copied()
        }
        Shape::Polygons(polygons) => {
            let outer = |rings: &&Vec<Vec<Position>>| rings.first().map_or(0.0, |ring| turning(ring).abs());
            let rings = polygons.iter().max_by(|a, b| outer(a).total_cmp(&outer(b)))?;
            inner_point(rings).or_else(|| rings.first()?.first().copied())
        }
    }
}

/// The middle of the longest stretch inside the polygon along one of a few lines of latitude.
fn inner_point(rings: &[Vec<Position>]) -> Option<Position> {
    let latitudes = || rings.first().into_iter().flatten().map(|p| p.latitude);
    let (low, high) = latitudes().fold((f64::MAX, f64::MIN), |(l, h), y| (l.min(y), h.max(y)));
    let mut best: Option<(f64, Position)> = None;
    for share in [0.5, 0.4, 0.6, 0.25, 0.75] {
        let latitude = low + share * (high - low);
        let mut crossings = Vec::new();
        for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
            let [a, b] = [pair[0], pair[1]];
            if (a.latitude > latitude) != (b.latitude > latitude) {
                let share = (latitude - a.latitude) / (b.latitude - a.latitude);
                crossings.push(a.longitude + share * (b.longitude - a.longitude));
            }
        }
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let width = pair[1] - pair[0];
            // A later line of latitude must be clearly wider: the middle one is preferred.
            if best.is_none_or(|(widest, _)| width > widest * 1.25) {
                best = Some((width, Position { longitude: (pair[0] + pair[1]) / 2.0, latitude }));
            }
        }
    }
    best.filter(|(width, _)| *width > 0.0).map(|(_, point)| point)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Position> {
        points.iter().map(|&(longitude, latitude)| Position { longitude, latitude }).collect()
    }

    #[test]
    fn a_square_with_a_hole() {
        let outer = ring(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]);
        let hole = ring(&[(1.0, 1.0), (1.0, 3.0), (3.0, 3.0), (3.0, 1.0), (1.0, 1.0)]);
        let shape = Shape::Polygons(vec![vec![outer.clone(), hole.clone()]]);
        let at = |longitude, latitude| covers(&shape, Position { longitude, latitude });
        assert!(at(0.5, 0.5) && !at(2.0, 2.0) && !at(5.0, 2.0));
        assert!(turning(&outer) > 0.0 && turning(&hole) < 0.0);
        assert!(covers(&shape, representative(&shape).unwrap()));
    }
}
