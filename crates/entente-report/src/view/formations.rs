//! Nations × formations: who serves where, with how much, and who leads.

use super::counted::Counted;
use super::level::first_largest;
use entente_model::{Ix, Nation};
use serde::Serialize;
use std::collections::BTreeSet;

/// A nation that serves somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct NationColumn {
    /// ISO 3166 alpha-3.
    pub id: String,
    /// Name.
    pub name: String,
}

/// A formation with the nations that serve directly in it.
#[derive(Clone, Debug, Serialize)]
pub struct FormationRow {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Steps below the top.
    pub depth: usize,
    /// Echelon; may be empty.
    pub echelon: String,
    /// The nation that leads it; empty if none.
    pub lead: String,
    /// Who might lead it, in words.
    pub lead_rule: String,
    /// Nations that serve in it or below it.
    pub nations: usize,
    /// Most that may.
    pub max_nations: Option<u32>,
    /// Most people on tour at once, in it and below it.
    pub peak_people: u64,
    /// One for each nation that serves directly in it, in the order of the columns.
    pub serving: Vec<Serving>,
}

/// What a nation has in a formation.
#[derive(Clone, Debug, Serialize)]
pub struct Serving {
    /// Position of the nation in the columns.
    pub column: usize,
    /// Person-months on tour within the horizon, directly in this formation.
    pub person_months: f64,
    /// Most people at once.
    pub peak: u64,
    /// Whether it leads the formation.
    pub leads: bool,
}

fn serving(counted: &Counted<'_>) -> Vec<Ix<Nation>> {
    let mut nations: BTreeSet<Ix<Nation>> = counted.tally.serving_in(None);
    nations.extend(counted.run.planned.plan.leads.iter().map(|l| l.nation));
    nations.into_iter().collect()
}

/// Nations that serve or lead, in file order.
pub fn columns(counted: &Counted<'_>) -> Vec<NationColumn> {
    let column = |n: Ix<Nation>| {
        let nation = &counted.case.nations[n];
        NationColumn { id: nation.id.clone(), name: nation.name.clone() }
    };
    serving(counted).into_iter().map(column).collect()
}

/// Formations in tree order.
pub fn rows(counted: &Counted<'_>) -> Vec<FormationRow> {
    let (case, tally) = (counted.case, &counted.tally);
    let nations = serving(counted);
    let leads = &counted.run.planned.plan.leads;
    let mut rows = Vec::new();
    for (f, depth) in counted.formations_in_order() {
        let formation = &case.formations[f];
        let theatre: Vec<u64> = case.calendar.periods().map(|p| tally.theatre(Some(f), p)).collect();
        let mut serving = Vec::new();
        for (column, n) in nations.iter().enumerate() {
            let people = tally.in_formation[f.get()].get(n);
            let leads = leads.iter().any(|l| l.formation == f && l.nation == *n);
            if people.is_some() || leads {
                let people = people.map_or(&[][..], |by| &by[..]);
                serving.push(Serving {
                    column,
                    person_months: people.iter().sum::<u64>() as f64 * counted.month,
                    peak: people.iter().copied().max().unwrap_or(0),
                    leads,
                });
            }
        }
        let lead = leads.iter().find(|l| l.formation == f);
        rows.push(FormationRow {
            id: formation.id.clone(),
            name: formation.name.clone(),
            depth,
            echelon: formation.echelon.clone(),
            lead: lead.map_or(String::new(), |l| case.nations[l.nation].name.clone()),
            lead_rule: lead_rule(counted, &formation.lead),
            nations: tally.serving_in(Some(f)).len(),
            max_nations: formation.max_nations,
            peak_people: theatre.get(first_largest(theatre.iter().copied())).copied().unwrap_or(0),
            serving,
        });
    }
    rows
}

fn lead_rule(counted: &Counted<'_>, rule: &entente_model::LeadRule) -> String {
    match rule {
        entente_model::LeadRule::None => "no lead".to_owned(),
        entente_model::LeadRule::OneOf(nations) => {
            let names: Vec<_> = nations.iter().map(|&n| counted.case.nations[n].name.clone()).collect();
            names.join(" or ")
        }
    }
}
