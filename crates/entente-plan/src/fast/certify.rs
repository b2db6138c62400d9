//! The certificate: a lower bound on the objective of every plan, worked out from prices alone. Any prices
//! of at least 0 give one; nothing here knows where they come from.
//!
//! Lines pay π[r,p] for an element, up to what a shortfall weighs, to whoever fills them, and ψ[r,p] for whole elements
//! to the elements themselves. Nations are paid
//! μ[n,r,p] for what their elements bring, and pass on what π leaves over to their place in the formation,
//! up to what is asked and what they have; elements earn μ, and pay λ to the place of their nation and a price
//! for people under a ceiling. Then each element chooses its tours by itself (a walk back through the
//! periods), and each formation the nations whose places earn most, as many as may serve there.
//!
//! Lagrangean relaxation (Geoffrion 1974); what remains is solved in whole numbers: chains of tours of one
//! element, and the best few of a list. Rows besides those of the core are left out, which only lowers it.

use super::core::Core;
use super::layout::{Layout, Prices};

/// Share of the sum of magnitudes taken off for rounding.
const ROUNDING: f64 = 1e-11;

/// The bound that the prices prove.
pub fn bound(core: &Core, layout: &Layout, prices: &Prices) -> f64 {
    let periods = core.periods;
    let (mut worths, mut total, mut size) = worths(core, layout, prices);
    let mut room = Room::default();
    for (u, unit) in core.units.iter().enumerate() {
        let earned = f64::from(unit.elements) * best_tours(core, layout, prices, u, &mut room);
        total -= earned;
        size += earned;
    }
    for (row, paid) in core.ceilings.iter().zip(prices.ceiling.chunks(periods.max(1))) {
        for (most, &paid) in row.most.iter().zip(paid).filter(|(_, paid)| **paid > 0.0) {
            total -= f64::from(paid) * most;
            size += f64::from(paid) * most;
        }
    }
    for (p, &paid) in prices.theatre.iter().enumerate().filter(|(_, paid)| **paid > 0.0) {
        total -= f64::from(paid) * core.theatre[p] as f64;
        size += f64::from(paid) * core.theatre[p] as f64;
    }
    let nations = core.nations.max(1);
    for (f, (worth, held)) in worths.chunks_mut(nations).zip(core.held.chunks(nations)).enumerate() {
        let certain: Vec<f64> = worth.iter().zip(held).filter(|(_, held)| **held).map(|(w, _)| *w).collect();
        worth.iter_mut().zip(held).filter(|(_, held)| **held).for_each(|(w, _)| *w = 0.0);
        worth.sort_by(|a, b| b.total_cmp(a));
        for earned in certain.iter().chain(worth.iter().take(layout.free_places[f]).filter(|w| **w > 0.0)) {
            total -= earned;
            size += earned.abs();
        }
    }
    (total - ROUNDING * size) * prices.unit
}

/// Room to work in, kept between units.
#[derive(Default)]
pub(super) struct Room {
    people: Vec<f64>,
    joins: Vec<f64>,
    paid: Vec<f64>,
    value: Vec<f64>,
}

