//! `entente bench replan INSTANCE`: what a planner that remembers is worth, change by change.

use crate::exchange::efp;
use crate::failure::{Failure, Kind, Outcome};
use crate::terminal::{interrupt, stdout};
use crate::{case_folder::read_bounded, cli::complain, cli::limits};
use entente_model::{Case, Ix, Offer, Period, Status};
use entente_plan::{Change, Go, Limits, Planned, Planner, Request};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Instant;

/// Changes one thing after another about an instance of EFP-1. Each time it plans from nothing, and times how long a
/// planner that remembers the first plan takes to the same gap. Prints one line of JSON.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  entente bench replan efp-M-1.json --first-limit 60 --time-limit 20")]
pub struct Args {
    /// The instance (.json)
    pub instance: PathBuf,
    /// Seconds for the first plan
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0, value_parser = limits::seconds)]
    pub first_limit: f64,
    /// Seconds for each plan from nothing; planning again may take twice as long
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0, value_parser = limits::seconds)]
    pub time_limit: f64,
    /// How many changes of each kind
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub changes: u32,
}

/// Least gap asked for.
const LEAST: f64 = 1e-3;

/// Runs it.
///
/// # Errors
/// The instance cannot be read, or a first plan was not found.
pub fn run(args: &Args) -> Outcome {
    let bytes = read_bounded(&args.instance, &args.instance, super::LARGEST)?;
    let case = efp::case(&args.instance.display().to_string(), &bytes)?;
    interrupt::listen();
    let mut planner = Planner::new(case);
    let within = |seconds: f64, gap: f64| Limits { seconds: Some(seconds), gap, ..Limits::default() };
    let first = timed(&mut planner, within(args.first_limit, LEAST))?.planned;
    complain(&format!("first plan: gap {:.2} %", 100.0 * first.gap()));
    let mut rows = Vec::new();
    for (kind, what, edit) in changes(planner.case(), &first, args.changes as usize) {
        let case = edit(planner.case());
        let mut warm = planner.clone();
        warm.replace(case.clone());
        let both = timed(&mut Planner::new(case), within(args.time_limit, LEAST)).and_then(|cold| {
            let goal = cold.planned.gap().max(LEAST);
            Ok((timed(&mut warm, within(2.0 * args.time_limit, goal))?, cold, goal))
        });
        if interrupt::pressed() {
            break;
        }
        let (warm, cold, goal) = match both {
            Ok(both) => both,
            // One change that comes to nothing does not cost the others.
            Err(failure) if failure.kind == Kind::NoPlan => {
                complain(&format!("{kind} {what}: {}", failure.message));
                rows.push(json!({"change": kind, "of": what, "reached": false}));
                continue;
            }
            Err(failure) => return Err(failure),
        };
        let (gap, cold_seconds) = (warm.planned.gap(), cold.first_at(goal));
        let reached = gap <= goal;
        complain(&format!(
            "{kind} {what}: gap {:.2} % in {:.2} s{}, from nothing in {cold_seconds:.2} s",
            100.0 * goal,
            warm.seconds,
            if reached { "" } else { " not reached" },
        ));
        rows.push(json!({
            "change": kind, "of": what, "goal": goal, "cold_seconds": cold_seconds,
            "cold_objective": cold.planned.score.total(), "cold_bound": cold.planned.bound,
            "seconds": warm.seconds, "gap": gap, "reached": reached,
            "objective": warm.planned.score.total(), "bound": warm.planned.bound,
        }));
    }
    let line = json!({
        "instance": planner.case().name, "first_gap": first.gap(), "ratio": median_ratio(&rows), "changes": rows,
    });
    stdout::text(&format!("{line}\n"))
}

