//! The tables of a case as a workbook needs them: which columns, of what kind, under which names.

use entente_model::schema::{self, Field, Kind, TableSchema};

/// How the values of a column are held in a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// As a number.
    Number,
    /// As a date where it is one; offsets from D-day (`D+30`) stay text.
    Date,
    /// As one of these words.
    Choice(Vec<String>),
    /// As an identifier of another table, by its file name.
    Reference(&'static str),
    /// As text.
    Text,
}

/// How the values of a field are held.
pub fn held(field: &Field) -> Held {
    match &field.kind {
        Kind::Count | Kind::Decimal => Held::Number,
        Kind::Date | Kind::DateOrOffset | Kind::DateFrom | Kind::DateTo => Held::Date,
        Kind::YesNo => Held::Choice(vec!["yes".to_owned(), "no".to_owned()]),
        Kind::Choice(words) => Held::Choice(words.clone()),
        Kind::Reference(target) if target.home().ends_with(".csv") => Held::Reference(target.home()),
        _ => Held::Text,
    }
}

/// A name without what people vary: case, spaces, hyphens, underscores, remarks in brackets, asterisks.
pub fn plain(name: &str) -> String {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The tables that are CSV files.
pub fn tables() -> impl Iterator<Item = &'static TableSchema> {
    schema::tables().iter().filter(|t| t.file.ends_with(".csv"))
}

/// Name of the sheet for a table: that of its file, without the ending.
pub fn sheet_name(table: &TableSchema) -> &'static str {
    table.file.trim_end_matches(".csv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_write_them() {
        for name in ["tour_months", "Tour months", "TOUR-MONTHS", "Tour months (months) *"] {
            assert_eq!(plain(name), "tourmonths");
        }
        assert_eq!(plain("Зусилля 1"), "зусилля1");
    }

    #[test]
    fn every_table_has_a_sheet_that_excel_can_name() {
        let names: Vec<_> = tables().map(sheet_name).collect();
        assert!(names.contains(&"offers") && names.contains(&"requirement_quantities"), "{names:?}");
        assert!(names.iter().all(|n| n.len() <= 31));
    }
}
