//! The raw figures of a plan, counted from its tours alone: what the checker, the score and every
//! report read. Nothing here knows the optimiser.

use crate::plan::{Plan, Tour};
use entente_model::case::Enabled;
use entente_model::quantity::{Milli, ONE};
use entente_model::{Case, EnablingRule, Formation, Ix, Line, Nation, Offer, Period};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of a plan. Vectors are indexed by position in the case's table, then by period of the
/// horizon; all of tours that run past the horizon is cut there, except where months are counted.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    case: &'a Case,
    /// What each line has, by line and period: Σ effectiveness · elements on tour.
    pub covered: Vec<Vec<Milli>>,
    /// People on tour by nation and period.
    pub people: Vec<Vec<u64>>,
    /// People on tour or in dwell by nation and period: what the plan ties up.
    pub tied: Vec<Vec<u64>>,
    /// People on tour in each formation itself (not those below it), by formation, nation and period.
    pub in_formation: Vec<BTreeMap<Ix<Nation>, Vec<u64>>>,
    /// Elements on tour in each formation itself, by formation, offer and period.
    pub elements: Vec<BTreeMap<Ix<Offer>, Vec<u64>>>,
    /// Nations on tour on each line, by line and period.
    pub nations_on: Vec<Vec<BTreeSet<Ix<Nation>>>>,
    /// Nations that serve directly in each formation, over the whole plan.
    pub serving: Vec<BTreeSet<Ix<Nation>>>,
    /// Person-months that each nation promises; whole tours.
    pub person_months: Vec<f64>,
    /// The part of them that is not expected to be delivered: (1 − π) of each offer.
    pub undelivered: Vec<f64>,
    /// Cost by nation; whole tours.
    pub cost: Vec<f64>,
}

impl<'a> Tally<'a> {
    /// Counts the tours. Tours of unknown strength count no people; a line that an offer cannot serve
    /// gains no cover from it.
    pub fn new(case: &'a Case, plan: &Plan) -> Self {
        let horizon = case.calendar.horizon as usize;
        let by_period = |rows: usize| vec![vec![0; horizon]; rows];
        let mut tally = Self {
            case,
            covered: vec![vec![0; horizon]; case.lines.len()],
            people: by_period(case.nations.len()),
            tied: by_period(case.nations.len()),
            in_formation: vec![BTreeMap::new(); case.formations.len()],
            elements: vec![BTreeMap::new(); case.formations.len()],
            nations_on: vec![vec![BTreeSet::new(); horizon]; case.lines.len()],
            serving: vec![BTreeSet::new(); case.formations.len()],
            person_months: vec![0.0; case.nations.len()],
            undelivered: vec![0.0; case.nations.len()],
            cost: vec![0.0; case.nations.len()],
        };
        let mut delivery = BTreeMap::new();
        for tour in &plan.tours {
            let delivered = *delivery.entry(tour.offer).or_insert_with(|| case.delivery(tour.offer));
            tally.add(tour, delivered);
        }
        tally
    }

    fn add(&mut self, tour: &Tour, delivery: f64) {
        let offer = &self.case.offers[tour.offer];
        let (n, f) = (offer.nation.get(), self.case.lines[tour.line].formation.get());
        let horizon = self.case.calendar.horizon as usize;
        let elements = u64::from(tour.elements);
        let strength = u64::from(offer.strength.unwrap_or(0));
        let effect = self.case.effectiveness(tour.offer, tour.line).map_or(0, |e| e.milli());
        let people_here = self.in_formation[f].entry(offer.nation).or_insert_with(|| vec![0; horizon]);
        let elements_here = self.elements[f].entry(tour.offer).or_insert_with(|| vec![0; horizon]);
        for p in on_tour(self.case, tour) {
            self.covered[tour.line.get()][p] += effect * i64::from(tour.elements);
            self.people[n][p] += elements * strength;
            self.nations_on[tour.line.get()][p].insert(offer.nation);
            people_here[p] += elements * strength;
            elements_here[p] += elements;
        }
        for p in tied_up(self.case, tour) {
            self.tied[n][p] += elements * strength;
        }
        self.serving[f].insert(offer.nation);
        let months = self.case.months(offer.tour);
        let person_months = (elements * strength) as f64 * months;
        self.person_months[n] += person_months;
        self.undelivered[n] += (1.0 - delivery) * person_months;
        self.cost[n] += elements as f64 * (offer.cost_tour + offer.cost_month * months);
    }

