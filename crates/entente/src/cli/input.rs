//! What most commands begin with: reading and checking a case, and reading a plan against it.

use super::complain;
use crate::case_folder::{self, CaseFolder};
use crate::exchange::{plan_file, plan_table};
use crate::failure::Failure;
use crate::terminal::{self, diagnostics};
use entente_model::{Case, Diagnostic, Period, Severity};
use entente_plan::Plan;
use std::path::Path;

/// A case that can be planned, with what was read.
#[derive(Debug)]
pub struct Loaded {
    /// The case.
    pub case: Case,
    /// Its files.
    pub folder: CaseFolder,
    /// What was found in it: warnings and notes, no errors.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks the case in the folder; errors and warnings go to stderr.
///
/// # Errors
/// The folder cannot be read, or the case has errors.
pub fn case(path: &Path) -> Result<Loaded, Failure> {
    let folder = case_folder::read(path)?;
    let entente_model::Loaded { case, diagnostics } = entente_model::load(&folder.files);
    tell(&diagnostics, &folder.files, Severity::Warning);
    if diagnostics.iter().any(|d| d.severity == Severity::Error) {
        return Err(Failure::reported());
    }
    let Some(case) = case else {
        return Err(Failure::ours("the case was refused without a reason"));
    };
    let notes = diagnostics.iter().filter(|d| d.severity == Severity::Note).count();
    if notes > 0 {
        let s = if notes == 1 { "note" } else { "notes" };
        complain(&format!("{notes} {s} on the case: `entente check {}` lists them.", path.display()));
    }
    Ok(Loaded { case, folder, diagnostics })
}

/// Reads a plan for the case; what is wrong with it goes to stderr.
///
/// # Errors
/// The file cannot be read, or is no plan for this case.
pub fn plan(case: &Case, path: &Path) -> Result<Plan, Failure> {
    let read = plan_file::read(case, path)?;
    tell(&read.diagnostics, &read.texts, Severity::Note);
    read.plan.ok_or_else(Failure::reported)
}

/// The period that a word of the command line names: a date, a label or `P3`.
///
/// # Errors
/// It names none within the horizon.
pub fn period(case: &Case, text: &str) -> Result<Period, Failure> {
    let first = case.calendar.label(Period(0));
    plan_table::period_named(case, text)
        .map_err(|why| Failure::input(why).hint(format!("give a date, a period such as {first}, or P0")))
}

/// Says on stderr what is at least as bad as `least`.
pub fn tell(all: &[Diagnostic], texts: &diagnostics::Texts, least: Severity) {
    let said: Vec<&Diagnostic> = all.iter().filter(|d| d.severity >= least).collect();
    if !said.is_empty() {
        complain(&diagnostics::people(&said, texts, terminal::width(), terminal::stderr_colour()));
    }
}
