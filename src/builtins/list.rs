//! `list`.

use crate::native_functions;
use crate::object::{List, T, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&LIST];

static LIST: TypeDef = TypeDef {
    methods: METHODS,
    ..TypeDef::new(T::List, "Built-in mutable sequence.")
};

native_functions! { METHODS = [
    /// Append object to the end of the list.
    append(this, object);
    /// Remove and return item at index (default last).
    pop(this, index = -1);
    /// Remove all items from list.
    clear(this);
]}

fn append(vm: &mut Vm, this: List, object: Value) -> PyResult<()> {
    this.push(&mut vm.heap, object).or_memory_error(vm)
}

fn pop(vm: &mut Vm, this: List, index: isize) -> PyResult {
    let len = this.len() as isize;
    if len == 0 {
        return Err(vm.index_error("pop from empty list"));
    }
    let at = if index < 0 { index + len } else { index };
    match usize::try_from(at).ok().and_then(|at| this.get(at).map(|v| (at, v))) {
        Some((at, v)) => {
            this.remove_range(at..at + 1);
            Ok(v)
        }
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn clear(_vm: &mut Vm, this: List) {
    this.clear();
}
