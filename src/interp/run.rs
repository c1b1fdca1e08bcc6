//! The loop.
#![expect(
    unsafe_code,
    reason = "the verified code is run with unchecked register access"
)]

use std::cell::Cell;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::enter::{bind, call_compiled, check_depth, fill_registers, make_hot};
use super::exceptions::unwind;
use super::loop_generators;
use super::quick;
use super::slow::{self, Step};
use crate::bytecode::ops::{Instr, Op};
use crate::num::ints;
use crate::object::code::Feedback;
use crate::object::generator::State;
use crate::object::list::{SHAPE_BOOLS, SHAPE_FLOATS, SHAPE_INTS, SHAPE_VALUES};
use crate::object::shape::Rep;
use crate::object::sites::{OF_CLASS, STATIC};
use crate::object::{
    BoundMethod, CellObject, Class, Code, Dict, Function, Header, Instance, List, NativeFunction,
    Obj, Str, T, Tuple, Value, loop_start,
};
use crate::pyc::code::flags::SUSPENDS;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::dropped::has_finalizer;
use crate::runtime::frame::{Frame, Return, mark};
use crate::runtime::generator::Resumed;
use crate::runtime::iter::{RangeIter, SeqIter};
use crate::runtime::names::Special;
use crate::runtime::native::{Args, definition};
use crate::runtime::threads::POLL;
use crate::runtime::{PyResult, Raised, Vm};

/// Runs the current frame until it returns (or, for a generator, yields).
pub fn run(vm: &mut Vm) -> PyResult<Resumed> {
    // SAFETY: the current frame was pushed with prepared, verified code and initialised registers.
    unsafe { interpret(vm) }
}

/// As `run`, with an exception pending at the frame's current instruction.
pub fn run_raised(vm: &mut Vm) -> PyResult<Resumed> {
    if unwind(vm) { run(vm) } else { Err(Raised) }
}

#[inline(always)]
fn shape_is(v: Value, shape: u32) -> bool {
    // SAFETY: pointer values point to live objects.
    v.as_object()
        .is_some_and(|p| unsafe { (*p).shape_id } == shape)
}

/// What a call leaves to do.
enum Entered {
    /// A frame was pushed.
    Frame,
    /// The result is there.
    Value(Value),
}

/// Can `code` be entered with exactly `n` plain arguments at `args`, without binding them?
#[inline(always)]
fn enters(vm: &Vm, code: Code, args: *mut Value, n: usize) -> bool {
    n == usize::from(code.simple_args())
        && vm.thread.depth < vm.recursion_limit
        && vm.thread.has_room(args)
}

/// What became of a hot loop at its back-edge.
enum Turn {
    /// It is not compiled.
    Interpret,
    /// Compiled code ran and left: the current frame goes on at its `pc`.
    Left,
    /// Compiled code ran and left with an exception pending.
    Raised,
    /// Compiled code ran to the frame's end.
    Returned(Value),
}

/// Where the way out of the compiled loop of a generator leads to a `yield`, the interpreter makes so many turns before it is entered again, if it ran for
/// [`WORTH_ENTERING`]; else as many as made it hot: entering and leaving takes as long as some turns.
const TURNS_SINCE_YIELD: u32 = 8;
/// Where an exception leaves a compiled loop that ran for less than [`WORTH_ENTERING`], the interpreter makes so many turns before it is entered again: in a loop that
/// raises at nearly every turn it is faster.
const TURNS_SINCE_ERROR: u32 = 32;
/// See [`TURNS_SINCE_YIELD`].
const WORTH_ENTERING: Duration = Duration::from_micros(2);

/// Runs the compiled code of the loop at whose back-edge the current frame stands, compiling it first.
///
/// # Safety
/// `frame` is current and its registers are initialised; `fb` is the feedback of its instruction.
#[cold]
#[inline(never)]
unsafe fn run_loop(vm: &mut Vm, frame: *mut Frame, fb: &mut Feedback) -> Turn {
    // SAFETY: the caller's promise.
    let (code, at, base, function) = unsafe {
        (
            (*frame).code(),
            (*frame).instruction(),
            (*frame).base,
            (*frame).function,
        )
    };
    let entry = if fb.b & 1 == 1 {
        fb.b >> 1
    } else {
        let tier = vm.tier.clone();
        match tier.hot_loop(vm, code, at) {
            Some(entry) => {
                fb.b = (entry as u64) << 1 | 1;
                loop_start::enter_at_start(code, at);
                entry as u64
            }
            None => {
                fb.a = 1; // it has turned
                return Turn::Interpret;
            }
        }
    };
    let catches = code.body().is_some_and(|b| !b.handlers.is_empty());
    let suspends = code.raw().flags & SUSPENDS != 0;
    let entered = (catches || suspends).then(Instant::now);
    // SAFETY: the tier gave the entry of a unit for this loop, whose registers begin at `base`.
    let v = unsafe { crate::runtime::tier::enter(vm, entry as usize, base, function) };
    crate::runtime::tier::scrub();
    match v {
        crate::runtime::tier::LEFT => {
            // SAFETY: compiled code that has left leaves its frame as it was found, at some instruction.
            let next = unsafe { (*(*vm.thread.current_ptr()).pc).get() };
            if let Some(entered) = entered.filter(|_| suspends && next.op.suspends()) {
                let turns = match entered.elapsed() < WORTH_ENTERING {
                    true => vm.hot_loops,
                    false => TURNS_SINCE_YIELD,
                };
                fb.a = u64::from(vm.hot_loops.saturating_sub(turns));
            }
            Turn::Left
        }
        crate::runtime::tier::RAISED => {
            if entered.is_some_and(|at| at.elapsed() < WORTH_ENTERING) {
                fb.a = u64::from(vm.hot_loops.saturating_sub(TURNS_SINCE_ERROR));
            }
            Turn::Raised
        }
        v => Turn::Returned(v),
    }
}

/// Runs the compiled code of the loop at whose `for_iter` the current frame stands: what the registers hold there is what they hold at the back-edge.
///
/// # Safety
/// `frame` is current and its registers are initialised; `pc` is its instruction.
#[cold]
#[inline(never)]
unsafe fn start_loop(vm: &mut Vm, frame: *mut Frame, pc: *const Cell<Instr>) -> Turn {
    // SAFETY: the caller's promise.
    let (code, start) = unsafe {
        let code = (*frame).code();
        (code, pc.offset_from_unsigned(code.instrs()))
    };
    let at = loop_start::back_edge(code.feedback_at(start));
    let turns = code.feedback_at(at);
    if turns.b & 1 == 0 {
        code.set_form(start, Op::ForIter);
        return Turn::Interpret;
    }
    if (turns.a as u32) < vm.hot_loops {
        return Turn::Interpret;
    }
    // SAFETY: the caller's promise; the code has instruction `at`, a back-edge, for it has feedback.
    let (back_edge, turn) = unsafe {
        let back_edge = code.instrs().add(at);
        (*frame).pc = back_edge;
        (
            back_edge,
            run_loop(vm, frame, &mut *code.feedback().add(at)),
        )
    };
    if matches!(turn, Turn::Left) && vm.thread.current().is_some_and(|f| f.pc == back_edge) {
        let mut seen = code.feedback_at(start);
        loop_start::note_miss(&mut seen);
        code.set_feedback(start, seen);
        if loop_start::is_missed(seen) {
            code.set_form(start, Op::ForIter);
        }
    }
    turn
}

