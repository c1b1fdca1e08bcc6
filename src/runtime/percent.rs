//! `template % values`

use super::{PyResult, Vm};
use crate::object::{Str, Value};

impl Vm {
    /// `template % values`
    pub fn percent_format(&mut self, _template: Str, _values: Value) -> PyResult {
        Err(self.not_implemented("% formatting"))
    }
}
