//! `entente import …`: a case from a workbook, or from public figures.

use super::new::empty_folder;
use super::{complain, input};
use crate::case_folder::{IMPORT_REPORT, read_bounded};
use crate::exchange::ledger::{Ledger, Outcome as Ended};
use crate::exchange::{un_contributions, workbook, xlsx_case};
use crate::failure::{Failure, Outcome};
use crate::run_folder::write_whole;
use entente_model::Severity;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Largest table of public figures read, bytes.
const LARGEST_TABLE: u64 = 256 << 20;

/// Turns a workbook or public figures into a case. What could not be used is listed, with the reason and
/// its place, and written to import-report.csv beside the case.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// From what
    #[command(subcommand)]
    pub from: From,
}

/// What a case can be made from.
#[derive(Debug, clap::Subcommand)]
pub enum From {
    /// A workbook with a sheet for each table
    Xlsx(Xlsx),
    /// A table of contributions to United Nations operations, by contributor, mission and month
    UnContributions(UnContributions),
}

/// Reads a workbook into a case folder. Sheets are known by their names (offers, nations, …), or by their
/// headers if they are called otherwise. Titles above the header, merged headers, letter case, blanks and
/// underscores, serial dates and decimal commas do no harm.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente export my-case --to xlsx --out my-case.xlsx
  entente import xlsx my-case.xlsx my-new-case
  entente check my-new-case")]
pub struct Xlsx {
    /// The workbook (.xlsx)
    pub file: PathBuf,
    /// The folder to write; it must be new or empty
    pub dir: PathBuf,
}

/// Turns a table of contributions to United Nations operations into a case: what each nation had in each
/// mission becomes offers with the windows they really had, and what each mission had in all becomes what
/// is required. The best plan gives back the strengths deployed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente import un-contributions contributions.csv un-2012 --from 2012-01 --to 2012-12
  entente import un-contributions contributions.csv mali --mission MINUSMA
  entente plan mali

The table is CSV with the columns Date, Contributor, Contributor ISO-3, Mission and people by kind (Troops
Total, Formed Police Units Total, Individual Police Total, Experts on Mission Total).")]
pub struct UnContributions {
    /// The table (.csv)
    pub file: PathBuf,
    /// The folder to write; it must be new or empty
    pub dir: PathBuf,
    /// First month to take
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub from: Option<Date>,
    /// Last month to take
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub to: Option<Date>,
    /// A mission to take, by its short name; may be given more than once
    #[arg(long)]
    pub mission: Vec<String>,
}

/// The first day of a month.
fn month(text: &str) -> Result<Date, String> {
    let day = format!("{text}-01").parse();
    day.map_err(|_| "a month such as 2012-01 is expected".to_owned())
}

/// Imports a case.
///
/// # Errors
/// The file cannot be read, or the folder is in use.
pub fn run(args: &Args) -> Outcome {
    match &args.from {
        From::Xlsx(args) => {
            empty_folder(&args.dir)?;
            let bytes = read_bounded(&args.file, &args.file, workbook::LARGEST_FILE)?;
            let imported = xlsx_case::read(&args.file.display().to_string(), &bytes)?;
            finish(&args.dir, &imported.files, &imported.ledger)
        }
        From::UnContributions(args) => {
            if let (Some(from), Some(to)) = (args.from, args.to)
                && from > to
            {
                return Err(Failure::usage("--from is after --to"));
            }
            empty_folder(&args.dir)?;
            let bytes = read_bounded(&args.file, &args.file, LARGEST_TABLE)?;
            let select = un_contributions::Select { from: args.from, to: args.to, missions: args.mission.clone() };
            let name = args.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
            let imported = un_contributions::read(&name, &bytes, &select)?;
            complain(&format!("{} rows read, {} offers made", imported.rows, imported.offers));
            finish(&args.dir, &imported.files, &imported.ledger)
        }
    }
}

/// Writes the case and the report, and says what became of the rows and of the case.
fn finish(dir: &Path, files: &BTreeMap<String, Vec<u8>>, ledger: &Ledger) -> Outcome {
    for (name, bytes) in files {
        write_whole(&dir.join(name), bytes)?;
    }
    write_whole(&dir.join(IMPORT_REPORT), &ledger.csv())?;
    complain(&ledger.summary());
    let loaded = entente_model::load(files);
    input::tell(&loaded.diagnostics, files, Severity::Warning);
    let refused = ledger.count(Ended::Refused);
    let dir = dir.display();
    complain(&format!("The case is in {dir}; what became of each row is in {dir}/{IMPORT_REPORT}."));
    if refused > 0 {
        complain(&format!("{refused} rows, cells or sheets were refused."));
    }
    if loaded.case.is_none() {
        complain(&format!("It cannot be planned yet: mend what is listed above, then `entente check {dir}`."));
        return Err(Failure::reported());
    }
    Ok(())
}
