//! Explanations, on the quiet line: what planning again does by itself is put down to no change.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use entente_model::{Case, load};
use entente_plan::explain::{Idle, say, why, why_not};
use entente_plan::verify::{infer_leads, verify};
use entente_plan::{Go, Limits, Plan, Request, Score, force};
use std::collections::BTreeMap;

/// A case of the repository.
fn case(folder: &str) -> Case {
    let dir = format!("{}/../../cases/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        files.insert(entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap());
    }
    load(&files).case.expect("the case loads")
}

fn planned(case: &Case) -> Plan {
    force::plan(case, &Request::default(), &mut |_| Go::On).expect("the case plans").plan
}

/// The quiet line, its best plan, and that plan without the tours of an offer: one that somebody has typed.
fn without(offer: &str) -> (Case, Plan, Plan) {
    let case = case("quiet-line");
    let best = planned(&case);
    let u = case.offers.find(offer).unwrap();
    let tours: Vec<_> = best.tours.iter().filter(|t| t.offer != u).copied().collect();
    let leads = infer_leads(&case, &tours);
    let poor = Plan::new(tours, leads);
    assert!(poor.tours.len() < best.tours.len());
    assert_eq!(verify(&case, &poor), []);
    (case, best, poor)
}

fn objective(case: &Case, plan: &Plan) -> f64 {
    Score::of(case, plan, None).total()
}

#[test]
fn what_planning_again_fills_takes_no_change() {
    let (case, best, poor) = without("B-COY");
    let line = case.lines.find("PATROL").unwrap();
    let found = why(&case, &poor, line, None, Limits::default(), &mut || Go::On);
    let again = found.sought.again.as_ref().expect("planning again helps");
    assert_eq!((again.before, again.after), (objective(&case, &poor), objective(&case, &best)));
    assert_eq!(again.left, 0.0);
    assert_eq!(found.sought.remedy, None);
    let text = say::why(&case, &found);
    let says = "\nPlanning again fills it, without any change; the objective goes from ";
    assert!(text.contains(says) && text.ends_with(" to 1,020,708.7.\n"), "{text}");
}

#[test]
fn a_change_is_told_with_what_it_gives_beyond_planning_again() {
    let (case, best, poor) = without("B-ENG");
    let line = case.lines.find("ENGINEERS").unwrap();
    let found = why(&case, &poor, line, None, Limits::default(), &mut || Go::On);
    let again = found.sought.again.as_ref().expect("planning again helps");
    assert_eq!((again.after, again.left), (objective(&case, &best), 2.0));
    let remedy = found.sought.remedy.as_ref().expect("a change helps");
    assert_eq!((remedy.before, remedy.left), (again.after, 0.0));
    assert!(remedy.after < again.after);
    let text = say::why(&case, &found);
    let says =
        " to 1,020,708.7.\n2 element-periods of the gap are left then.\n\nThe cheapest single change that fills it";
    assert!(
        text.contains("\nPlanning again does not fill it all, without any change; the") && text.contains(says),
        "{text}"
    );
}

#[test]
fn an_offer_that_planning_again_uses_takes_no_change() {
    let (case, _, poor) = without("B-COY");
    let offer = case.offers.find("B-COY").unwrap();
    let found = why_not(&case, &poor, offer, Limits::default(), &mut || Go::On);
    assert_eq!(found.idle, Idle::Stopped);
    assert_eq!(found.sought.again.as_ref().map(|again| again.left), Some(0.0));
    assert_eq!(found.sought.remedy, None);
    let text = say::why_not(&case, &found);
    assert!(text.contains("\nPlanning again brings it in, without any change; the objective goes from "), "{text}");
}

/// Where the plan is the best already, planning again is not spoken of.
#[test]
fn of_the_best_plan_only_changes_are_told() {
    let (case, best, _) = without("B-ENG");
    let line = case.lines.find("ENGINEERS").unwrap();
    let found = why(&case, &best, line, None, Limits::default(), &mut || Go::On);
    assert_eq!(found.sought.again, None);
    assert_eq!(found.sought.remedy.as_ref().map(|r| r.before), Some(objective(&case, &best)));
    assert!(!say::why(&case, &found).contains("without any change"));
}