    /// The shortfall of a line: thousandths of an element.
    pub fn short(&self, line: Ix<Line>, p: Period) -> Milli {
        let asked = i64::from(self.case.lines[line].quantity[p.get()]) * ONE;
        (asked - self.covered[line.get()][p.get()]).max(0)
    }

    /// Elements, in thousandths, that count for an enabling rule where it holds.
    pub fn enabling(&self, rule: &EnablingRule, p: Period) -> Milli {
        let counts = |(u, e): (Ix<Offer>, u64)| self.case.enables(self.case.offers[u].capability, rule) * e as i64;
        self.elements_in(rule.formation, p).map(counts).sum()
    }

    /// What an enabling rule asks for: thousandths of an element (fractions of them too).
    pub fn asked_by(&self, rule: &EnablingRule, p: Period) -> f64 {
        let enabled: u64 = match rule.of {
            Enabled::Troops => self.theatre(rule.formation, p),
            Enabled::Capability(c) => self
                .elements_in(rule.formation, p)
                .filter(|(u, _)| self.case.offers[*u].capability == c)
                .map(|(_, e)| e)
                .sum(),
        };
        rule.provide as f64 * enabled as f64 / f64::from(rule.per)
    }

    /// The shortfall of an enabling rule, in elements.
    pub fn rule_short(&self, rule: &EnablingRule, p: Period) -> f64 {
        (self.asked_by(rule, p) - self.enabling(rule, p) as f64).max(0.0) / ONE as f64
    }

    /// People of the nation on tour in the formation or below it (anywhere, if none is named).
    pub fn troops(&self, nation: Ix<Nation>, formation: Option<Ix<Formation>>, p: Period) -> u64 {
        if formation.is_none() {
            return self.people[nation.get()][p.get()];
        }
        self.below(formation).filter_map(|f| self.in_formation[f.get()].get(&nation)).map(|by| by[p.get()]).sum()
    }

    /// People of all nations on tour in the formation or below it (anywhere, if none is named).
    pub fn theatre(&self, formation: Option<Ix<Formation>>, p: Period) -> u64 {
        self.below(formation).flat_map(|f| self.in_formation[f.get()].values()).map(|by| by[p.get()]).sum()
    }

    /// Nations that serve in the formation or below it (anywhere, if none is named).
    pub fn serving_in(&self, formation: Option<Ix<Formation>>) -> BTreeSet<Ix<Nation>> {
        self.below(formation).flat_map(|f| self.serving[f.get()].iter().copied()).collect()
    }

    /// How often a nation takes up the line: periods in which it is on tour there and was not in the
    /// period before.
    pub fn take_ups(&self, line: Ix<Line>) -> u32 {
        let none = BTreeSet::new();
        let by_period = &self.nations_on[line.get()];
        let before = std::iter::once(&none).chain(by_period);
        let fresh = before.zip(by_period).map(|(before, now)| now.difference(before).count() as u32);
        fresh.sum()
    }

    fn elements_in(&self, formation: Option<Ix<Formation>>, p: Period) -> impl Iterator<Item = (Ix<Offer>, u64)> + '_ {
        self.below(formation).flat_map(move |f| self.elements[f.get()].iter().map(move |(&u, by)| (u, by[p.get()])))
    }

    fn below(&self, within: Option<Ix<Formation>>) -> impl Iterator<Item = Ix<Formation>> + '_ {
        self.case.formations.indices().filter(move |&f| within.is_none_or(|w| self.case.lies_in(f, w)))
    }
}

/// Periods of the horizon in which the tour is on tour.
pub fn on_tour(case: &Case, tour: &Tour) -> std::ops::Range<usize> {
    clip(case, tour.start.0, tour.start.0.saturating_add(case.offers[tour.offer].tour))
}

/// Periods of the horizon in which the tour is on tour or in dwell.
pub fn tied_up(case: &Case, tour: &Tour) -> std::ops::Range<usize> {
    let offer = &case.offers[tour.offer];
    clip(case, tour.start.0, tour.start.0.saturating_add(offer.tour).saturating_add(offer.dwell))
}

fn clip(case: &Case, from: u32, to: u32) -> std::ops::Range<usize> {
    let horizon = case.calendar.horizon;
    from.min(horizon) as usize..to.min(horizon) as usize
}
