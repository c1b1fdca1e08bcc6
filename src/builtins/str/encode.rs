//! `str.encode` and the text shown for a string.

use crate::object::{Str, Value};
use crate::runtime::{PyResult, Vm};

pub(super) fn encode(vm: &mut Vm, this: Str, encoding: Value, errors: Value) -> PyResult {
    let encoding = if encoding.is_empty() {
        None
    } else {
        Some(vm.named_str_arg(encoding, "encode", "encoding")?)
    };
    let errors = if errors.is_empty() {
        None
    } else {
        Some(vm.named_str_arg(errors, "encode", "errors")?)
    };
    vm.encode_with(this, encoding, errors)
}
