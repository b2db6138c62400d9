//! Dives one after the other, in the place of the search in some rounds: each from the part that branching has at hand.

use super::core::Core;
use super::dive::Dive;
use super::node::Stood;
use crate::request::Parts;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Share by which the relaxation must prove less than with the places for which tours were sought last.
const WORTH: f64 = 0.002;

/// Earlier dives with whose places one is crossed, the last of them.
const CROSSED: usize = 4;

/// The dives.
#[derive(Debug)]
pub struct Dives {
    whole: Arc<Core>,
    parts: Parts,
    seed: u64,
    at_hand: Option<Dive>,
    /// The places that earlier ones have come to.
    known: Vec<BTreeSet<usize>>,
    /// The best of them, if no tours have been sought for its places, and what the relaxation proves with those for which
    /// they were last.
    best: Option<Dive>,
    toured: f64,
    /// How many there have been.
    begun: u64,
}

impl Dives {
    pub fn new(whole: &Arc<Core>, parts: Parts, seed: u64) -> Self {
        Self {
            whole: Arc::clone(whole),
            parts,
            seed,
            at_hand: None,
            known: Vec::new(),
            best: None,
            toured: f64::INFINITY,
            begun: 0,
        }
    }

    /// Sees to it that one is at hand: from a part, at a bound of the whole, crossed with the places of a plan and those of
    /// earlier dives.
    pub fn ready(
        &mut self,
        (from, least): (impl FnOnce() -> Option<Stood>, f64),
        plan: impl FnOnce() -> BTreeSet<usize>,
    ) {
        if self.at_hand.is_some() {
            return;
        }
        if let Some(from) = from() {
            let whole = Arc::clone(&self.whole);
            let known = self.known.iter().skip(self.known.len().saturating_sub(CROSSED));
            let others = std::iter::once(plan()).chain(known.cloned()).collect();
            let dive = Dive::new(whole, (&from, least), self.parts, (self.seed << 32) ^ self.begun);
            self.at_hand = Some(dive.crossed_with(others));
            self.begun += 1;
        }
    }

    /// A round: so much effort.
    pub fn round(&mut self, effort: usize) {
        self.at_hand.iter_mut().for_each(|dive| dive.round(effort));
    }

    /// Takes in whether the one at hand has ended, and gives the best, once that is worth tours: in the last part of the time
    /// it is if it is better at all.
    pub fn worth_tours(&mut self, last: bool) -> Option<Dive> {
        if let Some(ended) = self.at_hand.take_if(|dive| dive.ended())
            && let Some((places, bound, _)) = ended.found()
        {
            self.known.push(places.clone());
            if bound < proven(self.best.as_ref()).min(self.toured) {
                self.best = Some(ended);
            }
        }
        let enough = self.toured * if last { 1.0 } else { 1.0 - WORTH };
        let best = self.best.take_if(|best| proven(Some(best)) < enough)?;
        self.toured = proven(Some(&best));
        Some(best)
    }
}

/// What the relaxation proves with the places of a dive.
fn proven(dive: Option<&Dive>) -> f64 {
    dive.and_then(Dive::found).map_or(f64::INFINITY, |(_, bound, _)| bound)
}
