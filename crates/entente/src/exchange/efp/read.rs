//! An instance of EFP-1 as it stands in its file: every field in range, every name known, and nothing larger than what
//! a machine can hold. All mistakes are told at once.

use super::faults::Faults;
use super::json::Json;
use super::row::{Ids, Row};
use crate::failure::Failure;
use entente_model::MOST_ELEMENTS;
use std::collections::BTreeMap;

/// Most periods of an instance: as in a case.
const MOST_PERIODS: u32 = 520;
/// Largest ceiling of the theatre, weight or cost of an instance.
const MOST: u32 = 100_000_000;
/// Most elements of an offer or on a line, people of an element, and periods of a tour or a dwell.
const MOST_COUNTED: u32 = 1_000_000;
/// Most cells of a table of two kinds of rows, such as nations by formations. The largest of XL has 240,000.
const MOST_CELLS: u64 = 2_000_000;
/// Most tours to choose from: offers by lines that ask for what they bring by periods. XL has 68 million.
const MOST_TOURS: u64 = 500_000_000;

/// An instance. Positions count within its own tables.
#[derive(Debug)]
pub struct Instance {
    pub name: String,
    pub periods: u32,
    pub nation_in_formation: f64,
    pub theatre_ceiling: u32,
    pub nations: Vec<Nation>,
    pub formations: Vec<Formation>,
    pub offers: Vec<Offer>,
    pub lines: Vec<Line>,
}

#[derive(Debug)]
pub struct Nation {
    pub id: String,
    pub ceiling: u32,
}

#[derive(Debug)]
pub struct Formation {
    pub id: String,
    pub max_nations: u32,
}

#[derive(Debug)]
pub struct Offer {
    pub id: String,
    pub nation: usize,
    pub capability: String,
    pub elements: u32,
    pub strength: u32,
    pub tour: u32,
    pub dwell: u32,
    pub from: u32,
    pub to: Option<u32>,
    pub formations: Vec<usize>,
    pub tour_cost: f64,
}

#[derive(Debug)]
pub struct Line {
    pub id: String,
    pub formation: usize,
    pub capability: String,
    pub substitute: Option<String>,
    pub quantity: u32,
    pub from: u32,
    pub to: u32,
    pub weight: f64,
}

/// Reads an instance; `file` is what messages call it.
///
/// # Errors
/// It is none, contradicts itself, or is too large.
pub fn instance(file: &str, bytes: &[u8]) -> Result<Instance, Failure> {
    let json: Json = serde_json::from_slice(bytes)
        .map_err(|e| Failure::input(format!("{file} cannot be read as an EFP-1 instance: {e}")).hint(WAY_OUT))?;
    let Json::Object(fields) = &json else {
        return Err(Failure::input(format!("{file} is {json}, and an object with an EFP-1 instance is expected")));
    };
    let format = fields.iter().find(|(name, _)| name == "format").map(|(_, value)| value);
    match format {
        Some(Json::Text(format)) if format == "efp-1" => {}
        // What is meant to be something else has no mistakes as an instance.
        other => {
            let is = other.map_or_else(|| "no format".to_owned(), |format| format!("as its format {format}"));
            return Err(Failure::input(format!("{file} has {is}, and efp-1 is expected")).hint(WAY_OUT));
        }
    }
    let mut faults = Faults::default();
    let instance = whole(&Row::whole(fields), &mut faults);
    limits(&instance, &mut faults);
    if faults.is_empty() { Ok(instance) } else { Err(faults.failure(file).hint(WAY_OUT)) }
}

/// For whoever has a file that is not as it should be.
const WAY_OUT: &str = "`gen.py SIZE SEED FILE` of EFP-1 writes an instance to compare with";

fn whole(top: &Row<'_>, faults: &mut Faults) -> Instance {
    // It is known to be right, unless it is there twice.
    top.word("format", faults);
    let name = top.word("name", faults).to_owned();
    let periods = top.count("periods", 1..=MOST_PERIODS, faults);
    let nation_in_formation = top.amount("nation_in_formation", MOST, faults);
    let theatre_ceiling = top.count("theatre_ceiling", 0..=MOST, faults);
    let (nation_ids, nations) = table(top, "nations", "nation", faults, |row, id, faults| Nation {
        id,
        ceiling: row.count("ceiling", 0..=u32::MAX, faults),
    });
    let (formation_ids, formations) = table(top, "formations", "formation", faults, |row, id, faults| Formation {
        id,
        max_nations: row.count("max_nations", 0..=u32::MAX, faults),
    });
    let offers =
        table(top, "offers", "offer", faults, |row, id, faults| offer(row, id, &nation_ids, &formation_ids, faults));
    let lines = table(top, "lines", "line", faults, |row, id, faults| line(row, id, &formation_ids, faults));
    let (offers, lines) = (offers.1, lines.1);
    Instance { name, periods, nation_in_formation, theatre_ceiling, nations, formations, offers, lines }
}

