//! Units that give up their tours together while all others keep theirs: a core of their own, with what is left to them of
//! lines, ceilings and authorised strength.

use super::core::{Core, Need, Post, Unit};
use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A tour of one element in a core: unit, line and start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tour {
    /// Unit.
    pub unit: u32,
    /// Line.
    pub line: u32,
    /// Start.
    pub start: u32,
}

/// Units of a core, and what is left to them.
#[derive(Clone, Debug)]
pub struct Neighbourhood {
    /// What is left, as a core.
    pub core: Arc<Core>,
    /// Which units of the other core its own are.
    pub units: Vec<u32>,
    /// Which lines its own are: all that those units may serve on.
    pub lines: Vec<u32>,
    /// What others are on tour on its own lines: line, effectiveness in thousandths, periods.
    pub others: Vec<(u32, i32, Range<usize>)>,
}

impl Neighbourhood {
    /// These units of a core, next to the tours of others.
    pub fn new(of: &Core, units: &BTreeSet<u32>, others: &[Tour]) -> Self {
        let services = units.iter().flat_map(|&u| &of.units[u as usize].services);
        let lines: BTreeSet<u32> = services.map(|service| service.line).collect();
        let unit_of: BTreeMap<u32, u32> = units.iter().copied().zip(0..).collect();
        // Rows of a nation stay together: the first is its ceiling itself.
        let counted = units.iter().flat_map(|&u| &of.units[u as usize].counts);
        let nations: BTreeSet<u32> = counted.map(|(row, _)| of.ceilings[*row as usize].nation).collect();
        let rows = (0..).zip(&of.ceilings).filter(|(_, row)| nations.contains(&row.nation));
        let within = Within {
            lines: lines.iter().copied().zip(0..).collect(),
            rows: rows.clone().map(|(row, _)| row).zip(0..).collect(),
        };
        let need = |&r: &u32| {
            let need = &of.needs[r as usize];
            let by = need.by.iter().filter_map(|&(u, k)| Some((*unit_of.get(&u)?, k)));
            Need { asked: need.asked.clone(), by: by.collect(), ..*need }
        };
        let post = |post: &Post| {
            let lines = post.lines.iter().filter_map(|r| within.lines.get(r).copied());
            Post { upward: post.upward.clone(), lines: lines.collect(), ..*post }
        };
        let unit = |&u: &u32| {
            let mut unit = Unit::clone(&of.units[u as usize]);
            unit.services.iter_mut().for_each(|service| service.line = within.lines[&service.line]);
            unit.counts.iter_mut().for_each(|(row, _)| *row = within.rows[row]);
            unit
        };
        let mut core = Core {
            units: units.iter().map(unit).collect(),
            needs: lines.iter().map(need).collect(),
            posts: of.posts.iter().map(post).collect(),
            ceiling: of.ceiling.clone(),
            theatre: of.theatre.clone(),
            ceilings: rows.map(|(_, row)| row.clone()).collect(),
            held: of.held.clone(),
            ..*of
        };
        let mut here = Vec::new();
        for tour in others {
            here.extend(within.take(&mut core, of, *tour));
        }
        let (units, lines) = (units.iter().copied().collect(), lines.into_iter().collect());
        Self { core: Arc::new(core), units, lines, others: here }
    }

    /// A tour of its own, as one of the other core.
    pub fn outside(&self, tour: Tour) -> Tour {
        Tour { unit: self.units[tour.unit as usize], line: self.lines[tour.line as usize], ..tour }
    }
}

/// Lines and rows of ceilings that are in a core of some units of another, and where.
struct Within {
    lines: BTreeMap<u32, u32>,
    rows: BTreeMap<u32, u32>,
}

impl Within {
    /// Takes a tour of the other core out of what is left. Tells what it is here, if anybody here may serve on its line.
    fn take(&self, core: &mut Core, of: &Core, tour: Tour) -> Option<(u32, i32, Range<usize>)> {
        let unit = &of.units[tour.unit as usize];
        let service = &unit.services[unit.on_line(tour.line)?];
        let periods = core.periods;
        let on_tour = of.on_tour(unit, tour.start);
        let line = self.lines.get(&tour.line).copied();
        if let Some(line) = line {
            let asked = &mut core.needs[line as usize].asked[on_tour.clone()];
            asked.iter_mut().for_each(|asked| *asked = (*asked - service.effect).max(0));
        }
        let ceiling = &mut core.ceiling[unit.nation as usize * periods..][on_tour.clone()];
        ceiling.iter_mut().for_each(|most| *most -= unit.strength);
        for (row, counts) in &unit.counts {
            let row = self.rows.get(row).map(|row| &mut core.ceilings[*row as usize]);
            let most = row.into_iter().flat_map(|row| &mut row.most[on_tour.clone()]);
            most.for_each(|most| *most = (*most - counts).max(0.0));
        }
        core.theatre[on_tour.clone()].iter_mut().for_each(|most| *most -= unit.strength);
        line.map(|line| (line, service.effect, on_tour))
    }
}

/// Units of a core that may serve beside each other: so many, if there are, line by line from one on, if it is told, and else
/// from one at random.
pub fn near(core: &Core, most: usize, first: Option<usize>, dice: &mut Rng) -> BTreeSet<u32> {
    let mut units = BTreeSet::new();
    let mut seen = vec![false; core.needs.len()];
    let mut served: Vec<usize> = (0..core.needs.len()).filter(|&r| !core.needs[r].by.is_empty()).collect();
    dice.shuffle(&mut served);
    served.extend(first);
    let mut next: Vec<usize> = Vec::new();
    while units.len() < most {
        let line = match next.len() {
            0 => served.pop(),
            n => Some(next.swap_remove(dice.usize(0..n))),
        };
        let Some(line) = line else { break };
        if std::mem::replace(&mut seen[line], true) {
            continue;
        }
        for &(u, _) in &core.needs[line].by {
            if units.len() < most && units.insert(u) {
                let lines = core.units[u as usize].services.iter().map(|service| service.line as usize);
                next.extend(lines.filter(|line| !seen[*line]));
            }
        }
    }
    units
}
