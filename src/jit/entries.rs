//! What compiled code calls besides the helpers of `runtime/helpers.rs`.
#![expect(unsafe_code, reason = "called by compiled code with raw arguments")]

use std::cell::Cell;

use crate::bytecode::ops::Instr;
use crate::gc::Header;
use crate::interp::enter::{check_depth, fill_registers};
use crate::interp::loop_generators::note_result;
use crate::interp::one::execute_one;
use crate::interp::run::run;
use crate::object::{Function, NativeFunction, Value};
use crate::runtime::frame::{Frame, Return};
use crate::runtime::generator::Resumed;
use crate::runtime::native::definition;
use crate::runtime::{Args, PyResult, Vm};

/// Functions that machine code calls by their addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Called {
    Interpret,
    CallAny,
    CallNative,
    Step,
    BoxInt,
    NewCell,
    Detach,
    Leave,
}

impl Called {
    /// The address.
    #[expect(
        clippy::fn_to_numeric_cast_any,
        reason = "machine code calls functions by their addresses"
    )]
    pub(super) fn address(self) -> *const u8 {
        match self {
            Called::Interpret => interpret as *const u8,
            Called::CallAny => call_any as *const u8,
            Called::CallNative => call_native as *const u8,
            Called::Step => step as *const u8,
            Called::BoxInt => box_int as *const u8,
            Called::NewCell => new_cell as *const u8,
            Called::Detach => detach as *const u8,
            Called::Leave => super::exits::leave as *const u8,
        }
    }
}

/// The value, or empty for an exception.
pub(super) fn word(result: PyResult) -> Value {
    result.unwrap_or(Value::EMPTY)
}

/// Runs the current frame to its end.
pub(super) fn finish(result: PyResult<Resumed>) -> Value {
    match result {
        Ok(Resumed::Returned(v) | Resumed::Yielded(v)) => v,
        Err(_) => Value::EMPTY,
    }
}

/// The entry of functions that are not compiled: interprets. Same signature and promises as [`super::Entry`]; the code is prepared, its arguments are
/// bound.
extern "C" fn interpret(vm: *mut Vm, base: *mut Value, function: Value) -> Value {
    // SAFETY: compiled code passes the machine that runs it and a function; `check_depth` makes sure of the registers.
    unsafe {
        let vm = &mut *vm;
        let f = Function::from_ptr(function.0 as *mut Header);
        let code = f.code();
        if vm.check_native_stack().is_err() || check_depth(vm, base).is_err() {
            return Value::EMPTY;
        }
        fill_registers(code, base, usize::from(code.parameters()));
        let handled = vm.thread.handled;
        vm.thread
            .push(Frame::new(f, code, base, 0, Return::ToRust, handled));
        if code.count_call() >= vm.hot_calls {
            let tier = vm.tier.clone();
            tier.hot_call(vm, code);
        }
        let v = finish(run(vm));
        note_result(vm, function, v);
        v
    }
}

/// Calls anything with `n` positional arguments.
extern "C" fn call_any(
    vm: *mut Vm,
    pc: *const Cell<Instr>,
    callee: Value,
    args: *const Value,
    n: usize,
) -> Value {
    // SAFETY: compiled code passes the machine that runs it and arguments in its own stack frame.
    unsafe {
        let vm = &mut *vm;
        note(vm, pc);
        let values = std::slice::from_raw_parts(args, n);
        let v = word(vm.call(callee, &Args::positional(values)));
        note_result(vm, callee, v);
        v
    }
}

/// Calls a native function with `n` positional arguments, which suit its receiver.
extern "C" fn call_native(
    vm: *mut Vm,
    pc: *const Cell<Instr>,
    callee: Value,
    args: *const Value,
    n: usize,
) -> Value {
    // SAFETY: compiled code passes the machine that runs it, a native function, and arguments in its own stack frame.
    unsafe {
        let vm = &mut *vm;
        note(vm, pc);
        if vm.check_native_stack().is_err() {
            return Value::EMPTY;
        }
        let f = NativeFunction::from_ptr(callee.0 as *mut Header);
        let values = std::slice::from_raw_parts(args, n);
        word((definition(f).call)(vm, &Args::positional(values)))
    }
}

/// Executes the instruction at `pc` in the current frame; 1: it raised.
extern "C" fn step(vm: *mut Vm, pc: *const Cell<Instr>) -> i64 {
    // SAFETY: compiled code passes the machine that runs it.
    let vm = unsafe { &mut *vm };
    note(vm, pc);
    i64::from(execute_one(vm).is_err())
}

/// The int `i`, which does not fit a word.
extern "C" fn box_int(vm: *mut Vm, i: i64) -> Value {
    // SAFETY: compiled code passes the machine that runs it.
    unsafe { (*vm).new_int(i) }
}

/// A cell for an object of `size` bytes.
extern "C" fn new_cell(vm: *mut Vm, size: usize) -> *mut Header {
    // SAFETY: compiled code passes the machine that runs it.
    unsafe { (*vm).heap.alloc(size) }
}

/// Pops the `n` innermost frames, which end at these instructions, and detaches the Python frame objects from them.
extern "C" fn detach(vm: *mut Vm, pcs: *const *const Cell<Instr>, n: usize) {
    // SAFETY: compiled code passes the machine that runs it, and a list of that length which its unit keeps.
    let (vm, pcs) = unsafe { (&mut *vm, std::slice::from_raw_parts(pcs, n)) };
    for &pc in pcs {
        note(vm, pc);
        let depth = vm.thread.depth;
        vm.detach_frame(depth - 1);
        vm.thread.pop();
    }
}

fn note(vm: &mut Vm, pc: *const Cell<Instr>) {
    if let Some(frame) = vm.thread.current() {
        frame.pc = pc;
    }
}
