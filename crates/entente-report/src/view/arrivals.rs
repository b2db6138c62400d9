//! Entry points: people who arrive, period by period, against what each can take.

use super::counted::Counted;
use super::level::first_largest;
use serde::Serialize;

/// An entry point and its load.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// `sea`, `air`, `road` or `rail`.
    pub kind: String,
    /// Most people that it takes in a period.
    pub capacity: u64,
    /// People who arrive, by period.
    pub people: Vec<u64>,
    /// The period with most arrivals.
    pub peak: usize,
    /// People who arrive then.
    pub peak_people: u64,
    /// Periods in which it has no room left for the smallest element that arrives through it.
    pub full: usize,
}

/// Entry points in file order.
pub fn of(counted: &Counted<'_>) -> Vec<EntryView> {
    let case = counted.case;
    let tours = &counted.run.planned.plan.tours;
    let view = |(h, entry): (_, &entente_model::EntryPoint)| {
        let mut people = vec![0; case.calendar.horizon as usize];
        let mut smallest = None;
        for tour in tours.iter().filter(|t| t.entry == Some(h)) {
            let strength = u64::from(case.offers[tour.offer].strength.unwrap_or(0));
            if let Some(sum) = people.get_mut(tour.start.get()) {
                *sum += strength * u64::from(tour.elements);
            }
            smallest = Some(smallest.map_or(strength, |least: u64| least.min(strength)));
        }
        let capacity = u64::from(entry.capacity);
        let full = |&&sum: &&u64| smallest.is_some_and(|least| sum > 0 && capacity.saturating_sub(sum) < least);
        let peak = first_largest(people.iter().copied());
        EntryView {
            id: entry.id.clone(),
            name: entry.name.clone(),
            kind: entry.kind.clone(),
            capacity,
            peak,
            peak_people: people.get(peak).copied().unwrap_or(0),
            full: people.iter().filter(full).count(),
            people,
        }
    };
    case.entries.enumerate().map(view).collect()
}
