//! Rows of `caveats.csv`.

use crate::caveat::{Attribute, AttributeTest, Axis, Binds, Caveat, Comparison, Test};
use crate::diagnostic::Severity;
use crate::expr::Expr;
use crate::parse;
use crate::read::row::Row;
use crate::read::values::Values;
use crate::table::Ix;

pub(crate) fn caveat(values: &mut Values, row: &Row<'_>, at: usize, lines: &[u32]) -> Caveat {
    let id = values.id(row, |n| &n.caveats, at, lines);
    let binds = binds(values, row);
    let axis = values.required(row, "axis").and_then(|found| {
        let axis = Axis::parse(found.text());
        if axis.is_none() {
            let hint = values.report.did_you_mean(found.text(), Axis::all().map(Axis::name));
            let what = format!("There is no axis ‘{}’", found.text());
            values.report.push(found.error("unknown-choice", what).hints(hint));
        }
        axis
    });
    let referral_hours = values.count32(row, "referral_hours");
    let referral = if axis == Some(Axis::Referral) { referral_hours } else { None };
    let excludes = match row.find("excludes") {
        Some(found) => parse::predicate(found.text(), &values.names).unwrap_or_else(|errors| {
            values.expression_errors(&found, errors);
            Expr::Const(true)
        }),
        None => {
            if referral.is_none() && row.has_column("excludes") {
                values.missing(row, "excludes");
            }
            Expr::Const(false)
        }
    };
    // A line that wants its orders obeyed sooner than the capital can answer is not served.
    let slower = referral.map(|hours| {
        let comparison = Comparison::Below(f64::from(hours));
        Expr::Term(Test::Attribute(AttributeTest { attribute: Attribute::ResponseHours, comparison }))
    });
    Caveat {
        id,
        binds: binds.unwrap_or(Binds::Nation(Ix::new(0))),
        axis: axis.unwrap_or(Axis::Geography),
        text: values.text(row, "excludes"),
        excludes: Expr::any(std::iter::once(excludes).chain(slower).collect()),
        summary: values.text(row, "summary"),
        declared: values.yes_no(row, "declared"),
        override_authority: values.text(row, "override"),
        referral_hours,
        provenance: values.provenance(row),
    }
}

/// The nation or the offer: one of the two.
fn binds(values: &mut Values, row: &Row<'_>) -> Option<Binds> {
    let nation = values.reference(row, "nation", |n| &n.nations);
    let offer = values.reference(row, "offer", |n| &n.offers);
    let (column, what) = match (row.find("nation"), row.find("offer")) {
        (Some(_), Some(_)) => ("offer", "The caveat names both a nation and an offer"),
        (None, None) => ("nation", "The caveat names neither a nation nor an offer"),
        _ => return nation.map(Binds::Nation).or(offer.map(Binds::Offer)),
    };
    let problem = row.problem(Severity::Error, "caveat-binds", column, what);
    let hint = "fill one of the two columns and empty the other";
    values.report.push(problem.expected("either a nation or an offer").hint(hint));
    None
}
