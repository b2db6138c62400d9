//! Prices for the certificate: the linear relaxation of the core with rows w[n,r,p] ≤ q · y[n,f] that keep a
//! nation from filling a line with a fraction of its place, solved by a primal-dual first-order method
//! without ever writing the matrix down. A tour touches a window of periods in every row family, so sums
//! over periods stand in for the matrix: one sweep over the columns is one iteration.
//!
//! Primal-dual hybrid gradient (Chambolle, Pock 2011) with diagonal steps (Pock, Chambolle 2011), reflected
//! Halpern iterations and restarts (Lu, Yang 2024; Applegate et al. 2021). Whatever it has come to, its dual
//! values are at least 0, and the certificate makes a bound of them.

mod paces;
mod places;
mod shares;
mod steps;
mod torn;

use self::paces::Paces;
use self::steps::Steps;
use super::coarse;
use super::core::Core;
use super::layout::{Layout, Prices};
use super::sweep::{Columns, Covered, Earned, add, dual, primal, sweep};
use super::warm::Standing;
use std::sync::Arc;

/// A value, and where the iterations since the last restart began.
#[derive(Clone, Debug)]
struct Track {
    now: Vec<f32>,
    anchor: Vec<f32>,
}

impl Track {
    fn new(len: usize) -> Self {
        Self { now: vec![0.0; len], anchor: vec![0.0; len] }
    }

    fn rows(&mut self, range: std::ops::Range<usize>) -> (&mut [f32], &mut [f32]) {
        (&mut self.now[range.clone()], &mut self.anchor[range])
    }
}

/// How an iteration blends: z ← keep · (2 T(z) − z) + (1 − keep) · anchor; and on a restart z ← T(z).
#[derive(Clone, Copy)]
pub(super) struct Blend {
    pub keep: f32,
    pub restart: bool,
}

impl Blend {
    /// The next value: `ahead` is 2 T(z) − z.
    pub fn next(self, ahead: f32, mapped: f32, anchor: f32) -> f32 {
        if self.restart { mapped } else { self.keep * ahead + (1.0 - self.keep) * anchor }
    }

    /// What an iteration has covered: from where it began, or on a restart from the anchor.
    pub fn covered(self, square: f32) -> Covered {
        if self.restart { Covered { step: 0.0, far: square } } else { Covered { step: square, far: 0.0 } }
    }
}

/// Squares of the distances that an iteration covers, each by its step: to the mapped point from where it
/// began, and from the anchor.
#[derive(Clone, Copy, Default)]
struct Moved {
    primal: f64,
    dual: f64,
    primal_far: f64,
    dual_far: f64,
}

impl Moved {
    fn primal(&mut self, covered: Covered) {
        self.primal += f64::from(covered.step);
        self.primal_far += f64::from(covered.far);
    }

    fn dual(&mut self, covered: Covered) {
        self.dual += f64::from(covered.step);
        self.dual_far += f64::from(covered.far);
    }
}

/// The relaxation on its way.
#[derive(Debug)]
pub struct Relax {
    core: Arc<Core>,
    layout: Arc<Layout>,
    /// What one unit of prices weighs in the objective.
    unit: f64,
    /// Tours of each task, by team.
    tours: Vec<Vec<Tours>>,
    /// Joins that cost nothing, now and at the anchor.
    free: Vec<bool>,
    /// Teams that fill the same lines for the same nation one after the other, so that rows of lines stay in the cache.
    order: Vec<usize>,
    /// q[r,p], elements.
    asked: Vec<f32>,
    paces: Paces,
    x: Track,
    w: Track,
    short: Track,
    y: Track,
    z: Track,
    cover: Track,
    rounding: Track,
    supply: Track,
    place: Track,
    busy: Track,
    join: Track,
    nations: Track,
    ceiling: Track,
    theatre: Track,
    /// Steps of dual values, by row.
    steps: Steps,
    /// Weight of dual against primal steps.
    weight: f64,
    /// Iterations since the restart, and in all.
    since: u32,
    iterations: u32,
    first_error: f64,
    last_error: f64,
    restart_next: bool,
    room: Room,
}

