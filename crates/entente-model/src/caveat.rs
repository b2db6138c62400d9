//! National caveats: an axis, and a predicate that tells where the nation's forces may not serve.
//! Eligibility is computed from predicates, never typed in.

pub mod attribute;
pub mod axis;
mod residual;

pub use attribute::{Attribute, Definition, Domain, Values};
pub use axis::Axis;

use crate::case::{Line, Nation, Offer};
use crate::expr::{Expr, Term};
use crate::provenance::Provenance;
use crate::table::{Ix, Named};

/// Whom a caveat binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binds {
    /// Every offer of the nation.
    Nation(Ix<Nation>),
    /// One offer.
    Offer(Ix<Offer>),
}

/// A national limit on the use of forces.
#[derive(Clone, Debug)]
pub struct Caveat {
    /// Identifier.
    pub id: String,
    /// Whom it binds.
    pub binds: Binds,
    /// What kind of limit it is.
    pub axis: Axis,
    /// The predicate as written.
    pub text: String,
    /// Where this is true the forces may not be on tour.
    pub excludes: Expr<Test>,
    /// In a nation's own words, summarised.
    pub summary: String,
    /// Whether the nation has declared it.
    pub declared: bool,
    /// Who in the nation may lift it.
    pub override_authority: String,
    /// Hours that a referral to the capital takes.
    pub referral_hours: Option<u32>,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Named for Caveat {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What a caveat can speak of: the plan and the facts, as conditions do, and the service asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// A term of conditions.
    Plan(Term),
    /// Another nation serves in the formation of the line, or below it.
    Partner(Ix<Nation>),
    /// The nation leads the formation of the line, or one above it.
    Commander(Ix<Nation>),
    /// An attribute of the line, its place or the period.
    Attribute(AttributeTest),
}

/// A comparison of one attribute of the service asked.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeTest {
    /// Which attribute.
    pub attribute: Attribute,
    /// How it is compared.
    pub comparison: Comparison,
}

/// A comparison with a constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// The attribute is one of these names (for a list attribute: has one of them).
    OneOf(Vec<String>),
    /// The number is less than this.
    Below(f64),
    /// The number is this or less.
    AtMost(f64),
    /// The attribute is set (yes/no attributes).
    Set,
}

/// The service that a caveat is asked about. The formation is that of the line.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The requirement line served.
    pub line: Ix<Line>,
    /// A period on tour.
    pub period: crate::Period,
}
