//! What one planning leaves behind for the next on a like case: the prices that prove its bound, how the relaxation
//! stood, and what both are of. Offers, lines, formations and nations are known by their positions in the tables of the
//! case, which changes keep; what is new begins at 0.

use super::core::Core;
use super::layout::{Layout, Prices};
use entente_model::{Ix, Offer};
use std::collections::BTreeMap;

/// The values of the relaxation, as they lay: columns, then prices.
#[derive(Clone, Debug)]
pub struct Standing {
    /// x, column by column.
    pub x: Vec<f32>,
    /// w, by supply and period.
    pub w: Vec<f32>,
    /// s, by line and period.
    pub short: Vec<f32>,
    /// y, by place.
    pub y: Vec<f32>,
    /// By line and period.
    pub cover: Vec<f32>,
    /// By line and period.
    pub rounding: Vec<f32>,
    /// By supply and period.
    pub supply: Vec<f32>,
    /// By supply and period.
    pub place: Vec<f32>,
    /// By unit and period.
    pub busy: Vec<f32>,
    /// By join and period.
    pub join: Vec<f32>,
    /// By nation and period.
    pub ceiling: Vec<f32>,
    /// By period.
    pub theatre: Vec<f32>,
    /// Weight of dual against primal steps.
    pub weight: f64,
    /// What one unit of prices weighs in the objective.
    pub unit: f64,
}

/// Prices and values, and where they belong.
#[derive(Clone, Debug)]
pub struct Warm {
    prices: Prices,
    standing: Standing,
    core: Core,
    layout: Layout,
}

impl Warm {
    /// What a planning of a core leaves.
    pub fn new(core: Core, layout: Layout, prices: Prices, standing: Standing) -> Self {
        Self { prices, standing, core, layout }
    }

    /// The core.
    pub fn core(&self) -> &Core {
        &self.core
    }

    /// The core, and nothing else.
    pub fn into_core(self) -> Core {
        self.core
    }

    /// The layout of the core.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The prices.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// How much of a place the relaxation gives.
    pub fn given(&self, place: usize) -> f32 {
        self.standing.y[place]
    }

    /// Prices and values as those of a part of this core: with fewer tours, or nations held.
    pub fn moved(&self, part: &Core, layout: &Layout) -> (Prices, Standing) {
        Carrier::new(self, part, layout).carry(self.prices.unit)
    }

    /// Prices and values as those of another core; `None` where its horizon or its tables are others. `unit` is what one
    /// unit of its prices weighs. They need not be good there: the certificate judges them.
    pub fn carried(&self, core: &Core, layout: &Layout, unit: f64) -> Option<(Prices, Standing)> {
        let alike = core.periods == self.core.periods
            && core.nations == self.core.nations
            && core.posts.len() == self.core.posts.len()
            && core.needs.len() >= self.core.needs.len();
        alike.then(|| Carrier::new(self, core, layout).carry(unit))
    }
}

/// Where each row of the other core was before.
struct Carrier<'a> {
    from: &'a Warm,
    core: &'a Core,
    lines: Vec<Option<usize>>,
    units: Vec<Option<usize>>,
    supplies: Vec<Option<usize>>,
    joins: Vec<Option<usize>>,
    ceilings: Vec<Option<usize>>,
}

impl<'a> Carrier<'a> {
    fn new(from: &'a Warm, core: &'a Core, layout: &Layout) -> Self {
        let units: BTreeMap<Ix<Offer>, usize> =
            from.core.units.iter().enumerate().map(|(u, unit)| (unit.offer, u)).collect();
        let supplies: BTreeMap<(u32, u32), usize> =
            from.layout.supplies.iter().enumerate().map(|(s, supply)| ((supply.nation, supply.line), s)).collect();
        let mut joins = Vec::with_capacity(layout.joins.len());
        for (u, unit) in core.units.iter().enumerate() {
            let known = units.get(&unit.offer).map_or(0..0, |&known| from.layout.joins_of[known].clone());
            for j in layout.joins_of[u].clone() {
                let formation = layout.joins[j].formation;
                joins.push(known.clone().find(|&k| from.layout.joins[k].formation == formation));
            }
        }
        Self {
            lines: (0..core.needs.len()).map(|r| (r < from.core.needs.len()).then_some(r)).collect(),
            units: core.units.iter().map(|unit| units.get(&unit.offer).copied()).collect(),
            supplies: layout.supplies.iter().map(|s| supplies.get(&(s.nation, s.line)).copied()).collect(),
            joins,
            ceilings: ceilings(&from.core, core),
            from,
            core,
        }
    }

