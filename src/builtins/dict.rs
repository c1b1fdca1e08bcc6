//! `dict`.

use crate::native_functions;
use crate::object::{Class, Dict, GcVec, List, Obj, Set, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::compare::methods::{eq, ge, gt, le, lt, ne};
use crate::runtime::iter::{DictPart, DictView};
use crate::runtime::names::Special;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Raised, Vm};
use crate::text::CharBuf;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&DICT];

static DICT: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    ..TypeDef::new(
        T::Dict,
        "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n\
         \x20   (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n\
         \x20       d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n\
         \x20   in the keyword argument list.  For example:  dict(one=1, two=2)",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { CLASS_METHODS = [
    /// Create a new dictionary with keys from iterable and values set to value.
    fromkeys(cls, iterable, value = Value::NONE);
]}

native_functions! { METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return len(self).
    "__len__" as len(this);
    /// Return self[key].
    "__getitem__" as get_item(this, key);
    /// Set self[key] to value.
    "__setitem__" as set_item(this, key, value);
    /// Delete self[key].
    "__delitem__" as del_item(this, key);
    /// True if the dictionary has the specified key, else False.
    "__contains__" as contains(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return a reverse iterator over the dict keys.
    "__reversed__" as reversed(this);
    /// Return self|value.
    "__or__" as or(this, value);
    /// Return value|self.
    "__ror__" as ror(this, value);
    /// Return self|=value.
    "__ior__" as ior(this, value);
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
    /// Return the size of the dict in memory, in bytes.
    "__sizeof__" as size_of_dict(this);
    /// Remove all items from the dict.
    clear(this);
    /// Return a shallow copy of the dict.
    copy(this);
    /// Return the value for key if key is in the dictionary, else default.
    get(this, key, default = Value::NONE);
    /// Return a set-like object providing a view on the dict's items.
    items(this);
    /// Return a set-like object providing a view on the dict's keys.
    keys(this);
    /// D.pop(k[,d]) -> v, remove specified key and return the corresponding value.
    ///
    /// If the key is not found, return the default if given; otherwise,
    /// raise a KeyError.
    pop(this, key, default = Value::EMPTY);
    /// Remove and return a (key, value) pair as a 2-tuple.
    ///
    /// Pairs are returned in LIFO (last-in, first-out) order.
    /// Raises KeyError if the dict is empty.
    popitem(this);
    /// Insert key with a value of default if key is not in the dictionary.
    ///
    /// Return the value for key if key is in the dictionary, else default.
    setdefault(this, key, default = Value::NONE);
    /// D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.
    /// If E is present and has a .keys() method, then does:  for k in E.keys(): D[k] = E[k]
    /// If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v
    /// In either case, this is followed by: for k in F:  D[k] = F[k]
    update(*);
    /// Return an object providing a view on the dict's values.
    values(this);
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let dict = vm.new_dict();
    Ok(vm.wrap_payload(class, T::Dict, dict.value()))
}

fn fromkeys(vm: &mut Vm, cls: Class, iterable: Value, value: Value) -> PyResult {
    let made = if cls == vm.class(T::Dict) {
        vm.new_dict().value()
    } else {
        vm.call_class(cls, &Args::positional(&[]))?
    };
    let Some(d) = Dict::from_value(made) else {
        let it = vm.iter(iterable)?;
        while let Some(key) = vm.next(it)? {
            vm.set_item(made, key, value)?;
        }
        return Ok(made);
    };
    if let Some(s) = Set::from_value(iterable) {
        let mut at = 0;
        while let Some(slot) = s.next_slot(&mut at) {
            vm.dict_set_hashed(d, slot.key, slot.hash, value)?;
        }
        return Ok(made);
    }
    let it = vm.iter(iterable)?;
    while let Some(key) = vm.next(it)? {
        vm.dict_set(d, key, value)?;
    }
    Ok(made)
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    update_by_arguments(vm, args, "dict")
}

fn update(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    update_by_arguments(vm, args, "update")
}

fn update_by_arguments(vm: &mut Vm, args: &Args<'_>, name: &str) -> PyResult<()> {
    let this = args.first();
    let Some(d) = vm.as_dict(this) else {
        return Err(vm.expected("dict", this));
    };
    match *args.plain() {
        [_, source] => vm.dict_update(d, source)?,
        [_] | [] => {}
        ref more => {
            let n = more.len() - 1;
            return Err(vm.type_error(format_args!("{name} expected at most 1 argument, got {n}")));
        }
    }
    for (name, v) in args.named() {
        vm.dict_set(d, name.value(), v)?;
    }
    Ok(())
}

impl Vm {
    /// `d.update(source)`: a mapping, or an iterable of pairs.
    pub fn dict_update(&mut self, d: Dict, source: Value) -> PyResult<()> {
        if let Some(other) = Dict::from_value(source) {
            return self.dict_update_dict(d, other);
        }
        let keys = self.names.keys;
        if self.get_attr_opt(source, keys)?.is_some() {
            return self.dict_update_mapping(d, source);
        }
        self.dict_update_pairs(d, source)
    }

    /// Adds the items of an object that has `keys` (Objects/dictobject.c:dict_merge).
    pub fn dict_update_mapping(&mut self, d: Dict, source: Value) -> PyResult<()> {
        if let Some(other) = self.plain_dict(source) {
            return self.dict_update_dict(d, other);
        }
        let it = self.iter_keys(source)?;
        while let Some(key) = self.next(it)? {
            let v = self.get_item(source, key)?;
            self.dict_set(d, key, v)?;
        }
        Ok(())
    }

    /// An iterator over `source.keys()` (Objects/abstract.c:method_output_as_list).
    pub fn iter_keys(&mut self, source: Value) -> PyResult {
        let name = self.names.keys;
        let keys = self.call_named(source, name, &[])?;
        self.iter(keys).map_err(|raised| {
            if !self.pending_is(T::TypeError) {
                return raised;
            }
            self.take_pending();
            if self.dialect() < Version::V37 {
                return self.type_error("o.keys() are not iterable");
            }
            let owner = self.type_name(source);
            self.wrong_result(source, "keys", "an iterable", keys, |t| {
                format!("{owner}.keys() returned a non-iterable (type {t})")
            })
        })
    }

    /// Adds the pairs of an iterable (Objects/dictobject.c:PyDict_MergeFromSeq2).
    fn dict_update_pairs(&mut self, d: Dict, source: Value) -> PyResult<()> {
        let it = self.iter(source)?;
        let mut n = 0;
        while let Some(item) = self.next(it)? {
            if let Some(&[key, v]) = Tuple::from_value(item).map(Tuple::items) {
                self.dict_set(d, key, v)?;
                n += 1;
                continue;
            }
            let pair = self.update_pair(item, n)?;
            let &[key, v] = pair.as_slice() else {
                let len = pair.len();
                return Err(self.value_error(format_args!(
                    "dictionary update sequence element #{n} has length {len}; 2 is required"
                )));
            };
            self.dict_set(d, key, v)?;
            n += 1;
        }
        Ok(())
    }

    fn update_pair(&mut self, item: Value, n: usize) -> PyResult<Pair> {
        if let Some(t) = Tuple::from_value(item) {
            return Ok(Pair::Tuple(t));
        }
        if let Some(l) = List::from_value(item) {
            return self.collect(l.value()).map(Pair::Items);
        }
        match self.iter(item) {
            Ok(it) => self.collect(it).map(Pair::Items),
            Err(raised) if !self.pending_is(T::TypeError) => Err(raised),
            Err(_) => Err(self.no_pair(n)),
        }
    }

    #[cold]
    fn no_pair(&mut self, n: usize) -> Raised {
        self.take_pending();
        if self.main_version < Version::V314 {
            return self.type_error(format_args!(
                "cannot convert dictionary update sequence element #{n} to a sequence"
            ));
        }
        let raised = self.type_error("object is not iterable");
        let e = self.take_pending();
        let noted = match self.new_str(&format!(
            "Cannot convert dictionary update sequence element #{n} to a sequence"
        )) {
            Ok(note) => self
                .call_method_str(e, "add_note", &[note.value()])
                .map(|_| ()),
            Err(raised) => Err(raised),
        };
        if noted.is_ok() {
            self.thread.pending = e;
        }
        raised
    }

    /// A copy of a dict, with the same order.
    pub fn dict_copy(&mut self, d: Dict) -> PyResult<Dict> {
        d.copy(&mut self.heap).or_memory_error(self)
    }
}

/// An item of an iterable that a dict is made from.
enum Pair {
    Tuple(Tuple),
    Items(GcVec),
}

impl Pair {
    fn as_slice(&self) -> &[Value] {
        match self {
            Pair::Tuple(t) => t.items(),
            Pair::Items(v) => v,
        }
    }

    fn len(&self) -> usize {
        self.as_slice().len()
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult {
    let Some(d) = vm.as_dict(this) else {
        return Err(vm.expected("dict", this));
    };
    if d.is_empty() {
        return vm.intern("{}").map(Into::into);
    }
    let text = vm.guard_repr(this, |vm| {
        let mut out = CharBuf::new();
        out.push_str("{");
        let (mut at, mut first) = (0, true);
        while let Some(e) = d.next_entry(&mut at) {
            if !first {
                out.push_str(", ");
            }
            first = false;
            vm.repr_to(&mut out, e.key)?;
            out.push_str(": ");
            vm.repr_to(&mut out, e.value)?;
        }
        out.push_str("}");
        Ok(out)
    })?;
    match text {
        Some(text) => vm.new_text(text.as_chars()).map(Into::into),
        None => vm.intern("{...}").map(Into::into),
    }
}

fn len(_vm: &mut Vm, this: Dict) -> usize {
    this.len()
}

fn get_item(vm: &mut Vm, this: Value, key: Value) -> PyResult {
    let Some(d) = vm.as_dict(this) else {
        return Err(vm.expected("dict", this));
    };
    if let Some(v) = vm.dict_get(d, key)? {
        return Ok(v);
    }
    if Dict::from_value(this).is_none()
        && let Some(missing) = vm.special_of(this, Special::Missing)
    {
        return vm.call_method(missing, this, &[key]);
    }
    Err(vm.key_error(key))
}

fn set_item(vm: &mut Vm, this: Dict, key: Value, value: Value) -> PyResult<()> {
    vm.dict_set(this, key, value)
}

fn del_item(vm: &mut Vm, this: Dict, key: Value) -> PyResult<()> {
    match vm.dict_remove(this, key)? {
        Some(_) => Ok(()),
        None => Err(vm.key_error(key)),
    }
}

fn contains(vm: &mut Vm, this: Dict, key: Value) -> PyResult<bool> {
    vm.contains(this.value(), key)
}

fn iter(vm: &mut Vm, this: Dict) -> PyResult {
    vm.dict_iter(this, DictPart::Keys, false)
}

fn reversed(vm: &mut Vm, this: Dict) -> PyResult {
    vm.dict_iter(this, DictPart::Keys, true)
}

fn merged(vm: &mut Vm, first: Value, second: Value) -> PyResult {
    let (Some(a), Some(_)) = (vm.as_dict(first), vm.as_dict(second)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let new = vm.dict_copy(a)?;
    vm.dict_update(new, second)?;
    Ok(new.value())
}

fn or(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    merged(vm, this, value)
}

fn ror(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    merged(vm, value, this)
}

fn ior(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    let Some(d) = vm.as_dict(this) else {
        return Err(vm.expected("dict", this));
    };
    vm.dict_update(d, value)?;
    Ok(this)
}

/// The size CPython's table for so many items has: a header, 2^n indices and room for two thirds of 2^n entries.
fn size_of_dict(_vm: &mut Vm, this: Dict) -> usize {
    const OBJECT: usize = 48;
    const TABLE: usize = 32;
    if this.is_empty() {
        return OBJECT;
    }
    let mut slots = 8_usize;
    while slots * 2 / 3 < this.len() {
        slots *= 2;
    }
    let index = if slots <= 256 {
        slots
    } else {
        slots * if slots <= 65536 { 2 } else { 4 }
    };
    let entry = if this.only_str_keys() { 16 } else { 24 };
    OBJECT + TABLE + index + slots * 2 / 3 * entry
}

fn clear(vm: &mut Vm, this: Dict) -> PyResult<()> {
    this.clear(&mut vm.heap).or_memory_error(vm)
}

fn copy(vm: &mut Vm, this: Dict) -> PyResult<Dict> {
    vm.dict_copy(this)
}

fn get(vm: &mut Vm, this: Dict, key: Value, default: Value) -> PyResult {
    Ok(vm.dict_get(this, key)?.unwrap_or(default))
}

fn view(vm: &mut Vm, this: Value, part: DictPart) -> PyResult {
    let t = match part {
        DictPart::Keys => T::DictKeys,
        DictPart::Values => T::DictValues,
        DictPart::Items => T::DictItems,
    };
    let view = DictView {
        owner: std::cell::Cell::new(this),
        part,
    };
    Ok(Obj::new_as(&mut vm.heap, t, view)
        .or_memory_error(vm)?
        .value())
}

fn items(vm: &mut Vm, this: Value) -> PyResult {
    view(vm, this, DictPart::Items)
}

fn keys(vm: &mut Vm, this: Value) -> PyResult {
    view(vm, this, DictPart::Keys)
}

fn values(vm: &mut Vm, this: Value) -> PyResult {
    view(vm, this, DictPart::Values)
}

fn pop(vm: &mut Vm, this: Dict, key: Value, default: Value) -> PyResult {
    let found = if this.is_empty() {
        None
    } else {
        vm.dict_remove(this, key)?
    };
    match found.or(default.some()) {
        Some(v) => Ok(v),
        None => Err(vm.key_error(key)),
    }
}

fn popitem(vm: &mut Vm, this: Dict) -> PyResult {
    let mut at = this.slots();
    while let Some(i) = at.checked_sub(1) {
        if let Some(e) = this.entry(i) {
            this.remove(&mut vm.heap, i).or_memory_error(vm)?;
            return vm.new_tuple(&[e.key, e.value]).map(Tuple::value);
        }
        at = i;
    }
    Err(vm.raise_text(T::KeyError, "popitem(): dictionary is empty"))
}

fn setdefault(vm: &mut Vm, this: Dict, key: Value, default: Value) -> PyResult {
    let hash = vm.hash_dict_key(key)?;
    if let Some(e) = vm.dict_find(this, key, hash)?.and_then(|i| this.entry(i)) {
        return Ok(e.value);
    }
    this.insert_new(&mut vm.heap, hash, key, default)
        .or_memory_error(vm)?;
    Ok(default)
}
