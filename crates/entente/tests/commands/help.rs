//! Help, manual and completions come from one definition.

use crate::entente;
use std::path::Path;

#[test]
fn help_is_data() {
    let help = entente(Path::new("."), &["--help"]).expect(0);
    for command in ["new", "check", "plan", "verify", "export", "import", "bench", "completions", "manual"] {
        assert!(help.stdout.lines().any(|l| l.trim_start().starts_with(command)), "{command}: {}", help.stdout);
    }
    assert!(help.stdout.contains("Exit codes"));
    assert_eq!(help.stderr, "");
    for command in ["new", "check", "plan", "verify", "export"] {
        let help = entente(Path::new("."), &[command, "--help"]).expect(0);
        assert!(help.stdout.contains("Examples:"), "{}", help.stdout);
    }
}

/// A build of tests knows no commit: it would have to be made again at each.
#[test]
fn the_version_is_one_line() {
    let version = entente(Path::new("."), &["--version"]).expect(0).stdout;
    assert_eq!(version, format!("entente {}\n", entente::cli::BUILD));
    assert!(entente::cli::BUILD.starts_with(entente::cli::VERSION), "{version}");
    let short = entente(Path::new("."), &["-V"]).expect(0).stdout;
    assert_eq!(short, format!("entente {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_fits_the_terminal() {
    let help = entente(Path::new("."), &["plan", "--help"]).expect(0);
    let examples = help.stdout.find("Examples:").unwrap();
    // What we lay out ourselves keeps to 110 columns; clap wraps the rest to the terminal.
    assert!(help.stdout[examples..].lines().all(|l| l.chars().count() <= 110), "{}", help.stdout);
}

#[test]
fn wrong_usage() {
    for words in [
        &[][..],
        &["frobnicate"],
        &["plan"],
        &["plan", "case", "--gap", "2"],
        &["plan", "case", "--time-limit", "-1"],
        &["plan", "case", "--work", "0"],
        &["plan", "case", "--force"],
        &["export", "case", "--to", "pdf"],
        &["import", "un-contributions", "a.csv", "b", "--from", "2012"],
        &["manual", "frobnicate"],
    ] {
        let ran = entente(Path::new("."), words).expect(2);
        assert!(!ran.stderr.is_empty(), "{words:?}");
        assert_eq!(ran.stdout, "", "{words:?}");
    }
}

#[test]
fn manual_pages() {
    let page = entente(Path::new("."), &["manual"]).expect(0).stdout;
    assert!(page.contains(".TH entente 1") && page.contains("Exit codes"), "{page}");
    let page = entente(Path::new("."), &["manual", "import", "un-contributions"]).expect(0).stdout;
    assert!(page.contains("MINUSMA") && page.contains(".TH entente-import-un-contributions"), "{page}");
}

#[test]
fn completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = entente(Path::new("."), &["completions", shell]).expect(0).stdout;
        assert!(script.contains("un-contributions") && script.contains("time-limit"), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_stdout_ends_quietly() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
