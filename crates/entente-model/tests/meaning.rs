#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! What the tables mean once read: windows, quantities, ceilings, conditions, caveats.

use entente_model::caveat::Axis;
use entente_model::{Case, Diagnostic, Expr, Loaded, Period, Severity, Term, fixture, load};

/// A case in which files can be replaced or added: `extra` begins each with a `//- name` line.
fn loaded(extra: &str) -> Loaded {
    let mut files = fixture(
        r#"
        //- case.toml
        [case]
        name = "Meaning"
        d_day = 2026-06-01
        horizon = 6
        host = "XQL"
        [facts.ceasefire]
        probability = 0.8
        [facts."backstop.XDD"]
        holds = false
        probability = 0.5
        [phases.first]
        from = "D+0"
        to = "2026-07"
        //- nations.csv
        id,may_lead
        XAA,MISSION
        XBB,
        XCC,
        //- capabilities.csv
        id,area,substitutes
        STAFF,C2,
        COY,MAN,
        GUARD,MAN,COY:0.75
        //- formations.csv
        id,parent,lead,place
        MISSION,,XAA,WEST
        WATCH,MISSION,none,
        FAR,MISSION,none,NOWHERE
        //- requirements.csv
        id,formation,capability,quantity,from,latest_arrival,to,priority,tasks,operations,night,response_hours,place,refuses
        HQ,MISSION,STAFF,1,,,,must,,,,,,
        PATROL,WATCH,COY,2,2026-07-01,2026-08-01,2026-10-31,should,patrol; guard,qrf,yes,12,,
        GUARDS,FAR,GUARD,1,,,,could,guard,,,,EAST,G; B-1
        DEPOT,FAR,GUARD,1,,,,could,guard,,,,,
        //- offers.csv
        id,nation,capability,elements,strength,status,condition
        A-STAFF,XAA,STAFF,1,20,firm,
        B-COY,XBB,COY,2,100,firm,
        //- caveats.csv
        id,nation,axis,excludes
        B-1,XBB,T,task in (detention)
        //- area.geojson
        {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"id": "WEST", "kind": "sector", "country": "XQL"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}},
        {"type": "Feature", "properties": {"id": "LAND", "kind": "country", "country": "XQL"}, "geometry": {"type": "Polygon", "coordinates": [[[-1, -1], [5, -1], [5, 5], [-1, 5], [-1, -1]]]}},
        {"type": "Feature", "properties": {"id": "EAST", "kind": "site"}, "geometry": {"type": "Point", "coordinates": [0.5, 0.5]}},
        {"type": "Feature", "properties": {"id": "NOWHERE", "kind": "country", "country": "XQL"}, "geometry": {"type": "Polygon", "coordinates": [[[-1, -1], [5, -1], [5, 5], [-1, 5], [-1, -1]]]}}
        ]}
        "#,
    );
    files.extend(fixture(extra));
    load(&files)
}

fn case(extra: &str) -> Case {
    let Loaded { case, diagnostics } = loaded(extra);
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    case.unwrap_or_else(|| panic!("{errors:#?}"))
}

/// What is left of a predicate of XBB on a line in a period.
fn residual(predicate: &str, line: &str, period: u32) -> Expr<Term> {
    let case = case(&format!("//- caveats.csv\nid,nation,axis,excludes\nB-1,XBB,G,\"{predicate}\"\n"));
    let caveat = case.caveats.iter().next().unwrap();
    caveat.residual(&case, case.lines.find(line).unwrap(), Period(period))
}

fn excludes(predicate: &str, line: &str, period: u32) -> bool {
    match residual(predicate, line, period) {
        Expr::Const(value) => value,
        other => panic!("{predicate}: {other:?}"),
    }
}

#[test]
fn windows_and_quantities() {
    let case = case(
        "
        //- requirement_quantities.csv
        requirement,from,to,quantity
        PATROL,2026-09-01,,5
        PATROL,2026-10,2026-10,7
        HQ,P2,P3,4
        ",
    );
    let line = |id| &case.lines[case.lines.find(id).unwrap()];
    assert_eq!(line("PATROL").window.from, Period(1));
    assert_eq!(line("PATROL").window.to, Some(Period(5)));
    assert_eq!(line("PATROL").quantity, [0, 0, 2, 5, 7, 0]);
    assert_eq!(line("HQ").window.to, Some(Period(6)));
    assert_eq!(line("HQ").quantity, [1, 1, 4, 4, 1, 1]);
}

