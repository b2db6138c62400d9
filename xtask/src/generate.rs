//! `cargo xtask generate`: the files that are made from the code, committed so that they can be read
//! without building, and compared in CI.

mod case_format;
mod cli;
mod datapackage;

use crate::Outcome;
use std::fs;
use std::path::Path;

/// A generated file: its path from the root, and its text.
type File = (String, String);

/// All generated files.
fn files() -> Vec<File> {
    let mut files = vec![
        ("docs/reference/case-format.md".to_owned(), case_format::page()),
        ("docs/reference/datapackage.json".to_owned(), datapackage::text()),
        ("docs/reference/cli.md".to_owned(), cli::page()),
    ];
    files.extend(cli::manuals());
    files.extend(cli::completions());
    files
}

/// Folders that hold generated files alone: anything else in them is left over.
const FOLDERS: [&str; 2] = [cli::MANUALS, cli::COMPLETIONS];

/// Writes every generated file, and removes those that are no longer made.
pub fn write(root: &Path) -> Outcome {
    let files = files();
    let mut faults = Vec::new();
    for (path, text) in &files {
        let full = root.join(path);
        if fs::read_to_string(&full).is_ok_and(|old| old == *text) {
            continue;
        }
        let parent = full.parent().expect("every generated file lies in a folder");
        match fs::create_dir_all(parent).and_then(|()| fs::write(&full, text)) {
            Ok(()) => eprintln!("written: {path}"),
            Err(error) => faults.push(format!("{path} cannot be written: {error}")),
        }
    }
    for path in left_over(root, &files) {
        match fs::remove_file(root.join(&path)) {
            Ok(()) => eprintln!("removed: {path}"),
            Err(error) => faults.push(format!("{path} cannot be removed: {error}")),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Compares every generated file with what the code makes now.
pub fn check(root: &Path) -> Outcome {
    let files = files();
    let stale = files.iter().filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text));
    let mut faults: Vec<String> =
        stale.map(|(path, _)| format!("{path} is stale; `cargo xtask generate` renews it")).collect();
    let over = left_over(root, &files);
    faults.extend(over.iter().map(|path| format!("{path} is no longer made; `cargo xtask generate` removes it")));
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Files in the generated folders that are not among `files`.
fn left_over(root: &Path, files: &[File]) -> Vec<String> {
    let mut over = Vec::new();
    for folder in FOLDERS {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let names = entries.map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy()));
        over.extend(names.filter(|path| files.iter().all(|(made, _)| made != path)));
    }
    over.sort();
    over
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_missing_and_left_over_files_are_named() {
        let root = std::env::temp_dir().join(format!("entente-generate-{}", std::process::id()));
        fs::create_dir_all(root.join(cli::MANUALS)).unwrap();
        write(&root).unwrap();
        assert_eq!(check(&root), Ok(()));
        fs::write(root.join("docs/reference/cli.md"), "old").unwrap();
        fs::remove_file(root.join("docs/reference/datapackage.json")).unwrap();
        fs::write(root.join(cli::MANUALS).join("entente-gone.1"), "").unwrap();
        let faults = check(&root).unwrap_err();
        for name in ["cli.md is stale", "datapackage.json is stale", "entente-gone.1 is no longer made"] {
            assert!(faults.iter().any(|f| f.contains(name) && f.contains("cargo xtask generate")), "{faults:?}");
        }
        assert_eq!(faults.len(), 3, "{faults:?}");
        write(&root).unwrap();
        assert_eq!(check(&root), Ok(()));
        fs::remove_dir_all(&root).unwrap();
    }
}
