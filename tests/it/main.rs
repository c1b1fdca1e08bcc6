//! The one integration-test binary.

mod layering;
mod programs;
mod bytecode;
mod docs;
mod pyc;
