//! How values and prices move in one iteration, and how far.

use crate::fast::pieces::{Piece, Piecewise, Strands, each, get, positive, put, within};
use std::ops::Range;

/// A value, and where the iterations since the last restart began.
#[derive(Clone, Debug)]
pub struct Track {
    pub now: Vec<f32>,
    pub anchor: Vec<f32>,
}

impl Track {
    pub fn new(len: usize) -> Self {
        Self { now: vec![0.0; len], anchor: vec![0.0; len] }
    }

    pub fn rows(&mut self, range: Range<usize>) -> Rows<'_> {
        Rows { now: &mut self.now[range.clone()], anchor: &mut self.anchor[range] }
    }
}

/// How an iteration blends: z ← keep · (2 T(z) − z) + (1 − keep) · anchor; and on a restart z ← T(z).
#[derive(Clone, Copy, Debug)]
pub struct Blend {
    pub keep: f32,
    pub restart: bool,
    /// Weight of dual against primal steps.
    pub omega: f32,
}

/// Part of a track.
#[derive(Debug)]
pub struct Rows<'a> {
    now: &'a mut [f32],
    anchor: &'a mut [f32],
}

/// What a move of a piece has come to.
#[derive(Clone, Copy, Debug)]
pub struct Gone<const N: usize> {
    /// The value, and its anchor.
    pub now: Piece<N>,
    pub anchor: Piece<N>,
    /// 2 T(z) − z.
    pub ahead: Piece<N>,
    /// The distance covered: from where it began to T(z), or on a restart from the anchor.
    pub by: Piece<N>,
}

impl Rows<'_> {
    #[inline(always)]
    pub fn now<const N: usize>(&self, at: usize) -> Piece<N> {
        get(self.now, at)
    }

    /// Goes on to the mapped point.
    #[inline(always)]
    pub fn go<const N: usize>(&mut self, at: usize, blend: Blend, mapped: Piece<N>) -> Gone<N> {
        let (now, anchor) = (get::<N>(self.now, at), get::<N>(self.anchor, at));
        let ahead = each(|i| 2.0 * mapped[i] - now[i]);
        if blend.restart {
            put(self.now, at, mapped);
            put(self.anchor, at, mapped);
            return Gone { now: mapped, anchor: mapped, ahead, by: each(|i| mapped[i] - anchor[i]) };
        }
        let (keep, rest) = (blend.keep, 1.0 - blend.keep);
        let next = each(|i| keep * ahead[i] + rest * anchor[i]);
        put(self.now, at, next);
        Gone { now: next, anchor, ahead, by: each(|i| mapped[i] - now[i]) }
    }

    /// Moves columns against their slope, by so much; they stay between their least and their most.
    #[inline(always)]
    pub fn column<const N: usize>(
        &mut self,
        at: usize,
        blend: Blend,
        (slope, by): (Piece<N>, Piece<N>),
        (fewest, most): (Piece<N>, Piece<N>),
    ) -> Gone<N> {
        let now = self.now::<N>(at);
        self.go(at, blend, each(|i| within(now[i] - slope[i] * by[i], (fewest[i], most[i]))))
    }

    /// Moves the prices of rows by how much each is broken, by its step; they stay at least 0. Squares of distances are
    /// weighed by one over the step.
    #[inline(always)]
    pub fn price<const N: usize>(
        &mut self,
        at: usize,
        blend: Blend,
        (broken, step): (Piece<N>, Piece<N>),
        far: &mut Strands,
    ) -> Gone<N> {
        let now = self.now::<N>(at);
        let gone = self.go(at, blend, each(|i| positive(now[i] + blend.omega * step[i] * broken[i])));
        far.add(each::<N>(|i| gone.by[i] * gone.by[i] / step[i]));
        gone
    }
}

/// Squares of the distances that an iteration covers, each by its step: to the mapped point from where it
/// began, and on a restart from the anchor.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moved {
    pub primal: f64,
    pub dual: f64,
}

/// Moves the prices of a row, of which it is told how far each period is broken.
pub fn dual(blend: Blend, rows: Rows<'_>, (broken, steps): (&[f32], &[f32]), moved: &mut Moved) {
    let len = broken.len();
    let mut prices = Prices { blend, rows, broken, steps, far: Strands::default() };
    prices.through(len);
    moved.dual += f64::from(prices.far.total());
}

struct Prices<'a> {
    blend: Blend,
    rows: Rows<'a>,
    broken: &'a [f32],
    steps: &'a [f32],
    far: Strands,
}

impl Piecewise for Prices<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let (broken, steps) = (get::<N>(self.broken, at), get(self.steps, at));
        self.rows.price(at, self.blend, (broken, steps), &mut self.far);
    }
}
