//! Repository chores: `cargo xtask generate [--check]`, `cargo xtask tidy`, `cargo xtask ci`,
//! `cargo xtask bench plan`.

mod bench;
mod ci;
mod generate;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND
  generate           write every generated file
  generate --check   fail if one of them is stale
  tidy               check the rules of the repository
  ci                 formatting, lints, generated files, tidy, licences
  bench plan         measure Entente and its peers on EFP-1; --help tells the options";

/// What a chore comes to: what is wrong, in sentences.
type Outcome = Result<(), Vec<String>>;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the repository").to_owned()
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate"] => generate::write(&root()),
        ["generate", "--check"] => generate::check(&root()),
        ["tidy"] => tidy::run(&root()),
        ["ci"] => ci::run(&root()),
        ["bench", "plan", ..] => bench::plan(&root(), &words[2..]),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let Err(faults) = outcome else { return ExitCode::SUCCESS };
    for fault in &faults {
        eprintln!("{fault}");
    }
    ExitCode::FAILURE
}
