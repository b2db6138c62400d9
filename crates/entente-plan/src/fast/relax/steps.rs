//! The steps of the relaxation: one over the sum of magnitudes of each row or column, weighed by paces.

use super::flow::add_times;
use super::{HUNDREDS, Relax};
use crate::fast::core::Service;
use crate::fast::ways::Serving;

/// The pace of the rows `nations`, which are few, are broken by parts of a place and cost as much as all that a nation
/// brings. Next to the joins that a place stands in it is little.
const NATIONS: f32 = 20.0;

/// Steps of prices by row, and of places and shares; those of other columns are worked out where they are taken.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub supply: Vec<f32>,
    pub cover: Vec<f32>,
    pub rounding: Vec<f32>,
    pub busy: Vec<f32>,
    pub join: Vec<f32>,
    pub nations: Vec<f32>,
    pub ceiling: Vec<f32>,
    pub theatre: Vec<f32>,
    pub y: Vec<f32>,
    pub z: Vec<f32>,
}

impl Relax {
    /// Steps that make the method converge whatever the matrix is: one over the sum of magnitudes of each row, columns
    /// weighed by their paces.
    pub(super) fn set_steps(&mut self) {
        let (core, layout, periods) = (&*self.core, &*self.layout, self.core.periods);
        let mut steps = Steps {
            supply: self.paces.brought.iter().flat_map(|c| std::iter::repeat_n(*c, periods)).collect(),
            cover: vec![1.0; self.at.cover.now.len()],
            rounding: vec![1.0; self.at.rounding.now.len()],
            busy: vec![0.0; self.at.busy.now.len()],
            join: vec![0.0; self.at.join.now.len()],
            nations: vec![0.0; layout.most.len()],
            ceiling: vec![0.0; self.at.ceiling.now.len()],
            theatre: vec![0.0; periods],
            y: vec![NATIONS; self.at.y.now.len()],
            // A share that stands in no row still takes a step.
            z: vec![1.0; layout.ways.len()],
        };
        // The share of a nation's only way does not move.
        let mut shares = vec![0.0; layout.ways.len()];
        for ways in layout.ways.by_nation().filter(|ways| ways.len() > 1) {
            shares[ways.clone()].copy_from_slice(&self.paces.shares[ways]);
        }
        let mut counted = Counted::default();
        let (mut all_on, mut all_tied) = (vec![0.0; periods], vec![0.0; periods]);
        for (t, team) in layout.teams.iter().enumerate() {
            let unit = &core.units[team.unit as usize];
            all_on.fill(0.0);
            all_tied.fill(0.0);
            for (k, task) in team.tasks.iter().enumerate() {
                let service = &unit.services[task.service as usize];
                counted.count(service, (unit.tour_within(periods), unit.busy_within(periods)), periods);
                let pace = self.paces.tours[t][k];
                let row = |row: usize| row * periods..(row + 1) * periods;
                let effect = service.effect as f32 / 1000.0;
                add_times(effect * pace, &counted.on, &mut steps.supply[row(task.supply as usize)]);
                let counts = self.layout.counts(service) as f32;
                if counts > 0.0 {
                    add_times(counts * pace, &counted.on, &mut steps.rounding[row(service.line as usize)]);
                }
                if (task.join as usize) < team.joins.len() {
                    add_times(pace, &counted.tied, &mut steps.join[row(team.joins.start + task.join as usize)]);
                }
                add_times(pace, &counted.on, &mut all_on);
                add_times(pace, &counted.tied, &mut all_tied);
            }
            for &(row, counts) in &unit.counts {
                add_times(counts as f32 * HUNDREDS, &all_on, &mut steps.ceiling[row as usize * periods..][..periods]);
            }
            add_times(unit.strength as f32 * HUNDREDS, &all_on, &mut steps.theatre);
            add_times(1.0, &all_tied, &mut steps.busy[t * periods..][..periods]);
            let elements = unit.elements as f32;
            steps.z[team.way as usize] += self.paces.rows.busy[t] * elements * periods as f32;
            let share = elements * shares[team.way as usize];
            steps.busy[t * periods..][..periods].iter_mut().for_each(|v| *v += share);
            for j in team.joins.clone() {
                let place = layout.joins[j].place as usize;
                steps.y[place] += self.paces.rows.join[j] * elements * periods as f32;
                for p in 0..periods {
                    steps.join[j * periods + p] += elements * self.paces.places[place];
                }
            }
        }
        for (s, supply) in layout.supplies.iter().enumerate() {
            let place = supply.place as usize;
            for p in 0..periods {
                steps.cover[supply.line as usize * periods + p] += self.paces.brought[s];
                steps.y[place] += self.paces.rows.place[s]
                    * self.asked[supply.line as usize * periods + p].min(supply.most_elements());
            }
        }
        for (at, serving) in layout.serving().enumerate() {
            let (way, formation) = (at / layout.most.len(), at % layout.most.len());
            match serving {
                Serving::Open => steps.nations[formation] += self.paces.places[at],
                Serving::In => {
                    steps.nations[formation] += shares[way];
                    steps.z[way] += steps.y[at];
                }
                Serving::Out => (),
            }
        }
        // Where all places of a formation are held nothing in its row moves: a step for nothing, and no large one.
        steps.nations.iter_mut().filter(|v| **v == 0.0).for_each(|v| *v = 1.0);
        let families = [
            &mut steps.supply,
            &mut steps.cover,
            &mut steps.rounding,
            &mut steps.busy,
            &mut steps.join,
            &mut steps.nations,
            &mut steps.ceiling,
            &mut steps.theatre,
            &mut steps.y,
            &mut steps.z,
        ];
        for family in families {
            family.iter_mut().for_each(|v| *v = 1.0 / v.max(1e-6));
        }
        steps.y.iter_mut().zip(&self.paces.places).for_each(|(v, c)| *v *= c);
        steps.z.iter_mut().zip(&self.paces.shares).for_each(|(v, c)| *v *= c);
        steps.nations.iter_mut().for_each(|v| *v *= NATIONS);
        let rows = &self.paces.rows;
        let graded = [
            (&mut steps.supply, &rows.supply),
            (&mut steps.cover, &rows.cover),
            (&mut steps.rounding, &rows.rounding),
            (&mut steps.busy, &rows.busy),
            (&mut steps.join, &rows.join),
            (&mut steps.ceiling, &rows.ceiling),
        ];
        for (steps, paces) in graded {
            for (steps, pace) in steps.chunks_mut(periods.max(1)).zip(paces) {
                steps.iter_mut().for_each(|v| *v *= pace);
            }
        }
        steps.theatre.iter_mut().for_each(|v| *v *= rows.theatre);
        self.steps = steps;
    }
}

/// Tours of a service by the periods in which they are on tour, and in which they tie an element.
#[derive(Default)]
struct Counted {
    on: Vec<f32>,
    tied: Vec<f32>,
    /// Of which starts, periods on tour and periods tied.
    of: (Vec<(u32, u32)>, (usize, usize)),
}

impl Counted {
    /// Counts them, unless the last service had tours as long at the same starts: those of a unit mostly do.
    fn count(&mut self, service: &Service, lasts: (usize, usize), periods: usize) {
        if self.of.1 == lasts && self.of.0 == service.starts && self.on.len() == periods {
            return;
        }
        self.of.0.clone_from(&service.starts);
        self.of.1 = lasts;
        for (counts, lasts) in [(&mut self.on, lasts.0), (&mut self.tied, lasts.1)] {
            counts.clear();
            counts.resize(periods + 1, 0.0);
            for start in service.starts.iter().flat_map(|&(from, to)| from as usize..to as usize) {
                counts[start] += 1.0;
                counts[(start + lasts).min(periods)] -= 1.0;
            }
            counts.truncate(periods);
            let mut now = 0.0;
            for count in counts {
                now += *count;
                *count = now;
            }
        }
    }
}
