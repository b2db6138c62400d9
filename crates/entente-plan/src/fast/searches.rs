//! The search, and others beside or after it: one in the place of the relaxation where that rests, one for tours alone
//! where who serves where stays, and new starts where there is time for them. What they come to hangs on their work alone,
//! not on threads.

use super::guide::Guide;
use super::search::Search;
use super::threads::side_by_side;
use crate::request::Limits;
use std::collections::BTreeSet;

/// Elements given tours where who serves where stays, for each element there is; that begins once others have done so many
/// times as much since it did last, or where it just fits under the limit.
const TOURS: u64 = 16_000;
const APART: u64 = 2;

/// Of what a limit leaves room for, the share of tours at the end at most, where that is less: one in so many.
const END: u64 = 3;

/// Searches for tours, one after the other.
#[derive(Default)]
struct Tours<'a> {
    at_hand: Option<Search<'a>>,
    /// The places that others came to last and it took over, the work they had done by then, and when it was.
    taken: BTreeSet<usize>,
    since: u64,
    seconds: f64,
    /// Whether somebody has asked for tours: then others are none of its concern at the end.
    asked: bool,
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
    /// Elements that each will still give tours, if anybody knows, and the seconds that have gone.
    left: Option<u64>,
    seconds: f64,
    /// See [`super::patience::Patience`].
    apart: bool,
}

impl<'a, 's> Searches<'a, 's> {
    /// The first. Others keep apart from it or help it; and tours are sought for their places, or not.
    pub fn new(begun: &'s dyn Fn(u64) -> Search<'a>, apart: bool, tours: bool) -> Self {
        let tours = tours.then(Tours::default);
        Self {
            begun,
            starts: 1,
            first: begun(0),
            second: None,
            tours,
            ended: None,
            spent: 0,
            left: None,
            seconds: 0.0,
            apart,
        }
    }

    /// A round of the first and of one for tours, or else of both. Unless those keep apart, each then knows the better plan
    /// of the two, and goes back to it in its next cycle.
    pub fn both(&mut self, work: u64, threads: usize) {
        if self.seek_tours() {
            let Self { first, tours, .. } = self;
            side_by_side(threads, || first.run(work), || tours.iter_mut().for_each(|tours| tours.run(work)));
            return;
        }
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

    /// Whether tours are being sought.
    pub fn seeks_tours(&self) -> bool {
        self.touring().is_some_and(|search| tours_left(search) > 0)
    }

    /// Sees to it that tours are sought when it is time: for the places of the best plan of the others, unless that was the
    /// last thing done. Whether they are.
    pub fn seek_tours(&mut self) -> bool {
        let Some(tours) = &mut self.tours else { return false };
        let over = tours.at_hand.take_if(|search| tours_left(search) == 0);
        over.into_iter().for_each(|search| self.end(search));
        if self.touring().is_none() && self.tours_are_due() {
            self.begin_tours();
        }
        self.touring().is_some()
    }

    fn begin_tours(&mut self) {
        let plan = self.others().fold(&self.first, better);
        let taken = plan.places();
        if self.tours.as_ref().is_some_and(|tours| tours.taken != taken) {
            let (at_hand, since) = (Some(plan.within(&taken)), self.work_of_others());
            self.tours = Some(Tours { at_hand, taken, since, seconds: self.seconds, asked: false });
        }
    }

    fn tours_are_due(&self) -> bool {
        let Some(tours) = &self.tours else { return false };
        let enough = self.work_of_others() - tours.since >= APART * TOURS * self.first.elements();
        enough || (self.last() && !tours.asked)
    }

    /// Whether no more time is left than tours at the end may take.
    pub fn last(&self) -> bool {
        self.left.is_some_and(|left| left <= self.tours_at_end(left))
    }

    /// Elements given tours at the end of a search that has so many left.
    fn tours_at_end(&self, left: u64) -> u64 {
        (TOURS * self.first.elements()).min(self.work().saturating_add(left) / END)
    }

    fn work_of_others(&self) -> u64 {
        self.others().map(|search| search.work).sum()
    }

    /// Tours are sought for places that somebody else has come to, from the best plan, led by what it tells, if anything.
    pub fn seek_tours_for(&mut self, places: &BTreeSet<usize>, guide: Option<&Guide>) {
        let mut search = self.leading().within(places);
        guide.into_iter().for_each(|guide| search.follow(guide));
        if let Some(tours) = &mut self.tours {
            let over = tours.at_hand.replace(search);
            (tours.seconds, tours.asked) = (self.seconds, true);
            over.into_iter().for_each(|search| self.end(search));
        }
    }

    /// A round of the one for tours.
    pub fn run_tours(&mut self, work: u64) {
        self.tours.iter_mut().for_each(|tours| tours.run(work));
    }

    /// Tells the searches how much they have left: until they have done enough, or by the work limit; where there is
    /// neither, by the time limit, as fast as they have been.
    pub fn expect(&mut self, limits: &Limits, enough: u64, seconds: f64) {
        let count = if self.touring().is_some() || self.second.is_some() { 2 } else { 1 };
        let most = limits.work.unwrap_or(u64::MAX).min(enough);
        let by_work = (most < u64::MAX).then(|| most.saturating_sub(self.work()) / count);
        let by_time = || {
            let share = limits.seconds? / seconds.max(1e-3) - 1.0;
            Some(((self.work() / count) as f64 * share.max(0.0)) as u64)
        };
        let more = by_work.or_else(by_time);
        (self.left, self.seconds) = (more, seconds);
        let to_come = self.tours.is_some() && self.touring().is_none();
        let later = more.filter(|_| to_come).map_or(0, |left| self.tours_at_end(left));
        self.each().for_each(|search| search.expect(more.map(|left| left.saturating_sub(later))));
        let limit = limits.seconds.filter(|_| by_work.is_none());
        self.tours.iter_mut().for_each(|tours| tours.expect(more, limit, seconds));
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

    /// The one for tours, if that is at hand.
    fn touring(&self) -> Option<&Search<'a>> {
        self.tours.as_ref().and_then(|tours| tours.at_hand.as_ref())
    }

    /// The search with the best plan.
    pub fn leading(&self) -> &Search<'a> {
        self.others().chain(self.touring()).chain(&self.ended).fold(&self.first, better)
    }

