//! The best tours of one element while all others stay: tours of one element never overlap, so what each
//! fills is its own, and a walk back through the periods finds the best chain. O(services · periods).

use super::state::{Slot, State};

/// Room to work in, kept between calls.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    gain: Vec<f64>,
    service: Vec<u32>,
    blocked: Vec<u32>,
    value: Vec<f64>,
    prefix: Vec<f64>,
}

/// The best schedule of the element, which must have no tours now, and how much it gains.
pub fn best(state: &State<'_>, element: u32, scratch: &mut Scratch) -> (Vec<Slot>, f64) {
    let core = state.core;
    let unit = &core.units[state.unit_of[element as usize] as usize];
    let periods = core.periods;
    scratch.gain.clear();
    scratch.gain.resize(periods, 0.0);
    scratch.service.clear();
    scratch.service.resize(periods, u32::MAX);
    // How many periods up to here have no room for one more element.
    scratch.blocked.clear();
    scratch.blocked.push(0);
    let at = unit.nation as usize * periods;
    for p in 0..periods {
        let full = state.troops[at + p] + unit.strength > core.ceiling[at + p]
            || state.theatre[p] + unit.strength > core.theatre[p];
        scratch.blocked.push(scratch.blocked[p] + u32::from(full));
    }
    for (k, service) in state.admitted(unit) {
        let need = &core.needs[service.line as usize];
        let short = &state.short[service.line as usize * periods..][..periods];
        for &(from, to) in &service.starts {
            let last = ((to - 1).saturating_add(unit.tour) as usize).min(periods);
            scratch.prefix.clear();
            let mut sum = 0.0;
            for &short in &short[from as usize..last] {
                scratch.prefix.push(sum);
                sum += f64::from(short.clamp(0, service.effect));
            }
            scratch.prefix.push(sum);
            for p in from..to {
                let end = (p.saturating_add(unit.tour) as usize).min(periods);
                if scratch.blocked[end] != scratch.blocked[p as usize] {
                    continue;
                }
                let filled = scratch.prefix[end - from as usize] - scratch.prefix[(p - from) as usize];
                let gain = need.weight * filled - unit.cost;
                if gain > scratch.gain[p as usize] + 1e-9 {
                    scratch.gain[p as usize] = gain;
                    scratch.service[p as usize] = k;
                }
            }
        }
    }
    chain(scratch, periods, unit.busy, unit.most_tours)
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
