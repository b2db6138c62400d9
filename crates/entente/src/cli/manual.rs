//! `entente manual [COMMAND]`: manual pages from the definition of the command line.

use crate::failure::{Failure, Outcome};
use crate::terminal::stdout;
use clap::CommandFactory;

/// Prints the manual page of Entente, or of one of its commands, as roff.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente manual | man -l -
  entente manual import xlsx > entente-import-xlsx.1")]
pub struct Args {
    /// The command, with its own command if it has any; none: Entente as a whole
    pub command: Vec<String>,
}

/// Prints the page.
///
/// # Errors
/// There is no such command, or stdout is closed or full.
pub fn run(args: &Args) -> Outcome {
    let mut root = super::Cli::command();
    root.build();
    let mut command = &root;
    for name in &args.command {
        command = command.find_subcommand(name).ok_or_else(|| {
            let known: Vec<_> = command.get_subcommands().map(clap::Command::get_name).collect();
            let failure = Failure::usage(format!("there is no command “{name}” here"));
            if known.is_empty() { failure } else { failure.hint(format!("one of: {}", known.join(", "))) }
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(|e| Failure::ours(format!("the manual page cannot be made: {e}")))?;
    stdout::text(&String::from_utf8_lossy(&page))
}
