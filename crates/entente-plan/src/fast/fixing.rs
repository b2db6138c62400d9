//! Tours that no plan better than the best known can have, by the prices that prove its bound: what branch and bound
//! need not look at.
//!
//! At fixed prices the bound falls apart into elements and places. A tour forced on its element costs what the best
//! chain of tours is better than the best chain with it; a nation forced into a formation costs what the worst of those
//! chosen is worth more. Both add up; where bound and both come over the best plan known, the tour is left out
//! (Lagrangean fixing, Geoffrion 1974, section 6).

use super::certify::{self, Room};
use super::core::Core;
use super::layout::{Layout, Prices};
use std::collections::BTreeSet;

/// Share of the best plan by which a tour must come over it, against rounding.
const CLEAR: f64 = 1e-7;

/// The core less every tour that is in no plan better than `best`.
pub fn narrowed(core: &Core, layout: &Layout, prices: &Prices, best: f64) -> Core {
    let mut gone = BTreeSet::new();
    shut(core, layout, prices, best, |u, k, start| {
        gone.insert((u, k as usize, start));
    });
    core.narrowed(|u, k, start| !gone.contains(&(u, k, start)))
}

/// Calls `shut` with unit, service and start of every tour that is in no plan better than `best`.
pub fn shut(core: &Core, layout: &Layout, prices: &Prices, best: f64, mut shut: impl FnMut(usize, u32, u32)) {
    let bound = certify::bound(core, layout, prices);
    let room = (best * (1.0 + CLEAR * best.signum()) - bound) / prices.unit;
    let places = places(core, layout, prices);
    let periods = core.periods;
    let mut scratch = Room::default();
    for (u, unit) in core.units.iter().enumerate() {
        let mut nets = Vec::new();
        let mut gain = vec![0.0_f64; periods];
        certify::each_tour(core, layout, prices, u, &mut scratch, |k, start, net| {
            gain[start] = gain[start].max(net);
            nets.push((k, start, net));
        });
        let busy = unit.busy_within(periods).max(1);
        // The best chain from a period on, and the best that leaves the element free by then.
        let mut after = vec![0.0_f64; periods + 1];
        for p in (0..periods).rev() {
            after[p] = after[p + 1].max(gain[p] + after[(p + busy).min(periods)]);
        }
        let mut before = vec![0.0_f64; periods + 1];
        for p in 0..periods {
            before[p + 1] = before[p + 1].max(before[p]);
            if p + busy <= periods {
                before[p + busy] = before[p + busy].max(before[p] + gain[p]);
            }
        }
        for (k, start, net) in nets {
            let chain = after[0] - (before[start] + net + after[(start + busy).min(periods)]);
            let place = places[core.place(unit.services[k].formation, unit.nation)];
            if chain.max(0.0) + place > room {
                shut(u, k as u32, start as u32);
            }
        }
    }
}

/// What it costs to force each nation into each formation.
fn places(core: &Core, layout: &Layout, prices: &Prices) -> Vec<f64> {
    let (worths, ..) = certify::worths(core, layout, prices);
    let mut costs = Vec::with_capacity(worths.len());
    let nations = core.nations.max(1);
    for (f, (worth, held)) in worths.chunks(nations).zip(core.held.chunks(nations)).enumerate() {
        let free = worth.iter().zip(held).filter(|(_, held)| !**held);
        let mut ranked: Vec<f64> = free.map(|(w, _)| *w).filter(|w| *w > 0.0).collect();
        ranked.sort_by(|a, b| b.total_cmp(a));
        let most = layout.free_places[f];
        let last = most.checked_sub(1).and_then(|last| ranked.get(last)).copied().unwrap_or(0.0);
        costs.extend(worth.iter().zip(held).map(|(w, held)| match (*held, most) {
            (true, _) => 0.0,
            (false, 0) => f64::INFINITY,
            (false, _) => (last - w).max(0.0),
        }));
    }
    costs
}
