//! Diagnostics for people, with line and caret, and for machines, as JSON.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use entente_model::{Diagnostic, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most diagnostics shown to people; a table pasted wrongly has one on each row.
const MOST_SHOWN: usize = 200;
/// Most bytes of a line shown around the caret.
const MOST_OF_LINE: usize = 400;

/// The texts that diagnostics point into, by file name.
pub type Texts = BTreeMap<String, Vec<u8>>;

/// The diagnostics as text, errors first, each with its line and a caret where the place is known, and
/// their number at the end. Empty if there are none.
pub fn people(diagnostics: &[&Diagnostic], texts: &Texts, width: usize, colour: bool) -> String {
    let mut sorted = diagnostics.to_vec();
    sorted.sort_by(|a, b| {
        // What speaks of a file as a whole, such as a count of what is not listed, comes after its lines.
        let place = |d: &Diagnostic| (d.place.file.clone(), d.place.line.unwrap_or(u32::MAX), d.place.span);
        b.severity.cmp(&a.severity).then_with(|| place(a).cmp(&place(b)))
    });
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(width);
    let mut out = String::new();
    for diagnostic in sorted.iter().take(MOST_SHOWN) {
        if diagnostic.severity == Severity::Note {
            // Nothing is asked of the reader: a line is enough.
            writeln!(out, "{}", in_a_line(diagnostic)).expect("to a string");
        } else {
            out.push_str(&one(diagnostic, texts, &renderer));
            out.push_str("\n\n");
        }
    }
    if sorted.iter().take(MOST_SHOWN).any(|d| d.severity == Severity::Note) {
        out.push('\n');
    }
    if sorted.len() > MOST_SHOWN {
        let left = sorted.len() - MOST_SHOWN;
        writeln!(out, "… and {left} more; with --json, `check` and `verify` list them.\n").expect("to a string");
    }
    if !sorted.is_empty() {
        writeln!(out, "{}", counts(diagnostics)).expect("to a string");
    }
    out
}

/// `2 errors, 1 warning`.
pub fn counts(diagnostics: &[&Diagnostic]) -> String {
    let of = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (of(severity), severity.name()))
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| format!("{n} {name}{}", if n == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "nothing to report".to_owned() } else { parts.join(", ") }
}

/// The diagnostics as one JSON array.
pub fn machines(diagnostics: &[&Diagnostic]) -> Value {
    diagnostics
        .iter()
        .map(|d| {
            json!({
                "code": d.code,
                "severity": d.severity.name(),
                "file": d.place.file,
                "line": d.place.line,
                "column": d.place.column,
                "span": d.place.span.map(|(from, to)| [from, to]),
                "value": d.value,
                "message": d.message,
                "expected": d.expected,
                "hint": d.hint,
            })
        })
        .collect()
}

fn one(diagnostic: &Diagnostic, texts: &Texts, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(safe(&diagnostic.message)).id(diagnostic.code);
    let mut group = match excerpt(diagnostic, texts) {
        Some(excerpt) => {
            let expected = diagnostic.expected.as_ref().map(|e| format!("expected {e}"));
            let label: Vec<String> = diagnostic.place.column.iter().cloned().chain(expected).collect();
            let label = (!label.is_empty()).then(|| safe(&label.join(": ")));
            let mark = AnnotationKind::Primary.span(excerpt.from..excerpt.to).label(label);
            title.element(
                Snippet::source(excerpt.text)
                    .line_start(excerpt.line)
                    .path(safe(&diagnostic.place.file))
                    .annotation(mark),
            )
        }
        None => {
            let mut group = Group::with_title(title);
            if !diagnostic.place.file.is_empty() {
                let mut at = place(diagnostic);
                if let Some(value) = &diagnostic.value {
                    write!(at, ": ‘{}’", shortened(value)).expect("to a string");
                }
                group = group.element(Level::NOTE.with_name(Some("at")).message(safe(&at)));
            }
            if let Some(expected) = &diagnostic.expected {
                group = group.element(Level::NOTE.with_name(Some("expected")).message(safe(expected)));
            }
            group
        }
    };
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(safe(hint)));
    }
    renderer.render(&[group])
}

