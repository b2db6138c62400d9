//! Caveats test tasks, operations and the like by words that the lines use. A word that no line uses
//! never excludes anything: fine if nobody asks for it, fatal if it is misspelt.

use crate::case::{Case, Line};
use crate::caveat::{Attribute, Comparison, Test};
use crate::check::Locate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;
use std::collections::{BTreeMap, BTreeSet};

type Words = fn(&Line) -> &[String];

/// Attributes whose words are free, and where lines have them.
const FREE: [(Attribute, Words); 5] = [
    (Attribute::Task, |l| &l.tasks),
    (Attribute::Operation, |l| &l.operations),
    (Attribute::Weapons, |l| &l.weapons),
    (Attribute::Information, |l| &l.information),
    (Attribute::Supply, |l| std::slice::from_ref(&l.supply)),
];

pub(crate) fn check(case: &Case, report: &mut Report, locate: &Locate<'_>) {
    let mut used: BTreeMap<Attribute, BTreeSet<&str>> = BTreeMap::new();
    for (attribute, words) in FREE {
        used.insert(attribute, case.lines.iter().flat_map(words).map(String::as_str).collect());
    }
    for (at, caveat) in case.caveats.enumerate() {
        caveat.excludes.each_term(&mut |test| {
            let Test::Attribute(test) = test else { return };
            let (Some(used), Comparison::OneOf(names)) = (used.get(&test.attribute), &test.comparison) else { return };
            for name in names.iter().filter(|n| !used.contains(n.as_str())) {
                let hint = report.did_you_mean(name, used.iter().copied());
                // A near miss is likely a slip; a word of its own may be meant for lines to come.
                let severity = if hint.is_some() { Severity::Warning } else { Severity::Note };
                let what = format!("No line has the {} ‘{name}’", test.attribute.definition().name);
                let place = locate("caveats.csv", at.get(), "excludes");
                report.push(Diagnostic::new(severity, "unused-word", place, what).value(name).hints(hint));
            }
        });
    }
}
