//! The mistakes of a file, all at once: those that fit on a screen or two in words, the rest by their number.

use crate::failure::Failure;
use crate::terminal::diagnostics::safe;

/// Most mistakes told in words.
const MOST_TOLD: usize = 50;

/// What is wrong with a file.
#[derive(Debug, Default)]
pub struct Faults {
    told: Vec<String>,
    more: usize,
}

impl Faults {
    /// Adds one; it is put into words only if it is told.
    pub fn add(&mut self, fault: impl FnOnce() -> String) {
        if self.told.len() < MOST_TOLD {
            self.told.push(safe(&fault()));
        } else {
            self.more += 1;
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// As a failure of the file that messages call `file`.
    pub fn failure(self, file: &str) -> Failure {
        if let [only] = &self.told[..] {
            return Failure::input(format!("{file}: {only}"));
        }
        let mut message = format!("{file} holds {} mistakes", self.told.len() + self.more);
        for fault in &self.told {
            message.push_str("\n  ");
            message.push_str(fault);
        }
        if self.more > 0 {
            message.push_str(&format!("\n  … and {} more", self.more));
        }
        Failure::input(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_flood() {
        let mut faults = Faults::default();
        assert!(faults.is_empty());
        faults.add(|| "one\u{1b}[2J".to_owned());
        assert_eq!(Faults { told: faults.told.clone(), more: 0 }.failure("x").message, "x: one\u{fffd}[2J");
        for n in 0..MOST_TOLD + 6 {
            faults.add(|| n.to_string());
        }
        let message = faults.failure("x").message;
        assert_eq!(message.lines().count(), MOST_TOLD + 2);
        assert!(message.starts_with("x holds 57 mistakes\n  one"), "{message}");
        assert!(message.ends_with("\n  … and 7 more"), "{message}");
    }
}
