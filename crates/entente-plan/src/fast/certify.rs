//! The certificate: a lower bound on the objective of every plan, worked out from prices alone. Any prices
//! of at least 0 give one; nothing here knows where they come from.
//!
//! Lines pay π[r,p] for an element, up to what a shortfall weighs, to whoever fills them, and ψ[r,p] for whole elements
//! to the elements themselves. Nations are paid
//! μ[n,r,p] for what their elements bring, and pass on what π leaves over to their place in the formation,
//! up to what is asked and what they have; elements earn μ, and pay λ to the place of their nation and a price
//! for people under a ceiling; a nation pays κ[f] for a place. Then each element chooses its tours by itself (a walk
//! back through the periods), and each nation the way in which it earns most, with those of the formations left open
//! there that are worth their price. μ and λ may differ from way to way: ways are apart, and each is judged by itself.
//!
//! Lagrangean relaxation (Geoffrion 1974); what remains is solved in whole numbers: chains of tours of one
//! element, and one of the ways of a nation. Rows besides those of the core are left out, which only lowers it.

use super::core::Core;
use super::layout::{Layout, Prices};
use super::ways::Serving;

/// Share of the sum of magnitudes taken off for rounding.
const ROUNDING: f64 = 1e-11;

/// The bound that the prices prove.
pub fn bound(core: &Core, layout: &Layout, prices: &Prices) -> f64 {
    Apart::of(core, layout, prices).bound(layout) * prices.unit
}

/// The best price of a place in each formation, one after the other, all other prices as they are.
pub(super) fn nations(core: &Core, layout: &Layout, prices: &Prices) -> Vec<f32> {
    Apart::of(core, layout, prices).nations.iter().map(|price| *price as f32).collect()
}

/// What is left at given prices: elements and nations, each by itself.
pub(super) struct Apart {
    /// What rows pay, and the magnitude of the figures that comes from.
    paid: f64,
    size: f64,
    /// What the elements of a nation earn, by way.
    earned: Vec<f64>,
    /// What the places of nations are worth, net of what they weigh and before κ, by [`Layout::place`].
    worths: Vec<f64>,
    /// κ, by formation.
    nations: Vec<f64>,
}

impl Apart {
    pub fn of(core: &Core, layout: &Layout, prices: &Prices) -> Self {
        let periods = core.periods;
        let (worths, mut paid, mut size) = worths(core, layout, prices);
        let mut room = Room::default();
        let mut earned = vec![0.0; layout.ways.len()];
        for (t, team) in layout.teams.iter().enumerate() {
            let elements = f64::from(core.units[team.unit as usize].elements);
            earned[team.way as usize] += elements * best_tours(core, layout, prices, t, &mut room);
            size += elements * room.size;
        }
        let mut limits = |price: f32, most: f64| {
            paid -= f64::from(price) * most;
            size += f64::from(price) * most;
        };
        // Where there is no limit there is no row, and a price has nothing to pay for.
        for (row, paid) in core.ceilings.iter().zip(prices.ceiling.chunks(periods.max(1))) {
            (0..periods).filter(|&p| row.limits(p)).for_each(|p| limits(paid[p], row.most[p]));
        }
        (0..periods).filter(|&p| core.authorises(p)).for_each(|p| limits(prices.theatre[p], core.theatre[p] as f64));
        let nations = prices.nations.iter().map(|&v| f64::from(v)).collect();
        let mut apart = Self { paid, size, earned, worths, nations };
        apart.settle(layout, |price, least, highest| price.max(least).min(highest));
        apart
    }

    /// The best κ of each formation in turn, while those of others stay. All are as good between what a place is worth to
    /// the first nation that does not serve there and to the last that does: `choice` is told what it was, and both.
    pub fn settle(&mut self, layout: &Layout, choice: impl Fn(f64, f64, f64) -> f64) {
        let mut values: Vec<f64> = (0..layout.ways.len()).map(|way| self.value(layout, way)).collect();
        for (f, &most) in layout.most.iter().enumerate() {
            // What the rest of a way earns, and the price from which on a nation does not serve here.
            let rests: Vec<f64> =
                values.iter().enumerate().map(|(way, value)| value - self.by_place(layout, way, f)).collect();
            let mut upto: Vec<f64> = Vec::new();
            for ways in layout.ways.by_nation() {
                let (mut without, mut within) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
                for way in ways {
                    let serving = layout.ways.get(way).serving[f];
                    if serving != Serving::In {
                        without = rests[way].max(without);
                    }
                    if serving != Serving::Out {
                        within = (rests[way] + self.worths[layout.place(way, f as u32)]).max(within);
                    }
                }
                upto.push(within - without);
            }
            upto.sort_by(|a, b| b.total_cmp(a));
            let at = |nth: usize| upto.get(nth).copied().unwrap_or(0.0).max(0.0);
            let least = at(most);
            let highest = most.checked_sub(1).map_or(f64::INFINITY, at);
            self.nations[f] = choice(self.nations[f], least, highest);
            for (way, (value, rest)) in values.iter_mut().zip(rests).enumerate() {
                *value = rest + self.by_place(layout, way, f);
            }
        }
    }