/// Calls a compiled `__init__`; the result is the object, its first argument.
///
/// # Safety
/// As for `call_compiled`.
#[inline(never)]
unsafe fn construct_compiled(vm: &mut Vm, init: Function, args: *mut Value) -> PyResult {
    // SAFETY: the caller's promise.
    let (object, v) = unsafe { (*args, call_compiled(vm, init.code(), args, init.value())?) };
    if !v.is_none() {
        slow::init_result(vm, v)?;
    }
    Ok(object)
}

/// Calls with `n` arguments at `args`; `callee` stands somewhere below them, and `args - 1` is free for a receiver.
///
/// # Safety
/// The registers from `args - 1` to `args + n` belong to the current frame.
#[inline(never)]
unsafe fn enter_call_slowly(
    vm: &mut Vm,
    callee: Value,
    args: *mut Value,
    n: usize,
    names: Option<Tuple>,
    dst: u16,
) -> PyResult<Entered> {
    // SAFETY: the arguments stand in registers of the current frame.
    let values = unsafe { std::slice::from_raw_parts(args, n) };
    if let Some(f) = NativeFunction::from_value(callee) {
        return vm
            .call_native(f, &Args { values, names })
            .map(Entered::Value);
    }
    if let Some(f) = Function::from_value(callee) {
        let code = f.code();
        if !code.is_prepared() {
            vm.prepare(code)?;
        }
        check_depth(vm, args)?;
        // SAFETY: `check_depth` made sure of the registers of any code above `args`; binding copies the arguments first.
        unsafe {
            if names.is_none() && n == usize::from(code.simple_args()) {
                fill_registers(code, args, n);
            } else {
                bind(vm, f, code, &Args { values, names }, args)?;
            }
        }
        if code.count_call() >= vm.hot_calls {
            make_hot(vm, code);
        }
        if code.entry() != 0 {
            // SAFETY: the bound arguments stand at `args`, above which `check_depth` made sure of room.
            return unsafe { call_compiled(vm, code, args, callee) }.map(Entered::Value);
        }
        let handled = vm.thread.handled;
        vm.thread
            .push(Frame::new(f, code, args, dst, Return::ToFrame, handled));
        return Ok(Entered::Frame);
    }
    if let Some(m) = BoundMethod::from_value(callee) {
        // SAFETY: the register before the arguments is free.
        unsafe {
            let first = args.sub(1);
            *first = m.receiver();
            return enter_call_slowly(vm, m.function(), first, n + 1, names, dst);
        }
    }
    if let Some(class) = Class::from_value(callee)
        && let Some(init) = vm.plain_init(class)
    {
        let object = vm.new_instance(class).value();
        // SAFETY: the register before the arguments is free.
        let entered = unsafe {
            let first = args.sub(1);
            *first = object;
            enter_call_slowly(vm, init, first, n + 1, names, dst)?
        };
        if let (Entered::Frame, Some(frame)) = (&entered, vm.thread.current()) {
            frame.construct(object);
        }
        return match entered {
            Entered::Frame => Ok(Entered::Frame),
            Entered::Value(v) => {
                if !v.is_none() {
                    slow::init_result(vm, v)?;
                }
                Ok(Entered::Value(object))
            }
        };
    }
    vm.call(callee, &Args { values, names }).map(Entered::Value)
}

