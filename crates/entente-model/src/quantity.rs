//! Quantities as types. User units turn into these once, when a case is read.

use std::fmt;

/// People.
pub type People = u32;

/// Like elements: companies, ships, aircraft, teams.
pub type Elements = u32;

/// Thousandths of a like element: what cover, effectiveness and shortfall are counted in, so that
/// every comparison is one of whole numbers.
pub type Milli = i64;

/// One like element in [`Milli`].
pub const ONE: Milli = 1000;

/// Money in the currency of the case.
pub type Money = f64;

/// How far one element of a substitute counts for one of the capability asked: thousandths, 1 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effectiveness(u16);

impl Effectiveness {
    /// Like for like.
    pub const FULL: Self = Self(1000);

    /// `thousandths` must lie in 1..=1000.
    pub fn from_thousandths(thousandths: u16) -> Option<Self> {
        (1..=1000).contains(&thousandths).then_some(Self(thousandths))
    }

    /// Thousandths, 1 to 1000.
    pub fn milli(self) -> Milli {
        Milli::from(self.0)
    }
}

/// A probability, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// Certain.
    pub const ONE: Self = Self(1.0);

    /// `value` must be a number from 0 to 1.
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The value, 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// A whole number of thousandths with its decimals as a person writes them: `2.75`, `3`.
pub fn show_milli(value: Milli) -> impl fmt::Display {
    struct Show(Milli);
    impl fmt::Display for Show {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let sign = if self.0 < 0 { "-" } else { "" };
            let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
            if rest == 0 {
                return write!(f, "{sign}{whole}");
            }
            let decimals = format!("{rest:03}");
            write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
        }
    }
    Show(value)
}
