//! `entente export CASE --to …`: the case in formats that others use.

use super::input;
use crate::exchange::{case_geojson, xlsx_case};
use crate::failure::Outcome;
use crate::run_folder::{try_file, write_whole};
use crate::terminal::stdout;
use std::path::PathBuf;

/// Turns a case into a workbook, a map, a data package or a solver model.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente export my-case --to xlsx --out my-case.xlsx      edit it in Excel, then `entente import xlsx`
  entente export my-case --to mps --out model.mps          solve it with another solver and compare
  entente export my-case --to geojson | jq '.features[].properties.name'
  entente export my-case --to datapackage > my-case/datapackage.json")]
pub struct Args {
    /// The folder of the case
    pub case: PathBuf,
    /// The format
    #[arg(long)]
    pub to: Format,
    /// The file to write; without it, the standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What a case can be turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The model as free MPS, with the names of rows and columns of the formulation
    Mps,
    /// All tables in one workbook, which `import xlsx` turns back into a case
    Xlsx,
    /// The area with what is asked for at each place, as GeoJSON
    Geojson,
    /// A description of the tables, as a Frictionless datapackage.json
    Datapackage,
}

/// Writes the export.
///
/// # Errors
/// The case has errors, or the file cannot be written.
pub fn run(args: &Args) -> Outcome {
    args.out.as_deref().map(try_file).transpose()?;
    let loaded = input::case(&args.case)?;
    let bytes = match args.to {
        Format::Mps => entente_solve::mps::write(&entente_plan::force::milp(&loaded.case, None)).into_bytes(),
        Format::Xlsx => xlsx_case::write(&loaded.folder.files)?,
        Format::Geojson => format!("{:#}\n", case_geojson::area(&loaded.case)).into_bytes(),
        Format::Datapackage => format!("{:#}\n", entente_model::datapackage(&loaded.case.name)).into_bytes(),
    };
    match &args.out {
        Some(path) => write_whole(path, &bytes),
        None if args.to == Format::Xlsx => stdout::binary(&bytes),
        None => stdout::text(&String::from_utf8_lossy(&bytes)),
    }
}
