//! The core of a case as flat arrays: cover, busy, tours, join, nations, ceilings. What the fast search walks
//! over; the rest of the rules are left to the exact model.

use crate::force::eligible::Pair;
use entente_model::{Case, Ix, Line, Offer, Period};
use std::collections::BTreeSet;

/// A line that an offer may serve.
#[derive(Clone, Debug)]
pub struct Service {
    /// Line.
    pub line: u32,
    /// Its formation.
    pub formation: u32,
    /// e[u,r], thousandths.
    pub effect: i32,
    /// Starts allowed, as ranges from ‥ to (exclusive).
    pub starts: Vec<(u32, u32)>,
}

impl Service {
    /// How many starts are allowed: columns of tours.
    pub fn columns(&self) -> usize {
        self.starts.iter().map(|(from, to)| (to - from) as usize).sum()
    }
}

/// An offer that may serve somewhere.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The offer.
    pub offer: Ix<Offer>,
    /// Its nation.
    pub nation: u32,
    /// m_u.
    pub elements: u32,
    /// σ_u.
    pub strength: i64,
    /// What an element on tour counts in rows of [`Core::ceilings`].
    pub counts: Vec<(u32, f64)>,
    /// L_u.
    pub tour: u32,
    /// L_u + D_u.
    pub busy: u32,
    /// Most tours of an element.
    pub most_tours: u32,
    /// What one element on one tour weighs: cost and non-delivery.
    pub cost: f64,
    /// Where it may serve, formation by formation.
    pub services: Vec<Service>,
    /// Formations in which it may serve, and which of the services those are.
    pub at: Vec<(u32, std::ops::Range<u32>)>,
}

impl Unit {
    /// Which of its services is on a line, if any.
    pub fn on_line(&self, line: u32) -> Option<usize> {
        self.services.iter().position(|service| service.line == line)
    }

    /// L_u, or the whole horizon if that is shorter: from no start does a tour reach further.
    pub fn tour_within(&self, periods: usize) -> usize {
        (self.tour as usize).min(periods)
    }

    /// L_u + D_u, or the whole horizon if that is shorter.
    pub fn busy_within(&self, periods: usize) -> usize {
        (self.busy as usize).min(periods)
    }
}

/// A line that some unit may serve, or that is short whatever is done.
#[derive(Clone, Debug)]
pub struct Need {
    /// Formation.
    pub formation: u32,
    /// What a thousandth of an element short weighs in a period.
    pub weight: f64,
    /// Asked by period, thousandths.
    pub asked: Vec<i32>,
    /// Most nations on it.
    pub most: u32,
    /// Units that may serve on it, with the position of the service.
    pub by: Vec<(u32, u32)>,
}

/// A formation.
#[derive(Clone, Debug)]
pub struct Post {
    /// Most nations in it or below.
    pub most: u32,
    /// It and the formations above it.
    pub upward: Vec<u32>,
    /// Its own lines.
    pub lines: Vec<u32>,
}

/// People of a nation on tour, as elements count in [`Unit::counts`], are no more than so many.
#[derive(Clone, Debug)]
pub struct CeilingRow {
    /// Nation.
    pub nation: u32,
    /// Most by period.
    pub most: Vec<f64>,
}

impl CeilingRow {
    /// Whether there is a limit in a period.
    pub fn limits(&self, period: usize) -> bool {
        self.most[period] < FREE as f64
    }
}

/// The core of a case.
#[derive(Clone, Debug)]
pub struct Core {
    /// P.
    pub periods: usize,
    /// Nations of the case.
    pub nations: usize,
    /// Offers.
    pub units: Vec<Unit>,
    /// Lines, by position in the case.
    pub needs: Vec<Need>,
    /// Formations, by position in the case.
    pub posts: Vec<Post>,
    /// Ceilings by nation and period; [`FREE`] where there is none.
    pub ceiling: Vec<i64>,
    /// Authorised strength by period, or [`FREE`].
    pub theatre: Vec<i64>,
    /// What a nation in a formation weighs.
    pub nation_cost: f64,
    /// Rows that keep nations within their ceilings: those themselves, and what whole elements add (`lifting.rs`).
    pub ceilings: Vec<CeilingRow>,
    /// Whether a nation serves in a formation for certain, by [`Core::place`].
    pub held: Vec<bool>,
}

