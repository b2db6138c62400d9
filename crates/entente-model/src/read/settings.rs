//! `case.toml`: its sections as rows, key by key with their places.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::read::bytes::line_starts;
use crate::read::records::Cell;
use crate::read::row::Row;
use crate::report::Report;
use crate::schema::{self, Kind, TableSchema};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use toml::de::{DeTable, DeValue};

/// The file read here.
pub(crate) const FILE: &str = "case.toml";

/// The sections of the file as rows.
pub(crate) struct Settings<'a> {
    /// `[case]`.
    pub case: Row<'a>,
    /// `[weights]`.
    pub weights: Row<'a>,
    /// `[facts.*]`, each with its name.
    pub facts: Vec<(String, Row<'a>)>,
    /// `[estimates.*]`, each with its name.
    pub estimates: Vec<(String, Row<'a>)>,
    /// `[phases.*]`, each with its name.
    pub phases: Vec<(String, Row<'a>)>,
}

struct Reader<'r> {
    schema: &'static TableSchema,
    start: usize,
    lines: Vec<usize>,
    report: &'r mut Report,
}

/// Reads the file. `None` if it is no TOML, which is reported.
pub(crate) fn read<'a>(text: &'a str, start: usize, report: &mut Report) -> Option<Settings<'a>> {
    let schema = schema::table(FILE).expect("case.toml is one of the tables");
    let mut reader = Reader { schema, start, lines: line_starts(text), report };
    let (root, errors) = DeTable::parse_recoverable(&text[start..]);
    let mut last = None;
    for error in &errors {
        let place = reader.place(error.span().map_or((0, 0), |s| (s.start, s.end)), None);
        // One slip makes the reader stumble many times on the same line.
        if last.replace(place.line) == Some(place.line) {
            continue;
        }
        let problem = Diagnostic::new(Severity::Error, "toml-syntax", place, sentence(error.message()));
        reader.report.push(problem.expected("TOML: key = value, with texts in quotes"));
    }
    if !errors.is_empty() {
        return None;
    }
    let root = root.into_inner();
    let mut case = None;
    let mut weights = None;
    let mut named: BTreeMap<&str, Vec<(String, Row<'a>)>> = BTreeMap::new();
    for (key, value) in root {
        let key_span = (key.span().start, key.span().end);
        let sections = ["case", "weights", "facts", "estimates", "phases"];
        let Some(section) = sections.into_iter().find(|s| *s == key.get_ref().as_ref()) else {
            let known = schema.fields.iter().filter_map(|f| f.name.strip_prefix("case."));
            let hint = match reader.report.did_you_mean(key.get_ref(), sections) {
                None if known.clone().any(|k| k == key.get_ref().as_ref()) => {
                    Some("put it below the line [case]".to_owned())
                }
                hint => hint,
            };
            let what = format!("There is no section ‘{}’", key.get_ref());
            let place = reader.place(key_span, Some(key.get_ref().to_string()));
            let problem = Diagnostic::new(Severity::Error, "unknown-key", place, what);
            reader.report.push(problem.expected(schema::one_of(sections)).hints(hint));
            continue;
        };
        let DeValue::Table(table) = value.into_inner() else {
            reader.wrong_type(key_span, section, "a section", "a value");
            continue;
        };
        match section {
            "case" => case = Some(reader.section("case.", "case.".to_owned(), key_span, table)),
            "weights" => weights = Some(reader.section("weights.", "weights.".to_owned(), key_span, table)),
            _ => {
                for (name, value) in table {
                    let span = (name.span().start, name.span().end);
                    let name = name.into_inner().into_owned();
                    let shown = format!("{section}.{}", quoted(&name));
                    let DeValue::Table(table) = value.into_inner() else {
                        reader.wrong_type(span, &shown, "a section", "a value");
                        continue;
                    };
                    let pattern = match section {
                        "facts" => "facts.*.",
                        "estimates" => "estimates.*.",
                        _ => "phases.*.",
                    };
                    let row = reader.section(pattern, format!("{shown}."), span, table);
                    named.entry(section).or_default().push((name, row));
                }
            }
        }
    }
    let missing = |section: &'static str| {
        Row::new(schema, section, section.to_owned(), None, Rc::new(BTreeMap::new()), Vec::new())
    };
    let case = match case {
        Some(case) => case,
        None => {
            let place = Place { file: FILE.to_owned(), column: Some("case".to_owned()), ..Place::default() };
            let problem = Diagnostic::new(Severity::Error, "missing-key", place, "There is no section [case]");
            reader.report.push(problem.expected("[case] with name, d_day and horizon"));
            missing("case.")
        }
    };
    let weights = weights.unwrap_or_else(|| missing("weights."));
    let mut take = |section: &str| named.remove(section).unwrap_or_default();
    Some(Settings { case, weights, facts: take("facts"), estimates: take("estimates"), phases: take("phases") })
}

