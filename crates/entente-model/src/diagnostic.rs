//! What is wrong with the input: the place, the value, what was expected, and a way out.

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
