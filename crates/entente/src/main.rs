//! `entente`: plan and run a multinational peacekeeping coalition.

use std::process::ExitCode;

fn main() -> ExitCode {
    entente::cli::run(std::env::args_os())
}
