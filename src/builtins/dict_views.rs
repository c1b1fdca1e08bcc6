//! Views and iterators of dicts.

use std::cell::Cell;

use crate::native_attributes;
use crate::native_functions;
use crate::object::{Dict, Obj, Set, T, Tuple, Value};
use crate::runtime::compare::Cmp;
use crate::runtime::iter::{DictIter, DictPart, DictView};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::text::CharBuf;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[
    &KEYS,
    &VALUES,
    &ITEMS,
    &KEY_ITERATOR,
    &VALUE_ITERATOR,
    &ITEM_ITERATOR,
    &REVERSE_KEY_ITERATOR,
    &REVERSE_VALUE_ITERATOR,
    &REVERSE_ITEM_ITERATOR,
];

static KEYS: TypeDef = TypeDef {
    methods: SET_LIKE,
    getset: ATTRIBUTES,
    ..TypeDef::new(T::DictKeys, "")
};
static ITEMS: TypeDef = TypeDef {
    methods: SET_LIKE,
    getset: ATTRIBUTES,
    ..TypeDef::new(T::DictItems, "")
};
static VALUES: TypeDef = TypeDef {
    methods: VALUES_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(T::DictValues, "")
};

const fn iterator(t: T) -> TypeDef {
    TypeDef {
        methods: ITERATOR_METHODS,
        next: Some(next),
        ..TypeDef::new(t, "")
    }
}

static KEY_ITERATOR: TypeDef = iterator(T::DictKeyIterator);
static VALUE_ITERATOR: TypeDef = iterator(T::DictValueIterator);
static ITEM_ITERATOR: TypeDef = iterator(T::DictItemIterator);
static REVERSE_KEY_ITERATOR: TypeDef = iterator(T::DictReverseKeyIterator);
static REVERSE_VALUE_ITERATOR: TypeDef = iterator(T::DictReverseValueIterator);
static REVERSE_ITEM_ITERATOR: TypeDef = iterator(T::DictReverseItemIterator);

native_functions! { VALUES_METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return len(self).
    "__len__" as len(this);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return a reverse iterator over the dict values.
    "__reversed__" as reversed(this);
]}

native_functions! { SET_LIKE = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return len(self).
    "__len__" as len(this);
    /// Return bool(key in self).
    "__contains__" as contains(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return a reverse iterator over the dict keys.
    "__reversed__" as reversed(this);
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
    "__rand__" as and(this, value);
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
    /// Return True if the view and the given iterable have a null intersection.
    isdisjoint(this, other);
]}

native_attributes! { ATTRIBUTES = [
    /// dictionary that this view refers to
    mapping => mapping;
]}

native_functions! { ITERATOR_METHODS = [
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__" as length_hint(this);
    /// Return state information for pickling.
    "__reduce__" as reduce(this);
]}

fn mapping(vm: &mut Vm, this: Obj<DictView>) -> PyResult {
    let proxy = vm.class(T::MappingProxy).value();
    vm.call_positional(proxy, &[this.owner.get()])
}

fn dict_of(vm: &mut Vm, view: Obj<DictView>) -> PyResult<Dict> {
    match vm.as_dict(view.owner.get()) {
        Some(d) => Ok(d),
        None => Err(vm.expected("dict", view.owner.get())),
    }
}

fn repr(vm: &mut Vm, this: Obj<DictView>) -> PyResult {
    let text = vm.guard_repr(this.value(), |vm| {
        let items = vm.collect(this.value())?;
        let mut out = CharBuf::new();
        out.push_str(match this.part {
            DictPart::Keys => "dict_keys([",
            DictPart::Values => "dict_values([",
            DictPart::Items => "dict_items([",
        });
        vm.repr_items(&mut out, &items)?;
        out.push_str("])");
        Ok(out)
    })?;
    match text {
        Some(text) => vm.new_text(text.as_chars()).map(Into::into),
        None => vm.intern("...").map(Into::into),
    }
}

fn len(vm: &mut Vm, this: Obj<DictView>) -> PyResult<usize> {
    Ok(dict_of(vm, this)?.len())
}

