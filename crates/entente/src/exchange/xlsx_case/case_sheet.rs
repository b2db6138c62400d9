//! `case.toml` as a sheet of keys and values, and back.

use super::write::{Grid, note};
use crate::exchange::columns::Held;
use crate::exchange::ledger::{Ledger, Outcome};
use crate::exchange::workbook::{Cell, Sheet, Workbook, cell_name};
use crate::failure::Failure;
use entente_model::schema::{self, Field, Kind};
use toml::{Table, Value};

/// Sections of `case.toml` whose tables the planner names: `[facts.ceasefire]`.
const NAMED: [&str; 3] = ["facts", "estimates", "phases"];

fn fields() -> &'static [Field] {
    schema::tables().iter().find(|t| t.file == "case.toml").map_or(&[], |t| &t.fields)
}

/// The field that a key stands for: `facts.parliament.SWE.holds` is `facts.*.holds`.
fn field(path: &[String]) -> Option<&'static Field> {
    let wild = match path {
        [section, _, key] if NAMED.contains(&section.as_str()) => format!("{section}.*.{key}"),
        _ => path.join("."),
    };
    fields().iter().find(|f| f.name == wild)
}

/// The sheet: key, value, meaning. Keys that the file leaves out are listed with an empty value.
pub(super) fn grid(text: &str) -> Result<Grid, Failure> {
    let table: Table = text.parse().map_err(|e| Failure::input(format!("case.toml cannot be read: {e}")))?;
    let mut found = Vec::new();
    flatten(&Value::Table(table), &mut Vec::new(), &mut found)?;
    let mut rows = Vec::new();
    let known: Vec<_> = fields().iter().filter(|f| !f.name.contains('*')).collect();
    for f in &known {
        let value = found.iter().find(|(path, _)| path.join(".") == f.name).map_or("", |(_, v)| v);
        rows.push(vec![f.name.clone(), value.to_owned(), note(f)]);
    }
    for (path, value) in &found {
        let key = path.join(".");
        if !known.iter().any(|f| f.name == key) {
            rows.push(vec![key, value.clone(), field(path).map_or_else(String::new, note)]);
        }
    }
    let column = |name: &str, note: &str| (name.to_owned(), Held::Text, note.to_owned());
    let columns = vec![
        column("key", "Section and name in case.toml."),
        column("value", "Its value; empty: what holds if it is not given."),
        column("meaning", "Not read."),
    ];
    Ok(Grid { columns, rows })
}

