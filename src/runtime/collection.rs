//! Collections that the program asks for, which find what CPython would have freed long ago.
//!
//! Three things keep objects alive for no reason. Nobody clears a temporary after its last use: before such a collection, the temporaries that are
//! dead at the place where each frame waits are emptied. Call sites remember the functions they called: those with a closure, which may be
//! made anew for each call, are forgotten. And the native stack is scanned conservatively, also the gaps in the frames between the
//! interpreter and the collector, where words of earlier calls survive: so the collection happens not in the native function that was called but
//! right after it, at the interpreter's safepoint, and over a stack wiped below that.

use std::collections::HashMap;
use std::rc::Rc;

use super::frame::{Frame, Thread};
use super::native::definition;
use super::{PyResult, Vm, threads};
use crate::bytecode::Op;
use crate::bytecode::liveness::{Live, live_at, live_suspended};
use crate::gc;
use crate::object::generator::State;
use crate::object::{Code, Generator, NativeFunction, Value};

/// What was found out about a code object at an instruction, during one search.
#[derive(Default)]
struct Search {
    found: HashMap<(u64, usize, bool), Option<Rc<Live>>>,
}

impl Search {
    fn live(&mut self, code: Code, at: usize, suspended: bool) -> Option<Rc<Live>> {
        let key = (code.value().0, at, suspended);
        let found = self.found.entry(key).or_insert_with(|| {
            let body = code.body()?;
            let live = if suspended { live_suspended } else { live_at };
            live(body, at).map(Rc::new)
        });
        found.clone()
    }

    fn clear_thread(&mut self, thread: &mut Thread) {
        let mut end = thread.top();
        for i in (0..thread.depth).rev() {
            if let Some(frame) = thread.frame(i) {
                self.clear_frame(frame, end);
                end = frame.base;
            }
        }
    }

    /// Empties the dead registers of a frame that lie below `end`, where the next frame begins.
    fn clear_frame(&mut self, frame: &mut Frame, end: *mut Value) {
        if let Some(g) = frame.generator() {
            // they are saved anew when it waits again
            g.registers().iter().for_each(|r| r.set(Value::EMPTY));
        }
        if frame.pc.is_null() {
            return;
        }
        let Some(live) = self.live(frame.code(), frame.instruction(), false) else {
            return;
        };
        let own = (end.addr().saturating_sub(frame.base.addr()) / size_of::<Value>())
            .min(usize::from(frame.nregs)) as u16;
        for r in (0..own).filter(|&r| !live.contains(usize::from(r))) {
            frame.set_register(r, Value::EMPTY);
        }
    }

    /// Empties the dead registers of a generator that waits; tells whether an object was in one of them.
    fn clear_generator(&mut self, g: Generator) -> bool {
        if g.state() != State::Suspended {
            return false;
        }
        let Some(live) = self.live(g.code(), g.pc() as usize, true) else {
            return false;
        };
        let mut cleared = false;
        for (r, register) in g.registers().iter().enumerate() {
            if !live.contains(r) {
                cleared |= register.replace(Value::EMPTY).is_object();
            }
        }
        cleared
    }
}

/// A collection that a safepoint shall make: what to call, and with what.
pub type Request = (fn(&mut Vm, i64) -> PyResult<()>, i64);

impl Vm {
    /// Calls `request` as soon as the native function that runs now has returned; at once when it was not called by an
    /// instruction behind which there is a safepoint.
    pub fn collect_soon(&mut self, request: Request) -> PyResult<()> {
        if self.was_called_by_instruction() {
            self.requested_collection = Some(request);
            threads::request(threads::poll::COLLECT);
            Ok(())
        } else {
            request.0(self, request.1)
        }
    }

    /// Does the current frame wait for a native function? When that called another one, a collection that is put off happens a little later.
    fn was_called_by_instruction(&mut self) -> bool {
        let Some(frame) = self.thread.current() else {
            return false;
        };
        let code = frame.code();
        let Some(instr) = code.body().and_then(|b| b.instrs.get(frame.instruction())) else {
            return false;
        };
        matches!(
            instr.op.neutral(),
            Op::Call | Op::CallPlain | Op::CallKw | Op::CallPlainKw
        ) && NativeFunction::from_value(frame.register(instr.b))
            .is_some_and(|f| definition(f).name == "collect")
    }

    /// Makes the collection that was put off.
    #[cold]
    #[inline(never)]
    pub(super) fn make_requested_collection(&mut self) -> PyResult<()> {
        match self.requested_collection.take() {
            Some((work, n)) => {
                gc::wipe_dead_stack();
                work(self, n)
            }
            None => Ok(()),
        }
    }

    /// Empties the dead registers of this thread's frames, which wait at instructions that their records name.
    pub(super) fn clear_dead_registers(&mut self) {
        Search::default().clear_thread(&mut self.thread);
    }

    /// Collects with dead registers emptied. All frames must wait at instructions that their records name.
    #[inline(never)]
    pub fn collect_precisely(&mut self) {
        let mut search = Search::default();
        search.clear_thread(&mut self.thread);
        for thread in self.threads.parked_mut() {
            search.clear_thread(thread);
        }
        let mut cleared = false;
        self.heap.for_each_object(&mut |p| {
            let v = Value::from_object(p);
            if let Some(g) = Generator::from_value(v) {
                cleared |= search.clear_generator(g);
            } else if let Some(code) = Code::from_value(v).filter(|code| code.is_prepared()) {
                cleared |= code.forget_closures();
            }
        });
        if cleared {
            self.heap.collect();
        }
    }
}
