//! Every source file begins by saying what it is, and is called after it: a `util` could hold anything.

use super::Text;
use std::path::Path;

pub fn check(_: &Path, text: &Text, faults: &mut Vec<String>) {
    if !text.is_source() {
        return;
    }
    if !text.text.starts_with("//! ") {
        faults.push(text.fault(1, "a source file begins with a `//!` line that says what it is"));
    }
    let name = text.path.rsplit('/').next().unwrap_or_default();
    if name.contains("util") || name.contains("helper") || name.contains("misc") {
        faults.push(text.fault(1, "call a file after what is in it"));
    }
}
