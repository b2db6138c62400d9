//! A plan of the core while it is changed: what is short, who is where, and the objective, each kept up to
//! date by the tour that comes or goes. Changes can be taken back to the last mark.

use super::core::{Core, Service, Unit};

/// A tour of one element: position of the service in its unit, and start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// Service.
    pub service: u32,
    /// Start.
    pub start: u32,
}

/// The plan and its running figures.
#[derive(Clone, Debug)]
pub struct State<'a> {
    /// The core.
    pub core: &'a Core,
    /// Unit of each element.
    pub unit_of: Vec<u32>,
    /// First element of each unit.
    first: Vec<u32>,
    /// Units that may serve on each line, nation by nation, and where each line and nation begins.
    serving: Vec<u32>,
    serving_from: Vec<u32>,
    /// Tours of each element, by start.
    pub schedule: Vec<Vec<Slot>>,
    /// Asked less covered, by line and period; below 0 where covered twice.
    pub short: Vec<i32>,
    /// What tells one state of `short` on a line from another, by line: the same tours give the same sign.
    pub signs: Vec<u64>,
    /// Sums of what an element in a period adds to the sign of its line, over the periods before each.
    sign_before: Vec<u64>,
    /// Periods in which a line is short.
    pub open_periods: Vec<u32>,
    /// People on tour by nation and period.
    pub troops: Vec<i64>,
    /// People on tour by period.
    pub theatre: Vec<i64>,
    /// Tours of the nation in the formation itself.
    pub tours: Vec<u32>,
    /// Whether tours of the nation in the formation may be added.
    pub open: Vec<bool>,
    /// Tours of the nation on each line that limits its nations.
    on_line: std::collections::BTreeMap<(u32, u32), u32>,
    /// Nations on each line that limits them.
    nations_on: Vec<u32>,
    /// Elements with tours on each line, once for each tour.
    on: Vec<Vec<u32>>,
    /// The objective of the core.
    pub objective: f64,
    /// Schedules as they were at the mark, of the elements changed since.
    journal: Vec<(u32, Vec<Slot>)>,
    opened: Vec<(usize, bool)>,
    touched: Vec<bool>,
}

fn short_in(row: &[i32]) -> u32 {
    row.iter().filter(|short| **short > 0).count() as u32
}

fn by_line_and_nation(core: &Core) -> (Vec<u32>, Vec<u32>) {
    let (mut serving, mut from) = (Vec::new(), vec![0]);
    for need in &core.needs {
        let mut units: Vec<u32> = need.by.iter().map(|&(u, _)| u).collect();
        let nation = |u: &u32| core.units[*u as usize].nation;
        units.sort_by_key(nation);
        let mut left = units.iter().peekable();
        for n in 0..core.nations as u32 {
            while left.next_if(|u| nation(u) == n).is_some() {}
            from.push((serving.len() + units.len() - left.len()) as u32);
        }
        serving.append(&mut units);
    }
    (serving, from)
}

fn sums_of_draws(periods: usize) -> Vec<u64> {
    let mut dice = fastrand::Rng::with_seed(0);
    let sums = (0..periods).scan(0_u64, |sum, _| {
        *sum = sum.wrapping_add(dice.u64(..));
        Some(*sum)
    });
    std::iter::once(0).chain(sums).collect()
}

impl<'a> State<'a> {
    /// Nobody is sent, and no nation is open.
    pub fn new(core: &'a Core) -> Self {
        let mut unit_of = Vec::new();
        let mut first = Vec::new();
        for (u, unit) in core.units.iter().enumerate() {
            first.push(unit_of.len() as u32);
            unit_of.extend(std::iter::repeat_n(u as u32, unit.elements as usize));
        }
        let short: Vec<i32> = core.needs.iter().flat_map(|n| n.asked.iter().copied()).collect();
        let objective = core.needs.iter().map(|n| n.weight * n.asked.iter().map(|&q| f64::from(q)).sum::<f64>()).sum();
        let places = core.posts.len() * core.nations;
        let (serving, serving_from) = by_line_and_nation(core);
        Self {
            core,
            serving,
            serving_from,
            schedule: vec![Vec::new(); unit_of.len()],
            touched: vec![false; unit_of.len()],
            unit_of,
            first,
            open_periods: short.chunks(core.periods.max(1)).map(short_in).collect(),
            signs: vec![0; core.needs.len()],
            sign_before: sums_of_draws(core.periods),
            short,
            troops: vec![0; core.nations * core.periods],
            theatre: vec![0; core.periods],
            tours: vec![0; places],
            open: vec![false; places],
            on_line: std::collections::BTreeMap::new(),
            nations_on: vec![0; core.needs.len()],
            on: vec![Vec::new(); core.needs.len()],
            objective,
            journal: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// Elements of a unit.
    pub fn elements(&self, unit: u32) -> std::ops::Range<u32> {
        let first = self.first[unit as usize];
        first..first + self.core.units[unit as usize].elements
    }

    /// Units that may serve on a line where their nations are open.
    pub fn serving(&self, line: u32) -> impl Iterator<Item = u32> + '_ {
        let core = self.core;
        let open = &self.open[core.place(core.needs[line as usize].formation, 0)..][..core.nations];
        let row = &self.serving_from[line as usize * core.nations..][..=core.nations];
        let here = open.iter().zip(row.windows(2)).filter(|(open, _)| **open);
        here.flat_map(|(_, ends)| &self.serving[ends[0] as usize..ends[1] as usize]).copied()
    }

    /// Elements with tours on a line, once for each tour.
    pub fn on(&self, line: u32) -> &[u32] {
        &self.on[line as usize]
    }

    /// Services of a unit in formations where its nation is open, on lines where it is welcome.
    pub fn admitted(&self, unit: &'a Unit) -> impl Iterator<Item = (u32, &'a Service)> + '_ {
        let open = |formation: u32| self.open[self.core.place(formation, unit.nation)];
        let here = unit.at.iter().filter(move |(formation, _)| open(*formation));
        here.flat_map(|(_, range)| range.clone())
            .map(|k| (k, &unit.services[k as usize]))
            .filter(|(_, service)| self.welcomes(service.line, unit.nation))
    }

