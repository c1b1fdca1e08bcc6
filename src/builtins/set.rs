//! `set` and `frozenset`. What the operations do is in `runtime/set_ops.rs`.

use crate::native_functions;
use crate::object::{Set, T, Tuple, Value};
use crate::runtime::compare::methods::{eq, ge, gt, le, lt, ne};
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, PyResult, Vm};
use crate::text::CharBuf;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&SET, &FROZEN_SET];

static SET: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: SET_METHODS,
    ..TypeDef::new(T::Set, "Build an unordered collection of unique elements.")
};

static FROZEN_SET: TypeDef = TypeDef {
    new: Some(&NEW[1]),
    methods: FROZEN_METHODS,
    ..TypeDef::new(T::FrozenSet, "Build an immutable unordered collection of unique elements.")
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_set(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_frozen_set(*);
]}

native_functions! { SET_METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return len(self).
    "__len__" as len(this);
    /// x.__contains__(y) <==> y in x.
    "__contains__" as contains(this, object);
    /// Implement iter(self).
    "__iter__" as iter(this);
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
    /// Return self&value.
    "__and__" as and(this, value);
    /// Return value&self.
    "__rand__" as rand(this, value);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return self-value.
    "__sub__" as sub(this, value);
    /// Return value-self.
    "__rsub__" as rsub(this, value);
    /// Return self^value.
    "__xor__" as xor(this, value);
    /// Return value^self.
    "__rxor__" as rxor(this, value);
    /// Return self&=value.
    "__iand__" as iand(this, value);
    /// Return self|=value.
    "__ior__" as ior(this, value);
    /// Return self-=value.
    "__isub__" as isub(this, value);
    /// Return self^=value.
    "__ixor__" as ixor(this, value);
    /// Return state information for pickling.
    "__reduce__" as reduce(this);
    /// S.__sizeof__() -> size of S in memory, in bytes.
    "__sizeof__" as size_of_set(this);
    /// Add an element to a set.
    ///
    /// This has no effect if the element is already present.
    add(this, object);
    /// Remove all elements from this set.
    clear(this);
    /// Return a shallow copy of a set.
    copy(this);
    /// Return a new set with elements in the set that are not in the others.
    difference(*);
    /// Update the set, removing elements found in others.
    difference_update(*);
    /// Remove an element from a set if it is a member.
    ///
    /// Unlike set.remove(), the discard() method does not raise
    /// an exception when an element is missing from the set.
    discard(this, object);
    /// Return a new set with elements common to the set and all others.
    intersection(*);
    /// Update the set, keeping only elements found in it and all others.
    intersection_update(*);
    /// Return True if two sets have a null intersection.
    isdisjoint(this, other);
    /// Report whether another set contains this set.
    issubset(this, other);
    /// Report whether this set contains another set.
    issuperset(this, other);
    /// Remove and return an arbitrary set element.
    ///
    /// Raises KeyError if the set is empty.
    pop(this);
    /// Remove an element from a set; it must be a member.
    ///
    /// If the element is not a member, raise a KeyError.
    remove(this, object);
    /// Return a new set with elements in either the set or other but not both.
    symmetric_difference(this, other);
    /// Update the set, keeping only elements found in either set, but not in both.
    symmetric_difference_update(this, other);
    /// Return a new set with elements from the set and all others.
    union(*);
    /// Update the set, adding elements from all others.
    update(*);
]}

native_functions! { FROZEN_METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return len(self).
    "__len__" as len(this);
    /// x.__contains__(y) <==> y in x.
    "__contains__" as contains(this, object);
    /// Implement iter(self).
    "__iter__" as iter(this);
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
    /// Return self&value.
    "__and__" as and(this, value);
    /// Return value&self.
    "__rand__" as rand(this, value);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return self-value.
    "__sub__" as sub(this, value);
    /// Return value-self.
    "__rsub__" as rsub(this, value);
    /// Return self^value.
    "__xor__" as xor(this, value);
    /// Return value^self.
    "__rxor__" as rxor(this, value);
    /// Return state information for pickling.
    "__reduce__" as reduce(this);
    /// S.__sizeof__() -> size of S in memory, in bytes.
    "__sizeof__" as size_of_set(this);
    /// Return a shallow copy of a set.
    "copy" as copy_frozen(this);
    /// Return a new set with elements in the set that are not in the others.
    difference(*);
    /// Return a new set with elements common to the set and all others.
    intersection(*);
    /// Return True if two sets have a null intersection.
    isdisjoint(this, other);
    /// Report whether another set contains this set.
    issubset(this, other);
    /// Report whether this set contains another set.
    issuperset(this, other);
    /// Return a new set with elements in either the set or other but not both.
    symmetric_difference(this, other);
    /// Return a new set with elements from the set and all others.
    union(*);
]}

fn new_set(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let set = vm.new_set(T::Set)?;
    Ok(vm.wrap_payload(class, T::Set, set.value()))
}

