//! Turns a public table of contributions to United Nations operations (contributor × mission × month) into
//! a case: what nations had there become offers with the windows they really had, and what missions had in
//! all becomes what is required. Planning it must give back the totals.

use super::columns::plain;
use super::iso3;
use super::ledger::{Ledger, Outcome};
use super::skyline;
use crate::failure::Failure;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Most people of one kind that one row may state: more is a slip.
const MOST_PEOPLE: u32 = 200_000;

/// A kind of personnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Contingent troops.
    Troops,
    /// Formed police units.
    FormedPolice,
    /// Individual police.
    Police,
    /// Experts on mission: observers, staff officers.
    Experts,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Troops, Self::FormedPolice, Self::Police, Self::Experts];

    fn code(self) -> &'static str {
        match self {
            Self::Troops => "TROOPS",
            Self::FormedPolice => "FPU",
            Self::Police => "POLICE",
            Self::Experts => "EXPERTS",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Troops => "troops",
            Self::FormedPolice => "formed police",
            Self::Police => "individual police",
            Self::Experts => "experts on mission",
        }
    }

    /// Functional area of its capability.
    fn area(self) -> &'static str {
        match self {
            Self::Troops => "MAN",
            Self::FormedPolice | Self::Police => "FPU",
            Self::Experts => "MON",
        }
    }

    /// Names of its column, as [`plain`] makes them.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Troops => &["troopstotal", "troops"],
            Self::FormedPolice => &["formedpoliceunitstotal", "formedpoliceunits"],
            Self::Police => &["individualpolicetotal", "individualpolice", "inidividualpolice"],
            Self::Experts => &["expertsonmissiontotal", "expertsonmission"],
        }
    }
}

/// Which rows to take.
#[derive(Clone, Debug, Default)]
pub struct Select {
    /// First month, as its first day.
    pub from: Option<Date>,
    /// Last month, as its first day.
    pub to: Option<Date>,
    /// Missions; empty: all.
    pub missions: Vec<String>,
}

/// What the table came to.
#[derive(Debug)]
pub struct Imported {
    /// The files of the case.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What became of each row.
    pub ledger: Ledger,
    /// Rows read.
    pub rows: usize,
    /// People by mission, kind and month counted from the first: what planning must give back.
    pub totals: BTreeMap<(String, Kind), Vec<u32>>,
    /// Offers made.
    pub offers: usize,
}

/// People of a nation in a mission in a month, by kind, and the row they come from.
type Strengths = BTreeMap<(String, String, i64), ([u32; 4], u32)>;

/// Reads the table; `name` is its file name, which the case cites.
///
/// # Errors
/// The table cannot be read, lacks columns, or holds no row that can be used.
pub fn read(name: &str, bytes: &[u8], select: &Select) -> Result<Imported, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| Failure::input(format!("{name} is not UTF-8")))?;
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let bad = |e: csv::Error| Failure::input(format!("{name} cannot be read as CSV: {e}"));
    let header: Vec<String> = reader.headers().map_err(bad)?.iter().map(plain).collect();
    let columns = Columns::find(name, &header)?;
    let mut ledger = Ledger::default();
    let mut strengths = Strengths::new();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(bad)?;
        rows += 1;
        let line = record.position().and_then(|p| u32::try_from(p.line()).ok());
        match columns.row(&record, select) {
            Ok((key, people, remark)) => {
                let outcome = enter(&mut strengths, key, people, line.unwrap_or_default());
                let (outcome, reason) = outcome.unwrap_or((Outcome::Used, String::new()));
                match remark {
                    Some(remark) if outcome == Outcome::Used => {
                        ledger.enter(name, line, "", Outcome::Changed, remark);
                    }
                    _ => ledger.enter(name, line, "", outcome, reason),
                }
            }
            Err((outcome, column, reason)) => ledger.enter(name, line, column, outcome, reason),
        }
    }
    let months: BTreeSet<i64> = strengths.keys().map(|k| k.2).collect();
    let (Some(&first), Some(&last)) = (months.first(), months.last()) else {
        return Err(Failure::input(format!("{name} holds no row that can be used"))
            .hint(format!("of {rows} rows:\n{}", ledger.summary())));
    };
    let horizon = u32::try_from(last - first + 1).unwrap_or(u32::MAX);
    if horizon > 520 {
        return Err(Failure::input(format!("{name} spans {horizon} months, and a case at most 520"))
            .hint("choose some of them with --from and --to"));
    }
    for gap in (first..=last).filter(|m| !months.contains(m)) {
        let reason = "the table has no row for this month: nobody is taken to be there";
        ledger.enter(name, None, month_label(gap), Outcome::Changed, reason);
    }
    let mut made = Made::new(first, horizon);
    made.build(&strengths);
    let (files, totals, offers) = made.files(name, &ledger);
    Ok(Imported { files, ledger, rows, totals, offers })
}

