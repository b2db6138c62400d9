//! The files: schema of plan.json, rows of plan.csv, the workbook read back, GeoJSON, the terminal.

mod fixture;

use calamine::{Data, Reader, Xlsx};
use entente_report::{csv, geojson, json, terminal, xlsx};
use std::io::Cursor;

#[test]
fn plan_json_keeps_its_shape() {
    let value = json(&fixture::quiet_line().run());
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("a value"));
}

#[test]
fn plan_csv_has_a_row_for_each_tour() {
    insta::assert_snapshot!(csv(&fixture::quiet_line().run()));
    let hostile = csv(&fixture::named(&|name| format!("=HYPERLINK(\"{name}\")")).run());
    assert!(hostile.lines().skip(1).all(|line| line.starts_with("\"'=HYPERLINK")), "{hostile}");
}

#[test]
fn the_workbook_reads_back() {
    let fixture = fixture::quiet_line();
    let bytes = xlsx(&fixture.run()).expect("a small workbook");
    assert_eq!(bytes, xlsx(&fixture.run()).expect("again"), "the same run gives the same bytes");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = [
        "Summary",
        "Tours",
        "Leads",
        "Fill",
        "Gaps",
        "Force level",
        "Burden",
        "Offers",
        "Objective",
        "Facts",
        "Sources",
        "Assumptions",
    ];
    assert_eq!(book.sheet_names(), names);
    let tours = book.worksheet_range("Tours").expect("tours");
    assert_eq!(tours.height(), 7);
    assert_eq!(tours.get((1, 0)), Some(&Data::String("A-STAFF".to_owned())));
    let Some(Data::DateTime(start)) = tours.get((1, 6)) else { panic!("a real date: {:?}", tours.get((1, 6))) };
    // 1 July 2026, days since 30 December 1899.
    assert_eq!(start.as_f64(), 46204.0);
    let gaps = book.worksheet_range("Gaps").expect("gaps");
    assert_eq!(gaps.get((0, 3)), Some(&Data::String("2026-06".to_owned())));
    assert_eq!(gaps.get((1, 3)), Some(&Data::Float(1.0)), "no headquarters in June");
    assert_eq!(gaps.get((3, 3)), Some(&Data::Empty), "no patrols asked in June");
    let force = book.worksheet_range("Force level").expect("force level");
    assert_eq!(force.get((4, 2)), Some(&Data::Float(490.0)));
}

#[test]
fn hostile_texts_stay_texts_in_the_workbook() {
    let bytes = xlsx(&fixture::named(&|name| format!("=1+{name}")).run()).expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert!(book.worksheet_formula("Tours").expect("formulas").used_cells().next().is_none());
    let tours = book.worksheet_range("Tours").expect("tours");
    assert_eq!(tours.get((1, 0)), Some(&Data::String("=1+A-STAFF".to_owned())));
}

#[test]
fn plan_geojson_holds_what_serves_where() {
    let value = geojson(&fixture::quiet_line().run());
    let features = value["features"].as_array().expect("features");
    assert_eq!(features.len(), 4);
    let west = &features[0];
    assert_eq!(west["properties"]["people_peak"], 490);
    assert_eq!(west["properties"]["people"]["2026-09"], 490);
    assert_eq!(west["properties"]["lines"].as_array().map(Vec::len), Some(4));
    assert_eq!(west["geometry"]["type"], "Polygon");
    // The square was given clockwise: RFC 7946 wants outer rings the other way.
    assert_eq!(west["geometry"]["coordinates"][0][1], serde_json::json!([1.0, 0.0]));
    assert_eq!(features[2]["geometry"]["type"], "LineString");
    assert!(features[3]["properties"].get("people").is_none());
}

#[test]
fn the_terminal_summary_fits_its_width() {
    let run = fixture::quiet_line();
    for width in [40, 60, 80, 120, 200] {
        let text = terminal(&run.run(), width, false);
        assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
        assert!(!text.contains('\u{1b}'));
    }
    let narrow = terminal(&run.run(), 40, false);
    assert!(
        ["Priority   Filled   Complete", "ENGINEERS", "nondelivery"].iter().all(|w| narrow.contains(w)),
        "{narrow}"
    );
    let turned = fixture::named(&|name| format!("\u{202e}{name}"));
    assert!(!terminal(&turned.run(), 90, false).contains('\u{202e}'));
    insta::assert_snapshot!(terminal(&run.run(), 90, false));
    assert!(terminal(&run.run(), 90, true).contains("\u{1b}[1;36m"));
    let hostile = fixture::named(&|name| format!("{name}\u{1b}[31m"));
    assert!(!terminal(&hostile.run(), 90, false).contains('\u{1b}'));
}
