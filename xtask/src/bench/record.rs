//! Results: one row of CSV for each run, merged with those of earlier runs.

use super::figures::{gap, grouped, percent, seconds};
use super::{Setting, put};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file of the results.
pub const NAME: &str = "efp-1.csv";

/// Size of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[value(rename_all = "UPPER")]
#[serde(rename_all = "UPPERCASE")]
pub enum Size {
    /// 60 offers, 30 lines
    S,
    /// 300 offers, 150 lines
    M,
    /// 1,000 offers, 500 lines
    L,
    /// 5,000 offers, 2,000 lines
    Xl,
}

impl Size {
    /// All, smallest first.
    pub const ALL: [Self; 4] = [Self::S, Self::M, Self::L, Self::Xl];

    /// As the generator calls it.
    pub fn name(self) -> &'static str {
        ["S", "M", "L", "XL"][self as usize]
    }

    /// Offers and lines, as the generator makes them.
    pub fn dimensions(self) -> &'static str {
        ["60 offers, 30 lines", "300 offers, 150 lines", "1,000 offers, 500 lines", "5,000 offers, 2,000 lines"]
            [self as usize]
    }
}

/// A solver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[value(rename_all = "lower")]
#[serde(rename_all = "lowercase")]
pub enum Solver {
    /// Ours
    Entente,
    /// Open mixed-integer solver
    Highs,
    /// Constraint solver of OR-Tools
    Cpsat,
    /// Constraint integer solver
    Scip,
}

impl Solver {
    /// All, ours first.
    pub const ALL: [Self; 4] = [Self::Entente, Self::Highs, Self::Cpsat, Self::Scip];

    /// As pages call it.
    pub fn name(self) -> &'static str {
        ["Entente", "HiGHS", "CP-SAT", "SCIP"][self as usize]
    }

    /// As commands call it.
    pub fn word(self) -> &'static str {
        ["entente", "highs", "cpsat", "scip"][self as usize]
    }
}

/// What tells one run from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Size of the instance.
    pub size: Size,
    /// Seed of the instance.
    pub seed: u32,
    /// Time limit, seconds.
    pub limit: u32,
    /// Which run of the same, from 1.
    pub repeat: u32,
    /// Who solves.
    pub solver: Solver,
    /// The part that is switched off; empty: none.
    pub without: String,
}

impl Key {
    /// Name of the instance.
    pub fn instance(&self) -> String {
        format!("efp-{}-{}", self.size.name(), self.seed)
    }

    /// What is about to run.
    pub fn sentence(&self) -> String {
        let without = if self.without.is_empty() { String::new() } else { format!(" without {}", self.without) };
        format!("{}: {}{without}, {} s, run {}", self.instance(), self.solver.name(), self.limit, self.repeat)
    }
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Size of the instance.
    pub size: Size,
    /// Seed of the instance.
    pub seed: u32,
    /// Time limit, seconds.
    pub limit: u32,
    /// Which run of the same, from 1.
    pub repeat: u32,
    /// Who solved.
    pub solver: Solver,
    /// The part that was switched off; empty: none.
    pub without: String,
    /// How it ended, in a word or a few: `plan`, `no plan`, or what went wrong.
    pub outcome: String,
    /// Whether the referee found every rule kept; none: there was nothing to judge.
    pub refereed: Option<bool>,
    /// Objective, as the referee counts it.
    pub objective: Option<f64>,
    /// Objective, as the solver says.
    pub reported: Option<f64>,
    /// Proven lower bound, as the solver says.
    pub bound: Option<f64>,
    /// Seconds by the solver's own clock, building its model included.
    pub seconds: Option<f64>,
    /// Seconds of the whole program, start to end.
    pub wall: f64,
    /// Peak of the memory, MiB.
    pub memory_mib: Option<f64>,
    /// What was measured, and of Entente after a comma its solver. Rows of old may lack it, or tell the solver alone.
    #[serde(default)]
    pub version: String,
    /// On what.
    pub machine: String,
    /// When (YYYY-MM-DD).
    pub date: String,
}

