//! Only offers that stand are planned, and only where somebody said how many and how strong.

use super::{Judge, Over, Rule, Subject};
use crate::plan::Tour;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for tour in &judge.plan.tours {
        let offer = &case.offers[tour.offer];
        if case.plannable(offer) {
            continue;
        }
        let about = |other: &Tour| other.offer == tour.offer;
        judge.report(
            Rule::Pledge,
            Subject::Offer(tour.offer),
            format!("offer[{}]", offer.id),
            (about, Over::All),
            || {
                if offer.elements.is_none() || offer.strength.is_none() {
                    format!("nobody has said how many elements {} has, or how strong they are", offer.id)
                } else if offer.elements == Some(0) {
                    format!("{} has no elements", offer.id)
                } else {
                    let (is, least) = (offer.status.name(), case.least_status.name());
                    format!("the status of {} is {is}, and the case plans from {least} up", offer.id)
                }
            },
        );
    }
}
