//! `None`, `Ellipsis` and `NotImplemented`.

use crate::native_functions;
use crate::object::{T, Value};
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&NONE, &ELLIPSIS, &NOT_IMPLEMENTED];

static NONE: TypeDef = TypeDef {
    new: Some(&NEW_NONE[0]),
    methods: NONE_METHODS,
    ..TypeDef::new(T::NoneType, "The type of the None singleton.")
};

static ELLIPSIS: TypeDef = TypeDef {
    new: Some(&NEW_ELLIPSIS[0]),
    methods: ELLIPSIS_METHODS,
    ..TypeDef::new(T::Ellipsis, "The type of the Ellipsis singleton.")
};

static NOT_IMPLEMENTED: TypeDef = TypeDef {
    new: Some(&NEW_NOT_IMPLEMENTED[0]),
    methods: NOT_IMPLEMENTED_METHODS,
    ..TypeDef::new(
        T::NotImplementedType,
        "The type of the NotImplemented singleton.",
    )
};

native_functions! { NEW_NONE = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_none(*);
]}

native_functions! { NEW_ELLIPSIS = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_ellipsis(*);
]}

native_functions! { NEW_NOT_IMPLEMENTED = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_not_implemented(*);
]}

native_functions! { NONE_METHODS = [
    /// Return repr(self).
    "__repr__" as none_repr(this);
    /// True if self else False
    "__bool__" as none_bool(this);
    /// Return hash(self).
    "__hash__" as none_hash(this);
]}

native_functions! { ELLIPSIS_METHODS = [
    /// Return repr(self).
    "__repr__" as ellipsis_repr(this);
    /// Helper for pickle.
    "__reduce__" as ellipsis_reduce(this);
]}

native_functions! { NOT_IMPLEMENTED_METHODS = [
    /// Return repr(self).
    "__repr__" as not_implemented_repr(this);
    /// Helper for pickle.
    "__reduce__" as not_implemented_reduce(this);
    /// True if self else False
    "__bool__" as not_implemented_bool(this);
]}

fn only(vm: &mut Vm, args: &Args<'_>, name: &str, v: Value) -> PyResult {
    if args.values.len() > 1 {
        return Err(vm.type_error(format_args!("{name} takes no arguments")));
    }
    Ok(v)
}

fn new_none(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    only(vm, args, "NoneType", Value::NONE)
}

fn new_ellipsis(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    only(vm, args, "EllipsisType", Value::ELLIPSIS)
}

fn new_not_implemented(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    only(vm, args, "NotImplementedType", Value::NOT_IMPLEMENTED)
}

fn none_repr(_: &mut Vm, this: Value) -> &'static str {
    let _ = this;
    "None"
}

fn none_bool(_: &mut Vm, this: Value) -> bool {
    let _ = this;
    false
}

fn none_hash(_: &mut Vm, this: Value) -> i64 {
    let _ = this;
    0xfca8_6420 // the same in every run, as CPython 3.12 and later promise
}

fn ellipsis_repr(_: &mut Vm, this: Value) -> &'static str {
    let _ = this;
    "Ellipsis"
}

fn ellipsis_reduce(_: &mut Vm, this: Value) -> &'static str {
    let _ = this;
    "Ellipsis"
}

fn not_implemented_repr(_: &mut Vm, this: Value) -> &'static str {
    let _ = this;
    "NotImplemented"
}

fn not_implemented_reduce(_: &mut Vm, this: Value) -> &'static str {
    let _ = this;
    "NotImplemented"
}

fn not_implemented_bool(vm: &mut Vm, this: Value) -> PyResult<bool> {
    vm.truth(this)
}
