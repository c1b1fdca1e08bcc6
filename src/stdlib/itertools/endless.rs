//! Iterators that need not end: `count`, `cycle`, `repeat`.

use std::cell::Cell;

use super::{made, next_of};
use crate::native_functions;
use crate::object::{Class, List, Native, Obj, T, Value};
use crate::runtime::arith::BinOp;
use crate::runtime::compare::Cmp;
use crate::runtime::names::Special;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::text::CharBuf;
use crate::trace_fields;

/// `count`
pub(super) static COUNT: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: COUNT_METHODS,
    next: Some(count_next),
    ..TypeDef::new(
        T::Count,
        "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    \
         def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
    )
};

/// `cycle`
pub(super) static CYCLE: TypeDef = TypeDef {
    new: Some(&NEW[1]),
    next: Some(cycle_next),
    ..TypeDef::new(
        T::Cycle,
        "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    )
};

/// `repeat`
pub(super) static REPEAT: TypeDef = TypeDef {
    new: Some(&NEW[2]),
    methods: REPEAT_METHODS,
    next: Some(repeat_next),
    ..TypeDef::new(
        T::Repeat,
        "repeat(object [,times]) -> create an iterator which returns the object\n\
         for the specified number of times.  If not specified, returns the object\nendlessly.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "count" as new_count(cls; start = Value::from_i32(0), step = Value::from_i32(1));
    /// Create and return a new object.  See help(type) for accurate signature.
    "cycle" as new_cycle(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "repeat" as new_repeat(cls; object, times = Value::EMPTY);
]}

native_functions! { COUNT_METHODS = [
    /// Return repr(self).
    "__repr__" as count_repr(this);
]}

native_functions! { REPEAT_METHODS = [
    /// Return repr(self).
    "__repr__" as repeat_repr(this);
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__" as repeat_length_hint(this);
]}

// ---- count

struct Count {
    next: Cell<Value>,
    step: Cell<Value>,
}

impl Native for Count {
    const TYPE: T = T::Count;
    trace_fields!(next, step);
}

fn new_count(vm: &mut Vm, cls: Class, start: Value, step: Value) -> PyResult {
    for v in [start, step] {
        let number = vm.is_int(v)
            || [Special::Index, Special::Int, Special::Float]
                .into_iter()
                .any(|s| vm.special_of(v, s).is_some())
            || vm.is_instance(v, T::Complex);
        if !number {
            return Err(vm.type_error("a number is required"));
        }
    }
    let (mut next, mut by) = (start, step);
    if vm.is_int(start) && vm.is_int(step) && vm.to_num(step).and_then(|n| n.to_i64()) == Some(1) {
        // counting by one gives exact ints, whatever was given
        (next, by) = (vm.index(start)?, Value::from_i32(1));
    }
    made(
        vm,
        cls,
        Count {
            next: Cell::new(next),
            step: Cell::new(by),
        },
    )
}

fn count_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Count>::from_value(it) else {
        return Ok(None);
    };
    let v = it.next.get();
    it.next.set(vm.binary(BinOp::Add, v, it.step.get())?);
    Ok(Some(v))
}

fn count_repr(vm: &mut Vm, this: Value) -> PyResult {
    let Some(count) = vm.as_native::<Count>(this) else {
        return Err(vm.expected("count", this));
    };
    let (next, step) = (count.next.get(), count.step.get());
    let by_one = vm.is_int(step) && vm.compare_truth(Cmp::Eq, step, Value::from_i32(1))?;
    let shown = [next, step];
    call_repr(vm, this, &shown[..if by_one { 1 } else { 2 }])
}

/// `name(a, b)` with the name of the object's class.
fn call_repr(vm: &mut Vm, this: Value, args: &[Value]) -> PyResult {
    let mut out = CharBuf::new();
    out.push_str(&vm.plain_class_name(vm.type_of(this)));
    out.push_str("(");
    vm.repr_items(&mut out, args)?;
    out.push_str(")");
    vm.new_text(out.as_chars()).map(Into::into)
}

// ---- cycle

struct Cycle {
    /// Empty when exhausted.
    iterator: Cell<Value>,
    /// A list of the items seen.
    saved: Cell<Value>,
    /// Which of them comes next when the iterator is exhausted.
    at: Cell<usize>,
}

impl Native for Cycle {
    const TYPE: T = T::Cycle;
    trace_fields!(iterator, saved);
}

fn new_cycle(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, T::Cycle)?;
    let [iterable] = vm.exactly(args, T::Cycle)?;
    let iterator = vm.iter(iterable)?;
    let saved = List::new(&mut vm.heap);
    made(
        vm,
        class,
        Cycle {
            iterator: Cell::new(iterator),
            saved: Cell::new(saved.value()),
            at: Cell::new(0),
        },
    )
}

fn cycle_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Cycle>::from_value(it) else {
        return Ok(None);
    };
    let Some(saved) = List::from_value(it.saved.get()) else {
        return Ok(None);
    };
    if let Some(v) = next_of(vm, it.iterator.get())? {
        saved.push(&mut vm.heap, v).or_memory_error(vm)?;
        return Ok(Some(v));
    }
    it.iterator.set(Value::EMPTY);
    let at = it.at.get();
    it.at.set(if at + 1 >= saved.len() { 0 } else { at + 1 });
    Ok(saved.get(at))
}

// ---- repeat

struct Repeat {
    object: Cell<Value>,
    /// How often still; `None`: for ever.
    left: Cell<Option<usize>>,
}

impl Native for Repeat {
    const TYPE: T = T::Repeat;
    trace_fields!(object);
}

fn new_repeat(vm: &mut Vm, cls: Class, object: Value, times: Value) -> PyResult {
    let left = if times.is_empty() {
        None
    } else {
        Some(vm.index_ssize(times)?.max(0) as usize)
    };
    made(
        vm,
        cls,
        Repeat {
            object: Cell::new(object),
            left: Cell::new(left),
        },
    )
}

fn repeat_next(_vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Repeat>::from_value(it) else {
        return Ok(None);
    };
    match it.left.get() {
        Some(0) => Ok(None),
        left => {
            it.left.set(left.map(|n| n - 1));
            Ok(Some(it.object.get()))
        }
    }
}

fn repeat_repr(vm: &mut Vm, this: Value) -> PyResult {
    let Some(repeat) = vm.as_native::<Repeat>(this) else {
        return Err(vm.expected("repeat", this));
    };
    match repeat.left.get() {
        None => call_repr(vm, this, &[repeat.object.get()]),
        Some(n) => {
            let n = vm.new_int_u64(n as u64)?;
            call_repr(vm, this, &[repeat.object.get(), n])
        }
    }
}

fn repeat_length_hint(vm: &mut Vm, this: Obj<Repeat>) -> PyResult<usize> {
    match this.left.get() {
        Some(n) => Ok(n),
        None => Err(vm.type_error("len() of unsized object")),
    }
}
