//! The leaves of a division, side by side: each a small exact model, by branch and bound.

use crate::fast::core::{Core, Need};
use crate::fast::divide::Leaf;
use crate::fast::rounding::Rounding;
use crate::force::round::Round;
use crate::force::{self, Aim, Found, Open, eligible::Pair};
use crate::request::{Go, Limit, Limits, Part, Parts, PlanError, Progress, Request};
use crate::score::Score;
use crate::verify::verify;
use entente_model::{Case, Ix, Line};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// What is open in a core of the case: the pairs less the tours that it does not have, with the rows that whole elements
/// keep.
pub fn kept(pairs: &[Pair], core: &Core, parts: Parts) -> Open {
    let left: BTreeSet<_> = core.tours().collect();
    let mut pairs = pairs.to_vec();
    for pair in &mut pairs {
        let (offer, line) = (pair.offer, pair.line);
        pair.starts.retain(|&p| left.contains(&(offer, line, p)));
    }
    pairs.retain(|pair| !pair.starts.is_empty());
    let held = (0..core.held.len()).filter(|place| core.held[*place]);
    let held = held.map(|at| (Ix::new(at % core.nations), Ix::new(at / core.nations))).collect();
    let rows = || core.needs.iter().enumerate().filter_map(|(r, need)| rounded(core, Ix::new(r), need));
    let round = if parts.has(Part::Rounding) { rows().collect() } else { Vec::new() };
    Open { pairs, held, round, known: f64::NEG_INFINITY }
}

fn rounded(core: &Core, line: Ix<Line>, need: &Need) -> Option<Round> {
    let row = Rounding::of(core, need)?;
    let counts = need.by.iter().map(|&(u, k)| {
        let unit = &core.units[u as usize];
        (unit.offer, row.counts(unit.services[k as usize].effect))
    });
    Some(Round { line, needs: row.needs, counts: counts.collect() })
}

/// What is known of a leaf: a bound on its way, or how it ended.
enum Told {
    Bound(f64),
    Ended(Box<Result<Found, PlanError>>),
}

/// Looks in every leaf for plans below the cutoff, hardest leaf first, on one thread or two. Each leaf is solved as if it
/// were the only one, so the answer is the same whatever comes first. Of the request, `start` is the best plan known.
/// Where the solver fails in one, what was known of that leaf stays.
pub fn prove(
    case: &Case,
    pairs: &[Pair],
    leaves: &[Leaf],
    cutoff: f64,
    request: &Request<'_>,
    watch: &mut dyn FnMut(f64) -> Go,
) -> Found {
    let mut order: Vec<usize> = (0..leaves.len()).collect();
    order.sort_by(|&a, &b| leaves[a].bound.total_cmp(&leaves[b].bound));
    let proving = Proving { case, pairs, cutoff, request, leaves, clock: Instant::now(), stop: AtomicBool::new(false) };
    let mut standing: Vec<f64> = leaves.iter().map(|leaf| leaf.bound).collect();
    let mut ended: Vec<Option<Result<Found, PlanError>>> = leaves.iter().map(|_| None).collect();
    let next = AtomicUsize::new(0);
    let (tell, hear) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..request.parts.threads().min(leaves.len()) {
            let (tell, next, order, proving) = (tell.clone(), &next, &order, &proving);
            scope.spawn(move || {
                while let Some(&leaf) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = proving.solved(leaf, &tell);
                    // Nobody may be listening any more: then there is nobody to tell.
                    let _ = tell.send((leaf, Told::Ended(Box::new(found))));
                }
            });
        }
        drop(tell);
        while let Ok((leaf, told)) = hear.recv() {
            match told {
                Told::Bound(bound) => standing[leaf] = standing[leaf].max(bound),
                Told::Ended(found) => {
                    standing[leaf] =
                        found.as_ref().as_ref().map_or(standing[leaf], |found| standing[leaf].max(found.bound));
                    ended[leaf] = Some(*found);
                }
            }
            if watch(standing.iter().copied().fold(cutoff, f64::min)) == Go::Stop {
                proving.stop.store(true, Ordering::Relaxed);
            }
        }
    });
    let start = request.start.cloned().unwrap_or_default();
    let weigh = |found: &Found| Score::of(case, &found.plan, request.previous).total();
    let mut best = Found { plan: start, bound: cutoff, stopped: None, work: 0, nodes: 0 };
    // In the order of the leaves, not of time.
    for (leaf, found) in leaves.iter().zip(ended.into_iter().flatten()) {
        let Ok(found) = found else {
            best.bound = best.bound.min(leaf.bound);
            best.stopped = best.stopped.or(Some(Limit::Tried));
            continue;
        };
        best.bound = best.bound.min(found.bound.max(leaf.bound));
        best.work += found.work;
        best.nodes += found.nodes;
        best.stopped = best.stopped.or(found.stopped);
        // A solver keeps rows to its tolerances, a plan to the last figure.
        if weigh(&found) < weigh(&best) && verify(case, &found.plan).is_empty() {
            best.plan = found.plan;
        }
    }
    best
}

/// What all leaves share.
struct Proving<'a> {
    case: &'a Case,
    pairs: &'a [Pair],
    cutoff: f64,
    request: &'a Request<'a>,
    leaves: &'a [Leaf],
    clock: Instant,
    stop: AtomicBool,
}

impl Proving<'_> {
    /// A leaf by branch and bound, within its share of what work is left; what is known already, once time is up.
    fn solved(&self, leaf: usize, tell: &mpsc::Sender<(usize, Told)>) -> Result<Found, PlanError> {
        let limits = &self.request.limits;
        let left = limits.seconds.map(|most| most - self.clock.elapsed().as_secs_f64());
        let stopped = self.stop.load(Ordering::Relaxed).then_some(Limit::User);
        let stopped = stopped.or_else(|| left.filter(|left| *left <= 0.0).map(|_| Limit::Time));
        let Leaf { core, bound } = &self.leaves[leaf];
        if stopped.is_some() {
            let plan = self.request.start.cloned().unwrap_or_default();
            return Ok(Found { plan, bound: *bound, stopped, work: 0, nodes: 0 });
        }
        let share = |most: u64| (most / self.leaves.len() as u64).max(1);
        let limits = Limits { seconds: left, work: limits.work.map(share), ..*limits };
        let within = Request { limits, ..*self.request };
        let mut told = |now: &Progress| {
            let _ = tell.send((leaf, Told::Bound(now.bound)));
            if self.stop.load(Ordering::Relaxed) { Go::Stop } else { Go::On }
        };
        force::exact(
            self.case,
            kept(self.pairs, core, self.request.parts),
            &within,
            Aim::Better(self.cutoff),
            &mut told,
        )
    }
}
