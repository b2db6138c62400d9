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
    let places = texts.get(geojson::FILE).map(|(text, start)| geojson::read(text, *start, report)).unwrap_or_default();

    let ids = |file: &str| sheets.get(file).map(Sheet::ids).unwrap_or_default();
    let mut names = Names::none(head::NO_CALENDAR);
    names.sources = Index::new(ids("sources.csv"));
    names.capabilities = Index::new(ids("capabilities.csv"));
    names.nations = Index::new(ids("nations.csv"));
    let formation_ids = ids("formations.csv");
    let formation_count = formation_ids.len();
    names.formations = Index::new(formation_ids);
    names.lines = Index::new(ids("requirements.csv"));
    names.rules = Index::new(ids("enabling.csv"));
    names.offers = Index::new(ids("offers.csv"));
    names.caveats = Index::new(ids("caveats.csv"));
    names.entries = Index::new(ids("entry_points.csv"));
    names.places = Index::new(places.iter().map(|p| p.id.clone()));
    if let Some(settings) = &settings {
        let ids = |rows: &[(String, Row<'_>)]| rows.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        names.facts = Index::new(ids(&settings.facts));
        names.estimates = Index::new(ids(&settings.estimates));
        names.phases = Index::new(ids(&settings.phases));
    }
    let mut values = Values { report: std::mem::take(report), names, dated: false, tainted: BTreeSet::new() };
    let case = tables(&mut values, settings, &sheets, formation_count, places);
    *report = values.report;
    case
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

    check::structure(&mut values.report, &values.tainted, &formations, &lines, &|file, at, column| {
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
        out.push(read(values, &row, at, &lines));
        if values.report.errors() > errors {
            values.tainted.insert((file, at));
        }
    }
    let needed = schema::table(file).is_some_and(|t| t.required);
    if needed && out.is_empty() {
        let (severity, hint) = match file {
            "offers.csv" => (Severity::Warning, "every requirement will be short"),
            _ => (Severity::Error, "add at least one row"),
        };
        let spot = Place { file: file.to_owned(), ..Place::default() };
        let problem = Diagnostic::new(severity, "empty-table", spot, "The table has a header and no rows");
        values.report.push(problem.expected("at least one row").hint(hint));
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
    let hint = report.did_you_mean(table.file, files.keys().map(String::as_str));
    let columns: Vec<&str> = table.fields.iter().filter(|f| f.required).map(|f| f.name.as_str()).collect();
    let spot = Place { file: table.file.to_owned(), ..Place::default() };
    let what = format!("The case has no file {}", table.file);
    let problem = Diagnostic::new(Severity::Error, "missing-file", spot, what);
    report.push(problem.expected(format!("a file with at least {}", columns.join(", "))).hints(hint));
}
