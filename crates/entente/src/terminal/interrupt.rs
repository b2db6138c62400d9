//! Ctrl-C: once to stop with what has been found so far, twice to leave at once.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static PRESSED: AtomicBool = AtomicBool::new(false);
static LISTEN: Once = Once::new();

/// Starts to listen for Ctrl-C (and the termination signal). Where that cannot be had, Ctrl-C keeps its
/// usual meaning.
pub fn listen() {
    LISTEN.call_once(|| {
        let _ = ctrlc::set_handler(|| {
            if PRESSED.swap(true, Ordering::SeqCst) {
                // 128 + 2, as shells report a process that Ctrl-C ended.
                std::process::exit(130);
            }
            // Writing may fail where stderr is closed: nothing to be done about it here.
            let _ = std::io::Write::write_all(
                &mut std::io::stderr(),
                b"\nStopping with what has been found so far; press Ctrl-C again to leave at once.\n",
            );
        });
    });
}

/// Whether Ctrl-C has been pressed.
pub fn pressed() -> bool {
    PRESSED.load(Ordering::SeqCst)
}
