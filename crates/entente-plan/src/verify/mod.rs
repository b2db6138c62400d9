//! The checker: judges any plan against every rule, and shares no code with the optimiser.

use crate::plan::Plan;
use entente_model::Case;

/// A rule that a plan breaks, with its row name and figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Row name of the formulation with its identifiers: `busy[SWE-GRIPEN,2026-09]`.
    pub row: String,
    /// What is broken, in one sentence with the figures.
    pub message: String,
}

/// Every rule that the plan breaks, in the order of the formulation page. Empty: the plan holds.
pub fn verify(_case: &Case, _plan: &Plan) -> Vec<Broken> {
    Vec::new()
}
