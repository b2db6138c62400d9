//! The fast method: the search on one core of the machine, the relaxation on the other, and a second search in its
//! place once it gives little, or branching, with dives and searches for tours in the place of the search, or those two
//! alone where no time is left for branching; in rounds of fixed work after which they tell each other how they stand.
//! What each does in a round hangs on the round alone, so the same seed and work give the same plan and bound on one
//! thread and on two.

use super::core::Core;
use super::dives::Dives;
use super::layout::Layout;
use super::patience::Patience;
use super::pricing::{Coarse, Pricing, Round};
use super::proof::Proof;
use super::relax::Relax;
use super::rise::Rise;
use super::search::Search;
use super::searches::Searches;
use super::standing::Standing;
use super::state::Slot;
use super::threads::side_by_side;
use super::warm::Warm;
use super::ways::Ways;
use crate::request::{Go, Limit, Limits, Part, Parts, Progress, gap};
use std::sync::Arc;
use std::time::Instant;

/// What came of the method.
#[derive(Debug)]
pub struct Found {
    /// Tours of the best plan: unit and slot, one element each.
    pub tours: Vec<(u32, Slot)>,
    /// Certified bound, and the prices that prove it.
    pub proof: Proof,
    /// Where those belong.
    pub layout: Arc<Layout>,
    /// What stopped it, unless the gap was reached.
    pub stopped: Option<Limit>,
    /// Elements given tours.
    pub work: u64,
    /// How the relaxation stood, if that is kept and it had come to the core itself.
    pub standing: Option<Standing>,
}

/// What the method begins with, and how long it goes on within its limits; nothing will do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start<'a> {
    /// Tours: unit and slot, one element each.
    pub tours: &'a [(u32, Slot)],
    /// What an earlier planning left.
    pub warm: Option<&'a Warm>,
    /// When to stop of itself.
    pub patience: Patience,
    /// Whether to tell how the relaxation stood.
    pub keep: bool,
}

/// Elements given tours in one round, where a unit has no more columns of tours than [`MANY`] on average; beyond that
/// fewer, by the power of two thirds as measured, since each takes longer.
const FITTED: u64 = 200_000;
const MANY: f64 = 700.0;

/// The first round after a planning that is known, as a share of a whole one; each is twice as long as the one before.
const AGAIN: f64 = 1.0 / 16.0;

/// Rounds are so many times as long once dives have begun: those and tours do their work less evenly than the search, and
/// what goes on beside them waits for the end of the round.
const LONGER: f64 = 3.0;

/// Share by which the bound must rise within so many iterations, or else a second search takes the place of the relaxation
/// two turns of three where there are no dives.
const SLOWLY: (f64, u32) = (1e-3, 200);
const TURNS: u64 = 3;

/// The same before branching begins, which then takes one turn of three from the search too.
const RESTS: (f64, u32) = (2e-4, 200);

/// The same of branching, before it gives way to searches.
const BRANCHING: (f64, u32) = (1e-4, 30_000);

fn fitted(core: &Core) -> f64 {
    let many = core.columns() as f64 / core.units.len().max(1) as f64 / MANY;
    (FITTED as f64 / many.max(1.0).powf(2.0 / 3.0)).floor()
}

/// The elements that could be given tours with so much effort of a relaxation: see [`Relax::effort`].
pub fn elements_for(core: &Core, effort: u64) -> u64 {
    (effort as f64 * fitted(core) / Pricing::effort(1.0) as f64) as u64
}

/// Runs the method on a core.
pub fn run(
    core: &Arc<Core>,
    limits: &Limits,
    parts: Parts,
    start: Start<'_>,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Found {
    let seed = u64::from(limits.seed);
    let begun = |nth: u64| {
        let search = Search::new(core, seed ^ (nth << 32), start.tours, parts.has(Part::Swaps));
        search.in_cycles_of(start.patience.cycle)
    };
    let mut run = Run::new((core, &begun), limits, parts, start);
    loop {
        if let Some(stopped) = run.stopped() {
            return run.found(stopped);
        }
        run.look_ahead();
        if run.tried() {
            return run.found(Some(Limit::Tried));
        }
        let turn = run.turn();
        run.take(turn);
        if watch(&run.progress()) == Go::Stop {
            return run.found(Some(Limit::User));
        }
    }
}

