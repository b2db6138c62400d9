//! Prices for the certificate: the linear relaxation of the core with rows w[n,r,p] ≤ q · y[n,f] that keep a
//! nation from filling a line with a fraction of its place, solved by a primal-dual first-order method
//! without ever writing the matrix down. A tour touches a window of periods in every row family, so sums
//! over periods stand in for the matrix: one sweep over the columns is one iteration.
//!
//! Primal-dual hybrid gradient (Chambolle, Pock 2011) with diagonal steps (Pock, Chambolle 2011), reflected
//! Halpern iterations and restarts (Lu, Yang 2024; Applegate et al. 2021). Whatever it has come to, its dual
//! values are at least 0, and the certificate makes a bound of them.

mod flow;
mod limits;
mod lines;
mod moves;
mod paces;
mod places;
mod shares;
mod steps;
mod supplies;
mod torn;
mod tours;
mod ways;

use self::flow::Flow;
use self::moves::{Blend, Moved, Track};
use self::paces::Paces;
use self::steps::Steps;
use self::tours::Tours;
use self::ways::OfWay;
use super::coarse;
use super::core::Core;
use super::guide::Guide;
use super::layout::{Layout, Lies, Prices};
use super::pieces::all_zero;
use super::standing::{By, Standing};
use std::ops::Range;
use std::sync::Arc;

/// The relaxation on its way.
#[derive(Debug)]
pub struct Relax {
    core: Arc<Core>,
    layout: Arc<Layout>,
    /// Tours of each task, by team.
    tours: Vec<Vec<Tours>>,
    /// Elements that are kept on each tour; empty where none are.
    kept: Vec<f32>,
    /// Joins that cost nothing, now and at the anchor.
    free: Vec<bool>,
    /// What is of one way, way by way.
    ways: Vec<OfWay>,
    /// q[r,p], elements.
    asked: Vec<f32>,
    /// What rows of whole elements need, by line and period.
    whole: Vec<f32>,
    paces: Paces,
    /// How it stands.
    at: Standing<Track>,
    /// Steps of dual values, by row.
    steps: Steps,
    /// Iterations since the restart, and in all.
    since: u32,
    iterations: u32,
    first_error: f64,
    last_error: f64,
    restart_next: bool,
    /// Until so many iterations the weight stays as it is.
    calm: u32,
    room: Room,
}

#[derive(Debug, Default)]
struct Room {
    /// Of the supplies of a way.
    supply_sums: Vec<f32>,
    supplied: Flow,
    whole_sums: Vec<f32>,
    whole: Flow,
    people: Flow,
    theatre: Flow,
    /// People over the most, in a row that limits them.
    over: Vec<f32>,
    filled: Vec<f32>,
    y_ahead: Vec<f32>,
    z_ahead: Vec<f32>,
}

/// People in a ceiling row count in hundreds, so that its coefficients are like those of other rows.
const HUNDREDS: f32 = 0.01;

/// How much less prices step where more has been decided, and for how many iterations.
const CALM: (f64, u32) = (0.2, 60);

impl Relax {
    /// All at 0: nobody is sent, all is short. Without `paces` all columns and all rows step alike.
    pub fn new(core: Arc<Core>, layout: Arc<Layout>, paces: bool) -> Self {
        let periods = core.periods;
        let mut tours: Vec<Vec<Tours>> = layout.teams.iter().map(|team| Vec::with_capacity(team.tasks.len())).collect();
        let mut columns = 0;
        for Lies { team, service, columns: of_task } in layout.tasks(&core) {
            tours[team].push(Tours { first: of_task.start, counts: layout.counts(service) as f32, idle: true });
            columns = of_task.end;
        }
        let asked: Vec<f32> =
            core.needs.iter().flat_map(|n| n.asked.iter().map(|&q| q.max(0) as f32 / 1000.0)).collect();
        let rows = layout.roundings.iter().map(|row| row.as_ref().map_or(0.0, |row| row.needs as f32));
        let whole = rows.zip(asked.chunks(periods.max(1)));
        let whole = whole.flat_map(|(needs, row)| row.iter().map(move |q| if *q > 0.0 { needs } else { 0.0 }));
        let cells = |by| match by {
            By::Tour => columns,
            By::Place => layout.ways.len() * layout.most.len(),
            By::Way => layout.ways.len(),
            By::Formation => layout.most.len(),
            By::Supply => layout.supplies.len() * periods,
            By::Line => core.needs.len() * periods,
            By::Team => layout.teams.len() * periods,
            By::Join => layout.joins.len() * periods,
            By::Ceiling => core.ceilings.len() * periods,
            By::Theatre => periods,
        };
        let mut relax = Self {
            tours,
            kept: Vec::new(),
            free: vec![true; layout.joins.len()],
            ways: OfWay::all(&layout),
            whole: whole.collect(),
            asked,
            paces: Paces::alike(&core, &layout, paces),
            at: Standing::new(1.0, Self::unit_of(&core), |_, by| Track::new(cells(by))),
            steps: Steps::default(),
            since: 0,
            iterations: 0,
            first_error: f64::INFINITY,
            last_error: f64::INFINITY,
            restart_next: false,
            calm: 0,
            room: Room::default(),
            core,
            layout,
        };
        // Each nation in the first of its ways.
        for ways in relax.layout.ways.by_nation() {
            (relax.at.z.now[ways.start], relax.at.z.anchor[ways.start]) = (1.0, 1.0);
        }
        relax.set_steps();
        relax.at.short.now.clone_from(&relax.asked);
        relax.at.short.anchor.clone_from(&relax.asked);
        relax
    }

