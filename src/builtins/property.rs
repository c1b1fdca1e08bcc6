//! `property`.

use std::cell::Cell;

use crate::object::{Class, Instance, Obj, T, Value};
use crate::runtime::descriptor::Property;
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&PROPERTY];

const DOC: &str = "Property attribute.

  fget
    function to be used for getting an attribute value
  fset
    function to be used for setting an attribute value
  fdel
    function to be used for del'ing an attribute
  doc
    docstring

Decorators define or change properties easily:

class C:
    @property
    def x(self):
        return self._x
    @x.setter
    def x(self, value):
        self._x = value
    @x.deleter
    def x(self):
        del self._x";

static PROPERTY: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(T::Property, DOC)
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(this; fget = Value::NONE, fset = Value::NONE, fdel = Value::NONE, doc = Value::EMPTY);
    /// Descriptor to obtain a copy of the property with a different getter.
    "getter" as with_getter(this, getter);
    /// Descriptor to obtain a copy of the property with a different setter.
    "setter" as with_setter(this, setter);
    /// Descriptor to obtain a copy of the property with a different deleter.
    "deleter" as with_deleter(this, deleter);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as get(this, instance, owner = Value::NONE);
    /// Set an attribute of instance to value.
    "__set__" as set(this, instance, value);
    /// Delete an attribute of instance.
    "__delete__" as delete(this, instance);
    /// Method to set name of a property.
    "__set_name__" as set_name(this, owner, name);
]}

native_attributes! { ATTRIBUTES = [
    fget => get_fget, readonly;
    fset => get_fset, readonly;
    fdel => get_fdel, readonly;
    /// the name of the property
    "__name__" as name => get_name, set_property_name;
    "__doc__" as doc => get_doc, set_doc;
    "__isabstractmethod__" as isabstractmethod => isabstractmethod;
]}

type This = Obj<Property>;

/// For attributes that C declares as read-only members.
fn readonly(vm: &mut Vm, this: Value, to: Value) -> PyResult<()> {
    let _ = (this, to);
    Err(vm.attribute_error_text("readonly attribute"))
}

fn new(vm: &mut Vm, args: &crate::runtime::Args<'_>) -> PyResult {
    let Some(cls) = Class::from_value(args.first()) else {
        return Err(vm.type_error("property.__new__(X): X is not a type object"));
    };
    let e = || Cell::new(Value::EMPTY);
    let p = Property {
        get: e(),
        set: e(),
        delete: e(),
        doc: e(),
        name: e(),
        getter_doc: Cell::new(false),
    };
    let p = Obj::new(&mut vm.heap, p).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, T::Property, p.value()))
}

/// `None` and a missing accessor are both "none".
fn accessor(v: Value) -> Value {
    if v.is_none() { Value::EMPTY } else { v }
}

fn init(
    vm: &mut Vm,
    this: Value,
    fget: Value,
    fset: Value,
    fdel: Value,
    doc: Value,
) -> PyResult<()> {
    let p = property_of(vm, this)?;
    if !p.get.get().is_empty() {
        // whoever remembers the getter must look again
        let object = vm.class(T::Object);
        vm.class_changed(object);
    }
    p.get.set(accessor(fget));
    p.set.set(accessor(fset));
    p.delete.set(accessor(fdel));
    p.doc.set(Value::EMPTY);
    p.name.set(Value::EMPTY);
    p.getter_doc.set(false);
    let mut text = accessor(doc);
    if text.is_empty() && !accessor(fget).is_empty() {
        let name = vm.names.__doc__;
        if let Some(found) = vm.get_attr_opt(fget, name)?.filter(|d| !d.is_none()) {
            text = found;
            p.getter_doc.set(true);
        }
    }
    // the class of a derived property may have a `__doc__` of its own: the instance's then goes into its dict
    if Instance::from_value(this).is_some() {
        let name = vm.names.__doc__;
        let shown = if text.is_empty() { Value::NONE } else { text };
        if vm.set_attr_plain(this, name, shown).is_err() {
            vm.catch(T::AttributeError)?;
        }
        return Ok(());
    }
    p.doc.set(text);
    Ok(())
}

