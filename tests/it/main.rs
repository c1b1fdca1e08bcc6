//! The one integration-test binary.

mod pyc;
