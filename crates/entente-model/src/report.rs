//! Collects diagnostics while a case is read: all mistakes at once, but not a hundred thousand of a kind.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::nearest::nearest;
use std::collections::BTreeMap;

/// Most diagnostics of one code in one file; the rest are counted.
const MOST_OF_A_KIND: usize = 1000;
/// Most comparisons of names for hints in one run.
const MOST_COMPARISONS: usize = 2_000_000;

/// Diagnostics in the making.
#[derive(Debug)]
pub(crate) struct Report {
    list: Vec<Diagnostic>,
    counts: BTreeMap<(&'static str, Severity, String), usize>,
    errors: usize,
    comparisons: usize,
}

impl Default for Report {
    fn default() -> Self {
        Self { list: Vec::new(), counts: BTreeMap::new(), errors: 0, comparisons: MOST_COMPARISONS }
    }
}

impl Report {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        let kind = (diagnostic.code, diagnostic.severity, diagnostic.place.file.clone());
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            self.list.push(diagnostic);
        }
    }

    /// How many errors there are so far.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// `did you mean ‘FRA’?`, if a name is near enough.
    pub fn did_you_mean<'a>(&mut self, wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
        nearest(wrong, names, &mut self.comparisons).map(|name| format!("did you mean ‘{name}’?"))
    }

    /// The diagnostics in the order in which they were found, with one for each kind of which there are
    /// too many.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for ((code, severity, file), count) in self.counts {
            if count > MOST_OF_A_KIND {
                let place = Place { file, ..Place::default() };
                let more = count - MOST_OF_A_KIND;
                let message = format!("{more} more of the kind {code} are not listed one by one");
                self.list
                    .push(Diagnostic::new(severity, code, place, message).hint("mend those listed and check again"));
            }
        }
        self.list
    }
}
