//! Entering the interpreter from Rust: calls, module and class bodies, generators.
#![expect(unsafe_code, reason = "lays out frames on the register stack")]

use std::cell::Cell;

use crate::bytecode::ops::{Instr, Op};
use crate::object::code::TEMPLATE_STEP;
use crate::object::generator::State;
use crate::object::{Code, Dict, Function, Generator, Value};
use crate::pyc::Version;
use crate::runtime::frame::{Frame, Return, mark};
use crate::runtime::generator::Resumed;
use crate::runtime::{Args, PyResult, Raised, Vm, tier};

use super::run::run;
use super::slow;

/// Registers above the current frame that Rust may use as a window: the top of the stack.
fn window(vm: &Vm) -> *mut Value {
    vm.thread.top()
}

/// Raises RecursionError or MemoryError when one more frame does not fit.
#[inline(always)]
pub fn check_depth(vm: &mut Vm, base: *mut Value) -> PyResult<()> {
    if vm.thread.depth >= vm.recursion_limit || !vm.thread.has_room(base) {
        return Err(vm.recursion_error("maximum recursion depth exceeded"));
    }
    Ok(())
}

/// Fills the registers of a frame behind the `given` ones, which hold arguments: the other locals are empty, then come the resident constants.
///
/// # Safety
/// `base` has room for all registers of the prepared `code`, and for [`TEMPLATE_STEP`] more, which nobody uses: those behind the top
/// of the stack of registers.
#[inline(always)]
pub unsafe fn fill_registers(code: Code, base: *mut Value, given: usize) {
    let end = usize::from(code.nlocals()) + usize::from(code.nresident());
    let from = code.template();
    let mut i = given;
    while i < end {
        // SAFETY: the caller's promise; the template is padded.
        unsafe {
            let step = from.add(i).cast::<[Value; TEMPLATE_STEP]>().read();
            base.add(i).cast::<[Value; TEMPLATE_STEP]>().write(step);
        }
        i += TEMPLATE_STEP;
    }
}

/// Calls a Python function from Rust.
pub fn call_function(vm: &mut Vm, f: Function, args: &Args<'_>) -> PyResult {
    let code = f.code();
    if !code.is_prepared() {
        vm.prepare(code)?;
    }
    let base = window(vm);
    check_depth(vm, base)?;
    if code.count_call() >= vm.hot_calls {
        make_hot(vm, code);
    }
    // SAFETY: `check_depth` made sure that there is room for the registers of any code.
    unsafe {
        if args.names.is_none() && args.values.len() == usize::from(code.simple_args()) {
            std::ptr::copy(args.values.as_ptr(), base, args.values.len());
            if code.entry() != 0 {
                return call_compiled(vm, code, base, f.value());
            }
            fill_registers(code, base, args.values.len());
        } else {
            bind(vm, f, code, args, base)?;
            if code.entry() != 0 {
                return call_compiled(vm, code, base, f.value());
            }
        }
    }
    let handled = vm.thread.handled;
    vm.thread
        .push(Frame::new(f, code, base, 0, Return::ToRust, handled));
    match run(vm)? {
        Resumed::Returned(v) | Resumed::Yielded(v) => Ok(v),
    }
}

/// Calls a compiled function.
///
/// # Safety
/// Its arguments stand at `args`, above which there is room for a frame.
#[inline(always)]
pub unsafe fn call_compiled(vm: &mut Vm, code: Code, args: *mut Value, f: Value) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe { tier::enter(vm, code.entry(), args, f) }
        .some()
        .ok_or(Raised)
}

/// A function was called often.
#[cold]
#[inline(never)]
pub fn make_hot(vm: &mut Vm, code: Code) {
    let tier = vm.tier.clone();
    tier.hot_call(vm, code);
}

/// Binds the arguments of a call that is not simple, and fills the other registers.
///
/// # Safety
/// `base` has room for all registers of the prepared `code`.
pub unsafe fn bind(
    vm: &mut Vm,
    f: Function,
    code: Code,
    args: &Args<'_>,
    base: *mut Value,
) -> PyResult<()> {
    vm.bind_arguments(f, args, base)?;
    // SAFETY: the caller's promise.
    unsafe { fill_registers(code, base, usize::from(code.parameters())) };
    Ok(())
}

