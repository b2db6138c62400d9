//! The shares of the ways of a nation, which come to 1, and its places in each: a set that a step of the relaxation ends
//! in, which leaves no prices for it to look for.

/// A price in single precision is exact after as many.
const HALVINGS: usize = 60;

/// A value that a step has come to before it is brought into the set, and the step.
pub type Cell = (f32, f32);

/// The shares nearest to those of these ways, each with places between 0 and its share; distances are weighed by one over
/// the steps. Each share gives way by its step times a price, which is found by halving.
pub fn nearest(ways: &[(Cell, Vec<Cell>)]) -> Vec<f32> {
    let ranked: Vec<(Cell, Vec<Cell>)> = ways.iter().map(|(share, places)| (*share, ranked(places))).collect();
    let all = |price: f64| ranked.iter().map(|(share, places)| at(price, *share, places)).sum::<f64>();
    let (mut low, mut high) = (-1.0_f64, 1.0_f64);
    while low.is_finite() && all(low) < 1.0 {
        low *= 4.0;
    }
    while high.is_finite() && all(high) > 1.0 {
        high *= 4.0;
    }
    for _ in 0..HALVINGS {
        let price = 0.5 * (low + high);
        if all(price) > 1.0 {
            low = price;
        } else {
            high = price;
        }
    }
    ranked.iter().map(|(share, places)| at(high, *share, places) as f32).collect()
}

/// Places that may hold a share up, highest first.
fn ranked(places: &[Cell]) -> Vec<Cell> {
    let mut ranked: Vec<Cell> = places.iter().copied().filter(|place| place.0 > 0.0).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked
}

/// The share at a price: where its own distance, those of the places above it and the price balance.
fn at(price: f64, (share, step): Cell, ranked: &[Cell]) -> f64 {
    let mut weight = 1.0 / f64::from(step);
    let mut pull = f64::from(share) / f64::from(step) - price;
    for &(place, step) in ranked {
        if f64::from(place) * weight <= pull {
            break;
        }
        weight += 1.0 / f64::from(step);
        pull += f64::from(place) / f64::from(step);
    }
    (pull / weight).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The distance of shares and of the best places within them.
    fn distance(ways: &[(Cell, Vec<Cell>)], shares: &[f32]) -> f64 {
        let square = |at: f32, (from, step): Cell| f64::from(at - from).powi(2) / f64::from(step);
        let of = |((share, places), at): (&(Cell, Vec<Cell>), &f32)| {
            let places = places.iter().map(|place| square(place.0.clamp(0.0, *at), *place));
            square(*at, *share) + places.sum::<f64>()
        };
        ways.iter().zip(shares).map(of).sum()
    }

    /// Against all points of a grid.
    #[test]
    fn no_point_of_a_grid_is_nearer() {
        let mut dice = fastrand::Rng::with_seed(7);
        for _ in 0..300 {
            let mut cell = || (dice.f32() * 2.6 - 0.8, 0.05 + dice.f32() * 2.0);
            let ways: Vec<(Cell, Vec<Cell>)> = (0..3).map(|w| (cell(), (0..w).map(|_| cell()).collect())).collect();
            let found = nearest(&ways);
            assert!((found.iter().sum::<f32>() - 1.0).abs() < 1e-5 && found.iter().all(|share| *share >= 0.0));
            let far = distance(&ways, &found);
            for cell in 0..21 * 21 {
                let (a, b) = (cell % 21, cell / 21);
                if a + b <= 20 {
                    let shares = [a, b, 20 - a - b].map(|share| share as f32 / 20.0);
                    assert!(distance(&ways, &shares) >= far - 1e-4, "{ways:?}: {shares:?}, not {found:?}");
                }
            }
        }
    }

    #[test]
    fn one_way_is_all_there_is() {
        assert_eq!(nearest(&[((0.3, 1.0), vec![(2.0, 1.0)])]), [1.0]);
    }
}
