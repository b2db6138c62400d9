//! The places of nations in formations, y, the shares of their ways, z, and the rows `nations`.

use super::Relax;
use super::moves::{Blend, Moved, Track, dual};
use super::shares::{self, Cell};
use crate::fast::layout::Layout;
use crate::fast::pieces::{Piecewise, Strands, each, get, least, total};
use crate::fast::ways::Serving;
use std::sync::Arc;

impl Relax {
    /// y and z: the places of nations in formations, and the shares of their ways; and the rows `nations`.
    pub(super) fn places_step(&mut self, blend: Blend, moved: &mut Moved) {
        let layout = Arc::clone(&self.layout);
        let (places, shares) = self.pulls(&layout);
        let omega = self.at.weight as f32;
        for ways in layout.ways.by_nation() {
            let points = |way: usize| {
                let open = open(&layout, way).map(|at| stepped(&self.at.y, at, &self.steps.y, &places, omega));
                (stepped(&self.at.z, way, &self.steps.z, &shares, omega), open.collect())
            };
            // The only way of a nation is all there is.
            let shared = match ways.len() {
                1 => vec![1.0],
                _ => shares::nearest(&ways.clone().map(points).collect::<Vec<_>>()),
            };
            for (way, share) in ways.zip(shared) {
                let ahead = moved_to(share, way, &mut self.at.z, blend, &self.steps.z, moved);
                self.room.z_ahead[way] = ahead;
                for at in open(&layout, way) {
                    let (to, _) = stepped(&self.at.y, at, &self.steps.y, &places, omega);
                    self.room.y_ahead[at] =
                        moved_to(to.clamp(0.0, share), at, &mut self.at.y, blend, &self.steps.y, moved);
                }
                for f in layout.formations(way, Serving::In) {
                    self.room.y_ahead[layout.place(way, f)] = ahead;
                }
            }
        }
        for (f, most) in layout.most.iter().enumerate() {
            let places = (0..layout.ways.len()).map(|way| layout.place(way, f as u32));
            let there: f32 = places.map(|at| self.room.y_ahead[at]).sum();
            let (broken, steps) = ([there - *most as f32], &self.steps.nations[f..=f]);
            dual(blend, self.at.nations.rows(f..f + 1), (&broken, steps), moved);
        }
    }

    /// What places and shares earn, net of what they weigh and pay.
    fn pulls(&mut self, layout: &Layout) -> (Vec<f32>, Vec<f32>) {
        let (core, periods) = (Arc::clone(&self.core), self.core.periods);
        self.room.y_ahead.clear();
        self.room.y_ahead.resize(self.at.y.now.len(), 0.0);
        self.room.z_ahead.resize(self.at.z.now.len(), 0.0);
        let mut places = vec![-core.nation_cost / self.at.unit; self.at.y.now.len()];
        let mut shares = vec![0.0_f64; self.at.z.now.len()];
        for (t, team) in layout.teams.iter().enumerate() {
            let elements = core.units[team.unit as usize].elements as f32;
            let paid = |of: &Track, row: usize| f64::from(elements * total(&of.now[row * periods..][..periods]));
            for j in team.joins.clone().filter(|j| !self.free[*j]) {
                places[layout.joins[j].place as usize] += paid(&self.at.join, j);
            }
            shares[team.way as usize] += paid(&self.at.busy, t);
        }
        for (s, supply) in layout.supplies.iter().enumerate() {
            let prices = &self.at.place.now[s * periods..][..periods];
            let asked = &self.asked[supply.line as usize * periods..][..periods];
            let mut paid = Paid { prices, asked, most: supply.most_elements(), sum: Strands::default() };
            paid.through(periods);
            places[supply.place as usize] += f64::from(paid.sum.total());
        }
        for (at, (place, serving)) in places.iter_mut().zip(layout.serving()).enumerate() {
            *place -= f64::from(self.at.nations.now[at % layout.most.len()]);
            if serving == Serving::In {
                shares[at / layout.most.len()] += *place;
            }
        }
        let narrow = |of: Vec<f64>| of.into_iter().map(|v| v as f32).collect();
        (narrow(places), narrow(shares))
    }
}

/// Places that a way leaves open.
fn open(layout: &Layout, way: usize) -> impl Iterator<Item = usize> + '_ {
    layout.formations(way, Serving::Open).map(move |f| layout.place(way, f))
}

/// Where a step along a pull ends, before it is brought into the set, and the step.
fn stepped(track: &Track, at: usize, steps: &[f32], pulls: &[f32], omega: f32) -> Cell {
    let step = steps[at] / omega;
    (track.now[at] + step * pulls[at], step)
}

/// Moves one value to its mapped point, and gives what is ahead of it: 2 T(z) − z.
fn moved_to(mapped: f32, at: usize, track: &mut Track, blend: Blend, steps: &[f32], moved: &mut Moved) -> f32 {
    let gone = track.rows(at..at + 1).go(0, blend, [mapped]);
    moved.primal += f64::from(gone.by[0].powi(2) / steps[at]);
    gone.ahead[0]
}

/// What a place is paid for what a nation may bring to a line.
struct Paid<'a> {
    prices: &'a [f32],
    asked: &'a [f32],
    most: f32,
    sum: Strands,
}

impl Piecewise for Paid<'_> {
    #[inline(always)]
    fn piece<const N: usize>(&mut self, at: usize) {
        let (prices, asked) = (get::<N>(self.prices, at), get::<N>(self.asked, at));
        self.sum.add(each::<N>(|i| prices[i] * least(asked[i], self.most)));
    }
}
