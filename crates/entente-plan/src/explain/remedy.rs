//! The cheapest single change that helps, each tried by planning the changed case again.

use crate::change::Change;
use crate::plan::Plan;
use crate::planner::Planner;
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
    /// What is left of the matter asked about; 0 where the change settles it.
    pub left: f64,
}

/// How many changes are planned with, at most: the least effort first.
const TRIED: usize = 24;

/// The change of least effort after which `left`, asked of the changed case and its best plan, is 0; of equal
/// effort, the one with the best plan. Where no change settles the matter, the one that leaves least of it, if
/// that is less than `at_first`. `limits` hold for each planning.
pub fn cheapest(
    case: &Case,
    plan: &Plan,
    mut changes: Vec<Change>,
    limits: Limits,
    watch: &mut dyn FnMut() -> Go,
    at_first: f64,
    left: &dyn Fn(&Case, &Plan) -> f64,
) -> Option<Remedy> {
    let before = Score::of(case, plan, None).total();
    changes.sort_by_key(Change::effort);
    let mut found: Option<Remedy> = None;
    let mut planner = Planner::new(case.clone());
    for change in changes.into_iter().take(TRIED) {
        let settled = found.as_ref().filter(|best| best.left == 0.0);
        if settled.is_some_and(|best| best.change.effort() < change.effort()) || watch() == Go::Stop {
            break;
        }
        let changed = change.apply(case);
        let request = Request { start: Some(plan), limits, ..Request::default() };
        planner.replace(changed);
        let Ok(planned) = planner.again(&request, &mut |_| watch()) else { continue };
        let (after, left) = (planned.score.total(), left(planner.case(), &planned.plan));
        let better = match &found {
            None => left < at_first,
            Some(best) => (left, after) < (best.left, best.after),
        };
        if better && after < before {
            found = Some(Remedy { change, before, after, plan: planned.plan, left });
        }
    }
    found
}
