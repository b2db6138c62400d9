//! Why a line has a gap: what stopped each offer that could have served, and what would fill it.

use super::attempt::{Attempt, attempt};
use super::remedy::{Sought, cheapest};
use super::watch::Watch;
use crate::change::Change;
use crate::plan::Plan;
use crate::request::{Go, Limits};
use crate::tally::Tally;
use entente_model::quantity::{Milli, ONE};
use entente_model::{Case, Ix, Line, Offer, Period};

/// A period in which a line is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// When.
    pub period: Period,
    /// Asked, in thousandths of an element.
    pub asked: Milli,
    /// Short, in thousandths of an element.
    pub short: Milli,
}

/// Why a line is short.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The line.
    pub line: Ix<Line>,
    /// The periods asked about in which it is short.
    pub gaps: Vec<Gap>,
    /// Every offer whose capability counts on the line, tried; in file order.
    pub attempts: Vec<Attempt>,
    /// Those that were not tried, since the watch said stop.
    pub untried: Vec<Ix<Offer>>,
    /// What planning again makes of the gaps, and the cheapest single change that fills them then.
    pub sought: Sought,
    /// Whether the watch said stop.
    pub stopped: bool,
}

/// Why the line is short in the period, or in any. `limits` hold for each planning again. Where the watch says stop,
/// what has been found by then.
pub fn why(
    case: &Case,
    plan: &Plan,
    line: Ix<Line>,
    period: Option<Period>,
    limits: Limits,
    watch: &mut dyn FnMut() -> Go,
) -> Why {
    let tally = Tally::new(case, plan);
    let gaps: Vec<Gap> = gaps(case, &tally, line).filter(|g| period.is_none_or(|p| p == g.period)).collect();
    let (attempts, untried, sought) = (Vec::new(), Vec::new(), Sought::default());
    let mut out = Why { line, gaps, attempts, untried, sought, stopped: false };
    if out.gaps.is_empty() {
        return out;
    }
    let mut watch = Watch::new(watch);
    let could = |u: &Ix<Offer>| case.effectiveness(*u, line).is_some();
    for u in case.offers.indices().filter(could) {
        match attempt(case, plan, u, line, starts(case, u, &out.gaps), &mut watch) {
            Some(attempt) => out.attempts.push(attempt),
            None => out.untried.push(u),
        }
    }
    let changes = changes(case, &tally, &out);
    let periods: Vec<Period> = out.gaps.iter().map(|g| g.period).collect();
    // A gap that only moves to another period of the line is not filled.
    let elsewhere = |tally: &Tally<'_>, case: &Case| -> Milli {
        case.calendar.periods().filter(|p| !periods.contains(p)).map(|p| tally.short(line, p)).sum()
    };
    let before = elsewhere(&tally, case);
    let short = |case: &Case, plan: &Plan| {
        let tally = Tally::new(case, plan);
        let here: Milli = periods.iter().map(|&p| tally.short(line, p)).sum();
        (here + (elsewhere(&tally, case) - before).max(0)) as f64 / ONE as f64
    };
    out.sought = cheapest(case, plan, changes, limits, &mut watch, &short);
    out.stopped = watch.stopped;
    out
}

/// The periods in which a line is short.
pub fn gaps<'a>(case: &'a Case, tally: &'a Tally<'_>, line: Ix<Line>) -> impl Iterator<Item = Gap> + 'a {
    case.calendar.periods().filter_map(move |period| {
        let short = tally.short(line, period);
        let asked = i64::from(case.lines[line].quantity[period.get()]) * ONE;
        (short > 0).then_some(Gap { period, asked, short })
    })
}

/// Starts from which a tour of the offer would be there in one of the gaps.
fn starts<'a>(case: &'a Case, u: Ix<Offer>, gaps: &'a [Gap]) -> impl Iterator<Item = Period> + 'a {
    let tour = case.offers[u].tour;
    let covers = move |p: u32| gaps.iter().any(|g| p <= g.period.0 && g.period.0 < p.saturating_add(tour));
    (0..case.calendar.horizon).filter(move |&p| covers(p)).map(Period)
}

/// What would let some offer serve; as many more elements of an offer on the line as the gap asks; and, last,
/// an offer that nobody has made yet, by a nation that serves in the formation before any other.
fn changes(case: &Case, tally: &Tally<'_>, out: &Why) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let most = out.gaps.iter().map(|g| g.short).max().unwrap_or(0);
    let mut add = |change: Change| {
        if !changes.contains(&change) {
            changes.push(change);
        }
    };
    for attempt in &out.attempts {
        let effect = case.effectiveness(attempt.offer, out.line).map_or(ONE, |e| e.milli());
        let more = u32::try_from((most + effect - 1) / effect).unwrap_or(1);
        for change in &attempt.changes {
            add(change.clone());
            // What holds one element back may hold back as many as are short.
            match *change {
                Change::Ceiling { nation, more: people } => {
                    add(Change::Ceiling { nation, more: people.saturating_mul(more) })
                }
                Change::Authorised { more: people } => add(Change::Authorised { more: people.saturating_mul(more) }),
                Change::Capacity { entry, more: people } => {
                    add(Change::Capacity { entry, more: people.saturating_mul(more) })
                }
                _ => {}
            }
        }
        if case.plannable(&case.offers[attempt.offer]) && more > 0 {
            add(Change::Elements { offer: attempt.offer, more });
        }
    }
    let here = tally.serving_in(Some(case.lines[out.line].formation));
    let elsewhere = case.nations.indices().filter(|n| !here.contains(n));
    let elements = u32::try_from((most + ONE - 1) / ONE).unwrap_or(1);
    let (from, last) = (out.gaps[0].period, out.gaps[out.gaps.len() - 1].period);
    for nation in here.iter().copied().chain(elsewhere).take(NEW) {
        changes.push(Change::New { nation, line: out.line, elements, from, to: Period(last.0 + 1) });
    }
    changes
}

/// Nations tried with an offer that nobody has made yet.
const NEW: usize = 8;
