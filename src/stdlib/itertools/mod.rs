//! The module `itertools`: one file for each family of iterators.

pub mod chaining;
pub mod combinatorics;
pub mod endless;
pub mod grouping;
pub mod selecting;
pub mod tee;

use crate::object::{Class, Module, Native, Obj, T, Value};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{OrMemoryError, PyResult, Vm};

/// The types of this module.
pub static TYPES: &[&TypeDef] = &[
    &chaining::ACCUMULATE,
    &chaining::BATCHED,
    &chaining::CHAIN,
    &chaining::PAIRWISE,
    &chaining::STARMAP,
    &chaining::ZIP_LONGEST,
    &combinatorics::COMBINATIONS,
    &combinatorics::COMBINATIONS_WITH_REPLACEMENT,
    &combinatorics::PERMUTATIONS,
    &combinatorics::PRODUCT,
    &endless::COUNT,
    &endless::CYCLE,
    &endless::REPEAT,
    &grouping::GROUP_BY,
    &grouping::GROUPER,
    &selecting::COMPRESS,
    &selecting::DROP_WHILE,
    &selecting::FILTER_FALSE,
    &selecting::ISLICE,
    &selecting::TAKE_WHILE,
    &tee::TEE,
];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.\n\n\
          Infinite iterators:\n\
          count(start=0, step=1) --> start, start+step, start+2*step, ...\n\
          cycle(p) --> p0, p1, ... plast, p0, p1, ...\n\
          repeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\n\
          Iterators terminating on the shortest input sequence:\n\
          accumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\n\
          batched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\n\
          chain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\n\
          chain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\n\
          compress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\n\
          dropwhile(predicate, seq) --> seq[n], seq[n+1], starting when predicate fails\n\
          groupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\n\
          filterfalse(predicate, seq) --> elements of seq where predicate(elem) is False\n\
          islice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\n\
          pairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\n\
          starmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\n\
          tee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\n\
          takewhile(predicate, seq) --> seq[0], seq[1], until predicate fails\n\
          zip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\n\
          Combinatoric generators:\n\
          product(p, q, ... [repeat=1]) --> cartesian product\n\
          permutations(p[, r])\n\
          combinations(p, r)\n\
          combinations_with_replacement(p, r)\n",
    functions: tee::FUNCTIONS,
    types: &[
        T::Accumulate,
        T::Batched,
        T::Chain,
        T::Combinations,
        T::CombinationsWithReplacement,
        T::Compress,
        T::Count,
        T::Cycle,
        T::DropWhile,
        T::FilterFalse,
        T::GroupBy,
        T::Grouper,
        T::Islice,
        T::Pairwise,
        T::Permutations,
        T::Product,
        T::Repeat,
        T::Starmap,
        T::TakeWhile,
        T::Tee,
        T::ZipLongest,
    ],
    init,
};

fn init(_vm: &mut Vm, _module: Module) -> PyResult<()> {
    Ok(())
}

/// A new object of an iterator type, or of the derived class that was called.
fn made<N: Native>(vm: &mut Vm, class: Class, data: N) -> PyResult {
    let o = Obj::new(&mut vm.heap, data).or_memory_error(vm)?;
    Ok(vm.wrap_payload(class, N::TYPE, o.value()))
}

/// The next item of an iterator that may have been given up.
fn next_of(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    if it.is_empty() { Ok(None) } else { vm.next(it) }
}
