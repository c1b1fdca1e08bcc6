//! Iterators that join or transform others: `accumulate`, `batched`, `chain`, `pairwise`, `starmap`, `zip_longest`.

use std::cell::Cell;

use super::{made, next_of};
use crate::native_functions;
use crate::object::{Class, GcVec, List, Native, Obj, T, Tuple, Value};
use crate::runtime::arith::BinOp;
use crate::runtime::names::Special;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// `accumulate`
pub(super) static ACCUMULATE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    next: Some(accumulate_next),
    ..TypeDef::new(
        T::Accumulate,
        "Return series of accumulated sums (or other binary function results).",
    )
};

/// `batched`
pub(super) static BATCHED: TypeDef = TypeDef {
    new: Some(&NEW[1]),
    next: Some(batched_next),
    ..TypeDef::new(
        T::Batched,
        "Batch data into tuples of length n. The last batch may be shorter than n.\n\n\
         Loops over the input iterable and accumulates data into tuples\n\
         up to size n.  The input is consumed lazily, just enough to\n\
         fill a batch.  The result is yielded as soon as a batch is full\n\
         or when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    \
         ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\n\
         If \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
    )
};

/// `chain`
pub(super) static CHAIN: TypeDef = TypeDef {
    new: Some(&NEW[2]),
    class_methods: CHAIN_CLASS_METHODS,
    next: Some(chain_next),
    ..TypeDef::new(
        T::Chain,
        "Return a chain object whose .__next__() method returns elements from the\n\
         first iterable until it is exhausted, then elements from the next\n\
         iterable, until all of the iterables are exhausted.",
    )
};

