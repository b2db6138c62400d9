//! `entente why-not CASE PLAN OFFER`: why an offer is not used, and what would bring it in.

use super::explain;
use crate::failure::Outcome;
use crate::terminal::stdout;
use entente_plan::explain::{Idle, say, why_not};
use serde_json::{Value, json};

/// Tells why an offer is not used: what stopped it on each line it counts on, and the cheapest single
/// change that would bring it in, verified by planning again.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  entente why-not cases/mnf-ukraine runs/multinational-force-ukraine-1 TUR-MCM-1")]
pub struct Args {
    /// What to explain
    #[command(flatten)]
    pub subject: explain::Subject,
    /// The offer
    pub offer: String,
    /// How
    #[command(flatten)]
    pub options: explain::Options,
}

/// Explains the offer.
///
/// # Errors
/// Case or plan cannot be read, or there is no such offer.
pub fn run(args: &Args) -> Outcome {
    let (case, plan) = args.subject.read()?;
    let case = &case;
    let ids = case.offers.iter().map(|u| u.id.as_str());
    let offer = case.offers.find(&args.offer).ok_or_else(|| explain::unknown("offer", &args.offer, ids))?;
    let found = why_not(case, &plan, offer, args.options.limits(), &mut explain::go);
    if !args.options.json {
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
        "again": found.sought.again.as_ref().map(|a| explain::and(explain::again(a), "used", a.left == 0.0)),
        "change": found.sought.remedy.as_ref().map(|r| explain::remedy(case, r)),
        "untried": {"lines": found.untried.len(), "changes": found.sought.untried},
        "proven": found.sought.proven,
        "stopped": found.stopped,
    }))
}
