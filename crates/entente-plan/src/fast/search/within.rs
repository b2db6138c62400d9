//! A search that keeps to some places: for tours alone, where who serves where is decided.

use super::{Search, Slot, State, give};
use crate::fast::neighbourhood::Tour;
use std::collections::BTreeSet;

/// A cycle of so much work never ends.
const ENDLESS: u64 = u64::MAX / 4;

impl Search<'_> {
    /// A search that keeps nations to these places, as far as there is room for them, and begins with the tours of the best
    /// plan that are there. It takes nothing that leaves the plan worse.
    pub fn within(&self, places: &BTreeSet<usize>) -> Self {
        let mut other = self.companion();
        (other.swaps, other.settling) = (false, 0);
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
        other.first_cycle(ENDLESS / other.elements(), 0.0);
        other
    }

    /// The tours of the best plan, one element each.
    pub fn schedule(&self) -> impl Iterator<Item = Tour> + '_ {
        self.tours().map(|(unit, Slot { service, start })| {
            let line = self.state.core.units[unit as usize].services[service as usize].line;
            Tour { unit, line, start }
        })
    }

    /// What the plan at hand leaves short: thousandths, by line and period.
    pub fn short(&self) -> &[i32] {
        &self.state.short
    }

    /// These units give up their tours for others, by unit and start, as far as there are elements for them. The rest of
    /// their elements find tours for themselves.
    pub fn seat(&mut self, units: &[u32], tours: &[Tour]) {
        let core = self.state.core;
        let elements: Vec<u32> = units.iter().flat_map(|&u| self.state.elements(u)).collect();
        elements.iter().for_each(|&e| self.state.reschedule(e, Vec::new()));
        for tours in tours.chunk_by(|a, b| a.unit == b.unit) {
            let unit = &core.units[tours[0].unit as usize];
            let mut slots = vec![Vec::new(); unit.elements as usize];
            for &Tour { line, start, .. } in tours {
                let service = unit.on_line(line).map(|service| service as u32);
                service.into_iter().for_each(|service| give(unit, Slot { service, start }, &mut slots));
            }
            for (e, slots) in self.state.elements(tours[0].unit).zip(slots) {
                // Where nations are as one, nobody counts them.
                let admitted = slots.into_iter().filter(|slot| self.state.admits(unit, slot)).collect();
                self.state.reschedule(e, admitted);
            }
        }
        for e in elements {
            if self.state.schedule[e as usize].is_empty() {
                self.refit(e);
            }
        }
        self.state.mark();
        self.record();
    }

    /// From now on small moves are around these lines alone.
    pub fn around(&mut self, lines: Vec<u32>) {
        self.near = Some(lines);
    }
}