/// The tours of a task.
#[derive(Clone, Copy, Debug)]
struct Tours {
    /// First column.
    first: usize,
    /// What each counts in the row of whole elements.
    counts: f32,
    /// Whether all are at 0, now and at the anchor.
    idle: bool,
}

#[derive(Debug, Default)]
struct Room {
    supply_sums: Vec<f32>,
    supply_change: Vec<f32>,
    whole_sums: Vec<f32>,
    whole_change: Vec<f32>,
    people_change: Vec<f32>,
    theatre_change: Vec<f32>,
    filled: Vec<f32>,
    y_ahead: Vec<f32>,
    z_ahead: Vec<f32>,
}

/// Tours of a task that are all at 0 are looked at once in so many iterations.
const LOOKED_AT: usize = 4;

/// People in a ceiling row count in hundreds, so that its coefficients are like those of other rows.
const HUNDREDS: f32 = 0.01;

impl Relax {
    /// All at 0: nobody is sent, all is short. Without `paces` all columns and all rows step alike.
    pub fn new(core: Arc<Core>, layout: Arc<Layout>, paces: bool) -> Self {
        let periods = core.periods;
        let mut columns = 0;
        let mut tours = Vec::with_capacity(layout.teams.len());
        for team in &layout.teams {
            let mut of_team = Vec::with_capacity(team.tasks.len());
            for task in &team.tasks {
                let service = &core.units[team.unit as usize].services[task.service as usize];
                of_team.push(Tours { first: columns, counts: layout.counts(service) as f32, idle: true });
                columns += service.columns();
            }
            tours.push(of_team);
        }
        let mut order: Vec<usize> = (0..layout.teams.len()).collect();
        order.sort_by_key(|&t| (layout.teams[t].way, layout.teams[t].tasks.first().map(|task| task.supply)));
        let cells = core.needs.len() * periods;
        let mut relax = Self {
            unit: Self::unit_of(&core),
            tours,
            free: vec![true; layout.joins.len()],
            order,
            asked: core.needs.iter().flat_map(|n| n.asked.iter().map(|&q| q.max(0) as f32 / 1000.0)).collect(),
            paces: Paces::alike(&core, &layout, paces),
            x: Track::new(columns),
            w: Track::new(layout.supplies.len() * periods),
            short: Track::new(cells),
            y: Track::new(layout.ways.len() * layout.most.len()),
            z: Track::new(layout.ways.len()),
            cover: Track::new(cells),
            rounding: Track::new(cells),
            supply: Track::new(layout.supplies.len() * periods),
            place: Track::new(layout.supplies.len() * periods),
            busy: Track::new(layout.teams.len() * periods),
            join: Track::new(layout.joins.len() * periods),
            nations: Track::new(layout.most.len()),
            ceiling: Track::new(core.ceilings.len() * periods),
            theatre: Track::new(periods),
            steps: Steps::default(),
            weight: 1.0,
            since: 0,
            iterations: 0,
            first_error: f64::INFINITY,
            last_error: f64::INFINITY,
            restart_next: false,
            room: Room::default(),
            core,
            layout,
        };
        // Each nation in the first of its ways.
        for ways in relax.layout.ways.by_nation() {
            (relax.z.now[ways.start], relax.z.anchor[ways.start]) = (1.0, 1.0);
        }
        relax.set_steps();
        relax.short.now.clone_from(&relax.asked);
        relax.short.anchor.clone_from(&relax.asked);
        relax
    }

