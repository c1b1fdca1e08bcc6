//! The one integration-test binary.

mod bytecode;
mod cli;
mod docs;
mod ir;
mod layering;
mod programs;
mod pyc;
