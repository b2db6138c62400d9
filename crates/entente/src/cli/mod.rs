//! The command line: one file per command, one definition for parsing, help, completions and manual.

pub mod bench;
pub mod check;
pub mod completions;
pub mod explain;
pub mod export;
pub mod import;
pub mod input;
pub mod limits;
pub mod manual;
pub mod new;
pub mod plan;
pub mod verify;
pub mod why;
pub mod why_not;

use crate::failure::{Failure, Kind, OURS, Outcome};
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// The version of Entente.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The version, and of a release build made in a checkout the last commit that changed the program: `0.1.0 (1a2b3c4)`,
/// with `+` where more was changed on top.
pub const BUILD: &str = env!("ENTENTE_BUILD");

/// Plan a multinational peacekeeping coalition: from what nations offer and what the mission needs to
/// the best force these pledges make, month by month, with what is missing and a proven bound.
#[derive(Debug, Parser)]
#[command(
    name = "entente",
    version,
    long_version = BUILD,
    arg_required_else_help = true,
    after_help = "\
First steps:
  entente new my-case            write a small case to start from
  entente check my-case          list every mistake in it
  entente plan my-case           plan it and write the report

A case is a folder of tables (CSV) with a case.toml; edit it in a spreadsheet or a text editor.
Data go to the standard output, all else to the standard error.

Exit codes:
  0 done   1 the case or the plan is at fault   2 wrong usage
  3 stopped at a limit without any plan   70 a fault in Entente"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a small case to start from
    New(new::Args),
    /// List everything that is wrong or doubtful in a case
    Check(check::Args),
    /// Plan a case and write the report
    Plan(plan::Args),
    /// Judge a plan, ours or one typed by hand, against every rule of the case
    Verify(verify::Args),
    /// Tell why a line is short, and what would fill it
    Why(why::Args),
    /// Tell why an offer is not used, and what would bring it in
    WhyNot(why_not::Args),
    /// Turn a case into a workbook, a map, a data package or a solver model
    Export(export::Args),
    /// Turn a workbook or public figures into a case
    Import(import::Args),
    /// Measure the planner on an open benchmark
    Bench(bench::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Print the manual page
    Manual(manual::Args),
}

/// Parses the words of the command line, does what they say, and tells the exit code.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        complain(&format!("error: Entente has come to a halt where it should not: {panic}\n{OURS}"));
    }));
    let cli = match Cli::try_parse_from(words) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are asked for, and go to stdout; the rest is wrong usage. A closed stream
            // must not turn either into anything else.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(cli.command)));
    let failure = match outcome {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(failure)) => failure,
        Err(_) => return ExitCode::from(Failure::ours("").exit_code()),
    };
    if failure.kind != Kind::Closed && !failure.message.is_empty() {
        complain(&failure.to_string());
    }
    ExitCode::from(failure.exit_code())
}

fn dispatch(command: Command) -> Outcome {
    match command {
        Command::New(args) => new::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Why(args) => why::run(&args),
        Command::WhyNot(args) => why_not::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Manual(args) => manual::run(&args),
    }
}

/// Says something on stderr. If that is closed, there is nobody to tell.
pub fn complain(text: &str) {
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{}\n", text.trim_end_matches('\n')).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }
}
