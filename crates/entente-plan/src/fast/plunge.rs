//! A plunge: tours are decided in a relaxation as a dive decides places. Those that it gives most of are kept, and it goes
//! on from there, until nothing is left to decide.

use super::core::Core;
use super::layout::{Layout, Lies};
use super::neighbourhood::Tour;
use super::relax::Relax;
use super::standing::Standing;
use std::ops::Range;
use std::sync::Arc;

/// Iterations before the first decision, and between two.
const FIRST: u32 = 50;
const BETWEEN: u32 = 7;

/// Of all that is left in parts, so much is decided at once, by elements, and whatever is given so much of.
const AT_ONCE: f32 = 0.03;
const SURE: f32 = 0.95;

/// Of what is given less, nothing is kept.
const LITTLE: f32 = 0.02;

/// People less than this are none: rows of ceilings may count in fractions.
const GRAIN: f64 = 1e-6;

/// A plunge on its way.
#[derive(Debug)]
pub struct Plunge {
    core: Arc<Core>,
    relax: Relax,
    tours: Vec<Tour>,
    /// By tour, and whether one more may not be kept: there is no room, or nothing to gain.
    kept: Vec<f32>,
    over: Vec<bool>,
    /// Elements in tours or dwell, by unit and period.
    tied: Vec<u32>,
    /// Thousandths short, by line and period; people that there is room for, by row of ceilings and period, and in all.
    short: Vec<i32>,
    ceilings: Vec<f64>,
    theatre: Vec<i64>,
    /// Iterations after which more is decided; `None` once all is.
    due: Option<u32>,
    found: Vec<Tour>,
}

impl Plunge {
    /// From where a relaxation of the core stands, with one way for each nation; `others` are on tour beside it, as
    /// [`super::neighbourhood::Neighbourhood::others`] has them.
    pub fn new(
        (core, layout): (Arc<Core>, Arc<Layout>),
        standing: Standing,
        others: &[(u32, i32, Range<usize>)],
        paces: bool,
    ) -> Self {
        let tours = layout.tasks(&core).flat_map(|Lies { team, service, .. }| {
            let starts = service.starts.iter().flat_map(|&(from, to)| from..to);
            let unit = layout.teams[team].unit;
            starts.map(move |start| Tour { unit, line: service.line, start })
        });
        let tours: Vec<Tour> = tours.collect();
        let mut relax = Relax::new(Arc::clone(&core), Arc::clone(&layout), paces);
        for (line, effect, periods) in others {
            let row = layout.roundings[*line as usize].as_ref();
            let counts = row.map_or(0.0, |row| row.counts(*effect));
            relax.meet(*line, periods.clone(), counts as f32);
        }
        relax.stand(standing);
        Self {
            kept: vec![0.0; tours.len()],
            over: vec![false; tours.len()],
            tied: vec![0; core.units.len() * core.periods],
            short: core.needs.iter().flat_map(|need| need.asked.iter().copied()).collect(),
            ceilings: core.ceilings.iter().flat_map(|row| row.most.iter().copied()).collect(),
            theatre: core.theatre.clone(),
            due: Some(FIRST),
            found: Vec::new(),
            core,
            relax,
            tours,
        }
    }

    /// Whether all is decided.
    pub fn ended(&self) -> bool {
        self.due.is_none()
    }

    /// The tours that are kept, unit by unit, by start.
    pub fn found(mut self) -> Vec<Tour> {
        self.found.sort_by_key(|tour| (tour.unit, tour.start, tour.line));
        self.found
    }

    /// Goes on for an effort, or until all is decided, and tells how much that was: see [`Relax::effort`].
    pub fn round(&mut self, effort: usize) -> usize {
        let mut spent = 0;
        while let Some(due) = self.due.filter(|_| spent < effort) {
            self.relax.step();
            spent += self.relax.effort();
            if self.relax.iterations() >= due {
                self.due = self.decide().then_some(due + BETWEEN);
            }
        }
        spent
    }

    /// Keeps what is given most of; whether there was anything to keep.
    fn decide(&mut self) -> bool {
        let given = self.relax.on_tours().iter().zip(&self.kept).map(|(given, kept)| given - kept).enumerate();
        let mut given: Vec<(usize, f32)> = given.filter(|&(c, given)| given > LITTLE && !self.over[c]).collect();
        given.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let all: f32 = given.iter().map(|(_, given)| given).sum();
        let at_once = ((all * AT_ONCE) as usize).max(1);
        let before = self.found.len();
        for (c, given) in given {
            if self.found.len() - before >= at_once && given < SURE {
                break;
            }
            if self.gains(c) {
                self.keep(c);
            } else {
                self.over[c] = true;
            }
        }
        let some = self.found.len() > before;
        if some {
            self.relax.keep(&self.kept);
        }
        some
    }

    /// Whether there is room for one more element on a tour, and more to gain than it weighs.
    fn gains(&self, c: usize) -> bool {
        let Self { core, tours, .. } = self;
        let (Tour { unit: u, line, start }, periods) = (tours[c], core.periods);
        let unit = &core.units[u as usize];
        let on_tour = core.on_tour(unit, start);
        let left = |row: u32, p: usize| self.ceilings[row as usize * periods + p];
        let room = |p: usize| unit.counts.iter().all(|&(row, counts)| left(row, p) >= counts - GRAIN);
        let fits = |p: usize| self.theatre[p] >= unit.strength && room(p);
        let free = |p: usize| self.tied[u as usize * periods + p] < unit.elements;
        let Some(effect) = self.effect(c) else { return false };
        let short = &self.short[line as usize * periods..][on_tour.clone()];
        let filled: f64 = short.iter().map(|short| f64::from((*short).clamp(0, effect))).sum();
        let gains = core.needs[line as usize].weight * filled > unit.cost;
        gains && on_tour.clone().all(fits) && self.tied_by(c).all(free)
    }

    fn keep(&mut self, c: usize) {
        let (tour, periods) = (self.tours[c], self.core.periods);
        let core = Arc::clone(&self.core);
        let unit = &core.units[tour.unit as usize];
        let on_tour = core.on_tour(unit, tour.start);
        for p in self.tied_by(c) {
            self.tied[tour.unit as usize * periods + p] += 1;
        }
        let effect = self.effect(c).unwrap_or_default();
        self.short[tour.line as usize * periods..][on_tour.clone()].iter_mut().for_each(|short| *short -= effect);
        for &(row, counts) in &unit.counts {
            let ceiling = &mut self.ceilings[row as usize * periods..][on_tour.clone()];
            ceiling.iter_mut().for_each(|left| *left -= counts);
        }
        self.theatre[on_tour].iter_mut().for_each(|left| *left -= unit.strength);
        self.kept[c] += 1.0;
        self.found.push(tour);
    }

    /// Periods in which an element is on the tour or in its dwell.
    fn tied_by(&self, c: usize) -> std::ops::Range<usize> {
        let Tour { unit, start, .. } = self.tours[c];
        let busy = self.core.units[unit as usize].busy;
        start as usize..(start.saturating_add(busy) as usize).min(self.core.periods)
    }

    fn effect(&self, c: usize) -> Option<i32> {
        let Tour { unit, line, .. } = self.tours[c];
        let unit = &self.core.units[unit as usize];
        unit.on_line(line).map(|service| unit.services[service].effect)
    }
}
