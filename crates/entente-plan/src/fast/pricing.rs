//! The relaxation from coarse periods to those of the case, and branching from there, in rounds of fixed work, with the
//! certificate now and then.

use super::coarse;
use super::core::Core;
use super::guide::Guide;
use super::layout::Layout;
use super::node::Stood;
use super::proof::Proof;
use super::relax::Relax;
use super::tree::{self, Tree};
use super::warm::Carrier;
use super::ways::Ways;
use crate::request::{Part, Parts};
use std::sync::Arc;

/// What the relaxation does in one round, in the unit of [`Relax::effort`]: about as long as the search takes.
const SWEPT: usize = 80_000_000;

/// Most iterations in one round.
const MOST_AT_ONCE: usize = 400;

/// The layout of a core in such ways, less the rows of parts switched off.
pub fn laid_out(core: &Core, ways: Ways, parts: Parts) -> Layout {
    let mut layout = Layout::in_ways(core, ways);
    if !parts.has(Part::Rounding) {
        layout.roundings.fill(None);
    }
    layout
}

/// The same in one way of each nation.
pub fn laid_out_undivided(core: &Core, parts: Parts) -> Layout {
    laid_out(core, Ways::undivided(core).part(core), parts)
}

/// Cores with longer periods, longest first: by how many, and the core.
#[derive(Debug, Default)]
pub struct Coarse(Vec<(usize, Arc<Core>)>);

/// Columns of tours from which on the relaxation begins on coarse cores.
const LARGE: usize = 20_000;

/// Periods in one on coarse cores, and fewest periods that a coarse core has.
const COARSE: [usize; 2] = [4, 2];
const FEWEST: usize = 3;

impl Coarse {
    pub fn of(core: &Core) -> Self {
        let large = core.columns() >= LARGE;
        let worth = |by: &usize| large && core.periods / by >= FEWEST;
        Self(COARSE.into_iter().filter(worth).map(|by| (by, Arc::new(coarse::core(core, by)))).collect())
    }

    /// A relaxation from nothing at a level: on a coarse core in the same ways, or past them on the core itself.
    fn relax(&self, level: usize, (core, layout): (&Arc<Core>, &Arc<Layout>), parts: Parts) -> Relax {
        let paces = parts.has(Part::Paces);
        match self.0.get(level) {
            Some((_, coarse)) => {
                let layout = Arc::new(laid_out(coarse, layout.ways.clone(), parts));
                Relax::new(Arc::clone(coarse), layout, paces)
            }
            None => Relax::new(Arc::clone(core), Arc::clone(layout), paces),
        }
    }
}

/// A round of the relaxation or of branching.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// Share of a whole one.
    pub share: f64,
    /// No plan of so much or more is of interest.
    pub cutoff: f64,
    /// Whether branching has both threads for itself.
    pub both: bool,
}

/// The relaxation, on one core after the other.
#[derive(Debug)]
pub struct Pricing {
    core: Arc<Core>,
    layout: Arc<Layout>,
    coarse: Coarse,
    parts: Parts,
    /// Position among the coarse cores; past them, the core itself.
    level: usize,
    pub relax: Relax,
    /// Iterations before those of the relaxation at hand.
    before: u32,
    /// Effort on the core itself.
    spent: u64,
    /// What the prices of this core last proved.
    proven: f64,
    /// Whether there is more to divide.
    divides: bool,
    /// Iterations until ways are divided.
    until: u32,
    /// Branching, once it has begun.
    tree: Option<Tree>,
}

impl Pricing {
    /// The relaxation of a core in such ways, from the coarse cores on.
    pub fn new(core: Arc<Core>, ways: Ways, coarse: Coarse, (parts, divides): (Parts, bool)) -> Self {
        let layout = Arc::new(laid_out(&core, ways, parts));
        let relax = coarse.relax(0, (&core, &layout), parts);
        let (level, before, spent) = (0, 0, 0);
        Self {
            core,
            layout,
            coarse,
            parts,
            level,
            relax,
            before,
            spent,
            proven: 0.0,
            divides,
            until: FIRST,
            tree: None,
        }
    }

