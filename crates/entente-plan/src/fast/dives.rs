//! Dives one after the other, in the place of the search, with a relaxation as judge, since what a set of nations is worth
//! shows in no plan at once. Each is crossed with the best that are known: places that both have stay, and those in which
//! they differ are decided anew, as a path between the two is walked (Glover, Laguna, Martí 2000). Then those of two
//! formations at a time of the best are decided anew (large neighbourhoods, Shaw 1998), or of four where no two help, for as
//! long as the dive took and less after dives in vain. The places of a plan are judged before all that, and no more.
//!
//! Large cases have several periods in one for all this, which tells what sets of places are worth beside each other nearly
//! as well; the best are judged again in the periods of the case before tours are sought for them.

use super::coarse;
use super::core::Core;
use super::dive::{Decided, Dive, Seats};
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
const IN_VAIN: u32 = 3;
const HALVED: u32 = 4;

/// Columns of tours from which on so many periods are one; and what sets may come to more than the best there, as a share, and
/// be the best in the periods of the case.
const LONG: (usize, usize) = (500_000, 2);
const ASTRAY: f64 = 0.003;

/// Every second dive is narrow, and from so many columns of tours on every dive.
const LARGE: usize = 5_000_000;

/// The dives.
#[derive(Debug)]
pub struct Dives {
    whole: Arc<Core>,
    parts: Parts,
    seed: u64,
    /// Periods in one, and the core with those.
    by: usize,
    long: Arc<Core>,
    /// How many have begun.
    begun: u64,
    /// What is proven of the whole, as far as it says anything of the periods at hand.
    least: f64,
    /// Those on their way: the last is at work.
    at_hand: Vec<(Aim, Dive)>,
    /// What the last one came to, and the places it is still to be crossed with.
    last: Option<(Decided, Seats)>,
    others: Vec<BTreeSet<usize>>,
    /// The best that are known, the very best first, and the formations that have not been decided anew there.
    known: Vec<Decided>,
    /// The best that tours may be sought for, the very best first, and the places of those that have been.
    seats: Vec<Seats>,
    toured: BTreeSet<BTreeSet<usize>>,
    /// Places that have been judged in the periods of the case.
    judged: BTreeSet<BTreeSet<usize>>,
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
enum Aim {
    /// To judge the places of a plan.
    Judge,
    /// To judge what has been found in the periods of the case.
    Seat,
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
        let by = if whole.columns() > LONG.0 { LONG.1 } else { 1 };
        Self::in_periods_of(by, whole, parts, seed)
    }

