//! Where a figure comes from: every fact row names its source and date, or says that it is assumed.

use crate::table::{Ix, Named};
use jiff::civil::Date;

/// A document or page that facts are taken from.
#[derive(Clone, Debug)]
pub struct Source {
    /// Identifier in `sources.csv`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Date of the page or document.
    pub date: Option<Date>,
    /// Where it is found: an address, or a file name.
    pub locator: String,
    /// What to know before trusting it.
    pub note: String,
}

impl Named for Source {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What a figure rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Basis {
    /// The row does not say.
    #[default]
    Unmarked,
    /// Stated by the source.
    Stated,
    /// Worked out from stated figures; `why` tells how.
    Derived,
    /// Assumed by the planner; `why` is required.
    Assumed,
}

/// The provenance columns of a row.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// The source rows it cites.
    pub sources: Vec<Ix<Source>>,
    /// The date that the statement held.
    pub as_of: Option<Date>,
    /// What the figures of the row rest on.
    pub basis: Basis,
    /// Why it was assumed, or how derived.
    pub why: String,
}
