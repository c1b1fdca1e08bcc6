//! `tuple`.

use crate::native_functions;
use crate::object::{Obj, T, Tuple, Value};
use crate::runtime::arith::BinOp;
use crate::runtime::compare::methods::{eq, ge, gt, le, lt, ne};
use crate::runtime::item::SliceIndex;
use crate::runtime::iter::Slice;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::text::CharBuf;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&TUPLE];

static TUPLE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    ..TypeDef::new(
        T::Tuple,
        "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\n\
         If iterable is specified the tuple is initialized from iterable's items.\n\n\
         If the argument is a tuple, the return value is the same object.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return hash(self).
    "__hash__" as hash(this);
    /// Return len(self).
    "__len__" as len(this);
    /// Return self[key].
    "__getitem__" as get_item(this, key);
    /// Return bool(key in self).
    "__contains__" as contains(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return self+value.
    "__add__" as add(this, value);
    /// Return self*value.
    "__mul__" as mul(this, value);
    /// Return value*self.
    "__rmul__" as mul(this, value);
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
    ///
    "__getnewargs__" as getnewargs(this);
    /// Return number of occurrences of value.
    count(this, value);
    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    index(this, value, start = SliceIndex(0), stop = SliceIndex(i64::MAX));
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let tuple = match vm.iterable_argument(args, T::Tuple)? {
        None => vm.empty_tuple,
        Some(iterable) => vm.tuple_from(iterable)?,
    };
    Ok(vm.wrap_payload(class, T::Tuple, tuple.value()))
}

fn repr(vm: &mut Vm, this: Value) -> PyResult {
    let Some(t) = vm.as_tuple(this) else {
        return Err(vm.expected("tuple", this));
    };
    if t.is_empty() {
        return vm.intern("()").map(Into::into);
    }
    let text = vm.guard_repr(this, |vm| {
        let mut out = CharBuf::new();
        out.push_str("(");
        vm.repr_items(&mut out, t.items())?;
        out.push_str(if t.len() == 1 { ",)" } else { ")" });
        Ok(out)
    })?;
    match text {
        Some(text) => vm.new_text(text.as_chars()).map(Into::into),
        None => vm.intern("(...)").map(Into::into),
    }
}

fn hash(vm: &mut Vm, this: Tuple) -> PyResult<i64> {
    vm.hash(this.value())
}

fn len(_vm: &mut Vm, this: Tuple) -> usize {
    this.len()
}

fn get_item(vm: &mut Vm, this: Tuple, key: Value) -> PyResult {
    if let Some(s) = Obj::<Slice>::from_value(key) {
        let at = vm.slice_bounds(s)?.adjust(this.len());
        if at.step == 1 {
            if at.count == this.len() {
                return Ok(this.value());
            }
            return vm.new_tuple(&this.items()[at.range()]).map(Tuple::value);
        }
        let mut items =
            crate::object::GcVec::with_capacity(&mut vm.heap, at.count).or_memory_error(vm)?;
        for v in at.iter().filter_map(|i| this.get(i)) {
            items.push(&mut vm.heap, v).or_memory_error(vm)?;
        }
        return vm.new_tuple(&items).map(Tuple::value);
    }
    let i = vm.sequence_index(key, "tuple")?;
    let at = if i < 0 { i + this.len() as i64 } else { i };
    match usize::try_from(at).ok().and_then(|at| this.get(at)) {
        Some(v) => Ok(v),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn contains(vm: &mut Vm, this: Tuple, key: Value) -> PyResult<bool> {
    vm.contains(this.value(), key)
}

fn iter(vm: &mut Vm, this: Tuple) -> PyResult {
    vm.iter(this.value())
}

fn add(vm: &mut Vm, this: Tuple, value: Value) -> PyResult {
    let other = vm.payload(value);
    if Tuple::from_value(other).is_none() {
        return vm.refuse_concat(value, "tuple");
    }
    vm.binary_builtin(BinOp::Add, this.value(), other)
        .unwrap_or(Ok(Value::NOT_IMPLEMENTED))
}

fn mul(vm: &mut Vm, this: Tuple, value: Value) -> PyResult {
    if !vm.is_count(value) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let n = vm.index(value)?;
    vm.binary_builtin(BinOp::Mul, this.value(), n)
        .unwrap_or(Ok(Value::NOT_IMPLEMENTED))
}

fn getnewargs(vm: &mut Vm, this: Tuple) -> PyResult<Tuple> {
    vm.new_tuple(&[this.value()])
}

fn count(vm: &mut Vm, this: Tuple, value: Value) -> PyResult<usize> {
    let mut n = 0;
    for &v in this.items() {
        n += usize::from(vm.eq(v, value)?);
    }
    Ok(n)
}

fn index(
    vm: &mut Vm,
    this: Tuple,
    value: Value,
    start: SliceIndex,
    stop: SliceIndex,
) -> PyResult<usize> {
    let (start, stop) = (
        start.from_start(this.len()),
        stop.from_start(this.len()).min(this.len()),
    );
    for i in start..stop {
        if vm.eq(this.items()[i], value)? {
            return Ok(i);
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}
