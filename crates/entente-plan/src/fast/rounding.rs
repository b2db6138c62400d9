//! Rows `round[r,p]`: elements come whole, so a line that asks for one element and gets substitutes that count three
//! quarters is short of a quarter or overfilled, never filled by four thirds of one.
//!
//! Mixed-integer rounding (Nemhauser and Wolsey 1990) of `cover[r,p]`, Σ_k e_k X_k + s ≥ q with X_k whole, divided by an
//! effectiveness d that does not divide q. With h = q mod d and G(e) = ⌊e/d⌋ + min(1, (e mod d) / h):
//!
//! ```text
//! s + Σ_k h·G(e_k)·X_k ≥ h·⌈q/d⌉
//! ```

use super::core::{Core, Need};

/// The row of a line, in every period in which it asks for anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Rounding {
    /// h·⌈q/d⌉, elements.
    pub needs: f64,
    /// What the line asks for in every period in which it asks at all, thousandths.
    asked: i32,
    /// d, thousandths.
    divisor: i32,
}

impl Rounding {
    /// The row of a line, if one says more than `cover`. Lines that ask for now more, now less have none.
    pub fn of(core: &Core, need: &Need) -> Option<Self> {
        let asked = *need.asked.iter().find(|&&q| q > 0)?;
        if need.asked.iter().any(|&q| q > 0 && q != asked) {
            return None;
        }
        let effects = need.by.iter().map(|&(u, k)| core.units[u as usize].services[k as usize].effect);
        let divisor = effects.filter(|&d| d > 0 && asked % d != 0).max()?;
        let rest = f64::from(asked % divisor) / 1000.0;
        Some(Self { needs: rest * f64::from(asked / divisor + 1), asked, divisor })
    }

    /// h·G(e): what an element of this effectiveness, in thousandths, counts in the row.
    pub fn counts(&self, effect: i32) -> f64 {
        let rest = self.asked % self.divisor;
        let part = (f64::from(effect % self.divisor) / f64::from(rest)).min(1.0);
        f64::from(rest) / 1000.0 * (f64::from(effect / self.divisor) + part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_whole_number_of_elements_keeps_the_row() {
        for asked in (1..=5).map(|q| q * 1000) {
            for divisor in [300, 500, 600, 750, 800].into_iter().filter(|d| asked % d != 0) {
                let rest = f64::from(asked % divisor) / 1000.0;
                let row = Rounding { needs: rest * f64::from(asked / divisor + 1), asked, divisor };
                for (one, other) in (0..=8).flat_map(|a| (0..=16).map(move |b| (a, b))) {
                    for effect in [250, 500, 900, 1000] {
                        let short = f64::from((asked - one * effect - other * divisor).max(0)) / 1000.0;
                        let filled = f64::from(one) * row.counts(effect) + f64::from(other) * row.counts(divisor);
                        assert!(short + filled >= row.needs - 1e-12, "{asked} {divisor} {one} {effect} {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn it_says_more_than_cover() {
        let row = Rounding { needs: 0.5, asked: 1000, divisor: 750 };
        assert_eq!((row.counts(1000), row.counts(750)), (0.5, 0.25));
        // Four thirds of a substitute fill the line by `cover`, and leave a sixth of it open here.
        assert!(row.needs - 4.0 / 3.0 * row.counts(750) > 0.16);
    }
}
