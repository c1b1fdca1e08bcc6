//! Functions and attributes written in Rust as Python sees them: `builtin_function_or_method`, `method-wrapper` and the descriptors in
//! the dicts of builtin classes.

use crate::object::{Class, NativeFunction, Obj, Str, T, Tuple, Value};
use crate::runtime::descriptor::{GetSetDescriptor, Member};
use crate::runtime::native::{Args, NativeDef, TypeDef, definition};
use crate::runtime::{PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[
    &FUNCTION,
    &WRAPPER,
    &METHOD_DESCRIPTOR,
    &SLOT_WRAPPER,
    &CLASS_METHOD_DESCRIPTOR,
    &GETSET,
    &MEMBER,
];

static FUNCTION: TypeDef = TypeDef {
    methods: BOUND_METHODS,
    getset: FUNCTION_ATTRIBUTES,
    ..TypeDef::new(T::NativeFunction, "")
};
static WRAPPER: TypeDef = TypeDef {
    methods: BOUND_METHODS,
    getset: WRAPPER_ATTRIBUTES,
    ..TypeDef::new(T::MethodWrapper, "")
};
static METHOD_DESCRIPTOR: TypeDef = TypeDef {
    methods: DESCRIPTOR_METHODS,
    getset: DESCRIPTOR_ATTRIBUTES,
    ..TypeDef::new(T::MethodDescriptor, "")
};
static SLOT_WRAPPER: TypeDef = TypeDef {
    methods: DESCRIPTOR_METHODS,
    getset: DESCRIPTOR_ATTRIBUTES,
    ..TypeDef::new(T::WrapperDescriptor, "")
};
static CLASS_METHOD_DESCRIPTOR: TypeDef = TypeDef {
    methods: DESCRIPTOR_METHODS,
    getset: DESCRIPTOR_ATTRIBUTES,
    ..TypeDef::new(T::ClassMethodDescriptor, "")
};
static GETSET: TypeDef = TypeDef {
    methods: DATA_METHODS,
    getset: DATA_ATTRIBUTES,
    ..TypeDef::new(T::GetSetDescriptor, "")
};
static MEMBER: TypeDef = TypeDef {
    methods: DATA_METHODS,
    getset: DATA_ATTRIBUTES,
    ..TypeDef::new(T::MemberDescriptor, "")
};

native_functions! { BOUND_METHODS = [
    /// Call self as a function.
    "__call__" as call(*);
    /// Return repr(self).
    "__repr__" as bound_repr(this);
    /// Return self==value.
    "__eq__" as bound_eq(this, value);
    /// Return self!=value.
    "__ne__" as bound_ne(this, value);
    /// Return hash(self).
    "__hash__" as bound_hash(this);
    /// Helper for pickle.
    "__reduce__" as bound_reduce(this);
]}

native_functions! { DESCRIPTOR_METHODS = [
    /// Call self as a function.
    "__call__" as call(*);
    /// Return repr(self).
    "__repr__" as descriptor_repr(this);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as descriptor_get(this, instance, owner = Value::NONE);
    /// Helper for pickle.
    "__reduce__" as descriptor_reduce(this);
]}

native_functions! { DATA_METHODS = [
    /// Return repr(self).
    "__repr__" as data_repr(this);
    /// Return an attribute of instance, which is of type owner.
    "__get__" as data_get(this, instance, owner = Value::NONE);
    /// Set an attribute of instance to value.
    "__set__" as data_set(this, instance, value);
    /// Delete an attribute of instance.
    "__delete__" as data_delete(this, instance);
    /// Helper for pickle.
    "__reduce__" as data_reduce(this);
]}

native_attributes! { FUNCTION_ATTRIBUTES = [
    "__name__" as name => name;
    "__qualname__" as qualname => bound_qualname;
    "__doc__" as doc => doc;
    "__module__" as module => module, set_module;
    "__self__" as self_attribute => bound_self;
    "__text_signature__" as signature => signature;
]}

native_attributes! { WRAPPER_ATTRIBUTES = [
    "__name__" as name => name;
    "__qualname__" as qualname => descriptor_qualname;
    "__doc__" as doc => doc;
    "__objclass__" as objclass => owner;
    "__self__" as self_attribute => bound_self;
    "__text_signature__" as signature => signature;
]}

native_attributes! { DESCRIPTOR_ATTRIBUTES = [
    "__name__" as name => name;
    "__qualname__" as qualname => descriptor_qualname;
    "__doc__" as doc => doc;
    "__objclass__" as objclass => owner;
    "__text_signature__" as signature => signature;
]}

native_attributes! { DATA_ATTRIBUTES = [
    "__name__" as name => data_name;
    "__qualname__" as qualname => data_qualname;
    "__doc__" as doc => data_doc;
    "__objclass__" as objclass => data_owner;
]}

// ---- texts of definitions

/// `__doc__` of a definition; `None` when it has none.
#[must_use]
pub fn doc_text(def: &NativeDef) -> Option<String> {
    let lines: Vec<&str> = def
        .doc
        .trim_end()
        .lines()
        .map(|l| l.strip_prefix(' ').unwrap_or(l))
        .collect();
    if lines.is_empty() {
        None
    } else {
        Some(lines.join("\n"))
    }
}

/// `__text_signature__` of a definition; `None` when Python cannot express it.
#[must_use]
pub fn text_signature(def: &NativeDef) -> Option<String> {
    if def.arity.raw {
        return None;
    }
    let mut text = def
        .signature
        .replace(" / ", "/")
        .replace("r#", "")
        .replace("Value::NONE", "None")
        .replace("=true", "=True")
        .replace("=false", "=False");
    // the macro writes "$self, /": what follows the slash is separated already
    text = text.replace("(/, ", "(").replace("(/)", "()");
    if text.contains("Value::") || text.contains("::") || text.contains("vm.") {
        None
    } else {
        Some(text)
    }
}

// ---- native functions, bound or not

fn call(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    match NativeFunction::from_value(args.first()) {
        Some(f) => vm.call_native(f, &args.rest()),
        None => Err(vm.expected("builtin_function_or_method", args.first())),
    }
}

fn name(_: &mut Vm, this: NativeFunction) -> &'static str {
    // tables may call the `__new__` of a type by the type's name, which is what error texts say
    let new = Class::from_value(this.receiver()).is_some() && this.owner().is_empty();
    if new {
        "__new__"
    } else {
        definition(this).name
    }
}

