//! The leaves of a division, side by side: each a small exact model, by branch and bound.

use crate::fast::core::Core;
use crate::fast::divide::Leaf;
use crate::force::{self, Aim, Found, eligible::Pair};
use crate::request::{Go, Limit, Limits, PlanError, Progress, Request};
use crate::score::Score;
use entente_model::Case;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// The pairs less the tours that a core does not have.
pub fn kept(pairs: &[Pair], core: &Core) -> Vec<Pair> {
    let mut left = BTreeSet::new();
    for unit in &core.units {
        for service in &unit.services {
            let starts = service.starts.iter().flat_map(|&(from, to)| from..to);
            left.extend(starts.map(|start| (unit.offer.get(), service.line, start)));
        }
    }
    let mut pairs = pairs.to_vec();
    for pair in &mut pairs {
        let (offer, line) = (pair.offer.get(), pair.line.get() as u32);
        pair.starts.retain(|p| left.contains(&(offer, line, p.0)));
    }
    pairs.retain(|pair| !pair.starts.is_empty());
    pairs
}

/// What is known of a leaf.
enum Told {
    Bound(f64),
    Ended(Box<Result<Found, PlanError>>),
}

/// Looks in every leaf for plans below the cutoff, hardest leaf first, on one thread or two. Each leaf is solved as if it
/// were the only one, so the answer is the same whatever comes first. Of the request, `start` is the best plan known.
///
/// # Errors
/// As [`force::exact`].
pub fn prove(
    case: &Case,
    pairs: &[Pair],
    leaves: &[Leaf],
    cutoff: f64,
    request: &Request<'_>,
    watch: &mut dyn FnMut(f64) -> Go,
) -> Result<Found, PlanError> {
    let clock = Instant::now();
    let start = request.start.cloned().unwrap_or_default();
    let weigh = |found: &Found| Score::of(case, &found.plan, request.previous).total();
    let mut best = Found { plan: start, bound: cutoff, stopped: None, work: 0, nodes: 0 };
    let mut order: Vec<usize> = (0..leaves.len()).collect();
    order.sort_by(|&a, &b| leaves[a].bound.total_cmp(&leaves[b].bound));
    let mut bounds: Vec<f64> = leaves.iter().map(|leaf| leaf.bound.min(cutoff)).collect();
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (tell, hear) = mpsc::channel();
    let share = |most: u64| (most / leaves.len().max(1) as u64).max(1);
    let work = |tell: mpsc::Sender<(usize, Told)>| {
        while let Some(&leaf) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let left = request.limits.seconds.map(|most| (most - clock.elapsed().as_secs_f64()).max(0.0));
            if stop.load(Ordering::Relaxed) || left.is_some_and(|left| left <= 0.0) {
                let stopped = if stop.load(Ordering::Relaxed) { Limit::User } else { Limit::Time };
                let unsolved = Found { stopped: Some(stopped), bound: f64::NEG_INFINITY, ..Found::default() };
                let _ = tell.send((leaf, Told::Ended(Box::new(Ok(unsolved)))));
                continue;
            }
            let limits = Limits { seconds: left, work: request.limits.work.map(share), ..request.limits };
            let mut told = |now: &Progress| {
                let _ = tell.send((leaf, Told::Bound(now.bound)));
                if stop.load(Ordering::Relaxed) { Go::Stop } else { Go::On }
            };
            let within = Request { limits, ..*request };
            let found = force::exact(case, kept(pairs, &leaves[leaf].core), &within, Aim::Better(cutoff), &mut told);
            let _ = tell.send((leaf, Told::Ended(Box::new(found))));
        }
    };
    let mut ended: Vec<Option<Result<Found, PlanError>>> = leaves.iter().map(|_| None).collect();
    std::thread::scope(|scope| {
        for _ in 0..request.parts.threads().min(leaves.len()) {
            let (tell, work) = (tell.clone(), &work);
            scope.spawn(move || work(tell));
        }
        drop(tell);
        while let Ok((leaf, told)) = hear.recv() {
            match told {
                Told::Bound(bound) => bounds[leaf] = bounds[leaf].max(bound.min(cutoff)),
                Told::Ended(found) => {
                    if let Ok(found) = found.as_ref() {
                        bounds[leaf] = bounds[leaf].max(found.bound.min(cutoff));
                    }
                    ended[leaf] = Some(*found);
                }
            }
            if watch(bounds.iter().copied().fold(cutoff, f64::min)) == Go::Stop {
                stop.store(true, Ordering::Relaxed);
            }
        }
    });
    // In the order of the leaves, not of time.
    for found in ended.into_iter().flatten() {
        let found = found?;
        best.work += found.work;
        best.nodes += found.nodes;
        best.stopped = best.stopped.or(found.stopped);
        if !found.plan.tours.is_empty() && weigh(&found) < weigh(&best) {
            best.plan = found.plan;
        }
    }
    best.bound = bounds.into_iter().fold(cutoff, f64::min);
    Ok(best)
}
