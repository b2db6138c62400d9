//! Files of a case folder to a validated [`Case`]: bytes → text → rows → values → case → checks.
//!
//! `case.toml` first, for the calendar; then the identifiers of every table, so that any row can refer to
//! any other; then the rows, table by table; then the rules that span rows.

mod bytes;
mod capabilities;
mod caveats;
pub(crate) mod date;
mod enabling;
mod entry_points;
mod fixture;
mod formations;
mod geojson;
mod head;
mod nations;
mod number;
mod offers;
pub(crate) mod records;
mod requirements;
pub(crate) mod row;
mod settings;
mod sheet;
mod sources;
mod values;

pub use fixture::fixture;

use crate::case::{Case, Line};
use crate::check;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::parse::{Index, Names};
use crate::report::Report;
use crate::schema::{self, TableSchema};
use crate::table::Table;
use requirements::LineDraft;
use row::Row;
use sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet};
use values::Values;

/// What came of reading a case.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The case; `None` if, and only if, one of the diagnostics is an error.
    pub case: Option<Case>,
    /// Everything that is wrong or worth knowing, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the files of a case folder: file name → bytes. Never panics, whatever the bytes.
pub fn load(files: &BTreeMap<String, Vec<u8>>) -> Loaded {
    let mut report = Report::default();
    let case = read(files, &mut report);
    let errors = report.errors() > 0;
    // What can be read with errors is never handed on half-loaded.
    Loaded { case: case.filter(|_| !errors), diagnostics: report.finish() }
}

/// The tables of the folder by file, their headers read.
type Sheets<'a> = BTreeMap<&'static str, Sheet<'a>>;

fn read(files: &BTreeMap<String, Vec<u8>>, report: &mut Report) -> Option<Case> {
    strangers(files, report);
    let mut text = |file: &str| files.get(file).map(|b| b.as_slice()).and_then(|b| bytes::text(file, b, report));
    let texts: BTreeMap<&'static str, (&str, usize)> = schema::tables()
        .iter()
        .map(|table| table.file)
        .chain([geojson::FILE])
        .filter_map(|file| Some((file, text(file)?)))
        .collect();
    for table in schema::tables().iter().filter(|t| t.required && !files.contains_key(t.file)) {
        missing_file(table, files, report);
    }
    let settings = texts.get(settings::FILE).and_then(|(text, start)| settings::read(text, *start, report));
    let mut sheets = Sheets::new();
    for table in schema::tables().iter().filter(|t| t.file != settings::FILE) {
        if let Some((text, start)) = texts.get(table.file)
            && let Some(sheet) = Sheet::open(table, text, *start, report)
        {
            sheets.insert(table.file, sheet);
        }
    }
    let places = match texts.get(geojson::FILE) {
        Some((text, start)) => geojson::read(text, *start, report),
        None => (!files.contains_key(geojson::FILE)).then(Vec::new),
    };

    let mut names = Names::none(head::NO_CALENDAR);
    let formation_count = sheets.get("formations.csv").map_or(0, |sheet| sheet.ids().len());
    names.sources = index(&sheets, files, "sources.csv");
    names.capabilities = index(&sheets, files, "capabilities.csv");
    names.nations = index(&sheets, files, "nations.csv");
    names.formations = index(&sheets, files, "formations.csv");
    names.lines = index(&sheets, files, "requirements.csv");
    names.rules = index(&sheets, files, "enabling.csv");
    names.offers = index(&sheets, files, "offers.csv");
    names.caveats = index(&sheets, files, "caveats.csv");
    names.entries = index(&sheets, files, "entry_points.csv");
    names.places = Index::new(places.iter().flatten().map(|p| p.id.clone()));
    if places.is_none() {
        names.places = Index::unread();
    }
    match &settings {
        Some(settings) => {
            names.facts = Index::new(settings.facts.iter().map(|(id, _)| id.clone()));
            names.estimates = Index::new(settings.estimates.iter().map(|(id, _)| id.clone()));
            names.phases = Index::new(settings.phases.iter().map(|(id, _)| id.clone()));
        }
        None => {
            (names.facts, names.estimates, names.phases) = (Index::unread(), Index::unread(), Index::unread());
        }
    }
    let places = places.unwrap_or_default();
    let mut values = Values { report: std::mem::take(report), names, dated: false, tainted: BTreeSet::new() };
    let case = tables(&mut values, settings, &sheets, formation_count, places);
    *report = values.report;
    case
}

