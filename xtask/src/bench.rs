//! `cargo xtask bench plan`: Entente and its peers side by side on EFP-1, refereed, as a page with plots.
//!
//! Runs follow one another, never two at once: each has the whole machine. Every result is written as soon as
//! it is there, so that a long campaign may be cut short and taken up again with `--keep`.

mod child;
mod contradiction;
mod entente;
mod figures;
mod machine;
mod options;
mod page;
mod peers;
mod plot;
mod record;
mod referee;
mod trace;

use crate::Outcome;
use child::Limits;
use clap::Parser;
use options::Options;
use record::{Key, Row, Solver};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::{fs, slice};
use trace::Trace;

/// What is known when a run begins.
struct Setting<'a> {
    limits: Limits,
    machine: &'a str,
    date: &'a str,
}

/// What one run of a solver gave.
struct Run {
    row: Row,
    trace: Option<Trace>,
}

/// Measures, and writes the page. `words` are the options.
pub fn plan(root: &Path, words: &[String]) -> Outcome {
    let name = ["cargo xtask bench plan".to_owned()];
    let options = match Options::try_parse_from(name.iter().chain(words)) {
        Ok(options) => options,
        Err(error) => {
            // The way to print help is an error too, and none to speak of.
            let asked = !error.use_stderr();
            return error.print().map_err(|e| vec![e.to_string()]).and(if asked { Ok(()) } else { Err(Vec::new()) });
        }
    };
    measure(root, &options).map_err(|fault| vec![fault])?;
    let out = options.out(root);
    let (rows, traces) = load(&out).map_err(|fault| vec![fault])?;
    page::write(&out, &rows, &traces).map_err(|fault| vec![fault])?;
    eprintln!("written: {}", out.join(page::NAME).display());
    let faults = contradiction::all(&rows);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Results and traces so far.
fn load(out: &Path) -> Result<(Vec<Row>, Vec<Trace>), String> {
    let rows = record::read(&out.join(record::NAME))?;
    let traces = trace::read(&out.join(trace::NAME))?;
    Ok((rows, traces))
}

/// Makes the runs that the options ask for.
fn measure(root: &Path, options: &Options) -> Result<(), String> {
    let out = options.out(root);
    fs::create_dir_all(&out).map_err(|e| format!("{} cannot be made: {e}", out.display()))?;
    if options.page {
        return Ok(());
    }
    try_out(&out)?;
    let work = root.join("target/bench");
    fs::create_dir_all(&work).map_err(|e| format!("{} cannot be made: {e}", work.display()))?;
    let _alone = alone(&work)?;
    let (mut rows, mut traces) = if options.keep || options.missing { load(&out)? } else { Default::default() };
    let (machine, date) = (machine::describe(), options.date(root)?);
    if let Some(load) = machine::load().filter(|load| *load > 0.5) {
        eprintln!("the machine is busy (load {load}): times will be longer than they should be");
    }
    let limits = Limits { seconds: 0.0, mib: options.memory_mib() };
    let mut runners = options.runners(root, &work)?;
    let mut stale = 0;
    for key in options.keys(&runners) {
        let runner = runners.iter_mut().find(|runner| runner.solver() == key.solver);
        let runner = runner.ok_or("a run is planned for a solver that is not there, which is a fault of this tool")?;
        if options.missing
            && let Some(row) = rows.iter().find(|row| row.key() == key)
        {
            stale += usize::from(row.measured() != Some(runner.version()));
            continue;
        }
        let instance = referee::instance(options, &work, &key)?;
        eprintln!("{}", key.sentence());
        let limits = Limits { seconds: options::patience(key.limit), ..limits };
        let setting = Setting { limits, machine: &machine, date: &date };
        let mut run = runner.run(&instance, &key, &setting)?;
        referee::judge(options, &instance, &work, &mut run.row)?;
        eprintln!("    {}", run.row.sentence());
        record::merge(&mut rows, slice::from_ref(&run.row));
        trace::replace(&mut traces, &key, run.trace);
        save(&out, &rows, &traces)?;
    }
    if stale > 0 {
        eprintln!(
            "kept, though of another version than is here, or of none that is told: {stale}; --keep makes them again"
        );
    }
    Ok(())
}

/// Makes sure that results can be written before the first is there, which may take ten minutes and more.
fn try_out(out: &Path) -> Result<(), String> {
    [trace::NAME, record::NAME]
        .iter()
        .try_for_each(|name| ::entente::run_folder::try_file(&out.join(name)).map_err(|failure| failure.message))
}

/// Holds the folder that runs work in, until it is dropped or the program ends. Two campaigns would take each other's
/// time, mistake each other's solutions for their own, and write over each other's results.
fn alone(work: &Path) -> Result<File, String> {
    let path = work.join("campaign.lock");
    let file = File::options().create(true).write(true).truncate(false).open(&path);
    let file = file.map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            Err(format!("another campaign is at work in {}; wait for its end", work.display()))
        }
        // Where a file system knows no locks, there is nothing to hold.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// Writes results and traces. The traces first: a stop in between leaves a trace without a result, which a later run
/// replaces, and no result that lacks its trace for good.
fn save(out: &Path, rows: &[Row], traces: &[Trace]) -> Result<(), String> {
    trace::write(&out.join(trace::NAME), traces)?;
    record::write(&out.join(record::NAME), rows)
}

/// Writes a file as a whole or not at all: hours of runs must not hang on one stop at the wrong moment.
fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    ::entente::run_folder::write_whole(path, bytes).map_err(|failure| failure.message)
}

