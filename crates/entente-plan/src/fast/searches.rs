//! The search, and others beside or after it: one in the place of the relaxation where that rests, one for tours alone
//! where who serves where stays, and new starts where there is time for them. What they come to hangs on their work alone,
//! not on threads.

use super::dive::Decided;
use super::guide::Guide;
use super::search::Search;
use super::threads::side_by_side;
use super::touring::Touring;
use crate::request::{Limits, Parts};

/// Elements given tours where who serves where stays, for each element there is, before others have their turn again, and
/// at the end, for each of some sets of places; that begins once others have done so much since it did last, or where it
/// just fits under the limit.
const TOURS: u64 = 4_000;
const LAST_TOURS: u64 = 16_000;
const LAST_SETS: u64 = 5;
const APART: u64 = 32_000;

/// Of what a limit leaves room for, the share of tours at the end at most, where that is less: one in so many.
const END: u64 = 3;

/// Tours sought for one set of places after the other.
#[derive(Default)]
struct Tours<'a> {
    at_hand: Option<Touring<'a>>,
    /// The work after which others have their turn.
    until: u64,
    /// Those that came to the best plan of all that have ended.
    best: Option<Touring<'a>>,
    /// How many have begun, and the work that others had done when the last did.
    begun: u64,
    since: u64,
}

/// The search, a second one in the place of the relaxation where that rests, and one for tours alone.
pub struct Searches<'a, 's> {
    /// The search to begin with, and others that begin like it and go their own ways.
    begun: &'s dyn Fn(u64) -> Search<'a>,
    /// How many have.
    starts: u64,
    pub first: Search<'a>,
    second: Option<Search<'a>>,
    /// One that keeps to some places, and finds tours for those; `None` where there is none to be: see [`Tours`].
    tours: Option<Tours<'a>>,
    /// The best of those that have ended, and the work of all of them.
    ended: Option<Search<'a>>,
    spent: u64,
    /// Elements that each will still give tours, if anybody knows.
    left: Option<u64>,
    /// See [`super::patience::Patience`].
    apart: bool,
}

impl<'a, 's> Searches<'a, 's> {
    /// The first. Others keep apart from it or help it; and tours are sought for their places, or not.
    pub fn new(begun: &'s dyn Fn(u64) -> Search<'a>, apart: bool, tours: bool) -> Self {
        let tours = tours.then(Tours::default);
        Self { begun, starts: 1, first: begun(0), second: None, tours, ended: None, spent: 0, left: None, apart }
    }

    /// A round of both. Unless those keep apart, each then knows the better plan of the two, and goes back to it in its
    /// next cycle.
    pub fn both(&mut self, work: u64, threads: usize) {
        let Self { begun, starts, first, second, apart, .. } = self;
        let second = second.get_or_insert_with(|| {
            if !*apart {
                return first.companion();
            }
            *starts += 1;
            begun(*starts - 1)
        });
        side_by_side(threads, || first.run(work), || second.run(work));
        if *apart {
            return;
        }
        if first.best < second.best {
            second.adopt(first);
        } else if second.best < first.best {
            first.adopt(second);
        }
    }

    /// Where they keep apart, one that finds nothing better any more makes room for another, and is kept if it is the best
    /// of those; whether any has.
    pub fn renew(&mut self) -> bool {
        let Self { begun, starts, first, second, apart, .. } = self;
        let mut over = Vec::new();
        for search in std::iter::once(first).chain(second).filter(|search| *apart && search.tired()) {
            over.push(std::mem::replace(search, begun(*starts)));
            *starts += 1;
        }
        let renewed = !over.is_empty();
        over.into_iter().for_each(|search| self.end(search));
        renewed
    }

    /// Keeps the plan of one that has ended, if it is the best of those.
    fn end(&mut self, over: Search<'a>) {
        self.spent += over.work;
        if self.ended.as_ref().is_none_or(|best| over.best < best.best) {
            self.ended = Some(over);
        }
    }

    /// Whether tours are being sought, and others are not to have their turn yet.
    pub fn seeks_tours(&self) -> bool {
        self.tours.as_ref().is_some_and(Tours::busy)
    }

