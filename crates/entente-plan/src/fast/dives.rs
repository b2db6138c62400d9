//! Dives one after the other, in the place of the search in some rounds: each from the part that branching has at hand,
//! then a search for tours with the places it has come to.

use super::core::Core;
use super::dive::Dive;
use super::node::Stood;
use super::search::Search;
use crate::request::{Part, Parts};
use std::sync::Arc;

/// Elements given tours in the search for tours after a dive, for each element there is.
const TOURS: u64 = 8_000;

/// What is at hand.
#[derive(Debug)]
enum Stage<'a> {
    Nothing,
    Diving(Box<Dive>),
    Touring(Box<Search<'a>>),
}

/// The dives.
#[derive(Debug)]
pub struct Dives<'a> {
    whole: Arc<Core>,
    parts: Parts,
    seed: u64,
    stage: Stage<'a>,
    /// How many there have been.
    begun: u64,
}

impl<'a> Dives<'a> {
    pub fn new(whole: &Arc<Core>, parts: Parts, seed: u64) -> Self {
        Self { whole: Arc::clone(whole), parts, seed, stage: Stage::Nothing, begun: 0 }
    }

    /// Sees to it that something is at hand: after a dive a search from the plan of this one, after that the next dive, from
    /// a part at a bound of the whole.
    pub fn ready(&mut self, leading: &Search<'a>, (from, least): (impl FnOnce() -> Option<Stood>, f64)) {
        match std::mem::replace(&mut self.stage, Stage::Nothing) {
            Stage::Diving(dive) if dive.ended() => self.tour(leading, &dive),
            Stage::Touring(search) if search.work >= TOURS * search.elements() => (),
            stage => self.stage = stage,
        }
        if !matches!(self.stage, Stage::Nothing) {
            return;
        }
        if let Some(from) = from() {
            let dive = Dive::new(Arc::clone(&self.whole), (&from, least), self.parts, (self.seed << 32) ^ self.begun);
            self.stage = Stage::Diving(Box::new(dive));
            self.begun += 1;
        }
    }

    fn tour(&mut self, leading: &Search<'a>, dive: &Dive) {
        let Some((places, _, guide)) = dive.found() else { return };
        let mut search = leading.within(places);
        if self.parts.has(Part::Guide) {
            search.follow(guide);
        }
        search.expect(Some(TOURS * search.elements()));
        self.stage = Stage::Touring(Box::new(search));
    }

    /// A round: so much effort of a dive, or so many elements given tours.
    pub fn round(&mut self, effort: usize, work: u64) {
        match &mut self.stage {
            Stage::Nothing => (),
            Stage::Diving(dive) => dive.round(effort),
            Stage::Touring(search) => search.run(work),
        }
    }

    /// The search after a dive, if that is at hand.
    pub fn search(&self) -> Option<&Search<'a>> {
        match &self.stage {
            Stage::Touring(search) => Some(search),
            _ => None,
        }
    }
}