impl Row {
    /// A run of which nothing is known yet.
    pub fn begin(key: &Key, setting: &Setting<'_>) -> Self {
        let Key { size, seed, limit, repeat, solver, without } = key.clone();
        let (machine, date) = (setting.machine.to_owned(), setting.date.to_owned());
        let (outcome, version, wall) = (String::new(), String::new(), 0.0);
        let (refereed, objective, reported, bound, seconds, memory_mib) = (None, None, None, None, None, None);
        #[rustfmt::skip]
        return Self {
            size, seed, limit, repeat, solver, without, outcome, refereed, objective, reported, bound, seconds, wall,
            memory_mib, version, machine, date,
        };
    }

    /// Notes that a run could not be made sense of. That is its result: it must not end a campaign of hours.
    pub fn unless_failed(&mut self, said: Result<(), String>) {
        if let Err(why) = said {
            eprintln!("    {why}");
            "failed: told nothing that can be read".clone_into(&mut self.outcome);
        }
    }

    /// What tells it from others.
    pub fn key(&self) -> Key {
        Key {
            size: self.size,
            seed: self.seed,
            limit: self.limit,
            repeat: self.repeat,
            solver: self.solver,
            without: self.without.clone(),
        }
    }

    /// The version of the program that was measured, without that of the solver in it; none if the row does not tell.
    pub fn measured(&self) -> Option<&str> {
        let ours = self.solver == Solver::Entente;
        let (first, _) = self.version.split_once(", ").filter(|_| ours).unwrap_or((&self.version, ""));
        let solver_alone = ours && first.starts_with("HiGHS");
        Some(first).filter(|first| !first.is_empty() && !solver_alone)
    }

    /// The objective, if the plan stands before the referee.
    pub fn value(&self) -> Option<f64> {
        self.objective.filter(|_| self.refereed == Some(true))
    }

    /// The proven gap of a plan that stands.
    pub fn gap(&self) -> Option<f64> {
        gap(self.value()?, self.bound?)
    }

    /// What came out.
    pub fn sentence(&self) -> String {
        let of = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), grouped);
        format!(
            "{}: objective {}, bound {}, gap {}, {} s, refereed {}",
            self.outcome,
            of(self.objective),
            of(self.bound),
            self.gap().map_or_else(|| "–".to_owned(), percent),
            self.seconds.map_or_else(|| "–".to_owned(), seconds),
            match self.refereed {
                Some(true) => "yes",
                Some(false) => "no",
                None => "–",
            }
        )
    }
}

/// Puts new rows among the old: one with the same key takes the old one's place. Rows end in the order of their keys.
pub fn merge(rows: &mut Vec<Row>, new: &[Row]) {
    rows.retain(|old| new.iter().all(|row| row.key() != old.key()));
    rows.extend_from_slice(new);
    rows.sort_by_key(Row::key);
}

/// Reads the results; none where there is no file yet.
pub fn read(path: &Path) -> Result<Vec<Row>, String> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut reader = csv::Reader::from_path(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    reader.deserialize().collect::<Result<_, _>>().map_err(|e| {
        format!(
            "{} holds something else than results: {e}; mend it, or move it away and run without --keep",
            path.display()
        )
    })
}

