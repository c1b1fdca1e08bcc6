//! Objects with a finalizer that a name of the main program lets go: `f = None`, `del f`.
//!
//! There are no reference counts, so `__del__` is called, and a generator closed, when a collection finds that the object is dead. What the code of the program
//! itself, a module that nothing waits for, drops by binding or deleting one of its names is looked for at once.
//!
//! **Promise.** The object is finalized if it cannot be reached but from native stacks. While that code runs nothing on them matters: its frame is the only one, no
//! function of Rust is between it and the machine's start, no other thread has begun, and compiled code leaves before such an instruction
//! (`ir/build/names.rs`). So it is finalized at the same instruction whether the code around is compiled or not. Looking costs a collection: after [`BUDGET`] bytes were looked
//! through the collector finds out by itself, later.

use super::Vm;
use super::frame::mark;
use crate::gc::{self, flags};
use crate::object::generator::State;
use crate::object::{Generator, Value};

/// Bytes of living objects that may be marked for the sake of dropped ones.
const BUDGET: usize = 256 << 20;

/// Has the object a finalizer?
#[inline(always)]
#[must_use]
pub fn has_finalizer(v: Value) -> bool {
    crate::object::header(v).is_some_and(|h| h.flags & flags::HAS_FINALIZER != 0)
}

impl Vm {
    /// The current frame's instruction, which names its operands no more, bound or deleted a name that referred to `old`.
    #[inline]
    pub fn dropped(&mut self, old: Value) {
        if has_finalizer(old) {
            self.look_for(old);
        }
    }

    #[cold]
    fn look_for(&mut self, old: Value) {
        let waits = Generator::from_value(old).is_none_or(|g| g.state() == State::Suspended);
        let alone = self.thread.depth == 1 && self.threads.parked.is_empty();
        let frame = self.thread.current();
        let of_program = alone && frame.is_some_and(|f| f.marks & mark::BODY != 0);
        if !waits || !of_program || self.dropped_bytes > BUDGET {
            return;
        }
        let Some(object) = old.as_object() else {
            return;
        };
        gc::wipe_dead_stack();
        self.clear_dead_registers();
        self.heap.collect_dropped(object);
        self.dropped_bytes += self.heap.stats().live_bytes;
        self.run_pending();
    }
}
