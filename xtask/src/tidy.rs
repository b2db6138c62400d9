//! `cargo xtask tidy`: rules of the repository that no other tool checks. One rule per file.

mod headers;
mod leftovers;
mod length;
mod links;
mod paths;
mod rooms;

use crate::Outcome;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A text file of the repository.
pub struct Text {
    /// Path from the root, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl Text {
    /// Whether it is Rust source that ships or builds what ships.
    fn is_source(&self) -> bool {
        self.path.ends_with(".rs") && self.path.contains("src/")
    }

    /// A fault on a line, from 1.
    fn fault(&self, line: usize, message: &str) -> String {
        format!("{}:{line}: {message}", self.path)
    }

    /// Faults on each line that holds one of `words`.
    fn forbid(&self, words: &[&str], message: &str, faults: &mut Vec<String>) {
        for (at, line) in self.text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                faults.push(self.fault(at + 1, &format!("`{word}`: {message}")));
            }
        }
    }
}

type Rule = fn(&Path, &Text, &mut Vec<String>);

const RULES: [Rule; 6] = [paths::check, leftovers::check, length::check, headers::check, rooms::check, links::check];

/// Copies of other people's files are left as they are.
const VENDORED: [&str; 1] = ["crates/entente/tests/browser/axe.min.js"];

pub fn run(root: &Path) -> Outcome {
    let mut faults = Vec::new();
    for text in texts(root)? {
        for rule in RULES {
            rule(root, &text, &mut faults);
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The text files that git knows or would add.
fn texts(root: &Path) -> Result<Vec<Text>, Vec<String>> {
    let git = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|error| vec![format!("git cannot be run: {error}")])?;
    if !git.status.success() {
        return Err(vec![format!("`git ls-files` failed: {}", String::from_utf8_lossy(&git.stderr).trim())]);
    }
    let names = String::from_utf8_lossy(&git.stdout).into_owned();
    let names = names.split('\0').filter(|name| !name.is_empty() && !VENDORED.contains(name));
    // A file that is gone, or holds no text, has nothing to check.
    let read = |name: &str| Some(Text { path: name.to_owned(), text: fs::read_to_string(root.join(name)).ok()? });
    Ok(names.filter_map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(rule: Rule, path: &str, text: &str) -> Vec<String> {
        let mut faults = Vec::new();
        rule(&crate::root(), &Text { path: path.to_owned(), text: text.to_owned() }, &mut faults);
        faults
    }

    #[track_caller]
    fn refuses(rule: Rule, path: &str, text: &str) {
        assert_eq!(faults(rule, path, text).len(), 1, "{:?}", faults(rule, path, text));
    }

    #[track_caller]
    fn accepts(rule: Rule, path: &str, text: &str) {
        assert_eq!(faults(rule, path, text), [""; 0]);
    }

    #[test]
    fn each_rule_refuses_what_it_is_for() {
        refuses(paths::check, "docs/a.md", concat!("see /ho", "me/me/a.txt"));
        refuses(paths::check, "Cargo.lock", "source = \"registry+https://example.org/index\"");
        accepts(paths::check, "Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\"");
        refuses(leftovers::check, "crates/a/src/b.rs", concat!("//! B\nfn b() { to", "do!() }"));
        refuses(leftovers::check, "crates/a/tests/b.rs", concat!("#[ign", "ore]\nfn b() {}"));
        refuses(length::check, "crates/a/src/b.rs", &format!("//! B\n{}", "\n".repeat(800)));
        accepts(length::check, "crates/a/src/b.rs", &format!("//! B: one long table.\n{}", "\n".repeat(800)));
        accepts(length::check, "crates/a/src/b.rs", &"\n".repeat(800));
        refuses(headers::check, "crates/a/src/b.rs", "fn b() {}");
        refuses(headers::check, "crates/a/src/file_util.rs", "//! B");
        accepts(headers::check, "crates/a/src/b.rs", "//! B");
        refuses(rooms::check, "crates/entente-model/src/b.rs", "//! B\nuse std::fs;");
        refuses(rooms::check, "crates/entente-solve/src/b.rs", "//! B\nuse entente_model::Case;");
        accepts(rooms::check, "crates/entente/src/b.rs", "//! B\nuse std::fs;");
        refuses(links::check, "docs/adr/a.md", "see [this](no-such-page.md)");
        accepts(links::check, "docs/a.md", "see [this](../Cargo.toml) and [that](https://example.org/x.md#y)");
    }
}
