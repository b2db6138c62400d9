//! No more nations serve in a formation, with those below it, or on a line, than may.

use super::{Judge, Rule, Subject};
use entente_model::{Case, Ix, Nation};
use std::collections::BTreeSet;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for (f, formation) in case.formations.enumerate() {
        let serving = judge.tally.serving_in(Some(f));
        compare(judge, Subject::Formation(f), &formation.id, formation.max_nations, &serving);
    }
    for (r, line) in case.lines.enumerate() {
        // Every nation with a tour on the line, also one that starts outside the horizon.
        let tours = judge.plan.tours.iter().filter(|t| t.line == r);
        let serving = tours.map(|t| case.offers[t.offer].nation).collect();
        compare(judge, Subject::Line(r), &line.id, line.max_nations, &serving);
    }
}

fn compare(judge: &mut Judge<'_>, subject: Subject, id: &str, most: Option<u32>, serving: &BTreeSet<Ix<Nation>>) {
    let Some(most) = most.filter(|&most| serving.len() > most as usize) else { return };
    let names = list(judge.case, serving);
    judge.report(Rule::Nations, subject, format!("nations[{id}]"), || {
        format!("{} nations serve in {id} ({names}), but {most} may at most", serving.len())
    });
}

fn list(case: &Case, nations: &BTreeSet<Ix<Nation>>) -> String {
    nations.iter().map(|&n| case.nations[n].id.as_str()).collect::<Vec<_>>().join(", ")
}
