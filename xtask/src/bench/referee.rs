//! Instances from `gen.py`, and every solution before the referee, `check.py`.

use super::options::Options;
use super::record::{Key, Row};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Share by which a solver's objective may lie below the referee's. Above is no mistake: a solver that stops early
/// may count more shortfall than its tours leave.
const ALIKE: f64 = 1e-6;

/// The file that a solver writes its solution to.
pub fn solution(work: &Path) -> PathBuf {
    work.join("solution.json")
}

/// Makes the instance of a run, and clears the place for its solution.
pub fn instance(options: &Options, work: &Path, key: &Key) -> Result<PathBuf, String> {
    let path = work.join(format!("{}.json", key.instance()));
    let (size, seed) = (key.size.name(), key.seed.to_string());
    call(options.script("gen.py").args([size, &seed]).arg(&path), "gen.py")?;
    match fs::remove_file(solution(work)) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(format!("an old solution cannot be removed: {e}")),
        _ => Ok(path),
    }
}

/// Has the solution of a run judged, if it says to have one.
pub fn judge(options: &Options, instance: &Path, work: &Path, row: &mut Row) -> Result<(), String> {
    let Some(reported) = row.reported else { return Ok(()) };
    let said = options.script("check.py").arg(instance).arg(solution(work)).output();
    let said = said.map_err(|e| format!("check.py cannot be run: {e}"))?;
    eprint!("{}", String::from_utf8_lossy(&said.stderr));
    match verdict(&String::from_utf8_lossy(&said.stdout)) {
        Ok((objective, feasible)) => take(row, reported, objective, feasible && said.status.success()),
        // A solution that cannot even be judged is the solver's fault, and no reason to end a campaign.
        Err(why) => {
            eprintln!("    {why}");
            "failed: no verdict of the referee".clone_into(&mut row.outcome);
        }
    }
    Ok(())
}

/// Puts the verdict into the row.
fn take(row: &mut Row, reported: f64, objective: f64, feasible: bool) {
    row.objective = Some(objective);
    row.refereed = Some(feasible);
    if !feasible {
        row.outcome = "breaks rules".to_owned();
    } else if objective - reported > ALIKE * objective.abs().max(1.0) {
        row.outcome = "plan, worse than reported".to_owned();
    }
}

/// Objective and whether every rule is kept.
fn verdict(stdout: &str) -> Result<(f64, bool), String> {
    let said: Value = serde_json::from_str(stdout.trim()).map_err(|e| format!("check.py gave no verdict: {e}"))?;
    let (objective, feasible) = (said["objective"].as_f64(), said["feasible"].as_bool());
    objective.zip(feasible).ok_or_else(|| format!("check.py gave no verdict: {stdout}"))
}

/// Runs a script that must succeed.
fn call(command: &mut Command, name: &str) -> Result<(), String> {
    let said = command.output().map_err(|e| format!("{name} cannot be run: {e}"))?;
    if said.status.success() {
        return Ok(());
    }
    Err(format!("{name} failed: {}", String::from_utf8_lossy(&said.stderr).trim()))
}

#[cfg(test)]
mod tests {
    use super::super::record::Solver;
    use super::super::record::tests::row;
    use super::*;

    #[test]
    fn only_claims_that_the_referee_does_not_bear_out_are_told() {
        let outcome = |objective: f64, feasible: bool| {
            let mut judged = row(Solver::Cpsat, 0.0, 0.0);
            take(&mut judged, 1000.0, objective, feasible);
            assert_eq!((judged.objective, judged.refereed), (Some(objective), Some(feasible)));
            judged.outcome
        };
        assert_eq!(outcome(1000.0001, true), "plan");
        assert_eq!(outcome(900.0, true), "plan");
        assert_eq!(outcome(1100.0, true), "plan, worse than reported");
        assert_eq!(outcome(900.0, false), "breaks rules");
    }

    #[test]
    fn verdicts() {
        assert_eq!(verdict("{\"objective\": 12.5, \"shortfall\": 1, \"feasible\": true}\n"), Ok((12.5, true)));
        assert_eq!(verdict("{\"objective\": 1, \"feasible\": false}"), Ok((1.0, false)));
        assert!(verdict("").is_err());
        assert!(verdict("{\"feasible\": true}").is_err());
    }
}
