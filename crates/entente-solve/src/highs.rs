//! HiGHS: the only file that names it. Runs are single-threaded, so that the same model, seed and work
//! limit give the same answer.
//!
//! HiGHS hears no call to stop while it solves the first relaxation of a model, nor while it searches in a part of
//! it. So it runs in a thread of its own, and a caller who has been told to stop does not wait for it longer than
//! [`GRACE`]: what has been found by then is known.

use crate::milp::{Kind, Milp};
use highs_sys as sys;
use std::ffi::{CString, c_char, c_int, c_void};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How long a run that was told to stop, or is past its time, is waited for.
pub const GRACE: Duration = Duration::from_secs(2);

/// How often the caller is asked whether to go on while nothing happens.
const ASKED: Duration = Duration::from_millis(100);

/// How far a solve may go.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Seconds of wall-clock time.
    pub seconds: Option<f64>,
    /// Simplex iterations. Counted where HiGHS asks whether to go on, so a run may go a little past it,
    /// the same little each time.
    pub work: Option<u64>,
    /// Stop once (objective − bound) / |objective| is this or less, with the constant of the objective in it.
    pub gap: f64,
    /// Seed of the solver.
    pub seed: u32,
    /// The solution to start from is good: only its proof is missing. No restarts, and fewer searches in
    /// sub-models.
    pub proof_only: bool,
    /// Solutions of this objective or more are of no interest: without any below it, the answer has no values and this
    /// as its bound.
    pub cutoff: Option<f64>,
    /// What is proven of the model already, if anything: the gap counts from the better of both bounds. The bound of the
    /// answer is the solver's own.
    pub known: f64,
}

impl Default for Limits {
    /// To the proof, however long that takes.
    fn default() -> Self {
        Self { seconds: None, work: None, gap: 0.0, seed: 0, proof_only: false, cutoff: None, known: f64::NEG_INFINITY }
    }
}

/// Where a solve stands.
#[derive(Clone, Copy, Debug)]
pub struct Stand {
    /// Objective of the best solution so far.
    pub best: Option<f64>,
    /// Proven lower bound.
    pub bound: f64,
    /// Seconds since it began.
    pub seconds: f64,
}

/// Why a solve ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Wall-clock time.
    Time,
    /// Work.
    Work,
    /// The caller said so.
    Caller,
}

/// What came of a solve.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The best solution found, a value for each column.
    pub values: Option<Vec<f64>>,
    /// Proven lower bound on the objective.
    pub bound: f64,
    /// What stopped it, if it was not finished within the gap.
    pub stopped: Option<Stop>,
    /// Simplex iterations.
    pub work: u64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
}

/// Name and version of the solver.
pub fn version() -> String {
    // SAFETY: plain calls without arguments.
    let (major, minor, patch) =
        unsafe { (sys::Highs_versionMajor(), sys::Highs_versionMinor(), sys::Highs_versionPatch()) };
    format!("HiGHS {major}.{minor}.{patch}")
}

/// Minimises the model. `start` is a solution to begin with, a value for some columns or all; `watch` is
/// told how things stand, at least ten times a second, and returns whether to go on. A run that does not hear
/// the call to stop within [`GRACE`] is left behind: the answer is then what was known of it, and its thread
/// ends by itself.
///
/// # Errors
/// A sentence on what failed: no solution exists, no least objective exists, or HiGHS gave up.
pub fn solve(
    model: Milp,
    limits: &Limits,
    start: Vec<(crate::Col, f64)>,
    watch: &mut dyn FnMut(&Stand) -> bool,
) -> Result<Answer, String> {
    if model.columns().is_empty() {
        return Ok(Answer { values: Some(Vec::new()), bound: model.offset, stopped: None, work: 0, nodes: 0 });
    }
    let clock = Instant::now();
    let stop = Arc::new(AtomicBool::new(false));
    let (told, hears) = mpsc::channel();
    let (limits, heard, columns) = (*limits, Arc::clone(&stop), model.columns().len());
    let running =
        std::thread::spawn(move || minimise(&model, &limits, &start, &mut Watching::new(&limits, told, heard)));
    let mut latest = Stand { best: None, bound: f64::NEG_INFINITY, seconds: 0.0 };
    let mut found = None;
    let most = limits.seconds.map(|s| Duration::try_from_secs_f64(s.max(0.0)).unwrap_or(Duration::MAX));
    let mut called: Option<Instant> = None;
    loop {
        match hears.recv_timeout(ASKED) {
            Ok(Told::Stand(stand)) => latest = stand,
            Ok(Told::Found(values)) => found = Some(values).filter(|values| values.len() == columns).or(found),
            Err(RecvTimeoutError::Timeout) => latest.seconds = clock.elapsed().as_secs_f64(),
            // The run has ended, and its end of the channel with it.
            Err(RecvTimeoutError::Disconnected) => return running.join().unwrap_or_else(|panic| resume_unwind(panic)),
        }
        if called.is_none() && !watch(&latest) {
            stop.store(true, Ordering::Relaxed);
            called = Some(Instant::now());
        }
        let deaf = called.is_some_and(|at| at.elapsed() > GRACE);
        let late = most.is_some_and(|most| clock.elapsed() > most.saturating_add(GRACE));
        if deaf || late {
            stop.store(true, Ordering::Relaxed);
            let stopped = Some(if deaf { Stop::Caller } else { Stop::Time });
            return Ok(Answer { values: found, bound: latest.bound, stopped, work: 0, nodes: 0 });
        }
    }
}