    /// None so far, and `by` periods in one for those to come.
    pub fn in_periods_of(by: usize, whole: &Arc<Core>, parts: Parts, seed: u64) -> Self {
        Self {
            long: if by > 1 { Arc::new(coarse::core(whole, by)) } else { Arc::clone(whole) },
            whole: Arc::clone(whole),
            by,
            parts,
            seed,
            begun: 0,
            least: 0.0,
            at_hand: Vec::new(),
            last: None,
            others: Vec::new(),
            known: Vec::new(),
            seats: Vec::new(),
            toured: BTreeSet::new(),
            judged: BTreeSet::new(),
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
        if self.at_hand() {
            return;
        }
        let Some(from) = from().map(|from| self.begins(from, least)) else { return };
        (self.taken, self.since) = (0, 0);
        self.in_vain += u32::from(self.begun > 1);
        if self.begun == 0 {
            self.judge_from(&from, &plan());
            self.begun = 1;
        }
        if !self.at_hand() {
            let seed = (self.seed << 32) ^ self.begun;
            self.at_hand.push((Aim::Down, Dive::down(&from, self.least, self.parts, (self.narrow(), seed))));
            self.begun += 1;
        }
    }

    /// Whether the next dive is narrow.
    fn narrow(&self) -> bool {
        self.begun.is_multiple_of(2) || self.whole.columns() > LARGE
    }

    /// Where a dive begins, from where a part stands, at a bound of the whole: that says nothing of longer periods.
    fn begins(&mut self, from: Stood, least: f64) -> Stood {
        if self.by > 1 {
            self.least = 0.0;
            return coarse::stood(&from, self.by, self.parts);
        }
        self.least = least;
        from
    }

    /// Whether places are among the best that are known.
    pub fn know(&self, places: &BTreeSet<usize>) -> bool {
        self.known.iter().any(|known| known.places == *places)
    }

    /// Begins to judge places from where a part stands, at a bound of the whole, unless they are known.
    pub fn judge(&mut self, (from, least): (Stood, f64), places: &BTreeSet<usize>) {
        let from = self.begins(from, least);
        self.judge_from(&from, places);
    }

    fn judge_from(&mut self, from: &Stood, places: &BTreeSet<usize>) {
        if !self.know(places) {
            let core = self.long.with_places(places, |_| false);
            self.at_hand.push((Aim::Judge, Dive::judging(from, core, self.least, self.parts)));
        }
    }

    /// Begins to judge the best that are known in the periods of the case, from where a part stands, at a bound of the whole,
    /// if tours are to be sought for them next.
    pub fn judge_again(&mut self, (from, least): (impl FnOnce() -> Option<Stood>, f64), at_once: bool) {
        if self.by == 1 || !self.may_tour(at_once) {
            return;
        }
        let Some(best) = self.known.first() else { return };
        let most = best.bound * (1.0 + self.near(at_once) + ASTRAY);
        let next = self.known.iter().find(|known| known.bound <= most && !self.judged.contains(&known.places));
        if let Some(places) = next.map(|known| known.places.clone())
            && let Some(from) = from()
        {
            let core = self.whole.with_places(&places, |_| false);
            self.judged.insert(places);
            self.at_hand.push((Aim::Seat, Dive::judging(&from, core, least, self.parts)));
        }
    }

    /// Whether places are being judged.
    pub fn judges(&self) -> bool {
        matches!(self.at_hand.last(), Some((Aim::Judge | Aim::Seat, _)))
    }

    /// A round: so much effort, or until a new one is to begin.
    pub fn round(&mut self, effort: usize) {
        let mut spent = 0;
        while let Some((aim, mut dive)) = self.at_hand.pop_if(|_| spent < effort) {
            let by = dive.round(effort - spent);
            spent += by;
            match aim {
                // At least something, so that there is an end to it.
                Aim::Anew => self.since += by.max(1),
                Aim::Seat => {}
                Aim::Judge | Aim::Down | Aim::Cross => self.taken += by,
            }
            if dive.ended() {
                self.take_in(aim, dive.found());
                if !self.at_hand() {
                    self.go_on();
                }
            } else {
                self.at_hand.push((aim, dive));
            }
        }
    }

    fn take_in(&mut self, aim: Aim, found: Option<(Decided, Seats)>) {
        let Some(found) = found else { return };
        match aim {
            Aim::Seat => self.seat(found.1),
            Aim::Judge | Aim::Anew => self.keep(found),
            Aim::Cross => self.last = Some(found),
            Aim::Down => {
                self.others = self.known.iter().rev().map(|known| known.places.clone()).collect();
                self.last = Some(found);
            }
        }
    }

    /// Begins what comes next, unless that is a new dive.
    fn go_on(&mut self) {
        if let Some((last, _)) = &self.last {
            while let Some(other) = self.others.pop() {
                if other != last.places {
                    let either = &last.places | &other;
                    let core = self.long.with_places(&(&last.places & &other), |place| either.contains(&place));
                    self.at_hand.push((Aim::Cross, Dive::anew(last, core, self.least, self.parts)));
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
            let core = self.long.with_places(&held, opened);
            self.at_hand.push((Aim::Anew, Dive::anew(best, core, self.least, self.parts)));
        }
    }

    /// Keeps what is among the best.
    fn keep(&mut self, (new, seats): (Decided, Seats)) {
        if self.know(&new.places) {
            return;
        }
        if self.by == 1 {
            self.seat(seats);
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

    /// Keeps what is among the best for tours.
    fn seat(&mut self, new: Seats) {
        let at = self.seats.partition_point(|known| known.bound <= new.bound);
        self.seats.insert(at, new);
        self.seats.truncate(CROSSED);
    }

    /// Whether any has, beyond places judged.
    pub fn begun(&self) -> bool {
        self.begun > 0
    }

    /// Whether one is at hand.
    pub fn at_hand(&self) -> bool {
        !self.at_hand.is_empty()
    }

    /// The best places that are known, by what they come to in the periods at hand.
    pub fn best(&self) -> Option<&Decided> {
        self.known.first()
    }

    /// Whether tours may be sought: when nothing is left to be done about what is best, or at once.
    fn may_tour(&self, at_once: bool) -> bool {
        at_once || (!self.at_hand() && self.begun > 1)
    }

    /// What places that are worth tours may come to more than the best, as a share: in the end, and when dives are in vain.
    fn near(&self, at_once: bool) -> f64 {
        if at_once || self.in_vain > IN_VAIN { NEAR } else { 0.0 }
    }

    /// Places worth tours, each once: the very best, and also the best that have had none and come to little more.
    pub fn worth_tours(&mut self, at_once: bool) -> Option<&Seats> {
        if !self.may_tour(at_once) {
            return None;
        }
        let most = self.seats.first()?.bound * (1.0 + self.near(at_once));
        let next = self.seats.iter().find(|seats| seats.bound <= most && !self.toured.contains(&seats.places))?;
        self.toured.insert(next.places.clone());
        Some(next)
    }
}
