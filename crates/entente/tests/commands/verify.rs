//! `verify`: plans of ours and plans typed by hand, whole and broken.

use crate::{copy, edit, entente};
use std::fs;

/// The plan of cases/quiet-line/HAND.md.
const BY_HAND: &str = "\
Offer,Line,Start,Elements
A-STAFF,HQ,2026-07,1
A-MED,AID,P0,1
A-COY,PATROL,2026-07-01,1
A-COY,PATROL,2026-09,1
B-COY,PATROL,2026-07,1
B-ENG,ENGINEERS,P1,1
";

#[test]
fn a_plan_by_hand_holds() {
    let (dir, _) = copy("quiet-line");
    fs::write(dir.path().join("plan.csv"), BY_HAND).unwrap();
    let ran = entente(dir.path(), &["verify", "case", "plan.csv"]).expect(0);
    assert!(ran.stdout.contains("The plan holds: 6 tours and 1 lead break"), "{}", ran.stdout);
    assert!(ran.stderr.contains("XAA leads MISSION"), "{}", ran.stderr);
}

#[test]
fn our_own_plan_holds() {
    let (dir, _) = copy("quiet-line");
    entente(dir.path(), &["plan", "case", "--out", "run"]).expect(0);
    for plan in ["run", "run/plan.json", "run/plan.csv", "run/plan.xlsx"] {
        let ran = entente(dir.path(), &["verify", "case", plan]).expect(0);
        assert!(ran.stdout.contains("The plan holds: 6 tours"), "{plan}: {}", ran.stdout);
    }
}

#[test]
fn each_broken_rule_is_named() {
    let (dir, _) = copy("quiet-line");
    let plan = format!("{BY_HAND}A-COY,PATROL,2026-08,2\nC-COY,GUARD,P0,1\n,,,\n");
    fs::write(dir.path().join("plan.csv"), plan).unwrap();
    fs::write(dir.path().join("leads.csv"), "formation,nation\nMISSION,XBB\n").unwrap();
    let ran = entente(dir.path(), &["verify", "case", "plan.csv"]).expect(1);
    assert!(ran.stdout.contains("busy[A-COY,"), "{}", ran.stdout);
    assert!(ran.stdout.contains("C-COY"), "{}", ran.stdout);
    assert!(ran.stdout.contains("The plan breaks"), "{}", ran.stdout);
    let ran = entente(dir.path(), &["verify", "case", "plan.csv", "--json"]).expect(1);
    let verdict: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(verdict["holds"], false);
    assert!(verdict["broken"].as_array().unwrap().len() >= 3, "{verdict:#}");
}

#[test]
fn all_slips_of_the_pen_at_once() {
    let (dir, _) = copy("quiet-line");
    let plan = "Plan of the staff;;;;\noffer;line;start;elements;nation\nA-COYS;PATROL;2026-07;1;\nA-COY;PATROLS;July;0;\n\
                A-COY;PATROL;2031-01;1;XBB\n";
    fs::write(dir.path().join("plan.csv"), plan).unwrap();
    let ran = entente(dir.path(), &["verify", "case", "plan.csv"]).expect(1);
    for said in [
        "did you mean A-COY?",
        "did you mean PATROL?",
        "“July” names no period",
        "“0” is no number of elements",
        "outside the horizon",
        "the offer is of XAA",
        "5 errors, 1 warning",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert_eq!(ran.stdout, "");
}

#[test]
fn a_workbook_typed_by_hand() {
    let (dir, _) = copy("quiet-line");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Rotation").unwrap();
    sheet.write_string(0, 0, "What the staff proposes").unwrap();
    for (column, name) in ["Unit", "OFFER", "Line ", "Start", "Elements"].into_iter().enumerate() {
        sheet.write_string(2, column as u16, name).unwrap();
    }
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for (row, line) in BY_HAND.lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let row = row as u32 + 3;
        sheet.write_string(row, 1, cells[0]).unwrap().write_string(row, 2, cells[1]).unwrap();
        if cells[2].len() == 10 {
            let day = rust_xlsxwriter::ExcelDateTime::parse_from_str(cells[2]).unwrap();
            sheet.write_datetime_with_format(row, 3, &day, &format).unwrap();
        } else {
            sheet.write_string(row, 3, cells[2]).unwrap();
        }
        sheet.write_number(row, 4, cells[3].parse::<f64>().unwrap()).unwrap();
    }
    let leads = book.add_worksheet().set_name("Leads").unwrap();
    leads.write_string(0, 0, "Formation").unwrap().write_string(0, 1, "Nation").unwrap();
    leads.write_string(1, 0, "MISSION").unwrap().write_string(1, 1, "XAA").unwrap();
    book.save(dir.path().join("plan.xlsx")).unwrap();
    let ran = entente(dir.path(), &["verify", "case", "plan.xlsx"]).expect(0);
    assert!(ran.stdout.contains("The plan holds: 6 tours and 1 lead break"), "{}", ran.stdout);
    assert!(!ran.stderr.contains("inferred: XAA"), "{}", ran.stderr);
}

