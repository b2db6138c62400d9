//! What the fuzz targets run on any bytes, and what must hold of it. `xtask/tests/fuzz_seeds.rs` runs the
//! same on the seeds with a stable toolchain.

use entente_model::parse::{Names, ParseError, condition, predicate};
use entente_model::{Severity, fixture, load};
use std::collections::BTreeMap;

/// Loads the files of a case, each after a line `//- name`, from any bytes. The loader never panics; a
/// case comes if and only if nothing is an error; every place lies in its file.
pub fn case_loader(data: &[u8]) {
    let files = split(data);
    let loaded = load(&files);
    let errors = loaded.diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(loaded.case.is_none(), errors, "a case comes if and only if nothing is an error");
    for d in &loaded.diagnostics {
        assert!(!d.message.is_empty() && !d.message.ends_with('.'), "{d}");
        if let Some((from, to)) = d.place.span {
            assert!(from <= to && files.get(&d.place.file).is_some_and(|bytes| to <= bytes.len()), "{d}");
        }
    }
    let Some(case) = loaded.case else { return };
    for offer in case.offers.indices().take(50) {
        let delivery = case.delivery(offer);
        assert!((0.0..=1.0 + 1e-9).contains(&delivery), "a probability: {delivery}");
    }
    for (_, caveat) in case.caveats.enumerate().take(20) {
        for line in case.lines.indices().take(20) {
            for period in case.calendar.periods().take(20) {
                caveat.residual(&case, line, period);
            }
        }
    }
}

/// The files in the bytes. [`fixture`] does the same for texts; here the content may be no UTF-8.
fn split(data: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut current = None;
    for line in data.split_inclusive(|&b| b == b'\n') {
        if let Some(name) = line.strip_prefix(b"//- ") {
            let name = String::from_utf8_lossy(name).trim().to_owned();
            files.entry(name.clone()).or_default();
            current = Some(name);
        } else if let Some(name) = &current {
            files.entry(name.clone()).or_default().extend(line);
        }
    }
    files
}

/// Reads any text as a condition and as a predicate. Neither panics, and faults lie in the text.
pub fn condition_parser(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let case = load(&fixture(CASE)).case.expect("the case below has no errors");
    let names = Names::of(&case);
    let check = |errors: Vec<ParseError>| {
        assert!(!errors.is_empty(), "refused without a reason");
        for error in errors {
            let (from, to) = error.span;
            assert!(from <= to && text.is_char_boundary(from) && text.is_char_boundary(to), "{error:?}");
        }
    };
    condition(text, &names).map_or_else(check, |_| ());
    predicate(text, &names).map_or_else(check, |_| ());
}

/// A case with something of every kind that conditions and predicates name.
const CASE: &str = "
//- case.toml
[case]
name = \"Seeds\"
d_day = 2027-03-01
horizon = 6
host = \"XHH\"
[facts.ceasefire]
[facts.\"parliament.XAA\"]
[phases.first]
from = \"D+0\"
to = \"P1\"
//- capabilities.csv
id,name,area
COY,Infantry company,MAN
//- nations.csv
id,name
XAA,Arden
XBB,Borland
//- formations.csv
id,place
FORCE,
HUB,EAST
//- requirements.csv
id,formation,capability,quantity,priority
PATROL,HUB,COY,1,must
//- offers.csv
id,nation,capability,elements,strength,status
A-COY,XAA,COY,1,120,firm
//- area.geojson
{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"id\": \"EAST\", \"kind\": \"site\"}, \
\"geometry\": {\"type\": \"Point\", \"coordinates\": [10, 50]}}]}
";
