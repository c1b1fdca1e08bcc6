//! `object`: what every class inherits.

use crate::object::{Class, Dict, Instance, List, Str, T, Tuple, Value, class::flags};
use crate::pyc::Version;
use crate::runtime::names::Special;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&OBJECT];

static OBJECT: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Object,
        "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
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
    /// Return str(self).
    "__str__" as str(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return self<value.
    "__lt__" as incomparable(this, value);
    /// Return self<=value.
    "__le__" as incomparable(this, value);
    /// Return self>value.
    "__gt__" as incomparable(this, value);
    /// Return self>=value.
    "__ge__" as incomparable(this, value);
    /// Return getattr(self, name).
    "__getattribute__" as getattribute(this, name);
    /// Implement setattr(self, name, value).
    "__setattr__" as setattr(this, name, value);
    /// Implement delattr(self, name).
    "__delattr__" as delattr(this, name);
    /// Default dir() implementation.
    "__dir__" as dir(this);
    /// Default object formatter.
    ///
    /// Return str(self) if format_spec is empty. Raise TypeError otherwise.
    "__format__" as format(this, format_spec);
    /// Size of object in memory, in bytes.
    "__sizeof__" as sizeof(this);
    /// Helper for pickle.
    "__reduce__" as reduce(this);
    /// Helper for pickle.
    "__reduce_ex__" as reduce_ex(this, protocol);
    /// Helper for pickle.
    "__getstate__" as getstate(this);
]}

native_functions! { CLASS_METHODS = [
    /// This method is called when a class is subclassed.
    ///
    /// The default implementation does nothing. It may be
    /// overridden to extend subclasses.
    "__init_subclass__" as init_subclass(cls);
    /// Abstract classes can override this to customize issubclass().
    ///
    /// This is invoked early on by abc.ABCMeta.__subclasscheck__().
    /// It should return True, False or NotImplemented.  If it returns
    /// NotImplemented, the normal algorithm is used.  Otherwise, it
    /// overrides the normal algorithm (and the outcome is cached).
    "__subclasshook__" as subclasshook(*);
]}

native_attributes! { ATTRIBUTES = [
    /// the object's class
    "__class__" as class => get_class, set_class;
]}

