//! `bench`: a small instance, worked out by hand.

use crate::entente;
use serde_json::Value;
use std::fs;

/// Two nations, one offer each, one line of two elements over four periods.
///
/// A has one element: 2 periods on tour, 2 in dwell, so one tour within the line's window 0–4 from period 0
/// (its next could start in period 4, after the end). B brings a substitute that counts 0.75: 3 periods on
/// tour, 1 in dwell, free from period 1. B may not serve in F2.
/// R1 (F1, two elements, weight 1000, periods 0–3), R2 (F2, one element, weight 10, periods 0–3).
///
/// A for R1: 2 element-periods, 2000 saved, for 50 and a nation, 100. For R2 it would save 20 alone.
/// B for R1: 3 × 0.75 = 2.25, 2250 saved, for 70 and a nation, 100.
/// Objective: R1 asks 8, short 8 − 2 − 2.25 = 3.75 → 3750; R2 short 4 → 40; tours 120; nations 200: 4110.
const INSTANCE: &str = r#"{
 "format": "efp-1", "name": "by-hand", "periods": 4, "nation_in_formation": 100, "theatre_ceiling": 1000,
 "nations": [{"id": "N1", "ceiling": 100}, {"id": "N2", "ceiling": 100}],
 "formations": [{"id": "F1", "max_nations": 4}, {"id": "F2", "max_nations": 4}],
 "offers": [
  {"id": "A", "nation": "N1", "capability": "C1", "elements": 1, "strength": 100, "tour": 2, "dwell": 2, "from": 0,
   "to": null, "formations": ["F1", "F2"], "tour_cost": 50},
  {"id": "B", "nation": "N2", "capability": "C2", "elements": 1, "strength": 100, "tour": 3, "dwell": 1, "from": 1,
   "to": 4, "formations": ["F1"], "tour_cost": 70}],
 "lines": [
  {"id": "R1", "formation": "F1", "capability": "C1", "substitute": "C2", "quantity": 2, "from": 0, "to": 4,
   "weight": 1000},
  {"id": "R2", "formation": "F2", "capability": "C1", "substitute": "C2", "quantity": 1, "from": 0, "to": 4,
   "weight": 10}]
}"#;

#[test]
fn the_objective_is_that_of_the_hand_calculation() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("instance.json"), INSTANCE).unwrap();
    let words = ["bench", "solve", "instance.json", "--out", "solution.json", "--trace", "trace.csv"];
    let ran = entente(dir.path(), &words).expect(0);
    assert_eq!(ran.stdout.lines().count(), 1);
    let line: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!((line["objective"].as_f64().unwrap() - 4110.0).abs() < 1e-6, "{line}");
    assert!((line["bound"].as_f64().unwrap() - 4110.0).abs() < 1e-2, "{line}");
    assert!(line["seconds"].as_f64().unwrap() >= 0.0);
    let solution: Value = serde_json::from_slice(&fs::read(dir.path().join("solution.json")).unwrap()).unwrap();
    assert_eq!(solution["instance"], "by-hand");
    let tours = solution["tours"].as_array().unwrap();
    assert!(tours.contains(&serde_json::json!(["B", "R1", 1, 1])), "{solution}");
    assert!(tours.iter().any(|t| t[0] == "A" && t[1] == "R1"), "{solution}");
    assert_eq!(tours.len(), 2);
    let trace = fs::read_to_string(dir.path().join("trace.csv")).unwrap();
    assert_eq!(trace.lines().next(), Some("seconds,best,bound"));
    let last: Vec<f64> = trace.lines().last().unwrap().split(',').map(|cell| cell.parse().unwrap()).collect();
    assert_eq!(last[1..], [line["objective"].as_f64().unwrap(), line["bound"].as_f64().unwrap()], "{trace}");
}

/// A disk that is full at the end costs the solution, and neither what was found nor its course.
#[cfg(target_os = "linux")]
#[test]
fn a_solution_that_cannot_be_written_does_not_cost_the_result() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("instance.json"), INSTANCE).unwrap();
    std::os::unix::fs::symlink("/dev/full", dir.path().join("full")).unwrap();
    let ran = entente(dir.path(), &["bench", "solve", "instance.json", "--out", "full", "--trace", "t.csv"]).expect(1);
    assert!(ran.stderr.contains("cannot write full"), "{}", ran.stderr);
    let line: Value = serde_json::from_str(&ran.stdout).unwrap();
    let last = fs::read_to_string(dir.path().join("t.csv")).unwrap();
    let last: Vec<f64> = last.lines().last().unwrap().split(',').map(|cell| cell.parse().unwrap()).collect();
    assert_eq!(last[1..], [line["objective"].as_f64().unwrap(), line["bound"].as_f64().unwrap()]);
}

