//! `entente completions SHELL`: completions from the definition of the command line.

use crate::failure::Outcome;
use crate::terminal::stdout;
use clap::CommandFactory;

/// Prints completions for a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  entente completions bash > ~/.local/share/bash-completion/completions/entente
  entente completions fish > ~/.config/fish/completions/entente.fish")]
pub struct Args {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Prints the completions.
///
/// # Errors
/// Stdout is closed or full.
pub fn run(args: &Args) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::Cli::command(), "entente", &mut script);
    stdout::text(&String::from_utf8_lossy(&script))
}
