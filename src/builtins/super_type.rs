//! `super`.

use std::cell::Cell;

use crate::object::{Class, Obj, T, Value};
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::super_object::Super;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&SUPER];

static SUPER: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Super,
        "super() -> same as super(__class__, <first argument>)
super(type) -> unbound super object
super(type, obj) -> bound super object; requires isinstance(obj, type)
super(type, type2) -> bound super object; requires
    issubclass(type2, type)
Typical use to call a cooperative superclass method:
class C(B):
    def meth(self, arg):
        super().meth(arg)
This works for class methods too:
class C(B):
    @classmethod
    def cmeth(cls, arg):
        super().cmeth(arg)
",
    )
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
    /// Return getattr(self, name).
    "__getattribute__" as getattribute(this, name);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as get(this, instance, owner = Value::NONE);
]}

native_attributes! { ATTRIBUTES = [
    /// the class invoking super()
    "__thisclass__" as thisclass => thisclass;
    /// the instance invoking super(); may be None
    "__self__" as self_attribute => self_attribute;
    /// the type of the instance invoking super(); may be None
    "__self_class__" as self_class => self_class;
]}

type This = Obj<Super>;

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(cls) = Class::from_value(args.first()) else {
        return Err(vm.type_error("super.__new__(X): X is not a type object"));
    };
    let e = || Cell::new(Value::EMPTY);
    let s = Super {
        class: e(),
        object: e(),
        object_class: e(),
    };
    let s = Obj::new(&mut vm.heap, s).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, T::Super, s.value()))
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    args.no_names(vm, "super")?;
    let Some(this) = vm.as_native::<Super>(args.first()) else {
        return Err(vm.expected("super", args.first()));
    };
    let given = args.plain().get(1..).unwrap_or(&[]);
    if given.len() > 2 {
        let n = given.len();
        return Err(vm.type_error(format_args!(
            "super() expected at most 2 arguments, got {n}"
        )));
    }
    let (class, object) = match given.first() {
        None => vm.super_of_frame()?,
        Some(&first) => {
            let Some(class) = Class::from_value(first) else {
                let t = vm.type_name(first);
                return Err(
                    vm.type_error(format_args!("super() argument 1 must be a type, not {t}"))
                );
            };
            let object = given
                .get(1)
                .copied()
                .filter(|v| !v.is_none())
                .unwrap_or(Value::EMPTY);
            (class, object)
        }
    };
    let of = if object.is_empty() {
        Value::EMPTY
    } else {
        vm.super_check(class, object)?.value()
    };
    this.class.set(class.value());
    this.object.set(object);
    this.object_class.set(of);
    Ok(())
}

fn repr(vm: &mut Vm, this: This) -> PyResult<String> {
    let class = match Class::from_value(this.class.get()) {
        Some(c) => vm.plain_class_name(c),
        None => "NULL".to_string(),
    };
    Ok(match Class::from_value(this.object_class.get()) {
        Some(of) => format!(
            "<super: <class '{class}'>, <{} object>>",
            vm.plain_class_name(of)
        ),
        None => format!("<super: <class '{class}'>, NULL>"),
    })
}

fn getattribute(vm: &mut Vm, this: Value, name: Value) -> PyResult {
    let name = super::object::attribute_name(vm, name)?;
    match vm.get_attr_plain(this, name)? {
        Some(v) => Ok(v),
        None => Err(vm.no_attribute(this, name)),
    }
}

fn get(vm: &mut Vm, this: Value, instance: Value, owner: Value) -> PyResult {
    let _ = owner;
    let Some(s) = vm.as_native::<Super>(this) else {
        return Err(vm.expected("super", this));
    };
    if instance.is_none() || !s.object.get().is_empty() {
        return Ok(this);
    }
    let Some(class) = Class::from_value(s.class.get()) else {
        return Err(vm.runtime_error("super(): no arguments"));
    };
    let kind = vm.type_of(this);
    if kind != vm.class(T::Super) {
        return vm.call_positional(kind.value(), &[class.value(), instance]);
    }
    vm.new_super(class, instance)
}

fn thisclass(_: &mut Vm, this: This) -> Option<Value> {
    this.class.get().some()
}

fn self_attribute(_: &mut Vm, this: This) -> Option<Value> {
    this.object.get().some()
}

fn self_class(_: &mut Vm, this: This) -> Option<Value> {
    this.object_class.get().some()
}
