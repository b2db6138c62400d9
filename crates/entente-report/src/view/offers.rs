//! Offers: what was pledged, what the plan takes of it, and why it leaves the rest.

use super::counted::Counted;
use crate::words;
use entente_plan::tally::on_tour;
use serde::Serialize;
use std::collections::BTreeSet;

/// An offer and its use.
#[derive(Clone, Debug, Serialize)]
pub struct OfferView {
    /// Identifier.
    pub id: String,
    /// Identifier of the nation.
    pub nation: String,
    /// Name of the nation.
    pub nation_name: String,
    /// The unit.
    pub unit: String,
    /// Name of the capability.
    pub capability: String,
    /// Status of the pledge.
    pub status: &'static str,
    /// Its condition in words; empty if it has none.
    pub condition: String,
    /// Probability of delivery, its facts included, 0 to 1.
    pub delivery: f64,
    /// Elements offered.
    pub elements: Option<u32>,
    /// People in each.
    pub strength: Option<u32>,
    /// Elements that start a tour, summed over tours.
    pub tours: u64,
    /// Most elements on tour at once.
    pub peak: u64,
    /// Lines that it serves on.
    pub lines: Vec<String>,
    /// What was said.
    pub statement: String,
    /// Why the plan does not use it; empty if it does.
    pub unused: String,
}

/// Offers in file order.
pub fn of(counted: &Counted<'_>) -> Vec<OfferView> {
    let case = counted.case;
    let horizon = case.calendar.horizon as usize;
    let mut used: Vec<Option<(u64, Vec<u64>, BTreeSet<_>)>> = vec![None; case.offers.len()];
    for tour in &counted.run.planned.plan.tours {
        let (tours, busy, lines) = used[tour.offer.get()].get_or_insert_with(|| (0, vec![0; horizon], BTreeSet::new()));
        *tours += u64::from(tour.elements);
        for p in on_tour(case, tour) {
            busy[p] += u64::from(tour.elements);
        }
        lines.insert(tour.line);
    }
    let mut offers = Vec::with_capacity(case.offers.len());
    for ((u, offer), used) in case.offers.enumerate().zip(used) {
        let nation = &case.nations[offer.nation];
        let unused = if used.is_some() { String::new() } else { words::unused(case, u) };
        let (tours, busy, lines) = used.unwrap_or_default();
        offers.push(OfferView {
            id: offer.id.clone(),
            nation: nation.id.clone(),
            nation_name: nation.name.clone(),
            unit: offer.unit.clone(),
            capability: case.capabilities[offer.capability].name.clone(),
            status: offer.status.name(),
            condition: words::condition(case, &offer.condition),
            delivery: case.delivery(u),
            elements: offer.elements,
            strength: offer.strength,
            tours,
            peak: busy.into_iter().max().unwrap_or(0),
            lines: lines.into_iter().map(|r| case.lines[r].id.clone()).collect(),
            statement: offer.statement.clone(),
            unused,
        });
    }
    offers
}
