//! Small random cases with every feature switched on, as case files: what the exact model is compared
//! with brute force on. The same seed is the same case.
#![allow(dead_code, reason = "each test file uses its own part")]

use entente_model::{Case, Ix, Severity, load};
use entente_plan::{Lead, Plan, Tour};
use std::collections::BTreeMap;
use std::fmt::Write;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 .. n.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// The files of a small random case.
pub fn files(seed: u64) -> BTreeMap<String, Vec<u8>> {
    let text = texts(seed);
    text.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect()
}

/// The loaded case; a sample that does not load is a fault of the sample.
pub fn case(seed: u64) -> Case {
    loaded(&files(seed))
}

pub fn loaded(files: &BTreeMap<String, Vec<u8>>) -> Case {
    let loaded = load(files);
    let errors: Vec<_> = loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    loaded.case.unwrap_or_else(|| panic!("a sample case loads: {errors:#?}"))
}

fn texts(seed: u64) -> BTreeMap<&'static str, String> {
    let dice = &mut Dice::new(seed);
    let horizon = 2 + dice.below(3);
    let mut files = BTreeMap::new();
    files.insert("case.toml", settings(dice, horizon));
    let nations = 2 + dice.below(2);
    let mut text = "id,ceiling,may_lead,gdp\n".to_owned();
    for n in 0..nations {
        let ceiling = if dice.chance(40) { (10 * (1 + dice.below(4))).to_string() } else { String::new() };
        // Formations may name the first two as leads.
        let may = if n < 2 { "*" } else { dice.pick(&["*", "F1", "F2", ""]) };
        let _ = writeln!(text, "{},{ceiling},{may},{}", nation(n), 1 + dice.below(5));
    }
    files.insert("nations.csv", text);
    files.insert(
        "capabilities.csv",
        "id,area,substitutes\nINF,MAN,MIX:0.75\nMIX,MAN,\nSTAFF,C2,\nMED,MED,MIX:0.25\n".to_owned(),
    );
    files.insert("formations.csv", formations(dice));
    files.insert("requirements.csv", requirements(dice, horizon));
    files.insert("enabling.csv", enabling(dice));
    files.insert("entry_points.csv", entry_points(dice));
    let offers = 2 + dice.below(3);
    files.insert("offers.csv", self::offers(dice, offers, nations, horizon));
    files.insert("caveats.csv", caveats(dice, offers, nations));
    // Thrown apart, so that the rest of a sample is the same with and without.
    let dice = &mut Dice::new(seed ^ 0x57e9);
    let lines = files["requirements.csv"].lines().skip(1).filter_map(|row| row.split(',').next());
    let quantities = quantities(dice, lines, horizon);
    files.insert("requirement_quantities.csv", quantities);
    files.insert("ceilings.csv", ceilings(dice, nations, horizon));
    files
}

/// Some periods of the horizon, in whole or in part, as columns from and to.
fn window(dice: &mut Dice, horizon: u64) -> String {
    let first = dice.below(horizon);
    let from = if first == 0 { String::new() } else { format!("P{first}") };
    let last = first + dice.below(horizon - first);
    let to = if last + 1 == horizon { String::new() } else { format!("P{last}") };
    format!("{from},{to}")
}

/// Steps of what lines ask for, up and down, in two samples of five.
fn quantities<'a>(dice: &mut Dice, lines: impl Iterator<Item = &'a str>, horizon: u64) -> String {
    let mut text = "requirement,from,to,quantity\n".to_owned();
    let steps = if dice.chance(40) { 70 } else { 0 };
    for line in lines {
        for _ in 0..2 {
            let (window, quantity) = (window(dice, horizon), dice.below(3));
            if dice.chance(steps) {
                let _ = writeln!(text, "{line},{window},{quantity}");
            }
        }
    }
    text
}