    /// A table by row and period.
    fn rows(&self, of: &[f32], known: &[Option<usize>], scale: f64) -> Vec<f32> {
        let periods = self.core.periods;
        let mut table = vec![0.0; known.len() * periods];
        for (row, known) in table.chunks_mut(periods.max(1)).zip(known) {
            if let Some(known) = known {
                row.iter_mut().zip(&of[known * periods..]).for_each(|(to, v)| *to = v * scale as f32);
            }
        }
        table
    }

    fn carry(&self, unit: f64) -> (Prices, Standing) {
        let (prices, stood) = (&self.from.prices, &self.from.standing);
        let scaled = |of: &[f32], scale: f64| of.iter().map(|v| v * scale as f32).collect::<Vec<_>>();
        let scale = prices.unit / unit;
        let carried = Prices {
            cover: self.rows(&prices.cover, &self.lines, scale),
            rounding: self.rows(&prices.rounding, &self.lines, scale),
            supply: self.rows(&prices.supply, &self.supplies, scale),
            join: self.rows(&prices.join, &self.joins, scale),
            ceiling: self.rows(&prices.ceiling, &self.ceilings, scale),
            theatre: scaled(&prices.theatre, scale),
            unit,
        };
        let scale = stood.unit / unit;
        let standing = Standing {
            x: self.columns(),
            w: self.rows(&stood.w, &self.supplies, 1.0),
            short: self.rows(&stood.short, &self.lines, 1.0),
            y: stood.y.clone(),
            cover: self.rows(&stood.cover, &self.lines, scale),
            rounding: self.rows(&stood.rounding, &self.lines, scale),
            supply: self.rows(&stood.supply, &self.supplies, scale),
            place: self.rows(&stood.place, &self.supplies, scale),
            busy: self.rows(&stood.busy, &self.units, scale),
            join: self.rows(&stood.join, &self.joins, scale),
            ceiling: self.rows(&stood.ceiling, &self.ceilings, scale),
            theatre: scaled(&stood.theatre, scale),
            weight: stood.weight,
            unit,
        };
        (carried, standing)
    }

    /// x: tours by offer, line and start.
    fn columns(&self) -> Vec<f32> {
        let mut known = BTreeMap::new();
        let mut column = 0;
        for unit in &self.from.core.units {
            for service in &unit.services {
                known.insert((unit.offer, service.line), (column, &service.starts));
                column += service.columns();
            }
        }
        let mut x = Vec::new();
        for unit in &self.core.units {
            for service in &unit.services {
                let was = known.get(&(unit.offer, service.line));
                for start in service.starts.iter().flat_map(|&(from, to)| from..to) {
                    x.push(
                        was.and_then(|(first, starts)| position(starts, start).map(|at| first + at))
                            .map_or(0.0, |column| self.from.standing.x[column]),
                    );
                }
            }
        }
        x
    }
}

/// Rows of the ceiling of a nation in their order: the first is the ceiling itself.
fn ceilings(from: &Core, to: &Core) -> Vec<Option<usize>> {
    let nth = |core: &Core, row: usize| {
        let nation = core.ceilings[row].nation;
        (nation, core.ceilings[..row].iter().filter(|other| other.nation == nation).count())
    };
    let known: BTreeMap<_, _> = (0..from.ceilings.len()).map(|row| (nth(from, row), row)).collect();
    (0..to.ceilings.len()).map(|row| known.get(&nth(to, row)).copied()).collect()
}

/// How many starts come before this one, if it is among them.
fn position(starts: &[(u32, u32)], start: u32) -> Option<usize> {
    let mut before = 0;
    for &(from, to) in starts {
        if (from..to).contains(&start) {
            return Some(before + (start - from) as usize);
        }
        before += (to - from) as usize;
    }
    None
}
