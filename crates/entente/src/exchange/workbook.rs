//! Reads an XLSX workbook into sheets of cells, within bounds: hostile files name huge ranges, or unpack
//! to many times their size.

use crate::failure::Failure;
use calamine::{DataRef, Reader, Xlsx};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Largest workbook read, bytes.
pub const LARGEST_FILE: u64 = 64 << 20;
/// Most bytes that its parts may unpack to.
const LARGEST_UNPACKED: u64 = 512 << 20;
/// Most cells that are not empty.
const MOST_CELLS: usize = 5_000_000;
/// Most sheets.
const MOST_SHEETS: usize = 256;

/// The value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text, as written.
    Text(String),
    /// A number.
    Number(f64),
    /// A cell formatted as a date; `time` tells whether a time of day went with it.
    Date {
        /// The day.
        day: Date,
        /// Whether a time of day other than midnight went with it.
        time: bool,
    },
    /// True or false.
    Flag(bool),
    /// An error value, as Excel shows it: `#N/A`.
    Error(String),
}

impl Cell {
    /// The cell as text: dates in ISO 8601, whole numbers without decimals, flags as yes and no.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number_text(*number),
            Self::Date { day, .. } => day.to_string(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Self::Error(error) => error.clone(),
        }
    }
}

/// A number in as few digits as give it back: `3` for 3.0, `0.75`.
pub fn number_text(number: f64) -> String {
    // f64 prints in full, without an exponent, and parses back to itself.
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// A sheet: rows and columns counted from 0, cells that are not empty alone.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Cells by row and column.
    pub rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    /// Merged ranges: first row, first column, last row, last column.
    pub merged: Vec<(u32, u32, u32, u32)>,
}

impl Sheet {
    /// The cell at a place; inside a merged range, that of the range.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let at = |r: u32, c: u32| self.rows.get(&r).and_then(|cells| cells.get(&c));
        at(row, column).or_else(|| {
            let inside = |m: &&(u32, u32, u32, u32)| (m.0..=m.2).contains(&row) && (m.1..=m.3).contains(&column);
            self.merged.iter().find(inside).and_then(|m| at(m.0, m.1))
        })
    }
}

/// A workbook.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// Its sheets in order.
    pub sheets: Vec<Sheet>,
    /// Whether serial dates count from 1904.
    pub epoch_1904: bool,
}

impl Workbook {
    /// The day that a serial number stands for.
    pub fn serial_day(&self, serial: f64) -> Option<Date> {
        serial_day(serial, self.epoch_1904)
    }
}

fn serial_day(serial: f64, epoch_1904: bool) -> Option<Date> {
    // In the 1900 system serial 60 is a day that never was; what lies before it is never meant here.
    if !(if epoch_1904 { 0.0 } else { 61.0 }..2_958_466.0).contains(&serial) {
        return None;
    }
    let origin = if epoch_1904 { Date::constant(1904, 1, 1) } else { Date::constant(1899, 12, 30) };
    origin.checked_add(jiff::Span::new().days(serial.floor() as i64)).ok()
}

/// Cell name as Excel shows it, from row and column counted from 0: `C12`.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// Column name as Excel shows it: `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.iter().rev().map(|&b| char::from(b)).collect()
}

