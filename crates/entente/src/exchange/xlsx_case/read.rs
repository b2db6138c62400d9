//! Reads a workbook into the files of a case. Each sheet, row and odd cell ends in the ledger. Hidden
//! sheets, rows and columns count like any other: what is hidden is still in the plan of whoever hid it.

use super::header::{self, Holds};
use super::{area_sheet, case_sheet};
use crate::exchange::columns::{self, Held};
use crate::exchange::ledger::{Ledger, Outcome};
use crate::exchange::workbook::{self, Cell, Sheet, Workbook, cell_name, column_name};
use crate::failure::Failure;
use entente_model::schema::{Field, Kind, TableSchema};
use std::collections::BTreeMap;

/// What a workbook came to.
#[derive(Debug)]
pub struct Imported {
    /// The files of the case.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What became of each sheet and row.
    pub ledger: Ledger,
}

/// Rows of one table, collected from one sheet or several.
#[derive(Default)]
struct Collected {
    columns: Vec<String>,
    rows: Vec<BTreeMap<String, String>>,
}

/// Reads the workbook; `name` is what messages call it.
///
/// # Errors
/// It is no workbook, or holds none of the tables of a case.
pub fn read(name: &str, bytes: &[u8]) -> Result<Imported, Failure> {
    let book = workbook::read(name, bytes)?;
    let mut ledger = Ledger::default();
    let mut files = BTreeMap::new();
    let mut tables: BTreeMap<&'static str, Collected> = BTreeMap::new();
    for sheet in &book.sheets {
        if sheet.rows.is_empty() {
            ledger.enter(&sheet.name, None, "", Outcome::LeftOut, "the sheet is empty");
            continue;
        }
        if sheet.hidden {
            ledger.enter(&sheet.name, None, "", Outcome::Changed, "the sheet is hidden; it was read like any other");
        }
        match header::holds(sheet) {
            Some(Holds::Case) => {
                let text = case_sheet::toml(sheet, &book, &mut ledger);
                if files.insert("case.toml".to_owned(), text.into_bytes()).is_some() {
                    ledger.enter(&sheet.name, None, "", Outcome::Changed, "it replaces an earlier sheet for case.toml");
                }
            }
            Some(Holds::Area(row)) => {
                if let Some(text) = area_sheet::geojson(sheet, row, &mut ledger)
                    && files.insert("area.geojson".to_owned(), text.into_bytes()).is_some()
                {
                    ledger.enter(&sheet.name, None, "", Outcome::Changed, "it replaces an earlier sheet of areas");
                }
            }
            Some(Holds::Table(table, row)) => {
                rows(sheet, table, row, &book, tables.entry(table.file).or_default(), &mut ledger);
            }
            None => {
                let known: Vec<_> = columns::tables().map(columns::sheet_name).collect();
                let reason = format!("no header of a table was found; known tables: {}", known.join(", "));
                ledger.enter(&sheet.name, None, "", Outcome::Refused, reason);
            }
        }
    }
    for (file, collected) in tables {
        if !collected.rows.is_empty() {
            files.insert(file.to_owned(), csv(&collected));
        }
    }
    if files.is_empty() {
        return Err(Failure::input(format!("{name} holds no table of a case"))
            .hint("`entente export CASE --to xlsx` writes a workbook that shows which sheets and columns there are"));
    }
    Ok(Imported { files, ledger })
}

