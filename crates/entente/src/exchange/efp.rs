//! EFP-1, an open benchmark for coalition force plans: an instance becomes a case, a plan becomes a
//! solution.
//!
//! Periods are months. The objective of the benchmark, Σ weight × shortfall + Σ tour cost × elements + so
//! much per nation in a formation, is that of the case with one weight for must, one for cost and one
//! for nations. An offer that may not serve everywhere is bound by a caveat on the country where it
//! serves: each formation lies in a country of its own.

mod faults;
mod json;
mod read;
mod row;

use crate::failure::Failure;
use entente_model::area::{Area, Place, PlaceKind, Position, Shape};
use entente_model::case::{BurdenKey, LeadRule};
use entente_model::caveat::{Attribute, AttributeTest, Binds, Comparison, Test};
use entente_model::provenance::Provenance;
use entente_model::quantity::{Effectiveness, Probability};
use entente_model::{
    Axis, Calendar, Capability, Case, Caveat, Condition, Expr, Formation, Ix, Line, Nation, Offer, Period, PeriodKind,
    Priority, Status, Table, Weights, Window,
};
use entente_plan::Plan;
use jiff::civil::Date;
use read::Instance;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What one element of a substitute counts, thousandths.
const SUBSTITUTE: u16 = 750;

/// The instance as a case; `file` is what messages call it.
///
/// # Errors
/// It is no EFP-1 instance, contradicts itself, or is too large.
pub fn case(file: &str, bytes: &[u8]) -> Result<Case, Failure> {
    Ok(build(&read::instance(file, bytes)?))
}

