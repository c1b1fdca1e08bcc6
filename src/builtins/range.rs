//! `range` and its iterators.

use crate::num::hash::range as hash_range;
use crate::num::{BigInt, IntRef};
use crate::object::{Obj, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::iter::{Range, RangeIter, Slice};
use crate::runtime::long_range::LongRangeIter;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, PyResult, Vm};
use crate::text::CharBuf;
use crate::{native_attributes, native_functions};

use super::slice::{long_indices, readonly};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&RANGE, &ITERATOR, &LONG_ITERATOR];

static RANGE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    getset: ATTRIBUTES,
    ..TypeDef::new(
        T::Range,
        "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n\
         Return an object that produces a sequence of integers from start (inclusive)\n\
         to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\n\
         start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\n\
         These are exactly the valid indices for a list of 4 elements.\n\
         When step is given, it specifies the increment (or decrement).",
    )
};

static ITERATOR: TypeDef = TypeDef {
    methods: ITERATOR_METHODS,
    next: Some(next),
    ..TypeDef::new(T::RangeIterator, "")
};
static LONG_ITERATOR: TypeDef = TypeDef {
    methods: LONG_METHODS,
    next: Some(long_next),
    ..TypeDef::new(T::LongRangeIterator, "")
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
    /// True if self else False
    "__bool__" as bool(this);
    /// Return self[key].
    "__getitem__" as get_item(this, key);
    /// Return bool(key in self).
    "__contains__" as contains(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return a reverse iterator.
    "__reversed__" as reversed(this);
    /// Return self==value.
    "__eq__" as eq(this, value);
    /// Return self!=value.
    "__ne__" as ne(this, value);
    /// Return self<value.
    "__lt__" as ordered(this, value);
    /// Return self<=value.
    "__le__" as ordered(this, value);
    /// Return self>value.
    "__gt__" as ordered(this, value);
    /// Return self>=value.
    "__ge__" as ordered(this, value);
    ///
    "__reduce__" as reduce(this);
    /// rangeobject.count(value) -> integer -- return number of occurrences of value
    count(this, object);
    /// rangeobject.index(value) -> integer -- return index of value.
    /// Raise ValueError if the value is not present.
    index(this, object);
]}

native_attributes! { ATTRIBUTES = [
    start => |_: &mut Vm, this: Obj<Range>| this.start.get(), readonly::<Obj<Range>>;
    stop => |_: &mut Vm, this: Obj<Range>| this.stop.get(), readonly::<Obj<Range>>;
    step => |_: &mut Vm, this: Obj<Range>| this.step.get(), readonly::<Obj<Range>>;
]}

native_functions! { ITERATOR_METHODS = [
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__" as length_hint(this);
    /// Return state information for pickling.
    "__reduce__" as iterator_reduce(this);
    /// Set state information for unpickling.
    "__setstate__" as setstate(this, state);
]}

native_functions! { LONG_METHODS = [
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__" as long_length_hint(this);
    /// Return state information for pickling.
    "__reduce__" as long_reduce(this);
    /// Set state information for unpickling.
    "__setstate__" as long_setstate(this, state);
]}

const ZERO: Value = Value::from_i32(0);
const ONE: Value = Value::from_i32(1);

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    args.no_names(vm, "range")?;
    let (start, stop, step) = match *args.plain() {
        [_, stop] => (ZERO, vm.index(stop)?, ONE),
        [_, start, stop] => (vm.index(start)?, vm.index(stop)?, ONE),
        [_, start, stop, step] => (vm.index(start)?, vm.index(stop)?, vm.index(step)?),
        ref given => {
            let n = given.len().saturating_sub(1);
            let (bound, s) = if n == 0 {
                ("at least 1", "")
            } else {
                ("at most 3", "s")
            };
            return Err(vm.type_error(format_args!("range expected {bound} argument{s}, got {n}")));
        }
    };
    vm.make_range(start, stop, step)
}

fn repr(vm: &mut Vm, this: Obj<Range>) -> PyResult {
    let mut out = CharBuf::new();
    out.push_str("range(");
    let parts = [this.start.get(), this.stop.get(), this.step.get()];
    let shown = if this.step.get() == ONE {
        &parts[..2]
    } else {
        &parts[..]
    };
    vm.repr_items(&mut out, shown)?;
    out.push_str(")");
    vm.new_text(out.as_chars()).map(Into::into)
}

fn num(vm: &Vm, v: Value) -> BigInt {
    vm.to_num(v).unwrap_or_else(|| BigInt::from_i64(0))
}

fn hash(vm: &mut Vm, this: Obj<Range>) -> i64 {
    let (len, start, step) = (
        num(vm, this.len.get()),
        num(vm, this.start.get()),
        num(vm, this.step.get()),
    );
    hash_range(IntRef::Big(&len), IntRef::Big(&start), IntRef::Big(&step))
}

