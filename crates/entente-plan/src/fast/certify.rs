//! The certificate: a lower bound on the objective of every plan, worked out from prices alone. Any prices
//! of at least 0 give one; nothing here knows where they come from.
//!
//! Nations are paid μ[n,r,p] for what they bring to a line, up to what is asked and up to what they have;
//! elements earn it, and pay λ to the place of their nation in a formation and a price for people under a
//! ceiling. Then each element chooses its tours by itself (a walk back through the periods), and each
//! formation its nations by itself (a branch and bound over sets, with the gains of single nations, which
//! only shrink as the set grows, as its bound). Lagrangean relaxation: Geoffrion 1974; submodular bounds:
//! Nemhauser, Wolsey, Fisher 1978. Rows besides those of the core are left out, which only lowers it.

use super::core::{Core, Unit};
use super::layout::{Layout, Prices};

/// Sets of nations looked at in one formation before the bound of those left is taken instead.
const SETS: usize = 4_000;

/// Share of the sum of magnitudes taken off for rounding.
const ROUNDING: f64 = 1e-11;

/// The bound that the prices prove.
pub fn bound(core: &Core, layout: &Layout, prices: &Prices) -> f64 {
    let periods = core.periods;
    // What each nation earns in each formation from the joins of its units.
    let mut rent = vec![0.0; core.posts.len() * core.nations];
    let mut total = 0.0;
    let mut size = 0.0;
    let mut room = Room::default();
    for (u, unit) in core.units.iter().enumerate() {
        for j in layout.joins_of[u].clone() {
            let paid: f64 = prices.join[j * periods..][..periods].iter().map(|&l| f64::from(l)).sum();
            rent[layout.joins[j].place as usize] += f64::from(unit.elements) * paid;
        }
        let earned = f64::from(unit.elements) * best_tours(core, layout, prices, u, unit, &mut room);
        total -= earned;
        size += earned;
    }
    for n in 0..core.nations {
        for p in 0..periods {
            let paid = f64::from(prices.ceiling[n * periods + p]);
            if paid > 0.0 {
                total -= paid * core.ceiling[n * periods + p] as f64;
                size += paid * core.ceiling[n * periods + p] as f64;
            }
        }
    }
    for (p, &paid) in prices.theatre.iter().enumerate().filter(|(_, paid)| **paid > 0.0) {
        total -= f64::from(paid) * core.theatre[p] as f64;
        size += f64::from(paid) * core.theatre[p] as f64;
    }
    let mut of_line = vec![Vec::new(); core.needs.len()];
    for (s, supply) in layout.supplies.iter().enumerate() {
        of_line[supply.line as usize].push(s as u32);
    }
    for f in 0..core.posts.len() {
        let (cost, magnitude) = formation(core, layout, prices, f, &of_line, &rent);
        total += cost;
        size += magnitude;
    }
    (total - ROUNDING * size) * prices.unit
}

#[derive(Default)]
struct Room {
    people: Vec<f64>,
    joins: Vec<f64>,
    paid: Vec<f64>,
    gain: Vec<f64>,
    value: Vec<f64>,
}

/// The most that one element earns net of what it pays and weighs.
fn best_tours(core: &Core, layout: &Layout, prices: &Prices, u: usize, unit: &Unit, room: &mut Room) -> f64 {
    let periods = core.periods;
    let at = unit.nation as usize * periods;
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
    sums(&mut room.people, &mut |p| people * f64::from(prices.ceiling[at + p] + prices.theatre[p]));
    room.joins.clear();
    for j in layout.joins_of[u].clone() {
        sums(&mut room.joins, &mut |p| f64::from(prices.join[j * periods + p]));
    }
    room.gain.clear();
    room.gain.resize(periods, 0.0);
    for (k, service) in unit.services.iter().enumerate() {
        let supply = layout.supply_of[u][k] as usize;
        let joins = &room.joins[layout.join_of[u][k] as usize * (periods + 1)..][..=periods];
        room.paid.clear();
        sums(&mut room.paid, &mut |p| f64::from(prices.supply[supply * periods + p]));
        let effect = f64::from(service.effect) / 1000.0;
        for &(from, to) in &service.starts {
            for start in from as usize..to as usize {
                let end = (start.saturating_add(unit.tour as usize)).min(periods);
                let rested = (start.saturating_add(unit.busy as usize)).min(periods);
                let earns = effect * (room.paid[end] - room.paid[start]);
                let pays = room.people[end] - room.people[start] + joins[rested] - joins[start];
                let net = earns - pays - unit.cost / prices.unit;
                if net > room.gain[start] {
                    room.gain[start] = net;
                }
            }
        }
    }
    let value = &mut room.value;
    value.clear();
    value.resize(periods + 1, 0.0);
    for p in (0..periods).rev() {
        let next = (p.saturating_add(unit.busy as usize)).min(periods);
        value[p] = value[p + 1].max(room.gain[p] + value[next]);
    }
    value[0]
}

/// What a nation can save on the lines of a formation, cell by cell.
struct Candidate {
    place: usize,
    /// By cell: what an element of its supply saves against a shortfall, at least 0.
    saves: Vec<f64>,
    /// By cell: how many elements it can bring.
    brings: Vec<f64>,
}

