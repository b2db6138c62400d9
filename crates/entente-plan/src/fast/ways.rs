//! Ways in which a nation may serve: in some formations for certain, in others not, the rest being open. The ways of a
//! nation are apart from each other and leave nothing out.
//!
//! With one way for each nation the relaxation gives a nation a fraction of a place in many formations, and all of its
//! elements then choose among those. In several ways it has to say how much it serves in each, and its elements serve in
//! each within that share: the convex hull of the ways (disjunctive programming, Balas 1979), each nation by itself.

use super::core::Core;
use std::collections::BTreeMap;

/// What a way says of a formation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serving {
    /// Nothing: the nation may serve there.
    Open,
    /// It serves there for certain.
    In,
    /// It does not.
    Out,
}

/// A way in which a nation may serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Nation.
    pub nation: u32,
    /// By formation.
    pub serving: Vec<Serving>,
}

impl Way {
    /// Whether both may hold at once: they are of one nation, and neither is in where the other is out.
    pub fn meets(&self, other: &Self) -> bool {
        let apart = |pair| matches!(pair, (Serving::In, Serving::Out) | (Serving::Out, Serving::In));
        self.nation == other.nation && !self.serving.iter().copied().zip(other.serving.iter().copied()).any(apart)
    }
}

/// The ways of all nations, nation by nation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways(Vec<Way>);

impl Ways {
    /// One way for each nation: it serves where it is held, and all else is open.
    pub fn undivided(core: &Core) -> Self {
        let serving = |at: usize| if core.held[at] { Serving::In } else { Serving::Open };
        let way = |nation: u32| {
            let places = (0..core.posts.len() as u32).map(|f| core.place(f, nation));
            Way { nation, serving: places.map(serving).collect() }
        };
        Self((0..core.nations as u32).map(way).collect())
    }

    /// With some of them in two, without a formation and within it: by way, the formation, which it leaves open.
    pub fn divided(&self, by: &BTreeMap<usize, u32>) -> Self {
        let mut ways = Vec::with_capacity(self.0.len() + by.len());
        for (w, way) in self.0.iter().enumerate() {
            let Some(&formation) = by.get(&w) else {
                ways.push(way.clone());
                continue;
            };
            for serving in [Serving::Out, Serving::In] {
                let mut part = way.clone();
                part.serving[formation as usize] = serving;
                ways.push(part);
            }
        }
        Self(ways)
    }

    /// Whether they are of as many nations and formations as a core has.
    pub fn suit(&self, core: &Core) -> bool {
        self.0.last().is_some_and(|way| way.nation as usize + 1 == core.nations)
            && self.0.iter().all(|way| way.serving.len() == core.posts.len())
    }

    /// Those that are left in a part of the core: nations are within where they are held, and without where no tour is left
    /// to them.
    pub fn part(&self, core: &Core) -> Self {
        let mut said = Self::undivided(core);
        let mut serves = vec![false; core.held.len()];
        for unit in &core.units {
            unit.at.iter().for_each(|(f, _)| serves[core.place(*f, unit.nation)] = true);
        }
        for way in &mut said.0 {
            let nation = way.nation;
            for (serving, f) in way.serving.iter_mut().zip(0..) {
                if *serving == Serving::Open && !serves[core.place(f, nation)] {
                    *serving = Serving::Out;
                }
            }
        }
        let mut ways: Vec<Way> = Vec::with_capacity(self.0.len());
        for way in self.0.iter().filter(|way| way.meets(&said.0[way.nation as usize])) {
            let mut way = way.clone();
            for (serving, said) in way.serving.iter_mut().zip(&said.0[way.nation as usize].serving) {
                if *said != Serving::Open {
                    *serving = *said;
                }
            }
            ways.push(way);
        }
        Self(ways)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each in turn.
    pub fn iter(&self) -> std::slice::Iter<'_, Way> {
        self.0.iter()
    }

    /// One of them.
    pub fn get(&self, way: usize) -> &Way {
        &self.0[way]
    }

