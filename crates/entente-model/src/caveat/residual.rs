//! A predicate with facts and attributes put in: what is left speaks of the plan alone.

use crate::case::Line;
use crate::caveat::{Binds, Caveat, Service, Test};
use crate::expr::{Expr, Term, Truth};
use crate::table::Ix;
use crate::{Case, Period};

impl Caveat {
    /// What must be false of the plan for the forces bound to serve on `line` in `period`.
    /// `Const(false)`: the caveat does not exclude the service; `Const(true)`: it does.
    ///
    /// Facts are taken as the case takes them. A test on something unknown binds: it takes the value
    /// that helps the predicate to be true, which under an odd number of negations is false.
    pub fn residual(&self, case: &Case, line: Ix<Line>, period: Period) -> Expr<Term> {
        let bound = match self.binds {
            Binds::Nation(nation) => nation,
            Binds::Offer(offer) => case.offers[offer].nation,
        };
        let formation = case.lines[line].formation;
        self.excludes.replace_polar(true, &mut |test, positive| match test {
            Test::Plan(Term::Fact(fact)) => Expr::Const(case.facts[*fact].holds),
            Test::Plan(term) => Expr::Term(*term),
            Test::Partner(nation) if *nation == bound => Expr::Const(false),
            Test::Partner(nation) => Expr::Term(Term::Serves(*nation, Some(formation))),
            Test::Commander(nation) => {
                let leads = |f| Expr::Term(Term::Leads(*nation, Some(f)));
                Expr::any(case.upward(formation).map(leads).collect())
            }
            Test::Attribute(test) => Expr::Const(match test.truth(case, Service { line, period }) {
                Truth::Yes => true,
                Truth::No => false,
                Truth::Unknown => positive,
            }),
        })
    }
}
