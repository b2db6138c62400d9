//! What one planning leaves behind for the next on a like case: the prices that prove its bound, how the relaxation
//! stood, and what both are of. Offers, lines, formations and nations are known by their positions in the tables of the
//! case, which changes keep; what is new begins at 0.

use super::core::Core;
use super::layout::{Layout, Lies, Prices, Supply};
use super::standing::{By, Kind, Standing};
use super::ways::{Serving, Way, Ways};
use entente_model::{Ix, Offer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Prices and values, and where they belong.
#[derive(Clone, Debug)]
pub struct Warm {
    prices: Prices,
    standing: Standing,
    core: Arc<Core>,
    layout: Arc<Layout>,
}

impl Warm {
    /// What a planning of a core leaves.
    pub fn new(core: Arc<Core>, layout: Arc<Layout>, prices: Prices, standing: Standing) -> Self {
        Self { prices, standing, core, layout }
    }

    /// The core.
    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// The layout of the core.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How the relaxation stood.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The prices.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// How much of each place the relaxation gives, by [`Core::place`].
    pub fn places(&self) -> Vec<f32> {
        self.layout.places(&self.core, &self.standing.y, &self.standing.z)
    }

    /// The ways in which nations serve, as they are in a like core; `None` where its horizon or its tables are others.
    pub fn ways(&self, core: &Core) -> Option<&Ways> {
        let alike = core.periods == self.core.periods && core.needs.len() >= self.core.needs.len();
        Some(&self.layout.ways).filter(|ways| alike && ways.suit(core))
    }

    /// Prices and values as those of another core in such ways; `unit` is what one unit of its prices weighs. They need not
    /// be good there: the certificate judges them.
    pub fn carried(&self, core: &Core, layout: &Layout, unit: f64) -> (Prices, Standing) {
        let carrier = Carrier::new((&self.core, &self.layout), (core, layout), &self.standing);
        (carrier.prices(&self.prices, unit), carrier.standing(&self.standing, unit))
    }

    /// Prices and values as those of a part of this core: with fewer tours, or nations held.
    pub fn moved(&self, part: &Core, layout: &Layout) -> (Prices, Standing) {
        self.carried(part, layout, self.prices.unit)
    }
}

/// A way as part of one that was known before.
struct Before {
    way: usize,
    /// Formations that have been decided since, and what is left of values by that.
    parts: Vec<(usize, f32)>,
}

impl Before {
    /// What is left of the values of the way, or of those in a formation if one is given.
    fn left(&self, formation: Option<u32>) -> f32 {
        let others = self.parts.iter().filter(|(f, _)| formation.is_none_or(|own| *f != own as usize));
        others.map(|(_, part)| part).product()
    }
}

/// Where each row of the other core was before.
pub struct Carrier<'a> {
    from: (&'a Core, &'a Layout),
    to: (&'a Core, &'a Layout),
    ways: Vec<Option<Before>>,
    lines: Vec<Option<usize>>,
    teams: Vec<Option<usize>>,
    supplies: Vec<Option<usize>>,
    joins: Vec<Option<usize>>,
    ceilings: Vec<Option<usize>>,
}

impl<'a> Carrier<'a> {
    /// From one core and layout to another, as values stand. Lines are the same there, and some may be new.
    pub fn new(from: (&'a Core, &'a Layout), to: (&'a Core, &'a Layout), standing: &Standing) -> Self {
        let lines = (0..to.0.needs.len()).map(|r| (r < from.0.needs.len()).then_some(r)).collect();
        Self::with_lines(from, to, standing, lines)
    }

