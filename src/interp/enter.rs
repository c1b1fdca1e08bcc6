//! Entering the interpreter from Rust: calls, module and class bodies, generators.
#![expect(unsafe_code, reason = "lays out frames on the register stack")]

use crate::bytecode::ops::Op;
use crate::object::code::TEMPLATE_STEP;
use crate::object::generator::State;
use crate::object::{Code, Dict, Function, Generator, Value};
use crate::runtime::frame::{Frame, Return};
use crate::runtime::generator::Resumed;
use crate::runtime::{Args, PyResult, Raised, Vm};

use super::run::run;

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
    unsafe { crate::runtime::tier::enter(vm, code.entry(), args, f) }
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
    let started = g.state() != State::Created;
    let n = g.registers().len();
    // SAFETY: `check_depth` made sure that there is room; `pc` was saved from this code.
    let frame = unsafe {
        for (i, r) in g.registers().iter().enumerate() {
            *base.add(i) = r.get();
        }
        let mut frame = Frame::new(f, code, base, 0, Return::Generator, vm.thread.handled);
        frame.pc = code.instrs().add(g.pc() as usize);
        frame.make_generator(g);
        frame.nregs = n as u16;
        frame
    };
    vm.thread.handled = g.handled();
    g.set_handled(Value::EMPTY);
    g.set_state(State::Running);
    vm.thread.push(frame);
    if exception.is_empty() {
        deliver(vm, g, value, started);
        return run(vm);
    }
    if let Some(e) = crate::runtime::exception::Exception::from_value(exception) {
        // thrown exceptions take what is handled here as their context
        if e.get(crate::runtime::exception::slot::CONTEXT).is_empty() {
            vm.set_context(e);
        }
    }
    vm.thread.pending = exception;
    super::run::run_raised(vm)
}

/// Stores the value sent in and steps behind the instruction at which the generator waited.
fn deliver(vm: &mut Vm, g: Generator, value: Value, started: bool) {
    let Some(frame) = vm.thread.current() else {
        return;
    };
    // SAFETY: `pc` points at the yield (or start) that was left.
    let at = unsafe { (*frame.pc).get() };
    match at.op.neutral() {
        Op::YieldValue | Op::StartGenerator => {
            frame.set_register(at.a, value);
            // SAFETY: a yield is never the last instruction.
            frame.pc = unsafe { frame.pc.add(1) };
        }
        _ => debug_assert!(!started, "a generator waits at a yield"),
    }
    let _ = g;
}
