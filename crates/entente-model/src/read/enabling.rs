//! Rows of `enabling.csv`.

use crate::case::{Enabled, EnablingRule, Priority};
use crate::quantity::Milli;
use crate::read::requirements::PRIORITIES;
use crate::read::row::Row;
use crate::read::values::Values;
use crate::table::Ix;

pub(crate) fn rule(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32]) -> EnablingRule {
    let provide = values.decimal(row, "provide").unwrap_or(0.0) * 1000.0;
    if let (true, Some(found)) = ((provide - provide.round()).abs() > 1e-6, row.find("provide")) {
        let problem = found.error("too-precise", "The number has more than three decimals");
        values.report.push(problem.hint("multiply both provide and per"));
    }
    let of = match row.find("of") {
        Some(found) if found.text() == "troops" => Enabled::Troops,
        _ => Enabled::Capability(values.reference(row, "of", |n| &n.capabilities).unwrap_or(Ix::new(0))),
    };
    EnablingRule {
        id: values.id(row, |n| &n.rules, at, lines),
        capability: values.reference(row, "capability", |n| &n.capabilities).unwrap_or(Ix::new(0)),
        // At most a million elements: far within the range of whole numbers.
        provide: provide.round() as Milli,
        per: values.count32(row, "per").unwrap_or(1),
        of,
        formation: values.reference(row, "formation", |n| &n.formations),
        priority: values.choice(row, "priority", &PRIORITIES).unwrap_or(Priority::Could),
        weight: values.decimal(row, "weight").unwrap_or(1.0),
        article: values.text(row, "article"),
        provenance: values.provenance(row),
    }
}
