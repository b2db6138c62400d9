//! The cheapest single change that helps, each tried by planning the changed case again.

use crate::change::Change;
use crate::force;
use crate::plan::Plan;
use crate::request::{Go, Limits, Request};
use crate::score::Score;
use entente_model::Case;

/// A change that was planned with, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What would change.
    pub change: Change,
    /// Objective of the plan that was asked about.
    pub before: f64,
    /// Objective of the best plan found with the change.
    pub after: f64,
    /// That plan.
    pub plan: Plan,
}

/// How many changes are planned with, at most: the least effort first.
const TRIED: usize = 24;

/// The change of least effort after which the best plan satisfies `helps`; of equal effort, the one with the
/// best plan. `limits` hold for each planning.
pub fn cheapest(
    case: &Case,
    plan: &Plan,
    mut changes: Vec<Change>,
    limits: Limits,
    watch: &mut dyn FnMut() -> Go,
    helps: &dyn Fn(&Case, &Plan) -> bool,
) -> Option<Remedy> {
    let before = Score::of(case, plan, None).total();
    changes.sort_by_key(Change::effort);
    let mut found: Option<Remedy> = None;
    for change in changes.into_iter().take(TRIED) {
        if found.as_ref().is_some_and(|best| best.change.effort() < change.effort()) || watch() == Go::Stop {
            break;
        }
        let changed = change.apply(case);
        let request = Request { previous: None, start: Some(plan), limits };
        let Ok(planned) = force::plan(&changed, &request, &mut |_| watch()) else { continue };
        let after = planned.score.total();
        let better = found.as_ref().is_none_or(|best| after < best.after);
        if better && helps(&changed, &planned.plan) {
            found = Some(Remedy { change, before, after, plan: planned.plan });
        }
    }
    found
}
