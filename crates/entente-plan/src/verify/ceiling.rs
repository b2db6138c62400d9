//! People on tour stay within the ceiling of their nation and the authorised strength.

use super::{Judge, Over, Rule, Subject};
use crate::plan::Tour;
use crate::tally::on_tour;
use entente_model::Period;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for (n, nation) in case.nations.enumerate() {
        for (p, most) in limits(&nation.ceiling) {
            let people = judge.tally.people[n.get()][p];
            if people > most {
                let when = judge.label(p);
                let own = |tour: &Tour| case.offers[tour.offer].nation == n && on_tour(case, tour).contains(&p);
                let (row, over) = (format!("ceiling[{},{when}]", nation.id), Over::People(people - most));
                judge.report(Rule::Ceiling, Subject::Nation(n), row, (own, over), || {
                    format!("{} has {people} people on tour in {when}, over its ceiling of {most}", nation.id)
                });
            }
        }
    }
    for (p, most) in limits(&case.authorised) {
        let people = judge.tally.theatre(None, Period(p as u32));
        if people > most {
            let when = judge.label(p);
            let (there, over) = (|tour: &Tour| on_tour(case, tour).contains(&p), Over::People(people - most));
            judge.report(Rule::Ceiling, Subject::Theatre, format!("theatre[{when}]"), (there, over), || {
                format!("{people} people are on tour in {when}, over the authorised strength of {most}")
            });
        }
    }
}

fn limits(by_period: &[Option<u32>]) -> impl Iterator<Item = (usize, u64)> + '_ {
    by_period.iter().enumerate().filter_map(|(p, most)| most.map(|most| (p, u64::from(most))))
}
