//! The checker refuses each kind of broken plan: the plan of the quiet line holds, and one change to it, or
//! to the case under it, breaks the row that is named and says so with figures.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use entente_model::{Case, Ix, LeadRule, Line, Nation, Offer, Period, Status, load};
use entente_plan::verify::{Over, Rule, infer_entries, infer_leads, verify, without_offenders};
use entente_plan::{Change, Go, Lead, Method, Plan, Request, Tour, force};
use std::collections::BTreeMap;

fn quiet_line() -> (Case, Plan) {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/quiet-line");
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        files.insert(entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap());
    }
    let case = load(&files).case.expect("the quiet line loads");
    let plan = force::plan(&case, &Request::default(), &mut |_| Go::On).expect("the quiet line plans").plan;
    (case, plan)
}

fn offer(case: &Case, id: &str) -> Ix<Offer> {
    case.offers.find(id).unwrap()
}

fn line(case: &Case, id: &str) -> Ix<Line> {
    case.lines.find(id).unwrap()
}

fn nation(case: &Case, id: &str) -> Ix<Nation> {
    case.nations.find(id).unwrap()
}

/// The plan after `edit` breaks `row` of `rule`, and its message holds `says`.
fn check(rule: Rule, row: &str, says: &str, edit: impl Fn(&mut Case, &mut Plan)) {
    let (mut case, mut plan) = quiet_line();
    assert_eq!(verify(&case, &plan), [], "the plan holds before the change");
    edit(&mut case, &mut plan);
    let broken = verify(&case, &Plan::new(plan.tours, plan.leads));
    let found = broken.iter().find(|b| b.row == row).unwrap_or_else(|| panic!("{row} is broken: {broken:#?}"));
    assert_eq!(found.rule, rule);
    assert!(found.message.contains(says), "“{}” says “{says}”", found.message);
}

#[test]
fn pledges() {
    check(Rule::Pledge, "offer[A-STAFF]", "the status of A-STAFF is withdrawn", |case, _| {
        let u = offer(case, "A-STAFF");
        case.offers.row_mut(u).status = Status::Withdrawn;
    });
    check(Rule::Pledge, "offer[A-STAFF]", "nobody has said how many", |case, _| {
        let u = offer(case, "A-STAFF");
        case.offers.row_mut(u).strength = None;
    });
}

#[test]
fn capabilities() {
    check(Rule::Capability, "capability[A-MED,AID]", "brings MED, which does not count on AID", |case, _| {
        let r = line(case, "AID");
        case.lines.row_mut(r).accepts.clear();
    });
}

#[test]
fn windows() {
    check(Rule::Window, "window[B-ENG,ENGINEERS,2026-07]", "ENGINEERS can be served from 2026-08", |case, _| {
        let r = line(case, "ENGINEERS");
        case.lines.row_mut(r).window.from = Period(2);
    });
    check(Rule::Window, "window[B-ENG,ENGINEERS,2026-07]", "offered from 2026-08", |case, _| {
        let u = offer(case, "B-ENG");
        case.offers.row_mut(u).window.from = Period(2);
    });
    check(Rule::Window, "window[B-ENG,ENGINEERS,2026-07]", "lasts to 2026-10", |case, _| {
        let u = offer(case, "B-ENG");
        case.offers.row_mut(u).window.to = Some(Period(3));
    });
    check(Rule::Window, "window[A-MED,AID,2030-01]", "after the horizon of 6", |case, plan| {
        let u = offer(case, "A-MED");
        plan.tours.iter_mut().filter(|t| t.offer == u).for_each(|t| t.start = Period(43));
    });
}

#[test]
fn notice() {
    check(Rule::Notice, "notice[B-ENG,ENGINEERS,2026-07]", "at 90 days' notice", |case, _| {
        let u = offer(case, "B-ENG");
        case.offers.row_mut(u).ntm = Some(90);
    });
    check(Rule::Notice, "notice[A-STAFF,HQ]", "but A-STAFF needs 45", |case, _| {
        let r = line(case, "HQ");
        case.lines.row_mut(r).ntm_max = Some(10);
    });
    check(Rule::Notice, "notice[A-MED,AID]", "states none", |case, _| {
        let r = line(case, "AID");
        case.lines.row_mut(r).ntm_max = Some(10);
    });
}

#[test]
fn caveats() {
    check(Rule::Refusal, "refuses[B-WEST,B-COY,PATROL]", "cannot accept the caveat B-WEST (axis G)", |case, _| {
        let r = line(case, "PATROL");
        case.lines.row_mut(r).refuses = vec!["G".to_owned()];
    });
    check(Rule::Caveat, "caveat[B-WEST,B-COY,PATROL]", "excludes “place in (EAST)”", |case, _| {
        let r = line(case, "PATROL");
        case.lines.row_mut(r).place = case.area.find("EAST");
    });
}

