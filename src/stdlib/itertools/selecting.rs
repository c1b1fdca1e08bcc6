//! Iterators that give some of the items of another: `compress`, `dropwhile`, `takewhile`, `filterfalse`, `islice`.

use std::cell::Cell;

use super::{made, next_of};
use crate::native_functions;
use crate::object::{Class, Native, Obj, T, Value};
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, PyResult, Vm};
use crate::trace_fields;

/// `compress`
pub(super) static COMPRESS: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    next: Some(compress_next),
    ..TypeDef::new(
        T::Compress,
        "Return data elements corresponding to true selector elements.\n\n\
         Forms a shorter iterator from selected data elements using the selectors\nto choose the data elements.",
    )
};

/// `dropwhile`
pub(super) static DROP_WHILE: TypeDef = TypeDef {
    new: Some(&NEW[1]),
    next: Some(dropwhile_next),
    ..TypeDef::new(
        T::DropWhile,
        "Drop items from the iterable while predicate(item) is true.\n\n\
         Afterwards, return every element until the iterable is exhausted.",
    )
};

/// `takewhile`
pub(super) static TAKE_WHILE: TypeDef = TypeDef {
    new: Some(&NEW[2]),
    next: Some(takewhile_next),
    ..TypeDef::new(
        T::TakeWhile,
        "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
    )
};

/// `filterfalse`
pub(super) static FILTER_FALSE: TypeDef = TypeDef {
    new: Some(&NEW[3]),
    next: Some(filterfalse_next),
    ..TypeDef::new(
        T::FilterFalse,
        "Return those items of iterable for which function(item) is false.\n\n\
         If function is None, return the items that are false.",
    )
};

/// `islice`
pub(super) static ISLICE: TypeDef = TypeDef {
    new: Some(&NEW[4]),
    next: Some(islice_next),
    ..TypeDef::new(
        T::Islice,
        "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\n\
         Return an iterator whose next() method returns selected values from an\n\
         iterable.  If start is specified, will skip all preceding elements;\n\
         otherwise, start defaults to zero.  Step defaults to one.  If\n\
         specified as another value, step determines how many values are\n\
         skipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "compress" as new_compress(cls; data, selectors);
    /// Create and return a new object.  See help(type) for accurate signature.
    "dropwhile" as new_dropwhile(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "takewhile" as new_takewhile(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "filterfalse" as new_filterfalse(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "islice" as new_islice(*);
]}

// ---- compress

struct Compress {
    data: Cell<Value>,
    selectors: Cell<Value>,
}

impl Native for Compress {
    const TYPE: T = T::Compress;
    trace_fields!(data, selectors);
}

fn new_compress(vm: &mut Vm, cls: Class, data: Value, selectors: Value) -> PyResult {
    let data = vm.iter(data)?;
    let selectors = vm.iter(selectors)?;
    made(
        vm,
        cls,
        Compress {
            data: Cell::new(data),
            selectors: Cell::new(selectors),
        },
    )
}

fn compress_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Compress>::from_value(it) else {
        return Ok(None);
    };
    loop {
        let Some(v) = vm.next(it.data.get())? else {
            return Ok(None);
        };
        let Some(selector) = vm.next(it.selectors.get())? else {
            return Ok(None);
        };
        if vm.truth(selector)? {
            return Ok(Some(v));
        }
    }
}

// ---- a function and an iterable

/// The two arguments of the constructor of `t`: the function and an iterator over the iterable.
fn function_and_iterator(vm: &mut Vm, args: &Args<'_>, t: T) -> PyResult<(Class, Value, Value)> {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, t)?;
    let [function, iterable] = vm.exactly(args, t)?;
    let it = vm.iter(iterable)?;
    Ok((class, function, it))
}

struct DropWhile {
    predicate: Cell<Value>,
    iterator: Cell<Value>,
    started: Cell<bool>,
}

impl Native for DropWhile {
    const TYPE: T = T::DropWhile;
    trace_fields!(predicate, iterator);
}

fn new_dropwhile(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let (class, predicate, iterator) = function_and_iterator(vm, args, T::DropWhile)?;
    made(
        vm,
        class,
        DropWhile {
            predicate: Cell::new(predicate),
            iterator: Cell::new(iterator),
            started: Cell::new(false),
        },
    )
}

fn dropwhile_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<DropWhile>::from_value(it) else {
        return Ok(None);
    };
    while let Some(v) = vm.next(it.iterator.get())? {
        if it.started.get() {
            return Ok(Some(v));
        }
        let answer = vm.call_positional(it.predicate.get(), &[v])?;
        if !vm.truth(answer)? {
            it.started.set(true);
            return Ok(Some(v));
        }
    }
    Ok(None)
}

struct TakeWhile {
    predicate: Cell<Value>,
    iterator: Cell<Value>,
    stopped: Cell<bool>,
}

impl Native for TakeWhile {
    const TYPE: T = T::TakeWhile;
    trace_fields!(predicate, iterator);
}

fn new_takewhile(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let (class, predicate, iterator) = function_and_iterator(vm, args, T::TakeWhile)?;
    made(
        vm,
        class,
        TakeWhile {
            predicate: Cell::new(predicate),
            iterator: Cell::new(iterator),
            stopped: Cell::new(false),
        },
    )
}

fn takewhile_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<TakeWhile>::from_value(it) else {
        return Ok(None);
    };
    if it.stopped.get() {
        return Ok(None);
    }
    let Some(v) = vm.next(it.iterator.get())? else {
        return Ok(None);
    };
    let answer = vm.call_positional(it.predicate.get(), &[v])?;
    if vm.truth(answer)? {
        return Ok(Some(v));
    }
    it.stopped.set(true);
    Ok(None)
}

