//! Tours that no plan better than the best known can have, by the prices that prove its bound: what branch and bound
//! need not look at.
//!
//! At fixed prices the bound falls apart into elements and nations. A tour forced on its element costs what the best
//! chain of tours is better than the best chain with it; a nation forced into a formation costs what the place there is
//! worth less than its price; and a way other than the best what the nation earns less in it. All add up; where bound and
//! all come over the best plan known, whatever the way, the tour is left out (Lagrangean fixing, Geoffrion 1974,
//! section 6).

use super::certify::{self, Apart, Room};
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

/// Calls `shut` with unit, service and start of every tour that is in no plan better than `best`: in none of the ways of its
/// nation.
pub fn shut(core: &Core, layout: &Layout, prices: &Prices, best: f64, mut shut: impl FnMut(usize, u32, u32)) {
    let mut apart = Apart::of(core, layout, prices);
    // The higher, the more it costs to come in.
    apart.settle(layout, |price, _, highest| if highest.is_finite() { highest } else { price });
    let room = best * (1.0 + CLEAR * best.signum()) / prices.unit - apart.bound(layout);
    if !room.is_finite() {
        return;
    }
    let mut open: Vec<BTreeSet<(u32, u32)>> = vec![BTreeSet::new(); core.units.len()];
    let mut behind = vec![0.0; layout.ways.len()];
    for ways in layout.ways.by_nation() {
        let values: Vec<f64> = ways.clone().map(|way| apart.value(layout, way)).collect();
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        behind[ways].iter_mut().zip(values).for_each(|(behind, value)| *behind = most - value);
    }
    let mut scratch = Room::default();
    for (t, team) in layout.teams.iter().enumerate() {
        let (unit, way) = (&core.units[team.unit as usize], team.way as usize);
        let forced = |k: usize| apart.forced(layout, way, unit.services[k].formation as usize);
        for (k, start, chain) in chains(core, layout, prices, t, &mut scratch) {
            if behind[way] + chain + forced(k) <= room {
                open[team.unit as usize].insert((k as u32, start as u32));
            }
        }
    }
    for (u, unit) in core.units.iter().enumerate() {
        for (k, service) in unit.services.iter().enumerate() {
            for start in service.starts.iter().flat_map(|&(from, to)| from..to) {
                if !open[u].contains(&(k as u32, start)) {
                    shut(u, k as u32, start);
                }
            }
        }
    }
}

/// What it costs to force each tour of a team on its element: service, start, and how much worse the best chain with it is
/// than the best chain.
fn chains(core: &Core, layout: &Layout, prices: &Prices, team: usize, scratch: &mut Room) -> Vec<(usize, usize, f64)> {
    let (unit, periods) = (&core.units[layout.teams[team].unit as usize], core.periods);
    let mut tours = Vec::new();
    let mut gain = vec![0.0_f64; periods];
    certify::each_tour(core, layout, prices, team, scratch, |k, start, net| {
        gain[start] = gain[start].max(net);
        tours.push((k, start, net));
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
    for (_, start, net) in &mut tours {
        *net = (after[0] - (before[*start] + *net + after[(*start + busy).min(periods)])).max(0.0);
    }
    tours
}
