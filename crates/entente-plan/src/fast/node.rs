//! A part of a core in branching on who serves where: some nations serve in some formations for certain, some do not.
//! Its relaxation begins with prices and values of the node above.

use super::certify;
use super::core::Core;
use super::layout::{Layout, Prices};
use super::pricing::laid_out;
use super::proof::Proof;
use super::relax::Relax;
use super::warm::{Carrier, Standing, Warm};
use crate::request::{Part, Parts};
use std::sync::Arc;

/// A part of a core, how its relaxation stands, and what is proven of it.
#[derive(Clone, Debug)]
pub struct Node {
    pub warm: Warm,
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
    /// Goes on from where a core above stood, of which this is a part, and from what proved most there, if that is known.
    /// Every so many iterations it is judged.
    pub fn new(
        from: (&Core, &Layout),
        (stood, proved): (&Standing, Option<&Prices>),
        core: Arc<Core>,
        (every, parts): (u32, Parts),
    ) -> Self {
        let layout = part(from.1, &core, parts);
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), parts.has(Part::Paces));
        let carrier = Carrier::new(from, (&core, &layout), stood);
        relax.stand(carrier.standing(stood, stood.unit));
        // Who is held or left out changes these prices at once, which the relaxation only comes to by and by.
        relax.price_places(certify::nations(&core, &layout, &relax.prices()));
        let mut proof = Proof::default();
        let prices = proved.map_or_else(|| relax.prices(), |prices| carrier.prices(prices, prices.unit));
        proof.judge(&core, &layout, prices);
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

    /// How it stands, and what that is of.
    pub fn stood(self) -> (Arc<Core>, Arc<Layout>, Standing) {
        let standing = self.relax.standing();
        (self.core, self.layout, standing)
    }

    /// How it stands, and what proves most.
    pub fn node(self) -> Node {
        let standing = self.relax.standing();
        let prices = self.proof.prices.unwrap_or_else(|| self.relax.prices());
        Node { bound: self.proof.bound, warm: Warm::new(self.core, self.layout, prices, standing) }
    }
}