/// Takes the rows below the header.
fn rows(
    sheet: &Sheet,
    table: &'static TableSchema,
    header: u32,
    book: &Workbook,
    out: &mut Collected,
    ledger: &mut Ledger,
) {
    for &row in sheet.rows.keys().take_while(|&&row| row < header) {
        ledger.enter(&sheet.name, Some(row.saturating_add(1)), "", Outcome::LeftOut, "a title above the header");
    }
    let named = header::names(sheet, header);
    let mut fields: BTreeMap<u32, &'static Field> = BTreeMap::new();
    for (&column, text) in &named {
        let field = table.fields.iter().find(|f| columns::plain(&f.name) == columns::plain(text));
        let at = Some(header.saturating_add(1));
        match field {
            Some(field) if fields.values().any(|f| f.name == field.name) => {
                let reason = format!("the column “{}” is there twice; the first counts", field.name);
                ledger.enter(&sheet.name, at, cell_name(header, column), Outcome::Refused, reason);
            }
            Some(field) => {
                fields.insert(column, field);
                if !out.columns.contains(&field.name) {
                    out.columns.push(field.name.clone());
                }
            }
            None if text.is_empty() => {}
            None => {
                let reason = format!("“{text}” is no column of {}", table.file);
                ledger.enter(&sheet.name, at, cell_name(header, column), Outcome::Refused, reason);
            }
        }
    }
    let mut nameless = BTreeMap::new();
    for (&row, cells) in sheet.rows.range(header.saturating_add(1)..) {
        let at = Some(row.saturating_add(1));
        for &column in cells.keys().filter(|c| !named.contains_key(c)) {
            nameless.entry(column).or_insert(row);
        }
        let mut values = BTreeMap::new();
        let mut fault = None;
        for (&column, &field) in &fields {
            let Some(cell) = sheet.cell(row, column) else { continue };
            if let Cell::Error(error) = cell {
                fault = Some((column, format!("the cell holds the error {error}")));
                break;
            }
            let (value, changed) = text(field, cell, book);
            if let Some(reason) = changed {
                ledger.enter(&sheet.name, at, cell_name(row, column), Outcome::Changed, reason);
            }
            values.insert(field.name.clone(), value);
        }
        let repeats = |(name, value): (&String, &String)| columns::plain(name) == columns::plain(value);
        let required = |f: &&Field| f.required && values.get(&f.name).is_some_and(|v| !v.is_empty());
        if let Some((column, reason)) = fault {
            ledger.enter(&sheet.name, at, cell_name(row, column), Outcome::Refused, reason);
        } else if values.is_empty() {
            ledger.enter(&sheet.name, at, "", Outcome::LeftOut, "nothing stands in the columns of the table");
        } else if values.iter().all(repeats) {
            ledger.enter(&sheet.name, at, "", Outcome::LeftOut, "the row repeats the header");
        } else if !table.fields.iter().any(|f| required(&f)) {
            ledger.enter(&sheet.name, at, "", Outcome::Refused, "none of the columns that are required is filled");
        } else {
            out.rows.push(values);
            ledger.enter(&sheet.name, at, "", Outcome::Used, "");
        }
    }
    for (column, row) in nameless {
        let reason = format!("column {} has no name, and what stands in it is not read", column_name(column));
        ledger.enter(&sheet.name, Some(row.saturating_add(1)), cell_name(row, column), Outcome::Refused, reason);
    }
}

/// The value as a case file writes it, and what was changed on the way, if a person should know.
fn text(field: &Field, cell: &Cell, book: &Workbook) -> (String, Option<String>) {
    match (columns::held(field), cell) {
        (Held::Date, Cell::Date { day, time: true }) => {
            (day.to_string(), Some("the time of day was left out".to_owned()))
        }
        (Held::Date, Cell::Number(serial)) => match book.serial_day(*serial) {
            // Offsets and period numbers are typed as text; a bare number this large is a date without a format.
            Some(day) if *serial >= 10_000.0 => {
                (day.to_string(), Some(format!("the number {} was read as the date {day}", cell.text())))
            }
            _ => (cell.text(), None),
        },
        (Held::Number, Cell::Text(text)) => match decimal_comma(text.trim(), &field.kind) {
            Some(number) => {
                let reason = format!("the decimal comma in {} was read as a point", text.trim());
                (number, Some(reason))
            }
            None => (text.trim().to_owned(), None),
        },
        (Held::Choice(words), _) => {
            let text = cell.text();
            // Lists are chosen from by people who type them too: letter case is no matter.
            let meant = words.iter().find(|w| w.to_lowercase() == text.to_lowercase());
            (meant.cloned().unwrap_or(text), None)
        }
        _ => (cell.text(), None),
    }
}

/// `0,75` as `0.75`. Three digits after the comma may be thousands, so such a value stays as it is and
/// the check asks.
fn decimal_comma(text: &str, kind: &Kind) -> Option<String> {
    let (whole, part) = text.split_once(',')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let clear = part.len() != 3 || whole == "0";
    (*kind == Kind::Decimal && clear && digits(whole) && digits(part)).then(|| format!("{whole}.{part}"))
}

fn csv(collected: &Collected) -> Vec<u8> {
    // Columns that nobody filled would only widen the table.
    let filled = |name: &&String| collected.rows.iter().any(|r| r.get(*name).is_some_and(|v| !v.is_empty()));
    let columns: Vec<&String> = collected.columns.iter().filter(filled).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(&columns).and_then(|()| {
        collected
            .rows
            .iter()
            .try_for_each(|row| writer.write_record(columns.iter().map(|c| row.get(*c).map_or("", String::as_str))))
    });
    written.expect("writing to memory, as many fields as columns");
    writer.into_inner().expect("writing to memory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas() {
        assert_eq!(decimal_comma("0,75", &Kind::Decimal).as_deref(), Some("0.75"));
        assert_eq!(decimal_comma("0,125", &Kind::Decimal).as_deref(), Some("0.125"));
        for odd in ["1,200", "1,2,3", ",5", "5,", "a,5", "12"] {
            assert_eq!(decimal_comma(odd, &Kind::Decimal), None, "{odd}");
        }
        assert_eq!(decimal_comma("0,75", &Kind::Count), None);
    }
}
