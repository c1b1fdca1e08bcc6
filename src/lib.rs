//! pycrane: a virtual machine that runs CPython `.pyc` files of any version from 3.6 to 3.15.
//!
//! The rooms, in the order in which a program flows through them, are listed in `docs/ARCHITECTURE.md`
//! together with the table of who may use whom; `tests/it/layering.rs` enforces that table.

pub mod builtins;
pub mod bytecode;
pub mod cli;
pub mod gc;
pub mod import;
pub mod interp;
pub mod ir;
pub mod jit;
pub mod machine;
pub mod num;
pub mod object;
pub mod opt;
pub mod pyc;
pub mod runtime;
pub mod stdlib;
pub mod text;
