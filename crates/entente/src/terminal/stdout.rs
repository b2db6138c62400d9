//! Data on stdout. A reader that closes early (`| head`) ends the command quietly.

use crate::failure::{Failure, Outcome};
use std::io::{IsTerminal, Write};

/// Prints text.
///
/// # Errors
/// Stdout is closed or full.
pub fn text(text: &str) -> Outcome {
    bytes(text.as_bytes())
}

/// Prints JSON, indented, on lines of its own.
///
/// # Errors
/// Stdout is closed or full.
pub fn json(value: &serde_json::Value) -> Outcome {
    text(&format!("{value:#}\n"))
}

/// Prints bytes that are no text.
///
/// # Errors
/// Stdout is a terminal, closed or full.
pub fn binary(data: &[u8]) -> Outcome {
    if std::io::stdout().is_terminal() {
        return Err(Failure::usage("this is no text, and would upset the terminal").hint("name a file with --out FILE"));
    }
    bytes(data)
}

fn bytes(data: &[u8]) -> Outcome {
    let mut out = std::io::stdout().lock();
    out.write_all(data).and_then(|()| out.flush()).map_err(|e| Failure::stdout(&e))
}