struct FilterFalse {
    function: Cell<Value>,
    iterator: Cell<Value>,
}

impl Native for FilterFalse {
    const TYPE: T = T::FilterFalse;
    trace_fields!(function, iterator);
}

fn new_filterfalse(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let (class, function, iterator) = function_and_iterator(vm, args, T::FilterFalse)?;
    made(
        vm,
        class,
        FilterFalse {
            function: Cell::new(function),
            iterator: Cell::new(iterator),
        },
    )
}

fn filterfalse_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<FilterFalse>::from_value(it) else {
        return Ok(None);
    };
    let function = it.function.get();
    let plain = function.is_none() || function == vm.class(T::Bool).value();
    while let Some(v) = vm.next(it.iterator.get())? {
        let answer = if plain {
            v
        } else {
            vm.call_positional(function, &[v])?
        };
        if !vm.truth(answer)? {
            return Ok(Some(v));
        }
    }
    Ok(None)
}

// ---- islice

struct Islice {
    /// Empty when exhausted.
    iterator: Cell<Value>,
    /// The index of the next item to give.
    next: Cell<u64>,
    /// Where to stop; `u64::MAX`: nowhere.
    stop: u64,
    step: u64,
    /// Items taken so far.
    taken: Cell<u64>,
}

impl Native for Islice {
    const TYPE: T = T::Islice;
    trace_fields!(iterator);
}

const BAD_STOP: &str =
    "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const BAD_INDEX: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const BAD_STEP: &str = "Step for islice() must be a positive integer or None.";

/// A bound of `islice`; ValueError with `text` when it is none or below `least`.
fn bound(vm: &mut Vm, v: Value, default: u64, least: i64, text: &str) -> PyResult<u64> {
    if v.is_none() {
        return Ok(default);
    }
    let Ok(i) = vm.index_ssize(v) else {
        vm.take_pending();
        return Err(vm.value_error(text));
    };
    match u64::try_from(i) {
        Ok(n) if i as i64 >= least => Ok(n),
        _ => Err(vm.value_error(if i < -1 { BAD_INDEX } else { text })),
    }
}

fn new_islice(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, T::Islice)?;
    let none = Value::NONE;
    let (iterable, start, stop, step) = match *args.plain() {
        [_, iterable, stop] => (iterable, none, stop, none),
        [_, iterable, start, stop] => (iterable, start, stop, none),
        [_, iterable, start, stop, step] => (iterable, start, stop, step),
        ref given => {
            let n = given.len().saturating_sub(1);
            let bound = if n < 2 { "at least 2" } else { "at most 4" };
            return Err(vm.type_error(format_args!("islice expected {bound} arguments, got {n}")));
        }
    };
    let stop = bound(vm, stop, u64::MAX, 0, BAD_STOP)?;
    let start = bound(vm, start, 0, 0, BAD_INDEX)?;
    let step = if step.is_none() {
        1
    } else {
        match vm.index_ssize(step).map(u64::try_from) {
            Ok(Ok(n)) if n > 0 => n,
            _ => {
                vm.take_pending();
                return Err(vm.value_error(BAD_STEP));
            }
        }
    };
    let iterator = vm.iter(iterable)?;
    made(
        vm,
        class,
        Islice {
            iterator: Cell::new(iterator),
            next: Cell::new(start),
            stop,
            step,
            taken: Cell::new(0),
        },
    )
}

fn islice_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Islice>::from_value(it) else {
        return Ok(None);
    };
    while it.taken.get() < it.next.get() {
        if next_of(vm, it.iterator.get())?.is_none() {
            it.iterator.set(Value::EMPTY);
            return Ok(None);
        }
        it.taken.set(it.taken.get() + 1);
    }
    if it.taken.get() >= it.stop {
        it.iterator.set(Value::EMPTY);
        return Ok(None);
    }
    let Some(v) = next_of(vm, it.iterator.get())? else {
        it.iterator.set(Value::EMPTY);
        return Ok(None);
    };
    it.taken.set(it.taken.get() + 1);
    it.next
        .set(it.next.get().saturating_add(it.step).min(it.stop));
    Ok(Some(v))
}