/// Reads the workbook; `name` is what messages call it.
///
/// # Errors
/// It is no XLSX workbook, or larger than the bounds.
pub fn read(name: &str, bytes: &[u8]) -> Result<Workbook, Failure> {
    let broken = |e: &dyn std::fmt::Display| {
        Failure::input(format!("{name} cannot be read as an XLSX workbook: {e}"))
            .hint("open it in a spreadsheet program and save it as “Excel workbook (.xlsx)”")
    };
    if let Some((what, hint)) = foreign(bytes) {
        return Err(Failure::input(format!("{name} is {what}, not an XLSX workbook")).hint(hint));
    }
    // The reader holds each part to the size that the index declares for it, so the sum bounds its work.
    let size = unpacked_size(bytes).ok_or_else(|| broken(&"its index of parts cannot be found, or is damaged"))?;
    if size > LARGEST_UNPACKED {
        return Err(Failure::input(format!(
            "{name} unpacks to more than {} MB, the most that is read",
            LARGEST_UNPACKED >> 20
        )));
    }
    let mut xlsx: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let metadata = xlsx.sheets_metadata().to_vec();
    if metadata.len() > MOST_SHEETS {
        return Err(Failure::input(format!("{name} has {} sheets; at most {MOST_SHEETS} are read", metadata.len())));
    }
    let mut workbook = Workbook { epoch_1904: xlsx.has_1904_epoch(), ..Workbook::default() };
    let mut left = MOST_CELLS;
    for sheet in metadata {
        if sheet.typ != calamine::SheetType::WorkSheet {
            continue;
        }
        let mut out = Sheet {
            name: sheet.name.clone(),
            hidden: sheet.visible != calamine::SheetVisible::Visible,
            ..Sheet::default()
        };
        // A sheet whose merged ranges cannot be read is read without them.
        for range in xlsx.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default() {
            out.merged.push((range.start.0, range.start.1, range.end.0, range.end.1));
        }
        // The streaming reader never lays out the range that a sheet claims to have.
        let mut cells = xlsx.worksheet_cells_reader(&sheet.name).map_err(|e| broken(&e))?;
        while let Some(cell) = cells.next_cell().map_err(|e| broken(&e))? {
            let (row, column) = cell.get_position();
            let Some(value) = value(cell.get_value(), workbook.epoch_1904) else { continue };
            left = left.checked_sub(1).ok_or_else(|| {
                Failure::input(format!("{name} has more than {MOST_CELLS} cells, the most that are read"))
            })?;
            out.rows.entry(row).or_default().insert(column, value);
        }
        workbook.sheets.push(out);
    }
    Ok(workbook)
}

fn value(data: &DataRef<'_>, epoch_1904: bool) -> Option<Cell> {
    let text = |text: &str| (!text.trim().is_empty()).then(|| Cell::Text(text.to_owned()));
    match data {
        DataRef::Int(n) => Some(Cell::Number(*n as f64)),
        DataRef::Float(n) => Some(Cell::Number(*n)),
        DataRef::String(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(flag) => Some(Cell::Flag(*flag)),
        DataRef::DateTime(serial) if serial.is_datetime() => {
            let number = serial.as_f64();
            Some(match serial_day(number, epoch_1904) {
                Some(day) => Cell::Date { day, time: number.fract() != 0.0 },
                None => Cell::Number(number),
            })
        }
        DataRef::DateTime(duration) => Some(Cell::Number(duration.as_f64())),
        DataRef::DateTimeIso(iso) => match iso.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) => {
                Some(Cell::Date { day, time: iso.len() > 10 && iso[10..].bytes().any(|b| (b'1'..=b'9').contains(&b)) })
            }
            None => text(iso),
        },
        DataRef::DurationIso(iso) => text(iso),
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
        DataRef::Empty => None,
    }
}

/// What a file is that is no XLSX workbook but is often taken for one, and the way out.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let contains = |what: &[u8]| bytes.windows(what.len()).any(|w| w == what);
    let utf_16: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    Some(match bytes {
        [] => ("empty", "give the workbook itself"),
        // [MS-CFB] 2.2: the container of .xls files, and of .xlsx files with a password.
        [0xD0, 0xCF, 0x11, 0xE0, ..] if contains(&utf_16) => {
            ("protected by a password", "open it with its password and save it without one")
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            ("an older Excel workbook (.xls)", "open it and save it as “Excel workbook (.xlsx)”")
        }
        // OpenDocument 1.3 part 2, 3.3: the media type stands first in the archive, unpacked.
        [b'P', b'K', ..] if bytes.get(30..).is_some_and(|b| b.starts_with(b"mimetypeapplication/vnd.oasis")) => {
            ("an OpenDocument file (.ods)", "open it and save it as “Excel workbook (.xlsx)”")
        }
        [b'P', b'K', ..] => return None,
        _ => (
            "another kind of file",
            "a workbook is saved as “Excel workbook (.xlsx)”; a case of CSV files is read as it is",
        ),
    })
}