fn special_of_object(vm: &mut Vm, s: Special) -> Option<Value> {
    let object = vm.class(T::Object);
    vm.special(object, s)
}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let Some(class) = Class::from_value(args.first()) else {
        return Err(vm.type_error("object.__new__(X): X is not a type object"));
    };
    if args.values.len() > 1 {
        if vm.special(class, Special::New).map(|f| vm.static_of(f))
            != special_of_object(vm, Special::New)
        {
            return Err(too_many(
                vm,
                "object()",
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if vm.special(class, Special::Init) == special_of_object(vm, Special::Init) {
            let text = format!("{}() takes no arguments", vm.class_name(class));
            return Err(too_many(vm, "object()", &text));
        }
    }
    if class.has(flags::ABSTRACT) {
        return Err(abstract_class(vm, class));
    }
    if class.native() != T::Object {
        // a builtin layout whose type has no `__new__` of its own
        let name = vm.class_name(class);
        return Err(vm.type_error(format_args!("cannot create '{name}' instances")));
    }
    Ok(vm.new_instance(class).value())
}

#[cold]
fn abstract_class(vm: &mut Vm, class: Class) -> Raised {
    let name = vm.class_name(class);
    let key = vm.names.__abstractmethods__;
    let Some(methods) = class.dict().get_str(key) else {
        return vm.type_error(format_args!("Can't instantiate abstract class {name}"));
    };
    let mut texts = Vec::new();
    let list = match vm.list_from(methods) {
        Ok(list) => list,
        Err(raised) => return raised,
    };
    for i in 0..list.len() {
        let Some(method) = list.get(i).and_then(|m| vm.as_str(m)) else {
            continue;
        };
        texts.push(method.to_text());
    }
    texts.sort();
    let s = if texts.len() == 1 { "" } else { "s" };
    let texts = texts.join("', '");
    vm.type_error(format_args!("Can't instantiate abstract class {name} without an implementation for abstract method{s} '{texts}'"))
}

/// Raises TypeError for arguments that `what` does not take; 3.6 has fewer words than `text` for it.
#[cold]
fn too_many(vm: &mut Vm, what: &str, text: &str) -> Raised {
    if vm.dialect() < Version::V37 {
        return vm.type_error(format_args!("{what} takes no parameters"));
    }
    vm.type_error(text)
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    if args.values.len() <= 1 {
        return Ok(());
    }
    let class = vm.type_of(args.first());
    if vm.special(class, Special::Init) != special_of_object(vm, Special::Init) {
        return Err(too_many(
            vm,
            "object.__init__()",
            "object.__init__() takes exactly one argument (the instance to initialize)",
        ));
    }
    if vm.special(class, Special::New).map(|f| vm.static_of(f))
        == special_of_object(vm, Special::New)
    {
        let text = format!(
            "{}.__init__() takes exactly one argument (the instance to initialize)",
            vm.class_name(class)
        );
        return Err(too_many(vm, "object.__init__()", &text));
    }
    Ok(())
}

fn repr(vm: &mut Vm, this: Value) -> PyResult<String> {
    let class = vm.type_of(this);
    let name = vm.display_class_name(class)?;
    Ok(format!("<{name} object at {:#x}>", this.0))
}

fn str(vm: &mut Vm, this: Value) -> PyResult<Str> {
    vm.repr(this)
}

fn hash(_: &mut Vm, this: Value) -> i64 {
    Vm::identity_hash(this)
}

fn eq(_: &mut Vm, this: Value, value: Value) -> Value {
    if this == value {
        Value::TRUE
    } else {
        Value::NOT_IMPLEMENTED
    }
}

fn ne(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    let Some(f) = vm.special_of(this, Special::Eq) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let r = vm.call_method(f, this, &[value])?;
    if r == Value::NOT_IMPLEMENTED {
        Ok(r)
    } else {
        Ok(Value::from_bool(!vm.truth(r)?))
    }
}

fn incomparable(_: &mut Vm, this: Value, value: Value) -> Value {
    let _ = (this, value);
    Value::NOT_IMPLEMENTED
}

/// The name of an attribute given by a program.
pub(super) fn attribute_name(vm: &mut Vm, name: Value) -> PyResult<Str> {
    match vm.as_str(name) {
        Some(s) => Ok(vm.intern_str(s)),
        None => {
            let t = vm.type_name(name);
            Err(vm.type_error(format_args!("attribute name must be string, not '{t}'")))
        }
    }
}

fn getattribute(vm: &mut Vm, this: Value, name: Value) -> PyResult {
    let name = attribute_name(vm, name)?;
    let found = if Class::from_value(this).is_some() {
        vm.get_attr_generic(this, name)?
    } else {
        vm.get_attr_plain(this, name)?
    };
    match found {
        Some(v) => Ok(v),
        None => Err(vm.no_attribute(this, name)),
    }
}

fn setattr(vm: &mut Vm, this: Value, name: Value, value: Value) -> PyResult<()> {
    let name = attribute_name(vm, name)?;
    check_layout(vm, this, "__setattr__")?;
    vm.set_attr_plain(this, name, value)
}

fn delattr(vm: &mut Vm, this: Value, name: Value) -> PyResult<()> {
    let name = attribute_name(vm, name)?;
    check_layout(vm, this, "__delattr__")?;
    vm.set_attr_plain(this, name, Value::EMPTY)
}

/// `object.__setattr__` is not for classes, whose own method keeps what the VM remembers about them right.
fn check_layout(vm: &mut Vm, this: Value, method: &str) -> PyResult<()> {
    if Class::from_value(this).is_none() {
        return Ok(());
    }
    let t = vm.type_name(this);
    Err(vm.type_error(format_args!("can't apply this {method} to {t} object")))
}

fn dir(vm: &mut Vm, this: Value) -> PyResult<List> {
    let all = vm.new_dict();
    let name = vm.names.__dict__;
    if let Some(own) = vm.get_attr_opt(this, name)?.and_then(|d| vm.as_dict(d)) {
        vm.dict_update_dict(all, own)?;
    }
    let name = vm.names.__class__;
    if let Some(class) = vm.get_attr_opt(this, name)? {
        merge_class_names(vm, all, class)?;
    }
    vm.list_from(all.value())
}

/// Adds the names in a class and the classes above it (Objects/typeobject.c:merge_class_dict).
pub(super) fn merge_class_names(vm: &mut Vm, all: Dict, class: Value) -> PyResult<()> {
    vm.check_native_stack()?;
    if let Some(c) = Class::from_value(class) {
        for c in c.mro_items().iter().filter_map(|&c| Class::from_value(c)) {
            vm.dict_update_dict(all, c.dict())?;
        }
        return Ok(());
    }
    let name = vm.names.__dict__;
    if let Some(own) = vm.get_attr_opt(class, name)?.and_then(|d| vm.as_dict(d)) {
        vm.dict_update_dict(all, own)?;
    }
    let name = vm.names.__bases__;
    if let Some(bases) = vm.get_attr_opt(class, name)?.and_then(|b| vm.as_tuple(b)) {
        for &b in bases.items() {
            merge_class_names(vm, all, b)?;
        }
    }
    Ok(())
}

fn format(vm: &mut Vm, this: Value, format_spec: Str) -> PyResult<Str> {
    if !format_spec.is_empty() {
        let t = vm.type_name(this);
        return Err(vm.type_error(format_args!(
            "unsupported format string passed to {t}.__format__"
        )));
    }
    vm.str(this)
}

fn sizeof(vm: &mut Vm, this: Value) -> PyResult<i64> {
    let class = vm.type_of(this);
    let (basic, item) = super::type_object::sizes(class);
    let items = if item != 0 {
        vm.len(this).unwrap_or(0) as i64
    } else {
        0
    };
    vm.take_pending();
    Ok(basic + item * items)
}

fn init_subclass(_: &mut Vm, cls: Class) {
    let _ = cls;
}

fn subclasshook(_: &mut Vm, args: &Args<'_>) -> Value {
    let _ = args;
    Value::NOT_IMPLEMENTED
}

fn get_class(vm: &mut Vm, this: Value) -> Class {
    vm.type_of(this)
}

fn set_class(vm: &mut Vm, this: Value, to: Value) -> PyResult<()> {
    vm.set_class_of(this, to)
}

// ---- copying and pickling

fn reduce(vm: &mut Vm, this: Value) -> PyResult {
    reduce_by_protocol(vm, this, 0)
}

fn reduce_ex(vm: &mut Vm, this: Value, protocol: i32) -> PyResult {
    let class = vm.type_of(this);
    let name = vm.names.__reduce__;
    let (object, own) = (vm.class(T::Object), vm.lookup(class, name));
    if own.is_some() && own != vm.lookup(object, name) {
        return vm.call_named(this, name, &[]);
    }
    reduce_by_protocol(vm, this, protocol)
}

fn reduce_by_protocol(vm: &mut Vm, this: Value, protocol: i32) -> PyResult {
    if protocol >= 2 {
        return reduce_newobj(vm, this);
    }
    let copyreg = vm.import_module("copyreg")?;
    let protocol = vm.new_int(i64::from(protocol));
    vm.call_method_str(copyreg, "_reduce_ex", &[this, protocol])
}

/// Arguments of `__new__` for a copy: positional and named ones (Objects/typeobject.c:_PyObject_GetNewArguments).
fn new_arguments(vm: &mut Vm, this: Value) -> PyResult<Option<(Tuple, Option<Dict>)>> {
    let name = vm.intern("__getnewargs_ex__")?;
    if let Some(f) = lookup_method(vm, this, name)? {
        let r = vm.call_positional(f, &[])?;
        let Some(pair) = vm.as_tuple(r) else {
            let t = vm.type_name(r);
            return Err(vm.type_error(format_args!(
                "__getnewargs_ex__ should return a tuple, not '{t}'"
            )));
        };
        let [args, named] = pair.items() else {
            let n = pair.len();
            return Err(vm.value_error(format_args!(
                "__getnewargs_ex__ should return a tuple of length 2, not {n}"
            )));
        };
        let Some(args) = vm.as_tuple(*args) else {
            let t = vm.type_name(*args);
            return Err(vm.type_error(format_args!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{t}'"
            )));
        };
        let Some(named) = vm.as_dict(*named) else {
            let t = vm.type_name(*named);
            return Err(vm.type_error(format_args!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{t}'"
            )));
        };
        return Ok(Some((args, Some(named))));
    }
    let name = vm.intern("__getnewargs__")?;
    let Some(f) = lookup_method(vm, this, name)? else {
        return Ok(None);
    };
    let r = vm.call_positional(f, &[])?;
    match vm.as_tuple(r) {
        Some(args) => Ok(Some((args, None))),
        None => {
            let t = vm.type_name(r);
            Err(vm.type_error(format_args!(
                "__getnewargs__ should return a tuple, not '{t}'"
            )))
        }
    }
}