/// The run itself, in its own thread.
fn minimise(
    model: &Milp,
    limits: &Limits,
    start: &[(crate::Col, f64)],
    watching: &mut Watching,
) -> Result<Answer, String> {
    let highs = Instance::new();
    highs.option_bool("output_flag", false)?;
    highs.option_int("threads", 1)?;
    highs.option_str("parallel", "off")?;
    highs.option_int("random_seed", c_int::try_from(limits.seed & 0x7fff_ffff).unwrap_or(0))?;
    if limits.proof_only {
        for search in ["mip_allow_restart", "mip_heuristic_run_rins", "mip_heuristic_run_rens"] {
            highs.option_bool(search, false)?;
        }
    }
    highs.option_double("mip_rel_gap", limits.gap.max(0.0))?;
    highs.option_double("mip_abs_gap", 1e-9)?;
    highs.option_double("mip_feasibility_tolerance", 1e-7)?;
    highs.option_double("primal_feasibility_tolerance", 1e-9)?;
    highs.option_double("dual_feasibility_tolerance", 1e-9)?;
    if let Some(cutoff) = limits.cutoff {
        highs.option_double("objective_bound", cutoff)?;
    }
    if let Some(seconds) = limits.seconds {
        highs.option_double("time_limit", seconds.max(0.0))?;
    }
    highs.pass(model)?;
    highs.start_from(start)?;
    let status = highs.run(watching)?;
    let Some(cutoff) = limits.cutoff else {
        let answer = highs.answer(model, status, watching.stopped)?;
        let done = watching.enough && watching.stopped.is_none();
        return Ok(Answer { stopped: answer.stopped.filter(|_| !done), ..answer });
    };
    if matches!(status, sys::MODEL_STATUS_INFEASIBLE | sys::MODEL_STATUS_OBJECTIVE_BOUND) {
        let (work, nodes) = highs.effort()?;
        return Ok(Answer { values: None, bound: cutoff, stopped: None, work, nodes });
    }
    // Searches may come upon solutions over the cutoff; what is proven of those is not proven of the rest.
    let answer = highs.answer(model, status, watching.stopped)?;
    let values = answer.values.filter(|values| model.objective(values) < cutoff);
    Ok(Answer { values, bound: answer.bound.min(cutoff), ..answer })
}

/// What a run tells on its way.
enum Told {
    Stand(Stand),
    /// A better solution than before, a value for each column.
    Found(Vec<f64>),
}

/// What the callback keeps between calls.
struct Watching {
    told: Sender<Told>,
    stop: Arc<AtomicBool>,
    limits: Limits,
    /// Whether the gap is reached with what was known of the bound.
    enough: bool,
    stopped: Option<Stop>,
    /// The most and the least that were told, so that progress never seems to go back.
    bound: f64,
    best: Option<f64>,
    /// When something was told last: iterations of the simplex method are many.
    last: Option<Instant>,
}

impl Watching {
    fn new(limits: &Limits, told: Sender<Told>, stop: Arc<AtomicBool>) -> Self {
        Self {
            told,
            stop,
            limits: *limits,
            enough: false,
            stopped: None,
            bound: f64::NEG_INFINITY,
            best: None,
            last: None,
        }
    }

    /// Whether a solution of this objective is of interest.
    fn interests(&self, objective: f64) -> bool {
        self.limits.cutoff.is_none_or(|cutoff| objective < cutoff)
    }
}

