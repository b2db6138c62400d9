//! A core with longer periods: what the relaxation begins with, since its first prices need not be exact and cost less
//! there. Units, services, lines and formations stay as they are and keep their positions. Nothing is proven with a
//! coarse core: the certificate judges its prices on the core itself. What sets of places are worth beside each other it
//! tells nearly as well.

use super::core::{CeilingRow, Core, Need, Service, Unit};
use super::layout::{Layout, Prices};
use super::node::Stood;
use super::pricing::laid_out;
use super::relax::Relax;
use super::warm::Standing;
use crate::request::Parts;
use std::sync::Arc;

/// The core with `by` periods in one. A line asks in a long period for the most it asks for within; tours and dwell are
/// rounded to the nearest.
pub fn core(fine: &Core, by: usize) -> Core {
    let periods = fine.periods.div_ceil(by);
    let firsts = |of: &[i64]| of.chunks(fine.periods).flat_map(|row| row.iter().copied().step_by(by)).collect();
    Core {
        periods,
        nations: fine.nations,
        units: fine.units.iter().map(|u| unit(u, by as u32)).collect(),
        needs: fine.needs.iter().map(|n| need(n, by)).collect(),
        posts: fine.posts.clone(),
        ceiling: firsts(&fine.ceiling),
        theatre: firsts(&fine.theatre),
        nation_cost: fine.nation_cost,
        ceilings: fine.ceilings.iter().map(|row| ceiling(row, by)).collect(),
        held: fine.held.clone(),
    }
}

fn ceiling(fine: &CeilingRow, by: usize) -> CeilingRow {
    CeilingRow { nation: fine.nation, most: fine.most.iter().copied().step_by(by).collect() }
}

fn unit(fine: &Unit, by: u32) -> Unit {
    let long = |periods: u32| (periods.saturating_add(by / 2) / by).max(1);
    let service = |s: &Service| Service {
        starts: s.starts.iter().map(|&(from, to)| (from / by, (to - 1) / by + 1)).collect(),
        ..s.clone()
    };
    Unit {
        tour: long(fine.tour),
        busy: long(fine.busy).max(long(fine.tour)),
        services: fine.services.iter().map(service).collect(),
        ..fine.clone()
    }
}

fn need(fine: &Need, by: usize) -> Need {
    let most = |cell: &[i32]| cell.iter().copied().max().unwrap_or(0);
    Need { weight: fine.weight * by as f64, asked: fine.asked.chunks(by).map(most).collect(), ..fine.clone() }
}

/// A table by row and long period as one by row and period.
pub fn spread(coarse: &[f32], by: usize, periods: usize) -> Vec<f32> {
    let rows = coarse.chunks(periods.div_ceil(by));
    rows.flat_map(|row| (0..periods).map(move |p| row[p / by])).collect()
}

/// Prices of a coarse core as prices of the fine one. A unit of prices is as many times larger there as the periods
/// are longer, and a window has as many times fewer of them: the figures stay. A place is not for a period.
pub fn prices(coarse: &Prices, by: usize, periods: usize) -> Prices {
    Prices {
        cover: spread(&coarse.cover, by, periods),
        rounding: spread(&coarse.rounding, by, periods),
        supply: spread(&coarse.supply, by, periods),
        join: spread(&coarse.join, by, periods),
        nations: coarse.nations.iter().map(|v| v * by as f32).collect(),
        ceiling: spread(&coarse.ceiling, by, periods),
        theatre: spread(&coarse.theatre, by, periods),
        unit: coarse.unit / by as f64,
    }
}

/// How a relaxation stands, with `by` periods in one: as many elements begin their tours in a long period as in all of its
/// periods, and of everything else there is as much as on average.
pub fn stood(fine: &Stood, by: usize, parts: Parts) -> Stood {
    let Stood { core, layout, standing: stood } = fine;
    let long = Arc::new(self::core(core, by));
    let table = |rows: &[f32]| -> Vec<f32> {
        let chunks = rows.chunks(core.periods.max(1)).flat_map(|row| row.chunks(by));
        chunks.map(|cell| cell.iter().sum::<f32>() / cell.len() as f32).collect()
    };
    let standing = Standing {
        x: begun(layout, (core, &stood.x), (&long, by as u32)),
        w: table(&stood.w),
        short: table(&stood.short),
        y: stood.y.clone(),
        z: stood.z.clone(),
        cover: table(&stood.cover),
        rounding: table(&stood.rounding),
        supply: table(&stood.supply),
        place: table(&stood.place),
        busy: table(&stood.busy),
        join: table(&stood.join),
        nations: stood.nations.iter().map(|v| v / by as f32).collect(),
        ceiling: table(&stood.ceiling),
        theatre: table(&stood.theatre),
        weight: stood.weight,
        unit: Relax::unit_of(&long),
    };
    Stood { layout: Arc::new(laid_out(&long, layout.ways.clone(), parts)), core: long, standing }
}

/// Elements that begin their tours, column by column, in long periods instead of those of a core.
fn begun(layout: &Layout, (core, x): (&Core, &[f32]), (long, by): (&Core, u32)) -> Vec<f32> {
    let mut begun = Vec::new();
    for (short, long) in layout.tasks(core).zip(layout.tasks(long)) {
        let mut begins = x[short.columns].iter();
        for (&(from, to), &(first, last)) in short.service.starts.iter().zip(&long.service.starts) {
            let at = begun.len();
            begun.resize(at + (last - first) as usize, 0.0);
            (from..to).zip(&mut begins).for_each(|(start, x)| begun[at + (start / by - first) as usize] += x);
        }
    }
    begun
}
