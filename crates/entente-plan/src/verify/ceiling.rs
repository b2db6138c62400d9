//! People on tour stay within the ceiling of their nation and the authorised strength.

use super::{Judge, Rule, Subject};
use entente_model::Period;

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for (n, nation) in case.nations.enumerate() {
        for (p, most) in limits(&nation.ceiling) {
            let people = judge.tally.people[n.get()][p];
            if people > most {
                let when = judge.label(p);
                judge.report(Rule::Ceiling, Subject::Nation(n), format!("ceiling[{},{when}]", nation.id), || {
                    format!("{} has {people} people on tour in {when}, over its ceiling of {most}", nation.id)
                });
            }
        }
    }
    for (p, most) in limits(&case.authorised) {
        let people = judge.tally.theatre(None, Period(p as u32));
        if people > most {
            let when = judge.label(p);
            judge.report(Rule::Ceiling, Subject::Theatre, format!("theatre[{when}]"), || {
                format!("{people} people are on tour in {when}, over the authorised strength of {most}")
            });
        }
    }
}

fn limits(by_period: &[Option<u32>]) -> impl Iterator<Item = (usize, u64)> + '_ {
    by_period.iter().enumerate().filter_map(|(p, most)| most.map(|most| (p, u64::from(most))))
}
