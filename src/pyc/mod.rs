//! FILE -> PLAIN DATA: reads `.pyc` files of CPython 3.6 to 3.15 into [`RawCode`].
//!
//! Promises: every function here is total on hostile bytes (an error names the offset and what was expected),
//! memory and time are bounded by a small multiple of the input, the native stack is not used for nesting,
//! and no file is trusted beyond its shape: what the instructions do is checked by `bytecode`.
//! It knows the versions of CPython and no object of the virtual machine.
#![forbid(unsafe_code)]

mod bytes;
pub mod code;
pub mod error;
pub mod exceptions;
mod fields;
pub mod header;
pub mod lines;
pub mod marshal;
pub mod opcodes;
mod repr;
pub mod text;
mod variables;
pub mod versions;
pub mod write;

pub use code::{Const, Local, RawCode};
pub use error::{PycError, Raises, What};
pub use header::{Header, Source};
pub use lines::{Lines, Position};
pub use marshal::{read_code, read_pyc, read_value};
pub use opcodes::{OpInfo, Opcode, Operand};
pub use text::PyText;
pub use versions::{BadMagic, Version};
pub use write::write_value;