/// Enters the people of a row; `None` if it is simply used.
fn enter(
    strengths: &mut Strengths,
    key: (String, String, i64),
    people: [u32; 4],
    line: u32,
) -> Option<(Outcome, String)> {
    match strengths.entry(key) {
        std::collections::btree_map::Entry::Vacant(slot) => {
            slot.insert((people, line));
            None
        }
        std::collections::btree_map::Entry::Occupied(mut slot) => {
            let (there, row) = slot.get_mut();
            if *there == people {
                return Some((Outcome::Merged, format!("it repeats row {row}")));
            }
            for (sum, more) in there.iter_mut().zip(people) {
                *sum = sum.saturating_add(more).min(MOST_PEOPLE);
            }
            Some((Outcome::Merged, format!("its people were added to those of row {row}, of the same nation")))
        }
    }
}

/// Where the columns are.
struct Columns {
    date: usize,
    contributor: Option<usize>,
    code: Option<usize>,
    mission: usize,
    kinds: [Option<usize>; 4],
    total: Option<usize>,
}

type Used = ((String, String, i64), [u32; 4], Option<String>);
type NotUsed = (Outcome, String, String);

impl Columns {
    fn find(name: &str, header: &[String]) -> Result<Self, Failure> {
        let any = |names: &[&str]| names.iter().find_map(|n| header.iter().position(|h| h == n));
        let need = |names: &[&str], what: &str| {
            any(names).ok_or_else(|| {
                Failure::input(format!("{name} has no column for {what}"))
                    .hint("expected: Date, Contributor, Contributor ISO-3, Mission, and columns of people by kind")
            })
        };
        let columns = Self {
            date: need(&["date", "month"], "the month (Date)")?,
            contributor: any(&["contributor", "country", "nation"]),
            code: any(&["contributoriso3", "iso3"]),
            mission: need(&["mission"], "the mission (Mission)")?,
            kinds: Kind::ALL.map(|k| any(k.columns())),
            total: any(&["totaltotal", "total"]),
        };
        if columns.contributor.is_none() && columns.code.is_none() {
            need(&["contributor"], "the nation (Contributor)")?;
        }
        if columns.kinds.iter().all(Option::is_none) {
            need(&["troopstotal"], "people (Troops Total)")?;
        }
        Ok(columns)
    }

    fn row(&self, record: &csv::StringRecord, select: &Select) -> Result<Used, NotUsed> {
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        let refused = |column: &str, reason: &str| (Outcome::Refused, column.to_owned(), reason.to_owned());
        let date = cell(self.date);
        let day: Date = date.parse().map_err(|_| refused("Date", "the date is no date such as 2012-01-31"))?;
        let month = day.first_of_month();
        if select.from.is_some_and(|from| month < from) || select.to.is_some_and(|to| month > to) {
            return Err((Outcome::LeftOut, String::new(), "outside the months asked for".to_owned()));
        }
        let mission = identifier(cell(self.mission));
        if mission.is_empty() {
            return Err(refused("Mission", "the row names no mission"));
        }
        if !select.missions.is_empty() && !select.missions.iter().any(|m| identifier(m) == mission) {
            return Err((Outcome::LeftOut, String::new(), "of another mission than those asked for".to_owned()));
        }
        let name = self.contributor.map_or("", cell);
        let nation = iso3::code(self.code.map_or("", cell), name)
            .ok_or_else(|| refused("Contributor", "the nation is none that has a code of ISO 3166-1"))?;
        let mut people = [0; 4];
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            let text = self.kinds[at].map_or("", cell);
            people[at] = count(text).ok_or_else(|| refused(kind.words(), "no whole number of people"))?;
        }
        let sum: u32 = people.iter().sum();
        let total = self.total.and_then(|at| count(cell(at)));
        if sum == 0 {
            return Err((Outcome::LeftOut, String::new(), "the row states no people".to_owned()));
        }
        let remark = total
            .filter(|&t| t != 0 && t != sum)
            .map(|_| "its total is not the sum of its kinds, which were taken".to_owned());
        let months = i64::from(month.year()) * 12 + i64::from(month.month()) - 1;
        Ok(((nation.to_owned(), mission, months), people, remark))
    }
}