    /// The same where each line is one that is told, or new.
    pub fn with_lines(
        from: (&'a Core, &'a Layout),
        to: (&'a Core, &'a Layout),
        standing: &Standing,
        lines: Vec<Option<usize>>,
    ) -> Self {
        let ways = ways(from.1, to.1, standing);
        let before = |way: u32| ways[way as usize].as_ref().map(|from| from.way as u32);
        let teams: BTreeMap<(u32, Ix<Offer>), usize> = teams(from).zip(0..).collect();
        let teams: Vec<Option<usize>> =
            self::teams(to).map(|(way, offer)| teams.get(&(before(way)?, offer)).copied()).collect();
        let supplies: BTreeMap<(u32, u32), usize> =
            from.1.supplies.iter().zip(0..).map(|(supply, s)| ((supply.way, supply.line), s)).collect();
        let mut joins = Vec::with_capacity(to.1.joins.len());
        for (team, known) in to.1.teams.iter().zip(&teams) {
            let known = known.map_or(0..0, |known| from.1.teams[known].joins.clone());
            for j in team.joins.clone() {
                let formation = to.1.joins[j].formation;
                joins.push(known.clone().find(|&k| from.1.joins[k].formation == formation));
            }
        }
        let line = |line: u32| lines[line as usize].map(|line| line as u32);
        let supply = |s: &Supply| supplies.get(&(before(s.way)?, line(s.line)?)).copied();
        Self {
            supplies: to.1.supplies.iter().map(supply).collect(),
            ceilings: ceilings(from.0, to.0),
            lines,
            joins,
            teams,
            ways,
            from,
            to,
        }
    }

    /// A table by row and period.
    fn rows(&self, of: &[f32], known: &[Option<usize>], scale: f64) -> Vec<f32> {
        let periods = self.to.0.periods;
        let mut table = vec![0.0; known.len() * periods];
        for (row, known) in table.chunks_mut(periods.max(1)).zip(known) {
            if let Some(known) = known {
                row.iter_mut().zip(&of[known * periods..]).for_each(|(to, v)| *to = v * scale as f32);
            }
        }
        table
    }

    /// The prices there.
    pub fn prices(&self, prices: &Prices, unit: f64) -> Prices {
        let scale = prices.unit / unit;
        Prices {
            cover: self.rows(&prices.cover, &self.lines, scale),
            rounding: self.rows(&prices.rounding, &self.lines, scale),
            supply: self.rows(&prices.supply, &self.supplies, scale),
            join: self.rows(&prices.join, &self.joins, scale),
            nations: scaled(&prices.nations, scale),
            ceiling: self.rows(&prices.ceiling, &self.ceilings, scale),
            theatre: scaled(&prices.theatre, scale),
            unit,
        }
    }

    /// The values there.
    pub fn standing(&self, stood: &Standing, unit: f64) -> Standing {
        let mut standing = stood.each_ref().map(|kind, by, table| {
            let scale = if kind == Kind::Price { stood.unit / unit } else { 1.0 };
            match by {
                By::Tour => self.columns(table),
                By::Place => self.places(stood),
                By::Way => self.shares(stood),
                By::Supply => self.rows(table, &self.supplies, scale),
                By::Line => self.rows(table, &self.lines, scale),
                By::Team => self.rows(table, &self.teams, scale),
                By::Join => self.rows(table, &self.joins, scale),
                By::Ceiling => self.rows(table, &self.ceilings, scale),
                By::Formation | By::Theatre => scaled(table, scale),
            }
        });
        for (row, supply) in standing.w.chunks_mut(self.to.0.periods.max(1)).zip(&self.to.1.supplies) {
            let left = self.left(supply.way as usize, Some(self.to.0.needs[supply.line as usize].formation));
            row.iter_mut().for_each(|w| *w *= left);
        }
        Standing { unit, ..standing }
    }

    fn left(&self, way: usize, formation: Option<u32>) -> f32 {
        self.ways[way].as_ref().map_or(0.0, |from| from.left(formation))
    }

    /// z.
    fn shares(&self, stood: &Standing) -> Vec<f32> {
        let share = |way: &Option<Before>| way.as_ref().map_or(0.0, |from| stood.z[from.way] * from.left(None));
        self.ways.iter().map(share).collect()
    }

