//! A line may refuse caveats: by the letter of their axis, or by name.

use super::{Judge, Over, Rule, Subject};

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for tour in &judge.plan.tours {
        let line = &case.lines[tour.line];
        if line.refuses.is_empty() {
            continue;
        }
        for (c, caveat) in case.caveats_on(tour.offer) {
            let letter = caveat.axis.letter();
            if line.refuses.iter().any(|no| no == letter || *no == caveat.id) {
                let row = format!("refuses[{},{}]", caveat.id, judge.at(tour));
                let offer = &case.offers[tour.offer].id;
                judge.report(Rule::Refusal, Subject::Caveat(c), row, (Judge::alike(tour), Over::All), || {
                    format!("{} cannot accept the caveat {} (axis {letter}), which binds {offer}", line.id, caveat.id)
                });
            }
        }
    }
}
