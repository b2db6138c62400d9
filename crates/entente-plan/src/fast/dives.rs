//! Dives one after the other, in the place of the search in some rounds: each from the part that branching has at hand.

use super::core::Core;
use super::dive::Dive;
use super::node::Stood;
use crate::request::Parts;
use std::sync::Arc;

/// The dives.
#[derive(Debug)]
pub struct Dives {
    whole: Arc<Core>,
    parts: Parts,
    seed: u64,
    at_hand: Option<Dive>,
    /// How many there have been.
    begun: u64,
}

impl Dives {
    pub fn new(whole: &Arc<Core>, parts: Parts, seed: u64) -> Self {
        Self { whole: Arc::clone(whole), parts, seed, at_hand: None, begun: 0 }
    }

    /// Sees to it that one is at hand: from a part, at a bound of the whole.
    pub fn ready(&mut self, (from, least): (impl FnOnce() -> Option<Stood>, f64)) {
        if self.at_hand.is_some() {
            return;
        }
        if let Some(from) = from() {
            let whole = Arc::clone(&self.whole);
            self.at_hand = Some(Dive::new(whole, (&from, least), self.parts, (self.seed << 32) ^ self.begun));
            self.begun += 1;
        }
    }

    /// A round: so much effort.
    pub fn round(&mut self, effort: usize) {
        self.at_hand.iter_mut().for_each(|dive| dive.round(effort));
    }

    /// The one at hand, if it has ended.
    pub fn ended(&mut self) -> Option<Dive> {
        self.at_hand.take_if(|dive| dive.ended())
    }
}