fn len(vm: &mut Vm, this: Obj<Range>) -> PyResult {
    match vm.int_as_i64(this.len.get()) {
        Some(_) => Ok(this.len.get()),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn bool(_vm: &mut Vm, this: Obj<Range>) -> bool {
    this.len.get() != ZERO
}

fn get_item(vm: &mut Vm, this: Obj<Range>, key: Value) -> PyResult {
    if let Some(s) = Obj::<Slice>::from_value(key) {
        return slice_of(vm, this, s);
    }
    if !vm.is_count(key) {
        let t = vm.type_name(key);
        return Err(vm.type_error(format_args!(
            "range indices must be integers or slices, not {t}"
        )));
    }
    let mut i = vm.index(key)?;
    if vm.compare_truth(Cmp::Lt, i, ZERO)? {
        i = vm.binary(BinOp::Add, i, this.len.get())?;
    }
    if vm.compare_truth(Cmp::Lt, i, ZERO)? || vm.compare_truth(Cmp::Ge, i, this.len.get())? {
        return Err(vm.index_error("range object index out of range"));
    }
    vm.range_item(this, i)
}

fn slice_of(vm: &mut Vm, this: Obj<Range>, s: Obj<Slice>) -> PyResult {
    let len = num(vm, this.len.get());
    let [start, stop, step] = long_indices(vm, s, &len)?;
    let (start, stop, step) = (
        vm.new_bigint(&start)?,
        vm.new_bigint(&stop)?,
        vm.new_bigint(&step)?,
    );
    let start = vm.range_item(this, start)?;
    let stop = vm.range_item(this, stop)?;
    let step = vm.binary(BinOp::Mul, this.step.get(), step)?;
    vm.make_range(start, stop, step)
}

/// Where `v` is in the range, when `v` is an int: `Ok(None)` when it is not there.
fn position(vm: &mut Vm, r: Obj<Range>, v: Value) -> PyResult<Option<Value>> {
    let v = vm.index(v)?;
    let distance = vm.binary(BinOp::Sub, v, r.start.get())?;
    let rest = vm.binary(BinOp::Mod, distance, r.step.get())?;
    if rest != ZERO {
        return Ok(None);
    }
    let i = vm.binary(BinOp::FloorDiv, distance, r.step.get())?;
    let inside =
        vm.compare_truth(Cmp::Ge, i, ZERO)? && vm.compare_truth(Cmp::Lt, i, r.len.get())?;
    Ok(inside.then_some(i))
}

/// Is `v` exactly an int or bool? Others are looked for one by one.
fn exact_int(vm: &Vm, v: Value) -> bool {
    v.is_int() || v.is_bool() || vm.is_exact(v, T::Int)
}

fn contains(vm: &mut Vm, this: Obj<Range>, key: Value) -> PyResult<bool> {
    if exact_int(vm, key) {
        return Ok(position(vm, this, key)?.is_some());
    }
    Ok(search(vm, this, key)?.is_some())
}

/// The index of the first value equal to `v`.
fn search(vm: &mut Vm, r: Obj<Range>, v: Value) -> PyResult<Option<usize>> {
    let it = vm.iter(r.value())?;
    let mut i = 0;
    while let Some(item) = vm.next(it)? {
        if vm.eq(item, v)? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

fn iter(vm: &mut Vm, this: Obj<Range>) -> PyResult {
    vm.iter(this.value())
}

fn reversed(vm: &mut Vm, this: Obj<Range>) -> PyResult {
    let last = vm.binary(BinOp::Sub, this.len.get(), ONE)?;
    let start = vm.range_item(this, last)?;
    let step = vm.binary(BinOp::Sub, ZERO, this.step.get())?;
    let stop = vm.binary(BinOp::Sub, this.start.get(), this.step.get())?;
    let backwards = vm.new_range(start, stop, step, this.len.get())?;
    vm.iter(backwards)
}

fn same(vm: &mut Vm, a: Obj<Range>, b: Obj<Range>) -> PyResult<bool> {
    if !vm.eq(a.len.get(), b.len.get())? {
        return Ok(false);
    }
    if a.len.get() == ZERO {
        return Ok(true);
    }
    if !vm.eq(a.start.get(), b.start.get())? {
        return Ok(false);
    }
    Ok(a.len.get() == ONE || vm.eq(a.step.get(), b.step.get())?)
}

fn eq(vm: &mut Vm, this: Obj<Range>, value: Value) -> PyResult {
    match Obj::<Range>::from_value(value) {
        Some(other) => same(vm, this, other).map(Value::from_bool),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn ne(vm: &mut Vm, this: Obj<Range>, value: Value) -> PyResult {
    match Obj::<Range>::from_value(value) {
        Some(other) => same(vm, this, other).map(|b| Value::from_bool(!b)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn ordered(_vm: &mut Vm, _this: Obj<Range>, _value: Value) -> Value {
    Value::NOT_IMPLEMENTED
}

fn reduce(vm: &mut Vm, this: Obj<Range>) -> PyResult {
    let args = vm.new_tuple(&[this.start.get(), this.stop.get(), this.step.get()])?;
    let class = vm.class(T::Range).value();
    vm.new_tuple(&[class, args.value()]).map(Tuple::value)
}

fn count(vm: &mut Vm, this: Obj<Range>, object: Value) -> PyResult<usize> {
    if exact_int(vm, object) {
        return Ok(usize::from(position(vm, this, object)?.is_some()));
    }
    let it = vm.iter(this.value())?;
    let mut n = 0;
    while let Some(item) = vm.next(it)? {
        n += usize::from(vm.eq(item, object)?);
    }
    Ok(n)
}

fn index(vm: &mut Vm, this: Obj<Range>, object: Value) -> PyResult {
    if !exact_int(vm, object) {
        return match search(vm, this, object)? {
            Some(i) => Ok(Value::from_len(i)),
            None => Err(vm.value_error("sequence.index(x): x not in sequence")),
        };
    }
    match position(vm, this, object)? {
        Some(i) => Ok(i),
        None if vm.main_version < Version::V314 => {
            let object = vm.repr(object)?;
            Err(vm.value_error(format_args!("{} is not in range", object.to_text())))
        }
        None => Err(vm.value_error("range.index(x): x not in range")),
    }
}

// ---- iterators

fn next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    Ok(Obj::<RangeIter>::from_value(it).and_then(|it| vm.range_next(it)))
}

fn length_hint(vm: &mut Vm, this: Obj<RangeIter>) -> PyResult {
    vm.new_int_u64(this.left.get())
}

fn iterator_reduce(vm: &mut Vm, this: Obj<RangeIter>) -> PyResult {
    let (next, step, left) = (this.next.get(), this.step.get(), this.left.get());
    let stop = i128::from(next) + i128::from(step) * i128::from(left);
    let (start, stop, step) = (vm.new_int(next), vm.new_int_i128(stop)?, vm.new_int(step));
    let range = vm.make_range(start, stop, step)?;
    // before 3.12 the iterator kept where it started
    let state = if vm.main_version < Version::V312 { ZERO } else { Value::NONE };
    vm.reduce_to_iter(range, Some(state))
}

fn setstate(vm: &mut Vm, this: Obj<RangeIter>, state: Value) -> PyResult<()> {
    let skip = u64::try_from(vm.state_int(state)?)
        .unwrap_or(0)
        .min(this.left.get());
    this.next.set(
        this.next
            .get()
            .wrapping_add(this.step.get().wrapping_mul(skip as i64)),
    );
    this.left.set(this.left.get() - skip);
    Ok(())
}

fn long_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<LongRangeIter>::from_value(it) else {
        return Ok(None);
    };
    let i = it.index.get();
    if vm.compare_truth(Cmp::Ge, i, it.len.get())? {
        return Ok(None);
    }
    it.index.set(vm.binary(BinOp::Add, i, ONE)?);
    let distance = vm.binary(BinOp::Mul, i, it.step.get())?;
    vm.binary(BinOp::Add, it.start.get(), distance).map(Some)
}

fn long_length_hint(vm: &mut Vm, this: Obj<LongRangeIter>) -> PyResult {
    vm.binary(BinOp::Sub, this.len.get(), this.index.get())
}

fn long_reduce(vm: &mut Vm, this: Obj<LongRangeIter>) -> PyResult {
    let distance = vm.binary(BinOp::Mul, this.len.get(), this.step.get())?;
    let stop = vm.binary(BinOp::Add, this.start.get(), distance)?;
    let given = vm.binary(BinOp::Mul, this.index.get(), this.step.get())?;
    let start = vm.binary(BinOp::Add, this.start.get(), given)?;
    let range = vm.make_range(start, stop, this.step.get())?;
    vm.reduce_to_iter(range, Some(Value::NONE))
}

fn long_setstate(vm: &mut Vm, this: Obj<LongRangeIter>, state: Value) -> PyResult<()> {
    if !vm.is_int(state) {
        let t = vm.type_name(state);
        return Err(vm.type_error(format_args!("state must be an int, not {t}")));
    }
    let mut i = vm.index(state)?;
    if vm.compare_truth(Cmp::Lt, i, ZERO)? {
        i = ZERO;
    } else if vm.compare_truth(Cmp::Gt, i, this.len.get())? {
        i = this.len.get();
    }
    this.index.set(i);
    Ok(())
}
