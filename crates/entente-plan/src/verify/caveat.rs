//! No caveat that binds an offer excludes the line, in any period in which it is on tour there.

use super::{Judge, Over, Rule, Subject, truth};
use crate::plan::Tour;
use crate::tally::on_tour;
use entente_model::{Expr, Period, Truth};

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for tour in &judge.plan.tours {
        for (c, caveat) in case.caveats_on(tour.offer) {
            for p in on_tour(case, tour) {
                let period = Period(p as u32);
                let excludes = caveat.residual(case, tour.line, period);
                let by_plan = !matches!(excludes, Expr::Const(_));
                if excludes.truth(&mut |term| truth::of(judge, term, period)) == Truth::No {
                    continue;
                }
                let row = format!("caveat[{},{}]", caveat.id, judge.at(tour));
                let (offer, line) = (&case.offers[tour.offer].id, &case.lines[tour.line].id);
                let when = judge.label(p);
                let alike = Judge::alike(tour);
                let about = |other: &Tour| alike(other) && on_tour(case, other).contains(&p);
                judge.report(Rule::Caveat, Subject::Caveat(c), row, (about, Over::All), || {
                    let by = if by_plan { " as the plan stands" } else { "" };
                    format!(
                        "{offer} may not serve on {line} in {when}{by}: its caveat {} excludes “{}”",
                        caveat.id, caveat.text
                    )
                });
                break;
            }
        }
    }
}
