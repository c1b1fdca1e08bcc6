//! `bytearray`: what it has beside the methods it shares with `bytes`.

use super::bytes::methods::*;
use super::bytes::{ByteString, byte_functions, byte_of};
use crate::native_functions;
use crate::object::{ByteArray, Class, Obj, T, Tuple, Value};
use crate::runtime::compare::Cmp;
use crate::runtime::item::SliceIndices;
use crate::runtime::iter::Slice;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Raised, Vm};
use crate::text::{CharBuf, Chars, repr as text_repr};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&BYTE_ARRAY];

static BYTE_ARRAY: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    static_methods: STATIC,
    ..TypeDef::new(
        T::ByteArray,
        "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(*);
]}

native_functions! { CLASS_METHODS = [
    /// Create a bytearray object from a string of hexadecimal numbers.
    fromhex(cls, string);
]}

native_functions! { STATIC = [
    /// Return a translation table usable for the bytes or bytearray translate method.
    "maketrans" as maketrans(frm, to);
]}

byte_functions! { METHODS = [
    /// Append a single item to the end of the bytearray.
    append(this, item);
    /// Remove all items from the bytearray.
    clear(this);
    /// Return a copy of B.
    copy(this);
    /// Append all the items from the iterator or sequence to the bytearray.
    extend(this, iterable_of_ints);
    /// Insert a single item into the bytearray before the given index.
    insert(this, index, item);
    /// Remove and return a single item from B.
    pop(this, index = -1);
    /// Remove the first occurrence of a value in the bytearray.
    remove(this, value);
    /// Resize the internal buffer of bytearray to len.
    resize(this, size);
    /// Reverse the order of the values in B in place.
    reverse(this);
    /// Return the number of bytes actually allocated.
    "__alloc__" as alloc(this);
    /// Delete self[key].
    "__delitem__" as delitem(this, key);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self>=value.
    "__ge__" as ge(this, value);
    /// Return self[key].
    "__getitem__" as getitem(this, key);
    /// Return self>value.
    "__gt__" as gt(this, value);
    /// Implement self+=value.
    "__iadd__" as iadd(this, value);
    /// Implement self*=value.
    "__imul__" as imul(this, value);
    /// Initialize self.
    "__init__" as init(this; source = Value::EMPTY, encoding = Value::EMPTY, errors = Value::EMPTY);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return self<=value.
    "__le__" as le(this, value);
    /// Return self<value.
    "__lt__" as lt(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return state information for pickling.
    "__reduce__" as reduce(this);
    /// Return state information for pickling.
    "__reduce_ex__" as reduce_ex(this, proto = 0);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Set self[key] to value.
    "__setitem__" as setitem(this, key, value);
    /// Returns the size of the bytearray object in memory, in bytes.
    "__sizeof__" as sizeof(this);
    /// Return str(self).
    "__str__" as repr(this);
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let array = vm.new_bytearray(&[])?;
    let Some(class) = Class::from_value(args.first()) else {
        return Err(vm.type_error("bytearray.__new__(): not enough arguments"));
    };
    Ok(vm.wrap_payload(class, T::ByteArray, array.value()))
}

fn init(
    vm: &mut Vm,
    this: ByteArray,
    source: Value,
    encoding: Value,
    errors: Value,
) -> PyResult<()> {
    let made = super::bytes::array_content(vm, source, encoding, errors)?;
    replace_range(vm, this, 0..this.len(), &made)
}

/// Replaces a part; BufferError when that changes the length while something looks into the array.
fn replace_range(
    vm: &mut Vm,
    this: ByteArray,
    range: std::ops::Range<usize>,
    with: &[u8],
) -> PyResult<()> {
    if range.len() != with.len() {
        vm.check_resizable(this)?;
    }
    this.replace(&mut vm.heap, range, with).or_memory_error(vm)
}

fn append(vm: &mut Vm, this: ByteArray, item: Value) -> PyResult<()> {
    let byte = byte_of(vm, item)?;
    let len = this.len();
    replace_range(vm, this, len..len, &[byte])
}

fn clear(vm: &mut Vm, this: ByteArray) -> PyResult<()> {
    replace_range(vm, this, 0..this.len(), &[])
}

fn copy(vm: &mut Vm, this: ByteArray) -> PyResult<ByteArray> {
    vm.new_bytearray(&this.to_vec())
}

fn extend(vm: &mut Vm, this: ByteArray, iterable_of_ints: Value) -> PyResult<()> {
    let more = match vm.bytes_like_opt(iterable_of_ints)? {
        Some(bytes) => bytes,
        None => items_of(vm, iterable_of_ints)?,
    };
    let len = this.len();
    replace_range(vm, this, len..len, &more)
}

fn items_of(vm: &mut Vm, iterable: Value) -> PyResult<Vec<u8>> {
    let t = vm.type_name(iterable);
    if vm.as_str(iterable).is_some() {
        return Err(vm.type_error(format_args!("expected iterable of integers; got: '{t}'")));
    }
    let Ok(iter) = vm.iter(iterable) else {
        vm.catch(T::TypeError)?;
        return Err(vm.type_error(format_args!("can't extend bytearray with {t}")));
    };
    vm.length_hint(iterable, 0)?; // programs can see the call
    let mut items = Vec::new();
    while let Some(item) = vm.next(iter)? {
        items.push(byte_of(vm, item)?);
    }
    Ok(items)
}

fn insert(vm: &mut Vm, this: ByteArray, index: isize, item: Value) -> PyResult<()> {
    let byte = byte_of(vm, item)?;
    let len = this.len();
    let at = if index < 0 {
        len.saturating_sub(index.unsigned_abs())
    } else {
        index.unsigned_abs().min(len)
    };
    replace_range(vm, this, at..at, &[byte])
}

fn byte_at(this: ByteArray, at: usize) -> Option<u8> {
    this.cells().get(at).map(std::cell::Cell::get)
}

fn pop(vm: &mut Vm, this: ByteArray, index: isize) -> PyResult<u8> {
    if this.is_empty() {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let at = if index < 0 {
        index.saturating_add_unsigned(this.len())
    } else {
        index
    };
    let Some((at, byte)) = usize::try_from(at)
        .ok()
        .and_then(|at| Some((at, byte_at(this, at)?)))
    else {
        return Err(vm.index_error("pop index out of range"));
    };
    replace_range(vm, this, at..at + 1, &[])?;
    Ok(byte)
}

fn remove(vm: &mut Vm, this: ByteArray, value: Value) -> PyResult<()> {
    let byte = byte_of(vm, value)?;
    match this.with(|all| memchr::memchr(byte, all)) {
        Some(at) => replace_range(vm, this, at..at + 1, &[]),
        None => Err(vm.value_error("value not found in bytearray")),
    }
}

fn resize(vm: &mut Vm, this: ByteArray, size: isize) -> PyResult<()> {
    let Ok(len) = usize::try_from(size) else {
        return Err(vm.value_error(format_args!(
            "Can only resize to positive sizes, got {size}"
        )));
    };
    if len != this.len() {
        vm.check_resizable(this)?;
    }
    this.resize(&mut vm.heap, len).or_memory_error(vm)
}

fn reverse(_vm: &mut Vm, this: ByteArray) {
    this.with_mut(<[u8]>::reverse);
}

fn alloc(_vm: &mut Vm, this: ByteArray) -> usize {
    if this.is_empty() { 0 } else { this.len() + 1 }
}

fn sizeof(_vm: &mut Vm, this: ByteArray) -> usize {
    56 + if this.is_empty() { 0 } else { this.len() + 1 }
}

fn iter(vm: &mut Vm, this: ByteArray) -> PyResult {
    vm.seq_iter(T::ByteArrayIterator, this.value())
}

// ---- items and slices

fn getitem(vm: &mut Vm, this: ByteArray, key: Value) -> PyResult {
    if let Some(slice) = Obj::<Slice>::from_value(key) {
        let at = vm.slice_indices(slice, this.len())?;
        let picked: Vec<u8> = this.with(|all| match at.step {
            1 => all.get(at.range()).unwrap_or(&[]).to_vec(),
            _ => at.iter().filter_map(|i| all.get(i).copied()).collect(),
        });
        return vm.new_bytearray(&picked).map(ByteArray::value);
    }
    let at = super::bytes::item_index(vm, key, this.len(), "bytearray")?;
    match at.and_then(|at| byte_at(this, at)) {
        Some(byte) => Ok(Value::from_i32(i32::from(byte))),
        None => Err(out_of_range(vm)),
    }
}

#[cold]
fn out_of_range(vm: &mut Vm) -> Raised {
    vm.index_error("bytearray index out of range")
}

fn setitem(vm: &mut Vm, this: ByteArray, key: Value, value: Value) -> PyResult<()> {
    if let Some(slice) = Obj::<Slice>::from_value(key) {
        let with = assignable(vm, value)?;
        let at = vm.slice_indices(slice, this.len())?;
        return set_slice(vm, this, at, &with);
    }
    let at = super::bytes::item_index(vm, key, this.len(), "bytearray")?;
    let Some(at) = at else {
        return Err(out_of_range(vm));
    };
    let byte = byte_of(vm, value)?;
    match this.cells().get(at) {
        Some(cell) => {
            cell.set(byte);
            Ok(())
        }
        None => Err(out_of_range(vm)),
    }
}

/// The bytes to put in the place of a slice.
fn assignable(vm: &mut Vm, value: Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = vm.bytes_like_opt(value)? {
        return Ok(bytes);
    }
    if vm.is_index(value) || value.is_float() || vm.as_str(value).is_some() {
        return Err(
            vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
        );
    }
    super::bytes::array_content(vm, value, Value::EMPTY, Value::EMPTY)
}

fn set_slice(vm: &mut Vm, this: ByteArray, at: SliceIndices, with: &[u8]) -> PyResult<()> {
    if at.step == 1 {
        return replace_range(vm, this, at.range(), with);
    }
    if with.is_empty() {
        return delete_slice(vm, this, at);
    }
    if with.len() != at.count {
        let (given, wanted) = (with.len(), at.count);
        return Err(vm.value_error(format_args!(
            "attempt to assign bytes of size {given} to extended slice of size {wanted}"
        )));
    }
    let cells = this.cells();
    for (i, &byte) in at.iter().zip(with) {
        if let Some(cell) = cells.get(i) {
            cell.set(byte);
        }
    }
    Ok(())
}

fn delete_slice(vm: &mut Vm, this: ByteArray, at: SliceIndices) -> PyResult<()> {
    if at.count == 0 {
        return Ok(());
    }
    if at.step == 1 {
        return replace_range(vm, this, at.range(), &[]);
    }
    vm.check_resizable(this)?;
    let mut gone = vec![false; this.len()];
    for i in at.iter() {
        if let Some(slot) = gone.get_mut(i) {
            *slot = true;
        }
    }
    let mut gone = gone.into_iter();
    let mut kept = this.to_vec();
    kept.retain(|_| !gone.next().unwrap_or(false));
    replace_range(vm, this, 0..this.len(), &kept)
}

fn delitem(vm: &mut Vm, this: ByteArray, key: Value) -> PyResult<()> {
    if let Some(slice) = Obj::<Slice>::from_value(key) {
        let at = vm.slice_indices(slice, this.len())?;
        return delete_slice(vm, this, at);
    }
    match super::bytes::item_index(vm, key, this.len(), "bytearray")? {
        Some(at) => replace_range(vm, this, at..at + 1, &[]),
        None => Err(out_of_range(vm)),
    }
}

// ---- operators

fn iadd(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    let Some(ByteString::Array(array)) = ByteString::of(vm, this) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let Some(more) = vm.bytes_like_opt(value)? else {
        let (a, b) = (vm.type_name(value), vm.type_name(this));
        return Err(vm.type_error(format_args!("can't concat {a} to {b}")));
    };
    let len = array.len();
    replace_range(vm, array, len..len, &more)?;
    Ok(this)
}

fn imul(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    let Some(ByteString::Array(array)) = ByteString::of(vm, this) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !vm.is_index(value) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let n = vm.repeat_count(value)?;
    match super::bytes::repeated(&array.to_vec(), n) {
        Some(made) => replace_range(vm, array, 0..array.len(), &made)?,
        None => return Err(vm.memory_error()),
    }
    Ok(this)
}

fn compare(vm: &mut Vm, op: Cmp, this: ByteArray, value: Value) -> PyResult {
    let other = match vm.buffer_opt(value) {
        Ok(Some(other)) => other,
        Ok(None) => return Ok(Value::NOT_IMPLEMENTED),
        Err(_) => return vm.catch(T::BufferError).map(|_| Value::NOT_IMPLEMENTED),
    };
    let order = this.with(|a| other.with(|b| a.cmp(b)));
    Ok(Value::from_bool(op.holds(order)))
}

fn eq(vm: &mut Vm, this: ByteArray, value: Value) -> PyResult {
    compare(vm, Cmp::Eq, this, value)
}

fn ne(vm: &mut Vm, this: ByteArray, value: Value) -> PyResult {
    compare(vm, Cmp::Ne, this, value)
}

fn lt(vm: &mut Vm, this: ByteArray, value: Value) -> PyResult {
    compare(vm, Cmp::Lt, this, value)
}

fn le(vm: &mut Vm, this: ByteArray, value: Value) -> PyResult {
    compare(vm, Cmp::Le, this, value)
}

fn gt(vm: &mut Vm, this: ByteArray, value: Value) -> PyResult {
    compare(vm, Cmp::Gt, this, value)
}

fn ge(vm: &mut Vm, this: ByteArray, value: Value) -> PyResult {
    compare(vm, Cmp::Ge, this, value)
}

/// The name, and the bytes with every `'` escaped, whichever quotes stand around them.
fn repr(vm: &mut Vm, this: Value) -> PyResult<CharBuf> {
    let content = vm.bytes_like(this)?;
    let shown = text_repr::bytes_repr(&content);
    let mut out = CharBuf::from(vm.type_name(this).as_str());
    out.push(u32::from(b'('));
    let double = shown.as_chars().get(1) == Some(u32::from(b'"'));
    for c in shown.as_chars() {
        if double && c == u32::from(b'\'') {
            out.push(u32::from(b'\\'));
        }
        out.push(c);
    }
    out.push(u32::from(b')'));
    Ok(out)
}

// ---- pickling

fn reduce(vm: &mut Vm, this: Value) -> PyResult<Tuple> {
    reduce_ex(vm, this, 2)
}

fn reduce_ex(vm: &mut Vm, this: Value, proto: isize) -> PyResult<Tuple> {
    let content = vm.bytes_like(this)?;
    let arguments = if content.is_empty() {
        vm.empty_tuple
    } else if proto < 3 {
        let text = vm.new_text(Chars::Latin1(&content))?.value();
        let encoding = vm.new_str("latin-1")?.value();
        Tuple::small(&mut vm.heap, [text, encoding])
    } else {
        let bytes = vm.new_bytes(&content)?.value();
        Tuple::small(&mut vm.heap, [bytes])
    };
    let state = vm.call_method_str(this, "__getstate__", &[])?;
    let class = vm.type_of(this).value();
    Ok(Tuple::small(
        &mut vm.heap,
        [class, arguments.value(), state],
    ))
}
