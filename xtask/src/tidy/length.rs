//! Files stay short enough to be read: one with more lines says why in its first comment, with the word “long”.

use super::Text;
use std::path::Path;

/// Most lines of a file that gives no reason.
const MOST: usize = 800;

pub fn check(_: &Path, text: &Text, faults: &mut Vec<String>) {
    let code = [".rs", ".css", ".sh", ".py"].iter().any(|end| text.path.ends_with(end));
    let lines = text.text.lines().count();
    if !code || lines <= MOST {
        return;
    }
    let comment = |line: &&str| ["//", "/*", " *", "#"].iter().any(|start| line.starts_with(start));
    if !text.text.lines().take_while(comment).any(|line| line.contains("long")) {
        faults.push(text.fault(1, &format!("{lines} lines; split it, or say in its first comment why it is long")));
    }
}
