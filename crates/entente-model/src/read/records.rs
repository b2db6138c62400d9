//! Comma-separated values with the place of each cell. RFC 4180, and what spreadsheets make of it:
//! `;` or tab between cells, any line ending, quotes inside unquoted cells taken as they stand.

use std::borrow::Cow;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    /// The value: quotes taken off, white space around it cut.
    pub text: Cow<'a, str>,
    /// Its bytes in the file, without quotes.
    pub span: (usize, usize),
    /// The line it begins on, from 1.
    pub line: u32,
}

/// What can be wrong with the form of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A quote is opened and the file ends inside it.
    UnclosedQuote,
    /// Text follows a closing quote.
    TextAfterQuote,
}

/// One record.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    /// Its cells.
    pub cells: Vec<Cell<'a>>,
    /// What is wrong with it: the flaw, and the cell it is in.
    pub flaws: Vec<(Flaw, usize)>,
}

impl Record<'_> {
    /// Whether every cell is empty.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|c| c.text.is_empty()) && self.flaws.is_empty()
    }
}

/// The records of a text, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Records<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    separator: u8,
}

impl<'a> Records<'a> {
    /// Reads `text` from byte `at`, which is on line `line`. The separator is an ASCII character.
    pub fn new(text: &'a str, at: usize, line: u32, separator: u8) -> Self {
        Self { text, at, line, separator }
    }

    /// The byte and line that the next record begins on.
    pub fn position(&self) -> (usize, u32) {
        (self.at, self.line)
    }

    /// Takes the line end at `at`, if there is one.
    fn line_end(&mut self) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let length = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.at += length;
        self.line = self.line.saturating_add(1);
        true
    }

    fn at_end_of_cell(&self) -> bool {
        self.text.as_bytes().get(self.at).is_none_or(|&b| b == self.separator || b == b'\r' || b == b'\n')
    }

    fn unquoted(&mut self) -> Cell<'a> {
        let start = self.at;
        while !self.at_end_of_cell() {
            self.at += 1;
        }
        let whole = &self.text[start..self.at];
        let text = whole.trim();
        let from = start + (whole.len() - whole.trim_start().len());
        Cell { text: Cow::Borrowed(text), span: (from, from + text.len()), line: self.line }
    }

    fn quoted(&mut self) -> (Cell<'a>, Option<Flaw>) {
        let bytes = self.text.as_bytes();
        let line = self.line;
        self.at += 1;
        let start = self.at;
        let mut doubled = false;
        let mut flaw = None;
        let end = loop {
            match bytes.get(self.at) {
                None => {
                    flaw = Some(Flaw::UnclosedQuote);
                    break self.at;
                }
                Some(b'"') if bytes.get(self.at + 1) == Some(&b'"') => {
                    doubled = true;
                    self.at += 2;
                }
                Some(b'"') => {
                    self.at += 1;
                    break self.at - 1;
                }
                Some(b'\r' | b'\n') => {
                    self.line_end();
                }
                Some(_) => self.at += 1,
            }
        };
        let after = self.at;
        while !self.at_end_of_cell() {
            self.at += 1;
        }
        if !self.text[after..self.at].trim().is_empty() {
            flaw = Some(Flaw::TextAfterQuote);
        }
        let text = &self.text[start..end];
        let text =
            if doubled { Cow::Owned(text.replace("\"\"", "\"").trim().to_owned()) } else { Cow::Borrowed(text.trim()) };
        (Cell { text, span: (start, end), line }, flaw)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut record = Record { cells: Vec::new(), flaws: Vec::new() };
        loop {
            if bytes.get(self.at) == Some(&b'"') {
                let (cell, flaw) = self.quoted();
                record.flaws.extend(flaw.map(|f| (f, record.cells.len())));
                record.cells.push(cell);
            } else {
                let cell = self.unquoted();
                record.cells.push(cell);
            }
            if bytes.get(self.at) == Some(&self.separator) {
                self.at += 1;
                continue;
            }
            self.line_end();
            return Some(record);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        Records::new(text, 0, 1, b',').map(|r| r.cells.iter().map(|c| c.text.to_string()).collect()).collect()
    }

    #[test]
    fn agrees_with_the_csv_crate() {
        for text in ["a,b\n1,2\n", "a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\r\n", "a\n\"two\nlines\"\nlast", "a,,\n,,\n"] {
            let theirs: Vec<Vec<String>> = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes())
                .records()
                .map(|r| r.unwrap().iter().map(str::to_owned).collect())
                .collect();
            assert_eq!(cells(text), theirs, "{text:?}");
        }
    }

    #[test]
    fn places() {
        let text = "a,b\n\"x\ny\", z \n";
        let rows: Vec<_> = Records::new(text, 0, 1, b',').collect();
        let z = &rows[1].cells[1];
        assert_eq!((&text[z.span.0..z.span.1], z.line), ("z", 3));
        assert_eq!(rows[1].cells[0].line, 2);
    }

    #[test]
    fn flaws() {
        let flaw = |text| Records::new(text, 0, 1, b',').flat_map(|r| r.flaws).map(|f| f.0).next();
        assert_eq!(flaw("a,\"b\nc"), Some(Flaw::UnclosedQuote));
        assert_eq!(flaw("\"a\"b,c"), Some(Flaw::TextAfterQuote));
        assert_eq!(flaw("a\"b,c"), None);
    }
}