fn flatten(value: &Value, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, String)>) -> Result<(), Failure> {
    let text = match value {
        Value::Table(table) => {
            for (key, inner) in table {
                path.push(key.clone());
                flatten(inner, path, found)?;
                path.pop();
            }
            return Ok(());
        }
        Value::Boolean(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Datetime(day) => day.to_string(),
        Value::Integer(n) => n.to_string(),
        Value::Float(n) => n.to_string(),
        Value::Array(_) => {
            let key = path.join(".");
            return Err(Failure::input(format!("{key} in case.toml is a list, and a sheet cannot hold it")));
        }
    };
    found.push((path.clone(), text));
    Ok(())
}

/// `case.toml` from a sheet of keys and values. The first row whose first two cells are `key` and `value`
/// is the header; what stands above it is a title.
pub(super) fn toml(sheet: &Sheet, workbook: &Workbook, ledger: &mut Ledger) -> String {
    let word = |row: u32, column: u32| sheet.cell(row, column).map(Cell::text).unwrap_or_default();
    let is_header = |&row: &u32| word(row, 0).eq_ignore_ascii_case("key") && word(row, 1).eq_ignore_ascii_case("value");
    let header = sheet.rows.keys().copied().find(is_header);
    let mut table = Table::new();
    for &row in sheet.rows.keys() {
        let place = |outcome, reason: &str, ledger: &mut Ledger| {
            ledger.enter(&sheet.name, Some(row.saturating_add(1)), cell_name(row, 1), outcome, reason);
        };
        if header.is_some_and(|h| row <= h) {
            if header != Some(row) {
                place(Outcome::LeftOut, "a title above the header", ledger);
            }
            continue;
        }
        let key = word(row, 0);
        if key.is_empty() {
            place(Outcome::Refused, "the row names no key", ledger);
            continue;
        }
        let path = path(&key);
        match sheet.cell(row, 1) {
            None => {}
            Some(Cell::Error(error)) => place(Outcome::Refused, &format!("the cell holds the error {error}"), ledger),
            Some(cell) => {
                let value = value(field(&path), cell, workbook);
                if insert(&mut table, &path, value) {
                    place(Outcome::Used, "", ledger);
                } else {
                    place(Outcome::Refused, "the key is given twice, or is the name of a section", ledger);
                }
            }
        }
    }
    table.to_string()
}

/// The parts of a key: names that the planner chose may hold dots.
fn path(key: &str) -> Vec<String> {
    let owned = |parts: &[&str]| parts.iter().map(|p| (*p).trim().trim_matches('"').to_owned()).collect();
    if let Some((section, rest)) = key.split_once('.')
        && NAMED.contains(&section.trim())
        && let Some((name, last)) = rest.rsplit_once('.')
    {
        return owned(&[section, name, last]);
    }
    owned(&key.split('.').collect::<Vec<_>>())
}

fn insert(table: &mut Table, path: &[String], value: Value) -> bool {
    let Some((last, sections)) = path.split_last() else { return false };
    let mut table = table;
    for section in sections {
        let inner = table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(inner) = inner else { return false };
        table = inner;
    }
    if table.contains_key(last) {
        return false;
    }
    table.insert(last.clone(), value);
    true
}

/// The value in the form that its key asks for; what does not fit stays text, and the check names it.
fn value(field: Option<&Field>, cell: &Cell, workbook: &Workbook) -> Value {
    let text = cell.text();
    let as_text = || Value::String(text.clone());
    let dated = |text: &str| text.parse().map_or_else(|_| Value::String(text.to_owned()), Value::Datetime);
    match (field.map(|f| &f.kind), cell) {
        (Some(Kind::YesNo), _) => match text.to_lowercase().as_str() {
            "yes" | "true" => Value::Boolean(true),
            "no" | "false" => Value::Boolean(false),
            _ => as_text(),
        },
        (Some(Kind::Count), _) => text.parse().map_or_else(|_| as_text(), Value::Integer),
        (Some(Kind::Decimal), _) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ => as_text(),
        },
        (Some(Kind::Date | Kind::DateOrOffset | Kind::DateFrom | Kind::DateTo), Cell::Number(serial)) => {
            workbook.serial_day(*serial).map_or_else(as_text, |day| dated(&day.to_string()))
        }
        (Some(Kind::Date | Kind::DateOrOffset | Kind::DateFrom | Kind::DateTo), _) => dated(&text),
        (Some(_), _) => as_text(),
        (None, Cell::Flag(flag)) => Value::Boolean(*flag),
        (None, Cell::Number(number)) => Value::Float(*number),
        (None, Cell::Date { day, .. }) => dated(&day.to_string()),
        (None, _) => as_text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        assert_eq!(path("case.name"), ["case", "name"]);
        assert_eq!(path("facts.parliament.SWE.holds"), ["facts", "parliament.SWE", "holds"]);
        assert_eq!(path("facts.\"backstop.USA\".meaning"), ["facts", "backstop.USA", "meaning"]);
        assert_eq!(path("name"), ["name"]);
    }

    #[test]
    fn a_key_is_taken_once() {
        let mut table = Table::new();
        assert!(insert(&mut table, &path("case.name"), Value::Integer(1)));
        assert!(!insert(&mut table, &path("case.name"), Value::Integer(2)));
        assert!(!insert(&mut table, &path("case.name.more"), Value::Integer(2)));
        assert!(!insert(&mut table, &path("case"), Value::Integer(2)));
    }
}