/// The least that a formation costs, over all sets of nations that may serve in it, and the magnitude of the
/// figures it comes from.
fn formation(
    core: &Core,
    layout: &Layout,
    prices: &Prices,
    f: usize,
    of_line: &[Vec<u32>],
    rent: &[f64],
) -> (f64, f64) {
    let periods = core.periods;
    let mut asked = Vec::new();
    let mut nobody = 0.0;
    let mut candidates: std::collections::BTreeMap<u32, Candidate> = std::collections::BTreeMap::new();
    let cells: usize = core.posts[f].lines.iter().map(|&r| core.needs[r as usize].asked.iter().filter(|q| **q > 0).count()).sum();
    for &r in &core.posts[f].lines {
        let need = &core.needs[r as usize];
        let short = need.weight * 1000.0 / prices.unit;
        for p in (0..periods).filter(|&p| need.asked[p] > 0) {
            let cell = asked.len();
            let quantity = f64::from(need.asked[p]) / 1000.0;
            asked.push(quantity);
            nobody += quantity * short;
            for &s in &of_line[r as usize] {
                let supply = layout.supplies[s as usize];
                let saves = short - f64::from(prices.supply[s as usize * periods + p]);
                if saves > 0.0 {
                    let new = || Candidate {
                        place: core.place(f as u32, supply.nation),
                        saves: vec![0.0; cells],
                        brings: vec![0.0; cells],
                    };
                    let candidate = candidates.entry(supply.nation).or_insert_with(new);
                    candidate.saves[cell] = saves;
                    candidate.brings[cell] = f64::from(supply.most).min(quantity);
                }
            }
        }
    }
    for n in 0..core.nations as u32 {
        let place = core.place(f as u32, n);
        if rent[place] > 0.0 {
            candidates.entry(n).or_insert_with(|| Candidate { place, saves: vec![0.0; cells], brings: vec![0.0; cells] });
        }
    }
    let weighs = core.nation_cost / prices.unit;
    let candidates: Vec<Candidate> = candidates.into_values().collect();
    let worth: Vec<f64> = candidates.iter().map(|c| rent[c.place] - weighs).collect();
    let mut sets = Sets { candidates: &candidates, worth: &worth, asked: &asked, best: 0.0, beyond: 0.0, looked: 0 };
    let all: Vec<(f64, usize)> = (0..candidates.len()).map(|c| (f64::INFINITY, c)).collect();
    sets.search(&mut Vec::new(), 0.0, &all, layout.most_nations[f] as usize);
    let saved = sets.best.max(sets.beyond);
    (nobody - saved, nobody + saved.abs())
}

/// Branch and bound over sets of nations: the most that a set saves.
struct Sets<'a> {
    candidates: &'a [Candidate],
    worth: &'a [f64],
    asked: &'a [f64],
    best: f64,
    /// The most that sets which were not looked at could save.
    beyond: f64,
    looked: usize,
}

impl Sets<'_> {
    /// Sets that add to `set`, which saves `saved`, at most `left` of `open`. The gain of each was at most the
    /// figure beside it for a smaller set, and is at most that for this one.
    fn search(&mut self, set: &mut Vec<usize>, saved: f64, open: &[(f64, usize)], left: usize) {
        if left == 0 || open.is_empty() {
            return;
        }
        let mut gains = Vec::with_capacity(open.len());
        for (at, &(_, c)) in open.iter().enumerate() {
            // Gains are sorted: once those left cannot reach the best, none can.
            let reach: f64 = open[at..].iter().take(left).map(|(gain, _)| gain.max(0.0)).sum();
            if saved + reach <= self.best {
                break;
            }
            set.push(c);
            let with = self.saving(set);
            set.pop();
            self.looked += 1;
            self.best = self.best.max(with);
            if with > saved {
                gains.push((with - saved, c));
            }
        }
        if left == 1 {
            return;
        }
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for at in 0..gains.len() {
            let reach: f64 = gains[at..].iter().take(left).map(|(gain, _)| gain).sum();
            if saved + reach <= self.best {
                return;
            }
            if self.looked > SETS {
                self.beyond = self.beyond.max(saved + reach);
                return;
            }
            let (gain, c) = gains[at];
            set.push(c);
            self.search(set, saved + gain, &gains[at + 1..], left - 1);
            set.pop();
        }
    }

    /// What the set saves: each cell filled by those who save most, as far as they go.
    fn saving(&self, set: &[usize]) -> f64 {
        let mut total: f64 = set.iter().map(|&c| self.worth[c]).sum();
        for (cell, &quantity) in self.asked.iter().enumerate() {
            let mut left = quantity;
            let mut below = f64::INFINITY;
            let mut after = 0;
            // By falling saving; of equals, in the order of the set.
            while left > 0.0 {
                let mut next: Option<(f64, usize)> = None;
                for (at, &c) in set.iter().enumerate() {
                    let saves = self.candidates[c].saves[cell];
                    let free = saves < below || (saves == below && at >= after);
                    if saves > 0.0 && free && next.is_none_or(|(most, _)| saves > most) {
                        next = Some((saves, at));
                    }
                }
                let Some((saves, at)) = next else { break };
                let brings = self.candidates[set[at]].brings[cell].min(left);
                total += saves * brings;
                left -= brings;
                (below, after) = (saves, at + 1);
            }
        }
        total
    }
}