fn property_of(vm: &mut Vm, v: Value) -> PyResult<This> {
    match vm.as_native::<Property>(v) {
        Some(p) => Ok(p),
        None => Err(vm.expected("property", v)),
    }
}

/// A copy with some accessors replaced (Objects/descrobject.c:property_copy).
fn copy_with(vm: &mut Vm, this: Value, get: Value, set: Value, delete: Value) -> PyResult {
    let p = property_of(vm, this)?;
    let keep = |new: Value, old: &Cell<Value>| {
        let v = if accessor(new).is_empty() {
            old.get()
        } else {
            new
        };
        if v.is_empty() { Value::NONE } else { v }
    };
    let (get, set, delete) = (
        keep(get, &p.get),
        keep(set, &p.set),
        keep(delete, &p.delete),
    );
    let doc = if p.getter_doc.get() && !get.is_none() || p.doc.get().is_empty() {
        Value::NONE
    } else {
        p.doc.get()
    };
    let class = vm.type_of(this);
    let copy = vm.call_positional(class.value(), &[get, set, delete, doc])?;
    if let Some(q) = vm.as_native::<Property>(copy) {
        q.name.set(p.name.get());
    }
    Ok(copy)
}

fn with_getter(vm: &mut Vm, this: Value, getter: Value) -> PyResult {
    copy_with(vm, this, getter, Value::EMPTY, Value::EMPTY)
}

fn with_setter(vm: &mut Vm, this: Value, setter: Value) -> PyResult {
    copy_with(vm, this, Value::EMPTY, setter, Value::EMPTY)
}

fn with_deleter(vm: &mut Vm, this: Value, deleter: Value) -> PyResult {
    copy_with(vm, this, Value::EMPTY, Value::EMPTY, deleter)
}

fn get(vm: &mut Vm, this: Value, instance: Value, owner: Value) -> PyResult {
    let _ = owner;
    if instance.is_none() {
        return Ok(this);
    }
    let p = property_of(vm, this)?;
    match p.get.get().some() {
        Some(f) => vm.call_positional(f, &[instance]),
        None => {
            let class = vm.type_of(instance);
            Err(vm.no_accessor(p, class, "getter"))
        }
    }
}

fn set(vm: &mut Vm, this: This, instance: Value, value: Value) -> PyResult<()> {
    vm.set_through(this.value(), instance, value)
}

fn delete(vm: &mut Vm, this: This, instance: Value) -> PyResult<()> {
    vm.set_through(this.value(), instance, Value::EMPTY)
}

fn set_name(_: &mut Vm, this: This, owner: Value, name: Value) {
    let _ = owner;
    this.name.set(name);
}

fn get_fget(_: &mut Vm, this: This) -> Option<Value> {
    this.get.get().some()
}

fn get_fset(_: &mut Vm, this: This) -> Option<Value> {
    this.set.get().some()
}

fn get_fdel(_: &mut Vm, this: This) -> Option<Value> {
    this.delete.get().some()
}

fn get_name(vm: &mut Vm, this: This) -> PyResult {
    if let Some(name) = this.name.get().some() {
        return Ok(name);
    }
    let name = vm.names.__name__;
    if let Some(f) = this.get.get().some()
        && let Some(found) = vm.get_attr_opt(f, name)?
    {
        return Ok(found);
    }
    Err::<Value, Raised>(vm.no_attribute(this.value(), name))
}

fn set_property_name(_: &mut Vm, this: This, to: Value) -> PyResult<()> {
    this.name.set(to);
    Ok(())
}

fn get_doc(_: &mut Vm, this: This) -> Option<Value> {
    this.doc.get().some()
}

fn set_doc(_: &mut Vm, this: This, to: Value) -> PyResult<()> {
    this.doc.set(to);
    Ok(())
}

fn isabstractmethod(vm: &mut Vm, this: This) -> PyResult<bool> {
    for f in [this.get.get(), this.set.get(), this.delete.get()] {
        if !f.is_empty() && vm.is_abstract_method(f)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Vm {
    /// Is `v.__isabstractmethod__` true?
    pub fn is_abstract_method(&mut self, v: Value) -> PyResult<bool> {
        let name = self.names.__isabstractmethod__;
        match self.get_attr_opt(v, name)? {
            Some(flag) => self.truth(flag),
            None => Ok(false),
        }
    }
}
