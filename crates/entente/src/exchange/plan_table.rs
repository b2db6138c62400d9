//! Tours and leads from a table typed by hand. All mistakes are found at once.
//!
//! Columns in any order: `offer`, `line`, `start`, `elements`; `entry` where there is a choice; `nation`,
//! `formation`, `unit`, `end`, `people` may be there for people to read, and the first two are compared
//! with the offer and the line. A row with an empty offer names a lead, if its column `lead` says yes
//! (or there is no line): columns `formation` and `nation`.

use super::columns::plain;
use super::plan_file::Parts;
use entente_model::diagnostic::Place;
use entente_model::{Case, Diagnostic, Ix, Named, Period, PeriodKind, Severity, Table};
use entente_plan::{Lead, Tour};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Rows searched for a header.
const MOST_TITLES: usize = 40;

/// A table as text.
pub(super) struct Grid {
    /// What messages call it.
    pub name: String,
    /// Its rows.
    pub rows: Vec<GridRow>,
}

/// A row and the line it stands on.
pub(super) struct GridRow {
    /// Line or row, from 1.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What a table holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TableKind {
    /// Tours, and leads in rows without an offer.
    Tours,
    /// Leads alone.
    Leads,
}

impl TableKind {
    fn required(self) -> &'static [&'static str] {
        match self {
            Self::Tours => &["offer", "line", "start", "elements"],
            Self::Leads => &["formation", "nation"],
        }
    }
}

/// Other words for our columns.
const ALIASES: [(&str, &str); 11] = [
    ("requirement", "line"),
    ("requirementline", "line"),
    ("startperiod", "start"),
    ("startsin", "start"),
    ("firstday", "start"),
    ("from", "start"),
    ("element", "elements"),
    ("quantity", "elements"),
    ("entrypoint", "entry"),
    ("via", "entry"),
    ("through", "entry"),
];

/// The row of the header and the place of each column in it.
pub(super) fn header(grid: &Grid, kind: TableKind) -> Option<(usize, BTreeMap<String, usize>)> {
    grid.rows.iter().take(MOST_TITLES).enumerate().find_map(|(at, row)| {
        let mut found = BTreeMap::new();
        // Our own names first: a column `start` goes before `start_period`.
        for (column, cell) in row.cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            found.entry(plain(cell)).or_insert(column);
        }
        for (alias, name) in ALIASES {
            if let Some(&column) = found.get(alias) {
                found.entry(name.to_owned()).or_insert(column);
            }
        }
        kind.required().iter().all(|name| found.contains_key(*name)).then_some((at, found))
    })
}

/// Reads the rows of the table into `parts`.
pub(super) fn read(case: &Case, grid: &Grid, kind: TableKind, parts: &mut Parts) {
    let Some((at, columns)) = header(grid, kind) else {
        let first = grid.rows.iter().find(|r| r.cells.iter().any(|c| !c.is_empty()));
        let given: Vec<String> = first.map(|r| r.cells.iter().map(|c| plain(c)).collect()).unwrap_or_default();
        let aliases = |name: &str| ALIASES.iter().any(|(a, n)| *n == name && given.contains(&(*a).to_owned()));
        let missing = kind.required().iter().filter(|n| !given.contains(&(**n).to_owned()) && !aliases(n));
        let missing: Vec<&str> = missing.copied().collect();
        let mut fault = Fault::at(grid, first.map_or(1, |r| r.line));
        fault.expected = Some(format!("a header with the columns {}", kind.required().join(", ")));
        fault.hint = Some("`entente verify --help` tells what each column holds".to_owned());
        parts.diagnostics.push(fault.error("no-header", format!("the columns {} are missing", missing.join(", "))));
        return;
    };
    if kind == TableKind::Leads {
        parts.leads_told = true;
    }
    let labels = labels(case);
    for row in &grid.rows[at + 1..] {
        if row.cells.iter().all(String::is_empty) {
            continue;
        }
        let mut reader = Row { case, grid, row, columns: &columns, labels: &labels, found: &mut parts.diagnostics };
        let names_lead = kind == TableKind::Leads
            || (reader.cell("offer").is_empty()
                && (matches!(plain(reader.cell("lead")).as_str(), "yes" | "true" | "1" | "x" | "lead")
                    || (reader.cell("line").is_empty() && !reader.cell("formation").is_empty())));
        if names_lead {
            parts.leads_told = true;
            parts.leads.extend(reader.lead());
        } else {
            parts.tours.extend(reader.tour());
        }
    }
}

