//! The fast method: a search over the core of a case, and a bound by decomposition.

pub mod certify;
pub mod coarse;
pub mod core;
pub mod divide;
pub mod element;
pub mod fixing;
pub mod layout;
pub mod lifting;
pub mod method;
mod node;
mod packed;
pub mod patience;
mod pieces;
mod pricing;
mod proof;
pub mod relax;
pub mod rounding;
pub mod search;
mod searches;
pub mod state;
mod threads;
pub mod tree;
pub mod warm;
pub mod ways;
pub mod windows;
