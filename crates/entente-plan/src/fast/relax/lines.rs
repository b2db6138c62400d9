//! Shortfalls, s, and the rows of lines: `cover`, and whole elements.

use super::Relax;
use super::flow::FlowRow;
use super::moves::{Blend, Moved, Rows};
use crate::fast::pieces::{Piecewise, Strands, each, get};
use std::sync::Arc;

/// A line.
struct Covering<'a> {
    blend: Blend,
    short: Rows<'a>,
    cover: Rows<'a>,
    rounding: Rows<'a>,
    cover_steps: &'a [f32],
    rounding_steps: &'a [f32],
    asked: &'a [f32],
    /// What nations bring, 2 T(z) − z.
    filled: &'a [f32],
    /// What an element short weighs in a period, and its step.
    weighs: f32,
    by: f32,
    /// What the row of whole elements needs, if there is one, and what tours count there.
    whole: Option<(&'a [f32], FlowRow<'a>)>,
    counted: f32,
    far: Strands,
    rows_far: Strands,
}

impl Piecewise for Covering<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let blend = self.blend;
        let (paid, whole) = (self.cover.now::<N>(at), self.rounding.now::<N>(at));
        let (asked, filled) = (get::<N>(self.asked, at), get::<N>(self.filled, at));
        let slope = each::<N>(|i| self.weighs - paid[i] - whole[i]);
        let short = self.short.column(at, blend, (slope, [self.by; N]), ([0.0; N], asked));
        self.far.add(each::<N>(|i| short.by[i] * short.by[i]));
        if let Some((needs, begun)) = self.whole {
            let counted = begun.there::<N>(at, &mut self.counted);
            let needs = get::<N>(needs, at);
            let broken = each::<N>(|i| needs[i] - short.ahead[i] - counted[i]);
            let steps = get(self.rounding_steps, at);
            self.rounding.price(at, blend, (broken, steps), &mut self.rows_far);
        }
        let broken = each::<N>(|i| asked[i] - short.ahead[i] - filled[i]);
        self.cover.price(at, blend, (broken, get(self.cover_steps, at)), &mut self.rows_far);
    }
}

impl Relax {
    /// Shortfalls, and the rows of lines.
    pub(super) fn lines_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, layout, periods) = (Arc::clone(&self.core), Arc::clone(&self.layout), self.core.periods);
        for (r, need) in core.needs.iter().enumerate() {
            let rows = r * periods..(r + 1) * periods;
            let whole = layout.roundings[r].as_ref();
            let size = self.paces.rows.cover[r] + if whole.is_some() { self.paces.rows.rounding[r] } else { 0.0 };
            let mut covering = Covering {
                blend,
                short: self.at.short.rows(rows.clone()),
                cover: self.at.cover.rows(rows.clone()),
                rounding: self.at.rounding.rows(rows.clone()),
                cover_steps: &self.steps.cover[rows.clone()],
                rounding_steps: &self.steps.rounding[rows.clone()],
                asked: &self.asked[rows.clone()],
                filled: &self.room.filled[rows.clone()],
                weighs: (need.weight * 1000.0 / self.at.unit) as f32,
                by: 1.0 / (blend.omega * size),
                whole: whole.map(|_| (&self.whole[rows], self.room.whole.row(r))),
                counted: 0.0,
                far: Strands::default(),
                rows_far: Strands::default(),
            };
            covering.through(periods);
            moved.primal += f64::from(covering.far.total() * size);
            moved.dual += f64::from(covering.rows_far.total());
        }
    }
}
