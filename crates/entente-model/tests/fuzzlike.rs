#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! Nothing panics, whatever the bytes: the files of a real case with bytes spliced in, expressions of any
//! kind, and a case comes if and only if nothing is an error.

use entente_model::parse::{Names, condition, predicate};
use entente_model::{Calendar, PeriodKind, Severity, load};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

fn quiet_line() -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/quiet-line");
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    let mut files: BTreeMap<String, Vec<u8>> =
        entries.map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect();
    files.insert("ceilings.csv".into(), b"nation,from,to,people\nXAA,D+0,,300\n,P1,2026-09,900\n".to_vec());
    let quantities = b"requirement,estimate,from,to,quantity\nPATROL,,2026-09-01,,3\n";
    files.insert("requirement_quantities.csv".into(), quantities.to_vec());
    files
}

/// Bytes likely to upset a reader, and any bytes.
fn splice() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..12),
        prop::sample::select(vec![
            "\"",
            "\"\"",
            ",",
            ";",
            "\n",
            "\r",
            "\t",
            "\u{feff}",
            "\0",
            "[[",
            "]]",
            "{",
            "}",
            "-1",
            "99999999999999999999",
            "1e308",
            "NaN",
            "D+36500",
            "D-36500",
            "2999-12-31",
            "P520",
            "P999999",
            "é",
            "’",
            "not ",
            "((((((",
            "0",
            "*",
            "XAA",
            "MISSION",
            "WATCH",
            "any",
            "none",
            "HQ",
            " and ",
            " >= ",
            "place in (EAST)",
            "1,5",
            "1 000",
            ".",
            "sep=;\n",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

/// Words of the grammar in any order.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "not",
        "and",
        "or",
        "in",
        "(",
        ")",
        ",",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "serves",
        "leads",
        "troops",
        "partner",
        "commander",
        "before",
        "after",
        "ceasefire",
        "XAA",
        "XBB",
        "MISSION",
        "country",
        "place",
        "line_km",
        "month",
        "night",
        "date",
        "D+45",
        "2026-06-01",
        "50",
        "0",
        "4294967295",
        "1e400",
        "'x",
        "\"é\"",
        "true",
        "false",
        "yes",
        "≥",
        "P9999",
    ]);
    prop::collection::vec(word, 0..24).prop_map(|words| words.join(" "))
}

fn names() -> Names {
    let loaded = load(&quiet_line());
    Names::of(&loaded.case.unwrap())
}

#[test]
fn the_unspoilt_case_loads() {
    let loaded = load(&quiet_line());
    assert!(loaded.case.is_some(), "{:?}", loaded.diagnostics);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spoilt_files_never_panic(
        splices in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..8usize, splice()), 1..6),
    ) {
        let mut files = quiet_line();
        let names: Vec<String> = files.keys().cloned().collect();
        for (file, at, cut, bytes) in splices {
            let content = files.get_mut(&names[file.index(names.len())]).unwrap();
            let from = at.index(content.len() + 1);
            let to = (from + cut).min(content.len());
            content.splice(from..to, bytes);
        }
        let loaded = load(&files);
        let errors = loaded.diagnostics.iter().any(|d| d.severity == Severity::Error);
        prop_assert_eq!(loaded.case.is_none(), errors);
        for d in &loaded.diagnostics {
            prop_assert!(!d.message.is_empty() && !d.message.ends_with('.'), "{}", d);
            if let Some((from, to)) = d.place.span {
                prop_assert!(from <= to && to <= files[&d.place.file].len(), "{}", d);
            }
        }
        if let Some(case) = loaded.case {
            for (_, caveat) in case.caveats.enumerate() {
                for line in case.lines.indices() {
                    for period in case.calendar.periods() {
                        caveat.residual(&case, line, period);
                    }
                }
            }
            for offer in case.offers.indices() {
                let delivery = case.delivery(offer);
                prop_assert!((0.0..=1.0 + 1e-9).contains(&delivery));
            }
        }
    }

    #[test]
    fn rows_dropped_or_doubled_never_panic(file in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), twice: bool) {
        let mut files = quiet_line();
        let names: Vec<String> = files.keys().cloned().collect();
        let content = files.get_mut(&names[file.index(names.len())]).unwrap();
        let text = String::from_utf8(content.clone()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let at = at.index(lines.len());
        if twice {
            lines.insert(at, lines[at]);
        } else {
            lines.remove(at);
        }
        *content = lines.join("\n").into_bytes();
        let loaded = load(&files);
        let errors = loaded.diagnostics.iter().any(|d| d.severity == Severity::Error);
        prop_assert_eq!(loaded.case.is_none(), errors);
    }

    #[test]
    fn expressions_never_panic(text in prop_oneof![words(), any::<String>()]) {
        let names = names();
        let none = Names::none(Calendar { d_day: names.calendar.d_day, kind: PeriodKind::Week, horizon: 1 });
        for names in [&names, &none] {
            for errors in [condition(&text, names).err(), predicate(&text, names).err()].into_iter().flatten() {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(error.span.0 <= error.span.1 && error.span.1 <= text.len());
                    prop_assert!(text.is_char_boundary(error.span.0) && text.is_char_boundary(error.span.1));
                }
            }
        }
    }
}
