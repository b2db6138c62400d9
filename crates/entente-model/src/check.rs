//! Rules that span rows. [`structure`] are those without which a case has no meaning, checked even where
//! other rows are at fault; [`sense`] warns of a case that contradicts itself.

mod burden;
mod elements;
mod hq;
mod idle;
mod servable;
mod tree;
mod words;

pub use elements::MOST_ELEMENTS;

use crate::case::{Case, Formation, Line, Offer};
use crate::diagnostic::Place;
use crate::report::Report;
use std::collections::BTreeSet;

/// Finds the place of a cell: file, row, column.
pub(crate) type Locate<'a> = dyn Fn(&'static str, usize, &str) -> Place + 'a;

/// Rules of the formation tree and its headquarters, and how many elements there may be.
pub(crate) fn structure(
    report: &mut Report,
    tainted: &BTreeSet<(&'static str, usize)>,
    formations: &[Formation],
    (lines, offers): (&[Line], &[Offer]),
    locate: &Locate<'_>,
) {
    elements::check(report, offers, locate);
    if tree::check(report, formations, locate) {
        hq::check(report, tainted, formations, lines, locate);
    }
}

/// Warnings about a case that can be planned, but hardly as meant.
pub(crate) fn sense(case: &Case, report: &mut Report, locate: &Locate<'_>) {
    servable::check(case, report, locate);
    words::check(case, report, locate);
    idle::check(case, report, locate);
    burden::check(case, report, locate);
}