/// Writes the results.
pub fn write(path: &Path, rows: &[Row]) -> Result<(), String> {
    let fault = |e: String| format!("{} cannot be written: {e}", path.display());
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.serialize(row)).map_err(|e| fault(e.to_string()))?;
    put(path, &writer.into_inner().map_err(|e| fault(e.to_string()))?)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A refereed run of a minute on S with seed 1.
    pub fn row(solver: Solver, objective: f64, bound: f64) -> Row {
        Row {
            size: Size::S,
            seed: 1,
            limit: 60,
            repeat: 1,
            solver,
            without: String::new(),
            outcome: "plan".to_owned(),
            refereed: Some(true),
            objective: Some(objective),
            reported: Some(objective),
            bound: Some(bound),
            seconds: Some(1.5),
            wall: 2.0,
            memory_mib: Some(64.0),
            version: "1.0, \"quoted\"".to_owned(),
            machine: "Some Processor; 2 cores".to_owned(),
            date: "2026-01-02".to_owned(),
        }
    }

    #[test]
    fn rows_survive_the_file() {
        let path = std::env::temp_dir().join(format!("entente-bench-record-{}.csv", std::process::id()));
        let none = Row { objective: None, reported: None, refereed: None, bound: None, ..row(Solver::Scip, 0.0, 0.0) };
        let rows = [row(Solver::Entente, 10.25, 9.0), none, Row { size: Size::Xl, ..row(Solver::Highs, 1.0, 1.0) }];
        write(&path, &rows).unwrap();
        assert_eq!(read(&path).unwrap(), rows);
        std::fs::write(&path, "size,seed\nS,1\n").unwrap();
        assert!(read(&path).unwrap_err().contains("run without --keep"));
        std::fs::remove_file(&path).unwrap();
        assert_eq!(read(&path).unwrap(), []);
    }

    #[test]
    fn old_rows_without_a_version_are_read() {
        let path = std::env::temp_dir().join(format!("entente-bench-old-{}.csv", std::process::id()));
        let head =
            "size,seed,limit,repeat,solver,without,outcome,refereed,objective,reported,bound,seconds,wall,memory_mib";
        let text =
            format!("{head},machine,date\nS,1,60,1,entente,,plan,true,10,10,9,1.5,2,64,Some Processor,2026-01-02\n");
        std::fs::write(&path, text).unwrap();
        let rows = read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!((rows[0].objective, rows[0].measured()), (Some(10.0), None));
        let measured = |solver: Solver, version: &str| {
            let row = Row { version: version.to_owned(), ..row(solver, 1.0, 1.0) };
            row.measured().map(str::to_owned)
        };
        assert_eq!(measured(Solver::Entente, "HiGHS 1.15.0"), None);
        assert_eq!(measured(Solver::Entente, "0.1.0 (1a2b3c4), HiGHS 1.15.0").as_deref(), Some("0.1.0 (1a2b3c4)"));
        assert_eq!(measured(Solver::Entente, "0.1.0 (1a2b3c4)").as_deref(), Some("0.1.0 (1a2b3c4)"));
        assert_eq!(measured(Solver::Highs, "HiGHS 1.15.0").as_deref(), Some("HiGHS 1.15.0"));
    }

    #[test]
    fn a_run_made_again_replaces_the_old_one_alone() {
        let old = [row(Solver::Highs, 12.0, 8.0), Row { seed: 2, ..row(Solver::Entente, 11.0, 9.0) }];
        let mut rows = old.to_vec();
        let new = [row(Solver::Highs, 10.0, 9.0), row(Solver::Entente, 10.0, 10.0)];
        merge(&mut rows, &new);
        assert_eq!(rows, [new[1].clone(), new[0].clone(), old[1].clone()]);
        let part = Row { without: "search".to_owned(), ..new[1].clone() };
        merge(&mut rows, std::slice::from_ref(&part));
        assert_eq!(rows.len(), 4);
        merge(&mut rows, &[part]);
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn a_plan_that_breaks_rules_has_no_gap() {
        assert_eq!(row(Solver::Scip, 10.0, 9.0).gap(), Some(0.1));
        assert_eq!(Row { refereed: Some(false), ..row(Solver::Scip, 10.0, 9.0) }.gap(), None);
        assert_eq!(Row { bound: None, ..row(Solver::Scip, 10.0, 9.0) }.gap(), None);
    }
}
