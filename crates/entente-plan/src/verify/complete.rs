//! What a plan typed by hand may leave out, filled in where the tours leave little choice.

use super::{Broken, Over};
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

/// The tours of a plan without what its broken rules say is over: a way to a plan that holds, not the best one. Where only
/// some of the tours of a rule have to go, those that start last do, and what has gone for another rule counts.
pub fn without_offenders(case: &Case, plan: &Plan, broken: &[Broken]) -> Vec<Tour> {
    let mut left: BTreeMap<Tour, u32> = plan.tours.iter().map(|tour| (*tour, tour.elements)).collect();
    for row in broken {
        let (over, people) = match row.over {
            Over::All => {
                left.retain(|tour, _| !row.tours.contains(tour));
                continue;
            }
            Over::Elements(over) => (over, false),
            Over::People(over) => (over, true),
        };
        let each = |tour: &Tour| if people { u64::from(case.offers[tour.offer].strength.unwrap_or(0)) } else { 1 };
        let stay = |left: &BTreeMap<Tour, u32>, tour: &Tour| left.get(tour).copied().unwrap_or(0);
        let gone = row.tours.iter().map(|tour| each(tour) * u64::from(tour.elements - stay(&left, tour)));
        let mut over = over.saturating_sub(gone.sum());
        let mut latest: Vec<&Tour> = row.tours.iter().filter(|tour| each(tour) > 0).collect();
        latest.sort_by_key(|tour| std::cmp::Reverse(tour.start));
        for tour in latest {
            let here = stay(&left, tour);
            let go = u64::from(here).min(over.div_ceil(each(tour)));
            over = over.saturating_sub(go * each(tour));
            left.insert(*tour, here - go as u32);
        }
    }
    left.into_iter().filter(|(_, elements)| *elements > 0).map(|(tour, elements)| Tour { elements, ..tour }).collect()
}
