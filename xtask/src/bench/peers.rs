//! Runs of the peers: general solvers on a strong compact model, by `peer.py` of EFP-1.

use super::child::{self, End};
use super::options::Options;
use super::record::{Key, Row, Solver};
use super::{Run, Runner, Setting, referee};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// From here on a figure means “none” to the solvers.
const INFINITE: f64 = 1e19;

/// A peer that is installed.
pub struct Peer {
    solver: Solver,
    version: String,
    python: PathBuf,
    script: PathBuf,
    work: PathBuf,
}

impl Peer {
    /// Finds the peer; none if it is not installed.
    pub fn find(options: &Options, solver: Solver, work: &Path) -> Result<Option<Self>, String> {
        let (package, modules) = match solver {
            Solver::Entente => return Ok(None),
            Solver::Highs => ("highspy", "highspy, numpy"),
            Solver::Cpsat => ("ortools", "ortools.sat.python.cp_model"),
            Solver::Scip => ("pyscipopt", "pyscipopt"),
        };
        let ask = format!("import {modules}\nimport importlib.metadata as m\nprint(m.version('{package}'))");
        let said = Command::new(&options.python).args(["-c", &ask]).stderr(Stdio::null()).output();
        let said = said.map_err(|e| format!("{} cannot be run: {e}", options.python.display()))?;
        if !said.status.success() {
            return Ok(None);
        }
        let version = format!("{package} {}", String::from_utf8_lossy(&said.stdout).trim());
        let script = options.peers(&crate::root()).join("peer.py");
        Ok(Some(Self { solver, version, python: options.python.clone(), script, work: work.to_owned() }))
    }
}

impl Runner for Peer {
    fn solver(&self) -> Solver {
        self.solver
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn parts(&self) -> &[String] {
        &[]
    }

    fn run(&mut self, instance: &Path, key: &Key, setting: &Setting<'_>) -> Result<Run, String> {
        let mut command = Command::new(&self.python);
        command.arg(&self.script).arg(self.solver.word()).arg(instance).arg(key.limit.to_string());
        command.arg(referee::solution(&self.work));
        let ran = child::run(&mut command, &self.work, setting.limits)?;
        let mut row =
            Row { wall: ran.seconds, memory_mib: ran.mib, version: self.version.clone(), ..Row::begin(key, setting) };
        match ran.end {
            End::Exit(Some(0)) => {
                let said = read(&ran.stdout, &mut row);
                row.unless_failed(said);
            }
            other => row.outcome = other.sentence(),
        }
        // peer.py tells how a run stands at its end alone.
        Ok(Run { row, trace: None })
    }
}

/// Takes in the line of JSON that `peer.py` prints. Python writes infinities, which JSON does not know.
fn read(stdout: &str, row: &mut Row) -> Result<(), String> {
    let line = stdout.lines().rev().find(|line| line.starts_with('{')).unwrap_or_default();
    let plain = line.replace("-Infinity", "null").replace("Infinity", "null").replace("NaN", "null");
    let said: Value = serde_json::from_str(&plain).map_err(|e| format!("peer.py printed no result: {e}: {line}"))?;
    let figure = |name: &str| said[name].as_f64().filter(|value| value.abs() < INFINITE);
    (row.reported, row.bound) = (figure("objective"), figure("bound"));
    row.seconds = figure("build_s").zip(figure("solve_s")).map(|(build, solve)| build + solve);
    row.outcome = if row.reported.is_some() { "plan" } else { "no plan" }.to_owned();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::row;
    use super::*;

    #[test]
    fn the_line_of_a_peer() {
        let mut taken = row(Solver::Highs, 0.0, 0.0);
        let line = r#"{"solver": "highs", "objective": 12.0, "bound": 10.0, "build_s": 0.5, "solve_s": 1.5}"#;
        read(&format!("some words\n{line}\n"), &mut taken).unwrap();
        assert_eq!((taken.reported, taken.bound, taken.seconds), (Some(12.0), Some(10.0), Some(2.0)));
        assert_eq!(taken.outcome, "plan");
        let line = r#"{"objective": null, "bound": -Infinity, "build_s": 1, "solve_s": 2}"#;
        read(line, &mut taken).unwrap();
        assert_eq!((taken.reported, taken.bound, taken.outcome.as_str()), (None, None, "no plan"));
        read(r#"{"objective": 1e20, "bound": -1e+20, "build_s": 1, "solve_s": 2}"#, &mut taken).unwrap();
        assert_eq!((taken.reported, taken.bound), (None, None));
        assert!(read("Traceback", &mut taken).is_err());
    }
}
