//! Tours for places that are decided. Some thirty units at a time give up theirs, around lines where the plan leaves more
//! short than the relaxation does; a plunge in the relaxation of what all others leave finds them new ones, and the search
//! makes the best of those (large neighbourhoods, Shaw 1998, with a relaxation to fill them, as in RINS: Danna, Rothberg, Le
//! Pape 2005). What makes the plan no better is taken back.

use super::dive::Decided;
use super::guide::Guide;
use super::neighbourhood::{self, Neighbourhood, Tour};
use super::node::Stood;
use super::plunge::Plunge;
use super::pricing::laid_out_undivided;
use super::relax::Relax;
use super::search::{Search, reached};
use super::warm::Carrier;
use crate::request::{Part, Parts};
use fastrand::Rng;
use std::sync::Arc;

/// Where the best plan comes to more than the relaxation by this share, all units give up their tours at first.
const FAR: f64 = 0.02;

/// Units that give up their tours together.
const UNITS: usize = 30;

/// Elements given tours by the search after a plunge, for each element that gave up its own: of a few units, and of all.
const EACH: u64 = 100;
const EACH_OF_ALL: u64 = 500;

/// Tours sought for places.
#[derive(Debug)]
pub struct Touring<'a> {
    /// The relaxation with those places, all nations as one.
    stood: Stood,
    parts: Parts,
    /// The search, with the best plan.
    pub search: Search<'a>,
    at_hand: AtHand,
    /// Whether all units are next.
    all: bool,
    dice: Rng,
    /// Work of plunges, in elements given tours.
    plunged: u64,
}

/// What is being done.
#[derive(Debug)]
enum AtHand {
    Nothing,
    Plunge(Box<(Neighbourhood, Plunge)>),
    /// The search, until it has done so much work.
    Search(u64),
}

impl<'a> Touring<'a> {
    /// From the best plan of a search, as far as its tours are in those places; led by what a relaxation tells, if anything.
    pub fn new(decided: &Decided, plan: &Search<'a>, guide: Option<&Guide>, (parts, seed): (Parts, u64)) -> Self {
        let mut search = plan.within(&decided.places);
        guide.into_iter().for_each(|guide| search.follow(guide));
        let all = search.best > decided.bound * (1.0 + FAR);
        let (stood, dice) = (decided.as_one.clone(), Rng::with_seed(seed));
        Self { stood, parts, search, at_hand: AtHand::Nothing, all, dice, plunged: 0 }
    }

    /// Work done, in elements given tours.
    pub fn work(&self) -> u64 {
        self.search.work + self.plunged
    }

    /// Goes on for so much work; an element given tours is worth so much effort of a relaxation: see [`Relax::effort`].
    pub fn run(&mut self, work: u64, effort: f64) {
        let to = self.work() + work;
        while self.work() < to {
            let left = to - self.work();
            self.at_hand = match std::mem::replace(&mut self.at_hand, AtHand::Nothing) {
                AtHand::Nothing => self.begun(),
                AtHand::Plunge(mut at) => {
                    let spent = at.1.round((left as f64 * effort) as usize + 1);
                    self.plunged += ((spent as f64 / effort) as u64).max(1);
                    if at.1.ended() { self.seated(*at) } else { AtHand::Plunge(at) }
                }
                AtHand::Search(until) => {
                    self.search.run(until.saturating_sub(self.search.work).clamp(1, left));
                    if self.search.work < until {
                        AtHand::Search(until)
                    } else {
                        self.search.restart();
                        AtHand::Nothing
                    }
                }
            };
        }
    }

    /// Some units give up their tours, and a plunge begins.
    fn begun(&mut self) -> AtHand {
        let most = if std::mem::take(&mut self.all) { usize::MAX } else { UNITS };
        let first = self.line();
        let core = &self.stood.core;
        let units = neighbourhood::near(core, most, first, &mut self.dice);
        if units.is_empty() {
            return AtHand::Search(self.search.work + EACH);
        }
        let others: Vec<Tour> = self.search.schedule().filter(|tour| !units.contains(&tour.unit)).collect();
        let near = Neighbourhood::new(core, &units, &others);
        let plunge = self.plunge(&near);
        AtHand::Plunge(Box::new((near, plunge)))
    }

    /// A line, drawn by how much more the plan leaves short of it than the relaxation, by weight.
    fn line(&mut self) -> Option<usize> {
        let Stood { core, standing, .. } = &self.stood;
        let excess =
            |(plan, relaxed): (&i32, &f32)| (f64::from((*plan).max(0)) - 1000.0 * f64::from(*relaxed)).max(0.0);
        let periods = core.periods.max(1);
        let rows = self.search.short().chunks(periods).zip(standing.short.chunks(periods)).zip(&core.needs);
        let more = rows.map(|((plan, relaxed), need)| need.weight * plan.iter().zip(relaxed).map(excess).sum::<f64>());
        let more: Vec<f64> = more.collect();
        let drawn = reached(more.iter().sum::<f64>() * self.dice.f64(), more.into_iter());
        drawn.filter(|line| !core.needs[*line].by.is_empty())
    }

    /// From what the relaxation of all came to.
    fn plunge(&self, near: &Neighbourhood) -> Plunge {
        let Stood { core, layout, standing } = &self.stood;
        let own = &near.core;
        let mut laid = laid_out_undivided(own, self.parts).without_joins();
        laid.roundings = near.lines.iter().map(|&line| layout.roundings[line as usize].clone()).collect();
        let laid = Arc::new(laid);
        let lines = near.lines.iter().map(|line| Some(*line as usize)).collect();
        let carrier = Carrier::with_lines((core, layout), (own, &laid), standing, lines);
        let standing = carrier.standing(standing, Relax::unit_of(own));
        Plunge::new((Arc::clone(own), laid), standing, &near.others, self.parts.has(Part::Paces))
    }

    /// The units that gave up their tours get those that were found; the search goes on from there, around their lines.
    fn seated(&mut self, (near, plunge): (Neighbourhood, Plunge)) -> AtHand {
        let tours: Vec<Tour> = plunge.found().into_iter().map(|tour| near.outside(tour)).collect();
        self.search.seat(&near.units, &tours);
        let all = near.units.len() > UNITS;
        self.search.around(near.lines);
        let elements: u64 = near.core.units.iter().map(|unit| u64::from(unit.elements)).sum();
        AtHand::Search(self.search.work + if all { EACH_OF_ALL } else { EACH } * elements.max(1))
    }
}
