//! `memoryview`: attributes, conversion, comparison. Items are in `item.rs`.

mod cast;
mod item;

use self::cast::cast;
use self::item::{delitem, getitem, setitem};
use crate::object::{Bytes, Class, List, Obj, Str, T, Tuple, Value};
use crate::runtime::compare::Cmp;
use crate::runtime::native::{Args, TypeDef};
use crate::runtime::view::{Layout, View, unpack};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::{native_attributes, native_functions};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&MEMORY_VIEW];

static MEMORY_VIEW: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    class_methods: CLASS_METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::MemoryView,
        "Create a new memoryview object which references the given object.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.
    "__new__" as new(cls; object);
]}

native_functions! { CLASS_METHODS = [
    "_from_flags" as from_flags(cls, object, flags);
]}

native_functions! { METHODS = [
    /// Cast a memoryview to a new format or shape.
    cast(this; format, shape = Value::EMPTY);
    /// Count the number of occurrences of a value.
    count(this, value);
    /// Return the data in the buffer as a str of hexadecimal numbers.
    hex(this; sep = Value::EMPTY, bytes_per_sep = 1);
    /// Return the index of the first occurrence of a value.
    index(this, value, start = Value::EMPTY, stop = Value::EMPTY);
    /// Release the underlying buffer exposed by the memoryview object.
    release(this);
    /// Return the data in the buffer as a byte string.
    tobytes(this; order = Value::NONE);
    /// Return the data in the buffer as a list of elements.
    tolist(this);
    /// Return a readonly version of the memoryview.
    toreadonly(this);
    /// Return a buffer object that exposes the underlying memory of the object.
    "__buffer__" as buffer(this, flags);
    /// Delete self[key].
    "__delitem__" as delitem(this, key);
    "__enter__" as enter(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self>=value.
    "__ge__" as unordered(this, value);
    "__exit__" as exit(*);
    /// Return self[key].
    "__getitem__" as getitem(this, key);
    /// Return self>value.
    "__gt__" as unordered(this, value);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return self<=value.
    "__le__" as unordered(this, value);
    /// Return len(self).
    "__len__" as len(this);
    /// Return self<value.
    "__lt__" as unordered(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Set self[key] to value.
    "__setitem__" as setitem(this, key, value);
]}

native_attributes! { ATTRIBUTES = [
    /// A bool indicating whether the memory is C contiguous.
    c_contiguous => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.layout.is_c_contiguous());
    /// A bool indicating whether the memory is contiguous.
    contiguous => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.layout.is_c_contiguous() || this.layout.is_f_contiguous());
    /// A bool indicating whether the memory is Fortran contiguous.
    f_contiguous => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.layout.is_f_contiguous());
    /// A string containing the format (in struct module style) for each element in the view.
    format => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.layout.format.text());
    /// The size in bytes of each element of the memoryview.
    itemsize => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.layout.format.size);
    /// The amount of space in bytes that the array would use in a contiguous representation.
    nbytes => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.nbytes());
    /// An integer indicating how many dimensions of a multi-dimensional array the memory represents.
    ndim => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.layout.shape.len());
    /// The underlying object of the memoryview.
    obj => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.owner.get());
    /// A bool indicating whether the memory is read only.
    readonly => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| this.readonly);
    /// A tuple of ndim integers giving the shape of the memory as an N-dimensional array.
    shape => shape;
    /// A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array.
    strides => strides;
    /// A tuple of integers used internally for PIL-style arrays.
    suboffsets => |vm: &mut Vm, this: Obj<View>| this.check(vm).map(|()| vm.empty_tuple);
]}

fn new(vm: &mut Vm, _class: Class, object: Value) -> PyResult {
    match vm.view_of(object)? {
        Some(view) => Ok(view),
        None => {
            let t = vm.type_name(object);
            Err(vm.type_error(format_args!(
                "memoryview: a bytes-like object is required, not '{t}'"
            )))
        }
    }
}

fn from_flags(vm: &mut Vm, class: Class, object: Value, _flags: isize) -> PyResult {
    new(vm, class, object)
}

fn buffer(vm: &mut Vm, this: Obj<View>, _flags: isize) -> PyResult {
    this.check(vm)?;
    same(vm, this, this.layout.clone(), this.readonly)
}