/// A method of the type of `v`, bound.
fn lookup_method(vm: &mut Vm, v: Value, name: Str) -> PyResult<Option<Value>> {
    let class = vm.type_of(v);
    match vm.lookup(class, name) {
        Some(f) => vm.bind(f, v, class).map(Some),
        None => Ok(None),
    }
}

fn reduce_newobj(vm: &mut Vm, this: Value) -> PyResult {
    let class = vm.type_of(this);
    if vm.special(class, Special::New).is_none()
        || class.has(flags::NO_NEW)
        || has_no_new(vm, class)
    {
        return Err(cannot_pickle(vm, class));
    }
    let arguments = new_arguments(vm, this)?;
    let copyreg = vm.import_module("copyreg")?;
    let (make, args) = match arguments {
        Some((args, Some(named))) if !named.is_empty() => {
            let make = vm.get_attr_str(copyreg, "__newobj_ex__")?;
            (
                make,
                vm.new_tuple(&[class.value(), args.value(), named.value()])?,
            )
        }
        _ => {
            let make = vm.get_attr_str(copyreg, "__newobj__")?;
            let mut all = vm.hold(&[class.value()])?;
            for &v in arguments.map_or(&[][..], |(args, _)| args.items()) {
                all.push(&mut vm.heap, v).or_memory_error(vm)?;
            }
            (make, vm.new_tuple(&all)?)
        }
    };
    let (list, dict) = (vm.as_list(this), vm.as_dict(this));
    let required = arguments.is_none() && list.is_none() && dict.is_none();
    let state = getstate_of(vm, this, required)?;
    let items = match list {
        Some(_) => vm.iter(this)?,
        None => Value::NONE,
    };
    let pairs = match dict {
        Some(_) => {
            let items = vm.call_method_str(this, "items", &[])?;
            vm.iter(items)?
        }
        None => Value::NONE,
    };
    vm.new_tuple(&[make, args.value(), state, items, pairs])
        .map(Tuple::value)
}

