//! Reads a plan: a run folder, our `plan.json`, or a table typed by hand (`.csv`, `.xlsx`).

use super::plan_table::{self, Grid, GridRow, TableKind};
use super::workbook::{self, Cell, Sheet};
use super::{columns, plan_json};
use crate::case_folder::read_bounded;
use crate::failure::Failure;
use crate::terminal::diagnostics::Texts;
use entente_model::diagnostic::Place;
use entente_model::{Case, Diagnostic, Severity};
use entente_plan::{Lead, Plan, Tour};
use std::path::Path;

/// Largest plan read, bytes.
const LARGEST: u64 = 64 << 20;

/// What a plan file came to.
#[derive(Debug)]
pub struct PlanRead {
    /// The plan, if nothing is wrong with the file.
    pub plan: Option<Plan>,
    /// Everything found in the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics point into.
    pub texts: Texts,
}

/// Tours and leads as read, before they become a plan.
#[derive(Default)]
pub(super) struct Parts {
    pub tours: Vec<Tour>,
    pub leads: Vec<Lead>,
    /// Whether the file says who leads, be it nobody.
    pub leads_told: bool,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a plan for the case.
///
/// # Errors
/// The file cannot be read at all, or is of a kind that is not known.
pub fn read(case: &Case, path: &Path) -> Result<PlanRead, Failure> {
    let mut path = path.to_owned();
    if path.is_dir() {
        let inside = path.join("plan.json");
        if !inside.is_file() {
            return Err(Failure::input(format!("{} holds no plan.json", path.display()))
                .hint("give a run folder, or a plan as .json, .csv or .xlsx"));
        }
        path = inside;
    }
    let bytes = read_bounded(&path, &path, LARGEST)?;
    let shown = path.display().to_string();
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut texts = Texts::new();
    let mut parts = Parts::default();
    match ending.as_str() {
        "json" => plan_json::read(case, &shown, &bytes, &mut parts)?,
        "xlsx" | "xlsm" => workbook_plan(case, &shown, &bytes, &mut parts)?,
        "csv" | "txt" => {
            let grid = csv_grid(&shown, &bytes)?;
            plan_table::read(case, &grid, TableKind::Tours, &mut parts);
            texts.insert(shown.clone(), bytes);
            let beside = path.with_file_name("leads.csv");
            if beside.is_file() && beside != path {
                let name = beside.display().to_string();
                let bytes = read_bounded(&beside, &beside, LARGEST)?;
                plan_table::read(case, &csv_grid(&name, &bytes)?, TableKind::Leads, &mut parts);
                texts.insert(name, bytes);
            }
        }
        _ => {
            return Err(Failure::input(format!("{shown} is of a kind that is not read as a plan"))
                .hint("give a run folder, or a plan as .json, .csv or .xlsx"));
        }
    }
    let faulty = parts.diagnostics.iter().any(|d| d.severity == Severity::Error);
    let mut diagnostics = parts.diagnostics;
    let mut tours = parts.tours;
    let open = |tours: &[Tour]| tours.iter().filter(|t| t.entry.is_none()).count();
    let left_open = open(&tours);
    entente_plan::verify::infer_entries(case, &mut tours);
    let filled = left_open - open(&tours);
    if filled > 0 && !faulty {
        diagnostics.push(remark(
            "entries-inferred",
            &shown,
            format!("{filled} tours name no entry point; each was given the one with the most room"),
            "name them in a column `entry`",
        ));
    }
    let plan = (!faulty).then(|| {
        let leads = if parts.leads_told {
            parts.leads
        } else {
            let leads = entente_plan::verify::infer_leads(case, &tours);
            if !leads.is_empty() {
                let who = leads
                    .iter()
                    .map(|l| format!("{} leads {}", case.nations[l.nation].id, case.formations[l.formation].id));
                let who = who.collect::<Vec<_>>().join(", ");
                diagnostics.push(remark(
                    "leads-inferred",
                    &shown,
                    format!("the plan names no leads, so they were inferred: {who}"),
                    "name them in leads.csv, in a sheet “Leads”, or in rows without an offer",
                ));
            }
            leads
        };
        Plan::new(tours, leads)
    });
    Ok(PlanRead { plan, diagnostics, texts })
}

fn remark(code: &'static str, file: &str, message: String, hint: &str) -> Diagnostic {
    let place = Place { file: file.to_owned(), ..Place::default() };
    let (value, expected, hint) = (None, None, Some(hint.to_owned()));
    Diagnostic { code, severity: Severity::Note, place, value, message, expected, hint }
}

/// The cells of a CSV file.
fn csv_grid(name: &str, bytes: &[u8]) -> Result<Grid, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = bytes[..e.valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
        Failure::input(format!("{name} is not UTF-8: line {line} has a byte that no character has"))
            .hint("save it as “CSV UTF-8”")
    })?;
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let times = |b: u8| first.bytes().filter(|&x| x == b).count();
    let separator = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&b| times(b)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| Failure::input(format!("{name} cannot be read as CSV: {e}")))?;
        let line = record.position().map_or(0, |p| p.line());
        rows.push(GridRow {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            cells: record.iter().map(str::to_owned).collect(),
        });
    }
    Ok(Grid { name: name.to_owned(), rows })
}

/// Tours from the first sheet that has them, leads from a sheet called “Leads”.
fn workbook_plan(case: &Case, shown: &str, bytes: &[u8], parts: &mut Parts) -> Result<(), Failure> {
    let book = workbook::read(shown, bytes)?;
    let grid = |sheet: &Sheet| Grid { name: format!("{shown} [{}]", sheet.name), rows: grid_rows(sheet) };
    let mut found = false;
    for sheet in &book.sheets {
        let grid = grid(sheet);
        let leads = columns::plain(&sheet.name) == "leads";
        if leads && plan_table::header(&grid, TableKind::Leads).is_some() {
            plan_table::read(case, &grid, TableKind::Leads, parts);
        } else if !leads && !found && plan_table::header(&grid, TableKind::Tours).is_some() {
            found = true;
            plan_table::read(case, &grid, TableKind::Tours, parts);
        }
    }
    if found {
        return Ok(());
    }
    Err(Failure::input(format!("no sheet of {shown} has the columns offer, line, start and elements"))
        .hint("put these names into one row above the tours"))
}

fn grid_rows(sheet: &Sheet) -> Vec<GridRow> {
    let row = |(&row, cells): (&u32, &std::collections::BTreeMap<u32, Cell>)| {
        let mut list = Vec::new();
        for (&column, cell) in cells.range(..1000) {
            list.resize(column as usize, String::new());
            list.push(cell.text());
        }
        GridRow { line: row.saturating_add(1), cells: list }
    };
    sheet.rows.iter().map(row).collect()
}