/// A count of people; an empty cell and `NA` are none.
fn count(text: &str) -> Option<u32> {
    match text {
        "" | "NA" => Some(0),
        text => text.parse().ok().filter(|n| *n <= MOST_PEOPLE),
    }
}

/// Letters, digits and hyphens of a name, in capitals.
fn identifier(text: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() { c } else { '-' };
    text.trim().to_uppercase().chars().map(kept).take(40).collect::<String>().trim_matches('-').to_owned()
}

fn month_label(months: i64) -> String {
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// First and last day of a stay from month `from` up to, not including, `to`.
fn days(from: i64, to: i64) -> (String, String) {
    let last = Date::new(to_i16((to - 1).div_euclid(12)), to_i8((to - 1).rem_euclid(12) + 1), 1);
    let last = last.map_or_else(|_| String::new(), |d| d.last_of_month().to_string());
    (format!("{}-01", month_label(from)), last)
}

fn to_i16(n: i64) -> i16 {
    i16::try_from(n).unwrap_or(i16::MAX)
}

fn to_i8(n: i64) -> i8 {
    i8::try_from(n).unwrap_or(1)
}

/// The case as it grows.
struct Made {
    first: i64,
    horizon: u32,
    nations: BTreeSet<String>,
    /// Heights by mission, kind and nation.
    heights: BTreeMap<(String, Kind, String), Vec<u32>>,
}

impl Made {
    fn new(first: i64, horizon: u32) -> Self {
        Self { first, horizon, nations: BTreeSet::new(), heights: BTreeMap::new() }
    }

    fn build(&mut self, strengths: &Strengths) {
        for ((nation, mission, month), (people, _)) in strengths {
            let at = usize::try_from(month - self.first).unwrap_or(usize::MAX);
            self.nations.insert(nation.clone());
            for (kind, &n) in Kind::ALL.into_iter().zip(people).filter(|(_, n)| **n > 0) {
                let key = (mission.clone(), kind, nation.clone());
                let heights = self.heights.entry(key).or_insert_with(|| vec![0; self.horizon as usize]);
                if let Some(height) = heights.get_mut(at) {
                    *height = n;
                }
            }
        }
    }

    /// The files of the case, people by mission and kind, and the number of offers.
    #[allow(clippy::type_complexity)]
    fn files(
        &self,
        source: &str,
        ledger: &Ledger,
    ) -> (BTreeMap<String, Vec<u8>>, BTreeMap<(String, Kind), Vec<u32>>, usize) {
        let mut totals: BTreeMap<(String, Kind), Vec<u32>> = BTreeMap::new();
        let mut offers = Table::new(&[
            "id",
            "nation",
            "unit",
            "capability",
            "elements",
            "strength",
            "tour_months",
            "dwell_ratio",
            "from",
            "to",
            "most_tours",
            "status",
            "source",
            "basis",
            "why",
        ]);
        for ((mission, kind, nation), heights) in &self.heights {
            let total = totals.entry((mission.clone(), *kind)).or_insert_with(|| vec![0; self.horizon as usize]);
            for (sum, height) in total.iter_mut().zip(heights) {
                *sum += height;
            }
            for (n, layer) in skyline::layers(heights).into_iter().enumerate() {
                let (from, to) = days(self.first + i64::from(layer.from), self.first + i64::from(layer.to));
                let capability = format!("{mission}-{}", kind.code());
                offers.row(&[
                    &format!("{nation}-{capability}-{}", n + 1),
                    nation,
                    &format!("{} {} in {mission}", iso3::name(nation).unwrap_or(nation), kind.words()),
                    &capability,
                    &layer.height.to_string(),
                    "1",
                    &(layer.to - layer.from).to_string(),
                    // The least dwell there can be: one month, after the only tour.
                    "0.001",
                    &from,
                    &to,
                    "1",
                    "committed",
                    "un",
                    "derived",
                    "The part of the monthly strength that was there from the first of these months to the last.",
                ]);
            }
        }
        let mut capabilities = Table::new(&["id", "name", "area"]);
        let mut formations = Table::new(&["id", "name", "parent", "echelon", "lead"]);
        let mut lines =
            Table::new(&["id", "title", "formation", "capability", "quantity", "priority", "source", "basis", "why"]);
        let mut steps = Table::new(&["requirement", "from", "to", "quantity", "source", "basis", "why"]);
        formations.row(&["UN", "United Nations operations", "", "theatre", "none"]);
        let missions: BTreeSet<&String> = totals.keys().map(|(mission, _)| mission).collect();
        for mission in missions {
            formations.row(&[mission, mission, "UN", "mission", "none"]);
        }
        for ((mission, kind), heights) in &totals {
            let id = format!("{mission}-{}", kind.code());
            capabilities.row(&[&id, &format!("One of {} in {mission}", kind.words()), kind.area()]);
            let title = format!("{mission}, {}", kind.words());
            let why = "The sum over all rows of the table that could be used.";
            lines.row(&[&id, &title, mission, &id, "0", "must", "un", "derived", why]);
            for (from, to, quantity) in runs(heights) {
                let (from, to) = days(self.first + from, self.first + to);
                steps.row(&[&id, &from, &to, &quantity.to_string(), "un", "derived", why]);
            }
        }
        let mut nations = Table::new(&["id", "name"]);
        for nation in &self.nations {
            nations.row(&[nation, iso3::name(nation).unwrap_or(nation)]);
        }
        let mut sources = Table::new(&["id", "title", "publisher", "locator", "note"]);
        let refused = ledger.count(Outcome::Refused);
        sources.row(&[
            "un",
            "Contributions of uniformed personnel to United Nations operations, by contributor, mission and month",
            "United Nations figures",
            source,
            &format!("{} rows could not be used: see import-report.csv.", refused),
        ]);
        let count = offers.rows;
        let mut files: BTreeMap<String, Vec<u8>> = [
            ("capabilities.csv", capabilities),
            ("formations.csv", formations),
            ("nations.csv", nations),
            ("offers.csv", offers),
            ("requirement_quantities.csv", steps),
            ("requirements.csv", lines),
            ("sources.csv", sources),
        ]
        .into_iter()
        .map(|(name, table)| (name.to_owned(), table.bytes()))
        .collect();
        files.insert("case.toml".to_owned(), self.toml(source).into_bytes());
        (files, totals, count)
    }

    fn toml(&self, source: &str) -> String {
        let (from, to) = (month_label(self.first), month_label(self.first + i64::from(self.horizon) - 1));
        let source = toml::Value::String(source.to_owned());
        format!(
            "# Written by `entente import un-contributions` from {source}.
# Each offer is one layer of a nation's strength, with the window it really had; each line asks for what the
# mission had in all. The best plan gives back the strengths deployed.
[case]
name = \"United Nations operations, {from} to {to}\"
summary = \"What contributors had deployed, as offers, against what each mission had in all. Figures of people tied up count one month at home after each layer, the least that a plan can count; the table says nothing of it.\"
d_day = {from}-01
period = \"month\"
horizon = {}

# History is given back, not improved: how many nations serve, and how often they change, weighs nothing.
[weights]
nation = 0
handover = 0
cost = 0
",
            self.horizon
        )
    }
}

/// Stretches of equal height above 0: from, to (not included), height.
fn runs(heights: &[u32]) -> Vec<(i64, i64, u32)> {
    let mut out: Vec<(i64, i64, u32)> = Vec::new();
    for (at, &height) in (0i64..).zip(heights) {
        match out.last_mut() {
            Some(last) if last.1 == at && last.2 == height => last.1 = at + 1,
            _ => out.push((at, at + 1, height)),
        }
    }
    out.retain(|run| run.2 > 0);
    out
}

/// A CSV table in memory.
struct Table {
    writer: csv::Writer<Vec<u8>>,
    rows: usize,
}

impl Table {
    fn new(header: &[&str]) -> Self {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(header).expect("writing to memory");
        Self { writer, rows: 0 }
    }

    fn row(&mut self, cells: &[&str]) {
        self.writer.write_record(cells).expect("writing to memory, as many fields as columns");
        self.rows += 1;
    }

    fn bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("writing to memory")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "\
,Date,Contributor,Contributor ISO-3,Mission,Individual Police Total,Formed Police Units Total,Experts on Mission Total,Troops Total,Total Total
1,2012-01-31,Albania,ALB,UNONE,0,0,2,100,102
2,2012-02-29,Albania,ALB,UNONE,0,0,2,150,152
3,2012-03-31,Albania,ALB,UNONE,0,0,0,150,150
4,2012-01-31,\"Tanzania, United Republic of\",,UNONE,5,140,0,0,145
5,2012-01-31,\"Tanzania, United Republic of\",TZA,UNONE,5,140,0,0,145
6,2012-03-31,Ruritania,QQQ,UNONE,0,0,0,10,10
7,2012-02-30,Albania,ALB,UNONE,0,0,0,1,1
8,2012-03-31,Benin,BEN,UNTWO,0,0,0,0,0
9,2012-03-31,Benin,BEN,UNTWO,0,0,0,-5,-5
10,2012-03-31,Chad,TCD,UNTWO,0,0,0,7,9
11,2012-03-31,Chad,TCD,UNTWO,1,0,0,3,4
";

    #[test]
    fn every_row_ends_somewhere() {
        let read = read("small.csv", SMALL.as_bytes(), &Select::default()).unwrap();
        let outcomes: Vec<_> = read.ledger.entries.iter().map(|e| (e.row.unwrap(), e.outcome)).collect();
        use Outcome::{Changed, LeftOut, Merged, Refused, Used};
        let expected = [Used, Used, Used, Used, Merged, Refused, Refused, LeftOut, Refused, Changed, Merged];
        assert_eq!(outcomes, (2u32..).zip(expected).collect::<Vec<_>>());
        assert_eq!(read.rows, 11);
        assert_eq!(read.totals[&("UNONE".to_owned(), Kind::Troops)], [100, 150, 150]);
        assert_eq!(read.totals[&("UNONE".to_owned(), Kind::FormedPolice)], [140, 0, 0]);
        assert_eq!(read.totals[&("UNTWO".to_owned(), Kind::Troops)], [0, 0, 10]);
        let offers = String::from_utf8(read.files["offers.csv"].clone()).unwrap();
        assert!(offers.contains(
            "ALB-UNONE-TROOPS-1,ALB,Albania troops in UNONE,UNONE-TROOPS,100,1,3,0.001,2012-01-01,2012-03-31,1"
        ));
        assert!(offers.contains(
            "ALB-UNONE-TROOPS-2,ALB,Albania troops in UNONE,UNONE-TROOPS,50,1,2,0.001,2012-02-01,2012-03-31,1"
        ));
        assert_eq!(read.offers, offers.lines().count() - 1);
    }

    #[test]
    fn months_and_missions_can_be_chosen() {
        let select =
            Select { from: Some(Date::constant(2012, 2, 1)), missions: vec!["unone".into()], ..Select::default() };
        let read = read("small.csv", SMALL.as_bytes(), &select).unwrap();
        assert_eq!(read.totals.len(), 2);
        assert_eq!(read.totals[&("UNONE".to_owned(), Kind::Experts)], [2, 0]);
        assert!(read.ledger.count(Outcome::LeftOut) > 3);
    }

    #[test]
    fn what_is_no_such_table_is_refused() {
        for text in ["", "a,b\n1,2\n", "Date,Mission,Troops\n", "Date,Contributor,Mission,Troops\nx,y,z,1\n"] {
            assert_eq!(read("x.csv", text.as_bytes(), &Select::default()).unwrap_err().exit_code(), 1, "{text}");
        }
        assert!(read("x.csv", &[0xFF, b'a'], &Select::default()).unwrap_err().message.contains("UTF-8"));
    }

    #[test]
    fn equal_months_join() {
        assert_eq!(runs(&[3, 3, 0, 0, 3, 4]), [(0, 2, 3), (4, 5, 3), (5, 6, 4)]);
        assert_eq!(days(2012 * 12, 2012 * 12 + 2), ("2012-01-01".to_owned(), "2012-02-29".to_owned()));
    }
}
