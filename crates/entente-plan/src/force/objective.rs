//! The terms of the objective besides shortfalls and nations in formations: non-delivery, hand-overs,
//! change, burden, cost. Meanings and defaults are on the formulation page.

use crate::force::model::Model;
use crate::plan::Plan;
use entente_model::case::BurdenKey;
use entente_model::{Case, Ix, Line, Nation, Offer, Period};
use entente_solve::{Col, Kind};
use std::collections::BTreeMap;

/// Adds the terms. `previous` is the plan that changes are counted against.
pub fn add(model: &mut Model<'_>, previous: Option<&Plan>) {
    each_tour(model);
    if model.case.weights.handover > 0.0 {
        for r in model.case.lines.indices() {
            handovers(model, r);
        }
    }
    if model.case.weights.burden > 0.0 {
        burden(model);
    }
    if let Some(previous) = previous {
        change(model, previous);
    }
}

/// What one element on one tour of the offer costs in the objective: non-delivery and cost.
pub fn tour_cost(case: &Case, u: Ix<Offer>) -> f64 {
    let offer = &case.offers[u];
    let months = case.months(offer.tour);
    let undelivered = (1.0 - case.delivery(u)) * f64::from(offer.strength.unwrap_or(0)) * months;
    case.weights.nondelivery * undelivered + case.weights.cost * (offer.cost_tour + offer.cost_month * months)
}

fn each_tour(model: &mut Model<'_>) {
    for u in model.case.offers.indices() {
        if model.of_offer[u.get()].is_empty() {
            continue;
        }
        let cost = tour_cost(model.case, u);
        for &at in &model.of_offer[u.get()] {
            for &(_, col) in &model.x[at] {
                model.milp.add_cost(col, cost);
            }
        }
    }
}

/// take-up[r,n,p]: a tour starts where none of the nation was on tour in the period before. The first on
/// a line is free.
fn handovers(model: &mut Model<'_>, r: Ix<Line>) {
    let case = model.case;
    let mut by_nation: BTreeMap<Ix<Nation>, Vec<usize>> = BTreeMap::new();
    for &at in &model.of_line[r.get()] {
        by_nation.entry(case.offers[model.pairs[at].offer].nation).or_default().push(at);
    }
    let mut take_ups = Vec::new();
    for (n, pairs) in by_nation {
        for p in case.calendar.periods() {
            let starting: Vec<(Col, f64)> = pairs.iter().filter_map(|&at| start_at(model, at, p)).collect();
            if starting.is_empty() {
                continue;
            }
            let of = format!("[{},{},{}]", model.line_id(r), model.nation_id(n), model.label(p));
            let take_up = model.milp.binary(format!("take-up{of}"));
            take_ups.push((take_up, 1.0));
            let mut before = vec![(take_up, -1.0)];
            if let Some(earlier) = p.0.checked_sub(1).map(Period) {
                let there = pairs.iter().flat_map(|&at| model.on_tour(at, earlier));
                before.extend(there.map(|(_, col)| (*col, -1.0)));
            }
            for (at, (col, elements)) in starting.into_iter().enumerate() {
                let entries = before.iter().copied().chain([(col, 1.0 / elements)]).collect();
                model.milp.at_most(format!("take-up{of}.{at}"), entries, 0.0);
            }
        }
    }
    if take_ups.len() > 1 {
        let hand = model.milp.column(format!("handovers[{}]", model.line_id(r)), 0.0, f64::INFINITY, Kind::Continuous);
        model.milp.add_cost(hand, case.weights.handover);
        take_ups.push((hand, -1.0));
        model.milp.at_most(format!("handovers[{}]", model.line_id(r)), take_ups, 1.0);
    }
}

fn start_at(model: &Model<'_>, at: usize, p: Period) -> Option<(Col, f64)> {
    let found = model.x[at].binary_search_by_key(&p, |(start, _)| *start).ok()?;
    Some((model.x[at][found].1, model.elements(model.pairs[at].offer)))
}

/// off[n] ≥ |T_n − κ_n · Σ T| over the nations of the burden key.
fn burden(model: &mut Model<'_>) {
    let case = model.case;
    let mut keys: BTreeMap<Ix<Nation>, f64> = BTreeMap::new();
    for offer in case.offers.iter().filter(|u| case.plannable(u)) {
        let nation = &case.nations[offer.nation];
        let figure = match case.burden_key {
            BurdenKey::None => None,
            BurdenKey::Gdp => nation.gdp,
            BurdenKey::Population => nation.population.map(|p| p as f64),
        };
        if let Some(figure) = figure.filter(|f| *f > 0.0) {
            keys.insert(offer.nation, figure);
        }
    }
    if keys.len() < 2 {
        return;
    }
    let of_all: f64 = keys.values().sum();
    let total = model.milp.column("person-months".to_owned(), 0.0, f64::INFINITY, Kind::Continuous);
    let mut sum = vec![(total, -1.0)];
    let mut each = Vec::new();
    for (&n, figure) in &keys {
        let own =
            model.milp.column(format!("person-months[{}]", model.nation_id(n)), 0.0, f64::INFINITY, Kind::Continuous);
        let mut entries = vec![(own, -1.0)];
        for (at, pair) in model.pairs.iter().enumerate() {
            let offer = &case.offers[pair.offer];
            if offer.nation == n {
                let person_months = model.strength(pair.offer) * case.months(offer.tour);
                entries.extend(model.x[at].iter().map(|(_, col)| (*col, person_months)));
            }
        }
        model.milp.row(format!("person-months[{}]", model.nation_id(n)), 0.0, 0.0, entries);
        sum.push((own, 1.0));
        each.push((n, own, figure / of_all));
    }
    model.milp.row("person-months".to_owned(), 0.0, 0.0, sum);
    for (n, own, share) in each {
        let id = model.nation_id(n);
        let off = model.milp.column(format!("burden[{id}]"), 0.0, f64::INFINITY, Kind::Continuous);
        model.milp.add_cost(off, case.weights.burden);
        model.milp.at_most(format!("burden[{id}].above"), vec![(own, 1.0), (total, -share), (off, -1.0)], 0.0);
        model.milp.at_most(format!("burden[{id}].below"), vec![(own, -1.0), (total, share), (off, -1.0)], 0.0);
    }
}

/// |x − previous| of every tour. What the case no longer allows is a constant.
fn change(model: &mut Model<'_>, previous: &Plan) {
    let weight = model.case.weights.change;
    let mut before: BTreeMap<(Ix<Offer>, Ix<Line>, Period), f64> = BTreeMap::new();
    for t in &previous.tours {
        *before.entry((t.offer, t.line, t.start)).or_default() += f64::from(t.elements);
    }
    for at in 0..model.pairs.len() {
        let (u, r) = (model.pairs[at].offer, model.pairs[at].line);
        for (p, col) in model.x[at].clone() {
            let Some(old) = before.remove(&(u, r, p)) else {
                model.milp.add_cost(col, weight);
                continue;
            };
            let of = format!("[{},{},{}]", model.offer_id(u), model.line_id(r), model.label(p));
            let changed = model.milp.column(format!("change{of}"), 0.0, f64::INFINITY, Kind::Continuous);
            model.milp.add_cost(changed, weight);
            model.milp.at_most(format!("change{of}.more"), vec![(col, 1.0), (changed, -1.0)], old);
            model.milp.at_least(format!("change{of}.fewer"), vec![(col, 1.0), (changed, 1.0)], old);
        }
    }
    model.milp.offset += weight * before.values().sum::<f64>();
}
