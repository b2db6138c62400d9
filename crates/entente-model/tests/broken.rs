#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! `cases/broken`: one folder for each mistake, called after the code of the diagnostic, with
//! `expected.txt` as what is said of it, one diagnostic per line. To write them anew after a wanted
//! change: `UPDATE_EXPECTED=1 cargo test -p entente-model --test broken`.

use entente_model::{Severity, load};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const EXPECTED: &str = "expected.txt";

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/broken");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).collect();
    folders.retain(|f| f.is_dir());
    folders.sort();
    folders
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect()
}

#[test]
fn each_mistake_is_told_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let folders = folders();
    assert!(folders.len() >= 25, "only {} folders", folders.len());
    let mut wrong = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let loaded = load(&files(&folder));
        let told: String = loaded.diagnostics.iter().map(|d| format!("{d}\n")).collect();
        if update {
            std::fs::write(folder.join(EXPECTED), &told).unwrap();
        }
        let expected = std::fs::read_to_string(folder.join(EXPECTED)).unwrap_or_default();
        if told != expected {
            wrong.push(format!("{name}:\n  told     {told}  expected {expected}"));
        }
        // The folder is called after the code: `zero-duration`, `zero-duration.dwell`.
        let code = name.split('.').next().unwrap();
        if !loaded.diagnostics.iter().any(|d| d.code == code) {
            wrong.push(format!("{name}: nothing has this code, but\n  {told}"));
        }
        if loaded.diagnostics.len() != 1 {
            wrong.push(format!("{name}: one mistake, {} diagnostics\n  {told}", loaded.diagnostics.len()));
        }
        let errors = loaded.diagnostics.iter().any(|d| d.severity == Severity::Error);
        assert_eq!(loaded.case.is_none(), errors, "{name}: a case comes if and only if nothing is an error");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_place_lies_in_its_file() {
    for folder in folders() {
        let files = files(&folder);
        for diagnostic in load(&files).diagnostics {
            let place = &diagnostic.place;
            let Some((from, to)) = place.span else { continue };
            let bytes = &files[&place.file];
            assert!(from <= to && to <= bytes.len(), "{diagnostic}");
            let line = 1 + bytes[..from].iter().filter(|&&b| b == b'\n').count();
            assert_eq!(place.line.unwrap_or(1) as usize, line, "{diagnostic}");
            if let (Some(value), Ok(text)) = (&diagnostic.value, std::str::from_utf8(&bytes[from..to])) {
                assert!(text.contains(value.as_str()) || value.contains(text.trim()), "{diagnostic}: {text:?}");
            }
        }
    }
}
