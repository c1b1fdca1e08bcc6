//! `type`: the class of classes.

use crate::object::class::flags;
use crate::object::{Class, Dict, List, NativeFunction, Str, T, Tuple, Value};
use crate::runtime::names::Special;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::{native_attributes, native_functions};

use super::object::{attribute_name, merge_class_names};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&TYPE];

static TYPE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Type,
        "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Call self as a function.
    "__call__" as call(*);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return getattr(self, name).
    "__getattribute__" as getattribute(this, name);
    /// Implement setattr(self, name, value).
    "__setattr__" as setattr(this, name, value);
    /// Implement delattr(self, name).
    "__delattr__" as delattr(this, name);
    /// Return a type's method resolution order.
    mro(this);
    /// Return a list of immediate subclasses.
    "__subclasses__" as subclasses(this);
    /// Check if an object is an instance.
    "__instancecheck__" as instancecheck(this, instance);
    /// Check if a class is a subclass.
    "__subclasscheck__" as subclasscheck(this, subclass);
    /// Specialized __dir__ implementation for types.
    "__dir__" as dir(this);
    /// Return memory consumption of the type object.
    "__sizeof__" as sizeof(this);
]}

native_functions! { CLASS_METHODS = [
    /// Create the namespace for the class statement
    "__prepare__" as prepare(*);
]}

native_attributes! { ATTRIBUTES = [
    "__name__" as name => get_name, set_name;
    "__qualname__" as qualname => get_qualname, set_qualname;
    "__bases__" as bases => get_bases, set_bases;
    "__base__" as base => get_base;
    "__mro__" as mro_attribute => get_mro;
    "__module__" as module => get_module, set_module;
    "__abstractmethods__" as abstractmethods => get_abstractmethods, set_abstractmethods;
    "__dict__" as dict => get_dict;
    "__doc__" as doc => get_doc, set_doc;
    "__text_signature__" as text_signature => get_text_signature;
    "__annotations__" as annotations => get_annotations, set_annotations;
    "__annotate__" as annotate => get_annotate, set_annotate;
    "__type_params__" as type_params => get_type_params, set_type_params;
    "__flags__" as flags_attribute => get_flags;
    "__basicsize__" as basicsize => get_basicsize;
    "__itemsize__" as itemsize => get_itemsize;
    "__dictoffset__" as dictoffset => get_dictoffset;
    "__weakrefoffset__" as weakrefoffset => get_weakrefoffset;
]}

// ---- making and calling

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(meta) = Class::from_value(args.first()) else {
        return Err(vm.type_error("type.__new__(X): X is not a type object"));
    };
    let [name, bases, namespace] = args.plain().get(1..).unwrap_or(&[]) else {
        let n = args.plain().len().saturating_sub(1);
        return Err(vm.type_error(format_args!(
            "type.__new__() takes exactly 3 arguments ({n} given)"
        )));
    };
    let Some(text) = vm.as_str(*name) else {
        return Err(wrong_argument(vm, 1, "str", *name));
    };
    let Some(bases) = vm.as_tuple(*bases) else {
        return Err(wrong_argument(vm, 2, "tuple", *bases));
    };
    let Some(dict) = vm.as_dict(*namespace) else {
        return Err(wrong_argument(vm, 3, "dict", *namespace));
    };
    let named = Args {
        values: &args.values[4..],
        names: args.names,
    };
    if bases
        .items()
        .iter()
        .all(|&b| Class::from_value(b).is_some())
    {
        let winner = vm.winning_metaclass(meta, bases.items())?;
        let ours = vm.class(T::Type);
        if winner != meta
            && let Some(f) = vm.special(winner, Special::New)
            && Some(f) != vm.special(ours, Special::New)
        {
            let f = vm.static_of(f);
            let mut all = vm.hold(&[winner.value()])?;
            for &v in &args.values[1..] {
                all.push(&mut vm.heap, v).or_memory_error(vm)?;
            }
            return vm.call(
                f,
                &Args {
                    values: &all,
                    names: args.names,
                },
            );
        }
    }
    vm.new_class(meta, text, bases, dict, &named)
        .map(Class::value)
}

