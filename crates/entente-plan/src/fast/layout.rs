//! Where the columns and rows of the relaxation lie in flat arrays, shared by the relaxation, which looks for
//! multipliers, and by the certificate, which judges them.

use super::core::{Core, Service};
use super::rounding::Rounding;
use super::ways::{Serving, Way, Ways};
use std::collections::BTreeMap;
use std::ops::Range;

/// A nation that may serve on a line, in one of its ways: the columns w[n,r,·] and the prices μ[n,r,·].
#[derive(Clone, Copy, Debug)]
pub struct Supply {
    /// Way.
    pub way: u32,
    /// Line.
    pub line: u32,
    /// Place of the way in the formation of the line: see [`Layout::place`].
    pub place: u32,
    /// Most that it can bring at once: Σ effectiveness · elements, thousandths of an element.
    pub most: i64,
}

impl Supply {
    /// The same, about, for the relaxation.
    pub fn most_elements(&self) -> f32 {
        self.most as f32 / 1000.0
    }
}

/// A unit in a formation where it may serve in a way: the rows `join` and the prices λ[u,f,·]. Where the way is in for
/// certain `busy` says as much; but tours there go on paying what they paid before that was decided, and a relaxation that
/// has come far does not begin again.
#[derive(Clone, Copy, Debug)]
pub struct Join {
    /// Formation.
    pub formation: u32,
    /// Place of the way there: see [`Layout::place`].
    pub place: u32,
}

/// A unit in one of the ways of its nation.
#[derive(Clone, Debug)]
pub struct Team {
    /// Unit.
    pub unit: u32,
    /// Way.
    pub way: u32,
    /// Where it may serve.
    pub tasks: Vec<Task>,
    /// Its joins: a range of [`Layout::joins`].
    pub joins: Range<usize>,
}

/// A line that a team may serve.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// Position among the services of the unit.
    pub service: u32,
    /// Supply.
    pub supply: u32,
    /// Join, counted from the first of the team; past the last where there are none.
    pub join: u32,
}

/// Where the tours of a task lie among all columns.
#[derive(Clone, Debug)]
pub struct Lies<'a> {
    /// Team.
    pub team: usize,
    /// What its unit does there.
    pub service: &'a Service,
    /// One for each start.
    pub columns: Range<usize>,
}

/// Positions.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Ways of nations.
    pub ways: Ways,
    /// Units in ways, way by way. Those that may serve nowhere in a way are left out.
    pub teams: Vec<Team>,
    /// Nations on lines.
    pub supplies: Vec<Supply>,
    /// Units in formations.
    pub joins: Vec<Join>,
    /// Most nations in each formation, those counted that serve there for certain.
    pub most: Vec<usize>,
    /// Rows of lines by whole elements, by line.
    pub roundings: Vec<Option<Rounding>>,
}

impl Layout {
    /// The positions of a core, one way for each nation.
    pub fn new(core: &Core) -> Self {
        Self::in_ways(core, Ways::undivided(core))
    }

    /// The positions of a core in such ways.
    pub fn in_ways(core: &Core, ways: Ways) -> Self {
        let mut units = vec![Vec::new(); core.nations];
        for (u, unit) in core.units.iter().enumerate() {
            units[unit.nation as usize].push(u);
        }
        let most = |f: usize| {
            let held = &core.held[f * core.nations..][..core.nations];
            core.free_places(f) + held.iter().filter(|held| **held).count()
        };
        let mut layout = Self {
            ways,
            teams: Vec::new(),
            supplies: Vec::new(),
            joins: Vec::new(),
            most: (0..core.posts.len()).map(most).collect(),
            roundings: core.needs.iter().map(|need| Rounding::of(core, need)).collect(),
        };
        for way in 0..layout.ways.len() {
            let mut at = BTreeMap::new();
            for &u in &units[layout.ways.get(way).nation as usize] {
                layout.add(core, way, u, &mut at);
            }
        }
        layout
    }

    /// Adds a unit in a way, whose supplies so far are known by line.
    fn add(&mut self, core: &Core, way: usize, u: usize, at: &mut BTreeMap<u32, u32>) {
        let unit = &core.units[u];
        let first = self.joins.len();
        let mut tasks: Vec<Task> = Vec::with_capacity(unit.services.len());
        for (k, service) in unit.services.iter().enumerate() {
            let serving = self.ways.get(way).serving[service.formation as usize];
            if serving == Serving::Out {
                continue;
            }
            let place = self.place(way, service.formation) as u32;
            let supply = *at.entry(service.line).or_insert_with(|| {
                self.supplies.push(Supply { way: way as u32, line: service.line, place, most: 0 });
                self.supplies.len() as u32 - 1
            });
            self.supplies[supply as usize].most += i64::from(service.effect) * i64::from(unit.elements);
            let known = || self.joins[first..].iter().position(|join| join.place == place);
            let join = known().unwrap_or_else(|| {
                self.joins.push(Join { formation: service.formation, place });
                self.joins.len() - 1 - first
            });
            tasks.push(Task { service: k as u32, supply, join: join as u32 });
        }
        if tasks.is_empty() {
            return;
        }
        let joins = first..self.joins.len();
        self.teams.push(Team { unit: u as u32, way: way as u32, tasks, joins });
    }

