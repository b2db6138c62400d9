//! EFP-1, an open benchmark for coalition force plans: an instance becomes a case, a plan becomes a
//! solution.
//!
//! Periods are months. The objective of the benchmark, Σ weight × shortfall + Σ tour cost × elements + so
//! much per nation in a formation, is that of the case with one weight for must, one for cost and one
//! for nations. An offer that may not serve everywhere is bound by a caveat on the country where it
//! serves: each formation lies in a country of its own.

use crate::failure::Failure;
use entente_model::area::{Area, Place, PlaceKind, Position, Shape};
use entente_model::case::{BurdenKey, LeadRule};
use entente_model::caveat::{Attribute, AttributeTest, Binds, Comparison, Test};
use entente_model::provenance::Provenance;
use entente_model::quantity::{Effectiveness, Probability};
use entente_model::{
    Axis, Calendar, Capability, Case, Caveat, Condition, Expr, Formation, Ix, Line, Named, Nation, Offer, Period,
    PeriodKind, Priority, Status, Table, Weights, Window,
};
use entente_plan::Plan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What one element of a substitute counts, thousandths.
const SUBSTITUTE: u16 = 750;
/// Most periods of an instance: as in a case.
const MOST_PERIODS: u32 = 520;
/// Largest ceiling, weight or cost of an instance.
const MOST: u32 = 100_000_000;
/// Most elements of an offer or on a line, people of an element, and periods of a tour or a dwell.
const MOST_COUNTED: u32 = 1_000_000;

#[derive(Debug, Deserialize)]
struct Instance {
    format: String,
    name: String,
    periods: u32,
    nation_in_formation: f64,
    theatre_ceiling: u32,
    nations: Vec<NationOf>,
    formations: Vec<FormationOf>,
    offers: Vec<OfferOf>,
    lines: Vec<LineOf>,
}

#[derive(Debug, Deserialize)]
struct NationOf {
    id: String,
    ceiling: u32,
}

#[derive(Debug, Deserialize)]
struct FormationOf {
    id: String,
    max_nations: u32,
}

#[derive(Debug, Deserialize)]
struct OfferOf {
    id: String,
    nation: String,
    capability: String,
    elements: u32,
    strength: u32,
    tour: u32,
    dwell: u32,
    from: u32,
    to: Option<u32>,
    formations: Vec<String>,
    tour_cost: f64,
}

#[derive(Debug, Deserialize)]
struct LineOf {
    id: String,
    formation: String,
    capability: String,
    substitute: Option<String>,
    quantity: u32,
    from: u32,
    to: u32,
    weight: f64,
}

/// The instance as a case; `file` is what messages call it.
///
/// # Errors
/// It is no EFP-1 instance, or contradicts itself.
pub fn case(file: &str, bytes: &[u8]) -> Result<Case, Failure> {
    let instance: Instance = serde_json::from_slice(bytes)
        .map_err(|e| Failure::input(format!("{file} cannot be read as an EFP-1 instance: {e}")))?;
    if instance.format != "efp-1" {
        return Err(Failure::input(format!("{file} has the format “{}”, and efp-1 is expected", instance.format)));
    }
    check(&instance).map_err(|why| Failure::input(format!("{file}: {why}")))?;
    build(&instance).map_err(|why| Failure::input(format!("{file}: {why}")))
}

