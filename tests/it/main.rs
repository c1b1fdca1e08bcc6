//! The one integration-test binary.

mod bytecode;
mod docs;
mod layering;
mod programs;
mod pyc;
