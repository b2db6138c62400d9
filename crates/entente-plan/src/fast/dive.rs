//! A dive: from where a relaxation stands, the places that it gives most of are held, and it goes on, until all are decided;
//! then it is judged what a plan with those places comes to at least.

use super::core::Core;
use super::guide::Guide;
use super::merged::in_one_way;
use super::node::{Relaxing, Stood};
use super::united::{apart, united};
use crate::request::Parts;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Iterations between two certificates.
const JUDGED: u32 = 50;

/// Iterations between two decisions on the way down from a part; and where some places are decided anew, before the first
/// and between two.
const DOWN: u32 = 25;
const OPENED: u32 = 100;
const ANEW: u32 = 30;

/// Places that are given so much are held at once, beside those that are given most; where none is given so little, all
/// that are left are out.
const SURE: f32 = 0.95;
const LITTLE: f32 = 0.02;

/// Of each formation so many places for each free one, and the next, are open in a narrow dive at most.
const CANDIDATES: usize = 3;

/// Of what a place is given, so much is chance where a dive goes down from a part, so that two are not the same.
const CHANCE: f32 = 0.1;

/// Where there are more places than this, so many times as many are held at once.
const STEPS: usize = 32;

/// What is decided is judged when its bound rises by less than a share within so many iterations, or after so many.
const SETTLED: (f64, u32) = (1e-4, 100);
const MOST: u32 = 2_000;

/// What it takes to lay out a narrower core and carry values there, in iterations of its relaxation, as measured on L.
const SET_UP: usize = 8;

/// Places are better that come to less by such a share.
const BETTER: f64 = 1e-5;

/// A dive on its way.
#[derive(Debug)]
pub struct Dive {
    parts: Parts,
    /// No places come to less.
    least: f64,
    /// Places known already, if any, and the bound from which on others are of no interest.
    known: Option<BTreeSet<usize>>,
    cut: f64,
    /// What is at hand; `None` once it has ended.
    at: Option<At>,
    found: Option<Decided>,
    /// Effort of setting up what is at hand, as far as it has not been told.
    set_up: usize,
    /// Places held at once at least, and iterations between two decisions.
    at_once: usize,
    between: u32,
}

#[derive(Debug)]
struct At {
    relaxing: Relaxing,
    /// Iterations after which it is looked at.
    due: u32,
    /// Once all is decided, and nations are as one.
    judged: Option<Judged>,
}

/// What is decided, on the way to what it comes to at least.
#[derive(Debug)]
struct Judged {
    places: BTreeSet<usize>,
    /// How it stood, nation by nation.
    apart: Stood,
    /// What the places of nations weigh beside those of all as one.
    besides: f64,
    /// What was proven when it was looked at last.
    before: f64,
}

/// Places decided.
#[derive(Debug)]
pub struct Decided {
    /// The places.
    pub places: BTreeSet<usize>,
    /// What the relaxation proves with them.
    pub bound: f64,
    /// What it tells a search.
    pub guide: Guide,
    /// How it stood, with all nations as one.
    pub as_one: Stood,
    /// The same nation by nation.
    pub stood: Stood,
    /// Whether tours have been sought for them.
    pub toured: bool,
}

impl Dive {
    /// Down from where a part of a core stands; no places come to less than `least`. A `narrow` one leaves out at once all
    /// places that are given hardly anything there: it takes half as long, and mostly ends at places that are worse and others.
    pub fn down(from: &Stood, least: f64, parts: Parts, (narrow, seed): (bool, u64)) -> Self {
        let mut given = from.layout.places(&from.core, &from.standing.y, &from.standing.z);
        let mut dice = Rng::with_seed(seed);
        for given in given.iter_mut().filter(|given| (LITTLE..SURE).contains(*given)) {
            *given += CHANCE * dice.f32();
        }
        let open = if narrow { Arc::new(narrowed(&from.core, &given)) } else { Arc::clone(&from.core) };
        let core = decided(&open, &given, at_once(&open));
        // One way of each nation will do: where all is decided there is no other.
        let relaxing = Relaxing::opened(&in_one_way(from, parts), Arc::new(core), (JUDGED, parts));
        Self::begun(relaxing, (f64::INFINITY, least), (DOWN, DOWN), parts)
    }

    /// What places come to that are all decided in a core; the relaxation goes on from where it stood.
    pub fn judging(from: &Stood, core: Core, least: f64, parts: Parts) -> Self {
        let relaxing = Relaxing::opened(&in_one_way(from, parts), Arc::new(core), (JUDGED, parts));
        Self::begun(relaxing, (f64::INFINITY, least), (OPENED, ANEW), parts)
    }

    /// Some places of others are open again in a core: whether there are better ones.
    pub fn anew(from: &Decided, core: Core, least: f64, parts: Parts) -> Self {
        let relaxing = Relaxing::opened(&from.stood, Arc::new(core), (JUDGED, parts));
        let dive = Self::begun(relaxing, (from.bound * (1.0 - BETTER), least), (OPENED, ANEW), parts);
        Self { known: Some(from.places.clone()), ..dive }
    }