/// Bytes that the parts of a zip archive say they unpack to. Read from the central directory, APPNOTE.TXT
/// 4.3.12 and 4.3.16. `None` if it is not where the end of the archive says, so that what the reader
/// finds could be something else.
fn unpacked_size(bytes: &[u8]) -> Option<u64> {
    let u16_at = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    // The end record is 22 bytes and a comment of up to 65,535.
    let first = bytes.len().saturating_sub(22 + 65_535);
    let end = (first..bytes.len().saturating_sub(21)).rev().find(|&at| bytes[at..].starts_with(b"PK\x05\x06"))?;
    let mut at = u32_at(end + 16)? as usize;
    let mut total = 0u64;
    for _ in 0..u16_at(end + 10)? {
        bytes.get(at..).filter(|b| b.starts_with(b"PK\x01\x02"))?;
        // A part of 4 GB or more says 0xFFFF_FFFF here, which is too much as well.
        total += u64::from(u32_at(at + 24)?);
        at += 46 + usize::from(u16_at(at + 28)?) + usize::from(u16_at(at + 30)?) + usize::from(u16_at(at + 32)?);
    }
    (at <= end).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells() {
        assert_eq!(cell_name(0, 0), "A1");
        assert_eq!(cell_name(11, 27), "AB12");
        assert_eq!(column_name(16_383), "XFD");
    }

    #[test]
    fn serial_days() {
        assert_eq!(serial_day(45_943.5, false).unwrap().to_string(), "2025-10-13");
        // The 1904 system counts 1,462 days less.
        assert_eq!(serial_day(44_481.0, true).unwrap().to_string(), "2025-10-13");
        assert_eq!(serial_day(f64::NAN, false), None);
        assert_eq!(serial_day(-1.0, true), None);
    }

    #[test]
    fn numbers_come_out_as_people_write_them() {
        assert_eq!(number_text(3.0), "3");
        assert_eq!(number_text(0.75), "0.75");
        assert_eq!(number_text(-0.0), "0");
        assert_eq!(number_text(1e-10), "0.0000000001");
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        for bytes in [&b""[..], b"PK\x05\x06", b"id,nation\nA,FRA\n", &[0xD0, 0xCF, 0x11, 0xE0]] {
            let failure = read("plan.xlsx", bytes).unwrap_err();
            assert_eq!(failure.exit_code(), 1);
            assert!(failure.message.contains("plan.xlsx"), "{failure}");
        }
    }

    #[test]
    fn a_sheet_that_claims_a_huge_range_takes_little_memory() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "a").unwrap();
        sheet.write_string(1_048_575, 16_383, "z").unwrap();
        let read = read("far.xlsx", &book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(read.sheets[0].rows.len(), 2);
        assert_eq!(read.sheets[0].cell(1_048_575, 16_383), Some(&Cell::Text("z".into())));
    }

    #[test]
    fn an_archive_that_says_it_unpacks_to_gigabytes_is_refused() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_string(0, 0, "a").unwrap();
        let mut bytes = book.save_to_buffer().unwrap();
        let at = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        bytes[at + 24..at + 28].copy_from_slice(&3_000_000_000u32.to_le_bytes());
        assert!(read("bomb.xlsx", &bytes).unwrap_err().message.contains("unpacks to more than"));
    }

    fn small() -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_string(0, 0, "a".repeat(5000)).unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn an_archive_that_lies_about_its_sizes_is_refused() {
        // Each part says that it unpacks to ten bytes, in the index and where it stands.
        let mut bytes = small();
        for (mark, size) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
            let places: Vec<_> = (0..bytes.len() - 4).filter(|&at| bytes[at..].starts_with(mark)).collect();
            for at in places {
                bytes[at + size..at + size + 4].copy_from_slice(&10u32.to_le_bytes());
            }
        }
        assert!(read("bomb.xlsx", &bytes).unwrap_err().message.contains("cannot be read"));
        // An index that is not where the end says would not be counted.
        let moved = [b"x".repeat(1000), small()].concat();
        assert_eq!(unpacked_size(&moved), None);
        assert_eq!(read("moved.xlsx", &moved).unwrap_err().exit_code(), 1);
    }

    #[test]
    fn other_kinds_of_file_are_called_by_their_name() {
        let old = [&[0xD0, 0xCF, 0x11, 0xE0][..], &[0; 600]].concat();
        let locked = [old.clone(), "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
        let ods = [&b"PK\x03\x04"[..], &[0; 26], b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"].concat();
        for (bytes, word) in [(old, ".xls"), (locked, "password"), (ods, ".ods"), (vec![], "empty")] {
            let failure = read("plan.xlsx", &bytes).unwrap_err();
            assert!(failure.message.contains(word) && failure.hint.is_some(), "{failure}");
        }
    }

    #[test]
    fn merged_cells_show_the_value_of_the_range() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 1, 0, "id", &rust_xlsxwriter::Format::new()).unwrap();
        sheet.write_string(1, 1, "nation").unwrap();
        let read = read("merged.xlsx", &book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(read.sheets[0].cell(1, 0), Some(&Cell::Text("id".into())));
        assert_eq!(read.sheets[0].cell(2, 0), None);
    }
}