    /// What one unit of prices weighs: the mean of what an element short weighs in a period.
    pub fn unit_of(core: &Core) -> f64 {
        let weighs: Vec<f64> = core.needs.iter().map(|n| n.weight * 1000.0).filter(|w| *w > 0.0).collect();
        (weighs.iter().sum::<f64>() / weighs.len().max(1) as f64).max(1e-9)
    }

    /// What it tells a search.
    pub fn guide(&self) -> Guide {
        Guide { places: self.places(), worth: self.worth(), ceilings: self.ceilings_cost() }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        self.at.each_ref().map(|_, _, track| track.now.clone())
    }

    /// Goes on from there; prices are taken to be in its own unit.
    pub fn stand(&mut self, from: Standing) {
        let unit = self.at.unit;
        self.at = Standing { unit, ..from.map(|_, _, now| Track { anchor: now.clone(), now }) };
        self.look_about();
    }

    /// What is idle, what is free, and how far all steps where it stands now.
    fn look_about(&mut self) {
        for (tours, team) in self.tours.iter_mut().zip(&self.layout.teams) {
            let unit = &self.core.units[team.unit as usize];
            for (tours, task) in tours.iter_mut().zip(&team.tasks) {
                let columns = unit.services[task.service as usize].columns();
                tours.idle = all_zero(&self.at.x.now[tours.first..tours.first + columns]);
            }
        }
        let rows = self.at.join.now.chunks(self.core.periods.max(1));
        self.free.iter_mut().zip(rows).for_each(|(free, row)| *free = all_zero(row));
        self.set_paces();
        self.set_steps();
    }

    /// Takes in that what counts so much in the row of whole elements of a line is on tour there from elsewhere.
    pub fn meet(&mut self, line: u32, periods: Range<usize>, counts: f32) {
        let row = &mut self.whole[line as usize * self.core.periods..][periods];
        row.iter_mut().for_each(|needs| *needs = (*needs - counts).max(0.0));
    }

    /// Elements on each tour, column by column.
    pub fn on_tours(&self) -> &[f32] {
        &self.at.x.now
    }

    /// Goes on from where it is with at least so many elements on each tour.
    pub fn keep(&mut self, kept: &[f32]) {
        self.at.x.now.iter_mut().zip(kept).for_each(|(x, kept)| *x = x.max(*kept));
        self.at.each_mut().tables().for_each(|track| track.anchor.copy_from_slice(&track.now));
        self.look_about();
        kept.clone_into(&mut self.kept);
    }

    /// Where more has just been decided, values have far to go and prices have not, which what is not in balance yet would
    /// throw far off all the same: for a while they step less than at a weight at which all was in balance.
    pub fn calm(&mut self, weight: f64) {
        self.at.weight = CALM.0 * weight;
        self.calm = CALM.1;
    }

    /// Sets what places in formations cost.
    pub fn price_places(&mut self, prices: Vec<f32>) {
        self.at.nations.anchor.clone_from(&prices);
        self.at.nations.now = prices;
    }

    /// Goes on where the relaxation of [`coarse::core`] with `by` periods in one, in the same ways, has come to.
    pub fn continue_from(&mut self, coarse: &Relax, by: usize) {
        self.stand(coarse.at.each_ref().map(|_, rows, track| match rows {
            By::Tour => self.columns_from(coarse, by),
            By::Place | By::Way => track.now.clone(),
            // What a place costs is not by period.
            By::Formation => track.now.iter().map(|v| v * by as f32).collect(),
            By::Supply | By::Line | By::Team | By::Join | By::Ceiling | By::Theatre => {
                coarse::spread(&track.now, by, self.core.periods)
            }
        }));
    }

