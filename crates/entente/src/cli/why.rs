//! `entente why CASE PLAN LINE [PERIOD]`: why a line is short, and what would fill it.

use super::{explain, input};
use crate::failure::Outcome;
use crate::terminal::stdout;
use entente_plan::explain::{say, why};
use serde_json::{Value, json};

/// Tells why a line is short: every offer that could have served and what stopped it, and the cheapest
/// single change that would fill the gap, verified by planning again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente why cases/mnf-ukraine runs/multinational-force-ukraine-1 L25
  entente why my-case plan.csv L25 2027-06

PERIOD is as the plan shows it (2027-06), a date in it (2027-06-15) or its number from D-day (P3).")]
pub struct Args {
    /// What to explain
    #[command(flatten)]
    pub subject: explain::Subject,
    /// The requirement line
    pub line: String,
    /// One period; without it, all in which the line is short
    pub period: Option<String>,
    /// How
    #[command(flatten)]
    pub options: explain::Options,
}

/// Explains the line.
///
/// # Errors
/// Case or plan cannot be read, or there is no such line or period.
pub fn run(args: &Args) -> Outcome {
    let (case, plan) = args.subject.read()?;
    let case = &case;
    let ids = case.lines.iter().map(|l| l.id.as_str());
    let line = case.lines.find(&args.line).ok_or_else(|| explain::unknown("requirement line", &args.line, ids))?;
    let period = args.period.as_deref().map(|text| input::period(case, text)).transpose()?;
    let found = why(case, &plan, line, period, args.options.limits(), &mut explain::go);
    if !args.options.json {
        return stdout::text(&say::why(case, &found));
    }
    let gap = |g: &entente_plan::explain::Gap| json!({"period": case.calendar.label(g.period), "asked": g.asked as f64 / 1000.0, "short": g.short as f64 / 1000.0});
    let attempts: Vec<Value> = found.attempts.iter().map(|a| explain::attempt(case, a)).collect();
    stdout::json(&json!({
        "line": args.line,
        "gaps": found.gaps.iter().map(gap).collect::<Vec<_>>(),
        "offers": attempts,
        "again": found.sought.again.as_ref().map(|a| explain::and(explain::again(a), "left", a.left)),
        "change": found.sought.remedy.as_ref().map(|r| explain::and(explain::remedy(case, r), "left", r.left)),
        "untried": {"offers": found.untried.len(), "changes": found.sought.untried},
        "proven": found.sought.proven,
        "stopped": found.stopped,
    }))
}
