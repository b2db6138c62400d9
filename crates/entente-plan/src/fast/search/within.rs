//! A search that keeps to some places: for tours alone, where who serves where is decided.

use super::{MENDING_CYCLE, Search, Slot, State};
use std::collections::BTreeSet;

/// The slack to begin with, where no nation gives up its place. More of it keeps tours from finding what fits together.
const SLACK: f64 = 0.012;

impl Search<'_> {
    /// A search that keeps nations to these places, as far as there is room for them, and begins with the tours of the best
    /// plan that are there.
    pub fn within(&self, places: &BTreeSet<usize>) -> Self {
        let mut other = self.companion();
        (other.slack, other.heat) = (SLACK, 1.0);
        (other.swaps, other.settling, other.longest) = (false, 0, u64::MAX);
        let State { core, .. } = other.state;
        other.state.go_to(&vec![Vec::new(); self.best_schedule.len()], &vec![false; self.best_open.len()]);
        for &place in places {
            let (formation, nation) = (place / core.nations, place % core.nations);
            if other.state.openable(formation as u32).contains(&(nation as u32)) {
                other.state.set_open(place, true);
            }
        }
        for (e, slots) in (0..).zip(&self.best_schedule) {
            let unit = other.state.unit_of[e as usize] as usize;
            let place = |slot: &Slot| core.place_of(unit, slot.service as usize);
            let kept: Vec<Slot> = slots.iter().filter(|slot| other.state.open[place(slot)]).copied().collect();
            other.state.reschedule(e, kept);
        }
        for (e, slots) in (0..).zip(&self.best_schedule) {
            if other.state.schedule[e as usize].len() < slots.len().max(1) {
                other.refit(e);
            }
        }
        other.state.mark();
        other.keep();
        other.first_cycle(MENDING_CYCLE, 0.0);
        other
    }
}
