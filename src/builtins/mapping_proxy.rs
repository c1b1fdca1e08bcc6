//! `mappingproxy`: a read-only view of a mapping, such as the `__dict__` of a class.

use std::cell::Cell;

use crate::object::{Class, Native, Obj, T, Value};
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::names::Special;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_functions, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&MAPPING_PROXY];

static MAPPING_PROXY: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    ..TypeDef::new(T::MappingProxy, "Read-only proxy of a mapping.")
};

/// A `mappingproxy`.
pub struct MappingProxy {
    /// What it shows.
    pub mapping: Cell<Value>,
}

impl Native for MappingProxy {
    const TYPE: T = T::MappingProxy;
    trace_fields!(mapping);
}

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(cls; mapping);
]}

native_functions! { METHODS = [
    /// Return len(self).
    "__len__" as len(this);
    /// Return self[key].
    "__getitem__" as getitem(this, key);
    /// Return bool(key in self).
    "__contains__" as contains(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return str(self).
    "__str__" as str(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return self<value.
    "__lt__" as lt(this, value);
    /// Return self<=value.
    "__le__" as le(this, value);
    /// Return self>value.
    "__gt__" as gt(this, value);
    /// Return self>=value.
    "__ge__" as ge(this, value);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return self|=value.
    "__ior__" as ior(this, value);
    /// Return the value for key if key is in the mapping, else default.
    get(*);
    /// a set-like object providing a view on D's keys
    keys(this);
    /// an object providing a view on D's values
    values(this);
    /// a set-like object providing a view on D's items
    items(this);
    /// a shallow copy of D
    copy(this);
    /// Return a reverse iterator over the mapping's keys.
    "__reversed__" as reversed(this);
]}

type This = Obj<MappingProxy>;

fn new(vm: &mut Vm, cls: Class, mapping: Value) -> PyResult {
    let _ = cls;
    let is_mapping = vm.as_dict(mapping).is_some()
        || vm.special_of(mapping, Special::GetItem).is_some()
            && vm.as_list(mapping).is_none()
            && vm.as_tuple(mapping).is_none();
    if !is_mapping {
        let t = vm.type_name(mapping);
        return Err(vm.type_error(format_args!(
            "mappingproxy() argument must be a mapping, not {t}"
        )));
    }
    vm.mapping_proxy(mapping)
}

fn len(vm: &mut Vm, this: This) -> PyResult<usize> {
    vm.len(this.mapping.get())
}

fn getitem(vm: &mut Vm, this: This, key: Value) -> PyResult {
    vm.get_item(this.mapping.get(), key)
}

fn contains(vm: &mut Vm, this: This, key: Value) -> PyResult<bool> {
    vm.contains(this.mapping.get(), key)
}

fn iter(vm: &mut Vm, this: This) -> PyResult {
    vm.iter(this.mapping.get())
}

fn repr(vm: &mut Vm, this: This) -> PyResult<String> {
    let m = vm.repr(this.mapping.get())?.to_text();
    Ok(format!("mappingproxy({m})"))
}

fn str(vm: &mut Vm, this: This) -> PyResult {
    vm.str(this.mapping.get()).map(Into::into)
}

fn hash(vm: &mut Vm, this: This) -> PyResult<i64> {
    vm.hash(this.mapping.get())
}

/// The mapping behind a proxy, any other value as it is.
fn unwrapped(v: Value) -> Value {
    Obj::<MappingProxy>::from_value(v).map_or(v, |p| p.mapping.get())
}

fn eq(vm: &mut Vm, this: This, value: Value) -> PyResult {
    vm.compare(Cmp::Eq, this.mapping.get(), value)
}

fn ne(vm: &mut Vm, this: This, value: Value) -> PyResult {
    vm.compare(Cmp::Ne, this.mapping.get(), value)
}

fn lt(vm: &mut Vm, this: This, value: Value) -> PyResult {
    vm.compare(Cmp::Lt, this.mapping.get(), value)
}

fn le(vm: &mut Vm, this: This, value: Value) -> PyResult {
    vm.compare(Cmp::Le, this.mapping.get(), value)
}

fn gt(vm: &mut Vm, this: This, value: Value) -> PyResult {
    vm.compare(Cmp::Gt, this.mapping.get(), value)
}

fn ge(vm: &mut Vm, this: This, value: Value) -> PyResult {
    vm.compare(Cmp::Ge, this.mapping.get(), value)
}

fn or(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.binary(BinOp::Or, unwrapped(this), unwrapped(value))
}

fn ror(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.binary(BinOp::Or, unwrapped(value), unwrapped(this))
}

fn ior(vm: &mut Vm, this: This, value: Value) -> PyResult {
    let _ = (this, value);
    Err(vm.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
}

fn get(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    args.no_names(vm, "mappingproxy.get")?;
    let Some(this) = Obj::<MappingProxy>::from_value(args.first()) else {
        return Err(vm.expected("mappingproxy", args.first()));
    };
    let (key, default) = match args.plain() {
        [_, key] => (*key, Value::NONE),
        [_, key, default] => (*key, *default),
        other => {
            let n = other.len().saturating_sub(1);
            let (word, bound, s) = if n < 1 {
                ("at least", 1, "")
            } else {
                ("at most", 2, "s")
            };
            return Err(vm.type_error(format_args!(
                "get expected {word} {bound} argument{s}, got {n}"
            )));
        }
    };
    let m = this.mapping.get();
    if let Some(d) = crate::object::Dict::from_value(m) {
        return Ok(vm.dict_get(d, key)?.unwrap_or(default));
    }
    vm.call_method_str(m, "get", &[key, default])
}

fn keys(vm: &mut Vm, this: This) -> PyResult {
    vm.call_method_str(this.mapping.get(), "keys", &[])
}

fn values(vm: &mut Vm, this: This) -> PyResult {
    vm.call_method_str(this.mapping.get(), "values", &[])
}

fn items(vm: &mut Vm, this: This) -> PyResult {
    vm.call_method_str(this.mapping.get(), "items", &[])
}

fn copy(vm: &mut Vm, this: This) -> PyResult {
    vm.call_method_str(this.mapping.get(), "copy", &[])
}

fn reversed(vm: &mut Vm, this: This) -> PyResult {
    vm.call_method_str(this.mapping.get(), "__reversed__", &[])
}

impl Vm {
    /// A read-only view of `mapping`.
    pub fn mapping_proxy(&mut self, mapping: Value) -> PyResult {
        let p = MappingProxy {
            mapping: Cell::new(mapping),
        };
        Ok(Obj::new(&mut self.heap, p).or_memory_error(self)?.value())
    }
}
