//! Prices for the certificate: the linear relaxation of the core with rows w[n,r,p] ≤ q · y[n,f] that keep a
//! nation from filling a line with a fraction of its place, solved by a primal-dual first-order method
//! without ever writing the matrix down. A tour touches a window of periods in every row family, so sums
//! over periods stand in for the matrix: one sweep over the columns is one iteration.
//!
//! Primal-dual hybrid gradient (Chambolle, Pock 2011) with diagonal steps (Pock, Chambolle 2011), reflected
//! Halpern iterations and restarts (Lu, Yang 2024; Applegate et al. 2021). Whatever it has come to, its dual
//! values are at least 0, and the certificate makes a bound of them.

use super::core::Core;
use super::layout::{Layout, Prices};

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
}

/// How an iteration blends: z ← keep · (2 T(z) − z) + (1 − keep) · anchor; and on a restart z ← T(z).
#[derive(Clone, Copy)]
struct Blend {
    keep: f32,
    restart: bool,
}

impl Blend {
    /// The next value, and a new anchor on a restart.
    fn step(self, now: &mut f32, anchor: &mut f32, mapped: f32) {
        if self.restart {
            *now = mapped;
            *anchor = mapped;
        } else {
            *now = self.keep * (2.0 * mapped - *now) + (1.0 - self.keep) * *anchor;
        }
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

/// The relaxation on its way.
#[derive(Debug)]
pub struct Relax<'a> {
    core: &'a Core,
    layout: &'a Layout,
    /// What one unit of prices weighs in the objective.
    unit: f64,
    /// First column of each service, by unit.
    first: Vec<Vec<usize>>,
    x: Track,
    w: Track,
    short: Track,
    y: Track,
    cover: Track,
    supply: Track,
    place: Track,
    busy: Track,
    join: Track,
    most: Track,
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

#[derive(Debug, Default)]
struct Steps {
    supply: Vec<f32>,
    cover: Vec<f32>,
    busy: Vec<f32>,
    join: Vec<f32>,
    most: Vec<f32>,
    ceiling: Vec<f32>,
    theatre: Vec<f32>,
    y: Vec<f32>,
}

#[derive(Debug, Default)]
struct Room {
    supply_sums: Vec<f32>,
    supply_change: Vec<f32>,
    people_change: Vec<f32>,
    filled: Vec<f32>,
    y_ahead: Vec<f32>,
}

/// People in a ceiling row count in hundreds, so that its coefficients are like those of other rows.
const HUNDREDS: f32 = 0.01;

impl<'a> Relax<'a> {
    /// All at 0: nobody is sent, all is short.
    pub fn new(core: &'a Core, layout: &'a Layout) -> Self {
        let periods = core.periods;
        let mut columns = 0;
        let mut first = Vec::with_capacity(core.units.len());
        for unit in &core.units {
            let mut of_unit = Vec::with_capacity(unit.services.len());
            for service in &unit.services {
                of_unit.push(columns);
                columns += service.starts.iter().map(|(from, to)| (to - from) as usize).sum::<usize>();
            }
            first.push(of_unit);
        }
        let asked: f64 = core.needs.iter().filter(|n| n.weight > 0.0).map(|n| n.weight * 1000.0).sum();
        let counted = core.needs.iter().filter(|n| n.weight > 0.0).count().max(1);
        let places = core.posts.len() * core.nations;
        let cells = core.needs.len() * periods;
        let mut relax = Self {
            core,
            layout,
            unit: (asked / counted as f64).max(1e-9),
            first,
            x: Track::new(columns),
            w: Track::new(layout.supplies.len() * periods),
            short: Track::new(cells),
            y: Track::new(places),
            cover: Track::new(cells),
            supply: Track::new(layout.supplies.len() * periods),
            place: Track::new(layout.supplies.len() * periods),
            busy: Track::new(core.units.len() * periods),
            join: Track::new(layout.joins.len() * periods),
            most: Track::new(core.posts.len()),
            ceiling: Track::new(core.nations * periods),
            theatre: Track::new(periods),
            steps: Steps::default(),
            weight: 1.0,
            since: 0,
            iterations: 0,
            first_error: f64::INFINITY,
            last_error: f64::INFINITY,
            restart_next: false,
            room: Room::default(),
        };
        relax.set_steps();
        for (r, need) in core.needs.iter().enumerate() {
            for p in 0..periods {
                let all = need.asked[p] as f32 / 1000.0;
                relax.short.now[r * periods + p] = all;
                relax.short.anchor[r * periods + p] = all;
            }
        }
        relax
    }

    /// Columns of tours.
    pub fn columns(&self) -> usize {
        self.x.now.len()
    }

    /// Iterations so far.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// The prices as they stand.
    pub fn prices(&self) -> Prices {
        let positive = |of: &Track| of.now.iter().map(|v| v.max(0.0)).collect();
        let people = |of: &Track| of.now.iter().map(|v| v.max(0.0) * HUNDREDS).collect();
        Prices {
            cover: positive(&self.cover),
            supply: positive(&self.supply),
            join: positive(&self.join),
            ceiling: people(&self.ceiling),
            theatre: people(&self.theatre),
            unit: self.unit,
        }
    }

    /// Steps that make the method converge whatever the matrix is: one over the sum of magnitudes of each row.
    fn set_steps(&mut self) {
        let (core, layout, periods) = (self.core, self.layout, self.core.periods);
        let mut steps = Steps {
            supply: vec![1.0; self.supply.now.len()],
            cover: vec![1.0; self.cover.now.len()],
            busy: vec![0.0; self.busy.now.len()],
            join: vec![0.0; self.join.now.len()],
            most: vec![core.nations as f32; core.posts.len()],
            ceiling: vec![0.0; self.ceiling.now.len()],
            theatre: vec![0.0; periods],
            y: vec![1.0; self.y.now.len()],
        };
        for (u, unit) in core.units.iter().enumerate() {
            let people = unit.strength as f32 * HUNDREDS;
            for (k, service) in unit.services.iter().enumerate() {
                let supply = layout.supply_of[u][k] as usize * periods;
                let join = (layout.joins_of[u].start + layout.join_of[u][k] as usize) * periods;
                let effect = service.effect as f32 / 1000.0;
                let mut on = vec![0.0_f32; periods + 1];
                let mut tied = vec![0.0_f32; periods + 1];
                for &(from, to) in &service.starts {
                    for start in from as usize..to as usize {
                        on[start] += 1.0;
                        on[(start.saturating_add(unit.tour as usize)).min(periods)] -= 1.0;
                        tied[start] += 1.0;
                        tied[(start.saturating_add(unit.busy as usize)).min(periods)] -= 1.0;
                    }
                }
                let (mut now_on, mut now_tied) = (0.0, 0.0);
                for p in 0..periods {
                    now_on += on[p];
                    now_tied += tied[p];
                    steps.supply[supply + p] += effect * now_on;
                    steps.ceiling[unit.nation as usize * periods + p] += people * now_on;
                    steps.theatre[p] += people * now_on;
                    steps.busy[u * periods + p] += now_tied;
                    steps.join[join + p] += now_tied;
                }
            }
            for j in layout.joins_of[u].clone() {
                let place = layout.joins[j].place as usize;
                steps.y[place] += unit.elements as f32 * periods as f32;
                for p in 0..periods {
                    steps.join[j * periods + p] += unit.elements as f32;
                }
            }
        }
        for supply in &layout.supplies {
            let need = &core.needs[supply.line as usize];
            let place = core.place(need.formation, supply.nation);
            for p in 0..periods {
                steps.cover[supply.line as usize * periods + p] += 1.0;
                steps.y[place] += brings(supply.most, need.asked[p]);
            }
        }
        let families = [
            &mut steps.supply,
            &mut steps.cover,
            &mut steps.busy,
            &mut steps.join,
            &mut steps.most,
            &mut steps.ceiling,
            &mut steps.theatre,
            &mut steps.y,
        ];
        for family in families {
            family.iter_mut().for_each(|v| *v = 1.0 / v.max(1e-6));
        }
        self.steps = steps;
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

    /// y: the places of nations in formations.
    fn places_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, layout, periods) = (self.core, self.layout, self.core.periods);
        let mut pull = vec![0.0_f64; self.y.now.len()];
        for (u, unit) in core.units.iter().enumerate() {
            for j in layout.joins_of[u].clone() {
                let paid: f32 = self.join.now[j * periods..][..periods].iter().sum();
                pull[layout.joins[j].place as usize] += f64::from(unit.elements as f32 * paid);
            }
        }
        for (s, supply) in layout.supplies.iter().enumerate() {
            let need = &core.needs[supply.line as usize];
            let prices = &self.place.now[s * periods..][..periods];
            let paid: f32 = prices.iter().zip(&need.asked).map(|(v, &q)| v * brings(supply.most, q)).sum();
            pull[core.place(need.formation, supply.nation)] += f64::from(paid);
        }
        let weighs = core.nation_cost / self.unit;
        self.room.y_ahead.resize(self.y.now.len(), 0.0);
        for f in 0..core.posts.len() {
            for n in 0..core.nations {
                let at = f * core.nations + n;
                let tau = self.steps.y[at] / self.weight as f32;
                let slope = (weighs - pull[at]) as f32 + self.most.now[f];
                let (now, anchor) = (&mut self.y.now[at], &mut self.y.anchor[at]);
                let mapped = (*now - tau * slope).clamp(0.0, 1.0);
                self.room.y_ahead[at] = 2.0 * mapped - *now;
                let by = f64::from(self.steps.y[at]);
                moved.primal += f64::from((mapped - *now).powi(2)) / by;
                moved.primal_far += f64::from((mapped - *anchor).powi(2)) / by;
                blend.step(now, anchor, mapped);
            }
        }
    }

    /// x, and the rows of units: busy and join.
    fn tours_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, layout, periods) = (self.core, self.layout, self.core.periods);
        let width = periods + 1;
        let omega = self.weight as f32;
        let room = &mut self.room;
        room.supply_sums.resize(layout.supplies.len() * width, 0.0);
        for s in 0..layout.supplies.len() {
            let mut sum = 0.0;
            for p in 0..periods {
                sum += self.supply.now[s * periods + p];
                room.supply_sums[s * width + p + 1] = sum;
            }
        }
        room.supply_change.clear();
        room.supply_change.resize(layout.supplies.len() * width, 0.0);
        room.people_change.clear();
        room.people_change.resize(core.nations * width, 0.0);
        let mut people = vec![0.0_f32; width];
        let mut joins: Vec<f32> = Vec::new();
        let mut joins_change: Vec<f32> = Vec::new();
        for (u, unit) in core.units.iter().enumerate() {
            let n = unit.nation as usize;
            let strength = unit.strength as f32 * HUNDREDS;
            let (range, elements) = (layout.joins_of[u].clone(), unit.elements as f32);
            let busy = &mut self.busy.now[u * periods..][..periods];
            for p in 0..periods {
                people[p + 1] = people[p] + strength * (self.ceiling.now[n * periods + p] + self.theatre.now[p]);
            }
            // Sums of busy and join together: a tour is in both for as long.
            joins.clear();
            joins.resize(range.len() * width, 0.0);
            joins_change.clear();
            joins_change.resize(range.len() * width, 0.0);
            for (at, j) in range.clone().enumerate() {
                for p in 0..periods {
                    joins[at * width + p + 1] = joins[at * width + p] + self.join.now[j * periods + p] + busy[p];
                }
            }
            let cost = (unit.cost / self.unit) as f32;
            for (k, service) in unit.services.iter().enumerate() {
                let supply = layout.supply_of[u][k] as usize;
                let join = layout.join_of[u][k] as usize;
                let paid = &room.supply_sums[supply * width..][..width];
                let ties = &joins[join * width..][..width];
                let change = &mut room.supply_change[supply * width..][..width];
                let ties_change = &mut joins_change[join * width..][..width];
                let on_change = &mut room.people_change[n * width..][..width];
                let effect = service.effect as f32 / 1000.0;
                let mut column = self.first[u][k];
                for &(from, to) in &service.starts {
                    for start in from as usize..to as usize {
                        let end = (start.saturating_add(unit.tour as usize)).min(periods);
                        let rested = (start.saturating_add(unit.busy as usize)).min(periods);
                        let size = (end - start) as f32 * (effect + 2.0 * strength) + 2.0 * (rested - start) as f32;
                        let slope = cost - effect * (paid[end] - paid[start]) + people[end] - people[start]
                            + ties[rested]
                            - ties[start];
                        let (now, anchor) = (&mut self.x.now[column], &mut self.x.anchor[column]);
                        column += 1;
                        let mapped = (*now - slope / (size * omega)).clamp(0.0, elements);
                        let ahead = 2.0 * mapped - *now;
                        if mapped != *now || blend.restart {
                            moved.primal += f64::from((mapped - *now).powi(2) * size);
                            moved.primal_far += f64::from((mapped - *anchor).powi(2) * size);
                        }
                        blend.step(now, anchor, mapped);
                        if ahead != 0.0 {
                            change[start] += effect * ahead;
                            change[end] -= effect * ahead;
                            on_change[start] += strength * ahead;
                            on_change[end] -= strength * ahead;
                            ties_change[start] += ahead;
                            ties_change[rested] -= ahead;
                        }
                    }
                }
            }
            let mut all = vec![0.0_f32; periods];
            for (at, j) in range.enumerate() {
                let ahead = elements * room.y_ahead[layout.joins[j].place as usize];
                let mut tied = 0.0;
                for p in 0..periods {
                    tied += joins_change[at * width + p];
                    all[p] += tied;
                    let i = j * periods + p;
                    let step = omega * self.steps.join[i];
                    dual(blend, &mut self.join, i, step * (tied - ahead), self.steps.join[i], moved);
                }
            }
            for (p, tied) in all.into_iter().enumerate() {
                let i = u * periods + p;
                let step = omega * self.steps.busy[i];
                dual(blend, &mut self.busy, i, step * (tied - elements), self.steps.busy[i], moved);
            }
        }
    }

    /// w, and the rows that bind it to tours and to places.
    fn supplies_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, layout, periods) = (self.core, self.layout, self.core.periods);
        let width = periods + 1;
        let omega = self.weight as f32;
        self.room.filled.clear();
        self.room.filled.resize(core.needs.len() * periods, 0.0);
        for (s, supply) in layout.supplies.iter().enumerate() {
            let r = supply.line as usize;
            let need = &core.needs[r];
            let place = self.room.y_ahead[core.place(need.formation, supply.nation)];
            let mut there = 0.0;
            for p in 0..periods {
                there += self.room.supply_change[s * width + p];
                if need.asked[p] <= 0 {
                    continue;
                }
                let (i, cell) = (s * periods + p, r * periods + p);
                let most = brings(supply.most, need.asked[p]);
                let slope = self.supply.now[i] + self.place.now[i] - self.cover.now[cell];
                let (now, anchor) = (&mut self.w.now[i], &mut self.w.anchor[i]);
                let mapped = (*now - slope / (3.0 * omega)).clamp(0.0, most);
                let ahead = 2.0 * mapped - *now;
                moved.primal += f64::from(3.0 * (mapped - *now).powi(2));
                moved.primal_far += f64::from(3.0 * (mapped - *anchor).powi(2));
                blend.step(now, anchor, mapped);
                self.room.filled[cell] += ahead;
                let (by_supply, by_place) = (self.steps.supply[i], 1.0 / (1.0 + most));
                dual(blend, &mut self.supply, i, omega * by_supply * (ahead - there), by_supply, moved);
                dual(blend, &mut self.place, i, omega * by_place * (ahead - most * place), by_place, moved);
            }
        }
    }

    /// Shortfalls, and the rows of lines.
    fn lines_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, periods) = (self.core, self.core.periods);
        let omega = self.weight as f32;
        for (r, need) in core.needs.iter().enumerate() {
            let weighs = (need.weight * 1000.0 / self.unit) as f32;
            for p in 0..periods {
                if need.asked[p] <= 0 {
                    continue;
                }
                let i = r * periods + p;
                let asked = need.asked[p] as f32 / 1000.0;
                let (now, anchor) = (&mut self.short.now[i], &mut self.short.anchor[i]);
                let mapped = (*now - (weighs - self.cover.now[i]) / omega).clamp(0.0, asked);
                let ahead = 2.0 * mapped - *now;
                moved.primal += f64::from((mapped - *now).powi(2));
                moved.primal_far += f64::from((mapped - *anchor).powi(2));
                blend.step(now, anchor, mapped);
                let by = self.steps.cover[i];
                dual(blend, &mut self.cover, i, omega * by * (asked - ahead - self.room.filled[i]), by, moved);
            }
        }
    }

    /// The rows that limit nations in formations and people on tour.
    fn limits_step(&mut self, blend: Blend, moved: &mut Moved) {
        let (core, periods) = (self.core, self.core.periods);
        let omega = self.weight as f32;
        for f in 0..core.posts.len() {
            let serving: f32 = self.room.y_ahead[f * core.nations..][..core.nations].iter().sum();
            let by = self.steps.most[f];
            dual(blend, &mut self.most, f, omega * by * (serving - self.layout.most_nations[f] as f32), by, moved);
        }
        let mut all = vec![0.0_f32; periods];
        for n in 0..core.nations {
            let mut there = 0.0;
            for (p, all) in all.iter_mut().enumerate() {
                there += self.room.people_change[n * (periods + 1) + p];
                *all += there;
                let i = n * periods + p;
                let by = self.steps.ceiling[i];
                let most = core.ceiling[i] as f32 * HUNDREDS;
                dual(blend, &mut self.ceiling, i, omega * by * (there - most), by, moved);
            }
        }
        for (p, there) in all.into_iter().enumerate() {
            let by = self.steps.theatre[p];
            let most = core.theatre[p] as f32 * HUNDREDS;
            dual(blend, &mut self.theatre, p, omega * by * (there - most), by, moved);
        }
    }
}

/// How many elements a nation can bring to what is asked.
fn brings(most: f32, asked: i32) -> f32 {
    most.min(asked.max(0) as f32 / 1000.0)
}

/// A dual value takes a step, stays at least 0, and blends.
fn dual(blend: Blend, track: &mut Track, i: usize, by: f32, step: f32, moved: &mut Moved) {
    let (now, anchor) = (&mut track.now[i], &mut track.anchor[i]);
    let mapped = (*now + by).max(0.0);
    moved.dual += f64::from((mapped - *now).powi(2) / step);
    moved.dual_far += f64::from((mapped - *anchor).powi(2) / step);
    blend.step(now, anchor, mapped);
}
