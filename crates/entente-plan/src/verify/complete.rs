//! What a plan typed by hand may leave out, filled in where the tours leave little choice.

use super::{Broken, Rule, Subject};
use crate::plan::{Lead, Plan, Tour};
use crate::tally::Tally;
use entente_model::{Case, LeadRule};
use std::collections::BTreeMap;

/// Leads for tours that name none: in each formation that has a lead and is served, the nation on its HQ
/// line if it may lead, else the first of those that may lead and serve there. None where nobody can.
pub fn infer_leads(case: &Case, tours: &[Tour]) -> Vec<Lead> {
    let plan = Plan { tours: tours.to_vec(), leads: Vec::new() };
    let tally = Tally::new(case, &plan);
    let mut leads = Vec::new();
    for (formation, facts) in case.formations.enumerate() {
        let LeadRule::OneOf(allowed) = &facts.lead else { continue };
        let serving = tally.serving_in(Some(formation));
        let mut able = allowed.iter().copied().filter(|n| serving.contains(n));
        let on_hq = tours.iter().find(|t| Some(t.line) == facts.hq_line).map(|t| case.offers[t.offer].nation);
        let lead = on_hq.filter(|n| allowed.contains(n)).or_else(|| able.next());
        leads.extend(lead.map(|nation| Lead { formation, nation }));
    }
    leads
}

/// Entry points for tours that name none although the case has them: the one with the most room left in
/// that period, of those that the offer can use.
pub fn infer_entries(case: &Case, tours: &mut [Tour]) {
    let people = |t: &Tour| i64::from(t.elements) * i64::from(case.offers[t.offer].strength.unwrap_or(0));
    let mut room: BTreeMap<_, i64> = BTreeMap::new();
    for t in tours.iter() {
        if let Some(h) = t.entry {
            *room.entry((h, t.start)).or_insert(i64::from(case.entries[h].capacity)) -= people(t);
        }
    }
    for t in tours.iter_mut().filter(|t| t.entry.is_none()) {
        let Some(open) = case.entries_for(t.offer, case.lines[t.line].formation) else { continue };
        let left = |h| room.get(&(h, t.start)).copied().unwrap_or(i64::from(case.entries[h].capacity));
        // Of equals, the first in file order.
        let Some(best) = open.into_iter().rev().max_by_key(|&h| left(h)) else { continue };
        let left = left(best);
        room.insert((best, t.start), left - people(t));
        t.entry = Some(best);
    }
}

/// The tours of a plan without those that the broken rules are about: a way to a plan that holds, not the
/// best one. Of a formation, a nation, an entry point or the theatre, the tour that starts last goes.
pub fn without_offenders(case: &Case, plan: &Plan, broken: &[Broken]) -> Vec<Tour> {
    let mut tours = plan.tours.clone();
    for b in broken {
        let about = |t: &Tour| match b.subject {
            Subject::Offer(u) => t.offer == u,
            Subject::Line(r) => t.line == r,
            Subject::Formation(f) => case.lies_in(case.lines[t.line].formation, f),
            Subject::Nation(n) => case.offers[t.offer].nation == n,
            Subject::Caveat(c) => {
                case.caveats_on(t.offer).any(|(d, _)| d == c) && b.row.contains(&case.lines[t.line].id)
            }
            Subject::Entry(h) => t.entry == Some(h),
            Subject::Theatre => true,
        };
        // A formation without a lead, an offer whose condition fails: nothing of it can stay.
        if matches!(b.rule, Rule::Lead | Rule::Condition | Rule::Caveat) {
            tours.retain(|t| !about(t));
        } else if let Some(last) = tours.iter().rposition(about) {
            tours.remove(last);
        }
    }
    tours
}
