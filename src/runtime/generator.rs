//! What resuming a generator gives.

use crate::object::Value;

/// How a resumed generator stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resumed {
    /// It yielded.
    Yielded(Value),
    /// It returned.
    Returned(Value),
}
