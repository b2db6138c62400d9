//! Tours, x, and the rows of units: `busy` and `join`.
//!
//! Tours of a service differ by their start alone, so what they earn and what they fill are windows of equal length:
//! differences of two sums over periods. Tables of sums reach past the horizon far enough that no window is cut off.

use super::flow::{add_times, sums_before};
use super::moves::{Blend, Moved, Rows, Track};
use super::{HUNDREDS, Relax};
use crate::fast::core::{Core, Unit};
use crate::fast::layout::{Layout, Team};
use crate::fast::pieces::{Piece, Piecewise, Strands, Zero, add, each, get, least, put, sums};

/// The tours of a task.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tours {
    /// First column.
    pub first: usize,
    /// What each counts in the row of whole elements.
    pub counts: f32,
    /// Whether all are at 0, now and at the anchor.
    pub idle: bool,
}

/// Tours of a join that are all at 0 are looked at once in so many iterations.
const LOOKED_AT: usize = 4;

/// What tours of a team weigh and pay, but for what they earn, by start.
struct Base<'a> {
    cost: f32,
    people: (&'a [f32], usize),
    ties: (&'a [f32], usize),
    into: &'a mut [f32],
}

impl Piecewise for Base<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let window = |(sums, lasts): (&[f32], usize)| {
            let (from, to) = (get::<N>(sums, at), get::<N>(sums, at + lasts));
            each::<N>(|i| to[i] - from[i])
        };
        let (people, ties) = (window(self.people), window(self.ties));
        put::<N>(self.into, at, each(|i| self.cost + people[i] + ties[i]));
    }
}

/// What columns of tours cost, by start.
#[derive(Clone, Copy)]
struct Costs<'a> {
    base: &'a [f32],
    /// Sums of the prices of the line, and effectiveness.
    paid: (&'a [f32], f32),
    /// The same of the row of whole elements.
    whole: Option<(&'a [f32], f32)>,
    tour: usize,
}

impl Costs<'_> {
    /// Net of what they earn.
    #[inline(always)]
    fn slope<const N: usize>(self, start: usize) -> Piece<N> {
        let base = get::<N>(self.base, start);
        let earned = |(sums, times): (&[f32], f32)| {
            let (from, to) = (get::<N>(sums, start), get::<N>(sums, start + self.tour));
            each::<N>(|i| times * (to[i] - from[i]))
        };
        let paid = earned(self.paid);
        match self.whole {
            Some(whole) => {
                let whole = earned(whole);
                each(|i| base[i] - paid[i] - whole[i])
            }
            None => each(|i| base[i] - paid[i]),
        }
    }
}

/// Whether columns that are all at 0 stay there.
struct Looked<'a> {
    costs: Costs<'a>,
    from: usize,
    earns: bool,
}

impl Piecewise for Looked<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let slope = self.costs.slope::<N>(self.from + at);
        self.earns |= slope.iter().fold(false, |earns, slope| earns | (*slope < 0.0));
    }
}

/// Moves the tours of a task from one start to another, and tells what begins.
struct Sweep<'a> {
    blend: Blend,
    costs: Costs<'a>,
    from: usize,
    x: Rows<'a>,
    /// Periods from each to the end of the horizon.
    left: &'a [f32],
    /// Periods on tour, and what each adds to the sum of magnitudes of the column; the same of those tied.
    on: (f32, f32),
    tied: (f32, f32),
    /// The pace of the columns over the weight of dual against primal steps.
    pace: f32,
    /// Elements that are kept on tours, if any are, and m_u.
    kept: Option<&'a [f32]>,
    most: f32,
    /// What they bring to the line, and to its row of whole elements.
    filled: (&'a mut [f32], &'a mut [f32]),
    whole: Option<(&'a mut [f32], &'a mut [f32])>,
    starts: &'a mut [f32],
    far: Strands,
    zero: Zero,
}

