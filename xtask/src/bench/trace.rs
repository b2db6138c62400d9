//! Traces: best plan and bound against time, for the runs that tell them as they go.

use super::put;
use super::record::{Key, Size, Solver};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file of the traces.
pub const NAME: &str = "efp-1-traces.csv";

/// Most points kept of one run: more are not to be seen.
const MOST: usize = 150;

/// What was known from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Seconds from the start of the run.
    pub seconds: f64,
    /// Objective of the best plan.
    pub best: Option<f64>,
    /// Proven lower bound.
    pub bound: Option<f64>,
}

/// The course of one run, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Which run.
    pub key: Key,
    /// Its points.
    pub points: Vec<Point>,
}

impl Trace {
    /// The first moment from which on the gap was so small.
    pub fn reached(&self, gap: f64) -> Option<f64> {
        let small = |point: &&Point| {
            let known = point.best.zip(point.bound);
            known.and_then(|(best, bound)| super::figures::gap(best, bound)).is_some_and(|now| now <= gap)
        };
        self.points.iter().find(small).map(|point| point.seconds)
    }
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    size: Size,
    seed: u32,
    limit: u32,
    repeat: u32,
    solver: Solver,
    without: String,
    seconds: f64,
    best: Option<f64>,
    bound: Option<f64>,
}

/// Reads a trace as `entente bench solve --trace` writes it. A run that is ended from outside may leave half a line at
/// the end, which is none.
pub fn parse(text: &str) -> Result<Vec<Point>, String> {
    let whole = text.rfind('\n').map_or(0, |end| end + 1);
    let mut reader = csv::Reader::from_reader(&text.as_bytes()[..whole]);
    let points: Vec<Point> =
        reader.deserialize().collect::<Result<_, _>>().map_err(|e| format!("the trace is not as expected: {e}"))?;
    Ok(thin(points))
}

/// Leaves out points close to the one before, on a logarithmic clock; the first, the last, the first with a plan and the
/// first with a bound stay, and of those left out the one before each that stays: nothing is told later than it was known.
fn thin(points: Vec<Point>) -> Vec<Point> {
    if points.len() <= MOST {
        return points;
    }
    let (first, last) = (points[0].seconds.max(1e-3), points[points.len() - 1].seconds);
    let step = (last / first).max(1.0).ln() / (MOST / 2) as f64;
    let mut kept: Vec<Point> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let news = kept.last().is_none_or(|old| {
            let began = old.best.is_some() != point.best.is_some() || old.bound.is_some() != point.bound.is_some();
            began || (point.seconds.max(1e-3) / old.seconds.max(1e-3)).ln() >= step
        });
        if news || at + 1 == points.len() {
            kept.extend(at.checked_sub(1).map(|before| points[before]).filter(|before| kept.last() != Some(before)));
            kept.push(*point);
        }
    }
    kept
}

/// Puts the trace of a run in the place of an earlier one.
pub fn replace(traces: &mut Vec<Trace>, key: &Key, new: Option<Trace>) {
    traces.retain(|trace| trace.key != *key);
    traces.extend(new);
    traces.sort_by(|a, b| a.key.cmp(&b.key));
}

