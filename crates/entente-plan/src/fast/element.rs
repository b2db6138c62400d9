//! The best tours of one element while all others stay: tours of one element never overlap, so what each
//! fills is its own, and a walk back through the periods finds the best chain. O(services · periods).

use super::core::Unit;
use super::state::{Slot, State};
use super::windows::{Counting, Windows};

/// Room to work in, kept between calls.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    gain: Vec<f32>,
    service: Vec<u32>,
    blocked: Vec<u32>,
    value: Vec<f64>,
}

/// The best schedule of the element, which must have no tours now, and how much it gains. What a tour gains is first
/// multiplied by what `shaken` says of its start, if anything.
pub fn best(
    state: &State<'_>,
    element: u32,
    counting: Counting,
    shaken: Option<&[f32]>,
    windows: &mut Windows,
    scratch: &mut Scratch,
) -> (Vec<Slot>, f64) {
    let core = state.core;
    let u = state.unit_of[element as usize];
    let unit = &core.units[u as usize];
    let periods = core.periods;
    scratch.gain.clear();
    scratch.gain.resize(periods, 0.0);
    scratch.service.clear();
    scratch.service.resize(periods, NONE);
    let cost = unit.cost as f32;
    for (k, service) in state.admitted(unit) {
        // Nothing to gain where nothing is short.
        if state.open_periods[service.line as usize] == 0 {
            continue;
        }
        let fills = windows.by_start(state, u, k, counting);
        for &(from, to) in &service.starts {
            let starts = from as usize..to as usize;
            let gain = &mut scratch.gain[starts.clone()];
            let chosen = &mut scratch.service[starts.clone()];
            for ((fills, gain), chosen) in fills[starts].iter().zip(gain).zip(chosen) {
                let gains = fills - cost;
                // All ones or all zeros: a store in any case is a vector store.
                let more = u32::from(gains > *gain).wrapping_neg();
                *gain = if gains > *gain { gains } else { *gain };
                *chosen = (k & more) | (*chosen & !more);
            }
        }
    }
    if unit.most_tours == 0 || scratch.service.iter().all(|k| *k == NONE) {
        return (Vec::new(), 0.0);
    }
    if let Some(factors) = shaken {
        scratch.gain.iter_mut().zip(factors).for_each(|(gain, factor)| *gain *= factor);
    }
    forbid_full(state, unit, scratch);
    chain(scratch, periods, unit.busy_within(periods).max(1), unit.most_tours)
}

/// Where there is no room for one more element no tour begins.
fn forbid_full(state: &State<'_>, unit: &Unit, scratch: &mut Scratch) {
    let core = state.core;
    let periods = core.periods;
    let at = unit.nation as usize * periods;
    let (troops, ceiling) = (&state.troops[at..][..periods], &core.ceiling[at..][..periods]);
    let (theatre, authorised) = (&state.theatre[..periods], &core.theatre[..periods]);
    // Below 0 where they do not fit.
    let left = |p: usize| (ceiling[p] - troops[p] - unit.strength) | (authorised[p] - theatre[p] - unit.strength);
    if (0..periods).fold(0, |all, p| all | left(p)) >= 0 {
        return;
    }
    let mut full = 0;
    scratch.blocked.clear();
    scratch.blocked.push(0);
    scratch.blocked.extend((0..periods).map(|p| {
        full += u32::from(left(p) < 0);
        full
    }));
    let tour = unit.tour_within(periods);
    for p in 0..periods {
        if scratch.blocked[(p + tour).min(periods)] != scratch.blocked[p] {
            scratch.service[p] = NONE;
        }
    }
}

/// No service.
const NONE: u32 = u32::MAX;

/// The best chain of starts at least `busy` periods apart, of `most` tours at most.
fn chain(scratch: &mut Scratch, periods: usize, busy: usize, most: u32) -> (Vec<Slot>, f64) {
    let Scratch { gain, service, value, .. } = scratch;
    for (gain, service) in gain.iter_mut().zip(&*service) {
        if *service == NONE {
            *gain = f32::NEG_INFINITY;
        }
    }
    // value[k][p]: the best from p on, after the last period 0; with a limit on tours, k is how many are left.
    let fits = periods.div_ceil(busy);
    let layers = if most as usize >= fits { 0 } else { most as usize };
    let width = periods + busy;
    value.clear();
    value.resize((layers + 1) * width, 0.0);
    // The layer that a tour leaves to.
    let next = |k: usize| k.saturating_sub(1) * width;
    for k in layers.min(1)..=layers {
        let here = k * width;
        for p in (0..periods).rev() {
            let take = f64::from(gain[p]) + value[next(k) + p + busy];
            let skip = value[here + p + 1];
            value[here + p] = if take > skip { take } else { skip };
        }
    }
    let mut slots = Vec::new();
    let (mut p, mut k) = (0, layers);
    let total = value[k * width];
    while p < periods {
        if value[k * width + p] <= value[k * width + p + 1] {
            p += 1;
            continue;
        }
        slots.push(Slot { service: service[p], start: p as u32 });
        p += busy;
        k = k.saturating_sub(1);
        if layers > 0 && k == 0 {
            break;
        }
    }
    (slots, total)
}
