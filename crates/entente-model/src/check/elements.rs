//! A plan keeps a schedule for every element, so there is an end to how many all offers may have together.

use crate::case::Offer;
use crate::check::Locate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;

/// Most elements of all offers together: two hundred times what 5,000 offers of a large coalition have.
pub const MOST_ELEMENTS: u64 = 2_000_000;

pub(crate) fn check(report: &mut Report, offers: &[Offer], locate: &Locate<'_>) {
    let elements = |offer: &Offer| u64::from(offer.elements.unwrap_or(0));
    let all: u64 = offers.iter().map(elements).sum();
    if all <= MOST_ELEMENTS {
        return;
    }
    // The largest offer is where a figure too many is likeliest.
    let Some((at, largest)) = offers.iter().enumerate().max_by_key(|(at, offer)| (elements(offer), usize::MAX - at))
    else {
        return;
    };
    let place = locate("offers.csv", at, "elements");
    let what = format!("All offers together have {all} elements; this one has the most");
    let problem =
        Diagnostic::new(Severity::Error, "too-many-elements", place, what).value(elements(largest).to_string());
    let problem = problem.expected("at most 2,000,000 elements in all offers together");
    report.push(problem.hint("give larger elements: companies or battalions, not persons"));
}
