#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
//! The data package says what the schema says.

use entente_model::{datapackage, datapackage_of, fixture, schema};
use serde_json::json;

#[test]
fn every_table_and_column_is_described() {
    let package = datapackage("Quiet line, 2026");
    assert_eq!(package["name"], "quiet-line-2026");
    assert_eq!(package["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json");
    let resources = package["resources"].as_array().unwrap();
    for table in schema::tables().iter().filter(|t| t.file.ends_with(".csv")) {
        let resource = resources.iter().find(|r| r["path"] == table.file).unwrap();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
        assert_eq!(names, table.fields.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), "{}", table.file);
        for (described, field) in fields.iter().zip(&table.fields) {
            assert_eq!(described["constraints"]["required"] == json!(true), field.required, "{}", field.name);
        }
    }
    let names: std::collections::BTreeSet<&str> = resources.iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), resources.len(), "names of resources are unique");
    assert!(names.iter().all(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')), "{names:?}");
    for resource in resources {
        let none = Vec::new();
        for key in resource["schema"]["foreignKeys"].as_array().unwrap_or(&none) {
            let to = key["reference"].get("resource").map_or(resource["name"].as_str(), |r| r.as_str()).unwrap();
            let target = resources.iter().find(|r| r["name"] == to).unwrap();
            assert_eq!(target["schema"]["primaryKey"], json!(["id"]), "{key}");
        }
    }
}

#[test]
fn a_column_in_full() {
    let package = datapackage("x");
    let offers = package["resources"].as_array().unwrap().iter().find(|r| r["name"] == "offers").unwrap();
    let field = |name: &str| {
        let fields = offers["schema"]["fields"].as_array().unwrap();
        fields.iter().find(|f| f["name"] == name).unwrap().clone()
    };
    assert_eq!(field("elements")["type"], "integer");
    assert_eq!(field("elements")["constraints"], json!({"minimum": 1, "maximum": 1_000_000}));
    assert_eq!(field("tour_months")["constraints"], json!({"exclusiveMinimum": 0, "maximum": 1200}));
    assert_eq!(field("entry")["type"], "list");
    assert_eq!(field("status")["constraints"]["enum"][1], "in principle");
    let key = json!({"fields": ["nation"], "reference": {"resource": "nations", "fields": ["id"]}});
    assert!(offers["schema"]["foreignKeys"].as_array().unwrap().contains(&key));
}

#[test]
fn only_the_tables_that_are_there() {
    let package = datapackage_of("x", &fixture("//- nations.csv\nid\n//- offers.csv\nid\n"));
    let paths: Vec<&str> =
        package["resources"].as_array().unwrap().iter().map(|r| r["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["nations.csv", "offers.csv"]);
}
