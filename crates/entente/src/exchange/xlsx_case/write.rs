//! Writes the workbook: typed cells, a frozen header with notes, filters, and lists to choose from.

use super::{AREA_SHEET, CASE_SHEET, CELL_LIMIT, area_sheet, case_sheet};
use crate::exchange::columns::{self, Held};
use crate::failure::Failure;
use entente_model::schema::{Field, TableSchema};
use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatBorder, Formula, Note,
    Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// Rows past the last that still have lists to choose from.
const SPARE_ROWS: u32 = 500;

/// A table ready for a sheet.
pub(super) struct Grid {
    /// Column names, what they hold and what their note says.
    pub columns: Vec<(String, Held, String)>,
    /// Values as in the file; empty: no cell.
    pub rows: Vec<Vec<String>>,
}

/// The case of these files as a workbook.
///
/// # Errors
/// A file is not UTF-8, no CSV or TOML, or has a value too long for a cell.
pub fn write(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Failure> {
    let mut book = Workbook::new();
    // The same case gives the same bytes: no time of writing.
    let origin = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|e| ours(&e))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&origin));
    let formats = Formats::new();
    let mut sheets = vec![(CASE_SHEET, case_sheet::grid(&text(files, "case.toml")?)?)];
    for table in columns::tables() {
        sheets.push((columns::sheet_name(table), grid(table, &text(files, table.file)?)?));
    }
    sheets.push((AREA_SHEET, area_sheet::grid(&text(files, "area.geojson")?)?));
    let heights: BTreeMap<&str, u32> =
        sheets.iter().map(|(name, g)| (*name, g.rows.len() as u32 + SPARE_ROWS)).collect();
    for (name, grid) in &sheets {
        for row in grid.rows.iter().flatten() {
            if row.encode_utf16().count() > CELL_LIMIT {
                return Err(Failure::input(format!(
                    "a value in {name} is longer than the {CELL_LIMIT} characters that a cell of a workbook holds: “{}…”",
                    row.chars().take(40).collect::<String>()
                )));
            }
        }
        let sheet = book.add_worksheet();
        sheet.set_name(*name).map_err(|e| ours(&e))?;
        fill(sheet, grid, &formats, &heights).map_err(|e| ours(&e))?;
    }
    book.save_to_buffer().map_err(|e| ours(&e))
}

fn ours(error: &XlsxError) -> Failure {
    Failure::ours(format!("the workbook cannot be written: {error}"))
}

/// The text of a file; empty if it is not there.
fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Result<String, Failure> {
    let bytes = files.get(name).map_or(&[][..], Vec::as_slice);
    let text = std::str::from_utf8(bytes).map_err(|_| Failure::input(format!("{name} is not UTF-8")))?;
    Ok(text.trim_start_matches('\u{FEFF}').to_owned())
}

/// The table of a CSV file: its own columns first, then those that it lacks, so that they can be filled.
fn grid(table: &TableSchema, text: &str) -> Result<Grid, Failure> {
    let first = text.lines().next().unwrap_or_default();
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
        let record = record.map_err(|e| Failure::input(format!("{} cannot be read as CSV: {e}", table.file)))?;
        rows.push(record.iter().map(str::to_owned).collect::<Vec<_>>());
    }
    let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    let missing = table.fields.iter().filter(|f| !header.contains(&f.name)).map(|f| f.name.clone());
    let columns = header.iter().cloned().chain(missing).map(|name| match table.field(&name) {
        Some(field) => (name, columns::held(field), note(field)),
        None => (name, Held::Text, String::new()),
    });
    let columns = columns.collect();
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    Ok(Grid { columns, rows })
}

/// What the note on a column says.
pub(super) fn note(field: &Field) -> String {
    let mut text = field.description.clone();
    text.push_str(&format!("\nExpected: {}.", field.expected()));
    if field.required {
        text.push_str("\nRequired.");
    } else if !field.default.is_empty() {
        text.push_str(&format!("\nIf empty: {}.", field.default));
    }
    text
}

struct Formats {
    header: Format,
    date: Format,
    text: Format,
}

