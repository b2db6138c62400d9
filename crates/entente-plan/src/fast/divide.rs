//! Who serves where, decided place by place: branch and bound on y[n,f] with the relaxation of this folder, which knows
//! better than a linear program what a place is worth, and takes hundredths of a second where it begins with the prices
//! and values of the node above. What is left over are small models, for branch and bound on tours.
//!
//! At each node a few places are tried both ways, a few dozen iterations each. Where one way comes to the cutoff the
//! other is certain (probing); else the place whose two ways both rise most parts the node in two (strong branching;
//! Achterberg, Koch, Martin 2005). Prices leave out tours on the way ([`super::fixing`]). The node of least bound is
//! next. What comes out hangs on the case alone, not on threads.

use super::core::Core;
use super::fixing;
use super::layout::{Layout, Prices};
use super::node::{self, Node, Relaxing};
use super::standing::Standing;
use super::threads::side_by_side;
use super::warm::Warm;
use crate::request::{Go, Part, Parts};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the parts may cost branch and bound in all, the case in one piece costing 1 and two being solved at a time: see
/// [`Dividing::cost`]. Where the gap is in the tours and not in who serves where, parts are no easier than the case.
const MOST_COST: f64 = 1.25;

/// What is left of the cost of a node once it has been divided to the end, on average: most of it is found to hold no plan
/// of interest.
const LEFT: f64 = 1.0 / 16.0;

/// Places tried at a node; at the first, all are.
const TRIES: usize = 8;

/// Iterations for a place tried, for a node taken up, and for the first.
const TRIED: u32 = 150;
const TAKEN_UP: u32 = 200;
const FIRST: u32 = 1_000;

/// Iterations between two certificates.
const JUDGED: u32 = 25;

/// No more undecided places than this are not worth a division.
const FEW_PLACES: usize = 2;

/// What a division comes to.
#[derive(Debug)]
pub struct Division {
    /// Parts that hold every plan better than the cutoff, each with a bound on the plans in it.
    pub leaves: Vec<Leaf>,
    /// Whether the case was left in one piece: then that is the only leaf, less tours that no better plan has.
    pub whole: bool,
    /// Nodes looked at.
    pub nodes: usize,
}

/// A part of the case: some nations serve for certain, some tours are left out.
#[derive(Debug)]
pub struct Leaf {
    /// What is left.
    pub core: Arc<Core>,
    /// Lower bound on the plans in it.
    pub bound: f64,
}

/// Divides a core at prices and values of its relaxation. No plan of `cutoff` or more is of interest. `watch` is told the
/// bound of what is left and the effort so far ([`super::relax::Relax::effort`]), and says whether to go on; what is open
/// when it does not are leaves.
pub fn divide(
    core: &Arc<Core>,
    (layout, prices, standing): (Arc<Layout>, Prices, Standing),
    cutoff: f64,
    parts: Parts,
    watch: &mut dyn FnMut(f64, u64) -> Go,
) -> Division {
    let mut dividing =
        Dividing { cutoff, parts, columns: 1, missing: 1.0, weight: standing.weight, spent: AtomicU64::new(0) };
    let warm = Warm::new(Arc::clone(core), layout, prices, standing);
    let mut root = dividing.narrowed(dividing.relaxed(&warm, Arc::clone(core), FIRST));
    let mut gains = vec![None; core.posts.len() * core.nations];
    let least = root.bound;
    let mut open = Vec::new();
    if least < cutoff {
        open = dividing.parted(&mut root, usize::MAX, &mut gains, &mut |spent| watch(least, spent));
    }
    (dividing.columns, dividing.missing) = (root.core().columns().max(1), cutoff - root.bound);
    let (mut leaves, mut nodes): (Vec<Node>, usize) = (Vec::new(), 1);
    while let Some(at) = (0..open.len()).min_by(|&a, &b| open[a].bound.total_cmp(&open[b].bound)) {
        let least = least_of(&leaves, open[at].bound);
        if watch(least, dividing.spent()) == Go::Stop {
            break;
        }
        if dividing.costs(&leaves) + LEFT * dividing.costs(&open) > MOST_COST {
            return undivided(root, least, nodes);
        }
        let node = open.swap_remove(at);
        nodes += 1;
        let again = dividing.relaxed(&node.warm, Arc::clone(node.core()), TAKEN_UP).at_least(node.bound);
        let mut node = dividing.narrowed(again);
        if node.bound >= cutoff {
            continue;
        }
        if node.core().undecided().len() <= FEW_PLACES {
            leaves.push(node);
            continue;
        }
        open.extend(dividing.parted(&mut node, TRIES, &mut gains, &mut |spent| watch(least, spent)));
    }
    leaves.append(&mut open);
    if dividing.costs(&leaves) > MOST_COST {
        return undivided(root, least_of(&leaves, cutoff), nodes);
    }
    Division { leaves: leaves.into_iter().map(Leaf::of).collect(), whole: false, nodes }
}

/// The least bound of some nodes, or this one.
fn least_of(nodes: &[Node], bound: f64) -> f64 {
    nodes.iter().map(|node| node.bound).fold(bound, f64::min)
}

/// The case in one piece, of which holds what its parts have proven.
fn undivided(root: Node, proven: f64, nodes: usize) -> Division {
    Division { leaves: vec![Leaf::of(root.at_least(proven))], whole: true, nodes }
}

