//! `tee`: several iterators over one, which share the items that not all of them have given yet.

use std::cell::Cell;

use crate::native_functions;
use crate::object::{GcVec, List, Native, Obj, T, Tuple, Value};
use crate::runtime::native::{NativeDef, TypeDef};
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// `_tee`
pub(super) static TEE: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    next: Some(tee_next),
    ..TypeDef::new(T::Tee, "Iterator wrapped to make it copyable.")
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "_tee" as new_tee(*);
]}

native_functions! { METHODS = [
    /// Returns an independent iterator.
    "__copy__" as copy(this);
]}

native_functions! { TEE_FUNCTIONS = [
    /// Returns a tuple of n independent iterators.
    tee(iterable, n = 2);
]}

/// The functions of the module.
pub(super) static FUNCTIONS: &[NativeDef] = TEE_FUNCTIONS;

/// Items of one link of the chain.
const LINK: usize = 57;

/// A link of the chain of items read: dropped by the collector when no iterator stands before its end.
struct Link {
    iterator: Cell<Value>,
    /// A list of up to [`LINK`] items.
    items: Cell<Value>,
    /// The next link, or empty.
    next: Cell<Value>,
    /// Is the iterator being asked for an item?
    running: Cell<bool>,
}

impl Native for Link {
    const TYPE: T = T::Internal;
    trace_fields!(iterator, items, next);
}

struct Tee {
    link: Cell<Value>,
    at: Cell<usize>,
}

impl Native for Tee {
    const TYPE: T = T::Tee;
    trace_fields!(link);
}

fn new_link(vm: &mut Vm, iterator: Value) -> PyResult<Obj<Link>> {
    let items = List::new(&mut vm.heap);
    let e = Value::EMPTY;
    let link = Link {
        iterator: Cell::new(iterator),
        items: Cell::new(items.value()),
        next: Cell::new(e),
        running: Cell::new(false),
    };
    Obj::new(&mut vm.heap, link).or_memory_error(vm)
}

fn copy(vm: &mut Vm, this: Obj<Tee>) -> PyResult<Obj<Tee>> {
    Obj::new(
        &mut vm.heap,
        Tee {
            link: Cell::new(this.link.get()),
            at: Cell::new(this.at.get()),
        },
    )
    .or_memory_error(vm)
}

/// An iterator over `iterable` that can be copied.
fn copyable(vm: &mut Vm, iterable: Value) -> PyResult<Obj<Tee>> {
    let it = vm.iter(iterable)?;
    if let Some(tee) = Obj::<Tee>::from_value(it) {
        return copy(vm, tee);
    }
    let link = new_link(vm, it)?;
    Obj::new(
        &mut vm.heap,
        Tee {
            link: Cell::new(link.value()),
            at: Cell::new(0),
        },
    )
    .or_memory_error(vm)
}

fn new_tee(vm: &mut Vm, args: &Args<'_>) -> PyResult<Obj<Tee>> {
    args.no_names(vm, "_tee")?;
    let [iterable] = vm.exactly(args, T::Tee)?;
    copyable(vm, iterable)
}

fn tee(vm: &mut Vm, iterable: Value, n: isize) -> PyResult<Tuple> {
    let Ok(n) = usize::try_from(n) else {
        return Err(vm.value_error("n must be >= 0"));
    };
    if n == 0 {
        return Ok(vm.empty_tuple);
    }
    let first = copyable(vm, iterable)?;
    let mut all = GcVec::with_capacity(&mut vm.heap, n).or_memory_error(vm)?;
    all.push(&mut vm.heap, first.value()).or_memory_error(vm)?;
    for _ in 1..n {
        let another = copy(vm, first)?;
        all.push(&mut vm.heap, another.value())
            .or_memory_error(vm)?;
    }
    vm.new_tuple(&all)
}

fn tee_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Tee>::from_value(it) else {
        return Ok(None);
    };
    if it.at.get() >= LINK {
        let Some(link) = Obj::<Link>::from_value(it.link.get()) else {
            return Ok(None);
        };
        if link.next.get().is_empty() {
            let next = new_link(vm, link.iterator.get())?;
            link.next.set(next.value());
        }
        it.link.set(link.next.get());
        it.at.set(0);
    }
    let Some(link) = Obj::<Link>::from_value(it.link.get()) else {
        return Ok(None);
    };
    let item = item_of(vm, link, it.at.get())?;
    if item.is_some() {
        it.at.set(it.at.get() + 1);
    }
    Ok(item)
}

/// Item `i` of a link, read from the iterator when it is the next one.
fn item_of(vm: &mut Vm, link: Obj<Link>, i: usize) -> PyResult<Option<Value>> {
    let Some(items) = List::from_value(link.items.get()) else {
        return Ok(None);
    };
    if let Some(v) = items.get(i) {
        return Ok(Some(v));
    }
    if link.running.replace(true) {
        return Err(vm.runtime_error("cannot re-enter the tee iterator"));
    }
    let item = vm.next(link.iterator.get());
    link.running.set(false);
    let Some(v) = item? else { return Ok(None) };
    items.push(&mut vm.heap, v).or_memory_error(vm)?;
    Ok(Some(v))
}
