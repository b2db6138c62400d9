//! `intake[h,p]`: people who arrive through an entry point fit through it. Every tour start is an arrival.

use crate::force::model::Model;
use entente_model::{Formation, Ix, Offer, Period};
use entente_solve::{Col, Kind};
use std::collections::BTreeMap;

/// Adds via[u,f,h,p] where an offer has a choice of entry points, and the rows.
pub fn add(model: &mut Model<'_>) {
    let case = model.case;
    let mut arriving: BTreeMap<_, Vec<(Col, f64)>> = BTreeMap::new();
    for ((u, f, p), columns) in starts(model) {
        let Some(entries) = case.entries_for(u, f) else { continue };
        let people = model.strength(u);
        if let [only] = entries[..] {
            arriving.entry((only, p)).or_default().extend(columns.iter().map(|col| (*col, people)));
            continue;
        }
        let of = |h: &str| format!("[{},{},{h},{}]", model.offer_id(u), model.formation_id(f), model.label(p));
        let mut balance: Vec<_> = columns.iter().map(|col| (*col, -1.0)).collect();
        let names: Vec<_> = entries.iter().map(|&h| (h, format!("via{}", of(&case.entries[h].id)))).collect();
        let row = format!("arrive{}", of("*"));
        for (h, name) in names {
            let via = model.milp.column(name, 0.0, model.elements(u), Kind::Integer);
            model.via.insert((u, f, p, h), via);
            balance.push((via, 1.0));
            arriving.entry((h, p)).or_default().push((via, people));
        }
        model.milp.row(row, 0.0, 0.0, balance);
    }
    for ((h, p), entries) in arriving {
        let entry = &case.entries[h];
        let name = format!("intake[{},{}]", entry.id, model.label(p));
        model.milp.at_most(name, entries, f64::from(entry.capacity));
    }
}

/// Tour columns by offer, formation and start.
fn starts(model: &Model<'_>) -> BTreeMap<(Ix<Offer>, Ix<Formation>, Period), Vec<Col>> {
    let mut by: BTreeMap<_, Vec<Col>> = BTreeMap::new();
    if model.case.entries.is_empty() {
        return by;
    }
    for (pair, columns) in model.pairs.iter().zip(&model.x) {
        for (p, col) in columns {
            by.entry((pair.offer, pair.formation, *p)).or_default().push(*col);
        }
    }
    by
}
