//! Machine code: the only room that names Cranelift.
//!
//! [`compile::compile`] turns a graph of `ir/` into a [`compile::Unit`].
//!
//! **Entry.** A unit is an `extern "C" fn(vm: *mut Vm, base: *mut Value, function: Value) -> Value` ([`Entry`]). `base` is the first register of the unit's own
//! frame. Three kinds:
//!
//! * [`Kind::Function`]: the arguments are in `base[0..n]`, the caller left the rest of the window as it was and pushed no record. The result is the
//!   function's, or `EMPTY`: an exception is pending. Records and `Thread::top` are as they were at entry.
//! * [`Kind::Loop`]: the own frame is the interpreter's current one, whose `pc` the unit may have moved. The result is that of the function (the interpreter then does what its
//!   `ret` does), or [`CONTINUE`]: go on with the current frame (perhaps another one) at its `pc`, or [`RAISED`]: an exception is pending at the current
//!   frame's `pc`.
//! * [`Kind::Resume`]: as a loop's unit; the frame is that of a generator, which was just resumed. Where the generator yields, the result is
//!   [`suspended`](crate::runtime::tier::suspended).
//!
//! ```text
//! compile.rs   Unit, options, refusals; drives Cranelift
//! isa.rs       the processor
//! memory.rs    executable memory
//! reclaim.rs   when it is given back
//! exits.rs     how a unit is left: descriptors, and `leave`, which rebuilds the interpreter's frames
//! keep.rs      calls that keep the registers
//! plan.rs      what an exit's code stores, and where
//! entries.rs   what compiled code calls besides the table of helpers
//! perf_map.rs  names for `perf`
//! lower/       from SSA to Cranelift's IR, an operation at a time
//! ```

pub mod compile;
mod entries;
pub mod exits;
mod isa;
mod keep;
mod lower;
mod memory;
mod nest;
pub mod perf_map;
mod plan;
mod reclaim;
mod show;
mod stats;
#[cfg(test)]
mod tests;
pub mod tier;

use crate::object::Value;
use crate::runtime::Vm;

pub use compile::{Options, Refused, Unit, compile};
pub use exits::{Exit, Reason};

/// What a unit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Kind {
    /// A function from its start; the own frame is not pushed at entry.
    Function,
    /// A loop entered in the middle; the own frame is the interpreter's current one.
    Loop,
    /// A generator from where it waited; the own frame is current.
    Resume,
}

impl Kind {
    /// Does the own frame have its record pushed at entry?
    #[must_use]
    pub fn is_entered(self) -> bool {
        self != Kind::Function
    }

    /// What statistics call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Function => "function",
            Kind::Loop => "loop",
            Kind::Resume => "generator",
        }
    }
}

/// The entry of a unit.
pub type Entry = extern "C" fn(vm: *mut Vm, base: *mut Value, function: Value) -> Value;

/// Results of a [`Kind::Loop`] unit that was left.
pub use crate::runtime::tier::{LEFT as CONTINUE, RAISED};
