//! The attribute tables: what the tables of a case hold. Read once from `attributes/*.csv`, they are the
//! schema at run time, the reference page and the data package.

use crate::read::records::Records;
use std::fmt;
use std::sync::LazyLock;

/// What a reference points at: the table whose identifiers are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// `[estimates]` of `case.toml`.
    Estimate,
    /// `sources.csv`.
    Source,
    /// `capabilities.csv`.
    Capability,
    /// `nations.csv`.
    Nation,
    /// `formations.csv`.
    Formation,
    /// `requirements.csv`.
    Requirement,
    /// `offers.csv`.
    Offer,
    /// `entry_points.csv`.
    EntryPoint,
    /// `area.geojson`.
    Place,
}

impl Target {
    const NAMES: [(&'static str, Self, &'static str); 9] = [
        ("estimate", Self::Estimate, "[estimates] in case.toml"),
        ("source", Self::Source, "sources.csv"),
        ("capability", Self::Capability, "capabilities.csv"),
        ("nation", Self::Nation, "nations.csv"),
        ("formation", Self::Formation, "formations.csv"),
        ("requirement", Self::Requirement, "requirements.csv"),
        ("offer", Self::Offer, "offers.csv"),
        ("entry point", Self::EntryPoint, "entry_points.csv"),
        ("place", Self::Place, "area.geojson"),
    ];

    /// What one of them is called: `entry point`.
    pub fn name(self) -> &'static str {
        self.entry().0
    }

    /// Where they stand: a file, or a section of `case.toml`.
    pub fn home(self) -> &'static str {
        self.entry().2
    }

    fn entry(self) -> (&'static str, Self, &'static str) {
        Self::NAMES.into_iter().find(|n| n.1 == self).expect("every target has a name")
    }

    fn parse(text: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|n| n.0 == text || text.strip_suffix('s') == Some(n.0)).map(|n| n.1)
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The identifier of the row.
    Id,
    /// Any text.
    Text,
    /// An ISO 3166-1 alpha-3 code.
    Iso3,
    /// An APP-6 symbol identification code.
    Sidc,
    /// An axis of caveats.
    Axis,
    /// A whole number, 0 or more.
    Count,
    /// A number.
    Decimal,
    /// A date.
    Date,
    /// A date, or days from D-day.
    DateOrOffset,
    /// The same, as the first day of something.
    DateFrom,
    /// The same, as the last day of something.
    DateTo,
    /// `yes` or `no`.
    YesNo,
    /// One of these words.
    Choice(Vec<String>),
    /// The identifier of a row of another table.
    Reference(Target),
    /// Who may lead.
    LeadRule,
    /// `troops`, or a capability.
    TroopsOrCapability,
    /// A condition.
    Condition,
    /// A predicate of a caveat.
    Predicate,
    /// Words between `;`.
    Texts,
    /// Capabilities between `;`, each with its effect.
    Effects,
    /// Identifiers of rows of another table, between `;`.
    References(Target),
}

impl Kind {
    fn parse(text: &str) -> Self {
        match text {
            "id" => Self::Id,
            "text" => Self::Text,
            "iso3" => Self::Iso3,
            "sidc" => Self::Sidc,
            "axis" => Self::Axis,
            "count" => Self::Count,
            "decimal" => Self::Decimal,
            "date" => Self::Date,
            "date or offset" => Self::DateOrOffset,
            "date from" => Self::DateFrom,
            "date to" => Self::DateTo,
            "yes|no" => Self::YesNo,
            "lead rule" => Self::LeadRule,
            "troops or capability" => Self::TroopsOrCapability,
            "condition" => Self::Condition,
            "predicate" => Self::Predicate,
            "list of text" => Self::Texts,
            "list of effects" => Self::Effects,
            _ if text.contains('|') => Self::Choice(text.split('|').map(str::to_owned).collect()),
            _ => match text.strip_prefix("list of ") {
                Some(rest) => Target::parse(rest).map_or(Self::Texts, Self::References),
                None => Target::parse(text).map_or(Self::Text, Self::Reference),
            },
        }
    }
}

