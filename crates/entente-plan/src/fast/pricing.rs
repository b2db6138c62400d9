//! The relaxation from coarse periods to those of the case, in rounds of fixed work, with the certificate now and then.

use super::coarse;
use super::core::Core;
use super::layout::Layout;
use super::proof::Proof;
use super::relax::Relax;
use crate::request::{Part, Parts};

/// What the relaxation does in one round, in the unit of [`Relax::effort`]: about as long as the search takes.
const SWEPT: usize = 60_000_000;

/// Most iterations in one round.
const MOST_AT_ONCE: usize = 400;

/// The layout of a core, less the rows of parts switched off.
pub fn laid_out(core: &Core, parts: Parts) -> Layout {
    let mut layout = Layout::new(core);
    if !parts.has(Part::Rounding) {
        layout.roundings.fill(None);
    }
    layout
}

/// Cores with longer periods, longest first: by how many, the core and its layout.
#[derive(Debug, Default)]
pub struct Coarse(Vec<(usize, Core, Layout)>);

/// Columns of tours from which on the relaxation begins on coarse cores.
const LARGE: usize = 20_000;

/// Periods in one on coarse cores, and fewest periods that a coarse core has.
const COARSE: [usize; 2] = [4, 2];
const FEWEST: usize = 3;

impl Coarse {
    pub fn of(core: &Core, parts: Parts) -> Self {
        let large = core.columns() >= LARGE;
        let worth = |by: &usize| large && core.periods / by >= FEWEST;
        let level = |by: usize| {
            let core = coarse::core(core, by);
            let layout = laid_out(&core, parts);
            (by, core, layout)
        };
        Self(COARSE.into_iter().filter(worth).map(level).collect())
    }
}

/// The relaxation, on one core after the other.
#[derive(Debug)]
pub struct Pricing<'a> {
    core: &'a Core,
    layout: &'a Layout,
    coarse: &'a Coarse,
    paces: bool,
    /// Position among the coarse cores; past them, the core itself.
    level: usize,
    pub relax: Relax<'a>,
    /// Iterations on cores before this one.
    before: u32,
    /// What the prices of this core last proved.
    proven: f64,
}

impl<'a> Pricing<'a> {
    pub fn new(core: &'a Core, layout: &'a Layout, coarse: &'a Coarse, paces: bool) -> Self {
        let (first, its) = coarse.0.first().map_or((core, layout), |(_, core, layout)| (core, layout));
        let relax = Relax::new(first, its, paces);
        Self { core, layout, coarse, paces, level: 0, relax, before: 0, proven: 0.0 }
    }

    pub fn iterations(&self) -> u32 {
        self.before + self.relax.iterations()
    }

    /// Periods in one on the core at hand.
    pub fn by(&self) -> usize {
        self.coarse.0.get(self.level).map_or(1, |(by, ..)| *by)
    }

    /// What an element on a line is worth in a period: see [`Relax::worth`].
    pub fn worth(&self) -> Vec<f32> {
        let (worth, by) = (self.relax.worth(), self.by());
        if by == 1 {
            return worth;
        }
        let mut worth = coarse::spread(&worth, by, self.core.periods);
        worth.iter_mut().for_each(|worth| *worth /= by as f32);
        worth
    }

    /// Iterations in the round at hand.
    fn at_once(&self) -> usize {
        (SWEPT / self.relax.effort().max(1)).clamp(1, MOST_AT_ONCE)
    }

    /// How many times as long as the rest the round at hand is: on the largest cases one iteration is longer than a round.
    pub fn stretch(&self) -> f64 {
        let iterations = self.at_once();
        if iterations == MOST_AT_ONCE { 1.0 } else { (iterations * self.relax.effort()) as f64 / SWEPT as f64 }
    }

    /// So many more iterations, and what the certificate makes of them, now and then.
    pub fn round(&mut self, proof: &mut Proof) {
        for _ in 0..self.at_once() {
            self.relax.step();
            let every = if self.by() == 1 { JUDGED } else { JUDGED_COARSE };
            if !self.relax.iterations().is_multiple_of(every) {
                continue;
            }
            if self.by() == 1 {
                proof.judge_between(self.core, self.layout, self.relax.prices());
                continue;
            }
            let prices = coarse::prices(&self.relax.prices(), self.by(), self.core.periods);
            let proven = proof.judge(self.core, self.layout, prices);
            let little = proven > 0.0 && proven < (1.0 + WORTH) * self.proven;
            if little || self.relax.iterations() >= MOST_COARSE {
                self.refine();
                return;
            }
            self.proven = proven;
        }
    }

    /// Goes on with shorter periods.
    fn refine(&mut self) {
        let from = self.by();
        self.before += self.relax.iterations();
        self.level += 1;
        let next = self.coarse.0.get(self.level);
        let (core, layout) = next.map_or((self.core, self.layout), |(_, core, layout)| (core, layout));
        let mut finer = Relax::new(core, layout, self.paces);
        finer.continue_from(&self.relax, from / self.by());
        self.relax = finer;
        self.proven = 0.0;
    }
}

/// Iterations between two certificates, on the core itself and on coarse ones.
const JUDGED: u32 = 50;
const JUDGED_COARSE: u32 = 100;

/// Most iterations on a coarse core.
const MOST_COARSE: u32 = 1_000;

/// A coarse core has given what it can when so many iterations raise what it proves by less than this share.
const WORTH: f64 = 0.15;
