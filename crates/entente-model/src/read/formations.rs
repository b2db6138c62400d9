//! Rows of `formations.csv`.

use crate::case::{Formation, LeadRule, Nation};
use crate::read::row::Row;
use crate::read::values::{Values, items};
use crate::table::Ix;

pub(crate) fn formation(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32], nations: &[Nation]) -> Formation {
    let id = values.id(row, |n| &n.formations, at, lines);
    let name = values.text(row, "name");
    Formation {
        name: if name.is_empty() { id.clone() } else { name },
        id,
        parent: values.reference(row, "parent", |n| &n.formations),
        max_nations: values.count32(row, "max_nations"),
        lead: lead(values, row, Ix::new(at), nations),
        hq_line: values.reference(row, "hq_line", |n| &n.lines),
        place: values.reference(row, "place", |n| &n.places),
        echelon: values.text(row, "echelon"),
    }
}

/// Who may lead: `none`, `any` nation that may, or those listed.
fn lead(values: &mut Values, row: &Row<'_>, formation: Ix<Formation>, nations: &[Nation]) -> LeadRule {
    let Some(found) = row.find("lead") else { return LeadRule::None };
    match found.text() {
        "none" => LeadRule::None,
        "any" => {
            let able = nations.iter().enumerate().filter(|(_, n)| n.may_lead.contains(&formation));
            let able: Vec<Ix<Nation>> = able.map(|(at, _)| Ix::new(at)).collect();
            if able.is_empty() {
                let what = "Any nation that may lead it leads it, and there is none";
                let problem = found.error("lead-not-allowed", what).expected("at least one nation that may lead it");
                values.report.push(problem.hint("name it in the column may_lead of nations.csv"));
            }
            LeadRule::OneOf(able)
        }
        text => {
            let mut leads: Vec<Ix<Nation>> = Vec::new();
            for item in items(text) {
                let Some(nation) = values.look_up(&found, item, |n| &n.nations) else { continue };
                let known = !values.tainted.contains(&("nations.csv", nation.get()));
                if known && nations.get(nation.get()).is_some_and(|n| !n.may_lead.contains(&formation)) {
                    let what = format!("{item} leads it, but may not");
                    let problem = found.error("lead-not-allowed", what).expected("a nation that may lead it");
                    let hint = "name the formation in the column may_lead of nations.csv, or choose another lead";
                    values.report.push(problem.hint(hint));
                }
                if !leads.contains(&nation) {
                    leads.push(nation);
                }
            }
            LeadRule::OneOf(leads)
        }
    }
}