/// `pairwise`
pub(super) static PAIRWISE: TypeDef = TypeDef {
    new: Some(&NEW[3]),
    next: Some(pairwise_next),
    ..TypeDef::new(
        T::Pairwise,
        "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    )
};

/// `starmap`
pub(super) static STARMAP: TypeDef = TypeDef {
    new: Some(&NEW[4]),
    next: Some(starmap_next),
    ..TypeDef::new(
        T::Starmap,
        "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the \
         given sequence.",
    )
};

/// `zip_longest`
pub(super) static ZIP_LONGEST: TypeDef = TypeDef {
    new: Some(&NEW[5]),
    next: Some(zip_longest_next),
    ..TypeDef::new(
        T::ZipLongest,
        "Return a zip_longest object whose .__next__() method returns a tuple where\n\
         the i-th element comes from the i-th iterable argument.  The .__next__()\n\
         method continues until the longest iterable in the argument sequence\n\
         is exhausted and then it raises StopIteration.  When the shorter iterables\n\
         are exhausted, the fillvalue is substituted in their place.  The fillvalue\n\
         defaults to None or can be specified by a keyword argument.\n",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "accumulate" as new_accumulate(cls; iterable, func = Value::NONE; initial = Value::NONE);
    /// Create and return a new object.  See help(type) for accurate signature.
    "batched" as new_batched(cls; iterable, n; strict = false);
    /// Create and return a new object.  See help(type) for accurate signature.
    "chain" as new_chain(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "pairwise" as new_pairwise(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "starmap" as new_starmap(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "zip_longest" as new_zip_longest(*);
]}

native_functions! { CHAIN_CLASS_METHODS = [
    /// Alternative chain() constructor taking a single iterable argument that evaluates lazily.
    from_iterable(cls, iterable);
]}

// ---- accumulate

struct Accumulate {
    /// Empty before the first item.
    total: Cell<Value>,
    iterator: Cell<Value>,
    /// The function; None: addition.
    function: Cell<Value>,
    /// What to begin with; None when there is nothing or it was given.
    initial: Cell<Value>,
}

impl Native for Accumulate {
    const TYPE: T = T::Accumulate;
    trace_fields!(total, iterator, function, initial);
}

fn new_accumulate(
    vm: &mut Vm,
    cls: Class,
    iterable: Value,
    func: Value,
    initial: Value,
) -> PyResult {
    let iterator = vm.iter(iterable)?;
    let data = Accumulate {
        total: Cell::new(Value::EMPTY),
        iterator: Cell::new(iterator),
        function: Cell::new(func),
        initial: Cell::new(initial),
    };
    made(vm, cls, data)
}

fn accumulate_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Accumulate>::from_value(it) else {
        return Ok(None);
    };
    let initial = it.initial.replace(Value::NONE);
    if !initial.is_none() {
        it.total.set(initial);
        return Ok(Some(initial));
    }
    let Some(v) = vm.next(it.iterator.get())? else {
        return Ok(None);
    };
    let total = it.total.get();
    let total = if total.is_empty() {
        v
    } else if it.function.get().is_none() {
        vm.binary(BinOp::Add, total, v)?
    } else {
        vm.call_positional(it.function.get(), &[total, v])?
    };
    it.total.set(total);
    Ok(Some(total))
}

// ---- batched

struct Batched {
    /// Empty when exhausted.
    iterator: Cell<Value>,
    size: usize,
    strict: bool,
}

impl Native for Batched {
    const TYPE: T = T::Batched;
    trace_fields!(iterator);
}

fn new_batched(vm: &mut Vm, cls: Class, iterable: Value, n: isize, strict: bool) -> PyResult {
    let Some(size) = usize::try_from(n).ok().filter(|&n| n > 0) else {
        return Err(vm.value_error("n must be at least one"));
    };
    let iterator = vm.iter(iterable)?;
    made(
        vm,
        cls,
        Batched {
            iterator: Cell::new(iterator),
            size,
            strict,
        },
    )
}

fn batched_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Batched>::from_value(it) else {
        return Ok(None);
    };
    let mut items = GcVec::with_capacity(&mut vm.heap, it.size.min(1 << 10)).or_memory_error(vm)?;
    while items.len() < it.size {
        let Some(v) = next_of(vm, it.iterator.get())? else {
            it.iterator.set(Value::EMPTY);
            if items.is_empty() {
                return Ok(None);
            }
            if it.strict {
                return Err(vm.value_error("batched(): incomplete batch"));
            }
            break;
        };
        items.push(&mut vm.heap, v).or_memory_error(vm)?;
    }
    vm.new_tuple(&items).map(|t| Some(t.value()))
}

// ---- chain

struct Chain {
    /// Iterator over the iterables; empty when exhausted.
    source: Cell<Value>,
    /// Iterator over the present one, or empty.
    active: Cell<Value>,
}

impl Native for Chain {
    const TYPE: T = T::Chain;
    trace_fields!(source, active);
}

fn new_chain(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, T::Chain)?;
    let iterables = vm.new_tuple(args.plain().get(1..).unwrap_or(&[]))?;
    from_iterable(vm, class, iterables.value())
}

fn from_iterable(vm: &mut Vm, cls: Class, iterable: Value) -> PyResult {
    let source = vm.iter(iterable)?;
    made(
        vm,
        cls,
        Chain {
            source: Cell::new(source),
            active: Cell::new(Value::EMPTY),
        },
    )
}

fn chain_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Chain>::from_value(it) else {
        return Ok(None);
    };
    loop {
        if !it.active.get().is_empty() {
            if let Some(v) = vm.next(it.active.get())? {
                return Ok(Some(v));
            }
            it.active.set(Value::EMPTY);
        }
        let Some(iterable) = next_of(vm, it.source.get())? else {
            it.source.set(Value::EMPTY);
            return Ok(None);
        };
        match vm.iter(iterable) {
            Ok(active) => it.active.set(active),
            Err(raised) => {
                it.source.set(Value::EMPTY);
                return Err(raised);
            }
        }
    }
}

// ---- pairwise

struct Pairwise {
    /// Empty when exhausted.
    iterator: Cell<Value>,
    /// The last item, or empty.
    last: Cell<Value>,
}

impl Native for Pairwise {
    const TYPE: T = T::Pairwise;
    trace_fields!(iterator, last);
}

