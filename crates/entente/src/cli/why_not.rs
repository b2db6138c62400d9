//! `entente why-not CASE PLAN OFFER`: why an offer is not used, and what would bring it in.

use super::{explain, input};
use crate::failure::Outcome;
use crate::terminal::{interrupt, stdout};
use entente_plan::explain::{Idle, say, why_not};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Tells why an offer is not used: what stopped it on each line it counts on, and the cheapest single
/// change that would bring it in, verified by planning again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  entente why-not cases/mnf-ukraine runs/multinational-force-ukraine-1 TUR-MCM-1")]
pub struct Args {
    /// The folder of the case
    pub case: PathBuf,
    /// The plan: a run folder, .json, .csv or .xlsx
    pub plan: PathBuf,
    /// The offer
    pub offer: String,
    /// Seconds for each planning again, at most
    #[arg(long, value_name = "SECONDS", default_value_t = explain::SECONDS, value_parser = super::limits::seconds)]
    pub time_limit: f64,
    /// Print one JSON object on the standard output instead
    #[arg(long)]
    pub json: bool,
}

/// Explains the offer.
///
/// # Errors
/// Case or plan cannot be read, or there is no such offer.
pub fn run(args: &Args) -> Outcome {
    let loaded = input::case(&args.case)?;
    let case = &loaded.case;
    let plan = explain::sound(case, input::plan(case, &args.plan)?)?;
    let ids = case.offers.iter().map(|u| u.id.as_str());
    let offer = case.offers.find(&args.offer).ok_or_else(|| explain::unknown("offer", &args.offer, ids))?;
    interrupt::listen();
    let found = why_not(case, &plan, offer, explain::limits(args.time_limit), &mut explain::go);
    if !args.json {
        return stdout::text(&say::why_not(case, &found));
    }
    let idle = match found.idle {
        Idle::Used(_) => "used",
        Idle::NoLine => "no line asks for it",
        Idle::NoGap => "every line is filled without it",
        Idle::Stopped => "stopped",
    };
    let attempts: Vec<Value> = found.attempts.iter().map(|a| explain::attempt(case, a)).collect();
    stdout::json(&json!({
        "offer": args.offer,
        "idle": idle,
        "lines": attempts,
        "change": found.remedy.as_ref().map(|r| explain::remedy(case, r)),
    }))
}