/// `note: requirements.csv:7, latest_arrival ‘D+30’: Rounded to 2027-03-01 …`.
fn in_a_line(diagnostic: &Diagnostic) -> String {
    let mut line = format!("{}: ", diagnostic.severity.name());
    if !diagnostic.place.file.is_empty() {
        line.push_str(&place(diagnostic));
        if let Some(value) = diagnostic.value.as_deref().filter(|v| !v.is_empty()) {
            write!(line, " ‘{}’", shortened(value)).expect("to a string");
        }
        line.push_str(": ");
    }
    line.push_str(&diagnostic.message);
    if let Some(hint) = &diagnostic.hint {
        write!(line, "; {hint}").expect("to a string");
    }
    safe(&line)
}

/// `offers.csv:12, strength`.
fn place(diagnostic: &Diagnostic) -> String {
    let place = &diagnostic.place;
    let mut text = place.file.clone();
    if let Some(line) = place.line {
        write!(text, ":{line}").expect("to a string");
    }
    if let Some(column) = &place.column {
        write!(text, ", {column}").expect("to a string");
    }
    text
}

/// A line of a file and what to mark in it.
struct Excerpt {
    text: String,
    line: usize,
    from: usize,
    to: usize,
}

/// The line that the diagnostic speaks of, cut to a readable length around the mark.
fn excerpt(diagnostic: &Diagnostic, texts: &Texts) -> Option<Excerpt> {
    let bytes = texts.get(&diagnostic.place.file)?;
    let (from, to) = match diagnostic.place.span {
        Some((from, to)) => (from.min(bytes.len()), to.clamp(from, bytes.len().max(from)).min(bytes.len())),
        None => find_value(diagnostic, bytes)?,
    };
    let start = bytes[..from].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let end = bytes[from..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |at| from + at);
    // A quoted value may run over several lines: its first is marked.
    let to = to.clamp(from, end);
    let line = match diagnostic.place.line {
        Some(line) => line as usize,
        None => bytes[..start].iter().filter(|&&b| b == b'\n').count() + 1,
    };
    let mut first = start.max(from.saturating_sub(MOST_OF_LINE / 2));
    let mut last = end.min(from + MOST_OF_LINE / 2);
    // Cut between characters, which take four bytes at most.
    while first > start && bytes[first] & 0xC0 == 0x80 {
        first -= 1;
    }
    while last < end && bytes[last] & 0xC0 == 0x80 {
        last += 1;
    }
    let shown = std::str::from_utf8(&bytes[first..last]).ok()?;
    let (from, to) = (from - first, to.min(last).saturating_sub(first));
    if !shown.is_char_boundary(from) || !shown.is_char_boundary(to) {
        return None;
    }
    let text: String = shown.trim_end_matches('\r').to_owned();
    let plain = text.replace('\t', " ");
    if safe(&plain) != plain {
        return None;
    }
    let (from, to) = (from.min(text.len()), to.min(text.len()));
    Some(Excerpt { from, to, line, text })
}

/// Where the value stands in its line, if it stands there once.
fn find_value(diagnostic: &Diagnostic, bytes: &[u8]) -> Option<(usize, usize)> {
    let line = usize::try_from(diagnostic.place.line?).ok()?.checked_sub(1)?;
    let mut start = 0;
    for _ in 0..line {
        start += bytes.get(start..)?.iter().position(|&b| b == b'\n')? + 1;
    }
    let rest = &bytes[start..];
    let text = &rest[..rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len())];
    let value = diagnostic.value.as_deref().filter(|v| !v.is_empty()).unwrap_or_default().as_bytes();
    if value.is_empty() || value.len() > text.len() {
        return Some((start, start));
    }
    let mut found = (0..=text.len() - value.len()).filter(|&at| text[at..].starts_with(value));
    match (found.next(), found.next()) {
        (Some(at), None) => Some((start + at, start + at + value.len())),
        _ => Some((start, start)),
    }
}

