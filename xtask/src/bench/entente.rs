//! Runs of Entente: `entente bench solve`, built for release.

use super::child::{self, End};
use super::record::{Key, Row, Solver};
use super::trace::{self, Trace};
use super::{Run, Runner, Setting, referee};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The gap at which a run ends as proven: the same as that of the peers.
const GAP: &str = "0.001";

/// The program.
pub struct Entente {
    program: PathBuf,
    parts: Vec<String>,
    version: String,
    work: PathBuf,
}

impl Entente {
    /// Finds the program, or builds it.
    pub fn find(root: &Path, work: &Path, given: Option<&Path>) -> Result<Self, String> {
        let program = given.map_or_else(|| build(root), |path| Ok(path.to_owned()))?;
        let help = Command::new(&program).args(["bench", "solve", "-h"]).output();
        let help = help.map_err(|e| format!("{} cannot be run: {e}", program.display()))?;
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        if !help.contains("--trace") {
            return Err(format!("{} has no `bench solve --trace`; build a newer one", program.display()));
        }
        // What was built elsewhere need not be what is here: the program itself says what it is.
        let said = Command::new(&program).arg("--version").output();
        let said = said.map_err(|e| format!("{} cannot be run: {e}", program.display()))?;
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let version = version(&said)
            .ok_or_else(|| format!("{} is no Entente: asked for its version, it says ‘{said}’", program.display()))?;
        Ok(Self { program, parts: parts(&help), version, work: work.to_owned() })
    }
}

/// What `--version` tells after the name: `0.1.0 (1a2b3c4)`.
fn version(said: &str) -> Option<String> {
    let version = said.lines().next()?.strip_prefix("entente ")?.trim();
    (!version.is_empty()).then(|| version.to_owned())
}

/// Builds the program for release.
fn build(root: &Path) -> Result<PathBuf, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let words = ["build", "--release", "--locked", "--package", "entente"];
    let built = Command::new(cargo).args(words).current_dir(root).status();
    match built {
        Ok(status) if status.success() => {}
        Ok(_) => return Err("`cargo build --release --package entente` failed".to_owned()),
        Err(error) => return Err(format!("cargo cannot be run: {error}")),
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
    Ok(target.join("release").join(format!("entente{}", env::consts::EXE_SUFFIX)))
}

/// The parts that can be switched off, as the help lists them; none if it knows no such option.
fn parts(help: &str) -> Vec<String> {
    let Some((_, after)) = help.split_once("--without") else { return Vec::new() };
    // The list belongs to this option only if it comes before the next.
    let own = after.split("\n      --").next().unwrap_or_default();
    // Help is wrapped to the terminal, at any blank.
    let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = own.split_once("possible values:").and_then(|(_, rest)| rest.split(']').next());
    let words = list.unwrap_or_default().split(|c: char| c == ',' || c.is_whitespace());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Runner for Entente {
    fn solver(&self) -> Solver {
        Solver::Entente
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn parts(&self) -> &[String] {
        &self.parts
    }

    fn run(&mut self, instance: &Path, key: &Key, setting: &Setting<'_>) -> Result<Run, String> {
        let course = self.work.join("trace.csv");
        // A trace of the run before must not pass for this one's.
        let _ = fs::remove_file(&course);
        let mut command = Command::new(&self.program);
        command.args(["bench", "solve"]).arg(instance).args(["--gap", GAP]);
        command.args(["--time-limit", &key.limit.to_string(), "--seed", &key.repeat.to_string()]);
        command.arg("--trace").arg(&course).arg("--out").arg(referee::solution(&self.work));
        if !key.without.is_empty() {
            command.args(["--without", &key.without]);
        }
        let ran = child::run(&mut command, &self.work, setting.limits)?;
        let points = fs::read_to_string(&course).ok().and_then(|text| {
            let points = trace::parse(&text);
            points.inspect_err(|why| eprintln!("    {why}")).ok()
        });
        let last = points.as_deref().and_then(<[_]>::last).copied();
        let mut row = Row {
            wall: ran.seconds,
            memory_mib: ran.mib,
            version: self.version.clone(),
            // A run that was ended from outside still has what it told before.
            bound: last.and_then(|point| point.bound),
            ..Row::begin(key, setting)
        };
        match ran.end {
            End::Exit(Some(0)) => {
                let said = read(&ran.stdout, &mut row);
                row.unless_failed(said);
            }
            End::Exit(Some(3)) => row.outcome = "no plan".to_owned(),
            other => row.outcome = other.sentence(),
        }
        let trace = points.filter(|points| !points.is_empty()).map(|points| Trace { key: key.clone(), points });
        Ok(Run { row, trace })
    }
}

/// Takes in the line of JSON that a run prints.
fn read(stdout: &str, row: &mut Row) -> Result<(), String> {
    let line = stdout.lines().last().unwrap_or_default();
    let said: Value = serde_json::from_str(line).map_err(|e| format!("entente printed no result: {e}: {line}"))?;
    let figure = |name: &str| said[name].as_f64();
    row.reported = Some(figure("objective").ok_or_else(|| format!("entente printed no objective: {line}"))?);
    (row.bound, row.seconds, row.outcome) = (figure("bound"), figure("seconds"), "plan".to_owned());
    let solver = said["solver"].as_str().unwrap_or_default();
    row.version =
        [row.version.as_str(), solver].iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(", ");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::record::tests::row;
    use super::*;

    #[test]
    fn the_line_of_a_run() {
        let mut taken = Row { version: "abc".to_owned(), ..row(Solver::Entente, 0.0, 0.0) };
        let line = r#"{"objective": 10.5, "bound": 9, "gap": 0.1, "seconds": 0.25, "solver": "HiGHS 1"}"#;
        read(&format!("{line}\n"), &mut taken).unwrap();
        assert_eq!((taken.reported, taken.bound, taken.seconds), (Some(10.5), Some(9.0), Some(0.25)));
        assert_eq!(taken.version, "abc, HiGHS 1");
        assert!(read("no plan", &mut taken).unwrap_err().contains("no plan"));
        assert!(read(r#"{"bound": 9}"#, &mut taken).is_err());
    }

    #[test]
    fn the_program_tells_its_version() {
        assert_eq!(version("entente 0.1.0 (1a2b3c4+)\n").as_deref(), Some("0.1.0 (1a2b3c4+)"));
        assert_eq!(version("entente 0.1.0\n").as_deref(), Some("0.1.0"));
        assert_eq!([version("other 1.0\n"), version("entente \n"), version("")], [None, None, None]);
    }

    #[test]
    fn parts_come_from_the_help() {
        let help = "      --trace <FILE>    A file\n      --without <PART>  Switch off a part [possible values: search,\n                        relaxation, exact]\n      --gap <SHARE>";
        assert_eq!(parts(help), ["search", "relaxation", "exact"]);
        assert_eq!(parts(&help.replace("possible values:", "possible\n                        values:")), parts(help));
        assert_eq!(parts("      --gap <SHARE>  [possible values: a, b]"), [""; 0]);
        assert_eq!(parts("      --without <PART>\n      --method <M>  [possible values: a, b]"), [""; 0]);
    }
}
