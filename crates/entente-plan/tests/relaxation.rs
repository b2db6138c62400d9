//! How far the relaxation comes: next to the same rows written out and solved by HiGHS.

mod sample;

use entente_plan::fast::{certify, core::Core, layout::Layout, lifting, relax::Relax};
use entente_plan::force::{self, eligible};
use entente_solve::{Col, Kind, Milp};
use std::sync::Arc;

/// Columns with what they count.
type Entries = Vec<(Col, f64)>;

fn core_of(case: &entente_model::Case) -> Core {
    Core::new(case, &eligible::pairs(case), |u| force::tour_cost(case, u))
}

/// A column that may come to so much and weighs so much for each unit of it.
fn column(milp: &mut Milp, most: f64, weighs: f64) -> Col {
    let column = milp.column(format!("c{}", milp.columns().len()), 0.0, most, Kind::Continuous);
    milp.add_cost(column, weighs);
    column
}

/// The least objective in parts, of the rows on the page on the method: `cover`, `busy`, `join`, `nations`, `ceiling` and
/// `theatre`, those that bind what nations bring to tours and to places, and those of whole elements.
fn in_parts(core: &Core, layout: &Layout) -> f64 {
    let periods = core.periods;
    let mut milp = Milp::new("relaxation");
    let places = layout.ways.len() * layout.most.len();
    let y: Vec<Col> = (0..places).map(|_| column(&mut milp, 1.0, core.nation_cost)).collect();
    let mut on: Vec<Entries> = vec![Vec::new(); layout.supplies.len() * periods];
    let mut whole: Vec<Entries> = vec![Vec::new(); core.needs.len() * periods];
    let mut people: Vec<Entries> = vec![Vec::new(); core.ceilings.len() * periods];
    let mut theatre: Vec<Entries> = vec![Vec::new(); periods];
    let mut limits: Vec<(Entries, f64)> = Vec::new();
    for team in &layout.teams {
        let unit = &core.units[team.unit as usize];
        let elements = f64::from(unit.elements);
        let mut busy: Vec<Entries> = vec![Vec::new(); periods];
        let mut join: Vec<Entries> = vec![Vec::new(); team.joins.len() * periods];
        for task in &team.tasks {
            let service = &unit.services[task.service as usize];
            for start in service.starts.iter().flat_map(|&(from, to)| from..to) {
                let x = column(&mut milp, elements, unit.cost);
                for p in core.on_tour(unit, start) {
                    on[task.supply as usize * periods + p].push((x, f64::from(service.effect) / 1000.0));
                    whole[service.line as usize * periods + p].push((x, layout.counts(service)));
                    theatre[p].push((x, unit.strength as f64));
                    unit.counts.iter().for_each(|&(row, n)| people[row as usize * periods + p].push((x, n)));
                }
                for p in start as usize..(start.saturating_add(unit.busy) as usize).min(periods) {
                    busy[p].push((x, 1.0));
                    join[task.join as usize * periods + p].push((x, 1.0));
                }
            }
        }
        limits.extend(busy.into_iter().map(|row| (row, elements)));
        for (at, mut row) in join.into_iter().enumerate() {
            let place = layout.joins[team.joins.start + at / periods].place as usize;
            row.push((y[place], -elements));
            limits.push((row, 0.0));
        }
    }
    let ceilings = core.ceilings.iter().flat_map(|row| row.most.iter().copied());
    limits.extend(people.into_iter().zip(ceilings));
    limits.extend(theatre.into_iter().zip(core.theatre.iter().map(|most| *most as f64)));
    for (f, most) in layout.most.iter().enumerate() {
        let there = (0..layout.ways.len()).map(|way| (y[layout.place(way, f as u32)], 1.0));
        limits.push((there.collect(), *most as f64));
    }
    let mut filled: Vec<Entries> = vec![Vec::new(); core.needs.len() * periods];
    for (s, supply) in layout.supplies.iter().enumerate() {
        for p in 0..periods {
            let cell = supply.line as usize * periods + p;
            let most = f64::from(core.needs[supply.line as usize].asked[p]).min(supply.most as f64) / 1000.0;
            let w = column(&mut milp, most, 0.0);
            filled[cell].push((w, 1.0));
            let brought = on[s * periods + p].iter().map(|&(x, effect)| (x, -effect));
            limits.push((brought.chain([(w, 1.0)]).collect(), 0.0));
            limits.push((vec![(w, 1.0), (y[supply.place as usize], -most)], 0.0));
        }
    }
    for (r, need) in core.needs.iter().enumerate() {
        for p in (0..periods).filter(|&p| need.asked[p] > 0) {
            let asked = f64::from(need.asked[p]) / 1000.0;
            let short = column(&mut milp, asked, need.weight * 1000.0);
            let cell = r * periods + p;
            let with_short = |row: &[(Col, f64)]| row.iter().copied().chain([(short, 1.0)]).collect::<Entries>();
            milp.at_least(format!("cover{cell}"), with_short(&filled[cell]), asked);
            if let Some(row) = &layout.roundings[r] {
                milp.at_least(format!("round{cell}"), with_short(&whole[cell]), row.needs);
            }
        }
    }
    for (at, (row, most)) in limits.into_iter().enumerate().filter(|(_, (row, _))| !row.is_empty()) {
        milp.at_most(format!("limit{at}"), row, most);
    }
    let answer = entente_solve::solve(milp.clone(), &entente_solve::Limits::default(), Vec::new(), &mut |_| true)
        .expect("nobody sent is a plan");
    milp.objective(&answer.values.expect("solved to the end"))
}

/// The best that the certificate makes of so many iterations.
fn proven(core: &Arc<Core>, layout: &Arc<Layout>, iterations: u32) -> f64 {
    let mut relax = Relax::new(Arc::clone(core), Arc::clone(layout), true);
    let mut best = f64::NEG_INFINITY;
    for _ in 0..iterations / 50 {
        (0..50).for_each(|_| relax.step());
        best = best.max(certify::bound(core, layout, &relax.prices()));
    }
    best
}

/// What is proven comes as high as the rows do. It may come higher, since elements and nations choose in whole numbers.
#[test]
fn what_is_proven_comes_near_the_relaxation_written_out() {
    let mut partly = 0;
    for seed in 1..=60 {
        let mut core = core_of(&sample::case(seed));
        lifting::add(&mut core);
        let core = Arc::new(core);
        let layout = Arc::new(Layout::new(&core));
        let (parts, bound) = (in_parts(&core, &layout), proven(&core, &layout, 2_000));
        assert!(bound >= 0.999 * parts - 1e-6, "seed {seed}: {bound} proven of {parts}");
        let all_short = core.needs.iter().flat_map(|need| need.asked.iter().map(|q| f64::from(*q) * need.weight));
        partly += usize::from(parts > 1e-6 && parts < 0.99 * all_short.sum::<f64>());
    }
    assert!(partly > 15, "{partly} relaxations fill something and leave something");
}