fn doc(_: &mut Vm, this: NativeFunction) -> Option<String> {
    doc_text(definition(this))
}

fn signature(_: &mut Vm, this: NativeFunction) -> Option<String> {
    text_signature(definition(this))
}

fn owner(_: &mut Vm, this: NativeFunction) -> Option<Value> {
    this.owner().some()
}

fn module(_: &mut Vm, this: NativeFunction) -> Option<Value> {
    this.module().some()
}

fn set_module(_: &mut Vm, this: NativeFunction, to: Value) -> PyResult<()> {
    this.set_module(to);
    Ok(())
}

fn bound_self(vm: &mut Vm, this: NativeFunction) -> PyResult {
    if let Some(receiver) = this.receiver().some() {
        return Ok(receiver);
    }
    // functions of modules know the name of their module only
    match this.module().some() {
        Some(name) => Ok(vm.dict_get(vm.modules, name)?.unwrap_or(Value::NONE)),
        None => Ok(Value::NONE),
    }
}

fn bound_qualname(vm: &mut Vm, this: NativeFunction) -> PyResult {
    let name = definition(this).name;
    let receiver = this.receiver();
    if receiver.is_empty() || crate::object::Module::from_value(receiver).is_some() {
        return vm.new_str(name).map(Str::value);
    }
    let class = match Class::from_value(receiver) {
        Some(c) => c,
        None => vm.type_of(receiver),
    };
    qualified(vm, class, name)
}

