//! Where every place is decided, the relaxation with all nations as one: rows by nation and line are most of what it goes
//! through, and say no more there than those of all together.

use super::core::Core;
use super::layout::Layout;
use super::node::Stood;
use super::pricing::laid_out_undivided;
use super::standing::{By, Standing};
use crate::request::Parts;
use std::ops::Range;
use std::sync::Arc;

/// A relaxation with all its places decided, in one way of each nation, and how it stands with those as one.
pub fn united(as_before: &Stood, parts: Parts) -> Stood {
    let Stood { core: from, layout: was, standing: stood } = as_before;
    let core = Arc::new(from.as_one_nation());
    let layout = laid_out_undivided(&core, parts).without_joins();
    let periods = core.periods;
    let mut standing = stood.each_ref().map(|_, by, table| match by {
        By::Tour | By::Team => Vec::with_capacity(table.len()),
        By::Place => vec![1.0; layout.ways.len() * layout.most.len()],
        By::Way => vec![1.0; layout.ways.len()],
        By::Formation => vec![0.0; layout.most.len()],
        By::Supply => vec![0.0; layout.supplies.len() * periods],
        By::Join => Vec::new(),
        By::Line | By::Ceiling | By::Theatre => table.clone(),
    });
    for (paid, supply) in standing.supply.chunks_mut(periods.max(1)).zip(&layout.supplies) {
        paid.copy_from_slice(&stood.cover[cells_of(supply.line, periods)]);
    }
    let known = teams(from, was);
    let ties = ties(as_before);
    for (team, columns) in layout.teams.iter().filter_map(|team| known[team.unit as usize].clone()) {
        standing.x.extend_from_slice(&stood.x[columns]);
        standing.busy.extend_from_slice(&ties[cells_of(team as u32, periods)]);
    }
    for (before, rows) in supplies(was, (&core, &layout)) {
        let brought = standing.w[rows.clone()].iter_mut().zip(&stood.w[before.clone()]);
        brought.for_each(|(all, w)| *all += w);
        // A line that some nation fills for nothing is worth nothing to the others.
        let paid = standing.supply[rows].iter_mut().zip(&stood.supply[before]);
        paid.for_each(|(all, paid)| *all = all.min(*paid));
    }
    Stood { core, layout: Arc::new(layout), standing }
}

/// The same nation by nation again, as it was before all were as one, with what those have come to since: each brings the
/// share that it did, for what all are paid.
pub fn apart(was: Stood, as_one: &Stood) -> Stood {
    let Stood { core, layout, standing: before } = was;
    let Stood { core: one, layout: laid, standing: stood } = as_one;
    let periods = core.periods;
    let (cover, places) = paid_apart(as_one);
    let pairs: Vec<_> = supplies(&layout, (one, laid)).collect();
    let w = shared(&before.w, &pairs, &stood.w);
    let standing = stood.each_ref().zip(before).map(|_, by, (now, before)| match by {
        By::Tour | By::Supply | By::Team | By::Join => vec![0.0; before.len()],
        By::Place | By::Way | By::Formation => before,
        By::Line | By::Ceiling | By::Theatre => now.clone(),
    });
    let mut standing = Standing { w, cover, ..standing };
    let known = teams(one, laid);
    for (t, columns) in teams(&core, &layout).into_iter().flatten() {
        let Some((team, from)) = known[layout.teams[t].unit as usize].clone() else { continue };
        standing.x[columns].copy_from_slice(&stood.x[from]);
        standing.busy[cells_of(t as u32, periods)].copy_from_slice(&stood.busy[cells_of(team as u32, periods)]);
    }
    for (own, rows) in pairs {
        standing.supply[own.clone()].copy_from_slice(&stood.supply[rows.clone()]);
        standing.place[own].copy_from_slice(&places[rows]);
    }
    Stood { core, layout, standing }
}

