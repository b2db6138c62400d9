//! A force plan: who serves where, from when, and who leads.

use entente_model::{EntryPoint, Formation, Ix, Line, Nation, Offer, Period};

/// Elements of an offer that start a tour on a line: x[u,r,p].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tour {
    /// u.
    pub offer: Ix<Offer>,
    /// r.
    pub line: Ix<Line>,
    /// p: the first period on tour.
    pub start: Period,
    /// The entry point they arrive through, where the case has one for this formation.
    pub entry: Option<Ix<EntryPoint>>,
    /// How many elements, at least 1.
    pub elements: u32,
}

/// A nation that leads a formation: l[n,f] = 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead {
    /// f.
    pub formation: Ix<Formation>,
    /// n.
    pub nation: Ix<Nation>,
}

/// A force plan, ours or one typed by hand. It may break any rule: [`crate::verify`] judges it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Tours in canonical order: sorted, at most one for each offer, line, start and entry point.
    pub tours: Vec<Tour>,
    /// Leads, sorted by formation.
    pub leads: Vec<Lead>,
}

impl Plan {
    /// Sorts tours and leads, joins tours that are alike and drops empty ones.
    pub fn new(mut tours: Vec<Tour>, mut leads: Vec<Lead>) -> Self {
        tours.retain(|t| t.elements > 0);
        tours.sort_unstable();
        tours.dedup_by(|later, kept| {
            let alike =
                (later.offer, later.line, later.start, later.entry) == (kept.offer, kept.line, kept.start, kept.entry);
            if alike {
                kept.elements = kept.elements.saturating_add(later.elements);
            }
            alike
        });
        leads.sort_unstable();
        leads.dedup();
        Self { tours, leads }
    }
}