/// A solver that can be run on an instance.
trait Runner {
    /// Which one.
    fn solver(&self) -> Solver;

    /// What is measured: see [`Row::measured`].
    fn version(&self) -> &str;

    /// The parts that can be switched off.
    fn parts(&self) -> &[String];

    /// Runs it; the solution goes to [`referee::solution`].
    fn run(&mut self, instance: &Path, key: &Key, setting: &Setting<'_>) -> Result<Run, String>;
}

#[cfg(test)]
mod tests {
    use super::record::tests::row;
    use super::trace::tests::trace;
    use super::*;

    const TRACE: &str = "seconds,best,bound\n1,10,9\n";

    #[test]
    fn one_campaign_at_a_time() {
        let work = std::env::temp_dir().join(format!("entente-bench-alone-{}", std::process::id()));
        fs::create_dir_all(&work).unwrap();
        let first = alone(&work).unwrap();
        assert!(alone(&work).unwrap_err().contains("wait for its end"));
        drop(first);
        assert!(alone(&work).is_ok());
        fs::remove_dir_all(&work).unwrap();
    }

    #[test]
    fn a_trace_is_there_before_its_result() {
        let out = std::env::temp_dir().join(format!("entente-bench-save-{}", std::process::id()));
        fs::create_dir_all(out.join(record::NAME)).unwrap();
        let (rows, traces) = ([row(Solver::Entente, 10.0, 9.0)], [trace(TRACE)]);
        // Nothing can be written where a folder is, so that this is a stop between the two.
        assert!(save(&out, &rows, &traces).unwrap_err().contains(record::NAME));
        assert!(try_out(&out).unwrap_err().contains(record::NAME));
        assert_eq!(trace::read(&out.join(trace::NAME)).unwrap(), traces);
        fs::remove_dir(out.join(record::NAME)).unwrap();
        save(&out, &rows, &traces).unwrap();
        try_out(&out).unwrap();
        assert_eq!(load(&out).unwrap(), (rows.to_vec(), traces.to_vec()));
        fs::remove_dir_all(&out).unwrap();
    }

    /// A program that ends well and talks nonsense, as each solver in turn: its row tells, and the campaign goes on.
    #[cfg(unix)]
    #[test]
    fn nonsense_is_a_result_and_no_end() {
        let work = std::env::temp_dir().join(format!("entente-bench-nonsense-{}", std::process::id()));
        fs::create_dir_all(&work).unwrap();
        let program = work.join("babble");
        let text = "#!/bin/sh\ncase \"$*\" in *-h*) echo --trace;; *version*) echo entente 9;; *) echo ha;; esac\n";
        // A shell writes it: a file that is open for writing here, even in a test beside, cannot be run.
        let shell = ["-c", "printf %s \"$1\" > \"$2\" && chmod +x \"$2\"", "sh", text];
        assert!(std::process::Command::new("sh").args(shell).arg(&program).status().unwrap().success());
        let words = ["x", "--python", program.to_str().unwrap()];
        let options = Options::try_parse_from(words).unwrap();
        let limits = Limits { seconds: 60.0, mib: None };
        let setting = Setting { limits, machine: "this", date: "2026-01-02" };
        let mut runners: Vec<Box<dyn Runner>> = vec![
            Box::new(entente::Entente::find(&work, &work, Some(&program)).unwrap()),
            Box::new(peers::Peer::find(&options, Solver::Scip, &work).unwrap().unwrap()),
        ];
        for runner in &mut runners {
            let key = row(runner.solver(), 1.0, 1.0).key();
            let mut run = runner.run(&work.join("instance.json"), &key, &setting).unwrap();
            assert_eq!(run.row.outcome, "failed: told nothing that can be read");
            assert_eq!((run.row.reported, run.row.value()), (None, None));
            run.row.reported = Some(1.0);
            referee::judge(&options, &work.join("instance.json"), &work, &mut run.row).unwrap();
            assert_eq!(run.row.outcome, "failed: no verdict of the referee");
            assert_eq!(run.row.value(), None);
        }
        fs::remove_dir_all(&work).unwrap();
    }

    /// Another name of the old file still holds the old text: the new one was written beside it.
    #[test]
    fn results_are_never_cut_short_in_their_place() {
        let out = std::env::temp_dir().join(format!("entente-bench-beside-{}", std::process::id()));
        fs::create_dir_all(&out).unwrap();
        save(&out, &[row(Solver::Entente, 10.0, 9.0)], &[trace(TRACE)]).unwrap();
        let before = [record::NAME, trace::NAME].map(|name| {
            fs::hard_link(out.join(name), out.join(format!("old-{name}"))).unwrap();
            (name, fs::read(out.join(name)).unwrap())
        });
        save(&out, &[], &[]).unwrap();
        for (name, text) in before {
            assert_eq!(fs::read(out.join(format!("old-{name}"))).unwrap(), text, "{name}");
            assert_ne!(fs::read(out.join(name)).unwrap(), text, "{name}");
        }
        assert_eq!(fs::read_dir(&out).unwrap().count(), 4);
        fs::remove_dir_all(&out).unwrap();
    }
}
