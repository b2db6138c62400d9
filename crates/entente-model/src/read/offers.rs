//! Rows of `offers.csv`.

use crate::calendar::PeriodKind;
use crate::case::{Offer, Status};
use crate::diagnostic::Severity;
use crate::quantity::Probability;
use crate::read::row::Row;
use crate::read::values::Values;
use crate::table::Ix;

/// Most people in one offer: more than any army, little enough for sums over all offers.
const MOST_PEOPLE: u64 = 10_000_000;

/// A hair below whole numbers, so that 6.0000000001 periods are not seven.
const ROUNDING: f64 = 1e-9;

pub(crate) fn offer(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32]) -> Offer {
    let id = values.id(row, |n| &n.offers, at, lines);
    let elements = values.count32(row, "elements");
    let strength = values.count32(row, "strength");
    if let (Some(elements), Some(strength)) = (elements, strength)
        && u64::from(elements) * u64::from(strength) > MOST_PEOPLE
    {
        let what = format!("The offer has {} people", u64::from(elements) * u64::from(strength));
        let problem = row.problem(Severity::Error, "number-out-of-range", "strength", what);
        values.report.push(problem.expected("at most 10,000,000 people in one offer"));
    }
    let tour = tour(values.decimal(row, "tour_months").unwrap_or(6.0), values.calendar().kind);
    let dwell = dwell(values.decimal(row, "dwell_ratio").unwrap_or(2.0), tour);
    let window = values.window(row, "from", "to");
    let horizon = values.calendar().horizon;
    if values.dated && (window.from.0 >= horizon || window.to.is_some_and(|to| to.0 == 0)) {
        let column = if window.from.0 >= horizon { "from" } else { "to" };
        let what = "The offer lies outside the horizon: it is recorded but cannot be planned";
        values.report.push(row.problem(Severity::Note, "outside-horizon", column, what));
    }
    let p_deliver = values.decimal(row, "p_deliver").and_then(Probability::new).unwrap_or(Probability::ONE);
    let p_basis = values.text(row, "p_basis");
    if let (true, true, Some(found)) = (p_deliver != Probability::ONE, p_basis.is_empty(), row.find("p_deliver")) {
        let what = "Nothing says what the probability rests on";
        let problem = found.remark(Severity::Warning, "missing-basis", what);
        values.report.push(problem.expected("a reason in the column p_basis"));
    }
    let unit = values.text(row, "unit");
    let status = Status::ALL.map(|s| (s.name(), s));
    Offer {
        unit: if unit.is_empty() { id.clone() } else { unit },
        id,
        nation: values.reference(row, "nation", |n| &n.nations).unwrap_or(Ix::new(0)),
        capability: values.reference(row, "capability", |n| &n.capabilities).unwrap_or(Ix::new(0)),
        elements,
        strength,
        tour,
        dwell,
        window,
        ntm: values.count32(row, "ntm"),
        most_tours: values.count32(row, "most_tours"),
        status: values.choice(row, "status", &status).unwrap_or(Status::Mooted),
        condition: values.condition(row, "condition"),
        p_deliver,
        p_basis,
        cost_month: values.decimal(row, "cost_month").unwrap_or(0.0),
        cost_tour: values.decimal(row, "cost_tour").unwrap_or(0.0),
        entries: values.references(row, "entry", |n| &n.entries),
        statement: values.text(row, "statement"),
        provenance: values.provenance(row),
    }
}

/// Whole periods of a tour, at least 1. At most 1200 months: the conversion is exact.
fn tour(months: f64, kind: PeriodKind) -> u32 {
    (months * f64::from(kind.per_year()) / 12.0 - ROUNDING).ceil().max(1.0) as u32
}

/// Whole periods of dwell, at least 1. At most a hundred tours of 5200 periods: the conversion is exact.
fn dwell(ratio: f64, tour: u32) -> u32 {
    (ratio * f64::from(tour) - ROUNDING).ceil().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tours_and_dwell_round_up() {
        assert_eq!(tour(6.0, PeriodKind::Month), 6);
        assert_eq!(tour(6.0, PeriodKind::Week), 26);
        assert_eq!(tour(0.5, PeriodKind::Month), 1);
        assert_eq!(tour(1.0, PeriodKind::Week), 5);
        assert_eq!((dwell(2.0, 6), dwell(0.5, 5), dwell(0.1, 10), dwell(0.01, 1)), (12, 3, 1, 1));
    }
}
