//! How a unit is left: a descriptor per exit, and [`leave`], which rebuilds from it what the interpreter needs to go on.
#![expect(
    unsafe_code,
    reason = "reads the values that compiled code left in its stack frame"
)]

use std::cell::Cell;

use super::entries::finish;
use super::{CONTINUE, Kind, RAISED};
use crate::gc::Header;
use crate::interp::enter::check_depth;
use crate::interp::run::{run, run_raised};
use crate::ir::Rep;
use crate::object::{Code, Function, Value};
use crate::runtime::frame::{Frame, Return};
use crate::runtime::{PyResult, Vm};

/// Why a unit is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Reason {
    /// A guard failed.
    Guard,
    /// A guard that holds was made to fail.
    Stress,
    /// The code goes on where nothing was compiled (a terminator `Exit`).
    End,
    /// The code goes on where a generator is suspended.
    Suspend,
    /// Something waits: see `Poll`.
    Poll,
    /// An exception is pending.
    Raise,
    /// One more frame does not fit: RecursionError in the caller of the innermost frame.
    Deep,
}

/// Where a word is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    /// It is this one.
    Const(u64),
    /// In a slot.
    Slot(u32),
}

/// How the value of a register is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Recipe {
    /// A value of a representation.
    Plain(Rep, Source),
    /// A `range` object of start, stop and step.
    Range([Source; 3]),
    /// An iterator: next item, stop, step. With `true` the first is the item that it gave last.
    RangeIter([Source; 3], bool),
    /// An iterator over a list or tuple: the sequence and the next index.
    SeqIter([Source; 2]),
}

/// What happens with the result of a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ExitThen {
    /// It is the unit's.
    Unit,
    /// It goes to the caller's register.
    ToFrame(u16),
    /// The object goes to the caller's register.
    Construct(u16, Source),
}

/// A frame to rebuild.
pub(super) struct ExitFrame {
    pub(super) code: Code,
    /// As `then`, of a frame that is not entered.
    pub(super) function: Source,
    pub(super) base: u32,
    pub(super) pc: u32,
    /// The registers stay as they are.
    pub(super) kept: bool,
    pub(super) entered: bool,
    pub(super) then: ExitThen,
    pub(super) regs: Box<[(u16, Recipe)]>,
}

/// An exit of a unit.
pub struct Exit {
    /// The unit's number, as the options said.
    pub unit: u32,
    /// The number of the exit in its unit.
    pub index: u32,
    /// How often it was taken.
    pub count: Cell<u32>,
    /// Why it is taken.
    pub reason: Reason,
    /// The first operation that leaves here.
    pub op: &'static str,
    pub(super) kind: Kind,
    pub(super) limit: u32,
    /// Slots that its recipes name.
    pub(super) slots: usize,
    pub(super) frames: Box<[ExitFrame]>,
}

impl Exit {
    /// Where the interpreter goes on: the innermost frame's code and instruction.
    #[must_use]
    pub fn place(&self) -> Option<(Code, u32)> {
        self.frames.last().map(|f| (f.code, f.pc))
    }
}

/// Words before the slots in the area of a unit: the number of the exit.
pub(super) const FIRST_SLOT: usize = 1;

/// Called by compiled code that cannot go on; its result is the unit's.
///
/// `exits` are the descriptors of the unit. `area` is in its native stack frame, where the collector sees it: the number of the exit, then the values that the
/// exit's recipes name.
pub(super) extern "C" fn leave(
    vm: *mut Vm,
    exits: *const Exit,
    area: *mut u64,
    base: *mut Value,
) -> Value {
    // SAFETY: compiled code passes the machine that runs it, the descriptors of its unit, which is alive as long as it runs, and an area with the number of one of them.
    let (vm, exit, slots) =
        unsafe { (&mut *vm, &*exits.add(*area as usize), area.add(FIRST_SLOT)) };
    let count = exit.count.get().saturating_add(1);
    exit.count.set(count);
    let mut raised = matches!(exit.reason, Reason::Raise | Reason::Deep);
    let values = Values { slots, base };
    let rebuilt = values.rebuild(vm, exit);
    // what the slots name must not stay alive for as long as the unit's native frame
    // SAFETY: the unit's area has so many slots.
    unsafe { std::slice::from_raw_parts_mut(slots, exit.slots).fill(0) };
    match rebuilt {
        Rebuilt::All => {}
        Rebuilt::Raised => raised = true,
        Rebuilt::Nothing => return Value::EMPTY,
    }
    if exit.reason == Reason::Deep {
        vm.recursion_error("maximum recursion depth exceeded");
        if exit.frames.is_empty() {
            return Value::EMPTY;
        }
    }
    if matches!(exit.reason, Reason::Guard | Reason::End) && count == exit.limit {
        let tier = vm.tier.clone();
        tier.exit_limit(vm, exit.unit, exit.index);
    }
    if exit.kind.is_entered() {
        return if raised { RAISED } else { CONTINUE };
    }
    raised |= vm.check_native_stack().is_err();
    finish(if raised { run_raised(vm) } else { run(vm) })
}

/// How far rebuilding came.
enum Rebuilt {
    /// All frames are there.
    All,
    /// An exception is pending at the current frame, which is one of the unit's.
    Raised,
    /// Not even the outermost frame could be pushed; an exception is pending.
    Nothing,
}

