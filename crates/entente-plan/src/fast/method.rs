//! The fast method: the search on one core of the machine, the relaxation on the other, in rounds of fixed
//! work after which they tell each other how they stand. What each does in a round hangs on the round alone,
//! so the same seed and work give the same plan and bound on one thread and on two.

use super::certify;
use super::core::Core;
use super::layout::{Layout, Prices};
use super::relax::Relax;
use super::search::Search;
use super::state::Slot;
use crate::request::{Go, Limit, Limits, Parts, Progress};
use std::time::Instant;

/// What came of the method.
#[derive(Debug)]
pub struct Found {
    /// Tours of the best plan: unit and slot, one element each.
    pub tours: Vec<(u32, Slot)>,
    /// Certified bound.
    pub bound: f64,
    /// What stopped it, unless the gap was reached.
    pub stopped: Option<Limit>,
    /// Elements given tours.
    pub work: u64,
}

/// Columns that the relaxation sweeps in one round, about.
const SWEPT: usize = 12_000_000;

/// Elements given tours in one round: about as long as the relaxation takes for its sweeps.
const FITTED: u64 = 80_000;

/// Iterations without a better bound worth the name, and cycles of search without a better plan, after which the
/// method has tried what it can.
const TIRED_ITERATIONS: u32 = 4_000;
const TIRED_CYCLES: u32 = 2;

/// Runs the method on a core, from the tours given if there are any.
pub fn run(
    core: &Core,
    limits: &Limits,
    parts: Parts,
    start: &[(u32, Slot)],
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Found {
    let clock = Instant::now();
    let layout = Layout::new(core);
    let mut search = Search::new(core, u64::from(limits.seed), start);
    let mut relax = Relax::new(core, &layout);
    let steps = (SWEPT / relax.columns().max(1)).clamp(1, 400) as u32;
    let mut proof = Proof::default();
    let mut risen = 0;
    loop {
        let stopped = stopping(&search, proof.bound, limits, clock);
        if let Some(stopped) = stopped {
            return found(&search, proof.bound, stopped);
        }
        let before = proof.bound;
        let left = limits.work.map_or(FITTED, |most| FITTED.min(most.saturating_sub(search.work).max(1)));
        let mut relaxing = || {
            if parts.relaxation {
                price(core, &layout, &mut relax, steps, &mut proof);
            }
        };
        let mut searching = || if parts.search { search.run(left) } else { search.work += left };
        if parts.threads < 2 {
            relaxing();
            searching();
        } else {
            std::thread::scope(|scope| {
                let other = scope.spawn(relaxing);
                searching();
                if let Err(panic) = other.join() {
                    std::panic::resume_unwind(panic);
                }
            });
        }
        if parts.relaxation {
            search.follow(relax.places());
        }
        if proof.bound > before + 1e-5 * before.abs() {
            risen = relax.iterations();
        }
        let seconds = clock.elapsed().as_secs_f64();
        let stage = "search and relaxation";
        let now = Progress { stage, best: Some(search.best), bound: proof.bound, seconds };
        if watch(&now) == Go::Stop {
            return found(&search, proof.bound, Some(Limit::User));
        }
        let flat = !parts.relaxation || relax.iterations() - risen >= TIRED_ITERATIONS;
        if flat && (search.idle_cycles() >= TIRED_CYCLES || !parts.search) {
            return found(&search, proof.bound, Some(Limit::Tried));
        }
    }
}

/// The best prices so far and what they prove: before any, that shortfalls and costs are not below 0.
#[derive(Debug, Default)]
pub struct Proof {
    /// The bound.
    pub bound: f64,
    prices: Option<Prices>,
}

impl Proof {
    /// Judges prices, and points on the way to them from the best so far: the bound is concave in the prices,
    /// and the relaxation swings about its best ones.
    pub fn judge(&mut self, core: &Core, layout: &Layout, prices: Prices) {
        let proven = certify::bound(core, layout, &prices);
        let mut better = None;
        if let Some(best) = &self.prices {
            for share in SHARES {
                let between = best.towards(&prices, share);
                let bound = certify::bound(core, layout, &between);
                if bound > self.bound {
                    self.bound = bound;
                    better = Some(between);
                }
            }
        }
        if proven > self.bound || self.prices.is_none() {
            self.bound = self.bound.max(proven);
            better = Some(prices);
        }
        self.prices = better.or(self.prices.take());
    }
}

/// How far towards new prices the bound is looked at.
const SHARES: [f32; 3] = [0.1, 0.3, 0.6];

/// So many more iterations, and what the certificate makes of them, now and then.
fn price(core: &Core, layout: &Layout, relax: &mut Relax<'_>, steps: u32, proof: &mut Proof) {
    for _ in 0..steps {
        relax.step();
        if relax.iterations().is_multiple_of(JUDGED) {
            proof.judge(core, layout, relax.prices());
        }
    }
}

/// Iterations between two certificates.
const JUDGED: u32 = 50;

/// `Some(None)`: the gap is reached; `Some(Some(_))`: a limit is.
fn stopping(search: &Search<'_>, bound: f64, limits: &Limits, clock: Instant) -> Option<Option<Limit>> {
    if search.best - bound <= limits.gap.max(1e-9) * search.best.abs() {
        return Some(None);
    }
    if limits.seconds.is_some_and(|most| clock.elapsed().as_secs_f64() >= most) {
        return Some(Some(Limit::Time));
    }
    if limits.work.is_some_and(|most| search.work >= most) {
        return Some(Some(Limit::Work));
    }
    None
}

fn found(search: &Search<'_>, bound: f64, stopped: Option<Limit>) -> Found {
    Found { tours: search.tours().collect(), bound, stopped, work: search.work }
}
