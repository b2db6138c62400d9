//! Explanations, on the quiet line: what planning again does by itself is put down to no change, and who says stop is
//! heard at once.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use entente_model::quantity::ONE;
use entente_model::{Case, Period, Status, load};
use entente_plan::explain::{Attempt, Gap, Idle, Sought, Why, say, why, why_not};
use entente_plan::verify::{infer_leads, verify};
use entente_plan::{Change, Go, Limits, Plan, Request, Score, force};
use std::collections::BTreeMap;

/// A case of the repository.
fn case(folder: &str) -> Case {
    edited(folder, |_, text| text)
}

/// The same, its files edited.
fn edited(folder: &str, edit: impl Fn(&str, String) -> String) -> Case {
    let dir = format!("{}/../../cases/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let (name, text) = (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap());
        let text = edit(&name, text);
        files.insert(name, text.into_bytes());
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

/// A watch that says stop, once and never again, after so many questions.
fn once(mut after: usize) -> impl FnMut() -> Go {
    move || {
        let stop = after == 0;
        after = after.wrapping_sub(1);
        if stop { Go::Stop } else { Go::On }
    }
}

/// Stopped anywhere, `why` tells what it has found by then as it would have told it, and what it has left.
#[test]
fn why_hears_a_stop_everywhere() {
    let (case, best, _) = without("B-ENG");
    let line = case.lines.find("PATROL").unwrap();
    let mut poor = best.clone();
    poor.tours.retain(|t| t.line != line && case.offers[t.offer].id != "B-ENG");
    let ask = |after| why(&case, &poor, line, None, Limits::default(), &mut once(after));
    let whole = ask(usize::MAX);
    assert!(whole.attempts.len() == 3 && !whole.stopped && whole.untried.is_empty(), "{whole:?}");
    let mut seen = std::collections::BTreeSet::new();
    for after in 0..80 {
        let found = ask(after);
        let text = say::why(&case, &found);
        assert_eq!(found.attempts.len() + found.untried.len(), whole.attempts.len());
        assert_eq!(found.attempts[..], whole.attempts[..found.attempts.len()], "after {after}");
        if !found.untried.is_empty() {
            assert!(found.stopped && found.sought.again.is_none() && found.sought.tried.is_empty());
            let offers = if found.untried.len() == 1 {
                "1 offer was".to_owned()
            } else {
                format!("{} offers were", found.untried.len())
            };
            assert!(text.contains(&format!("\nStopped before the end: {offers} not tried")), "{text}");
            assert!(!text.contains("No offer brings") && !text.contains("So ask for"), "{text}");
        }
        seen.insert(found.untried.len());
    }
    assert_eq!(seen.len(), 4, "stopped in each attempt, and in none");
}

#[test]
fn why_not_hears_a_stop_everywhere() {
    let (case, _, poor) = without("B-COY");
    let offer = case.offers.find("B-COY").unwrap();
    let ask = |after| why_not(&case, &poor, offer, Limits::default(), &mut once(after));
    let whole = ask(usize::MAX);
    assert!(whole.attempts.len() == 2 && !whole.stopped && whole.untried.is_empty(), "{whole:?}");
    let mut seen = std::collections::BTreeSet::new();
    for after in 0..40 {
        let found = ask(after);
        assert_eq!((found.attempts.len() + found.untried.len(), &found.idle), (2, &whole.idle));
        assert_eq!(found.attempts[..], whole.attempts[..found.attempts.len()], "after {after}");
        if !found.untried.is_empty() {
            let text = say::why_not(&case, &found);
            assert!(found.stopped && text.contains("\nStopped before the end: "), "{text}");
        }
        seen.insert(found.untried.len());
    }
    assert_eq!(seen.len(), 3, "stopped in each attempt, and in none");
}

/// The widest gap is told with what is asked in the same period.
#[test]
fn a_gap_is_told_with_what_is_asked_there() {
    let case = case("quiet-line");
    let gap = |p, asked, short| Gap { period: Period(p), asked: asked * ONE, short: short * ONE };
    let line = case.lines.find("PATROL").unwrap();
    let gaps = vec![gap(0, 10, 1), gap(1, 2, 2), gap(2, 4, 2)];
    let (attempts, untried, sought) = (Vec::new(), Vec::new(), Sought::default());
    let found = Why { line, gaps, attempts, untried, sought, stopped: false };
    let text = say::why(&case, &found);
    assert!(text.contains(" is short by up to 2 of 2 elements in 2026-06 to 2026-08."), "{text}");
}

/// What rounding makes of a difference is none.
#[test]
fn a_tour_that_changes_nothing_weighs_as_much() {
    let case = case("quiet-line");
    let (line, offer) = (case.lines.find("PATROL").unwrap(), case.offers.find("A-COY").unwrap());
    for (change, says) in [
        (-1e-9, "    because a tour from 2026-06, which breaks no rule, would weigh as much\n"),
        (0.0, "    because a tour from 2026-06, which breaks no rule, would weigh as much\n"),
        (0.25, "    because a tour from 2026-06, which breaks no rule, would weigh 0.25 more, mostly for must\n"),
        (-0.25, "    a tour from 2026-06 breaks no rule and would weigh 0.25 less: plan again\n"),
    ] {
        let allowed = Some((Period(0), change, "must"));
        let attempts = vec![Attempt { offer, line, tried: 6, blockers: Vec::new(), allowed, changes: Vec::new() }];
        let gaps = vec![Gap { period: Period(0), asked: ONE, short: ONE }];
        let found = Why { line, gaps, attempts, untried: Vec::new(), sought: Sought::default(), stopped: false };
        let text = say::why(&case, &found);
        assert!(text.contains(says), "{text}");
    }
}

/// Where a tour would break the condition of another offer, that is the one to look for facts in; either of two will
/// do.
#[test]
fn facts_are_those_of_the_condition_that_is_broken() {
    let case = edited("infeasible/pledges-exclude-each-other", |name, text| match name {
        "case.toml" => {
            let fact = |id| format!("\n[facts.{id}]\nholds = false\nprobability = 0.5\nmeaning = \"{id}\"\n");
            text + &fact("peace") + &fact("vote") + &fact("rain")
        }
        "offers.csv" => text
            .replace("not serves(XBB)", "not serves(XBB) or peace or vote or (rain and peace)")
            .replace("not serves(XAA)", ""),
        _ => text,
    });
    let mut plan = planned(&case);
    let (ours, other) = (case.offers.find("A-COY").unwrap(), case.offers.find("B-COY").unwrap());
    // Either may serve alone, and both weigh as much.
    plan.tours.iter_mut().for_each(|t| t.offer = ours);
    assert_eq!(verify(&case, &plan), []);
    let found = why_not(&case, &plan, other, Limits::default(), &mut || Go::On);
    let holds = |id| Change::Holds { fact: case.facts.find(id).unwrap() };
    assert_eq!(found.attempts.len(), 1);
    assert_eq!(found.attempts[0].changes, [holds("peace"), holds("vote")], "{found:?}");
}

/// An offer of no elements is not for want of a firmer status.
#[test]
fn an_offer_without_elements_is_told_as_such() {
    let mut case = case("quiet-line");
    let offer = case.offers.find("C-COY").unwrap();
    let row = case.offers.row_mut(offer);
    (row.status, row.elements) = (Status::Firm, Some(0));
    let plan = planned(&case);
    let found = why_not(&case, &plan, offer, Limits::default(), &mut || Go::On);
    let text = say::why_not(&case, &found);
    assert!(text.contains("because C-COY has no elements") && !text.contains("status"), "{text}");
    let ask = Change::Elements { offer, more: 1 };
    assert!(found.attempts.iter().all(|a| a.changes == [ask.clone()]), "{found:?}");
}

/// A ceiling that holds back every element that is short has to rise for all of them.
#[test]
fn a_ceiling_rises_for_as_many_as_are_short() {
    let mut case = case("infeasible/ceiling-too-low");
    let (line, offer) = (case.lines.find("PATROL").unwrap(), case.offers.find("A-COY").unwrap());
    case.lines.row_mut(line).quantity.fill(2);
    case.offers.row_mut(offer).elements = Some(2);
    let plan = planned(&case);
    let found = why(&case, &plan, line, None, Limits::default(), &mut || Go::On);
    let remedy = found.sought.remedy.as_ref().expect("a change helps");
    let nation = case.offers[offer].nation;
    assert_eq!((&remedy.change, remedy.left), (&Change::Ceiling { nation, more: 240 }, 0.0));
}

/// However many changes of less effort there are, an offer that nobody has made yet is planned with.
#[test]
fn a_new_offer_is_tried_beside_many_changes() {
    let case = edited("infeasible/strength-not-stated", |name, text| match name {
        "case.toml" => text + "\n[facts.never]\nholds = false\nprobability = 0\nmeaning = \"Never\"\n",
        "offers.csv" => {
            let header =
                "id,nation,capability,elements,strength,tour_months,dwell_ratio,status,condition,source,basis\n";
            let row = |n| format!("W{n},XAA,COY,1,120,6,1,withdrawn,never,made-up,stated\n");
            header.to_owned() + &(0..30).map(row).collect::<String>()
        }
        _ => text,
    });
    let line = case.lines.find("PATROL").unwrap();
    let found = why(&case, &planned(&case), line, None, Limits::default(), &mut || Go::On);
    assert_eq!((found.attempts.len(), found.sought.tried.len()), (30, 24));
    let remedy = found.sought.remedy.as_ref().expect("a change helps");
    assert!(matches!(remedy.change, Change::New { .. }) && remedy.left == 0.0, "{remedy:?}");
    assert_eq!(found.sought.untried, 0);
}

/// What was tried in vain is said to be of no use only where every planning went to the optimum.
#[test]
fn what_limits_stopped_may_still_help() {
    let case = case("infeasible/hospital-missing");
    let (plan, line) = (planned(&case), case.lines.find("PATROL").unwrap());
    let ask = |limits| {
        let found = why(&case, &plan, line, None, limits, &mut || Go::On);
        assert!(found.sought.remedy.is_none() && !found.sought.tried.is_empty());
        (found.sought.proven, say::why(&case, &found))
    };
    let (in_vain, more_time) = ("Nor does an offer of 1 more of COY: ", "Not every planning went to the end: ");
    let (proven, text) = ask(Limits::default());
    assert!(proven && text.contains(in_vain) && !text.contains(more_time), "{text}");
    let (proven, text) = ask(Limits { seconds: Some(0.0), ..Limits::default() });
    assert!(!proven && !text.contains(in_vain) && text.contains(more_time), "{text}");
}
