//! Sums over periods and differences of them: a window of periods is the difference of two sums, and what is there in a
//! period is the sum of what began less that of what ended.

use crate::fast::pieces::{Piece, Piecewise, add, each, get, put, sums};

/// By row and period, what begins there and what ends: the differences of what is there. Both reach past the horizon, so
/// that no end is cut off.
#[derive(Debug, Default)]
pub(super) struct Flow {
    begun: Vec<f32>,
    ended: Vec<f32>,
    wide: usize,
}

impl Flow {
    /// Nothing, in so many rows that reach so far.
    pub fn clear(&mut self, rows: usize, wide: usize) {
        self.wide = wide;
        for table in [&mut self.begun, &mut self.ended] {
            table.clear();
            table.resize(rows * wide, 0.0);
        }
    }

    /// A row.
    pub fn row(&self, row: usize) -> FlowRow<'_> {
        let range = row * self.wide..(row + 1) * self.wide;
        FlowRow { begun: &self.begun[range.clone()], ended: &self.ended[range] }
    }

    pub fn row_mut(&mut self, row: usize) -> (&mut [f32], &mut [f32]) {
        let range = row * self.wide..(row + 1) * self.wide;
        (&mut self.begun[range.clone()], &mut self.ended[range])
    }

    /// Adds so many times what begins, which ends after so many periods.
    pub fn add(&mut self, row: usize, times: f32, starts: &[f32], lasts: usize) {
        let (begun, ended) = self.row_mut(row);
        add_times(times, starts, begun);
        add_times(times, starts, &mut ended[lasts..]);
    }
}

/// What begins and ends in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowRow<'a> {
    begun: &'a [f32],
    ended: &'a [f32],
}

impl FlowRow<'_> {
    /// How much is there in each period of a piece, beyond what is carried over.
    #[inline(always)]
    pub fn there<const N: usize>(self, at: usize, carry: &mut f32) -> Piece<N> {
        let (begun, ended) = (get::<N>(self.begun, at), get::<N>(self.ended, at));
        sums(carry, each(|i| begun[i] - ended[i]))
    }
}

struct Adding<'a> {
    times: f32,
    of: &'a [f32],
    to: &'a mut [f32],
}

impl Piecewise for Adding<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let of = get::<N>(self.of, at);
        add(self.to, at, each::<N>(|i| self.times * of[i]));
    }
}

/// Adds so many times some values.
pub(super) fn add_times(times: f32, of: &[f32], to: &mut [f32]) {
    Adding { times, of, to }.through(of.len());
}

/// Sums of what comes before each period; past the last they stay.
pub(super) fn sums_before(of: &[f32], into: &mut [f32]) {
    into[0] = 0.0;
    let mut summing = Summing { of, into: &mut into[1..], carry: 0.0 };
    summing.through(of.len());
    let all = summing.carry;
    into[of.len() + 1..].fill(all);
}

struct Summing<'a> {
    of: &'a [f32],
    into: &'a mut [f32],
    carry: f32,
}

impl Piecewise for Summing<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        put::<N>(self.into, at, sums(&mut self.carry, get(self.of, at)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row lengths of all mixtures of pieces, against sums one by one.
    #[test]
    fn a_window_is_a_difference_and_what_is_there_a_sum() {
        let mut dice = fastrand::Rng::with_seed(3);
        for periods in 1..40 {
            let wide = 2 * periods + 1;
            let prices: Vec<f32> = (0..periods).map(|_| dice.u8(..) as f32).collect();
            let mut before = vec![f32::NAN; wide];
            sums_before(&prices, &mut before);
            for (p, before) in before.iter().enumerate() {
                assert_eq!(*before, prices.iter().take(p).sum::<f32>(), "{periods} periods, before {p}");
            }
            let lasts = dice.usize(1..=periods);
            let starts: Vec<f32> = (0..periods).map(|_| dice.u8(..) as f32).collect();
            let mut flow = Flow::default();
            flow.clear(3, wide);
            flow.add(1, 2.0, &starts, lasts);
            let mut carry = 0.0;
            for p in 0..periods {
                let there = 2.0 * starts[(p + 1).saturating_sub(lasts)..=p].iter().sum::<f32>();
                assert_eq!(flow.row(1).there::<1>(p, &mut carry), [there], "{periods} periods of {lasts}, in {p}");
            }
        }
    }
}