unsafe extern "C" fn on_callback(
    kind: c_int,
    _message: *const c_char,
    out: *const sys::HighsCallbackDataOut,
    answer: *mut sys::HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: HiGHS passes back the pointer given to it in `run`, which outlives the run; `out` and
    // `answer` are its own and valid during the call.
    let (watching, out) = unsafe { (&mut *data.cast::<Watching>(), &*out) };
    if kind == sys::kHighsCallbackMipImprovingSolution {
        let columns = usize::try_from(out.mip_solution_size).unwrap_or(0);
        if !out.mip_solution.is_null() && watching.interests(out.objective_function_value) {
            // SAFETY: checked for null; HiGHS owns so many values, and keeps them during the call.
            let values = unsafe { std::slice::from_raw_parts(out.mip_solution, columns) };
            let _ = watching.told.send(Told::Found(values.to_vec()));
        }
        return;
    }
    let in_tree = kind != sys::kHighsCallbackSimplexInterrupt;
    let work = u64::try_from(out.mip_total_lp_iterations).unwrap_or(0);
    if in_tree && watching.limits.work.is_some_and(|limit| work >= limit) {
        watching.stopped = watching.stopped.or(Some(Stop::Work));
    }
    if in_tree {
        // Under a cutoff that is told where nothing has been found.
        let found = |best: &f64| best.abs() < 1e30 && watching.interests(*best);
        watching.best = Some(out.mip_primal_bound).filter(found).or(watching.best);
        watching.bound = watching.bound.max(out.mip_dual_bound);
        let Limits { known, gap, cutoff, .. } = watching.limits;
        let near = |best: f64| best - known <= gap * best.abs();
        watching.enough |= cutoff.is_none() && watching.best.is_some_and(near);
    }
    if in_tree || watching.last.is_none_or(|at| at.elapsed() > ASKED) {
        watching.last = Some(Instant::now());
        // Nobody may be listening any more: then there is nobody to tell.
        let stand = Stand { best: watching.best, bound: watching.bound, seconds: out.running_time };
        let _ = watching.told.send(Told::Stand(stand));
    }
    if watching.stop.load(Ordering::Relaxed) {
        watching.stopped = watching.stopped.or(Some(Stop::Caller));
    }
    if (watching.stopped.is_some() || watching.enough) && !answer.is_null() {
        // SAFETY: checked for null; HiGHS owns it and reads it after the call.
        unsafe { (*answer).user_interrupt = 1 };
    }
}

/// One HiGHS object.
struct Instance(*mut c_void);

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: created in `new`, destroyed once.
        unsafe { sys::Highs_destroy(self.0) };
    }
}

/// HiGHS counts in C ints.
fn int(count: usize) -> Result<sys::HighsInt, String> {
    sys::HighsInt::try_from(count).map_err(|_| "the model is too large for the solver".to_owned())
}

fn done(status: sys::HighsInt, what: &str) -> Result<(), String> {
    if status == sys::STATUS_ERROR { Err(format!("the solver refused {what}")) } else { Ok(()) }
}

fn c_name(name: &str) -> CString {
    CString::new(name).expect("option names hold no zero byte")
}

impl Instance {
    fn new() -> Self {
        // SAFETY: no arguments; the object is destroyed in `drop`.
        Self(unsafe { sys::Highs_create() })
    }

    fn option_bool(&self, name: &str, value: bool) -> Result<(), String> {
        // SAFETY: the object lives; the name is a C string that outlives the call. So below.
        let status = unsafe { sys::Highs_setBoolOptionValue(self.0, c_name(name).as_ptr(), value.into()) };
        done(status, name)
    }

    fn option_int(&self, name: &str, value: c_int) -> Result<(), String> {
        // SAFETY: as above.
        done(unsafe { sys::Highs_setIntOptionValue(self.0, c_name(name).as_ptr(), value) }, name)
    }

    fn option_double(&self, name: &str, value: f64) -> Result<(), String> {
        // SAFETY: as above.
        done(unsafe { sys::Highs_setDoubleOptionValue(self.0, c_name(name).as_ptr(), value) }, name)
    }

    fn option_str(&self, name: &str, value: &str) -> Result<(), String> {
        // SAFETY: as above.
        done(unsafe { sys::Highs_setStringOptionValue(self.0, c_name(name).as_ptr(), c_name(value).as_ptr()) }, name)
    }

