//! `plan`: the summary, the run folder and its manifest, limits, and a plan before.

use crate::{copy, edit, entente};
use serde_json::Value;
use std::fs;
use std::path::Path;

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn the_run_folder() {
    let (dir, _) = copy("quiet-line");
    let ran = entente(dir.path(), &["plan", "case", "--seed", "7"]).expect(0);
    let folder = dir.path().join("runs/quiet-line-1");
    assert!(ran.stderr.contains("report.html"), "{}", ran.stderr);
    let manifest = json(&folder.join("manifest.json"));
    assert_eq!(manifest["format"], "entente-run");
    assert_eq!(manifest["seed"], 7);
    assert_eq!(manifest["status"], "optimal");
    let outputs = manifest["outputs"].as_array().unwrap();
    for name in ["plan.json", "report.html", "plan.csv", "plan.xlsx", "plan.geojson", "model.mps"] {
        let output = outputs.iter().find(|o| o["name"] == name).unwrap_or_else(|| panic!("{name} is not listed"));
        let bytes = fs::read(folder.join(name)).unwrap();
        assert_eq!(output["sha256"], entente::digest::sha256(&bytes), "{name}");
    }
    let inputs = manifest["inputs"].as_array().unwrap();
    let offers = inputs.iter().find(|i| i["name"] == "offers.csv").unwrap();
    assert_eq!(offers["sha256"], entente::digest::sha256(&fs::read(dir.path().join("case/offers.csv")).unwrap()));
    // No temporary file is left behind.
    assert_eq!(fs::read_dir(&folder).unwrap().count(), outputs.len() + 1);
    // Same inputs, same bytes.
    entente(dir.path(), &["plan", "case", "--seed", "7"]).expect(0);
    for output in outputs {
        let name = output["name"].as_str().unwrap();
        let again = fs::read(dir.path().join("runs/quiet-line-2").join(name)).unwrap();
        assert_eq!(fs::read(folder.join(name)).unwrap(), again, "{name}");
    }
}

#[test]
fn a_folder_in_use_is_not_overwritten() {
    let (dir, _) = copy("quiet-line");
    fs::create_dir(dir.path().join("used")).unwrap();
    fs::write(dir.path().join("used/mine.txt"), "mine").unwrap();
    let ran = entente(dir.path(), &["plan", "case", "--out", "used", "--no-report"]).expect(2);
    assert!(ran.stderr.contains("--force"), "{}", ran.stderr);
    entente(dir.path(), &["plan", "case", "--out", "used", "--no-report", "--force"]).expect(0);
    assert!(dir.path().join("used/mine.txt").exists());
    assert!(dir.path().join("used/plan.json").exists() && !dir.path().join("used/report.html").exists());
    // Our own run may be replaced, and is replaced as a whole.
    entente(dir.path(), &["plan", "case", "--out", "run"]).expect(0);
    assert!(dir.path().join("run/report.html").exists());
    entente(dir.path(), &["plan", "case", "--out", "run", "--no-report"]).expect(0);
    assert!(!dir.path().join("run/report.html").exists());
}

#[test]
fn a_plan_before_counts_changes() {
    let (dir, case) = copy("quiet-line");
    entente(dir.path(), &["plan", "case", "--out", "before"]).expect(0);
    // The hospital is gone, and everything else stays.
    edit(
        &case,
        "offers.csv",
        "A-MED,XAA,Hospital of Arden,MED,1,30,6,1,,2026-11-30,,,committed",
        "A-MED,XAA,Hospital of Arden,MED,1,30,6,1,,2026-11-30,,,withdrawn",
    );
    entente(dir.path(), &["plan", "case", "--out", "after", "--previous", "before"]).expect(0);
    let manifest = json(&dir.path().join("after/manifest.json"));
    assert_eq!(manifest["previous"], "before");
    let inputs = manifest["inputs"].as_array().unwrap();
    assert!(inputs.iter().any(|i| i["name"] == "previous: plan.json"), "{inputs:#?}");
    let objective = manifest["objective"].as_f64().unwrap();
    let bound = manifest["bound"].as_f64().unwrap();
    assert!(bound <= objective && objective - bound <= 1e-6 * objective);
    assert!(
        json(&dir.path().join("after/plan.json"))["tours"].as_array().unwrap().iter().all(|t| t["offer"] != "A-MED")
    );
}

#[test]
fn a_limit_too_small_for_any_plan() {
    let (dir, _) = copy("quiet-line");
    for words in [&["plan", "case"][..], &["plan", "case", "--out", "run"]] {
        let ran = entente(dir.path(), &[words, &["--time-limit", "0.000000001"]].concat()).expect(3);
        assert!(ran.stderr.contains("before any plan was found"), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
    // No empty folder is left behind.
    assert!(!dir.path().join("run").exists() && !dir.path().join("runs/quiet-line-1").exists());
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_costs_nothing() {
    use std::process::{Command, Stdio};
    let (dir, _) = copy("quiet-line");
    let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["plan", "case", "--out", "run"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panic"));
    // The run was written before anything was said.
    assert_eq!(json(&dir.path().join("run/manifest.json"))["status"], "optimal");
}
