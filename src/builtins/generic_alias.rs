//! `types.GenericAlias` as Python sees it.

use std::cell::Cell;

use crate::object::{Class, List, Native, Obj, T, Tuple, Value};
use crate::runtime::generic::GenericAlias;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions, trace_fields};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&GENERIC_ALIAS, &ITERATOR];

static GENERIC_ALIAS: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::GenericAlias,
        "Represent a PEP 585 generic type\n\nFor example, for t = list[int], t.__origin__ is list and t.__args__\nis (int,).",
    )
};

static ITERATOR: TypeDef = TypeDef {
    methods: ITERATOR_METHODS,
    ..TypeDef::new(T::GenericAliasIterator, "")
};

// `__class_getitem__` of every builtin generic type
native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Call self as a function.
    "__call__" as call(*);
    /// Return self[key].
    "__getitem__" as getitem(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return getattr(self, name).
    "__getattribute__" as getattribute(this, name);
    "__mro_entries__" as mro_entries(this, bases);
    "__instancecheck__" as instancecheck(this, instance);
    "__subclasscheck__" as subclasscheck(this, subclass);
    /// Helper for pickle.
    "__reduce__" as reduce(this);
    "__dir__" as dir(this);
]}

native_functions! { ITERATOR_METHODS = [
    /// Implement iter(self).
    "__iter__" as iterator_iter(this);
    /// Implement next(self).
    "__next__" as iterator_next(this);
    /// Helper for pickle.
    "__reduce__" as iterator_reduce(this);
]}

native_attributes! { ATTRIBUTES = [
    "__origin__" as origin => origin, readonly;
    "__args__" as args => args, readonly;
    /// Type variables in the GenericAlias.
    "__parameters__" as parameters => parameters;
    "__unpacked__" as unpacked => unpacked, readonly;
    "__typing_unpacked_tuple_args__" as unpacked_tuple_args => unpacked_tuple_args;
]}

type This = Obj<GenericAlias>;

/// The iterator of `*alias`: gives the starred alias once.
pub struct AliasIterator {
    /// The alias; empty when done.
    pub alias: Cell<Value>,
}

impl Native for AliasIterator {
    const TYPE: T = T::GenericAliasIterator;
    trace_fields!(alias);
}

/// For attributes that C declares as read-only members.
fn readonly(vm: &mut Vm, this: Value, to: Value) -> PyResult<()> {
    let _ = (this, to);
    Err(vm.attribute_error_text("readonly attribute"))
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    args.no_names(vm, "GenericAlias")?;
    let [cls, origin, index] = *args.plain() else {
        let n = args.plain().len().saturating_sub(1);
        return Err(vm.type_error(format_args!("GenericAlias expected 2 arguments, got {n}")));
    };
    let alias = vm.generic_alias(origin, index)?;
    match Class::from_value(cls) {
        Some(cls) => Ok(vm.wrap_payload(cls, T::GenericAlias, alias)),
        None => Ok(alias),
    }
}

/// `__args__`
fn items(vm: &Vm, this: This) -> Tuple {
    Tuple::from_value(this.args.get()).unwrap_or(vm.empty_tuple)
}

fn repr(vm: &mut Vm, this: This) -> PyResult<String> {
    vm.check_native_stack()?;
    let origin = vm.alias_item_repr(this.origin.get())?;
    let mut parts = Vec::new();
    for &arg in items(vm, this).items() {
        parts.push(vm.alias_item_repr(arg)?);
    }
    let inner = if parts.is_empty() {
        "()".to_string()
    } else {
        parts.join(", ")
    };
    let star = if this.starred { "*" } else { "" };
    Ok(format!("{star}{origin}[{inner}]"))
}

fn hash(vm: &mut Vm, this: This) -> PyResult<i64> {
    let h = vm.hash(this.origin.get())? ^ vm.hash(this.args.get())?;
    Ok(h)
}

fn same(vm: &mut Vm, this: This, value: Value) -> PyResult<Option<bool>> {
    let Some(other) = vm.as_native::<GenericAlias>(value) else {
        return Ok(None);
    };
    let same = this.starred == other.starred
        && vm.eq(this.origin.get(), other.origin.get())?
        && vm.eq(this.args.get(), other.args.get())?;
    Ok(Some(same))
}

fn eq(vm: &mut Vm, this: This, value: Value) -> PyResult {
    Ok(same(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, Value::from_bool))
}

fn ne(vm: &mut Vm, this: This, value: Value) -> PyResult {
    Ok(same(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, |s| Value::from_bool(!s)))
}

fn call(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(this) = vm.as_native::<GenericAlias>(args.first()) else {
        return Err(vm.expected("types.GenericAlias", args.first()));
    };
    let object = vm.call(this.origin.get(), &args.rest())?;
    let name = vm.intern("__orig_class__")?;
    if vm.set_attr(object, name, args.first()).is_err() {
        if vm.pending_is(T::AttributeError) || vm.pending_is(T::TypeError) {
            vm.take_pending();
        } else {
            return Err(crate::runtime::Raised);
        }
    }
    Ok(object)
}