    /// Without rows `join`: for cores all of whose places are decided, where those never told anything.
    pub fn without_joins(mut self) -> Self {
        self.joins.clear();
        for team in &mut self.teams {
            team.joins = 0..0;
            team.tasks.iter_mut().for_each(|task| task.join = 0);
        }
        self
    }

    /// All tasks in the order of their tours.
    pub fn tasks<'a>(&'a self, core: &'a Core) -> impl Iterator<Item = Lies<'a>> {
        let all = self.teams.iter().enumerate();
        let all = all.flat_map(|(t, team)| team.tasks.iter().map(move |task| (t, team.unit, task.service)));
        all.scan(0, |first, (team, unit, service)| {
            let service = &core.units[unit as usize].services[service as usize];
            let columns = *first..*first + service.columns();
            *first = columns.end;
            Some(Lies { team, service, columns })
        })
    }

    /// Bytes that it takes, but for a little.
    pub fn bytes(&self) -> usize {
        let teams = |team: &Team| size_of::<Team>() + size_of_val(&*team.tasks);
        let ways = self.ways.len() * (size_of::<Way>() + self.most.len() * size_of::<Serving>());
        ways + self.teams.iter().map(teams).sum::<usize>() + size_of_val(&*self.supplies) + size_of_val(&*self.joins)
    }

    /// Position of a way in a formation, for flat tables.
    pub fn place(&self, way: usize, formation: u32) -> usize {
        way * self.most.len() + formation as usize
    }

    /// The formations of which a way says so.
    pub fn formations(&self, way: usize, serving: Serving) -> impl Iterator<Item = u32> + '_ {
        let all = self.ways.get(way).serving.iter().zip(0..);
        all.filter(move |(said, _)| **said == serving).map(|(_, formation)| formation)
    }

    /// How much a way serves in a formation: of its share z what it has there, y, or all of it, or nothing.
    pub fn given(&self, way: usize, formation: u32, y: &[f32], z: &[f32]) -> f32 {
        match self.ways.get(way).serving[formation as usize] {
            Serving::Open => y[self.place(way, formation)],
            Serving::In => z[way],
            Serving::Out => 0.0,
        }
    }

    /// How much of each place a nation has in all its ways, by [`Core::place`].
    pub fn places(&self, core: &Core, y: &[f32], z: &[f32]) -> Vec<f32> {
        let mut places = vec![0.0; core.posts.len() * core.nations];
        for (w, way) in self.ways.iter().enumerate() {
            for formation in 0..self.most.len() as u32 {
                places[core.place(formation, way.nation)] += self.given(w, formation, y, z);
            }
        }
        places
    }

    /// What a way says of each formation, by place.
    pub fn serving(&self) -> impl Iterator<Item = Serving> + '_ {
        self.ways.iter().flat_map(|way| way.serving.iter().copied())
    }

    /// What an element counts in the row of whole elements, 0 where the line has none.
    pub fn counts(&self, service: &Service) -> f64 {
        self.roundings[service.line as usize].as_ref().map_or(0.0, |row| row.counts(service.effect))
    }
}

/// Prices of the rows that the bound takes into the objective; all at least 0, by period where not said.
#[derive(Clone, Debug)]
pub struct Prices {
    /// π[r,p]: what a line pays for an element.
    pub cover: Vec<f32>,
    /// ψ[r,p]: what a line pays for whole elements (see [`Rounding`]).
    pub rounding: Vec<f32>,
    /// μ[n,r,p]: what a nation is paid for an element on a line, by way.
    pub supply: Vec<f32>,
    /// λ[u,f,p]: what an element pays for being on tour or in dwell for a formation, by way.
    pub join: Vec<f32>,
    /// κ[f]: what a nation pays for a place in a formation.
    pub nations: Vec<f32>,
    /// People on tour, by row of [`Core::ceilings`].
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
            nations: blend(&self.nations, &others.nations),
            ceiling: blend(&self.ceiling, &others.ceiling),
            theatre: blend(&self.theatre, &others.theatre),
            unit: self.unit,
        }
    }
}
