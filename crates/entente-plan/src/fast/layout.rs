//! Where the columns and rows of the relaxation lie in flat arrays, shared by the relaxation, which looks for
//! multipliers, and by the certificate, which judges them.

use super::core::{Core, Service};
use super::rounding::Rounding;

/// A nation that may serve on a line: the columns w[n,r,·] and the prices μ[n,r,·].
#[derive(Clone, Copy, Debug)]
pub struct Supply {
    /// Nation.
    pub nation: u32,
    /// Line.
    pub line: u32,
    /// Most that it can bring at once: Σ effectiveness · elements, in elements.
    pub most: f32,
}

/// A unit that may serve in a formation: the rows `join` and the prices λ[u,f,·].
#[derive(Clone, Copy, Debug)]
pub struct Join {
    /// Formation.
    pub formation: u32,
    /// Position of its nation in the formation: see [`Core::place`].
    pub place: u32,
}

/// Positions.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Nations on lines.
    pub supplies: Vec<Supply>,
    /// Supply of each service, by unit.
    pub supply_of: Vec<Vec<u32>>,
    /// Joins of each unit: a range of `joins`.
    pub joins_of: Vec<std::ops::Range<usize>>,
    /// Join of each service, by unit, counted from the first of the unit.
    pub join_of: Vec<Vec<u32>>,
    /// Units in formations.
    pub joins: Vec<Join>,
    /// Places of each formation: see [`Core::free_places`].
    pub free_places: Vec<usize>,
    /// Rows of lines by whole elements, by line.
    pub roundings: Vec<Option<Rounding>>,
}

impl Layout {
    /// What an element counts in the row of whole elements, 0 where the line has none.
    pub fn counts(&self, service: &Service) -> f64 {
        self.roundings[service.line as usize].as_ref().map_or(0.0, |row| row.counts(service.effect))
    }

    /// The positions of a core.
    pub fn new(core: &Core) -> Self {
        let mut at = std::collections::BTreeMap::new();
        let mut layout = Self {
            supplies: Vec::new(),
            supply_of: Vec::new(),
            joins_of: Vec::new(),
            join_of: Vec::new(),
            joins: Vec::new(),
            free_places: (0..core.posts.len()).map(|f| core.free_places(f)).collect(),
            roundings: core.needs.iter().map(|need| Rounding::of(core, need)).collect(),
        };
        for unit in &core.units {
            let first = layout.joins.len();
            let mut supply_of = Vec::with_capacity(unit.services.len());
            let mut join_of = Vec::with_capacity(unit.services.len());
            for service in &unit.services {
                let key = (unit.nation, service.line);
                let supply = *at.entry(key).or_insert_with(|| {
                    layout.supplies.push(Supply { nation: unit.nation, line: service.line, most: 0.0 });
                    layout.supplies.len() as u32 - 1
                });
                layout.supplies[supply as usize].most += (service.effect as f32 / 1000.0) * unit.elements as f32;
                supply_of.push(supply);
                let known = layout.joins[first..].iter().position(|j| j.formation == service.formation);
                join_of.push(known.unwrap_or_else(|| {
                    let place = core.place(service.formation, unit.nation) as u32;
                    layout.joins.push(Join { formation: service.formation, place });
                    layout.joins.len() - 1 - first
                }) as u32);
            }
            layout.joins_of.push(first..layout.joins.len());
            layout.supply_of.push(supply_of);
            layout.join_of.push(join_of);
        }
        layout
    }
}

/// Prices of the rows that the bound takes into the objective; all at least 0, by period where not said.
#[derive(Clone, Debug)]
pub struct Prices {
    /// π[r,p]: what a line pays for an element.
    pub cover: Vec<f32>,
    /// ψ[r,p]: what a line pays for whole elements (see [`Rounding`]).
    pub rounding: Vec<f32>,
    /// μ[n,r,p]: what a nation is paid for an element on a line.
    pub supply: Vec<f32>,
    /// λ[u,f,p]: what an element pays for being on tour or in dwell for a formation.
    pub join: Vec<f32>,
    /// People on tour, by nation.
    pub ceiling: Vec<f32>,
    /// People on tour, all.
    pub theatre: Vec<f32>,
    /// What one unit of these prices weighs in the objective.
    pub unit: f64,
}

impl Prices {
    /// The point between these prices (0) and others (1).
    pub fn towards(&self, others: &Self, share: f32) -> Self {
        let blend = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a + share * (b - a)).collect();
        Self {
            cover: blend(&self.cover, &others.cover),
            rounding: blend(&self.rounding, &others.rounding),
            supply: blend(&self.supply, &others.supply),
            join: blend(&self.join, &others.join),
            ceiling: blend(&self.ceiling, &others.ceiling),
            theatre: blend(&self.theatre, &others.theatre),
            unit: self.unit,
        }
    }
}
