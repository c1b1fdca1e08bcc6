//! `classmethod` and `staticmethod`.

use std::cell::Cell;

use crate::object::{Class, Obj, T, Value};
use crate::runtime::descriptor::MethodWrapper;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&CLASS_METHOD, &STATIC_METHOD];

static CLASS_METHOD: TypeDef = TypeDef {
    new: Some(&NEW_CLASS_METHOD[0]),
    methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::ClassMethod,
        "Convert a function to be a class method.

A class method receives the class as implicit first argument,
just like an instance method receives the instance.
To declare a class method, use this idiom:

  class C:
      @classmethod
      def f(cls, arg1, arg2, argN):
          ...

It can be called either on the class (e.g. C.f()) or on an instance
(e.g. C().f()).  The instance is ignored except for its class.",
    )
};

static STATIC_METHOD: TypeDef = TypeDef {
    new: Some(&NEW_STATIC_METHOD[0]),
    methods: STATIC_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::StaticMethod,
        "Convert a function to be a static method.

A static method does not receive an implicit first argument.
To declare a static method, use this idiom:

     class C:
         @staticmethod
         def f(arg1, arg2, argN):
             ...

It can be called either on the class (e.g. C.f()) or on an instance
(e.g. C().f()). Both the class and the instance are ignored, and
neither is passed implicitly as the first argument to the method.",
    )
};

native_functions! { NEW_CLASS_METHOD = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_class_method(*);
]}

native_functions! { NEW_STATIC_METHOD = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_static_method(*);
]}

native_functions! { CLASS_METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init_class_method(*);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as class_get(this, instance, owner = Value::NONE);
    /// Return repr(self).
    "__repr__" as class_repr(this);
]}

native_functions! { STATIC_METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init_static_method(*);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as static_get(this, instance, owner = Value::NONE);
    /// Call self as a function.
    "__call__" as static_call(*);
    /// Return repr(self).
    "__repr__" as static_repr(this);
]}

native_attributes! { ATTRIBUTES = [
    "__func__" as func => function;
    "__wrapped__" as wrapped => function;
    "__isabstractmethod__" as isabstractmethod => isabstractmethod;
    "__annotations__" as annotations => |vm, this| cached(vm, this, "__annotations__"), |vm, this, to| set_cached(vm, this, "__annotations__", to);
    "__annotate__" as annotate => |vm, this| cached(vm, this, "__annotate__"), |vm, this, to| set_cached(vm, this, "__annotate__", to);
]}

type This = Obj<MethodWrapper>;

fn new_wrapper(vm: &mut Vm, args: &Args<'_>, t: T) -> PyResult {
    let Some(cls) = Class::from_value(args.first()) else {
        return Err(vm.type_error(format_args!(
            "{}.__new__(X): X is not a type object",
            t.name()
        )));
    };
    let w = MethodWrapper {
        function: Cell::new(Value::NONE),
        dict: Cell::new(Value::EMPTY),
    };
    let w = Obj::new_as(&mut vm.heap, t, w).or_memory_error(vm)?;
    Ok(vm.wrap_payload(cls, t, w.value()))
}

fn new_class_method(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    new_wrapper(vm, args, T::ClassMethod)
}

fn new_static_method(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    new_wrapper(vm, args, T::StaticMethod)
}

fn init(vm: &mut Vm, args: &Args<'_>, t: T) -> PyResult<()> {
    args.no_names(vm, t.name())?;
    let [this, function] = *args.plain() else {
        let n = args.plain().len().saturating_sub(1);
        return Err(vm.type_error(format_args!("{} expected 1 argument, got {n}", t.name())));
    };
    let Some(w) = vm.as_native::<MethodWrapper>(this) else {
        return Err(vm.expected(t.name(), this));
    };
    if !w.function.get().is_none() && !w.function.get().is_empty() {
        // whoever remembers what it wraps must look again
        let object = vm.class(T::Object);
        vm.class_changed(object);
    }
    w.function.set(function);
    vm.copy_function_attributes(this, function)
}

fn init_class_method(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    init(vm, args, T::ClassMethod)
}

fn init_static_method(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    init(vm, args, T::StaticMethod)
}

fn class_get(vm: &mut Vm, this: This, instance: Value, owner: Value) -> PyResult {
    let class = match Class::from_value(owner) {
        Some(c) => c,
        None => vm.type_of(instance),
    };
    vm.bind_class_method(this.function.get(), class)
}

fn static_get(_: &mut Vm, this: This, instance: Value, owner: Value) -> Value {
    let _ = (instance, owner);
    this.function.get()
}

fn static_call(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    match vm.as_native::<MethodWrapper>(args.first()) {
        Some(w) => vm.call(w.function.get(), &args.rest()),
        None => Err(vm.expected("staticmethod", args.first())),
    }
}

fn class_repr(vm: &mut Vm, this: This) -> PyResult<String> {
    let f = vm.repr(this.function.get())?.to_text();
    Ok(format!("<classmethod({f})>"))
}

fn static_repr(vm: &mut Vm, this: This) -> PyResult<String> {
    let f = vm.repr(this.function.get())?.to_text();
    Ok(format!("<staticmethod({f})>"))
}

fn function(_: &mut Vm, this: This) -> Value {
    this.function.get()
}

fn isabstractmethod(vm: &mut Vm, this: This) -> PyResult<bool> {
    vm.is_abstract_method(this.function.get())
}

/// An attribute taken from the function when first asked for, and kept in the wrapper's own dict.
fn cached(vm: &mut Vm, this: Value, name: &str) -> PyResult {
    let name = vm.intern(name)?;
    if let Some(d) = vm.object_dict(this)?
        && let Some(v) = vm.dict_get_str(d, name)?
    {
        return Ok(v);
    }
    let Some(w) = vm.as_native::<MethodWrapper>(this) else {
        return Err(vm.no_attribute(this, name));
    };
    let v = vm.get_attr(w.function.get(), name)?;
    if let Some(d) = vm.object_dict(this)? {
        vm.dict_set(d, name.value(), v)?;
    }
    Ok(v)
}

fn set_cached(vm: &mut Vm, this: Value, name: &str, to: Value) -> PyResult<()> {
    let name = vm.intern(name)?;
    let Some(d) = vm.object_dict(this)? else {
        return Err(vm.no_attribute(this, name));
    };
    if to.is_empty() {
        return match vm.dict_remove_str(d, name)? {
            Some(_) => Ok(()),
            None => Err(vm.attribute_error_text(name.to_text())),
        };
    }
    vm.dict_set(d, name.value(), to)
}
