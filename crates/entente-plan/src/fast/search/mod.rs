//! Large-neighbourhood search over the core: some elements give up their tours and find new ones in turn,
//! each the best that is left; now and then a nation gives up its place in a formation to another. Changes
//! that make the plan worse are taken back, but for a little slack that melts away.

mod within;

use super::core::{Core, Unit};
use super::element::{self, Scratch};
use super::guide::Guide;
use super::state::{Slot, State};
use super::windows::{Counting, Windows};
use fastrand::Rng;
use std::collections::BTreeSet;

/// The search and the best plan it has seen.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    state: State<'a>,
    /// Units of each nation that may serve in each formation: see [`Core::place`].
    units_at: Vec<Vec<u32>>,
    /// How much of each place the relaxation gives, 0 to 1: which nations are worth a try.
    places: Vec<f32>,
    /// What the ceilings of each nation cost at the prices of the relaxation.
    ceilings: Vec<f64>,
    windows: Windows,
    /// Whether in the move at hand elements go where they fill most or where they are worth most.
    counting: Counting,
    /// Whether in the move at hand what they gain is shaken: see [`SHAKEN`].
    shaken: bool,
    /// Factors by which it is, from any position on.
    shakes: Vec<f32>,
    scratch: Scratch,
    dice: Rng,
    /// Whether nations give up their places.
    swaps: bool,
    /// Lines that small moves are around, unless that is all.
    near: Option<Vec<u32>>,
    /// Small moves after each time one does, before that is judged.
    settling: u32,
    /// Objective of the best plan.
    pub best: f64,
    best_schedule: Vec<Vec<Slot>>,
    best_open: Vec<bool>,
    /// Elements given new tours so far: the work done.
    pub work: u64,
    /// The work done when it will be told to stop, if anybody knows.
    until: Option<u64>,
    /// Share of [`SLACK`] that the next cycle begins with.
    heat: f64,
    /// Longest cycle but for the last, in elements given tours for each element there is.
    longest: u64,
    cycle: Cycle,
}

/// A stretch of the search over which the slack melts from its most to nothing.
#[derive(Clone, Copy, Debug)]
struct Cycle {
    from: u64,
    length: u64,
    /// Best at its start.
    best: f64,
    /// Slack at its start, in the same unit as that of the search.
    slack: f64,
    /// Cycles in a row that found nothing better.
    idle: u32,
    /// Work done in it in moves in which a nation gives up its place.
    swapped: u64,
    /// Whether it ends where the search does.
    last: bool,
}

/// Elements given tours in the first cycle, for each element there is; the next are longer, but for the last under a limit.
const FIRST_CYCLE: u64 = 400;

/// Length of the first cycle of a search that begins with a plan, in the same unit; it has no slack.
const MENDING_CYCLE: u64 = 130;

/// Cycles in a row without a better plan after which a search has tried what it can.
const TIRED: u32 = 2;

/// How many times as long as the cycle before each is.
const GROWTH: u64 = 2;

/// Share of what a formation weighs on average that a move may leave the plan worse by at first.
const SLACK: f64 = 0.06;

/// Share of the slack that the second cycle of a search that begins with a plan has; each cycle then has twice as much, up
/// to all of it: what is near a good plan is tried before it is left.
const WARM: f64 = 0.125;

/// Of a hundred elements given tours, those in moves in which a nation gives up its place. By work, not by moves: on
/// the largest cases such a move is hundreds of small ones.
const SWAPS: u64 = 50;

/// The same where small moves follow, before the move is judged: those count.
const SETTLED: u64 = 70;

/// Moves of a hundred in which elements go where they are worth most, not where they fill most.
const PRICED: u32 = 50;

/// Moves of a hundred in which what a tour gains is shaken, and by which share at most, up or down. Many tours would fill
/// as much, and which of them is taken decides what fits next to it; without, it is always the first.
const SHAKEN: u32 = 50;
const SHAKE: f32 = 0.015;

/// Positions in the factors by which tours are shaken.
const SHAKES: usize = 4_096;