    /// What a way earns by its place in a formation.
    fn by_place(&self, layout: &Layout, way: usize, f: usize) -> f64 {
        let worth = self.worths[layout.place(way, f as u32)] - self.nations[f];
        match layout.ways.get(way).serving[f] {
            Serving::Open => worth.max(0.0),
            Serving::In => worth,
            Serving::Out => 0.0,
        }
    }

    /// What a nation earns in a way.
    pub fn value(&self, layout: &Layout, way: usize) -> f64 {
        self.earned[way] + (0..layout.most.len()).map(|f| self.by_place(layout, way, f)).sum::<f64>()
    }

    /// What it costs a way to have a nation serve in a formation.
    pub fn forced(&self, layout: &Layout, way: usize, f: usize) -> f64 {
        match layout.ways.get(way).serving[f] {
            Serving::Open => (self.nations[f] - self.worths[layout.place(way, f as u32)]).max(0.0),
            Serving::In => 0.0,
            Serving::Out => f64::INFINITY,
        }
    }

    /// The bound, in the unit of the prices.
    pub fn bound(&self, layout: &Layout) -> f64 {
        let (mut total, mut size) = (self.paid, self.size);
        for (price, most) in self.nations.iter().zip(&layout.most) {
            total -= price * *most as f64;
            size += price * *most as f64;
        }
        for ways in layout.ways.by_nation() {
            let most = ways.map(|way| self.value(layout, way)).fold(f64::NEG_INFINITY, f64::max);
            total -= most;
            size += most.abs();
        }
        total - ROUNDING * size
    }
}

/// Room to work in, kept between teams.
#[derive(Default)]
pub(super) struct Room {
    people: Vec<f64>,
    joins: Vec<f64>,
    paid: Vec<f64>,
    value: Vec<f64>,
    /// The magnitude of the sums over periods that tours of the team are differences of.
    size: f64,
}

/// Calls `tell` with service, start and what a tour earns net of what it pays and weighs, for every tour of a team.
pub(super) fn each_tour(
    core: &Core,
    layout: &Layout,
    prices: &Prices,
    team: usize,
    room: &mut Room,
    mut tell: impl FnMut(usize, usize, f64),
) {
    let team = &layout.teams[team];
    let unit = &core.units[team.unit as usize];
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
        let limited = unit.counts.iter().filter(|(row, _)| core.ceilings[*row as usize].limits(p));
        let paid = |&(row, counts): &(u32, f64)| counts * f64::from(prices.ceiling[row as usize * periods + p]);
        let theatre = if core.authorises(p) { people * f64::from(prices.theatre[p]) } else { 0.0 };
        theatre + limited.map(paid).sum::<f64>()
    });
    room.joins.clear();
    for j in team.joins.clone() {
        sums(&mut room.joins, &mut |p| f64::from(prices.join[j * periods + p]));
    }
    // Past the last, for layouts without joins: nothing is paid.
    sums(&mut room.joins, &mut |_| 0.0);
    room.size = 0.0;
    for task in &team.tasks {
        let (service, supply) = (&unit.services[task.service as usize], task.supply as usize);
        let joins = &room.joins[task.join as usize * (periods + 1)..][..=periods];
        let effect = f64::from(service.effect) / 1000.0;
        let counts = layout.counts(service);
        let whole = &prices.rounding[service.line as usize * periods..][..periods];
        room.paid.clear();
        sums(&mut room.paid, &mut |p| {
            effect * f64::from(prices.supply[supply * periods + p]) + counts * f64::from(whole[p])
        });
        room.size = room.size.max(room.people[periods] + joins[periods] + room.paid[periods]);
        for &(from, to) in &service.starts {
            for start in from as usize..to as usize {
                let end = (start.saturating_add(unit.tour as usize)).min(periods);
                let rested = (start.saturating_add(unit.busy as usize)).min(periods);
                let earns = room.paid[end] - room.paid[start];
                let pays = room.people[end] - room.people[start] + joins[rested] - joins[start];
                let net = earns - pays - unit.cost / prices.unit;
                tell(task.service as usize, start, net);
            }
        }
    }
}

