//! `export` and `import xlsx`: the round trip, and workbooks as planners have them.

use crate::{copy, edit, entente, gallery};
use entente::case_folder;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fs;
use std::path::Path;

fn loaded(path: &Path) -> String {
    let loaded = entente_model::load(&case_folder::read(path).unwrap().files);
    format!("{:#?}", loaded.case.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics)))
}

#[test]
fn a_workbook_gives_back_the_case() {
    for name in ["mnf-ukraine", "quiet-line"] {
        let dir = tempfile::tempdir().unwrap();
        let case = gallery(name);
        entente(dir.path(), &["export", case.to_str().unwrap(), "--to", "xlsx", "--out", "case.xlsx"]).expect(0);
        let ran = entente(dir.path(), &["import", "xlsx", "case.xlsx", "back"]).expect(0);
        assert!(!ran.stderr.contains("refused"), "{}", ran.stderr);
        // The same case, but for what a workbook has no place for.
        let (there, back) = (loaded(&case), loaded(&dir.path().join("back")));
        if there != back {
            let differ = there.lines().zip(back.lines()).find(|(a, b)| a != b);
            panic!("{name} came back different: {differ:?}");
        }
        // Once more: what was written from what was read is the same to the byte.
        entente(dir.path(), &["export", "back", "--to", "xlsx", "--out", "again.xlsx"]).expect(0);
        entente(dir.path(), &["import", "xlsx", "again.xlsx", "back2"]).expect(0);
        for entry in fs::read_dir(dir.path().join("back")).unwrap() {
            let name = entry.unwrap().file_name();
            let read = |folder: &str| fs::read_to_string(dir.path().join(folder).join(&name)).unwrap();
            assert_eq!(read("back"), read("back2"), "{name:?}");
        }
    }
}

#[test]
fn a_workbook_as_planners_have_them() {
    let (dir, case) = copy("quiet-line");
    let mut book = Workbook::new();
    // A sheet that is known by its headers alone, with titles above, merged headers and odd cells.
    let sheet = book.add_worksheet().set_name("Пропозиції").unwrap();
    let plain = Format::new();
    sheet.write_string(0, 0, "Pledges, state of Thursday").unwrap();
    sheet.merge_range(1, 0, 2, 0, "ID", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "Nation", &plain).unwrap();
    sheet.merge_range(1, 7, 1, 8, "Window", &plain).unwrap();
    let names = [
        "",
        "",
        "Unit",
        "Capability",
        "Elements *",
        "Strength (people)",
        "Tour months",
        "From",
        "To",
        "STATUS",
        "p deliver",
        "Remarks",
        "P basis",
    ];
    for (column, name) in names.into_iter().enumerate().filter(|(_, n)| !n.is_empty()) {
        sheet.write_string(2, column as u16, name).unwrap();
    }
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let mut row = 3;
    let mut offer = |id: &str, nation: &str, capability: &str, chance: &str| {
        for (column, text) in [
            (0, id),
            (1, nation),
            (2, "Company"),
            (3, capability),
            (9, "Firm"),
            (10, chance),
            (11, "by phone"),
            (12, "guessed"),
        ] {
            sheet.write_string(row, column, text).unwrap();
        }
        sheet
            .write_number(row, 4, 2.0)
            .unwrap()
            .write_number(row, 5, 150.0)
            .unwrap()
            .write_number(row, 6, 3.0)
            .unwrap();
        sheet.write_datetime_with_format(row, 7, ExcelDateTime::from_ymd(2026, 7, 1).unwrap(), &date).unwrap();
        // A date that has lost its format: 30 November 2026 as a serial number.
        sheet.write_number(row, 8, 46356.0).unwrap();
        row += 2; // an empty row between
    };
    offer("A-COY", "XAA", "COY", "0,75");
    offer("B-COY", "XBB", "COY", "0.5");
    sheet
        .write_string(row, 0, "C-COY")
        .unwrap()
        .write_formula(row, 4, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!"))
        .unwrap();
    book.add_worksheet().set_name("Chat").unwrap().write_string(0, 0, "see you on Thursday").unwrap();
    book.save(dir.path().join("pledges.xlsx")).unwrap();
    let ran = entente(dir.path(), &["import", "xlsx", "pledges.xlsx", "in"]).expect(1);
    let text = fs::read_to_string(dir.path().join("in/offers.csv")).unwrap();
    assert_eq!(
        text,
        "id,nation,unit,capability,elements,strength,tour_months,from,to,status,p_deliver,p_basis\n\
         A-COY,XAA,Company,COY,2,150,3,2026-07-01,2026-11-30,firm,0.75,guessed\n\
         B-COY,XBB,Company,COY,2,150,3,2026-07-01,2026-11-30,firm,0.5,guessed\n"
    );
    let report = fs::read_to_string(dir.path().join("in/import-report.csv")).unwrap();
    for line in [
        "Пропозиції,1,,left out,a title above the header",
        "Пропозиції,4,,used,",
        "Пропозиції,4,I4,\"used, changed\",the number 46356 was read as the date 2026-11-30",
        "Пропозиції,4,K4,\"used, changed\",\"the decimal comma in 0,75 was read as a point\"",
        "Пропозиції,3,L3,refused,“Remarks” is no column of offers.csv",
        "Пропозиції,8,E8,refused,the cell holds the error #DIV/0!",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    assert!(report.contains("Chat,,,refused,\"no header of a table was found"), "{report}");
    assert!(ran.stderr.contains("cannot be planned yet"), "{}", ran.stderr);
    // Put into a case, the table serves.
    fs::copy(dir.path().join("in/offers.csv"), case.join("offers.csv")).unwrap();
    edit(&case, "requirements.csv", "HQ,Headquarters,MISSION,STAFF,1", "HQ,Headquarters,MISSION,STAFF,0");
    entente(dir.path(), &["check", "case"]).expect(0);
}

#[test]
fn other_formats() {
    let (dir, _) = copy("quiet-line");
    let mps = entente(dir.path(), &["export", "case", "--to", "mps"]).expect(0).stdout;
    for word in ["ROWS", "COLUMNS", "BOUNDS", "ENDATA", "cover[PATROL,", "busy[A-COY,"] {
        assert!(mps.contains(word), "{word}");
    }
    let map = entente(dir.path(), &["export", "case", "--to", "geojson"]).expect(0).stdout;
    let map: serde_json::Value = serde_json::from_str(&map).unwrap();
    let east = map["features"].as_array().unwrap().iter().find(|f| f["id"] == "EAST").unwrap();
    assert_eq!(east["properties"]["lines"][0]["id"], "GUARD");
    // A file that cannot be written is told before a case is read, let alone turned into a model.
    let ran = entente(dir.path(), &["export", "none", "--to", "mps", "--out", "none/model.mps"]).expect(1);
    assert!(ran.stderr.contains("cannot write none/model.mps"), "{}", ran.stderr);
    let package = entente(dir.path(), &["export", "case", "--to", "datapackage", "--out", "dp.json"]).expect(0);
    assert_eq!(package.stdout, "");
    let package: serde_json::Value = serde_json::from_slice(&fs::read(dir.path().join("dp.json")).unwrap()).unwrap();
    assert!(package["resources"].as_array().unwrap().len() > 5);
}
