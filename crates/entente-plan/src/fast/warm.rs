//! What one planning leaves behind for the next on a like case: the prices that prove its bound, and what they are the
//! prices of. Offers, lines, formations and nations are known by their positions in the tables of the case, which
//! changes keep; what is new has no price yet.

use super::core::Core;
use super::layout::{Layout, Prices};
use std::collections::BTreeMap;

/// Prices, and where they belong.
#[derive(Clone, Debug)]
pub struct Warm {
    /// The prices.
    pub prices: Prices,
    core: Core,
    layout: Layout,
}

impl Warm {
    /// Prices of a core.
    pub fn new(core: Core, prices: Prices) -> Self {
        let layout = Layout::new(&core);
        Self { prices, core, layout }
    }

    /// The prices as prices of another core; `None` where its horizon or its tables are others. `unit` is what one unit
    /// of its prices weighs. They need not be good there: the certificate judges them.
    pub fn prices_of(&self, core: &Core, layout: &Layout, unit: f64) -> Option<Prices> {
        let periods = core.periods;
        let alike = periods == self.core.periods
            && core.nations == self.core.nations
            && core.posts.len() == self.core.posts.len()
            && core.needs.len() >= self.core.needs.len();
        if !alike {
            return None;
        }
        let scale = (self.prices.unit / unit) as f32;
        let lines = |of: &[f32]| {
            let mut prices: Vec<f32> = of.iter().map(|v| v * scale).collect();
            prices.resize(core.needs.len() * periods, 0.0);
            prices
        };
        let mut supplies = BTreeMap::new();
        for (s, supply) in self.layout.supplies.iter().enumerate() {
            supplies.insert((supply.nation, supply.line), s);
        }
        let mut joins = BTreeMap::new();
        for (u, unit) in self.core.units.iter().enumerate() {
            for j in self.layout.joins_of[u].clone() {
                joins.insert((unit.offer, self.layout.joins[j].formation), j);
            }
        }
        let mut made = Prices {
            cover: lines(&self.prices.cover),
            rounding: lines(&self.prices.rounding),
            supply: vec![0.0; layout.supplies.len() * periods],
            join: vec![0.0; layout.joins.len() * periods],
            ceiling: self.prices.ceiling.iter().map(|v| v * scale).collect(),
            theatre: self.prices.theatre.iter().map(|v| v * scale).collect(),
            unit,
        };
        let copy = |to: &mut [f32], from: &[f32]| to.iter_mut().zip(from).for_each(|(to, v)| *to = v * scale);
        for (s, supply) in layout.supplies.iter().enumerate() {
            if let Some(&known) = supplies.get(&(supply.nation, supply.line)) {
                copy(&mut made.supply[s * periods..][..periods], &self.prices.supply[known * periods..][..periods]);
            }
        }
        for (u, unit) in core.units.iter().enumerate() {
            for j in layout.joins_of[u].clone() {
                if let Some(&known) = joins.get(&(unit.offer, layout.joins[j].formation)) {
                    copy(&mut made.join[j * periods..][..periods], &self.prices.join[known * periods..][..periods]);
                }
            }
        }
        Some(made)
    }
}
