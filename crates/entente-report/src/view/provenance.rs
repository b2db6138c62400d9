//! What the figures rest on: the sources, and every row that is assumed or derived.

use entente_model::Case;
use entente_model::provenance::{Basis, Provenance};
use serde::Serialize;
use std::collections::BTreeMap;

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher; may be empty.
    pub publisher: String,
    /// Date, ISO 8601; may be empty.
    pub date: String,
    /// Where it is found.
    pub locator: String,
    /// What to know before trusting it.
    pub note: String,
    /// How many rows of the case cite it.
    pub cited: usize,
}

/// Rows of one kind that rest on the same reason.
#[derive(Clone, Debug, Serialize)]
pub struct Assumption {
    /// What the rows are: `offer`, `requirement line`, …
    pub kind: &'static str,
    /// `assumed` or `derived`.
    pub basis: &'static str,
    /// Why it was assumed, or how derived.
    pub why: String,
    /// The rows, by identifier.
    pub rows: Vec<String>,
}

/// Every row of the case that can say where it comes from: kind, identifier, provenance.
fn rows(case: &Case) -> Vec<(&'static str, String, &Provenance)> {
    let mut rows: Vec<(&'static str, String, &Provenance)> = Vec::new();
    rows.extend(case.facts.iter().map(|x| ("fact", x.id.clone(), &x.provenance)));
    rows.extend(case.estimates.iter().map(|x| ("estimate", x.id.clone(), &x.provenance)));
    rows.extend(case.nations.iter().map(|x| ("nation", x.id.clone(), &x.provenance)));
    for step in &case.ceilings {
        let nation = step.nation.map_or("whole force", |n| case.nations[n].id.as_str());
        let from = case.calendar.label(step.window.from);
        rows.push(("ceiling", format!("{nation} from {from}"), &step.provenance));
    }
    rows.extend(case.lines.iter().map(|x| ("requirement line", x.id.clone(), &x.provenance)));
    rows.extend(case.rules.iter().map(|x| ("enabling rule", x.id.clone(), &x.provenance)));
    rows.extend(case.offers.iter().map(|x| ("offer", x.id.clone(), &x.provenance)));
    rows.extend(case.caveats.iter().map(|x| ("caveat", x.id.clone(), &x.provenance)));
    rows.extend(case.entries.iter().map(|x| ("entry point", x.id.clone(), &x.provenance)));
    rows
}

/// Sources in file order.
pub fn sources(case: &Case) -> Vec<SourceView> {
    let mut cited = vec![0; case.sources.len()];
    for (_, _, provenance) in rows(case) {
        for source in &provenance.sources {
            cited[source.get()] += 1;
        }
    }
    let view = |(source, cited): (&entente_model::provenance::Source, usize)| SourceView {
        id: source.id.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        date: source.date.map_or(String::new(), |d| d.to_string()),
        locator: source.locator.clone(),
        note: source.note.clone(),
        cited,
    };
    case.sources.iter().zip(cited).map(view).collect()
}

/// Rows marked assumed or derived, those of one kind with the same reason together, in file order.
pub fn assumptions(case: &Case) -> Vec<Assumption> {
    let mut found: Vec<Assumption> = Vec::new();
    let mut place: BTreeMap<(&'static str, &'static str, &str), usize> = BTreeMap::new();
    for (kind, id, provenance) in rows(case) {
        let basis = match provenance.basis {
            Basis::Assumed => "assumed",
            Basis::Derived => "derived",
            Basis::Stated | Basis::Unmarked => continue,
        };
        let at = *place.entry((kind, basis, provenance.why.as_str())).or_insert_with(|| {
            found.push(Assumption { kind, basis, why: provenance.why.clone(), rows: Vec::new() });
            found.len() - 1
        });
        found[at].rows.push(id);
    }
    found
}
