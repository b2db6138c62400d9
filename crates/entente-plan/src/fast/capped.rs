//! Places of nations in a formation, each between 0 and 1 and no more than so many in all: the row `nations` as a set
//! that a step of the relaxation ends in, which leaves no price for it to look for.

/// A price in single precision is exact after as many.
const HALVINGS: usize = 30;

/// The point nearest to this one, distances weighed by one over the steps, with all between 0 and 1 and no more than
/// `most` in all: each less its step times a price, which is found by halving.
pub fn nearest(point: &[f32], steps: &[f32], most: f32) -> Vec<f32> {
    let at = |price: f32| point.iter().zip(steps).map(move |(v, step)| (v - step * price).clamp(0.0, 1.0));
    if at(0.0).sum::<f32>() <= most {
        return at(0.0).collect();
    }
    // At the highest price all are at 0.
    let (mut low, mut high) = (0.0, point.iter().zip(steps).map(|(v, step)| v / step).fold(0.0, f32::max));
    for _ in 0..HALVINGS {
        let price = 0.5 * (low + high);
        if at(price).sum::<f32>() > most {
            low = price;
        } else {
            high = price;
        }
    }
    at(high).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &[f32], b: &[f32], steps: &[f32]) -> f64 {
        let apart = a.iter().zip(b).zip(steps);
        apart.map(|((a, b), step)| f64::from(a - b).powi(2) / f64::from(*step)).sum()
    }

    /// Against all points of a grid.
    #[test]
    fn no_point_of_a_grid_is_nearer() {
        let mut dice = fastrand::Rng::with_seed(7);
        for _ in 0..200 {
            let mut draw = |from: f32, to: f32| from + dice.f32() * (to - from);
            let point: Vec<f32> = (0..3).map(|_| draw(-0.5, 1.8)).collect();
            let steps: Vec<f32> = (0..3).map(|_| draw(0.05, 2.0)).collect();
            let most = draw(0.0, 3.0);
            let found = nearest(&point, &steps, most);
            assert!(found.iter().all(|v| (0.0..=1.0).contains(v)));
            assert!(found.iter().sum::<f32>() <= most + 1e-5);
            let far = distance(&found, &point, &steps);
            for cell in 0..21 * 21 * 21 {
                let at = [cell % 21, cell / 21 % 21, cell / 441].map(|i| i as f32 / 20.0);
                if at.iter().sum::<f32>() <= most {
                    assert!(distance(&at, &point, &steps) >= far - 1e-4, "{point:?} {steps:?} {most}: {at:?}");
                }
            }
        }
    }
}