/// Text of others without what could steer a terminal or turn the order of its letters.
pub fn safe(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || turns(c) { '\u{FFFD}' } else { c }).collect()
}

/// The beginning of a value.
fn shortened(value: &str) -> String {
    if value.chars().count() <= 60 { value.to_owned() } else { value.chars().take(59).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_model::diagnostic::Place;

    fn wrong(file: &str, line: u32, value: &str, span: Option<(usize, usize)>) -> Diagnostic {
        Diagnostic {
            code: "not-a-count",
            severity: Severity::Error,
            place: Place { file: file.into(), line: Some(line), column: Some("elements".into()), span },
            value: Some(value.into()),
            message: "elements is no whole number".into(),
            expected: Some("a whole number, at least 1".into()),
            hint: Some("leave it empty if nobody stated it".into()),
        }
    }

    fn shown(diagnostic: &Diagnostic, text: &str) -> String {
        people(&[diagnostic], &Texts::from([("offers.csv".to_owned(), text.into())]), 100, false)
    }

    #[test]
    fn a_caret_under_the_value() {
        let text = "id,elements\nA,two\nB,3\n";
        let out = shown(&wrong("offers.csv", 2, "two", Some((14, 17))), text);
        insta::assert_snapshot!(out, @r"
        error[not-a-count]: elements is no whole number
         --> offers.csv:2:3
          |
        2 | A,two
          |   ^^^ elements: expected a whole number, at least 1
          |
          = help: leave it empty if nobody stated it

        1 error
        ");
        // Without a span, the value is looked for in the line.
        assert_eq!(shown(&wrong("offers.csv", 2, "two", None), text), out);
    }

    #[test]
    fn bad_places_do_no_harm() {
        for span in [Some((5, 2)), Some((900, 1000)), Some((0, usize::MAX)), None] {
            for text in ["", "id\n", "ä,ö\nä,ü\n", "\u{1b}[2J,x\n"] {
                let out = shown(&wrong("offers.csv", 2, "\u{1b}[2J", span), text);
                assert!(out.contains("elements is no whole number") && !out.contains('\u{1b}'), "{out}");
            }
        }
        let out = shown(&wrong("none.csv", 2, "two", None), "");
        assert!(out.contains("none.csv:2, elements: ‘two’"), "{out}");
    }

    #[test]
    fn a_huge_line_is_cut() {
        let text = format!("id\n{}two{}\n", "é".repeat(500_000), "ü".repeat(500_000));
        let out = shown(&wrong("offers.csv", 2, "two", Some((1_000_003, 1_000_006))), &text);
        assert!(out.contains("two") && out.len() < 4000, "{}", out.len());
    }

    #[test]
    fn notes_take_a_line_and_counts_come_last() {
        let note = Diagnostic { severity: Severity::Note, ..wrong("offers.csv", 2, "D+30", None) };
        let mut more = wrong("offers.csv", 2, "", None);
        more.place.line = None;
        more.message = "9 more".into();
        let out = people(&[&note, &more, &wrong("offers.csv", 2, "two", None)], &Texts::new(), 100, false);
        let lines: Vec<&str> = out.lines().collect();
        assert!(
            lines.contains(
                &"note: offers.csv:2, elements ‘D+30’: elements is no whole number; leave it empty if nobody stated it"
            ),
            "{out}"
        );
        assert!(out.find("9 more") > out.find("‘two’"), "{out}");
    }

    #[test]
    fn counts_are_words() {
        let error = wrong("a", 1, "x", None);
        let note = Diagnostic { severity: Severity::Note, ..error.clone() };
        assert_eq!(counts(&[&error, &error, &note]), "2 errors, 1 note");
        assert_eq!(machines(&[&note])[0]["severity"], "note");
    }
}
