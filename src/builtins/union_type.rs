//! `typing.Union` (`types.UnionType`) as Python sees it.

use crate::native_attributes;
use crate::native_functions;
use crate::object::{Obj, T, Tuple, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::union::Union;
use crate::runtime::{PyResult, Vm};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&UNION];

static UNION: TypeDef = TypeDef {
    methods: METHODS,
    class_methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(T::UnionType, "Represent a union type\n\nE.g. for int | str")
};

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return self[key].
    "__getitem__" as getitem(this, key);
    "__mro_entries__" as mro_entries(this, bases);
    "__instancecheck__" as instancecheck(this, instance);
    "__subclasscheck__" as subclasscheck(this, subclass);
]}

native_functions! { CLASS_METHODS = [
    /// See PEP 585
    "__class_getitem__" as class_getitem(cls, args);
]}

native_attributes! { ATTRIBUTES = [
    "__args__" as args => args;
    /// Type variables in the types.UnionType.
    "__parameters__" as parameters => parameters;
    /// Name of the type
    "__name__" as name => name;
    /// Qualified name of the type
    "__qualname__" as qualname => name;
    /// Always returns the type
    "__origin__" as origin => origin;
]}

type This = Obj<Union>;

fn members(vm: &Vm, this: This) -> Tuple {
    Tuple::from_value(this.args.get()).unwrap_or(vm.empty_tuple)
}

fn repr(vm: &mut Vm, this: This) -> PyResult<String> {
    vm.check_native_stack()?;
    let mut parts = Vec::new();
    for &m in members(vm, this).items() {
        parts.push(vm.type_repr(m)?);
    }
    Ok(parts.join(" | "))
}

fn hash(vm: &mut Vm, this: This) -> PyResult<i64> {
    let set = vm.new_set(T::FrozenSet)?;
    for &m in members(vm, this).items() {
        vm.set_add(set, m)?;
    }
    Ok(vm.hash_set(set))
}

fn same(vm: &mut Vm, this: This, value: Value) -> PyResult<Option<bool>> {
    let Some(other) = Obj::<Union>::from_value(value) else {
        return Ok(None);
    };
    let (a, b) = (members(vm, this), members(vm, other));
    if a.len() != b.len() {
        return Ok(Some(false));
    }
    for &m in a.items() {
        if !vm.contains(b.value(), m)? {
            return Ok(Some(false));
        }
    }
    Ok(Some(true))
}

fn eq(vm: &mut Vm, this: This, value: Value) -> PyResult {
    Ok(same(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, Value::from_bool))
}

fn ne(vm: &mut Vm, this: This, value: Value) -> PyResult {
    Ok(same(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, |s| Value::from_bool(!s)))
}

fn or(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_of(this, value)
}

fn ror(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_of(value, this)
}

fn getitem(vm: &mut Vm, this: This, key: Value) -> PyResult {
    let parameters = parameters(vm, this)?;
    let items = vm.substitute(this.value(), members(vm, this), parameters, key)?;
    vm.union_from(items.items())
}

fn class_getitem(vm: &mut Vm, cls: Value, args: Value) -> PyResult {
    let _ = cls;
    match vm.as_tuple(args) {
        Some(t) => vm.union_from(t.items()),
        None => vm.union_from(&[args]),
    }
}

fn mro_entries(vm: &mut Vm, this: This, bases: Value) -> PyResult {
    let _ = bases;
    let text = repr(vm, this)?;
    Err(vm.type_error(format_args!("Cannot subclass {text}")))
}

fn instancecheck(vm: &mut Vm, this: Value, instance: Value) -> PyResult<bool> {
    vm.is_instance_of(instance, this)
}

fn subclasscheck(vm: &mut Vm, this: Value, subclass: Value) -> PyResult<bool> {
    vm.is_subclass_of(subclass, this)
}

fn args(_: &mut Vm, this: This) -> Value {
    this.args.get()
}

fn parameters(vm: &mut Vm, this: This) -> PyResult<Tuple> {
    if let Some(t) = Tuple::from_value(this.parameters.get()) {
        return Ok(t);
    }
    let t = vm.make_parameters(this.args.get())?;
    this.parameters.set(t.value());
    Ok(t)
}

fn name(_: &mut Vm, this: Value) -> &'static str {
    let _ = this;
    "Union"
}

fn origin(vm: &mut Vm, this: Value) -> Value {
    vm.type_of(this).value()
}
