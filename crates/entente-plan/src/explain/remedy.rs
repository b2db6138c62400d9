//! The cheapest single change that helps, each tried by planning the changed case again. What planning the unchanged
//! case again gives by itself is found first, and is not put down to any change.

use super::watch::Watch;
use crate::change::Change;
use crate::plan::{Plan, Tour};
use crate::planner::Planner;
use crate::request::{Go, Limits, Request, Status};
use crate::score::Score;
use crate::verify::verify;
use entente_model::Case;

/// What planning the case again gives as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Again {
    /// Objective of the plan that was asked about.
    pub before: f64,
    /// Objective of the best plan found without any change.
    pub after: f64,
    /// That plan.
    pub plan: Plan,
    /// What is left of the matter asked about; 0 where planning again settles it.
    pub left: f64,
}

/// A change that was planned with, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What would change.
    pub change: Change,
    /// Objective of the best plan found without it.
    pub before: f64,
    /// Objective of the best plan found with the change.
    pub after: f64,
    /// That plan.
    pub plan: Plan,
    /// What is left of the matter asked about; 0 where the change settles it.
    pub left: f64,
}

/// What was sought, and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sought {
    /// What planning again gives without any change, where that is better than the plan asked about.
    pub again: Option<Again>,
    /// The cheapest change that gives more than that.
    pub remedy: Option<Remedy>,
    /// The changes that were planned with, to the end of the limits.
    pub tried: Vec<Change>,
    /// How many more there are: where the watch said stop, or where many were tried and none settles the matter.
    pub untried: usize,
    /// Whether every planning went to the optimum: what was tried in vain then, helps in no plan.
    pub proven: bool,
}

/// How many changes are planned with, at most: the least effort first, and one offer that nobody has made yet.
const TRIED: usize = 24;

/// The change of least effort after which `left`, asked of the changed case and its best plan, is 0. Where no change
/// settles the matter, the one that leaves least of it, if that is less than planning again leaves without any. Of
/// equal ones, the one of least effort, then the one with the best plan. `limits` hold for each planning.
pub(super) fn cheapest(
    case: &Case,
    plan: &Plan,
    mut changes: Vec<Change>,
    limits: Limits,
    watch: &mut Watch<'_>,
    left: &dyn Fn(&Case, &Plan) -> f64,
) -> Sought {
    changes.sort_by_key(Change::effort);
    // Without an offer that nobody has made, nobody could tell whether more of the capability would help at all.
    if let Some(at) = changes.iter().skip(TRIED).position(|change| matches!(change, Change::New { .. })) {
        changes[TRIED - 1..=TRIED + at].rotate_right(1);
    }
    let mut planner = Planner::new(case.clone());
    let mut unchanged = Unchanged::new(case, plan, left);
    let request = Request { start: Some(plan), limits, ..Request::default() };
    let mut sought = Sought { untried: changes.len(), ..Sought::default() };
    if watch.go() == Go::Stop {
        return sought;
    }
    if let Ok(planned) = planner.again(&request, &mut |_| watch.go()) {
        sought.proven = planned.status == Status::Optimal;
        unchanged.take(planned.plan);
        // Time that went into prices is no merit of a change. Where all is proven, time makes no difference.
        if planned.status != Status::Optimal {
            planner = Planner::new(case.clone());
        }
    }
    let mut helpful: Vec<Remedy> = Vec::new();
    for change in changes.into_iter().take(TRIED) {
        let settled = unchanged.best.left == 0.0
            || helpful.iter().any(|r| r.left == 0.0 && r.change.effort() < change.effort() && unchanged.less_than(r));
        if settled || watch.go() == Go::Stop {
            break;
        }
        // Each begins with the same, so it does not matter what was tried before.
        let mut planner = planner.clone();
        planner.change(&change);
        let planned = planner.again(&request, &mut |_| watch.go());
        if !watch.stopped {
            sought.tried.push(change.clone());
            sought.untried -= 1;
        }
        sought.proven &= planned.as_ref().is_ok_and(|planned| planned.status == Status::Optimal);
        let Ok(planned) = planned else { continue };
        let (after, left) = (planned.score.total(), left(planner.case(), &planned.plan));
        if !unchanged.take(planned.plan.clone()) {
            helpful.push(Remedy { change, before: after, after, plan: planned.plan, left });
        }
    }
    helpful.retain(|remedy| unchanged.less_than(remedy));
    let remedy = helpful.into_iter().min_by(|a, b| {
        let effort = a.change.effort().cmp(&b.change.effort());
        a.left.total_cmp(&b.left).then(effort).then(a.after.total_cmp(&b.after))
    });
    let before = unchanged.best.after;
    sought.remedy = remedy.map(|remedy| Remedy { before, ..remedy });
    sought.again = unchanged.better();
    if sought.again.iter().any(|again| again.left == 0.0)
        || sought.remedy.iter().any(|remedy| remedy.left == 0.0 && !watch.stopped)
    {
        sought.untried = 0;
    }
    sought
}

/// The best plan that is known of the case as it stands.
struct Unchanged<'a> {
    case: &'a Case,
    /// What the plan asked about leaves.
    at_first: f64,
    best: Again,
    left: &'a dyn Fn(&Case, &Plan) -> f64,
}

impl<'a> Unchanged<'a> {
    fn new(case: &'a Case, plan: &Plan, left: &'a dyn Fn(&Case, &Plan) -> f64) -> Self {
        let (asked, at_first) = (Score::of(case, plan, None).total(), left(case, plan));
        Self { case, at_first, best: Again { before: asked, after: asked, plan: plan.clone(), left: at_first }, left }
    }

    /// Takes note of a plan that was found, if it needs no change; whether it does not.
    fn take(&mut self, plan: Plan) -> bool {
        let known = |tour: &Tour| tour.offer.get() < self.case.offers.len();
        if !plan.tours.iter().all(known) || !verify(self.case, &plan).is_empty() {
            return false;
        }
        let (after, left) = (Score::of(self.case, &plan, None).total(), (self.left)(self.case, &plan));
        let near = rounding(self.best.after);
        if after < self.best.after - near || (after < self.best.after + near && left < self.best.left) {
            self.best = Again { after, plan, left, ..self.best };
        }
        true
    }

    /// Whether a change gives more than there is without it.
    fn less_than(&self, remedy: &Remedy) -> bool {
        let best = self.best.after;
        remedy.left < self.best.left.min(self.at_first) && remedy.after < best - rounding(best)
    }

    /// What is better than the plan that was asked about.
    fn better(self) -> Option<Again> {
        let Again { before, after, left, .. } = self.best;
        let better = after < before - rounding(before) || left < self.at_first;
        better.then_some(self.best)
    }
}

/// What the order of a sum may make of an objective.
fn rounding(objective: f64) -> f64 {
    1e-9 + 1e-12 * objective.abs()
}
