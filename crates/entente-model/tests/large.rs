#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! Large tables: a hundred thousand rows load, right or wrong.

use entente_model::{Severity, fixture, load};
use std::fmt::Write;

const SMALL: &str = "
    //- case.toml
    [case]
    name = \"Large\"
    d_day = 2026-06-01
    horizon = 24
    [facts.ceasefire]
    probability = 0.5
    //- nations.csv
    id
    XAA
    XBB
    //- capabilities.csv
    id,area
    COY,MAN
    //- formations.csv
    id
    MISSION
    //- requirements.csv
    id,formation,capability,quantity,priority
    PATROL,MISSION,COY,2,must
";

#[test]
fn a_hundred_thousand_offers_load() {
    let mut offers = "id,nation,capability,elements,strength,from,status,condition\n".to_owned();
    for at in 0..100_000 {
        let nation = if at % 2 == 0 { "XAA" } else { "XBB" };
        writeln!(offers, "U{at},{nation},COY,1,120,2026-07-01,firm,ceasefire and not serves(XAA)").unwrap();
    }
    let mut files = fixture(SMALL);
    files.insert("offers.csv".to_owned(), offers.into_bytes());
    let loaded = load(&files);
    assert_eq!(loaded.diagnostics, []);
    assert_eq!(loaded.case.unwrap().offers.len(), 100_000);
}

#[test]
fn a_hundred_thousand_mistakes_are_told_a_thousand_times_each_and_counted() {
    let mut offers = "id,nation,capability,elements,strength,from,status,condition\n".to_owned();
    for at in 0..100_000 {
        writeln!(offers, "U{at},XA{at},COI{at},1.5,-1,soon,firmish,truce and serves(XAC)").unwrap();
    }
    let mut files = fixture(SMALL);
    files.insert("offers.csv".to_owned(), offers.into_bytes());
    let loaded = load(&files);
    assert!(loaded.case.is_none());
    for code in ["unknown-nation", "unknown-capability", "fractional-number", "negative-number", "not-a-date"] {
        let count = loaded.diagnostics.iter().filter(|d| d.code == code).count();
        // In conditions there is an unknown nation too; all are counted together.
        assert_eq!(count, 1001, "{code}");
        let last = loaded.diagnostics.iter().rfind(|d| d.code == code).unwrap();
        assert!(last.message.contains("more of the kind"), "{last}");
        assert_eq!(last.severity, Severity::Error);
    }
}

#[test]
fn more_elements_than_a_plan_can_hold_are_told_at_the_largest_offer() {
    let loaded_with = |least: u32| {
        let mut offers = "id,nation,capability,elements,strength,from,status\n".to_owned();
        (0..3).for_each(|at| writeln!(offers, "U{at},XAA,COY,{},10,2026-07-01,firm", least + at).unwrap());
        let mut files = fixture(SMALL);
        files.insert("offers.csv".to_owned(), offers.into_bytes());
        load(&files)
    };
    assert!(loaded_with(666_665).case.is_some(), "just two million less two");
    let loaded = loaded_with(999_998);
    assert!(loaded.case.is_none());
    let [problem] = &loaded.diagnostics[..] else { panic!("{:?}", loaded.diagnostics) };
    assert_eq!((problem.code, problem.severity), ("too-many-elements", Severity::Error));
    let said = problem.to_string();
    assert!(said.contains("offers.csv:4") && said.contains("2999997"), "{said}");
}
