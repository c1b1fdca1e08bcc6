//! `frame.f_locals` of functions from 3.13 on: a mapping that reads and writes the variables themselves (PEP 667).

use std::cell::Cell;

use crate::native_functions;
use crate::object::{Dict, Native, Obj, Str, T, Value};
use crate::pyc::Local;
use crate::runtime::arith::BinOp;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::traceback::FrameObject;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::trace_fields;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&PROXY];

static PROXY: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    ..TypeDef::new(T::FrameLocalsProxy, "")
};

/// The mapping: refers to the frame object.
pub struct Proxy {
    frame: Cell<Value>,
}

impl Native for Proxy {
    const TYPE: T = T::FrameLocalsProxy;
    trace_fields!(frame);
}

native_functions! { NEW = [ "__new__" as new(*); ]}

native_functions! { METHODS = [
    "__getitem__" as get_item(this, key);
    "__setitem__" as set_item(this, key, value);
    "__delitem__" as del_item(this, key);
    "__contains__" as contains(this, key);
    "__len__" as len(this);
    "__iter__" as iter(this);
    "__reversed__" as reversed(this);
    "__repr__" as repr(this);
    "__eq__" as eq(this, value);
    "__ne__" as ne(this, value);
    "__or__" as or(this, value);
    "__ror__" as ror(this, value);
    "__ior__" as ior(this, value);
    get(this, key, default = Value::NONE);
    setdefault(this, key, default = Value::NONE);
    pop(this, key, default = Value::EMPTY);
    keys(this);
    values(this);
    items(this);
    copy(this);
    update(this, other);
]}

type This = Obj<Proxy>;

/// The `f_locals` of a function's frame.
pub(super) fn new_proxy(vm: &mut Vm, frame: Obj<FrameObject>) -> PyResult {
    Ok(Obj::new(
        &mut vm.heap,
        Proxy {
            frame: Cell::new(frame.value()),
        },
    )
    .or_memory_error(vm)?
    .value())
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let frame = args.plain().get(1).copied().unwrap_or(Value::NONE);
    match Obj::<FrameObject>::from_value(frame) {
        Some(o) => new_proxy(vm, o),
        None => {
            let t = vm.type_name(frame);
            Err(vm.type_error(format_args!("expect frame, not {t}")))
        }
    }
}

fn frame_of(vm: &mut Vm, this: This) -> PyResult<Obj<FrameObject>> {
    match Obj::from_value(this.frame.get()) {
        Some(o) => Ok(o),
        None => Err(vm.system_error("a mapping of locals without frame")),
    }
}

/// The number of the variable called `key`, bound or not.
fn variable(vm: &Vm, frame: Obj<FrameObject>, key: Value) -> Option<usize> {
    let key = vm.as_str(key)?;
    let locals: &[Local] = &frame.code()?.raw().localsplus;
    locals.iter().position(|l| {
        l.kind & Local::HIDDEN == 0
            && l.name.as_str().map_or_else(
                || l.name.code_points().eq(key.chars().iter()),
                |t| key.is(t),
            )
    })
}

/// Everything as an ordinary dict: variables, then names added through the mapping.
fn snapshot(vm: &mut Vm, this: This) -> PyResult<Dict> {
    let frame = frame_of(vm, this)?;
    let dict = vm.new_dict();
    vm.variables_into(frame, dict, false)?;
    if let Some(extra) = Dict::from_value(frame.extra.get()) {
        vm.dict_update_dict(dict, extra)?;
    }
    Ok(dict)
}

fn find(vm: &mut Vm, this: This, key: Value) -> PyResult<Option<Value>> {
    let frame = frame_of(vm, this)?;
    if let Some(i) = variable(vm, frame, key) {
        return Ok(vm.frame_variable(frame, i).some());
    }
    match Dict::from_value(frame.extra.get()) {
        Some(extra) => vm.dict_get(extra, key),
        None => vm.hash(key).map(|_| None),
    }
}

fn get_item(vm: &mut Vm, this: This, key: Value) -> PyResult {
    match find(vm, this, key)? {
        Some(v) => Ok(v),
        None => {
            let key = vm.repr(key)?.to_text();
            Err(vm.raise_text(
                T::KeyError,
                &format!("local variable '{key}' is not defined"),
            ))
        }
    }
}

fn set_item(vm: &mut Vm, this: This, key: Value, value: Value) -> PyResult<()> {
    let frame = frame_of(vm, this)?;
    if let Some(i) = variable(vm, frame, key) {
        return vm.set_frame_variable(frame, i, value);
    }
    let extra = match Dict::from_value(frame.extra.get()) {
        Some(d) => d,
        None => {
            let d = vm.new_dict();
            frame.extra.set(d.value());
            d
        }
    };
    vm.dict_set(extra, key, value)
}

fn cannot_remove(vm: &mut Vm) -> Raised {
    vm.value_error("cannot remove local variables from FrameLocalsProxy")
}