#[cold]
fn wrong_argument(vm: &mut Vm, number: usize, kind: &str, v: Value) -> Raised {
    let t = vm.type_name(v);
    vm.type_error(format_args!(
        "type.__new__() argument {number} must be {kind}, not {t}"
    ))
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let given = args.plain().len().saturating_sub(1);
    if given == 1 && args.named_len() > 0 {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    if given != 1 && given != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

fn call(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(class) = Class::from_value(args.first()) else {
        let t = vm.type_name(args.first());
        return Err(vm.type_error(format_args!(
            "descriptor '__call__' requires a 'type' object but received a '{t}'"
        )));
    };
    vm.instantiate(class, &args.rest())
}

fn prepare(vm: &mut Vm, args: &Args<'_>) -> Dict {
    let _ = args;
    vm.new_dict()
}

// ---- operations

fn repr(vm: &mut Vm, this: Class) -> PyResult<String> {
    vm.display_class_name(this)
        .map(|name| format!("<class '{name}'>"))
}

fn or(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_of(this, value)
}

fn ror(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    vm.union_of(value, this)
}

fn getattribute(vm: &mut Vm, this: Class, name: Value) -> PyResult {
    let name = attribute_name(vm, name)?;
    match vm.class_get_attr(this, name)? {
        Some(v) => Ok(v),
        None => Err(vm.no_attribute(this.value(), name)),
    }
}

fn setattr(vm: &mut Vm, this: Class, name: Value, value: Value) -> PyResult<()> {
    let name = attribute_name(vm, name)?;
    check_mutable(vm, this, "set", &name.to_text())?;
    vm.set_attr_plain(this.value(), name, value)
}

fn delattr(vm: &mut Vm, this: Class, name: Value) -> PyResult<()> {
    let name = attribute_name(vm, name)?;
    check_mutable(vm, this, "set", &name.to_text())?;
    vm.set_attr_plain(this.value(), name, Value::EMPTY)
}

fn mro(vm: &mut Vm, this: Class) -> PyResult<List> {
    let mro = vm.c3(this)?;
    vm.new_list(mro.items())
}

fn subclasses(vm: &mut Vm, this: Class) -> PyResult<List> {
    let all: Vec<Class> = vm.subclasses(this);
    // the classes stay alive through the lists of their other references only: copy them before anything is collected
    let list = List::new(&mut vm.heap);
    for c in all {
        list.push(&mut vm.heap, c.value()).or_memory_error(vm)?;
    }
    Ok(list)
}

fn instancecheck(vm: &mut Vm, this: Class, instance: Value) -> PyResult<bool> {
    vm.real_is_instance(instance, this.value())
}

fn subclasscheck(vm: &mut Vm, this: Class, subclass: Value) -> PyResult<bool> {
    vm.real_is_subclass(subclass, this.value())
}

fn dir(vm: &mut Vm, this: Class) -> PyResult<List> {
    let all = vm.new_dict();
    merge_class_names(vm, all, this.value())?;
    vm.list_from(all.value())
}

fn sizeof(_: &mut Vm, this: Class) -> i64 {
    if this.has(flags::HEAP) { 1720 } else { 416 }
}

// ---- attributes

/// Raises TypeError for changes of builtin classes.
fn check_mutable(vm: &mut Vm, class: Class, action: &str, name: &str) -> PyResult<()> {
    if !class.has(flags::IMMUTABLE) {
        return Ok(());
    }
    let c = vm.class_name(class);
    Err(vm.type_error(format_args!(
        "cannot {action} '{name}' attribute of immutable type '{c}'"
    )))
}

/// For attributes that can be set but not deleted (Objects/typeobject.c:check_set_special_type_attr).
fn check_special(vm: &mut Vm, class: Class, to: Value, name: &str) -> PyResult<()> {
    check_mutable(vm, class, "set", name)?;
    if to.is_empty() {
        let c = vm.class_name(class);
        return Err(vm.type_error(format_args!(
            "cannot delete '{name}' attribute of immutable type '{c}'"
        )));
    }
    Ok(())
}

fn get_name(_: &mut Vm, this: Class) -> Value {
    this.name()
}

fn set_name(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    check_special(vm, this, to, "__name__")?;
    let Some(text) = vm.as_str(to) else {
        return Err(not_a_string(vm, this, "__name__", to));
    };
    if text.chars().iter().any(|c| c == 0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    this.set_name(text.value());
    Ok(())
}

#[cold]
fn not_a_string(vm: &mut Vm, class: Class, name: &str, to: Value) -> Raised {
    let (c, t) = (vm.class_name(class), vm.type_name(to));
    vm.type_error(format_args!(
        "can only assign string to {c}.{name}, not '{t}'"
    ))
}

fn get_qualname(_: &mut Vm, this: Class) -> Value {
    this.qualname()
}

fn set_qualname(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    check_special(vm, this, to, "__qualname__")?;
    let Some(text) = vm.as_str(to) else {
        return Err(not_a_string(vm, this, "__qualname__", to));
    };
    this.set_qualname(text.value());
    Ok(())
}

fn get_bases(_: &mut Vm, this: Class) -> Value {
    this.bases()
}

fn set_bases(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    check_special(vm, this, to, "__bases__")?;
    vm.set_bases(this, to)
}

fn get_base(_: &mut Vm, this: Class) -> Option<Value> {
    this.base().some()
}

fn get_mro(_: &mut Vm, this: Class) -> Option<Value> {
    this.mro().some()
}

fn get_module(vm: &mut Vm, this: Class) -> PyResult {
    match vm.class_module(this)? {
        Some(m) => Ok(m),
        None => Err(vm.attribute_error_text("__module__")),
    }
}

fn set_module(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    check_special(vm, this, to, "__module__")?;
    let first_line = vm.names.__firstlineno__;
    vm.dict_remove_str(this.dict(), first_line)?;
    let name = vm.names.__module__;
    vm.class_set_attr(this, name, to)
}

fn get_abstractmethods(vm: &mut Vm, this: Class) -> PyResult {
    let name = vm.names.__abstractmethods__;
    let found = if this == vm.class(T::Type) {
        None
    } else {
        vm.dict_get_str(this.dict(), name)?
    };
    match found {
        Some(v) => Ok(v),
        None => Err(vm.attribute_error("__abstractmethods__".to_string(), this.value(), name)),
    }
}

fn set_abstractmethods(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    let name = vm.names.__abstractmethods__;
    let on = if to.is_empty() {
        if vm.dict_get_str(this.dict(), name)?.is_none() {
            return Err(vm.attribute_error("__abstractmethods__".to_string(), this.value(), name));
        }
        false
    } else {
        vm.truth(to)?
    };
    vm.class_set_attr(this, name, to)?;
    this.set_flags(this.flags() & !flags::ABSTRACT | if on { flags::ABSTRACT } else { 0 });
    Ok(())
}

fn get_dict(vm: &mut Vm, this: Class) -> PyResult {
    vm.mapping_proxy(this.dict().value())
}

/// The doc of a builtin class, its signature line apart.
fn builtin_doc(vm: &mut Vm, class: Class) -> Option<&'static str> {
    let t = vm.builtin_of(class)?;
    vm.type_def(t)
        .map(|def| def.doc)
        .filter(|doc| !doc.is_empty())
}

fn get_doc(vm: &mut Vm, this: Class) -> PyResult {
    if let Some(doc) = builtin_doc(vm, this) {
        return vm.new_str(doc).map(Str::value);
    }
    let name = vm.names.__doc__;
    match vm.dict_get_str(this.dict(), name)? {
        Some(v) if this.has(flags::HEAP) => vm.bind(v, Value::EMPTY, this),
        Some(v) if vm.as_str(v).is_some() => Ok(v),
        _ => Ok(Value::NONE),
    }
}

fn set_doc(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    check_special(vm, this, to, "__doc__")?;
    let name = vm.names.__doc__;
    vm.class_set_attr(this, name, to)
}

fn get_text_signature(vm: &mut Vm, this: Class) -> PyResult {
    let new = vm
        .builtin_of(this)
        .and_then(|t| vm.type_def(t))
        .and_then(|def| def.new);
    match new.and_then(super::descriptors::text_signature) {
        Some(text) => vm.new_str(&text.replacen("$type, ", "", 1)).map(Str::value),
        None => Ok(Value::NONE),
    }
}

/// Raises AttributeError for attributes that only classes made by programs have.
fn heap_only(vm: &mut Vm, class: Class, name: &str) -> PyResult<()> {
    if class.has(flags::HEAP) {
        return Ok(());
    }
    let c = vm.class_name(class);
    Err(vm.attribute_error_text(format_args!("type object '{c}' has no attribute '{name}'")))
}

fn get_annotations(vm: &mut Vm, this: Class) -> PyResult {
    heap_only(vm, this, "__annotations__")?;
    for name in [vm.names.__annotations__, vm.names.__annotations_cache__] {
        if let Some(v) = vm.dict_get_str(this.dict(), name)? {
            return vm.bind(v, Value::EMPTY, this);
        }
    }
    let annotate = get_annotate(vm, this)?;
    let dict = if vm.is_callable(annotate) {
        vm.call_annotate(annotate)?
    } else {
        vm.new_dict()
    };
    let name = vm.names.__annotations_cache__;
    vm.class_set_attr(this, name, dict.value())?;
    Ok(dict.value())
}

fn set_annotations(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    check_mutable(vm, this, "set", "__annotations__")?;
    let (plain, cache) = (vm.names.__annotations__, vm.names.__annotations_cache__);
    if to.is_empty() {
        let removed = vm.dict_remove_str(this.dict(), plain)?.is_some()
            | vm.dict_remove_str(this.dict(), cache)?.is_some();
        if !removed {
            return Err(vm.attribute_error_text("__annotations__"));
        }
    } else {
        let name = if vm.dict_get_str(this.dict(), plain)?.is_some() {
            plain
        } else {
            cache
        };
        vm.class_set_attr(this, name, to)?;
    }
    for name in [vm.names.__annotate_func__, vm.names.__annotate__] {
        vm.dict_remove_str(this.dict(), name)?;
    }
    vm.class_changed(this);
    Ok(())
}

fn get_annotate(vm: &mut Vm, this: Class) -> PyResult {
    heap_only(vm, this, "__annotate__")?;
    for name in [vm.names.__annotate__, vm.names.__annotate_func__] {
        if let Some(v) = vm.dict_get_str(this.dict(), name)? {
            return vm.bind(v, Value::EMPTY, this);
        }
    }
    let name = vm.names.__annotate_func__;
    vm.class_set_attr(this, name, Value::NONE)?;
    Ok(Value::NONE)
}

fn set_annotate(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    if to.is_empty() {
        return Err(vm.type_error("cannot delete __annotate__ attribute"));
    }
    check_mutable(vm, this, "set", "__annotate__")?;
    if !to.is_none() && !vm.is_callable(to) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    let (old, name, cache, plain) = (
        vm.names.__annotate__,
        vm.names.__annotate_func__,
        vm.names.__annotations_cache__,
        vm.names.__annotations__,
    );
    vm.dict_remove_str(this.dict(), old)?;
    vm.class_set_attr(this, name, to)?;
    if !to.is_none() {
        vm.dict_remove_str(this.dict(), cache)?;
        vm.dict_remove_str(this.dict(), plain)?;
        vm.class_changed(this);
    }
    Ok(())
}

fn get_type_params(vm: &mut Vm, this: Class) -> PyResult {
    let name = vm.names.__type_params__;
    let found = if this.has(flags::HEAP) {
        vm.dict_get_str(this.dict(), name)?
    } else {
        None
    };
    Ok(found.unwrap_or(vm.empty_tuple.value()))
}

fn set_type_params(vm: &mut Vm, this: Class, to: Value) -> PyResult<()> {
    check_special(vm, this, to, "__type_params__")?;
    let name = vm.names.__type_params__;
    vm.class_set_attr(this, name, to)
}

// ---- what C programs see of a class

/// `tp_basicsize` and `tp_itemsize` of the layout of instances.
#[must_use]
pub(super) fn sizes(class: Class) -> (i64, i64) {
    let (basic, item) = match class.native() {
        T::Object | T::NoneType | T::Ellipsis | T::NotImplementedType => (16, 0),
        T::Type => (936, 40),
        T::Int | T::Bool => (24, 4),
        T::Float => (24, 0),
        T::Complex => (32, 0),
        T::Str => (64, 0),
        T::Bytes => (33, 1),
        T::ByteArray => (56, 0),
        T::Tuple => (32, 8),
        T::List => (40, 0),
        T::Dict => (48, 0),
        T::Set | T::FrozenSet => (200, 0),
        _ => (48, 0),
    };
    let payload = i64::from(class.has(flags::PAYLOAD));
    (basic + 8 * (i64::from(class.fixed()) - payload), item)
}

fn get_basicsize(_: &mut Vm, this: Class) -> i64 {
    sizes(this).0
}

fn get_itemsize(_: &mut Vm, this: Class) -> i64 {
    sizes(this).1
}

fn get_dictoffset(_: &mut Vm, this: Class) -> i64 {
    match () {
        () if !this.has(flags::DICT) => 0,
        () if this.has(flags::METACLASS) => 264,
        () if this.has(flags::HEAP) => -1,
        () => 16,
    }
}

fn get_weakrefoffset(_: &mut Vm, this: Class) -> i64 {
    match () {
        () if !this.has(flags::WEAKREF) => 0,
        () if this.has(flags::METACLASS) => 368,
        () if this.has(flags::HEAP) => -32,
        () => 24,
    }
}

/// The builtin type behind a class.
fn class_layout(vm: &Vm, class: Class) -> T {
    vm.builtin_of(class).unwrap_or(class.native())
}

fn get_flags(vm: &mut Vm, this: Class) -> i64 {
    let kinds = [
        (T::Int, 1 << 24),
        (T::List, 1 << 25),
        (T::Tuple, 1 << 26),
        (T::Bytes, 1 << 27),
        (T::Str, 1 << 28),
        (T::Dict, 1 << 29),
        (T::BaseException, 1 << 30),
        (T::Type, 1 << 31),
    ];
    let ours = [
        (flags::HEAP, 1 << 9),
        (flags::BASE, 1 << 10),
        (flags::IMMUTABLE, 1 << 8),
        (flags::NO_NEW, 1 << 7),
        (flags::SEQUENCE, 1 << 5),
        (flags::MAPPING, 1 << 6),
        (flags::ABSTRACT, 1 << 20),
    ];
    let native = class_layout(vm, this);
    let atomic = matches!(
        native,
        T::Object
            | T::Int
            | T::Bool
            | T::Float
            | T::Complex
            | T::Str
            | T::Bytes
            | T::ByteArray
            | T::NoneType
            | T::Ellipsis
            | T::NotImplementedType
            | T::Range
    );
    let matches_self = matches!(
        native,
        T::Bool
            | T::ByteArray
            | T::Bytes
            | T::Dict
            | T::Float
            | T::FrozenSet
            | T::Int
            | T::List
            | T::Set
            | T::Str
            | T::Tuple
    );
    let mut f: i64 = 1 << 12;
    f |= if atomic && !this.has(flags::HEAP | flags::DICT) {
        0
    } else {
        1 << 14
    };
    f |= if matches_self { 1 << 22 } else { 0 };
    f |= if native == T::Type { 1 << 23 } else { 0 };
    f |= if this == vm.class(T::Type) {
        1 << 11
    } else {
        0
    };
    f |= if this.has(flags::HEAP) { 0 } else { 1 << 1 };
    for (t, bit) in kinds {
        f |= if this.is_subclass(vm.class(t)) {
            bit
        } else {
            0
        };
    }
    for (flag, bit) in ours {
        f |= if this.has(flag) { bit } else { 0 };
    }
    if this.has(flags::HEAP) && this.has(flags::DICT) && !this.has(flags::METACLASS) {
        f |= 1 << 4 | 1 << 3 | 1 << 2;
    }
    f
}

impl Vm {
    /// Calls an annotate function: the annotations as values.
    pub fn call_annotate(&mut self, annotate: Value) -> PyResult<Dict> {
        let r = self.call_positional(annotate, &[Value::from_i32(1)])?;
        match self.as_dict(r) {
            Some(d) => Ok(d),
            None => {
                let t = self.type_name(r);
                Err(self.type_error(format_args!("__annotate__() must return a dict, not {t}")))
            }
        }
    }

    /// Is the metaclass call of `class` the ordinary one?
    pub fn is_called_by_type(&mut self, class: Class) -> bool {
        let (meta, ours) = (self.type_of(class.value()), self.class(T::Type));
        meta == ours
            || self
                .special(meta, Special::Call)
                .is_some_and(|f| NativeFunction::from_value(f).is_some())
    }

    /// The bases of a class.
    #[must_use]
    pub fn bases_of(&self, class: Class) -> Tuple {
        Tuple::from_value(class.bases()).unwrap_or(self.empty_tuple)
    }
}
