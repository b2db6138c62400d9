//! Rows of `requirements.csv` and `requirement_quantities.csv`.

use crate::calendar::{Period, Window};
use crate::case::{Capability, Estimate, Line, Priority};
use crate::caveat::Axis;
use crate::diagnostic::Severity;
use crate::quantity::{Effectiveness, Elements};
use crate::read::row::Row;
use crate::read::values::{Values, items, period};
use crate::table::Ix;

/// The words for priorities.
pub(crate) const PRIORITIES: [(&str, Priority); 3] =
    [("must", Priority::Must), ("should", Priority::Should), ("could", Priority::Could)];

/// A line, and from when on a shortfall counts.
pub(crate) struct LineDraft {
    pub line: Line,
    counts_from: Period,
}

pub(crate) fn line(
    values: &mut Values,
    row: &Row<'_>,
    at: usize,
    lines: &[u32],
    capabilities: &[Capability],
) -> LineDraft {
    let id = values.id(row, |n| &n.lines, at, lines);
    let horizon = values.calendar().horizon;
    let window = values.window(row, "from", "to");
    let latest = values.opens(row, "latest_arrival");
    if let (Some((latest, date)), Some(to)) = (latest, window.to)
        && period(latest) >= to
        && window.from < to
    {
        let what = format!("The need ends before the latest arrival on {date}: nothing is ever asked");
        let problem = row.problem(Severity::Error, "reversed-window", "latest_arrival", what);
        values.report.push(problem.expected("a date within the window of the line"));
    }
    if let Some((latest, _)) = latest
        && period(latest) < window.from
    {
        let what = "The latest arrival lies before the earliest: a shortfall counts from the earliest on";
        let problem = row.problem(Severity::Warning, "latest-before-earliest", "latest_arrival", what);
        values.report.push(problem.expected("a date on or after the column from"));
    }
    let window = Window { from: window.from, to: Some(window.to.unwrap_or(Period(horizon))) };
    if values.dated && (window.from.0 >= horizon || window.to == Some(Period(0))) {
        let what = "The line lies outside the horizon: nothing is ever asked";
        values.report.push(row.problem(Severity::Warning, "outside-horizon", "from", what));
    }
    let counts_from = window.from.max(latest.map_or(Period(0), |(index, _)| period(index)));
    let asked = values.count32(row, "quantity").unwrap_or(0);
    let capability = values.reference(row, "capability", |n| &n.capabilities).unwrap_or(Ix::new(0));
    let title = values.text(row, "title");
    let line = Line {
        title: if title.is_empty() { id.clone() } else { title },
        id,
        formation: values.reference(row, "formation", |n| &n.formations).unwrap_or(Ix::new(0)),
        capability,
        quantity: vec![0; horizon as usize],
        window,
        ntm_max: values.count32(row, "ntm_max"),
        priority: values.choice(row, "priority", &PRIORITIES).unwrap_or(Priority::Could),
        weight: values.decimal(row, "weight").unwrap_or(1.0),
        accepts: accepts(values, row, capability, capabilities),
        max_nations: values.count32(row, "max_nations"),
        place: values.reference(row, "place", |n| &n.places),
        tasks: values.texts(row, "tasks"),
        operations: values.texts(row, "operations"),
        weapons: values.texts(row, "weapons"),
        night: values.yes_no(row, "night"),
        information: values.texts(row, "information"),
        supply: values.text(row, "supply"),
        response_hours: values.count32(row, "response_hours"),
        refuses: refuses(values, row),
        article: values.text(row, "article"),
        provenance: values.provenance(row),
    };
    let mut draft = LineDraft { line, counts_from };
    draft.ask(window, asked);
    draft
}

impl LineDraft {
    /// Asks for so many elements where the window, the line and the horizon agree.
    fn ask(&mut self, window: Window, asked: Elements) {
        let from = self.counts_from.max(window.from).get();
        let to = [window.to, self.line.window.to].into_iter().flatten().min().map_or(usize::MAX, Period::get);
        for quantity in self.line.quantity.iter_mut().take(to).skip(from) {
            *quantity = asked;
        }
    }
}

/// What counts on the line: its capability in full, then the substitutes of the line or the capability.
fn accepts(
    values: &mut Values,
    row: &Row<'_>,
    capability: Ix<Capability>,
    capabilities: &[Capability],
) -> Vec<(Ix<Capability>, Effectiveness)> {
    let substitutes = match row.find("substitutes") {
        None => capabilities.get(capability.get()).map(|c| c.substitutes.clone()).unwrap_or_default(),
        Some(found) if found.text() == "none" => Vec::new(),
        Some(_) => values.effects(row, "substitutes"),
    };
    let others = substitutes.into_iter().filter(|(c, _)| *c != capability);
    std::iter::once((capability, Effectiveness::FULL)).chain(others).collect()
}

/// Letters of axes, or identifiers of caveats.
fn refuses(values: &mut Values, row: &Row<'_>) -> Vec<String> {
    let Some(found) = row.find("refuses") else { return Vec::new() };
    let mut out = Vec::new();
    for item in items(found.text()) {
        if let Some(axis) = Axis::parse(item) {
            out.push(axis.letter().to_owned());
        } else if values.names.caveats.find(item).is_some() {
            out.push(item.to_owned());
        } else {
            let hint = values.report.did_you_mean(item, values.names.caveats.ids());
            let what = format!("‘{item}’ is neither an axis nor a caveat");
            let problem = found.error("dangling-reference", what);
            values.report.push(problem.expected("letters of axes, or identifiers of caveats.csv").hints(hint));
        }
    }
    out
}

/// Puts a row of `requirement_quantities.csv` into its line, if its estimate is the one chosen.
pub(crate) fn quantity(values: &mut Values, row: &Row<'_>, lines: &mut [LineDraft], chosen: Option<Ix<Estimate>>) {
    let line = values.reference(row, "requirement", |n| &n.lines);
    let estimate = values.reference(row, "estimate", |n| &n.estimates);
    let window = values.window(row, "from", "to");
    let asked = values.count32(row, "quantity");
    let provenance = values.provenance(row);
    let counts = row.find("estimate").is_none() || (estimate.is_some() && estimate == chosen);
    let (true, Some(line), Some(asked)) = (counts, line.and_then(|ix| lines.get_mut(ix.get())), asked) else { return };
    line.ask(window, asked);
    for source in provenance.sources {
        if !line.line.provenance.sources.contains(&source) {
            line.line.provenance.sources.push(source);
        }
    }
}