#[test]
fn planning_again_is_timed_change_by_change() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("instance.json"), INSTANCE).unwrap();
    let words = ["bench", "replan", "instance.json", "--first-limit", "5", "--time-limit", "5", "--changes", "1"];
    let ran = entente(dir.path(), &words).expect(0);
    let line: Value = serde_json::from_str(&ran.stdout).unwrap();
    let changes = line["changes"].as_array().unwrap();
    // Every kind of change once; B alone has a caveat.
    assert_eq!(changes.len(), 6, "{line}");
    for change in changes {
        let figure = |key: &str| change[key].as_f64().unwrap();
        assert_eq!(change["reached"], Value::Bool(true), "{change}");
        assert!(figure("gap") <= figure("goal"), "{change}");
        assert!(figure("cold_seconds") > 0.0 && figure("cold_seconds") < 6.0, "{change}");
    }
    assert!(line["ratio"].as_f64().unwrap() > 0.0, "{line}");
}

/// A billionth of a second is too short for any plan: that is told of each change, and all are tried.
#[test]
fn a_change_without_a_plan_does_not_cost_the_others() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("instance.json"), INSTANCE).unwrap();
    let words = ["bench", "replan", "instance.json", "--first-limit", "5", "--time-limit", "1e-9", "--changes", "1"];
    let ran = entente(dir.path(), &words).expect(0);
    let line: Value = serde_json::from_str(&ran.stdout).unwrap();
    let changes = line["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 6, "{line}");
    assert!(changes.iter().all(|change| change["reached"] == false && change["of"].is_string()), "{line}");
    assert_eq!(line["ratio"], Value::Null);
    assert_eq!(ran.stderr.matches("before any plan was found").count(), 6, "{}", ran.stderr);
}

/// Whatever part of the fast method is missing, plan and proof are as good, for branch and bound closes what is left.
#[test]
fn a_part_less_changes_no_optimum() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("instance.json"), INSTANCE).unwrap();
    for part in [
        "search",
        "swaps",
        "relaxation",
        "rounding",
        "lifting",
        "division",
        "tours",
        "dives",
        "coarse",
        "ways",
        "paces",
        "guide",
        "fixing",
    ] {
        let words = ["bench", "solve", "instance.json", "--out", "s.json", "--method", "fast", "--without", part];
        let ran = entente(dir.path(), &words).expect(0);
        let line: Value = serde_json::from_str(&ran.stdout).unwrap();
        for figure in ["objective", "bound"] {
            assert!((line[figure].as_f64().unwrap() - 4110.0).abs() < 1e-2, "without {part}: {line}");
        }
    }
}

/// Nobody has offered anything: all is short, and that is the optimum.
#[test]
fn nobody_comes() {
    let dir = tempfile::tempdir().unwrap();
    let instance = r#"{
 "format": "efp-1", "name": "empty", "periods": 3, "nation_in_formation": 100, "theatre_ceiling": 1000,
 "nations": [], "formations": [{"id": "F1", "max_nations": 4}], "offers": [],
 "lines": [{"id": "R1", "formation": "F1", "capability": "C1", "substitute": null, "quantity": 2, "from": 0, "to": 3,
            "weight": 10}]}"#;
    fs::write(dir.path().join("empty.json"), instance).unwrap();
    for method in ["fast", "exact", "auto"] {
        let words = ["bench", "solve", "empty.json", "--out", "s.json", "--method", method, "--time-limit", "5"];
        let ran = entente(dir.path(), &words).expect(0);
        let line: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert!((line["objective"].as_f64().unwrap() - 60.0).abs() < 1e-9, "{method}: {line}");
        assert!(line["bound"].as_f64().unwrap() > 60.0 - 1e-3, "{method}: {line}");
    }
}