/// Runs the code of a module or class body, or code given to `exec`, in the given namespaces. `function` supplies closure and names.
pub fn run_code(
    vm: &mut Vm,
    code: Code,
    globals: Dict,
    locals: Value,
    function: Function,
) -> PyResult {
    vm.check_native_stack()?;
    if !code.is_prepared() {
        vm.prepare(code)?;
    }
    let base = window(vm);
    check_depth(vm, base)?;
    let module = locals == globals.value();
    code.bind_globals(if module { locals } else { Value::NONE });
    // SAFETY: `check_depth` made sure that there is room for the registers of any code.
    unsafe { fill_registers(code, base, 0) };
    let mut frame = Frame::new(function, code, base, 0, Return::ToRust, vm.thread.handled);
    frame.make_body(globals, locals);
    vm.thread.push(frame);
    match run(vm)? {
        Resumed::Returned(v) | Resumed::Yielded(v) => Ok(v),
    }
}

/// Resumes a generator that is created or suspended: sends `value`, or throws `exception` unless that is empty.
pub fn resume(vm: &mut Vm, g: Generator, value: Value, exception: Value) -> PyResult<Resumed> {
    let code = g.code();
    let base = window(vm);
    check_depth(vm, base)?;
    let Some(f) = Function::from_value(g.function()) else {
        return Err(vm.system_error("a generator without function"));
    };
    // SAFETY: `check_depth` made sure that there is room; `pc` was saved from this code.
    let pc = unsafe {
        g.restore(base);
        code.instrs().add(g.pc() as usize)
    };
    let mut frame = Frame::new(f, code, base, 0, Return::Generator, vm.thread.handled);
    frame.pc = pc;
    vm.thread.handled = g.handled();
    g.set_handled(Value::EMPTY);
    let begun = g.state() != State::Created;
    g.set_state(State::Running);
    vm.thread.push_generator(frame, g);
    if exception.is_empty() {
        if value.is_none()
            // SAFETY: `pc` points to an instruction of the code whose registers were copied to `base`.
            && let Some(to) = unsafe { delegation(pc, base) }
        {
            return resume_delegate(vm, g, &to);
        }
        deliver(vm, value);
        return run_resumed(vm, g, code);
    }
    if let Some(e) = crate::runtime::exception::Exception::from_value(exception) {
        // since 3.9 thrown exceptions take what the generator itself handles as their context
        if !vm.thread.handled.is_empty()
            && code.raw().version >= Version::V39
            && e.get(crate::runtime::exception::slot::CONTEXT).is_empty()
        {
            vm.set_context(e);
        }
    }
    if let Some(frame) = vm.thread.current().filter(|_| !begun) {
        frame.marks |= mark::UNBEGUN;
    }
    vm.thread.pending = exception;
    super::run::run_raised(vm)
}

/// Where the compiled code of a generator comes to what only the interpreter does, so many times more the interpreter does all.
const RESUMES_LEFT: u64 = 8;

/// Runs the frame of a generator that was just resumed, in compiled code if there is some for where it waited.
fn run_resumed(vm: &mut Vm, g: Generator, code: Code) -> PyResult<Resumed> {
    let at = g.pc() as usize;
    // SAFETY: the generator waited at an instruction, each of which has a slot, and nothing else uses those of the ones where it can.
    let seen = unsafe { &mut *code.feedback().add(at) };
    if seen.b & 1 == 0 {
        seen.a += 1;
        if (seen.a as u32) < vm.hot_loops || code.instr_at(at).c == 1 {
            return run(vm);
        }
        return run_hot(vm, code, at);
    }
    if seen.a > 0 {
        seen.a -= 1;
        return run(vm);
    }
    run_compiled(vm, code, at, (seen.b >> 1) as usize)
}

/// As `run_resumed`, where the generator waited often.
#[cold]
fn run_hot(vm: &mut Vm, code: Code, at: usize) -> PyResult<Resumed> {
    let tier = vm.tier.clone();
    let entry = tier.hot_resume(vm, code, at);
    // SAFETY: as in `run_resumed`.
    let seen = unsafe { &mut *code.feedback().add(at) };
    seen.a = 0;
    match entry {
        Some(entry) => {
            seen.b = (entry as u64) << 1 | 1;
            run_compiled(vm, code, at, entry)
        }
        None => run(vm),
    }
}

