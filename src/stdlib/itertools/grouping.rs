//! `groupby` and the groups it gives.

use std::cell::Cell;

use super::made;
use crate::native_functions;
use crate::object::{Class, Native, Obj, T, Tuple, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// `groupby`
pub(super) static GROUP_BY: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    next: Some(groupby_next),
    ..TypeDef::new(
        T::GroupBy,
        "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    \
         Elements to divide into groups according to the key function.\n  key\n    \
         A function for computing the group category for each element.\n    \
         If the key function is not specified or is None, the element itself\n    is used for grouping.",
    )
};

/// `_grouper`
pub(super) static GROUPER: TypeDef = TypeDef {
    next: Some(grouper_next),
    ..TypeDef::new(T::Grouper, "")
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "groupby" as new_groupby(cls; iterable, key = Value::NONE);
]}

struct GroupBy {
    iterator: Cell<Value>,
    /// The key function, or None.
    function: Cell<Value>,
    /// The key of the present group; empty before the first.
    target: Cell<Value>,
    /// Key and value of the item that was read and not given yet; empty when there is none.
    key: Cell<Value>,
    value: Cell<Value>,
    /// The group that may still give items.
    group: Cell<Value>,
}

impl Native for GroupBy {
    const TYPE: T = T::GroupBy;
    trace_fields!(iterator, function, target, key, value, group);
}

/// A group.
struct Grouper {
    parent: Cell<Value>,
    target: Cell<Value>,
}

impl Native for Grouper {
    const TYPE: T = T::Grouper;
    trace_fields!(parent, target);
}

fn new_groupby(vm: &mut Vm, cls: Class, iterable: Value, key: Value) -> PyResult {
    let iterator = vm.iter(iterable)?;
    let e = || Cell::new(Value::EMPTY);
    let data = GroupBy {
        iterator: Cell::new(iterator),
        function: Cell::new(key),
        target: e(),
        key: e(),
        value: e(),
        group: e(),
    };
    made(vm, cls, data)
}

/// Reads the next item and its key; `false` at the end.
fn step(vm: &mut Vm, it: Obj<GroupBy>) -> PyResult<bool> {
    let Some(value) = vm.next(it.iterator.get())? else {
        return Ok(false);
    };
    let key = if it.function.get().is_none() {
        value
    } else {
        vm.call_positional(it.function.get(), &[value])?
    };
    it.value.set(value);
    it.key.set(key);
    Ok(true)
}

fn groupby_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<GroupBy>::from_value(it) else {
        return Ok(None);
    };
    it.group.set(Value::EMPTY);
    loop {
        if let Some(key) = it.key.get().some() {
            match it.target.get().some() {
                Some(target) if vm.eq(target, key)? => {} // still the old group
                _ => break,
            }
        }
        if !step(vm, it)? {
            return Ok(None);
        }
    }
    let key = it.key.get();
    it.target.set(key);
    let group = Grouper {
        parent: Cell::new(it.value()),
        target: Cell::new(key),
    };
    let group = Obj::new(&mut vm.heap, group).or_memory_error(vm)?;
    it.group.set(group.value());
    Ok(Some(
        Tuple::small(&mut vm.heap, [key, group.value()]).value(),
    ))
}

fn grouper_next(vm: &mut Vm, this: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Grouper>::from_value(this) else {
        return Ok(None);
    };
    let Some(parent) = Obj::<GroupBy>::from_value(it.parent.get()) else {
        return Ok(None);
    };
    if parent.group.get() != this {
        return Ok(None);
    }
    if parent.value.get().is_empty() && !step(vm, parent)? {
        return Ok(None);
    }
    if !vm.eq(it.target.get(), parent.key.get())? {
        return Ok(None);
    }
    parent.key.set(Value::EMPTY);
    Ok(parent.value.replace(Value::EMPTY).some())
}