#[test]
fn what_is_no_plan() {
    let (dir, _) = copy("quiet-line");
    for (name, text, said) in [
        ("a.json", "{", "cannot be read as JSON"),
        ("b.json", "{}", "is no plan"),
        ("c.json", r#"{"format": "entente-plan", "version": 99}"#, "reads version 1"),
        ("d.json", r#"{"format": "entente-plan", "version": 1, "tours": [{"offer": 3}]}"#, "tours[0].offer"),
        ("e.csv", "a,b\n1,2\n", "the columns offer, line, start, elements are missing"),
        ("f.csv", "", "are missing"),
        ("g.pdf", "", "a kind that is not read as a plan"),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
        let ran = entente(dir.path(), &["verify", "case", name]).expect(1);
        assert!(ran.stderr.contains(said), "{name}: {}", ran.stderr);
    }
    entente(dir.path(), &["verify", "case", "none.csv"]).expect(1);
    entente(dir.path(), &["verify", "case", "case"]).expect(1);
}

#[test]
fn mistakes_in_a_plan_for_machines() {
    let (dir, _) = copy("quiet-line");
    fs::write(dir.path().join("plan.csv"), "offer,line,start,elements\nA-COYS,PATROL,P0,two\n").unwrap();
    let ran = entente(dir.path(), &["verify", "case", "plan.csv", "--json"]).expect(1);
    let verdict: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(verdict["holds"], false);
    let codes: Vec<_> = verdict["diagnostics"].as_array().unwrap().iter().map(|d| d["code"].clone()).collect();
    assert_eq!(codes, ["unknown-name", "not-a-count"]);
}

#[test]
fn a_plan_of_another_case_is_told_in_a_sentence() {
    let (dir, case) = copy("quiet-line");
    entente(dir.path(), &["plan", "case", "--out", "run"]).expect(0);
    for file in ["offers.csv", "caveats.csv"] {
        let text = fs::read_to_string(case.join(file)).unwrap();
        fs::write(case.join(file), text.replace("A-", "Z-").replace("B-", "Y-").replace("C-", "X-")).unwrap();
    }
    let ran = entente(dir.path(), &["verify", "case", "run"]).expect(1);
    assert!(ran.stderr.contains("none of its offers is in"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("tours[0]"), "{}", ran.stderr);
}

#[test]
fn names_that_look_like_formulas_come_back() {
    let (dir, case) = copy("quiet-line");
    edit(&case, "offers.csv", "A-COY", "=A-COY");
    entente(dir.path(), &["plan", "case", "--out", "run"]).expect(0);
    let text = fs::read_to_string(dir.path().join("run/plan.csv")).unwrap();
    assert!(text.contains("\n'=A-COY,"), "{text}");
    for plan in ["run/plan.csv", "run/plan.xlsx"] {
        let ran = entente(dir.path(), &["verify", "case", plan]).expect(0);
        assert!(!ran.stderr.contains("warning"), "{}", ran.stderr);
    }
}
