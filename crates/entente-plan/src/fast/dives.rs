//! Dives one after the other, in the place of the search, with a relaxation as judge, since what a set of nations is worth
//! shows in no plan at once. Each is crossed with the best that are known: places that both have stay, and those in which
//! they differ are decided anew, as a path between the two is walked (Glover, Laguna, Martí 2000). Then those of two
//! formations at a time of the best are decided anew (large neighbourhoods, Shaw 1998), or of four where no two help, for as
//! long as the dive took and less after dives in vain. The places of a plan are judged before all that, and no more. Where
//! many in a row are in vain all that are known are much alike, and others begin by themselves, to be crossed with those when
//! they are in vain, too.

use super::core::Core;
use super::dive::{Decided, Dive};
use super::node::Stood;
use crate::request::Parts;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Places are worth tours in the end if the relaxation proves at most so much more of them than of the best, as a share.
const NEAR: f64 = 0.002;

/// How many are known, and crossed with a new one.
const CROSSED: usize = 5;

/// Formations decided anew at a time where no two of them alone come to anything better.
const MANY: usize = 4;

/// So many in a row that come to nothing better, and there is time for tours for sets that are near. After each of them
/// formations are decided anew half as long, halved so many times at most.
const IN_VAIN: u32 = 4;
const HALVED: u32 = 4;

/// So many in a row that come to nothing better, and others begin by themselves; or so few once those have been crossed with
/// what was known before.
const RENEWED: u32 = 6;
const CROSSED_IN_VAIN: u32 = 1;

/// Every second dive is narrow, and from so many columns of tours on every dive.
const LARGE: usize = 5_000_000;

/// The dives.
#[derive(Debug)]
pub struct Dives {
    whole: Arc<Core>,
    parts: Parts,
    seed: u64,
    /// How many have begun.
    begun: u64,
    /// What is proven of the whole.
    least: f64,
    /// Those on their way: the last is at work.
    at_hand: Vec<(Purpose, Dive)>,
    /// What the last one came to, and the places it is still to be crossed with.
    last: Option<Decided>,
    others: Vec<BTreeSet<usize>>,
    /// The best that are known, the very best first, and the formations that have not been decided anew there.
    known: Vec<Decided>,
    /// Those that were known before others began by themselves, the very best first.
    before: Vec<Decided>,
    pairs: Vec<[usize; 2]>,
    dice: Rng,
    /// What the last one took, and what has gone into formations since.
    taken: usize,
    since: usize,
    /// How many in a row have come to nothing better.
    in_vain: u32,
}

/// What a dive is for.
#[derive(Clone, Copy, Debug)]
enum Purpose {
    /// To judge the places of a plan.
    Judge,
    /// To come to places of its own.
    Down,
    /// To cross the last with what is known.
    Cross,
    /// To make the best better.
    Anew,
}

impl Dives {
    /// None so far.
    pub fn new(whole: &Arc<Core>, parts: Parts, seed: u64) -> Self {
        Self {
            whole: Arc::clone(whole),
            parts,
            seed,
            begun: 0,
            least: 0.0,
            at_hand: Vec::new(),
            last: None,
            others: Vec::new(),
            known: Vec::new(),
            before: Vec::new(),
            pairs: Vec::new(),
            dice: Rng::with_seed(seed),
            taken: 0,
            since: 0,
            in_vain: 0,
        }
    }

    /// Sees to it that one is at hand: first what the places of a plan come to is judged, and then dives go down from
    /// parts, at a bound of the whole.
    pub fn ready(
        &mut self,
        (from, least): (impl FnOnce() -> Option<Stood>, f64),
        plan: impl FnOnce() -> BTreeSet<usize>,
    ) {
        self.least = least;
        if self.at_hand() {
            return;
        }
        let Some(from) = from() else { return };
        (self.taken, self.since) = (0, 0);
        self.in_vain += u32::from(self.begun > 1);
        if self.in_vain > RENEWED {
            self.renew();
        }
        if self.begun == 0 {
            self.judge((&from, least), &plan());
            self.begun = 1;
        }
        if !self.at_hand() {
            let seed = (self.seed << 32) ^ self.begun;
            self.at_hand.push((Purpose::Down, Dive::down(&from, least, self.parts, (self.narrow(), seed))));
            self.begun += 1;
        }
    }

    /// Others begin by themselves; or, where they have, the best of them is crossed with what was known before.
    fn renew(&mut self) {
        self.in_vain = 0;
        self.pairs.clear();
        let mut known = std::mem::take(&mut self.known);
        if self.before.is_empty() {
            self.before = known;
            return;
        }
        self.known = std::mem::take(&mut self.before);
        self.in_vain = RENEWED - CROSSED_IN_VAIN;
        if !known.is_empty() {
            self.cross(known.remove(0));
        }
        known.into_iter().for_each(|one| self.keep(one));
        self.go_on();
    }