/// No limit.
const FREE: i64 = i64::MAX / 4;

impl Core {
    /// The core of the case, with the pairs that may serve. `tour_cost` is what one element on one tour weighs.
    pub fn new(case: &Case, pairs: &[Pair], tour_cost: impl Fn(Ix<Offer>) -> f64) -> Self {
        let periods = case.calendar.horizon as usize;
        let need = |line: &Line| Need {
            formation: line.formation.get() as u32,
            weight: case.weights.shortfall(line.priority) * line.weight * case.months(1) / 1000.0,
            asked: line.quantity.iter().map(|&q| q as i32 * 1000).collect(),
            most: line.max_nations.unwrap_or(u32::MAX),
            by: Vec::new(),
        };
        let mut needs: Vec<Need> = case.lines.iter().map(need).collect();
        let post = |(f, formation): (Ix<entente_model::Formation>, &entente_model::Formation)| Post {
            most: formation.max_nations.unwrap_or(u32::MAX),
            upward: case.upward(f).map(|g| g.get() as u32).collect(),
            lines: case.lines.enumerate().filter(|(_, l)| l.formation == f).map(|(r, _)| r.get() as u32).collect(),
        };
        let mut units: Vec<Unit> = Vec::new();
        for group in pairs.chunk_by(|a, b| a.offer == b.offer) {
            let offer = &case.offers[group[0].offer];
            let mut services = group.iter().map(service).collect::<Vec<_>>();
            services.sort_by_key(|s| (s.formation, s.line));
            for (at, service) in services.iter().enumerate() {
                needs[service.line as usize].by.push((units.len() as u32, at as u32));
            }
            units.push(Unit {
                offer: group[0].offer,
                nation: offer.nation.get() as u32,
                elements: offer.elements.unwrap_or(0),
                strength: i64::from(offer.strength.unwrap_or(0)),
                counts: Vec::new(),
                tour: offer.tour,
                busy: offer.tour.saturating_add(offer.dwell),
                most_tours: offer.most_tours.unwrap_or(u32::MAX),
                cost: tour_cost(group[0].offer),
                at: by_formation(&services),
                services,
            });
        }
        let limit = |by: &[Option<u32>], p: usize| by.get(p).copied().flatten().map_or(FREE, i64::from);
        let by_nation = |n: &entente_model::Nation| (0..periods).map(|p| limit(&n.ceiling, p)).collect::<Vec<_>>();
        let mut core = Self {
            periods,
            nations: case.nations.len(),
            units,
            needs,
            posts: case.formations.enumerate().map(post).collect(),
            ceiling: case.nations.iter().flat_map(by_nation).collect(),
            theatre: (0..periods).map(|p| limit(&case.authorised, p)).collect(),
            nation_cost: case.weights.nation,
            ceilings: Vec::new(),
            held: vec![false; case.formations.len() * case.nations.len()],
        };
        core.add_ceilings();
        core
    }

    /// Ceilings as they stand, of nations that have one.
    fn add_ceilings(&mut self) {
        let mut row_of = vec![None; self.nations];
        for (nation, row) in row_of.iter_mut().enumerate() {
            let most = &self.ceiling[nation * self.periods..][..self.periods];
            if most.iter().any(|most| *most < FREE) {
                *row = Some(self.ceilings.len() as u32);
                let most = most.iter().map(|most| *most as f64).collect();
                self.ceilings.push(CeilingRow { nation: nation as u32, most });
            }
        }
        for unit in &mut self.units {
            unit.counts.extend(row_of[unit.nation as usize].map(|row| (row, unit.strength as f64)));
        }
    }

    /// Bytes that it takes, but for a little.
    pub fn bytes(&self) -> usize {
        let service = |service: &Service| size_of::<Service>() + size_of_val(&*service.starts);
        let unit = |unit: &Unit| {
            let listed = size_of_val(&*unit.counts) + size_of_val(&*unit.at);
            size_of::<Unit>() + listed + unit.services.iter().map(service).sum::<usize>()
        };
        let need = |need: &Need| size_of::<Need>() + size_of_val(&*need.asked) + size_of_val(&*need.by);
        let ceilings = self.ceilings.iter().map(|row| size_of::<CeilingRow>() + size_of_val(&*row.most));
        let rows = ceilings.sum::<usize>() + size_of_val(&*self.ceiling) + self.held.len();
        rows + self.units.iter().map(unit).sum::<usize>() + self.needs.iter().map(need).sum::<usize>()
    }

