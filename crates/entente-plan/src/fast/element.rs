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
    prefix: Vec<i32>,
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
            fill(&mut scratch.prefix, &short[from..(to - 1 + tour).min(periods)], service.effect, to - from + tour);
            let (before, after) = (&scratch.prefix[..to - from], &scratch.prefix[tour..tour + to - from]);
            let found = (&mut scratch.gain[from..to], &mut scratch.service[from..to]);
            better(found, (before, after), need.weight, unit.cost, k);
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

/// Sums of what an element could fill before each period of a row, `len` of them and one more; past the row they stay.
fn fill(prefix: &mut Vec<i32>, short: &[i32], effect: i32, len: usize) {
    prefix.clear();
    let mut sum = 0;
    prefix.extend(short.iter().map(|short| {
        let before = sum;
        sum += (*short).clamp(0, effect);
        before
    }));
    prefix.resize(len + 1, sum);
}

/// Notes by start where a service gains more than what was found before.
fn better(
    (gain, service): (&mut [f64], &mut [u32]),
    (before, after): (&[i32], &[i32]),
    weight: f64,
    cost: f64,
    k: u32,
) {
    let len = gain.len();
    let (service, before, after) = (&mut service[..len], &before[..len], &after[..len]);
    for p in 0..len {
        let gains = weight * f64::from(after[p] - before[p]) - cost;
        let more = gains > gain[p] + 1e-9;
        gain[p] = if more { gains } else { gain[p] };
        service[p] = if more { k } else { service[p] };
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