/// Runs the current frame, that of a generator which waited at `at`, in the unit at `entry`.
fn run_compiled(vm: &mut Vm, code: Code, at: usize, entry: usize) -> PyResult<Resumed> {
    let frame = vm.thread.current_ptr();
    // SAFETY: the tier gave the entry of a unit for a generator that waited there; the frame is current.
    let v = unsafe { tier::enter(vm, entry, (*frame).base, (*frame).function) };
    if let Some(pc) = tier::suspended_at(v) {
        // SAFETY: at a yield the frame is current again, and the instruction exists.
        return unsafe {
            let i = (*code.instrs().add(pc)).get();
            (*frame).pc = code.instrs().add(pc);
            let v = (*frame).register(i.b);
            if let Some(g) = (*frame).generator() {
                g.set_delegate(Value::EMPTY);
            }
            super::run::suspend(vm, &*frame, State::Suspended);
            Ok(Resumed::Yielded(v))
        };
    }
    match v {
        tier::LEFT => {
            // SAFETY: compiled code that has left leaves its frame as it was found, at some instruction.
            let next = unsafe { (*(*vm.thread.current_ptr()).pc).get() };
            if next.op.suspends() {
                // SAFETY: as in `run_resumed`.
                unsafe { (*code.feedback().add(at)).a = RESUMES_LEFT };
            }
            run(vm)
        }
        tier::RAISED => super::run::run_raised(vm),
        v => {
            // SAFETY: the frame is current again.
            let frame = unsafe { &*frame };
            if frame.marks & mark::OBJECT != 0 {
                let depth = vm.thread.depth;
                vm.detach_frame(depth - 1);
            }
            super::run::finish_generator(vm, frame);
            Ok(Resumed::Returned(v))
        }
    }
}

/// Where a generator waits in a loop of `yield from` or `await` for another one.
struct Delegation {
    receiver: Generator,
    /// The `send` of the loop, and its register of the value.
    send: *const Cell<Instr>,
    value: *mut Value,
}

/// Does the generator that waits at `pc`, with these registers, delegate to another one that waits?
///
/// # Safety
/// `pc` points to an instruction of prepared code, `base` to the registers of a frame of it.
#[inline(always)]
unsafe fn delegation(pc: *const Cell<Instr>, base: *mut Value) -> Option<Delegation> {
    // SAFETY: the caller's promise; a yield is never the last instruction, jump targets exist, and every operand is one of the registers.
    unsafe {
        let at = (*pc).get();
        if at.op != Op::YieldValue || at.c != 1 {
            return None;
        }
        let mut send = pc.add(1);
        let next = (*send).get();
        if matches!(next.op, Op::Jump | Op::JumpBack) {
            send = send.offset(next.to32());
        }
        let i = (*send).get();
        let receiver = slow::sendable(*base.add(usize::from(i.a)))?;
        let waits = i.op == Op::Send && i.a + 1 == at.b && receiver.state() == State::Suspended;
        (waits && receiver.code().raw().version > Version::V36).then(|| Delegation {
            receiver,
            send,
            value: base.add(usize::from(i.a) + 1),
        })
    }
}

/// Resumes what `g`, whose frame is current, delegates to: as executing `send`, but if that yields again, nothing of `g` is executed.
fn resume_delegate(vm: &mut Vm, g: Generator, to: &Delegation) -> PyResult<Resumed> {
    if let Some(frame) = vm.thread.current() {
        frame.pc = to.send;
    }
    match vm.generator_send(to.receiver, Value::NONE) {
        Ok(Resumed::Yielded(v)) => {
            suspend_again(vm, g);
            Ok(Resumed::Yielded(v))
        }
        Ok(Resumed::Returned(v)) => {
            if let Some(frame) = vm.thread.current() {
                // SAFETY: the register is the frame's, and the target of the jump exists.
                unsafe {
                    *to.value = v;
                    frame.pc = to.send.offset((*to.send).get().to());
                }
            }
            run(vm)
        }
        Err(Raised) => super::run::run_raised(vm),
    }
}

/// Leaves the frame of a generator where it was suspended before. A collection may have emptied what was saved.
fn suspend_again(vm: &mut Vm, g: Generator) {
    let Some(frame) = vm.thread.current() else {
        return;
    };
    // SAFETY: the frame's registers stand at `base`, and the run of registers goes on behind them.
    unsafe { g.save(frame.base) };
    let (outer, object) = (frame.outer_handled, frame.object());
    if vm.loop_generators {
        frame.clear_registers();
    }
    g.set_state(State::Suspended);
    g.set_handled(vm.thread.handled);
    g.set_frame(object);
    vm.thread.handled = outer;
    vm.thread.pop();
}

/// Stores the value sent in and steps behind the instruction at which the generator waited.
#[inline(always)]
fn deliver(vm: &mut Vm, value: Value) {
    let Some(frame) = vm.thread.current() else {
        return;
    };
    // SAFETY: `pc` points at the yield (or start) that was left.
    let at = unsafe { (*frame.pc).get() };
    if matches!(at.op, Op::YieldValue | Op::StartGenerator) {
        frame.set_register(at.a, value);
        // SAFETY: a yield is never the last instruction.
        frame.pc = unsafe { frame.pc.add(1) };
    }
}
