//! The elements of an offer make no more tours than they may.

use super::{Judge, Over, Rule, Subject};
use crate::plan::Tour;
use std::collections::BTreeMap;

pub(super) fn check(judge: &mut Judge<'_>) {
    let mut made: BTreeMap<_, u64> = BTreeMap::new();
    for tour in &judge.plan.tours {
        *made.entry(tour.offer).or_default() += u64::from(tour.elements);
    }
    for (u, made) in made {
        let offer = &judge.case.offers[u];
        let Some(most) = offer.most_tours else { continue };
        let elements = offer.elements.unwrap_or(0);
        let all = u64::from(most) * u64::from(elements);
        if made > all {
            let (about, over) = (|tour: &Tour| tour.offer == u, Over::Elements(made - all));
            judge.report(Rule::Tours, Subject::Offer(u), format!("tours[{}]", offer.id), (about, over), || {
                format!("{} makes {made} tours, but its {elements} elements make {most} each at most", offer.id)
            });
        }
    }
}
