//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.
//!
//! Each keeps its items in tuples and counts with indices into them; no Python code runs while the indices are borrowed.

use std::cell::{Cell, RefCell};

use super::made;
use crate::native_functions;
use crate::object::{Class, GcVec, Native, Obj, T, Tuple, Value};
use crate::runtime::names::Special;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// `combinations`
pub(super) static COMBINATIONS: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    next: Some(combinations_next),
    ..TypeDef::new(
        T::Combinations,
        "Return successive r-length combinations of elements in the iterable.\n\n\
         combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    )
};

/// `combinations_with_replacement`
pub(super) static COMBINATIONS_WITH_REPLACEMENT: TypeDef = TypeDef {
    new: Some(&NEW[1]),
    next: Some(replacement_next),
    ..TypeDef::new(
        T::CombinationsWithReplacement,
        "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive \
         repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    )
};

/// `permutations`
pub(super) static PERMUTATIONS: TypeDef = TypeDef {
    new: Some(&NEW[2]),
    next: Some(permutations_next),
    ..TypeDef::new(
        T::Permutations,
        "Return successive r-length permutations of elements in the iterable.\n\n\
         permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    )
};

/// `product`
pub(super) static PRODUCT: TypeDef = TypeDef {
    new: Some(&NEW[3]),
    next: Some(product_next),
    ..TypeDef::new(
        T::Product,
        "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\n\
         For example, product(A, B) returns the same as:  ((x,y) for x in A for y in B).\n\
         The leftmost iterators are in the outermost for-loop, so the output tuples\n\
         cycle in a manner similar to an odometer (with the rightmost element changing\non every iteration).\n\n\
         To compute the product of an iterable with itself, specify the number\n\
         of repetitions with the optional repeat keyword argument. For example,\n\
         product(A, repeat=4) means the same as product(A, A, A, A).\n\n\
         product('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\n\
         product((0,1), (0,1), (0,1)) --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "combinations" as new_combinations(cls; iterable, r);
    /// Create and return a new object.  See help(type) for accurate signature.
    "combinations_with_replacement" as new_replacement(cls; iterable, r);
    /// Create and return a new object.  See help(type) for accurate signature.
    "permutations" as new_permutations(cls; iterable, r = Value::NONE);
    /// Create and return a new object.  See help(type) for accurate signature.
    "product" as new_product(*);
]}

/// Up to so many items, a result is put together on the stack.
const ON_STACK: usize = 12;

/// A tuple of `n` items.
fn tuple_of(vm: &mut Vm, n: usize, item: impl Fn(usize) -> Value) -> PyResult<Option<Value>> {
    if n <= ON_STACK {
        let mut items = [Value::NONE; ON_STACK];
        for (i, slot) in items[..n].iter_mut().enumerate() {
            *slot = item(i);
        }
        return vm.new_tuple(&items[..n]).map(|t| Some(t.value()));
    }
    let mut items = GcVec::with_capacity(&mut vm.heap, n).or_memory_error(vm)?;
    for i in 0..n {
        items.push(&mut vm.heap, item(i)).or_memory_error(vm)?;
    }
    vm.new_tuple(&items).map(|t| Some(t.value()))
}

/// What an iterator of this file does next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    First,
    Later,
    Done,
}

/// Goes on to the next arrangement with `advance` (not the first time); gives the items at the indices.
fn arranged(
    vm: &mut Vm,
    stage: &Cell<Stage>,
    pool: Value,
    r: usize,
    indices: &RefCell<Vec<usize>>,
    advance: impl FnOnce(&mut [usize]) -> bool,
) -> PyResult<Option<Value>> {
    let pool = Tuple::from_value(pool).map_or(&[][..], Tuple::items);
    let Ok(mut indices) = indices.try_borrow_mut() else {
        return Ok(None);
    };
    if stage.get() == Stage::Done || stage.get() == Stage::Later && !advance(&mut indices) {
        stage.set(Stage::Done);
        return Ok(None);
    }
    stage.set(Stage::Later);
    tuple_of(vm, r, |i| {
        indices
            .get(i)
            .and_then(|&i| pool.get(i))
            .copied()
            .unwrap_or(Value::NONE)
    })
}

/// The argument `r`.
fn length(vm: &mut Vm, r: isize) -> PyResult<usize> {
    match usize::try_from(r) {
        Ok(r) => Ok(r),
        Err(_) => Err(vm.value_error("r must be non-negative")),
    }
}

/// `n` indices made by `f`; MemoryError when there is no room for them.
fn new_indices(
    vm: &mut Vm,
    n: usize,
    f: impl FnMut(usize) -> usize,
) -> PyResult<RefCell<Vec<usize>>> {
    let mut indices = Vec::new();
    if indices.try_reserve_exact(n).is_err() {
        return Err(vm.memory_error());
    }
    indices.extend((0..n).map(f));
    Ok(RefCell::new(indices))
}

// ---- combinations

struct Combinations {
    pool: Cell<Value>,
    indices: RefCell<Vec<usize>>,
    r: usize,
    stage: Cell<Stage>,
}

impl Native for Combinations {
    const TYPE: T = T::Combinations;
    trace_fields!(pool);
}

fn new_combinations(vm: &mut Vm, cls: Class, iterable: Value, r: isize) -> PyResult {
    let pool = vm.tuple_from(iterable)?;
    let r = length(vm, r)?;
    let possible = r <= pool.len();
    let indices = new_indices(vm, if possible { r } else { 0 }, |i| i)?;
    let stage = Cell::new(if possible { Stage::First } else { Stage::Done });
    made(
        vm,
        cls,
        Combinations {
            pool: Cell::new(pool.value()),
            indices,
            r,
            stage,
        },
    )
}

fn combinations_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Combinations>::from_value(it) else {
        return Ok(None);
    };
    let n = Tuple::from_value(it.pool.get()).map_or(0, Tuple::len);
    let r = it.r;
    arranged(vm, &it.stage, it.pool.get(), r, &it.indices, |indices| {
        let Some(i) = (0..r).rev().find(|&i| indices[i] != i + n - r) else {
            return false;
        };
        indices[i] += 1;
        for j in i + 1..r {
            indices[j] = indices[j - 1] + 1;
        }
        true
    })
}

