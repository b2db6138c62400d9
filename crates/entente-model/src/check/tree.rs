//! Formations make a forest: nobody is above himself.

use crate::case::Formation;
use crate::check::Locate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;

/// Whether the formations make a forest; each circle is reported once, at its first formation.
pub(crate) fn check(report: &mut Report, formations: &[Formation], locate: &Locate<'_>) -> bool {
    // 0: not seen; otherwise the walk that saw it first.
    let mut seen = vec![0_usize; formations.len()];
    let mut forest = true;
    for start in 0..formations.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at.filter(|&h| h < formations.len() && seen[h] == 0) {
            seen[here] = start + 1;
            path.push(here);
            at = formations[here].parent.map(|p| p.get());
        }
        let closed = at.filter(|&h| h < formations.len() && seen[h] == start + 1);
        let Some(first) = closed.and_then(|h| path.iter().position(|&p| p == h)) else { continue };
        forest = false;
        let mut circle: Vec<&str> = path[first..].iter().map(|&f| formations[f].id.as_str()).collect();
        circle.push(circle[0]);
        let what = match circle.len() {
            2 => format!("The formation {} is its own parent", circle[0]),
            n if n > 12 => format!("{} formations stand above one another in a circle", n - 1),
            _ => format!("Formations stand above one another in a circle: {}", circle.join(" below ")),
        };
        let place = locate("formations.csv", path[first], "parent");
        let parent = formations[path[first]].parent.map(|p| formations[p.get()].id.clone()).unwrap_or_default();
        let problem = Diagnostic::new(Severity::Error, "formation-cycle", place, what).value(parent);
        report.push(problem.expected("a tree").hint("empty the parent of the formation at the top"));
    }
    forest
}
