//! `check`: all mistakes at once, for people and for machines.

use crate::{copy, edit, entente, gallery};
use serde_json::Value;

#[test]
fn the_gallery_has_no_errors() {
    for name in ["quiet-line", "mnf-ukraine"] {
        let ran = entente(&gallery(name), &["check", "."]).expect(0);
        assert!(ran.stderr.contains("can be planned"), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn several_mistakes_at_once() {
    let (dir, case) = copy("quiet-line");
    edit(&case, "offers.csv", "A-COY,XAA,Companies of Arden,COY,2", "A-COY,XAA,Companies of Arden,COYS,two");
    edit(&case, "nations.csv", "XBB,Borland,,MISSION", "XBB,Borland,,MISION");
    let ran = entente(dir.path(), &["check", "case"]).expect(1);
    assert_eq!(ran.stdout, "");
    for said in ["COYS", "two", "MISION", "help:", "errors"] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert!(ran.stderr.contains('^'), "{}", ran.stderr);
    let ran = entente(dir.path(), &["check", "case", "--json"]).expect(1);
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    let errors: Vec<_> = found.as_array().unwrap().iter().filter(|d| d["severity"] == "error").collect();
    assert!(errors.len() >= 3, "{errors:#?}");
    for error in &errors {
        assert!(error["file"].is_string() && error["message"].is_string() && error["code"].is_string());
    }
    let coys = errors.iter().find(|e| e["value"] == "COYS").unwrap();
    assert_eq!((coys["file"].as_str(), coys["line"].as_u64()), (Some("offers.csv"), Some(4)));
    // A case with errors is not planned either.
    let ran = entente(dir.path(), &["plan", "case", "--out", "run"]).expect(1);
    assert!(ran.stderr.contains("COYS"), "{}", ran.stderr);
    assert!(!dir.path().join("run").exists());
}