    fn begun(relaxing: Relaxing, (cut, least): (f64, f64), (due, between): (u32, u32), parts: Parts) -> Self {
        let at_once = at_once(relaxing.core());
        let mut dive = Self { parts, least, known: None, cut, at: None, found: None, set_up: 0, at_once, between };
        dive.go_on(relaxing, due);
        dive
    }

    /// More is decided after so many iterations; where all is, it is judged, with all nations as one.
    fn go_on(&mut self, relaxing: Relaxing, due: u32) {
        let at = match decided_places(relaxing.core()) {
            None => At { relaxing, due, judged: None },
            Some(places) => {
                let apart = relaxing.stood();
                let as_one = united(&apart, self.parts);
                let besides = apart.core.nation_cost * (places.len() - as_one.core.held_places().len()) as f64;
                let judged = Some(Judged { places, apart, besides, before: 0.0 });
                At { relaxing: Relaxing::of(as_one, (JUDGED, self.parts)), due: SETTLED.1, judged }
            }
        };
        self.set_up += SET_UP * at.relaxing.effort();
        self.at = Some(at);
    }

    /// Whether it has come to its end.
    pub fn ended(&self) -> bool {
        self.at.is_none()
    }

    /// What it has come to: nothing, if that is no better than what is known.
    pub fn found(self) -> Option<Decided> {
        self.found
    }

    /// Goes on for an effort, or until it ends, and tells how much that was: see [`super::relax::Relax::effort`].
    pub fn round(&mut self, effort: usize) -> usize {
        let mut spent = std::mem::take(&mut self.set_up);
        while let Some(at) = self.at.as_mut().filter(|_| spent < effort) {
            at.relaxing.step();
            spent += at.relaxing.effort();
            if at.proven() >= self.cut {
                self.at = None;
            } else if at.relaxing.iterations() >= at.due {
                self.look();
                spent += std::mem::take(&mut self.set_up);
            }
        }
        spent
    }

    /// Decides more, or judges what is decided.
    fn look(&mut self) {
        let Some(at) = self.at.take() else { return };
        let (bound, iterations) = (at.proven(), at.relaxing.iterations());
        let At { relaxing, judged, .. } = at;
        let Some(judged) = judged else {
            let Stood { core, layout, standing } = relaxing.stood();
            let given = layout.places(&core, &standing.y, &standing.z);
            let narrower = Arc::new(decided(&core, &given, self.at_once));
            if self.known.is_some() && self.known == decided_places(&narrower) {
                return;
            }
            let relaxing = Relaxing::new((&core, &layout), (&standing, None), narrower, (JUDGED, self.parts));
            self.go_on(relaxing, self.between);
            return;
        };
        if iterations < MOST && (bound < self.least || bound > judged.before * (1.0 + SETTLED.0)) {
            let judged = Some(Judged { before: bound, ..judged });
            self.at = Some(At { due: iterations + SETTLED.1, judged, relaxing });
            return;
        }
        let Judged { places, apart: was, .. } = judged;
        let mut guide = relaxing.guide();
        guide.places = (0..was.core.held.len()).map(|place| if places.contains(&place) { 1.0 } else { 0.0 }).collect();
        let as_one = relaxing.stood();
        let stood = apart(was, &as_one);
        self.found = Some(Decided { places, bound, guide, as_one, stood, toured: false });
    }
}

impl At {
    /// What is proven.
    fn proven(&self) -> f64 {
        self.relaxing.bound() + self.judged.as_ref().map_or(0.0, |judged| judged.besides)
    }
}

fn at_once(core: &Core) -> usize {
    let places: usize = (0..core.posts.len()).map(|formation| core.free_places(formation)).sum();
    (places / STEPS).max(1)
}

/// The places of a core, once all are decided.
fn decided_places(core: &Core) -> Option<BTreeSet<usize>> {
    core.undecided().is_empty().then(|| core.held_places())
}

/// The core in which the places that are given most are held besides: so many at least.
fn decided(core: &Core, given: &[f32], at_once: usize) -> Core {
    let mut undecided: Vec<usize> = core.undecided().into_iter().collect();
    undecided.sort_by(|&a, &b| given[b].total_cmp(&given[a]));
    if undecided.first().is_none_or(|&place| given[place] < LITTLE) {
        return core.with_places(&core.held_places(), |_| false);
    }
    let mut narrower = Core::clone(core);
    for (nth, place) in undecided.into_iter().enumerate() {
        if (nth < at_once || given[place] >= SURE)
            && narrower.room(&narrower.held, place / core.nations)[place % core.nations]
        {
            narrower = narrower.holding(place);
        }
    }
    narrower
}

/// The core in which only those places of each formation are open that are given most, and none that is given hardly
/// anything: see [`CANDIDATES`].
fn narrowed(core: &Core, given: &[f32]) -> Core {
    let least: Vec<f32> = (0..core.posts.len())
        .map(|formation| {
            let mut by_nation = given[formation * core.nations..][..core.nations].to_vec();
            by_nation.sort_by(|a, b| b.total_cmp(a));
            let next = by_nation.get(CANDIDATES * core.free_places(formation));
            next.copied().unwrap_or(0.0).max(LITTLE)
        })
        .collect();
    core.with_places(&core.held_places(), |place| given[place] >= least[place / core.nations])
}
