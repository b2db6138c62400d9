//! Facts that the plan takes as given, and what rests on each.

use super::counted::Counted;
use crate::words::facts_in;
use serde::Serialize;
use std::collections::BTreeMap;

/// A fact of the case.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// Its name.
    pub id: String,
    /// What it means.
    pub meaning: String,
    /// Whether the plan takes it as given.
    pub holds: bool,
    /// How likely it is, 0 to 1.
    pub probability: f64,
    /// Offers whose condition speaks of it.
    pub offers: usize,
    /// Person-months planned from these offers; whole tours.
    pub person_months: f64,
}

/// Facts, those that most person-months rest on first, else in file order.
pub fn of(counted: &Counted<'_>) -> Vec<FactView> {
    let case = counted.case;
    let mut planned: BTreeMap<_, f64> = BTreeMap::new();
    for tour in &counted.run.planned.plan.tours {
        let offer = &case.offers[tour.offer];
        let people = f64::from(tour.elements) * f64::from(offer.strength.unwrap_or(0));
        *planned.entry(tour.offer).or_default() += people * case.months(offer.tour);
    }
    let mut rows: Vec<_> = case
        .facts
        .iter()
        .map(|fact| FactView {
            id: fact.id.clone(),
            meaning: fact.meaning.clone(),
            holds: fact.holds,
            probability: fact.probability.get(),
            offers: 0,
            person_months: 0.0,
        })
        .collect();
    for (u, offer) in case.offers.enumerate() {
        for fact in facts_in(&offer.condition) {
            rows[fact.get()].offers += 1;
            rows[fact.get()].person_months += planned.get(&u).copied().unwrap_or(0.0);
        }
    }
    rows.sort_by(|a, b| b.person_months.total_cmp(&a.person_months));
    rows
}