/// The most that one element earns net of what it pays and weighs.
fn best_tours(core: &Core, layout: &Layout, prices: &Prices, team: usize, room: &mut Room) -> f64 {
    let (unit, periods) = (&core.units[layout.teams[team].unit as usize], core.periods);
    let mut value = std::mem::take(&mut room.value);
    value.clear();
    value.resize(periods + 1, 0.0);
    each_tour(core, layout, prices, team, room, |_, start, net| value[start] = value[start].max(net));
    for p in (0..periods).rev() {
        let next = (p.saturating_add(unit.busy as usize)).min(periods);
        value[p] = value[p + 1].max(value[p] + value[next]);
    }
    let best = value[0];
    room.value = value;
    best
}

/// What each place is worth, net of what it weighs, by [`Layout::place`]; what lines pay; and the magnitude of the figures
/// that comes from.
fn worths(core: &Core, layout: &Layout, prices: &Prices) -> (Vec<f64>, f64, f64) {
    let periods = core.periods;
    let mut worths = vec![-core.nation_cost / prices.unit; layout.ways.len() * layout.most.len()];
    for team in &layout.teams {
        let elements = f64::from(core.units[team.unit as usize].elements);
        for j in team.joins.clone() {
            let paid: f64 = prices.join[j * periods..][..periods].iter().map(|&l| f64::from(l)).sum();
            worths[layout.joins[j].place as usize] += elements * paid;
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
        for p in (0..periods).filter(|&p| need.asked[p] > 0) {
            let most = supply.most.min(i64::from(need.asked[p])) as f64 / 1000.0;
            let left = price[supply.line as usize * periods + p] - f64::from(prices.supply[s * periods + p]);
            if left > 0.0 {
                worths[supply.place as usize] += most * left;
            }
        }
    }
    (worths, paid, size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fast::core::CeilingRow;

    /// What a line pays for what no nation can bring whole is no more than that, to the last figure: thousandths are no
    /// binary fractions.
    #[test]
    fn what_a_nation_can_bring_is_reckoned_exactly() {
        for effect in 1..=1000 {
            let mut core = Core::of_units(1, 1);
            core.units[0].services[0].effect = effect;
            core.nation_cost = 0.0;
            let layout = Layout::new(&core);
            let cells = core.periods;
            let prices = Prices {
                cover: vec![1.0; cells],
                rounding: vec![0.0; cells],
                supply: vec![0.0; layout.supplies.len() * cells],
                join: vec![0.0; layout.joins.len() * cells],
                nations: vec![0.0],
                ceiling: Vec::new(),
                theatre: vec![0.0; cells],
                unit: core.needs[0].weight * 1000.0,
            };
            let left = cells as f64 * f64::from(1000 - effect) * core.needs[0].weight;
            let proven = bound(&core, &layout, &prices);
            assert!(proven <= left && proven >= left - 1e-6, "{proven} of {left} left by {effect} thousandths");
        }
    }

    /// Of a ceiling that holds in one period the prices of others count for nothing, and so do those of no ceiling at all.
    #[test]
    fn a_price_where_there_is_no_limit_counts_for_nothing() {
        let mut core = Core::of_units(2, 2);
        core.theatre = vec![i64::MAX / 4, 150, i64::MAX / 4, i64::MAX / 4];
        let most = core.theatre.iter().map(|most| *most as f64).collect();
        core.ceilings.push(CeilingRow { nation: 0, most });
        core.units[0].counts.push((0, 100.0));
        let layout = Layout::new(&core);
        let proven = |elsewhere: f32, there: f32| {
            let people = vec![elsewhere, there, elsewhere, elsewhere];
            let prices = Prices {
                cover: vec![0.5; 2 * core.periods],
                rounding: vec![0.0; 2 * core.periods],
                supply: vec![0.5; layout.supplies.len() * core.periods],
                join: vec![0.1; layout.joins.len() * core.periods],
                nations: vec![0.0; 2],
                ceiling: people.clone(),
                theatre: people,
                unit: 1.0,
            };
            bound(&core, &layout, &prices)
        };
        assert_eq!(proven(0.3, 0.001).to_bits(), proven(0.0, 0.001).to_bits());
        assert!(proven(0.3, 0.001) > 0.0 && proven(0.3, 0.3) < proven(0.3, 0.001), "one that holds does");
    }
}
