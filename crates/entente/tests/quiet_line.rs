//! The case that was planned by hand, planned by Entente: cases/quiet-line/HAND.md against the plan.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use entente::case_folder;
use entente_model::Case;
use entente_plan::score::TermName;
use entente_plan::{Go, Planned, Request, force, verify};
use std::path::Path;

fn planned() -> (Case, Planned, toml::Table) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/quiet-line");
    let loaded = entente_model::load(&case_folder::read(&path).unwrap().files);
    let case = loaded.case.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
    let planned = force::plan(&case, &Request::default(), &mut |_| Go::On).unwrap();
    let expected = std::fs::read_to_string(path.join("expected.toml")).unwrap().parse().unwrap();
    (case, planned, expected)
}

fn number(value: &toml::Value) -> f64 {
    value.as_float().or_else(|| value.as_integer().map(|n| n as f64)).unwrap()
}

#[track_caller]
fn close(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{what}: {found}, by hand {expected}");
}

#[test]
fn the_objective_term_by_term() {
    let (_, planned, expected) = planned();
    close(planned.score.total(), number(&expected["objective"]), "objective");
    assert!(planned.bound <= planned.score.total());
    close(planned.bound / 1e3, number(&expected["objective"]) / 1e3, "bound");
    let amounts = expected["amounts"].as_table().unwrap();
    assert_eq!(amounts.len(), 9);
    for (name, amount) in amounts {
        let term = match name.as_str() {
            "must" => TermName::Must,
            "should" => TermName::Should,
            "could" => TermName::Could,
            "nondelivery" => TermName::Nondelivery,
            "nations" => TermName::Nations,
            "handovers" => TermName::Handovers,
            "change" => TermName::Change,
            "burden" => TermName::Burden,
            "cost" => TermName::Cost,
            other => panic!("expected.toml has an unknown term {other}"),
        };
        close(planned.score.amount(term), number(amount), name);
    }
}

#[test]
fn the_tours_and_the_lead() {
    let (case, planned, expected) = planned();
    assert_eq!(verify::verify(&case, &planned.plan), []);
    let mut found: Vec<(String, String, i64, i64)> = planned
        .plan
        .tours
        .iter()
        .map(|t| {
            let (offer, line) = (&case.offers[t.offer].id, &case.lines[t.line].id);
            (offer.clone(), line.clone(), i64::from(t.start.0), i64::from(t.elements))
        })
        .collect();
    let text = |t: &toml::Value, key: &str| t[key].as_str().unwrap().to_owned();
    let mut by_hand: Vec<_> = expected["tours"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| {
            (text(t, "offer"), text(t, "line"), t["start"].as_integer().unwrap(), t["elements"].as_integer().unwrap())
        })
        .collect();
    found.sort();
    by_hand.sort();
    assert_eq!(found, by_hand);
    let leads: Vec<(&str, &str)> = planned
        .plan
        .leads
        .iter()
        .map(|l| (case.formations[l.formation].id.as_str(), case.nations[l.nation].id.as_str()))
        .collect();
    let by_hand: Vec<(&str, &str)> =
        expected["leads"].as_table().unwrap().iter().map(|(f, n)| (f.as_str(), n.as_str().unwrap())).collect();
    assert_eq!(leads, by_hand);
}

#[test]
fn the_fill_of_each_line() {
    let (case, planned, expected) = planned();
    for (id, pair) in expected["fill"].as_table().unwrap() {
        let line = case.lines.find(id).unwrap();
        let pair: Vec<i64> = pair.as_array().unwrap().iter().map(|n| n.as_integer().unwrap()).collect();
        let (mut covered, mut asked) = (0, 0);
        for p in case.calendar.periods() {
            let quantity = i64::from(case.lines[line].quantity[p.get()]);
            let there: i64 = planned
                .plan
                .tours
                .iter()
                .filter(|t| t.line == line && (t.start.0..t.start.0 + case.offers[t.offer].tour).contains(&p.0))
                .map(|t| i64::from(t.elements))
                .sum();
            covered += there.min(quantity);
            asked += quantity;
        }
        assert_eq!([covered, asked], pair[..], "{id}");
    }
}
