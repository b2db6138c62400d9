//! People who start a tour come in through an entry point that serves the formation, that the offer can use
//! and that has room.

use super::{Judge, Over, Rule, Subject};
use crate::plan::Tour;
use std::collections::BTreeMap;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    let mut arriving: BTreeMap<_, u64> = BTreeMap::new();
    for tour in &judge.plan.tours {
        let (offer, formation) = (&case.offers[tour.offer], case.lines[tour.line].formation);
        let open = case.entries_for(tour.offer, formation);
        let fits = match (&open, tour.entry) {
            (None, None) => continue,
            (Some(open), Some(h)) => open.contains(&h),
            _ => false,
        };
        if !fits {
            let row = format!("entry[{},{}]", judge.at(tour), case.calendar.label(tour.start));
            let names: Vec<_> = open.iter().flatten().map(|&h| case.entries[h].id.as_str()).collect();
            let f = &case.formations[formation].id;
            let about = (Judge::beside(tour), Over::All);
            judge.report(Rule::Intake, Subject::Offer(tour.offer), row, about, || match tour.entry {
                _ if open.is_none() => format!("no entry point serves {f}, but a tour of {} names one", offer.id),
                _ if names.is_empty() => format!("{} can use none of the entry points that serve {f}", offer.id),
                Some(h) => {
                    let of = names.join(", ");
                    format!("{} cannot reach {f} through {}: {of} would do", offer.id, case.entries[h].id)
                }
                None => format!("a tour of {} names no entry point to {f}: one of {}", offer.id, names.join(", ")),
            });
        }
        if let Some(h) = tour.entry {
            let people = u64::from(offer.strength.unwrap_or(0)) * u64::from(tour.elements);
            *arriving.entry((h, tour.start)).or_default() += people;
        }
    }
    for ((h, p), people) in arriving {
        let entry = &case.entries[h];
        if people > u64::from(entry.capacity) {
            let when = case.calendar.label(p);
            let about = |tour: &Tour| tour.entry == Some(h) && tour.start == p;
            let (row, over) = (format!("intake[{},{when}]", entry.id), people - u64::from(entry.capacity));
            judge.report(Rule::Intake, Subject::Entry(h), row, (about, Over::People(over)), || {
                format!("{people} people arrive through {} in {when}, which takes {}", entry.id, entry.capacity)
            });
        }
    }
}