impl Leaf {
    fn of(node: Node) -> Self {
        Self { bound: node.bound, core: Arc::clone(node.core()) }
    }
}

/// How much the bound rose when a nation was kept out of a formation, and in.
type Gains = Option<[f64; 2]>;

struct Dividing {
    cutoff: f64,
    parts: Parts,
    /// Tour columns of the first node, and what its bound is below the cutoff.
    columns: usize,
    missing: f64,
    /// Weight of dual against primal steps before the first division.
    weight: f64,
    /// Effort so far, of both threads.
    spent: AtomicU64,
}

impl Dividing {
    /// What a part costs branch and bound, to a rough measure: by the square of its columns, and by what its bound is
    /// below the cutoff. The first node costs 1.
    fn cost(&self, node: &Node) -> f64 {
        let columns = node.core().columns() as f64 / self.columns as f64;
        columns.powi(2) * (self.cutoff - node.bound).max(0.0) / self.missing.max(f64::MIN_POSITIVE)
    }

    fn costs(&self, nodes: &[Node]) -> f64 {
        nodes.iter().map(|node| self.cost(node)).sum()
    }

    fn spent(&self) -> u64 {
        self.spent.load(Ordering::Relaxed)
    }

    /// A core after so many iterations from where another stood, or as many as bring it to the cutoff.
    fn relaxed(&self, from: &Warm, core: Arc<Core>, iterations: u32) -> Node {
        let stood = (from.standing(), Some(from.prices()));
        let mut relaxing =
            Relaxing::new((from.core(), from.layout()), stood, core, (JUDGED, self.parts)).calm(self.weight);
        while relaxing.bound() < self.cutoff && relaxing.iterations() < iterations {
            relaxing.step();
        }
        self.spent.fetch_add(relaxing.effort() as u64 * u64::from(relaxing.iterations()), Ordering::Relaxed);
        relaxing.node()
    }

    /// Without the tours that no plan below the cutoff has.
    fn narrowed(&self, node: Node) -> Node {
        if !self.parts.has(Part::Fixing) {
            return node;
        }
        let core = fixing::narrowed(node.core(), node.warm.layout(), node.warm.prices(), self.cutoff);
        if core.columns() == node.core().columns() {
            return node;
        }
        let layout = node::part(node.warm.layout(), &core, self.parts);
        let (prices, standing) = node.warm.moved(&core, &layout);
        Node { bound: node.bound, warm: Warm::new(Arc::new(core), layout, prices, standing) }
    }

    /// The node with the place decided both ways: out, and in.
    fn both(&self, node: &Node, place: usize) -> [Node; 2] {
        let core = node.core();
        let (out, within) = (Arc::new(core.without(place)), Arc::new(core.holding(place)));
        let mut kept_in = None;
        let mut kept_out = None;
        side_by_side(
            self.parts.threads(),
            || kept_out = Some(self.relaxed(&node.warm, out, TRIED)),
            || kept_in = Some(self.relaxed(&node.warm, within, TRIED)),
        );
        [kept_out, kept_in].map(|way| way.expect("both have run").at_least(node.bound))
    }

    /// The node in two parts, or one if all that was tried is certain, or none if there is nothing in it. What is certain
    /// is decided in the node too. Asked to stop, it makes do with what it has tried.
    fn parted(
        &self,
        node: &mut Node,
        tries: usize,
        gains: &mut [Gains],
        watch: &mut dyn FnMut(u64) -> Go,
    ) -> Vec<Node> {
        let mut candidates: Vec<usize> = node.core().undecided().into_iter().collect();
        let given = node.warm.places();
        let score = |place: usize| score(node, gains, place, f64::from(given[place]));
        candidates.sort_by(|&a, &b| score(b).total_cmp(&score(a)));
        candidates.truncate(tries);
        let mut found: Option<(f64, [Node; 2])> = None;
        for place in candidates {
            if watch(self.spent()) == Go::Stop {
                break;
            }
            if !node.core().undecided().contains(&place) {
                continue;
            }
            let ways = self.both(node, place);
            let rises = [0, 1].map(|way| ways[way].bound.min(self.cutoff) - node.bound);
            gains[place] = Some(rises);
            let [out, within] = ways;
            match (out.bound >= self.cutoff, within.bound >= self.cutoff) {
                (true, true) => return Vec::new(),
                (true, false) => (*node, found) = (self.narrowed(within), None),
                (false, true) => (*node, found) = (self.narrowed(out), None),
                (false, false) => {
                    let rise = product(rises, self.cutoff);
                    if found.as_ref().is_none_or(|(most, _)| rise > *most) {
                        found = Some((rise, [out, within]));
                    }
                }
            }
        }
        found.map_or_else(|| vec![node.clone()], |(_, ways)| ways.into())
    }
}

/// How much is to be expected of a place: what it gave when it was last tried, most of all where the relaxation cannot
/// make up its mind. Those never tried come first.
fn score(node: &Node, gains: &[Gains], place: usize, given: f64) -> f64 {
    gains[place].map_or(f64::MAX, |rises| product(rises, node.bound) * (0.1 + given.min(1.0 - given)))
}

/// Both rises count, and none for nothing.
fn product(rises: [f64; 2], of: f64) -> f64 {
    let least = 1e-6 * of.abs();
    rises[0].max(least) * rises[1].max(least)
}
