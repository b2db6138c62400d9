//! How firm the plan is: person-months by status of the pledge they rest on.

use super::counted::Counted;
use entente_model::Status;
use serde::Serialize;

/// Person-months that rest on pledges of one status.
#[derive(Clone, Debug, Serialize)]
pub struct StatusShare {
    /// The status.
    pub status: &'static str,
    /// Offers used.
    pub offers: usize,
    /// Person-months planned; whole tours.
    pub person_months: f64,
    /// Of them, those that are expected to be delivered.
    pub expected: f64,
    /// Share of the person-months planned, 0 to 1.
    pub share: f64,
}

/// Every status that can be planned, firmest first.
pub fn of(counted: &Counted<'_>) -> Vec<StatusShare> {
    let case = counted.case;
    let mut shares: Vec<StatusShare> = Vec::new();
    for status in Status::ALL.into_iter().rev().filter(|&s| s != Status::Withdrawn) {
        let mut share = StatusShare { status: status.name(), offers: 0, person_months: 0.0, expected: 0.0, share: 0.0 };
        let mut last = None;
        for tour in &counted.run.planned.plan.tours {
            let offer = &case.offers[tour.offer];
            if offer.status != status {
                continue;
            }
            // Tours are sorted by offer, so each offer is counted once.
            if last != Some(tour.offer) {
                share.offers += 1;
                last = Some(tour.offer);
            }
            let people = f64::from(tour.elements) * f64::from(offer.strength.unwrap_or(0));
            share.person_months += people * case.months(offer.tour);
            share.expected += people * case.months(offer.tour) * case.delivery(tour.offer);
        }
        shares.push(share);
    }
    let total: f64 = shares.iter().map(|s| s.person_months).sum();
    for share in &mut shares {
        share.share = if total > 0.0 { share.person_months / total } else { 0.0 };
    }
    shares
}
