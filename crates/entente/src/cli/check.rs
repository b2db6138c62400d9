//! `entente check CASE`: everything that is wrong or doubtful in a case.

use super::{complain, input};
use crate::case_folder;
use crate::failure::{Failure, Outcome};
use crate::terminal::{diagnostics, stdout};
use entente_model::Severity;
use std::path::PathBuf;

/// Reads a case and lists everything that is wrong or doubtful in it, all at once: file, line, column,
/// value, what was expected and the nearest valid name.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente check cases/mnf-ukraine
  entente check my-case --json | jq '.[] | select(.severity == \"error\")'

Errors keep the case from being planned (exit code 1); warnings and notes do not.")]
pub struct Args {
    /// The folder of the case
    pub case: PathBuf,
    /// Print one JSON array on the standard output instead
    #[arg(long)]
    pub json: bool,
}

/// Checks the case.
///
/// # Errors
/// The case cannot be read or has errors.
pub fn run(args: &Args) -> Outcome {
    let folder = case_folder::read(&args.case)?;
    let loaded = entente_model::load(&folder.files);
    let all: Vec<_> = loaded.diagnostics.iter().collect();
    let faulty = loaded.case.is_none() || all.iter().any(|d| d.severity == Severity::Error);
    if args.json {
        stdout::json(&diagnostics::machines(&all))?;
    } else {
        input::tell(&loaded.diagnostics, &folder.files, Severity::Note);
        if let (Some(case), false) = (&loaded.case, faulty) {
            complain(&format!(
                "“{}” can be planned: {} nations, {} offers, {} requirement lines, {} periods from {}.",
                case.name,
                case.nations.len(),
                case.offers.len(),
                case.lines.len(),
                case.calendar.horizon,
                case.calendar.label(entente_model::Period(0)),
            ));
        }
    }
    if faulty { Err(Failure::reported()) } else { Ok(()) }
}