    /// What one unit of prices weighs: the mean of what an element short weighs in a period.
    pub fn unit_of(core: &Core) -> f64 {
        let weighs: Vec<f64> = core.needs.iter().map(|n| n.weight * 1000.0).filter(|w| *w > 0.0).collect();
        (weighs.iter().sum::<f64>() / weighs.len().max(1) as f64).max(1e-9)
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        self.told(self.x.now.clone(), self.unit, 1.0, |table| table.now.clone())
    }

    /// How it stands, its tables by period told in some way; `x` and `unit` are those of the relaxation that goes on, and
    /// prices that are not by period count so many times there.
    fn told(&self, x: Vec<f32>, unit: f64, times: f32, table: impl Fn(&Track) -> Vec<f32>) -> Standing {
        Standing {
            x,
            w: table(&self.w),
            short: table(&self.short),
            y: self.y.now.clone(),
            z: self.z.now.clone(),
            cover: table(&self.cover),
            rounding: table(&self.rounding),
            supply: table(&self.supply),
            place: table(&self.place),
            busy: table(&self.busy),
            join: table(&self.join),
            nations: self.nations.now.iter().map(|v| v * times).collect(),
            ceiling: table(&self.ceiling),
            theatre: table(&self.theatre),
            weight: self.weight,
            unit,
        }
    }

    /// Goes on from there.
    pub fn stand(&mut self, from: Standing) {
        let tables = [
            (&mut self.x, from.x),
            (&mut self.w, from.w),
            (&mut self.short, from.short),
            (&mut self.y, from.y),
            (&mut self.z, from.z),
            (&mut self.cover, from.cover),
            (&mut self.rounding, from.rounding),
            (&mut self.supply, from.supply),
            (&mut self.place, from.place),
            (&mut self.busy, from.busy),
            (&mut self.join, from.join),
            (&mut self.nations, from.nations),
            (&mut self.ceiling, from.ceiling),
            (&mut self.theatre, from.theatre),
        ];
        for (track, now) in tables {
            track.anchor.clone_from(&now);
            track.now = now;
        }
        self.weight = from.weight;
        for (tours, team) in self.tours.iter_mut().zip(&self.layout.teams) {
            let unit = &self.core.units[team.unit as usize];
            for (tours, task) in tours.iter_mut().zip(&team.tasks) {
                let columns = unit.services[task.service as usize].columns();
                tours.idle = all_zero(&self.x.now[tours.first..tours.first + columns]);
            }
        }
        let rows = self.join.now.chunks(self.core.periods.max(1));
        self.free.iter_mut().zip(rows).for_each(|(free, row)| *free = all_zero(row));
        self.set_paces();
        self.set_steps();
    }

    /// Sets what places in formations cost.
    pub fn price_places(&mut self, prices: Vec<f32>) {
        self.nations.anchor.clone_from(&prices);
        self.nations.now = prices;
    }

    /// Goes on where the relaxation of [`coarse::core`] with `by` periods in one, in the same ways, has come to.
    pub fn continue_from(&mut self, coarse: &Relax, by: usize) {
        let spread = |of: &Track| coarse::spread(&of.now, by, self.core.periods);
        self.stand(coarse.told(self.columns_from(coarse, by), self.unit, by as f32, spread));
    }

    /// x of a coarse relaxation: tours at the first start of each long period.
    fn columns_from(&self, coarse: &Relax, by: usize) -> Vec<f32> {
        let mut x = vec![0.0; self.x.now.len()];
        for (t, team) in self.layout.teams.iter().enumerate() {
            for (k, task) in team.tasks.iter().enumerate() {
                let service = &self.core.units[team.unit as usize].services[task.service as usize];
                let (mut from_column, mut column) = (coarse.tours[t][k].first, self.tours[t][k].first);
                let long = &coarse.core.units[team.unit as usize].services[task.service as usize].starts;
                for (&(from, to), &(first, last)) in service.starts.iter().zip(long) {
                    for start in first..last {
                        let at = (start * by as u32).clamp(from, to - 1);
                        x[column + (at - from) as usize] += coarse.x.now[from_column];
                        from_column += 1;
                    }
                    column += (to - from) as usize;
                }
            }
        }
        x
    }

