//! The decisions: from a validated case to a proven force plan, its checker and its explanations.
//! This crate opens no file, reads no network and no clock of its own.

pub mod change;
pub mod explain;
pub mod fast;
pub mod force;
pub mod leaves;
mod method;
pub mod plan;
pub mod planner;
pub mod request;
pub mod score;
pub mod tally;
pub mod verify;

pub use change::Change;
pub use plan::{Lead, Plan, Tour};
pub use planner::Planner;
pub use request::{Go, Limit, Limits, Method, Part, Parts, PlanError, Planned, Progress, Request, Status};
pub use score::Score;
pub use tally::Tally;
