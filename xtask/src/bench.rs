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
    let (mut rows, mut traces) = if options.keep || options.missing { load(&out)? } else { Default::default() };
    let work = root.join("target/bench");
    fs::create_dir_all(&work).map_err(|e| format!("{} cannot be made: {e}", work.display()))?;
    let (machine, date) = (machine::describe(), options.date(root)?);
    if let Some(load) = machine::load().filter(|load| *load > 0.5) {
        eprintln!("the machine is busy (load {load}): times will be longer than they should be");
    }
    let limits = Limits { seconds: 0.0, mib: options.memory_mib() };
    let mut runners = options.runners(root, &work)?;
    for key in options.keys(&runners) {
        if options.missing && rows.iter().any(|row| row.key() == key) {
            continue;
        }
        let instance = referee::instance(options, &work, &key)?;
        eprintln!("{}", key.sentence());
        let limits = Limits { seconds: options::patience(key.limit), ..limits };
        let setting = Setting { limits, machine: &machine, date: &date };
        let runner = runners.iter_mut().find(|runner| runner.solver() == key.solver);
        let runner = runner.ok_or("a run is planned for a solver that is not there, which is a fault of this tool")?;
        let mut run = runner.run(&instance, &key, &setting)?;
        referee::judge(options, &instance, &work, &mut run.row)?;
        eprintln!("    {}", run.row.sentence());
        record::merge(&mut rows, slice::from_ref(&run.row));
        trace::replace(&mut traces, &key, run.trace);
        record::write(&out.join(record::NAME), &rows)?;
        trace::write(&out.join(trace::NAME), &traces)?;
    }
    Ok(())
}

/// A solver that can be run on an instance.
trait Runner {
    /// Which one.
    fn solver(&self) -> Solver;

    /// The parts that can be switched off.
    fn parts(&self) -> &[String];

    /// Runs it; the solution goes to [`referee::solution`].
    fn run(&mut self, instance: &Path, key: &Key, setting: &Setting<'_>) -> Result<Run, String>;
}
