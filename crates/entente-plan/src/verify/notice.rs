//! Notice to move: a tour starts no earlier than its people can be there, and an offer is as quick as the
//! line asks.

use super::{Judge, Over, Rule, Subject};

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for tour in &judge.plan.tours {
        let (offer, line) = (&case.offers[tour.offer], &case.lines[tour.line]);
        let earliest = case.earliest_arrival(offer);
        if tour.start < earliest {
            let row = format!("notice[{},{}]", judge.at(tour), case.calendar.label(tour.start));
            let about = (Judge::beside(tour), Over::All);
            judge.report(Rule::Notice, Subject::Offer(tour.offer), row, about, || {
                let (start, ready) = (case.calendar.label(tour.start), case.calendar.label(earliest));
                let days = offer.ntm.unwrap_or(0);
                format!(
                    "a tour of {} starts in {start}, but at {days} days' notice it can be there in {ready}",
                    offer.id
                )
            });
        }
        let Some(most) = line.ntm_max else { continue };
        if offer.ntm.is_none_or(|days| days > most) {
            let row = format!("notice[{}]", judge.at(tour));
            let about = (Judge::alike(tour), Over::All);
            judge.report(Rule::Notice, Subject::Offer(tour.offer), row, about, || match offer.ntm {
                Some(days) => {
                    format!("{} asks for a notice of {most} days at most, but {} needs {days}", line.id, offer.id)
                }
                None => format!("{} asks for a notice of {most} days at most, but {} states none", line.id, offer.id),
            });
        }
    }
}
