//! `types.GenericAlias`: what `list[int]` makes.

use super::{PyResult, Vm};
use crate::object::Value;

impl Vm {
    /// `origin[index]`
    pub fn generic_alias(&mut self, _origin: Value, _index: Value) -> PyResult {
        Err(self.not_implemented("generic aliases"))
    }
}
