//! The options of `cargo xtask bench plan`, and the runs that they ask for.

use super::record::{Key, Size, Solver};
use super::{Runner, entente, machine, peers};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs Entente and general solvers on the open benchmark EFP-1, one after the other, has every solution
/// refereed, and writes a page with tables and plots.
#[derive(Debug, clap::Parser)]
#[command(name = "cargo xtask bench plan")]
pub struct Options {
    /// Sizes of the instances
    #[arg(long, value_delimiter = ',', default_value = "S")]
    pub sizes: Vec<Size>,
    /// Seeds of the instances
    #[arg(long, value_delimiter = ',', default_value = "1")]
    pub seeds: Vec<u32>,
    /// Time limits, seconds; with several, each is a run of its own
    #[arg(long, value_delimiter = ',', default_value = "60", value_parser = clap::value_parser!(u32).range(1..))]
    pub seconds: Vec<u32>,
    /// Runs of each; the page shows medians. The number of the run is Entente's seed
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub repeat: u32,
    /// Who takes part
    #[arg(long, value_delimiter = ',', default_value = "entente,highs,cpsat,scip")]
    pub solvers: Vec<Solver>,
    /// Also run Entente with each of its parts switched off
    #[arg(long)]
    pub ablation: bool,
    /// The folder of EFP-1, with gen.py, peer.py and check.py [default: ../shared/bench/efp]
    #[arg(long, value_name = "DIR")]
    pub peers: Option<PathBuf>,
    /// The Python that runs them, with highspy, numpy, ortools and pyscipopt
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    pub python: PathBuf,
    /// The program to measure [default: built here, for release]
    #[arg(long, value_name = "PROGRAM")]
    pub entente: Option<PathBuf>,
    /// Keep the results of earlier runs; those that are run again are replaced
    #[arg(long)]
    pub keep: bool,
    /// Like --keep, and runs only what has no result yet
    #[arg(long)]
    pub missing: bool,
    /// Run nothing: write the page from the results that are there
    #[arg(long, conflicts_with_all = ["keep", "missing"])]
    pub page: bool,
    /// The most memory that one run may take, GiB [default: nine tenths of the machine's]
    #[arg(long, value_name = "GIB", value_parser = gib)]
    pub memory: Option<f64>,
    /// The date of the results [default: that of the last commit]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<String>,
    /// The folder that the results go to [default: docs/benchmarks]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

impl Options {
    /// The folder of the results.
    pub fn out(&self, root: &Path) -> PathBuf {
        self.out.clone().unwrap_or_else(|| root.join("docs/benchmarks"))
    }

    /// The folder of EFP-1; `root` is where this repository lies.
    pub fn peers(&self, root: &Path) -> PathBuf {
        self.peers.clone().unwrap_or_else(|| root.join("../shared/bench/efp"))
    }

    /// The most memory of one run, MiB.
    pub fn memory_mib(&self) -> Option<f64> {
        self.memory.map(|gib| gib * 1024.0).or_else(|| machine::memory_mib().map(|mib| 0.9 * mib))
    }

    /// The date that results carry.
    pub fn date(&self, root: &Path) -> Result<String, String> {
        let said = self.date.clone().or_else(|| machine::git(root, &["log", "-1", "--format=%cs"]));
        said.ok_or_else(|| "the date of the last commit is not known; give one with --date".to_owned())
    }

    /// A Python on one of the scripts of EFP-1.
    pub fn script(&self, name: &str) -> Command {
        let mut command = Command::new(&self.python);
        command.arg(self.peers(&crate::root()).join(name));
        command
    }

    /// Who takes part and is there.
    pub fn runners(&self, root: &Path, work: &Path) -> Result<Vec<Box<dyn Runner>>, String> {
        let efp = self.peers(root);
        if !efp.join("gen.py").is_file() {
            return Err(format!("{} holds no gen.py; say with --peers where EFP-1 lies", efp.display()));
        }
        let mut runners: Vec<Box<dyn Runner>> = Vec::new();
        for solver in Solver::ALL.into_iter().filter(|solver| self.solvers.contains(solver)) {
            if solver == Solver::Entente {
                let entente = entente::Entente::find(root, work, self.entente.as_deref())?;
                if self.ablation && entente.parts().is_empty() {
                    eprintln!("this Entente has no `--without`: no ablation");
                }
                runners.push(Box::new(entente));
            } else if let Some(peer) = peers::Peer::find(self, solver, work)? {
                runners.push(Box::new(peer));
            } else {
                eprintln!("{}: not installed, left out", solver.name());
            }
        }
        if runners.is_empty() {
            return Err("none of the solvers is installed; docs/benchmarks/README.md says how".to_owned());
        }
        Ok(runners)
    }

