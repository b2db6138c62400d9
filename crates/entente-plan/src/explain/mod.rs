//! Why a line has a gap, why an offer is not used, and the cheapest change that would help. What stops an
//! offer is what the checker says of the plan with one more tour; a change is proposed only after the case
//! with it has been planned again, and only for what planning again does not give without it.

mod attempt;
mod remedy;
pub mod say;
mod watch;
mod why;
mod why_not;

pub use attempt::{Attempt, Blocker};
pub use remedy::{Again, Remedy, Sought};
pub use why::{Gap, Why, why};
pub use why_not::{Idle, WhyNot, why_not};
