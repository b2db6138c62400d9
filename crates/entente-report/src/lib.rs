//! The pages: from a plan to what people look at.
//!
//! [`view`] turns a [`Run`] into plain, serialisable values; every page is written from views alone and
//! works nothing out: `html`, `xlsx`, `json`, `csv`, `geojson`, `terminal`. Nothing here opens a file
//! or reads a clock: the same run gives the same bytes.

mod csv;
mod figures;
mod geojson;
mod html;
mod json;
mod terminal;
pub mod view;
mod words;
mod xlsx;

use entente_model::Case;
use entente_plan::{Plan, Planned};
use std::fmt;
use view::Report;

/// A plan with all that was given to make it.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The case planned.
    pub case: &'a Case,
    /// The plan and its proof.
    pub planned: &'a Planned,
    /// The plan that changes were counted against, if one was given.
    pub previous: Option<&'a Plan>,
    /// Version of Entente.
    pub version: &'a str,
    /// Seed of every random choice.
    pub seed: u32,
    /// SHA-256 of the whole case, hexadecimal.
    pub case_hash: &'a str,
    /// Input files and the SHA-256 of each, hexadecimal.
    pub inputs: &'a [(String, String)],
    /// What was rounded, refused or left unused, in sentences.
    pub notes: &'a [String],
}

/// Why a page could not be written.
#[derive(Debug)]
pub enum ReportError {
    /// The workbook could not be written.
    Workbook(String),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Workbook(why) => write!(f, "the workbook could not be written: {why}"),
        }
    }
}

impl std::error::Error for ReportError {}

/// `report.html`: one self-contained page, for screens, printers and screen readers.
pub fn html(run: &Run<'_>) -> String {
    html::page(&Report::of(run))
}

/// `plan.json`: the plan and its figures, format `entente-plan` version 1.
pub fn json(run: &Run<'_>) -> serde_json::Value {
    json::plan(&Report::of(run))
}

/// `plan.csv`: one row for each tour.
pub fn csv(run: &Run<'_>) -> String {
    csv::tours(&Report::of(run))
}

/// `plan.xlsx`: the plan and its figures as a workbook.
///
/// # Errors
/// The case has more rows or longer texts than a workbook can hold.
pub fn xlsx(run: &Run<'_>) -> Result<Vec<u8>, ReportError> {
    xlsx::workbook(&Report::of(run))
}

/// `plan.geojson`: the area with what serves where (RFC 7946).
pub fn geojson(run: &Run<'_>) -> serde_json::Value {
    geojson::area(&Report::of(run))
}

/// The summary for a terminal of `width` columns, with ANSI colours if asked.
pub fn terminal(run: &Run<'_>, width: usize, colour: bool) -> String {
    terminal::summary(&Report::of(run), width, colour)
}