// ---- combinations_with_replacement

struct Replacement {
    pool: Cell<Value>,
    indices: RefCell<Vec<usize>>,
    r: usize,
    stage: Cell<Stage>,
}

impl Native for Replacement {
    const TYPE: T = T::CombinationsWithReplacement;
    trace_fields!(pool);
}

fn new_replacement(vm: &mut Vm, cls: Class, iterable: Value, r: isize) -> PyResult {
    let pool = vm.tuple_from(iterable)?;
    let r = length(vm, r)?;
    let indices = new_indices(vm, r, |_| 0)?;
    let stage = Cell::new(if pool.is_empty() && r > 0 {
        Stage::Done
    } else {
        Stage::First
    });
    made(
        vm,
        cls,
        Replacement {
            pool: Cell::new(pool.value()),
            indices,
            r,
            stage,
        },
    )
}

fn replacement_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Replacement>::from_value(it) else {
        return Ok(None);
    };
    let n = Tuple::from_value(it.pool.get()).map_or(0, Tuple::len);
    let r = it.r;
    arranged(vm, &it.stage, it.pool.get(), r, &it.indices, |indices| {
        let Some(i) = (0..r).rev().find(|&i| indices[i] + 1 < n) else {
            return false;
        };
        let next = indices[i] + 1;
        indices[i..r].fill(next);
        true
    })
}

// ---- permutations

struct Permutations {
    pool: Cell<Value>,
    indices: RefCell<Vec<usize>>,
    cycles: RefCell<Vec<usize>>,
    r: usize,
    stage: Cell<Stage>,
}

impl Native for Permutations {
    const TYPE: T = T::Permutations;
    trace_fields!(pool);
}

fn new_permutations(vm: &mut Vm, cls: Class, iterable: Value, r: Value) -> PyResult {
    let pool = vm.tuple_from(iterable)?;
    let n = pool.len();
    let r = if r.is_none() {
        n
    } else if vm.is_int(r) {
        let r = vm.index_ssize(r)?;
        length(vm, r)?
    } else {
        return Err(vm.type_error("Expected int as r"));
    };
    let possible = r <= n;
    let indices = new_indices(vm, n, |i| i)?;
    let cycles = new_indices(vm, if possible { r } else { 0 }, |i| n - i)?;
    let stage = Cell::new(if possible { Stage::First } else { Stage::Done });
    made(
        vm,
        cls,
        Permutations {
            pool: Cell::new(pool.value()),
            indices,
            cycles,
            r,
            stage,
        },
    )
}

