//! The best bound so far, with the prices that prove it.

use super::certify;
use super::core::Core;
use super::layout::{Layout, Prices};

/// The best prices so far and what they prove: before any, that shortfalls and costs are not below 0.
#[derive(Debug, Default)]
pub struct Proof {
    /// The bound.
    pub bound: f64,
    /// Prices that prove it, if any do.
    pub prices: Option<Prices>,
}

impl Proof {
    /// Judges prices, and gives what they prove by themselves.
    pub fn judge(&mut self, core: &Core, layout: &Layout, prices: Prices) -> f64 {
        let proven = certify::bound(core, layout, &prices);
        if proven > self.bound || self.prices.is_none() {
            self.bound = self.bound.max(proven);
            self.prices = Some(prices);
        }
        proven
    }

    /// Judges prices, and points on the way to them from the best so far: the bound is concave in the prices,
    /// and the relaxation swings about its best ones.
    pub fn judge_between(&mut self, core: &Core, layout: &Layout, prices: Prices) {
        if let Some(best) = self.prices.take() {
            let between = SHARES.map(|share| best.towards(&prices, share));
            self.prices = Some(best);
            for prices in between {
                self.judge(core, layout, prices);
            }
        }
        self.judge(core, layout, prices);
    }
}

/// How far towards new prices the bound is looked at.
const SHARES: [f32; 3] = [0.1, 0.3, 0.6];
