//! The plan itself: tours and leads with identifiers and dates.

use super::counted::Counted;
use serde::Serialize;

/// A tour.
#[derive(Clone, Debug, Serialize)]
pub struct TourView {
    /// Identifier of the offer.
    pub offer: String,
    /// Identifier of the nation.
    pub nation: String,
    /// The unit.
    pub unit: String,
    /// Identifier of the line.
    pub line: String,
    /// Title of the line.
    pub title: String,
    /// Identifier of the formation.
    pub formation: String,
    /// First day on tour, ISO 8601.
    pub start: String,
    /// Last day on tour, ISO 8601; may lie past the horizon.
    pub end: String,
    /// Label of the period in which it starts.
    pub start_period: String,
    /// Elements.
    pub elements: u32,
    /// People.
    pub people: u64,
    /// Identifier of the entry point; none where the case has none for this formation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

/// A lead.
#[derive(Clone, Debug, Serialize)]
pub struct LeadView {
    /// Identifier of the formation.
    pub formation: String,
    /// Its name.
    pub formation_name: String,
    /// Identifier of the nation.
    pub nation: String,
    /// Its name.
    pub nation_name: String,
}

/// Tours in the order of the plan.
pub fn tours(counted: &Counted<'_>) -> Vec<TourView> {
    let case = counted.case;
    let iso = |date: Option<jiff::civil::Date>| date.map_or(String::new(), |d| d.to_string());
    let mut tours = Vec::with_capacity(counted.run.planned.plan.tours.len());
    for tour in &counted.run.planned.plan.tours {
        let (offer, line) = (&case.offers[tour.offer], &case.lines[tour.line]);
        let start = i64::from(tour.start.0);
        tours.push(TourView {
            offer: offer.id.clone(),
            nation: case.nations[offer.nation].id.clone(),
            unit: offer.unit.clone(),
            line: line.id.clone(),
            title: line.title.clone(),
            formation: case.formations[line.formation].id.clone(),
            start: iso(case.calendar.first_day(start)),
            end: iso(case.calendar.last_day(start + i64::from(offer.tour) - 1)),
            start_period: case.calendar.label(tour.start),
            elements: tour.elements,
            people: u64::from(tour.elements) * u64::from(offer.strength.unwrap_or(0)),
            entry: tour.entry.map(|e| case.entries[e].id.clone()),
        });
    }
    tours
}

/// Leads in the order of the plan.
pub fn leads(counted: &Counted<'_>) -> Vec<LeadView> {
    let case = counted.case;
    let lead = |lead: &entente_plan::Lead| LeadView {
        formation: case.formations[lead.formation].id.clone(),
        formation_name: case.formations[lead.formation].name.clone(),
        nation: case.nations[lead.nation].id.clone(),
        nation_name: case.nations[lead.nation].name.clone(),
    };
    counted.run.planned.plan.leads.iter().map(lead).collect()
}