/// The identifiers of a table; unread if it could not be read, or must not be empty and is.
fn index<T>(sheets: &Sheets<'_>, files: &BTreeMap<String, Vec<u8>>, file: &str) -> Index<T> {
    let needed = schema::table(file).is_some_and(|t| t.required);
    match sheets.get(file).map(Sheet::ids) {
        Some(ids) if needed && ids.is_empty() => Index::unread(),
        Some(ids) => Index::new(ids),
        None if needed || files.contains_key(file) => Index::unread(),
        None => Index::default(),
    }
}

/// Reads every row, and makes the case if all could be read.
fn tables(
    values: &mut Values,
    settings: Option<settings::Settings<'_>>,
    sheets: &Sheets<'_>,
    formation_count: usize,
    places: Vec<crate::area::Place>,
) -> Option<Case> {
    let head = settings.map(|settings| {
        if let Some(calendar) = head::calendar(values, &settings.case) {
            values.names.calendar = calendar;
            values.dated = true;
        }
        let head = head::head(values, &settings.case, &settings.weights);
        let facts: Vec<_> = settings.facts.iter().map(|(id, row)| head::fact(values, id, row)).collect();
        let estimates: Vec<_> = settings.estimates.iter().map(|(id, row)| head::estimate(values, id, row)).collect();
        let phases: Vec<_> = settings.phases.iter().map(|(id, row)| head::phase(values, id, row)).collect();
        (head, Table::new(facts), Table::new(estimates), Table::new(phases))
    });
    let sources = each(values, sheets, "sources.csv", sources::source);
    let capabilities = each(values, sheets, "capabilities.csv", capabilities::capability);
    let mut nations =
        each(values, sheets, "nations.csv", |v, row, at, lines| nations::nation(v, row, at, lines, formation_count));
    let formations =
        each(values, sheets, "formations.csv", |v, row, at, lines| formations::formation(v, row, at, lines, &nations));
    let mut drafts = each(values, sheets, "requirements.csv", |v, row, at, lines| {
        requirements::line(v, row, at, lines, &capabilities)
    });
    let chosen = head.as_ref().and_then(|(head, ..)| head.estimate);
    each(values, sheets, "requirement_quantities.csv", |v, row, _, _| {
        requirements::quantity(v, row, &mut drafts, chosen);
    });
    let rules = each(values, sheets, "enabling.csv", enabling::rule);
    let offers = each(values, sheets, "offers.csv", offers::offer);
    let caveats = each(values, sheets, "caveats.csv", caveats::caveat);
    let entries = each(values, sheets, "entry_points.csv", entry_points::entry_point);
    let ceilings = each(values, sheets, "ceilings.csv", |v, row, _, _| nations::ceiling(v, row));
    let lines: Vec<Line> = drafts.into_iter().map(|draft: LineDraft| draft.line).collect();

    check::structure(&mut values.report, &values.tainted, &formations, (&lines, &offers), &|file, at, column| {
        place(sheets, file, at, column)
    });
    if values.report.errors() > 0 {
        return None;
    }
    let (head, facts, estimates, phases) = head?;
    let calendar = values.calendar();
    let mut authorised = vec![head.authorised; calendar.horizon as usize];
    nations::apply(&ceilings, &mut nations, &mut authorised);
    let case = Case {
        name: head.name,
        summary: head.summary,
        calendar,
        activation: head.activation,
        currency: head.currency,
        host: head.host,
        authorised,
        least_status: head.least_status,
        burden_key: head.burden_key,
        weights: head.weights,
        estimate: head.estimate,
        estimates,
        facts,
        phases,
        sources: Table::new(sources),
        nations: Table::new(nations),
        ceilings,
        capabilities: Table::new(capabilities),
        formations: Table::new(formations),
        lines: Table::new(lines),
        rules: Table::new(rules),
        offers: Table::new(offers),
        caveats: Table::new(caveats),
        entries: Table::new(entries),
        area: Table::new(places),
    };
    check::sense(&case, &mut values.report, &|file, at, column| place(sheets, file, at, column));
    Some(case)
}