/// Runs frames until the one that is current at entry is left.
///
/// # Safety
/// The current frame runs prepared, verified code, and its registers are initialised.
#[expect(
    clippy::undocumented_unsafe_blocks,
    unused_unsafe,
    reason = "one contract covers the loop: see its Safety section and `bytecode::check`"
)]
#[inline(never)]
unsafe fn interpret(vm: &mut Vm) -> PyResult<Resumed> {
    let loop_threshold = vm.hot_loops;
    // compiled code was left since the last turn of a loop: the interpreter makes a turn before it is entered again
    let mut left = false;
    let mut frame: *mut Frame = vm.thread.current_ptr();
    // SAFETY: there is a current frame.
    let (mut pc, mut r): (*const Cell<Instr>, *mut Value) = unsafe { ((*frame).pc, (*frame).base) };
    // SAFETY: there is a current frame.
    let mut bias: *mut Feedback = unsafe { (*frame).code().feedback_bias() };

    macro_rules! R {
        ($x:expr) => {
            // SAFETY: `bytecode::check` proved that every register operand is below the frame's number of registers.
            *unsafe { &mut *r.add(usize::from($x)) }
        };
    }
    macro_rules! next {
        () => {{
            // SAFETY: no instruction falls off the end.
            pc = unsafe { pc.add(1) };
            continue;
        }};
    }
    macro_rules! jump {
        ($d:expr) => {{
            // SAFETY: jump targets exist.
            pc = unsafe { pc.offset($d) };
            continue;
        }};
    }
    macro_rules! reload {
        () => {{
            frame = vm.thread.current_ptr();
            // SAFETY: there is a current frame.
            unsafe {
                pc = (*frame).pc;
                r = (*frame).base;
                bias = (*frame).code().feedback_bias();
            }
        }};
    }
    macro_rules! save {
        () => {
            // SAFETY: `frame` is the current frame.
            unsafe { (*frame).pc = pc }
        };
    }
    macro_rules! raise {
        () => {{
            save!();
            if !unwind(vm) {
                return Err(Raised);
            }
            reload!();
            continue;
        }};
    }
    macro_rules! attempt {
        ($e:expr) => {{
            save!();
            match $e {
                Ok(v) => v,
                Err(Raised) => {
                    if !unwind(vm) {
                        return Err(Raised);
                    }
                    reload!();
                    continue;
                }
            }
        }};
    }
    macro_rules! feedback {
        () => {
            // SAFETY: there is a feedback slot for every instruction.
            unsafe { &mut *bias.wrapping_byte_add(2 * pc.addr()) }
        };
    }
    macro_rules! requicken {
        ($i:expr) => {
            // SAFETY: `pc` points to an instruction.
            pc = quick::requicken(unsafe { &*pc })
        };
    }
    macro_rules! recall {
        ($obj:expr) => {
            // SAFETY: `pc` points to an instruction.
            if quick::recall(vm, unsafe { &*pc }, feedback!(), $obj) {
                continue;
            }
        };
    }
    macro_rules! forget_shape {
        ($obj:expr) => {
            // SAFETY: `pc` points to an instruction.
            pc = quick::forget_shape(vm, unsafe { &*pc }, feedback!(), $obj)
        };
    }
    macro_rules! neutral_binary {
        ($i:ident, $op:ident) => {{
            quick::note_types(unsafe { &*pc }, feedback!(), R!($i.b), R!($i.c));
            let v = attempt!(vm.binary(BinOp::$op, R!($i.b), R!($i.c)));
            R!($i.a) = v;
            next!();
        }};
    }
    macro_rules! neutral_in_place {
        ($i:ident, $op:ident) => {{
            quick::note_types(unsafe { &*pc }, feedback!(), R!($i.b), R!($i.c));
            let v = attempt!(vm.in_place(BinOp::$op, R!($i.b), R!($i.c)));
            R!($i.a) = v;
            next!();
        }};
    }
    // Two small ints, shifted so that what does not fit 50 bits overflows.
    macro_rules! shifted_op {
        ($i:ident, $shifted:ident, $plain:ident) => {{
            let (a, b) = (R!($i.b), R!($i.c));
            if Value::both_int(a, b) {
                R!($i.a) = match Value::$shifted(a, b) {
                    Some(v) => v,
                    None => vm.new_int(a.int_unchecked().$plain(b.int_unchecked())),
                };
                next!();
            }
            requicken!($i);
            continue;
        }};
    }
    // Two small ints.
    macro_rules! int_op {
        ($i:ident, |$x:ident, $y:ident| $e:expr) => {{
            let (a, b) = (R!($i.b), R!($i.c));
            if Value::both_int(a, b) {
                let ($x, $y) = (a.int_unchecked(), b.int_unchecked());
                let result: Option<i64> = $e;
                if let Some(v) = result {
                    R!($i.a) = if Value::int_fits(v) {
                        Value::from_int_unchecked(v)
                    } else {
                        vm.new_int(v)
                    };
                    next!();
                }
            }
            requicken!($i);
            continue;
        }};
    }
    macro_rules! float_op {
        ($i:ident, |$x:ident, $y:ident| $e:expr) => {{
            let (a, b) = (R!($i.b), R!($i.c));
            if a.is_float() && b.is_float() {
                let ($x, $y) = (a.float_unchecked(), b.float_unchecked());
                R!($i.a) = Value::from_float($e);
                next!();
            }
            requicken!($i);
            continue;
        }};
    }
    macro_rules! neutral_compare {
        ($i:ident, $op:ident) => {{
            let (a, b) = (R!($i.b), R!($i.c));
            quick::note_kinds(feedback!(), a, b);
            if Value::both_int(a, b) {
                R!($i.a) =
                    Value::from_bool(Cmp::$op.holds(a.int_unchecked().cmp(&b.int_unchecked())));
                next!();
            }
            let v = attempt!(vm.compare(Cmp::$op, a, b));
            R!($i.a) = v;
            next!();
        }};
    }
    macro_rules! neutral_compare_jump {
        ($i:ident, $op:ident, $when:literal) => {{
            quick::note_types(unsafe { &*pc }, feedback!(), R!($i.a), R!($i.b));
            let holds = attempt!(vm.compare_truth(Cmp::$op, R!($i.a), R!($i.b)));
            if holds == $when {
                jump!($i.to());
            }
            next!();
        }};
    }
    macro_rules! int_jump {
        ($i:ident, $op:tt, $when:literal) => {{
            let (a, b) = (R!($i.a), R!($i.b));
            if Value::both_int(a, b) {
                if (a.int_order() $op b.int_order()) == $when {
                    jump!($i.to());
                }
                next!();
            }
            requicken!($i);
            continue;
        }};
    }
    macro_rules! float_jump {
        ($i:ident, $op:tt, $when:literal) => {{
            let (a, b) = (R!($i.a), R!($i.b));
            if a.is_float() && b.is_float() {
                if (a.float_unchecked() $op b.float_unchecked()) == $when {
                    jump!($i.to());
                }
                next!();
            }
            requicken!($i);
            continue;
        }};
    }
    macro_rules! list_get {
        ($i:ident, $shape:ident, |$word:ident| $v:expr) => {{
            let (obj, index) = (R!($i.b), R!($i.c));
            if shape_is(obj, $shape) && index.is_int() {
                // SAFETY: the shape says that it is a list.
                let l = unsafe { List::from_ptr(obj.0 as *mut Header) };
                let n = index.int_unchecked();
                let at = if n < 0 { n + l.len() as i64 } else { n } as usize;
                if at < l.len() {
                    let $word = l.word_unchecked(at);
                    R!($i.a) = $v;
                    next!();
                }
            }
            requicken!($i);
            continue;
        }};
    }
    macro_rules! list_set {
        ($i:ident, $shape:ident, |$v:ident| $fits:expr, $word:expr) => {{
            let (obj, index, $v) = (R!($i.a), R!($i.b), R!($i.c));
            if shape_is(obj, $shape) && index.is_int() && $fits {
                // SAFETY: the shape says that it is a list.
                let l = unsafe { List::from_ptr(obj.0 as *mut Header) };
                let n = index.int_unchecked();
                let at = if n < 0 { n + l.len() as i64 } else { n } as usize;
                if at < l.len() {
                    l.set_word_unchecked(at, $word);
                    next!();
                }
            }
            requicken!($i);
            continue;
        }};
    }
    // Leaves the current frame with a result.
    macro_rules! ret {
        ($v:expr) => {{
            let mut v: Value = $v;
            // SAFETY: `frame` is the current frame; the caller's frame is below it unless it returns to Rust.
            unsafe {
                debug_assert!(frame == vm.thread.current_ptr());
                if (*frame).marks & mark::OBJECT != 0 {
                    save!();
                    let depth = vm.thread.depth;
                    vm.detach_frame(depth - 1);
                }
                let (ret, dst) = ((*frame).ret, (*frame).dst);
                if ret == Return::Construct {
                    if !v.is_none() {
                        attempt!(slow::init_result(vm, v));
                    }
                    v = (*frame).extra();
                } else if ret != Return::ToFrame {
                    if ret == Return::Generator {
                        finish_generator(vm, &*frame);
                    } else {
                        vm.thread.pop();
                    }
                    return Ok(Resumed::Returned(v));
                }
                vm.thread.pop();
                frame = frame.sub(1);
                r = (*frame).base;
                pc = (*frame).pc.add(1);
                bias = (*frame).code().feedback_bias();
                R!(dst) = v;
                if POLL.load(Ordering::Relaxed) != 0 {
                    pc = (*frame).pc;
                    attempt!(vm.safepoint());
                    pc = pc.add(1);
                }
            }
            continue;
        }};
    }
    // Goes on where a compiled loop has ended, if it ran.
    macro_rules! ran {
        ($turn:expr) => {
            match $turn {
                Turn::Interpret => {}
                Turn::Left => {
                    left = true;
                    reload!();
                    continue;
                }
                Turn::Raised => {
                    frame = vm.thread.current_ptr();
                    // SAFETY: there is a current frame.
                    pc = unsafe { (*frame).pc };
                    raise!();
                }
                Turn::Returned(v) => ret!(v),
            }
        };
    }
    macro_rules! turn {
        () => {{
            let fb = feedback!();
            fb.a += 1;
            if POLL.load(Ordering::Relaxed) != 0 {
                attempt!(vm.safepoint());
            }
            if fb.a as u32 >= loop_threshold && !std::mem::take(&mut left) {
                save!();
                // SAFETY: `frame` is current, and its registers are initialised.
                ran!(unsafe { run_loop(vm, frame, feedback!()) });
            }
        }};
    }
    macro_rules! finish_call {
        ($i:ident, $entered:expr) => {{
            save!();
            match $entered {
                Ok(Entered::Frame) => {
                    reload!();
                    continue;
                }
                Ok(Entered::Value(v)) => {
                    R!($i.a) = v;
                    if POLL.load(Ordering::Relaxed) != 0 {
                        attempt!(vm.safepoint());
                    }
                    next!();
                }
                Err(Raised) => raise!(),
            }
        }};
    }

    // The whole instruction, for operations with wide operands. Were they taken from `i`, its fields would be read as one word after all.
    macro_rules! whole {
        () => {
            // SAFETY: `pc` points to an instruction.
            unsafe { (*pc).get() }
        };
    }
    // Enters a function whose arguments stand where its registers begin.
    macro_rules! enter {
        ($i:ident, $f:expr, $code:expr, $args:expr, $n:expr, $ret:expr) => {{
            let (f, code, args): (Function, Code, *mut Value) = ($f, $code, $args);
            save!();
            if code.count_call() >= vm.hot_calls {
                make_hot(vm, code);
            }
            let entered = Frame::new(f, code, args, $i.a, $ret, vm.thread.handled);
            // SAFETY: `enters` made sure of the registers of any code above `args`, and of the record; `frame` is current.
            unsafe {
                fill_registers(code, args, $n);
                frame = vm.thread.push_above(frame, entered);
                if $ret == Return::Construct {
                    // straight into the record: a copy on the native stack would keep the object alive
                    (*frame).construct(*args);
                }
            }
            (pc, r, bias) = (code.instrs(), args, code.feedback_bias());
            continue;
        }};
    }
    macro_rules! call {
        ($i:ident, $callee:expr, $args:expr, $n:expr) => {{
            let (callee, args, n): (Value, *mut Value, usize) = ($callee, $args, $n);
            if let Some(f) = Function::from_value(callee) {
                let code = f.code();
                let fb = feedback!();
                if fb.b != callee.0 {
                    quick::note_callee(fb, callee);
                    continue; // anew: nothing of this call shall be kept across that one, where it would stay
                }
                if enters(vm, code, args, n) {
                    if code.entry() != 0 {
                        save!();
                        // SAFETY: the arguments stand where its registers begin, and `enters` made sure of room.
                        let result = unsafe { call_compiled(vm, code, args, callee) };
                        finish_call!($i, result.map(Entered::Value));
                    }
                    enter!($i, f, code, args, n, Return::ToFrame);
                }
            }
            save!();
            if let Some(f) = NativeFunction::from_value(callee) {
                // SAFETY: the arguments follow the callable in registers of this frame.
                let values = unsafe { std::slice::from_raw_parts(args, n) };
                quick::note_native(feedback!(), values);
                let result = vm.call_native(f, &Args::positional(values));
                finish_call!($i, result.map(Entered::Value));
            }
            if Class::from_value(callee).is_some() && n == 1 {
                // SAFETY: as above.
                quick::note_native(feedback!(), unsafe { std::slice::from_raw_parts(args, 1) });
            }
            quick::note_other_callee(feedback!(), callee);
            quick::note_call(vm, unsafe { &*pc }, feedback!(), callee);
            // SAFETY: the arguments follow the callable in registers of this frame.
            finish_call!($i, unsafe {
                enter_call_slowly(vm, callee, args, n, None, $i.a)
            });
        }};
    }
    // Calls the class that the feedback remembers. The register before the arguments is free.
    macro_rules! construct {
        ($i:ident, $callee:expr, $args:expr) => {{
            let (callee, args): (Value, *mut Value) = ($callee, $args);
            let (fb, n) = (*feedback!(), usize::from($i.c) + 1);
            if callee.0 == fb.b && (fb.a >> 32) as u32 == vm.epoch {
                // SAFETY: the feedback holds a class, which it keeps alive; the register is this frame's.
                let (class, first) =
                    unsafe { (Class::from_ptr(fb.b as *mut Header), args.sub(1)) };
                if let Some(f) = class.special(Special::Init as usize)
                    && let Some(f) = Function::from_value(f)
                    && let Some((shape, inline)) = class.settled_shape()
                    && enters(vm, f.code(), first, n)
                {
                    // SAFETY: as above.
                    unsafe {
                        *first =
                            Instance::with_slots(&mut vm.heap, shape, class.hidden_slots(), inline).value();
                    }
                    if f.code().entry() != 0 {
                        save!();
                        // SAFETY: the arguments stand where its registers begin, and `enters` made sure of room.
                        let result = unsafe { construct_compiled(vm, f, first) };
                        finish_call!($i, result.map(Entered::Value));
                    }
                    enter!($i, f, f.code(), first, n, Return::Construct);
                }
            }
            requicken!($i);
            call!($i, callee, args, usize::from($i.c));
        }};
    }

    loop {
        // SAFETY: `pc` stays inside the code: targets exist and nothing falls off the end. Reading field by field saves taking the
        // word apart.
        let i = unsafe {
            let at = (*pc).as_ptr();
            Instr {
                op: (*at).op,
                a: (*at).a,
                b: (*at).b,
                c: (*at).c,
            }
        };
        match i.op {
            Op::Nop => next!(),
            Op::Mov => {
                R!(i.a) = R!(i.b);
                next!();
            }
            Op::LoadConst => {
                // SAFETY: `frame` is current; `bytecode::check` proved that the constant exists.
                let consts = unsafe { Tuple::from_ptr((*frame).code().consts().0 as *mut Header) };
                R!(i.a) = consts.items()[whole!().bc() as usize];
                next!();
            }
            Op::Clear => {
                let old = std::mem::replace(&mut R!(i.a), Value::EMPTY);
                if vm.loop_generators {
                    save!();
                    loop_generators::close(vm, old);
                }
                next!();
            }
            Op::CheckLocal => {
                if R!(i.a).is_empty() {
                    attempt!(slow::unbound(vm, i.a));
                }
                next!();
            }
            Op::LoadCell => {
                if let Some(c) = CellObject::from_value(R!(i.b)) {
                    let v = c.get();
                    if !v.is_empty() {
                        R!(i.a) = v;
                        next!();
                    }
                }
                attempt!(slow::unbound(vm, i.b));
                next!();
            }
            Op::StoreCell => {
                if let Some(c) = CellObject::from_value(R!(i.a)) {
                    c.set(R!(i.b));
                    next!();
                }
                attempt!(slow::no_cell(vm));
            }

            // ---- arithmetic
            Op::Add => neutral_binary!(i, Add),
            Op::Sub => neutral_binary!(i, Sub),
            Op::Mul => neutral_binary!(i, Mul),
            Op::TrueDiv => neutral_binary!(i, TrueDiv),
            Op::FloorDiv => neutral_binary!(i, FloorDiv),
            Op::Modulo => neutral_binary!(i, Mod),
            Op::Pow => neutral_binary!(i, Pow),
            Op::Lshift => neutral_binary!(i, Lshift),
            Op::Rshift => neutral_binary!(i, Rshift),
            Op::BitAnd => neutral_binary!(i, And),
            Op::BitOr => neutral_binary!(i, Or),
            Op::BitXor => neutral_binary!(i, Xor),
            Op::Matmul => neutral_binary!(i, Matmul),
            Op::Iadd => neutral_in_place!(i, Add),
            Op::Isub => neutral_in_place!(i, Sub),
            Op::Imul => neutral_in_place!(i, Mul),
            Op::ItrueDiv => neutral_in_place!(i, TrueDiv),
            Op::IfloorDiv => neutral_in_place!(i, FloorDiv),
            Op::Imodulo => neutral_in_place!(i, Mod),
            Op::Ipow => neutral_in_place!(i, Pow),
            Op::Ilshift => neutral_in_place!(i, Lshift),
            Op::Irshift => neutral_in_place!(i, Rshift),
            Op::IbitAnd => neutral_in_place!(i, And),
            Op::IbitOr => neutral_in_place!(i, Or),
            Op::IbitXor => neutral_in_place!(i, Xor),
            Op::Imatmul => neutral_in_place!(i, Matmul),
            Op::AddII | Op::IaddII => shifted_op!(i, int_add, wrapping_add),
            Op::SubII | Op::IsubII => shifted_op!(i, int_sub, wrapping_sub),
            Op::MulII | Op::ImulII => int_op!(i, |x, y| x.checked_mul(y)),
            Op::FloorDivII | Op::IfloorDivII => int_op!(i, |x, y| ints::floor_div(x, y)),
            Op::ModuloII | Op::ImoduloII => int_op!(i, |x, y| ints::floor_mod(x, y)),
            Op::BitAndII | Op::IbitAndII => int_op!(i, |x, y| Some(x & y)),
            Op::BitOrII | Op::IbitOrII => int_op!(i, |x, y| Some(x | y)),
            Op::BitXorII | Op::IbitXorII => int_op!(i, |x, y| Some(x ^ y)),
            Op::LshiftII | Op::IlshiftII => int_op!(i, |x, y| if (0..14).contains(&y) {
                Some(x << y)
            } else {
                None
            }),
            Op::RshiftII | Op::IrshiftII => {
                int_op!(i, |x, y| if y >= 0 { Some(x >> y.min(63)) } else { None })
            }
            Op::AddFF | Op::IaddFF => float_op!(i, |x, y| x + y),
            Op::SubFF | Op::IsubFF => float_op!(i, |x, y| x - y),
            Op::MulFF | Op::ImulFF => float_op!(i, |x, y| x * y),
            Op::TrueDivII | Op::ItrueDivII => {
                let (a, b) = (R!(i.b), R!(i.c));
                if Value::both_int(a, b) && b.int_unchecked() != 0 {
                    // both are exact as floats, so the quotient is rounded once
                    let q = a.int_unchecked() as f64 / b.int_unchecked() as f64;
                    R!(i.a) = Value::from_float(q);
                    next!();
                }
                requicken!(i);
                continue;
            }
            Op::TrueDivFF | Op::ItrueDivFF => {
                let (a, b) = (R!(i.b), R!(i.c));
                if a.is_float() && b.is_float() && b.float_unchecked() != 0.0 {
                    R!(i.a) = Value::from_float(a.float_unchecked() / b.float_unchecked());
                    next!();
                }
                requicken!(i);
                continue;
            }
            Op::Not => {
                let b = attempt!(vm.truth(R!(i.b)));
                R!(i.a) = Value::from_bool(!b);
                next!();
            }
            Op::ToBool => {
                let b = attempt!(vm.truth(R!(i.b)));
                R!(i.a) = Value::from_bool(b);
                next!();
            }

            Op::Neg => {
                let v = R!(i.b);
                quick::note_kinds(feedback!(), v, v);
                let v = attempt!(vm.unary(Special::Neg, v));
                R!(i.a) = v;
                next!();
            }
            // ---- comparison
            Op::Lt => neutral_compare!(i, Lt),
            Op::Le => neutral_compare!(i, Le),
            Op::Eq => neutral_compare!(i, Eq),
            Op::Ne => neutral_compare!(i, Ne),
            Op::Gt => neutral_compare!(i, Gt),
            Op::Ge => neutral_compare!(i, Ge),
            Op::Is => {
                R!(i.a) = Value::from_bool(R!(i.b) == R!(i.c));
                next!();
            }
            Op::IsNot => {
                R!(i.a) = Value::from_bool(R!(i.b) != R!(i.c));
                next!();
            }
            Op::Contains => {
                quick::note_shape(feedback!(), R!(i.c));
                let b = attempt!(vm.contains(R!(i.c), R!(i.b)));
                R!(i.a) = Value::from_bool(b);
                next!();
            }
            Op::NotContains => {
                quick::note_shape(feedback!(), R!(i.c));
                let b = attempt!(vm.contains(R!(i.c), R!(i.b)));
                R!(i.a) = Value::from_bool(!b);
                next!();
            }

            // ---- jumps
            Op::Jump => jump!(whole!().to32()),
            Op::JumpBack => {
                turn!();
                jump!(whole!().to32());
            }
            Op::JumpIfTrue => {
                let v = R!(i.a);
                let b = if v.is_bool() {
                    v == Value::TRUE
                } else {
                    quick::note_kinds(feedback!(), v, v);
                    attempt!(vm.truth(v))
                };
                if b {
                    jump!(i.to());
                }
                next!();
            }
            Op::JumpIfFalse => {
                let v = R!(i.a);
                let b = if v.is_bool() {
                    v == Value::TRUE
                } else {
                    quick::note_kinds(feedback!(), v, v);
                    attempt!(vm.truth(v))
                };
                if !b {
                    jump!(i.to());
                }
                next!();
            }
            Op::JumpIfNone => {
                if R!(i.a).is_none() {
                    jump!(i.to());
                }
                next!();
            }
            Op::JumpIfNotNone => {
                if !R!(i.a).is_none() {
                    jump!(i.to());
                }
                next!();
            }
            Op::JumpIfIs => {
                if R!(i.a) == R!(i.b) {
                    jump!(i.to());
                }
                next!();
            }
            Op::JumpIfIsNot => {
                if R!(i.a) != R!(i.b) {
                    jump!(i.to());
                }
                next!();
            }
            Op::JumpIfLt => neutral_compare_jump!(i, Lt, true),
            Op::JumpIfLe => neutral_compare_jump!(i, Le, true),
            Op::JumpIfEq => neutral_compare_jump!(i, Eq, true),
            Op::JumpIfNe => neutral_compare_jump!(i, Ne, true),
            Op::JumpIfGt => neutral_compare_jump!(i, Gt, true),
            Op::JumpIfGe => neutral_compare_jump!(i, Ge, true),
            Op::JumpUnlessLt => neutral_compare_jump!(i, Lt, false),
            Op::JumpUnlessLe => neutral_compare_jump!(i, Le, false),
            Op::JumpUnlessEq => neutral_compare_jump!(i, Eq, false),
            Op::JumpUnlessNe => neutral_compare_jump!(i, Ne, false),
            Op::JumpUnlessGt => neutral_compare_jump!(i, Gt, false),
            Op::JumpUnlessGe => neutral_compare_jump!(i, Ge, false),
            Op::JumpIfLtII => int_jump!(i, <, true),
            Op::JumpIfLeII => int_jump!(i, <=, true),
            Op::JumpIfEqII => int_jump!(i, ==, true),
            Op::JumpIfNeII => int_jump!(i, !=, true),
            Op::JumpIfGtII => int_jump!(i, >, true),
            Op::JumpIfGeII => int_jump!(i, >=, true),
            Op::JumpUnlessLtII => int_jump!(i, <, false),
            Op::JumpUnlessLeII => int_jump!(i, <=, false),
            Op::JumpUnlessEqII => int_jump!(i, ==, false),
            Op::JumpUnlessNeII => int_jump!(i, !=, false),
            Op::JumpUnlessGtII => int_jump!(i, >, false),
            Op::JumpUnlessGeII => int_jump!(i, >=, false),
            Op::JumpIfLtFF => float_jump!(i, <, true),
            Op::JumpIfLeFF => float_jump!(i, <=, true),
            Op::JumpIfEqFF => float_jump!(i, ==, true),
            Op::JumpIfNeFF => float_jump!(i, !=, true),
            Op::JumpIfGtFF => float_jump!(i, >, true),
            Op::JumpIfGeFF => float_jump!(i, >=, true),
            Op::JumpUnlessLtFF => float_jump!(i, <, false),
            Op::JumpUnlessLeFF => float_jump!(i, <=, false),
            Op::JumpUnlessEqFF => float_jump!(i, ==, false),
            Op::JumpUnlessNeFF => float_jump!(i, !=, false),
            Op::JumpUnlessGtFF => float_jump!(i, >, false),
            Op::JumpUnlessGeFF => float_jump!(i, >=, false),
            Op::JumpIfIn => {
                let b = attempt!(vm.contains(R!(i.b), R!(i.a)));
                if b {
                    jump!(i.to());
                }
                next!();
            }
            Op::JumpIfNotIn => {
                let b = attempt!(vm.contains(R!(i.b), R!(i.a)));
                if !b {
                    jump!(i.to());
                }
                next!();
            }

            // ---- items
            Op::GetItem => {
                quick::note_get_item(unsafe { &*pc }, feedback!(), R!(i.b), R!(i.c));
                let v = attempt!(vm.get_item(R!(i.b), R!(i.c)));
                R!(i.a) = v;
                next!();
            }
            Op::GetItemValues => list_get!(i, SHAPE_VALUES, |word| Value(word)),
            Op::GetItemInts => {
                list_get!(i, SHAPE_INTS, |word| Value::from_int_unchecked(word as i64))
            }
            Op::GetItemFloats => list_get!(i, SHAPE_FLOATS, |word| Value::from_float(
                f64::from_bits(word)
            )),
            Op::GetItemBools => {
                let (obj, index) = (R!(i.b), R!(i.c));
                if shape_is(obj, SHAPE_BOOLS) && index.is_int() {
                    // SAFETY: the shape says that it is a list.
                    let l = unsafe { List::from_ptr(obj.0 as *mut Header) };
                    let at = index.int_unchecked() as usize;
                    if at < l.len() {
                        R!(i.a) = Value::from_bool(l.bool_unchecked(at));
                        next!();
                    }
                }
                requicken!(i);
                continue;
            }
            Op::GetItemTuple => {
                let (obj, index) = (R!(i.b), R!(i.c));
                if let Some(t) = Tuple::from_value(obj)
                    && index.is_int()
                    && let Some(v) = t.get(index.int_unchecked() as usize)
                {
                    R!(i.a) = v;
                    next!();
                }
                requicken!(i);
                continue;
            }
            Op::GetItemStr => {
                let (obj, index) = (R!(i.b), R!(i.c));
                if let Some(s) = Str::from_value(obj)
                    && index.is_int()
                    && let Some(c) = s.chars().get(index.int_unchecked() as usize)
                {
                    let v = attempt!(vm.new_char(c));
                    R!(i.a) = v.value();
                    next!();
                }
                requicken!(i);
                continue;
            }
            Op::GetItemDict => {
                let (obj, index) = (R!(i.b), R!(i.c));
                if let Some(d) = Dict::from_value(obj) {
                    let found = if let Some(s) = Str::from_value(index)
                        && d.only_str_keys()
                    {
                        d.get_str(s)
                    } else {
                        attempt!(vm.dict_get(d, index))
                    };
                    match found {
                        Some(v) => {
                            R!(i.a) = v;
                            next!();
                        }
                        None => {
                            let key = index;
                            attempt!(Err::<(), Raised>(vm.key_error(key)));
                        }
                    }
                }
                requicken!(i);
                continue;
            }
            Op::SetItem => {
                quick::note_set_item(unsafe { &*pc }, feedback!(), R!(i.a), R!(i.b), R!(i.c));
                attempt!(vm.set_item(R!(i.a), R!(i.b), R!(i.c)));
                next!();
            }
            Op::SetItemValues => list_set!(i, SHAPE_VALUES, |v| true, v.0),
            Op::SetItemInts => list_set!(i, SHAPE_INTS, |v| v.is_int(), v.int_unchecked() as u64),
            Op::SetItemFloats => list_set!(
                i,
                SHAPE_FLOATS,
                |v| v.is_float(),
                v.float_unchecked().to_bits()
            ),
            Op::SetItemBools => {
                let (obj, index, v) = (R!(i.a), R!(i.b), R!(i.c));
                if shape_is(obj, SHAPE_BOOLS) && index.is_int() && v.is_bool() {
                    // SAFETY: the shape says that it is a list.
                    let l = unsafe { List::from_ptr(obj.0 as *mut Header) };
                    let at = index.int_unchecked() as usize;
                    if at < l.len() {
                        l.set_bool_unchecked(at, v == Value::TRUE);
                        next!();
                    }
                }
                requicken!(i);
                continue;
            }
            Op::SetItemDict => {
                let (obj, index, v) = (R!(i.a), R!(i.b), R!(i.c));
                if let Some(d) = Dict::from_value(obj) {
                    attempt!(vm.dict_set(d, index, v));
                    next!();
                }
                requicken!(i);
                continue;
            }

            // ---- attributes
            Op::LoadAttr => {
                recall!(R!(i.b));
                quick::note_run(feedback!());
                let v = attempt!(quick::load_attr(vm, unsafe { &*pc }, feedback!(), R!(i.b)));
                R!(i.a) = v;
                next!();
            }
            Op::LoadAttrSlot => {
                let obj = R!(i.b);
                let fb = *feedback!();
                if shape_is(obj, fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    // SAFETY: the shape is that of instances and has this slot.
                    let v = unsafe {
                        Value(Instance::from_ptr(obj.0 as *mut Header).word(fb.b as u16))
                    };
                    if !v.is_empty() {
                        R!(i.a) = v;
                        next!();
                    }
                }
                forget_shape!(R!(i.b));
                continue;
            }
            Op::LoadAttrRaw => {
                let obj = R!(i.b);
                let fb = *feedback!();
                if shape_is(obj, fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    // SAFETY: the shape is that of instances and has this slot.
                    let word =
                        unsafe { Instance::from_ptr(obj.0 as *mut Header).word(fb.b as u16) };
                    R!(i.a) = if fb.b >> 16 == Rep::F64 as u64 {
                        Rep::F64.decode(word)
                    } else {
                        Rep::I64.decode(word)
                    };
                    next!();
                }
                forget_shape!(R!(i.b));
                continue;
            }
            Op::StoreAttr => {
                recall!(R!(i.a));
                quick::note_run(feedback!());
                attempt!(quick::store_attr(
                    vm,
                    unsafe { &*pc },
                    feedback!(),
                    R!(i.a),
                    R!(i.b)
                ));
                next!();
            }
            Op::StoreAttrSlot => {
                let obj = R!(i.a);
                let fb = *feedback!();
                if shape_is(obj, fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    // SAFETY: the shape is that of instances and has this slot.
                    unsafe {
                        Instance::from_ptr(obj.0 as *mut Header).set_word(fb.b as u16, R!(i.b).0);
                    };
                    next!();
                }
                forget_shape!(R!(i.a));
                continue;
            }
            Op::StoreAttrRaw => {
                let (obj, v) = (R!(i.a), R!(i.b));
                let fb = *feedback!();
                if shape_is(obj, fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    let rep = if fb.b >> 16 == Rep::F64 as u64 {
                        Rep::F64
                    } else {
                        Rep::I64
                    };
                    if let Some(word) = rep.encode(v) {
                        // SAFETY: the shape is that of instances and has this slot.
                        unsafe {
                            Instance::from_ptr(obj.0 as *mut Header).set_word(fb.b as u16, word);
                        };
                        next!();
                    }
                }
                forget_shape!(R!(i.a));
                continue;
            }
            Op::StoreAttrAdd => {
                let (obj, v) = (R!(i.a), R!(i.b));
                let fb = *feedback!();
                if shape_is(obj, fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    let rep = match (fb.b >> 16) as u16 {
                        x if x == Rep::F64 as u16 => Rep::F64,
                        x if x == Rep::I64 as u16 => Rep::I64,
                        _ => Rep::Value,
                    };
                    // a value that would fit a narrower slot takes the general way, which knows the edge
                    if (rep == Rep::of(v) || rep == Rep::Value)
                        && let Some(word) = rep.encode(v)
                    {
                        // SAFETY: the shape is that of instances, and the new slot is inside the object.
                        unsafe {
                            let o = Instance::from_ptr(obj.0 as *mut Header);
                            o.set_shape((fb.b >> 32) as u32);
                            o.set_word(fb.b as u16, word);
                        }
                        next!();
                    }
                }
                forget_shape!(R!(i.a));
                continue;
            }
            Op::LoadMethod => {
                recall!(R!(i.b));
                quick::note_run(feedback!());
                let (f, this) = attempt!(quick::load_method(
                    vm,
                    unsafe { &*pc },
                    feedback!(),
                    R!(i.b)
                ));
                R!(i.a) = f;
                R!(i.a + 1) = this;
                next!();
            }
            Op::LoadAttrGet => {
                let obj = R!(i.b);
                let fb = *feedback!();
                if shape_is(obj, fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    // SAFETY: the feedback holds a function; above the frame's registers nothing is in use.
                    let (f, args) = unsafe {
                        let registers = usize::from((*frame).code().nregs());
                        (Function::from_ptr(fb.b as *mut Header), r.add(registers))
                    };
                    let code = f.code();
                    if enters(vm, code, args, 1) {
                        // SAFETY: `enters` made sure of room.
                        unsafe { *args = obj };
                        if code.entry() != 0 {
                            save!();
                            // SAFETY: the argument stands where its registers begin.
                            let result = unsafe { call_compiled(vm, code, args, f.value()) };
                            finish_call!(i, result.map(Entered::Value));
                        }
                        enter!(i, f, code, args, 1, Return::ToFrame);
                    }
                    save!();
                    let result = vm.call_positional(f.value(), &[obj]);
                    finish_call!(i, result.map(Entered::Value));
                }
                forget_shape!(R!(i.b));
                continue;
            }
            Op::LoadMethodStatic => {
                let fb = *feedback!();
                if shape_is(R!(i.b), fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    R!(i.a + 1) = match fb.b & OF_CLASS {
                        0 => Value::EMPTY,
                        _ => vm.shapes.class(fb.a as u32),
                    };
                    R!(i.a) = Value(fb.b & !(STATIC | OF_CLASS));
                    next!();
                }
                forget_shape!(R!(i.b));
                continue;
            }
            Op::LoadMethodCached => {
                let obj = R!(i.b);
                let fb = *feedback!();
                if shape_is(obj, fb.a as u32) && (fb.a >> 32) as u32 == vm.epoch {
                    R!(i.a) = Value(fb.b);
                    R!(i.a + 1) = obj;
                    next!();
                }
                forget_shape!(R!(i.b));
                continue;
            }

            // ---- globals
            Op::LoadGlobal | Op::LoadName => {
                quick::note_run(feedback!());
                let v = attempt!(quick::load_global(vm, unsafe { &*pc }, feedback!()));
                R!(i.a) = v;
                next!();
            }
            Op::StoreGlobal | Op::StoreName => {
                quick::note_run(feedback!());
                attempt!(quick::store_global(
                    vm,
                    unsafe { &*pc },
                    feedback!(),
                    R!(i.a)
                ));
                next!();
            }
            Op::StoreGlobalCell | Op::StoreNameCell => {
                // SAFETY: the feedback holds a cell, which it keeps alive.
                let cell = unsafe { CellObject::from_ptr(feedback!().a as *mut Header) };
                let old = cell.get();
                if !old.is_empty() && !cell.is_watched() && !has_finalizer(old) {
                    cell.set(R!(i.a));
                    next!();
                }
                requicken!(i);
                continue;
            }
            Op::LoadGlobalCell | Op::LoadNameCell => {
                // SAFETY: the feedback holds a cell, which it keeps alive.
                let v = unsafe { CellObject::from_ptr(feedback!().a as *mut Header) }.get();
                if !v.is_empty() {
                    R!(i.a) = v;
                    next!();
                }
                requicken!(i);
                continue;
            }
            Op::LoadGlobalBuiltin | Op::LoadNameBuiltin => {
                let fb = *feedback!();
                // SAFETY: the feedback holds two cells, which it keeps alive.
                let (global, builtin) = unsafe {
                    (
                        CellObject::from_ptr(fb.a as *mut Header).get(),
                        CellObject::from_ptr(fb.b as *mut Header).get(),
                    )
                };
                if global.is_empty() && !builtin.is_empty() {
                    R!(i.a) = builtin;
                    next!();
                }
                requicken!(i);
                continue;
            }

            // ---- iteration
            Op::GetIter => {
                quick::note_shape(feedback!(), R!(i.b));
                let v = attempt!(vm.iter(R!(i.b)));
                R!(i.a) = v;
                next!();
            }
            Op::ForIter => {
                quick::note_iter(unsafe { &*pc }, R!(i.a));
                quick::note_iterator(feedback!(), R!(i.a));
                match attempt!(vm.next(R!(i.a))) {
                    Some(v) => {
                        R!(i.b) = v;
                        next!();
                    }
                    None => jump!(i.to()),
                }
            }
            Op::ForIterUnit => {
                ran!(unsafe { start_loop(vm, frame, pc) });
                match attempt!(vm.next(R!(i.a))) {
                    Some(v) => {
                        R!(i.b) = v;
                        next!();
                    }
                    None => jump!(i.to()),
                }
            }
            Op::ForLoop => {
                turn!();
                quick::note_iter(unsafe { &*pc }, R!(i.a));
                match attempt!(vm.next(R!(i.a))) {
                    Some(v) => {
                        R!(i.b) = v;
                        jump!(i.to());
                    }
                    None => next!(),
                }
            }
            Op::ForIterRange => {
                // SAFETY: range iterators hold a `RangeIter`.
                if let Some(it) = unsafe { Obj::<RangeIter>::of_type(R!(i.a), T::RangeIterator) } {
                    match vm.range_next(it) {
                        Some(v) => {
                            R!(i.b) = v;
                            next!();
                        }
                        None => jump!(i.to()),
                    }
                }
                requicken!(i);
                continue;
            }
            Op::ForLoopRange => {
                // SAFETY: range iterators hold a `RangeIter`.
                if let Some(it) = unsafe { Obj::<RangeIter>::of_type(R!(i.a), T::RangeIterator) } {
                    turn!();
                    match vm.range_next(it) {
                        Some(v) => {
                            R!(i.b) = v;
                            jump!(i.to());
                        }
                        None => next!(),
                    }
                }
                requicken!(i);
                continue;
            }
            Op::ForIterList => {
                // SAFETY: list iterators hold a `SeqIter`.
                if let Some(it) = unsafe { Obj::<SeqIter>::of_type(R!(i.a), T::ListIterator) } {
                    match attempt!(vm.seq_next(it)) {
                        Some(v) => {
                            R!(i.b) = v;
                            next!();
                        }
                        None => jump!(i.to()),
                    }
                }
                requicken!(i);
                continue;
            }
            Op::ForLoopList => {
                // SAFETY: list iterators hold a `SeqIter`.
                if let Some(it) = unsafe { Obj::<SeqIter>::of_type(R!(i.a), T::ListIterator) } {
                    turn!();
                    match attempt!(vm.seq_next(it)) {
                        Some(v) => {
                            R!(i.b) = v;
                            jump!(i.to());
                        }
                        None => next!(),
                    }
                }
                requicken!(i);
                continue;
            }
            Op::ListAppend => {
                if let Some(l) = List::from_value(R!(i.a)) {
                    attempt!(slow::list_append(vm, l, R!(i.b)));
                    next!();
                }
                attempt!(slow::wrong_target(vm));
            }

            // ---- calls
            Op::CallPlain => {
                let callee = R!(i.b);
                // SAFETY: the arguments follow the callable in registers of this frame.
                let args = unsafe { r.add(usize::from(i.b) + 1) };
                call!(i, callee, args, usize::from(i.c));
            }
            Op::CallPlainClass => {
                let callee = R!(i.b);
                // SAFETY: the arguments follow the callable in registers of this frame.
                construct!(i, callee, unsafe { r.add(usize::from(i.b) + 1) });
            }
            Op::Call => {
                let (callee, this) = (R!(i.b), R!(i.b + 1));
                let own = usize::from(!this.is_empty());
                let n = usize::from(i.c) + own;
                // SAFETY: receiver and arguments follow the callable in registers of this frame.
                let args = unsafe { r.add(usize::from(i.b) + 2 - own) };
                if own == 1
                    && let Some(f) = NativeFunction::from_value(callee)
                {
                    save!();
                    // SAFETY: as above.
                    let values = unsafe { std::slice::from_raw_parts(args, n) };
                    quick::note_native(feedback!(), values);
                    let result = (definition(f).call)(vm, &Args::positional(values));
                    finish_call!(i, result.map(Entered::Value));
                }
                call!(i, callee, args, n);
            }
            Op::CallPlainKw | Op::CallKw => {
                let callee = R!(i.b);
                let own = if i.op == Op::CallKw {
                    usize::from(!R!(i.b + 1).is_empty())
                } else {
                    0
                };
                let skip = if i.op == Op::CallKw { 2 } else { 1 };
                let names = Tuple::from_value(R!(i.b + skip + i.c));
                let fb = feedback!();
                if Function::from_value(callee).is_none() {
                    quick::note_run(fb);
                } else if fb.b != callee.0 {
                    quick::note_callee(fb, callee);
                    continue;
                }
                // SAFETY: receiver, arguments and names follow the callable in registers of this frame.
                let entered = unsafe {
                    save!();
                    enter_call_slowly(
                        vm,
                        callee,
                        r.add(usize::from(i.b) + usize::from(skip) - own),
                        usize::from(i.c) + own,
                        names,
                        i.a,
                    )
                };
                finish_call!(i, entered);
            }
            Op::Ret => {
                let v = R!(i.a);
                if v.is_empty() {
                    attempt!(slow::empty_result(vm));
                }
                ret!(v);
            }
            Op::YieldValue => {
                let v = R!(i.b);
                // A loop of yield from or await: what is thrown goes to its receiver first.
                let delegate = if i.c == 1 { R!(i.b - 1) } else { Value::EMPTY };
                save!();
                if v.is_empty() {
                    attempt!(slow::empty_result(vm));
                }
                // SAFETY: `frame` is the current frame.
                unsafe {
                    if let Some(g) = (*frame).generator() {
                        g.set_delegate(delegate);
                    }
                    if !suspend(vm, &*frame, State::Suspended) {
                        attempt!(Err::<(), Raised>(
                            vm.system_error("yield outside a generator")
                        ));
                    }
                }
                return Ok(Resumed::Yielded(v));
            }
            Op::StartGenerator => {
                save!();
                let g = attempt!(slow::make_generator(vm));
                // SAFETY: `frame` is the current frame.
                let (ret, dst) = unsafe { ((*frame).ret, (*frame).dst) };
                vm.thread.pop();
                if ret == Return::ToRust {
                    return Ok(Resumed::Returned(g));
                }
                frame = vm.thread.current_ptr();
                // SAFETY: the caller's frame is below.
                unsafe {
                    r = (*frame).base;
                    pc = (*frame).pc.add(1);
                    bias = (*frame).code().feedback_bias();
                }
                R!(dst) = g;
                loop_generators::note(vm, g);
                continue;
            }
            Op::Unpack | Op::UnpackForward | Op::UnpackPair => {
                let src = if i.op == Op::UnpackPair { i.c } else { i.b };
                quick::note_shape(feedback!(), R!(src));
                attempt!(slow::execute(vm, whole!()));
                next!();
            }
            Op::LoadSuperMethod | Op::LoadZeroSuperMethod => {
                quick::note_super(vm, unsafe { &*pc }, feedback!(), R!(i.b + 2));
                attempt!(slow::execute(vm, whole!()));
                next!();
            }
            _ => match attempt!(slow::execute(vm, whole!())) {
                Step::Next => next!(),
                Step::Jump => jump!(i.to()),
            },
        }
    }
}

/// Saves the registers of a generator's frame and leaves it.
pub(super) unsafe fn suspend(vm: &mut Vm, frame: &Frame, state: State) -> bool {
    let Some(g) = frame.generator() else {
        return false;
    };
    // SAFETY: the frame's registers stand at `base`, and the run of registers goes on behind them.
    unsafe { g.save(frame.base) };
    if vm.loop_generators {
        // what its loops iterate over must not be found where it stood
        frame.clear_registers();
    }
    g.set_pc(frame.instruction() as u32);
    g.set_state(state);
    g.set_handled(vm.thread.handled);
    g.set_frame(frame.object());
    vm.thread.handled = frame.outer_handled;
    vm.thread.pop();
    true
}

/// Leaves the frame of a generator that is done.
pub fn finish_generator(vm: &mut Vm, frame: &Frame) {
    if let Some(g) = frame.generator() {
        g.set_state(State::Done);
        g.clear();
        g.set_frame(Value::EMPTY);
    }
    vm.thread.handled = frame.outer_handled;
    vm.thread.pop();
}
