//! The steps of the relaxation: one over the sum of magnitudes of each row or column, weighed by paces.

use super::{HUNDREDS, Relax};
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
        for (t, team) in layout.teams.iter().enumerate() {
            let unit = &core.units[team.unit as usize];
            let people = unit.strength as f32 * HUNDREDS;
            for (k, task) in team.tasks.iter().enumerate() {
                let service = &unit.services[task.service as usize];
                let supply = task.supply as usize * periods;
                let join = (task.join as usize) < team.joins.len();
                let join = join.then_some((team.joins.start + task.join as usize) * periods);
                let effect = service.effect as f32 / 1000.0;
                let counts = self.layout.counts(service) as f32;
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
                let pace = self.paces.tours[t][k];
                on.iter_mut().chain(&mut tied).for_each(|v| *v *= pace);
                let (mut now_on, mut now_tied) = (0.0, 0.0);
                for p in 0..periods {
                    now_on += on[p];
                    now_tied += tied[p];
                    steps.supply[supply + p] += effect * now_on;
                    steps.rounding[service.line as usize * periods + p] += counts * now_on;
                    for &(row, counts) in &unit.counts {
                        steps.ceiling[row as usize * periods + p] += counts as f32 * HUNDREDS * now_on;
                    }
                    steps.theatre[p] += people * now_on;
                    steps.busy[t * periods + p] += now_tied;
                    if let Some(join) = join {
                        steps.join[join + p] += now_tied;
                    }
                }
            }
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
