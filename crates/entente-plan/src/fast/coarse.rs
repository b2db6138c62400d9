//! A core with longer periods: what the relaxation begins with, since its first prices need not be exact and cost less
//! there. Units, services, lines and formations stay as they are and keep their positions. Nothing is proven with a
//! coarse core: the certificate judges its prices on the core itself.

use super::core::{CeilingRow, Core, Need, Service, Unit};
use super::layout::Prices;

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