impl Piecewise for Sweep<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let (start, tour) = (self.from + at, self.costs.tour);
        let slope = self.costs.slope::<N>(start);
        let left = get::<N>(self.left, start);
        let periods = |(lasts, each): (f32, f32), left: f32| each * least(left, lasts);
        let size = each::<N>(|i| periods(self.on, left[i]) + periods(self.tied, left[i]));
        let by = each::<N>(|i| self.pace / size[i]);
        let kept = self.kept.map_or([0.0; N], |kept| get(kept, at));
        let gone = self.x.column(at, self.blend, (slope, by), (kept, [self.most; N]));
        self.far.add(each::<N>(|i| gone.by[i] * gone.by[i] * size[i]));
        self.zero.see(gone.now);
        self.zero.see(gone.anchor);
        let fill = |(begun, ended): &mut (&mut [f32], &mut [f32]), times: f32| {
            add(begun, start, each::<N>(|i| times * gone.ahead[i]));
            add(ended, start + tour, each::<N>(|i| times * gone.ahead[i]));
        };
        fill(&mut self.filled, self.costs.paid.1);
        if let (Some(whole), Some((_, counts))) = (&mut self.whole, self.costs.whole) {
            fill(whole, counts);
        }
        add(self.starts, start, gone.ahead);
    }
}

/// A row of elements tied, over those that there are: its prices.
struct Ties<'a> {
    blend: Blend,
    rows: Rows<'a>,
    steps: &'a [f32],
    /// Tours that begin, with as many periods ahead of the first as there are.
    begun: &'a [f32],
    periods: usize,
    busy: usize,
    /// What is tied over what there is.
    over: f32,
    far: Strands,
    zero: Zero,
}

impl Piecewise for Ties<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let now = self.periods + at;
        let (begun, ended) = (get::<N>(self.begun, now), get::<N>(self.begun, now - self.busy));
        let broken = sums(&mut self.over, each::<N>(|i| begun[i] - ended[i]));
        let gone = self.rows.price(at, self.blend, (broken, get(self.steps, at)), &mut self.far);
        self.zero.see(gone.now);
        self.zero.see(gone.anchor);
    }
}

/// Room for a team at work.
pub(super) struct Desk {
    people: Vec<f32>,
    ties: Vec<f32>,
    priced: Vec<f32>,
    /// Periods from each to the end of the horizon.
    left: Vec<f32>,
    /// By join, [`Base`], if it is known; past the last, where a join costs nothing, because its prices are 0 or because
    /// there are none.
    base: Vec<f32>,
    known: Vec<bool>,
    /// By join and all together, tours that begin, as [`Ties`] has them, and whether there are any.
    begun: Vec<f32>,
    served: Vec<bool>,
    all: Vec<f32>,
}

impl Desk {
    pub fn new(periods: usize, wide: usize) -> Self {
        Self {
            people: vec![0.0; wide],
            ties: vec![0.0; wide],
            priced: vec![0.0; periods],
            left: (0..periods).map(|p| (periods - p) as f32).collect(),
            base: Vec::new(),
            known: Vec::new(),
            begun: Vec::new(),
            served: Vec::new(),
            all: vec![0.0; 2 * periods],
        }
    }

    /// Clears it for so many joins.
    fn clear(&mut self, joins: usize) {
        let periods = self.priced.len();
        self.base.resize((joins + 1) * periods, 0.0);
        self.known.clear();
        self.known.resize(joins + 1, false);
        self.begun.clear();
        self.begun.resize((joins + 1) * 2 * periods, 0.0);
        self.served.clear();
        self.served.resize(joins + 1, false);
    }
}

/// A team whose turn it is in an iteration.
#[derive(Clone, Copy)]
pub(super) struct TeamTurn<'a> {
    core: &'a Core,
    layout: &'a Layout,
    team: &'a Team,
    unit: &'a Unit,
    /// Its position.
    t: usize,
    /// The first supply of its way: those in the room are counted from there.
    first_supply: usize,
    blend: Blend,
}

