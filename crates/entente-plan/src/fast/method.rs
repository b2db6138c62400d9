//! The fast method: the search on one core of the machine, the relaxation on the other, and a second search in its
//! place once it gives little, in rounds of fixed work after which they tell each other how they stand. What each does
//! in a round hangs on the round alone, so the same seed and work give the same plan and bound on one thread and on two.

use super::certify;
use super::coarse;
use super::core::Core;
use super::layout::{Layout, Prices};
use super::relax::Relax;
use super::search::Search;
use super::state::Slot;
use super::warm::{Standing, Warm};
use crate::request::{Go, Limit, Limits, Part, Parts, Progress, gap};
use std::time::Instant;

/// What came of the method.
#[derive(Debug)]
pub struct Found {
    /// Tours of the best plan: unit and slot, one element each.
    pub tours: Vec<(u32, Slot)>,
    /// Certified bound, and the prices that prove it.
    pub proof: Proof,
    /// What stopped it, unless the gap was reached.
    pub stopped: Option<Limit>,
    /// Elements given tours.
    pub work: u64,
    /// How the relaxation stood, if that is kept and it had come to the core itself.
    pub standing: Option<Standing>,
}

/// What the relaxation does in one round, in the unit of [`Relax::effort`]: about as long as the search takes.
const SWEPT: usize = 60_000_000;

/// Most iterations in one round.
const MOST_AT_ONCE: usize = 400;

/// Elements given tours in one round, where a unit has no more columns of tours than [`MANY`] on average; beyond that as
/// many fewer, since each takes as much longer.
const FITTED: u64 = 200_000;
const MANY: usize = 1_200;

/// Cycles of search without a better plan after which it has tried what it can.
const TIRED_CYCLES: u32 = 2;

/// When the method has tried what it can: the bound has not risen for long, upon which the relaxation rests and a second
/// search takes its place, and the search finds nothing better.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Share of the bound by which it must rise.
    rise: f64,
    /// Iterations within which it must.
    iterations: u32,
    /// Times that each element is given tours, on average, after which the search has done its part too.
    fits: u64,
    /// Where it goes on for longer, if anywhere.
    further: Option<Further>,
    /// Longest cycle of the search: see [`Search::in_cycles_of`].
    cycle: u64,
    /// Whether a second search begins as the first did and goes its own way, since one that has ended at a poor plan seldom
    /// leaves it; else it helps the first.
    apart: bool,
}

/// When the search goes on for longer than it has to, and how: with as many starts as that leaves room for.
#[derive(Clone, Copy, Debug)]
struct Further {
    /// Where the gap is wider than this share.
    gap: f64,
    /// So many times as long.
    times: u64,
    /// See [`Search::settle_by`].
    settling: u32,
}

impl Patience {
    /// Where nothing comes after the method.
    pub const LONG: Self =
        Self { rise: 1e-4, iterations: 1_000, fits: u64::MAX, further: None, cycle: 64_000, apart: false };

    /// Where branch and bound soon gets further than the method could.
    pub const BRIEF: Self = Self {
        rise: 2e-3,
        iterations: 200,
        fits: 6_000,
        further: Some(Further { gap: 0.03, times: 4, settling: 20 }),
        cycle: 2_500,
        apart: true,
    };

