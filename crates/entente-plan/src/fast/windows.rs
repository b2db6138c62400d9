//! What a tour would fill, by line, effect, length and start, kept as long as its line stays as it is. Most lines do from
//! one element to the next.

use super::core::Core;
use super::state::State;

/// What counts in a window: shortfalls by what they weigh, or also by what the move at hand says they are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// What a shortfall weighs.
    Weight,
    /// [`Windows::value`].
    Worth,
}

/// Tours of one effect and length on one line.
#[derive(Clone, Copy, Debug)]
struct Kind {
    line: u32,
    effect: i32,
    tour: u32,
}

/// What lies in the windows of tours.
#[derive(Clone, Debug)]
pub struct Windows {
    periods: usize,
    kinds: Vec<Kind>,
    /// Kind of each service of each unit, and where each unit begins.
    kind_of: Vec<u32>,
    first: Vec<u32>,
    /// What a thousandth of an element on a line is worth in a period. Empty as long as nothing is known.
    worth: Vec<f32>,
    /// How often that has changed.
    told: u64,
    /// By kind and way of counting, twice over: what tours fill, by start, and of which [`State::signs`] that is true. As
    /// a line stands between moves, and as it does within one: most moves are taken back.
    rows: Vec<f32>,
    seen: Vec<Option<u64>>,
    /// Whether the second of the two was used longer ago.
    older: Vec<bool>,
    /// Room to work in.
    sums: Vec<f32>,
    twice: Vec<f32>,
}

impl Windows {
    /// Nothing is kept yet.
    pub fn new(core: &Core) -> Self {
        let mut known = std::collections::BTreeMap::new();
        let (mut kinds, mut kind_of, mut first) = (Vec::new(), Vec::new(), Vec::new());
        for unit in &core.units {
            first.push(kind_of.len() as u32);
            let tour = unit.tour_within(core.periods) as u32;
            kind_of.extend(unit.services.iter().map(|service| {
                *known.entry((service.line, service.effect, tour)).or_insert_with(|| {
                    kinds.push(Kind { line: service.line, effect: service.effect, tour });
                    kinds.len() as u32 - 1
                })
            }));
        }
        let rows = 4 * kinds.len();
        Self {
            periods: core.periods,
            kinds,
            kind_of,
            first,
            worth: Vec::new(),
            told: 0,
            rows: vec![0.0; rows * core.periods],
            seen: vec![None; rows],
            older: vec![false; rows / 2],
            sums: Vec::new(),
            twice: Vec::new(),
        }
    }

    /// Takes in what a thousandth of an element is worth, by line and period.
    pub fn value(&mut self, worth: impl Iterator<Item = f32>) {
        self.worth.clear();
        self.worth.extend(worth);
        self.told += 1;
    }

    /// Whether anybody has said what an element is worth.
    pub fn valued(&self) -> bool {
        !self.worth.is_empty()
    }

    /// What one more element of the unit would fill by service `k` of its own, by start.
    pub fn by_start(&mut self, state: &State<'_>, unit: u32, k: u32, counting: Counting) -> &[f32] {
        let kind = self.kind_of[(self.first[unit as usize] + k) as usize];
        let pair = 2 * kind as usize + usize::from(counting == Counting::Worth);
        let kind = self.kinds[kind as usize];
        let told = if counting == Counting::Worth { self.told } else { 0 };
        let sign = Some(state.signs[kind.line as usize].wrapping_add(told));
        let known = (0..2).find(|second| self.seen[2 * pair + second] == sign);
        let row = 2 * pair + known.unwrap_or(usize::from(self.older[pair]));
        if known.is_none() {
            self.seen[row] = sign;
            self.look(state, kind, row, counting);
        }
        self.older[pair] = row == 2 * pair;
        &self.rows[row * self.periods..][..self.periods]
    }

    fn look(&mut self, state: &State<'_>, kind: Kind, row: usize, counting: Counting) {
        let (periods, tour) = (self.periods, kind.tour as usize);
        let cells = kind.line as usize * periods..(kind.line as usize + 1) * periods;
        let fills = state.short[cells.clone()].iter().map(|short| (*short).clamp(0, kind.effect) as f32);
        let sums = &mut self.sums;
        sums.clear();
        match counting {
            Counting::Weight => {
                let weight = state.core.needs[kind.line as usize].weight as f32;
                sums.extend(fills.map(|fills| weight * fills));
            }
            Counting::Worth => sums.extend(fills.zip(&self.worth[cells]).map(|(fills, worth)| fills * worth)),
        }
        // Nothing is filled after the last period.
        sums.resize(periods + tour, 0.0);
        let gains = &mut self.rows[row * periods..][..periods];
        gains.fill(0.0);
        // Sums over 1, 2, 4, ... periods from each on; those that make up the length of a tour lie one after the other.
        let (mut from, mut over) = (0, 1);
        loop {
            if tour & over != 0 {
                gains.iter_mut().zip(&sums[from..]).for_each(|(gain, sum)| *gain += sum);
                from += over;
            }
            if from >= tour {
                break;
            }
            self.twice.clear();
            self.twice.extend(sums.iter().zip(&sums[over..]).map(|(here, after)| here + after));
            self.twice.resize(periods + tour, 0.0);
            std::mem::swap(sums, &mut self.twice);
            over *= 2;
        }
    }
}
