//! `cover[r,p]`: what is on tour on a line, and its shortfall, come to what is asked.

use crate::force::model::Model;
use entente_solve::Kind;

/// Adds s[r,p] and the rows. Where nothing could serve, the shortfall is a constant of the objective.
pub fn add(model: &mut Model<'_>) {
    let case = model.case;
    for (r, line) in case.lines.enumerate() {
        let weight = case.weights.shortfall(line.priority) * line.weight * case.months(1);
        for p in case.calendar.periods() {
            let asked = f64::from(line.quantity[p.get()]);
            if asked == 0.0 {
                continue;
            }
            let mut entries = Vec::new();
            for &at in &model.of_line[r.get()] {
                let effect = model.pairs[at].effect as f64 / 1000.0;
                entries.extend(model.on_tour(at, p).iter().map(|(_, col)| (*col, effect)));
            }
            if entries.is_empty() {
                model.milp.offset += weight * asked;
                continue;
            }
            let of = format!("[{},{}]", line.id, model.label(p));
            let s = model.milp.column(format!("s{of}"), 0.0, asked, Kind::Continuous);
            model.milp.add_cost(s, weight);
            model.s.insert((r, p), s);
            entries.push((s, 1.0));
            model.milp.at_least(format!("cover{of}"), entries, asked);
        }
    }
}
