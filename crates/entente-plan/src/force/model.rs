//! The exact model while it is built: the named program, the columns of tours, nations and leads, and
//! the look-ups that the rules share. The rules are the files beside this one.

use crate::force::eligible::Pair;
use entente_model::{Case, EntryPoint, Formation, Ix, Line, Nation, Offer, Period};
use entente_solve::{Col, Kind, Milp};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of one pair: x[u,r,p] by start, in order.
pub type Starts = Vec<(Period, Col)>;

/// An offer that arrives for a formation in a period, and the entry point it comes through.
pub type Arrival = (Ix<Offer>, Ix<Formation>, Period, Ix<EntryPoint>);

/// The exact model of a case.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    /// The case.
    pub case: &'a Case,
    /// The program.
    pub milp: Milp,
    /// Where offers may serve.
    pub pairs: Vec<Pair>,
    /// x[u,r,p], by position in `pairs`.
    pub x: Vec<Starts>,
    /// Positions in `pairs`, by offer.
    pub of_offer: Vec<Vec<usize>>,
    /// Positions in `pairs`, by line.
    pub of_line: Vec<Vec<usize>>,
    /// s[r,p], where something could serve.
    pub s: BTreeMap<(Ix<Line>, Period), Col>,
    /// a[u].
    pub a: BTreeMap<Ix<Offer>, Col>,
    /// y[n,f].
    pub y: BTreeMap<(Ix<Nation>, Ix<Formation>), Col>,
    /// d[n,f].
    pub d: BTreeMap<(Ix<Nation>, Ix<Formation>), Col>,
    /// l[n,f].
    pub l: BTreeMap<(Ix<Nation>, Ix<Formation>), Col>,
    /// via[u,f,h,p].
    pub via: BTreeMap<Arrival, Col>,
    /// y that has its row `served`.
    pub served: BTreeSet<(Ix<Nation>, Ix<Formation>)>,
}

impl<'a> Model<'a> {
    /// The model with the tour columns of the pairs and no rows yet.
    pub fn new(case: &'a Case, pairs: Vec<Pair>) -> Self {
        let mut milp = Milp::new(case.name.clone());
        let mut of_offer = vec![Vec::new(); case.offers.len()];
        let mut of_line = vec![Vec::new(); case.lines.len()];
        let mut x = Vec::with_capacity(pairs.len());
        for (at, pair) in pairs.iter().enumerate() {
            of_offer[pair.offer.get()].push(at);
            of_line[pair.line.get()].push(at);
            let elements = f64::from(case.offers[pair.offer].elements.unwrap_or(0));
            let (u, r) = (&case.offers[pair.offer].id, &case.lines[pair.line].id);
            let column = |&p: &Period| {
                let name = format!("x[{u},{r},{}]", case.calendar.label(p));
                (p, milp.column(name, 0.0, elements, Kind::Integer))
            };
            x.push(pair.starts.iter().map(column).collect());
        }
        let none = BTreeMap::new;
        Self {
            case,
            milp,
            pairs,
            x,
            of_offer,
            of_line,
            s: BTreeMap::new(),
            a: BTreeMap::new(),
            y: none(),
            d: none(),
            l: none(),
            via: BTreeMap::new(),
            served: BTreeSet::new(),
        }
    }

    /// m_u.
    pub fn elements(&self, offer: Ix<Offer>) -> f64 {
        f64::from(self.case.offers[offer].elements.unwrap_or(0))
    }

    /// σ_u.
    pub fn strength(&self, offer: Ix<Offer>) -> f64 {
        f64::from(self.case.offers[offer].strength.unwrap_or(0))
    }

    /// What people call the period.
    pub fn label(&self, p: Period) -> String {
        self.case.calendar.label(p)
    }

    /// Columns of a pair that are on tour in `p`.
    pub fn on_tour(&self, pair: usize, p: Period) -> &[(Period, Col)] {
        let starts = &self.x[pair];
        let tour = self.case.offers[self.pairs[pair].offer].tour;
        let from = starts.partition_point(|(start, _)| start.0.saturating_add(tour) <= p.0);
        let to = starts.partition_point(|(start, _)| *start <= p);
        &starts[from.min(to)..to]
    }

    /// Positions of pairs by nation.
    pub fn by_nation(&self) -> BTreeMap<Ix<Nation>, Vec<usize>> {
        let mut by: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (at, pair) in self.pairs.iter().enumerate() {
            by.entry(self.case.offers[pair.offer].nation).or_default().push(at);
        }
        by
    }

