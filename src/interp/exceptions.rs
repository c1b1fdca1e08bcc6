//! Unwinding: from the instruction that raised to its handler, or out of the frame.

use super::loop_generators;
use super::run::finish_generator;
use crate::bytecode::ops::NO_REG;
use crate::object::{T, Value};
use crate::pyc::Version;
use crate::pyc::code::flags::{ASYNC_GENERATOR, COROUTINE, FUTURE_GENERATOR_STOP_36};
use crate::runtime::Vm;
use crate::runtime::exception::{Exception, slot};
use crate::runtime::frame::{Frame, Return, mark};

/// Finds the handler of the pending exception, leaving frames that have none. `true`: the current frame goes on at its `pc`;
/// `false`: the frame at which the loop was entered is left, and the exception still pending.
#[cold]
#[inline(never)]
pub fn unwind(vm: &mut Vm) -> bool {
    loop {
        let depth = vm.thread.depth;
        let Some(frame) = vm.thread.frame_ref(depth - 1) else {
            return false;
        };
        let hidden = frame.marks & mark::HIDDEN != 0;
        if !std::mem::take(&mut vm.thread.quiet) && !hidden {
            vm.add_traceback(depth - 1);
        }
        if enter_handler(vm) {
            return true;
        }
        if leave(vm) {
            return false;
        }
    }
}

/// Goes to the handler of the current frame's instruction, if there is one.
fn enter_handler(vm: &mut Vm) -> bool {
    let pending = vm.thread.pending;
    let Some(frame) = vm.thread.current() else {
        return false;
    };
    let at = frame.instruction() as u32;
    let code = frame.code();
    let Some(body) = code.body() else {
        return false;
    };
    let Some(&row) = body.handlers.iter().find(|h| h.start <= at && at < h.end) else {
        loop_generators::close_from(vm, 0);
        return false;
    };
    loop_generators::close_above(vm, row);
    let Some(frame) = vm.thread.current() else {
        return false;
    };
    frame.set_register(row.exc, pending);
    if row.lasti != NO_REG {
        frame.set_register(row.lasti, Value::from_len(at as usize));
    }
    frame.pc = code.instrs().wrapping_add(row.target as usize);
    vm.thread.pending = Value::EMPTY;
    true
}

/// Leaves the current frame with the exception pending. `true` when it was entered from Rust.
fn leave(vm: &mut Vm) -> bool {
    let depth = vm.thread.depth;
    let ptr = vm.thread.current_ptr();
    let Some(frame) = vm.thread.frame_ref(depth - 1) else {
        return true;
    };
    let (ret, generator) = (frame.ret, frame.marks & mark::GENERATOR != 0);
    if generator {
        no_stop_iteration(vm);
    }
    let frame = with_frame(ptr);
    if !frame.object().is_empty() {
        vm.detach_frame(depth - 1);
    }
    if generator {
        finish_generator(vm, frame);
        return true;
    }
    vm.thread.handled = frame.outer_handled;
    vm.thread.pop();
    ret == Return::ToRust
}

#[expect(unsafe_code, reason = "the record of a frame that is current")]
fn with_frame<'a>(ptr: *mut Frame) -> &'a Frame {
    // SAFETY: the current frame's record stays where it is until the next push, which happens after the last use.
    unsafe { &*ptr }
}

/// PEP 479 for code whose bytecode does not do it itself: StopIteration that leaves a generator becomes RuntimeError.
fn no_stop_iteration(vm: &mut Vm) {
    let Some(frame) = vm.thread.current() else {
        return;
    };
    let code = frame.code();
    let raw = code.raw();
    let in_bytecode = raw.version >= Version::V312;
    let allowed = raw.version == Version::V36
        && raw.flags & (FUTURE_GENERATOR_STOP_36 | COROUTINE | ASYNC_GENERATOR) == 0;
    if in_bytecode || allowed {
        return;
    }
    let what = if raw.flags & COROUTINE != 0 {
        "coroutine"
    } else if raw.flags & ASYNC_GENERATOR != 0 {
        "async generator"
    } else {
        "generator"
    };
    if vm.pending_is(T::StopIteration) {
        stop_error(vm, &format!("{what} raised StopIteration"));
    } else if raw.flags & ASYNC_GENERATOR != 0 && vm.pending_is(T::StopAsyncIteration) {
        stop_error(vm, "async generator raised StopAsyncIteration");
    }
}

/// Replaces the pending exception by RuntimeError with it as cause and context.
pub fn stop_error(vm: &mut Vm, text: &str) {
    let cause = vm.take_pending();
    vm.runtime_error(text);
    if let Some(e) = Exception::from_value(vm.thread.pending) {
        e.set(slot::CAUSE, cause);
        e.set(slot::CONTEXT, cause);
        e.set(slot::SUPPRESS, Value::TRUE);
    }
}