    /// The runs to make, instance by instance, so that solvers are measured at nearly the same time.
    pub fn keys(&self, runners: &[Box<dyn Runner>]) -> Vec<Key> {
        let mut keys = Vec::new();
        let limits = distinct(&self.seconds);
        for size in distinct(&self.sizes) {
            for seed in distinct(&self.seeds) {
                for (limit, repeat) in limits.iter().flat_map(|&limit| (1..=self.repeat).map(move |r| (limit, r))) {
                    for runner in runners {
                        let whole = Key { size, seed, limit, repeat, solver: runner.solver(), without: String::new() };
                        keys.push(whole.clone());
                        let parts = runner.parts().iter().filter(|_| self.ablation);
                        keys.extend(parts.map(|part| Key { without: part.clone(), ..whole.clone() }));
                    }
                }
            }
        }
        keys
    }
}

/// Seconds after which a run is ended from outside: building the model counts too, and a solver that
/// does not keep to its limit must not hold up the rest.
pub fn patience(limit: u32) -> f64 {
    2.0 * f64::from(limit) + 60.0
}

/// Each once, in the order in which they came: nobody means the same run twice.
fn distinct<T: Copy + PartialEq>(of: &[T]) -> Vec<T> {
    of.iter().enumerate().filter(|(at, value)| !of[..*at].contains(value)).map(|(_, value)| *value).collect()
}

fn gib(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|gib: &f64| gib.is_finite() && *gib > 0.0);
    value.ok_or_else(|| "a number of GiB above 0 is expected".to_owned())
}

fn day(text: &str) -> Result<String, String> {
    let like = |(c, form): (char, char)| if form == '0' { c.is_ascii_digit() } else { c == form };
    let right = text.len() == 10 && text.chars().zip("0000-00-00".chars()).all(like);
    if right { Ok(text.to_owned()) } else { Err("a day such as 2026-01-02 is expected".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    struct Nobody;

    impl Runner for Nobody {
        fn solver(&self) -> Solver {
            Solver::Scip
        }

        fn version(&self) -> &str {
            ""
        }

        fn parts(&self) -> &[String] {
            &[]
        }

        fn run(
            &mut self,
            _: &std::path::Path,
            _: &Key,
            _: &super::super::Setting<'_>,
        ) -> Result<super::super::Run, String> {
            Err("nobody runs".to_owned())
        }
    }

    fn parse(words: &[&str]) -> Result<Options, clap::Error> {
        Options::try_parse_from(["x"].iter().chain(words))
    }

    #[test]
    fn a_run_that_is_named_twice_is_made_once() {
        let options = parse(&["--sizes", "M,S,M", "--seeds", "2,1,2", "--seconds", "9,9", "--repeat", "2"]).unwrap();
        let keys = options.keys(&[Box::new(Nobody)]);
        let runs: Vec<_> = keys.iter().map(|key| (key.size.name(), key.seed, key.limit, key.repeat)).collect();
        let once = [("M", 2), ("M", 1), ("S", 2), ("S", 1)];
        assert_eq!(runs, once.iter().flat_map(|(size, seed)| [1, 2].map(|r| (*size, *seed, 9, r))).collect::<Vec<_>>());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for words in
            [["--memory", "0"], ["--memory", "NaN"], ["--memory", "-1"], ["--date", "today"], ["--date", "2026-1-02"]]
        {
            assert!(parse(&[&format!("{}={}", words[0], words[1])]).is_err(), "{words:?}");
        }
        let options = parse(&["--memory", "1.5", "--date", "2026-01-02"]).unwrap();
        assert_eq!((options.memory_mib(), options.date.as_deref()), (Some(1536.0), Some("2026-01-02")));
    }
}
