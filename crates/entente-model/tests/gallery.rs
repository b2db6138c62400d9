#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! The cases of the gallery load, with nothing to warn of that is not meant.

use entente_model::{Loaded, Period, Severity, load};
use std::collections::BTreeMap;
use std::path::Path;

fn case(name: &str) -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(name);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            files.insert(entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap());
        }
    }
    load(&files)
}

/// The diagnostics of the severity or worse, as text.
fn told(loaded: &Loaded, least: Severity) -> Vec<String> {
    loaded.diagnostics.iter().filter(|d| d.severity >= least).map(ToString::to_string).collect()
}

#[test]
fn quiet_line() {
    let loaded = case("quiet-line");
    assert_eq!(told(&loaded, Severity::Note), Vec::<String>::new());
    let case = loaded.case.unwrap();
    assert_eq!((case.lines.len(), case.offers.len(), case.facts.len(), case.area.len()), (5, 6, 1, 4));
    let line = |id| &case.lines[case.lines.find(id).unwrap()];
    assert_eq!(line("HQ").quantity, [1; 6]);
    assert_eq!(line("PATROL").quantity, [0, 2, 2, 2, 2, 2]);
    assert_eq!(line("PATROL").window.from, Period(0));
    let offer = |id| case.offers.find(id).unwrap();
    assert_eq!(case.offers[offer("A-COY")].window.from, Period(1));
    assert_eq!(case.offers[offer("A-COY")].window.to, Some(Period(6)));
    assert_eq!((case.offers[offer("A-COY")].tour, case.offers[offer("A-COY")].dwell), (3, 3));
    assert_eq!(case.earliest_arrival(&case.offers[offer("A-STAFF")]), Period(1));
    assert!((case.delivery(offer("B-COY")) - 0.6).abs() < 1e-12);
    assert!((case.delivery(offer("B-ENG")) - 0.8).abs() < 1e-12);
    let (_, caveat) = case.caveats.enumerate().next().unwrap();
    for (id, excluded) in [("PATROL", false), ("GUARD", true), ("HQ", false)] {
        let residual = caveat.residual(&case, case.lines.find(id).unwrap(), Period(0));
        assert_eq!(residual, entente_model::Expr::Const(excluded), "{id}");
    }
}

#[test]
fn mnf_ukraine() {
    let loaded = case("mnf-ukraine");
    for line in told(&loaded, Severity::Warning) {
        println!("{line}");
    }
    assert_eq!(told(&loaded, Severity::Error), Vec::<String>::new());
}
