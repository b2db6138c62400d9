//! The starter case: it checks, it plans, and it has a gap worth looking at.

use crate::entente;
use std::fs;

#[test]
fn a_new_case_checks_and_plans_with_a_gap() {
    let dir = tempfile::tempdir().unwrap();
    entente(dir.path(), &["new", "first"]).expect(0);
    let check = entente(dir.path(), &["check", "first", "--json"]).expect(0);
    let found: serde_json::Value = serde_json::from_str(&check.stdout).unwrap();
    let bad: Vec<_> = found.as_array().unwrap().iter().filter(|d| d["severity"] != "note").collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let plan = entente(dir.path(), &["plan", "first", "--out", "run"]).expect(0);
    assert!(!plan.stdout.is_empty());
    let plan: serde_json::Value = serde_json::from_slice(&fs::read(dir.path().join("run/plan.json")).unwrap()).unwrap();
    assert!(plan["tours"].as_array().unwrap().len() > 5);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("run/manifest.json")).unwrap()).unwrap();
    // A gap on a must line for some months, yet not an empty force: between one and a hundred element-months.
    let objective = manifest["objective"].as_f64().unwrap();
    assert!((1e6..1e8).contains(&objective), "{objective}");
    assert_eq!(manifest["status"], "optimal");
}

#[test]
fn nothing_is_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("used")).unwrap();
    fs::write(dir.path().join("used/mine.txt"), "mine").unwrap();
    let ran = entente(dir.path(), &["new", "used"]).expect(2);
    assert!(ran.stderr.contains("used is not empty"), "{}", ran.stderr);
    assert_eq!(fs::read_dir(dir.path().join("used")).unwrap().count(), 1);
    fs::write(dir.path().join("file"), "").unwrap();
    entente(dir.path(), &["new", "file"]).expect(2);
}