    /// How it goes on for longer, if it does.
    fn further(&self, best: f64, bound: f64) -> Option<Further> {
        self.further.filter(|further| gap(best, bound) > further.gap)
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self::LONG
    }
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

/// Runs the method on a core.
pub fn run(
    core: &Core,
    limits: &Limits,
    parts: Parts,
    start: Start<'_>,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Found {
    let clock = Instant::now();
    let layout = laid_out(core, parts);
    let patience = start.patience;
    let seed = u64::from(limits.seed);
    let begun = |nth: u64| {
        Search::new(core, seed ^ (nth << 32), start.tours, parts.has(Part::Swaps)).in_cycles_of(patience.cycle)
    };
    let mut searches = Searches::new(&begun, patience.apart);
    let mut proof = Proof::default();
    let known = start.warm.filter(|_| parts.has(Part::Relaxation));
    let known = known.and_then(|warm| warm.carried(core, &layout, Relax::unit_of(core)));
    let long = known.is_none() && parts.has(Part::Coarse) && parts.has(Part::Relaxation);
    let coarse = if long { Coarse::of(core, parts) } else { Coarse(Vec::new()) };
    let mut pricing = Pricing::new(core, &layout, &coarse, parts.has(Part::Paces));
    if let Some((prices, standing)) = known {
        pricing.relax.stand(standing);
        proof.judge(core, &layout, prices);
        if parts.has(Part::Guide) {
            searches.follow(&pricing);
        }
    }
    let elements: u64 = core.units.iter().map(|u| u64::from(u.elements)).sum();
    let (mut slowly, mut hardly) = (Rise::new(SLOWLY), Rise::new((patience.rise, patience.iterations)));
    let fitted = FITTED * MANY as u64 / (core.columns() / core.units.len().max(1)).max(MANY) as u64;
    let mut turn = 0_u64;
    loop {
        if let Some(stopped) = stopping(&searches, proof.bound, limits, clock) {
            return found(&searches, proof, &pricing, start.keep, stopped);
        }
        let flat = !parts.has(Part::Relaxation) || hardly.over(pricing.iterations());
        let shared = slowly.over(pricing.iterations()) && !turn.is_multiple_of(TURNS);
        let further = patience.further(searches.best(), proof.bound);
        let times = patience.fits.saturating_mul(further.map_or(1, |further| further.times));
        let enough = times.saturating_mul(elements.max(1));
        let further = further.filter(|_| flat);
        if further.is_some() && searches.renew() && parts.has(Part::Guide) {
            searches.follow(&pricing);
        }
        searches.settle_by(further.map_or(0, |further| further.settling));
        searches.expect(limits, enough, clock.elapsed().as_secs_f64());
        let searched = searches.idle_cycles() >= TIRED_CYCLES || searches.work() >= enough;
        if flat && (searched || !parts.has(Part::Search)) {
            return found(&searches, proof, &pricing, start.keep, Some(Limit::Tried));
        }
        let left = limits.work.map_or(u64::MAX, |most| most.saturating_sub(searches.work()).max(1));
        let fits = ((fitted as f64 * pricing.stretch()) as u64).clamp(1, left);
        if !parts.has(Part::Search) {
            searches.first.work += fits;
            pricing.round(&mut proof);
        } else if flat || shared {
            let fits = fitted.min(left.div_ceil(2));
            searches.both(fits, parts.threads());
        } else {
            side_by_side(parts.threads(), || searches.first.run(fits), || pricing.round(&mut proof));
        }
        if parts.has(Part::Guide) {
            searches.follow(&pricing);
        }
        for rise in [&mut slowly, &mut hardly] {
            rise.see(proof.bound, pricing.iterations());
            if pricing.by() > 1 {
                rise.wait(pricing.iterations());
            }
        }
        let seconds = clock.elapsed().as_secs_f64();
        turn += 1;
        let stage = if flat { "search" } else { "search and relaxation" };
        let now = Progress { stage, best: Some(searches.best()), bound: proof.bound, seconds };
        if watch(&now) == Go::Stop {
            return found(&searches, proof, &pricing, start.keep, Some(Limit::User));
        }
    }
}

/// Share by which the bound must rise within so many iterations, or else a second search takes two turns of three.
const SLOWLY: (f64, u32) = (1e-3, 200);
const TURNS: u64 = 3;

/// Whether the bound still rises by a share within so many iterations.
#[derive(Debug)]
struct Rise {
    share: f64,
    within: u32,
    level: f64,
    at: u32,
}

impl Rise {
    fn new((share, within): (f64, u32)) -> Self {
        Self { share, within, level: 0.0, at: 0 }
    }

