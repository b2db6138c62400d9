//! Rows of `nations.csv`, and of `ceilings.csv`.

use crate::case::{CeilingStep, Formation, Nation};
use crate::quantity::People;
use crate::read::row::Row;
use crate::read::values::Values;
use crate::table::Ix;

/// `formations`: how many rows `formations.csv` has, for nations that may lead all of them.
pub(crate) fn nation(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32], formations: usize) -> Nation {
    let id = values.id(row, |n| &n.nations, at, lines);
    if let Some(found) = row.find("id") {
        values.country(&found);
    }
    let ceiling = values.count32(row, "ceiling");
    let may_lead: Vec<Ix<Formation>> = match row.find("may_lead") {
        Some(found) if found.text() == "*" => (0..formations).map(Ix::new).collect(),
        _ => values.references(row, "may_lead", |n| &n.formations),
    };
    let name = values.text(row, "name");
    Nation {
        name: if name.is_empty() { id.clone() } else { name },
        id,
        ceiling: vec![ceiling; values.calendar().horizon as usize],
        may_lead,
        blocs: values.texts(row, "blocs"),
        gdp: values.decimal(row, "gdp"),
        population: values.count(row, "population"),
        provenance: values.provenance(row),
    }
}

pub(crate) fn ceiling(values: &mut Values, row: &Row<'_>) -> CeilingStep {
    CeilingStep {
        nation: values.reference(row, "nation", |n| &n.nations),
        window: values.window(row, "from", "to"),
        people: values.count32(row, "people").unwrap_or(0),
        provenance: values.provenance(row),
    }
}

/// Puts the steps into the ceilings of nations and theatre, in file order.
pub(crate) fn apply(steps: &[CeilingStep], nations: &mut [Nation], authorised: &mut [Option<People>]) {
    for step in steps {
        let ceiling = match step.nation {
            Some(nation) => nations.get_mut(nation.get()).map(|n| n.ceiling.as_mut_slice()),
            None => Some(&mut *authorised),
        };
        for (period, people) in ceiling.into_iter().flatten().enumerate() {
            if step.window.contains(crate::Period(u32::try_from(period).unwrap_or(u32::MAX))) {
                *people = Some(step.people);
            }
        }
    }
}