/// Steps of ceilings, also of nations that have none else, and of the authorised strength, in two samples of five.
fn ceilings(dice: &mut Dice, nations: u64, horizon: u64) -> String {
    let mut text = "nation,from,to,people\n".to_owned();
    let steps = if dice.chance(40) { 50 } else { 0 };
    for n in (0..nations).map(nation).chain([""]) {
        for _ in 0..2 {
            let (window, people) = (window(dice, horizon), 10 * dice.below(5));
            if dice.chance(steps) {
                // All nations together are some more people.
                let people = if n.is_empty() { people + 20 } else { people };
                let _ = writeln!(text, "{n},{window},{people}");
            }
        }
    }
    text
}

fn nation(n: u64) -> &'static str {
    ["XAA", "XBB", "XCC"][n as usize]
}

/// Weights near one another, so that every term decides something.
fn settings(dice: &mut Dice, horizon: u64) -> String {
    let key = dice.pick(&["none", "gdp", "gdp"]);
    let authorised = if dice.chance(25) { "authorised = 50\n" } else { "" };
    let (yes, least) = (dice.chance(60), dice.pick(&["mooted", "mooted", "conditional"]));
    format!(
        "[case]\nname = \"sample\"\nd_day = 2026-01-01\nhorizon = {horizon}\nhost = \"XQL\"\nburden_key = \"{key}\"\n\
         least_status = \"{least}\"\n{authorised}\n[weights]\nmust = 1000\nshould = 100\ncould = 10\nnondelivery = 0.05\n\
         nation = 3\nhandover = 2\nchange = 1\nburden = 0.02\ncost = 0.001\n\n[facts.peace]\nholds = {yes}\nprobability = 0.7\n\
         [facts.\"vote.XBB\"]\nholds = true\nprobability = 0.5\n"
    )
}

fn formations(dice: &mut Dice) -> String {
    let lead = |dice: &mut Dice| dice.pick(&["none", "none", "any", "XAA; XBB"]).to_owned();
    let most = |dice: &mut Dice| dice.pick(&["", "1", "2"]).to_owned();
    let mut text = "id,parent,max_nations,lead,hq_line\n".to_owned();
    let top = lead(dice);
    let hq = if top != "none" && dice.chance(50) { "R-HQ" } else { "" };
    let _ = writeln!(text, "F1,,{},{top},{hq}", most(dice));
    let _ = writeln!(text, "F2,F1,{},{},", most(dice), lead(dice));
    text
}

fn requirements(dice: &mut Dice, horizon: u64) -> String {
    let mut text =
        "id,formation,capability,quantity,from,to,ntm_max,priority,weight,max_nations,refuses,tasks\n".to_owned();
    let _ = writeln!(text, "R-HQ,F1,STAFF,1,,,,{},,,,", dice.pick(&["must", "should"]));
    for r in 0..1 + dice.below(2) {
        let formation = dice.pick(&["F1", "F2", "F2"]);
        let capability = dice.pick(&["INF", "INF", "MED"]);
        let quantity = dice.below(3);
        let from = if dice.chance(30) { "P1" } else { "" };
        let to = if dice.chance(20) { format!("P{}", horizon - 1) } else { String::new() };
        let notice = if dice.chance(20) { "20" } else { "" };
        let priority = dice.pick(&["must", "should", "could"]);
        let most = if dice.chance(30) { "1" } else { "" };
        let refuses = if dice.chance(15) { "R" } else { "" };
        let tasks = dice.pick(&["patrol", "guard"]);
        let weight = 1 + dice.below(3);
        let _ = writeln!(
            text,
            "R{r},{formation},{capability},{quantity},{from},{to},{notice},{priority},{weight},{most},{refuses},{tasks}"
        );
    }
    text
}

fn enabling(dice: &mut Dice) -> String {
    let mut text = "id,capability,provide,per,of,formation,priority\n".to_owned();
    if dice.chance(40) {
        let (of, per) = if dice.chance(50) { ("troops", 15) } else { ("INF", 2) };
        let formation = dice.pick(&["", "F2"]);
        let _ = writeln!(text, "G,MED,1,{per},{of},{formation},{}", dice.pick(&["should", "could"]));
    }
    text
}