    /// Is next crossed with all that are known.
    fn cross(&mut self, last: Decided) {
        self.others = self.known.iter().rev().map(|known| known.places.clone()).collect();
        self.last = Some(last);
    }

    /// Whether the next dive is narrow.
    fn narrow(&self) -> bool {
        self.begun.is_multiple_of(2) || self.whole.columns() > LARGE
    }

    /// Whether places are among the best that are known.
    pub fn know(&self, places: &BTreeSet<usize>) -> bool {
        self.known.iter().chain(&self.before).any(|known| known.places == *places)
    }

    /// Begins to judge places from where a part stands, at a bound of the whole, unless they are known.
    pub fn judge(&mut self, (from, least): (&Stood, f64), places: &BTreeSet<usize>) {
        if !self.know(places) {
            let core = self.whole.with_places(places, |_| false);
            self.at_hand.push((Purpose::Judge, Dive::judging(from, core, least, self.parts)));
        }
    }

    /// Whether places are being judged.
    pub fn judges(&self) -> bool {
        matches!(self.at_hand.last(), Some((Purpose::Judge, _)))
    }

    /// A round: so much effort, or until a new one is to begin.
    pub fn round(&mut self, effort: usize) {
        let mut spent = 0;
        while let Some((purpose, mut dive)) = self.at_hand.pop_if(|_| spent < effort) {
            let by = dive.round(effort - spent);
            spent += by;
            match purpose {
                // At least something, so that there is an end to it.
                Purpose::Anew => self.since += by.max(1),
                _ => self.taken += by,
            }
            if dive.ended() {
                self.take_in(purpose, dive.found());
                if !self.at_hand() {
                    self.go_on();
                }
            } else {
                self.at_hand.push((purpose, dive));
            }
        }
    }

    fn take_in(&mut self, purpose: Purpose, found: Option<Decided>) {
        let Some(found) = found else { return };
        match purpose {
            Purpose::Judge | Purpose::Anew => self.keep(found),
            Purpose::Cross => self.last = Some(found),
            Purpose::Down => self.cross(found),
        }
    }

    /// Begins what comes next, unless that is a new dive.
    fn go_on(&mut self) {
        if let Some(last) = &self.last {
            while let Some(other) = self.others.pop() {
                if other != last.places {
                    let either = &last.places | &other;
                    let core = self.whole.with_places(&(&last.places & &other), |place| either.contains(&place));
                    self.at_hand.push((Purpose::Cross, Dive::anew(last, core, self.least, self.parts)));
                    return;
                }
            }
        }
        self.last.take().into_iter().for_each(|last| self.keep(last));
        if self.begun > 1
            && self.since < self.taken >> self.in_vain.min(HALVED)
            && let Some(best) = self.known.first()
        {
            let formations = match self.pairs.pop() {
                Some(pair) => pair.to_vec(),
                None => self.dice.choose_multiple(0..self.whole.posts.len(), MANY),
            };
            let opened = |place: usize| formations.contains(&(place / self.whole.nations));
            let held = best.places.iter().copied().filter(|place| !opened(*place)).collect();
            let core = self.whole.with_places(&held, opened);
            self.at_hand.push((Purpose::Anew, Dive::anew(best, core, self.least, self.parts)));
        }
    }

    /// Keeps what is among the best.
    fn keep(&mut self, new: Decided) {
        if self.know(&new.places) {
            return;
        }
        let at = self.known.partition_point(|known| known.bound <= new.bound);
        self.known.insert(at, new);
        self.known.truncate(CROSSED);
        if at == 0 {
            self.in_vain = 0;
            let formations = self.whole.posts.len();
            self.pairs = (0..formations).flat_map(|f| (0..f).map(move |g| [f, g])).collect();
            self.dice.shuffle(&mut self.pairs);
        }
    }

    /// Whether any has, the judging of a plan's places before the first among them.
    pub fn begun(&self) -> bool {
        self.begun > 0
    }

    /// Whether one is at hand.
    pub fn at_hand(&self) -> bool {
        !self.at_hand.is_empty()
    }

    /// The best places that are known.
    pub fn best(&self) -> Option<&Decided> {
        self.known.first().into_iter().chain(self.before.first()).min_by(|a, b| a.bound.total_cmp(&b.bound))
    }

    /// Places worth tours, each once: the very best when nothing is left to be done about them; at once, and when dives are in
    /// vain, also the best that have had none and come to little more.
    pub fn worth_tours(&mut self, at_once: bool) -> Option<&Decided> {
        if !at_once && (self.at_hand() || self.begun < 2) {
            return None;
        }
        let near = if at_once || self.in_vain >= IN_VAIN { NEAR } else { 0.0 };
        let most = self.best()?.bound * (1.0 + near);
        let open = self.known.iter_mut().chain(&mut self.before).filter(|known| !known.toured && known.bound <= most);
        let next = open.min_by(|a, b| a.bound.total_cmp(&b.bound))?;
        next.toured = true;
        Some(next)
    }
}
