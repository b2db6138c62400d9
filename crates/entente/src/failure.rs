//! What can go wrong, sorted by whose fault it is, and the exit code that tells.

use std::fmt;
use std::io;
use std::path::Path;

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The case, the plan or another input: exit code 1.
    Input,
    /// The command as it was typed: exit code 2.
    Usage,
    /// A limit was reached before any plan was found: exit code 3.
    NoPlan,
    /// Ours: exit code 70.
    Ours,
    /// Nobody's: whoever read stdout has closed it. Exit code 0.
    Closed,
}

/// Why a command ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Whose fault it is.
    pub kind: Kind,
    /// What happened, in one sentence. Empty: it has been said already.
    pub message: String,
    /// A way out.
    pub hint: Option<String>,
}

impl Failure {
    /// The input is at fault.
    pub fn input(message: impl Into<String>) -> Self {
        Self { kind: Kind::Input, message: message.into(), hint: None }
    }

    /// The input is at fault, and what is wrong has been printed.
    pub fn reported() -> Self {
        Self::input("")
    }

    /// The command was typed wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, ..Self::input(message) }
    }

    /// A limit was reached without any plan.
    pub fn no_plan(message: impl Into<String>) -> Self {
        Self { kind: Kind::NoPlan, ..Self::input(message) }
    }

    /// A mistake of ours.
    pub fn ours(message: impl Into<String>) -> Self {
        Self { kind: Kind::Ours, ..Self::input(message) }
    }

    /// Adds a way out.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A file that could not be read or written: `doing` is `read` or `write`.
    pub fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        let shown = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => Self::input(format!("cannot {doing} {shown}: there is no such file or folder")),
            io::ErrorKind::PermissionDenied => Self::input(format!("cannot {doing} {shown}: permission denied")),
            _ => Self::input(format!("cannot {doing} {shown}: {error}")),
        }
    }

    /// What writing to stdout came to.
    pub fn stdout(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self { kind: Kind::Closed, message: String::new(), hint: None };
        }
        Self::input(format!("cannot write to the standard output: {error}"))
    }

    /// The exit code: 0 done, 1 input, 2 usage, 3 no plan, 70 ours.
    pub fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Closed => 0,
            Kind::Input => 1,
            Kind::Usage => 2,
            Kind::NoPlan => 3,
            Kind::Ours => 70,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  help: {hint}")?;
        }
        if self.kind == Kind::Ours {
            write!(f, "\n{OURS}")?;
        }
        Ok(())
    }
}

/// What is said whenever the fault is ours.
pub const OURS: &str = "This is a fault in Entente, not in your case. Please send us the message above, the command as \
                        you typed it and, if you may, the case folder.";

/// What a command comes to.
pub type Outcome = Result<(), Failure>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let closed = Failure::stdout(&io::Error::from(io::ErrorKind::BrokenPipe));
        let all = [Failure::input("a"), Failure::usage("a"), Failure::no_plan("a"), Failure::ours("a"), closed];
        assert_eq!(all.map(|f| f.exit_code()), [1, 2, 3, 70, 0]);
    }

    #[test]
    fn ours_says_what_to_send() {
        assert!(Failure::ours("the sum is wrong").to_string().contains("send us"));
        assert!(!Failure::input("no file").to_string().contains("send us"));
    }
}
