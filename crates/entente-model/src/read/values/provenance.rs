//! The provenance columns: source, date, basis and why.

use crate::diagnostic::Severity;
use crate::provenance::{Basis, Provenance};
use crate::read::row::Row;
use crate::read::values::Values;

impl Values {
    /// The provenance columns of a row.
    pub fn provenance(&mut self, row: &Row<'_>) -> Provenance {
        let sources = self.references(row, "source", |n| &n.sources);
        let as_of = self.date(row, "as_of");
        let words = [("stated", Basis::Stated), ("derived", Basis::Derived), ("assumed", Basis::Assumed)];
        let basis = self.choice(row, "basis", &words).unwrap_or_default();
        let why = self.text(row, "why");
        if why.is_empty()
            && let (Basis::Derived | Basis::Assumed, Some(found)) = (basis, row.find("basis"))
        {
            let what = format!("The figures are {}, and nothing says why", found.text());
            let problem = found.remark(Severity::Warning, "missing-why", what);
            self.report.push(problem.expected("a reason in the column why").hint("say what the figure rests on"));
        }
        if sources.is_empty()
            && row.find("source").is_none()
            && let (Basis::Stated, Some(found)) = (basis, row.find("basis"))
        {
            let what = "The figures are stated, and nothing says by whom";
            let problem = found.remark(Severity::Warning, "stated-without-source", what);
            self.report.push(problem.expected("an identifier of sources.csv in the column source"));
        }
        Provenance { sources, as_of, basis, why }
    }
}