    /// Whether it is time for tours for the places of the best plan.
    pub fn tours_are_due(&self) -> bool {
        let Some(tours) = self.tours.as_ref().filter(|tours| !tours.busy()) else { return false };
        let enough = self.work_of_others() - tours.since >= APART * self.first.elements();
        enough || (self.last() && tours.begun == 0)
    }

    /// Tours are not due again until others have done as much as they should between.
    pub fn put_off_tours(&mut self) {
        let since = self.work_of_others();
        self.tours.iter_mut().for_each(|tours| tours.since = since);
    }

    /// Whether no more time is left than tours at the end may take.
    pub fn last(&self) -> bool {
        self.left.is_some_and(|left| left <= self.tours_at_end(left))
    }

    /// Elements that each will still give tours, if anybody knows.
    pub fn left(&self) -> Option<u64> {
        self.left
    }

    /// Elements given tours at the end of a search that has so many left.
    fn tours_at_end(&self, left: u64) -> u64 {
        (LAST_SETS * LAST_TOURS * self.first.elements()).min(self.work().saturating_add(left) / END)
    }

    fn work_of_others(&self) -> u64 {
        self.others().map(|search| search.work).sum()
    }

    /// Tours are sought for places, from the best plan, led by what the relaxation tells, if anything.
    pub fn seek_tours_for(&mut self, decided: &Decided, guide: Option<&Guide>, (parts, seed): (Parts, u64)) {
        let Some(tours) = &self.tours else { return };
        let touring = Touring::new(decided, self.leading(), guide, (parts, (seed << 32) ^ tours.begun));
        self.tour(touring);
    }

    /// Goes on with the tours that came to the best plan, if any did.
    pub fn resume_tours(&mut self) {
        let over = self.tours.as_mut().and_then(|tours| tours.at_hand.take());
        over.into_iter().for_each(|touring| self.end_tours(touring));
        let best = self.tours.as_mut().and_then(|tours| tours.best.take());
        best.into_iter().for_each(|best| self.tour(best));
        self.put_off_tours();
    }

    fn tour(&mut self, touring: Touring<'a>) {
        let most = if self.last() { LAST_TOURS } else { TOURS } * self.first.elements();
        let Some(tours) = &mut self.tours else { return };
        tours.until = touring.work() + most;
        tours.begun += 1;
        let over = tours.at_hand.replace(touring);
        over.into_iter().for_each(|touring| self.end_tours(touring));
        self.put_off_tours();
    }

    /// Keeps what came to the best plan.
    fn end_tours(&mut self, over: Touring<'a>) {
        let Some(tours) = &mut self.tours else { return };
        let better = tours.best.as_ref().is_none_or(|best| over.search.best < best.search.best);
        let worse = if better { tours.best.replace(over) } else { Some(over) };
        self.spent += worse.map_or(0, |touring| touring.work());
    }

    /// A round of tours; an element given tours is worth so much effort of a relaxation.
    pub fn run_tours(&mut self, work: u64, effort: f64) {
        self.tours.iter_mut().for_each(|tours| tours.run(work, effort));
    }

    /// The same beside the first search.
    pub fn run_with_tours(&mut self, (work, effort): (u64, f64), threads: usize) {
        let Self { first, tours, .. } = self;
        let tours = || tours.iter_mut().for_each(|tours| tours.run(work, effort));
        side_by_side(threads, || first.run(work), tours);
    }

    /// The same beside something else; of the first search where no tours are sought.
    pub fn run_beside(&mut self, other: impl FnOnce() + Send, (work, effort): (u64, f64), threads: usize) {
        let Self { first, tours, .. } = self;
        let tours = tours.as_mut().filter(|tours| tours.busy());
        side_by_side(threads, other, || match tours {
            Some(tours) => tours.run(work, effort),
            None => first.run(work),
        });
    }