impl<'a> TeamTurn<'a> {
    pub fn new((core, layout): (&'a Core, &'a Layout), t: usize, first_supply: usize, blend: Blend) -> Self {
        let team = &layout.teams[t];
        Self { core, layout, team, unit: &core.units[team.unit as usize], t, first_supply, blend }
    }

    /// Periods of a tour, and of a tour and its dwell.
    fn lasts(&self) -> (usize, usize) {
        (self.unit.tour_within(self.core.periods), self.unit.busy_within(self.core.periods))
    }

    fn strength(&self) -> f32 {
        self.unit.strength as f32 * HUNDREDS
    }
}

impl Relax {
    /// Tours of a team, and the rows of its unit: busy and join.
    pub(super) fn team_step(&mut self, turn: TeamTurn<'_>, desk: &mut Desk, moved: &mut Moved) {
        desk.clear(turn.team.joins.len());
        let by_people = self.people(turn, desk);
        for k in 0..turn.team.tasks.len() {
            self.task_step(turn, k, by_people, (desk, moved));
        }
        self.rows_step(turn, desk, moved);
    }

    /// Sums of what people on tour pay; and what an element adds to the sum of magnitudes of a column there, in a period.
    fn people(&self, turn: TeamTurn<'_>, desk: &mut Desk) -> f32 {
        let (strength, periods) = (turn.strength(), turn.core.periods);
        desk.priced.fill(0.0);
        add_times(strength, &self.at.theatre.now, &mut desk.priced);
        let mut size = strength * self.paces.rows.theatre;
        for &(row, counts) in &turn.unit.counts {
            let counts = counts as f32 * HUNDREDS;
            size += counts * self.paces.rows.ceiling[row as usize];
            add_times(counts, &self.at.ceiling.now[row as usize * periods..][..periods], &mut desk.priced);
        }
        sums_before(&desk.priced, &mut desk.people);
        size
    }

    /// Tours of a task, unless they are idle and not to be looked at.
    fn task_step(&mut self, turn: TeamTurn<'_>, k: usize, by_people: f32, (desk, moved): (&mut Desk, &mut Moved)) {
        let TeamTurn { core, team, unit, t, first_supply, blend, .. } = turn;
        let Tours { first: mut column, counts, idle: was_idle } = self.tours[t][k];
        let task = team.tasks[k];
        let (join, joins) = (task.join as usize, team.joins.len());
        if was_idle && !(t + join + self.iterations as usize).is_multiple_of(LOOKED_AT) {
            return;
        }
        let priced = if join < joins && !self.free[team.joins.start + join] { join } else { joins };
        if !desk.known[priced] {
            self.base(turn, priced, desk);
        }
        let ((tour, busy), periods, wide) = (turn.lasts(), core.periods, self.wide());
        let service = &unit.services[task.service as usize];
        let (supply, line) = (task.supply as usize, service.line as usize);
        let effect = service.effect as f32 / 1000.0;
        let room = &mut self.room;
        let costs = Costs {
            base: &desk.base[priced * periods..][..periods],
            paid: (&room.supply_sums[(supply - first_supply) * wide..][..wide], effect),
            whole: (counts > 0.0).then(|| (&room.whole_sums[line * wide..][..wide], counts)),
            tour,
        };
        let rows = &self.paces.rows;
        let by_on = effect * rows.supply[supply] + counts * rows.rounding[line] + by_people;
        let by_tied = rows.busy[t] + if join < joins { rows.join[team.joins.start + join] } else { 0.0 };
        let pace = self.paces.tours[t][k];
        let mut idle = true;
        for &(from, to) in &service.starts {
            let (from, len) = (from as usize, (to - from) as usize);
            let at = column..column + len;
            column = at.end;
            if was_idle {
                let mut looked = Looked { costs, from, earns: false };
                looked.through(len);
                if !looked.earns {
                    continue;
                }
            }
            let mut sweep = Sweep {
                blend,
                costs,
                from,
                kept: (!self.kept.is_empty()).then(|| &self.kept[at.clone()]),
                x: self.at.x.rows(at),
                left: &desk.left,
                on: (tour as f32, by_on),
                tied: (busy as f32, by_tied),
                pace: pace / blend.omega,
                most: unit.elements as f32,
                filled: room.supplied.row_mut(supply - first_supply),
                whole: (counts > 0.0).then(|| room.whole.row_mut(line)),
                starts: &mut desk.begun[(2 * join + 1) * periods..][..periods],
                far: Strands::default(),
                zero: Zero::default(),
            };
            sweep.through(len);
            moved.primal += f64::from(sweep.far.total() / pace);
            idle &= sweep.zero.all();
            desk.served[join] = true;
        }
        self.tours[t][k].idle = idle;
    }