/// What the types do not say: ranges, and that identifiers differ.
fn check(instance: &Instance) -> Result<(), String> {
    if !(1..=MOST_PERIODS).contains(&instance.periods) {
        return Err(format!("{} periods, and 1 to {MOST_PERIODS} are expected", instance.periods));
    }
    unique("nation", instance.nations.iter().map(|n| &n.id))?;
    unique("formation", instance.formations.iter().map(|f| &f.id))?;
    unique("offer", instance.offers.iter().map(|o| &o.id))?;
    unique("line", instance.lines.iter().map(|l| &l.id))?;
    let amount = |n: f64| n.is_finite() && (0.0..=f64::from(MOST)).contains(&n);
    if !amount(instance.nation_in_formation) || instance.theatre_ceiling > MOST {
        return Err(format!("nation_in_formation and theatre_ceiling lie between 0 and {MOST}"));
    }
    for o in &instance.offers {
        let counts = [("elements", o.elements), ("strength", o.strength), ("tour", o.tour), ("dwell", o.dwell)];
        if let Some((field, is)) = counts.into_iter().find(|(_, n)| !(1..=MOST_COUNTED).contains(n)) {
            return Err(format!("offer {}: {field} is {is}, and 1 to {MOST_COUNTED} are expected", o.id));
        }
        if !amount(o.tour_cost) {
            return Err(format!("offer {}: tour_cost is {}, and 0 to {MOST} are expected", o.id, o.tour_cost));
        }
    }
    for l in &instance.lines {
        if l.quantity > MOST_COUNTED {
            return Err(format!("line {}: quantity is {}, and 0 to {MOST_COUNTED} are expected", l.id, l.quantity));
        }
        if !amount(l.weight) {
            return Err(format!("line {}: weight is {}, and 0 to {MOST} are expected", l.id, l.weight));
        }
        if l.from > l.to {
            return Err(format!(
                "line {}: its window is from {} to {}, which ends before it begins",
                l.id, l.from, l.to
            ));
        }
    }
    Ok(())
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if id.is_empty() {
            return Err(format!("a {what} has an empty id"));
        }
        if !seen.insert(id) {
            return Err(format!("{what} {id} is there twice"));
        }
    }
    Ok(())
}

fn find<T: Named>(table: &Table<T>, what: &str, id: &str) -> Result<Ix<T>, String> {
    table.find(id).ok_or_else(|| format!("there is no {what} {id}"))
}

fn build(instance: &Instance) -> Result<Case, String> {
    let horizon = instance.periods as usize;
    let none = Provenance::default;
    let nations = Table::new(
        instance
            .nations
            .iter()
            .map(|n| Nation {
                id: n.id.clone(),
                name: n.id.clone(),
                ceiling: vec![Some(n.ceiling); horizon],
                may_lead: Vec::new(),
                blocs: Vec::new(),
                gdp: None,
                population: None,
                provenance: none(),
            })
            .collect(),
    );
    let capabilities = capabilities(instance);
    // A country of its own for each formation: where it lies does not matter.
    let here = Position { longitude: 0.0, latitude: 0.0 };
    let area: Area = Table::new(
        instance
            .formations
            .iter()
            .map(|f| Place {
                id: f.id.clone(),
                name: f.id.clone(),
                kind: PlaceKind::Site,
                role: String::new(),
                country: f.id.clone(),
                note: String::new(),
                shape: Shape::Point(here),
                point: here,
                sector: None,
                line_km: None,
                role2_km: None,
            })
            .collect(),
    );
    let formations = Table::new(
        instance
            .formations
            .iter()
            .map(|f| Formation {
                id: f.id.clone(),
                name: f.id.clone(),
                parent: None,
                max_nations: Some(f.max_nations),
                lead: LeadRule::None,
                hq_line: None,
                place: area.find(&f.id),
                echelon: String::new(),
            })
            .collect(),
    );
    let lines = instance.lines.iter().map(|l| line(l, instance.periods, &formations, &capabilities));
    let lines = Table::new(lines.collect::<Result<_, _>>()?);
    let offers = instance.offers.iter().map(|o| offer(o, &nations, &capabilities));
    let offers = Table::new(offers.collect::<Result<_, _>>()?);
    let caveats = Table::new(caveats(instance, &formations, &offers)?);
    let d_day = Date::constant(2026, 1, 1);
    Ok(Case {
        name: instance.name.clone(),
        summary: String::new(),
        calendar: Calendar { d_day, kind: PeriodKind::Month, horizon: instance.periods },
        activation: d_day,
        currency: "USD".to_owned(),
        host: String::new(),
        authorised: vec![Some(instance.theatre_ceiling); horizon],
        least_status: Status::Mooted,
        burden_key: BurdenKey::None,
        weights: Weights {
            must: 1.0,
            should: 0.0,
            could: 0.0,
            nondelivery: 0.0,
            nation: instance.nation_in_formation,
            handover: 0.0,
            change: 0.0,
            burden: 0.0,
            cost: 1.0,
        },
        estimate: None,
        estimates: Table::default(),
        facts: Table::default(),
        phases: Table::default(),
        sources: Table::default(),
        nations,
        ceilings: Vec::new(),
        capabilities,
        formations,
        lines,
        rules: Table::default(),
        offers,
        caveats,
        entries: Table::default(),
        area,
    })
}