    /// Tells the searches how much they have left: until they have done enough, or by the work limit; where there is
    /// neither, by the time limit, as fast as they have been.
    pub fn expect(&mut self, limits: &Limits, enough: u64, seconds: f64) {
        let count = if self.seeks_tours() || self.second.is_some() { 2 } else { 1 };
        let most = limits.work.unwrap_or(u64::MAX).min(enough);
        let by_work = (most < u64::MAX).then(|| most.saturating_sub(self.work()) / count);
        let by_time = || {
            let share = limits.seconds? / seconds.max(1e-3) - 1.0;
            Some(((self.work() / count) as f64 * share.max(0.0)) as u64)
        };
        let more = by_work.or_else(by_time);
        self.left = more;
        let to_come = self.tours.is_some() && !self.seeks_tours();
        let later = more.filter(|_| to_come).map_or(0, |left| self.tours_at_end(left));
        self.each().for_each(|search| search.expect(more.map(|left| left.saturating_sub(later))));
    }

    /// Takes in what the relaxation says: see [`Search::follow`].
    pub fn follow(&mut self, guide: &Guide) {
        self.each().for_each(|search| search.follow(guide));
    }

    /// Counts work done elsewhere.
    pub fn spend(&mut self, work: u64) {
        self.spent += work;
    }

    /// See [`Search::settle_by`].
    pub fn settle_by(&mut self, moves: u32) {
        self.each().for_each(|search| search.settle_by(moves));
    }

    fn each(&mut self) -> impl Iterator<Item = &mut Search<'a>> {
        std::iter::once(&mut self.first).chain(&mut self.second)
    }

    /// All at hand but the one for tours.
    fn others(&self) -> impl Iterator<Item = &Search<'a>> {
        std::iter::once(&self.first).chain(&self.second)
    }

    /// Those that seek tours, or did.
    fn touring(&self) -> impl Iterator<Item = &Touring<'a>> {
        self.tours.iter().flat_map(|tours| tours.at_hand.iter().chain(&tours.best))
    }

    /// The search with the best plan.
    pub fn leading(&self) -> &Search<'a> {
        let touring = self.touring().map(|touring| &touring.search);
        self.others().chain(touring).chain(&self.ended).fold(&self.first, better)
    }

    /// Objective of the best plan.
    pub fn best(&self) -> f64 {
        self.leading().best
    }

    /// Elements given tours.
    pub fn work(&self) -> u64 {
        self.spent + self.work_of_others() + self.touring().map(Touring::work).sum::<u64>()
    }

    /// Whether all have tried what they can.
    pub fn tired(&self) -> bool {
        !self.seeks_tours() && self.others().all(Search::tired)
    }
}

/// The one of two with the better plan.
fn better<'s, 'a>(one: &'s Search<'a>, other: &'s Search<'a>) -> &'s Search<'a> {
    if other.best < one.best { other } else { one }
}

