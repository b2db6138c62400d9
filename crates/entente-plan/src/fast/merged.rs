//! A relaxation in several ways of each nation as one in a single way of each, which a dive goes down from.

use super::layout::Layout;
use super::node::Stood;
use super::pricing::laid_out_undivided;
use super::standing::{By, Kind};
use crate::request::Parts;
use std::ops::Range;
use std::sync::Arc;

/// The least share that prices of a way count with.
const LEAST: f32 = 1e-6;

/// All that each nation does in its ways together, at what those pay on average, by their shares.
pub fn in_one_way(from: &Stood, parts: Parts) -> Stood {
    let Stood { core, layout: was, standing: stood } = from;
    let layout = laid_out_undivided(core, parts);
    let (lines, formations) = (core.needs.len(), layout.most.len());
    let nation = |way: u32| was.ways.get(way as usize).nation as usize;
    let mut supply_of = vec![None; core.nations * lines];
    for (s, supply) in layout.supplies.iter().enumerate() {
        supply_of[layout.ways.get(supply.way as usize).nation as usize * lines + supply.line as usize] = Some(s);
    }
    let mut team_of = vec![None; core.units.len()];
    for (t, team) in layout.teams.iter().enumerate() {
        team_of[team.unit as usize] = Some(t);
    }
    let supplies = was.supplies.iter().map(|s| (supply_of[nation(s.way) * lines + s.line as usize], s.way));
    let teams = was.teams.iter().map(|team| (team_of[team.unit as usize], team.way));
    let joins = was.teams.iter().flat_map(|team| {
        let known = team_of[team.unit as usize].map_or(0..0, |t: usize| layout.teams[t].joins.clone());
        let layout = &layout;
        let same = move |f: u32| known.clone().find(|&j| layout.joins[j].formation == f);
        team.joins.clone().map(move |j| (same(was.joins[j].formation), team.way))
    });
    let rows = Rows { periods: core.periods, shares: &stood.z };
    let (supplies, teams, joins): (Vec<_>, Vec<_>, Vec<_>) = (supplies.collect(), teams.collect(), joins.collect());
    let places = was.places(core, &stood.y, &stood.z);
    let standing = stood.each_ref().map(|kind, by, table| match (kind, by) {
        (_, By::Tour) => columns(from, &layout, &team_of),
        (_, By::Place) => {
            let given = layout.ways.iter().flat_map(|way| (0..formations as u32).map(|f| core.place(f, way.nation)));
            given.map(|place| places[place]).collect()
        }
        (_, By::Way) => vec![1.0; layout.ways.len()],
        (Kind::Value, By::Supply) => rows.summed(table, &supplies, layout.supplies.len()),
        (Kind::Price, By::Supply) => rows.averaged(table, &supplies, layout.supplies.len()),
        (_, By::Team) => rows.averaged(table, &teams, layout.teams.len()),
        (_, By::Join) => rows.averaged(table, &joins, layout.joins.len()),
        (_, By::Formation | By::Line | By::Ceiling | By::Theatre) => table.clone(),
    });
    Stood { core: Arc::clone(core), layout: Arc::new(layout), standing }
}

/// x: tours of each unit in all ways.
fn columns(from: &Stood, layout: &Layout, team_of: &[Option<usize>]) -> Vec<f32> {
    let tasks = |of: &Layout| -> Vec<Vec<(u32, Range<usize>)>> {
        let mut tasks = vec![Vec::new(); of.teams.len()];
        for at in of.tasks(&from.core) {
            tasks[at.team].push((at.service.line, at.columns));
        }
        tasks
    };
    let to = tasks(layout);
    let mut x = vec![0.0; to.last().and_then(|tasks| tasks.last()).map_or(0, |(_, columns)| columns.end)];
    for (team, tasks) in from.layout.teams.iter().zip(tasks(&from.layout)) {
        let Some(to) = team_of[team.unit as usize].map(|t| &to[t]) else { continue };
        for (line, columns) in tasks {
            let Some((_, there)) = to.iter().find(|(known, _)| *known == line) else { continue };
            x[there.clone()].iter_mut().zip(&from.standing.x[columns]).for_each(|(all, x)| *all += x);
        }
    }
    x
}

/// Where a row of a way has gone, and the way.
type Gone = (Option<usize>, u32);

struct Rows<'a> {
    periods: usize,
    shares: &'a [f32],
}

