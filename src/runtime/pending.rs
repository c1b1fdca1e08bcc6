//! Temporary.
use super::{PyResult, Vm};
use crate::object::{Class, Value};
impl Vm {
    /// t
    pub fn new_interpolation(&mut self, _a: Value, _b: Value, _c: u16, _d: Value) -> PyResult { Err(self.not_implemented("template strings")) }
    /// t
    pub fn new_template(&mut self, _a: Value, _b: Value) -> PyResult { Err(self.not_implemented("template strings")) }
    /// t
    pub fn wrap_async_value(&mut self, _a: Value) -> PyResult { Err(self.not_implemented("async generators")) }
    /// t
    pub fn typing_intrinsic_1(&mut self, _n: u16, _a: Value) -> PyResult { Err(self.not_implemented("typing")) }
    /// t
    pub fn typing_intrinsic_2(&mut self, _n: u16, _a: Value, _b: Value) -> PyResult { Err(self.not_implemented("typing")) }
    /// t
    pub fn is_instance_of(&mut self, a: Value, b: Value) -> PyResult<bool> { Ok(Class::from_value(b).is_some_and(|b| self.type_of(a).is_subclass(b))) }
    /// t
    pub fn is_default_import(&mut self, _f: Value) -> bool { true }
}
