//! Rows of `entry_points.csv`.

use crate::case::EntryPoint;
use crate::quantity::People;
use crate::read::row::Row;
use crate::read::values::Values;

pub(crate) fn entry_point(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32]) -> EntryPoint {
    let id = values.id(row, |n| &n.entries, at, lines);
    let monthly = values.count(row, "people_per_month").unwrap_or(0);
    let capacity = monthly * 12 / u64::from(values.calendar().kind.per_year());
    let kinds = ["sea", "air", "road", "rail"].map(|kind| (kind, kind));
    let name = values.text(row, "name");
    EntryPoint {
        name: if name.is_empty() { id.clone() } else { name },
        id,
        kind: values.choice(row, "kind", &kinds).unwrap_or_default().to_owned(),
        capacity: People::try_from(capacity).unwrap_or(People::MAX),
        formations: values.references(row, "formations", |n| &n.formations),
        place: values.reference(row, "place", |n| &n.places),
        provenance: values.provenance(row),
    }
}
