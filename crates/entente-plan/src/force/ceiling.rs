//! `ceiling[n,p]` and `theatre[p]`: people on tour, of a nation and of all.

use crate::force::model::Model;
use entente_model::Period;

/// Adds the rows that can bind.
pub fn add(model: &mut Model<'_>) {
    let case = model.case;
    let by_nation = model.by_nation();
    for (&n, pairs) in &by_nation {
        let nation = &case.nations[n];
        for (p, most) in limits(&nation.ceiling) {
            let name = format!("ceiling[{},{}]", nation.id, model.label(p));
            limit(model, name, pairs, p, most);
        }
    }
    let all: Vec<usize> = (0..model.pairs.len()).collect();
    for (p, most) in limits(&case.authorised) {
        limit(model, format!("theatre[{}]", model.label(p)), &all, p, most);
    }
}

fn limits(by_period: &[Option<u32>]) -> impl Iterator<Item = (Period, f64)> + '_ {
    by_period.iter().enumerate().filter_map(|(p, most)| most.map(|most| (Period(p as u32), f64::from(most))))
}

fn limit(model: &mut Model<'_>, name: String, pairs: &[usize], p: Period, most: f64) {
    let mut entries = Vec::new();
    let mut offers = std::collections::BTreeSet::new();
    for &at in pairs {
        let u = model.pairs[at].offer;
        let people = model.strength(u);
        let on_tour = model.on_tour(at, p);
        if !on_tour.is_empty() && people > 0.0 {
            offers.insert(u);
            entries.extend(on_tour.iter().map(|(_, col)| (*col, people)));
        }
    }
    let all_at_once: f64 = offers.iter().map(|&u| model.elements(u) * model.strength(u)).sum();
    if all_at_once > most {
        model.milp.at_most(name, entries, most);
    }
}