fn capabilities(instance: &Instance) -> Table<Capability> {
    let offered = instance.offers.iter().map(|o| &o.capability);
    let asked = instance.lines.iter().flat_map(|l| [Some(&l.capability), l.substitute.as_ref()]).flatten();
    let ids: BTreeSet<&String> = offered.chain(asked).collect();
    let capability = |id: &String| Capability {
        id: id.clone(),
        name: id.clone(),
        area: "MAN".to_owned(),
        sidc: String::new(),
        substitutes: Vec::new(),
    };
    Table::new(ids.into_iter().map(capability).collect())
}

fn line(
    l: &LineOf,
    periods: u32,
    formations: &Table<Formation>,
    capabilities: &Table<Capability>,
) -> Result<Line, String> {
    let capability = find(capabilities, "capability", &l.capability)?;
    let mut accepts = vec![(capability, Effectiveness::FULL)];
    if let Some(substitute) = &l.substitute {
        let effect = Effectiveness::from_thousandths(SUBSTITUTE).ok_or("a substitute counts nothing")?;
        let substitute = find(capabilities, "capability", substitute)?;
        if substitute != capability {
            accepts.push((substitute, effect));
        }
    }
    Ok(Line {
        id: l.id.clone(),
        title: l.id.clone(),
        formation: find(formations, "formation", &l.formation)?,
        capability,
        quantity: (0..periods).map(|p| if (l.from..l.to).contains(&p) { l.quantity } else { 0 }).collect(),
        window: Window { from: Period(l.from), to: Some(Period(l.to)) },
        ntm_max: None,
        priority: Priority::Must,
        weight: l.weight,
        accepts,
        max_nations: None,
        place: None,
        tasks: Vec::new(),
        operations: Vec::new(),
        weapons: Vec::new(),
        night: false,
        information: Vec::new(),
        supply: String::new(),
        response_hours: None,
        refuses: Vec::new(),
        article: String::new(),
        provenance: Provenance::default(),
    })
}

fn offer(o: &OfferOf, nations: &Table<Nation>, capabilities: &Table<Capability>) -> Result<Offer, String> {
    Ok(Offer {
        id: o.id.clone(),
        nation: find(nations, "nation", &o.nation)?,
        unit: o.id.clone(),
        capability: find(capabilities, "capability", &o.capability)?,
        elements: Some(o.elements),
        strength: Some(o.strength),
        tour: o.tour,
        dwell: o.dwell,
        window: Window { from: Period(o.from), to: o.to.map(Period) },
        ntm: None,
        most_tours: None,
        status: Status::Committed,
        condition: Condition::default(),
        p_deliver: Probability::ONE,
        p_basis: String::new(),
        cost_month: 0.0,
        cost_tour: o.tour_cost,
        entries: Vec::new(),
        statement: String::new(),
        provenance: Provenance::default(),
    })
}

