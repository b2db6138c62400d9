#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! The seeds of the fuzz targets, run by what the targets run, with a stable toolchain.

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

fn seeds(target: &str, least: usize, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= least, "only {} seeds for {target}", paths.len());
    for path in paths {
        println!("{}", path.display());
        run(&fs::read(path).unwrap());
    }
}

#[test]
fn case_loader() {
    seeds("case_loader", 10, targets::case_loader);
}

#[test]
fn condition_parser() {
    seeds("condition_parser", 20, targets::condition_parser);
}

/// Seeds are worth little if all of them are refused at once.
#[test]
fn some_seeds_are_whole_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/case_loader");
    for name in ["quiet-line", "starter"] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let loaded = entente_model::load(&entente_model::fixture(&text));
        assert!(loaded.case.is_some(), "{name}: {:?}", loaded.diagnostics);
    }
}