fn new_frozen_set(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let set = match vm.iterable_argument(args, T::FrozenSet)? {
        Some(v) => match Set::from_value(v).filter(|s| s.is_frozen() && class == vm.class(T::FrozenSet)) {
            Some(same) => same,
            None => vm.set_from(T::FrozenSet, v)?,
        },
        None => vm.new_set(T::FrozenSet)?,
    };
    Ok(vm.wrap_payload(class, T::FrozenSet, set.value()))
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let this = args.first();
    let iterable = vm.iterable_argument(args, T::Set)?;
    let Some(set) = vm.as_set(this) else { return Err(vm.expected("set", this)) };
    if !set.is_pristine() {
        set.clear();
    }
    match iterable {
        Some(iterable) => vm.set_update(set, iterable),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult {
    let Some(set) = vm.as_set(this) else { return Err(vm.expected("set", this)) };
    let name = vm.type_name(this);
    if set.is_empty() {
        return vm.new_str(&format!("{name}()")).map(Into::into);
    }
    let text = vm.guard_repr(this, |vm| {
        let keys = vm.list_from(set.value())?;
        let keys = vm.collect(keys.value())?;
        let mut out = CharBuf::new();
        let bare = vm.is_exact(this, T::Set);
        if !bare {
            out.push_str(&name);
            out.push_str("(");
        }
        out.push_str("{");
        vm.repr_items(&mut out, &keys)?;
        out.push_str(if bare { "}" } else { "})" });
        Ok(out)
    })?;
    match text {
        Some(text) => vm.new_text(text.as_chars()).map(Into::into),
        None => vm.new_str(&format!("{name}(...)")).map(Into::into),
    }
}

fn hash(vm: &mut Vm, this: Set) -> i64 {
    vm.hash_set(this)
}

fn len(_vm: &mut Vm, this: Set) -> usize {
    this.len()
}

fn contains(vm: &mut Vm, this: Set, object: Value) -> PyResult<bool> {
    vm.set_contains_unfrozen(this, object)
}

fn iter(vm: &mut Vm, this: Set) -> PyResult {
    vm.iter(this.value())
}

// ---- operators: both operands must be sets

/// Runs an operation on two sets; NotImplemented when the second operand is none.
fn with_set<R: Into<Value>>(vm: &mut Vm, value: Value, body: impl FnOnce(&mut Vm, Set) -> PyResult<R>) -> PyResult {
    match vm.as_set(value) {
        Some(other) => body(vm, other).map(Into::into),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn and(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| vm.set_intersection(this, other.value()))
}

fn rand(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| vm.set_intersection(other, this.value()))
}

fn join(vm: &mut Vm, a: Set, b: Set) -> PyResult<Set> {
    let result = vm.set_copy(a)?;
    vm.set_update(result, b.value())?;
    Ok(result)
}

fn or(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| join(vm, this, other))
}

fn ror(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| join(vm, other, this))
}

fn sub(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| vm.set_difference(this, other.value()))
}

fn rsub(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| vm.set_difference(other, this.value()))
}

fn xor(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| vm.set_symmetric_difference(this, other.value()))
}

fn rxor(vm: &mut Vm, this: Set, value: Value) -> PyResult {
    with_set(vm, value, |vm, other| vm.set_symmetric_difference(other, this.value()))
}

