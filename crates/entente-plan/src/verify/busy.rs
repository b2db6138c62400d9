//! No more elements of an offer are on tour or in dwell at once than it has. Elements are alike and tours
//! are intervals, so the count in each period decides.

use super::{Judge, Over, Rule, Subject};
use crate::plan::Tour;
use crate::tally::{on_tour, tied_up};
use std::collections::BTreeMap;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    let mut used: BTreeMap<_, Vec<(u64, u64)>> = BTreeMap::new();
    for tour in &judge.plan.tours {
        let by_period = used.entry(tour.offer).or_insert_with(|| vec![(0, 0); case.calendar.horizon as usize]);
        let away = on_tour(case, tour);
        for p in tied_up(case, tour) {
            let count = if away.contains(&p) { &mut by_period[p].0 } else { &mut by_period[p].1 };
            *count += u64::from(tour.elements);
        }
    }
    for (u, by_period) in used {
        let offer = &case.offers[u];
        let has = u64::from(offer.elements.unwrap_or(0));
        for (p, &(away, resting)) in by_period.iter().enumerate().filter(|(_, (away, rest))| away + rest > has) {
            let when = judge.label(p);
            let about = |tour: &Tour| tour.offer == u && tied_up(case, tour).contains(&p);
            let (row, over) = (format!("busy[{},{when}]", offer.id), Over::Elements(away + resting - has));
            judge.report(Rule::Busy, Subject::Offer(u), row, (about, over), || {
                format!("{} has {has} elements, but in {when} {away} are on tour and {resting} in dwell", offer.id)
            });
        }
    }
}
