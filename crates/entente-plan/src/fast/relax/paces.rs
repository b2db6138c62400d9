//! How large the steps of each column and row are next to those of others: by how much of a column is used, and by what a
//! row costs. Most columns are at 0 and most rows cost nothing, but all stand in the others and would hold them back.
//!
//! Any positive column weights c and row weights r converge that take τ_j = c_j / Σ_i |K_ij| r_i and
//! σ_i = r_i / Σ_j |K_ij| c_j (the Schur test, as in Pock and Chambolle 2011, lemma 2). They change on restarts alone.

use super::{Relax, Track};
use crate::fast::core::Core;
use crate::fast::layout::Layout;
use crate::fast::ways::Serving;

/// The pace of a column: the most of it that is used, times so much, for tours by element, what a nation brings to a
/// line, and places.
const BY_TOURS: f32 = 10.0;
const BY_SUPPLY: f32 = 3.0;
const BY_PLACE: f32 = 5.0;

/// The least pace of a column, of an idle one.
const IDLE: f32 = 0.05;

/// The pace of a row: its highest price, times so much; prices of what ties an element for long are smaller.
const ROWS_BY: f32 = 10.0;
const TIES_BY: f32 = 50.0;

/// The least pace of a row.
const IDLE_ROW: f32 = 0.1;

/// Paces, at most 1.
#[derive(Debug)]
pub(super) struct Paces {
    /// Of tours, by team and task.
    pub tours: Vec<Vec<f32>>,
    /// Of what nations bring, by supply.
    pub brought: Vec<f32>,
    /// Of places: in formations where a way is in for certain, that of its share.
    pub places: Vec<f32>,
    /// Of the shares of ways.
    pub shares: Vec<f32>,
    pub rows: RowPaces,
    least_column: f32,
    least_row: f32,
}

/// Paces of rows that are by period, all periods alike.
#[derive(Debug)]
pub(super) struct RowPaces {
    pub cover: Vec<f32>,
    pub rounding: Vec<f32>,
    pub supply: Vec<f32>,
    pub place: Vec<f32>,
    pub busy: Vec<f32>,
    pub join: Vec<f32>,
    pub ceiling: Vec<f32>,
    pub theatre: f32,
}

impl Paces {
    /// All alike, for ever unless they may be `graded`.
    pub fn alike(core: &Core, layout: &Layout, graded: bool) -> Self {
        Self {
            tours: layout.teams.iter().map(|team| vec![1.0; team.tasks.len()]).collect(),
            brought: vec![1.0; layout.supplies.len()],
            places: vec![1.0; layout.ways.len() * layout.most.len()],
            shares: vec![1.0; layout.ways.len()],
            rows: RowPaces {
                cover: vec![1.0; core.needs.len()],
                rounding: vec![1.0; core.needs.len()],
                supply: vec![1.0; layout.supplies.len()],
                place: vec![1.0; layout.supplies.len()],
                busy: vec![1.0; layout.teams.len()],
                join: vec![1.0; layout.joins.len()],
                ceiling: vec![1.0; core.ceilings.len()],
                theatre: 1.0,
            },
            least_column: if graded { IDLE } else { 1.0 },
            least_row: if graded { IDLE_ROW } else { 1.0 },
        }
    }
}

impl Relax {
    /// All paces, by what is used and what costs.
    pub(super) fn set_paces(&mut self) {
        let least = self.paces.least_column;
        for (team, (tours, paces)) in self.layout.teams.iter().zip(self.tours.iter().zip(&mut self.paces.tours)) {
            let unit = &self.core.units[team.unit as usize];
            for (task, (tours, to)) in team.tasks.iter().zip(tours.iter().zip(paces)) {
                let service = &unit.services[task.service as usize];
                let used = most_of(&self.at.x.now[tours.first..tours.first + service.columns()]);
                *to = (BY_TOURS * used / unit.elements.max(1) as f32).clamp(least, 1.0);
            }
        }
        let supplies = self.at.w.now.chunks(self.core.periods.max(1));
        self.paces.brought = supplies.map(|w| (BY_SUPPLY * most_of(w)).clamp(least, 1.0)).collect();
        self.paces.shares = self.at.z.now.iter().map(|z| (BY_PLACE * z).clamp(least, 1.0)).collect();
        let place = |(at, (y, serving)): (usize, (&f32, Serving))| match serving {
            Serving::In => self.paces.shares[at / self.layout.most.len()],
            _ => (BY_PLACE * y).clamp(least, 1.0),
        };
        self.paces.places = self.at.y.now.iter().zip(self.layout.serving()).enumerate().map(place).collect();
        let (periods, least) = (self.core.periods.max(1), self.paces.least_row);
        let paces = |of: &Track, by: f32| of.now.chunks(periods).map(|v| (by * most_of(v)).clamp(least, 1.0)).collect();
        self.paces.rows = RowPaces {
            cover: paces(&self.at.cover, ROWS_BY),
            rounding: paces(&self.at.rounding, ROWS_BY),
            supply: paces(&self.at.supply, ROWS_BY),
            place: paces(&self.at.place, ROWS_BY),
            busy: paces(&self.at.busy, TIES_BY),
            join: paces(&self.at.join, TIES_BY),
            ceiling: paces(&self.at.ceiling, TIES_BY),
            theatre: (TIES_BY * most_of(&self.at.theatre.now)).clamp(least, 1.0),
        };
    }
}

/// The largest value.
fn most_of(values: &[f32]) -> f32 {
    values.iter().copied().fold(0.0, f32::max)
}
