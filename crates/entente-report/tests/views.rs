//! Views of a plan worked out by hand.

mod fixture;

use entente_report::view::{NeedKind, Report};

fn report() -> Report {
    Report::of(&fixture::quiet_line().run())
}

#[test]
fn fill_is_that_of_the_hand_calculation() {
    let report = report();
    let filled: Vec<_> = report.needs.iter().map(|n| (n.id.as_str(), n.filled_months, n.asked_months)).collect();
    assert_eq!(
        filled[..5],
        [("HQ", 5.0, 6.0), ("AID", 0.0, 0.0), ("PATROL", 10.0, 10.0), ("ENGINEERS", 4.0, 6.0), ("GUARD", 0.0, 6.0)]
    );
    let beds = &report.needs[5];
    assert_eq!((beds.kind, beds.id.as_str()), (NeedKind::Rule, "BEDS"));
    assert!((beds.short_months - 310.0 / 300.0).abs() < 1e-9, "{}", beds.short_months);
    let must = &report.summary.fill[0];
    assert_eq!((must.lines, must.complete, must.empty), (2, 1, 0));
    assert_eq!(must.share, 15.0 / 16.0);
    assert_eq!((report.summary.fill[2].lines, report.summary.fill[2].empty), (2, 1));
}

#[test]
fn gaps_stand_worst_first() {
    let report = report();
    let order: Vec<_> = report.gaps.iter().map(|g| g.id.as_str()).collect();
    assert_eq!(order, ["HQ", "ENGINEERS", "GUARD", "BEDS"]);
    let engineers = &report.gaps[1];
    let runs: Vec<_> = engineers.runs.iter().map(|r| (r.from, r.to, r.most)).collect();
    assert_eq!(runs, [(0, 0, 1.0), (5, 5, 1.0)]);
    assert_eq!(engineers.peak_people, Some(40.0));
    assert!(report.gaps[2].empty && !engineers.empty);
    // Companies of 100, 150 and 150 people were offered: the median stands for one.
    assert_eq!(report.gaps[2].peak_people, Some(150.0));
}

#[test]
fn people_on_tour_and_tied_up() {
    let level = report().level;
    let people: Vec<_> = level.periods.iter().map(|p| p.people).collect();
    assert_eq!(people, [30, 340, 340, 490, 340, 300]);
    assert_eq!((level.peak, level.peak_people), (3, 490));
    // In August the company of Arden that came home in September is still on tour: nobody is in dwell before p4.
    let tied: Vec<_> = level.periods.iter().map(|p| p.tied).collect();
    assert_eq!(tied, [30, 340, 340, 490, 490, 490]);
    assert_eq!(level.periods[0].asked, 20 + 40 + 150);
    assert_eq!(level.periods[3].ceilings, Some(350));
    assert_eq!(level.periods[3].under_ceilings, 350);
}

#[test]
fn burden_is_that_of_the_hand_calculation() {
    let burden = report().burden;
    let months: Vec<_> = burden.nations.iter().map(|n| (n.id.as_str(), n.person_months)).collect();
    assert_eq!(months, [("XAA", 1200.0), ("XBB", 760.0)]);
    assert_eq!(burden.without_offer, 1);
    assert!((burden.cost - 930_000.0).abs() < 1e-6);
    assert!((burden.undelivered - 362.0).abs() < 1e-9);
    let arden = &burden.nations[0];
    assert_eq!((arden.peak, arden.ceiling, arden.share_gdp), (350, Some(350), Some(0.6)));
    assert!((arden.deviation.expect("a key is set") - 24.0).abs() < 1e-9);
    let index = (1200.0f64 / 1960.0).powi(2) + (760.0f64 / 1960.0).powi(2);
    assert!((burden.concentration - index).abs() < 1e-12);
}

#[test]
fn rotations_are_packed_into_lanes() {
    let report = report();
    let names: Vec<_> = report.gantt.iter().map(|g| (g.name.as_str(), g.lead.as_str())).collect();
    assert_eq!(names, [("Mission", "Arden"), ("Line watch", "")]);
    let patrol = &report.gantt[1].rows[0];
    assert_eq!(patrol.lanes, 3);
    for (i, a) in patrol.bars.iter().enumerate() {
        for b in &patrol.bars[..i] {
            assert!(a.lane != b.lane || a.start >= b.end || b.start >= a.end, "{a:?} lies on {b:?}");
        }
    }
    let staff = &report.gantt[0].rows[0].bars[0];
    assert_eq!((staff.start, staff.end, staff.runs_on), (1, 6, true));
}