fn contains(vm: &mut Vm, this: Obj<DictView>, key: Value) -> PyResult<bool> {
    let d = dict_of(vm, this)?;
    if this.part == DictPart::Keys {
        return vm.contains(d.value(), key);
    }
    let Some(&[key, value]) = vm.as_tuple(key).map(Tuple::items) else {
        return Ok(false);
    };
    match vm.dict_get(d, key)? {
        Some(found) => vm.eq(found, value),
        None => Ok(false),
    }
}

fn iter(vm: &mut Vm, this: Obj<DictView>) -> PyResult {
    let d = dict_of(vm, this)?;
    vm.dict_iter(d, this.part, false)
}

fn reversed(vm: &mut Vm, this: Obj<DictView>) -> PyResult {
    let d = dict_of(vm, this)?;
    vm.dict_iter(d, this.part, true)
}

// ---- comparison

/// A view that is like a set: of keys or of items.
fn set_like(v: Value) -> Option<Obj<DictView>> {
    Obj::<DictView>::from_value(v).filter(|view| view.part != DictPart::Values)
}

/// Is every item of `a` in `b`?
fn all_in(vm: &mut Vm, a: Value, b: Value) -> PyResult<bool> {
    let it = vm.iter(a)?;
    while let Some(v) = vm.next(it)? {
        if !vm.contains(b, v)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &mut Vm, op: Cmp, this: Obj<DictView>, other: Value) -> PyResult {
    if vm.as_set(other).is_none() && set_like(other).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let this = this.value();
    let (n, m) = (vm.len(this)?, vm.len(other)?);
    let holds = match op {
        Cmp::Eq => n == m && all_in(vm, this, other)?,
        Cmp::Ne => !(n == m && all_in(vm, this, other)?),
        Cmp::Lt => n < m && all_in(vm, this, other)?,
        Cmp::Le => n <= m && all_in(vm, this, other)?,
        Cmp::Gt => n > m && all_in(vm, other, this)?,
        Cmp::Ge => n >= m && all_in(vm, other, this)?,
    };
    Ok(Value::from_bool(holds))
}

fn eq(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult {
    compare(vm, Cmp::Eq, this, value)
}

fn ne(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult {
    compare(vm, Cmp::Ne, this, value)
}

fn lt(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult {
    compare(vm, Cmp::Lt, this, value)
}

fn le(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult {
    compare(vm, Cmp::Le, this, value)
}

fn gt(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult {
    compare(vm, Cmp::Gt, this, value)
}

fn ge(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult {
    compare(vm, Cmp::Ge, this, value)
}

// ---- operations of sets, whose results are sets; the other operand may be any iterable

/// A set of what the view shows; that of keys is made from the dict at once, as CPython does.
fn to_set(vm: &mut Vm, view: Obj<DictView>) -> PyResult<Set> {
    if view.part == DictPart::Keys {
        let d = dict_of(vm, view)?;
        return vm.set_from(T::Set, d.value());
    }
    vm.set_from(T::Set, view.value())
}

/// A set of either operand of a binary operation.
fn operand(vm: &mut Vm, v: Value) -> PyResult<Set> {
    match set_like(v) {
        Some(view) => to_set(vm, view),
        None => vm.set_from(T::Set, v),
    }
}

fn and(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult {
    // As _PyDictView_Intersect: a larger set or view is searched for the items of the smaller operand.
    let n = vm.len(this.value())?;
    if let Some(s) = Set::from_value(value).filter(|s| !s.is_frozen())
        && n <= s.len()
    {
        return vm.set_intersection(s, this.value()).map(Set::value);
    }
    let (mut searched, mut other) = (this, value);
    if let Some(view) = set_like(value)
        && vm.len(value)? > n
    {
        (searched, other) = (view, this.value());
    }
    let result = vm.new_set(T::Set)?;
    let it = vm.iter(other)?;
    while let Some(v) = vm.next(it)? {
        if contains(vm, searched, v)? {
            vm.set_add(result, v)?;
        }
    }
    Ok(result.value())
}

fn or(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult<Set> {
    let result = to_set(vm, this)?;
    vm.set_update(result, value)?;
    Ok(result)
}

fn ror(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult<Set> {
    let result = operand(vm, value)?;
    vm.set_update(result, this.value())?;
    Ok(result)
}

fn sub(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult<Set> {
    let result = to_set(vm, this)?;
    vm.set_difference_update(result, value)?;
    Ok(result)
}

fn rsub(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult<Set> {
    let result = operand(vm, value)?;
    vm.set_difference_update(result, this.value())?;
    Ok(result)
}

fn xor(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult<Set> {
    if this.part == DictPart::Items
        && let Some(other) =
            Obj::<DictView>::from_value(value).filter(|o| o.part == DictPart::Items)
    {
        return xor_items(vm, this, other);
    }
    let result = to_set(vm, this)?;
    vm.set_symmetric_update(result, value)?;
    Ok(result)
}

fn rxor(vm: &mut Vm, this: Obj<DictView>, value: Value) -> PyResult<Set> {
    let result = operand(vm, value)?;
    vm.set_symmetric_update(result, this.value())?;
    Ok(result)
}

/// The symmetric difference of two item views: first what only the second has or has otherwise, then what only the first has
/// (Objects/dictobject.c:dictitems_xor).
fn xor_items(vm: &mut Vm, a: Obj<DictView>, b: Obj<DictView>) -> PyResult<Set> {
    let (mut d1, mut d2) = (dict_of(vm, a)?, dict_of(vm, b)?);
    if d1.len() > d2.len() {
        std::mem::swap(&mut d1, &mut d2);
    }
    let rest = vm.dict_copy(d1)?;
    let result = vm.new_set(T::Set)?;
    let mut at = 0;
    while let Some(e) = d2.next_entry(&mut at) {
        let mine = vm.dict_get_hashed(d1, e.key, e.hash)?;
        if let Some(mine) = mine
            && vm.eq(mine, e.value)?
        {
            if let Some(i) = vm.dict_find(rest, e.key, e.hash)? {
                rest.remove(&mut vm.heap, i).or_memory_error(vm)?;
            }
            continue;
        }
        let pair = vm.new_tuple(&[e.key, e.value])?;
        vm.set_add(result, pair.value())?;
    }
    let mut at = 0;
    while let Some(e) = rest.next_entry(&mut at) {
        let pair = vm.new_tuple(&[e.key, e.value])?;
        vm.set_add(result, pair.value())?;
    }
    Ok(result)
}

fn isdisjoint(vm: &mut Vm, this: Obj<DictView>, other: Value) -> PyResult<bool> {
    let (mut searched, mut walked) = (this.value(), other);
    if other == searched {
        return Ok(vm.len(searched)? == 0);
    }
    if (Set::from_value(other).is_some() || set_like(other).is_some())
        && vm.len(other)? > vm.len(searched)?
    {
        std::mem::swap(&mut searched, &mut walked);
    }
    let it = vm.iter(walked)?;
    while let Some(v) = vm.next(it)? {
        if vm.contains(searched, v)? {
            return Ok(false);
        }
    }
    Ok(true)
}

// ---- iterators

fn next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    match Obj::<DictIter>::from_value(it) {
        Some(it) => vm.dict_next(it),
        None => Ok(None),
    }
}

fn length_hint(_vm: &mut Vm, this: Obj<DictIter>) -> usize {
    match Dict::from_value(this.dict.get()) {
        Some(d) if d.len() == this.len.get() => d.len().saturating_sub(this.given.get()),
        _ => 0,
    }
}

fn reduce(vm: &mut Vm, this: Obj<DictIter>) -> PyResult {
    // what is left, without moving the iterator
    let copy = DictIter {
        dict: Cell::new(this.dict.get()),
        at: Cell::new(this.at.get()),
        len: Cell::new(this.len.get()),
        given: Cell::new(this.given.get()),
        part: this.part,
        reverse: this.reverse,
    };
    let copy = Obj::new(&mut vm.heap, copy).or_memory_error(vm)?;
    let list = vm.list_from(copy.value())?;
    vm.reduce_to_iter(list.value(), None)
}
