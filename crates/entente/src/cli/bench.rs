//! `entente bench solve INSTANCE`: the planner on an open benchmark.

mod replan;
mod trace;

use super::{complain, limits};
use crate::case_folder::read_bounded;
use crate::exchange::efp;
use crate::failure::{Failure, Outcome};
use crate::run_folder::{is_device, try_file, write_whole};
use crate::terminal::stdout;
use entente_plan::{Parts, Request};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;
use trace::Trace;

/// Largest instance read, bytes: as much as a table of a case. XL takes 3 MB.
const LARGEST: u64 = 64 << 20;

/// Measures the planner on an open benchmark.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to measure
    #[command(subcommand)]
    pub what: What,
}

/// What can be measured.
#[derive(Debug, clap::Subcommand)]
pub enum What {
    /// Solve one instance of EFP-1
    Solve(Solve),
    /// Time planning again after changes to one instance of EFP-1
    Replan(replan::Args),
}

/// Solves one instance of EFP-1, an open benchmark for coalition force plans. Prints one line of JSON
/// with objective, bound, gap and seconds, and writes the solution for the referee.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente bench solve efp-S-1.json --time-limit 60 --out solution.json
  check.py efp-S-1.json solution.json")]
pub struct Solve {
    /// The instance (.json)
    pub instance: PathBuf,
    /// The file to write the solution to
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// A file (CSV: seconds, best, bound) that takes each better plan and each better bound as it comes
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// How far to go
    #[command(flatten)]
    pub limits: limits::Args,
    /// Switch off a part of the fast method, to see what it is worth
    #[arg(long, value_name = "PART", value_enum)]
    pub without: Vec<Part>,
}

/// A part of the fast method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Neighbourhood search: the first plan stands
    Search,
    /// Moves in which a nation gives up its place to another
    Swaps,
    /// The relaxation: no bound before branch and bound
    Relaxation,
    /// Rows of whole elements in the relaxation
    Rounding,
    /// Rows of ceilings that only whole elements obey in the relaxation
    Lifting,
    /// Branching on who serves where
    Division,
    /// Searches for tours alone, where who serves where stays as it is
    Tours,
    /// Dives in the relaxation beside branching, with searches for tours after them
    Dives,
    /// Longer periods for the relaxation to begin with
    Coarse,
    /// Ways in which a nation may serve, told apart in the relaxation
    Ways,
    /// Steps of the relaxation by how much of a column is used
    Paces,
    /// What the relaxation tells the search
    Guide,
    /// Leaving tours out of branch and bound
    Fixing,
    /// Branch and bound from where the two end
    Finish,
}

impl From<Part> for entente_plan::Part {
    fn from(part: Part) -> Self {
        match part {
            Part::Search => Self::Search,
            Part::Swaps => Self::Swaps,
            Part::Relaxation => Self::Relaxation,
            Part::Rounding => Self::Rounding,
            Part::Lifting => Self::Lifting,
            Part::Division => Self::Division,
            Part::Tours => Self::Tours,
            Part::Dives => Self::Dives,
            Part::Coarse => Self::Coarse,
            Part::Ways => Self::Ways,
            Part::Paces => Self::Paces,
            Part::Guide => Self::Guide,
            Part::Fixing => Self::Fixing,
            Part::Finish => Self::Finish,
        }
    }
}

/// Runs the benchmark.
///
/// # Errors
/// The instance cannot be read, no plan was found, or a file cannot be written; that is tried first.
pub fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Solve(args) => solve(args),
        What::Replan(args) => replan::run(args),
    }
}

/// Makes sure that the files can be written: to find that out after ten minutes would be too late.
fn try_files(args: &Solve) -> Outcome {
    let mut taken = vec![("the instance", args.instance.as_path())];
    for (option, path) in [("--out", Some(&args.out)), ("--trace", args.trace.as_ref())] {
        let Some(path) = path else { continue };
        if let Some((other, _)) = taken.iter().find(|(_, other)| same(other, path)) {
            let message = format!("{option} names the same file as {other}: {}", path.display());
            return Err(Failure::usage(message).hint("give each a file of its own"));
        }
        try_file(path)?;
        taken.push((option, path));
    }
    Ok(())
}

/// Whether two paths lead to one file, also to one that is still to come. A device can take more than one thing.
fn same(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| {
        let folder = || fs::canonicalize(Path::new(".").join(path.parent()?)).ok();
        fs::canonicalize(path).ok().or_else(|| Some(folder()?.join(path.file_name()?)))
    };
    !is_device(a) && (a == b || real(a).is_some_and(|a| Some(a) == real(b)))
}

fn solve(args: &Solve) -> Outcome {
    try_files(args)?;
    let bytes = read_bounded(&args.instance, &args.instance, LARGEST)?;
    let start = Instant::now();
    let case = efp::case(&args.instance.display().to_string(), &bytes)?;
    complain(&format!(
        "{}: {} offers, {} lines, {} periods, {} formations",
        case.name,
        case.offers.len(),
        case.lines.len(),
        case.calendar.horizon,
        case.formations.len()
    ));
    let parts = args.without.iter().fold(Parts::default(), |parts, &part| parts.without(part.into()));
    let request =
        Request { method: args.limits.method.into(), parts, limits: args.limits.limits(), ..Request::default() };
    let mut trace = args.trace.as_deref().map(Trace::create).transpose()?;
    let planned = limits::solve_watched(&case, &request, &mut |progress| {
        if let Some(trace) = &mut trace {
            trace.show(start.elapsed().as_secs_f64(), progress);
        }
    })?;
    let seconds = start.elapsed().as_secs_f64();
    // Neither file must cost the other, nor the line.
    let written = write_whole(&args.out, format!("{}\n", efp::solution(&case, &planned.plan)).as_bytes());
    let traced = trace.map_or(Ok(()), |mut trace| {
        trace.add(seconds, Some(planned.score.total()), Some(planned.bound).filter(|bound| bound.is_finite()));
        trace.finish()
    });
    let line = json!({
        "instance": case.name,
        "objective": planned.score.total(),
        "bound": planned.bound,
        "gap": planned.gap(),
        "seconds": (seconds * 1000.0).round() / 1000.0,
        "status": planned.status.name(),
        "tours": planned.plan.tours.len(),
        "work": planned.work,
        "nodes": planned.nodes,
        "seed": args.limits.seed,
        "method": planned.method.name(),
        "solver": planned.solver,
    });
    let said = stdout::text(&format!("{line}\n"));
    written.and(traced).and(said)
}
