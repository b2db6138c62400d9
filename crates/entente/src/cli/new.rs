//! `entente new DIR`: a small case to start from.

use super::complain;
use crate::failure::{Failure, Outcome};
use crate::run_folder::write_whole;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes a small case to start from: made-up nations, every table with a few rows, comments that say
/// what to change. It passes `entente check`, and its plan has gaps worth looking at.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente new my-case
  entente plan my-case")]
pub struct Args {
    /// The folder to write; it must be new or empty
    pub dir: PathBuf,
}

/// The files of the starter case.
pub const STARTER: [(&str, &str); 14] = [
    ("README.md", include_str!("../starter/README.md")),
    ("area.geojson", include_str!("../starter/area.geojson")),
    ("capabilities.csv", include_str!("../starter/capabilities.csv")),
    ("case.toml", include_str!("../starter/case.toml")),
    ("caveats.csv", include_str!("../starter/caveats.csv")),
    ("ceilings.csv", include_str!("../starter/ceilings.csv")),
    ("enabling.csv", include_str!("../starter/enabling.csv")),
    ("entry_points.csv", include_str!("../starter/entry_points.csv")),
    ("formations.csv", include_str!("../starter/formations.csv")),
    ("nations.csv", include_str!("../starter/nations.csv")),
    ("offers.csv", include_str!("../starter/offers.csv")),
    ("requirement_quantities.csv", include_str!("../starter/requirement_quantities.csv")),
    ("requirements.csv", include_str!("../starter/requirements.csv")),
    ("sources.csv", include_str!("../starter/sources.csv")),
];

/// Writes the case.
///
/// # Errors
/// The folder is in use or cannot be written.
pub fn run(args: &Args) -> Outcome {
    empty_folder(&args.dir)?;
    for (name, text) in STARTER {
        write_whole(&args.dir.join(name), text.as_bytes())?;
    }
    let dir = args.dir.display();
    complain(&format!(
        "A case to start from is in {dir}: read {dir}/README.md, edit the tables, then\n  entente check {dir}\n  entente \
         plan {dir}"
    ));
    Ok(())
}

/// Makes sure that `dir` is an empty folder, and makes it if it is not there.
///
/// # Errors
/// It is a file, holds anything, or cannot be made.
pub fn empty_folder(dir: &Path) -> Outcome {
    if dir.exists() && !dir.is_dir() {
        return Err(Failure::usage(format!("{} is a file, and a case is a folder", dir.display())));
    }
    fs::create_dir_all(dir).map_err(|e| Failure::file("write", dir, &e))?;
    let mut entries = fs::read_dir(dir).map_err(|e| Failure::file("read", dir, &e))?;
    if entries.next().is_some() {
        return Err(Failure::usage(format!("{} is not empty, and nothing in it is overwritten", dir.display()))
            .hint("choose another folder"));
    }
    Ok(())
}