    /// What an iteration costs: cells that it goes through, and so many for each task to begin with, as measured from
    /// 80 thousand to 29 million tour columns.
    pub fn effort(&self) -> usize {
        let tasks: usize = self.tours.iter().map(Vec::len).sum();
        self.x.now.len() + 16 * tasks + 2 * (self.join.now.len() + self.supply.now.len())
    }

    /// Iterations so far.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// y as it stands: how much of each place a nation has in all its ways, by [`Core::place`].
    pub fn places(&self) -> Vec<f32> {
        self.layout.places(&self.core, &self.y.now, &self.z.now)
    }

    /// Columns of tours, those of each way counted.
    pub fn columns(&self) -> usize {
        self.x.now.len()
    }

    /// What an element on a line is worth in a period as prices stand, by line and period, in the unit of the objective:
    /// what `cover` pays for it, and the row of whole elements on average.
    pub fn worth(&self) -> Vec<f32> {
        let rows = self.layout.roundings.iter().map(|row| row.as_ref().map_or(0.0, |row| row.needs as f32));
        let whole = rows.flat_map(|needs| std::iter::repeat_n(needs, self.core.periods)).zip(&self.asked);
        let paid = self.cover.now.iter().zip(&self.rounding.now).zip(whole);
        let unit = self.unit as f32;
        paid.map(|((cover, rounding), (needs, asked))| unit * (cover + rounding * needs / asked.max(1.0))).collect()
    }

    /// What the ceilings of each nation cost as prices stand, in the unit of the objective: people allowed times their
    /// price.
    pub fn ceilings_cost(&self) -> Vec<f64> {
        let mut cost = vec![0.0; self.core.nations];
        for (row, paid) in self.core.ceilings.iter().zip(self.ceiling.now.chunks(self.core.periods.max(1))) {
            let each = row.most.iter().zip(paid).map(|(most, paid)| most * f64::from(*paid));
            cost[row.nation as usize] += f64::from(HUNDREDS) * self.unit * each.sum::<f64>();
        }
        cost
    }

    /// The prices as they stand.
    pub fn prices(&self) -> Prices {
        let positive = |of: &Track| of.now.iter().map(|v| v.max(0.0)).collect();
        let people = |of: &Track| of.now.iter().map(|v| v.max(0.0) * HUNDREDS).collect();
        Prices {
            cover: positive(&self.cover),
            rounding: positive(&self.rounding),
            supply: positive(&self.supply),
            join: positive(&self.join),
            nations: positive(&self.nations),
            ceiling: people(&self.ceiling),
            theatre: people(&self.theatre),
            unit: self.unit,
        }
    }

    /// How far arrays by period reach, so that no window has to be cut off at the horizon.
    fn wide(&self) -> usize {
        2 * self.core.periods + 1
    }

    /// One iteration.
    pub fn step(&mut self) {
        let blend = Blend { keep: (self.since + 1) as f32 / (self.since + 2) as f32, restart: self.restart_next };
        let mut moved = Moved::default();
        self.places_step(blend, &mut moved);
        self.tours_step(blend, &mut moved);
        self.supplies_step(blend, &mut moved);
        self.lines_step(blend, &mut moved);
        self.limits_step(blend, &mut moved);
        self.iterations += 1;
        let error = (self.weight * moved.primal + moved.dual / self.weight).sqrt();
        if blend.restart {
            self.reweigh(&moved);
            self.set_paces();
            self.set_steps();
            self.since = 0;
            self.restart_next = false;
            self.first_error = f64::INFINITY;
            self.last_error = f64::INFINITY;
            return;
        }
        if self.first_error.is_infinite() {
            self.first_error = error;
        }
        self.since += 1;
        let enough = error <= 0.2 * self.first_error;
        let stuck = error <= 0.8 * self.first_error && error > self.last_error;
        let long = f64::from(self.since) >= 0.36 * f64::from(self.iterations) && self.since > 30;
        self.restart_next = enough || stuck || long;
        self.last_error = error;
    }