impl Tours<'_> {
    fn run(&mut self, work: u64, effort: f64) {
        self.at_hand.iter_mut().for_each(|touring| touring.run(work, effort));
    }

    fn busy(&self) -> bool {
        self.at_hand.as_ref().is_some_and(|touring| touring.work() < self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::core::{Core, Need};
    use crate::fast::dive::Dive;
    use crate::fast::layout::Layout;
    use crate::fast::node::Stood;
    use crate::fast::relax::Relax;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    /// One unit that fills one line: the first plan is the best, so every search is soon tired.
    fn core() -> Core {
        Core::of_units(1, 1)
    }

    fn tired<'a, 's>(begun: &'s dyn Fn(u64) -> Search<'a>, apart: bool) -> Searches<'a, 's> {
        let mut searches = Searches::new(begun, apart, false);
        for _ in 0..100 {
            searches.both(2_000, 2);
        }
        assert!(searches.tired());
        searches
    }

    #[test]
    fn those_that_are_tired_make_room_and_nothing_is_lost() {
        let core = core();
        let begun = |nth| Search::new(&core, nth, &[], true).in_cycles_of(500);
        let mut searches = tired(&begun, true);
        let (best, work) = (searches.best(), searches.work());
        assert!(searches.renew());
        assert!(!searches.tired() && !searches.renew(), "those that have just begun are not tired");
        assert_eq!(searches.starts, 4);
        assert!(searches.work() >= work, "work done stays done");
        assert!((searches.best() - best).abs() < 1e-9);
        assert!(searches.leading().tours().count() > 0);
    }

    #[test]
    fn a_better_plan_outlives_its_search() {
        let core = core();
        // All but the first have nobody to send.
        let needs = core.needs.iter().map(|need| Need { by: Vec::new(), ..need.clone() }).collect();
        let none = Core { units: Vec::new(), needs, ..core.clone() };
        let begun = |nth| Search::new(if nth == 0 { &core } else { &none }, nth, &[], true).in_cycles_of(500);
        let mut searches = Searches::new(&begun, true, false);
        for _ in 0..100 {
            searches.first.run(2_000);
        }
        let best = searches.best();
        assert!(searches.renew());
        assert!(searches.first.best > best + 1.0, "the new one knows nothing of the plan");
        assert!((searches.best() - best).abs() < 1e-9);
    }

    /// The one place, judged.
    fn decided(core: &Core) -> Decided {
        let core = Arc::new(core.clone());
        let layout = Arc::new(Layout::new(&core));
        let standing = Relax::new(Arc::clone(&core), Arc::clone(&layout), true).standing();
        let held = core.with_places(&BTreeSet::from([0]), |_| false);
        let mut dive = Dive::judging(&Stood { core, layout, standing }, held, 0.0, Parts::default());
        while !dive.ended() {
            dive.round(1_000_000);
        }
        dive.found().expect("places of a plan have a bound")
    }

    #[test]
    fn tours_are_sought_now_and_then_and_gone_on_with() {
        let core = core();
        let decided = decided(&core);
        let begun = |nth| Search::new(&core, nth, &[], true);
        let mut searches = Searches::new(&begun, false, true);
        searches.both(APART / 4 + 100, 1);
        assert!(!searches.tours_are_due(), "others have done too little");
        searches.both(APART / 4 + 100, 1);
        assert!(searches.tours_are_due() && searches.tired());
        let (best, work) = (searches.best(), searches.work());
        searches.seek_tours_for(&decided, None, (Parts::default(), 0));
        assert!(searches.seeks_tours() && !searches.tired() && !searches.tours_are_due());
        searches.run_tours(TOURS, 1_000.0);
        assert!(searches.work() >= work + TOURS);
        assert!(!searches.seeks_tours() && !searches.tours_are_due(), "others have their turn");
        assert!((searches.best() - best).abs() < 1e-9);
        let work = searches.work();
        searches.resume_tours();
        assert!(searches.seeks_tours());
        assert_eq!(searches.work(), work, "work done stays done");
        searches.run_with_tours((TOURS, 1_000.0), 2);
        assert!(searches.work() >= work + 2 * TOURS);
        searches.seek_tours_for(&decided, Some(&decided.guide), (Parts::default(), 0));
        assert!(searches.seeks_tours(), "somebody asked for it");
        assert!((searches.best() - best).abs() < 1e-9);
    }

    #[test]
    fn a_limit_leaves_its_end_to_tours() {
        let core = core();
        let begun = |nth| Search::new(&core, nth, &[], true);
        let mut searches = Searches::new(&begun, false, true);
        let limits = Limits { work: Some(3_000), ..Limits::default() };
        while searches.work() < 1_900 {
            searches.expect(&limits, u64::MAX, 0.0);
            assert!(!searches.tours_are_due(), "after {}", searches.work());
            searches.first.run(100);
        }
        searches.first.run(200);
        searches.expect(&limits, u64::MAX, 0.0);
        assert!(searches.tours_are_due());
        let none = Searches::new(&begun, false, false).tours_are_due();
        assert!(!none, "where tours are not to be sought");
    }

    #[test]
    fn those_that_help_each_other_do_not_begin_anew() {
        let core = core();
        let begun = |nth| Search::new(&core, nth, &[], true).in_cycles_of(500);
        assert!(!tired(&begun, false).renew());
    }
}
