//! The fast method: the search on one core of the machine, the relaxation on the other, and a second search in its
//! place once it gives little, or branching, with dives and searches for tours in the place of the search; in rounds of
//! fixed work after which they tell each other how they stand. What each does in a round hangs on the round alone, so the
//! same seed and work give the same plan and bound on one thread and on two.

use super::core::Core;
use super::dive::Decided;
use super::dives::Dives;
use super::layout::Layout;
use super::patience::Patience;
use super::pricing::{Coarse, Pricing, Round};
use super::proof::Proof;
use super::relax::Relax;
use super::search::Search;
use super::searches::Searches;
use super::state::Slot;
use super::threads::side_by_side;
use super::warm::{Standing, Warm};
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

/// Elements given tours in one round, where a unit has no more columns of tours than [`MANY`] on average; beyond that
/// fewer, by the power of two thirds as measured, since each takes longer.
const FITTED: u64 = 200_000;
const MANY: f64 = 700.0;

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
    core: &Arc<Core>,
    limits: &Limits,
    parts: Parts,
    start: Start<'_>,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Found {
    let clock = Instant::now();
    let patience = start.patience;
    let seed = u64::from(limits.seed);
    let begun = |nth: u64| {
        Search::new(core, seed ^ (nth << 32), start.tours, parts.has(Part::Swaps)).in_cycles_of(patience.cycle)
    };
    let mut searches = Searches::new(&begun, patience.apart, parts.has(Part::Tours) && !patience.apart);
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
    let elements: u64 = core.units.iter().map(|u| u64::from(u.elements)).sum();
    let (mut slowly, mut hardly) = (Rise::new(SLOWLY), Rise::new((patience.rise, patience.iterations)));
    let many = core.columns() as f64 / core.units.len().max(1) as f64 / MANY;
    let fitted = (FITTED as f64 / many.max(1.0).powf(2.0 / 3.0)) as u64;
    let branches = patience.ways && [Part::Relaxation, Part::Division].into_iter().all(|part| parts.has(part));
    let dives_too = branches && [Part::Dives, Part::Tours].into_iter().all(|part| parts.has(part));
    let mut rests = Rise::new(RESTS);
    let mut dives = Dives::new(core, parts, seed);
    // What is known already may well do, give or take a little.
    let mut share = if known.is_some() { AGAIN } else { 1.0 };
    let mut turn = 0_u64;
    loop {
        if let Some(stopped) = stopping(&searches, proof.bound, limits, clock) {
            return found(&searches, proof, &pricing, start.keep, stopped);
        }
        if branches && !pricing.branches() && !pricing.leaps() && rests.over(pricing.iterations()) {
            pricing.branch(proof.bound);
            hardly = Rise::new(BRANCHING);
            hardly.see(proof.bound, pricing.iterations());
        }
        let flat = !parts.has(Part::Relaxation) || pricing.ended() || hardly.over(pricing.iterations());
        let slow = slowly.over(pricing.iterations());
        let diving = dives_too && (pricing.branches() || slow);
        let shared = slow && !diving && !pricing.branches() && !turn.is_multiple_of(TURNS);
        if diving
            && !searches.seeks_tours()
            && let Some(Decided { places, guide, .. }) = dives.worth_tours(searches.last())
        {
            searches.seek_tours_for(places, Some(guide).filter(|_| parts.has(Part::Guide)));
        }
        let cutoff = limits.cutoff(searches.best());
        let further = patience.further(searches.best(), proof.bound);
        let enough = patience.enough(further, elements);
        let further = further.filter(|_| flat);
        if further.is_some() && searches.renew() && parts.has(Part::Guide) {
            searches.follow(&pricing.guide());
        }
        searches.settle_by(further.map_or(0, |further| further.settling));
        searches.expect(limits, enough, clock.elapsed().as_secs_f64());
        let searched = searches.tired() || searches.work() >= enough;
        if flat && (searched || !parts.has(Part::Search)) {
            return found(&searches, proof, &pricing, start.keep, Some(Limit::Tried));
        }
        let left = limits.work.map_or(u64::MAX, |most| most.saturating_sub(searches.work()).max(1));
        let fits = ((fitted as f64 * pricing.stretch(share)) as u64).clamp(1, left);
        let mut round = Round { share, cutoff, both: !parts.has(Part::Search) };
        if !parts.has(Part::Search) {
            searches.first.work += fits;
            pricing.round(&mut proof, round);
        } else if flat || shared {
            let fits = ((fitted as f64 * share) as u64).clamp(1, left.div_ceil(2));
            searches.both(fits, parts.threads());
        } else if pricing.branches() && turn.is_multiple_of(TURNS) {
            round.both = true;
            pricing.round(&mut proof, round);
        } else if searches.seek_tours() {
            side_by_side(parts.threads(), || searches.run_tours(fits), || pricing.round(&mut proof, round));
        } else if diving {
            dives.ready((|| pricing.at_hand(), proof.bound), || searches.leading().places());
            let effort = Pricing::effort(share);
            side_by_side(parts.threads(), || dives.round(effort), || pricing.round(&mut proof, round));
            searches.spend(fits);
        } else {
            let mut price = || pricing.round(&mut proof, round);
            side_by_side(parts.threads(), || searches.first.run(fits), &mut price);
        }
        if parts.has(Part::Guide) {
            searches.follow(&pricing.guide());
        }
        for rise in [&mut slowly, &mut rests, &mut hardly] {
            rise.see(proof.bound, pricing.iterations());
            if pricing.leaps() {
                rise.wait(pricing.iterations());
            }
        }
        let seconds = clock.elapsed().as_secs_f64();
        turn += 1;
        share = (2.0 * share).min(1.0);
        let stage = match (flat, pricing.branches()) {
            (true, _) => "search",
            (false, true) => "search, and who serves where",
            (false, false) => "search and relaxation",
        };
        let now = Progress { stage, best: Some(searches.best()), bound: proof.bound, seconds };
        if watch(&now) == Go::Stop {
            return found(&searches, proof, &pricing, start.keep, Some(Limit::User));
        }
    }
}

/// The first round after a planning that is known, as a share of a whole one; each is twice as long as the one before.
const AGAIN: f64 = 1.0 / 16.0;

/// Share by which the bound must rise within so many iterations, or else a second search takes two turns of three.
const SLOWLY: (f64, u32) = (1e-3, 200);
const TURNS: u64 = 3;

/// The same before branching begins, which then takes one turn of three from the search too.
const RESTS: (f64, u32) = (2e-4, 200);

/// The same of branching, before it gives way to searches.
const BRANCHING: (f64, u32) = (1e-4, 30_000);

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

fn found(searches: &Searches<'_, '_>, proof: Proof, pricing: &Pricing, keep: bool, stopped: Option<Limit>) -> Found {
    let standing = (keep && pricing.by() == 1).then(|| pricing.relax.standing());
    let layout = Arc::clone(pricing.layout());
    Found { tours: searches.leading().tours().collect(), proof, layout, stopped, work: searches.work(), standing }
}
