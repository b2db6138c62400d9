//! Which method suits a case, and what every method ends with: the checker, the score, the proof.

use crate::fast::divide::divide;
use crate::fast::layout::{Layout, Prices};
use crate::fast::{self, core::Core, fixing, method::Start, patience::Patience, state::Slot};
use crate::fast::{standing::Standing, warm::Warm};
use crate::force::{self, Aim, Found, Open, eligible, eligible::Pair};
use crate::leaves;
use crate::plan::{Lead, Plan, Tour};
use crate::request::{Go, Limit, Limits, Method, Part, PlanError, Planned, Progress, Request, Status, gap};
use crate::score::Score;
use crate::verify::{infer_entries, infer_leads, verify, without_offenders};
use entente_model::case::BurdenKey;
use entente_model::{Case, Expr, Ix, LeadRule, Line, Period};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

/// Columns of tours up to which the exact model is worth a try from nothing.
const SMALL: usize = 500;

/// Columns of tours up to which branch and bound may go on where the fast method ends.
const FINISHED_EXACTLY: usize = 150_000;

/// Columns of tours up to which branch and bound is quick enough for the fast method to leave it the rest early.
const FINISHED_SOON: usize = 10_000;

/// Tours given to each element, on average, before branch and bound takes over a case that has rules beyond
/// the core.
const HEAD_START: u64 = 500;

/// Relative difference of objective and bound that rounding alone can make.
const PROVEN: f64 = 1e-9;

