//! Boolean expressions over facts of the case and over the plan: the meaning of conditions and caveats.
//! The words they are written in are read by [`crate::parse`].

use crate::case::{Fact, Formation, Nation};
use crate::quantity::People;
use crate::table::Ix;

/// A boolean expression over terms `A`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr<A> {
    /// A constant.
    Const(bool),
    /// A term.
    Term(A),
    /// Negation.
    Not(Box<Expr<A>>),
    /// All hold; an empty list holds.
    All(Vec<Expr<A>>),
    /// At least one holds; an empty list does not.
    Any(Vec<Expr<A>>),
}

/// True, false, or not to be told from what is known (Kleene's strong three-valued logic).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Holds.
    Yes,
    /// Does not hold.
    No,
    /// Cannot be told.
    Unknown,
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl<A> Expr<A> {
    /// Its truth where `term` tells that of each term.
    pub fn truth(&self, term: &mut dyn FnMut(&A) -> Truth) -> Truth {
        match self {
            Self::Const(value) => Truth::from(*value),
            Self::Term(a) => term(a),
            Self::Not(inner) => match inner.truth(term) {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                Truth::Unknown => Truth::Unknown,
            },
            Self::All(parts) => Self::fold(parts, Truth::No, Truth::Yes, term),
            Self::Any(parts) => Self::fold(parts, Truth::Yes, Truth::No, term),
        }
    }

    fn fold(parts: &[Self], decides: Truth, neutral: Truth, term: &mut dyn FnMut(&A) -> Truth) -> Truth {
        let mut result = neutral;
        for part in parts {
            match part.truth(term) {
                t if t == decides => return decides,
                Truth::Unknown => result = Truth::Unknown,
                _ => {}
            }
        }
        result
    }

    /// The expression with each term replaced by what `with` makes of it, simplified: a constant
    /// comes out as [`Expr::Const`] alone, never inside another expression.
    pub fn replace<B>(&self, with: &mut dyn FnMut(&A) -> Expr<B>) -> Expr<B> {
        match self {
            Self::Const(value) => Expr::Const(*value),
            Self::Term(a) => with(a),
            Self::Not(inner) => inner.replace(with).negated(),
            Self::All(parts) => Expr::all(parts.iter().map(|p| p.replace(with)).collect()),
            Self::Any(parts) => Expr::any(parts.iter().map(|p| p.replace(with)).collect()),
        }
    }

    /// The same as [`Expr::replace`], where `with` is also told whether the term stands under an even
    /// number of negations (`positive`): there its truth helps the whole to be true, elsewhere it harms.
    pub fn replace_polar<B>(&self, positive: bool, with: &mut dyn FnMut(&A, bool) -> Expr<B>) -> Expr<B> {
        match self {
            Self::Const(value) => Expr::Const(*value),
            Self::Term(a) => with(a, positive),
            Self::Not(inner) => inner.replace_polar(!positive, with).negated(),
            Self::All(parts) => Expr::all(parts.iter().map(|p| p.replace_polar(positive, with)).collect()),
            Self::Any(parts) => Expr::any(parts.iter().map(|p| p.replace_polar(positive, with)).collect()),
        }
    }

    /// Its negation, simplified at the top.
    pub fn negated(self) -> Self {
        match self {
            Self::Const(value) => Self::Const(!value),
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// The same expression with negations at terms alone (negation normal form).
    pub fn nnf(&self) -> Self
    where
        A: Clone,
    {
        self.push_not(false)
    }

    fn push_not(&self, negate: bool) -> Self
    where
        A: Clone,
    {
        let each = |parts: &[Self]| parts.iter().map(|p| p.push_not(negate)).collect();
        match self {
            Self::Const(value) => Self::Const(*value != negate),
            Self::Term(a) if negate => Self::Not(Box::new(Self::Term(a.clone()))),
            Self::Term(a) => Self::Term(a.clone()),
            Self::Not(inner) => inner.push_not(!negate),
            Self::All(parts) if negate => Self::any(each(parts)),
            Self::Any(parts) if negate => Self::all(each(parts)),
            Self::All(parts) => Self::all(each(parts)),
            Self::Any(parts) => Self::any(each(parts)),
        }
    }

    /// The conjunction of `parts`, simplified.
    pub fn all(parts: Vec<Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Const(true) => {}
                Self::Const(false) => return Self::Const(false),
                Self::All(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::Const(true),
            1 => kept.swap_remove(0),
            _ => Self::All(kept),
        }
    }

    /// The disjunction of `parts`, simplified.
    pub fn any(parts: Vec<Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Const(false) => {}
                Self::Const(true) => return Self::Const(true),
                Self::Any(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        match kept.len() {
            0 => Self::Const(false),
            1 => kept.swap_remove(0),
            _ => Self::Any(kept),
        }
    }

    /// Calls `see` with each term, in reading order.
    pub fn each_term(&self, see: &mut dyn FnMut(&A)) {
        match self {
            Self::Const(_) => {}
            Self::Term(a) => see(a),
            Self::Not(inner) => inner.each_term(see),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|p| p.each_term(see)),
        }
    }
}

/// What a condition can speak of: facts of the case and the plan itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// A fact of the case holds.
    Fact(Ix<Fact>),
    /// The nation has a tour in the formation or below it (anywhere, if none is named).
    Serves(Ix<Nation>, Option<Ix<Formation>>),
    /// The nation leads the formation (any formation, if none is named).
    Leads(Ix<Nation>, Option<Ix<Formation>>),
    /// The nation has at least so many people on tour, in the formation or below it, in the period
    /// at which the expression is asked.
    TroopsAtLeast(Ix<Nation>, Option<Ix<Formation>>, People),
}

/// A condition as it was written and as it is understood.
#[derive(Clone, Debug)]
pub struct Condition {
    /// As written in the file.
    pub text: String,
    /// As understood.
    pub expr: Expr<Term>,
}

impl Default for Condition {
    fn default() -> Self {
        Self { text: String::new(), expr: Expr::Const(true) }
    }
}
