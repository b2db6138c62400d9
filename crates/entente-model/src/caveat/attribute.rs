//! What a caveat can test of the service asked. Each attribute is a file with its entry in the manual and
//! its function; adding one is adding a file and its line below.
//!
//! A value may be unknown, wholly or in part: see [`AttributeTest::truth`].

mod area;
mod capability;
mod country;
mod date;
mod formation;
mod information;
mod line;
mod line_km;
mod month;
mod night;
mod operation;
mod phase;
pub(crate) mod place;
mod response_hours;
mod role2_km;
mod sector;
mod supply;
mod task;
mod weapons;

use crate::Case;
use crate::caveat::{AttributeTest, Comparison, Service};
use crate::expr::Truth;

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// One name or several, tested with `=`, `!=`, `in` and `not in`.
    Names(Domain),
    /// A number.
    Number,
    /// A date.
    Date,
    /// Yes or no.
    Flag,
}

/// Which names an attribute can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Country codes.
    Country,
    /// Features of the area.
    Place,
    /// Formations.
    Formation,
    /// Requirement lines.
    Line,
    /// Capabilities.
    Capability,
    /// Functional areas.
    Area,
    /// Phases.
    Phase,
    /// Words that the lines use.
    Free,
}

/// The entry of an attribute in the manual, and how its value is found.
#[derive(Debug)]
pub struct Definition {
    /// What it is called in predicates.
    pub name: &'static str,
    /// What it holds.
    pub values: Values,
    /// Unit; may be empty.
    pub unit: &'static str,
    /// What it means.
    pub description: &'static str,
    /// Its value for a service.
    pub(crate) value: fn(&Case, Service) -> Value,
}

/// The value of an attribute.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Nothing is known of it.
    Unknown,
    /// Names that it has, and names of which it cannot be told.
    Names {
        /// It has these.
        has: Vec<String>,
        /// It may or may not have these.
        may_have: Vec<String>,
    },
    /// Names that are asked one by one.
    Asked(fn(&Case, Service, &str) -> Truth),
    /// A number somewhere in one of these stretches, ends included; none at all: unknown.
    Numbers(Vec<(f64, f64)>),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// Names, all known.
    pub fn names(has: impl IntoIterator<Item = String>) -> Self {
        Self::Names { has: has.into_iter().collect(), may_have: Vec::new() }
    }

    /// A number that is known.
    pub fn number(value: f64) -> Self {
        Self::Numbers(vec![(value, value)])
    }
}

macro_rules! attributes {
    ($($variant:ident => $file:ident,)*) => {
        /// What can be tested of the service asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the manual entry of each is in its definition")]
        pub enum Attribute { $($variant,)* }

        impl Attribute {
            /// All, in the order of the manual.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its entry in the manual.
            pub fn definition(self) -> &'static Definition {
                match self { $(Self::$variant => &$file::DEFINITION,)* }
            }
        }
    };
}

attributes! {
    Country => country,
    Place => place,
    Sector => sector,
    Formation => formation,
    Line => line,
    Capability => capability,
    Area => area,
    Task => task,
    Operation => operation,
    Weapons => weapons,
    Information => information,
    Supply => supply,
    Night => night,
    Month => month,
    Phase => phase,
    LineKm => line_km,
    Role2Km => role2_km,
    ResponseHours => response_hours,
    Date => date,
}

impl Attribute {
    /// The attribute called `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|a| a.definition().name == name)
    }
}

impl AttributeTest {
    /// Whether the test holds for a service; [`Truth::Unknown`] where the value is not known well enough.
    pub fn truth(&self, case: &Case, service: Service) -> Truth {
        let value = (self.attribute.definition().value)(case, service);
        match (&self.comparison, value) {
            (Comparison::OneOf(names), Value::Names { has, may_have }) => {
                if names.iter().any(|n| has.contains(n)) {
                    Truth::Yes
                } else if names.iter().any(|n| may_have.contains(n)) {
                    Truth::Unknown
                } else {
                    Truth::No
                }
            }
            (Comparison::OneOf(names), Value::Asked(has)) => {
                let mut result = Truth::No;
                for name in names {
                    match has(case, service, name) {
                        Truth::Yes => return Truth::Yes,
                        Truth::Unknown => result = Truth::Unknown,
                        Truth::No => {}
                    }
                }
                result
            }
            (Comparison::Below(limit), Value::Numbers(stretches)) => compare(&stretches, |value| value < *limit),
            (Comparison::AtMost(limit), Value::Numbers(stretches)) => compare(&stretches, |value| value <= *limit),
            (Comparison::Set, Value::Flag(flag)) => flag.into(),
            // A comparison that does not fit the attribute is never built by the parser.
            _ => Truth::Unknown,
        }
    }
}

/// Whether a comparison with a limit holds wherever in the stretches the number lies.
fn compare(stretches: &[(f64, f64)], holds: impl Fn(f64) -> bool) -> Truth {
    let mut ends = stretches.iter().flat_map(|&(from, to)| [holds(from), holds(to)]);
    match ends.next() {
        None => Truth::Unknown,
        Some(first) if ends.all(|end| end == first) => first.into(),
        Some(_) => Truth::Unknown,
    }
}