/// Calls `tell` with service, start and what a tour earns net of what it pays and weighs, for every tour of a unit.
pub(super) fn each_tour(
    core: &Core,
    layout: &Layout,
    prices: &Prices,
    u: usize,
    room: &mut Room,
    mut tell: impl FnMut(usize, usize, f64),
) {
    let unit = &core.units[u];
    let periods = core.periods;
    let sums = |into: &mut Vec<f64>, of: &mut dyn FnMut(usize) -> f64| {
        let mut sum = 0.0;
        into.push(sum);
        for p in 0..periods {
            sum += of(p);
            into.push(sum);
        }
    };
    let people = unit.strength as f64;
    room.people.clear();
    sums(&mut room.people, &mut |p| {
        let in_nation =
            unit.counts.iter().map(|&(row, counts)| counts * f64::from(prices.ceiling[row as usize * periods + p]));
        people * f64::from(prices.theatre[p]) + in_nation.sum::<f64>()
    });
    room.joins.clear();
    for j in layout.joins_of[u].clone() {
        sums(&mut room.joins, &mut |p| f64::from(prices.join[j * periods + p]));
    }
    for (k, service) in unit.services.iter().enumerate() {
        let supply = layout.supply_of[u][k] as usize;
        let joins = &room.joins[layout.join_of[u][k] as usize * (periods + 1)..][..=periods];
        let effect = f64::from(service.effect) / 1000.0;
        let counts = layout.counts(service);
        let whole = &prices.rounding[service.line as usize * periods..][..periods];
        room.paid.clear();
        sums(&mut room.paid, &mut |p| {
            effect * f64::from(prices.supply[supply * periods + p]) + counts * f64::from(whole[p])
        });
        for &(from, to) in &service.starts {
            for start in from as usize..to as usize {
                let end = (start.saturating_add(unit.tour as usize)).min(periods);
                let rested = (start.saturating_add(unit.busy as usize)).min(periods);
                let earns = room.paid[end] - room.paid[start];
                let pays = room.people[end] - room.people[start] + joins[rested] - joins[start];
                let net = earns - pays - unit.cost / prices.unit;
                tell(k, start, net);
            }
        }
    }
}

/// The most that one element earns net of what it pays and weighs.
fn best_tours(core: &Core, layout: &Layout, prices: &Prices, u: usize, room: &mut Room) -> f64 {
    let (unit, periods) = (&core.units[u], core.periods);
    let mut value = std::mem::take(&mut room.value);
    value.clear();
    value.resize(periods + 1, 0.0);
    each_tour(core, layout, prices, u, room, |_, start, net| value[start] = value[start].max(net));
    for p in (0..periods).rev() {
        let next = (p.saturating_add(unit.busy as usize)).min(periods);
        value[p] = value[p + 1].max(value[p] + value[next]);
    }
    let best = value[0];
    room.value = value;
    best
}

/// What each nation is worth in each formation, net of what it weighs, by [`Core::place`]; what lines pay; and the
/// magnitude of the figures that comes from.
pub(super) fn worths(core: &Core, layout: &Layout, prices: &Prices) -> (Vec<f64>, f64, f64) {
    let periods = core.periods;
    let mut worths = vec![-core.nation_cost / prices.unit; core.posts.len() * core.nations];
    for (u, unit) in core.units.iter().enumerate() {
        for j in layout.joins_of[u].clone() {
            let paid: f64 = prices.join[j * periods..][..periods].iter().map(|&l| f64::from(l)).sum();
            worths[layout.joins[j].place as usize] += f64::from(unit.elements) * paid;
        }
    }
    let (mut paid, mut size) = (0.0, 0.0);
    // What lines leave over, up to their weight.
    let mut price = vec![0.0; core.needs.len() * periods];
    for (r, need) in core.needs.iter().enumerate() {
        let short = need.weight * 1000.0 / prices.unit;
        let rounding = layout.roundings[r].as_ref();
        for p in (0..periods).filter(|&p| need.asked[p] > 0) {
            let quantity = f64::from(need.asked[p]) / 1000.0;
            let cell = r * periods + p;
            let mut open = short;
            if let Some(row) = rounding {
                let whole = f64::from(prices.rounding[cell]);
                // A shortfall stands in both rows. Where one price is over what it weighs, all that is asked is short.
                open = (short - whole).max(0.0);
                let over = quantity * (whole - short).max(0.0);
                paid += row.needs * whole - over;
                size += row.needs * whole + over;
            }
            price[cell] = f64::from(prices.cover[cell]).min(open);
            paid += quantity * price[cell];
            size += quantity * price[cell];
        }
    }
    for (s, supply) in layout.supplies.iter().enumerate() {
        let need = &core.needs[supply.line as usize];
        let place = core.place(need.formation, supply.nation);
        for p in (0..periods).filter(|&p| need.asked[p] > 0) {
            let quantity = f64::from(need.asked[p]) / 1000.0;
            let left = price[supply.line as usize * periods + p] - f64::from(prices.supply[s * periods + p]);
            if left > 0.0 {
                worths[place] += f64::from(supply.most).min(quantity) * left;
            }
        }
    }
    (worths, paid, size)
}
