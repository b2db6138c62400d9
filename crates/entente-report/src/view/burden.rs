//! Burden sharing: who gives how many people, at what cost, set against wealth and size.

use super::counted::Counted;
use super::level::first_largest;
use entente_model::case::BurdenKey;
use entente_model::{Ix, Nation};
use entente_plan::score;
use serde::Serialize;

/// Who bears how much.
#[derive(Clone, Debug, Serialize)]
pub struct Burden {
    /// Nations with a plannable offer or a tour, most person-months first.
    pub nations: Vec<NationShare>,
    /// Person-months of all of them; whole tours.
    pub person_months: f64,
    /// Person-months that are not expected to be delivered.
    pub undelivered: f64,
    /// Cost of all of them.
    pub cost: f64,
    /// Herfindahl–Hirschman index of person-months: Σ share², 1/n to 1.
    pub concentration: f64,
    /// The same of cost.
    pub concentration_cost: f64,
    /// How many nations with equal shares would be as concentrated: 1 ÷ index.
    pub equal_nations: f64,
    /// The burden key of the case: `none`, `gdp` or `population`.
    pub key: &'static str,
    /// Nations of the case without any offer that can be planned.
    pub without_offer: usize,
}

/// What one nation bears. Shares are of the nations listed, 0 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct NationShare {
    /// ISO 3166 alpha-3.
    pub id: String,
    /// Name.
    pub name: String,
    /// Most people on tour at once.
    pub peak: u64,
    /// Ceiling in the period of that peak.
    pub ceiling: Option<u32>,
    /// Most people tied up at once: on tour or in dwell.
    pub peak_tied: u64,
    /// People on tour, by period.
    pub people: Vec<u64>,
    /// People tied up, by period.
    pub tied: Vec<u64>,
    /// Person-months; whole tours.
    pub person_months: f64,
    /// Of them, those that are expected to be delivered.
    pub expected: f64,
    /// Share of person-months.
    pub share: f64,
    /// Cost.
    pub cost: f64,
    /// Share of cost.
    pub share_cost: f64,
    /// Share of the domestic product of those listed that state it.
    pub share_gdp: Option<f64>,
    /// Share of the population of those listed that state it.
    pub share_population: Option<f64>,
    /// Fair share of person-months by the burden key; none without one.
    pub fair: Option<f64>,
    /// Person-months above (below) the fair share.
    pub deviation: Option<f64>,
}

/// The burden of the plan.
pub fn of(counted: &Counted<'_>) -> Burden {
    let (case, tally) = (counted.case, &counted.tally);
    let mut listed: Vec<Ix<Nation>> = Vec::new();
    for (n, _) in case.nations.enumerate() {
        let offers = case.offers.iter().any(|u| u.nation == n && case.plannable(u));
        if offers || tally.person_months[n.get()] > 0.0 {
            listed.push(n);
        }
    }
    listed.sort_by(|a, b| tally.person_months[b.get()].total_cmp(&tally.person_months[a.get()]).then(a.cmp(b)));
    let of_all = |figure: &dyn Fn(Ix<Nation>) -> f64| listed.iter().map(|&n| figure(n)).sum::<f64>();
    let person_months = of_all(&|n| tally.person_months[n.get()]);
    let cost = of_all(&|n| tally.cost[n.get()]);
    let gdp = of_all(&|n| case.nations[n].gdp.unwrap_or(0.0));
    let population = of_all(&|n| case.nations[n].population.unwrap_or(0) as f64);
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let fair = score::burden(case, tally);
    let mut nations = Vec::new();
    for &n in &listed {
        let (nation, at) = (&case.nations[n], n.get());
        let peak = first_largest(tally.people[at].iter().copied());
        let key = fair.get(&n).copied();
        nations.push(NationShare {
            id: nation.id.clone(),
            name: nation.name.clone(),
            peak: tally.people[at].get(peak).copied().unwrap_or(0),
            ceiling: nation.ceiling.get(peak).copied().flatten(),
            peak_tied: tally.tied[at].iter().copied().max().unwrap_or(0),
            people: tally.people[at].clone(),
            tied: tally.tied[at].clone(),
            person_months: tally.person_months[at],
            expected: tally.person_months[at] - tally.undelivered[at],
            share: share(tally.person_months[at], person_months),
            cost: tally.cost[at],
            share_cost: share(tally.cost[at], cost),
            share_gdp: nation.gdp.map(|g| share(g, gdp)),
            share_population: nation.population.map(|p| share(p as f64, population)),
            fair: key.map(|(_, fair)| fair),
            deviation: key.map(|(has, fair)| has - fair),
        });
    }
    let concentration: f64 = nations.iter().map(|n| n.share * n.share).sum();
    Burden {
        person_months,
        undelivered: tally.undelivered.iter().sum(),
        cost,
        concentration,
        concentration_cost: nations.iter().map(|n| n.share_cost * n.share_cost).sum(),
        equal_nations: if concentration > 0.0 { 1.0 / concentration } else { 0.0 },
        key: match case.burden_key {
            BurdenKey::None => "none",
            BurdenKey::Gdp => "gdp",
            BurdenKey::Population => "population",
        },
        without_offer: case.nations.len() - nations.len(),
        nations,
    }
}
