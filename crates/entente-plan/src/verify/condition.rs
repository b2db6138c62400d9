//! What an offer depends on holds, by the facts of the case and by the plan itself, in every period in
//! which it is on tour.

use super::{Judge, Over, Rule, Subject, truth};
use crate::plan::Tour;
use crate::tally::on_tour;
use entente_model::{Expr, Period, Truth};

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for tour in &judge.plan.tours {
        let offer = &case.offers[tour.offer];
        if offer.condition.expr == Expr::Const(true) {
            continue;
        }
        for p in on_tour(case, tour) {
            let holds = offer.condition.expr.truth(&mut |term| truth::of(judge, term, Period(p as u32)));
            if holds != Truth::Yes {
                let when = judge.label(p);
                let about = |other: &Tour| other.offer == tour.offer && on_tour(case, other).contains(&p);
                let row = format!("condition[{}]", offer.id);
                judge.report(Rule::Condition, Subject::Offer(tour.offer), row, (about, Over::All), || {
                    let text = &offer.condition.text;
                    format!("{} is on tour in {when}, but its condition “{text}” does not hold there", offer.id)
                });
                break;
            }
        }
    }
}
