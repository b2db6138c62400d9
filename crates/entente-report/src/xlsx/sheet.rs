//! One sheet: columns with widths, a frozen header, cells with formats.

use rust_xlsxwriter::{
    Color, ConditionalFormat2ColorScale, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

/// Most characters that a cell holds, by the file format.
const CELL: usize = 32_767;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A figure, shown with thousands and at most two decimals.
    Number(f64),
    /// A figure, shown with all its digits.
    Exact(f64),
    /// A share, 0 to 1, shown in per cent.
    Share(f64),
    /// A day, ISO 8601.
    Date(String),
}

impl Cell {
    /// A text; nothing where it is empty.
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A whole number.
    pub fn whole(value: u64) -> Self {
        Self::Number(value as f64)
    }

    /// A day; nothing where there is none.
    pub fn date(iso: &str) -> Self {
        if iso.is_empty() { Self::Empty } else { Self::Date(iso.to_owned()) }
    }
}

/// A column.
pub struct Column {
    name: String,
    /// Characters.
    width: u32,
    wrap: bool,
}

impl Column {
    /// A column so many characters wide.
    pub fn new(name: &str, width: u32) -> Self {
        Self { name: name.to_owned(), width, wrap: width >= 60 }
    }

    /// One that breaks long texts.
    pub fn wrapped(name: &str, width: u32) -> Self {
        Self { name: name.to_owned(), width, wrap: true }
    }
}

/// A sheet.
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// Columns that stay when the sheet is moved sideways.
    pub frozen_columns: u16,
    /// The first column of those that a colour scale covers.
    pub scale_from: Option<u16>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A sheet with a header.
    pub fn new(name: &'static str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self { name, frozen_columns: 1, scale_from: None, columns, rows }
    }

    /// A sheet with columns by name and width.
    pub fn of(name: &'static str, columns: &[(&str, u32)], rows: Vec<Vec<Cell>>) -> Self {
        Self::new(name, columns.iter().map(|(name, width)| Column::new(name, *width)).collect(), rows)
    }

    /// Adds the sheet to the workbook.
    pub fn write(&self, book: &mut Workbook) -> Result<(), XlsxError> {
        let top = Format::new().set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_font_color(Color::White)
            .set_background_color(Color::RGB(0x0b_3a_5b))
            .set_border_bottom(FormatBorder::Thin);
        let wrapped = top.clone().set_text_wrap();
        let number = top.clone().set_num_format("#,##0.##;-#,##0.##;0");
        let whole = top.clone().set_num_format("#,##0");
        let share = top.clone().set_num_format("0.0%");
        let date = top.clone().set_num_format("yyyy-mm-dd");
        let sheet = book.add_worksheet();
        sheet.set_name(self.name)?;
        for (at, column) in self.columns.iter().enumerate() {
            let at = index(at)?;
            sheet.set_column_width(at, f64::from(column.width))?;
            sheet.write_string_with_format(0, at, held(&column.name), &header)?;
        }
        for (row, cells) in self.rows.iter().enumerate() {
            let row = u32::try_from(row + 1).map_err(|_| XlsxError::RowColumnLimitError)?;
            for (at, cell) in cells.iter().enumerate() {
                let text = if self.columns.get(at).is_some_and(|c| c.wrap) { &wrapped } else { &top };
                let at = index(at)?;
                match cell {
                    Cell::Empty => continue,
                    Cell::Text(value) => sheet.write_string_with_format(row, at, held(value), text)?,
                    Cell::Number(value) if value.fract() == 0.0 => {
                        sheet.write_number_with_format(row, at, *value, &whole)?
                    }
                    Cell::Number(value) => sheet.write_number_with_format(row, at, *value, &number)?,
                    Cell::Exact(value) => sheet.write_number_with_format(row, at, *value, &top)?,
                    Cell::Share(value) => sheet.write_number_with_format(row, at, *value, &share)?,
                    Cell::Date(iso) => match ExcelDateTime::parse_from_str(iso) {
                        Ok(day) => sheet.write_datetime_with_format(row, at, &day, &date)?,
                        // A day before 1900, which the file format cannot hold, stays readable as text.
                        Err(_) => sheet.write_string_with_format(row, at, held(iso), text)?,
                    },
                };
            }
        }
        sheet.set_freeze_panes(1, self.frozen_columns)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let last = u32::try_from(self.rows.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
        if let (Some(last_column), true) = (self.columns.len().checked_sub(1), last > 0) {
            let last_column = index(last_column)?;
            sheet.autofilter(0, 0, last, last_column)?;
            if let Some(from) = self.scale_from.filter(|&from| from <= last_column) {
                let scale = ConditionalFormat2ColorScale::new()
                    .set_minimum_color(Color::RGB(0xdb_e7_ee))
                    .set_maximum_color(Color::RGB(0xe0_7b_3c));
                sheet.add_conditional_format(1, from, last, last_column, &scale)?;
            }
        }
        Ok(())
    }
}

fn index(column: usize) -> Result<u16, XlsxError> {
    u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

/// The text as far as a cell holds it, cut where it does not.
pub fn held(text: &str) -> String {
    if text.chars().count() <= CELL {
        return text.to_owned();
    }
    text.chars().take(CELL - 1).chain(['…']).collect()
}
