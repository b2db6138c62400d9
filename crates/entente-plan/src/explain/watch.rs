//! The watch of a caller who says stop once: whatever comes after it stops too, without asking again.

use crate::request::Go;

/// Whoever may stop an explanation.
pub(super) struct Watch<'a> {
    ask: &'a mut dyn FnMut() -> Go,
    /// Whether it has been stopped.
    pub stopped: bool,
}

impl<'a> Watch<'a> {
    pub fn new(ask: &'a mut dyn FnMut() -> Go) -> Self {
        Self { ask, stopped: false }
    }

    /// Whether to go on.
    pub fn go(&mut self) -> Go {
        self.stopped = self.stopped || (self.ask)() == Go::Stop;
        if self.stopped { Go::Stop } else { Go::On }
    }
}
