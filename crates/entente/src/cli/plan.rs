//! `entente plan CASE`: the best force plan, its proof, and the run folder.

use super::{VERSION, complain, input, limits};
use crate::digest;
use crate::failure::{Failure, Outcome};
use crate::run_folder::RunFolder;
use crate::terminal::{self, stdout};
use entente_plan::{Request, force};
use entente_report::Run;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Plans a case: the force that the pledges make at best, month by month, with what is missing and a
/// proven bound. Prints a summary, and writes the report, the plan and the model into a run folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente plan cases/mnf-ukraine
  entente plan my-case --out thursday --gap 0.01 --time-limit 300
  entente plan my-case --previous runs/my-case-1

The run folder is runs/NAME-N unless --out names another. It holds report.html, plan.json, plan.xlsx,
plan.csv, plan.geojson, model.mps, and manifest.json with the SHA-256 of every input and output.
Ctrl-C keeps the best plan so far; pressed twice, it leaves at once.")]
pub struct Args {
    /// The folder of the case
    pub case: PathBuf,
    /// The folder to write; an earlier run in it is replaced
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write into --out even if it holds other files
    #[arg(long, requires = "out")]
    pub force: bool,
    /// How far to go
    #[command(flatten)]
    pub limits: limits::Args,
    /// A plan that changes are counted against, and that the search starts from: a run folder, .json,
    /// .csv or .xlsx
    #[arg(long, value_name = "PLAN")]
    pub previous: Option<PathBuf>,
    /// Write plan.json alone, and no report, workbook, map or model
    #[arg(long)]
    pub no_report: bool,
}

/// Plans the case.
///
/// # Errors
/// The case has errors, no plan was found within the limits, or files cannot be written.
pub fn run(args: &Args) -> Outcome {
    let loaded = input::case(&args.case)?;
    let previous = args.previous.as_deref().map(|path| input::plan(&loaded.case, path)).transpose()?;
    let inputs = loaded.folder.digests();
    // The folder first: to find out after an hour that it cannot be written would be too late.
    let mut folder = match &args.out {
        Some(path) => RunFolder::chosen(path, args.force)?,
        None => RunFolder::numbered(Path::new(""), &loaded.case.name)?,
    };
    let request = Request {
        method: args.limits.method.into(),
        previous: previous.as_ref(),
        start: previous.as_ref(),
        limits: args.limits.limits(),
        ..Request::default()
    };
    let planned = limits::solve(&loaded.case, &request).inspect_err(|_| folder.abandon())?;
    let case_hash = digest::of_files(&inputs);
    let notes: Vec<String> = loaded.diagnostics.iter().map(ToString::to_string).collect();
    let run = Run {
        case: &loaded.case,
        planned: &planned,
        previous: previous.as_ref(),
        version: VERSION,
        seed: args.limits.seed,
        case_hash: &case_hash,
        inputs: &inputs,
        notes: &notes,
    };
    folder.write("plan.json", format!("{:#}\n", entente_report::json(&run)).as_bytes())?;
    if !args.no_report {
        folder.write("report.html", entente_report::html(&run).as_bytes())?;
        folder.write("plan.csv", entente_report::csv(&run).as_bytes())?;
        let xlsx = entente_report::xlsx(&run).map_err(|e| Failure::input(format!("plan.xlsx is left out: {e}")));
        match xlsx {
            Ok(bytes) => folder.write("plan.xlsx", &bytes)?,
            Err(failure) => complain(&failure.to_string()),
        }
        folder.write("plan.geojson", format!("{:#}\n", entente_report::geojson(&run)).as_bytes())?;
        let model = entente_solve::mps::write(&force::milp(&loaded.case, previous.as_ref()));
        folder.write("model.mps", model.as_bytes())?;
    }
    let mut all_inputs = inputs.clone();
    if let Some(path) = &args.previous {
        all_inputs.extend(previous_digest(path));
    }
    let about = json!({
        "entente": VERSION,
        "solver": planned.solver,
        "method": planned.method.name(),
        "case": loaded.case.name,
        "case_sha256": case_hash,
        "seed": args.limits.seed,
        "limits": args.limits.manifest(),
        "previous": args.previous.as_ref().map(|p| p.display().to_string()),
        "status": planned.status.name(),
        "objective": planned.score.total(),
        "bound": planned.bound,
        "work": planned.work,
        "nodes": planned.nodes,
    });
    let path = folder.finish(&all_inputs, about)?;
    stdout::text(&entente_report::terminal(&run, terminal::width(), terminal::stdout_colour()))?;
    let shown = if args.no_report { "plan.json" } else { "report.html" };
    complain(&format!("{}", path.join(shown).display()));
    Ok(())
}

/// Name and digest of the previous plan, for the manifest.
fn previous_digest(path: &Path) -> Option<(String, String)> {
    let file = if path.is_dir() { path.join("plan.json") } else { path.to_owned() };
    let bytes = std::fs::read(&file).ok()?;
    Some((format!("previous: {}", file.file_name()?.to_string_lossy()), digest::sha256(&bytes)))
}