/// The least and the most that a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The least.
    pub least: f64,
    /// Whether the least itself is refused.
    pub above_least: bool,
    /// The most.
    pub most: f64,
}

impl Limits {
    /// Whether `value` lies within them.
    pub fn hold(self, value: f64) -> bool {
        (if self.above_least { value > self.least } else { value >= self.least }) && value <= self.most
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = if self.above_least { "more than" } else { "from" };
        let to = if self.above_least { "and at most" } else { "to" };
        write!(f, "{from} {} {to} {}", grouped(self.least), grouped(self.most))
    }
}

/// A number with its thousands parted by commas, as in running text.
pub(crate) fn grouped(value: f64) -> String {
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && digit.is_ascii_digit() && (whole.len() - at).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    rest.map_or(out.clone(), |r| format!("{out}.{r}"))
}

/// One column of a table, or one key of `case.toml`.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name: a column, or a dotted key in which `*` stands for any name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The kind in the words of the attribute table: `list of formations`.
    pub kind_text: String,
    /// Unit of its numbers; may be empty.
    pub unit: String,
    /// Whether it must be given.
    pub required: bool,
    /// What holds where it is empty; may be empty.
    pub default: String,
    /// Limits of its numbers.
    pub limits: Option<Limits>,
    /// What it means.
    pub description: String,
}

impl Field {
    /// What is expected of a value, in words.
    pub fn expected(&self) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" ({})", self.unit) };
        let range = self.limits.map(|l| format!(" {l}")).unwrap_or_default();
        match &self.kind {
            Kind::Id => "an identifier without ; or \" or line breaks, at most 100 characters".to_owned(),
            Kind::Text => "text".to_owned(),
            Kind::Iso3 => "a country code of ISO 3166-1 alpha-3, or XAA to XZZ for a made-up nation".to_owned(),
            Kind::Sidc => "20 or 30 digits (APP-6D), or 15 characters (APP-6B)".to_owned(),
            Kind::Axis => format!("an axis of caveats: {}", crate::caveat::Axis::listed()),
            Kind::Count => format!("a whole number{range}{unit}"),
            Kind::Decimal => format!("a number{range}{unit}"),
            Kind::Date => "a date such as 2026-06-01".to_owned(),
            Kind::DateOrOffset | Kind::DateFrom | Kind::DateTo => {
                "a date such as 2026-06-01, days from D-day such as D+45, or a period such as 2026-06 or P3".to_owned()
            }
            Kind::YesNo => "yes or no".to_owned(),
            Kind::Choice(words) => one_of(words.iter().map(String::as_str)),
            Kind::Reference(target) => format!("an identifier of {}", target.home()),
            Kind::LeadRule => "none, any, or codes of nations between ;".to_owned(),
            Kind::TroopsOrCapability => "troops, or an identifier of capabilities.csv".to_owned(),
            Kind::Condition => "a condition such as ceasefire and serves(FRA)".to_owned(),
            Kind::Predicate => "a predicate such as country = UKR and not place in (WEST)".to_owned(),
            Kind::Texts => "words between ;".to_owned(),
            Kind::Effects => "capabilities between ;, each with its effect, such as INF-LIGHT:0.75".to_owned(),
            Kind::References(target) => format!("identifiers of {} between ;", target.home()),
        }
    }
}

/// `a, b or c`.
pub(crate) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// One table of a case: a CSV file, or `case.toml`.
#[derive(Clone, Debug)]
pub struct TableSchema {
    /// File name in the case folder.
    pub file: &'static str,
    /// What it holds, for headings.
    pub title: &'static str,
    /// Whether a case must have the file.
    pub required: bool,
    /// Its columns or keys, in the order in which they are best written.
    pub fields: Vec<Field>,
}

impl TableSchema {
    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Whether rows of the table have identifiers.
    pub fn has_ids(&self) -> bool {
        self.fields.first().is_some_and(|f| f.name == "id")
    }
}

const PROVENANCE: &str = include_str!("attributes/provenance.csv");

