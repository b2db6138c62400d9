//! A burden key that some contributing nations lack leaves them out of the comparison.

use crate::case::{BurdenKey, Case};
use crate::check::Locate;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;

pub(crate) fn check(case: &Case, report: &mut Report, locate: &Locate<'_>) {
    let column = match case.burden_key {
        BurdenKey::None => return,
        BurdenKey::Gdp => "gdp",
        BurdenKey::Population => "population",
    };
    let offering: std::collections::BTreeSet<_> =
        case.offers.iter().filter(|offer| case.plannable(offer)).map(|offer| offer.nation).collect();
    for (at, nation) in case.nations.enumerate() {
        let known = if column == "gdp" { nation.gdp.is_some() } else { nation.population.is_some() };
        if !known && offering.contains(&at) {
            let what = format!("{} has no {column}: its share is compared with nothing", nation.id);
            let place = locate("nations.csv", at.get(), column);
            let problem = Diagnostic::new(Severity::Warning, "missing-burden-key", place, what);
            report.push(problem.hint("fill the column, or choose another burden_key in case.toml"));
        }
    }
}