    /// Objective of the best plan.
    pub fn best(&self) -> f64 {
        self.leading().best
    }

    /// Elements given tours.
    pub fn work(&self) -> u64 {
        self.spent + self.work_of_others() + self.touring().map_or(0, |search| search.work)
    }

    /// Whether all have tried what they can.
    pub fn tired(&self) -> bool {
        self.touring().is_none() && self.others().all(Search::tired)
    }
}

/// The one of two with the better plan.
fn better<'s, 'a>(one: &'s Search<'a>, other: &'s Search<'a>) -> &'s Search<'a> {
    if other.best < one.best { other } else { one }
}

/// Elements that one for tours has yet to give tours.
fn tours_left(search: &Search<'_>) -> u64 {
    (TOURS * search.elements()).saturating_sub(search.work)
}

impl Tours<'_> {
    fn run(&mut self, work: u64) {
        self.at_hand.iter_mut().for_each(|search| search.run(work));
    }

    /// Takes in that so many more elements will be given tours, or that nobody knows; under a limit in time as many as in
    /// the time so far, by and by.
    fn expect(&mut self, more: Option<u64>, limit: Option<f64>, seconds: f64) {
        let Some(search) = &mut self.at_hand else { return };
        let by_time = || {
            let share = (limit? - seconds).max(0.0) / (seconds - self.seconds).max(1e-3);
            (search.work > search.elements()).then_some((search.work as f64 * share) as u64)
        };
        let left = tours_left(search);
        let most = by_time().or(more).unwrap_or(left);
        search.expect(Some(left.min(most)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::core::{Core, Need, Post, Service, Unit};
    use entente_model::Ix;

    /// One unit that fills one line: the first plan is the best, so every search is soon tired.
    fn core() -> Core {
        let service = Service { line: 0, formation: 0, effect: 1000, starts: vec![(0, 4)] };
        let unit = Unit {
            offer: Ix::new(0),
            nation: 0,
            elements: 1,
            strength: 100,
            tour: 2,
            busy: 4,
            most_tours: u32::MAX,
            cost: 0.1,
            counts: Vec::new(),
            at: vec![(0, 0..1)],
            services: vec![service],
        };
        Core {
            periods: 4,
            nations: 1,
            units: vec![unit],
            needs: vec![Need { formation: 0, weight: 1.0, asked: vec![1000; 4], most: u32::MAX, by: vec![(0, 0)] }],
            posts: vec![Post { most: 1, upward: vec![0], lines: vec![0] }],
            ceiling: vec![1000; 4],
            theatre: vec![1000; 4],
            nation_cost: 0.1,
            ceilings: Vec::new(),
            held: vec![false],
        }
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

    #[test]
    fn tours_are_sought_now_and_then_for_places_that_are_new() {
        let core = core();
        let begun = |nth| Search::new(&core, nth, &[], true);
        let mut searches = Searches::new(&begun, false, true);
        searches.both(TOURS / 2 + 100, 1);
        assert!(!searches.seek_tours(), "others have done too little");
        searches.both(TOURS / 2 + 100, 1);
        assert!(searches.seek_tours() && !searches.tired());
        let (best, work) = (searches.best(), searches.work());
        searches.run_tours(TOURS);
        assert_eq!(searches.work(), work + TOURS);
        assert!(!searches.seek_tours(), "its places have been tried");
        assert_eq!(searches.work(), work + TOURS, "work done stays done");
        assert!((searches.best() - best).abs() < 1e-9);
        searches.seek_tours_for(&searches.first.places(), None);
        assert!(searches.seek_tours(), "somebody asked for it");
    }

    #[test]
    fn a_limit_leaves_its_end_to_tours() {
        let core = core();
        let begun = |nth| Search::new(&core, nth, &[], true);
        let mut searches = Searches::new(&begun, false, true);
        let limits = Limits { work: Some(3_000), ..Limits::default() };
        while searches.work() < 1_900 {
            searches.expect(&limits, u64::MAX, 0.0);
            assert!(!searches.seek_tours(), "after {}", searches.work());
            searches.first.run(100);
        }
        searches.first.run(200);
        searches.expect(&limits, u64::MAX, 0.0);
        assert!(searches.seek_tours());
        let none = Searches::new(&begun, false, false).seek_tours();
        assert!(!none, "where tours are not to be sought");
    }

    #[test]
    fn those_that_help_each_other_do_not_begin_anew() {
        let core = core();
        let begun = |nth| Search::new(&core, nth, &[], true).in_cycles_of(500);
        assert!(!tired(&begun, false).renew());
    }
}