impl Rows<'_> {
    fn added(&self, of: &[f32], rows: &[Gone], len: usize, times: impl Fn(u32) -> f32) -> Vec<f32> {
        let mut table = vec![0.0; len * self.periods];
        for ((to, way), row) in rows.iter().zip(of.chunks(self.periods.max(1))) {
            let Some(to) = to else { continue };
            let to = &mut table[to * self.periods..][..self.periods];
            to.iter_mut().zip(row).for_each(|(all, v)| *all += times(*way) * v);
        }
        table
    }

    fn summed(&self, of: &[f32], rows: &[Gone], len: usize) -> Vec<f32> {
        self.added(of, rows, len, |_| 1.0)
    }

    fn averaged(&self, of: &[f32], rows: &[Gone], len: usize) -> Vec<f32> {
        let share = |way: u32| self.shares[way as usize].max(LEAST);
        let mut shares = vec![0.0; len];
        rows.iter().for_each(|(to, way)| to.iter().for_each(|&to| shares[to] += share(*way)));
        let mut table = self.added(of, rows, len, share);
        let rows = table.chunks_mut(self.periods.max(1)).zip(shares);
        rows.for_each(|(row, shares)| row.iter_mut().for_each(|v| *v /= f32::max(shares, LEAST)));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::core::Core;
    use crate::fast::pricing::laid_out;
    use crate::fast::relax::Relax;
    use crate::fast::ways::Ways;
    use std::collections::BTreeMap;

    fn relaxed(core: &Arc<Core>, ways: Ways) -> Stood {
        let layout = Arc::new(laid_out(core, ways, Parts::default()));
        let mut relax = Relax::new(Arc::clone(core), Arc::clone(&layout), true);
        (0..60).for_each(|_| relax.step());
        Stood { core: Arc::clone(core), layout, standing: relax.standing() }
    }

    /// Elements on tour of each unit on each of its lines, all starts together.
    fn on_tour(of: &Stood) -> BTreeMap<(u32, u32), f32> {
        let mut sums = BTreeMap::new();
        for at in of.layout.tasks(&of.core) {
            let tours: f32 = of.standing.x[at.columns].iter().sum();
            *sums.entry((of.layout.teams[at.team].unit, at.service.line)).or_default() += tours;
        }
        sums
    }

    #[test]
    fn all_that_is_done_in_several_ways_is_done_in_one() {
        let core = Arc::new(Core::of_units(3, 2));
        let divided = Ways::undivided(&core).divided(&BTreeMap::from([(0, 0), (1, 1), (2, 0)]));
        let many = relaxed(&core, divided.divided(&BTreeMap::from([(0, 1), (3, 0)])));
        let one = in_one_way(&many, Parts::default());
        assert_eq!((many.layout.ways.len(), one.layout.ways.len()), (8, 3));
        let near = |a: f32, b: f32| (a - b).abs() < 1e-5;
        let places = |of: &Stood| of.layout.places(&core, &of.standing.y, &of.standing.z);
        assert!(places(&many).into_iter().zip(places(&one)).all(|(a, b)| near(a, b)));
        assert!(places(&one).iter().any(|y| *y > 0.1));
        let (before, after) = (on_tour(&many), on_tour(&one));
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        assert!(before.iter().all(|(at, x)| near(*x, after[at])) && after.values().any(|x| *x > 0.1));
        // A price lies between those of the ways.
        let busy = |of: &Stood, unit: u32, p: usize| -> Vec<f32> {
            let teams = of.layout.teams.iter().enumerate().filter(|(_, team)| team.unit == unit);
            teams.map(|(t, _)| of.standing.busy[t * core.periods + p]).collect()
        };
        for (unit, p) in (0..3).flat_map(|unit| (0..core.periods).map(move |p| (unit, p))) {
            let (ways, own) = (busy(&many, unit, p), busy(&one, unit, p)[0]);
            let (least, most) = ways.iter().fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(*v), b.max(*v)));
            assert!(ways.len() > 1 && own >= least - 1e-5 && own <= most + 1e-5, "{own} of {ways:?}");
        }
    }

    #[test]
    fn one_way_stays_as_it_is() {
        let core = Arc::new(Core::of_units(3, 2));
        let one = relaxed(&core, Ways::undivided(&core));
        let same = in_one_way(&one, Parts::default());
        let (a, b) = (&one.standing, &same.standing);
        for (a, b) in [(&a.x, &b.x), (&a.w, &b.w), (&a.y, &b.y), (&a.supply, &b.supply), (&a.join, &b.join)] {
            assert!(a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6), "{a:?}, {b:?}");
        }
    }
}