    /// The ways of each nation that has any, as ranges.
    pub fn by_nation(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut from = 0;
        self.0.chunk_by(|a, b| a.nation == b.nation).map(move |ways| {
            from += ways.len();
            from - ways.len()..from
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::certify;
    use crate::fast::core::{Need, Post, Service, Unit};
    use crate::fast::layout::Layout;
    use crate::fast::relax::Relax;
    use entente_model::Ix;
    use std::sync::Arc;

    fn whole(nations: u32, formations: usize) -> Ways {
        Ways((0..nations).map(|nation| Way { nation, serving: vec![Serving::Open; formations] }).collect())
    }

    /// Every choice of formations is in one way of its nation and no other.
    #[test]
    fn ways_are_apart_and_leave_nothing_out() {
        let mut dice = fastrand::Rng::with_seed(11);
        for _ in 0..50 {
            let mut ways = whole(2, 4);
            for _ in 0..6 {
                let way = dice.usize(..ways.len());
                let open: Vec<u32> = (0..4).filter(|&f| ways.get(way).serving[f as usize] == Serving::Open).collect();
                if let Some(formation) = dice.choice(open) {
                    ways = ways.divided(&BTreeMap::from([(way, formation)]));
                }
            }
            for (nation, choice) in (0..2).flat_map(|n| (0..16_u32).map(move |choice| (n, choice))) {
                let serving = |f: u32| if choice >> f & 1 == 1 { Serving::In } else { Serving::Out };
                let chosen = Way { nation, serving: (0..4).map(serving).collect() };
                assert_eq!(ways.iter().filter(|way| way.meets(&chosen)).count(), 1);
            }
            assert_eq!(ways.by_nation().count(), 2);
        }
    }

    /// One nation, three formations and three units, each of which may serve in two of them. With halves of places all
    /// three serve for one and a half times what a place weighs; whole, it takes two. One division tells.
    #[test]
    fn halves_of_three_places_are_two() {
        let unit = |u: u32| {
            let service = |f: u32| Service { line: 3 * u + f, formation: f, effect: 1000, starts: vec![(0, 1)] };
            let services: Vec<Service> = (0..3).filter(|f| *f != u).map(service).collect();
            let at = services.iter().zip(0..).map(|(s, k)| (s.formation, k..k + 1)).collect();
            let (elements, strength, counts, cost) = (1, 100, Vec::new(), 0.0);
            let (tour, busy, most_tours, offer) = (1, 1, 1, Ix::new(u as usize));
            Unit { offer, nation: 0, elements, strength, counts, tour, busy, most_tours, cost, services, at }
        };
        let units: Vec<Unit> = (0..3).map(unit).collect();
        let by = |r: u32| {
            let service = |u: u32| units[u as usize].services.iter().position(|s| s.line == r);
            (0..3).filter_map(|u| Some((u, service(u)? as u32))).collect::<Vec<_>>()
        };
        let need = |r: u32| Need { formation: r % 3, weight: 0.1, asked: vec![1000], most: 1, by: by(r) };
        let core = Core {
            periods: 1,
            nations: 1,
            needs: (0..9).map(|r| Need { asked: vec![if by(r).is_empty() { 0 } else { 1000 }], ..need(r) }).collect(),
            posts: (0..3).map(|f| Post { most: 1, upward: vec![f], lines: vec![f, 3 + f, 6 + f] }).collect(),
            ceiling: vec![i64::MAX / 4],
            theatre: vec![i64::MAX / 4],
            nation_cost: 10.0,
            ceilings: Vec::new(),
            held: vec![false; 3],
            units,
        };
        let core = Arc::new(core);
        let bound = |ways: Ways| {
            let layout = Arc::new(Layout::in_ways(&core, ways));
            let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
            (0..2_000).for_each(|_| relax.step());
            (certify::bound(&core, &layout, &relax.prices()), relax.torn(1))
        };
        let (halves, torn) = bound(Ways::undivided(&core));
        assert!((halves - 315.0).abs() < 0.1 && torn.len() == 1, "{halves}");
        let (whole, _) = bound(Ways::undivided(&core).divided(&torn));
        assert!((whole - 320.0).abs() < 0.1, "{whole}");
    }
}
