//! The names that expressions and references can use.

use crate::area::Place;
use crate::calendar::Calendar;
use crate::case::{Capability, Case, EnablingRule, EntryPoint, Estimate, Fact, Formation, Line, Nation, Offer, Phase};
use crate::caveat::Caveat;
use crate::provenance::Source;
use crate::table::{Ix, Named, Table};
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// Identifiers of one table, each with its position.
#[derive(Clone, Debug)]
pub struct Index<T> {
    by_id: BTreeMap<String, u32>,
    unread: bool,
    kind: PhantomData<fn() -> T>,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { by_id: BTreeMap::new(), unread: false, kind: PhantomData }
    }
}

impl<T> Index<T> {
    /// Numbers `ids` from 0; of two alike the first counts, and empty ones are passed over.
    pub fn new(ids: impl IntoIterator<Item = String>) -> Self {
        let mut by_id = BTreeMap::new();
        for (at, id) in ids.into_iter().enumerate() {
            if !id.is_empty() {
                by_id.entry(id).or_insert(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        Self { by_id, unread: false, kind: PhantomData }
    }

    /// The index of a table that could not be read, which has been reported: that a name is not in it is
    /// no mistake.
    pub fn unread() -> Self {
        Self { unread: true, ..Self::default() }
    }

    /// Whether the table could not be read.
    pub fn is_unread(&self) -> bool {
        self.unread
    }

    /// The position of `id`.
    pub fn find(&self, id: &str) -> Option<Ix<T>> {
        self.by_id.get(id).map(|&at| Ix::new(at as usize))
    }

    /// All identifiers, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}

impl<T: Named> From<&Table<T>> for Index<T> {
    fn from(table: &Table<T>) -> Self {
        Self::new(table.iter().map(|row| row.id().to_owned()))
    }
}

/// The names of a case, and the calendar that its dates are read by.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each field is the index of the table it is called after")]
pub struct Names {
    pub calendar: Calendar,
    pub facts: Index<Fact>,
    pub phases: Index<Phase>,
    pub estimates: Index<Estimate>,
    pub sources: Index<Source>,
    pub nations: Index<Nation>,
    pub capabilities: Index<Capability>,
    pub formations: Index<Formation>,
    pub lines: Index<Line>,
    pub rules: Index<EnablingRule>,
    pub offers: Index<Offer>,
    pub caveats: Index<Caveat>,
    pub entries: Index<EntryPoint>,
    pub places: Index<Place>,
}

impl Names {
    /// No names at all.
    pub fn none(calendar: Calendar) -> Self {
        Self {
            calendar,
            facts: Index::default(),
            phases: Index::default(),
            estimates: Index::default(),
            sources: Index::default(),
            nations: Index::default(),
            capabilities: Index::default(),
            formations: Index::default(),
            lines: Index::default(),
            rules: Index::default(),
            offers: Index::default(),
            caveats: Index::default(),
            entries: Index::default(),
            places: Index::default(),
        }
    }

    /// The names of a loaded case.
    pub fn of(case: &Case) -> Self {
        Self {
            calendar: case.calendar,
            facts: (&case.facts).into(),
            phases: (&case.phases).into(),
            estimates: (&case.estimates).into(),
            sources: (&case.sources).into(),
            nations: (&case.nations).into(),
            capabilities: (&case.capabilities).into(),
            formations: (&case.formations).into(),
            lines: (&case.lines).into(),
            rules: (&case.rules).into(),
            offers: (&case.offers).into(),
            caveats: (&case.caveats).into(),
            entries: (&case.entries).into(),
            places: (&case.area).into(),
        }
    }
}