    fn see(&mut self, bound: f64, iterations: u32) {
        if bound > self.level + self.share * self.level.abs() {
            (self.level, self.at) = (bound, iterations);
        }
    }

    /// Counts from here on: with longer periods the bound rises by leaps, if at all.
    fn wait(&mut self, iterations: u32) {
        self.at = iterations;
    }

    fn over(&self, iterations: u32) -> bool {
        iterations - self.at >= self.within
    }
}

/// One after the other, or on two threads.
pub(super) fn side_by_side(threads: usize, one: impl FnOnce(), other: impl FnOnce() + Send) {
    if threads < 2 {
        one();
        other();
        return;
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        one();
        if let Err(panic) = other.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

/// The search, and a second one in the place of the relaxation where that rests.
struct Searches<'a, 's> {
    /// The search to begin with, and others that begin like it and go their own ways.
    begun: &'s dyn Fn(u64) -> Search<'a>,
    /// How many have.
    starts: u64,
    first: Search<'a>,
    second: Option<Search<'a>>,
    /// The best of those that have ended, and the work of all of them.
    ended: Option<Search<'a>>,
    spent: u64,
    /// See [`Patience::apart`].
    apart: bool,
}

impl<'a, 's> Searches<'a, 's> {
    fn new(begun: &'s dyn Fn(u64) -> Search<'a>, apart: bool) -> Self {
        Self { begun, starts: 1, first: begun(0), second: None, ended: None, spent: 0, apart }
    }

    /// One more that begins like the first.
    fn another(&mut self) -> Search<'a> {
        self.starts += 1;
        (self.begun)(self.starts - 1)
    }

    /// A round of both. Unless they keep apart, each then knows the better plan of the two, and goes back to it in its
    /// next cycle.
    fn both(&mut self, work: u64, threads: usize) {
        let mut second = self.second.take().unwrap_or_else(|| match self.apart {
            true => self.another(),
            false => self.first.companion(),
        });
        let first = &mut self.first;
        side_by_side(threads, || first.run(work), || second.run(work));
        if !self.apart {
            if first.best < second.best {
                second.adopt(first);
            } else if second.best < first.best {
                first.adopt(&second);
            }
        }
        self.second = Some(second);
    }

    /// Where they keep apart, one that finds nothing better any more makes room for another; whether any has.
    fn renew(&mut self) -> bool {
        let before = self.starts;
        if self.apart && self.first.idle_cycles() >= TIRED_CYCLES {
            let another = self.another();
            let ended = std::mem::replace(&mut self.first, another);
            self.keep(ended);
        }
        if let Some(ended) = self.second.take_if(|second| self.apart && second.idle_cycles() >= TIRED_CYCLES) {
            self.second = Some(self.another());
            self.keep(ended);
        }
        self.starts > before
    }

    /// Keeps one that has ended, if it is the best of those.
    fn keep(&mut self, ended: Search<'a>) {
        self.spent += ended.work;
        if self.ended.as_ref().is_none_or(|best| ended.best < best.best) {
            self.ended = Some(ended);
        }
    }

    /// Tells the searches how much they have left: until they have done enough, or by the work limit; where there is
    /// neither, by the time limit, as fast as they have been.
    fn expect(&mut self, limits: &Limits, enough: u64, seconds: f64) {
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
    fn follow(&mut self, pricing: &Pricing<'_>) {
        let (places, worth, ceilings) = (pricing.relax.places(), pricing.worth(), pricing.relax.ceilings_cost());
        self.each().for_each(|search| search.follow(places, &worth, &ceilings));
    }

    /// See [`Search::settle_by`].
    fn settle_by(&mut self, moves: u32) {
        self.each().for_each(|search| search.settle_by(moves));
    }

    fn each(&mut self) -> impl Iterator<Item = &mut Search<'a>> {
        std::iter::once(&mut self.first).chain(&mut self.second)
    }

    /// The search with the best plan.
    fn leading(&self) -> &Search<'a> {
        let others = self.second.iter().chain(&self.ended);
        others.fold(&self.first, |best, other| if other.best < best.best { other } else { best })
    }

    /// Objective of the best plan.
    fn best(&self) -> f64 {
        self.leading().best
    }

    /// Elements given tours.
    fn work(&self) -> u64 {
        self.spent + self.first.work + self.second.as_ref().map_or(0, |second| second.work)
    }

    /// Cycles in a row that found nothing better, of the one that has fewer.
    fn idle_cycles(&self) -> u32 {
        self.second.as_ref().map_or(u32::MAX, Search::idle_cycles).min(self.first.idle_cycles())
    }
}

/// The layout of a core, less the rows of parts switched off.
pub(super) fn laid_out(core: &Core, parts: Parts) -> Layout {
    let mut layout = Layout::new(core);
    if !parts.has(Part::Rounding) {
        layout.roundings.fill(None);
    }
    layout
}

/// The best prices so far and what they prove: before any, that shortfalls and costs are not below 0.
#[derive(Debug, Default)]
pub struct Proof {
    /// The bound.
    pub bound: f64,
    /// Prices that prove it, if any do.
    pub prices: Option<Prices>,
}

impl Proof {
    /// Judges prices, and gives what they prove by themselves.
    pub fn judge(&mut self, core: &Core, layout: &Layout, prices: Prices) -> f64 {
        let proven = certify::bound(core, layout, &prices);
        if proven > self.bound || self.prices.is_none() {
            self.bound = self.bound.max(proven);
            self.prices = Some(prices);
        }
        proven
    }