    /// The layout of the core itself.
    pub fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    pub fn iterations(&self) -> u32 {
        self.before + self.relax.iterations() + self.tree.as_ref().map_or(0, Tree::iterations)
    }

    /// Periods in one on the core at hand.
    pub fn by(&self) -> usize {
        self.coarse.0.get(self.level).map_or(1, |(by, _)| *by)
    }

    /// What it tells a search.
    pub fn guide(&self) -> Guide {
        let (mut guide, by) = (self.relax.guide(), self.by());
        if by > 1 {
            guide.worth = coarse::spread(&guide.worth, by, self.core.periods);
            guide.worth.iter_mut().for_each(|worth| *worth /= by as f32);
        }
        guide
    }

    /// What is done in a round that is such a share of a whole one, in the unit of [`Relax::effort`].
    pub fn effort(share: f64) -> usize {
        (share * SWEPT as f64) as usize
    }

    /// Iterations in a round that is such a share of a whole one.
    fn at_once(&self, share: f64) -> usize {
        (Self::effort(share) / self.relax.effort().max(1)).clamp(1, MOST_AT_ONCE)
    }

    /// How long a round will be that should be such a share of a whole one: on the largest cases one iteration is longer.
    pub fn stretch(&self, share: f64) -> f64 {
        if self.tree.is_some() {
            return share;
        }
        let iterations = self.at_once(share);
        if iterations == MOST_AT_ONCE { share } else { (iterations * self.relax.effort()) as f64 / SWEPT as f64 }
    }

    /// A round of branching, or of so many more iterations and what the certificate makes of them.
    pub fn round(&mut self, proof: &mut Proof, round: Round) {
        let Round { share, cutoff, both } = round;
        if let Some(tree) = &mut self.tree {
            tree.round(Self::effort(share), cutoff, both);
            proof.bound = proof.bound.max(tree.bound().map_or(cutoff, |bound| bound.min(cutoff)));
            return;
        }
        self.relax(proof, share);
    }

    fn relax(&mut self, proof: &mut Proof, share: f64) {
        let each = if self.by() == 1 { self.relax.effort() as u64 } else { 0 };
        for _ in 0..self.at_once(share) {
            self.relax.step();
            self.spent += each;
            let every = if self.by() == 1 { JUDGED } else { JUDGED_COARSE };
            if !self.relax.iterations().is_multiple_of(every) {
                continue;
            }
            if self.by() == 1 {
                proof.judge_between(&self.core, &self.layout, self.relax.prices());
                if self.divides && self.relax.iterations() >= self.until {
                    self.divide(proof);
                    return;
                }
                continue;
            }
            let prices = coarse::prices(&self.relax.prices(), self.by(), self.core.periods);
            let proven = proof.judge(&self.core, &self.layout, prices);
            let little = proven > 0.0 && proven < (1.0 + WORTH) * self.proven;
            if little || self.relax.iterations() >= MOST_COARSE {
                self.refine();
                return;
            }
            self.proven = proven;
        }
    }

    /// Whether what it is at cannot be told from how the bound rises: on coarse cores, and while ways are being divided.
    pub fn leaps(&self) -> bool {
        self.by() > 1 || self.divides
    }

    /// Whether it tells enough of who serves where for dives from it.
    pub fn tells_places(&self) -> bool {
        self.by() == 1 && (!self.divides || self.spent >= TOLD)
    }

    /// Whether so much effort leaves branching room for enough halves of parts: see [`HALVES`].
    pub fn may_branch_within(&self, effort: f64) -> bool {
        let half = tree::LEAST as usize * self.relax.effort().max(1);
        effort / half as f64 >= HALVES * self.core.undecided().len() as f64
    }

