//! An offer serves on lines that its capability, or a substitute, counts for.

use super::{Judge, Over, Rule, Subject};

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for tour in &judge.plan.tours {
        if case.effectiveness(tour.offer, tour.line).is_some() {
            continue;
        }
        let brings = &case.capabilities[case.offers[tour.offer].capability].id;
        let asked = &case.capabilities[case.lines[tour.line].capability].id;
        let (offer, line) = (&case.offers[tour.offer].id, &case.lines[tour.line].id);
        let (row, about) = (format!("capability[{}]", judge.at(tour)), (Judge::alike(tour), Over::All));
        judge.report(Rule::Capability, Subject::Line(tour.line), row, about, || {
            format!("{offer} brings {brings}, which does not count on {line}: it asks for {asked} or its substitutes")
        });
    }
}