    /// The core with only some of its tours: by unit, service and start. Units that are left none stay, without services.
    pub fn narrowed(&self, keep: impl Fn(usize, usize, u32) -> bool) -> Self {
        let mut core = self.clone();
        core.needs.iter_mut().for_each(|need| need.by.clear());
        for (u, unit) in core.units.iter_mut().enumerate() {
            let services = std::mem::take(&mut unit.services);
            for (k, service) in services.into_iter().enumerate() {
                let starts: Vec<u32> =
                    service.starts.iter().flat_map(|&(from, to)| from..to).filter(|&p| keep(u, k, p)).collect();
                if !starts.is_empty() {
                    unit.services.push(Service { starts: ranges(starts), ..service });
                }
            }
            unit.at = by_formation(&unit.services);
            for (at, service) in unit.services.iter().enumerate() {
                core.needs[service.line as usize].by.push((u as u32, at as u32));
            }
        }
        core
    }

    /// Columns of tours.
    pub fn columns(&self) -> usize {
        self.units.iter().flat_map(|unit| &unit.services).map(Service::columns).sum()
    }

    /// Elements of each nation.
    pub fn elements(&self) -> Vec<f32> {
        let mut elements = vec![0.0; self.nations];
        for unit in &self.units {
            elements[unit.nation as usize] += unit.elements as f32;
        }
        elements
    }

    /// The core without the tours of a nation in a formation.
    pub fn without(&self, place: usize) -> Self {
        self.narrowed(|u, k, _| self.place_of(u, k) != place)
    }

    /// The core in which a nation serves in a formation for certain; those for whom there is no room then do not.
    pub fn holding(&self, place: usize) -> Self {
        let mut core = self.clone();
        core.held[place] = true;
        let room: Vec<bool> = (0..core.posts.len()).flat_map(|f| core.room(&core.held, f)).collect();
        let full = core.undecided().into_iter().any(|other| !room[other]);
        if full { core.narrowed(|u, k, _| room[self.place_of(u, k)]) } else { core }
    }

    /// Nations that may serve in a formation beside those that do in these places, within its limit and those of the
    /// formations above it, by nation. Those that serve below a formation count in it, once.
    pub fn room(&self, serving: &[bool], formation: usize) -> Vec<bool> {
        let mut may = vec![true; self.nations];
        for &g in &self.posts[formation].upward {
            let most = self.posts[g as usize].most;
            if most == u32::MAX {
                continue;
            }
            let mut inside = vec![false; self.nations];
            for f in (0..self.posts.len()).filter(|&f| self.posts[f].upward.contains(&g)) {
                let here = &serving[f * self.nations..][..self.nations];
                inside.iter_mut().zip(here).for_each(|(inside, here)| *inside |= here);
            }
            if inside.iter().filter(|inside| **inside).count() >= most as usize {
                may.iter_mut().zip(&inside).for_each(|(may, inside)| *may &= inside);
            }
        }
        may
    }

    /// The core in which nations serve in these places for certain, and else only where `open` says.
    pub fn with_places(&self, held: &BTreeSet<usize>, open: impl Fn(usize) -> bool) -> Self {
        let mut core = self.narrowed(|u, k, _| {
            let place = self.place_of(u, k);
            held.contains(&place) || open(place)
        });
        core.held = (0..core.held.len()).map(|place| held.contains(&place)).collect();
        core
    }

    /// The core with all units as those of one nation, for where every place is decided: what its nations bring to a line
    /// then need not be told apart. Ceilings stay as rows.
    pub fn as_one_nation(&self) -> Self {
        let mut core = self.clone();
        core.units.iter_mut().for_each(|unit| unit.nation = 0);
        core.ceiling.fill(FREE);
        core.held.fill(false);
        for place in self.held_places() {
            let formation = place / self.nations;
            core.held[formation * self.nations] = true;
        }
        core
    }

    /// Places that nations hold for certain.
    pub fn held_places(&self) -> BTreeSet<usize> {
        (0..self.held.len()).filter(|&place| self.held[place]).collect()
    }

    /// Places that some tour is for and nobody holds for certain.
    pub fn undecided(&self) -> BTreeSet<usize> {
        let all = self.units.iter().flat_map(|unit| unit.at.iter().map(|(f, _)| self.place(*f, unit.nation)));
        all.filter(|place| !self.held[*place]).collect()
    }

