//! "This is hot": how the interpreter hands code to a compiler that it does not know, and how it enters what that made.
#![expect(unsafe_code, reason = "enters machine code by its address")]

use super::Vm;
use crate::gc::Marker;
use crate::object::{Code, Value};

/// What the compiled code of a loop returns when it was left: the current frame goes on at its `pc`.
pub const LEFT: Value = Value(0x1A);
/// What the compiled code of a loop returns when it was left with an exception pending, raised by the current frame's instruction.
pub const RAISED: Value = Value(0x1E);

/// The low byte of what the compiled code of a generator returns when it yields.
const SUSPENDED: u64 = 0x22;

/// What the compiled code of a generator returns when it yields at instruction `pc`: the registers that are live there stand in the frame, and the value yielded in
/// its register.
#[must_use]
pub fn suspended(pc: u32) -> Value {
    Value(u64::from(pc) << 8 | SUSPENDED)
}

/// The instruction at which the code yielded that returned `v`, if it did: see [`suspended`].
#[inline(always)]
#[must_use]
pub fn suspended_at(v: Value) -> Option<usize> {
    (v.0 & 0xFF == SUSPENDED).then_some((v.0 >> 8) as usize)
}

/// What `--dump` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dump {
    /// `bytecode`, `feedback`, `ir`, `ir:PASS`, `clif` or `asm`.
    pub what: String,
    /// The function (by its qualified name), or all.
    pub function: Option<String>,
}

impl Dump {
    /// What may be asked for, each optionally followed by `:FUNCTION`.
    pub const WHAT: &'static str = "bytecode, feedback, ir, ir:PASS, clif, asm";

    /// Reads `WHAT[:FUNCTION]`; for the final SSA of one function, `ir::FUNCTION`. Whether the pass exists, the compiler says.
    ///
    /// # Errors
    /// There is no such dump; the text names those there are.
    pub fn parse(text: &str) -> Result<Dump, String> {
        let (what, rest) = text.split_once(':').unwrap_or((text, ""));
        let (what, function) = match what {
            "ir" => {
                let (pass, function) = rest.split_once(':').unwrap_or((rest, ""));
                let colon = if pass.is_empty() { "" } else { ":" };
                (format!("ir{colon}{pass}"), function)
            }
            "bytecode" | "feedback" | "clif" | "asm" => (what.to_string(), rest),
            _ => return Err(format!("no dump `{what}`; there are: {}", Dump::WHAT)),
        };
        let function = (!function.is_empty()).then(|| function.to_string());
        Ok(Dump { what, function })
    }

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

    /// The generator in whose `code` the instruction `at` waited, a `yield` or the start, was resumed often; its frame is current, behind that instruction. The entry of
    /// its compiled code, if there is one.
    fn hot_resume(&self, _vm: &mut Vm, _code: Code, _at: usize) -> Option<usize> {
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

/// Overwrites what compiled code that has returned left below the stack pointer: the collector, which reads the native stack as it is,
/// would otherwise find it in frames that do not fill all of their room.
#[inline(never)]
pub fn scrub() {
    std::hint::black_box(&mut [0_u64; 256]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dumps_are_read() {
        let dump = |what: &str, function: Option<&str>| Dump {
            what: what.to_string(),
            function: function.map(str::to_string),
        };
        for (text, expected) in [
            ("asm", dump("asm", None)),
            ("asm:f", dump("asm", Some("f"))),
            ("ir", dump("ir", None)),
            ("ir:gvn", dump("ir:gvn", None)),
            ("ir:gvn:C.m", dump("ir:gvn", Some("C.m"))),
            ("ir::f.<locals>.g", dump("ir", Some("f.<locals>.g"))),
        ] {
            assert_eq!(Dump::parse(text), Ok(expected), "{text}");
        }
        assert!(Dump::parse("ast").is_err_and(|e| e.contains("bytecode")));
        assert!(dump("asm", Some("f")).wants("f@12") && !dump("asm", Some("f")).wants("g"));
    }
}
