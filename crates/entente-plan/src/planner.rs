//! A planner that keeps what it has found: after a change it begins with the last plan and the prices that proved its
//! bound, not from nothing. What stress tests, asks and an operations room stand on.

use crate::change::Change;
use crate::fast::warm::Warm;
use crate::method;
use crate::plan::Plan;
use crate::request::{Go, PlanError, Planned, Progress, Request};
use entente_model::Case;

/// A case, its last plan and the prices of that.
///
/// The bound of a plan is proven anew each time, by the same certificate and on the case as it then is: what is kept
/// from before can make a planning faster, never its result wrong.
#[derive(Clone, Debug)]
pub struct Planner {
    case: Case,
    plan: Option<Plan>,
    warm: Option<Warm>,
}

impl Planner {
    /// A planner that has planned nothing yet.
    pub fn new(case: Case) -> Self {
        Self { case, plan: None, warm: None }
    }

    /// The case as it stands.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The last plan.
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// Changes one thing about the case.
    pub fn change(&mut self, change: &Change) {
        self.case = change.apply(&self.case);
    }

    /// Takes another case, such as one read again after an edit. Tables should keep their order, with new rows at their
    /// ends and withdrawn offers left in: positions are how plan and prices are carried over.
    pub fn replace(&mut self, case: Case) {
        self.case = case;
    }

    /// Plans the case as it stands. Of the request, `start` is used if given, else the last plan.
    ///
    /// # Errors
    /// As [`crate::force::plan`].
    pub fn again(
        &mut self,
        request: &Request<'_>,
        watch: &mut dyn FnMut(&Progress) -> Go,
    ) -> Result<Planned, PlanError> {
        let last = self.plan.take();
        let request = Request { start: request.start.or(last.as_ref()), ..*request };
        let planned = method::plan(&self.case, &request, Some(&mut self.warm), watch);
        self.plan = planned.as_ref().ok().map(|planned| planned.plan.clone()).or(last);
        planned
    }
}
