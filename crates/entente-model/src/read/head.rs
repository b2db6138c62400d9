//! Sections of `case.toml`: the calendar, what the case is, facts, estimates and phases.

use crate::calendar::{Calendar, PeriodKind};
use crate::case::{BurdenKey, Estimate, Fact, Phase, Status, Weights};
use crate::quantity::{People, Probability};
use crate::read::row::Row;
use crate::read::values::Values;
use crate::table::Ix;
use jiff::civil::Date;

/// Stands in while a file without a calendar is checked; no case is made of it.
pub(crate) const NO_CALENDAR: Calendar =
    Calendar { d_day: Date::constant(2000, 1, 1), kind: PeriodKind::Month, horizon: 1 };

/// D-day, kind of period and horizon; `None` if one is missing or at fault, which is reported.
pub(crate) fn calendar(values: &mut Values, case: &Row<'_>) -> Option<Calendar> {
    let kinds = [PeriodKind::Month, PeriodKind::HalfMonth, PeriodKind::Week].map(|kind| (kind.name(), kind));
    let d_day = values.date(case, "d_day");
    let kind = values.choice(case, "period", &kinds);
    let horizon = values.count32(case, "horizon");
    Some(Calendar { d_day: d_day?, kind: kind?, horizon: horizon? })
}

/// What `[case]` and `[weights]` say besides the calendar.
pub(crate) struct Head {
    pub name: String,
    pub summary: String,
    pub activation: Date,
    pub currency: String,
    pub host: String,
    pub authorised: Option<People>,
    pub least_status: Status,
    pub burden_key: BurdenKey,
    pub estimate: Option<Ix<Estimate>>,
    pub weights: Weights,
}

pub(crate) fn head(values: &mut Values, case: &Row<'_>, weights: &Row<'_>) -> Head {
    let d_day = values.calendar().d_day;
    if let Some(found) = case.find("host") {
        values.country(&found);
    }
    let statuses = Status::ALL.into_iter().filter(|s| *s != Status::Withdrawn).map(|s| (s.name(), s));
    let keys = [("none", BurdenKey::None), ("gdp", BurdenKey::Gdp), ("population", BurdenKey::Population)];
    let default = Weights::default();
    let mut weight = |name: &str, default: f64| values.decimal(weights, name).unwrap_or(default);
    let weights = Weights {
        must: weight("must", default.must),
        should: weight("should", default.should),
        could: weight("could", default.could),
        nondelivery: weight("nondelivery", default.nondelivery),
        nation: weight("nation", default.nation),
        handover: weight("handover", default.handover),
        change: weight("change", default.change),
        burden: weight("burden", default.burden),
        cost: weight("cost", default.cost),
    };
    values.required(case, "name");
    Head {
        name: values.text(case, "name"),
        summary: values.text(case, "summary"),
        activation: values.days(case, "activation").map_or(d_day, |days| days.first),
        currency: values.text(case, "currency"),
        host: values.text(case, "host"),
        authorised: values.count32(case, "authorised"),
        least_status: values.choice(case, "least_status", &statuses.collect::<Vec<_>>()).unwrap_or(Status::Mooted),
        burden_key: values.choice(case, "burden_key", &keys).unwrap_or(BurdenKey::None),
        estimate: values.reference(case, "estimate", |n| &n.estimates),
        weights,
    }
}

pub(crate) fn fact(values: &mut Values, id: &str, row: &Row<'_>) -> Fact {
    Fact {
        id: id.to_owned(),
        meaning: values.text(row, "meaning"),
        holds: values.yes_no(row, "holds"),
        probability: values.decimal(row, "probability").and_then(Probability::new).unwrap_or(Probability::ONE),
        provenance: values.provenance(row),
    }
}

pub(crate) fn estimate(values: &mut Values, id: &str, row: &Row<'_>) -> Estimate {
    Estimate {
        id: id.to_owned(),
        people: values.count32(row, "people").unwrap_or(0),
        summary: values.text(row, "summary"),
        provenance: values.provenance(row),
    }
}

pub(crate) fn phase(values: &mut Values, id: &str, row: &Row<'_>) -> Phase {
    Phase { id: id.to_owned(), window: values.window(row, "from", "to") }
}
