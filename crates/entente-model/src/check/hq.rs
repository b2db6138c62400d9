//! The HQ line of a formation lies in it or below it, and somebody leads the formation.

use crate::case::{Formation, LeadRule, Line};
use crate::check::Locate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn check(
    report: &mut Report,
    tainted: &BTreeSet<(&'static str, usize)>,
    formations: &[Formation],
    lines: &[Line],
    locate: &Locate<'_>,
) {
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, formation) in formations.iter().enumerate() {
        let Some(hq) = formation.hq_line.map(|l| l.get()).filter(|&l| l < lines.len()) else { continue };
        if tainted.contains(&("formations.csv", at)) || tainted.contains(&("requirements.csv", hq)) {
            continue;
        }
        let error = |code, what: String| {
            Diagnostic::new(Severity::Error, code, locate("formations.csv", at, "hq_line"), what).value(&*lines[hq].id)
        };
        if formation.lead == LeadRule::None {
            let what = "Only the lead fills the HQ line, and nobody leads the formation".to_owned();
            let problem = error("hq-line-without-lead", what).expected("a lead rule in the column lead");
            report.push(problem.hint("name leads, or any, in the column lead; or empty hq_line"));
        }
        let mut above = Some(lines[hq].formation.get());
        while let Some(here) = above.filter(|&f| f != at) {
            above = formations.get(here).and_then(|f| f.parent).map(|p| p.get());
        }
        if above.is_none() {
            let home = formations.get(lines[hq].formation.get()).map(|f| f.id.as_str()).unwrap_or_default();
            let what = format!("The line {} belongs to {home}, outside {}", lines[hq].id, formation.id);
            let problem = error("hq-line-outside", what).expected("a line of this formation or of one below it");
            report.push(problem.hint("choose another line, or move the line"));
        }
        if let Some(first) = taken.insert(hq, at) {
            let what = format!("The line {} is the HQ line of {} already", lines[hq].id, formations[first].id);
            report.push(error("hq-line-shared", what).expected("a line of its own for each headquarters"));
        }
    }
}
