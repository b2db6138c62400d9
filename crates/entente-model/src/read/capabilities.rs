//! Rows of `capabilities.csv`.

use crate::case::Capability;
use crate::diagnostic::Severity;
use crate::read::row::Row;
use crate::read::values::Values;
use crate::schema::Kind;
use crate::table::Ix;

pub(crate) fn capability(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32]) -> Capability {
    let id = values.id(row, |n| &n.capabilities, at, lines);
    if let Some(found) = row.find("id").filter(|f| f.text().contains(':')) {
        // `:` parts a capability from its effect in lists of substitutes.
        let problem = found.error("bad-identifier", "The identifier of a capability cannot contain a colon");
        values.report.push(problem);
    }
    let mut area = String::new();
    if let Some(found) = values.required(row, "area") {
        if let Kind::Choice(areas) = &found.field.kind
            && !areas.iter().any(|a| a == found.text())
        {
            let hint = values.report.did_you_mean(found.text(), areas.iter().map(String::as_str));
            let what = format!("There is no functional area ‘{}’", found.text());
            values.report.push(found.error("unknown-choice", what).hints(hint));
        }
        found.text().clone_into(&mut area);
    }
    let sidc = values.text(row, "sidc");
    let digits = matches!(sidc.len(), 20 | 30) && sidc.bytes().all(|b| b.is_ascii_digit());
    let letters = sidc.len() == 15 && sidc.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'*');
    if let (false, false, Some(found)) = (digits, letters, row.find("sidc")) {
        let what = "The symbol code has neither 20 or 30 digits nor 15 characters";
        let problem = found.remark(Severity::Warning, "bad-symbol", what).expected(found.field.expected());
        values.report.push(problem.hint("a spreadsheet may have cut its digits: format the column as text"));
    }
    let mut substitutes = values.effects(row, "substitutes");
    if let (true, Some(found)) = (substitutes.iter().any(|(c, _)| *c == Ix::new(at)), row.find("substitutes")) {
        let what = "A capability stands in for itself anyway";
        values.report.push(found.remark(Severity::Warning, "own-substitute", what).hint("delete it from the list"));
        substitutes.retain(|(c, _)| *c != Ix::new(at));
    }
    let name = values.text(row, "name");
    Capability { name: if name.is_empty() { id.clone() } else { name }, id, area, sidc, substitutes }
}
