//! The tables of a case as a Data Package, version 2 (<https://datapackage.org>): the schema for other tools.

use crate::schema::{self, Field, Kind, TableSchema, Target};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The descriptor of a case with every table there can be.
pub fn datapackage(case_name: &str) -> Value {
    describe(case_name, &|_| true)
}

/// The descriptor of a case with the tables that its folder has.
pub fn datapackage_of(case_name: &str, files: &BTreeMap<String, Vec<u8>>) -> Value {
    describe(case_name, &|file| files.contains_key(file))
}

fn describe(case_name: &str, has: &dyn Fn(&str) -> bool) -> Value {
    let tables = schema::tables().iter().filter(|t| t.file.ends_with(".csv") && has(t.file));
    let mut resources: Vec<Value> = tables.map(|t| resource(t, has)).collect();
    for (file, name, format, media, what) in [
        ("case.toml", "case", "toml", "application/toml", "Name, D-day, horizon, weights, facts, estimates, phases."),
        ("area.geojson", "area", "geojson", "application/geo+json", "Sectors, the separation line, sites."),
    ] {
        if has(file) {
            resources.push(json!({
                "name": name, "path": file, "format": format, "mediatype": media, "encoding": "utf-8",
                "description": what,
            }));
        }
    }
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slug(case_name),
        "title": case_name,
        "resources": resources,
    })
}

/// A name as packages have them: lower-case letters, digits and hyphens.
fn slug(name: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let mapped: String = name.chars().map(kept).collect();
    let slug = mapped.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "case".to_owned() } else { slug }
}

/// `requirement_quantities.csv` as `requirement-quantities`.
fn resource_name(file: &str) -> String {
    file.trim_end_matches(".csv").replace('_', "-")
}

fn resource(table: &TableSchema, has: &dyn Fn(&str) -> bool) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://datapackage.org/profiles/2.0/tableschema.json"));
    // Columns that are not required may be left out.
    schema.insert("fieldsMatch".into(), json!(["superset"]));
    schema.insert("fields".into(), table.fields.iter().map(field).collect());
    schema.insert("missingValues".into(), json!([""]));
    if table.has_ids() {
        schema.insert("primaryKey".into(), json!(["id"]));
    }
    let keys: Vec<Value> = table.fields.iter().filter_map(|f| foreign_key(table, f, has)).collect();
    if !keys.is_empty() {
        schema.insert("foreignKeys".into(), json!(keys));
    }
    json!({
        "name": resource_name(table.file),
        "type": "table",
        "title": table.title,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": true},
        "schema": schema,
    })
}

fn foreign_key(table: &TableSchema, field: &Field, has: &dyn Fn(&str) -> bool) -> Option<Value> {
    let Kind::Reference(target) = field.kind else { return None };
    // Estimates and places stand in files that are no tables.
    let (false, file) = (matches!(target, Target::Estimate | Target::Place), target.home()) else { return None };
    if !has(file) {
        return None;
    }
    let mut reference = Map::new();
    if file != table.file {
        reference.insert("resource".into(), json!(resource_name(file)));
    }
    reference.insert("fields".into(), json!(["id"]));
    Some(json!({"fields": [field.name], "reference": reference}))
}

fn field(field: &Field) -> Value {
    let mut out = Map::new();
    out.insert("name".into(), json!(field.name));
    let (kind, extra): (&str, &[(&str, Value)]) = match &field.kind {
        Kind::Count => ("integer", &[]),
        Kind::Decimal => ("number", &[]),
        Kind::Date => ("date", &[]),
        Kind::YesNo => ("boolean", &[("trueValues", json!(["yes"])), ("falseValues", json!(["no"]))]),
        Kind::Texts | Kind::Effects | Kind::References(_) => {
            ("list", &[("delimiter", json!(";")), ("itemType", json!("string"))])
        }
        _ => ("string", &[]),
    };
    out.insert("type".into(), json!(kind));
    out.extend(extra.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    let unit = if field.unit.is_empty() { String::new() } else { format!(" Unit: {}.", field.unit) };
    out.insert("description".into(), json!(format!("{}{unit}", field.description)));
    let mut constraints = Map::new();
    if field.required {
        constraints.insert("required".into(), json!(true));
    }
    if field.kind == Kind::Id || (field.kind == Kind::Iso3 && field.name == "id") {
        constraints.insert("unique".into(), json!(true));
    }
    if field.kind == Kind::Iso3 {
        constraints.insert("pattern".into(), json!("[A-Z]{3}"));
    }
    if let Kind::Choice(words) = &field.kind {
        constraints.insert("enum".into(), json!(words));
    }
    if let Some(limits) = field.limits {
        let number = |value: f64| if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
        let least = if limits.above_least { "exclusiveMinimum" } else { "minimum" };
        constraints.insert(least.into(), number(limits.least));
        constraints.insert("maximum".into(), number(limits.most));
    }
    if !constraints.is_empty() {
        out.insert("constraints".into(), Value::Object(constraints));
    }
    Value::Object(out)
}