fn entry_points(dice: &mut Dice) -> String {
    let mut text = "id,kind,people_per_month,formations\n".to_owned();
    for h in 0..dice.below(3) {
        let _ = writeln!(text, "H{h},sea,{},{}", 10 + 10 * dice.below(3), dice.pick(&["", "F2"]));
    }
    text
}

fn offers(dice: &mut Dice, offers: u64, nations: u64, horizon: u64) -> String {
    let mut text =
        "id,nation,capability,elements,strength,tour_months,dwell_ratio,from,to,ntm,most_tours,status,condition,p_deliver,p_basis,cost_month\n"
            .to_owned();
    for u in 0..offers {
        let capability = dice.pick(&["INF", "INF", "MIX", "STAFF", "MED"]);
        let tour = 1 + dice.below(3);
        let from = if dice.chance(25) { "P1" } else { "" };
        let to = if dice.chance(30) { format!("P{}", horizon - 1) } else { String::new() };
        let condition = if dice.chance(45) { condition(dice, nations) } else { String::new() };
        let status = dice.pick(&["firm", "firm", "conditional", "mooted", "withdrawn"]);
        let _ = writeln!(
            text,
            "U{u},{},{capability},{},{},{tour},{},{from},{to},{},{},{status},{condition},{},made up,{}",
            nation(dice.below(nations)),
            1 + dice.below(2),
            10 + 10 * dice.below(2),
            dice.pick(&["0.5", "1", "0.4"]),
            dice.pick(&["", "10", "40"]),
            dice.pick(&["", "", "1"]),
            dice.pick(&["1", "0.8"]),
            100 * dice.below(20),
        );
    }
    text
}

fn condition(dice: &mut Dice, nations: u64) -> String {
    let one = |dice: &mut Dice| {
        let n = nation(dice.below(nations));
        match dice.below(7) {
            0 => "peace".to_owned(),
            1 => "vote.XBB".to_owned(),
            2 => format!("serves({n})"),
            3 => format!("serves({n}; F2)").replace("; ", ", "),
            4 => format!("leads({n})"),
            5 => format!("troops({n}) >= 20"),
            _ => format!("troops({n}, F2) >= 10"),
        }
    };
    let part = |dice: &mut Dice| {
        let term = one(dice);
        if dice.chance(25) { format!("not {term}") } else { term }
    };
    let text = match dice.below(4) {
        0 => format!("{} and {}", part(dice), part(dice)),
        1 => format!("{} or {}", part(dice), part(dice)),
        _ => part(dice),
    };
    format!("\"{text}\"")
}

fn caveats(dice: &mut Dice, offers: u64, nations: u64) -> String {
    let mut text = "id,nation,offer,axis,excludes\n".to_owned();
    for c in 0..dice.below(3) {
        let (n, u) = (nation(dice.below(nations)), dice.below(offers));
        let who = if dice.chance(50) { format!("{n},") } else { format!(",U{u}") };
        let other = nation(dice.below(nations));
        let (axis, excludes) = match dice.below(8) {
            0 => ("T", "task in (guard)".to_owned()),
            1 => ("A", format!("partner({other})")),
            2 => ("C", format!("not commander({other})")),
            3 => ("S", format!("troops({other}) >= 20")),
            4 => ("B", "not peace".to_owned()),
            5 => ("R", "task in (detention)".to_owned()),
            6 => ("G", "formation in (F2)".to_owned()),
            _ => ("P", "month in (2)".to_owned()),
        };
        let _ = writeln!(text, "C{c},{who},{axis},\"{excludes}\"");
    }
    text
}

/// A plan to count changes against: some tours that the case may or may not allow.
pub fn previous(case: &Case, seed: u64) -> Plan {
    let dice = &mut Dice::new(seed ^ 0xfeed);
    let mut tours = Vec::new();
    for _ in 0..dice.below(3) {
        tours.push(Tour {
            offer: Ix::new(dice.below(case.offers.len() as u64) as usize),
            line: Ix::new(dice.below(case.lines.len() as u64) as usize),
            start: entente_model::Period(dice.below(u64::from(case.calendar.horizon)) as u32),
            entry: None,
            elements: 1,
        });
    }
    Plan::new(tours, Vec::<Lead>::new())
}