/// Plans by the method asked for, and has the plan judged. `kept`, where somebody will plan again, is what the last
/// planning left, and takes what this one leaves.
pub(crate) fn plan(
    case: &Case,
    request: &Request<'_>,
    kept: Option<&mut Option<Warm>>,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Planned, PlanError> {
    let limits = &request.limits;
    if limits.seconds.is_some_and(|s| s <= 0.0) {
        return Err(PlanError::NoPlan(Limit::Time));
    }
    if limits.work == Some(0) {
        return Err(PlanError::NoPlan(Limit::Work));
    }
    let pairs = eligible::pairs(case);
    let columns: usize = pairs.iter().map(|pair| pair.starts.len()).sum();
    let start = request.start.map(|plan| sound(case, plan.tours.clone(), plan.leads.clone()));
    let request = Request { start: start.as_ref(), ..*request };
    let method = match request.method {
        Method::Auto if columns > SMALL => Method::Fast,
        Method::Auto => Method::Exact,
        chosen => chosen,
    };
    let found = match method {
        Method::Fast => by_search(case, pairs, columns, &request, kept, watch)?,
        _ => force::exact(case, Open::all(pairs), &request, Aim::Plan, watch)?,
    };
    judged(case, &request, method, found)
}

/// The fast method, then branch and bound from its plan where the model is small enough for it: what the
/// fast method leaves open is closed there, and rules beyond the core are kept there.
fn by_search(
    case: &Case,
    pairs: Vec<Pair>,
    columns: usize,
    request: &Request<'_>,
    kept: Option<&mut Option<Warm>>,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Found, PlanError> {
    let clock = Instant::now();
    let mut core = Core::new(case, &pairs, |u| force::tour_cost(case, u));
    if request.parts.has(Part::Lifting) {
        fast::lifting::add(&mut core);
    }
    let core = Arc::new(core);
    let whole = is_core(case, request, &pairs);
    let exactly = columns <= FINISHED_EXACTLY && request.parts.has(Part::Finish);
    // A head start for branch and bound, where that goes on; counted in work, so that what it begins with is the same every
    // time.
    let short = HEAD_START * core.units.iter().map(|u| u64::from(u.elements)).sum::<u64>().max(1);
    let most = request.limits.work.map_or(short, |most| short.min(most / 4).max(1));
    let head = if whole || !exactly { request.limits } else { Limits { work: Some(most), ..request.limits } };
    let start = request.start.map_or_else(Vec::new, |plan| slots(&core, plan));
    let patience = if whole && exactly && columns <= FINISHED_SOON { Patience::BRIEF } else { Patience::LONG };
    let warm = kept.as_ref().and_then(|kept| kept.as_ref());
    let start = Start { tours: &start, warm, patience, keep: kept.is_some() || exactly };
    let fast = fast::method::run(&core, &head, request.parts, start, watch);
    let (layout, prices, standing) = (fast.layout, fast.proof.prices, fast.standing);
    if let (Some(kept), Some(prices), Some(standing)) = (kept, &prices, &standing) {
        *kept = Some(Warm::new(Arc::clone(&core), Arc::clone(&layout), prices.clone(), standing.clone()));
    }
    let plan = repaired(case, &core, &fast.tours);
    let weigh = |plan: &Plan| Score::of(case, plan, request.previous).total();
    let (mut objective, mut plan) = (weigh(&plan), plan);
    if let Some(start) = request.start {
        let before = weigh(start);
        if before <= objective {
            (objective, plan) = (before, start.clone());
        }
    }
    let reached = gap(objective, fast.proof.bound) <= request.limits.gap.max(PROVEN);
    let over = match fast.stopped {
        Some(Limit::Tried) => false,
        Some(Limit::Work) | None => whole,
        Some(Limit::Time | Limit::User) => true,
    };
    if reached || over || !exactly {
        let stopped = if reached { None } else { Some(fast.stopped.unwrap_or(Limit::Tried)) };
        return Ok(Found { plan, bound: fast.proof.bound, stopped, work: fast.work, nodes: 0 });
    }
    let kept =
        Found { plan: plan.clone(), bound: fast.proof.bound, stopped: Some(Limit::Tried), work: fast.work, nodes: 0 };
    let begun = Begun { core, plan, objective, bound: fast.proof.bound, work: fast.work, clock };
    let relaxed = [Part::Search, Part::Relaxation].into_iter().all(|part| request.parts.has(part));
    let divisible = whole && relaxed && columns <= FINISHED_SOON && request.parts.has(Part::Division);
    let ended = match (prices, standing) {
        (Some(prices), Some(standing)) if divisible => {
            begun.divided(case, pairs, (layout, prices, standing), request, watch)
        }
        // Prices of a coarse core leave tours out too.
        (Some(prices), _) if request.parts.has(Part::Fixing) => {
            let open = fixing::narrowed(&begun.core, &layout, &prices, begun.objective);
            let aim = if whole && relaxed { Aim::Proof } else { Aim::Plan };
            begun.ended(case, leaves::kept(&pairs, &open, request.parts), aim, request, watch)
        }
        _ => {
            let open = leaves::kept(&pairs, &begun.core, request.parts);
            begun.ended(case, open, Aim::Plan, request, watch)
        }
    };
    // Where the solver fails there is still the plan that it was to begin with.
    match ended {
        Err(PlanError::Solver(_)) => Ok(kept),
        ended => ended,
    }
}

/// What the fast method has come to where branch and bound goes on.
struct Begun {
    core: Arc<Core>,
    plan: Plan,
    objective: f64,
    bound: f64,
    work: u64,
    clock: Instant,
}

impl Begun {
    /// Who serves where is decided first, as far as that is worth it.
    fn divided(
        self,
        case: &Case,
        pairs: Vec<Pair>,
        stood: (Arc<Layout>, Prices, Standing),
        request: &Request<'_>,
        watch: &mut dyn FnMut(&Progress) -> Go,
    ) -> Result<Found, PlanError> {
        let cutoff = request.limits.cutoff(self.objective);
        let (mut stopped, mut work) = (None, self.work);
        let division = divide(&self.core, stood, cutoff, request.parts, &mut |bound, effort| {
            work = self.work + fast::method::elements_for(&self.core, effort);
            let late = request.limits.seconds.is_some_and(|most| self.clock.elapsed().as_secs_f64() >= most);
            let user = watch(&self.progress("who serves where", None, bound)) == Go::Stop;
            let over = request.limits.work.is_some_and(|most| work >= most);
            stopped = if user { Some(Limit::User) } else { late.then_some(Limit::Time) };
            stopped = stopped.or(over.then_some(Limit::Work));
            if stopped.is_some() { Go::Stop } else { Go::On }
        });
        let nodes = division.nodes as u64;
        let bound = division.leaves.iter().map(|leaf| leaf.bound).fold(cutoff, f64::min).max(self.bound);
        let begun = Self { bound, work, ..self };
        if stopped.is_some() {
            return Ok(Found { plan: begun.plan, bound, stopped, work: begun.work, nodes });
        }
        match division.leaves.first().filter(|_| division.whole) {
            Some(leaf) => {
                let open = leaves::kept(&pairs, &leaf.core, request.parts);
                // Without the plan there is nothing to start from.
                let aim = if has(case, &open, &begun.plan) { Aim::Proof } else { Aim::Better(cutoff) };
                let found = begun.ended(case, open, aim, request, watch)?;
                Ok(Found { bound: found.bound.min(cutoff), nodes: found.nodes + nodes, ..found })
            }
            None => {
                let again = Request { start: Some(&begun.plan), limits: begun.left(request), ..*request };
                let mut told = |bound| watch(&begun.progress("branch and bound", None, bound));
                let found = leaves::prove(case, &pairs, &division.leaves, cutoff, &again, &mut told);
                let bound = found.bound.max(bound);
                Ok(Found { bound, work: begun.work + found.work, nodes: nodes + found.nodes, ..found })
            }
        }
    }

    /// Branch and bound on what is open of the exact model.
    fn ended(
        self,
        case: &Case,
        open: Open,
        aim: Aim,
        request: &Request<'_>,
        watch: &mut dyn FnMut(&Progress) -> Go,
    ) -> Result<Found, PlanError> {
        let again = Request { start: Some(&self.plan), limits: self.left(request), ..*request };
        let mut told = |now: &Progress| watch(&self.progress("branch and bound", now.best, now.bound));
        let exact = force::exact(case, Open { known: self.bound, ..open }, &again, aim, &mut told)?;
        // A solver keeps rows to its tolerances, a plan to the last figure.
        let sound = verify(case, &exact.plan).is_empty();
        let objective = Score::of(case, &exact.plan, request.previous).total();
        let better = sound && objective <= self.objective;
        // What was left out is in no plan better than the one begun with.
        let bound = exact.bound.min(self.objective).max(self.bound);
        let (plan, objective) = if better { (exact.plan, objective) } else { (self.plan, self.objective) };
        let stopped = exact.stopped.filter(|_| gap(objective, bound) > request.limits.gap.max(PROVEN));
        Ok(Found { plan, bound, stopped, work: self.work + exact.work, nodes: exact.nodes })
    }

    /// What is left of the limits.
    fn left(&self, request: &Request<'_>) -> Limits {
        let spent = self.clock.elapsed().as_secs_f64();
        Limits {
            seconds: request.limits.seconds.map(|most| (most - spent).max(0.1)),
            work: request.limits.work.map(|most| most.saturating_sub(self.work).max(1)),
            ..request.limits
        }
    }

    fn progress(&self, stage: &'static str, best: Option<f64>, bound: f64) -> Progress {
        let best = best.map_or(self.objective, |best| best.min(self.objective));
        let bound = bound.max(self.bound).min(best);
        Progress { stage, best: Some(best), bound, seconds: self.clock.elapsed().as_secs_f64() }
    }
}

/// Whether a plan is among those of what is open: its tours, and the nations that serve for certain.
fn has(case: &Case, open: &Open, plan: &Plan) -> bool {
    let all: BTreeSet<_> =
        open.pairs.iter().flat_map(|pair| pair.starts.iter().map(|p| (pair.offer, pair.line, *p))).collect();
    let place = |tour: &Tour| (case.offers[tour.offer].nation, case.lines[tour.line].formation);
    let served: BTreeSet<_> = plan.tours.iter().map(place).collect();
    plan.tours.iter().all(|tour| all.contains(&(tour.offer, tour.line, tour.start))) && open.held.is_subset(&served)
}

/// Whether the core is all there is of the case: no leads, enabling rules, entry points, open conditions or
/// caveats, hand-overs, burden shares or previous plan.
fn is_core(case: &Case, request: &Request<'_>, pairs: &[Pair]) -> bool {
    let open = |pair: &Pair| !matches!(eligible::condition(case, pair.offer), Expr::Const(_));
    let burden = case.weights.burden > 0.0 && case.burden_key != BurdenKey::None;
    case.formations.iter().all(|f| f.lead == LeadRule::None)
        && case.rules.is_empty()
        && case.entries.is_empty()
        && case.weights.handover == 0.0
        && !burden
        && request.previous.is_none()
        && pairs.iter().all(|pair| pair.bans.is_empty() && !open(pair))
}

/// The tours of a plan, element by element, as the search writes them down; those that the case no longer
/// allows are left out.
fn slots(core: &Core, plan: &Plan) -> Vec<(u32, Slot)> {
    let unit_of: std::collections::BTreeMap<_, _> =
        core.units.iter().enumerate().map(|(u, unit)| (unit.offer, u)).collect();
    let mut slots = Vec::new();
    for t in &plan.tours {
        let Some(&u) = unit_of.get(&t.offer) else { continue };
        let start = t.start.0;
        let here = |s: &fast::core::Service| {
            s.line as usize == t.line.get() && s.starts.iter().any(|(from, to)| (*from..*to).contains(&start))
        };
        if let Some(service) = core.units[u].services.iter().position(here) {
            let slot = Slot { service: service as u32, start };
            slots.extend(std::iter::repeat_n((u as u32, slot), t.elements as usize));
        }
    }
    slots
}

/// The tours of the search as a plan that breaks no rule.
fn repaired(case: &Case, core: &Core, tours: &[(u32, Slot)]) -> Plan {
    let tour = |&(unit, slot): &(u32, Slot)| {
        let unit = &core.units[unit as usize];
        let line: Ix<Line> = Ix::new(unit.services[slot.service as usize].line as usize);
        Tour { offer: unit.offer, line, start: Period(slot.start), entry: None, elements: 1 }
    };
    sound(case, Plan::new(tours.iter().map(tour).collect(), Vec::new()).tours, Vec::new())
}

/// A plan that breaks no rule: as it is if it breaks none; else leads and entry points are named anew, and tours that
/// still break a rule stay at home. Tours of rows that the case does not have stay at home too.
fn sound(case: &Case, mut tours: Vec<Tour>, leads: Vec<Lead>) -> Plan {
    let known = |t: &Tour| {
        t.offer.get() < case.offers.len()
            && t.line.get() < case.lines.len()
            && t.entry.is_none_or(|h| h.get() < case.entries.len())
    };
    if tours.iter().all(known)
        && leads.iter().all(|l| l.nation.get() < case.nations.len() && l.formation.get() < case.formations.len())
    {
        let plan = Plan::new(tours.clone(), leads);
        if verify(case, &plan).is_empty() {
            return plan;
        }
    }
    tours.retain(known);
    loop {
        tours.iter_mut().for_each(|t| t.entry = None);
        infer_entries(case, &mut tours);
        let plan = Plan::new(tours.clone(), infer_leads(case, &tours));
        let broken = verify(case, &plan);
        if broken.is_empty() {
            return plan;
        }
        let elements = |tours: &[Tour]| tours.iter().map(|tour| u64::from(tour.elements)).sum::<u64>();
        let before = elements(&plan.tours);
        tours = without_offenders(case, &plan, &broken);
        if elements(&tours) == before {
            return Plan::default();
        }
    }
}

fn judged(case: &Case, request: &Request<'_>, method: Method, found: Found) -> Result<Planned, PlanError> {
    let Found { plan, bound, stopped, work, nodes } = found;
    if let Some(broken) = verify(case, &plan).first() {
        return Err(PlanError::Solver(format!("the plan found breaks {}: {}", broken.row, broken.message)));
    }
    let score = Score::of(case, &plan, request.previous);
    let objective = score.total();
    let bound = bound.min(objective);
    let status = status(objective, bound, stopped, request.limits.gap);
    Ok(Planned { plan, score, bound, status, method, work, nodes, solver: entente_solve::highs::version() })
}

/// What is to be said of a plan, `asked` to be within a gap: by its bound, whatever the method says.
fn status(objective: f64, bound: f64, stopped: Option<Limit>, asked: f64) -> Status {
    let left = gap(objective, bound);
    match stopped {
        _ if left <= PROVEN => Status::Optimal,
        Some(limit) => Status::Stopped(limit),
        None if left <= asked + PROVEN => Status::WithinGap,
        // A solver that says it is done while its bound does not.
        None => Status::Stopped(Limit::Tried),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_what_its_bound_says() {
        assert_eq!(status(100.0, 100.0, Some(Limit::Time), 0.0), Status::Optimal);
        assert_eq!(status(100.0, 99.0, Some(Limit::Time), 0.02), Status::Stopped(Limit::Time));
        assert_eq!(status(100.0, 99.0, None, 0.01), Status::WithinGap);
        assert_eq!(status(-100.0, -101.0, None, 0.01), Status::WithinGap);
        assert_eq!(status(100.0, 96.0, None, 0.01), Status::Stopped(Limit::Tried));
    }
}
