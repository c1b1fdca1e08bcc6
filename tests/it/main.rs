//! The one integration-test binary.

mod bytecode;
mod docs;
mod pyc;
