//! Why an offer is not used: what stopped it on each line it counts on, and what would bring it in.

use super::attempt::{Attempt, attempt};
use super::remedy::{Sought, cheapest};
use super::watch::Watch;
use super::why::gaps;
use crate::change::Change;
use crate::plan::{Plan, Tour};
use crate::request::{Go, Limits};
use crate::tally::Tally;
use entente_model::{Case, Ix, Line, Offer};

/// Why an offer is not used.
#[derive(Clone, Debug, PartialEq)]
pub enum Idle {
    /// It is: these are its tours.
    Used(Vec<Tour>),
    /// No line asks for its capability.
    NoLine,
    /// Every line that it counts on is filled without it; tried all the same.
    NoGap,
    /// Lines it counts on are short, and it was stopped.
    Stopped,
}

/// What there is to say of an offer.
#[derive(Clone, Debug, PartialEq)]
pub struct WhyNot {
    /// The offer.
    pub offer: Ix<Offer>,
    /// Why it is idle, in one word.
    pub idle: Idle,
    /// The lines it counts on, those with gaps first, tried with each start.
    pub attempts: Vec<Attempt>,
    /// Those on which it was not tried, since the watch said stop.
    pub untried: Vec<Ix<Line>>,
    /// Whether planning again brings it in, and the cheapest single change that does then.
    pub sought: Sought,
    /// Whether the watch said stop.
    pub stopped: bool,
}

/// Why the plan does not use the offer. `limits` hold for each planning again. Where the watch says stop, what has been
/// found by then.
pub fn why_not(case: &Case, plan: &Plan, offer: Ix<Offer>, limits: Limits, watch: &mut dyn FnMut() -> Go) -> WhyNot {
    let tours: Vec<Tour> = plan.tours.iter().filter(|t| t.offer == offer).copied().collect();
    let (attempts, untried, sought) = (Vec::new(), Vec::new(), Sought::default());
    let mut out = WhyNot { offer, idle: Idle::NoLine, attempts, untried, sought, stopped: false };
    if !tours.is_empty() {
        out.idle = Idle::Used(tours);
        return out;
    }
    let tally = Tally::new(case, plan);
    let mut lines: Vec<_> = case.lines.indices().filter(|&r| case.effectiveness(offer, r).is_some()).collect();
    let short = |r| gaps(case, &tally, r).next().is_some();
    lines.sort_by_key(|&r| !short(r));
    let mut watch = Watch::new(watch);
    for &r in &lines {
        out.idle = if short(lines[0]) { Idle::Stopped } else { Idle::NoGap };
        match attempt(case, plan, offer, r, case.calendar.periods(), &mut watch) {
            Some(attempt) => out.attempts.push(attempt),
            None => out.untried.push(r),
        }
    }
    out.stopped = watch.stopped;
    if out.idle != Idle::Stopped {
        return out;
    }
    let mut changes: Vec<Change> = Vec::new();
    for attempt in out.attempts.iter().filter(|a| short(a.line)) {
        for change in &attempt.changes {
            if !changes.contains(change) {
                changes.push(change.clone());
            }
        }
    }
    let idle = |_: &Case, plan: &Plan| f64::from(u8::from(plan.tours.iter().all(|t| t.offer != offer)));
    out.sought = cheapest(case, plan, changes, limits, &mut watch, &idle);
    out.stopped = watch.stopped;
    out
}