/// Reads all traces; none where there is no file yet.
pub fn read(path: &Path) -> Result<Vec<Trace>, String> {
    let mut traces: Vec<Trace> = Vec::new();
    if !path.exists() {
        return Ok(traces);
    }
    let mut reader = csv::Reader::from_path(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    for line in reader.deserialize() {
        let line: Line = line.map_err(|e| {
            format!("{} holds something else than traces: {e}; mend it, or move it away", path.display())
        })?;
        let Line { size, seed, limit, repeat, solver, without, seconds, best, bound } = line;
        let key = Key { size, seed, limit, repeat, solver, without };
        let point = Point { seconds, best, bound };
        match traces.last_mut().filter(|trace| trace.key == key) {
            Some(trace) => trace.points.push(point),
            None => traces.push(Trace { key, points: vec![point] }),
        }
    }
    Ok(traces)
}

/// Writes all traces.
pub fn write(path: &Path, traces: &[Trace]) -> Result<(), String> {
    let fault = |e: String| format!("{} cannot be written: {e}", path.display());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for Trace { key, points } in traces {
        for &Point { seconds, best, bound } in points {
            let Key { size, seed, limit, repeat, solver, without } = key.clone();
            let line = Line { size, seed, limit, repeat, solver, without, seconds, best, bound };
            writer.serialize(line).map_err(|e| fault(e.to_string()))?;
        }
    }
    put(path, &writer.into_inner().map_err(|e| fault(e.to_string()))?)
}

#[cfg(test)]
pub mod tests {
    use super::super::record::tests::row;
    use super::*;

    /// A run of Entente on S with seed 1.
    pub fn trace(text: &str) -> Trace {
        Trace { key: row(Solver::Entente, 1.0, 1.0).key(), points: parse(text).unwrap() }
    }

    const TEXT: &str = "seconds,best,bound\n0.1,20,\n0.5,12,6\n2,10,9\n";

    #[test]
    fn when_a_gap_was_reached() {
        let trace = trace(TEXT);
        assert_eq!(trace.points[0], Point { seconds: 0.1, best: Some(20.0), bound: None });
        assert_eq!([0.6, 0.5, 0.1, 0.01].map(|gap| trace.reached(gap)), [Some(0.5), Some(0.5), Some(2.0), None]);
        assert!(parse("seconds,best,bound\n1,much,2\n").is_err());
        assert_eq!(parse(&format!("{TEXT}300.25,1")), Ok(trace.points));
        assert_eq!(parse("seconds,be"), Ok(Vec::new()));
    }

    #[test]
    fn traces_survive_the_file_and_are_replaced() {
        let path = std::env::temp_dir().join(format!("entente-bench-trace-{}.csv", std::process::id()));
        let mut other = trace(TEXT);
        other.key.seed = 2;
        let mut traces = vec![trace(TEXT), other];
        write(&path, &traces).unwrap();
        assert_eq!(read(&path).unwrap(), traces);
        std::fs::remove_file(&path).unwrap();
        let key = traces[0].key.clone();
        replace(&mut traces, &key, Some(trace("seconds,best,bound\n1,1,1\n")));
        assert_eq!(traces.iter().map(|trace| trace.points.len()).collect::<Vec<_>>(), [1, 3]);
        replace(&mut traces, &key, None);
        assert_eq!(traces.len(), 1);
    }

    /// What comes soon after a point that stays, and long before the next, is told when it came.
    #[test]
    fn thinning_tells_nothing_later_than_it_was_known() {
        let early = (0..400).map(|at| format!("{},100,70\n", 9.0 + 0.001 * f64::from(at)));
        let text: String = std::iter::once("seconds,best,bound\n".to_owned())
            .chain(early)
            .chain(["10,100,70\n", "10.01,100,99\n", "290,100,99\n"].map(str::to_owned))
            .collect();
        let trace = trace(&text);
        assert!(trace.points.len() <= MOST, "{}", trace.points.len());
        assert_eq!(trace.reached(0.01), Some(10.01));
    }

    #[test]
    fn long_traces_are_thinned_and_keep_their_turns() {
        let line = |at: usize| match at {
            0..40 => format!("{},,\n", 0.01 * at as f64),
            _ => {
                format!("{},{},{}\n", 0.01 * at as f64, 9000 - at, if at < 41 { String::new() } else { at.to_string() })
            }
        };
        let text: String = std::iter::once("seconds,best,bound\n".to_owned()).chain((0..4000).map(line)).collect();
        let points = parse(&text).unwrap();
        assert!((50..=MOST + 5).contains(&points.len()), "{}", points.len());
        assert_eq!(points[0].seconds, 0.0);
        assert_eq!(points.last().map(|point| point.best), Some(Some(5001.0)));
        assert_eq!(points.iter().find_map(|point| point.best), Some(8960.0));
        assert_eq!(points.iter().find_map(|point| point.bound), Some(41.0));
    }
}
