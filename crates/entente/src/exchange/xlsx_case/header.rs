//! Finding tables in sheets as planners have them: titles above, headers merged or worded a little
//! differently, sheets named in any language.

use super::{AREA_SHEET, CASE_SHEET, area_sheet};
use crate::exchange::columns;
use crate::exchange::workbook::Sheet;
use entente_model::schema::TableSchema;
use std::collections::BTreeMap;

/// Rows searched for a header.
const MOST_TITLES: usize = 40;
/// Columns that a header may have.
const MOST_COLUMNS: u32 = 1000;

/// What a sheet holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// `case.toml`.
    Case,
    /// `area.geojson`, with its header in this row.
    Area(u32),
    /// A table, with its header in this row.
    Table(&'static TableSchema, u32),
}

/// The names in a row, by column; a cell inside a merged range has the name of the range, unless the
/// range lies in this row alone: then the first of its columns has it.
pub(super) fn names(sheet: &Sheet, row: u32) -> BTreeMap<u32, String> {
    let mut names: BTreeMap<u32, String> = BTreeMap::new();
    if let Some(cells) = sheet.rows.get(&row) {
        names.extend(cells.range(..MOST_COLUMNS).map(|(&column, cell)| (column, cell.text())));
    }
    for &(first_row, first_column, last_row, _) in &sheet.merged {
        if first_row < row
            && row <= last_row
            && first_column < MOST_COLUMNS
            && !names.contains_key(&first_column)
            && let Some(cell) = sheet.cell(first_row, first_column)
        {
            names.insert(first_column, cell.text());
        }
    }
    names
}

/// What the sheet holds, by its name if that is one of ours, else by its headers.
pub(super) fn holds(sheet: &Sheet) -> Option<Holds> {
    let name = columns::plain(&sheet.name);
    if name == CASE_SHEET || name == "casetoml" {
        return Some(Holds::Case);
    }
    if name == AREA_SHEET || name == "areageojson" {
        let header = candidates(sheet).find(|(_, names)| area_sheet::is_area(&list(names)));
        return header.map(|(row, _)| Holds::Area(row));
    }
    let named = columns::tables().find(|table| {
        let stem = columns::plain(columns::sheet_name(table));
        [stem.clone(), format!("{stem}csv"), columns::plain(table.title)].contains(&name)
    });
    if let Some(table) = named {
        return best(sheet, &[table], 1).map(|(table, row)| Holds::Table(table, row));
    }
    if candidates(sheet).any(|(_, names)| is_case(&list(&names))) {
        return Some(Holds::Case);
    }
    if let Some((row, _)) = candidates(sheet).find(|(_, names)| area_sheet::is_area(&list(names))) {
        return Some(Holds::Area(row));
    }
    let all: Vec<_> = columns::tables().collect();
    best(sheet, &all, 2).map(|(table, row)| Holds::Table(table, row))
}

fn list(names: &BTreeMap<u32, String>) -> Vec<String> {
    names.values().cloned().collect()
}

fn is_case(names: &[String]) -> bool {
    names.len() >= 2 && columns::plain(&names[0]) == "key" && columns::plain(&names[1]) == "value"
}

fn candidates(sheet: &Sheet) -> impl Iterator<Item = (u32, BTreeMap<u32, String>)> + '_ {
    sheet.rows.keys().take(MOST_TITLES).map(|&row| (row, names(sheet, row)))
}

/// The table and header row with the most columns in common, if all required columns are there and at
/// least `least` are. Of tables that share as many, the one with the fewest columns of its own.
fn best(sheet: &Sheet, tables: &[&'static TableSchema], least: usize) -> Option<(&'static TableSchema, u32)> {
    let mut best: Option<(usize, usize, &'static TableSchema, u32)> = None;
    for (row, names) in candidates(sheet) {
        let given: Vec<String> = names.values().map(|n| columns::plain(n)).collect();
        for &table in tables {
            let has = |name: &str| given.contains(&columns::plain(name));
            let shared = table.fields.iter().filter(|f| has(&f.name)).count();
            let complete = table.fields.iter().filter(|f| f.required).all(|f| has(&f.name));
            if shared < least || (tables.len() > 1 && !complete) {
                continue;
            }
            let better =
                best.is_none_or(|(most, width, ..)| shared > most || (shared == most && table.fields.len() < width));
            if better {
                best = Some((shared, table.fields.len(), table, row));
            }
        }
    }
    best.map(|(_, _, table, row)| (table, row))
}
