//! What a build calls itself: the version, and in a release build made in a checkout its commit, so that what was
//! measured can be told. A source archive has the version alone, and builds without git; so do builds for tests, which
//! need not be made again at each commit.

use std::process::{Command, Stdio};

/// What the program is made of: a commit of pages or results alone makes no other.
const MADE_OF: [&str; 3] = ["../../crates", "../../Cargo.lock", "../../Cargo.toml"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let version = std::env::var("CARGO_PKG_VERSION").expect("cargo sets it");
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = if release { commit() } else { None };
    let build = commit.map_or_else(|| version.clone(), |commit| format!("{version} ({commit})"));
    println!("cargo:rustc-env=ENTENTE_BUILD={build}");
}

/// The last commit that changed the program, short; `+` if it has been changed since. None outside of a checkout of
/// Entente.
fn commit() -> Option<String> {
    // An archive unpacked inside another repository is none of that.
    git(&["ls-files", "--error-unmatch", "Cargo.toml"])?;
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", name])?;
        if std::path::Path::new(&path).exists() {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    for path in MADE_OF {
        println!("cargo:rerun-if-changed={path}");
    }
    let last = git(&[&["log", "-1", "--format=%h", "--"][..], &MADE_OF].concat()).filter(|last| !last.is_empty())?;
    let changed = git(&[&["status", "--porcelain", "--"][..], &MADE_OF].concat())?;
    Some(if changed.is_empty() { last } else { format!("{last}+") })
}

/// What git says; none where it fails or is missing.
fn git(words: &[&str]) -> Option<String> {
    let said = Command::new("git").args(words).stderr(Stdio::null()).output().ok()?;
    said.status.success().then(|| String::from_utf8_lossy(&said.stdout).trim().to_owned())
}
