//! `docs/reference/datapackage.json`: the tables of a case for other tools, as a Data Package.

/// The descriptor with every table there can be.
pub fn text() -> String {
    format!("{:#}\n", entente_model::datapackage("Case"))
}
