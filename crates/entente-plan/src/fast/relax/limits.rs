//! The rows that limit people on tour: ceilings and the theatre.

use super::flow::FlowRow;
use super::moves::{Blend, Moved, dual};
use super::{HUNDREDS, Relax};
use crate::fast::pieces::{Piecewise, each, get, put};
use std::sync::Arc;

/// People on tour over the most, which is what stands in `over` at first.
struct Over<'a> {
    begun: FlowRow<'a>,
    there: f32,
    over: &'a mut [f32],
}

impl Piecewise for Over<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let there = self.begun.there::<N>(at, &mut self.there);
        let most = get::<N>(self.over, at);
        put::<N>(self.over, at, each(|i| there[i] - most[i]));
    }
}

/// People on tour over the most, in hundreds, by period.
fn over<'a>(begun: FlowRow<'_>, most: impl Iterator<Item = f32>, over: &'a mut Vec<f32>) -> &'a [f32] {
    over.clear();
    over.extend(most.map(|most| most * HUNDREDS));
    let periods = over.len();
    Over { begun, there: 0.0, over }.through(periods);
    over
}

impl Relax {
    /// The rows that limit people on tour.
    pub(super) fn limits_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, periods) = (Arc::clone(&self.core), self.core.periods);
        let room = &mut self.room;
        for (row, ceiling) in core.ceilings.iter().enumerate() {
            let most = ceiling.most.iter().map(|most| *most as f32);
            let over = over(room.people.row(row), most, &mut room.over);
            let rows = row * periods..(row + 1) * periods;
            let steps = &self.steps.ceiling[rows.clone()];
            dual(blend, self.at.ceiling.rows(rows), (over, steps), moved);
        }
        let most = core.theatre.iter().map(|most| *most as f32);
        let over = over(room.theatre.row(0), most, &mut room.over);
        dual(blend, self.at.theatre.rows(0..periods), (over, &self.steps.theatre), moved);
    }
}
