//! Case folders as one text, for tests and examples.

use std::collections::BTreeMap;

/// The files of a case from one text: a line `//- offers.csv` begins each. Text before the first is left
/// out, and spaces before each line are cut as far as all lines of the text have them.
///
/// ```
/// let files = entente_model::fixture("
///     //- nations.csv
///     id,name
///     XAA,Arden
/// ");
/// assert_eq!(files["nations.csv"], b"id,name\nXAA,Arden\n");
/// ```
pub fn fixture(text: &str) -> BTreeMap<String, Vec<u8>> {
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let indent = text.lines().filter(|l| !l.trim().is_empty()).map(spaces).min().unwrap_or(0);
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut current: Option<String> = None;
    let end = text.trim_end_matches(' ');
    for line in end.split_inclusive('\n') {
        let line = line.get(indent.min(spaces(line))..).unwrap_or(line);
        if let Some(name) = line.strip_prefix("//- ") {
            current = Some(name.trim().to_owned());
            files.entry(name.trim().to_owned()).or_default();
        } else if let Some(name) = &current {
            files.entry(name.clone()).or_default().extend(line.as_bytes());
        }
    }
    files
}
