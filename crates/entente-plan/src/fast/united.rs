//! Where every place is decided, the relaxation with all nations as one: rows by nation and line are most of what it goes
//! through, and say no more there than those of all together.

use super::core::Core;
use super::layout::Layout;
use super::node::Stood;
use super::pricing::laid_out;
use super::warm::Standing;
use super::ways::Ways;
use crate::request::Parts;
use std::sync::Arc;

/// A relaxation with all its places decided, in one way of each nation, and how it stands with those as one.
pub fn united(stood: &Stood, parts: Parts) -> Stood {
    let Stood { core: from, layout: was, standing: stood } = stood;
    let core = Arc::new(from.as_one_nation());
    let layout = laid_out(&core, Ways::undivided(&core).part(&core), parts);
    let periods = core.periods;
    let cells = layout.supplies.len() * periods;
    let cells_of = |row: u32| row as usize * periods..(row as usize + 1) * periods;
    let mut standing = Standing {
        x: Vec::with_capacity(stood.x.len()),
        w: vec![0.0; cells],
        y: vec![1.0; layout.ways.len() * layout.most.len()],
        z: vec![1.0; layout.ways.len()],
        supply: layout.supplies.iter().flat_map(|supply| stood.cover[cells_of(supply.line)].to_vec()).collect(),
        place: vec![0.0; cells],
        busy: Vec::with_capacity(stood.busy.len()),
        join: Vec::new(),
        nations: vec![0.0; layout.most.len()],
        ..stood.clone()
    };
    let mut known = vec![None; core.units.len()];
    let mut first = 0;
    for (t, team) in was.teams.iter().enumerate() {
        known[team.unit as usize] = Some((t, first));
        first += columns(from, was, t);
    }
    for (t, team) in layout.teams.iter().enumerate() {
        let Some((before, first)) = known[team.unit as usize] else { continue };
        standing.x.extend_from_slice(&stood.x[first..first + columns(&core, &layout, t)]);
        standing.busy.extend_from_slice(&stood.busy[before * periods..][..periods]);
    }
    let mut supply_of = vec![None; core.needs.len()];
    for (s, supply) in (0..).zip(&layout.supplies) {
        supply_of[supply.line as usize] = Some(s);
    }
    for (before, supply) in (0..).zip(&was.supplies) {
        let Some(s) = supply_of[supply.line as usize] else { continue };
        let (before, rows) = (cells_of(before), cells_of(s));
        let brought = standing.w[rows.clone()].iter_mut().zip(&stood.w[before.clone()]);
        brought.for_each(|(all, w)| *all += w);
        // A line that some nation fills for nothing is worth nothing to the others.
        let paid = standing.supply[rows].iter_mut().zip(&stood.supply[before]);
        paid.for_each(|(all, paid)| *all = all.min(*paid));
    }
    Stood { core, layout: Arc::new(layout), standing }
}

/// Columns of tours of a team.
fn columns(core: &Core, layout: &Layout, team: usize) -> usize {
    let team = &layout.teams[team];
    let services = &core.units[team.unit as usize].services;
    team.tasks.iter().map(|task| services[task.service as usize].columns()).sum()
}
