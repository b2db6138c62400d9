//! Whether a term of a condition holds in the plan.

use super::Judge;
use entente_model::{Period, Term, Truth};

pub(super) fn of(judge: &Judge<'_>, term: &Term, p: Period) -> Truth {
    let holds = match *term {
        Term::Fact(fact) => judge.case.facts[fact].holds,
        Term::Serves(n, f) => judge.tally.serving_in(f).contains(&n),
        Term::Leads(n, f) => judge.plan.leads.iter().any(|l| l.nation == n && f.is_none_or(|f| f == l.formation)),
        Term::TroopsAtLeast(n, f, least) => judge.tally.troops(n, f, p) >= u64::from(least),
    };
    Truth::from(holds)
}