#[test]
fn conditions() {
    check(Rule::Condition, "condition[B-COY]", "its condition “ceasefire” does not hold", |case, _| {
        let fact = case.facts.find("ceasefire").unwrap();
        case.facts.row_mut(fact).holds = false;
    });
    check(Rule::Condition, "condition[B-ENG]", "on tour in 2026-07", |case, plan| {
        let u = offer(case, "A-COY");
        plan.tours.retain(|t| t.offer != u);
    });
}

#[test]
fn elements_in_two_places() {
    check(
        Rule::Busy,
        "busy[A-COY,2026-08]",
        "has 2 elements, but in 2026-08 3 are on tour and 0 in dwell",
        |case, plan| {
            let u = offer(case, "A-COY");
            let mut extra = *plan.tours.iter().find(|t| t.offer == u && t.start == Period(1)).unwrap();
            extra.elements = 2;
            plan.tours.push(extra);
        },
    );
    check(Rule::Tours, "tours[A-COY]", "makes 2 tours, but its 2 elements make 0 each", |case, _| {
        let u = offer(case, "A-COY");
        case.offers.row_mut(u).most_tours = Some(0);
    });
}

#[test]
fn nations() {
    check(Rule::Nations, "nations[WATCH]", "2 nations serve in WATCH (XAA, XBB), but 1 may at most", |case, _| {
        let f = case.formations.find("WATCH").unwrap();
        case.formations.row_mut(f).max_nations = Some(1);
    });
    check(Rule::Nations, "nations[PATROL]", "2 nations serve in PATROL", |case, _| {
        let r = line(case, "PATROL");
        case.lines.row_mut(r).max_nations = Some(1);
    });
}

#[test]
fn leads() {
    let row = "lead[MISSION]";
    check(Rule::Lead, row, "but none leads it: XAA, XBB may", |_, plan| plan.leads.clear());
    check(Rule::Lead, row, "MISSION has 2 leads: XAA, XBB", |case, plan| {
        plan.leads.push(Lead { nation: nation(case, "XBB"), ..plan.leads[0] });
    });
    check(Rule::Lead, row, "XCC leads MISSION, but may not", |case, plan| plan.leads[0].nation = nation(case, "XCC"));
    check(Rule::Lead, row, "XCC leads MISSION, but does not serve in it", |case, plan| {
        let (f, n) = (plan.leads[0].formation, nation(case, "XCC"));
        case.formations.row_mut(f).lead = LeadRule::OneOf(vec![n]);
        plan.leads[0].nation = n;
    });
    check(Rule::Lead, "lead[WATCH]", "WATCH has no lead, but the plan names one", |case, plan| {
        plan.leads.push(Lead { formation: case.formations.find("WATCH").unwrap(), nation: nation(case, "XAA") });
    });
    check(Rule::Lead, "hq[HQ,XAA]", "serves on the HQ line HQ, but does not lead MISSION", |case, plan| {
        plan.leads[0].nation = nation(case, "XBB");
    });
}

/// What only the lead fills stays empty where nobody leads, for checker and optimiser alike.
#[test]
fn without_a_lead_nobody_fills_the_headquarters() {
    let row = "hq[HQ,XAA]";
    check(Rule::Lead, row, "XAA serves on the HQ line HQ, but nobody leads MISSION", |case, plan| {
        let f = case.formations.find("MISSION").unwrap();
        case.formations.row_mut(f).lead = LeadRule::None;
        plan.leads.clear();
    });
    let (mut case, _) = quiet_line();
    let f = case.formations.find("MISSION").unwrap();
    case.formations.row_mut(f).lead = LeadRule::None;
    let hq = line(&case, "HQ");
    assert!(!force::eligible::pairs(&case).iter().any(|pair| pair.line == hq));
    for method in [Method::Exact, Method::Fast] {
        let request = Request { method, ..Request::default() };
        let plan = force::plan(&case, &request, &mut |_| Go::On).expect("the quiet line plans").plan;
        assert!(!plan.tours.is_empty() && plan.tours.iter().all(|t| t.line != hq), "{method:?}: {plan:?}");
    }
}

#[test]
fn ceilings() {
    check(
        Rule::Ceiling,
        "ceiling[XAA,2026-09]",
        "350 people on tour in 2026-09, over its ceiling of 349",
        |case, _| {
            let n = nation(case, "XAA");
            case.nations.row_mut(n).ceiling.fill(Some(349));
        },
    );
    check(
        Rule::Ceiling,
        "theatre[2026-09]",
        "490 people are on tour in 2026-09, over the authorised strength of 489",
        |case, _| {
            case.authorised = vec![Some(489); 6];
        },
    );
}