/// Nations looked at when one takes a place.
const CANDIDATES: usize = 4;

/// Of a hundred tours on the lines of a formation, those whose elements make room when a nation comes.
const OTHERS: u32 = 30;

/// Elements that give up their tours in one small move, at most.
const SMALL: usize = 10;

/// Share of the small moves among elements of one nation, at most: the share of ceilings in the objective else.
const SHARED: f64 = 0.3;

/// Other small moves of a hundred in which two elements of three are on tour on one line; in the rest any may be that could.
const RELATED: u32 = 90;

impl<'a> Search<'a> {
    /// Begins with the tours given (unit, slot), as far as they fit; with none, with a first plan: nations
    /// opened where they could fill most, elements sent one by one.
    pub fn new(core: &'a Core, seed: u64, start: &[(u32, Slot)], swaps: bool) -> Self {
        let state = State::new(core);
        let mut units_at = vec![Vec::new(); core.posts.len() * core.nations];
        for (u, unit) in core.units.iter().enumerate() {
            for (formation, _) in &unit.at {
                units_at[core.place(*formation, unit.nation)].push(u as u32);
            }
        }
        let mut search = Self {
            places: vec![0.0; units_at.len()],
            ceilings: vec![0.0; core.nations],
            windows: Windows::new(core),
            counting: Counting::Weight,
            shaken: false,
            shakes: shakes(core.periods, seed),
            units_at,
            best: state.objective,
            best_schedule: state.schedule.clone(),
            best_open: state.open.clone(),
            state,
            scratch: Scratch::default(),
            dice: Rng::with_seed(seed),
            swaps,
            near: None,
            settling: 0,
            work: 0,
            until: None,
            heat: if start.is_empty() { 1.0 } else { WARM },
            longest: u64::MAX,
            cycle: Cycle { from: 0, length: 1, best: f64::INFINITY, slack: 0.0, idle: 0, swapped: 0, last: false },
        };
        search.take_up(start);
        search.construct();
        // A plan that is there is mended first; a first plan is worth little.
        let (length, slack) = if start.is_empty() { (FIRST_CYCLE, SLACK) } else { (MENDING_CYCLE, 0.0) };
        search.first_cycle(length, slack);
        search
    }

    fn first_cycle(&mut self, length: u64, slack: f64) {
        let length = length * self.elements();
        self.cycle = Cycle { from: self.work, length, best: self.best, slack, idle: 0, swapped: 0, last: false };
    }

    /// Elements, at least 1.
    pub fn elements(&self) -> u64 {
        (self.state.unit_of.len() as u64).max(1)
    }

    /// With no cycle longer than this but for the last, in elements given tours for each element there is.
    pub fn in_cycles_of(self, longest: u64) -> Self {
        Self { longest, ..self }
    }

    /// Gives each tour to an element of its unit that is free for it: by start, or the first that is free might not do.
    fn take_up(&mut self, start: &[(u32, Slot)]) {
        let core = self.state.core;
        let mut schedules = self.state.schedule.clone();
        let mut start = start.to_vec();
        start.sort_by_key(|(_, slot)| slot.start);
        for (u, slot) in start {
            let unit = &core.units[u as usize];
            let formation = unit.services[slot.service as usize].formation;
            let place = core.place(formation, unit.nation);
            if !self.state.open[place] && !self.state.openable(formation).contains(&unit.nation) {
                continue;
            }
            self.state.set_open(place, true);
            let elements = self.state.elements(u);
            give(unit, slot, &mut schedules[elements.start as usize..elements.end as usize]);
        }
        for (e, slots) in schedules.into_iter().enumerate().filter(|(_, slots)| !slots.is_empty()) {
            self.state.reschedule(e as u32, slots);
        }
        self.state.mark();
        self.record();
    }

