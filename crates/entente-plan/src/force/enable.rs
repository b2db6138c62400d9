//! `enable[g,p]`: enabling capability on tour, and its shortfall, come to the ratio of what it enables.

use crate::force::model::Model;
use entente_model::case::Enabled;
use entente_model::{EnablingRule, Period};
use entente_solve::{Col, Kind};

/// Adds t[g,p] and the rows.
pub fn add(model: &mut Model<'_>) {
    let case = model.case;
    for rule in &case.rules {
        let weight = case.weights.shortfall(rule.priority) * rule.weight * case.months(1);
        for p in case.calendar.periods() {
            let (entries, enabled) = entries(model, rule, p);
            if !enabled {
                continue;
            }
            let of = format!("[{},{}]", rule.id, model.label(p));
            let t = model.milp.column(format!("t{of}"), 0.0, f64::INFINITY, Kind::Continuous);
            model.milp.add_cost(t, weight);
            let entries = entries.into_iter().chain([(t, 1.0)]).collect();
            model.milp.at_least(format!("enable{of}"), entries, 0.0);
        }
    }
}

/// What each tour provides less what it calls for, and whether anything can be called for.
fn entries(model: &Model<'_>, rule: &EnablingRule, p: Period) -> (Vec<(Col, f64)>, bool) {
    let case = model.case;
    let ratio = rule.provide as f64 / 1000.0 / f64::from(rule.per);
    let mut entries = Vec::new();
    let mut enabled = false;
    for (at, pair) in model.pairs.iter().enumerate() {
        if !rule.formation.is_none_or(|f| case.lies_in(pair.formation, f)) {
            continue;
        }
        let brings = case.offers[pair.offer].capability;
        let provides = case.enables(brings, rule) as f64 / 1000.0;
        let calls = match rule.of {
            Enabled::Troops => ratio * model.strength(pair.offer),
            Enabled::Capability(c) if c == brings => ratio,
            Enabled::Capability(_) => 0.0,
        };
        let on_tour = model.on_tour(at, p);
        enabled |= calls > 0.0 && !on_tour.is_empty();
        entries.extend(on_tour.iter().map(|(_, col)| (*col, provides - calls)));
    }
    (entries, enabled)
}
