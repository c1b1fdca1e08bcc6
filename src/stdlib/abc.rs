//! `_abc`: what `abc.ABCMeta` does for every abstract base class (Modules/_abc.c).

use std::cell::Cell;

use crate::native_functions;
use crate::object::class::flags;
use crate::object::{Class, Module, Native, Obj, Set, Str, T, Tuple, Value};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::trace_fields;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&DATA];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_abc",
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: FUNCTIONS,
    types: &[],
    init,
};

static DATA: TypeDef = TypeDef::new(T::AbcData, "Internal state held by ABC machinery.");

native_functions! { FUNCTIONS = [
    /// Returns the current ABC cache token.
    get_cache_token();
    /// Internal ABC helper for class set-up. Should be never used outside abc module.
    "_abc_init" as abc_init(cls_);
    /// Internal ABC helper for subclass registration. Should be never used outside abc module.
    "_abc_register" as abc_register(cls_, subclass);
    /// Internal ABC helper for instance checks. Should be never used outside abc module.
    "_abc_instancecheck" as abc_instancecheck(cls_, instance);
    /// Internal ABC helper for subclass checks. Should be never used outside abc module.
    "_abc_subclasscheck" as abc_subclasscheck(cls_, subclass);
    /// Internal ABC helper for cache and registry debugging.
    "_get_dump" as get_dump(cls_);
    /// Internal ABC helper to reset registry of a given class.
    "_reset_registry" as reset_registry(cls_);
    /// Internal ABC helper to reset both caches of a given class.
    "_reset_caches" as reset_caches(cls_);
]}

/// What an abstract base class remembers.
struct AbcData {
    /// Registered classes, a set.
    registry: Cell<Value>,
    /// Classes known to be subclasses, a set.
    cache: Cell<Value>,
    /// Classes known not to be, a set.
    negative: Cell<Value>,
    /// The token for which `negative` is right.
    negative_token: Cell<i64>,
}

impl Native for AbcData {
    const TYPE: T = T::AbcData;
    trace_fields!(registry, cache, negative);
}

const TOKEN: &str = "abc.token";

fn init(_: &mut Vm, _: Module) -> PyResult<()> {
    Ok(())
}

fn token(vm: &mut Vm) -> PyResult<i64> {
    Ok(vm.state_get(TOKEN)?.and_then(Value::as_int).unwrap_or(0))
}

fn get_cache_token(vm: &mut Vm) -> PyResult<i64> {
    token(vm)
}

