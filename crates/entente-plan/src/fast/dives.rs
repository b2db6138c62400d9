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
    stage: Stage<'a>,
    /// How many there have been.
    begun: u64,
}

impl<'a> Dives<'a> {
    pub fn new(whole: &Arc<Core>, parts: Parts) -> Self {
        Self { whole: Arc::clone(whole), parts, stage: Stage::Nothing, begun: 0 }
    }

    /// Sees to it that something is at hand: after a dive a search from the plan of this one, after that the next dive.
    /// Gives back a search that has done its part.
    pub fn ready(
        &mut self,
        leading: &Search<'a>,
        (from, least): (impl FnOnce() -> Option<Stood>, f64),
    ) -> Option<Search<'a>> {
        let mut over = None;
        match std::mem::replace(&mut self.stage, Stage::Nothing) {
            Stage::Diving(dive) if dive.ended() => self.tour(leading, &dive),
            Stage::Touring(search) if search.work >= TOURS * search.elements() => over = Some(*search),
            stage => self.stage = stage,
        }
        if let (Stage::Nothing, Some(from)) = (&self.stage, from()) {
            self.stage =
                Stage::Diving(Box::new(Dive::new(Arc::clone(&self.whole), (&from, least), self.parts, self.begun)));
            self.begun += 1;
        }
        over
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
}
