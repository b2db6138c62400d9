//! Branching on who serves where beside the search, once the relaxation by itself has come to rest: a nation is kept out
//! of a formation in one half, and serves there for certain in the other. The part of least bound is next, and the bound
//! of the case is the least of all that is open.
//!
//! [`super::divide`] does so ahead of branch and bound on tours, where a node takes hundredths of a second and eight places
//! are tried at each. Here it takes a second or more, so none is tried: the place is the one in which a nation is torn most.

use super::core::Core;
use super::layout::Layout;
use super::node::{Relaxing, Stood};
use super::packed::Packed;
use super::standing::Standing;
use super::threads::side_by_side;
use crate::request::Parts;
use std::collections::VecDeque;
use std::sync::Arc;

/// The fewest iterations for a part.
pub const LEAST: u32 = 100;

/// Iterations between two certificates, and the most for a part: it is done when its bound rises by less than a share from
/// one to the next.
const JUDGED: u32 = 50;
const MOST: u32 = 500;
const RISE: f64 = 1e-4;

/// Most bytes of parts that are open, next to which the rest is little.
const MOST_BYTES: usize = 1_500_000_000;

/// Less of a place is nothing, unless there is no more to choose from.
const LITTLE: f32 = 1e-4;

/// The parts that are open, and those at hand.
#[derive(Debug)]
pub struct Tree {
    parts: Parts,
    /// Weight of dual against primal steps when branching began.
    weight: f64,
    open: Vec<Open>,
    /// Halves of parts taken up, in turn; the bound of such a part holds until both have one.
    halves: VecDeque<Half>,
    iterations: u32,
}

/// A part, how its relaxation stood, and the place to decide next.
#[derive(Debug)]
struct Open {
    core: Arc<Core>,
    layout: Arc<Layout>,
    standing: Packed,
    bound: f64,
    bytes: usize,
    /// `None` where all are decided: then the bound is the last word.
    place: Option<usize>,
}

/// Half of a part: a place is decided.
#[derive(Debug)]
struct Half {
    from: Arc<Open>,
    place: usize,
    /// Whether the nation is held there, or kept out.
    within: bool,
    relaxing: Option<Relaxing>,
    /// What was proven when it was last judged.
    before: f64,
    done: bool,
}

impl Tree {
    /// All of a case at a bound.
    pub fn new(all: Stood, bound: f64, parts: Parts) -> Self {
        let weight = all.standing.weight;
        Self { parts, weight, open: vec![Open::new(all, bound)], halves: VecDeque::new(), iterations: 0 }
    }

    /// Iterations so far.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// The least bound of all that is open; `None` where nothing is.
    pub fn bound(&self) -> Option<f64> {
        let bounds = self.open.iter().map(|part| part.bound).chain(self.halves.iter().map(|half| half.from.bound));
        bounds.min_by(f64::total_cmp)
    }

    /// How the part stood that was taken up last, or else that of least bound.
    pub fn at_hand(&self) -> Option<Stood> {
        let taken_up = self.halves.back().map(|half| &*half.from);
        let Open { core, layout, standing, .. } = taken_up.or_else(|| self.least().map(|least| &self.open[least]))?;
        Some(Stood { core: Arc::clone(core), layout: Arc::clone(layout), standing: standing.standing() })
    }

    /// Whether it has come to its end: there is no room for more, or nothing is left to decide in the part of least bound.
    pub fn ended(&self) -> bool {
        let decided = || self.least().is_none_or(|least| self.open[least].place.is_none());
        self.halves.is_empty() && (self.full() || decided())
    }

    fn full(&self) -> bool {
        self.open.iter().map(|part| part.bytes).sum::<usize>() >= MOST_BYTES
    }

    fn least(&self) -> Option<usize> {
        (0..self.open.len()).min_by(|&a, &b| self.open[a].bound.total_cmp(&self.open[b].bound))
    }