    /// x of a coarse relaxation: tours at the first start of each long period.
    fn columns_from(&self, coarse: &Relax, by: usize) -> Vec<f32> {
        let mut x = vec![0.0; self.at.x.now.len()];
        for (t, team) in self.layout.teams.iter().enumerate() {
            for (k, task) in team.tasks.iter().enumerate() {
                let service = &self.core.units[team.unit as usize].services[task.service as usize];
                let (mut from_column, mut column) = (coarse.tours[t][k].first, self.tours[t][k].first);
                let long = &coarse.core.units[team.unit as usize].services[task.service as usize].starts;
                for (&(from, to), &(first, last)) in service.starts.iter().zip(long) {
                    for start in first..last {
                        let at = (start * by as u32).clamp(from, to - 1);
                        x[column + (at - from) as usize] += coarse.at.x.now[from_column];
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
        self.at.x.now.len() + 16 * tasks + 2 * (self.at.join.now.len() + self.at.supply.now.len())
    }

    /// Iterations so far.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// y as it stands: how much of each place a nation has in all its ways, by [`Core::place`].
    pub fn places(&self) -> Vec<f32> {
        self.layout.places(&self.core, &self.at.y.now, &self.at.z.now)
    }

    /// Columns of tours, those of each way counted.
    pub fn columns(&self) -> usize {
        self.at.x.now.len()
    }

    /// What an element on a line is worth in a period as prices stand, by line and period, in the unit of the objective:
    /// what `cover` pays for it, and the row of whole elements on average.
    fn worth(&self) -> Vec<f32> {
        let whole = self.whole.iter().zip(&self.asked);
        let paid = self.at.cover.now.iter().zip(&self.at.rounding.now).zip(whole);
        let unit = self.at.unit as f32;
        paid.map(|((cover, rounding), (needs, asked))| unit * (cover + rounding * needs / asked.max(1.0))).collect()
    }

    /// What the ceilings of each nation cost as prices stand, in the unit of the objective: people allowed times their
    /// price.
    fn ceilings_cost(&self) -> Vec<f64> {
        let mut cost = vec![0.0; self.core.nations];
        for (row, paid) in self.core.ceilings.iter().zip(self.at.ceiling.now.chunks(self.core.periods.max(1))) {
            let each = row.most.iter().zip(paid).map(|(most, paid)| most * f64::from(*paid));
            cost[row.nation as usize] += f64::from(HUNDREDS) * self.at.unit * each.sum::<f64>();
        }
        cost
    }

    /// The prices as they stand.
    pub fn prices(&self) -> Prices {
        let positive = |of: &Track| of.now.iter().map(|v| v.max(0.0)).collect();
        let people = |of: &Track| of.now.iter().map(|v| v.max(0.0) * HUNDREDS).collect();
        Prices {
            cover: positive(&self.at.cover),
            rounding: positive(&self.at.rounding),
            supply: positive(&self.at.supply),
            join: positive(&self.at.join),
            nations: positive(&self.at.nations),
            ceiling: people(&self.at.ceiling),
            theatre: people(&self.at.theatre),
            unit: self.at.unit,
        }
    }

    /// How far arrays by period reach, so that no window has to be cut off at the horizon.
    fn wide(&self) -> usize {
        2 * self.core.periods + 1
    }

    /// One iteration.
    pub fn step(&mut self) {
        let keep = (self.since + 1) as f32 / (self.since + 2) as f32;
        let blend = Blend { keep, restart: self.restart_next, omega: self.at.weight as f32 };
        let mut moved = Moved::default();
        self.places_step(blend, &mut moved);
        self.ways_step(blend, &mut moved);
        self.lines_step(blend, &mut moved);
        self.limits_step(blend, &mut moved);
        self.iterations += 1;
        let error = (self.at.weight * moved.primal + moved.dual / self.at.weight).sqrt();
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

    /// Balances primal and dual steps by how far each went since the last restart, on the next one (Applegate et al. 2021).
    fn reweigh(&mut self, moved: &Moved) {
        if self.iterations > self.calm && moved.primal > 1e-18 && moved.dual > 1e-18 {
            let fresh = (moved.dual / moved.primal).sqrt();
            self.at.weight = (fresh * self.at.weight).sqrt().clamp(1e-4, 1e4);
        }
    }
}