    /// Balances primal and dual steps by how far each went since the last restart (Applegate et al. 2021).
    fn reweigh(&mut self, moved: &Moved) {
        if moved.primal_far > 1e-18 && moved.dual_far > 1e-18 {
            let fresh = (moved.dual_far / moved.primal_far).sqrt();
            self.weight = (fresh * self.weight).sqrt().clamp(1e-4, 1e4);
        }
    }

    /// x, and the rows of units: busy and join.
    fn tours_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, layout, periods) = (Arc::clone(&self.core), Arc::clone(&self.layout), self.core.periods);
        let wide = self.wide();
        let omega = self.weight as f32;
        let room = &mut self.room;
        room.supply_sums.resize(layout.supplies.len() * wide, 0.0);
        for s in 0..layout.supplies.len() {
            sums(&mut room.supply_sums[s * wide..][..wide], &self.supply.now[s * periods..][..periods]);
        }
        room.supply_change.clear();
        room.supply_change.resize(layout.supplies.len() * wide, 0.0);
        room.whole_sums.resize(core.needs.len() * wide, 0.0);
        for r in 0..core.needs.len() {
            sums(&mut room.whole_sums[r * wide..][..wide], &self.rounding.now[r * periods..][..periods]);
        }
        room.whole_change.clear();
        room.whole_change.resize(core.needs.len() * wide, 0.0);
        room.people_change.clear();
        room.people_change.resize(core.ceilings.len() * wide, 0.0);
        room.theatre_change.clear();
        room.theatre_change.resize(wide, 0.0);
        let mut people = vec![0.0_f32; wide];
        let mut ties = vec![0.0_f32; wide];
        let mut priced = vec![0.0_f32; periods];
        let mut starts = vec![0.0_f32; periods];
        let (mut ahead, mut spare) = (vec![0.0_f32; periods], vec![0.0_f32; periods]);
        let (mut on, mut tied_for) = (vec![0.0_f32; periods], vec![0.0_f32; periods]);
        let mut base: Vec<f32> = Vec::new();
        let mut joins_starts: Vec<f32> = Vec::new();
        let mut change = vec![0.0_f32; wide];
        let mut served: Vec<bool> = Vec::new();
        for &t in &self.order {
            let team = &layout.teams[t];
            let unit = &core.units[team.unit as usize];
            let strength = unit.strength as f32 * HUNDREDS;
            let (range, elements) = (team.joins.clone(), unit.elements as f32);
            let (tour, busy) = (unit.tour_within(periods), unit.busy_within(periods));
            for (p, priced) in priced.iter_mut().enumerate() {
                *priced = strength * self.theatre.now[p];
            }
            let mut in_nation = 0.0;
            for &(row, counts) in &unit.counts {
                let counts = counts as f32 * HUNDREDS;
                in_nation += counts * self.paces.rows.ceiling[row as usize];
                add(&mut priced, counts, &self.ceiling.now[row as usize * periods..][..periods]);
            }
            sums(&mut people, &priced);
            // Periods of the horizon on tour and tied, by start.
            for p in 0..periods {
                on[p] = tour.min(periods - p) as f32;
                tied_for[p] = busy.min(periods - p) as f32;
            }
            // What a tour weighs and pays, by join and start, but for what it earns; past the last join, where that costs
            // nothing: because it does not, or because the nation serves for certain. A tour is in the sums of busy and join
            // for as long.
            let (rows, certain) = (range.len() + 1, range.len());
            base.clear();
            base.resize(rows * periods, 0.0);
            served.clear();
            served.resize(rows, false);
            joins_starts.clear();
            joins_starts.resize(rows * periods, 0.0);
            let cost = (unit.cost / self.unit) as f32;
            for at in 0..rows {
                if at < certain && self.free[range.start + at] {
                    continue;
                }
                priced.copy_from_slice(&self.busy.now[t * periods..][..periods]);
                if at < certain {
                    add(&mut priced, 1.0, &self.join.now[(range.start + at) * periods..][..periods]);
                }
                sums(&mut ties, &priced);
                for (p, base) in base[at * periods..][..periods].iter_mut().enumerate() {
                    *base = cost + people[p + tour] - people[p] + ties[p + busy] - ties[p];
                }
            }
            for (k, task) in team.tasks.iter().enumerate() {
                let Tours { first: mut column, counts, idle: was_idle } = self.tours[t][k];
                if was_idle && !(t + k + self.iterations as usize).is_multiple_of(LOOKED_AT) {
                    continue;
                }
                let service = &unit.services[task.service as usize];
                let (supply, join) = (task.supply as usize, task.join as usize);
                let paid = &room.supply_sums[supply * wide..][..wide];
                let filled = &mut room.supply_change[supply * wide..][..wide];
                let effect = service.effect as f32 / 1000.0;
                let line = service.line as usize * wide;
                let free = join < certain && self.free[range.start + join];
                let base = &base[if free { certain } else { join } * periods..][..periods];
                let whole = &room.whole_sums[line..][..wide];
                let rows = &self.paces.rows;
                let by_on = effect * rows.supply[supply]
                    + counts * rows.rounding[service.line as usize]
                    + in_nation
                    + strength * rows.theatre;
                let by_join = if join < certain { rows.join[range.start + join] } else { 0.0 };
                let by_tied = rows.busy[t] + by_join;
                self.tours[t][k].idle = true;
                let pace = self.paces.tours[t][k];
                for &(from, to) in &service.starts {
                    let (from, to) = (from as usize, to as usize);
                    let columns = Columns {
                        base: &base[from..to],
                        paid: Earned { before: &paid[from..to], after: &paid[from + tour..to + tour], times: effect },
                        whole: Earned {
                            before: &whole[from..to],
                            after: &whole[from + tour..to + tour],
                            times: counts,
                        },
                        on: (&on[from..to], by_on),
                        tied: (&tied_for[from..to], by_tied),
                        pace: pace / omega,
                        most: elements,
                    };
                    let at = column..column + to - from;
                    column = at.end;
                    if was_idle && columns.rest(to - from) {
                        continue;
                    }
                    let (now, anchor) = self.x.rows(at);
                    let (Covered { step, far }, idle) = sweep(columns, blend, now, anchor, &mut ahead, &mut spare);
                    self.tours[t][k].idle &= idle;
                    served[join] = true;
                    moved.primal(Covered { step: step / pace, far: far / pace });
                    let ahead = &ahead[..to - from];
                    if counts > 0.0 {
                        let whole = &mut room.whole_change[line..][..wide];
                        add(&mut whole[from..to], counts, ahead);
                        add(&mut whole[from + tour..to + tour], -counts, ahead);
                    }
                    add(&mut filled[from..to], effect, ahead);
                    add(&mut filled[from + tour..to + tour], -effect, ahead);
                    add(&mut joins_starts[join * periods..][from..to], 1.0, ahead);
                }
            }
            starts.fill(0.0);
            for (at, _) in served.iter().enumerate().filter(|(_, served)| **served) {
                add(&mut starts, 1.0, &joins_starts[at * periods..][..periods]);
            }
            for at in 0..certain {
                let j = range.start + at;
                let ahead = elements * room.y_ahead[layout.joins[j].place as usize];
                if self.free[j] && !served[at] && ahead >= 0.0 {
                    continue;
                }
                tied(&joins_starts[at * periods..][..periods], busy, ahead, &mut change, &mut priced);
                let rows = j * periods..(j + 1) * periods;
                let steps = &self.steps.join[rows.clone()];
                moved.dual(dual(blend, self.join.rows(rows.clone()), (&priced, steps), omega, &mut spare));
                self.free[j] = all_zero(&self.join.now[rows.clone()]) && all_zero(&self.join.anchor[rows]);
            }
            for &(row, counts) in &unit.counts {
                let on = &mut room.people_change[row as usize * wide..][..wide];
                let counts = counts as f32 * HUNDREDS;
                add(&mut on[..periods], counts, &starts);
                add(&mut on[tour..tour + periods], -counts, &starts);
            }
            let all_on = &mut room.theatre_change;
            add(&mut all_on[..periods], strength, &starts);
            add(&mut all_on[tour..tour + periods], -strength, &starts);
            tied(&starts, busy, elements * room.z_ahead[team.way as usize], &mut change, &mut priced);
            let rows = t * periods..(t + 1) * periods;
            let steps = &self.steps.busy[rows.clone()];
            moved.dual(dual(blend, self.busy.rows(rows), (&priced, steps), omega, &mut spare));
        }
    }

    /// w, and the rows that bind it to tours and to places.
    fn supplies_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, layout, periods) = (Arc::clone(&self.core), Arc::clone(&self.layout), self.core.periods);
        let wide = self.wide();
        let omega = self.weight as f32;
        self.room.filled.clear();
        self.room.filled.resize(core.needs.len() * periods, 0.0);
        let (mut slope, mut most) = (vec![0.0_f32; periods], vec![0.0_f32; periods]);
        let (mut ahead, mut spare) = (vec![0.0_f32; periods], vec![0.0_f32; periods]);
        let (mut broken, mut steps) = (vec![0.0_f32; periods], vec![0.0_f32; periods]);
        for (s, supply) in layout.supplies.iter().enumerate() {
            let cells = supply.line as usize * periods..(supply.line as usize + 1) * periods;
            let rows = s * periods..(s + 1) * periods;
            let at = supply.place as usize;
            let (pace, place_pace, place) = (self.paces.brought[s], self.paces.places[at], self.room.y_ahead[at]);
            let row_place = self.paces.rows.place[s];
            let size = self.paces.rows.cover[supply.line as usize] + self.paces.rows.supply[s] + row_place;
            let (by_supply, by_place) = (&self.supply.now[rows.clone()], &self.place.now[rows.clone()]);
            let (paid, asked) = (&self.cover.now[cells.clone()], &self.asked[cells.clone()]);
            for p in 0..periods {
                slope[p] = by_supply[p] + by_place[p] - paid[p];
                most[p] = asked[p].min(supply.most);
                steps[p] = row_place / (pace + most[p] * place_pace);
            }
            let columns = self.w.rows(rows.clone());
            moved.primal(primal(blend, columns, (&slope, &most), size / pace, 1.0 / omega, (&mut ahead, &mut spare)));
            add(&mut self.room.filled[cells], 1.0, &ahead);
            let change = &self.room.supply_change[s * wide..][..periods];
            let mut there = 0.0;
            for p in 0..periods {
                there += change[p];
                broken[p] = ahead[p] - there;
            }
            let by_supply = &self.steps.supply[rows.clone()];
            moved.dual(dual(blend, self.supply.rows(rows.clone()), (&broken, by_supply), omega, &mut spare));
            for p in 0..periods {
                broken[p] = ahead[p] - most[p] * place;
            }
            moved.dual(dual(blend, self.place.rows(rows), (&broken, &steps), omega, &mut spare));
        }
    }

    /// Shortfalls, and the rows of lines.
    fn lines_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, periods) = (Arc::clone(&self.core), self.core.periods);
        let omega = self.weight as f32;
        let (mut slope, mut broken) = (vec![0.0_f32; periods], vec![0.0_f32; periods]);
        let (mut ahead, mut spare) = (vec![0.0_f32; periods], vec![0.0_f32; periods]);
        for (r, need) in core.needs.iter().enumerate() {
            let weighs = (need.weight * 1000.0 / self.unit) as f32;
            let rows = r * periods..(r + 1) * periods;
            let asked = &self.asked[rows.clone()];
            let rounding = self.layout.roundings[r].as_ref();
            let (paid, whole) = (&self.cover.now[rows.clone()], &self.rounding.now[rows.clone()]);
            for p in 0..periods {
                slope[p] = weighs - paid[p] - whole[p];
            }
            let size = self.paces.rows.cover[r] + if rounding.is_some() { self.paces.rows.rounding[r] } else { 0.0 };
            let columns = self.short.rows(rows.clone());
            moved.primal(primal(blend, columns, (&slope, asked), size, 1.0 / omega, (&mut ahead, &mut spare)));
            if let Some(row) = rounding {
                let change = &self.room.whole_change[r * self.wide()..][..periods];
                let mut there = 0.0;
                for p in 0..periods {
                    there += change[p];
                    let needs = if asked[p] > 0.0 { row.needs as f32 } else { 0.0 };
                    broken[p] = needs - ahead[p] - there;
                }
                let steps = &self.steps.rounding[rows.clone()];
                moved.dual(dual(blend, self.rounding.rows(rows.clone()), (&broken, steps), omega, &mut spare));
            }
            let filled = &self.room.filled[rows.clone()];
            for p in 0..periods {
                broken[p] = asked[p] - ahead[p] - filled[p];
            }
            let steps = &self.steps.cover[rows.clone()];
            moved.dual(dual(blend, self.cover.rows(rows), (&broken, steps), omega, &mut spare));
        }
    }

    /// The rows that limit nations in formations and people on tour.
    fn limits_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, periods) = (Arc::clone(&self.core), self.core.periods);
        let omega = self.weight as f32;
        let wide = self.wide();
        let mut spare = vec![0.0_f32; periods];
        let mut broken = vec![0.0_f32; periods];
        let mut all: Vec<f32> = core.theatre.iter().map(|most| -(*most as f32) * HUNDREDS).collect();
        for (row, ceiling) in core.ceilings.iter().enumerate() {
            let mut there = 0.0;
            let change = &self.room.people_change[row * wide..][..periods];
            for ((broken, change), most) in broken.iter_mut().zip(change).zip(&ceiling.most) {
                there += change;
                *broken = there - *most as f32 * HUNDREDS;
            }
            let rows = row * periods..(row + 1) * periods;
            let steps = &self.steps.ceiling[rows.clone()];
            moved.dual(dual(blend, self.ceiling.rows(rows), (&broken, steps), omega, &mut spare));
        }
        let mut there = 0.0;
        for (all, change) in all.iter_mut().zip(&self.room.theatre_change) {
            there += change;
            *all += there;
        }
        let rows = self.theatre.rows(0..periods);
        moved.dual(dual(blend, rows, (&all, &self.steps.theatre), omega, &mut spare));
    }
}

/// Elements tied in each period by tours that begin, each for so many periods, over so many.
fn tied(begun: &[f32], busy: usize, over: f32, change: &mut [f32], into: &mut [f32]) {
    let periods = begun.len();
    change.fill(0.0);
    change[..periods].copy_from_slice(begun);
    add(&mut change[busy..busy + periods], -1.0, begun);
    let mut tied = -over;
    for (into, change) in into.iter_mut().zip(change) {
        tied += *change;
        *into = tied;
    }
}

/// Whether all values are 0.
fn all_zero(values: &[f32]) -> bool {
    values.iter().fold(0, |bits, v| bits | v.to_bits()) << 1 == 0
}

/// Sums of what comes before each period; past the last they stay.
fn sums(into: &mut [f32], of: &[f32]) {
    let mut sum = 0.0;
    let (within, past) = into.split_at_mut(of.len());
    for (into, of) in within.iter_mut().zip(of) {
        *into = sum;
        sum += of;
    }
    past.fill(sum);
}
