//! "This is hot": how the interpreter hands code to a compiler that it does not know.

use super::Vm;
use crate::gc::Marker;
use crate::object::Code;

/// A compiler, or nothing. Installed by `lib.rs`; the interpreter calls it when a counter passes the threshold.
pub trait Tier {
    /// The call count from which `hot_call` is wanted; `u32::MAX` = never.
    fn call_threshold(&self) -> u32 {
        u32::MAX
    }

    /// The loop count from which `hot_loop` is wanted; `u32::MAX` = never.
    fn loop_threshold(&self) -> u32 {
        u32::MAX
    }

    /// `code` was called often.
    fn hot_call(&self, _vm: &mut Vm, _code: Code) {}

    /// The loop whose back-edge is instruction `back_edge` of `code` turned often.
    fn hot_loop(&self, _vm: &mut Vm, _code: Code, _back_edge: usize) {}

    /// Guard number `exit` of compiled unit number `unit` failed as often as units may.
    fn exit_limit(&self, _vm: &mut Vm, _unit: u32, _exit: u32) {}

    /// Reports the objects that compiled code names.
    fn trace(&self, _m: &mut Marker) {}
}

/// No compiler: `--jit=off`.
pub struct NullTier;

impl Tier for NullTier {}
