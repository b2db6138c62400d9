//! Our `plan.json`, read back. Its meaning is fixed by its version.

use super::plan_file::Parts;
use super::plan_table::{labels, nearest, period};
use crate::failure::Failure;
use entente_model::diagnostic::Place;
use entente_model::{Case, Diagnostic, Ix, Named, Period, Severity, Table};
use entente_plan::{Lead, Tour};
use serde_json::Value;
use std::collections::BTreeMap;

/// The version that is read.
const VERSION: u64 = 1;

/// Reads the plan into `parts`.
///
/// # Errors
/// The file is no JSON, no plan, or of another version.
pub(super) fn read(case: &Case, name: &str, bytes: &[u8], parts: &mut Parts) -> Result<(), Failure> {
    let root: Value =
        serde_json::from_slice(bytes).map_err(|e| Failure::input(format!("{name} cannot be read as JSON: {e}")))?;
    if root["format"] != "entente-plan" {
        return Err(Failure::input(format!("{name} is no plan: it has no \"format\": \"entente-plan\"")));
    }
    if root["version"].as_u64() != Some(VERSION) {
        return Err(Failure::input(format!(
            "{name} has version {}, and this Entente reads version {VERSION}",
            root["version"]
        ))
        .hint("read it with the Entente that wrote it, or plan again"));
    }
    // A plan of another case would be a mistake on every row; one sentence tells more.
    let tours = root["tours"].as_array().into_iter().flatten();
    let offers: Vec<&str> = tours.filter_map(|tour| tour["offer"].as_str()).collect();
    if !offers.is_empty() && offers.iter().all(|id| case.offers.find(id).is_none()) {
        let theirs: String = root["case"]["name"].as_str().unwrap_or_default().chars().take(80).collect();
        let whose = if theirs.is_empty() { "another case".to_owned() } else { format!("“{theirs}”") };
        let what = format!("{name} is a plan of {whose}: none of its offers is in “{}”", case.name);
        return Err(Failure::input(what).hint("give the case that it was made for"));
    }
    let labels = labels(case);
    let mut reader = Reader { case, name, labels: &labels, found: &mut parts.diagnostics };
    match root["tours"].as_array() {
        Some(tours) => {
            for (at, tour) in tours.iter().enumerate() {
                parts.tours.extend(reader.tour(&format!("tours[{at}]"), tour));
            }
        }
        None => reader.wrong("tours", &root["tours"], "there is no list of tours".to_owned(), "a list", None),
    }
    if let Some(leads) = root["leads"].as_array() {
        parts.leads_told = true;
        for (at, lead) in leads.iter().enumerate() {
            parts.leads.extend(reader.lead(&format!("leads[{at}]"), lead));
        }
    }
    Ok(())
}

/// `an offer`, `a nation`.
fn article(what: &str) -> String {
    format!("{} {what}", if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

struct Reader<'a> {
    case: &'a Case,
    name: &'a str,
    labels: &'a BTreeMap<String, Period>,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn wrong(&mut self, at: &str, value: &Value, message: String, expected: &str, hint: Option<String>) {
        let shown: String = value.as_str().map_or_else(|| value.to_string(), str::to_owned).chars().take(80).collect();
        self.found.push(Diagnostic {
            code: "plan-json",
            severity: Severity::Error,
            place: Place { file: self.name.to_owned(), line: None, column: Some(at.to_owned()), span: None },
            value: Some(shown),
            message,
            expected: Some(expected.to_owned()),
            hint,
        });
    }

    fn named<T: Named>(&mut self, at: &str, value: &Value, what: &str, table: &Table<T>) -> Option<Ix<T>> {
        let id = value.as_str().unwrap_or_default();
        let found = table.find(id);
        if found.is_none() {
            let hint = nearest(id, table.iter().map(Named::id)).map(|name| format!("did you mean {name}?"));
            let shown: String = id.chars().take(80).collect();
            let message = match value {
                Value::String(_) => format!("the case has no {what} “{shown}”"),
                _ => format!("the identifier of {} is missing", article(what)),
            };
            self.wrong(at, value, message, &format!("the identifier of {} of the case", article(what)), hint);
        }
        found
    }

    fn tour(&mut self, at: &str, tour: &Value) -> Option<Tour> {
        let case = self.case;
        let offer = self.named(&format!("{at}.offer"), &tour["offer"], "offer", &case.offers);
        let line = self.named(&format!("{at}.line"), &tour["line"], "requirement line", &case.lines);
        let entry = match &tour["entry"] {
            Value::Null => Some(None),
            entry => self.named(&format!("{at}.entry"), entry, "entry point", &case.entries).map(Some),
        };
        let start = match &tour["start_period"] {
            Value::String(label) => period(case, self.labels, label).map(|(p, _)| p),
            Value::Number(index) => match index.as_u64().and_then(|i| u32::try_from(i).ok()) {
                Some(index) => period(case, self.labels, &format!("P{index}")).map(|(p, _)| p),
                None => Err(format!("{index} is no period")),
            },
            other => Err(format!("{other} is no period")),
        };
        let start = start.map_err(|message| {
            self.wrong(&format!("{at}.start_period"), &tour["start_period"], message, "a period of the case", None);
        });
        let elements = tour["elements"].as_u64().filter(|n| (1..=1_000_000).contains(n));
        if elements.is_none() {
            let message = format!("{} is no number of elements", tour["elements"]);
            self.wrong(&format!("{at}.elements"), &tour["elements"], message, "a whole number, 1 to 1000000", None);
        }
        let elements = u32::try_from(elements?).ok();
        Some(Tour { offer: offer?, line: line?, start: start.ok()?, entry: entry?, elements: elements? })
    }

    fn lead(&mut self, at: &str, lead: &Value) -> Option<Lead> {
        let case = self.case;
        let formation = self.named(&format!("{at}.formation"), &lead["formation"], "formation", &case.formations);
        let nation = self.named(&format!("{at}.nation"), &lead["nation"], "nation", &case.nations);
        Some(Lead { formation: formation?, nation: nation? })
    }
}