/// Median of how many times as long planning from nothing took. Runs that missed the gap count as long as they took.
fn median_ratio(rows: &[Value]) -> Option<f64> {
    let ratio = |row: &Value| Some(row["cold_seconds"].as_f64()? / row["seconds"].as_f64()?.max(1e-3));
    let mut ratios: Vec<f64> = rows.iter().filter_map(ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let upper = *ratios.get(ratios.len() / 2)?;
    let lower = ratios[(ratios.len() - 1) / 2];
    Some((lower + upper) / 2.0)
}

/// A planning and its course: seconds and gap.
struct Timed {
    planned: Planned,
    seconds: f64,
    course: Vec<(f64, f64)>,
}

impl Timed {
    /// When the gap was first reached.
    fn first_at(&self, gap: f64) -> f64 {
        let reached = self.course.iter().find(|(_, now)| *now <= gap);
        reached.map_or(self.seconds, |(seconds, _)| *seconds)
    }
}

fn timed(planner: &mut Planner, limits: Limits) -> Result<Timed, Failure> {
    let start = Instant::now();
    let mut course = Vec::new();
    let request = Request { limits, ..Request::default() };
    let planned = planner.again(&request, &mut |now| {
        course.extend(now.gap().map(|gap| (start.elapsed().as_secs_f64(), gap)));
        if interrupt::pressed() { Go::Stop } else { Go::On }
    });
    let seconds = start.elapsed().as_secs_f64();
    let planned = limits::checked(planner.case(), planned.map_err(limits::unplanned)?)?;
    Ok(Timed { planned, seconds, course })
}

/// A case with one thing changed.
type Edit = Box<dyn Fn(&Case) -> Case>;

/// So many changes of each kind, spread over what the plan rests on: kind, what is changed, and how.
fn changes(case: &Case, plan: &Planned, each: usize) -> Vec<(&'static str, String, Edit)> {
    let used = sorted(plan.plan.tours.iter().map(|tour| tour.offer));
    let mut changes: Vec<(&'static str, String, Edit)> = Vec::new();
    for offer in spread(&used, each) {
        let id = &case.offers[offer].id;
        let withdrawn = with_offer(offer, |offer| offer.status = Status::Withdrawn);
        changes.push(("offer withdrawn", id.clone(), withdrawn));
        let more = Change::Elements { offer, more: 1 };
        changes.push(("offer with one element more", id.clone(), Box::new(move |case| more.apply(case))));
        let ends = Some(Period(case.calendar.horizon / 2));
        let shorter = with_offer(offer, move |offer| offer.window.to = offer.window.to.min(ends).or(ends));
        changes.push(("offer until the middle of the horizon", id.clone(), shorter));
    }
    for line in spread(&case.lines.indices().collect::<Vec<_>>(), each) {
        let more = edited(move |case| {
            let quantity = &mut case.lines.row_mut(line).quantity;
            quantity.iter_mut().filter(|asked| **asked > 0).for_each(|asked| *asked += 1);
        });
        changes.push(("line with one element more", case.lines[line].id.clone(), more));
    }
    for caveat in spread(&case.caveats.indices().collect::<Vec<_>>(), each) {
        let lift = Change::Lift { caveat };
        changes.push(("caveat lifted", case.caveats[caveat].id.clone(), Box::new(move |case| lift.apply(case))));
    }
    let nations = sorted(used.iter().map(|&offer| case.offers[offer].nation));
    for nation in spread(&nations, each) {
        let own: Vec<_> = case.offers.indices().filter(|&u| case.offers[u].nation == nation).collect();
        let gone = edited(move |case| own.iter().for_each(|&u| case.offers.row_mut(u).status = Status::Withdrawn));
        changes.push(("nation gone", case.nations[nation].id.clone(), gone));
    }
    changes
}

fn with_offer(offer: Ix<Offer>, change: impl Fn(&mut Offer) + 'static) -> Edit {
    edited(move |case| change(case.offers.row_mut(offer)))
}

fn edited(change: impl Fn(&mut Case) + 'static) -> Edit {
    Box::new(move |case| {
        let mut changed = case.clone();
        change(&mut changed);
        changed
    })
}

fn sorted<T: Ord>(of: impl Iterator<Item = T>) -> Vec<T> {
    let distinct: std::collections::BTreeSet<T> = of.collect();
    distinct.into_iter().collect()
}

/// At most so many of them, at equal distances.
fn spread<T: Copy>(of: &[T], most: usize) -> impl Iterator<Item = T> + '_ {
    let take = most.min(of.len());
    (0..take).map(move |i| of[(2 * i + 1) * of.len() / (2 * take)])
}
