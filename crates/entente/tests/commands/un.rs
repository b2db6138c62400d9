//! `import un-contributions`: planning gives back what was deployed.

use crate::{entente, shared};
use entente::case_folder;
use entente::exchange::un_contributions::{Kind, Select, read};
use entente_plan::{Go, Request, force};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const SMALL: &str = "\
Date,Contributor,Contributor ISO-3,Mission,Individual Police Total,Formed Police Units Total,Experts on Mission Total,Troops Total,Total Total
2012-01-31,Albania,ALB,UNONE,0,0,2,100,102
2012-02-29,Albania,ALB,UNONE,0,0,2,150,152
2012-03-31,Albania,ALB,UNONE,0,0,0,120,120
2012-04-30,Albania,ALB,UNONE,0,0,0,160,160
2012-01-31,Tanzania,,UNONE,5,140,0,0,145
2012-02-29,Tanzania,,UNONE,5,140,0,300,445
2012-03-31,Benin,BEN,UNTWO,0,0,1,0,1
2012-04-30,Atlantis,,UNTWO,0,0,1,0,1
";

/// Plans the case in the folder and compares people on tour, by line and month, with the table.
fn gives_back(dir: &Path, totals: &BTreeMap<(String, Kind), Vec<u32>>) {
    let folder = case_folder::read(dir).unwrap();
    let loaded = entente_model::load(&folder.files);
    let case = loaded.case.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
    let planned = force::plan(&case, &Request::default(), &mut |_| Go::On).unwrap();
    let mut deployed: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for tour in &planned.plan.tours {
        let offer = &case.offers[tour.offer];
        let line = &case.lines[tour.line];
        let months = deployed.entry(line.id.clone()).or_insert_with(|| vec![0; case.calendar.horizon as usize]);
        let stay = tour.start.get()..(tour.start.get() + offer.tour as usize).min(months.len());
        months[stay].iter_mut().for_each(|m| *m += tour.elements * offer.strength.unwrap());
    }
    assert_eq!(deployed.len(), totals.len());
    for ((mission, kind), months) in totals {
        let line = deployed.iter().find(|(id, _)| {
            let code = match kind {
                Kind::Troops => "TROOPS",
                Kind::FormedPolice => "FPU",
                Kind::Police => "POLICE",
                Kind::Experts => "EXPERTS",
            };
            **id == format!("{mission}-{code}")
        });
        assert_eq!(line.unwrap().1, months, "{mission} {kind:?}");
    }
}

#[test]
fn a_small_table() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("small.csv"), SMALL).unwrap();
    let ran = entente(dir.path(), &["import", "un-contributions", "small.csv", "case"]).expect(0);
    assert!(ran.stderr.contains("8 rows read"), "{}", ran.stderr);
    assert!(ran.stderr.contains("1 refused"), "{}", ran.stderr);
    let report = fs::read_to_string(dir.path().join("case/import-report.csv")).unwrap();
    assert!(report.contains("small.csv,9,Contributor,refused"), "{report}");
    let totals = read("small.csv", SMALL.as_bytes(), &Select::default()).unwrap().totals;
    assert_eq!(totals[&("UNONE".to_owned(), Kind::Troops)], [100, 450, 120, 160]);
    gives_back(&dir.path().join("case"), &totals);
}

#[test]
fn the_real_table() {
    let Some(file) = shared("data/un/ipi_contributor_mission_month_2009_2014.csv") else { return };
    let dir = tempfile::tempdir().unwrap();
    let words = ["import", "un-contributions", file.to_str().unwrap(), "case", "--from", "2012-01", "--to", "2012-12"];
    let ran = entente(dir.path(), &words).expect(0);
    assert!(ran.stderr.contains("29115 rows read"), "{}", ran.stderr);
    let month = |m| Some(jiff::civil::date(2012, m, 1));
    let select = Select { from: month(1), to: month(12), missions: Vec::new() };
    let imported = read("table.csv", &fs::read(&file).unwrap(), &select).unwrap();
    // Every row of the table ends somewhere; a plain count finds 6,741 rows of that year.
    let rows = || imported.ledger.entries.iter().filter(|e| e.row.is_some());
    assert_eq!(rows().count(), 29_115);
    assert_eq!(rows().filter(|e| e.reason == "outside the months asked for").count(), 29_115 - 6_741);
    gives_back(&dir.path().join("case"), &imported.totals);
}