    fn pass(&self, model: &Milp) -> Result<(), String> {
        let of_columns = |value: fn(&crate::milp::Column) -> f64| model.columns().iter().map(value).collect::<Vec<_>>();
        let of_rows = |value: fn(&crate::milp::RowBounds) -> f64| model.rows().iter().map(value).collect::<Vec<_>>();
        let (starts, index, values) = model.by_rows();
        let starts = starts.iter().map(|&s| int(s)).collect::<Result<Vec<_>, _>>()?;
        let index = index.iter().map(|c| int(c.get())).collect::<Result<Vec<_>, _>>()?;
        let kind = |c: &crate::milp::Column| match c.kind {
            Kind::Continuous => sys::VAR_TYPE_CONTINUOUS,
            Kind::Integer => sys::VAR_TYPE_INTEGER,
        };
        let integrality: Vec<_> = model.columns().iter().map(kind).collect();
        let (cost, lower, upper) = (of_columns(|c| c.cost), of_columns(|c| c.lower), of_columns(|c| c.upper));
        let (row_lower, row_upper) = (of_rows(|r| r.lower), of_rows(|r| r.upper));
        // SAFETY: every array has the length that goes with the counts; HiGHS copies them.
        let status = unsafe {
            sys::Highs_passMip(
                self.0,
                int(cost.len())?,
                int(row_lower.len())?,
                int(values.len())?,
                sys::MATRIX_FORMAT_ROW_WISE,
                sys::OBJECTIVE_SENSE_MINIMIZE,
                model.offset,
                cost.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
                row_lower.as_ptr(),
                row_upper.as_ptr(),
                starts.as_ptr(),
                index.as_ptr(),
                values.as_ptr(),
                integrality.as_ptr(),
            )
        };
        done(status, "the model")
    }

    fn start_from(&self, start: &[(crate::Col, f64)]) -> Result<(), String> {
        if start.is_empty() {
            return Ok(());
        }
        let index = start.iter().map(|(c, _)| int(c.get())).collect::<Result<Vec<_>, _>>()?;
        let values: Vec<f64> = start.iter().map(|(_, v)| *v).collect();
        // SAFETY: both arrays have the length given; HiGHS copies them.
        let status =
            unsafe { sys::Highs_setSparseSolution(self.0, int(index.len())?, index.as_ptr(), values.as_ptr()) };
        done(status, "the solution to start from")
    }

    fn run(&self, watching: &mut Watching) -> Result<sys::HighsInt, String> {
        let data: *mut Watching = watching;
        // SAFETY: `watching` outlives the run, and HiGHS calls back from this thread while it runs; the
        // callback does not panic: it counts, compares and sends.
        unsafe {
            done(sys::Highs_setCallback(self.0, Some(on_callback), data.cast()), "the callback")?;
            for kind in [
                sys::kHighsCallbackSimplexInterrupt,
                sys::kHighsCallbackMipInterrupt,
                sys::kHighsCallbackMipLogging,
                sys::kHighsCallbackMipImprovingSolution,
            ] {
                done(sys::Highs_startCallback(self.0, kind), "the callback")?;
            }
            done(sys::Highs_run(self.0), "to run")?;
            Ok(sys::Highs_getModelStatus(self.0))
        }
    }

    fn answer(&self, model: &Milp, status: sys::HighsInt, stopped: Option<Stop>) -> Result<Answer, String> {
        let stopped = match status {
            sys::MODEL_STATUS_OPTIMAL | sys::MODEL_STATUS_MODEL_EMPTY => None,
            sys::MODEL_STATUS_REACHED_TIME_LIMIT => Some(Stop::Time),
            sys::MODEL_STATUS_REACHED_INTERRUPT => Some(stopped.unwrap_or(Stop::Caller)),
            sys::MODEL_STATUS_INFEASIBLE => return Err("the model has no solution".to_owned()),
            sys::MODEL_STATUS_UNBOUNDED | sys::MODEL_STATUS_UNBOUNDED_OR_INFEASIBLE => {
                return Err("the model has no least objective".to_owned());
            }
            other => return Err(format!("the solver gave up with status {other}")),
        };
        let found = self.info_int("primal_solution_status")? == sys::SOLUTION_STATUS_FEASIBLE;
        let mut values = vec![0.0; model.columns().len()];
        let mut rows = vec![0.0; model.rows().len()];
        if found {
            let none = std::ptr::null_mut();
            // SAFETY: the arrays have one place for each column and row; duals are not asked for.
            let status = unsafe { sys::Highs_getSolution(self.0, values.as_mut_ptr(), none, rows.as_mut_ptr(), none) };
            done(status, "to give its solution")?;
        }
        let whole = model.columns().iter().any(|c| c.kind == Kind::Integer);
        let bound = match (whole, stopped, found) {
            (true, ..) => self.info_double("mip_dual_bound")?,
            (false, None, true) => model.objective(&values),
            _ => f64::NEG_INFINITY,
        };
        let (work, nodes) = self.effort()?;
        Ok(Answer { values: found.then_some(values), bound, stopped, work, nodes })
    }

