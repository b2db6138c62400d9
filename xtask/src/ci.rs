//! `cargo xtask ci`: everything but the tests. All steps run, so that one push shows all that is wrong.

use crate::{Outcome, generate, tidy};
use std::path::Path;
use std::process::{Command, Stdio};

/// Lints use the profile of the tests, so that the solver, a large C++ library, is built once.
const CLIPPY: [&str; 8] =
    ["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"];

/// The fuzz targets are a workspace of their own, with its artefacts apart.
const FUZZ: [&str; 6] = ["check", "--locked", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target/fuzz"];

pub fn run(root: &Path) -> Outcome {
    let steps: [(&str, &dyn Fn() -> Outcome); 6] = [
        ("formatting", &|| cargo(root, &["fmt", "--all", "--check"], "cargo fmt --all")),
        ("lints", &|| cargo(root, &CLIPPY, "mend what clippy says")),
        ("fuzz targets", &|| cargo(root, &FUZZ, "mend the fuzz targets")),
        ("generated files", &|| generate::check(root)),
        ("tidy", &|| tidy::run(root)),
        ("licences and sources", &|| deny(root)),
    ];
    let mut faults = Vec::new();
    for (name, step) in steps {
        eprintln!("ci: {name}");
        if let Err(found) = step() {
            faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn cargo(root: &Path, words: &[&str], way_out: &str) -> Outcome {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let shown = words.join(" ");
    match Command::new(program).args(words).current_dir(root).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(vec![format!("`cargo {shown}` failed; {way_out}")]),
        Err(error) => Err(vec![format!("`cargo {shown}` cannot be run: {error}")]),
    }
}

/// cargo-deny takes longer to build than all of Entente: it is used where it is installed.
fn deny(root: &Path) -> Outcome {
    let there = Command::new("cargo-deny").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        eprintln!("    skipped: cargo-deny is not installed (cargo install cargo-deny --locked)");
        return Ok(());
    }
    // Advisories need the network, and change while the code stays the same: they are no part of CI.
    cargo(root, &["deny", "--all-features", "check", "bans", "licenses", "sources"], "see deny.toml")
}
