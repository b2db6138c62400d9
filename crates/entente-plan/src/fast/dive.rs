//! A dive: from where a relaxation stands, the places that it gives most of are held, and it goes on, until all are decided.
//! Then the places of two formations at a time are decided anew in the same way, as long as that makes the relaxation
//! better (large neighbourhoods, Shaw 1998): with a relaxation as judge, since what a set of nations is worth shows in no
//! plan at once.

use super::core::Core;
use super::guide::Guide;
use super::node::{Relaxing, Stood};
use crate::request::Parts;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Iterations between two certificates.
const JUDGED: u32 = 50;

/// Iterations between two decisions on the way down, and where places are decided anew: before the first, and between two.
const DOWN: u32 = 100;
const OPENED: u32 = 150;
const ANEW: u32 = 60;

/// Places that are given so much are held at once, beside those that are given most; where none is given so little, all
/// that are left are out.
const SURE: f32 = 0.95;
const LITTLE: f32 = 0.02;

/// Where there are more places than this, so many times as many are held at once.
const STEPS: usize = 32;

/// What is decided is judged when its bound rises by less than a share within so many iterations, or after so many.
const SETTLED: (f64, u32) = (1e-4, 100);
const MOST: u32 = 2_000;

/// A set is better by so much at least.
const BETTER: f64 = 1e-5;

/// Formations that are decided anew at once.
const TOGETHER: usize = 2;

/// A dive on its way.
#[derive(Debug)]
pub struct Dive {
    whole: Arc<Core>,
    parts: Parts,
    /// What is proven of the whole: no places come to less.
    least: f64,
    /// The relaxation at hand; `None` where nothing is left to try.
    at: Option<At>,
    best: Option<Decided>,
    /// Places known from elsewhere, to be crossed with the best.
    others: Vec<BTreeSet<usize>>,
    /// Places held at once at least.
    at_once: usize,
    /// Attempts in a row that made nothing better.
    failed: usize,
    dice: Rng,
}

#[derive(Debug)]
struct At {
    relaxing: Relaxing,
    /// Iterations after which it is looked at.
    due: u32,
    /// What was proven when it was looked at last.
    before: f64,
}

/// Places decided.
#[derive(Debug)]
struct Decided {
    stood: Stood,
    places: BTreeSet<usize>,
    bound: f64,
    guide: Guide,
}

impl Dive {
    /// From where a part of a core stands, and what is proven of the whole.
    pub fn new(whole: Arc<Core>, (from, least): (&Stood, f64), parts: Parts, seed: u64) -> Self {
        let places: usize = (0..whole.posts.len()).map(|formation| whole.free_places(formation)).sum();
        let at_once = (places / STEPS).max(1);
        let (others, dice) = (Vec::new(), Rng::with_seed(seed));
        let mut dive = Self { whole, parts, least, at: None, best: None, others, at_once, failed: 0, dice };
        dive.go_down(from, DOWN);
        dive
    }

    /// With places known from elsewhere: once it has come to some of its own, those of each formation that only one of the
    /// two has are decided anew, the last first.
    pub fn crossed_with(self, others: Vec<BTreeSet<usize>>) -> Self {
        Self { others, ..self }
    }

    /// Whether nothing is left to try.
    pub fn ended(&self) -> bool {
        self.at.is_none()
    }

    /// The places it has come to, what the relaxation with those proves, and what it tells a search.
    pub fn found(&self) -> Option<(&BTreeSet<usize>, f64, &Guide)> {
        self.best.as_ref().map(|best| (&best.places, best.bound, &best.guide))
    }

    /// Goes on for an effort: see [`super::relax::Relax::effort`].
    pub fn round(&mut self, effort: usize) {
        let cut = self.best.as_ref().map_or(f64::INFINITY, |best| best.bound * (1.0 - BETTER));
        let mut spent = 0;
        while let Some(At { relaxing, due, .. }) = self.at.as_mut().filter(|_| spent < effort) {
            relaxing.step();
            spent += relaxing.effort();
            if relaxing.bound() >= cut {
                self.fail();
            } else if relaxing.iterations() >= *due {
                self.look();
            }
            if self.best.as_ref().is_some_and(|best| best.bound < cut) {
                return;
            }
        }
    }

    /// Decides more, or judges what is decided.
    fn look(&mut self) {
        let Some(At { relaxing, before, .. }) = self.at.take() else { return };
        let (bound, iterations) = (relaxing.bound(), relaxing.iterations());
        let next = if self.best.is_some() { ANEW } else { DOWN };
        if !relaxing.core().undecided().is_empty() {
            self.go_down(&relaxing.stood(), next);
            return;
        }
        let places = relaxing.core().held_places();
        if self.best.as_ref().is_some_and(|best| best.places == places) {
            self.fail();
        } else if iterations < MOST && (bound < self.least || bound > before * (1.0 + SETTLED.0)) {
            self.at = Some(At { due: iterations + SETTLED.1, before: bound, relaxing });
        } else {
            let guide = relaxing.guide();
            self.best = Some(Decided { places, bound, guide, stood: relaxing.stood() });
            self.failed = 0;
            self.open();
        }
    }

    /// Holds the places that are given most.
    fn go_down(&mut self, from: &Stood, next: u32) {
        let given = from.layout.places(&from.core, &from.standing.y, &from.standing.z);
        let mut undecided: Vec<usize> = from.core.undecided().into_iter().collect();
        undecided.sort_by(|&a, &b| given[b].total_cmp(&given[a]));
        let mut core = Core::clone(&from.core);
        if undecided.first().is_none_or(|&place| given[place] < LITTLE) {
            core = core.with_places(&core.held_places(), |_| false);
            undecided.clear();
        }
        for (nth, place) in undecided.into_iter().enumerate() {
            if (nth < self.at_once || given[place] >= SURE) && core.free_places(place / core.nations) > 0 {
                core = core.holding(place);
            }
        }
        let from_core = (&*from.core, &*from.layout);
        let relaxing = Relaxing::new(from_core, (&from.standing, None), Arc::new(core), (JUDGED, self.parts));
        self.at = Some(At { relaxing, due: next, before: 0.0 });
    }

    fn fail(&mut self) {
        self.failed += 1;
        self.open();
    }

    /// Opens the places in which the best set and one from elsewhere differ, as a path between the two is walked (Glover,
    /// Laguna, Martí 2000), or else those of some formations, unless that has led to nothing as often as there are
    /// formations.
    fn open(&mut self) {
        self.at = None;
        let (formations, nations) = (self.whole.posts.len(), self.whole.nations);
        let Some(best) = self.best.as_ref().filter(|_| self.failed < formations) else { return };
        self.others.retain(|other| *other != best.places);
        let core = if let Some(other) = self.others.pop() {
            self.failed = 0;
            self.whole
                .with_places(&(&best.places & &other), |place| best.places.contains(&place) || other.contains(&place))
        } else {
            let drawn: BTreeSet<usize> = self.dice.choose_multiple(0..formations, TOGETHER).into_iter().collect();
            let opened = |place: usize| drawn.contains(&(place / nations));
            let held = best.places.iter().copied().filter(|place| !opened(*place)).collect();
            self.whole.with_places(&held, opened)
        };
        let relaxing = Relaxing::opened(&best.stood, Arc::new(core), (JUDGED, self.parts));
        self.at = Some(At { relaxing, due: OPENED, before: 0.0 });
    }
}