impl Reader<'_> {
    fn place(&self, (from, to): (usize, usize), column: Option<String>) -> Place {
        let span = (self.start + from, self.start + to);
        let line = u32::try_from(self.lines.partition_point(|&start| start <= span.0)).ok();
        Place { file: FILE.to_owned(), line, column, span: Some(span) }
    }

    fn wrong_type(&mut self, span: (usize, usize), key: &str, expected: &str, found: &str) {
        let place = self.place(span, Some(key.to_owned()));
        let what = format!("‘{key}’ is {found}");
        self.report.push(Diagnostic::new(Severity::Error, "wrong-type", place, what).expected(expected));
    }

    /// A section as a row: `pattern` is what stands before its keys in the schema.
    fn section<'a>(&mut self, pattern: &'static str, shown: String, at: (usize, usize), table: DeTable<'a>) -> Row<'a> {
        let mut columns = BTreeMap::new();
        let mut cells = Vec::new();
        for (key, value) in table {
            let key_span = (key.span().start, key.span().end);
            let full = format!("{pattern}{}", key.get_ref());
            let known = self.schema.fields.iter().find(|f| f.name == full);
            let dotted = format!("{shown}{}", key.get_ref());
            let Some(field) = known else {
                let names = self.schema.fields.iter().filter_map(|f| f.name.strip_prefix(pattern));
                let hint = match (self.report.did_you_mean(key.get_ref(), names.clone()), value.get_ref()) {
                    (None, DeValue::Table(_)) => {
                        Some(format!("put names with dots into quotes: [{}]", in_quotes(&shown, key.get_ref())))
                    }
                    (hint, _) => hint,
                };
                let what = format!("There is no key ‘{}’ here", key.get_ref());
                let problem = Diagnostic::new(Severity::Error, "unknown-key", self.place(key_span, Some(dotted)), what);
                self.report.push(problem.expected(schema::one_of(names)).hints(hint));
                continue;
            };
            let span = (value.span().start, value.span().end);
            match as_text(value.get_ref(), &field.kind) {
                Some(text) => {
                    let inner = matches!(value.get_ref(), DeValue::String(s) if span.1 - span.0 == s.len() + 2);
                    let cut = usize::from(inner);
                    let place = self.place((span.0 + cut, span.1 - cut), None);
                    let cell = Cell {
                        text: Cow::Owned(text.trim().to_owned()),
                        span: place.span.unwrap_or_default(),
                        line: place.line.unwrap_or(1),
                    };
                    columns.insert(field.name.strip_prefix(pattern).unwrap_or(&field.name), cells.len());
                    cells.push(cell);
                }
                None => {
                    let what = format!("‘{dotted}’ is {}", kind_of(value.get_ref()));
                    let problem = Diagnostic::new(Severity::Error, "wrong-type", self.place(span, Some(dotted)), what);
                    self.report.push(problem.expected(field.expected()));
                    // Marks the key as given, so that it is not also reported as missing.
                    columns.insert(field.name.strip_prefix(pattern).unwrap_or(&field.name), Row::REFUSED);
                }
            }
        }
        for field in self.schema.fields.iter().filter(|f| f.required) {
            let Some(name) = field.name.strip_prefix(pattern).filter(|n| !columns.contains_key(n)) else { continue };
            let place = self.place(at, Some(format!("{shown}{name}")));
            let problem = Diagnostic::new(Severity::Error, "missing-key", place, format!("There is no key ‘{name}’"));
            self.report.push(
                problem.expected(field.expected()).hint(format!("add it: {}", field.description.trim_end_matches('.'))),
            );
        }
        let line = self.place(at, None).line;
        Row::new(self.schema, pattern, shown, line, Rc::new(columns), cells)
    }
}

/// The value as a cell would hold it, if its type fits the field.
fn as_text(value: &DeValue<'_>, kind: &Kind) -> Option<String> {
    let number = matches!(kind, Kind::Count | Kind::Decimal);
    let date = matches!(kind, Kind::Date | Kind::DateOrOffset | Kind::DateFrom | Kind::DateTo);
    let list = matches!(kind, Kind::Texts | Kind::Effects | Kind::References(_));
    match value {
        DeValue::String(text) if !number => Some(text.to_string()),
        DeValue::Integer(n) if number => match n.radix() {
            10 => Some(n.as_str().to_owned()),
            radix => i64::from_str_radix(n.as_str(), radix).ok().map(|n| n.to_string()),
        },
        DeValue::Float(n) if number => Some(n.as_str().to_owned()),
        DeValue::Boolean(yes) if *kind == Kind::YesNo => Some(if *yes { "yes" } else { "no" }.to_owned()),
        DeValue::Datetime(when) if date && when.time.is_none() => when.date.map(|d| d.to_string()),
        DeValue::Array(items) if list => {
            let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            texts.map(|t| t.join("; "))
        }
        _ => None,
    }
}

/// What a value is, in words.
fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text in quotes",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

/// A key as TOML wants it: bare if it can be.
fn quoted(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { format!("\"{name}\"") }
}

/// `facts.parliament.` and `SWE` as `facts."parliament.SWE"`.
fn in_quotes(shown: &str, key: &str) -> String {
    let (section, name) = shown.trim_end_matches('.').split_once('.').unwrap_or((shown, ""));
    format!("{section}.\"{}.{key}\"", name.trim_matches('"'))
}

/// A message of the TOML reader as a sentence.
fn sentence(message: &str) -> String {
    format!("The file cannot be read as TOML: {}", message.lines().next().unwrap_or_default())
}