    /// The tours of the best plan: unit and slot, one element each.
    pub fn tours(&self) -> impl Iterator<Item = (u32, Slot)> + '_ {
        let units = self.best_schedule.iter().zip(&self.state.unit_of);
        units.flat_map(|(slots, &unit)| slots.iter().map(move |&slot| (unit, slot)))
    }

    /// Goes on until so many more elements have been given tours.
    pub fn run(&mut self, work: u64) {
        let to = self.work + work;
        while self.work < to {
            if self.work >= self.cycle.from + self.cycle.length {
                self.next_cycle();
            }
            let left = 1.0 - (self.work - self.cycle.from) as f64 / self.cycle.length as f64;
            let posts = self.state.core.posts.len().max(1) as f64;
            let slack = self.cycle.slack * left * left * self.state.objective.abs() / posts * self.dice.f64();
            let share = if self.settling > 0 { SETTLED } else { SWAPS };
            if self.swaps && 100 * self.cycle.swapped <= share * (self.work - self.cycle.from) {
                let from = self.work;
                self.swap(slack);
                self.cycle.swapped += (self.work - from).max(1);
            } else {
                self.attempt(slack, Self::small_move);
            }
        }
    }

    /// A move that stays if it leaves the plan no worse than by a slack; whether it does.
    fn attempt(&mut self, slack: f64, of: impl FnOnce(&mut Self) -> bool) -> bool {
        let most = self.state.objective + slack;
        let priced = self.dice.u32(0..100) < PRICED && self.windows.valued();
        self.counting = if priced { Counting::Worth } else { Counting::Weight };
        self.shaken = self.dice.u32(0..100) < SHAKEN;
        let done = of(self);
        let stays = done && self.state.objective <= most;
        if stays {
            self.state.mark();
            self.record();
        } else {
            self.work += u64::from(!done);
            self.state.rollback();
        }
        stays
    }

    /// A nation gives up its place. Where small moves follow, which leave nothing worse, all are judged together.
    fn swap(&mut self, slack: f64) {
        if self.settling == 0 {
            self.attempt(slack, Self::swap_nation);
            return;
        }
        let (schedule, open) = (self.state.schedule.clone(), self.state.open.clone());
        let most = self.state.objective + slack;
        if self.attempt(f64::INFINITY, Self::swap_nation) {
            for _ in 0..self.settling {
                self.attempt(0.0, Self::small_move);
            }
            if self.state.objective > most {
                self.state.go_to(&schedule, &open);
            }
        }
    }

    /// From now on so many small moves follow each time a nation gives up its place, before that is judged.
    pub fn settle_by(&mut self, moves: u32) {
        self.settling = moves;
    }

    /// Another search that begins where this one stands and draws otherwise.
    pub fn companion(&self) -> Self {
        let mut other = self.clone();
        other.dice = other.dice.fork();
        other.work = 0;
        other.until = None;
        (other.cycle.from, other.cycle.swapped) = (0, 0);
        other
    }

    /// Takes in that so many more elements will be given tours, or that nobody knows.
    pub fn expect(&mut self, more: Option<u64>) {
        self.until = more.map(|more| self.work.saturating_add(more));
        if let Some(until) = self.until.filter(|until| *until > self.work) {
            let left = until - self.cycle.from;
            // The last cycle ends where the search does, however that is put off; any other by then at the latest.
            self.cycle.length = if self.cycle.last { left } else { self.cycle.length.min(left) };
        }
    }

    /// The places that the best plan holds nations in: see [`Core::place`].
    pub fn places(&self) -> BTreeSet<usize> {
        self.best_open.iter().enumerate().filter(|(_, open)| **open).map(|(place, _)| place).collect()
    }

    /// Takes over the better plan of another search of the same core.
    pub fn adopt(&mut self, other: &Self) {
        self.best = other.best;
        self.best_schedule.clone_from(&other.best_schedule);
        self.best_open.clone_from(&other.best_open);
    }

    /// Takes in what a relaxation tells. What an element is worth lies half way between what a shortfall weighs and the
    /// price, which is low where others could fill it too.
    pub fn follow(&mut self, guide: &Guide) {
        self.places.copy_from_slice(&guide.places);
        self.ceilings.copy_from_slice(&guide.ceilings);
        let core = self.state.core;
        let by_line = core.needs.iter().zip(guide.worth.chunks(core.periods.max(1)));
        self.windows.value(by_line.flat_map(|(need, prices)| {
            let weighs = need.weight as f32;
            prices.iter().map(move |price| 0.5 * (weighs + (price / 1000.0).clamp(0.0, weighs)))
        }));
    }

    /// The best tours of an element that has none, as the move at hand sees it.
    fn best_tours(&mut self, e: u32) -> (Vec<Slot>, f64) {
        let from = if self.shaken { self.dice.usize(0..SHAKES) } else { 0 };
        let shaken = self.shaken.then(|| &self.shakes[from..]);
        element::best(&self.state, e, self.counting, shaken, &mut self.windows, &mut self.scratch)
    }

    /// One of the nations, more often one with much of `worth`.
    fn draw(&mut self, f: u32, among: &[u32], worth: impl Fn(f32) -> f32) -> Option<u32> {
        let weigh = |n: u32| f64::from(worth(self.places[self.state.core.place(f, n)].clamp(0.0, 1.0)));
        let all: f64 = among.iter().map(|&n| weigh(n)).sum();
        let drawn = reached(self.dice.f64() * all, among.iter().map(|&n| weigh(n)));
        drawn.map_or(among.last(), |at| among.get(at)).copied()
    }

    /// Whether it has tried what it can: its last cycles found nothing better.
    pub fn tired(&self) -> bool {
        self.cycle.idle >= TIRED
    }

    fn next_cycle(&mut self) {
        let elements = self.elements();
        let next = (self.cycle.length * GROWTH).min(self.longest.saturating_mul(elements));
        // The last cycle takes in what would be too little for one more.
        let left = self.until.filter(|until| *until > self.work).map_or(u64::MAX, |until| until - self.work);
        let last = left / 2 < next;
        let length = if last { left.max(MENDING_CYCLE * elements) } else { next };
        let idle = if self.best < self.cycle.best { 0 } else { self.cycle.idle + 1 };
        let slack = self.heat * SLACK;
        self.cycle = Cycle { from: self.work, length, best: self.best, slack, idle, swapped: 0, last };
        self.heat = (2.0 * self.heat).min(1.0);
        self.restart();
    }

    /// Goes back to the best plan seen.
    pub fn restart(&mut self) {
        self.state.go_to(&self.best_schedule, &self.best_open);
    }

    /// Holds the plan at hand for the best.
    fn keep(&mut self) {
        self.best = self.state.objective;
        self.best_schedule.clone_from(&self.state.schedule);
        self.best_open.clone_from(&self.state.open);
    }

    fn record(&mut self) {
        // Running sums drift by roundings; a plan is better by more than that.
        if self.state.objective < self.best - 1e-9 * self.best.abs().max(1.0) {
            self.keep();
        }
    }

    fn construct(&mut self) {
        let core = self.state.core;
        let mut elements: Vec<u32> = (0..self.state.unit_of.len() as u32).collect();
        // What each nation could fill in each formation by itself.
        for f in 0..core.posts.len() as u32 {
            loop {
                let candidates = self.state.openable(f);
                let gains: Vec<(f64, u32)> = candidates.into_iter().map(|n| (self.potential(f, n), n)).collect();
                let best = gains.into_iter().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
                let Some((_, n)) = best.filter(|(gain, _)| *gain > core.nation_cost) else { break };
                self.state.set_open(core.place(f, n), true);
                // Fill what it can, so that the next nation is asked for what is left.
                for home in self.at_home(core.place(f, n)) {
                    // Where one finds nothing, others of its unit find nothing either.
                    home.into_iter().all(|e| self.refit(e));
                }
            }
        }
        self.dice.shuffle(&mut elements);
        elements.retain(|&e| self.state.schedule[e as usize].is_empty());
        // What is left to fill only gets less.
        let mut finds = vec![true; core.units.len()];
        for e in elements {
            let unit = self.state.unit_of[e as usize] as usize;
            finds[unit] = finds[unit] && self.refit(e);
        }
        self.state.mark();
        self.record();
    }

    /// What the elements of a nation that are at home could gain in a formation.
    fn potential(&mut self, f: u32, n: u32) -> f64 {
        let core = self.state.core;
        let place = core.place(f, n);
        self.state.set_open(place, true);
        let mut gain = 0.0;
        for home in self.at_home(place) {
            // All of a unit could gain as much.
            if let Some(&e) = home.first() {
                self.work += 1;
                gain += home.len() as f64 * self.best_tours(e).1;
            }
        }
        self.state.set_open(place, false);
        gain
    }

    /// Elements that could serve in a place and are at home, unit by unit.
    fn at_home(&self, place: usize) -> Vec<Vec<u32>> {
        let home = |e: &u32| self.state.schedule[*e as usize].is_empty();
        self.units_at[place].iter().map(|&u| self.state.elements(u).filter(home).collect()).collect()
    }

    /// Elements of the nation that could serve in the formation.
    fn elements_of(&self, n: u32, f: u32) -> Vec<u32> {
        self.units_at[self.state.core.place(f, n)].iter().flat_map(|&u| self.state.elements(u)).collect()
    }

    /// Gives the element its best tours; whether it finds any.
    fn refit(&mut self, e: u32) -> bool {
        self.work += 1;
        self.state.reschedule(e, Vec::new());
        let (slots, gain) = self.best_tours(e);
        let finds = gain > 1e-9;
        if finds {
            self.state.reschedule(e, slots);
        }
        finds
    }

    /// All give up their tours, and then find new ones in turn, so many times over.
    fn refit_all(&mut self, elements: &mut [u32], times: u32) {
        for &e in &*elements {
            self.state.reschedule(e, Vec::new());
        }
        for _ in 0..times {
            self.dice.shuffle(elements);
            for &e in &*elements {
                self.refit(e);
            }
        }
    }

    /// A few elements give up their tours and find new ones in turn: those around one line, or of one nation where ceilings
    /// cost much.
    fn small_move(&mut self) -> bool {
        let size = self.dice.usize(2..=SMALL);
        let mut elements = match self.shared_by() {
            Some(nation) => self.of_nation(nation, size),
            None => self.around_line(size),
        };
        self.refit_all(&mut elements, 1);
        !elements.is_empty()
    }

    /// Now and then a nation, more often one whose ceiling costs much: as often as is the share of all ceilings in the
    /// objective.
    fn shared_by(&mut self) -> Option<u32> {
        let all: f64 = self.ceilings.iter().sum();
        let drawn = reached(self.dice.f64() * self.best.abs().max(all / SHARED), self.ceilings.iter().copied());
        drawn.map(|nation| nation as u32)
    }

    /// Elements of one nation, two of three on tour.
    fn of_nation(&mut self, nation: u32, size: usize) -> Vec<u32> {
        let core = self.state.core;
        let units = (0..core.units.len() as u32).filter(|&u| core.units[u as usize].nation == nation);
        let mut home: Vec<u32> = units.flat_map(|u| self.state.elements(u)).collect();
        self.dice.shuffle(&mut home);
        let mut elements: Vec<u32> = home.extract_if(.., |e| !self.state.schedule[*e as usize].is_empty()).collect();
        elements.truncate(size - size / 3);
        home.truncate(size - elements.len());
        elements.append(&mut home);
        elements
    }

    /// Elements around one line: most of them from the line, some that could serve there.
    fn around_line(&mut self, size: usize) -> Vec<u32> {
        let lines = self.near.as_ref().map_or(self.state.core.needs.len(), Vec::len);
        if lines == 0 {
            return Vec::new();
        }
        let line = self.dice.usize(0..lines);
        let line = self.near.as_ref().map_or(line as u32, |near| near[line]);
        let mut elements: Vec<u32> = self.state.serving(line).flat_map(|u| self.state.elements(u)).collect();
        self.dice.shuffle(&mut elements);
        if self.dice.u32(0..100) < RELATED && !elements.is_empty() {
            let mut here = self.state.on(line).to_vec();
            self.dice.shuffle(&mut here);
            here.truncate(size - size / 3);
            elements.truncate(size - here.len());
            elements.append(&mut here);
            elements.sort_unstable();
            elements.dedup();
        } else {
            elements.truncate(size);
        }
        elements
    }

    /// A nation leaves a formation, unless there is room for one more; another comes, and those around them find new
    /// tours.
    fn swap_nation(&mut self) -> bool {
        let core = self.state.core;
        if core.posts.is_empty() {
            return false;
        }
        let f = self.dice.u32(0..core.posts.len() as u32);
        let mut moved: Vec<u32> = Vec::new();
        let mut others = self.state.openable(f);
        if others.is_empty() || self.dice.bool() {
            let open: Vec<u32> = (0..core.nations as u32).filter(|&n| self.state.open[core.place(f, n)]).collect();
            let Some(leaves) = self.draw(f, &open, |given| 1.1 - given) else { return false };
            self.leave(f, leaves, &mut moved);
            others = self.state.openable(f);
            others.retain(|n| *n != leaves);
        }
        // Of a few at random, the one whose elements would gain most as they stand.
        let mut best: Option<(f64, u32)> = None;
        for _ in 0..CANDIDATES {
            let Some(n) = self.draw(f, &others, |given| 0.03 + given) else { return false };
            let gain = self.potential(f, n);
            if best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, n));
            }
        }
        let Some((_, comes)) = best else { return false };
        self.state.set_open(core.place(f, comes), true);
        moved.extend(self.elements_of(comes, f));
        self.settle(f, moved);
        true
    }

    /// The nation gives up its place: elements of it on tour there come home.
    fn leave(&mut self, f: u32, nation: u32, moved: &mut Vec<u32>) {
        for e in self.elements_of(nation, f) {
            let unit = &self.state.core.units[self.state.unit_of[e as usize] as usize];
            if self.state.schedule[e as usize].iter().any(|s| unit.services[s.service as usize].formation == f) {
                self.state.reschedule(e, Vec::new());
                moved.push(e);
            }
        }
        self.state.set_open(self.state.core.place(f, nation), false);
    }

    /// Those who have moved find new tours, and so do some others who serve on the lines of the formation.
    fn settle(&mut self, f: u32, mut moved: Vec<u32>) {
        for &r in &self.state.core.posts[f as usize].lines {
            moved.extend(self.state.on(r).iter().filter(|_| self.dice.u32(0..100) < OTHERS));
        }
        moved.sort_unstable();
        moved.dedup();
        self.refit_all(&mut moved, 2);
    }
}

/// Gives a tour to the first element of a unit that is free for it, if any is.
fn give(unit: &Unit, slot: Slot, elements: &mut [Vec<Slot>]) {
    let apart = |s: &Slot| s.start.abs_diff(slot.start) >= unit.busy;
    let free = |slots: &&mut Vec<Slot>| slots.iter().all(apart) && slots.len() < unit.most_tours as usize;
    if let Some(slots) = elements.iter_mut().find(free) {
        slots.push(slot);
        slots.sort_by_key(|s| s.start);
    }
}

/// Factors near 1, so many that a horizon begins at any of [`SHAKES`] positions.
fn shakes(periods: usize, seed: u64) -> Vec<f32> {
    let mut dice = Rng::with_seed(seed);
    (0..SHAKES + periods).map(|_| 1.0 + SHAKE * (2.0 * dice.f32() - 1.0)).collect()
}

/// The first of some weights at which their sum comes over what is drawn.
pub(super) fn reached(mut drawn: f64, mut weights: impl Iterator<Item = f64>) -> Option<usize> {
    weights.position(|weight| {
        drawn -= weight;
        drawn < 0.0
    })
}