/// A caveat for each offer that may not serve in all formations.
fn caveats(instance: &Instance, formations: &Table<Formation>, offers: &Table<Offer>) -> Result<Vec<Caveat>, String> {
    let mut caveats = Vec::new();
    for o in &instance.offers {
        let allowed: BTreeSet<_> =
            o.formations.iter().map(|f| find(formations, "formation", f)).collect::<Result<_, _>>()?;
        let barred = formations.enumerate().filter(|(ix, _)| !allowed.contains(ix));
        let barred: Vec<String> = barred.map(|(_, f)| f.id.clone()).collect();
        if barred.is_empty() {
            continue;
        }
        caveats.push(Caveat {
            id: format!("{}-area", o.id),
            binds: Binds::Offer(find(offers, "offer", &o.id)?),
            axis: Axis::Geography,
            text: format!("country in ({})", barred.join(", ")),
            excludes: Expr::Term(Test::Attribute(AttributeTest {
                attribute: Attribute::Country,
                comparison: Comparison::OneOf(barred),
            })),
            summary: String::new(),
            declared: true,
            override_authority: String::new(),
            referral_hours: None,
            provenance: Provenance::default(),
        });
    }
    Ok(caveats)
}

/// The plan as a solution: offer, line, start, elements.
pub fn solution(case: &Case, plan: &Plan) -> Value {
    // Entry points do not count here: tours that differ in them alone are one.
    let mut tours: BTreeMap<(&str, &str, u32), u64> = BTreeMap::new();
    for tour in &plan.tours {
        let key = (case.offers[tour.offer].id.as_str(), case.lines[tour.line].id.as_str(), tour.start.0);
        *tours.entry(key).or_default() += u64::from(tour.elements);
    }
    let tours: Vec<Value> = tours.iter().map(|((offer, line, start), n)| json!([offer, line, start, n])).collect();
    json!({"instance": case.name, "tours": tours})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_instance_is_refused() {
        for text in ["", "[]", r#"{"format": "efp-1"}"#, "{\"format\": 3}"] {
            assert_eq!(case("x.json", text.as_bytes()).unwrap_err().exit_code(), 1, "{text}");
        }
        let empty = r#"{"format": "efp-2", "name": "x", "periods": 3, "nation_in_formation": 1, "theatre_ceiling": 5,
            "nations": [], "formations": [], "offers": [], "lines": []}"#;
        assert!(case("x.json", empty.as_bytes()).unwrap_err().message.contains("efp-1 is expected"));
        let empty = empty.replace("efp-2", "efp-1");
        assert_eq!(case("x.json", empty.as_bytes()).unwrap().calendar.horizon, 3);
        assert!(case("x.json", empty.replace("\"periods\": 3", "\"periods\": 0").as_bytes()).is_err());
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        let text = r#"{"format": "efp-1", "name": "x", "periods": 3, "nation_in_formation": 1, "theatre_ceiling": 500,
            "nations": [{"id": "N", "ceiling": 500}], "formations": [{"id": "F", "max_nations": 1}],
            "offers": [{"id": "O", "nation": "N", "capability": "C", "elements": 1, "strength": 100, "tour": 2,
                "dwell": 2, "from": 0, "to": null, "formations": ["F"], "tour_cost": 1}],
            "lines": [{"id": "R", "formation": "F", "capability": "C", "substitute": null, "quantity": 1, "from": 0,
                "to": 3, "weight": 10}]}"#;
        assert_eq!(case("x.json", text.as_bytes()).unwrap().offers.len(), 1);
        for (from, to, says) in [
            (r#""dwell": 2"#, r#""dwell": 2000000"#, "offer O: dwell is 2000000, and 1 to 1000000 are expected"),
            (r#""tour_cost": 1"#, r#""tour_cost": 1e9"#, "offer O: tour_cost is 1000000000, and 0 to 100000000"),
            (r#""weight": 10"#, r#""weight": -1"#, "line R: weight is -1, and 0 to 100000000 are expected"),
            (r#""id": "F""#, r#""id": """#, "a formation has an empty id"),
        ] {
            let message = case("x.json", text.replace(from, to).as_bytes()).unwrap_err().message;
            assert!(message.contains(says), "{message}");
        }
    }
}