    /// Goes on for an effort: see [`super::relax::Relax::effort`]; with one half at a time, or with both at once. No plan of
    /// `cutoff` or more is of interest.
    pub fn round(&mut self, effort: usize, cutoff: f64, both: bool) {
        let mut spent = 0;
        while spent < effort {
            if self.halves.len() < if both { 2 } else { 1 } {
                self.take_up(cutoff);
            }
            let left = effort - spent;
            let (mut one, mut other) = (Worked::default(), Worked::default());
            let mut halves = self.halves.iter_mut();
            let (first, second) = (halves.next(), halves.next().filter(|_| both));
            let Some(first) = first else { return };
            side_by_side(
                self.parts.threads(),
                || one = first.work(left, cutoff, self.parts),
                || other = second.map_or_else(Worked::default, |half| half.work(left, cutoff, self.parts)),
            );
            self.iterations += one.iterations + other.iterations;
            spent += one.effort.max(other.effort).max(1);
            for half in std::mem::take(&mut self.halves) {
                if half.done {
                    self.end(half, cutoff);
                } else {
                    self.halves.push_back(half);
                }
            }
        }
    }

    /// Takes up the part of least bound, if there is one.
    fn take_up(&mut self, cutoff: f64) {
        self.open.retain(|part| part.bound < cutoff);
        let Some(least) = self.least().filter(|_| !self.full()) else { return };
        let Some(place) = self.open[least].place else { return };
        let from = Arc::new(self.open.swap_remove(least));
        self.halves.extend([false, true].map(|within| Half::new(&from, place, within)));
    }

    /// What is left of a half is open, unless that is nothing.
    fn end(&mut self, half: Half, cutoff: f64) {
        let Some(relaxing) = half.relaxing else { return };
        let bound = relaxing.bound().max(half.from.bound);
        if bound < cutoff {
            let mut stood = relaxing.stood();
            // What it was calmed to is no balance to begin from.
            stood.standing.weight = self.weight;
            self.open.push(Open::new(stood, bound));
        }
    }
}

impl Open {
    fn new(stood: Stood, bound: f64) -> Self {
        let Stood { core, layout, standing } = stood;
        let place = torn(&core, &layout, &standing);
        let standing = Packed::of(&standing);
        let bytes = standing.bytes() + layout.bytes() + core.bytes();
        Self { core, layout, standing, bound, bytes, place }
    }
}

/// What half a part came to in a round.
#[derive(Clone, Copy, Debug, Default)]
struct Worked {
    effort: usize,
    iterations: u32,
}

impl Half {
    fn new(from: &Arc<Open>, place: usize, within: bool) -> Self {
        Self { from: Arc::clone(from), place, within, relaxing: None, before: 0.0, done: false }
    }

    fn begun(&self, parts: Parts) -> Relaxing {
        let Open { core, layout, standing, .. } = &*self.from;
        let half = if self.within { core.holding(self.place) } else { core.without(self.place) };
        let standing = standing.standing();
        Relaxing::new((core, layout), (&standing, None), Arc::new(half), (JUDGED, parts)).calm(standing.weight)
    }

    /// Goes on for an effort, or until it is done.
    fn work(&mut self, effort: usize, cutoff: f64, parts: Parts) -> Worked {
        let mut worked = Worked::default();
        let mut relaxing = self.relaxing.take().unwrap_or_else(|| self.begun(parts));
        while !self.done && worked.effort < effort {
            relaxing.step();
            worked.effort += relaxing.effort();
            worked.iterations += 1;
            let (iterations, bound) = (relaxing.iterations(), relaxing.bound());
            if iterations.is_multiple_of(JUDGED) {
                let rises = bound - self.before >= RISE * bound.abs();
                self.before = bound;
                self.done = iterations >= MOST || (iterations >= LEAST && !rises);
            }
            self.done |= bound >= cutoff;
        }
        self.relaxing = Some(relaxing);
        worked
    }
}

/// The place in which a nation is torn most: what of it serves there or does not, whichever is less, times the elements of
/// the nation.
fn torn(core: &Core, layout: &Layout, standing: &Standing) -> Option<usize> {
    let given = layout.places(core, &standing.y, &standing.z);
    let elements = core.elements();
    let torn = |place: usize| {
        let given = given[place].clamp(0.0, 1.0);
        given.min(1.0 - given).max(LITTLE) * elements[place % core.nations]
    };
    core.undecided().into_iter().max_by(|&a, &b| torn(a).total_cmp(&torn(b)).then(b.cmp(&a)))
}
