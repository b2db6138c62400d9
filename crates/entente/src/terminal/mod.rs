//! What people see: diagnostics with line and caret, progress of long work, and stdout that may close.

pub mod diagnostics;
pub mod interrupt;
pub mod progress;
pub mod stdout;

use std::io::IsTerminal;

/// Whether text on this stream may be coloured: it is a terminal, and `NO_COLOR` is not set
/// (no-color.org).
fn colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        && std::env::var_os("TERM").is_none_or(|v| v != "dumb")
}

/// Whether stdout may be coloured.
pub fn stdout_colour() -> bool {
    colour(&std::io::stdout())
}

/// Whether stderr may be coloured.
pub fn stderr_colour() -> bool {
    colour(&std::io::stderr())
}

/// Columns of text that fit a line: as `COLUMNS` says; else 80 on a terminal, which none is narrower
/// than by default, and 100 in a file.
pub fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let usual = if std::io::stdout().is_terminal() { 80 } else { 100 };
    said.unwrap_or(usual).clamp(40, 240)
}