fn remove(vm: &mut Vm, this: This, key: Value) -> PyResult<Option<Value>> {
    let frame = frame_of(vm, this)?;
    if variable(vm, frame, key).is_some() {
        return Err(cannot_remove(vm));
    }
    match Dict::from_value(frame.extra.get()) {
        Some(extra) => vm.dict_remove(extra, key),
        None => Ok(None),
    }
}

fn del_item(vm: &mut Vm, this: This, key: Value) -> PyResult<()> {
    match remove(vm, this, key)? {
        Some(_) => Ok(()),
        None => Err(vm.key_error(key)),
    }
}

fn pop(vm: &mut Vm, this: This, key: Value, default: Value) -> PyResult {
    match (remove(vm, this, key)?, default.some()) {
        (Some(v), _) | (None, Some(v)) => Ok(v),
        (None, None) => Err(vm.key_error(key)),
    }
}

fn contains(vm: &mut Vm, this: This, key: Value) -> PyResult<bool> {
    find(vm, this, key).map(|v| v.is_some())
}

fn len(vm: &mut Vm, this: This) -> PyResult<usize> {
    snapshot(vm, this).map(Dict::len)
}

fn list_of(vm: &mut Vm, this: This, method: &str) -> PyResult {
    let dict = snapshot(vm, this)?;
    let view = vm.call_method_str(dict.value(), method, &[])?;
    Ok(vm.list_from(view)?.value())
}

fn keys(vm: &mut Vm, this: This) -> PyResult {
    list_of(vm, this, "keys")
}

fn values(vm: &mut Vm, this: This) -> PyResult {
    list_of(vm, this, "values")
}

fn items(vm: &mut Vm, this: This) -> PyResult {
    list_of(vm, this, "items")
}

fn iter(vm: &mut Vm, this: This) -> PyResult {
    let keys = keys(vm, this)?;
    vm.iter(keys)
}

fn reversed(vm: &mut Vm, this: This) -> PyResult {
    let keys = keys(vm, this)?;
    if let Some(list) = vm.as_list(keys) {
        list.reverse();
    }
    vm.iter(keys)
}

fn repr(vm: &mut Vm, this: This) -> PyResult<Str> {
    let frame = this.frame.get();
    let shown = vm.guard_repr(frame, |vm| {
        let dict = snapshot(vm, this)?;
        vm.repr(dict.value())
    })?;
    match shown {
        Some(s) => Ok(s),
        None => vm.new_str("{...}"),
    }
}

fn eq(vm: &mut Vm, this: This, value: Value) -> PyResult {
    if let Some(other) = Obj::<Proxy>::from_value(value) {
        return Ok(Value::from_bool(other.frame.get() == this.frame.get()));
    }
    let Some(other) = vm.as_dict(value) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let dict = snapshot(vm, this)?;
    vm.eq(dict.value(), other.value()).map(Value::from_bool)
}

fn ne(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let equal = eq(vm, this, value)?;
    Ok(equal.as_bool().map_or(equal, |b| Value::from_bool(!b)))
}

/// The dict in an operand of `|`.
fn operand(vm: &mut Vm, v: Value) -> PyResult<Option<Value>> {
    match Obj::<Proxy>::from_value(v) {
        Some(p) => snapshot(vm, p).map(|d| Some(d.value())),
        None => Ok(vm.as_dict(v).map(|_| v)),
    }
}

fn or(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let Some(other) = operand(vm, value)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let dict = snapshot(vm, this)?;
    vm.binary(BinOp::Or, dict.value(), other)
}

fn ror(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let Some(other) = operand(vm, value)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let dict = snapshot(vm, this)?;
    vm.binary(BinOp::Or, other, dict.value())
}

fn ior(vm: &mut Vm, this: This, value: Value) -> PyResult {
    if operand(vm, value)?.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    update(vm, this, value)?;
    Ok(this.value())
}

fn get(vm: &mut Vm, this: This, key: Value, default: Value) -> PyResult {
    Ok(find(vm, this, key)?.unwrap_or(default))
}

fn setdefault(vm: &mut Vm, this: This, key: Value, default: Value) -> PyResult {
    if let Some(v) = find(vm, this, key)? {
        return Ok(v);
    }
    set_item(vm, this, key, default)?;
    Ok(default)
}

fn copy(vm: &mut Vm, this: This) -> PyResult<Dict> {
    snapshot(vm, this)
}

fn update(vm: &mut Vm, this: This, other: Value) -> PyResult<()> {
    let Some(other) = operand(vm, other)?.and_then(|v| vm.as_dict(v)) else {
        return Err(vm.type_error("update() argument must be dict or another FrameLocalsProxy"));
    };
    let other = other.copy(&mut vm.heap).or_memory_error(vm)?;
    let mut at = 0;
    while let Some(e) = other.next_entry(&mut at) {
        set_item(vm, this, e.key, e.value)?;
    }
    Ok(())
}