/// A builtin layout that nothing can make: its type has no `__new__` but `object`'s.
fn has_no_new(vm: &mut Vm, class: Class) -> bool {
    let layout = vm.class(class.native());
    layout.native() != T::Object
        && vm.special(layout, Special::New) == special_of_object(vm, Special::New)
}

#[cold]
fn cannot_pickle(vm: &mut Vm, class: Class) -> Raised {
    let name = vm.class_name(class);
    vm.type_error(format_args!("cannot pickle '{name}' object"))
}

/// What `__getstate__` gives.
fn getstate_of(vm: &mut Vm, this: Value, required: bool) -> PyResult {
    let name = vm.names.__getstate__;
    let (class, object) = (vm.type_of(this), vm.class(T::Object));
    if vm.lookup(class, name) == vm.lookup(object, name) {
        return default_state(vm, this, required);
    }
    vm.call_named(this, name, &[])
}

fn getstate(vm: &mut Vm, this: Value) -> PyResult {
    default_state(vm, this, false)
}

/// The attributes of an object: its dict, or with slots a pair of dicts (Objects/typeobject.c:object_getstate_default).
fn default_state(vm: &mut Vm, this: Value, required: bool) -> PyResult {
    let class = vm.type_of(this);
    if required && needs_more_than_attributes(class) {
        return Err(cannot_pickle(vm, class));
    }
    let dict = attribute_dict(vm, this)?;
    let slots = slot_values(vm, this, class)?;
    match slots {
        Some(slots) if !slots.is_empty() => vm.new_tuple(&[dict, slots.value()]).map(Tuple::value),
        _ => Ok(dict),
    }
}