/// The method at work.
struct Run<'a, 's> {
    limits: &'s Limits,
    parts: Parts,
    patience: Patience,
    keep: bool,
    clock: Instant,
    searches: Searches<'a, 's>,
    pricing: Pricing,
    proof: Proof,
    dives: Dives,
    /// How the bound rises: see [`SLOWLY`], [`RESTS`], and of [`Patience`] or of [`BRANCHING`] when the relaxation is done.
    slowly: Rise,
    rests: Rise,
    hardly: Rise,
    /// Elements there are, and those given tours in a whole round.
    elements: u64,
    fitted: f64,
    /// The next round, as a share of a whole one, and how many there have been.
    share: f64,
    rounds: u64,
    /// Elements given tours after which the search has done its part.
    enough: u64,
    /// Whether the relaxation has come to rest too late for branching.
    late: bool,
}

/// Whose turn it is in a round.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// The relaxation by itself.
    Relaxation,
    /// Two searches.
    Searches,
    /// Branching, on both threads.
    Branching,
    /// Dives beside a search for tours.
    Apart,
    /// A search for tours, dives or the search, beside the relaxation or branching.
    Tours,
    Dives,
    Search,
}

impl<'a, 's> Run<'a, 's> {
    fn new(
        (core, begun): (&'a Arc<Core>, &'s dyn Fn(u64) -> Search<'a>),
        limits: &'s Limits,
        parts: Parts,
        start: Start<'_>,
    ) -> Self {
        let clock = Instant::now();
        let patience = start.patience;
        let tours = [Part::Tours, Part::Relaxation].into_iter().all(|part| parts.has(part));
        let mut searches = Searches::new(begun, patience.apart, tours);
        let mut proof = Proof::default();
        let warm = start.warm.filter(|_| parts.has(Part::Relaxation));
        let known = warm.and_then(|warm| Some((warm, warm.ways(core)?)));
        let long = known.is_none() && parts.has(Part::Coarse) && parts.has(Part::Relaxation);
        let coarse = if long { Coarse::of(core) } else { Coarse::default() };
        let ways = known.map_or_else(|| Ways::undivided(core), |(_, ways)| ways.clone());
        let mut pricing = Pricing::new(Arc::clone(core), ways, coarse, (parts, patience.ways && parts.has(Part::Ways)));
        if let Some((warm, _)) = known {
            let (prices, standing) = warm.carried(core, pricing.layout(), Relax::unit_of(core));
            pricing.relax.stand(standing);
            proof.judge(core, pricing.layout(), prices);
            if parts.has(Part::Guide) {
                searches.follow(&pricing.guide());
            }
        }
        Self {
            limits,
            parts,
            patience,
            keep: start.keep,
            clock,
            searches,
            pricing,
            proof,
            dives: Dives::new(core, parts, u64::from(limits.seed)),
            slowly: Rise::new(SLOWLY),
            rests: Rise::new(RESTS),
            hardly: Rise::new((patience.rise, patience.iterations)),
            elements: core.units.iter().map(|u| u64::from(u.elements)).sum(),
            fitted: fitted(core),
            // What is known already may well do, give or take a little.
            share: if known.is_some() { AGAIN } else { 1.0 },
            rounds: 0,
            enough: u64::MAX,
            late: false,
        }
    }

    /// `Some(None)`: the gap is reached; `Some(Some(_))`: a limit is.
    fn stopped(&self) -> Option<Option<Limit>> {
        let Limits { gap: asked, seconds, work, .. } = *self.limits;
        if gap(self.searches.best(), self.proof.bound) <= asked.max(1e-9) {
            return Some(None);
        }
        if seconds.is_some_and(|most| self.clock.elapsed().as_secs_f64() >= most) {
            return Some(Some(Limit::Time));
        }
        if work.is_some_and(|most| self.searches.work() >= most) {
            return Some(Some(Limit::Work));
        }
        None
    }

    /// What is to be done before the next round: branching begins, tours are looked for, and searches are told how long they
    /// have.
    fn look_ahead(&mut self) {
        let iterations = self.pricing.iterations();
        if self.may_branch()
            && !self.late
            && !self.pricing.branches()
            && !self.pricing.leaps()
            && self.rests.over(iterations)
        {
            self.late = self.searches.left().is_some_and(|left| {
                let rounds = left as f64 / self.fitted.max(1.0);
                !self.pricing.may_branch_within(rounds * Pricing::effort(1.0) as f64)
            });
            if !self.late {
                self.pricing.branch(self.proof.bound);
                self.hardly = Rise::new(BRANCHING);
                self.hardly.see(self.proof.bound, self.pricing.iterations());
            }
        }
        self.look_for_tours();
        let guided = self.parts.has(Part::Guide);
        let further = self.patience.further(self.searches.best(), self.proof.bound);
        self.enough = self.patience.enough(further, self.elements);
        let further = further.filter(|_| self.flat());
        if further.is_some() && self.searches.renew() && guided {
            self.searches.follow(&self.pricing.guide());
        }
        self.searches.settle_by(further.map_or(0, |further| further.settling));
        self.searches.expect(self.limits, self.enough, self.clock.elapsed().as_secs_f64());
    }

    /// Tours are to be sought next for places that are worth it, if any; or those of the best plan are to be judged first.
    fn look_for_tours(&mut self) {
        if self.searches.seeks_tours() || self.dives.judges() {
            return;
        }
        let (last, diving) = (self.searches.last() || self.late, self.diving());
        let Self { searches, pricing, proof, dives, .. } = self;
        if let Some(decided) = dives.worth_tours(last || !diving) {
            let guide = Some(&decided.guide).filter(|_| self.parts.has(Part::Guide));
            searches.seek_tours_for(decided, guide, (self.parts, u64::from(self.limits.seed)));
            return;
        }
        if searches.tours_are_due() {
            let places = searches.leading().places();
            if !dives.know(&places) {
                if let Some(from) = pricing.at_hand() {
                    searches.put_off_tours();
                    dives.judge((&from, proof.bound), &places);
                }
                return;
            }
        } else if !last {
            return;
        }
        searches.resume_tours();
    }

    /// Whether all has been tried that can be.
    fn tried(&self) -> bool {
        let searched = || self.searches.tired() || self.searches.work() >= self.enough;
        self.flat() && !self.late && (!self.parts.has(Part::Search) || searched())
    }

    fn may_branch(&self) -> bool {
        self.patience.ways && [Part::Relaxation, Part::Division].into_iter().all(|part| self.parts.has(part))
    }

    fn may_dive(&self) -> bool {
        self.may_branch() && [Part::Dives, Part::Tours].into_iter().all(|part| self.parts.has(part))
    }

    /// Whether the relaxation, or branching, has given what it can.
    fn flat(&self) -> bool {
        let hardly = || self.hardly.over(self.pricing.iterations());
        !self.parts.has(Part::Relaxation) || self.late || self.pricing.ended() || hardly()
    }

    fn slow(&self) -> bool {
        self.slowly.over(self.pricing.iterations())
    }

    fn diving(&self) -> bool {
        self.may_dive() && (self.dives.begun() || self.pricing.tells_places())
    }

    /// Whether dives have one thread and tours the other, since branching would come too late.
    fn dives_apart(&self) -> bool {
        self.late && self.may_dive()
    }

    /// Whose turn it is; dives are then at hand.
    fn turn(&mut self) -> Turn {
        let first_of_three = self.rounds.is_multiple_of(TURNS);
        let diving = self.diving();
        let shared = self.slow() && !diving && !self.pricing.branches() && !first_of_three;
        if !self.parts.has(Part::Search) {
            Turn::Relaxation
        } else if !self.flat() && self.pricing.branches() && first_of_three {
            Turn::Branching
        } else if self.dives_apart() {
            self.ready();
            Turn::Apart
        } else if self.searches.seeks_tours() {
            Turn::Tours
        } else if self.dives.judges() {
            Turn::Dives
        } else if self.flat() || shared {
            Turn::Searches
        } else if diving {
            self.ready();
            Turn::Dives
        } else {
            Turn::Search
        }
    }

    /// Sees to it that a dive is at hand.
    fn ready(&mut self) {
        let Self { searches, pricing, proof, dives, .. } = self;
        dives.ready((|| pricing.at_hand(), proof.bound), || searches.leading().places());
    }

    /// A round.
    fn take(&mut self, turn: Turn) {
        let flat = self.flat();
        let Self { searches, pricing, proof, dives, share, .. } = self;
        let longer = if dives.begun() { LONGER } else { 1.0 };
        let (threads, share) = (self.parts.threads(), longer * *share);
        let left = self.limits.work.map_or(u64::MAX, |most| most.saturating_sub(searches.work()).max(1));
        // As long as what goes on beside it.
        let fits = ((self.fitted * pricing.stretch(share)) as u64).clamp(1, left);
        let cutoff = self.limits.cutoff(searches.best());
        let effort = Pricing::effort(share);
        // What an element given tours is worth.
        let each = effort as f64 / (self.fitted * share).max(1.0);
        let half = ((self.fitted * share) as u64).clamp(1, left.div_ceil(2));
        let mut price = |both| pricing.round(proof, Round { share, cutoff, both });
        match turn {
            Turn::Relaxation => {
                searches.first.work += fits;
                price(true);
            }
            Turn::Searches => searches.both(half, threads),
            Turn::Branching => price(true),
            Turn::Apart => searches.run_beside(|| dives.round(effort), (half, each), threads),
            Turn::Tours if flat => searches.run_with_tours((half, each), threads),
            Turn::Tours => side_by_side(threads, || searches.run_tours(fits, each), || price(false)),
            Turn::Dives if flat => side_by_side(threads, || dives.round(effort), || searches.first.run(half)),
            Turn::Dives => side_by_side(threads, || dives.round(effort), || price(false)),
            Turn::Search => side_by_side(threads, || searches.first.run(fits), || price(false)),
        }
        match turn {
            Turn::Apart => searches.spend(half),
            Turn::Dives => searches.spend(if flat { half } else { fits }),
            _ => {}
        }
        if self.parts.has(Part::Guide) {
            searches.follow(&pricing.guide());
        }
        for rise in [&mut self.slowly, &mut self.rests, &mut self.hardly] {
            rise.see(proof.bound, pricing.iterations());
            if pricing.leaps() {
                rise.wait(pricing.iterations());
            }
        }
        self.rounds += 1;
        self.share = (2.0 * self.share).min(1.0);
    }

    fn progress(&self) -> Progress {
        let stage = match (self.flat(), self.pricing.branches()) {
            _ if self.dives_apart() => "who serves where, and tours",
            (true, _) => "search",
            (false, true) => "search, and who serves where",
            (false, false) => "search and relaxation",
        };
        let (best, seconds) = (Some(self.searches.best()), self.clock.elapsed().as_secs_f64());
        Progress { stage, best, bound: self.proof.bound, seconds }
    }

    fn found(self, stopped: Option<Limit>) -> Found {
        let Self { searches, pricing, proof, .. } = self;
        let standing = (self.keep && pricing.by() == 1).then(|| pricing.relax.standing());
        let layout = Arc::clone(pricing.layout());
        Found { tours: searches.leading().tours().collect(), proof, layout, stopped, work: searches.work(), standing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dives beside tours, once it is too late for branching: both do something, plans only get better, and all is the same
    /// on one thread as on two.
    #[test]
    fn dives_go_on_beside_tours_where_it_is_too_late_to_branch() {
        let core = Arc::new(Core::of_units(3, 2));
        let apart = |threads: usize| {
            let limits = Limits { work: Some(50_000_000), ..Limits::default() };
            let begun = |nth: u64| Search::new(&core, nth, &[], true);
            let start = Start { patience: Patience::LONG, ..Start::default() };
            let mut run = Run::new((&core, &begun), &limits, Parts::default().on(threads), start);
            while run.pricing.leaps() {
                run.take(Turn::Search);
            }
            run.late = true;
            let before = run.searches.best();
            let mut sought = false;
            for _ in 0..6 {
                run.look_ahead();
                sought |= run.searches.seeks_tours();
                let turn = run.turn();
                assert!(matches!(turn, Turn::Apart), "{turn:?}");
                run.take(turn);
            }
            assert!(sought && run.searches.best() <= before + 1e-9);
            let best = run.dives.best().expect("dives have come to something");
            assert!(best.toured && run.proof.bound <= best.bound + 1e-6 && best.bound <= run.searches.best() + 1e-6);
            assert_eq!(run.progress().stage, "who serves where, and tours");
            let tours: Vec<_> = run.searches.leading().tours().collect();
            (best.places.clone(), best.bound.to_bits(), tours, run.searches.work())
        };
        assert_eq!(apart(1), apart(2));
    }

    /// Nations and formations with a year and a half to fill. Where it is `hard`, two nations may serve in each, and what
    /// they bring there differs.
    fn wide(nations: u32, formations: u32, hard: bool) -> Arc<Core> {
        let mut core = Core::of_units(nations, formations);
        let periods = 18;
        core.periods = periods;
        core.ceiling = vec![1_000; periods * core.nations];
        core.theatre = vec![if hard { 600 } else { 3_000 }; periods];
        for (unit, nth) in core.units.iter_mut().zip(0_u32..) {
            (unit.elements, unit.tour, unit.busy) = (1 + nth % 2, 3 + nth % 3, 8 + nth % 4);
            for service in &mut unit.services {
                service.starts = vec![(0, 16)];
                if hard {
                    service.effect = [1000, 750, 600][((nth * nth + service.line) % 3) as usize];
                }
            }
        }
        core.needs.iter_mut().for_each(|need| need.asked = vec![if hard { 2000 } else { 1000 }; periods]);
        core.posts.iter_mut().for_each(|post| post.most = if hard { 2 } else { 1 });
        Arc::new(core)
    }

    /// Whose turn it was, how plan and bound stood after each round, and what came of it.
    fn course(core: &Arc<Core>, parts: Parts) -> (Vec<String>, Vec<u64>, Found) {
        let limits = Limits { work: Some(3_000_000), seed: 3, ..Limits::default() };
        let begun = |nth: u64| Search::new(core, u64::from(limits.seed) ^ (nth << 32), &[], true);
        let mut run = Run::new((core, &begun), &limits, parts, Start::default());
        let (mut turns, mut told) = (Vec::new(), Vec::new());
        while run.stopped().is_none() && turns.len() < 100 {
            run.look_ahead();
            if run.tried() {
                break;
            }
            let turn = run.turn();
            turns.push(format!("{turn:?}"));
            run.take(turn);
            let progress = run.progress();
            told.extend([progress.best.map_or(0, f64::to_bits), progress.bound.to_bits()]);
        }
        let stopped = run.stopped().flatten();
        (turns, told, run.found(stopped))
    }

    /// Whoever has a turn, round by round plan and bound are the same on one thread as on two.
    #[test]
    fn all_turns_come_to_the_same_on_one_thread_as_on_two() {
        let (easy, hard) = (wide(6, 4, false), wide(8, 5, true));
        let courses = [
            (&easy, Parts::default(), vec!["Search", "Dives", "Branching"]),
            (&hard, Parts::default(), vec!["Search", "Dives", "Tours"]),
            (&hard, Parts::default().without(Part::Relaxation), vec!["Searches"]),
        ];
        for (core, parts, expected) in courses {
            let (one, two) = (course(core, parts.on(1)), course(core, parts.on(2)));
            for turn in expected {
                assert!(two.0.iter().any(|had| had == turn), "{turn} had no turn: {:?}", two.0);
            }
            assert_eq!((&one.0, &one.1), (&two.0, &two.1));
            let came = |found: &Found| (found.tours.clone(), found.proof.bound.to_bits(), found.work);
            assert_eq!(came(&one.2), came(&two.2));
        }
    }
}
