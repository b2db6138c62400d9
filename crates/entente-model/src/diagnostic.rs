//! What is wrong with the input: the place, the value, what was expected, and a way out.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Told for the record: what was rounded, what was left unused.
    Note,
    /// The case can be planned, but likely not as meant.
    Warning,
    /// The case cannot be planned.
    Error,
}

impl Severity {
    /// `error`, `warning` or `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in an input text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// File name inside the case folder: `offers.csv`. Empty: the case as a whole.
    pub file: String,
    /// Line in the file, counted from 1, as an editor shows it.
    pub line: Option<u32>,
    /// Column name, or dotted key in `case.toml`.
    pub column: Option<String>,
    /// Bytes of the value in the file: what a caret points at.
    pub span: Option<(usize, usize)>,
}

/// One thing that is wrong, or worth knowing, in the input.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable code of the rule that found it: `dangling-reference`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// The value as it stands in the file, where there is one.
    pub value: Option<String>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What was expected instead.
    pub expected: Option<String>,
    /// The nearest valid name, or another way out.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A diagnostic with a place and a message, to be completed. A message that quotes a value of a
    /// thousand pages is cut in its middle; [`Diagnostic::value`] keeps the whole.
    pub fn new(severity: Severity, code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { code, severity, place, value: None, message: cut(message.into()), expected: None, hint: None }
    }

    /// The same with the value as it stands in the file.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The same with what was expected.
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// The same with a way out.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a way out, if there is one.
    pub fn hints(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }
}

/// Longest message, in characters.
const LONGEST: usize = 400;

/// The message, without its middle if it is too long to be read.
fn cut(message: String) -> String {
    let length = message.chars().count();
    if length <= LONGEST {
        return message;
    }
    let head = message.chars().take(LONGEST / 2);
    head.chain(['…']).chain(message.chars().skip(length - LONGEST / 4)).collect()
}

impl fmt::Display for Place {
    /// `offers.csv:12 elements`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.file.is_empty() { "case" } else { &self.file })?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, " {column}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Diagnostic {
    /// One line: severity, code, place, message, what was expected, hint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}: {}", self.severity.name(), self.code, self.place, self.message)?;
        if let Some(expected) = &self.expected {
            write!(f, "; expected {expected}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_value_is_cut_from_the_message_and_kept_as_value() {
        let value = "é".repeat(1_000_000);
        let message = format!("There is no nation ‘{value}’ here");
        let found = Diagnostic::new(Severity::Error, "x", Place::default(), message).value(value.clone());
        assert!(found.message.starts_with("There is no nation ‘éé") && found.message.ends_with("’ here"));
        assert!(found.message.chars().count() <= LONGEST && found.message.contains('…'));
        assert_eq!(found.value, Some(value));
    }
}