    /// How many nations may serve directly in a formation besides those that do for certain: all of them are among those
    /// that serve there or above.
    pub fn free_places(&self, formation: usize) -> usize {
        let most = self.posts[formation].upward.iter().map(|&g| self.posts[g as usize].most).min();
        let most = (most.unwrap_or(u32::MAX) as usize).min(self.nations);
        let held = &self.held[formation * self.nations..][..self.nations];
        most.saturating_sub(held.iter().filter(|held| **held).count())
    }

    /// Every tour that may begin: offer, line and start.
    pub fn tours(&self) -> impl Iterator<Item = (Ix<Offer>, Ix<Line>, Period)> + '_ {
        let services = self.units.iter().flat_map(|unit| unit.services.iter().map(|service| (unit.offer, service)));
        services.flat_map(|(offer, service)| {
            let starts = service.starts.iter().flat_map(|&(from, to)| from..to);
            starts.map(move |start| (offer, Ix::new(service.line as usize), Period(start)))
        })
    }

    /// The place that tours of a unit in one of its services are in.
    pub fn place_of(&self, unit: usize, service: usize) -> usize {
        let unit = &self.units[unit];
        self.place(unit.services[service].formation, unit.nation)
    }

    /// Position of a nation in a formation, for flat tables.
    pub fn place(&self, formation: u32, nation: u32) -> usize {
        formation as usize * self.nations + nation as usize
    }

    /// Whether there is an authorised strength in a period.
    pub fn authorises(&self, period: usize) -> bool {
        self.theatre[period] < FREE
    }

    /// Periods of the horizon in which a tour from `start` is on tour.
    pub fn on_tour(&self, unit: &Unit, start: u32) -> std::ops::Range<usize> {
        let end = (start.saturating_add(unit.tour) as usize).min(self.periods);
        start as usize..end
    }
}

fn by_formation(services: &[Service]) -> Vec<(u32, std::ops::Range<u32>)> {
    let mut at = Vec::new();
    let mut from = 0;
    for group in services.chunk_by(|a, b| a.formation == b.formation) {
        let to = from + group.len() as u32;
        at.push((group[0].formation, from..to));
        from = to;
    }
    at
}

fn service(pair: &Pair) -> Service {
    let starts = ranges(pair.starts.iter().map(|p| p.0));
    Service { line: pair.line.get() as u32, formation: pair.formation.get() as u32, effect: pair.effect as i32, starts }
}

/// Periods in order as ranges.
fn ranges(periods: impl IntoIterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for p in periods {
        match ranges.last_mut() {
            Some((_, to)) if *to == p => *to += 1,
            _ => ranges.push((p, p + 1)),
        }
    }
    ranges
}

#[cfg(test)]
impl Core {
    /// A unit of each nation that may fill the one line of each formation for half of the horizon, and a place for one nation
    /// in each.
    pub(super) fn of_units(nations: u32, formations: u32) -> Self {
        let service = |f: u32| Service { line: f, formation: f, effect: 1000, starts: vec![(0, 4)] };
        let unit = |nation: u32| Unit {
            offer: Ix::new(nation as usize),
            nation,
            elements: 1,
            strength: 100,
            counts: Vec::new(),
            tour: 2,
            busy: 4,
            most_tours: u32::MAX,
            cost: 0.1 + 0.05 * f64::from(nation),
            services: (0..formations).map(service).collect(),
            at: (0..formations).map(|f| (f, f..f + 1)).collect(),
        };
        let by = |f: u32| (0..nations).map(|u| (u, f)).collect();
        let weight = |f: u32| f64::from(f + 1);
        let need = |f: u32| Need { formation: f, weight: weight(f), asked: vec![1000; 4], most: u32::MAX, by: by(f) };
        Self {
            periods: 4,
            nations: nations as usize,
            units: (0..nations).map(unit).collect(),
            needs: (0..formations).map(need).collect(),
            posts: (0..formations).map(|f| Post { most: 1, upward: vec![f], lines: vec![f] }).collect(),
            ceiling: vec![1000; 4 * nations as usize],
            theatre: vec![1000; 4],
            nation_cost: 0.1,
            ceilings: Vec::new(),
            held: vec![false; (nations * formations) as usize],
        }
    }
}
