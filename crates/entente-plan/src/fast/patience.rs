//! When the fast method has tried what it can, and where it goes on for longer.

use crate::request::gap;

/// When the method has tried what it can: the bound has not risen for long, upon which the relaxation rests and a second
/// search takes its place, and the search finds nothing better.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Share of the bound by which it must rise.
    pub(super) rise: f64,
    /// Iterations within which it must.
    pub(super) iterations: u32,
    /// Times that each element is given tours, on average, after which the search has done its part too.
    fits: u64,
    /// Where it goes on for longer, if anywhere.
    further: Option<Further>,
    /// Longest cycle of the search: see [`super::search::Search::in_cycles_of`].
    pub(super) cycle: u64,
    /// Whether every search begins as the first did and goes its own way, since one that has ended at a poor plan seldom
    /// leaves it; else a second one helps the first.
    pub(super) apart: bool,
    /// Whether the relaxation goes so far that it tells the ways of nations apart.
    pub(super) ways: bool,
}

/// When the search goes on for longer than it has to, and how: with as many starts as that leaves room for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Further {
    /// Where the gap is wider than this share.
    gap: f64,
    /// So many times as long.
    times: u64,
    /// See [`super::search::Search::settle_by`].
    pub(super) settling: u32,
}

impl Patience {
    /// Where nothing comes after the method.
    pub const LONG: Self =
        Self { rise: 1e-4, iterations: 1_000, fits: u64::MAX, further: None, cycle: 16_000, apart: false, ways: true };

    /// Where branch and bound soon gets further than the method could.
    pub const BRIEF: Self = Self {
        rise: 2e-3,
        iterations: 200,
        fits: 6_000,
        further: Some(Further { gap: 0.03, times: 4, settling: 20 }),
        cycle: 2_500,
        apart: true,
        ways: false,
    };

    /// How it goes on for longer, if it does.
    pub(super) fn further(&self, best: f64, bound: f64) -> Option<Further> {
        self.further.filter(|further| gap(best, bound) > further.gap)
    }

    /// Elements given tours after which the search has done its part, where there are so many elements.
    pub(super) fn enough(&self, further: Option<Further>, elements: u64) -> u64 {
        let times = further.map_or(1, |further| further.times);
        self.fits.saturating_mul(times).saturating_mul(elements.max(1))
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self::LONG
    }
}
