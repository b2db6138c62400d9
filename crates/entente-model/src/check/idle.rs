//! Offers that no line or rule has a use for: nothing vanishes without a note.

use crate::case::{Case, LeadRule};
use crate::check::Locate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;
use std::collections::BTreeSet;

/// Places of so many are looked up; the rest share the file.
const MOST_PLACED: usize = 200;

pub(crate) fn check(case: &Case, report: &mut Report, locate: &Locate<'_>) {
    let asked: BTreeSet<usize> = case.lines.iter().flat_map(|l| &l.accepts).map(|(c, _)| c.get()).collect();
    let idle = case.offers.enumerate().filter(|(_, offer)| !asked.contains(&offer.capability.get()));
    for (count, (at, offer)) in idle.enumerate() {
        let capability = &case.capabilities[offer.capability].id;
        let what = format!("No line accepts the capability {capability}: the offer {} cannot be planned", offer.id);
        let mut place = crate::diagnostic::Place { file: "offers.csv".to_owned(), ..Default::default() };
        if count < MOST_PLACED {
            place = locate("offers.csv", at.get(), "capability");
        }
        report.push(Diagnostic::new(Severity::Note, "idle-offer", place, what).value(capability));
    }
    for (at, formation) in case.formations.enumerate() {
        if let LeadRule::OneOf(leads) = &formation.lead
            && !case.offers.iter().any(|offer| leads.contains(&offer.nation))
            && case.lines.iter().any(|line| case.lies_in(line.formation, at))
        {
            let what = format!("No nation that may lead {} offers anything: nobody can serve in it", formation.id);
            let place = locate("formations.csv", at.get(), "lead");
            report.push(Diagnostic::new(Severity::Warning, "no-lead-offered", place, what));
        }
    }
}
