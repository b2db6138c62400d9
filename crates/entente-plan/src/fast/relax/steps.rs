//! The steps of the relaxation: one over the sum of magnitudes of each row or column, weighed by paces.

use super::{HUNDREDS, Relax};

/// Steps of prices by row, and of places; those of other columns are worked out where they are taken.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub supply: Vec<f32>,
    pub cover: Vec<f32>,
    pub rounding: Vec<f32>,
    pub busy: Vec<f32>,
    pub join: Vec<f32>,
    pub ceiling: Vec<f32>,
    pub theatre: Vec<f32>,
    pub y: Vec<f32>,
}

impl Relax<'_> {
    /// Steps that make the method converge whatever the matrix is: one over the sum of magnitudes of each row, columns
    /// weighed by their paces.
    pub(super) fn set_steps(&mut self) {
        let (core, layout, periods) = (self.core, self.layout, self.core.periods);
        let mut steps = Steps {
            supply: self.paces.brought.iter().flat_map(|c| std::iter::repeat_n(*c, periods)).collect(),
            cover: vec![1.0; self.cover.now.len()],
            rounding: vec![1.0; self.rounding.now.len()],
            busy: vec![0.0; self.busy.now.len()],
            join: vec![0.0; self.join.now.len()],
            ceiling: vec![0.0; self.ceiling.now.len()],
            theatre: vec![0.0; periods],
            // A place that stands in no row still takes a step.
            y: vec![1.0; self.y.now.len()],
        };
        for (u, unit) in core.units.iter().enumerate() {
            let people = unit.strength as f32 * HUNDREDS;
            for (k, service) in unit.services.iter().enumerate() {
                let supply = layout.supply_of[u][k] as usize * periods;
                let join = (layout.joins_of[u].start + layout.join_of[u][k] as usize) * periods;
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
                let pace = self.paces.tours[u][k];
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
                    steps.busy[u * periods + p] += now_tied;
                    steps.join[join + p] += now_tied;
                }
            }
            for j in layout.joins_of[u].clone() {
                let place = layout.joins[j].place as usize;
                steps.y[place] += self.paces.rows.join[j] * unit.elements as f32 * periods as f32;
                for p in 0..periods {
                    steps.join[j * periods + p] += unit.elements as f32 * self.paces.places[place];
                }
            }
        }
        for (s, supply) in layout.supplies.iter().enumerate() {
            let need = &core.needs[supply.line as usize];
            let place = core.place(need.formation, supply.nation);
            for p in 0..periods {
                steps.cover[supply.line as usize * periods + p] += self.paces.brought[s];
                steps.y[place] +=
                    self.paces.rows.place[s] * self.asked[supply.line as usize * periods + p].min(supply.most);
            }
        }
        let families = [
            &mut steps.supply,
            &mut steps.cover,
            &mut steps.rounding,
            &mut steps.busy,
            &mut steps.join,
            &mut steps.ceiling,
            &mut steps.theatre,
            &mut steps.y,
        ];
        for family in families {
            family.iter_mut().for_each(|v| *v = 1.0 / v.max(1e-6));
        }
        steps.y.iter_mut().zip(&self.paces.places).for_each(|(v, c)| *v *= c);
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
            for (steps, pace) in steps.chunks_mut(periods).zip(paces) {
                steps.iter_mut().for_each(|v| *v *= pace);
            }
        }
        steps.theatre.iter_mut().for_each(|v| *v *= rows.theatre);
        self.steps = steps;
    }
}