/// Runs an operation that changes the set in `this`, whose result is `this` itself.
fn in_place(vm: &mut Vm, this: Value, value: Value, body: impl FnOnce(&mut Vm, Set, Value) -> PyResult<()>) -> PyResult {
    let Some(set) = vm.as_set(this) else { return Err(vm.expected("set", this)) };
    match vm.as_set(value) {
        Some(other) => body(vm, set, other.value()).map(|()| this),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn iand(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    in_place(vm, this, value, |vm, set, other| {
        let common = vm.set_intersection(set, other)?;
        set.swap(common);
        Ok(())
    })
}

fn ior(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    in_place(vm, this, value, Vm::set_update)
}

fn isub(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    in_place(vm, this, value, Vm::set_difference_update)
}

fn ixor(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    in_place(vm, this, value, Vm::set_symmetric_update)
}

fn reduce(vm: &mut Vm, this: Value) -> PyResult {
    let Some(set) = vm.as_set(this) else { return Err(vm.expected("set", this)) };
    let keys = vm.list_from(set.value())?;
    let args = vm.new_tuple(&[keys.value()])?;
    let state = vm.call_method_str(this, "__getstate__", &[])?;
    let class = vm.type_of(this).value();
    vm.new_tuple(&[class, args.value(), state]).map(Tuple::value)
}

fn size_of_set(_vm: &mut Vm, this: Set) -> usize {
    200 + if this.slots() > 8 { 16 * this.slots() } else { 0 }
}

// ---- methods: the others may be any iterables

/// The set that a method with any number of arguments was called on, and the arguments.
fn receiver<'a>(vm: &mut Vm, args: &Args<'a>, name: &str) -> PyResult<(Set, &'a [Value])> {
    let first = args.first();
    let Some(set) = vm.as_set(first) else { return Err(vm.expected("set", first)) };
    if args.named_len() > 0 {
        let class = vm.class(if set.is_frozen() { T::FrozenSet } else { T::Set });
        let class = vm.class_name(class);
        return Err(vm.type_error(format_args!("{class}.{name}() takes no keyword arguments")));
    }
    Ok((set, args.plain().get(1..).unwrap_or(&[])))
}

fn union(vm: &mut Vm, args: &Args<'_>) -> PyResult<Set> {
    let (this, others) = receiver(vm, args, "union")?;
    let result = vm.set_copy(this)?;
    for &other in others {
        if other != this.value() {
            vm.set_update(result, other)?;
        }
    }
    Ok(result)
}

fn update(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (this, others) = receiver(vm, args, "update")?;
    for &other in others {
        vm.set_update(this, other)?;
    }
    Ok(())
}

fn common(vm: &mut Vm, this: Set, others: &[Value]) -> PyResult<Set> {
    if others.is_empty() {
        return vm.set_copy(this);
    }
    let mut result = this;
    for &other in others {
        result = vm.set_intersection(result, other)?;
    }
    Ok(result)
}

fn intersection(vm: &mut Vm, args: &Args<'_>) -> PyResult<Set> {
    let (this, others) = receiver(vm, args, "intersection")?;
    common(vm, this, others)
}

fn intersection_update(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (this, others) = receiver(vm, args, "intersection_update")?;
    let result = common(vm, this, others)?;
    this.swap(result);
    Ok(())
}

fn difference(vm: &mut Vm, args: &Args<'_>) -> PyResult<Set> {
    let (this, others) = receiver(vm, args, "difference")?;
    let Some((&first, rest)) = others.split_first() else { return vm.set_copy(this) };
    let result = vm.set_difference(this, first)?;
    for &other in rest {
        vm.set_difference_update(result, other)?;
    }
    Ok(result)
}

fn difference_update(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let (this, others) = receiver(vm, args, "difference_update")?;
    for &other in others {
        vm.set_difference_update(this, other)?;
    }
    Ok(())
}

fn symmetric_difference(vm: &mut Vm, this: Set, other: Value) -> PyResult<Set> {
    vm.set_symmetric_difference(this, other)
}

fn symmetric_difference_update(vm: &mut Vm, this: Set, other: Value) -> PyResult<()> {
    vm.set_symmetric_update(this, other)
}

fn add(vm: &mut Vm, this: Set, object: Value) -> PyResult<()> {
    vm.set_add(this, object)
}

fn clear(_vm: &mut Vm, this: Set) {
    this.clear();
}

fn copy(vm: &mut Vm, this: Set) -> PyResult<Set> {
    vm.set_copy(this)
}

fn copy_frozen(vm: &mut Vm, this: Value) -> PyResult {
    if Set::from_value(this).is_some() {
        return Ok(this);
    }
    match vm.as_set(this) {
        Some(set) => vm.set_copy(set).map(Into::into),
        None => Err(vm.expected("frozenset", this)),
    }
}

fn discard(vm: &mut Vm, this: Set, object: Value) -> PyResult<()> {
    let hash = vm.hash_search_key(object)?;
    vm.set_discard(this, object, hash).map(|_| ())
}

fn remove(vm: &mut Vm, this: Set, object: Value) -> PyResult<()> {
    let hash = vm.hash_search_key(object)?;
    if vm.set_discard(this, object, hash)? { Ok(()) } else { Err(vm.key_error(object)) }
}

fn pop(vm: &mut Vm, this: Set) -> PyResult {
    match this.pop() {
        Some(key) => Ok(key),
        None => Err(vm.raise_text(T::KeyError, "pop from an empty set")),
    }
}

fn isdisjoint(vm: &mut Vm, this: Set, other: Value) -> PyResult<bool> {
    if let Some(o) = Set::from_value(other) {
        if o == this {
            return Ok(this.is_empty());
        }
        let (small, large) = if o.len() > this.len() { (this, o) } else { (o, this) };
        let mut at = 0;
        while let Some(slot) = small.next_slot(&mut at) {
            if vm.set_find(large, slot.key, slot.hash)?.is_some() {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let it = vm.iter(other)?;
    while let Some(key) = vm.next(it)? {
        let hash = vm.hash_set_element(key)?;
        if vm.set_find(this, key, hash)?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn issubset(vm: &mut Vm, this: Set, other: Value) -> PyResult<bool> {
    match vm.as_set(other) {
        Some(other) => vm.is_subset(this, other),
        None => Ok(vm.set_intersection(this, other)?.len() == this.len()),
    }
}

fn issuperset(vm: &mut Vm, this: Set, other: Value) -> PyResult<bool> {
    if let Some(other) = vm.as_set(other) {
        return vm.is_subset(other, this);
    }
    let it = vm.iter(other)?;
    while let Some(key) = vm.next(it)? {
        if !vm.set_contains_unfrozen(this, key)? {
            return Ok(false);
        }
    }
    Ok(true)
}
