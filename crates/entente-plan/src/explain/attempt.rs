//! One offer tried on one line: the plan with one more tour of one element, judged by the checker.

use super::watch::Watch;
use crate::change::Change;
use crate::plan::{Lead, Plan, Tour};
use crate::request::Go;
use crate::score::Score;
use crate::verify::{Broken, Rule, Subject, infer_entries, infer_leads, verify};
use entente_model::{Case, Expr, Fact, Ix, LeadRule, Line, Offer, Period, Term};
use std::collections::{BTreeMap, BTreeSet};

/// What stopped an offer from serving on a line, over all the starts that were tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocker {
    /// The rule.
    pub rule: Rule,
    /// What a planner reads, with figures: a sentence without a full stop.
    pub because: String,
    /// In how many of the starts tried.
    pub starts: usize,
}

/// An offer tried on a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The offer.
    pub offer: Ix<Offer>,
    /// The line.
    pub line: Ix<Line>,
    /// How many starts were tried.
    pub tried: usize,
    /// What stopped it, commonest first.
    pub blockers: Vec<Blocker>,
    /// Where some start breaks no rule: by how much the best of them would change the objective, and which
    /// term speaks against it most.
    pub allowed: Option<(Period, f64, &'static str)>,
    /// Changes that would each remove all that stops some start.
    pub changes: Vec<Change>,
}

/// Tries one element of the offer on the line, from each of `starts`. What stops it is told of the starts
/// that break the fewest rules: of the others it is enough that these come closer. `None` if the watch says stop: what
/// some of the starts tell is not told of all.
pub(super) fn attempt(
    case: &Case,
    plan: &Plan,
    offer: Ix<Offer>,
    line: Ix<Line>,
    starts: impl Iterator<Item = Period>,
    watch: &mut Watch<'_>,
) -> Option<Attempt> {
    let before = Score::of(case, plan, None);
    let mut out = Attempt { offer, line, tried: 0, blockers: Vec::new(), allowed: None, changes: Vec::new() };
    let mut fewest = usize::MAX;
    let mut stopped: Vec<(Period, Vec<Broken>)> = Vec::new();
    for start in starts {
        if watch.go() == Go::Stop {
            return None;
        }
        out.tried += 1;
        let with = extended(case, plan, offer, line, start);
        let broken = telling(verify(case, &with));
        if broken.is_empty() {
            let (change, against) = difference(&before, &Score::of(case, &with, None));
            if out.allowed.is_none_or(|(_, best, _)| change < best) {
                out.allowed = Some((start, change, against));
            }
            continue;
        }
        fewest = fewest.min(broken.len());
        stopped.push((start, broken));
    }
    let mut found: BTreeMap<(Rule, Subject), Blocker> = BTreeMap::new();
    for (start, broken) in stopped.iter().filter(|(_, broken)| broken.len() == fewest) {
        for b in broken {
            let fresh = || Blocker { rule: b.rule, because: because(case, plan, b, offer, *start), starts: 0 };
            found.entry((b.rule, b.subject)).or_insert_with(fresh).starts += 1;
        }
        if let [b] = &broken[..] {
            for change in changes(case, b.rule, b.subject, offer, line, *start) {
                if !out.changes.contains(&change) {
                    out.changes.push(change);
                }
            }
        }
    }
    out.blockers = found.into_values().collect();
    out.blockers.sort_by_key(|b| (std::cmp::Reverse(b.starts), b.rule));
    Some(out)
}

/// Each rule and subject once; of an offer that is no pledge at all, that alone.
fn telling(mut broken: Vec<Broken>) -> Vec<Broken> {
    if broken.iter().any(|b| b.rule == Rule::Pledge) {
        broken.retain(|b| b.rule == Rule::Pledge);
    }
    let mut seen = BTreeSet::new();
    broken.retain(|b| seen.insert((b.rule, b.subject)));
    broken
}

/// The plan with one more tour of one element; a lead is named where the formation had none.
fn extended(case: &Case, plan: &Plan, offer: Ix<Offer>, line: Ix<Line>, start: Period) -> Plan {
    let mut extra = plan.tours.clone();
    extra.push(Tour { offer, line, start, entry: None, elements: 1 });
    infer_entries(case, &mut extra);
    let mut leads: Vec<Lead> = plan.leads.clone();
    for lead in infer_leads(case, &extra) {
        if leads.iter().all(|l| l.formation != lead.formation) {
            leads.push(lead);
        }
    }
    Plan::new(extra, leads)
}

fn difference(before: &Score, after: &Score) -> (f64, &'static str) {
    let each = before.terms.iter().zip(&after.terms);
    let changes = each.map(|(b, a)| (a.weight * (a.amount - b.amount), a.name.name()));
    let worst = changes.max_by(|a, b| a.0.total_cmp(&b.0)).map_or("", |(_, name)| name);
    (after.total() - before.total(), worst)
}

