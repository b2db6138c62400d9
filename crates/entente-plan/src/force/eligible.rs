//! Where each offer may serve and when its tours may start: rules 1 to 7 of the formulation page.

use entente_model::caveat::Binds;
use entente_model::quantity::Milli;
use entente_model::{Case, Caveat, Expr, Formation, Ix, Line, Offer, Period, Term};
use std::collections::BTreeMap;
use std::rc::Rc;

/// An offer and a line that it may serve: the columns x[u,r,·].
#[derive(Clone, Debug)]
pub struct Pair {
    /// u.
    pub offer: Ix<Offer>,
    /// r.
    pub line: Ix<Line>,
    /// The formation of r.
    pub formation: Ix<Formation>,
    /// e[u,r].
    pub effect: Milli,
    /// Periods in which a tour may start, in order; at least one.
    pub starts: Vec<Period>,
    /// What the plan must not make true while the offer is on tour on the line, by period of the
    /// horizon; empty where nothing of its caveats is left to the plan.
    pub bans: Vec<Expr<Term>>,
}

/// All pairs that may serve, by offer, then by line.
pub fn pairs(case: &Case) -> Vec<Pair> {
    let mut finder = Finder::new(case);
    case.offers.indices().flat_map(|u| finder.of_offer(u)).collect()
}

/// What is left of the condition of an offer once the facts of the case are put in.
pub fn condition(case: &Case, offer: Ix<Offer>) -> Expr<Term> {
    case.offers[offer].condition.expr.replace(&mut |term| match term {
        Term::Fact(f) => Expr::Const(case.facts[*f].holds),
        other => Expr::Term(*other),
    })
}

/// What is left of one caveat on one line, by period of the horizon.
type Residuals = Rc<Vec<Expr<Term>>>;

struct Finder<'a> {
    case: &'a Case,
    /// Lines by the capability they accept, in table order.
    accepting: Vec<Vec<Ix<Line>>>,
    by_nation: Vec<Vec<Ix<Caveat>>>,
    by_offer: BTreeMap<Ix<Offer>, Vec<Ix<Caveat>>>,
    /// Nation caveats are asked about once for each line, not once for each offer.
    residuals: BTreeMap<(Ix<Caveat>, Ix<Line>), Residuals>,
    hq_of: BTreeMap<Ix<Line>, Vec<Ix<Formation>>>,
}

impl<'a> Finder<'a> {
    fn new(case: &'a Case) -> Self {
        let mut accepting = vec![Vec::new(); case.capabilities.len()];
        for (r, line) in case.lines.enumerate() {
            for (c, _) in &line.accepts {
                accepting[c.get()].push(r);
            }
        }
        let mut by_nation = vec![Vec::new(); case.nations.len()];
        let mut by_offer: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (c, caveat) in case.caveats.enumerate() {
            match caveat.binds {
                Binds::Nation(n) => by_nation[n.get()].push(c),
                Binds::Offer(u) => by_offer.entry(u).or_default().push(c),
            }
        }
        let mut hq_of: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (f, formation) in case.formations.enumerate() {
            if let Some(line) = formation.hq_line {
                hq_of.entry(line).or_default().push(f);
            }
        }
        Self { case, accepting, by_nation, by_offer, residuals: BTreeMap::new(), hq_of }
    }

    fn of_offer(&mut self, u: Ix<Offer>) -> Vec<Pair> {
        let case = self.case;
        let offer = &case.offers[u];
        if !case.plannable(offer) || condition(case, u) == Expr::Const(false) {
            return Vec::new();
        }
        let mut caveats = self.by_nation[offer.nation.get()].clone();
        caveats.extend(self.by_offer.get(&u).into_iter().flatten());
        caveats.sort_unstable();
        let lines = self.accepting[offer.capability.get()].clone();
        lines.into_iter().filter_map(|r| self.of_line(u, r, &caveats)).collect()
    }

    fn of_line(&mut self, u: Ix<Offer>, r: Ix<Line>, caveats: &[Ix<Caveat>]) -> Option<Pair> {
        let case = self.case;
        let (offer, line) = (&case.offers[u], &case.lines[r]);
        let effect = case.effectiveness(u, r)?.milli();
        let in_time = line.ntm_max.is_none_or(|most| offer.ntm.is_some_and(|days| days <= most));
        let refused = |c: &Ix<Caveat>| {
            let caveat = &case.caveats[*c];
            line.refuses.iter().any(|no| *no == caveat.id || caveat.axis.letter() == no)
        };
        let may_lead = |f: &Ix<Formation>| case.formations[*f].lead.allows(offer.nation);
        let leads = self.hq_of.get(&r).is_none_or(|of| of.iter().all(may_lead));
        let reached = case.entries_for(u, line.formation).is_none_or(|entries| !entries.is_empty());
        if !in_time || !leads || !reached || caveats.iter().any(refused) {
            return None;
        }
        let bans = self.bans(r, caveats);
        let starts = starts(case, u, r, &bans);
        let planned = bans.iter().any(|ban| !matches!(ban, Expr::Const(_)));
        let bans = if planned { bans } else { Vec::new() };
        (!starts.is_empty()).then_some(Pair { offer: u, line: r, formation: line.formation, effect, starts, bans })
    }

    /// What the caveats together forbid on the line, by period.
    fn bans(&mut self, r: Ix<Line>, caveats: &[Ix<Caveat>]) -> Vec<Expr<Term>> {
        let case = self.case;
        let mut all: Vec<Residuals> = Vec::new();
        for &c in caveats {
            let of_periods = || case.calendar.periods().map(|p| case.caveats[c].residual(case, r, p)).collect();
            // What binds one offer is asked about once on each line anyway: keeping it would only fill memory.
            all.push(match case.caveats[c].binds {
                Binds::Offer(_) => Rc::new(of_periods()),
                Binds::Nation(_) => self.residuals.entry((c, r)).or_insert_with(|| Rc::new(of_periods())).clone(),
            });
        }
        if all.is_empty() {
            return Vec::new();
        }
        (0..case.calendar.horizon as usize).map(|p| Expr::any(all.iter().map(|of| of[p].clone()).collect())).collect()
    }
}

fn starts(case: &Case, u: Ix<Offer>, r: Ix<Line>, bans: &[Expr<Term>]) -> Vec<Period> {
    let (offer, line) = (&case.offers[u], &case.lines[r]);
    let horizon = case.calendar.horizon;
    let first = line.window.from.max(offer.window.from).max(case.earliest_arrival(offer));
    let mut end = line.window.end_within(horizon).0;
    if let Some(to) = offer.window.to {
        end = end.min(to.0.saturating_add(1).saturating_sub(offer.tour));
    }
    let free = |p: u32| {
        let on_tour = p as usize..p.saturating_add(offer.tour).min(horizon) as usize;
        bans.get(on_tour).is_none_or(|bans| !bans.contains(&Expr::Const(true)))
    };
    (first.0..end).filter(|&p| free(p)).map(Period).collect()
}