#[test]
fn tours_that_differ_in_their_entry_alone_make_one_bar() {
    let mut fixture = fixture::quiet_line();
    let mut tours = fixture.planned.plan.tours.clone();
    tours.push(entente_plan::Tour { entry: None, ..tours[2] });
    fixture.planned.plan = entente_plan::Plan::new(tours, fixture.planned.plan.leads.clone());
    let patrol = &Report::of(&fixture.run()).gantt[1].rows[0];
    assert_eq!(patrol.bars.len(), 3);
    assert!(patrol.bars.iter().any(|b| b.elements == 2 && b.people == 300));
}

#[test]
fn offers_say_why_not_and_on_what_condition() {
    let report = report();
    assert_eq!(report.offers[5].unused, "Withdrawn");
    assert_eq!(report.offers[4].condition, "ceasefire and Arden has at least 150 people on tour");
    assert!(report.offers[..5].iter().all(|o| o.unused.is_empty()));
    assert_eq!(report.offers[2].peak, 2);
    let fact = &report.facts[0];
    assert_eq!((fact.offers, fact.person_months), (2, 760.0));
}

#[test]
fn assumptions_stand_together_by_reason() {
    let report = report();
    let lines = &report.assumptions[0];
    assert_eq!((lines.kind, lines.basis, lines.rows.len()), ("requirement line", "assumed", 5));
    assert_eq!(report.assumptions[1].rows, ["BEDS"]);
    assert!(report.sources[0].cited > 10);
}

#[test]
fn formations_show_who_serves_and_leads() {
    let report = report();
    let mission = &report.formations[0];
    assert_eq!((mission.lead.as_str(), mission.nations, mission.peak_people), ("Arden", 2, 490));
    assert_eq!(mission.serving.len(), 1);
    let watch = &report.formations[1];
    assert_eq!(watch.serving.iter().map(|s| s.person_months).collect::<Vec<_>>(), [900.0, 660.0]);
}

#[test]
fn places_count_what_serves_in_them() {
    let report = report();
    let west = &report.places[0];
    assert_eq!((west.lines.len(), west.peak), (4, 490));
    assert_eq!(west.gaps, ["HQ", "ENGINEERS"]);
    assert_eq!((report.places[1].peak, report.places[1].filled_months), (0, 0.0));
}

#[test]
fn an_empty_plan_still_makes_a_report() {
    let mut fixture = fixture::quiet_line();
    fixture.planned.plan = entente_plan::Plan::default();
    let report = Report::of(&fixture.run());
    assert_eq!(report.level.peak_people, 0);
    assert!(report.summary.lead[0].contains("No tour"));
    assert!(entente_report::html(&fixture.run()).contains("No nation serves"));
}

#[test]
fn large_cases_show_the_gaps_alone() {
    let mut fixture = fixture::quiet_line();
    let line = fixture.case.lines.iter().nth(2).expect("the patrols").clone();
    let mut lines: Vec<_> = fixture.case.lines.iter().cloned().collect();
    for i in 0..200 {
        let mut more = line.clone();
        more.id = format!("MORE{i}");
        if i % 2 == 0 {
            more.quantity = vec![0; 6];
        }
        lines.push(more);
    }
    fixture.case.lines = entente_model::Table::new(lines);
    let report = Report::of(&fixture.run());
    assert_eq!(report.selection.shown.len(), entente_report::view::CHART_LINES);
    assert!(report.selection.note.contains("80 worst gaps"), "{}", report.selection.note);
    assert_eq!(report.needs.len(), 206);
}

#[test]
fn arrivals_by_entry_point() {
    let report = report();
    let quay = &report.arrivals[0];
    // P0: 30; P1: 20 of the staff, 150 of the first company, 100 of the second, 40 engineers; P3: 150 again.
    assert_eq!(quay.people, [30, 310, 0, 150, 0, 0]);
    // The smallest element that comes this way has 20 people, and 90 still find room in P1.
    assert_eq!((quay.capacity, quay.peak, quay.peak_people, quay.full), (400, 1, 310, 0));
}
