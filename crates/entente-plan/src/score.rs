//! The objective of a plan, term by term, worked out from the plan alone and sharing no code with the
//! optimiser. The meaning of each term is in `force/formulation.md`.

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
    /// Σ weight · amount.
    pub fn total(&self) -> f64 {
        self.terms.iter().map(|t| t.weight * t.amount).sum()
    }

    /// The amount of a term.
    pub fn amount(&self, name: TermName) -> f64 {
        self.terms.iter().find(|t| t.name == name).map_or(0.0, |t| t.amount)
    }
}
