//! `join`, `nations[f]` and `nations[r]`: which nations serve where, and how many may.

use crate::force::model::Model;
use entente_model::{Formation, Ix, Nation};
use std::collections::{BTreeMap, BTreeSet};

/// Adds d[n,f] and y[n,f]: a nation serves in a formation once it has a tour on a line of it, and in every
/// formation above.
pub fn add_columns(model: &mut Model<'_>) {
    let case = model.case;
    let mut direct = BTreeSet::new();
    for pair in &model.pairs {
        direct.insert((case.offers[pair.offer].nation, pair.formation));
    }
    let mut serves: BTreeSet<(Ix<Nation>, Ix<Formation>)> = BTreeSet::new();
    let mut below: BTreeSet<(Ix<Nation>, Ix<Formation>)> = BTreeSet::new();
    for &(n, f) in &direct {
        serves.extend(case.upward(f).map(|above| (n, above)));
        below.extend(case.upward(f).skip(1).map(|above| (n, above)));
    }
    for &(n, f) in &serves {
        let of = format!("[{},{}]", model.nation_id(n), model.formation_id(f));
        let y = model.milp.binary(format!("y{of}"));
        model.y.insert((n, f), y);
        if !direct.contains(&(n, f)) {
            continue;
        }
        let d = if below.contains(&(n, f)) { model.milp.binary(format!("d{of}")) } else { y };
        model.d.insert((n, f), d);
        model.milp.add_cost(d, case.weights.nation);
        if d != y {
            model.milp.at_most(format!("within{of}"), vec![(d, 1.0), (y, -1.0)], 0.0);
        }
    }
    for (&(n, f), &y) in &model.y {
        if let Some(above) = case.formations[f].parent {
            let name = format!("above[{},{}]", model.nation_id(n), model.formation_id(f));
            let parent = model.y[&(n, above)];
            model.milp.at_most(name, vec![(y, 1.0), (parent, -1.0)], 0.0);
        }
    }
}

/// Adds `join[u,f,p]` and the limits.
pub fn add(model: &mut Model<'_>) {
    let case = model.case;
    for (u, offer) in case.offers.enumerate() {
        for (f, pairs) in model.by_formation(u) {
            let d = model.d[&(offer.nation, f)];
            let id = model.formation_id(f);
            model.switch(|p| format!("join[{},{id},{p}]", offer.id), u, &pairs, d);
        }
    }
    for (f, formation) in case.formations.enumerate() {
        let serving: Vec<_> = model.y.iter().filter(|((_, g), _)| *g == f).map(|(_, y)| (*y, 1.0)).collect();
        if let Some(most) = formation.max_nations.filter(|&most| (most as usize) < serving.len()) {
            model.milp.at_most(format!("nations[{}]", formation.id), serving, f64::from(most));
        }
    }
    on_lines(model);
}

/// v[n,r] and `nations[r]`, for lines that limit how many nations serve on them.
fn on_lines(model: &mut Model<'_>) {
    let case = model.case;
    for (r, line) in case.lines.enumerate() {
        let mut by_nation: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for &at in &model.of_line[r.get()] {
            by_nation.entry(case.offers[model.pairs[at].offer].nation).or_default().push(at);
        }
        let Some(most) = line.max_nations.filter(|&most| (most as usize) < by_nation.len()) else {
            continue;
        };
        let mut serving = Vec::new();
        for (n, pairs) in by_nation {
            let v = model.milp.binary(format!("v[{},{}]", model.nation_id(n), line.id));
            for at in pairs {
                let u = model.pairs[at].offer;
                let id = model.offer_id(u);
                model.switch(|p| format!("join[{id},{},{p}]", line.id), u, &[at], v);
            }
            serving.push((v, 1.0));
        }
        model.milp.at_most(format!("nations[{}]", line.id), serving, f64::from(most));
    }
}

/// Adds `served[n,f]` once: y[n,f] is 1 only if the nation has a tour there. Asked for where y = 1 would
/// gain something: for leads, and for expressions that ask that a nation serves.
pub fn make_exact(model: &mut Model<'_>, nation: Ix<Nation>, formation: Ix<Formation>) {
    if model.served.insert((nation, formation)) {
        let mut entries = vec![(model.y[&(nation, formation)], 1.0)];
        entries.extend(model.tours_in(nation, formation).map(|col| (col, -1.0)));
        let name = format!("served[{},{}]", model.nation_id(nation), model.formation_id(formation));
        model.milp.at_most(name, entries, 0.0);
    }
}