#[test]
fn ceilings_step_and_override() {
    let case = case(
        "
        //- nations.csv
        id,ceiling,may_lead
        XAA,300,MISSION
        XBB,,
        XCC,,
        //- ceilings.csv
        nation,from,to,people
        XAA,2026-08-01,,200
        XAA,2026-09-01,2026-09-30,150
        ,,2026-07-31,1000
        ",
    );
    let ceiling = |id| case.nations[case.nations.find(id).unwrap()].ceiling.clone();
    assert_eq!(ceiling("XAA"), [Some(300), Some(300), Some(200), Some(150), Some(200), Some(200)]);
    assert_eq!(ceiling("XBB"), [None; 6]);
    assert_eq!(case.authorised, [Some(1000), Some(1000), None, None, None, None]);
}

#[test]
fn attributes_of_the_service() {
    for (predicate, line, period, expected) in [
        ("country = XQL", "HQ", 0, true),
        ("country != XQL", "HQ", 0, false),
        ("place in (WEST)", "PATROL", 0, true),
        ("place not in (WEST)", "PATROL", 0, false),
        // The site lies in the sector, and in the country around both.
        ("place = WEST", "GUARDS", 0, true),
        ("place = LAND", "GUARDS", 0, true),
        ("sector = WEST", "GUARDS", 0, true),
        ("formation = MISSION", "PATROL", 0, true),
        ("formation = FAR", "PATROL", 0, false),
        ("line in (HQ, GUARDS)", "PATROL", 0, false),
        ("capability = COY and area = MAN", "PATROL", 0, true),
        ("task in (detention, guard)", "PATROL", 0, true),
        ("operation = qrf and not operation = combat", "PATROL", 0, true),
        ("night", "PATROL", 0, true),
        ("night", "HQ", 0, false),
        ("night = no", "HQ", 0, true),
        ("month in (6, 7)", "HQ", 1, true),
        ("month >= 9", "HQ", 2, false),
        ("phase = first", "HQ", 1, true),
        ("phase = first", "HQ", 2, false),
        ("response_hours < 24", "PATROL", 0, true),
        ("response_hours < 24", "HQ", 0, false),
        ("before 2026-07-01", "HQ", 0, true),
        ("before 2026-07-01", "HQ", 1, false),
        ("after 2026-07", "HQ", 1, false),
        ("after 2026-07", "HQ", 2, true),
        ("ceasefire", "HQ", 0, true),
        ("not backstop.XDD", "HQ", 0, true),
        ("false or (true and not false)", "HQ", 0, true),
    ] {
        assert_eq!(excludes(predicate, line, period), expected, "{predicate} on {line} in {period}");
    }
}

#[test]
fn what_is_unknown_binds_in_its_polarity() {
    // There is no separation line: no distance is known.
    assert!(excludes("line_km < 50", "HQ", 0));
    assert!(excludes("not line_km < 50", "HQ", 0));
    assert!(excludes("line_km = 50", "HQ", 0) && excludes("line_km != 50", "HQ", 0));
    // A period with days on both sides of the date.
    assert!(excludes("after D+10", "HQ", 0) && excludes("not after D+10", "HQ", 0));
    // Whether a country as a place is in one of its sectors cannot be told.
    assert!(excludes("place = WEST", "DEPOT", 0) && excludes("not place = WEST", "DEPOT", 0));
}

#[test]
fn partners_and_commanders_are_left_to_the_plan() {
    let case = case("");
    let nation = |id| case.nations.find(id).unwrap();
    let formation = |id| case.formations.find(id);
    let serves = Expr::Term(Term::Serves(nation("XCC"), formation("WATCH")));
    assert_eq!(residual("partner(XCC)", "PATROL", 0), serves);
    assert_eq!(residual("partner(XBB)", "PATROL", 0), Expr::Const(false));
    let leads = |f| Expr::Term(Term::Leads(nation("XAA"), formation(f)));
    assert_eq!(residual("commander(XAA)", "PATROL", 0), Expr::Any(vec![leads("WATCH"), leads("MISSION")]));
    let troops = Term::TroopsAtLeast(nation("XAA"), None, 101);
    assert_eq!(residual("task = patrol and troops(XAA) <= 100", "PATROL", 0), Expr::Term(troops).negated());
    assert_eq!(residual("task = training and troops(XAA) <= 100", "PATROL", 0), Expr::Const(false));
}