    /// Simplex iterations, and nodes of branch and bound.
    fn effort(&self) -> Result<(u64, u64), String> {
        let work = self.info_int("simplex_iteration_count")?;
        let nodes = self.info_int64("mip_node_count")?;
        Ok((u64::try_from(work).unwrap_or(0), u64::try_from(nodes).unwrap_or(0)))
    }

    fn info_int(&self, name: &str) -> Result<c_int, String> {
        let mut value = 0;
        // SAFETY: the name is a C string, the value a place to write to. So below.
        done(unsafe { sys::Highs_getIntInfoValue(self.0, c_name(name).as_ptr(), &mut value) }, name)?;
        Ok(value)
    }

    fn info_int64(&self, name: &str) -> Result<i64, String> {
        let mut value = 0;
        // SAFETY: as above.
        done(unsafe { sys::Highs_getInt64InfoValue(self.0, c_name(name).as_ptr(), &mut value) }, name)?;
        Ok(value)
    }

    fn info_double(&self, name: &str) -> Result<f64, String> {
        let mut value = 0.0;
        // SAFETY: as above.
        done(unsafe { sys::Highs_getDoubleInfoValue(self.0, c_name(name).as_ptr(), &mut value) }, name)?;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_knapsacks() -> Milp {
        let mut model = Milp::new("two knapsacks");
        let mut rows = [Vec::new(), Vec::new()];
        for item in 0_u32..30 {
            let column = model.binary(format!("take[{item}]"));
            let sizes = [f64::from(17 + item * 29 % 41), f64::from(19 + item * 37 % 43)];
            model.add_cost(column, -(sizes[0] + sizes[1]) - f64::from(item * 7 % 5));
            rows.iter_mut().zip(sizes).for_each(|(row, size)| row.push((column, size)));
        }
        rows.into_iter().enumerate().for_each(|(k, row)| _ = model.at_most(format!("room[{k}]"), row, 401.0));
        model
    }

    /// What is found is told at once, each better than the one before; the last is the answer.
    #[test]
    fn what_is_found_is_told_on_the_way() {
        let model = two_knapsacks();
        let (told, hears) = mpsc::channel();
        let limits = Limits::default();
        let mut watching = Watching::new(&limits, told, Arc::default());
        let answer = minimise(&model, &limits, &[], &mut watching).expect("there is a solution");
        drop(watching);
        let found = hears.iter().filter_map(|told| if let Told::Found(values) = told { Some(values) } else { None });
        let objectives: Vec<f64> = found.map(|values| model.objective(&values)).collect();
        assert!(objectives.is_sorted_by(|before, after| after < before), "{objectives:?}");
        let last = answer.values.map(|values| model.objective(&values)).expect("there is a solution");
        assert!(objectives.last().is_some_and(|told| (told - last).abs() < 1e-6), "{objectives:?}, then {last:?}");
    }

    /// Told the optimum, nothing is left to prove once it is found.
    #[test]
    fn what_is_proven_already_is_not_proven_again() {
        let solved = |known: f64| {
            let limits = Limits { known, gap: 1e-9, ..Limits::default() };
            solve(two_knapsacks(), &limits, Vec::new(), &mut |_| true).expect("there is a solution")
        };
        let alone = solved(f64::NEG_INFINITY);
        let objective = |answer: &Answer| two_knapsacks().objective(answer.values.as_ref().expect("there is one"));
        let told = solved(objective(&alone));
        assert_eq!((alone.stopped, told.stopped), (None, None));
        assert!((objective(&told) - objective(&alone)).abs() < 1e-6);
        assert!(told.work < alone.work, "{} and {} iterations", told.work, alone.work);
        // What is known too little changes nothing.
        assert_eq!(solved(objective(&alone) - 1.0).work, alone.work);
    }
}
