//! `entente why CASE PLAN LINE [PERIOD]`: why a line is short, and what would fill it.

use super::{explain, input};
use crate::failure::Outcome;
use crate::terminal::{interrupt, stdout};
use entente_plan::explain::{say, why};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Tells why a line is short: every offer that could have served and what stopped it, and the cheapest
/// single change that would fill the gap, verified by planning again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente why cases/mnf-ukraine runs/multinational-force-ukraine-1 L25
  entente why my-case plan.csv L25 2027-06

PERIOD is as the plan shows it (2027-06), a date in it (2027-06-15) or its number from D-day (P3).")]
pub struct Args {
    /// The folder of the case
    pub case: PathBuf,
    /// The plan: a run folder, .json, .csv or .xlsx
    pub plan: PathBuf,
    /// The requirement line
    pub line: String,
    /// One period; without it, all in which the line is short
    pub period: Option<String>,
    /// Seconds for each planning again, at most
    #[arg(long, value_name = "SECONDS", default_value_t = explain::SECONDS, value_parser = super::limits::seconds)]
    pub time_limit: f64,
    /// Print one JSON object on the standard output instead
    #[arg(long)]
    pub json: bool,
}

/// Explains the line.
///
/// # Errors
/// Case or plan cannot be read, or there is no such line or period.
pub fn run(args: &Args) -> Outcome {
    let loaded = input::case(&args.case)?;
    let case = &loaded.case;
    let plan = explain::sound(case, input::plan(case, &args.plan)?)?;
    let ids = case.lines.iter().map(|l| l.id.as_str());
    let line = case.lines.find(&args.line).ok_or_else(|| explain::unknown("requirement line", &args.line, ids))?;
    let period = args.period.as_deref().map(|text| explain::period(case, text)).transpose()?;
    interrupt::listen();
    let found = why(case, &plan, line, period, explain::limits(args.time_limit), &mut explain::go);
    if !args.json {
        return stdout::text(&say::why(case, &found));
    }
    let gap = |g: &entente_plan::explain::Gap| json!({"period": case.calendar.label(g.period), "asked": g.asked as f64 / 1000.0, "short": g.short as f64 / 1000.0});
    let attempts: Vec<Value> = found.attempts.iter().map(|a| explain::attempt(case, a)).collect();
    stdout::json(&json!({
        "line": args.line,
        "gaps": found.gaps.iter().map(gap).collect::<Vec<_>>(),
        "offers": attempts,
        "change": found.remedy.as_ref().map(|r| explain::remedy(case, r)),
    }))
}
