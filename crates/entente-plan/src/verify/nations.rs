//! No more nations serve in a formation, with those below it, or on a line, than may.

use super::{Judge, Over, Rule, Subject};
use crate::plan::Tour;
use entente_model::{Case, Ix, Nation};
use std::collections::BTreeSet;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for (f, formation) in case.formations.enumerate() {
        let serving = judge.tally.serving_in(Some(f));
        let there = |tour: &Tour| case.lies_in(case.lines[tour.line].formation, f);
        compare(judge, (Subject::Formation(f), &formation.id), formation.max_nations, &serving, there);
    }
    for (r, line) in case.lines.enumerate() {
        // Every nation with a tour on the line, also one that starts outside the horizon.
        let tours = judge.plan.tours.iter().filter(|t| t.line == r);
        let serving = tours.map(|t| case.offers[t.offer].nation).collect();
        compare(judge, (Subject::Line(r), &line.id), line.max_nations, &serving, |tour| tour.line == r);
    }
}

/// Where more nations serve than may, those are over that have the fewest elements on tours there.
fn compare(
    judge: &mut Judge<'_>,
    (subject, id): (Subject, &str),
    most: Option<u32>,
    serving: &BTreeSet<Ix<Nation>>,
    there: impl Fn(&Tour) -> bool,
) {
    let Some(most) = most.filter(|&most| serving.len() > most as usize) else { return };
    let case = judge.case;
    let names = list(case, serving);
    let nation = |tour: &Tour| case.offers[tour.offer].nation;
    let sends = |n: &Ix<Nation>| {
        let own = judge.plan.tours.iter().filter(|tour| there(tour) && nation(tour) == *n);
        own.map(|tour| u64::from(tour.elements)).sum::<u64>()
    };
    let mut over: Vec<Ix<Nation>> = serving.iter().copied().collect();
    over.sort_by_key(sends);
    over.truncate(serving.len() - most as usize);
    let about = |tour: &Tour| there(tour) && over.contains(&nation(tour));
    judge.report(Rule::Nations, subject, format!("nations[{id}]"), (about, Over::All), || {
        format!("{} nations serve in {id} ({names}), but {most} may at most", serving.len())
    });
}

fn list(case: &Case, nations: &BTreeSet<Ix<Nation>>) -> String {
    nations.iter().map(|&n| case.nations[n].id.as_str()).collect::<Vec<_>>().join(", ")
}
