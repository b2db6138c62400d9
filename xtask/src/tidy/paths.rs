//! Nothing points at one machine: no absolute paths of somebody's disk, no packages from elsewhere than
//! crates.io.

use super::Text;
use std::path::Path;

/// Split, so that this file does not hold them.
const HOMES: [&str; 5] = [
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
    concat!(":\\Us", "ers\\"),
];

const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub fn check(_: &Path, text: &Text, faults: &mut Vec<String>) {
    text.forbid(&HOMES, "a path of one machine; write it from the root of the repository", faults);
    if text.path.ends_with("Cargo.lock") {
        let foreign = |line: &str| line.starts_with("source = ") && line != CRATES_IO;
        for (at, _) in text.text.lines().enumerate().filter(|(_, line)| foreign(line)) {
            faults.push(text.fault(at + 1, "a package from elsewhere than crates.io"));
        }
    }
    if text.path.ends_with(".cargo/config.toml") {
        text.forbid(&["[source", "[registr", "replace-with"], "where packages come from is each machine's own", faults);
    }
}