    /// y.
    fn places(&self, stood: &Standing) -> Vec<f32> {
        let formations = 0..self.to.1.most.len() as u32;
        let place = |(way, f): (&Option<Before>, u32)| {
            let given = |from: &Before| self.from.1.given(from.way, f, &stood.y, &stood.z) * from.left(Some(f));
            way.as_ref().map_or(0.0, given)
        };
        self.ways.iter().flat_map(|way| formations.clone().map(move |f| (way, f))).map(place).collect()
    }

    /// x: tours by team, line and start.
    fn columns(&self, x: &[f32]) -> Vec<f32> {
        let (core, layout) = self.from;
        // Most are left behind where a few units of many go on.
        let mut goes_on = vec![false; layout.teams.len()];
        self.teams.iter().flatten().for_each(|&team| goes_on[team] = true);
        let known = layout.tasks(core).filter(|at| goes_on[at.team]);
        let known = known.map(|at| ((at.team, at.service.line), (at.columns.start, &at.service.starts)));
        let known: BTreeMap<_, _> = known.collect();
        let mut columns = Vec::new();
        let (core, layout) = self.to;
        for Lies { team, service, .. } in layout.tasks(core) {
            let line = self.lines[service.line as usize].map(|line| line as u32);
            let was = self.teams[team].zip(line).and_then(|row| known.get(&row));
            let left = self.left(layout.teams[team].way as usize, Some(service.formation));
            for start in service.starts.iter().flat_map(|&(from, to)| from..to) {
                let column = was.and_then(|(first, starts)| position(starts, start).map(|at| first + at));
                columns.push(column.map_or(0.0, |column| left * x[column]));
            }
        }
        columns
    }
}

fn scaled(of: &[f32], scale: f64) -> Vec<f32> {
    of.iter().map(|v| v * scale as f32).collect()
}

/// Way and offer of each team.
fn teams<'a>((core, layout): (&'a Core, &'a Layout)) -> impl Iterator<Item = (u32, Ix<Offer>)> + 'a {
    layout.teams.iter().map(|team| (team.way, core.units[team.unit as usize].offer))
}

/// Which way each was before: the same, or one that it may be a part of. Where one has come apart, its values do too, as
/// much as it serves in the formations that were decided.
fn ways(from: &Layout, to: &Layout, standing: &Standing) -> Vec<Option<Before>> {
    let mut of_nation: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (w, way) in from.ways.iter().enumerate() {
        of_nation.entry(way.nation).or_default().push(w);
    }
    let known = |way: &Way| {
        let known = of_nation.get(&way.nation)?;
        let same = known.iter().find(|&&w| from.ways.get(w) == way);
        same.or_else(|| known.iter().find(|&&w| from.ways.get(w).meets(way))).copied()
    };
    let known: Vec<Option<usize>> = to.ways.iter().map(known).collect();
    let mut parts = vec![0; from.ways.len()];
    known.iter().flatten().for_each(|&w| parts[w] += 1);
    let part = |w: usize, f: usize, now: Serving| {
        let within = (standing.y[from.place(w, f as u32)] / standing.z[w].max(LEAST)).clamp(0.0, 1.0);
        if now == Serving::In { within } else { 1.0 - within }
    };
    let before = |(way, w): (&Way, Option<usize>)| {
        let (w, mut before) = (w?, Vec::new());
        if parts[w] > 1 {
            let was = from.ways.get(w).serving.iter().zip(&way.serving).enumerate();
            let decided = was.filter(|(_, (was, now))| was != now);
            before.extend(decided.map(|(f, (_, now))| (f, part(w, f, *now))));
        }
        Some(Before { way: w, parts: before })
    };
    to.ways.iter().zip(known).map(before).collect()
}

/// A share below this is none.
const LEAST: f32 = 1e-9;

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
