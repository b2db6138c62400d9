//! `round[r,p]`: elements come whole. Every plan keeps these rows and elements in parts break them, so they make the model
//! no different, and its relaxation better.

use crate::force::model::Model;
use entente_model::{Ix, Line, Offer};
use std::collections::BTreeMap;

/// s[r,p] + Σ counts · elements on tour ≥ needs, in every period in which the line asks for anything.
#[derive(Clone, Debug)]
pub struct Round {
    /// The line.
    pub line: Ix<Line>,
    /// See there.
    pub needs: f64,
    /// What an element of an offer counts.
    pub counts: BTreeMap<Ix<Offer>, f64>,
}

/// Adds the rows.
pub fn add(model: &mut Model<'_>, rows: &[Round]) {
    let case = model.case;
    for Round { line, needs, counts } in rows {
        for p in case.calendar.periods() {
            let Some(&s) = model.s.get(&(*line, p)) else { continue };
            let mut entries = vec![(s, 1.0)];
            for &at in &model.of_line[line.get()] {
                let counts = counts.get(&model.pairs[at].offer).copied().unwrap_or(0.0);
                entries.extend(model.on_tour(at, p).iter().map(|(_, col)| (*col, counts)));
            }
            let name = format!("round[{},{}]", case.lines[*line].id, model.label(p));
            model.milp.at_least(name, entries, *needs);
        }
    }
}