fn permutations_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Permutations>::from_value(it) else {
        return Ok(None);
    };
    let Ok(mut cycles) = it.cycles.try_borrow_mut() else {
        return Ok(None);
    };
    arranged(vm, &it.stage, it.pool.get(), it.r, &it.indices, |indices| {
        let n = indices.len();
        for i in (0..cycles.len()).rev() {
            cycles[i] -= 1;
            if cycles[i] > 0 {
                indices.swap(i, n - cycles[i]);
                return true;
            }
            indices[i..].rotate_left(1);
            cycles[i] = n - i;
        }
        false
    })
}

// ---- product

struct Product {
    /// A tuple of tuples.
    pools: Cell<Value>,
    indices: RefCell<Vec<usize>>,
    stage: Cell<Stage>,
}

impl Native for Product {
    const TYPE: T = T::Product;
    trace_fields!(pools);
}

fn new_product(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let repeat = repeat_argument(vm, args, class)?;
    let iterables = args.plain().get(1..).unwrap_or(&[]);
    let iterables = if repeat == 0 { &[] } else { iterables };
    let Some(total) = iterables
        .len()
        .checked_mul(repeat)
        .filter(|&n| n <= isize::MAX as usize / 8)
    else {
        return Err(vm.overflow_error("repeat argument too large"));
    };
    let indices = new_indices(vm, total, |_| 0)?;
    let mut pools = GcVec::with_capacity(&mut vm.heap, total).or_memory_error(vm)?;
    let mut stage = Stage::First;
    for &iterable in iterables {
        let pool = vm.tuple_from(iterable)?;
        if pool.is_empty() {
            stage = Stage::Done;
        }
        pools.push(&mut vm.heap, pool.value()).or_memory_error(vm)?;
    }
    for i in iterables.len()..total {
        let pool = pools[i - iterables.len()];
        pools.push(&mut vm.heap, pool).or_memory_error(vm)?;
    }
    let pools = vm.new_tuple(&pools)?;
    made(
        vm,
        class,
        Product {
            pools: Cell::new(pools.value()),
            indices,
            stage: Cell::new(stage),
        },
    )
}

fn repeat_argument(vm: &mut Vm, args: &Args<'_>, class: Class) -> PyResult<usize> {
    let base = vm.class(T::Product);
    if args.named_len() == 0
        || class != base && vm.special(class, Special::Init) != vm.special(base, Special::Init)
    {
        return Ok(1);
    }
    for (name, _) in args.named() {
        if !name.is("repeat") {
            let name = name.to_text();
            return Err(vm.type_error(format_args!(
                "product() got an unexpected keyword argument '{name}'"
            )));
        }
    }
    let repeat = vm.index_ssize(args.get_named("repeat").unwrap_or(Value::from_i32(1)))?;
    match usize::try_from(repeat) {
        Ok(n) => Ok(n),
        Err(_) => Err(vm.value_error("repeat argument cannot be negative")),
    }
}

fn product_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Product>::from_value(it) else {
        return Ok(None);
    };
    let pools = Tuple::from_value(it.pools.get()).map_or(&[][..], Tuple::items);
    let pool = |i: usize| {
        pools
            .get(i)
            .and_then(|&p| Tuple::from_value(p))
            .map_or(&[][..], Tuple::items)
    };
    let Ok(mut indices) = it.indices.try_borrow_mut() else {
        return Ok(None);
    };
    match it.stage.get() {
        Stage::Done => return Ok(None),
        Stage::First => it.stage.set(Stage::Later),
        Stage::Later => {
            let mut i = indices.len();
            loop {
                let Some(before) = i.checked_sub(1) else {
                    it.stage.set(Stage::Done);
                    return Ok(None);
                };
                i = before;
                indices[i] += 1;
                if indices[i] < pool(i).len() {
                    break;
                }
                indices[i] = 0;
            }
        }
    }
    tuple_of(vm, indices.len(), |i| {
        pool(i).get(indices[i]).copied().unwrap_or(Value::NONE)
    })
}