/// The sentence of the checker; for elements that serve elsewhere, where that is.
fn because(case: &Case, plan: &Plan, broken: &Broken, offer: Ix<Offer>, start: Period) -> String {
    if broken.rule != Rule::Busy {
        return broken.message.clone();
    }
    let terms = &case.offers[offer];
    let span = |from: u32| from..from.saturating_add(terms.tour).saturating_add(terms.dwell);
    let meets = |t: &&Tour| {
        t.offer == offer && span(t.start.0).start < span(start.0).end && span(start.0).start < span(t.start.0).end
    };
    let serving = plan.tours.iter().filter(meets).map(|t| {
        let line = &case.lines[t.line];
        let last = Period(t.start.0 + terms.tour - 1);
        let (from, to) = (case.calendar.label(t.start), case.calendar.label(last));
        format!("{} on {} ({}) from {from} to {to}", t.elements, line.id, line.priority.name())
    });
    let serving: Vec<_> = serving.collect();
    let rest = terms.dwell;
    let of = match terms.elements.unwrap_or(0) {
        1 => "its one element is taken".to_owned(),
        elements => format!("its {elements} elements are taken"),
    };
    let periods = if rest == 1 { "period" } else { "periods" };
    format!("{of}: {}, and {rest} {periods} of dwell after each tour", serving.join("; "))
}

/// The changes that would each remove what this rule says.
fn changes(case: &Case, rule: Rule, subject: Subject, u: Ix<Offer>, line: Ix<Line>, start: Period) -> Vec<Change> {
    match (rule, subject) {
        (Rule::Condition, Subject::Offer(of)) => facts(case, of).map(|fact| Change::Holds { fact }).collect(),
        _ => change(case, rule, subject, u, line, start).into_iter().collect(),
    }
}

/// Facts that do not hold, each of which would leave the condition of the offer to the plan, or true, if it alone did.
fn facts(case: &Case, offer: Ix<Offer>) -> impl Iterator<Item = Ix<Fact>> + '_ {
    let condition = &case.offers[offer].condition.expr;
    let left = |holds: Option<Ix<Fact>>| {
        condition.replace(&mut |term| match term {
            Term::Fact(f) => Expr::Const(case.facts[*f].holds || holds == Some(*f)),
            other => Expr::Term(*other),
        })
    };
    let before = left(None);
    let mut named = BTreeSet::new();
    condition.each_term(&mut |term| match term {
        Term::Fact(f) if !case.facts[*f].holds => {
            named.insert(*f);
        }
        _ => {}
    });
    named.into_iter().filter(move |f| {
        let after = left(Some(*f));
        after != before && after != Expr::Const(false)
    })
}

/// The change that would remove what a rule other than a condition says.
fn change(case: &Case, rule: Rule, subject: Subject, u: Ix<Offer>, line: Ix<Line>, start: Period) -> Option<Change> {
    let offer = &case.offers[u];
    let people = offer.strength.unwrap_or(0);
    match (rule, subject) {
        // Nobody can confirm what nobody has counted.
        (Rule::Pledge, _) if offer.elements.is_none() || offer.strength.is_none() => None,
        (Rule::Pledge, _) if offer.elements == Some(0) => Some(Change::Elements { offer: u, more: 1 }),
        (Rule::Pledge, _) => Some(Change::Confirm { offer: u }),
        (Rule::Window, Subject::Offer(_)) => {
            Some(Change::Widen { offer: u, from: start, to: Period(start.0.saturating_add(offer.tour)) })
        }
        (Rule::Notice, _) => {
            let first = case.calendar.first_day(i64::from(start.0) + 1)?;
            let days = case.activation.until(first).ok()?.get_days() - 1;
            let days = u32::try_from(days).ok()?;
            Some(Change::Notice { offer: u, days: case.lines[line].ntm_max.map_or(days, |most| most.min(days)) })
        }
        (Rule::Refusal | Rule::Caveat, Subject::Caveat(caveat)) => Some(Change::Lift { caveat }),
        (Rule::Busy, _) => Some(Change::Elements { offer: u, more: 1 }),
        (Rule::Tours, _) => Some(Change::Tour { offer: u }),
        (Rule::Nations, Subject::Formation(formation)) => Some(Change::NationIn { formation }),
        (Rule::Nations, Subject::Line(line)) => Some(Change::NationOn { line }),
        (Rule::Lead, Subject::Formation(formation)) => {
            let lead = &case.formations[formation].lead;
            // That somebody should lead it at all is not for one offer to change.
            let ask = *lead != LeadRule::None && !lead.allows(offer.nation);
            ask.then_some(Change::Lead { nation: offer.nation, formation })
        }
        (Rule::Ceiling, Subject::Nation(nation)) => Some(Change::Ceiling { nation, more: people }),
        (Rule::Ceiling, Subject::Theatre) => Some(Change::Authorised { more: people }),
        (Rule::Intake, Subject::Entry(entry)) => Some(Change::Capacity { entry, more: people }),
        _ => None,
    }
}