fn descriptor_qualname(vm: &mut Vm, this: NativeFunction) -> PyResult {
    let name = definition(this).name;
    match Class::from_value(this.owner()) {
        Some(c) => qualified(vm, c, name),
        None => vm.new_str(name).map(Str::value),
    }
}

fn qualified(vm: &mut Vm, class: Class, name: &str) -> PyResult {
    let class = Str::from_value(class.qualname()).map_or_else(String::new, Str::to_text);
    vm.new_str(&format!("{class}.{name}")).map(Str::value)
}

fn bound_repr(vm: &mut Vm, this: NativeFunction) -> String {
    let name = definition(this).name;
    let receiver = this.receiver();
    if this.shape_id() == T::MethodWrapper as u32 {
        return format!(
            "<method-wrapper '{name}' of {} object at {:#x}>",
            vm.type_name(receiver),
            receiver.0
        );
    }
    if receiver.is_empty() || crate::object::Module::from_value(receiver).is_some() {
        return format!("<built-in function {name}>");
    }
    format!(
        "<built-in method {name} of {} object at {:#x}>",
        vm.type_name(receiver),
        receiver.0
    )
}

fn same_bound(a: NativeFunction, b: NativeFunction) -> bool {
    a.shape_id() == b.shape_id() && a.receiver() == b.receiver() && a.address() == b.address()
}

fn bound_eq(_: &mut Vm, this: NativeFunction, value: Value) -> Value {
    match NativeFunction::from_value(value) {
        Some(other) => Value::from_bool(same_bound(this, other)),
        None => Value::NOT_IMPLEMENTED,
    }
}

fn bound_ne(_: &mut Vm, this: NativeFunction, value: Value) -> Value {
    match NativeFunction::from_value(value) {
        Some(other) => Value::from_bool(!same_bound(this, other)),
        None => Value::NOT_IMPLEMENTED,
    }
}

fn bound_hash(_: &mut Vm, this: NativeFunction) -> i64 {
    let receiver = if this.receiver().is_empty() {
        0
    } else {
        Vm::identity_hash(this.receiver())
    };
    let h = receiver ^ this.address() as i64;
    if h == -1 { -2 } else { h }
}

fn bound_reduce(vm: &mut Vm, this: NativeFunction) -> PyResult {
    let name = vm.intern(definition(this).name)?;
    let receiver = this.receiver();
    if receiver.is_empty() || crate::object::Module::from_value(receiver).is_some() {
        return Ok(name.value());
    }
    by_getattr(vm, receiver, name)
}

/// `(getattr, (v, name))`
fn by_getattr(vm: &mut Vm, v: Value, name: Str) -> PyResult {
    let getattr = vm.intern("getattr")?;
    let getattr = vm.builtins.get_str(getattr).unwrap_or(Value::NONE);
    let args = Tuple::small(&mut vm.heap, [v, name.value()]);
    Ok(Tuple::small(&mut vm.heap, [getattr, args.value()]).value())
}

// ---- descriptors of methods

fn owner_name(vm: &Vm, owner: Value) -> String {
    Class::from_value(owner).map_or_else(String::new, |c| vm.class_name(c))
}

fn descriptor_repr(vm: &mut Vm, this: NativeFunction) -> String {
    let kind = if this.shape_id() == T::WrapperDescriptor as u32 {
        "slot wrapper"
    } else {
        "method"
    };
    format!(
        "<{kind} '{}' of '{}' objects>",
        definition(this).name,
        owner_name(vm, this.owner())
    )
}