/// What the compiled code left.
#[derive(Clone, Copy)]
struct Values {
    slots: *mut u64,
    base: *mut Value,
}

impl Values {
    fn word(self, s: Source) -> u64 {
        match s {
            Source::Const(bits) => bits,
            // SAFETY: the unit filled the slots that its recipes name.
            Source::Slot(i) => unsafe { *self.slots.add(i as usize) },
        }
    }

    fn words<const N: usize>(self, all: [Source; N]) -> [i64; N] {
        all.map(|s| self.word(s) as i64)
    }

    /// The value, when it can be made without allocating.
    fn plain(self, r: Recipe) -> Option<Value> {
        let Recipe::Plain(rep, s) = r else {
            return None;
        };
        let word = self.word(s);
        match rep {
            Rep::I64 if Value::int_fits(word as i64) => {
                Some(Value::from_int_unchecked(word as i64))
            }
            Rep::I64 => None,
            Rep::F64 => Some(Value::from_float(f64::from_bits(word))),
            // slots of bools hold one byte
            Rep::Bool => Some(Value::from_bool(word & 0xFF != 0)),
            Rep::Val => Some(Value(word)),
            Rep::Void | Rep::Ptr => Some(Value::EMPTY),
        }
    }

    fn make(self, vm: &mut Vm, r: Recipe) -> PyResult {
        match r {
            Recipe::Plain(_, s) => Ok(vm.new_int(self.word(s) as i64)),
            Recipe::Range(parts) => {
                let [start, stop, step] = self.words(parts).map(|i| vm.new_int(i));
                vm.make_range(start, stop, step)
            }
            Recipe::RangeIter(parts, past) => {
                let [next, stop, step] = self.words(parts);
                let next = if past { next.wrapping_add(step) } else { next };
                vm.new_range_iter(next, stop, step)
            }
            Recipe::SeqIter([seq, at]) => {
                vm.new_seq_iter(Value(self.word(seq)), self.word(at) as usize)
            }
        }
    }

    /// The first register of a frame.
    fn window(self, frame: &ExitFrame) -> *mut Value {
        // SAFETY: the register run has room for the frames of a unit above its base: checked when it entered or pushes them.
        unsafe { self.base.add(frame.base as usize) }
    }

    fn rebuild(self, vm: &mut Vm, exit: &Exit) -> Rebuilt {
        let entered = exit.frames.iter().filter(|f| f.entered).count();
        let outermost = vm.thread.depth.wrapping_sub(entered);
        let mut done = 0;
        let mut raised = false;
        for (i, frame) in exit.frames.iter().enumerate() {
            if !frame.entered && check_depth(vm, self.window(frame)).is_err() {
                if i == 0 {
                    return Rebuilt::Nothing;
                }
                raised = true;
                break;
            }
            if !frame.kept {
                self.fill(frame);
            }
            if frame.entered {
                if let Some(record) = vm.thread.frame(outermost + i) {
                    record.pc = frame.code.instrs().wrapping_add(frame.pc as usize);
                }
            } else {
                self.push(vm, frame);
            }
            done += 1;
        }
        // now that the collector sees the registers, what must be allocated
        for frame in exit.frames.iter().take(done) {
            for &(r, recipe) in &frame.regs {
                if self.plain(recipe).is_some() {
                    continue;
                }
                match self.make(vm, recipe) {
                    // SAFETY: `r` is one of the frame's registers.
                    Ok(v) => unsafe { *self.window(frame).add(usize::from(r)) = v },
                    Err(_) => raised = true,
                }
            }
        }
        if raised {
            Rebuilt::Raised
        } else {
            Rebuilt::All
        }
    }

    /// Fills the registers of a frame, but for those whose values must be allocated.
    fn fill(self, frame: &ExitFrame) {
        let (window, code) = (self.window(frame), frame.code);
        let (locals, resident) = (usize::from(code.nlocals()), usize::from(code.nresident()));
        // SAFETY: there is room for the code's registers, of which locals and resident constants are the first.
        unsafe {
            for i in 0..locals {
                *window.add(i) = Value::EMPTY;
            }
            for i in 0..resident {
                *window.add(locals + i) = *code.resident().add(i);
            }
            for i in locals + resident..usize::from(code.nregs()) {
                *window.add(i) = Value::EMPTY;
            }
            for &(r, recipe) in &frame.regs {
                *window.add(usize::from(r)) = self.plain(recipe).unwrap_or(Value::EMPTY);
            }
        }
    }

    /// Pushes the record of a frame.
    fn push(self, vm: &mut Vm, frame: &ExitFrame) {
        let handled = vm.thread.handled;
        let (dst, ret) = match frame.then {
            ExitThen::Unit => (0, Return::ToRust),
            ExitThen::ToFrame(dst) | ExitThen::Construct(dst, _) => (dst, Return::ToFrame),
        };
        // SAFETY: the function operand of a frame state is a function.
        let f = unsafe { Function::from_ptr(self.word(frame.function) as *mut Header) };
        let mut record = Frame::new(f, frame.code, self.window(frame), dst, ret, handled);
        if let ExitThen::Construct(_, object) = frame.then {
            record.construct(Value(self.word(object)));
        }
        record.pc = frame.code.instrs().wrapping_add(frame.pc as usize);
        vm.thread.push(record);
    }
}
