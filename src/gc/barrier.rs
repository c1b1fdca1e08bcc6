//! The write barrier's place.
//!
//! Collections are full today, so the barrier does nothing. It is called all the same, because sticky marks (minor
//! collections that keep old marks) need every call site: an object that survived a collection carries
//! [`flags::OLD_UNLOGGED`](super::flags::OLD_UNLOGGED); a store of a pointer into it must put it into the log of
//! changed objects and clear the bit, since a minor collection traces young objects and logged ones only.
//!
//! Invariant: between the store of a pointer into `obj` and the next allocation, `write(obj)` runs. Exempt are stores that
//! initialise an object allocated since the last allocation point, because it is young. Storing immediates needs no call.

use super::Header;

/// To be called after storing a pointer into `obj`. Compiles to nothing.
#[inline(always)]
pub fn write(_obj: *mut Header) {}