/// Another view of the same memory.
fn same(vm: &mut Vm, this: Obj<View>, layout: Layout, readonly: bool) -> PyResult {
    vm.new_view(this.owner.get(), this.storage.get(), layout, readonly)
}

fn toreadonly(vm: &mut Vm, this: Obj<View>) -> PyResult {
    this.check(vm)?;
    same(vm, this, this.layout.clone(), true)
}

fn release(_vm: &mut Vm, this: Obj<View>) {
    this.release();
}

fn enter(vm: &mut Vm, this: Obj<View>) -> PyResult<Obj<View>> {
    this.check(vm)?;
    Ok(this)
}

fn exit(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    match Obj::<View>::from_value(args.first()) {
        Some(this) => {
            this.release();
            Ok(())
        }
        None => Err(vm.type_error("unbound method memoryview.__exit__() needs an argument")),
    }
}

fn shape(vm: &mut Vm, this: Obj<View>) -> PyResult<Tuple> {
    this.check(vm)?;
    let sizes: Vec<isize> = this.layout.shape.iter().map(|&n| n as isize).collect();
    ints(vm, &sizes)
}

fn strides(vm: &mut Vm, this: Obj<View>) -> PyResult<Tuple> {
    this.check(vm)?;
    ints(vm, &this.layout.strides)
}

fn ints(vm: &mut Vm, numbers: &[isize]) -> PyResult<Tuple> {
    let list = vm.new_list(&[])?;
    for &n in numbers {
        let n = vm.new_int(n as i64);
        list.push(&mut vm.heap, n).or_memory_error(vm)?;
    }
    vm.tuple_of_list(list)
}

fn len(vm: &mut Vm, this: Obj<View>) -> PyResult<usize> {
    this.check(vm)?;
    match this.layout.shape.first() {
        Some(&n) => Ok(n),
        None => Err(vm.type_error("0-dim memory has no length")),
    }
}

fn iter(vm: &mut Vm, this: Obj<View>) -> PyResult {
    this.check(vm)?;
    if this.layout.shape.is_empty() {
        return Err(vm.type_error("invalid indexing of 0-dim memory"));
    }
    vm.seq_iter(T::MemoryIterator, this.value())
}

fn repr(_vm: &mut Vm, this: Obj<View>) -> String {
    let (word, address) = (
        if this.is_released() {
            "released memory"
        } else {
            "memory"
        },
        this.value().0,
    );
    format!("<{word} at {address:#x}>")
}

fn tobytes(vm: &mut Vm, this: Obj<View>, order: Value) -> PyResult<Vec<u8>> {
    this.check(vm)?;
    let order = match (order.is_none(), vm.as_str(order)) {
        (true, _) => "C".to_string(),
        (_, Some(order)) => order.to_text(),
        _ => {
            let t = vm.argument_type(order);
            return Err(vm.type_error(format_args!(
                "tobytes() argument 'order' must be str or None, not {t}"
            )));
        }
    };
    match order.as_str() {
        "C" => Ok(this.to_vec()),
        "A" if !this.layout.is_f_contiguous() => Ok(this.to_vec()),
        "F" | "A" => {
            // The first index runs fastest: the same items with the dimensions in reverse.
            let mut layout = this.layout.clone();
            layout.shape.reverse();
            layout.strides.reverse();
            Ok(crate::runtime::view::gather(&this, &layout))
        }
        _ => Err(vm.value_error("order must be 'C', 'F' or 'A'")),
    }
}

fn hex(vm: &mut Vm, this: Obj<View>, sep: Value, bytes_per_sep: i32) -> PyResult<Str> {
    this.check(vm)?;
    let sep = super::bytes::hex_separator(vm, sep)?;
    super::bytes::hex_text(vm, &this.to_vec(), sep, bytes_per_sep)
}

fn tolist(vm: &mut Vm, this: Obj<View>) -> PyResult {
    this.check(vm)?;
    list_from(vm, this, 0, this.layout.offset as isize)
}

