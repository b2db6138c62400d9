//! An iteration goes way by way: tours of a way, then what they bring to lines. So what is between the two is small and
//! stays in the cache, whatever the size of the case.

use super::Relax;
use super::flow::sums_before;
use super::moves::{Blend, Moved};
use super::tours::{Desk, TeamTurn};
use crate::fast::layout::Layout;
use std::ops::Range;
use std::sync::Arc;

/// What is of one way.
#[derive(Clone, Debug, Default)]
pub(super) struct OfWay {
    /// Its teams, those one after the other that fill the same lines.
    pub teams: Vec<usize>,
    /// Its supplies.
    pub supplies: Range<usize>,
}

impl OfWay {
    /// Way by way.
    pub fn all(layout: &Layout) -> Vec<Self> {
        let mut ways = vec![Self::default(); layout.ways.len()];
        for (t, team) in layout.teams.iter().enumerate() {
            ways[team.way as usize].teams.push(t);
        }
        for way in &mut ways {
            way.teams.sort_by_key(|&t| layout.teams[t].tasks.first().map(|task| task.supply));
        }
        let mut first = 0;
        for of_way in layout.supplies.chunk_by(|a, b| a.way == b.way) {
            ways[of_way[0].way as usize].supplies = first..first + of_way.len();
            first += of_way.len();
        }
        ways
    }
}

impl Relax {
    /// x and w, and the rows of units and of supplies.
    pub(super) fn ways_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, layout) = (Arc::clone(&self.core), Arc::clone(&self.layout));
        let wide = self.wide();
        let room = &mut self.room;
        room.whole_sums.resize(core.needs.len() * wide, 0.0);
        for (sums, prices) in room.whole_sums.chunks_mut(wide).zip(self.at.rounding.now.chunks(core.periods.max(1))) {
            sums_before(prices, sums);
        }
        room.whole.clear(core.needs.len(), wide);
        room.people.clear(core.ceilings.len(), wide);
        room.theatre.clear(1, wide);
        room.filled.clear();
        room.filled.resize(core.needs.len() * core.periods, 0.0);
        let mut desk = Desk::new(core.periods, wide);
        let ways = std::mem::take(&mut self.ways);
        for way in &ways {
            self.supplies_open(way.supplies.clone());
            for &t in &way.teams {
                let turn = TeamTurn::new((&core, &layout), t, way.supplies.start, blend);
                self.team_step(turn, &mut desk, moved);
            }
            self.supplies_step(way.supplies.clone(), blend, moved);
        }
        self.ways = ways;
    }
}
