//! The commands as people run them: what they print, what they leave behind, and their exit codes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bench;
mod check;
mod export_import;
mod help;
mod hostile;
mod new;
mod plan;
mod un;
mod verify;
mod why;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command came to.
pub struct Ran {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ran {
    /// Makes sure of the exit code; shows what was said if it is another.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// Runs `entente` in the folder.
pub fn entente(dir: &Path, words: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(words)
        .current_dir(dir)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A case of the gallery.
pub fn gallery(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(name)
}

/// Shared data beside the repository, if they are there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {name} is not in ../shared");
    None
}

/// A copy of a case of the gallery in a folder of its own.
pub fn copy(name: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    fs::create_dir(&case).unwrap();
    for entry in fs::read_dir(gallery(name)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), case.join(entry.file_name())).unwrap();
    }
    (dir, case)
}

/// Replaces text in a file of a case; it must be there.
#[track_caller]
pub fn edit(case: &Path, file: &str, from: &str, to: &str) {
    let path = case.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(path, text.replace(from, to)).unwrap();
}