#[test]
fn entry_points() {
    check(
        Rule::Intake,
        "intake[QUAY,2026-07]",
        "310 people arrive through QUAY in 2026-07, which takes 309",
        |case, _| {
            let h = case.entries.find("QUAY").unwrap();
            case.entries.row_mut(h).capacity = 309;
        },
    );
    check(Rule::Intake, "entry[A-MED,AID,2026-06]", "names no entry point to MISSION: one of QUAY", |_, plan| {
        plan.tours.iter_mut().for_each(|t| t.entry = None);
    });
}

#[test]
fn what_a_typed_plan_leaves_out_is_filled_in() {
    let (case, plan) = quiet_line();
    let mut tours = plan.tours.clone();
    tours.iter_mut().for_each(|t| t.entry = None);
    infer_entries(&case, &mut tours);
    assert_eq!(Plan::new(tours.clone(), infer_leads(&case, &tours)), plan);
}

/// Of a plan that breaks rules goes what the rules are about, as much as is over, and no more.
#[test]
fn no_more_goes_than_what_is_over() {
    let (mut case, plan) = quiet_line();
    let h = case.entries.find("QUAY").unwrap();
    let capacity = case.entries[h].capacity;
    let people = |case: &Case, t: &Tour| u64::from(t.elements) * u64::from(case.offers[t.offer].strength.unwrap_or(0));
    let by_start = |case: &Case, plan: &Plan| {
        let mut arriving = BTreeMap::new();
        let through = plan.tours.iter().filter(|t| t.entry == Some(h));
        through.for_each(|t| *arriving.entry(t.start).or_insert(0) += people(case, t));
        arriving
    };
    let (busiest, most) = by_start(&case, &plan).into_iter().max_by_key(|(_, people)| *people).unwrap();
    assert!(most <= u64::from(capacity));
    case.entries.row_mut(h).capacity = u32::try_from(most - 1).unwrap();
    let broken = verify(&case, &plan);
    let over: Vec<Over> = broken.iter().map(|b| b.over).collect();
    assert_eq!(over, [Over::People(1)], "{broken:#?}");
    let left = without_offenders(&case, &plan, &broken);
    let gone: Vec<&Tour> = plan.tours.iter().filter(|t| !left.contains(t)).collect();
    assert!(matches!(gone[..], [t] if t.start == busiest && t.entry == Some(h)), "{gone:#?}");
    assert!(plan.tours.len() - left.len() <= 1, "{left:#?}");
}

/// A nation that may lead already still may, once; a pledge is confirmed as far as the case asks.
#[test]
fn changes_that_are_there_already_change_nothing() {
    let (mut case, plan) = quiet_line();
    let Lead { formation, nation } = plan.leads[0];
    let again = Change::Lead { nation, formation }.apply(&case);
    assert_eq!(again.formations[formation].lead, case.formations[formation].lead);
    assert_eq!(again.nations[nation].may_lead, case.nations[nation].may_lead);
    let offer = plan.tours[0].offer;
    case.offers.row_mut(offer).status = Status::Mooted;
    for (least, confirmed) in [(Status::Mooted, Status::Firm), (Status::Committed, Status::Committed)] {
        case.least_status = least;
        let change = Change::Confirm { offer };
        assert_eq!(change.apply(&case).offers[offer].status, confirmed);
        assert!(change.sentence(&case).contains(&format!(" {} (now: mooted)", confirmed.name())), "{change:?}");
    }
}

/// Who serves on the HQ line beside the lead goes, and nobody else.
#[test]
fn of_a_headquarters_only_strangers_go() {
    let (mut case, plan) = quiet_line();
    let (f, hq) = case.formations.enumerate().find_map(|(f, facts)| Some((f, facts.hq_line?))).unwrap();
    let of = |case: &Case, t: &Tour| case.offers[t.offer].nation;
    let lead = plan.leads.iter().find(|l| l.formation == f).unwrap().nation;
    // Tours elsewhere, of another nation, are on the HQ line now.
    let moved = *plan.tours.iter().find(|t| of(&case, t) != lead).unwrap();
    let mut tours = plan.tours.clone();
    tours.iter_mut().filter(|t| **t == moved).for_each(|t| t.line = hq);
    case.lines.row_mut(hq).window = case.lines[moved.line].window;
    let plan = Plan::new(tours, plan.leads);
    let broken: Vec<_> = verify(&case, &plan).into_iter().filter(|b| b.row.starts_with("hq[")).collect();
    assert_eq!(broken.len(), 1, "{broken:#?}");
    let left = without_offenders(&case, &plan, &broken);
    let strangers = |t: &Tour| t.line == hq && of(&case, t) != lead;
    assert!(plan.tours.iter().any(strangers) && left.iter().all(|t| !strangers(t)));
    assert_eq!(left, plan.tours.iter().filter(|t| !strangers(t)).copied().collect::<Vec<_>>());
}