fn new_pairwise(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, T::Pairwise)?;
    let [iterable] = vm.exactly(args, T::Pairwise)?;
    let iterator = vm.iter(iterable)?;
    made(
        vm,
        class,
        Pairwise {
            iterator: Cell::new(iterator),
            last: Cell::new(Value::EMPTY),
        },
    )
}

fn pairwise_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Pairwise>::from_value(it) else {
        return Ok(None);
    };
    if it.last.get().is_empty() {
        let Some(first) = next_of(vm, it.iterator.get())? else {
            it.iterator.set(Value::EMPTY);
            return Ok(None);
        };
        it.last.set(first);
    }
    // the call below may come back here: it must find the old item
    let old = it.last.get();
    let Some(v) = next_of(vm, it.iterator.get())? else {
        it.iterator.set(Value::EMPTY);
        it.last.set(Value::EMPTY);
        return Ok(None);
    };
    it.last.set(v);
    Ok(Some(Tuple::small(&mut vm.heap, [old, v]).value()))
}

// ---- starmap

struct Starmap {
    function: Cell<Value>,
    iterator: Cell<Value>,
}

impl Native for Starmap {
    const TYPE: T = T::Starmap;
    trace_fields!(function, iterator);
}

fn new_starmap(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, T::Starmap)?;
    let [function, iterable] = vm.exactly(args, T::Starmap)?;
    let iterator = vm.iter(iterable)?;
    made(
        vm,
        class,
        Starmap {
            function: Cell::new(function),
            iterator: Cell::new(iterator),
        },
    )
}

fn starmap_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Starmap>::from_value(it) else {
        return Ok(None);
    };
    let Some(arguments) = vm.next(it.iterator.get())? else {
        return Ok(None);
    };
    let arguments = vm.tuple_from(arguments)?;
    vm.call_positional(it.function.get(), arguments.items())
        .map(Some)
}

// ---- zip_longest

struct ZipLongest {
    /// A list of the iterators; None for one that is exhausted.
    iterators: Cell<Value>,
    fill: Cell<Value>,
    /// How many are not exhausted.
    active: Cell<usize>,
}

impl Native for ZipLongest {
    const TYPE: T = T::ZipLongest;
    trace_fields!(iterators, fill);
}

fn new_zip_longest(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let mut fill = Value::NONE;
    let base = vm.class(T::ZipLongest);
    let own_init =
        class != base && vm.special(class, Special::Init) != vm.special(base, Special::Init);
    for (name, v) in args.named() {
        if name.is("fillvalue") {
            fill = v;
        } else if !own_init {
            return Err(vm.type_error("zip_longest() got an unexpected keyword argument"));
        }
    }
    let iterators = vm.iterators_over(args.plain().get(1..).unwrap_or(&[]), Some("zip_longest"))?;
    let list = vm.new_list(iterators.items())?;
    let data = ZipLongest {
        iterators: Cell::new(list.value()),
        fill: Cell::new(fill),
        active: Cell::new(iterators.len()),
    };
    made(vm, class, data)
}

fn zip_longest_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<ZipLongest>::from_value(it) else {
        return Ok(None);
    };
    let Some(iterators) = List::from_value(it.iterators.get()).filter(|_| it.active.get() > 0)
    else {
        return Ok(None);
    };
    let mut items = GcVec::with_capacity(&mut vm.heap, iterators.len()).or_memory_error(vm)?;
    for i in 0..iterators.len() {
        let iterator = iterators.get(i).unwrap_or(Value::NONE);
        let item = if iterator.is_none() {
            None
        } else {
            match vm.next(iterator) {
                Ok(item) => item,
                Err(raised) => {
                    it.active.set(0);
                    return Err(raised);
                }
            }
        };
        if item.is_none() && !iterator.is_none() {
            it.active.set(it.active.get().saturating_sub(1));
            if it.active.get() == 0 {
                return Ok(None);
            }
            iterators
                .set(&mut vm.heap, i, Value::NONE)
                .or_memory_error(vm)?;
        }
        items
            .push(&mut vm.heap, item.unwrap_or(it.fill.get()))
            .or_memory_error(vm)?;
    }
    vm.new_tuple(&items).map(|t| Some(t.value()))
}