    /// Rows of a team by the tours that begin: join and busy; and what they add to people on tour.
    fn rows_step(&mut self, turn: TeamTurn<'_>, desk: &mut Desk, moved: &mut Moved) {
        let TeamTurn { core, layout, team, unit, t, blend, .. } = turn;
        let ((tour, busy), periods) = (turn.lasts(), core.periods);
        let elements = unit.elements as f32;
        desk.all[periods..].fill(0.0);
        for (at, _) in desk.served.iter().enumerate().filter(|(_, served)| **served) {
            add_times(1.0, &desk.begun[(2 * at + 1) * periods..][..periods], &mut desk.all[periods..]);
        }
        for (at, j) in team.joins.clone().enumerate() {
            let there = elements * self.room.y_ahead[layout.joins[j].place as usize];
            if self.free[j] && !desk.served[at] && there >= 0.0 {
                continue;
            }
            let begun = &desk.begun[2 * at * periods..][..2 * periods];
            self.free[j] = tie(blend, (&mut self.at.join, &self.steps.join, j), (begun, busy), there, moved);
        }
        let all = &desk.all[periods..];
        for &(row, counts) in &unit.counts {
            self.room.people.add(row as usize, counts as f32 * HUNDREDS, all, tour);
        }
        self.room.theatre.add(0, turn.strength(), all, tour);
        let there = elements * self.room.z_ahead[team.way as usize];
        tie(blend, (&mut self.at.busy, &self.steps.busy, t), (&desk.all, busy), there, moved);
    }

    /// What tours of a team weigh and pay in a join, or where that costs nothing, but for what they earn.
    fn base(&self, turn: TeamTurn<'_>, at: usize, desk: &mut Desk) {
        let periods = turn.core.periods;
        let (tour, busy) = turn.lasts();
        desk.priced.copy_from_slice(&self.at.busy.now[turn.t * periods..][..periods]);
        if at < turn.team.joins.len() {
            let j = turn.team.joins.start + at;
            add_times(1.0, &self.at.join.now[j * periods..][..periods], &mut desk.priced);
        }
        sums_before(&desk.priced, &mut desk.ties);
        let mut base = Base {
            cost: (turn.unit.cost / self.at.unit) as f32,
            people: (&desk.people, tour),
            ties: (&desk.ties, busy),
            into: &mut desk.base[at * periods..][..periods],
        };
        base.through(periods);
        desk.known[at] = true;
    }
}

/// Moves the prices of a row by tours that begin and tie for so long, over those that there are. Whether all are at 0
/// then, and were at the anchor, is told.
fn tie(
    blend: Blend,
    (track, steps, row): (&mut Track, &[f32], usize),
    (begun, busy): (&[f32], usize),
    there: f32,
    moved: &mut Moved,
) -> bool {
    let periods = begun.len() / 2;
    let rows = row * periods..(row + 1) * periods;
    let mut ties = Ties {
        blend,
        steps: &steps[rows.clone()],
        rows: track.rows(rows),
        begun,
        periods,
        busy,
        over: -there,
        far: Strands::default(),
        zero: Zero::default(),
    };
    ties.through(periods);
    moved.dual += f64::from(ties.far.total());
    ties.zero.all()
}
