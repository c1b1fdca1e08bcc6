//! Generators to which nothing refers but the loop that they were made for: `for x in generate(): …`.
//!
//! There are no reference counts, so that a dropped generator is closed only when a collection finds it. But where a call of a generator function is
//! the iterable of a loop, the generator is in one register alone; when the loop is left early, by `break`, `return` or an exception, it
//! can be closed at once, as CPython does. The translator clears the register on the ways out; exceptions are seen by the unwinder.

use crate::bytecode::ops::{Instr, Op};
use crate::bytecode::{Code, Handler};
use crate::object::generator::{LOOP_ONLY, State};
use crate::object::{Function, Generator, T, Value};
use crate::pyc::code::flags::GENERATOR;
use crate::runtime::Vm;

/// As `note` for the result of any call that the current frame's instruction made.
pub fn note_result(vm: &mut Vm, callee: Value, result: Value) {
    if Function::from_value(callee).is_some_and(|f| f.code().flags() & GENERATOR != 0) {
        note(vm, result);
    }
}

/// Looks whether the current frame, whose call made the generator `g`, gives it to a loop and nobody else.
pub(super) fn note(vm: &mut Vm, g: Value) {
    let Some(g) = Generator::from_value(g).filter(|g| g.shape_id() == T::Generator as u32) else {
        return;
    };
    let Some(frame) = vm.thread.current() else {
        return;
    };
    let code = frame.code();
    if code
        .body()
        .is_some_and(|body| feeds_a_loop(body, frame.instruction()))
    {
        g.set_mark(LOOP_ONLY);
        vm.loop_generators |= vm.has_cleanup(g);
    }
}

/// Does the result of the call at `at` become the iterator of a loop and nothing else?
fn feeds_a_loop(body: &Code, at: usize) -> bool {
    let Some([call, iter, rest @ ..]) = body.instrs.get(at..) else {
        return false;
    };
    let own = usize::from(call.a) >= usize::from(body.nlocals) + body.resident.len();
    let mut rest = rest
        .iter()
        .skip_while(|i| i.op == Op::Mov && i.b != iter.a && i.a != iter.a);
    own && iter.op.neutral() == Op::GetIter
        && (iter.a, iter.b) == (call.a, call.a)
        && rest
            .next()
            .is_some_and(|i: &Instr| i.op.neutral() == Op::ForIter && i.a == iter.a)
}

/// Closes `v` if it is such a generator and waits. What is pending stays pending.
pub(super) fn close(vm: &mut Vm, v: Value) {
    let Some(g) = Generator::from_value(v).filter(|_| is_waiting(v)) else {
        return;
    };
    // most have nothing to do
    if !vm.has_cleanup(g) && !g.registers().iter().any(|r| is_waiting_in(vm, r.get())) {
        return;
    }
    let (pending, quiet) = (vm.take_pending(), std::mem::take(&mut vm.thread.quiet));
    vm.finalize(v);
    vm.thread.pending = pending;
    vm.thread.quiet = quiet;
}

fn is_waiting(v: Value) -> bool {
    Generator::from_value(v).is_some_and(|g| {
        g.shape_id() == T::Generator as u32
            && g.mark() & LOOP_ONLY != 0
            && g.state() == State::Suspended
    })
}

/// As `is_waiting` for what stands in any register of a frame. Those that are not in use hold what was left there: also the raw words of
/// compiled code, and objects that were freed since.
fn is_waiting_in(vm: &Vm, word: Value) -> bool {
    word.as_object()
        .is_some_and(|p| vm.heap.is_live_object(p.cast()))
        && is_waiting(word)
}

/// An exception goes from the current frame's instruction to a handler: closes the generators of the loops that it leaves.
pub(super) fn close_above(vm: &mut Vm, row: Handler) {
    if !vm.loop_generators {
        return;
    }
    let mut first = row.exc.min(row.lasti);
    let body = vm.thread.current().map(|frame| frame.code());
    if let Some(target) = body
        .as_ref()
        .and_then(|code| code.body()?.instrs.get(row.target as usize))
        && target.op == Op::PushExc
    {
        first = first.min(target.a);
    }
    close_from(vm, first);
}

/// An exception leaves the current frame's instruction: closes the generators of its loops in registers from `first` on, the innermost first.
///
/// What earlier frames left in the registers does not disturb, once it is known to be an object: their loops are over, and a generator that
/// waits leaves nothing (`run::suspend`).
pub(super) fn close_from(vm: &mut Vm, first: u16) {
    if !vm.loop_generators {
        return;
    }
    let Some(frame) = vm.thread.frame_ref(vm.thread.depth.wrapping_sub(1)) else {
        return;
    };
    let found: Vec<u16> = (first..frame.nregs)
        .rev()
        .filter(|&r| is_waiting_in(vm, frame.register(r)))
        .collect();
    for r in found {
        let v = vm
            .thread
            .current()
            .map_or(Value::EMPTY, |frame| frame.register(r));
        close(vm, v);
    }
}
