//! Iteration over ranges whose values do not all fit `i64`.

use super::iter::Range;
use super::{PyResult, Vm};
use crate::object::Obj;

impl Vm {
    /// An iterator over a range of big ints.
    pub fn long_range_iter(&mut self, _r: Obj<Range>) -> PyResult {
        Err(self.not_implemented("ranges beyond 64 bits"))
    }
}
