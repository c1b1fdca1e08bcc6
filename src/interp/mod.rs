//! The interpreter: runs the neutral code.
//!
//! [`run::run`] is the loop. It keeps the program counter and the base of the registers in machine registers, executes common operations and their quick forms
//! itself and hands the others to the families of functions beside it, all of which do their work through `runtime/`. A Python-to-Python call pushes a
//! frame and goes on in the same loop: the native stack grows only when Rust code calls back into Python.
//!
//! Quickening: an operation of a family that has quick forms looks at its operands the first times it runs and writes the fitting form over itself; a quick form whose
//! operands do not fit writes the neutral operation back. What was seen stays in the feedback slot of the instruction (`object::code::Feedback`).

pub mod enter;
pub mod exceptions;
pub mod loop_generators;
pub mod one;
pub mod quick;
pub mod run;
pub mod slow;

pub use enter::{call_function, resume, run_code};
