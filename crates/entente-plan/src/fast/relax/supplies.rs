//! What nations bring to lines, w, and the rows that bind it to tours and to places.

use super::Relax;
use super::flow::{FlowRow, sums_before};
use super::moves::{Blend, Moved, Rows};
use crate::fast::pieces::{Piecewise, Strands, add, each, get, least};
use std::ops::Range;
use std::sync::Arc;

/// A nation on a line.
struct Supplying<'a> {
    blend: Blend,
    w: Rows<'a>,
    supply: Rows<'a>,
    place: Rows<'a>,
    /// Prices of `cover`, and what is asked.
    paid: &'a [f32],
    asked: &'a [f32],
    /// Most that it can bring.
    most: f32,
    /// Its step, and those of the rows that bind it to tours.
    by: f32,
    steps: &'a [f32],
    /// Paces of the row that binds it to the place, of it and of the place, by which that row steps.
    paces: (f32, f32, f32),
    /// The place, 2 T(z) − z.
    there: f32,
    /// What tours bring.
    begun: FlowRow<'a>,
    brought: f32,
    /// What nations bring to the line, 2 T(z) − z.
    filled: &'a mut [f32],
    far: Strands,
    rows_far: Strands,
}

impl Piecewise for Supplying<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let blend = self.blend;
        let (by_supply, by_place) = (self.supply.now::<N>(at), self.place.now::<N>(at));
        let (paid, asked) = (get::<N>(self.paid, at), get::<N>(self.asked, at));
        let most = each(|i| least(asked[i], self.most));
        let slope = each::<N>(|i| by_supply[i] + by_place[i] - paid[i]);
        let gone = self.w.column(at, blend, (slope, [self.by; N]), ([0.0; N], most));
        self.far.add(each::<N>(|i| gone.by[i] * gone.by[i]));
        add(self.filled, at, gone.ahead);
        let brought = self.begun.there::<N>(at, &mut self.brought);
        let broken = each::<N>(|i| gone.ahead[i] - brought[i]);
        self.supply.price(at, blend, (broken, get(self.steps, at)), &mut self.rows_far);
        let broken = each::<N>(|i| gone.ahead[i] - most[i] * self.there);
        let (row, column, place) = self.paces;
        let step = each::<N>(|i| row / (column + most[i] * place));
        self.place.price(at, blend, (broken, step), &mut self.rows_far);
    }
}

impl Relax {
    /// What tours of a way need to know of its supplies: sums of prices, and room for what they bring.
    pub(super) fn supplies_open(&mut self, supplies: Range<usize>) {
        let (periods, wide) = (self.core.periods, self.wide());
        self.room.supplied.clear(supplies.len(), wide);
        self.room.supply_sums.resize(supplies.len() * wide, 0.0);
        let prices = self.at.supply.now[supplies.start * periods..supplies.end * periods].chunks(periods.max(1));
        for (sums, prices) in self.room.supply_sums.chunks_mut(wide).zip(prices) {
            sums_before(prices, sums);
        }
    }

    /// w, and the rows that bind it to tours and to places, of a way.
    pub(super) fn supplies_step(&mut self, supplies: Range<usize>, blend: Blend, moved: &mut Moved) {
        let (layout, periods) = (Arc::clone(&self.layout), self.core.periods);
        for s in supplies.clone() {
            let supply = &layout.supplies[s];
            let line = supply.line as usize;
            let cells = line * periods..(line + 1) * periods;
            let rows = s * periods..(s + 1) * periods;
            let at = supply.place as usize;
            let (pace, row_place) = (self.paces.brought[s], self.paces.rows.place[s]);
            let size = self.paces.rows.cover[line] + self.paces.rows.supply[s] + row_place;
            let mut supplying = Supplying {
                blend,
                w: self.at.w.rows(rows.clone()),
                supply: self.at.supply.rows(rows.clone()),
                place: self.at.place.rows(rows.clone()),
                paid: &self.at.cover.now[cells.clone()],
                asked: &self.asked[cells.clone()],
                most: supply.most_elements(),
                by: pace / (blend.omega * size),
                steps: &self.steps.supply[rows],
                paces: (row_place, pace, self.paces.places[at]),
                there: self.room.y_ahead[at],
                begun: self.room.supplied.row(s - supplies.start),
                brought: 0.0,
                filled: &mut self.room.filled[cells],
                far: Strands::default(),
                rows_far: Strands::default(),
            };
            supplying.through(periods);
            moved.primal += f64::from(supplying.far.total() * size / pace);
            moved.dual += f64::from(supplying.rows_far.total());
        }
    }
}
