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
fn over(begun: FlowRow<'_>, most: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut over: Vec<f32> = most.map(|most| most * HUNDREDS).collect();
    let periods = over.len();
    Over { begun, there: 0.0, over: &mut over }.through(periods);
    over
}

impl Relax {
    /// The rows that limit people on tour.
    pub(super) fn limits_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, periods) = (Arc::clone(&self.core), self.core.periods);
        for (row, ceiling) in core.ceilings.iter().enumerate() {
            let over = over(self.room.people.row(row), ceiling.most.iter().map(|most| *most as f32));
            let rows = row * periods..(row + 1) * periods;
            let steps = &self.steps.ceiling[rows.clone()];
            dual(blend, self.ceiling.rows(rows), (&over, steps), moved);
        }
        let over = over(self.room.theatre.row(0), core.theatre.iter().map(|most| *most as f32));
        dual(blend, self.theatre.rows(0..periods), (&over, &self.steps.theatre), moved);
    }
}