#[test]
fn a_referral_is_tested_against_the_hours_of_the_line() {
    let case = case("//- caveats.csv\nid,nation,axis,excludes,referral_hours\nB-1,XBB,referral,,24\n");
    let caveat = case.caveats.iter().next().unwrap();
    assert_eq!(caveat.axis, Axis::Referral);
    let on = |id| caveat.residual(&case, case.lines.find(id).unwrap(), Period(0));
    assert_eq!((on("PATROL"), on("HQ")), (Expr::Const(true), Expr::Const(false)));
}

#[test]
fn lines_refuse_axes_and_caveats() {
    let case = case("");
    let caveat = case.caveats.iter().next().unwrap();
    assert!(case.refuses(case.lines.find("GUARDS").unwrap(), caveat));
    assert!(!case.refuses(case.lines.find("PATROL").unwrap(), caveat));
}

#[test]
fn delivery_takes_terms_on_the_plan_as_they_help() {
    for (condition, probability) in [
        ("ceasefire", 0.8),
        ("not ceasefire", 0.2),
        ("ceasefire and serves(XAA)", 0.8),
        ("ceasefire and not serves(XAA)", 0.8),
        ("ceasefire or serves(XAA)", 1.0),
        ("ceasefire and backstop.XDD", 0.4),
        ("ceasefire or backstop.XDD", 0.9),
        ("ceasefire and ceasefire", 0.8),
        ("not (ceasefire or troops(XAA) >= 100)", 0.2),
    ] {
        let offers = format!(
            "//- offers.csv\nid,nation,capability,elements,strength,status,condition\nU,XBB,COY,1,1,firm,\"{condition}\"\n"
        );
        let case = case(&offers);
        let offer = case.offers.find("U").unwrap();
        assert!((case.delivery(offer) - probability).abs() < 1e-12, "{condition}: {}", case.delivery(offer));
    }
}

#[test]
fn tables_as_spreadsheets_write_them() {
    // Byte order mark, semicolons, decimal comma, thin space, day first, trailing empty rows and columns.
    let offers = "\u{feff}id;nation;capability;elements;strength;tour_months;from;status;p_deliver;p_basis;;\r\n\
                  U;XBB;COY;2;1\u{202f}500;4,5;1.7.2026;firm;0,5;made up;;\r\n;;;;;;;;;;;\r\n\r\n";
    let mut files = fixture(&format!("//- offers.csv\n{offers}"));
    let offers = files.remove("offers.csv").unwrap();
    let Loaded { case, diagnostics } = loaded(&format!("//- offers.csv\n{}", String::from_utf8(offers).unwrap()));
    let case = case.unwrap_or_else(|| panic!("{diagnostics:#?}"));
    let offer = &case.offers[case.offers.find("U").unwrap()];
    assert_eq!((offer.elements, offer.strength, offer.tour, offer.dwell), (Some(2), Some(1500), 5, 10));
    assert_eq!((offer.window.from, offer.p_deliver.get()), (Period(1), 0.5));
    let codes: Vec<&str> = diagnostics.iter().filter(|d| d.place.file == "offers.csv").map(|d| d.code).collect();
    assert_eq!(codes, ["other-separator", "number-format", "number-format", "number-format"]);
}

#[test]
fn weeks_and_half_months() {
    let files = |kind: &str| {
        format!(
            "//- case.toml\n[case]\nname = \"Weeks\"\nd_day = 2026-06-03\nperiod = \"{kind}\"\nhorizon = 8\n\
             [facts.ceasefire]\n[facts.\"backstop.XDD\"]\n//- entry_points.csv\nid,kind,people_per_month\nQ,sea,1000\n"
        )
    };
    let weeks = case(&files("week"));
    assert_eq!(weeks.offers.iter().next().unwrap().tour, 26);
    assert_eq!(weeks.entries.iter().next().unwrap().capacity, 230);
    // 1 July 2026 is the Wednesday of the fifth week.
    assert_eq!(weeks.lines[weeks.lines.find("PATROL").unwrap()].window.from, Period(4));
    let halves = case(&files("half-month"));
    assert_eq!(halves.offers.iter().next().unwrap().tour, 12);
    assert_eq!(halves.lines[halves.lines.find("PATROL").unwrap()].window.from, Period(2));
}
