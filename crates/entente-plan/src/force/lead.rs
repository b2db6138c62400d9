//! `lead[f]` and `hq[r,p]`: one nation leads wherever somebody serves, and only the lead fills the HQ line.

use crate::force::model::Model;
use crate::force::nations;
use entente_model::LeadRule;

/// Adds l[n,f] and the rows.
pub fn add(model: &mut Model<'_>) {
    let case = model.case;
    for (f, formation) in case.formations.enumerate() {
        let LeadRule::OneOf(candidates) = &formation.lead else { continue };
        let mut leads = Vec::new();
        for &n in candidates {
            let Some(&y) = model.y.get(&(n, f)) else { continue };
            let of = format!("[{},{}]", model.nation_id(n), formation.id);
            let l = model.milp.binary(format!("l{of}"));
            model.l.insert((n, f), l);
            leads.push((l, 1.0));
            model.milp.at_most(format!("leader-serves{of}"), vec![(l, 1.0), (y, -1.0)], 0.0);
            nations::make_exact(model, n, f);
        }
        model.milp.at_most(format!("lead[{}]", formation.id), leads.clone(), 1.0);
        let serving: Vec<_> = model.y.iter().filter(|((_, g), _)| *g == f).map(|(&(n, _), &y)| (n, y)).collect();
        for (n, y) in serving {
            let mut entries: Vec<_> = leads.iter().map(|(l, _)| (*l, -1.0)).collect();
            entries.push((y, 1.0));
            let name = format!("led[{},{}]", model.nation_id(n), formation.id);
            model.milp.at_most(name, entries, 0.0);
        }
        let Some(hq) = formation.hq_line else { continue };
        for at in model.of_line[hq.get()].clone() {
            let u = model.pairs[at].offer;
            // Eligibility kept nations off the line that may not lead.
            let Some(&l) = model.l.get(&(case.offers[u].nation, f)) else { continue };
            let (id, line) = (model.offer_id(u), model.line_id(hq));
            model.switch(|p| format!("hq[{line},{id},{p}]"), u, &[at], l);
        }
    }
}