/// The rows of a table, and their names.
fn table<'a, T>(
    top: &Row<'a>,
    name: &str,
    what: &str,
    faults: &mut Faults,
    read: impl Fn(&Row<'a>, String, &mut Faults) -> T,
) -> (Ids<'a>, Vec<T>) {
    let (mut ids, mut rows) = (Ids::new(), Vec::new());
    let mut values = top.rows(name, faults);
    if values.len() as u64 > MOST_CELLS {
        faults
            .add(|| format!("{name} has {} entries, and at most {MOST_CELLS} are expected; take fewer", values.len()));
        values = &[];
    }
    for (at, value) in values.iter().enumerate() {
        let Some(row) = Row::of(name, what, at, value, faults) else { continue };
        let id = row.id(what, at, &mut ids, faults).to_owned();
        rows.push(read(&row, id, faults));
    }
    (ids, rows)
}

fn offer(row: &Row<'_>, id: String, nations: &Ids<'_>, formations: &Ids<'_>, faults: &mut Faults) -> Offer {
    let from = row.count("from", 0..=u32::MAX, faults);
    let to = (!row.is_open("to")).then(|| row.count("to", 0..=u32::MAX, faults));
    row.window(faults);
    Offer {
        id,
        nation: row.reference("nation", nations, faults),
        capability: row.word("capability", faults).to_owned(),
        elements: row.count("elements", 1..=MOST_COUNTED, faults),
        strength: row.count("strength", 1..=MOST_COUNTED, faults),
        tour: row.count("tour", 1..=MOST_COUNTED, faults),
        dwell: row.count("dwell", 1..=MOST_COUNTED, faults),
        from,
        to,
        formations: row.references("formations", "formation", formations, faults),
        tour_cost: row.amount("tour_cost", MOST, faults),
    }
}

fn line(row: &Row<'_>, id: String, formations: &Ids<'_>, faults: &mut Faults) -> Line {
    let from = row.count("from", 0..=u32::MAX, faults);
    let to = row.count("to", 0..=u32::MAX, faults);
    row.window(faults);
    Line {
        id,
        formation: row.reference("formation", formations, faults),
        capability: row.word("capability", faults).to_owned(),
        substitute: (!row.is_open("substitute")).then(|| row.word("substitute", faults).to_owned()),
        quantity: row.count("quantity", 0..=MOST_COUNTED, faults),
        from,
        to,
        weight: row.amount("weight", MOST, faults),
    }
}

/// Tells what would need more memory than it is worth: a short file can ask for a great deal of it.
fn limits(instance: &Instance, faults: &mut Faults) {
    let Instance { nations, formations, offers, lines, .. } = instance;
    let nations = ("nations", nations.len() as u64);
    let formations = ("formations", formations.len() as u64);
    let (all_offers, all_lines) = (("offers", offers.len() as u64), ("lines", lines.len() as u64));
    let periods = ("periods", u64::from(instance.periods));
    for (a, b) in [
        (nations, formations),
        (nations, all_lines),
        (nations, periods),
        (all_offers, formations),
        (all_lines, formations),
        (all_lines, periods),
    ] {
        let cells = a.1.saturating_mul(b.1);
        if cells > MOST_CELLS {
            faults.add(|| {
                format!(
                    "{} {} by {} {} are {cells} cells, and at most {MOST_CELLS} are expected; take fewer of either",
                    a.1, a.0, b.1, b.0
                )
            });
        }
    }
    let elements: u64 = offers.iter().map(|offer| u64::from(offer.elements)).sum();
    if elements > MOST_ELEMENTS {
        faults.add(|| {
            format!("the offers hold {elements} elements, and at most {MOST_ELEMENTS} are expected; offer fewer")
        });
    }
    let tours = pairs(offers, lines).saturating_mul(periods.1);
    if tours > MOST_TOURS {
        faults.add(|| {
            format!(
                "offers by lines that they may serve by periods are {tours} tours to choose from, and at most \
                 {MOST_TOURS} are expected; take fewer offers, lines or periods"
            )
        });
    }
}

/// Offers by lines that ask for what they bring, wherever they may serve.
fn pairs(offers: &[Offer], lines: &[Line]) -> u64 {
    let mut bringing: BTreeMap<&str, u64> = BTreeMap::new();
    for offer in offers {
        *bringing.entry(&offer.capability).or_default() += 1;
    }
    let by = |capability: &str| bringing.get(capability).copied().unwrap_or(0);
    let serving = |line: &Line| {
        let other = line.substitute.as_deref().filter(|substitute| *substitute != line.capability);
        by(&line.capability) + other.map_or(0, by)
    };
    lines.iter().map(serving).fold(0, u64::saturating_add)
}