/// The attributes of an object; None when there are none.
fn attribute_dict(vm: &mut Vm, this: Value) -> PyResult {
    let dict = match Instance::from_value(this) {
        Some(o) if vm.type_of(this).has(flags::DICT) => match o.dict(&vm.shapes) {
            Some(d) => Some(d),
            None => Some(o.attributes(&mut vm.heap, &vm.shapes).or_memory_error(vm)?),
        },
        Some(_) => None,
        None => {
            let name = vm.names.__dict__;
            vm.get_attr_opt(this, name)?.and_then(|d| vm.as_dict(d))
        }
    };
    Ok(dict
        .filter(|d| !d.is_empty())
        .map_or(Value::NONE, Dict::value))
}

/// Is there state that neither attributes nor arguments of `__new__` hold?
fn needs_more_than_attributes(class: Class) -> bool {
    !matches!(class.native(), T::Object | T::List | T::Dict)
        && class.native().flags() & crate::object::types::SLOTTED == 0
}

fn slot_values(vm: &mut Vm, this: Value, class: Class) -> PyResult<Option<Dict>> {
    if class.fixed() == u16::from(class.has(flags::PAYLOAD)) {
        return Ok(None);
    }
    let copyreg = vm.import_module("copyreg")?;
    let names = vm.call_method_str(copyreg, "_slotnames", &[class.value()])?;
    if names.is_none() {
        return Ok(None);
    }
    let names = vm.list_from(names)?;
    let dict = vm.new_dict();
    for i in 0..names.len() {
        let Some(name) = names.get(i).and_then(|n| vm.as_str(n)) else {
            continue;
        };
        let name = vm.intern_str(name);
        if let Some(v) = vm.get_attr_opt(this, name)? {
            vm.dict_set(dict, name.value(), v)?;
        }
    }
    Ok(Some(dict))
}

impl Vm {
    /// The module `name` (without dots), imported if it is not there yet.
    pub fn import_module(&mut self, name: &str) -> PyResult {
        let name = self.intern(name)?;
        if let Some(m) = self.modules.get_str(name).filter(|m| !m.is_none()) {
            return Ok(m);
        }
        (self.hooks.import)(self, name, Value::NONE, Value::NONE, 0)
    }

    /// `module.qualname` as the `repr` of objects shows it: without `builtins`.
    pub fn display_class_name(&mut self, class: Class) -> PyResult<String> {
        let qualname = Str::from_value(class.qualname()).map_or_else(String::new, Str::to_text);
        let module = self.class_module(class)?.and_then(|m| self.as_str(m));
        Ok(match module {
            Some(m) if m.is("builtins") => qualname,
            Some(m) => format!("{}.{qualname}", m.to_text()),
            None => self.plain_class_name(class),
        })
    }

    /// `class.__module__`; `None` when there is none.
    pub fn class_module(&mut self, class: Class) -> PyResult<Option<Value>> {
        if let Some(t) = self.builtin_of(class) {
            return self.intern(t.module()).map(|s| Some(s.value()));
        }
        let name = self.names.__module__;
        self.dict_get_str(class.dict(), name)
    }
}
