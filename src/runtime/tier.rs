//! "This is hot": how the interpreter hands code to a compiler that it does not know, and how it enters what that made.
#![expect(unsafe_code, reason = "enters machine code by its address")]

use super::Vm;
use crate::gc::Marker;
use crate::object::{Code, Value};

/// What the compiled code of a loop returns when it was left: the current frame goes on at its `pc`.
pub const LEFT: Value = Value(0x1A);
/// What the compiled code of a loop returns when it was left with an exception pending, raised by the current frame's instruction.
pub const RAISED: Value = Value(0x1E);

/// What `--dump` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dump {
    /// `bytecode`, `feedback`, `ir`, `ir:PASS`, `clif` or `asm`.
    pub what: String,
    /// The function (by its qualified name), or all.
    pub function: Option<String>,
}

impl Dump {
    /// Is the unit called `name` to be shown? Those of loops are called `function@back-edge`.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        match &self.function {
            None => true,
            Some(f) => name.split('@').next() == Some(f),
        }
    }
}

/// How the compiler is set up.
#[derive(Clone, Debug, Default)]
pub struct JitOptions {
    /// Turns of a loop before it is compiled; calls count several times.
    pub threshold: u32,
    /// Passes left out, `inline` and `all` among them.
    pub opt_off: Vec<String>,
    /// What to print while compiling.
    pub dump: Option<Dump>,
    /// Write a map of the code for `perf`.
    pub perf_map: bool,
    /// Every Nth guard that is executed fails; 0: none.
    pub stress_exit: u32,
    /// Loops are entered at their first turn.
    pub stress_osr: bool,
}

/// A compiler, or nothing. Installed by `machine.rs`; the interpreter calls it when a counter passes the threshold.
pub trait Tier {
    /// The call count from which `hot_call` is wanted; `u32::MAX` = never.
    fn call_threshold(&self) -> u32 {
        u32::MAX
    }

    /// The loop count from which `hot_loop` is wanted; `u32::MAX` = never.
    fn loop_threshold(&self) -> u32 {
        u32::MAX
    }

    /// `code` was called often: its entry may be set.
    fn hot_call(&self, _vm: &mut Vm, _code: Code) {}

    /// The loop whose back-edge is instruction `back_edge` of `code`, which runs in the current frame, turned often. The entry of its
    /// compiled code, if there is one.
    fn hot_loop(&self, _vm: &mut Vm, _code: Code, _back_edge: usize) -> Option<usize> {
        None
    }

    /// Guard number `exit` of compiled unit number `unit` failed as often as units may.
    fn exit_limit(&self, _vm: &mut Vm, _unit: u32, _exit: u32) {}

    /// Reports the objects that compiled code refers to.
    fn trace(&self, _marker: &mut Marker) {}

    /// What it did, as text (`--stats`) or JSON; empty for nothing.
    fn stats(&self, _json: bool) -> String {
        String::new()
    }
}

/// No compiler: `--jit=off`.
pub struct NullTier;

impl Tier for NullTier {}

/// The signature of compiled code: the machine, the first register, the function. Gives the result, empty when an exception is pending.
pub type Entry = unsafe extern "C" fn(*mut Vm, *mut Value, Value) -> Value;

/// Enters compiled code.
///
/// # Safety
/// `entry` is the address of a unit that is alive; the arguments (or the registers, for a loop's unit) stand at `base`, above which there is
/// room for the frame.
#[inline(always)]
pub unsafe fn enter(vm: &mut Vm, entry: usize, base: *mut Value, function: Value) -> Value {
    // SAFETY: the caller's promise: the address is that of a function with this signature.
    unsafe {
        let f: Entry = std::mem::transmute::<usize, Entry>(entry);
        f(vm, base, function)
    }
}