fn descriptor_get(vm: &mut Vm, this: NativeFunction, instance: Value, owner: Value) -> PyResult {
    let name = definition(this).name;
    if instance.is_none() && owner.is_none() {
        return Err(vm.type_error("__get__(None, None) is invalid"));
    }
    let class = Class::from_value(owner).unwrap_or(vm.type_of(instance));
    let Some(of) = Class::from_value(this.owner()) else {
        return Ok(this.value());
    };
    if this.shape_id() == T::ClassMethodDescriptor as u32 {
        let class = if owner.is_none() {
            class.value()
        } else {
            owner
        };
        let class = vm.check_class_receiver(name, of, class)?;
        return vm.bind(this.value(), Value::EMPTY, class);
    }
    if instance.is_none() && !owner.is_none() && of != vm.class(T::NoneType) {
        return Ok(this.value());
    }
    if !vm.type_of(instance).is_subclass(of) {
        let (of, got) = (vm.class_name(of), vm.type_name(instance));
        return Err(vm.foreign_object(name, &of, &got));
    }
    vm.bind(this.value(), instance, class)
}

fn descriptor_reduce(vm: &mut Vm, this: NativeFunction) -> PyResult {
    let name = vm.intern(definition(this).name)?;
    by_getattr(vm, this.owner(), name)
}

// ---- computed attributes and slots

/// Name and owner of a data descriptor.
fn data_parts(vm: &mut Vm, v: Value) -> PyResult<(String, Value)> {
    if let Some(g) = Obj::<GetSetDescriptor>::from_value(v) {
        return Ok((g.def.name.to_string(), g.owner.get()));
    }
    match Obj::<Member>::from_value(v) {
        Some(m) => Ok((
            Str::from_value(m.name.get()).map_or_else(String::new, Str::to_text),
            m.owner.get(),
        )),
        None => Err(vm.expected("getset_descriptor", v)),
    }
}

fn data_repr(vm: &mut Vm, this: Value) -> PyResult<String> {
    let (name, owner) = data_parts(vm, this)?;
    let kind = if Obj::<Member>::from_value(this).is_some() {
        "member"
    } else {
        "attribute"
    };
    Ok(format!(
        "<{kind} '{name}' of '{}' objects>",
        owner_name(vm, owner)
    ))
}

fn data_name(vm: &mut Vm, this: Value) -> PyResult<String> {
    data_parts(vm, this).map(|(name, _)| name)
}

fn data_qualname(vm: &mut Vm, this: Value) -> PyResult {
    let (name, owner) = data_parts(vm, this)?;
    match Class::from_value(owner) {
        Some(c) => qualified(vm, c, &name),
        None => vm.new_str(&name).map(Str::value),
    }
}

fn data_owner(vm: &mut Vm, this: Value) -> PyResult {
    data_parts(vm, this).map(|(_, owner)| owner)
}

fn data_doc(_: &mut Vm, this: Value) -> Option<String> {
    let g = Obj::<GetSetDescriptor>::from_value(this)?;
    let lines: Vec<&str> = g
        .def
        .doc
        .trim_end()
        .lines()
        .map(|l| l.strip_prefix(' ').unwrap_or(l))
        .collect();
    if lines.is_empty() {
        None
    } else {
        Some(lines.join("\n"))
    }
}

fn data_get(vm: &mut Vm, this: Value, instance: Value, owner: Value) -> PyResult {
    if instance.is_none() {
        // an attribute of None itself is read through None
        let of = data_parts(vm, this)?.1;
        if of != vm.class(T::NoneType).value() && of != vm.class(T::Object).value() {
            return Ok(this);
        }
    }
    let class = Class::from_value(owner).unwrap_or(vm.type_of(instance));
    vm.bind(this, instance, class)
}

fn data_set(vm: &mut Vm, this: Value, instance: Value, value: Value) -> PyResult<()> {
    vm.set_through(this, instance, value)
}

fn data_delete(vm: &mut Vm, this: Value, instance: Value) -> PyResult<()> {
    vm.set_through(this, instance, Value::EMPTY)
}

fn data_reduce(vm: &mut Vm, this: Value) -> PyResult {
    if Obj::<Member>::from_value(this).is_some() {
        let (name, owner) = data_parts(vm, this)?;
        let name = vm.intern(&name)?;
        return by_getattr(vm, owner, name);
    }
    let t = vm.type_name(this);
    Err(vm.type_error(format_args!("cannot pickle '{t}' object")))
}