/// What an element pays for being on tour or in dwell, by team and period: `busy`, and of `join` what it pays on average,
/// by the elements it has in each formation. There are no such rows where all are as one.
fn ties(of: &Stood) -> Vec<f32> {
    let Stood { core, layout, standing } = of;
    let mut on_tour = vec![0.0; layout.joins.len()];
    for at in layout.tasks(core) {
        let join = layout.teams[at.team].joins.clone().find(|&j| layout.joins[j].formation == at.service.formation);
        let elements: f32 = standing.x[at.columns].iter().sum();
        join.into_iter().for_each(|j| on_tour[j] += elements);
    }
    let mut ties = standing.busy.clone();
    for (team, row) in layout.teams.iter().zip(ties.chunks_mut(core.periods.max(1))) {
        let all: f32 = on_tour[team.joins.clone()].iter().sum();
        for j in team.joins.clone().filter(|j| on_tour[*j] > 0.0) {
            let paid = &standing.join[cells_of(j as u32, core.periods)];
            row.iter_mut().zip(paid).for_each(|(ties, paid)| *ties += on_tour[j] / all * paid);
        }
    }
    ties
}

/// Prices of `cover` and of places for nations apart. What all as one pay for not bringing more than is asked they pay once,
/// nations apart each by itself: so the line pays less instead. What they pay for not bringing more than they have is the
/// same either way.
fn paid_apart(as_one: &Stood) -> (Vec<f32>, Vec<f32>) {
    let Stood { core, layout, standing } = as_one;
    let (mut cover, mut places) = (standing.cover.clone(), standing.place.clone());
    for (s, supply) in (0..).zip(&layout.supplies) {
        let rows = cells_of(s, core.periods).zip(cells_of(supply.line, core.periods));
        for ((row, cell), asked) in rows.zip(&core.needs[supply.line as usize].asked) {
            if supply.most >= i64::from(*asked) {
                places[row] = 0.0;
                cover[cell] = cover[cell].min(standing.supply[row]);
            }
        }
    }
    (cover, places)
}

/// What all bring, by the shares that each brought before, or evenly where none did.
fn shared(before: &[f32], pairs: &[(Range<usize>, Range<usize>)], all: &[f32]) -> Vec<f32> {
    let mut brought = vec![(0.0, 0.0); all.len()];
    for (own, rows) in pairs {
        let each = brought[rows.clone()].iter_mut().zip(&before[own.clone()]);
        each.for_each(|((nations, sum), w)| (*nations, *sum) = (*nations + 1.0, *sum + w));
    }
    let mut w = vec![0.0; before.len()];
    for (own, row) in pairs.iter().flat_map(|(own, rows)| own.clone().zip(rows.clone())) {
        let (nations, sum) = brought[row];
        w[own] = all[row] * if sum > 0.0 { before[own] / sum } else { 1.0 / nations };
    }
    w
}

/// Cells of a row by period.
fn cells_of(row: u32, periods: usize) -> Range<usize> {
    row as usize * periods..(row as usize + 1) * periods
}

/// The team of each unit, and its columns of tours.
fn teams(core: &Core, layout: &Layout) -> Vec<Option<(usize, Range<usize>)>> {
    let mut teams: Vec<Option<(usize, Range<usize>)>> = vec![None; core.units.len()];
    for at in layout.tasks(core) {
        let team = &mut teams[layout.teams[at.team].unit as usize];
        let first = team.as_ref().map_or(at.columns.start, |(_, columns)| columns.start);
        *team = Some((at.team, first..at.columns.end));
    }
    teams
}

/// Cells of each supply of a nation, and of that of all nations as one on the same line.
fn supplies<'a>(
    of: &'a Layout,
    (one, laid): (&Core, &Layout),
) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + Clone + 'a {
    let periods = one.periods;
    let mut supply_of = vec![None; one.needs.len()];
    for (s, supply) in (0..).zip(&laid.supplies) {
        supply_of[supply.line as usize] = Some(s);
    }
    let cells =
        move |(own, line): (u32, u32)| Some((cells_of(own, periods), cells_of(supply_of[line as usize]?, periods)));
    (0..).zip(of.supplies.iter().map(|supply| supply.line)).filter_map(cells)
}
