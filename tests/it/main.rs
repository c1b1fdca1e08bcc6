//! The one integration-test binary.

mod bytecode;
mod docs;
mod ir;
mod layering;
mod programs;
mod pyc;
