//! `busy[u,p]` and `tours[u]`: an element is in one place at a time, rests after a tour, and makes no more
//! tours than it may.

use crate::force::model::Model;

/// Adds the rows. An offer with a condition on the plan is bound to its a[u] here.
pub fn add(model: &mut Model<'_>) {
    let case = model.case;
    for (u, offer) in case.offers.enumerate() {
        let m = model.elements(u);
        let pairs = model.of_offer[u.get()].clone();
        let cliques = model.cliques(u, &pairs);
        if let Some(&a) = model.a.get(&u) {
            model.switch(|p| format!("busy[{},{p}]", offer.id), u, &pairs, a);
        } else {
            for (p, clique) in cliques.iter().filter(|(_, clique)| clique.len() > 1) {
                let entries = clique.iter().map(|col| (*col, 1.0)).collect();
                let name = format!("busy[{},{}]", offer.id, model.label(*p));
                model.milp.at_most(name, entries, m);
            }
        }
        // An element makes at most one tour of each clique.
        if let Some(most) = offer.most_tours.filter(|&most| (most as usize) < cliques.len()) {
            let entries = pairs.iter().flat_map(|&at| model.x[at].iter().map(|(_, col)| (*col, 1.0))).collect();
            model.milp.at_most(format!("tours[{}]", offer.id), entries, f64::from(most) * m);
        }
    }
}
