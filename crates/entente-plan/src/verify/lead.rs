//! One nation leads wherever somebody serves in a formation that has a lead; it may lead, and serves there.
//! Only the lead fills the HQ line: nobody does where nobody leads.

use super::{Judge, Over, Rule, Subject};
use crate::plan::Tour;
use entente_model::{Formation, Ix, LeadRule, Nation};

pub(super) fn check(judge: &mut Judge<'_>) {
    let case = judge.case;
    for (f, formation) in case.formations.enumerate() {
        let leads: Vec<Ix<Nation>> = judge.plan.leads.iter().filter(|l| l.formation == f).map(|l| l.nation).collect();
        let row = format!("lead[{}]", formation.id);
        // Where the leads are wrong no tour is.
        let nothing = (|_: &Tour| false, Over::All);
        let allowed: &[Ix<Nation>] = match &formation.lead {
            LeadRule::None => &[],
            LeadRule::OneOf(nations) => nations,
        };
        if formation.lead == LeadRule::None {
            if !leads.is_empty() {
                judge.report(Rule::Lead, Subject::Formation(f), row, nothing, || {
                    format!("{} has no lead, but the plan names one", formation.id)
                });
            }
            headquarters(judge, f, &[]);
            continue;
        }
        let serving = judge.tally.serving_in(Some(f));
        let name = |n: Ix<Nation>| case.nations[n].id.clone();
        match leads[..] {
            [] if serving.is_empty() => {}
            [] => {
                let may: Vec<_> = allowed.iter().map(|&n| name(n)).collect();
                let about = |tour: &Tour| case.lies_in(case.lines[tour.line].formation, f);
                judge.report(Rule::Lead, Subject::Formation(f), row, (about, Over::All), || {
                    let of = if may.is_empty() {
                        "no nation may lead it".to_owned()
                    } else {
                        format!("{} may", may.join(", "))
                    };
                    match serving.len() {
                        1 => format!("a nation serves in {}, but none leads it: {of}", formation.id),
                        many => format!("{many} nations serve in {}, but none leads it: {of}", formation.id),
                    }
                });
            }
            [n] if !formation.lead.allows(n) => {
                judge.report(Rule::Lead, Subject::Formation(f), row, nothing, || {
                    format!("{} leads {}, but may not", name(n), formation.id)
                });
            }
            [n] if !serving.contains(&n) => {
                judge.report(Rule::Lead, Subject::Formation(f), row, nothing, || {
                    format!("{} leads {}, but does not serve in it", name(n), formation.id)
                });
            }
            [_] => {}
            _ => {
                let names: Vec<_> = leads.iter().map(|&n| name(n)).collect();
                judge.report(Rule::Lead, Subject::Formation(f), row, nothing, || {
                    format!("{} has {} leads: {}", formation.id, names.len(), names.join(", "))
                });
            }
        }
        headquarters(judge, f, &leads);
    }
}

fn headquarters(judge: &mut Judge<'_>, f: Ix<Formation>, leads: &[Ix<Nation>]) {
    let case = judge.case;
    let Some(hq) = case.formations[f].hq_line else { return };
    for tour in judge.plan.tours.iter().filter(|t| t.line == hq) {
        let nation = case.offers[tour.offer].nation;
        if !leads.contains(&nation) {
            let (line, id) = (&case.lines[hq].id, &case.nations[nation].id);
            let about = |other: &Tour| other.line == hq && case.offers[other.offer].nation == nation;
            let row = format!("hq[{line},{id}]");
            judge.report(Rule::Lead, Subject::Formation(f), row, (about, Over::All), || {
                let led = if case.formations[f].lead == LeadRule::None { "nobody leads" } else { "does not lead" };
                format!("{id} serves on the HQ line {line}, but {led} {}", case.formations[f].id)
            });
        }
    }
}