    /// Judges prices, and points on the way to them from the best so far: the bound is concave in the prices,
    /// and the relaxation swings about its best ones.
    pub fn judge_between(&mut self, core: &Core, layout: &Layout, prices: Prices) {
        if let Some(best) = self.prices.take() {
            let between = SHARES.map(|share| best.towards(&prices, share));
            self.prices = Some(best);
            for prices in between {
                self.judge(core, layout, prices);
            }
        }
        self.judge(core, layout, prices);
    }
}

/// How far towards new prices the bound is looked at.
const SHARES: [f32; 3] = [0.1, 0.3, 0.6];

/// Cores with longer periods, longest first: by how many, the core and its layout.
#[derive(Debug)]
struct Coarse(Vec<(usize, Core, Layout)>);

/// Columns of tours from which on the relaxation begins on coarse cores.
const LARGE: usize = 20_000;

/// Periods in one on coarse cores, and fewest periods that a coarse core has.
const COARSE: [usize; 2] = [4, 2];
const FEWEST: usize = 3;

impl Coarse {
    fn of(core: &Core, parts: Parts) -> Self {
        let large = core.columns() >= LARGE;
        let worth = |by: &usize| large && core.periods / by >= FEWEST;
        let level = |by: usize| {
            let core = coarse::core(core, by);
            let layout = laid_out(&core, parts);
            (by, core, layout)
        };
        Self(COARSE.into_iter().filter(worth).map(level).collect())
    }
}

/// The relaxation, on one core after the other.
#[derive(Debug)]
struct Pricing<'a> {
    core: &'a Core,
    layout: &'a Layout,
    coarse: &'a Coarse,
    paces: bool,
    /// Position among the coarse cores; past them, the core itself.
    level: usize,
    relax: Relax<'a>,
    /// Iterations on cores before this one.
    before: u32,
    /// What the prices of this core last proved.
    proven: f64,
}

impl<'a> Pricing<'a> {
    fn new(core: &'a Core, layout: &'a Layout, coarse: &'a Coarse, paces: bool) -> Self {
        let (first, its) = coarse.0.first().map_or((core, layout), |(_, core, layout)| (core, layout));
        let relax = Relax::new(first, its, paces);
        Self { core, layout, coarse, paces, level: 0, relax, before: 0, proven: 0.0 }
    }

