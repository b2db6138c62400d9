//! Two things at once, or one after the other where there is one thread: what comes out is the same.

/// One after the other, or on two threads.
pub fn side_by_side(threads: usize, one: impl FnOnce(), other: impl FnOnce() + Send) {
    if threads < 2 {
        one();
        other();
        return;
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        one();
        if let Err(panic) = other.join() {
            std::panic::resume_unwind(panic);
        }
    });
}
