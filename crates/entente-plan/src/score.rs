//! The objective of a plan, term by term, worked out from the plan alone and sharing no code with the
//! optimiser. The meaning of each term is in `force/formulation.md`.

use crate::plan::Plan;
use crate::tally::Tally;
use entente_model::case::BurdenKey;
use entente_model::{Case, Ix, Nation, Priority};
use std::collections::BTreeMap;

/// A term of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermName {
    /// Weighted element-months short on must lines and rules.
    Must,
    /// The same for should.
    Should,
    /// The same for could.
    Could,
    /// Person-months planned that are not expected to be delivered: Σ (1 − π) · strength · months.
    Nondelivery,
    /// Nations that serve directly in a formation, summed over formations.
    Nations,
    /// Times that a nation takes up a line after the first.
    Handovers,
    /// Elements whose tours differ from the previous plan.
    Change,
    /// Person-months by which nations' shares lie off their burden key.
    Burden,
    /// Cost in the currency of the case.
    Cost,
}

impl TermName {
    /// The name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Could => "could",
            Self::Nondelivery => "nondelivery",
            Self::Nations => "nations",
            Self::Handovers => "handovers",
            Self::Change => "change",
            Self::Burden => "burden",
            Self::Cost => "cost",
        }
    }

    /// The unit of its amount.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Must | Self::Should | Self::Could => "element-months short, weighted",
            Self::Nondelivery => "person-months not expected",
            Self::Nations => "nations in formations",
            Self::Handovers => "hand-overs between nations",
            Self::Change => "elements changed",
            Self::Burden => "person-months off the key",
            Self::Cost => "currency",
        }
    }
}

/// One term: its amount in its own unit, and what a unit weighs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreTerm {
    /// Which term.
    pub name: TermName,
    /// Its amount in its own unit.
    pub amount: f64,
    /// What one unit weighs.
    pub weight: f64,
}

/// The objective by terms, in the order of [`TermName`].
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The terms.
    pub terms: Vec<ScoreTerm>,
}

impl Score {
    /// The score of the plan; `previous` is the plan that changes are counted against.
    pub fn of(case: &Case, plan: &Plan, previous: Option<&Plan>) -> Self {
        Self::from_tally(case, &Tally::new(case, plan), previous.map_or(0.0, |old| changed(old, plan) as f64))
    }

    fn from_tally(case: &Case, tally: &Tally<'_>, change: f64) -> Self {
        let w = &case.weights;
        let short = |priority| shortfall(case, tally, priority);
        let nations: usize = tally.serving.iter().map(|n| n.len()).sum();
        let handovers: u32 = case.lines.indices().map(|r| tally.take_ups(r).saturating_sub(1)).sum();
        let burden: f64 = burden(case, tally).values().map(|(has, fair)| (has - fair).abs()).sum();
        let terms = [
            (TermName::Must, short(Priority::Must), w.must),
            (TermName::Should, short(Priority::Should), w.should),
            (TermName::Could, short(Priority::Could), w.could),
            (TermName::Nondelivery, tally.undelivered.iter().sum(), w.nondelivery),
            (TermName::Nations, nations as f64, w.nation),
            (TermName::Handovers, f64::from(handovers), w.handover),
            (TermName::Change, change, w.change),
            (TermName::Burden, burden, w.burden),
            (TermName::Cost, tally.cost.iter().sum(), w.cost),
        ];
        Self { terms: terms.into_iter().map(|(name, amount, weight)| ScoreTerm { name, amount, weight }).collect() }
    }

    /// Σ weight · amount.
    pub fn total(&self) -> f64 {
        self.terms.iter().map(|t| t.weight * t.amount).sum()
    }

    /// The amount of a term.
    pub fn amount(&self, name: TermName) -> f64 {
        self.terms.iter().find(|t| t.name == name).map_or(0.0, |t| t.amount)
    }
}

/// Σ w · shortfall · months over the lines and rules of one priority, in elements.
fn shortfall(case: &Case, tally: &Tally<'_>, priority: Priority) -> f64 {
    let month = case.months(1);
    let mut total = 0.0;
    for (r, line) in case.lines.enumerate().filter(|(_, l)| l.priority == priority) {
        let milli: i64 = case.calendar.periods().map(|p| tally.short(r, p)).sum();
        total += line.weight * (milli as f64 / 1000.0) * month;
    }
    for rule in case.rules.iter().filter(|g| g.priority == priority) {
        let elements: f64 = case.calendar.periods().map(|p| tally.rule_short(rule, p)).sum();
        total += rule.weight * elements * month;
    }
    total
}

/// Σ over (u,r,p) of the difference in elements between two plans.
pub fn changed(old: &Plan, new: &Plan) -> u64 {
    let mut difference: BTreeMap<_, i64> = BTreeMap::new();
    for (plan, sign) in [(old, -1), (new, 1)] {
        for t in &plan.tours {
            *difference.entry((t.offer, t.line, t.start)).or_default() += sign * i64::from(t.elements);
        }
    }
    difference.values().map(|d| d.unsigned_abs()).sum()
}

/// Person-months that each nation of the burden key promises, and its fair share of their total: over
/// the nations that have the key figure and a plannable offer. Empty with fewer than two of them.
pub fn burden(case: &Case, tally: &Tally<'_>) -> BTreeMap<Ix<Nation>, (f64, f64)> {
    let key = |n: Ix<Nation>| match case.burden_key {
        BurdenKey::None => None,
        BurdenKey::Gdp => case.nations[n].gdp,
        BurdenKey::Population => case.nations[n].population.map(|p| p as f64),
    };
    let mut keys = BTreeMap::new();
    for offer in case.offers.iter().filter(|u| case.plannable(u)) {
        if let Some(figure) = key(offer.nation).filter(|f| *f > 0.0) {
            keys.insert(offer.nation, figure);
        }
    }
    if keys.len() < 2 {
        return BTreeMap::new();
    }
    let of_all: f64 = keys.values().sum();
    let total: f64 = keys.keys().map(|n| tally.person_months[n.get()]).sum();
    keys.into_iter().map(|(n, figure)| (n, (tally.person_months[n.get()], total * figure / of_all))).collect()
}