    fn iterations(&self) -> u32 {
        self.before + self.relax.iterations()
    }

    /// Periods in one on the core at hand.
    fn by(&self) -> usize {
        self.coarse.0.get(self.level).map_or(1, |(by, ..)| *by)
    }

    /// What an element on a line is worth in a period: see [`Relax::worth`].
    fn worth(&self) -> Vec<f32> {
        let (worth, by) = (self.relax.worth(), self.by());
        if by == 1 {
            return worth;
        }
        let mut worth = coarse::spread(&worth, by, self.core.periods);
        worth.iter_mut().for_each(|worth| *worth /= by as f32);
        worth
    }

    /// Iterations in the round at hand.
    fn at_once(&self) -> usize {
        (SWEPT / self.relax.effort().max(1)).clamp(1, MOST_AT_ONCE)
    }

    /// How many times as long as the rest the round at hand is: on the largest cases one iteration is longer than a round.
    fn stretch(&self) -> f64 {
        let iterations = self.at_once();
        if iterations == MOST_AT_ONCE { 1.0 } else { (iterations * self.relax.effort()) as f64 / SWEPT as f64 }
    }

    /// So many more iterations, and what the certificate makes of them, now and then.
    fn round(&mut self, proof: &mut Proof) {
        for _ in 0..self.at_once() {
            self.relax.step();
            let every = if self.by() == 1 { JUDGED } else { JUDGED_COARSE };
            if !self.relax.iterations().is_multiple_of(every) {
                continue;
            }
            if self.by() == 1 {
                proof.judge_between(self.core, self.layout, self.relax.prices());
                continue;
            }
            let prices = coarse::prices(&self.relax.prices(), self.by(), self.core.periods);
            let proven = proof.judge(self.core, self.layout, prices);
            let little = proven > 0.0 && proven < (1.0 + WORTH) * self.proven;
            if little || self.relax.iterations() >= MOST_COARSE {
                self.refine();
                return;
            }
            self.proven = proven;
        }
    }

    /// Goes on with shorter periods.
    fn refine(&mut self) {
        let from = self.by();
        self.before += self.relax.iterations();
        self.level += 1;
        let next = self.coarse.0.get(self.level);
        let (core, layout) = next.map_or((self.core, self.layout), |(_, core, layout)| (core, layout));
        let mut finer = Relax::new(core, layout, self.paces);
        finer.continue_from(&self.relax, from / self.by());
        self.relax = finer;
        self.proven = 0.0;
    }
}

/// Iterations between two certificates, on the core itself and on coarse ones.
const JUDGED: u32 = 50;
const JUDGED_COARSE: u32 = 100;

/// Most iterations on a coarse core.
const MOST_COARSE: u32 = 1_000;

/// A coarse core has given what it can when so many iterations raise what it proves by less than this share.
const WORTH: f64 = 0.15;

/// `Some(None)`: the gap is reached; `Some(Some(_))`: a limit is.
fn stopping(searches: &Searches<'_, '_>, bound: f64, limits: &Limits, clock: Instant) -> Option<Option<Limit>> {
    if gap(searches.best(), bound) <= limits.gap.max(1e-9) {
        return Some(None);
    }
    if limits.seconds.is_some_and(|most| clock.elapsed().as_secs_f64() >= most) {
        return Some(Some(Limit::Time));
    }
    if limits.work.is_some_and(|most| searches.work() >= most) {
        return Some(Some(Limit::Work));
    }
    None
}

fn found(searches: &Searches<'_, '_>, proof: Proof, pricing: &Pricing<'_>, keep: bool, stopped: Option<Limit>) -> Found {
    let standing = (keep && pricing.by() == 1).then(|| pricing.relax.standing());
    Found { tours: searches.leading().tours().collect(), proof, stopped, work: searches.work(), standing }
}
