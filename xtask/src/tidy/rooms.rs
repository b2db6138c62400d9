//! What each crate deliberately lacks: files, network, clock and environment are the shell's alone, and
//! the solver knows no word of the domain. See ARCHITECTURE.md.

use super::Text;
use std::path::Path;

/// What only the shell has.
const OUTSIDE: [&str; 8] =
    ["std::fs", "std::net", "std::env::var", "std::process", "SystemTime", "Zoned::now", "println!(", "print!("];

/// Crates without the outside, and other crates that they do not know.
const ROOMS: [(&str, &[&str]); 4] = [
    ("crates/entente-model/src/", &["entente_solve", "entente_plan", "entente_report", "highs_sys"]),
    ("crates/entente-solve/src/", &["entente_model", "entente_plan", "entente_report"]),
    ("crates/entente-plan/src/", &["entente_report", "highs_sys"]),
    ("crates/entente-report/src/", &["entente_solve", "highs_sys"]),
];

pub fn check(_: &Path, text: &Text, faults: &mut Vec<String>) {
    let Some((room, others)) = ROOMS.iter().find(|(room, _)| text.path.starts_with(room)) else { return };
    if !text.path.ends_with(".rs") {
        return;
    }
    text.forbid(&OUTSIDE, &format!("{room} has no access to the outside"), faults);
    text.forbid(others, &format!("{room} does not know that crate"), faults);
}
