//! `why` and `why-not` for programs: what the text says is there too.

use crate::{entente, gallery};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The best plan of a case of the gallery, and what a command says of it as text and as JSON.
fn ask(name: &str, command: &str, of: &str, edit: impl Fn(&mut Value)) -> (String, Value) {
    let dir = tempfile::tempdir().unwrap();
    let case = gallery(name);
    let case = case.to_str().unwrap();
    entente(dir.path(), &["plan", case, "--out", "run", "--no-report"]).expect(0);
    let file = dir.path().join("run/plan.json");
    let mut plan: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    edit(&mut plan);
    fs::write(Path::new(&file), plan.to_string()).unwrap();
    let text = entente(dir.path(), &[command, case, "run", of]).expect(0).stdout;
    let json = entente(dir.path(), &[command, case, "run", of, "--json"]).expect(0).stdout;
    (text, serde_json::from_str(&json).unwrap())
}

/// Takes the tours of an offer out of a plan.
fn drop_tours(plan: &mut Value, offer: &str) {
    plan["tours"].as_array_mut().unwrap().retain(|tour| tour["offer"] != offer);
}

#[test]
fn a_change_is_told_with_what_it_leaves() {
    let (text, found) = ask("infeasible/busy-on-a-must", "why", "GUARD", |_| {});
    assert!(text.contains("The cheapest single change that fills it: if Arden gave 1 more element"), "{text}");
    assert_eq!(found["change"]["left"], json!(0.0));
    assert_eq!(found["again"], Value::Null);
    assert_eq!(found["untried"], json!({"offers": 0, "changes": 0}));
    assert_eq!((&found["proven"], &found["stopped"]), (&json!(true), &json!(false)));
}

#[test]
fn planning_again_is_told_with_what_it_leaves() {
    let (text, found) = ask("quiet-line", "why", "ENGINEERS", |plan| drop_tours(plan, "B-ENG"));
    assert!(text.contains("\n2 element-periods of the gap are left then.\n"), "{text}");
    assert_eq!(found["again"]["left"], json!(2.0));
    assert_eq!(found["change"]["left"], json!(0.0));
    assert_eq!(found["change"]["objective_before"], found["again"]["objective_after"]);
}

#[test]
fn an_offer_that_planning_again_uses_is_told() {
    let (text, found) = ask("quiet-line", "why-not", "B-COY", |plan| drop_tours(plan, "B-COY"));
    assert!(text.contains("\nPlanning again brings it in, without any change"), "{text}");
    assert_eq!(found["again"]["used"], json!(true));
    assert_eq!(found["change"], Value::Null);
    assert_eq!(found["untried"], json!({"lines": 0, "changes": 0}));
}
