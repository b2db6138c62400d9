//! `entente verify CASE PLAN`: the checker on any plan.

use super::input;
use crate::exchange::plan_file;
use crate::failure::{Failure, Outcome};
use crate::terminal::{diagnostics, stdout};
use entente_model::Severity;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::PathBuf;

/// Judges a plan against every rule of the case, and lists each rule it breaks, by row name with the
/// figures. The checker shares no code with the optimiser, and judges plans typed by hand as it does ours.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente verify cases/mnf-ukraine runs/multinational-force-ukraine-1
  entente verify my-case staff-plan.xlsx
  entente verify my-case staff-plan.csv --json

A plan is a run folder, a plan.json, or a table typed by hand (.csv, .xlsx) with the columns offer, line,
start and elements, in any order. `start` is a date (2026-09-01), a period (2026-09) or its number counted
from D-day (P3). Who leads goes into rows with an empty offer (columns formation and nation, `lead` = yes),
into a sheet “Leads”, or into leads.csv beside the plan; if nobody is named, leads are inferred.
Exit code 1 if any rule is broken.")]
pub struct Args {
    /// The folder of the case
    pub case: PathBuf,
    /// The plan: a run folder, .json, .csv or .xlsx
    pub plan: PathBuf,
    /// Print one JSON object on the standard output instead
    #[arg(long)]
    pub json: bool,
}

/// Judges the plan.
///
/// # Errors
/// Case or plan cannot be read, or the plan breaks a rule.
pub fn run(args: &Args) -> Outcome {
    let loaded = input::case(&args.case)?;
    let read = plan_file::read(&loaded.case, &args.plan)?;
    let told = || diagnostics::machines(&read.diagnostics.iter().collect::<Vec<_>>());
    if !args.json {
        input::tell(&read.diagnostics, &read.texts, Severity::Note);
    } else if read.plan.is_none() {
        stdout::json(&json!({"holds": false, "tours": null, "broken": [], "diagnostics": told()}))?;
    }
    let plan = read.plan.as_ref().ok_or_else(Failure::reported)?;
    let broken = entente_plan::verify::verify(&loaded.case, plan);
    if args.json {
        let rows: Vec<Value> = broken.iter().map(|b| json!({"row": b.row, "message": b.message})).collect();
        stdout::json(&json!({
            "holds": broken.is_empty(),
            "tours": plan.tours.len(),
            "broken": rows,
            "diagnostics": told(),
        }))?;
    } else if broken.is_empty() {
        stdout::text(&format!(
            "The plan holds: {} and {} break no rule of “{}”.\n",
            counted(plan.tours.len(), "tour"),
            counted(plan.leads.len(), "lead"),
            loaded.case.name
        ))?;
    } else {
        let mut text = String::new();
        for rule in &broken {
            writeln!(text, "{}: {}", rule.row, rule.message).expect("to a string");
        }
        let rules = counted(broken.len(), "rule");
        writeln!(text, "\nThe plan breaks {rules} of “{}”.", loaded.case.name).expect("to a string");
        stdout::text(&text)?;
    }
    if broken.is_empty() { Ok(()) } else { Err(Failure::reported()) }
}

/// `1 rule`, `2 rules`.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