fn data(vm: &mut Vm, class: Value) -> PyResult<Obj<AbcData>> {
    let found = vm.get_attr_str(class, "_abc_impl")?;
    match Obj::<AbcData>::from_value(found) {
        Some(d) => Ok(d),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn set_of(vm: &mut Vm, cell: &Cell<Value>) -> PyResult<Set> {
    match Set::from_value(cell.get()) {
        Some(s) => Ok(s),
        None => {
            let s = vm.new_set(T::Set)?;
            cell.set(s.value());
            Ok(s)
        }
    }
}

fn add(vm: &mut Vm, cell: &Cell<Value>, v: Value) -> PyResult<()> {
    let s = set_of(vm, cell)?;
    vm.set_add(s, v)
}

fn holds(vm: &mut Vm, cell: &Cell<Value>, v: Value) -> PyResult<bool> {
    match Set::from_value(cell.get()) {
        Some(s) if !s.is_empty() => vm.set_contains(s, v),
        _ => Ok(false),
    }
}

fn abc_init(vm: &mut Vm, cls_: Value) -> PyResult<()> {
    let Some(class) = Class::from_value(cls_) else {
        return Err(vm.expected("type", cls_));
    };
    let abstracts = abstract_methods(vm, class)?;
    let name = vm.names.__abstractmethods__;
    vm.set_attr(cls_, name, abstracts)?;
    let e = || Cell::new(Value::EMPTY);
    let d = AbcData {
        registry: e(),
        cache: e(),
        negative: e(),
        negative_token: Cell::new(token(vm)?),
    };
    let d = Obj::new(&mut vm.heap, d).or_memory_error(vm)?;
    let name = vm.intern("_abc_impl")?;
    vm.set_attr(cls_, name, d.value())?;
    let name = vm.intern("__abc_tpflags__")?;
    if let Some(bits) = class.dict().get_str(name).and_then(Value::as_int) {
        class.add_flag(collection_flags(bits));
        vm.dict_remove_str(class.dict(), name)?;
    }
    Ok(())
}

/// `Py_TPFLAGS_SEQUENCE` and `Py_TPFLAGS_MAPPING` as flags of classes.
fn collection_flags(bits: i64) -> u32 {
    (if bits & 1 << 5 != 0 {
        flags::SEQUENCE
    } else {
        0
    }) | (if bits & 1 << 6 != 0 {
        flags::MAPPING
    } else {
        0
    })
}

/// The names of the methods that are abstract in `class`, a frozenset.
fn abstract_methods(vm: &mut Vm, class: Class) -> PyResult {
    let found = vm.new_set(T::FrozenSet)?;
    let own = class.dict().copy(&mut vm.heap).or_memory_error(vm)?;
    let mut at = 0;
    while let Some(e) = own.next_entry(&mut at) {
        if e.value.is_object() && vm.is_abstract_method(e.value)? {
            vm.set_add(found, e.key)?;
        }
    }
    for &base in Tuple::from_value(class.bases()).map_or(&[][..], Tuple::items) {
        let name = vm.names.__abstractmethods__;
        let Some(inherited) = vm.get_attr_opt(base, name)? else {
            continue;
        };
        let inherited = vm.list_from(inherited)?;
        for i in 0..inherited.len() {
            let Some(name) = inherited.get(i).and_then(Str::from_value) else {
                continue;
            };
            let name = vm.intern_str(name);
            if let Some(v) = vm.get_attr_opt(class.value(), name)?
                && vm.is_abstract_method(v)?
            {
                vm.set_add(found, name.value())?;
            }
        }
    }
    Ok(found.value())
}

fn abc_register(vm: &mut Vm, cls_: Value, subclass: Value) -> PyResult {
    let (Some(class), Some(sub)) = (Class::from_value(cls_), Class::from_value(subclass)) else {
        return Err(vm.type_error("Can only register classes"));
    };
    if vm.is_subclass_of(subclass, cls_)? {
        return Ok(subclass);
    }
    if vm.is_subclass_of(cls_, subclass)? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    let d = data(vm, cls_)?;
    add(vm, &d.registry, subclass)?;
    let now = token(vm)?;
    let next = vm.new_int(now + 1);
    vm.state_set(TOKEN, next)?;
    let bits = class.flags() & (flags::SEQUENCE | flags::MAPPING);
    if bits != 0 {
        add_flags(vm, sub, bits);
    }
    Ok(subclass)
}

/// Registered collections are matched by patterns as what they are, and so are the classes derived from them.
fn add_flags(vm: &mut Vm, class: Class, bits: u32) {
    if class.has(bits) {
        return;
    }
    class.add_flag(bits);
    for sub in vm.subclasses(class) {
        add_flags(vm, sub, bits);
    }
}

fn subclasscheck(vm: &mut Vm, class: Value, sub: Value) -> PyResult<bool> {
    let name = vm.names.__subclasscheck__;
    let r = vm.call_named(class, name, &[sub])?;
    vm.truth(r)
}

fn abc_instancecheck(vm: &mut Vm, cls_: Value, instance: Value) -> PyResult<bool> {
    let d = data(vm, cls_)?;
    let name = vm.names.__class__;
    let claimed = vm.get_attr(instance, name)?;
    if holds(vm, &d.cache, claimed)? {
        return Ok(true);
    }
    let real = vm.type_of(instance).value();
    if real == claimed {
        if d.negative_token.get() == token(vm)? && holds(vm, &d.negative, claimed)? {
            return Ok(false);
        }
        return subclasscheck(vm, cls_, claimed);
    }
    Ok(subclasscheck(vm, cls_, claimed)? || subclasscheck(vm, cls_, real)?)
}

fn abc_subclasscheck(vm: &mut Vm, cls_: Value, subclass: Value) -> PyResult<bool> {
    let Some(sub) = Class::from_value(subclass) else {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    };
    vm.check_native_stack()?;
    let d = data(vm, cls_)?;
    if holds(vm, &d.cache, subclass)? {
        return Ok(true);
    }
    let now = token(vm)?;
    if d.negative_token.get() < now {
        d.negative.set(Value::EMPTY);
        d.negative_token.set(now);
    } else if holds(vm, &d.negative, subclass)? {
        return Ok(false);
    }
    let answer = check_subclass(vm, cls_, sub, d)?;
    add(vm, if answer { &d.cache } else { &d.negative }, subclass)?;
    Ok(answer)
}

fn check_subclass(vm: &mut Vm, class: Value, sub: Class, d: Obj<AbcData>) -> PyResult<bool> {
    let name = vm.names.__subclasshook__;
    match vm.call_named(class, name, &[sub.value()])? {
        Value::TRUE => return Ok(true),
        Value::FALSE => return Ok(false),
        Value::NOT_IMPLEMENTED => {}
        _ => {
            return Err::<bool, Raised>(vm.assertion_error(
                "__subclasshook__ must return either False, True, or NotImplemented",
            ));
        }
    }
    let Some(c) = Class::from_value(class) else {
        return Ok(false);
    };
    if sub.is_subclass(c) {
        return Ok(true);
    }
    if let Some(registry) = Set::from_value(d.registry.get()) {
        let registered = vm.list_from(registry.value())?;
        for i in 0..registered.len() {
            if let Some(r) = registered.get(i)
                && vm.is_subclass_of(sub.value(), r)?
            {
                return Ok(true);
            }
        }
    }
    let below = vm.call_method_str(class, "__subclasses__", &[])?;
    let below = vm.list_from(below)?;
    for i in 0..below.len() {
        if let Some(b) = below.get(i)
            && vm.is_subclass_of(sub.value(), b)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn get_dump(vm: &mut Vm, cls_: Value) -> PyResult<Tuple> {
    let d = data(vm, cls_)?;
    let (registry, cache, negative) = (
        set_of(vm, &d.registry)?,
        set_of(vm, &d.cache)?,
        set_of(vm, &d.negative)?,
    );
    let token = vm.new_int(d.negative_token.get());
    vm.new_tuple(&[registry.value(), cache.value(), negative.value(), token])
}

fn reset_registry(vm: &mut Vm, cls_: Value) -> PyResult<()> {
    let d = data(vm, cls_)?;
    d.registry.set(Value::EMPTY);
    Ok(())
}

fn reset_caches(vm: &mut Vm, cls_: Value) -> PyResult<()> {
    let d = data(vm, cls_)?;
    d.cache.set(Value::EMPTY);
    d.negative.set(Value::EMPTY);
    Ok(())
}
