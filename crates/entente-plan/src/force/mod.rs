//! The optimiser: the exact model of `formulation.md`, built, solved and read back.

use crate::request::{Go, PlanError, Planned, Progress, Request};
use entente_model::Case;

/// The best force plan of the case, with its proven bound. `watch` is told how a long run stands and
/// may stop it.
///
/// # Errors
/// No plan within the limits, or a failure of the solver.
pub fn plan(
    _case: &Case,
    _request: &Request<'_>,
    _watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Planned, PlanError> {
    Err(PlanError::Solver(String::new()))
}