fn getitem(vm: &mut Vm, this: Value, key: Value) -> PyResult {
    let Some(a) = vm.as_native::<GenericAlias>(this) else {
        return Err(vm.expected("types.GenericAlias", this));
    };
    let parameters = vm.alias_parameters(a)?;
    let args = vm.substitute(this, items(vm, a), parameters, key)?;
    vm.new_alias(a.origin.get(), args, a.starred)
}

fn iter(vm: &mut Vm, this: This) -> PyResult {
    let it = AliasIterator {
        alias: Cell::new(this.value()),
    };
    Ok(Obj::new(&mut vm.heap, it).or_memory_error(vm)?.value())
}

fn iterator_iter(_: &mut Vm, this: Value) -> Value {
    this
}

fn iterator_next(vm: &mut Vm, this: Obj<AliasIterator>) -> PyResult {
    match Obj::<GenericAlias>::from_value(this.alias.replace(Value::EMPTY)) {
        Some(a) => vm.new_alias(a.origin.get(), items(vm, a), true),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}

fn iterator_reduce(vm: &mut Vm, this: Obj<AliasIterator>) -> PyResult<Tuple> {
    let iter = vm.intern("iter")?;
    let iter = vm.builtins.get_str(iter).unwrap_or(Value::NONE);
    let what = this.alias.get().some().unwrap_or(vm.empty_tuple.value());
    let args = vm.new_tuple(&[what])?;
    vm.new_tuple(&[iter, args.value()])
}

fn or(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_of(this, value)
}

fn ror(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_of(value, this)
}

fn getattribute(vm: &mut Vm, this: Value, name: Value) -> PyResult {
    let name = super::object::attribute_name(vm, name)?;
    match vm.get_attr_plain(this, name)? {
        Some(v) => Ok(v),
        None => Err(vm.no_attribute(this, name)),
    }
}

fn mro_entries(vm: &mut Vm, this: This, bases: Value) -> PyResult<Tuple> {
    vm.alias_mro_entries(this.value(), this.origin.get(), bases)
}

fn instancecheck(vm: &mut Vm, this: Value, instance: Value) -> PyResult {
    let _ = (this, instance);
    Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn subclasscheck(vm: &mut Vm, this: Value, subclass: Value) -> PyResult {
    let _ = (this, subclass);
    Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

fn reduce(vm: &mut Vm, this: This) -> PyResult<Tuple> {
    if this.starred {
        // `next(iter(alias))`
        let next = vm.intern("next")?;
        let next = vm.builtins.get_str(next).unwrap_or(Value::NONE);
        let plain = vm.new_alias(this.origin.get(), items(vm, this), false)?;
        let it = vm.iter(plain)?;
        let args = vm.new_tuple(&[it])?;
        return vm.new_tuple(&[next, args.value()]);
    }
    let args = vm.new_tuple(&[this.origin.get(), this.args.get()])?;
    let class = vm.class(T::GenericAlias).value();
    vm.new_tuple(&[class, args.value()])
}

fn dir(vm: &mut Vm, this: This) -> PyResult<List> {
    let names = vm.call_method_str(this.origin.get(), "__dir__", &[]);
    let names = match names {
        Ok(n) if Class::from_value(this.origin.get()).is_none() => n,
        _ => {
            vm.take_pending();
            let class = vm.type_of(this.origin.get());
            let name = vm.names.__dir__;
            match vm.lookup(class, name) {
                Some(f) => vm.call_method(f, this.origin.get(), &[])?,
                None => vm.empty_tuple.value(),
            }
        }
    };
    let list = vm.list_from(names)?;
    for name in [
        "__origin__",
        "__args__",
        "__parameters__",
        "__mro_entries__",
        "__reduce_ex__",
        "__reduce__",
        "__copy__",
        "__deepcopy__",
        "__unpacked__",
        "__typing_unpacked_tuple_args__",
        "__class__",
    ] {
        let name = vm.intern(name)?;
        if !vm.contains(list.value(), name.value())? {
            list.push(&mut vm.heap, name.value()).or_memory_error(vm)?;
        }
    }
    Ok(list)
}

fn origin(_: &mut Vm, this: This) -> Value {
    this.origin.get()
}

fn args(_: &mut Vm, this: This) -> Value {
    this.args.get()
}

fn parameters(vm: &mut Vm, this: This) -> PyResult<Tuple> {
    vm.alias_parameters(this)
}

fn unpacked(_: &mut Vm, this: This) -> bool {
    this.starred
}

fn unpacked_tuple_args(vm: &mut Vm, this: This) -> Value {
    if this.starred && this.origin.get() == vm.class(T::Tuple).value() {
        this.args.get()
    } else {
        Value::NONE
    }
}
