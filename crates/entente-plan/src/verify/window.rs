//! Tours start within the horizon and the windows of line and offer, and end within that of the offer.

use super::{Judge, Over, Rule, Subject};
use entente_model::Period;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for tour in &judge.plan.tours {
        let (offer, line) = (&case.offers[tour.offer], &case.lines[tour.line]);
        let label = |p: Period| case.calendar.label(p);
        let end = tour.start.0.saturating_add(offer.tour);
        let row = format!("window[{},{}]", judge.at(tour), label(tour.start));
        let window = |w: entente_model::Window| match w.to {
            Some(to) => format!("from {} to {}", label(w.from), label(Period(to.0.saturating_sub(1)))),
            None => format!("from {}", label(w.from)),
        };
        let mut subject = Subject::Offer(tour.offer);
        let message = if tour.start.0 >= case.calendar.horizon {
            subject = Subject::Theatre;
            format!("a tour of {} starts after the horizon of {} periods", offer.id, case.calendar.horizon)
        } else if !line.window.contains(tour.start) {
            subject = Subject::Line(tour.line);
            let (start, needed) = (label(tour.start), window(line.window));
            format!("a tour of {} starts in {start}, but {} can be served {needed}", offer.id, line.id)
        } else if !offer.window.contains(tour.start) {
            format!(
                "a tour of {} starts in {}, but it is offered {}",
                offer.id,
                label(tour.start),
                window(offer.window)
            )
        } else if offer.window.to.is_some_and(|to| end > to.0) {
            let last = label(Period(end - 1));
            format!("a tour of {} lasts to {last}, but it is offered {}", offer.id, window(offer.window))
        } else {
            continue;
        };
        judge.report(Rule::Window, subject, row, (Judge::beside(tour), Over::All), || message);
    }
}