/// The items from a dimension on: a list of lists, in the end the items.
fn list_from(vm: &mut Vm, this: Obj<View>, dimension: usize, at: isize) -> PyResult {
    let (Some(&n), Some(&stride)) = (
        this.layout.shape.get(dimension),
        this.layout.strides.get(dimension),
    ) else {
        return this.item(vm, at as usize);
    };
    let list = List::new(&mut vm.heap);
    for i in 0..n as isize {
        let part = list_from(vm, this, dimension + 1, at + i * stride)?;
        list.push(&mut vm.heap, part).or_memory_error(vm)?;
    }
    Ok(list.value())
}

/// The place of item `i` of a view of one dimension.
fn place(layout: &Layout, i: usize) -> usize {
    let stride = layout.strides.first().copied().unwrap_or(0);
    (layout.offset as isize + i as isize * stride) as usize
}

fn one_dimension(vm: &mut Vm, this: Obj<View>) -> PyResult<usize> {
    this.check(vm)?;
    match this.layout.shape.as_slice() {
        [] => Err(vm.type_error("invalid indexing of 0-dim memory")),
        &[n] => Ok(n),
        _ => Err(vm.not_implemented("multi-dimensional sub-views are not implemented")),
    }
}

fn count(vm: &mut Vm, this: Obj<View>, value: Value) -> PyResult<usize> {
    let n = one_dimension(vm, this)?;
    let mut found = 0;
    for i in 0..n {
        let item = this.item(vm, place(&this.layout, i))?;
        found += usize::from(vm.eq(item, value)?);
        this.check(vm)?;
    }
    Ok(found)
}

fn index(vm: &mut Vm, this: Obj<View>, value: Value, start: Value, stop: Value) -> PyResult<usize> {
    let n = one_dimension(vm, this)?;
    let range = vm.search_range(start, stop, n)?;
    for i in range.into_iter().flatten() {
        let item = this.item(vm, place(&this.layout, i))?;
        if vm.eq(item, value)? {
            return Ok(i);
        }
        this.check(vm)?;
    }
    Err(vm.value_error("memoryview.index(x): x not found"))
}

fn hash(vm: &mut Vm, this: Obj<View>) -> PyResult<i64> {
    if let Some(hash) = this.hash.get() {
        return Ok(hash);
    }
    this.check(vm)?;
    if !this.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !this.layout.format.is_byte() {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    vm.hash(this.owner.get())?;
    let hash = Bytes::new(&mut vm.heap, &this.to_vec())
        .or_memory_error(vm)?
        .hash();
    this.hash.set(Some(hash));
    Ok(hash)
}

// ---- comparison

fn unordered(_vm: &mut Vm, _this: Obj<View>, _value: Value) -> Value {
    Value::NOT_IMPLEMENTED
}

fn eq(vm: &mut Vm, this: Obj<View>, value: Value) -> PyResult {
    Ok(equal(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, Value::from_bool))
}

fn ne(vm: &mut Vm, this: Obj<View>, value: Value) -> PyResult {
    Ok(equal(vm, this, value)?.map_or(Value::NOT_IMPLEMENTED, |same| Value::from_bool(!same)))
}

/// Same shape and equal items? `None` when `value` is not bytes-like.
fn equal(vm: &mut Vm, this: Obj<View>, value: Value) -> PyResult<Option<bool>> {
    if this.is_released() {
        return Ok(Some(this.value() == value));
    }
    if Obj::<View>::from_value(value).is_some_and(|other| other.is_released()) {
        return Ok(Some(false));
    }
    let Some(other) = vm.view_of(value)?.and_then(Obj::<View>::from_value) else {
        return Ok(None);
    };
    let (a, b) = (&this.layout, &other.layout);
    if a.shape != b.shape {
        return Ok(Some(false));
    }
    let is_float = matches!(a.format.code, b'e' | b'f' | b'd');
    if a.format.code == b.format.code && !is_float {
        return Ok(Some(this.to_vec() == other.to_vec()));
    }
    let (mut at, mut bt) = (Vec::new(), Vec::new());
    a.each(&mut |i| at.push(i));
    b.each(&mut |i| bt.push(i));
    for (&i, &j) in at.iter().zip(&bt) {
        let x = unpack(vm, a.format, this.raw(i))?;
        let y = unpack(vm, b.format, other.raw(j))?;
        if !vm.compare_truth(Cmp::Eq, x, y)? {
            return Ok(Some(false));
        }
    }
    Ok(Some(true))
}