#[test]
fn what_is_no_instance() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("x.json"), "{}").unwrap();
    entente(dir.path(), &["bench", "solve", "x.json", "--out", "s.json"]).expect(1);
    entente(dir.path(), &["bench", "solve", "none.json", "--out", "s.json"]).expect(1);
    entente(dir.path(), &["bench", "solve", "x.json"]).expect(2);
    fs::write(dir.path().join("instance.json"), INSTANCE).unwrap();
    entente(dir.path(), &["bench", "solve", "instance.json", "--out", "s.json", "--trace", "none/t.csv"]).expect(1);
}

/// Numbers at the edge of what is read: an answer, and no halt.
#[test]
fn windows_beyond_all_time() {
    let dir = tempfile::tempdir().unwrap();
    for (from, to) in [
        (
            r#""from": 1,
   "to": 4,"#,
            r#""from": 4294967295, "to": 4294967295,"#,
        ),
        (
            r#""from": 0,
   "to": null,"#,
            r#""from": 4294967295, "to": null,"#,
        ),
        (r#""quantity": 2, "from": 0, "to": 4,"#, r#""quantity": 2, "from": 0, "to": 4294967295,"#),
        (r#""quantity": 1, "from": 0, "to": 4,"#, r#""quantity": 1000000, "from": 4294967295, "to": 4294967295,"#),
        (r#""tour": 2, "dwell": 2"#, r#""tour": 1000000, "dwell": 1000000"#),
        (r#""ceiling": 100}"#, r#""ceiling": 4294967295}"#),
        (r#""max_nations": 4}"#, r#""max_nations": 4294967295}"#),
    ] {
        assert!(INSTANCE.contains(from), "{from}");
        fs::write(dir.path().join("x.json"), INSTANCE.replacen(from, to, 1)).unwrap();
        for method in ["fast", "exact"] {
            entente(dir.path(), &["bench", "solve", "x.json", "--out", "s.json", "--method", method]).expect(0);
        }
    }
}

/// What cannot be written is told before the run, and what is there stays as it is.
#[test]
fn files_are_tried_before_the_run() {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [("instance.json", INSTANCE), ("s.json", "a solution"), ("t.csv", "a trace")] {
        fs::write(dir.path().join(name), text).unwrap();
    }
    fs::create_dir(dir.path().join("folder")).unwrap();
    for (out, trace, code, said) in [
        ("none/s.json", "t.csv", 1, "cannot write none/s.json"),
        ("s.json", "none/t.csv", 1, "cannot write none/t.csv"),
        ("folder", "t.csv", 2, "folder is a folder"),
        ("s.json", "folder", 2, "folder is a folder"),
        ("..", "t.csv", 2, ".. is a folder"),
        ("s.json", "folder/../s.json", 2, "--trace names the same file as --out"),
        ("new.json", "./new.json", 2, "--trace names the same file as --out"),
        ("folder/../instance.json", "t.csv", 2, "--out names the same file as the instance"),
        ("s.json", "instance.json", 2, "--trace names the same file as the instance"),
    ] {
        let words = ["bench", "solve", "instance.json", "--out", out, "--trace", trace];
        let ran = entente(dir.path(), &words).expect(code);
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        assert!(!ran.stderr.contains("by-hand") && ran.stdout.is_empty(), "{}", ran.stderr);
        for (name, text) in [("instance.json", INSTANCE), ("s.json", "a solution"), ("t.csv", "a trace")] {
            assert_eq!(fs::read_to_string(dir.path().join(name)).unwrap(), text, "{name}");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 4, "{said}");
    }
    // An instance that is none costs no earlier solution or trace either.
    fs::write(dir.path().join("x.json"), "{}").unwrap();
    entente(dir.path(), &["bench", "solve", "x.json", "--out", "s.json", "--trace", "t.csv"]).expect(1);
    assert_eq!(fs::read_to_string(dir.path().join("t.csv")).unwrap(), "a trace");
    entente(dir.path(), &["bench", "solve", "instance.json", "--out", "s.json", "--trace", "t.csv"]).expect(0);
    assert!(fs::read_to_string(dir.path().join("s.json")).unwrap().contains("by-hand"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/dev/null", dir.path().join("sink")).unwrap();
        entente(dir.path(), &["bench", "solve", "instance.json", "--out", "sink", "--trace", "sink"]).expect(0);
        assert!(dir.path().join("sink").is_symlink());
    }
}
