//! The best tours of one element while all others stay: tours of one element never overlap, so what each
//! fills is its own, and a walk back through the periods finds the best chain. O(services · periods).

use super::state::{Slot, State};
use std::ops::{AddAssign, Sub};

/// Room to work in, kept between calls.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    gain: Vec<f64>,
    service: Vec<u32>,
    blocked: Vec<u32>,
    value: Vec<f64>,
    filled: Vec<i32>,
    earned: Vec<f64>,
}

/// The best schedule of the element, which must have no tours now, and how much it gains. What it fills counts what a
/// shortfall weighs, or what `worth` says of a thousandth of an element, by line and period.
pub fn best(state: &State<'_>, element: u32, worth: Option<&[f32]>, scratch: &mut Scratch) -> (Vec<Slot>, f64) {
    let core = state.core;
    let unit = &core.units[state.unit_of[element as usize] as usize];
    let periods = core.periods;
    scratch.gain.clear();
    scratch.gain.resize(periods, 0.0);
    scratch.service.clear();
    scratch.service.resize(periods, u32::MAX);
    let tour = unit.tour_within(periods);
    for (k, service) in state.admitted(unit) {
        // Nothing to gain where nothing is short.
        if state.open_periods[service.line as usize] == 0 {
            continue;
        }
        let need = &core.needs[service.line as usize];
        let short = &state.short[service.line as usize * periods..][..periods];
        for &(from, to) in &service.starts {
            let (from, to) = (from as usize, to as usize);
            let within = from..(to - 1 + tour).min(periods);
            let fills = short[within.clone()].iter().map(|short| (*short).clamp(0, service.effect));
            let found = (&mut scratch.gain[from..to], &mut scratch.service[from..to]);
            let tours = Tours { count: to - from, tour, cost: unit.cost, k };
            match worth {
                None => tours.better(found, &mut scratch.filled, fills, need.weight),
                Some(worth) => {
                    let worth = &worth[service.line as usize * periods..][within];
                    let earns = fills.zip(worth).map(|(fills, worth)| f64::from(fills) * f64::from(*worth));
                    tours.better(found, &mut scratch.earned, earns, 1.0);
                }
            }
        }
    }
    if scratch.service.iter().all(|k| *k == u32::MAX) {
        return (Vec::new(), 0.0);
    }
    // Where there is no room for one more element no tour begins.
    scratch.blocked.clear();
    scratch.blocked.push(0);
    let at = unit.nation as usize * periods;
    for p in 0..periods {
        let full = state.troops[at + p] + unit.strength > core.ceiling[at + p]
            || state.theatre[p] + unit.strength > core.theatre[p];
        scratch.blocked.push(scratch.blocked[p] + u32::from(full));
    }
    if scratch.blocked[periods] > 0 {
        for p in 0..periods {
            if scratch.blocked[(p + tour).min(periods)] != scratch.blocked[p] {
                scratch.service[p] = u32::MAX;
            }
        }
    }
    chain(scratch, periods, unit.busy, unit.most_tours)
}

/// Tours on a service, by start.
struct Tours {
    count: usize,
    tour: usize,
    cost: f64,
    k: u32,
}

impl Tours {
    /// Notes by start where these gain more than what was found before: they earn what lies in their window, by period,
    /// each unit of which counts so much.
    fn better<T>(
        self,
        (gain, service): (&mut [f64], &mut [u32]),
        prefix: &mut Vec<T>,
        earns: impl Iterator<Item = T>,
        counts: f64,
    ) where
        T: Copy + Default + AddAssign + Sub<Output = T> + Into<f64>,
    {
        // Sums of what comes before each period; past the last they stay.
        let mut sum = T::default();
        prefix.clear();
        prefix.extend(earns.map(|earns| {
            let before = sum;
            sum += earns;
            before
        }));
        prefix.resize(self.count + self.tour + 1, sum);
        let (before, after) = (&prefix[..self.count], &prefix[self.tour..][..self.count]);
        let (gain, service) = (&mut gain[..self.count], &mut service[..self.count]);
        for p in 0..self.count {
            let gains = counts * (after[p] - before[p]).into() - self.cost;
            let more = gains > gain[p] + 1e-9;
            gain[p] = if more { gains } else { gain[p] };
            service[p] = if more { self.k } else { service[p] };
        }
    }
}

/// The best chain of starts at least `busy` periods apart, of `most` tours at most.
fn chain(scratch: &mut Scratch, periods: usize, busy: u32, most: u32) -> (Vec<Slot>, f64) {
    let fits = periods.div_ceil((busy as usize).max(1));
    let layers = if most as usize >= fits { 1 } else { most as usize };
    // value[k][p]: the best from p on; with a limit on tours, k is how many are left less one.
    let width = periods + 1;
    scratch.value.clear();
    scratch.value.resize(layers * width, 0.0);
    let counted = layers > 1 || (most as usize) < fits;
    let after = |value: &[f64], k: usize, p: usize| {
        let next = (p.saturating_add(busy as usize)).min(periods);
        match (counted, k) {
            (false, _) => value[next],
            (true, 0) => 0.0,
            (true, k) => value[(k - 1) * width + next],
        }
    };
    for k in 0..layers {
        for p in (0..periods).rev() {
            let skip = scratch.value[k * width + p + 1];
            let take = if scratch.service[p] == u32::MAX {
                f64::NEG_INFINITY
            } else {
                scratch.gain[p] + after(&scratch.value, k, p)
            };
            scratch.value[k * width + p] = skip.max(take);
        }
    }
    let mut slots = Vec::new();
    let (mut p, mut k) = (0, layers - 1);
    let total = scratch.value[k * width];
    while p < periods {
        if scratch.value[k * width + p] <= scratch.value[k * width + p + 1] {
            p += 1;
            continue;
        }
        slots.push(Slot { service: scratch.service[p], start: p as u32 });
        p = p.saturating_add(busy as usize).min(periods);
        if counted {
            if k == 0 {
                break;
            }
            k -= 1;
        }
    }
    (slots, total)
}
