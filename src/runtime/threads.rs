//! Threads: real ones of the system under one global lock. Exactly one runs Python code at a time; its state is `vm.thread`, the others' states wait here.
#![expect(unsafe_code, reason = "traces the state of other threads")]

use super::frame::Thread;
use crate::gc::Marker;

/// The threads that wait for the lock.
#[derive(Default)]
pub struct Threads {
    /// States of the threads that do not run now.
    pub parked: Vec<Box<Thread>>,
}

impl Threads {
    /// Reports everything parked threads refer to.
    ///
    /// # Safety
    /// Called during a collection.
    pub unsafe fn trace(&self, m: &mut Marker) {
        for t in &self.parked {
            // SAFETY: the caller's promise.
            unsafe { t.trace(m) };
        }
    }
}

/// The identity of the calling thread, as `threading.get_ident()` shows it.
#[must_use]
pub fn current_ident() -> u64 {
    // SAFETY: takes no arguments and cannot fail.
    unsafe { libc::pthread_self() as u64 }
}
