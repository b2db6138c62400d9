//! A core with longer periods: what the relaxation begins with, since its first prices need not be exact and cost less
//! there. Units, services, lines and formations stay as they are and keep their positions. Nothing is proven with a
//! coarse core: the certificate judges its prices on the core itself.

use super::core::{CeilingRow, Core, Need, Service, Unit};
use super::layout::Prices;

/// The core with `by` periods in one. A line asks in a long period for the most it asks for within; tours are rounded to
/// the nearest, and dwell so that elements are on tour for as much of their time; ceilings are the least within.
pub fn core(fine: &Core, by: usize) -> Core {
    let periods = fine.periods.div_ceil(by);
    let least = |of: &[i64]| of.iter().copied().min().unwrap_or_default();
    let leasts = |of: &[i64]| of.chunks(fine.periods).flat_map(|row| row.chunks(by).map(least)).collect();
    Core {
        periods,
        nations: fine.nations,
        units: fine.units.iter().map(|u| unit(u, by as u32)).collect(),
        needs: fine.needs.iter().map(|n| need(n, by)).collect(),
        posts: fine.posts.clone(),
        ceiling: leasts(&fine.ceiling),
        theatre: leasts(&fine.theatre),
        nation_cost: fine.nation_cost,
        ceilings: fine.ceilings.iter().map(|row| ceiling(row, by)).collect(),
        held: fine.held.clone(),
    }
}

fn ceiling(fine: &CeilingRow, by: usize) -> CeilingRow {
    let least = |of: &[f64]| of.iter().copied().fold(f64::INFINITY, f64::min);
    CeilingRow { nation: fine.nation, most: fine.most.chunks(by).map(least).collect() }
}

fn unit(fine: &Unit, by: u32) -> Unit {
    let nearest = |periods: u64, by: u32| ((periods + u64::from(by / 2)) / u64::from(by)).max(1) as u32;
    let tour = nearest(u64::from(fine.tour), by);
    // As large a share of its time on tour: busy by itself to the nearest would leave some units hardly any dwell. Neither
    // is more than it was, so both fit.
    let busy = nearest(u64::from(tour) * u64::from(fine.busy), fine.tour.max(1));
    let service = |s: &Service| Service {
        starts: s.starts.iter().map(|&(from, to)| (from / by, (to - 1) / by + 1)).collect(),
        ..s.clone()
    };
    Unit { tour, busy, services: fine.services.iter().map(service).collect(), ..fine.clone() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_on_tour_for_as_much_of_their_time() {
        let core = Core::of_units(1, 1);
        for (tour, busy, by) in [(6, 12, 4), (6, 18, 4), (9, 18, 2), (9, 45, 6), (4, 8, 6), (12, 24, 6), (6, 6, 4)] {
            let short = Unit { tour, busy, ..core.units[0].clone() };
            let Unit { tour: long, busy: long_busy, .. } = unit(&short, by);
            assert_eq!(long * busy, tour * long_busy, "{tour} of {busy}, {by} in one: {long} of {long_busy}");
        }
        let endless = Unit { tour: u32::MAX, busy: u32::MAX, ..core.units[0].clone() };
        let long = unit(&endless, 2);
        assert!(long.busy >= long.tour && long.tour > 0);
    }
}
