//! The one integration-test binary.

mod layering;
mod programs;
mod pyc;