/// File, title, required, with provenance columns, text; in the order of reading.
const TABLES: [(&str, &str, bool, bool, &str); 12] = [
    ("case.toml", "The case", true, false, include_str!("attributes/case.csv")),
    ("sources.csv", "Sources", false, false, include_str!("attributes/sources.csv")),
    ("capabilities.csv", "Capabilities", true, false, include_str!("attributes/capabilities.csv")),
    ("nations.csv", "Nations", true, true, include_str!("attributes/nations.csv")),
    ("formations.csv", "Formations", true, false, include_str!("attributes/formations.csv")),
    ("requirements.csv", "Requirement lines", true, true, include_str!("attributes/requirements.csv")),
    (
        "requirement_quantities.csv",
        "Quantities over time",
        false,
        true,
        include_str!("attributes/requirement_quantities.csv"),
    ),
    ("enabling.csv", "Enabling rules", false, true, include_str!("attributes/enabling.csv")),
    ("offers.csv", "Offers", true, true, include_str!("attributes/offers.csv")),
    ("caveats.csv", "Caveats", false, true, include_str!("attributes/caveats.csv")),
    ("entry_points.csv", "Entry points", false, true, include_str!("attributes/entry_points.csv")),
    ("ceilings.csv", "Ceilings over time", false, true, include_str!("attributes/ceilings.csv")),
];

fn fields(text: &'static str) -> Vec<Field> {
    Records::new(text, 0, 1, b',')
        .skip(1)
        .map(|r| field(&r.cells.iter().map(|c| &*c.text).collect::<Vec<_>>()))
        .collect()
}

fn field(cells: &[&str]) -> Field {
    let at = |index: usize| cells.get(index).copied().unwrap_or_default();
    let limits = (!at(6).is_empty()).then(|| Limits {
        least: at(5).trim_start_matches('>').parse().unwrap_or(0.0),
        above_least: at(5).starts_with('>'),
        most: at(6).parse().unwrap_or(f64::MAX),
    });
    Field {
        name: at(0).to_owned(),
        kind: Kind::parse(at(1)),
        kind_text: at(1).to_owned(),
        unit: at(2).to_owned(),
        required: at(3) == "yes",
        default: at(4).to_owned(),
        limits,
        description: at(7).to_owned(),
    }
}

/// The tables of a case in the order of reading: `case.toml` first.
pub fn tables() -> &'static [TableSchema] {
    static PARSED: LazyLock<Vec<TableSchema>> = LazyLock::new(|| {
        let table = |(file, title, required, provenance, text)| {
            let mut fields = fields(text);
            if provenance {
                fields.extend(self::fields(PROVENANCE));
            }
            TableSchema { file, title, required, fields }
        };
        TABLES.into_iter().map(table).collect()
    });
    &PARSED
}

/// The table that `file` holds.
pub fn table(file: &str) -> Option<&'static TableSchema> {
    tables().iter().find(|t| t.file == file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_attribute_tables_is_understood() {
        for (file, _, _, _, text) in TABLES.into_iter().chain([("provenance", "", false, false, PROVENANCE)]) {
            let mut rows = Records::new(text, 0, 1, b',');
            let header: Vec<String> = rows.next().unwrap().cells.iter().map(|c| c.text.to_string()).collect();
            assert_eq!(header.join(","), "name,type,unit,required,default,least,most,description", "{file}");
            for row in rows {
                assert_eq!(row.cells.len(), 8, "{file}: {row:?}");
                let field = field(&row.cells.iter().map(|c| &*c.text).collect::<Vec<_>>());
                assert!(!field.name.is_empty() && !field.description.is_empty(), "{file}: {field:?}");
                assert!(field.kind != Kind::Text || field.kind_text == "text", "{file}: {field:?}");
                assert!(field.kind != Kind::Texts || field.kind_text == "list of text", "{file}: {field:?}");
                let number = matches!(field.kind, Kind::Count | Kind::Decimal);
                assert_eq!(number, field.limits.is_some(), "{file}: {field:?}");
            }
        }
    }

    #[test]
    fn thousands() {
        assert_eq!(grouped(1_000_000.0), "1,000,000");
        assert_eq!(grouped(0.5), "0.5");
        assert_eq!(grouped(520.0), "520");
    }
}