fn build(instance: &Instance) -> Case {
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
    let lines = Table::new(instance.lines.iter().map(|l| line(l, instance.periods, &capabilities)).collect());
    let offers = Table::new(instance.offers.iter().map(|o| offer(o, &capabilities)).collect());
    let caveats = Table::new(caveats(instance));
    let d_day = Date::constant(2026, 1, 1);
    Case {
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
    }
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

/// The position of a capability.
fn known(capabilities: &Table<Capability>, id: &str) -> Ix<Capability> {
    capabilities.find(id).expect("the table holds what any offer or line names")
}

fn line(l: &read::Line, periods: u32, capabilities: &Table<Capability>) -> Line {
    let capability = known(capabilities, &l.capability);
    let mut accepts = vec![(capability, Effectiveness::FULL)];
    if let Some(substitute) = &l.substitute {
        let effect = Effectiveness::from_thousandths(SUBSTITUTE).expect("a share between nothing and all");
        let substitute = known(capabilities, substitute);
        if substitute != capability {
            accepts.push((substitute, effect));
        }
    }
    Line {
        id: l.id.clone(),
        title: l.id.clone(),
        formation: Ix::new(l.formation),
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
    }
}

fn offer(o: &read::Offer, capabilities: &Table<Capability>) -> Offer {
    Offer {
        id: o.id.clone(),
        nation: Ix::new(o.nation),
        unit: o.id.clone(),
        capability: known(capabilities, &o.capability),
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
    }
}

/// A caveat for each offer that may not serve in all formations.
fn caveats(instance: &Instance) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    for (at, o) in instance.offers.iter().enumerate() {
        let allowed: BTreeSet<usize> = o.formations.iter().copied().collect();
        let barred = instance.formations.iter().enumerate().filter(|(at, _)| !allowed.contains(at));
        let barred: Vec<String> = barred.map(|(_, f)| f.id.clone()).collect();
        if barred.is_empty() {
            continue;
        }
        caveats.push(Caveat {
            id: format!("{}-area", o.id),
            binds: Binds::Offer(Ix::new(at)),
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
    caveats
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

    const SMALL: &str = r#"{"format": "efp-1", "name": "x", "periods": 3, "nation_in_formation": 1,
        "theatre_ceiling": 500,
        "nations": [{"id": "N", "ceiling": 500}], "formations": [{"id": "F", "max_nations": 1}],
        "offers": [{"id": "O", "nation": "N", "capability": "C", "elements": 1, "strength": 100, "tour": 2,
            "dwell": 2, "from": 0, "to": null, "formations": ["F"], "tour_cost": 1}],
        "lines": [{"id": "R", "formation": "F", "capability": "C", "substitute": null, "quantity": 1, "from": 0,
            "to": 3, "weight": 10}]}"#;

    /// The small instance with other texts in the place of some.
    fn told(changes: &[(&str, &str)]) -> String {
        let mut text = SMALL.to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        case("x.json", text.as_bytes()).unwrap_err().message
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        assert_eq!(case("x.json", SMALL.as_bytes()).unwrap().offers.len(), 1);
        for (from, to, says) in [
            (r#""dwell": 2"#, r#""dwell": 2000000"#, "offer O: dwell is 2000000, and 1 to 1000000 are expected"),
            (r#""tour_cost": 1"#, r#""tour_cost": 1e9"#, "offer O: tour_cost is 1000000000, and 0 to 100000000"),
            (r#""weight": 10"#, r#""weight": -1"#, "line R: weight is -1, and 0 to 100000000 are expected"),
            (r#""id": "F""#, r#""id": """#, "a formation has an empty id"),
        ] {
            let message = told(&[(from, to)]);
            assert!(message.contains(says), "{message}");
        }
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        let message = told(&[
            (r#""periods": 3"#, r#""periods": "three""#),
            (r#""ceiling": 500}"#, r#""ceiling": -1}, {"id": "N", "ceiling": 2.5}, 7"#),
            (r#"{"id": "F", "max"#, r#"{"id": "NORTH", "max"#),
            (r#""nation": "N""#, r#""nation": null"#),
            (r#""capability": "C", "elements": 1"#, r#""elements": 1, "elements": 2"#),
            (r#""from": 0, "to": null"#, r#""from": 5, "to": 4"#),
            (r#"["F"]"#, r#"["NORHT", 3]"#),
            (r#"{"id": "R", "formation": "F""#, r#"{"formation": "SOUTH""#),
            (
                r#""from": 0,
            "to": 3, "weight": 10"#,
                r#""from": 2, "to": null, "weight": [10]"#,
            ),
        ]);
        let said: Vec<&str> = message.lines().map(str::trim_start).collect();
        assert_eq!(
            said,
            [
                "x.json holds 15 mistakes",
                "periods is the text ‘three’, and a whole number from 1 to 520 is expected",
                "nation N: ceiling is -1, and a whole number from 0 to 4294967295 is expected",
                "nation N is there twice, as entries 1 and 2; rename one of them",
                "nation N: ceiling is 2.5, and a whole number from 0 to 4294967295 is expected",
                "nations, entry 3 is 7, and an object is expected",
                "offer O: its window is from 5 to 4, which ends before it begins; swap them",
                "offer O: nation is null, and a text is expected",
                "offer O: capability is missing; add it: a text is expected",
                "offer O: elements is there twice; keep one of the two",
                "offer O: there is no formation ‘NORHT’; did you mean ‘NORTH’?",
                "offer O: formations holds 3, and texts are expected",
                "lines, entry 1: id is missing; add it: a text is expected",
                "lines, entry 1: to is null, and a whole number from 0 to 4294967295 is expected",
                "lines, entry 1: there is no formation ‘SOUTH’; add it to formations",
                "lines, entry 1: weight is a list, and a number from 0 to 100000000 is expected",
            ][..]
        );
    }

    #[test]
    fn names_steer_no_terminal_and_fill_no_memory() {
        assert_eq!(told(&[(r#""name": "x""#, r#""name": "\u001b[2J""#)]).lines().count(), 1);
        let message = told(&[(r#""id": "F""#, r#""id": "\u001b[2J""#), (r#"["F"]"#, r#"["\u001b[2J"]"#)]);
        assert!(message.contains("formation \u{fffd}[2J: id holds characters that cannot be seen"), "{message}");
        assert!(!message.contains('\u{1b}'), "{message}");
        let long = format!(r#""id": "{}""#, "O".repeat(1_000_000));
        let message = told(&[(r#""id": "O""#, &long)]);
        assert!(message.contains("id is longer than 100 characters; shorten it") && message.len() < 500, "{message}");
    }

    #[test]
    fn thousands_of_mistakes_are_counted() {
        let offer = SMALL[SMALL.find(r#"{"id": "O""#).unwrap()..].split_once('}').unwrap().0;
        let many: Vec<String> =
            (0..2000).map(|n| format!("{offer}}}").replace(r#""O""#, &format!(r#""O{n}""#))).collect();
        let many = many.join(", ").replace(r#""tour": 2"#, r#""tour": 0"#);
        let message = told(&[(&format!("{offer}}}"), &many)]);
        assert!(message.starts_with("x.json holds 2000 mistakes\n"), "{}", &message[..80]);
        assert!(message.ends_with("\n  … and 1950 more") && message.lines().count() == 52, "{message}");
    }

    /// A few hundred kilobytes can name tables of many gigabytes.
    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let rows = |prefix: &str, count: usize, rest: &str| {
            (0..count).map(|n| format!(r#"{{"id": "{prefix}{n}", {rest}}}"#)).collect::<Vec<_>>().join(",")
        };
        let nations = rows("N", 2000, r#""ceiling": 1"#);
        let formations = rows("F", 2000, r#""max_nations": 1"#);
        let offers = rows(
            "O",
            2000,
            r#""nation": "N1", "capability": "C", "elements": 1000000, "strength": 1, "tour": 1, "dwell": 1, "from": 0,
            "formations": [], "tour_cost": 0"#,
        );
        let lines = rows(
            "R",
            2000,
            r#""formation": "F1", "capability": "C", "substitute": "C", "quantity": 1, "from": 0, "to": 1,
            "weight": 1"#,
        );
        let text = format!(
            r#"{{"format": "efp-1", "name": "x", "periods": 520, "nation_in_formation": 1, "theatre_ceiling": 1,
            "nations": [{nations}], "formations": [{formations}], "offers": [{offers}], "lines": [{lines}]}}"#
        );
        let message = case("x.json", text.as_bytes()).unwrap_err().message;
        for said in [
            "holds 6 mistakes",
            "2000 nations by 2000 formations are 4000000 cells, and at most 2000000 are expected; take fewer",
            "2000 nations by 2000 lines",
            "2000 offers by 2000 formations",
            "2000 lines by 2000 formations",
            "the offers hold 2000000000 elements, and at most 2000000 are expected; offer fewer",
            "2080000000 tours to choose from, and at most 500000000 are expected; take fewer",
        ] {
            assert!(message.contains(said), "{said}: {message}");
        }
        let many = format!(r#"{{"format": "efp-1", "nations": [{}0]}}"#, "0,".repeat(2_000_000));
        let message = case("x.json", many.as_bytes()).unwrap_err().message;
        assert!(message.contains("nations has 2000001 entries, and at most 2000000 are expected"), "{message}");
        assert!(message.starts_with("x.json holds 8 mistakes"), "{message}");
    }
}