impl Formats {
    fn new() -> Self {
        let header = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x1F_3A_5F))
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap();
        // `@` keeps Excel from turning what is typed into a date or a number.
        Self { header, date: Format::new().set_num_format("yyyy-mm-dd"), text: Format::new().set_num_format("@") }
    }
}

fn fill(sheet: &mut Worksheet, grid: &Grid, formats: &Formats, heights: &BTreeMap<&str, u32>) -> Result<(), XlsxError> {
    let last_row = grid.rows.len() as u32;
    for (at, (name, held, note)) in grid.columns.iter().enumerate() {
        let column = at as u16;
        sheet.write_string_with_format(0, column, name, &formats.header)?;
        if !note.is_empty() {
            let lines = 2 + note.len() as u32 / 40;
            sheet.insert_note(
                0,
                column,
                &Note::new(note.as_str()).add_author_prefix(false).set_width(300).set_height(20 * lines),
            )?;
        }
        let longest = grid.rows.iter().filter_map(|r| r.get(at)).map(|v| v.chars().count()).max().unwrap_or(0);
        sheet.set_column_width(column, (longest.max(name.len()) + 2).clamp(8, 48) as f64)?;
        if *held == Held::Text || matches!(held, Held::Reference(_)) {
            sheet.set_column_format(column, &formats.text)?;
        }
        if let Some(list) = list_of(held, heights)? {
            sheet.add_data_validation(1, column, last_row + SPARE_ROWS, column, &list)?;
        }
    }
    for (at, row) in grid.rows.iter().enumerate() {
        for (column, value) in row.iter().enumerate().filter(|(_, v)| !v.is_empty()) {
            let held = grid.columns.get(column).map_or(&Held::Text, |c| &c.1);
            write_cell(sheet, at as u32 + 1, column as u16, value, held, formats)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    if !grid.columns.is_empty() {
        sheet.autofilter(0, 0, last_row.max(1), grid.columns.len() as u16 - 1)?;
    }
    Ok(())
}

/// A list to choose from, for columns that have one.
fn list_of(held: &Held, heights: &BTreeMap<&str, u32>) -> Result<Option<DataValidation>, XlsxError> {
    Ok(match held {
        // Excel holds at most 255 characters in a list of words.
        Held::Choice(words) if words.join(",").len() <= 255 => {
            Some(DataValidation::new().allow_list_strings(words)?.set_error_title("Not in the list")?)
        }
        Held::Reference(file) => {
            let name = file.trim_end_matches(".csv");
            let last = heights.get(name).copied().unwrap_or(SPARE_ROWS) + 1;
            let list = Formula::new(format!("={name}!$A$2:$A${last}"));
            // A name may be typed before its row is: only a warning.
            Some(DataValidation::new().allow_list_formula(list).set_error_style(DataValidationErrorStyle::Warning))
        }
        _ => None,
    })
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: &str,
    held: &Held,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match held {
        Held::Number if exact(value).is_some() => {
            sheet.write_number(row, column, exact(value).unwrap_or_default())?;
        }
        Held::Date if day(value).is_some() => {
            let day = day(value).unwrap_or(Date::constant(2000, 1, 1));
            let serial = ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month() as u8, day.day() as u8)?;
            sheet.write_datetime_with_format(row, column, &serial, &formats.date)?;
        }
        Held::Number => {
            sheet.write_string(row, column, value)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, value, &formats.text)?;
        }
    }
    Ok(())
}

/// The number that a cell can hold without loss.
fn exact(value: &str) -> Option<f64> {
    let number: f64 = value.parse().ok()?;
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    // Excel keeps 15 significant digits.
    (number.is_finite() && digits <= 15).then_some(number)
}

/// The day that a cell can hold as a date: from 1 March 1900, before which Excel counts a day too many.
fn day(value: &str) -> Option<Date> {
    if value.len() != 10 {
        return None;
    }
    let day: Date = value.parse().ok()?;
    (day >= Date::constant(1900, 3, 1)).then_some(day)
}
