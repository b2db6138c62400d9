//! From the values of the columns to a plan.

use crate::force::model::Model;
use crate::plan::{Lead, Plan, Tour};
use entente_model::{EntryPoint, Formation, Ix, Offer};
use std::collections::BTreeMap;

/// The plan that the values describe. Elements are shared out over entry points in the order of lines.
pub fn plan(model: &Model<'_>, values: &[f64]) -> Plan {
    let whole = |col: entente_solve::Col| values[col.get()].round().max(0.0) as u32;
    let mut through: BTreeMap<_, Vec<(Ix<EntryPoint>, u32)>> = BTreeMap::new();
    for (&(u, f, p, h), &col) in &model.via {
        through.entry((u, f, p)).or_default().push((h, whole(col)));
    }
    let mut tours = Vec::new();
    for (pair, columns) in model.pairs.iter().zip(&model.x) {
        for &(start, col) in columns {
            let mut left = whole(col);
            let mut tour = |entry, elements| {
                tours.push(Tour { offer: pair.offer, line: pair.line, start, entry, elements });
            };
            if let Some(entries) = through.get_mut(&(pair.offer, pair.formation, start)) {
                for (h, free) in entries {
                    let through_here = left.min(*free);
                    tour(Some(*h), through_here);
                    *free -= through_here;
                    left -= through_here;
                }
            }
            if left > 0 {
                tour(only_entry(model, pair.offer, pair.formation), left);
            }
        }
    }
    let led = model.l.iter().filter(|(_, col)| values[col.get()] > 0.5);
    let leads = led.map(|(&(nation, formation), _)| Lead { formation, nation }).collect();
    let plan = Plan::new(tours, leads);
    without_idle_leads(model, plan)
}

fn only_entry(model: &Model<'_>, u: Ix<Offer>, f: Ix<Formation>) -> Option<Ix<EntryPoint>> {
    model.case.entries_for(u, f).and_then(|entries| entries.first().copied())
}

/// A formation in which nobody serves needs no lead, though the program may have set one.
fn without_idle_leads(model: &Model<'_>, mut plan: Plan) -> Plan {
    let case = model.case;
    let serving: std::collections::BTreeSet<_> =
        plan.tours.iter().flat_map(|t| case.upward(case.lines[t.line].formation)).collect();
    plan.leads.retain(|lead| serving.contains(&lead.formation));
    plan
}