/// Reads the rows of a table, and marks those with errors.
fn each<T>(
    values: &mut Values,
    sheets: &Sheets<'_>,
    file: &'static str,
    mut read: impl FnMut(&mut Values, &Row<'_>, usize, &[u32]) -> T,
) -> Vec<T> {
    let Some(sheet) = sheets.get(file) else { return Vec::new() };
    let mut out = Vec::new();
    let mut lines = Vec::new();
    for (at, record) in sheet.records().enumerate() {
        let errors = values.report.errors();
        let row = sheet.row(record, &mut values.report);
        lines.push(row.line().unwrap_or(0));
        if values.report.errors() > errors {
            // Cells of a row that has too few or too many may stand in the wrong column: say no more of it.
            let told = std::mem::take(&mut values.report);
            out.push(read(values, &row, at, &lines));
            values.report = told;
        } else {
            out.push(read(values, &row, at, &lines));
        }
        if values.report.errors() > errors {
            values.tainted.insert((file, at));
        }
    }
    let needed = schema::table(file).is_some_and(|t| t.required);
    if needed && out.is_empty() {
        let (severity, hint) = match file {
            "offers.csv" => (Severity::Warning, Some("every requirement will be short".to_owned())),
            _ => (Severity::Error, None),
        };
        let spot = Place { file: file.to_owned(), ..Place::default() };
        let problem = Diagnostic::new(severity, "empty-table", spot, "The table has a header and no rows");
        values.report.push(problem.expected("at least one row").hints(hint));
    }
    out
}

/// The place of a cell, found again: for checks across rows, which find few.
fn place(sheets: &Sheets<'_>, file: &'static str, at: usize, column: &str) -> Place {
    let row = sheets.get(file).and_then(|sheet| Some(sheet.row(sheet.record(at)?, &mut Report::default())));
    match row {
        Some(row) => row.place(column),
        None => Place { file: file.to_owned(), ..Place::default() },
    }
}

/// Warns of tables that nobody reads: most are misspelt.
fn strangers(files: &BTreeMap<String, Vec<u8>>, report: &mut Report) {
    let known = || schema::tables().iter().map(|t| t.file).chain([geojson::FILE]);
    for name in files.keys().filter(|name| !name.contains(['/', '\\']) && name.to_lowercase().ends_with(".csv")) {
        if !known().any(|k| k == name) {
            let hint = report.did_you_mean(name, known());
            let spot = Place { file: name.clone(), ..Place::default() };
            let problem = Diagnostic::new(Severity::Warning, "unknown-file", spot, "The file is not part of a case");
            let expected = known().filter(|k| k.ends_with(".csv"));
            report.push(problem.expected(schema::one_of(expected)).hints(hint));
        }
    }
}

fn missing_file(table: &TableSchema, files: &BTreeMap<String, Vec<u8>>, report: &mut Report) {
    let strangers = files.keys().map(String::as_str).filter(|f| schema::table(f).is_none());
    let hint = report.did_you_mean(table.file, strangers);
    let columns: Vec<&str> =
        table.fields.iter().filter(|f| f.required && !f.name.contains('*')).map(|f| f.name.as_str()).collect();
    let spot = Place { file: table.file.to_owned(), ..Place::default() };
    let what = format!("The case has no file {}", table.file);
    let problem = Diagnostic::new(Severity::Error, "missing-file", spot, what);
    report.push(problem.expected(format!("a file with at least {}", columns.join(", "))).hints(hint));
}
