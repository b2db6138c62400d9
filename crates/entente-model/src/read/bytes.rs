//! Bytes to text: UTF-8, with or without byte order mark. Any other encoding is refused with a way out.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::report::Report;

/// What to do in a spreadsheet program.
const WAY_OUT: &str = "save it again as ‘CSV UTF-8’ (in LibreOffice: character set UTF-8)";
/// What to do in a text editor.
const WAY_OUT_OF_EDITOR: &str = "save it again from a text editor with the encoding UTF-8";

/// The text of a file and the byte at which it begins, after a byte order mark.
pub(crate) fn text<'a>(file: &str, bytes: &'a [u8], report: &mut Report) -> Option<(&'a str, usize)> {
    let save_again = if file.ends_with(".csv") { WAY_OUT } else { WAY_OUT_OF_EDITOR };
    let mut refuse = |line: Option<u32>, at: usize, what: &str, way_out: &str| {
        let place = Place { file: file.to_owned(), line, column: None, span: Some((at, (at + 1).min(bytes.len()))) };
        report.push(Diagnostic::new(Severity::Error, "not-utf8", place, what).expected("UTF-8 text").hint(way_out));
        None
    };
    if bytes.starts_with(b"PK\x03\x04") {
        return refuse(None, 0, "The file is a workbook or archive, not text", "import it with ‘entente import xlsx’");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return refuse(None, 0, "The file is UTF-16 text, as ‘Unicode text’ of a spreadsheet is", save_again);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) if bytes.contains(&0) => {
            let at = bytes.iter().position(|&b| b == 0).unwrap_or(0);
            refuse(Some(line_of(bytes, at)), at, "The file contains zero bytes: it is no text, or UTF-16", save_again)
        }
        Ok(text) => Some((text, if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })),
        Err(error) => {
            let at = error.valid_up_to();
            let what = format!("The file is not UTF-8: byte {:#04x} cannot stand here", bytes[at]);
            refuse(Some(line_of(bytes, at)), at, &what, save_again)
        }
    }
}

/// The line that byte `at` is on, from 1.
pub(crate) fn line_of(bytes: &[u8], at: usize) -> u32 {
    let before = &bytes[..at.min(bytes.len())];
    let ends =
        before.iter().enumerate().filter(|&(i, &b)| b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
    u32::try_from(ends.count()).unwrap_or(u32::MAX - 1) + 1
}

/// The first byte of each line.
pub(crate) fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let read = |bytes: &[u8]| text("offers.csv", bytes, &mut Report::default()).map(|(t, at)| t[at..].to_owned());
        assert_eq!(read(b"\xef\xbb\xbfid\n"), Some("id\n".to_owned()));
        assert_eq!(read("é".as_bytes()), Some("é".to_owned()));
        for bytes in [&b"\xff\xfei\0d\0"[..], b"i\0d\0", b"id\n\xe9\n", b"PK\x03\x04"] {
            assert_eq!(read(bytes), None);
        }
        let mut report = Report::default();
        text("case.toml", b"\xe9", &mut report);
        assert!(report.finish()[0].hint.as_deref().is_some_and(|h| h.contains("text editor")));
        assert_eq!(line_of(b"a\r\nb\rc\nd", 7), 4);
    }
}
