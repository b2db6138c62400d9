//! A case as one workbook: a sheet for each table, `case` for `case.toml`, `area` for `area.geojson`.
//!
//! ```text
//! case folder ─write→ workbook ─(a planner edits it)→ read→ case folder + ledger
//! ```
//! What is written is read back to the same case; of `case.toml`, comments are lost.

mod area_sheet;
mod case_sheet;
mod header;
mod read;
mod write;

pub use read::{Imported, read};
pub use write::write;

/// Name of the sheet that holds `case.toml`.
const CASE_SHEET: &str = "case";
/// Name of the sheet that holds `area.geojson`.
const AREA_SHEET: &str = "area";
/// Most characters that a cell of a workbook holds.
const CELL_LIMIT: usize = 32_767;