    /// Positions of the pairs of one offer, by formation.
    pub fn by_formation(&self, offer: Ix<Offer>) -> BTreeMap<Ix<Formation>, Vec<usize>> {
        let mut by: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for &at in &self.of_offer[offer.get()] {
            by.entry(self.pairs[at].formation).or_default().push(at);
        }
        by
    }

    /// Of pairs of one offer: the largest sets of tours of which an element makes at most one, being on
    /// tour or in dwell in the rest of them; each with the period in which they overlap. Sets within
    /// others add nothing and are left out, so every set is a maximal clique.
    pub fn cliques(&self, offer: Ix<Offer>, pairs: &[usize]) -> Vec<(Period, Vec<Col>)> {
        let terms = &self.case.offers[offer];
        let busy = terms.tour.saturating_add(terms.dwell);
        let mut starts: Vec<(Period, Col)> = pairs.iter().flat_map(|&at| self.x[at].iter().copied()).collect();
        starts.sort_unstable();
        let mut cliques = Vec::new();
        let (mut first, mut at) = (0, 0);
        while at < starts.len() {
            let p = starts[at].0;
            let end = at + starts[at..].partition_point(|(start, _)| *start == p);
            let first_free = |from: usize, p: Period| {
                from + starts[from..].partition_point(|(start, _)| start.0.saturating_add(busy) <= p.0)
            };
            first = first_free(first, p);
            let next = starts.get(end).map(|(start, _)| first_free(first, *start));
            if next.is_none_or(|next| next > first) {
                cliques.push((p, starts[first..end].iter().map(|(_, col)| *col).collect()));
            }
            at = end;
        }
        cliques
    }

    /// Adds, for the pairs of one offer, that no element of it is on tour or in dwell there unless `switch`
    /// is 1: rows `name[…,p]`.
    pub fn switch(&mut self, name: impl Fn(&str) -> String, offer: Ix<Offer>, pairs: &[usize], switch: Col) {
        let m = self.elements(offer);
        for (p, clique) in self.cliques(offer, pairs) {
            let mut entries: Vec<_> = clique.into_iter().map(|col| (col, 1.0)).collect();
            entries.push((switch, -m));
            let name = name(&self.label(p));
            self.milp.at_most(name, entries, 0.0);
        }
    }

    /// Pairs of the nation on lines of the formation and below (all, if none is named), by position.
    fn pairs_in(&self, nation: Ix<Nation>, formation: Option<Ix<Formation>>) -> impl Iterator<Item = usize> + '_ {
        let offers = self.case.offers.enumerate().filter(move |(_, u)| u.nation == nation);
        let pairs = offers.flat_map(|(u, _)| self.of_offer[u.get()].iter().copied());
        pairs.filter(move |&at| formation.is_none_or(|f| self.case.lies_in(self.pairs[at].formation, f)))
    }

    /// Tours of the nation on lines of the formation and below.
    pub fn tours_in(&self, nation: Ix<Nation>, formation: Ix<Formation>) -> impl Iterator<Item = Col> + '_ {
        self.pairs_in(nation, Some(formation)).flat_map(|at| self.x[at].iter().map(|(_, col)| *col))
    }

    /// troops(n, f) in p as entries: people of each element on tour.
    pub fn troops(&self, nation: Ix<Nation>, formation: Option<Ix<Formation>>, p: Period) -> Vec<(Col, f64)> {
        let on_tour = |at: usize| {
            let people = self.strength(self.pairs[at].offer);
            self.on_tour(at, p).iter().map(move |(_, col)| (*col, people))
        };
        self.pairs_in(nation, formation).flat_map(on_tour).collect()
    }

    /// Identifiers for row names.
    pub fn nation_id(&self, nation: Ix<Nation>) -> &'a str {
        &self.case.nations[nation].id
    }

    /// Identifiers for row names.
    pub fn formation_id(&self, formation: Ix<Formation>) -> &'a str {
        &self.case.formations[formation].id
    }

    /// Identifiers for row names.
    pub fn offer_id(&self, offer: Ix<Offer>) -> &'a str {
        &self.case.offers[offer].id
    }

    /// Identifiers for row names.
    pub fn line_id(&self, line: Ix<Line>) -> &'a str {
        &self.case.lines[line].id
    }
}