/// The beginnings of a diagnostic.
struct Fault {
    place: Place,
    value: Option<String>,
    expected: Option<String>,
    hint: Option<String>,
}

impl Fault {
    fn at(grid: &Grid, line: u32) -> Self {
        let place = Place { file: grid.name.clone(), line: Some(line), column: None, span: None };
        Self { place, value: None, expected: None, hint: None }
    }

    fn error(self, code: &'static str, message: String) -> Diagnostic {
        self.with(code, Severity::Error, message)
    }

    fn with(self, code: &'static str, severity: Severity, message: String) -> Diagnostic {
        let Self { place, value, expected, hint } = self;
        Diagnostic { code, severity, place, value, message, expected, hint }
    }
}

struct Row<'a> {
    case: &'a Case,
    grid: &'a Grid,
    row: &'a GridRow,
    columns: &'a BTreeMap<String, usize>,
    labels: &'a BTreeMap<String, Period>,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Row<'a> {
    fn cell(&self, column: &str) -> &'a str {
        self.columns.get(column).and_then(|&at| self.row.cells.get(at)).map_or("", String::as_str)
    }

    fn fault(&self, column: &str) -> Fault {
        let mut fault = Fault::at(self.grid, self.row.line);
        fault.place.column = Some(column.to_owned());
        fault.value = Some(self.cell(column).to_owned());
        fault
    }

    /// The row of `table` that the cell names.
    fn named<T: Named>(&mut self, column: &'static str, what: &str, table: &Table<T>) -> Option<Ix<T>> {
        let id = self.cell(column);
        // Spreadsheets are kept from taking a name for a formula by an apostrophe before it.
        let found = table.find(id).or_else(|| table.find(id.strip_prefix('\'')?));
        if found.is_none() {
            let mut fault = self.fault(column);
            fault.expected = Some(format!("the identifier of {what} of the case"));
            fault.hint = nearest(id, table.iter().map(Named::id)).map(|name| format!("did you mean {name}?"));
            let message =
                if id.is_empty() { format!("{column} is empty") } else { format!("there is no {column} “{id}”") };
            self.found.push(fault.error("unknown-name", message));
        }
        found
    }

    fn tour(&mut self) -> Option<Tour> {
        let case = self.case;
        let offer = self.named("offer", "an offer", &case.offers);
        let line = self.named("line", "a requirement line", &case.lines);
        let start = self.start();
        let elements = self.elements();
        let entry = if self.cell("entry").is_empty() {
            Some(None)
        } else {
            self.named("entry", "an entry point", &case.entries).map(Some)
        };
        if let Some(offer) = offer {
            self.agrees("nation", &case.nations[case.offers[offer].nation].id, "the offer is of");
        }
        if let Some(line) = line {
            self.agrees("formation", &case.formations[case.lines[line].formation].id, "the line belongs to");
        }
        Some(Tour { offer: offer?, line: line?, start: start?, entry: entry?, elements: elements? })
    }

    fn lead(&mut self) -> Option<Lead> {
        let formation = self.named("formation", "a formation", &self.case.formations);
        let nation = self.named("nation", "a nation", &self.case.nations);
        Some(Lead { formation: formation?, nation: nation? })
    }

    /// A column for people to read that says something else than the case is worth a warning.
    fn agrees(&mut self, column: &'static str, known: &str, how: &str) {
        let said = self.cell(column);
        let said = said.strip_prefix('\'').unwrap_or(said);
        if !said.is_empty() && said != known {
            let mut fault = self.fault(column);
            fault.hint = Some("this column is not read: the offer and the line decide".to_owned());
            let message = format!("the row says {column} “{said}”, but {how} {known}");
            self.found.push(fault.with("differs", Severity::Warning, message));
        }
    }

    fn elements(&mut self) -> Option<u32> {
        let text = self.cell("elements");
        let number = text.parse().ok().filter(|n| (1..=1_000_000).contains(n));
        if number.is_none() {
            let mut fault = self.fault("elements");
            fault.expected = Some("a whole number, 1 to 1000000".to_owned());
            self.found.push(fault.error("not-a-count", format!("“{text}” is no number of elements")));
        }
        number
    }

    fn start(&mut self) -> Option<Period> {
        let text = self.cell("start");
        match period(self.case, self.labels, text) {
            Ok((period, None)) => Some(period),
            Ok((period, Some(first))) => {
                let message =
                    format!("{text} was rounded to {}, which begins on {first}", self.case.calendar.label(period));
                let fault = self.fault("start");
                self.found.push(fault.with("rounded-date", Severity::Note, message));
                Some(period)
            }
            Err(message) => {
                let mut fault = self.fault("start");
                let first = self.case.calendar.label(Period(0));
                fault.expected =
                    Some(format!("a date such as {}, a period such as {first}, or P0", self.case.calendar.d_day));
                self.found.push(fault.error("not-a-period", message));
                None
            }
        }
    }
}