    /// Whether a tour of a unit may be where nations are now: its own serves in the formation, and is welcome on the line.
    pub fn admits(&self, unit: &Unit, slot: &Slot) -> bool {
        let service = &unit.services[slot.service as usize];
        self.open[self.core.place(service.formation, unit.nation)] && self.welcomes(service.line, unit.nation)
    }

    fn welcomes(&self, line: u32, nation: u32) -> bool {
        let most = self.core.needs[line as usize].most;
        most == u32::MAX || self.nations_on[line as usize] < most || self.on_line.contains_key(&(line, nation))
    }

    /// Opens or closes a nation in a formation; its tours there are the caller's matter.
    pub fn set_open(&mut self, place: usize, open: bool) {
        if self.open[place] != open {
            self.opened.push((place, self.open[place]));
            self.open[place] = open;
        }
    }

    /// Gives an element other tours.
    pub fn reschedule(&mut self, element: u32, slots: Vec<Slot>) {
        if !self.touched[element as usize] {
            self.touched[element as usize] = true;
            self.journal.push((element, self.schedule[element as usize].clone()));
        }
        self.replace(element, slots);
    }

    fn replace(&mut self, element: u32, slots: Vec<Slot>) {
        for slot in std::mem::take(&mut self.schedule[element as usize]) {
            self.count(element, slot, -1);
        }
        for &slot in &slots {
            self.count(element, slot, 1);
        }
        self.schedule[element as usize] = slots;
    }

    fn count(&mut self, element: u32, slot: Slot, sign: i32) {
        let core = self.core;
        let unit = &core.units[self.unit_of[element as usize] as usize];
        let service = &unit.services[slot.service as usize];
        let need = &core.needs[service.line as usize];
        let (at, people) = (service.line as usize * core.periods, i64::from(sign) * unit.strength);
        let (mut filled, mut opened) = (0, 0);
        let on_tour = core.on_tour(unit, slot.start);
        let sign_of = self.sign_before[on_tour.end].wrapping_sub(self.sign_before[on_tour.start]);
        let fills = i64::from(sign * service.effect) as u64;
        let line = &mut self.signs[service.line as usize];
        *line = line.wrapping_add(fills.wrapping_mul(sign_of));
        for p in on_tour {
            let short = &mut self.short[at + p];
            let before = (*short).max(0);
            *short -= sign * service.effect;
            let after = (*short).max(0);
            filled += before - after;
            opened += i32::from(after > 0) - i32::from(before > 0);
            self.troops[unit.nation as usize * core.periods + p] += people;
            self.theatre[p] += people;
        }
        let on = &mut self.on[service.line as usize];
        if sign > 0 {
            on.push(element);
        } else if let Some(at) = on.iter().position(|e| *e == element) {
            on.swap_remove(at);
        }
        let open = &mut self.open_periods[service.line as usize];
        *open = open.wrapping_add_signed(opened);
        self.objective += f64::from(sign) * unit.cost - need.weight * f64::from(filled);
        let tours = &mut self.tours[core.place(service.formation, unit.nation)];
        let before = *tours;
        *tours = tours.wrapping_add_signed(sign);
        self.objective += core.nation_cost * (f64::from(u8::from(*tours > 0)) - f64::from(u8::from(before > 0)));
        if need.most != u32::MAX {
            let key = (service.line, unit.nation);
            let here = self.on_line.entry(key).or_insert(0);
            *here = here.wrapping_add_signed(sign);
            let (now, line) = (*here, service.line as usize);
            if now == 0 {
                self.on_line.remove(&key);
                self.nations_on[line] -= 1;
            } else if now == 1 && sign > 0 {
                self.nations_on[line] += 1;
            }
        }
    }

    /// Goes to other tours and places.
    pub fn go_to(&mut self, schedule: &[Vec<Slot>], open: &[bool]) {
        for (place, open) in open.iter().enumerate() {
            self.set_open(place, *open);
        }
        let differ = |e: &u32| self.schedule[*e as usize] != schedule[*e as usize];
        let changed: Vec<u32> = (0..schedule.len() as u32).filter(differ).collect();
        for &e in &changed {
            self.reschedule(e, Vec::new());
        }
        for &e in &changed {
            self.reschedule(e, schedule[e as usize].clone());
        }
        self.mark();
    }

    /// Forgets how things were: the changes stay.
    pub fn mark(&mut self) {
        for (element, _) in self.journal.drain(..) {
            self.touched[element as usize] = false;
        }
        self.opened.clear();
    }

    /// Takes everything back to the last mark.
    pub fn rollback(&mut self) {
        for (place, before) in std::mem::take(&mut self.opened).into_iter().rev() {
            self.open[place] = before;
        }
        let journal = std::mem::take(&mut self.journal);
        for (element, _) in &journal {
            self.replace(*element, Vec::new());
        }
        for (element, slots) in journal {
            self.touched[element as usize] = false;
            self.replace(element, slots);
        }
    }

    /// Nations that are not open in the formation and could be: see [`Core::room`].
    pub fn openable(&self, formation: u32) -> Vec<u32> {
        let room = self.core.room(&self.open, formation as usize);
        let may = |n: &u32| room[*n as usize] && !self.open[self.core.place(formation, *n)];
        (0..self.core.nations as u32).filter(may).collect()
    }
}