    /// Goes over to branching on who serves where, from a bound on.
    pub fn branch(&mut self, bound: f64) {
        let (core, layout) = (Arc::clone(&self.core), Arc::clone(&self.layout));
        self.tree = Some(Tree::new(Stood { core, layout, standing: self.relax.standing() }, bound, self.parts));
    }

    /// Whether it has gone over to branching.
    pub fn branches(&self) -> bool {
        self.tree.is_some()
    }

    /// How the part stood that branching has at hand, or the relaxation before that, once it is on the core itself.
    pub fn at_hand(&self) -> Option<Stood> {
        if let Some(tree) = &self.tree {
            return tree.at_hand();
        }
        let (core, layout) = (Arc::clone(&self.core), Arc::clone(&self.layout));
        (self.by() == 1).then(|| Stood { core, layout, standing: self.relax.standing() })
    }

    /// Whether branching has come to its end.
    pub fn ended(&self) -> bool {
        self.tree.as_ref().is_some_and(Tree::ended)
    }

    /// Divides the ways of those nations that the relaxation lets serve in parts, and goes on with what it has come to.
    fn divide(&mut self, proof: &mut Proof) {
        let most = (self.core.nations / 2).max(1);
        let by = self.relax.torn(most);
        let columns = self.relax.columns();
        let times = (self.core.posts.len() * BY_FORMATIONS.0 / BY_FORMATIONS.1).max(LEAST_TIMES);
        if by.len() * FEW <= most || columns > times * self.core.columns() || columns > MOST_COLUMNS {
            self.divides = false;
            return;
        }
        let layout = Arc::new(laid_out(&self.core, self.layout.ways.divided(&by), self.parts));
        let standing = self.relax.standing();
        let carrier = Carrier::new((&self.core, &self.layout), (&self.core, &layout), &standing);
        let mut relax = Relax::new(Arc::clone(&self.core), Arc::clone(&layout), self.parts.has(Part::Paces));
        relax.stand(carrier.standing(&standing, standing.unit));
        proof.prices = proof.prices.take().map(|prices| carrier.prices(&prices, prices.unit));
        self.before += self.relax.iterations();
        self.until = BETWEEN;
        (self.relax, self.layout) = (relax, layout);
    }

    /// Goes on with shorter periods.
    fn refine(&mut self) {
        let from = self.by();
        self.before += self.relax.iterations();
        self.level += 1;
        let mut finer = self.coarse.relax(self.level, (&self.core, &self.layout), self.parts);
        finer.continue_from(&self.relax, from / self.by());
        self.relax = finer;
        self.proven = 0.0;
    }
}

/// Branching is worth it if it comes to so many halves of parts, as a share of the places that are open: fewer raise no
/// bound, and dives do more in its place.
const HALVES: f64 = 0.125;

/// Iterations on the core itself until ways are divided first, and then between two divisions.
const FIRST: u32 = 300;
const BETWEEN: u32 = 150;

/// Ways are divided until there are so many times as many tour columns as the core has, by formations or at least, or so
/// many, or until no more are torn than one in so many of those that are divided at once.
const BY_FORMATIONS: (usize, usize) = (3, 5);
const LEAST_TIMES: usize = 6;
const MOST_COLUMNS: usize = 10_000_000;
const FEW: usize = 4;

/// Effort on the core itself that tells enough of who serves where, while ways are still being divided: 1,000 iterations on L,
/// 120 on XL.
const TOLD: u64 = 10_000_000_000;

/// Iterations between two certificates, on the core itself and on coarse ones.
const JUDGED: u32 = 50;
const JUDGED_COARSE: u32 = 100;

/// Most iterations on a coarse core.
const MOST_COARSE: u32 = 1_000;

/// A coarse core has given what it can when so many iterations raise what it proves by less than this share.
const WORTH: f64 = 0.15;
