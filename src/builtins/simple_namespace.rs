//! `types.SimpleNamespace`. Its objects are laid out like those of Python classes.

use crate::native_functions;
use crate::object::{Class, Dict, Instance, Str, T, Tuple, Value, class::flags};
use crate::runtime::compare::Cmp;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&SIMPLE_NAMESPACE];

static SIMPLE_NAMESPACE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    ..TypeDef::new(T::SimpleNamespace, "A simple attribute-based namespace.")
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Return repr(self).
    "__repr__" as repr(this);
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
    /// Return state information for pickling
    "__reduce__" as reduce(this);
    /// Return a copy of the namespace object with new values for the specified attributes.
    "__replace__" as replace(*);
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    match Class::from_value(args.first()) {
        Some(cls) => Ok(vm.new_instance(cls).value()),
        None => Err(vm.type_error("types.SimpleNamespace.__new__(X): X is not a type object")),
    }
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let this = args.first();
    let given = args.plain().get(1..).unwrap_or(&[]);
    if given.len() > 1 {
        let (name, n) = (vm.type_of(this), given.len());
        let name = vm.plain_class_name(name);
        return Err(vm.type_error(format_args!("{name} expected at most 1 argument, got {n}")));
    }
    if let Some(&first) = given.first() {
        let dict = match vm.as_dict(first) {
            Some(d) => d,
            None => {
                let made = vm.class(T::Dict).value();
                let made = vm.call_positional(made, &[first])?;
                vm.require(Dict::from_value(made), "dict() returned no dict")?
            }
        };
        set_all(vm, this, dict)?;
    }
    let named = vm.named_dict(args)?;
    set_all(vm, this, named)
}

fn set_all(vm: &mut Vm, this: Value, dict: Dict) -> PyResult<()> {
    let own = attributes(vm, this)?;
    let mut at = 0;
    while let Some(e) = dict.next_entry(&mut at) {
        if vm.as_str(e.key).is_none() {
            return Err(vm.type_error("keywords must be strings"));
        }
        let Some(key) = vm.as_str(e.key) else {
            continue;
        };
        let key = vm.intern_str(key);
        match own {
            Some(d) => vm.dict_set(d, key.value(), e.value)?,
            None => vm.set_attr_plain(this, key, e.value)?,
        }
    }
    Ok(())
}

/// The dict of the namespace, if its attributes are in one already.
fn attributes(vm: &mut Vm, this: Value) -> PyResult<Option<Dict>> {
    Ok(Instance::from_value(this).and_then(|o| o.dict(&vm.shapes)))
}

fn dict_of(vm: &mut Vm, this: Value) -> PyResult<Dict> {
    let d = vm.object_dict(this)?;
    vm.require(d, "namespace without attributes")
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<String> {
    let class = vm.type_of(this);
    let name = if class.has(flags::HEAP) {
        vm.plain_class_name(class)
    } else {
        "namespace".to_string()
    };
    let inner = vm.guard_repr(this, |vm| {
        let dict = dict_of(vm, this)?;
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(e) = dict.next_entry(&mut at) {
            if let Some(key) = vm.as_str(e.key).filter(|k| !k.is_empty()) {
                let v = vm.repr(e.value)?.to_text();
                parts.push(format!("{}={v}", key.to_text()));
            }
        }
        Ok(parts.join(", "))
    })?;
    Ok(format!("{name}({})", inner.as_deref().unwrap_or("...")))
}

fn compare(vm: &mut Vm, op: Cmp, this: Value, value: Value) -> PyResult {
    if !vm.is_instance(value, T::SimpleNamespace) || !vm.is_instance(this, T::SimpleNamespace) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (dict_of(vm, this)?, dict_of(vm, value)?);
    match vm.compare_builtin(op, a.value(), b.value())? {
        Some(r) => Ok(Value::from_bool(r)),
        None => vm.compare(op, a.value(), b.value()),
    }
}

fn eq(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    compare(vm, Cmp::Eq, this, value)
}

fn ne(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    compare(vm, Cmp::Ne, this, value)
}

fn lt(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    compare(vm, Cmp::Lt, this, value)
}

fn le(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    compare(vm, Cmp::Le, this, value)
}

fn gt(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    compare(vm, Cmp::Gt, this, value)
}

fn ge(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    compare(vm, Cmp::Ge, this, value)
}

fn reduce(vm: &mut Vm, this: Value) -> PyResult<Tuple> {
    let class = vm.type_of(this).value();
    let dict = dict_of(vm, this)?;
    let none = vm.empty_tuple.value();
    vm.new_tuple(&[class, none, dict.value()])
}

fn replace(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let this = args.first();
    if args.plain().len() > 1 {
        let n = args.plain().len() - 1;
        return Err(vm.type_error(format_args!(
            "__replace__() takes no positional arguments ({n} given)"
        )));
    }
    let class = vm.type_of(this).value();
    let copy = vm.call_positional(class, &[])?;
    let own = dict_of(vm, this)?;
    set_all(vm, copy, own)?;
    let named = vm.named_dict(args)?;
    set_all(vm, copy, named)?;
    Ok(copy)
}

impl Vm {
    /// A `SimpleNamespace` with the given attributes.
    pub fn new_namespace(&mut self, attributes: &[(&str, Value)]) -> PyResult {
        let class = self.class(T::SimpleNamespace);
        let o = self.new_instance(class);
        for &(name, v) in attributes {
            let name: Str = self.intern(name)?;
            self.set_attr_plain(o.value(), name, v)?;
        }
        Ok(o.value())
    }
}
