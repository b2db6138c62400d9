//! A must line that no offer could ever serve contradicts the case: a warning, with what stops each offer.

use crate::calendar::Period;
use crate::case::{Case, Formation, Line, Offer, Priority, Status};
use crate::caveat::Caveat;
use crate::check::Locate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expr::{Expr, Term};
use crate::report::Report;
use crate::table::Ix;
use std::collections::BTreeMap;

/// Most looks at an offer, a caveat or a period in one run; a case that needs more is not searched to the end.
const MOST_LOOKS: usize = 20_000_000;

pub(crate) fn check(case: &Case, report: &mut Report, locate: &Locate<'_>) {
    let mut by_capability: BTreeMap<usize, Vec<Ix<Offer>>> = BTreeMap::new();
    for (ix, offer) in case.offers.enumerate() {
        by_capability.entry(offer.capability.get()).or_default().push(ix);
    }
    let mut looks = MOST_LOOKS;
    for (ix, line) in case.lines.enumerate() {
        if line.priority != Priority::Must || line.quantity.iter().all(|&q| q == 0) {
            continue;
        }
        let hq = case.hq_of(ix);
        let mut stopped: BTreeMap<String, usize> = BTreeMap::new();
        let mut offers = line.accepts.iter().filter_map(|(c, _)| by_capability.get(&c.get())).flatten();
        let served = offers.any(|&offer| match hindrance(case, offer, ix, hq, &mut looks) {
            None => true,
            Some(why) => {
                *stopped.entry(why).or_default() += 1;
                false
            }
        });
        if looks == 0 {
            let what = "The case is too large to tell of every must line whether an offer could serve it";
            let place = locate("requirements.csv", ix.get(), "id");
            report.push(Diagnostic::new(Severity::Note, "search-cut-short", place, what).value(&*line.id));
            return;
        }
        if !served {
            let why = if stopped.is_empty() {
                "no offer brings its capability or a substitute".to_owned()
            } else {
                stopped.iter().map(|(why, n)| format!("{n} {why}")).collect::<Vec<_>>().join(", ")
            };
            let what = format!("No offer could ever serve the must line {}: {why}", line.id);
            let place = locate("requirements.csv", ix.get(), "id");
            let problem = Diagnostic::new(Severity::Warning, "unservable-line", place, what).value(&*line.id);
            report.push(problem.hint("it will be short throughout: seek an offer, or ask for less"));
        }
    }
}

/// What keeps the offer from ever serving the line, by the rules of the formulation page; `None` if
/// nothing does.
fn hindrance(
    case: &Case,
    offer_ix: Ix<Offer>,
    line_ix: Ix<Line>,
    hq: Option<Ix<Formation>>,
    looks: &mut usize,
) -> Option<String> {
    let (offer, line) = (&case.offers[offer_ix], &case.lines[line_ix]);
    let caveats: Vec<&Caveat> = case.caveats_on(offer_ix).map(|(_, caveat)| caveat).collect();
    *looks = looks.saturating_sub(1 + case.caveats.len());
    let because = |why: &str| Some(why.to_owned());
    if offer.status == Status::Withdrawn {
        return because("withdrawn");
    }
    if offer.status < case.least_status {
        return because("below the least status");
    }
    if offer.elements.is_none() || offer.strength.is_none() {
        return because("of unknown elements or strength");
    }
    if falls(case, &offer.condition.expr) {
        return because("under a condition that does not hold");
    }
    if let Some(most) = line.ntm_max
        && offer.ntm.is_none_or(|ntm| ntm > most)
    {
        return because("with too long or no stated notice to move");
    }
    if let Some(caveat) = caveats.iter().find(|c| case.refuses(line_ix, c)) {
        return Some(format!("with the caveat {} that it refuses", caveat.id));
    }
    if hq.is_some_and(|formation| !case.formations[formation].lead.allows(offer.nation)) {
        return because("of nations that may not lead");
    }
    if case.entries_for(offer_ix, line.formation).is_some_and(|entries| entries.is_empty()) {
        return because("without an entry point");
    }
    let horizon = case.calendar.horizon;
    let first = line.window.from.max(offer.window.from).max(case.earliest_arrival(offer));
    let end = line.window.end_within(horizon).min(offer.window.end_within(horizon));
    let mut starts = (first.0..end.0)
        .map(Period)
        .filter(|p| offer.window.to.is_none_or(|to| p.0.saturating_add(offer.tour) <= to.0))
        .peekable();
    if starts.peek().is_none() {
        return because("not there at the right time");
    }
    // A tour fails on the first period excluded; no start before that period and within a tour of it can do.
    let mut excluded: Option<(u32, &str)> = None;
    let mut checked_to = first.0;
    for start in starts {
        let last = start.0.saturating_add(offer.tour).min(horizon);
        for p in checked_to.max(start.0)..last {
            *looks = looks.saturating_sub(1 + caveats.len() * (1 + case.area.len()));
            let stops = |c: &&&Caveat| c.residual(case, line_ix, Period(p)) == Expr::Const(true);
            if let Some(caveat) = caveats.iter().find(stops) {
                excluded = Some((p, &caveat.id));
            }
            checked_to = p + 1;
        }
        if excluded.is_none_or(|(p, _)| p < start.0) {
            return None;
        }
    }
    excluded.map(|(_, caveat)| format!("under the caveat {caveat}"))
}

/// Whether the condition is false as the case takes its facts, whatever the plan.
fn falls(case: &Case, expr: &Expr<Term>) -> bool {
    let left: Expr<Term> = expr.replace(&mut |term| match term {
        Term::Fact(fact) => Expr::Const(case.facts[*fact].holds),
        term => Expr::Term(*term),
    });
    left == Expr::Const(false)
}
