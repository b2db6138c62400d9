//! `cases/infeasible`: cases with one clash each, what the best plan leaves short, and what `entente why`
//! says of it. To write `expected.txt` anew: `UPDATE_EXPECTED=1 cargo test -p entente --test infeasible`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/infeasible");
    let mut folders: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    folders.retain(|f| f.is_dir());
    folders.sort();
    folders
}

fn entente(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(words)
        .current_dir(folder)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn stdout(folder: &Path, words: &[&str]) -> String {
    let output = entente(folder, words);
    assert!(
        output.status.success(),
        "{}: entente {}\n{}",
        folder.display(),
        words.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The periods in which a line or rule is short, and by how much.
fn gaps(plan: &Value, need: &Value) -> String {
    let each = need["short"].as_array().unwrap().iter().enumerate().filter(|(_, short)| short.as_f64().unwrap() > 0.0);
    let each =
        each.map(|(p, short)| format!("{} {short} of {}", plan["periods"][p].as_str().unwrap(), need["asked"][p]));
    each.collect::<Vec<_>>().join(", ")
}

/// What Entente says of the case.
fn told(folder: &Path) -> String {
    let run = tempfile::tempdir().unwrap();
    let run = run.path().join("run");
    let run_path = run.to_str().unwrap();
    let mut told = String::new();
    let found: Value = serde_json::from_str(&stdout(folder, &["check", ".", "--json"])).unwrap();
    for diagnostic in found.as_array().unwrap() {
        let text = |key: &str| diagnostic[key].as_str().unwrap_or_default();
        writeln!(told, "check: {} {}: {}", text("severity"), text("code"), text("message")).unwrap();
    }
    stdout(folder, &["plan", ".", "--out", run_path, "--no-report"]);
    let plan: Value = serde_json::from_slice(&fs::read(run.join("plan.json")).unwrap()).unwrap();
    assert_eq!(plan["status"], "optimal");
    let mut short = Vec::new();
    for kind in ["lines", "rules"] {
        for need in plan[kind].as_array().unwrap() {
            let gaps = gaps(&plan, need);
            if !gaps.is_empty() {
                let id = need["id"].as_str().unwrap();
                writeln!(told, "plan: {id} is short: {gaps}").unwrap();
                short.extend((kind == "lines").then_some(id));
            }
        }
    }
    assert!(!short.is_empty(), "{}: nothing clashes, no line is short", folder.display());
    for line in short {
        writeln!(told, "\n$ entente why . PLAN {line}\n{}", stdout(folder, &["why", ".", run_path, line]).trim_end())
            .unwrap();
    }
    told
}

#[test]
fn each_clash_is_told_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let folders = folders();
    assert!(folders.len() >= 8, "only {} folders", folders.len());
    let mut wrong = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let told = told(&folder);
        if update {
            fs::write(folder.join("expected.txt"), &told).unwrap();
        }
        let must = fs::read_to_string(folder.join("must-say.txt")).unwrap();
        assert!(!must.trim().is_empty(), "{name}: must-say.txt asks for nothing");
        wrong.extend(must.lines().filter(|s| !told.contains(s)).map(|s| format!("{name} does not say: {s}\n{told}")));
        let expected = fs::read_to_string(folder.join("expected.txt")).unwrap_or_default();
        if told != expected {
            wrong.push(format!("{name}: told\n{told}\nexpected\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
