//! A part of a core in branching on who serves where: some nations serve in some formations for certain, some do not.
//! Its relaxation begins with prices and values of the node above.

use super::certify;
use super::core::Core;
use super::guide::Guide;
use super::layout::{Layout, Prices};
use super::pieces::all_zero;
use super::pricing::{laid_out, laid_out_undivided};
use super::proof::Proof;
use super::relax::Relax;
use super::standing::Standing;
use super::warm::{Carrier, Warm};
use crate::request::{Part, Parts};
use std::sync::Arc;

/// A part of a core, how its relaxation stands, and what is proven of it.
#[derive(Clone, Debug)]
pub struct Node {
    /// The part, prices and values.
    pub warm: Warm,
    /// What is proven.
    pub bound: f64,
}

impl Node {
    /// With this bound, if it is the better: what holds of the part above holds here.
    pub fn at_least(self, bound: f64) -> Self {
        Self { bound: self.bound.max(bound), ..self }
    }

    /// The core.
    pub fn core(&self) -> &Arc<Core> {
        self.warm.core()
    }
}

/// The layout of a part of a core: nations come in the ways they did, as far as those are left.
pub fn part(from: &Layout, core: &Core, parts: Parts) -> Arc<Layout> {
    Arc::new(laid_out(core, from.ways.part(core), parts))
}

/// A part and how its relaxation stood.
#[derive(Clone, Debug)]
pub struct Stood {
    /// The core.
    pub core: Arc<Core>,
    /// Where its columns and rows lie.
    pub layout: Arc<Layout>,
    /// Values and prices.
    pub standing: Standing,
}

/// The relaxation of a part at work.
#[derive(Debug)]
pub struct Relaxing {
    core: Arc<Core>,
    layout: Arc<Layout>,
    relax: Relax,
    proof: Proof,
    every: u32,
}

impl Relaxing {
    /// Calm at first: see [`Relax::calm`].
    pub fn calm(mut self, weight: f64) -> Self {
        self.relax.calm(weight);
        self
    }

    /// Goes on from where a core above stood, of which this is a part, and from what proved most there, if that is known.
    /// Every so many iterations it is judged.
    pub fn new(
        from: (&Core, &Layout),
        (stood, proved): (&Standing, Option<&Prices>),
        core: Arc<Core>,
        (every, parts): (u32, Parts),
    ) -> Self {
        let layout = part(from.1, &core, parts);
        let carrier = Carrier::new(from, (&core, &layout), stood);
        let prices = proved.map(|prices| carrier.prices(prices, prices.unit));
        let standing = carrier.standing(stood, stood.unit);
        Self::begun((core, layout), (standing, prices), (every, parts))
    }

    /// The same where places are open that were not: what a nation could bring there is worth what the line pays.
    pub fn opened(from: &Stood, core: Arc<Core>, (every, parts): (u32, Parts)) -> Self {
        let layout = Arc::new(laid_out_undivided(&core, parts));
        let carrier = Carrier::new((&from.core, &from.layout), (&core, &layout), &from.standing);
        let mut standing = carrier.standing(&from.standing, from.standing.unit);
        let periods = core.periods.max(1);
        for (supply, row) in layout.supplies.iter().zip(standing.supply.chunks_mut(periods)) {
            if all_zero(row) {
                row.copy_from_slice(&standing.cover[supply.line as usize * periods..][..periods]);
            }
        }
        Self::begun((core, layout), (standing, None), (every, parts))
    }

    /// Goes on from there.
    pub fn of(Stood { core, layout, standing }: Stood, (every, parts): (u32, Parts)) -> Self {
        Self::begun((core, layout), (standing, None), (every, parts))
    }

    fn begun(
        (core, layout): (Arc<Core>, Arc<Layout>),
        (standing, proved): (Standing, Option<Prices>),
        (every, parts): (u32, Parts),
    ) -> Self {
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), parts.has(Part::Paces));
        relax.stand(standing);
        // Who is held or left out changes these prices at once, which the relaxation only comes to by and by.
        relax.price_places(certify::nations(&core, &layout, &relax.prices()));
        let mut proof = Proof::default();
        proof.judge(&core, &layout, proved.unwrap_or_else(|| relax.prices()));
        Self { core, layout, relax, proof, every }
    }

    /// One more iteration.
    pub fn step(&mut self) {
        self.relax.step();
        if self.relax.iterations().is_multiple_of(self.every) {
            self.proof.judge_between(&self.core, &self.layout, self.relax.prices());
        }
    }

    /// What is proven.
    pub fn bound(&self) -> f64 {
        self.proof.bound
    }

    /// Iterations so far.
    pub fn iterations(&self) -> u32 {
        self.relax.iterations()
    }

    /// What an iteration costs: see [`Relax::effort`].
    pub fn effort(&self) -> usize {
        self.relax.effort()
    }

    /// The core.
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// What it tells a search.
    pub fn guide(&self) -> Guide {
        self.relax.guide()
    }

    /// How it stands, and what that is of.
    pub fn stood(self) -> Stood {
        let standing = self.relax.standing();
        Stood { core: self.core, layout: self.layout, standing }
    }

    /// How it stands, and what proves most.
    pub fn node(self) -> Node {
        let standing = self.relax.standing();
        let prices = self.proof.prices.unwrap_or_else(|| self.relax.prices());
        Node { bound: self.proof.bound, warm: Warm::new(self.core, self.layout, prices, standing) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::warm::Carrier;

    /// Where a nation is held, its elements go on paying for being there what they paid when that was open.
    #[test]
    fn what_a_place_costs_an_element_stays_where_it_is_decided() {
        let core = Arc::new(Core::of_units(3, 2));
        let layout = Arc::new(laid_out_undivided(&core, Parts::default()));
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), true);
        (0..60).for_each(|_| relax.step());
        let standing = relax.standing();
        let costly = |&j: &usize| !all_zero(&standing.join[j * core.periods..][..core.periods]);
        let dear: Vec<usize> = (0..layout.joins.len()).filter(costly).collect();
        assert!(!dear.is_empty());
        for j in dear {
            let (formation, way) = (layout.joins[j].formation, layout.joins[j].place as usize / layout.most.len());
            let held = core.holding(core.place(formation, layout.ways.get(way).nation));
            let there = part(&layout, &held, Parts::default());
            let carried = Carrier::new((&core, &layout), (&held, &there), &standing).standing(&standing, standing.unit);
            let same = there.joins.iter().position(|join| join.place == layout.joins[j].place).expect("as before");
            let row = |of: &[f32], j: usize| of[j * core.periods..][..core.periods].to_vec();
            assert_eq!(row(&carried.join, same), row(&standing.join, j));
        }
    }
}
