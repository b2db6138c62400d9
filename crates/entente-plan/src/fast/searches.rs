//! The search, and others beside or after it: one in the place of the relaxation where that rests, and new starts where
//! there is time for them. What they come to hangs on their work alone, not on threads.

use super::guide::Guide;
use super::search::Search;
use super::threads::side_by_side;
use crate::request::Limits;

/// The search, and a second one in the place of the relaxation where that rests.
pub struct Searches<'a, 's> {
    /// The search to begin with, and others that begin like it and go their own ways.
    begun: &'s dyn Fn(u64) -> Search<'a>,
    /// How many have.
    starts: u64,
    pub first: Search<'a>,
    second: Option<Search<'a>>,
    /// The best of those that have ended, and the work of all of them.
    ended: Option<Search<'a>>,
    spent: u64,
    /// See [`super::patience::Patience`].
    apart: bool,
}

impl<'a, 's> Searches<'a, 's> {
    pub fn new(begun: &'s dyn Fn(u64) -> Search<'a>, apart: bool) -> Self {
        Self { begun, starts: 1, first: begun(0), second: None, ended: None, spent: 0, apart }
    }

    /// A round of both. Unless they keep apart, each then knows the better plan of the two, and goes back to it in its
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
        let Self { begun, starts, first, second, ended, spent, apart } = self;
        let before = *starts;
        for search in std::iter::once(first).chain(second).filter(|search| *apart && search.tired()) {
            let over = std::mem::replace(search, begun(*starts));
            *starts += 1;
            *spent += over.work;
            if ended.as_ref().is_none_or(|best| over.best < best.best) {
                *ended = Some(over);
            }
        }
        *starts > before
    }

    /// Tells the searches how much they have left: until they have done enough, or by the work limit; where there is
    /// neither, by the time limit, as fast as they have been.
    pub fn expect(&mut self, limits: &Limits, enough: u64, seconds: f64) {
        let count = if self.second.is_some() { 2 } else { 1 };
        let most = limits.work.unwrap_or(u64::MAX).min(enough);
        let by_work = (most < u64::MAX).then(|| most.saturating_sub(self.work()) / count);
        let by_time = || {
            let share = limits.seconds? / seconds.max(1e-3) - 1.0;
            Some((self.first.work as f64 * share.max(0.0)) as u64)
        };
        let more = by_work.or_else(by_time);
        self.each().for_each(|search| search.expect(more));
    }

    /// Takes in what the relaxation says: see [`Search::follow`].
    pub fn follow(&mut self, guide: &Guide) {
        self.each().for_each(|search| search.follow(guide));
    }

    /// Takes in what somebody else has come to.
    pub fn take(&mut self, found: &Search<'a>) {
        self.each().filter(|search| found.best < search.best).for_each(|search| search.adopt(found));
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

    /// The search with the best plan.
    pub fn leading(&self) -> &Search<'a> {
        let others = self.second.iter().chain(&self.ended);
        others.fold(&self.first, |best, other| if other.best < best.best { other } else { best })
    }

    /// Objective of the best plan.
    pub fn best(&self) -> f64 {
        self.leading().best
    }

    /// Elements given tours.
    pub fn work(&self) -> u64 {
        self.spent + self.first.work + self.second.as_ref().map_or(0, |second| second.work)
    }

    /// Whether both have tried what they can.
    pub fn tired(&self) -> bool {
        std::iter::once(&self.first).chain(&self.second).all(Search::tired)
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
        let mut searches = Searches::new(begun, apart);
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
        let mut searches = Searches::new(&begun, true);
        for _ in 0..100 {
            searches.first.run(2_000);
        }
        let best = searches.best();
        assert!(searches.renew());
        assert!(searches.first.best > best + 1.0, "the new one knows nothing of the plan");
        assert!((searches.best() - best).abs() < 1e-9);
    }

    #[test]
    fn those_that_help_each_other_do_not_begin_anew() {
        let core = core();
        let begun = |nth| Search::new(&core, nth, &[], true).in_cycles_of(500);
        assert!(!tired(&begun, false).renew());
    }
}