/// The periods of the case by label, in lower case.
pub(super) fn labels(case: &Case) -> BTreeMap<String, Period> {
    case.calendar.periods().map(|p| (case.calendar.label(p).to_lowercase(), p)).collect()
}

/// The period that a text names: a date within it, its label, or `P3`.
///
/// # Errors
/// It names none within the horizon; why not, in one sentence.
pub fn period_named(case: &Case, text: &str) -> Result<Period, String> {
    period(case, &labels(case), text.trim()).map(|(period, _)| period)
}

/// The period that a text names; with it, if a date was rounded, the first day of the period.
pub(super) fn period(
    case: &Case,
    labels: &BTreeMap<String, Period>,
    text: &str,
) -> Result<(Period, Option<Date>), String> {
    let calendar = &case.calendar;
    let horizon = calendar.horizon;
    let inside = |index: i64| match u32::try_from(index) {
        Ok(p) if p < horizon => Ok(Period(p)),
        _ => Err(format!(
            "{text} lies outside the horizon, {} to {}",
            calendar.label(Period(0)),
            calendar.label(Period(horizon.saturating_sub(1)))
        )),
    };
    let lower = text.to_lowercase();
    if let Some(&period) = labels.get(&lower) {
        return Ok((period, None));
    }
    if let Some(Ok(index)) = lower.strip_prefix('p').map(str::parse::<u32>) {
        return inside(i64::from(index)).map(|p| (p, None));
    }
    // A month that is no label lies outside the horizon, and is told so.
    let month = (calendar.kind == PeriodKind::Month && text.len() == 7).then(|| format!("{text}-01"));
    if let Ok(date) = month.as_deref().unwrap_or(text).parse::<Date>() {
        let index = calendar.index_of(date);
        let first = calendar.first_day(index);
        return inside(index).map(|p| (p, first.filter(|f| *f != date)));
    }
    Err(if text.is_empty() { "start is empty".to_owned() } else { format!("“{text}” names no period") })
}

/// The name nearest to `wrong`, if it is near.
pub(super) fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if wrong.is_empty() || wrong.len() > 100 {
        return None;
    }
    let lower = wrong.to_lowercase();
    let scored = names.filter(|n| n.len() <= 100).map(|n| (strsim::damerau_levenshtein(&lower, &n.to_lowercase()), n));
    let (distance, name) = scored.min_by_key(|(d, _)| *d)?;
    (distance <= (wrong.chars().count() / 3).max(1)).then_some(name)
}
