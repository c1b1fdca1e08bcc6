//! `map`, `filter`, `zip`, `enumerate`, `reversed`.

use std::cell::Cell;

use crate::native_functions;
use crate::object::{Class, GcVec, Native, Obj, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::iter::{Enumerate, Zip};
use crate::runtime::names::Special;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Raised, Vm};
use crate::trace_fields;

use super::iterators::{REVERSE_METHODS, ReverseIter, reverse_next};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&MAP, &FILTER, &ZIP, &ENUMERATE, &REVERSED];

static MAP: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: MAP_METHODS,
    next: Some(map_next),
    ..TypeDef::new(
        T::Map,
        "Make an iterator that computes the function using arguments from\neach of the iterables.  \
         Stops when the shortest iterable is exhausted.\n\n\
         If strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.",
    )
};

static FILTER: TypeDef = TypeDef {
    new: Some(&NEW[1]),
    methods: FILTER_METHODS,
    next: Some(filter_next),
    ..TypeDef::new(
        T::Filter,
        "Return an iterator yielding those items of iterable for which\nfunction(item) is true.  \
         If function is None, return the items that\nare true.",
    )
};

static ZIP: TypeDef = TypeDef {
    new: Some(&NEW[2]),
    methods: ZIP_METHODS,
    next: Some(zip_next),
    ..TypeDef::new(
        T::Zip,
        "The zip object yields n-length tuples, where n is the number of\niterables passed as positional arguments to zip().  \
         The i-th element\nin every tuple comes from the i-th iterable argument to zip().  This\n\
         continues until the shortest argument is exhausted.\n\n\
         If strict is true and one of the arguments is exhausted before the\nothers, raise a ValueError.\n\n   \
         >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    )
};

static ENUMERATE: TypeDef = TypeDef {
    new: Some(&NEW[3]),
    methods: ENUMERATE_METHODS,
    next: Some(enumerate_next),
    ..TypeDef::new(
        T::Enumerate,
        "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n\
         The enumerate object yields pairs containing a count (from start, which\ndefaults to zero) and a value yielded by \
         the iterable argument.\n\nenumerate is useful for obtaining an indexed list:\n    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...",
    )
};

static REVERSED: TypeDef = TypeDef {
    new: Some(&NEW[4]),
    methods: REVERSE_METHODS,
    next: Some(reverse_next),
    ..TypeDef::new(
        T::Reversed,
        "Return a reverse iterator over the values of the given sequence.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_map(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_filter(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_zip(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_enumerate(*);
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new_reversed(*);
]}

native_functions! { MAP_METHODS = [
    /// Return state information for pickling.
    "__reduce__" as map_reduce(this);
    /// Set state information for unpickling.
    "__setstate__" as map_setstate(this, state);
]}

native_functions! { FILTER_METHODS = [
    /// Return state information for pickling.
    "__reduce__" as filter_reduce(this);
]}

native_functions! { ZIP_METHODS = [
    /// Return state information for pickling.
    "__reduce__" as zip_reduce(this);
    /// Set state information for unpickling.
    "__setstate__" as zip_setstate(this, state);
]}

native_functions! { ENUMERATE_METHODS = [
    /// Return state information for pickling.
    "__reduce__" as enumerate_reduce(this);
]}

impl Vm {
    /// Refuses named arguments of the constructor of iterator type `t`, except for derived classes with an `__init__` of their own.
    pub(crate) fn no_names_for(&mut self, args: &Args<'_>, class: Class, t: T) -> PyResult<()> {
        let base = self.class(t);
        if args.named_len() > 0
            && (class == base
                || self.special(class, Special::Init) == self.special(base, Special::Init))
        {
            return Err(self.type_error(format_args!("{}() takes no keyword arguments", t.name())));
        }
        Ok(())
    }

    /// The positional arguments of a constructor: exactly N.
    pub(crate) fn exactly<const N: usize>(
        &mut self,
        args: &Args<'_>,
        t: T,
    ) -> PyResult<[Value; N]> {
        let given = args.plain().get(1..).unwrap_or(&[]);
        match <[Value; N]>::try_from(given) {
            Ok(values) => Ok(values),
            Err(_) => {
                let (name, n, s) = (t.name(), given.len(), if N == 1 { "" } else { "s" });
                Err(self.type_error(format_args!("{name} expected {N} argument{s}, got {n}")))
            }
        }
    }

    /// The argument `strict`, the only one of the constructor of `t` that has a name.
    fn strict_argument(&mut self, args: &Args<'_>, class: Class, t: T) -> PyResult<bool> {
        if args.named_len() == 0 {
            return Ok(false);
        }
        let base = self.class(t);
        if class != base && self.special(class, Special::Init) != self.special(base, Special::Init)
        {
            return Ok(false);
        }
        for (name, _) in args.named() {
            if !name.is("strict") {
                let (f, name) = (t.name(), name.to_text());
                return Err(self.type_error(format_args!(
                    "{f}() got an unexpected keyword argument '{name}'"
                )));
            }
        }
        self.truth(args.get_named("strict").unwrap_or(Value::FALSE))
    }

    /// A tuple of iterators over the given iterables. `zip`: the function whose name errors before 3.8 give; `None`: they are those of `iter`.
    pub(crate) fn iterators_over(
        &mut self,
        iterables: &[Value],
        zip: Option<&str>,
    ) -> PyResult<Tuple> {
        let mut all =
            GcVec::with_capacity(&mut self.heap, iterables.len()).or_memory_error(self)?;
        for (n, &v) in (1..).zip(iterables) {
            let it = match (self.iter(v), zip) {
                (Err(_), Some(zip))
                    if self.dialect() < Version::V38 && self.pending_is(T::TypeError) =>
                {
                    self.take_pending();
                    return Err(
                        self.type_error(format_args!("{zip} argument #{n} must support iteration"))
                    );
                }
                (it, _) => it?,
            };
            all.push(&mut self.heap, it).or_memory_error(self)?;
        }
        self.new_tuple(&all)
    }

    /// One item of each iterator, pushed to `items`; `false` when one has ended. With `strict` it is an error when not all end
    /// at once; `name` is the function in its text.
    fn next_of_all(
        &mut self,
        iterators: &[Value],
        items: &mut GcVec,
        strict: bool,
        name: &str,
    ) -> PyResult<bool> {
        for (i, &it) in iterators.iter().enumerate() {
            match self.next_or_stop(it)? {
                Some(v) => items.push(&mut self.heap, v).or_memory_error(self)?,
                None if strict && i > 0 => return Err(self.uneven(name, i + 1, "shorter", i)),
                None => {
                    if strict {
                        for (j, &other) in iterators.iter().enumerate().skip(1) {
                            if self.next(other)?.is_some() {
                                return Err(self.uneven(name, j + 1, "longer", j));
                            }
                        }
                    }
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    #[cold]
    fn uneven(&mut self, name: &str, which: usize, how: &str, than: usize) -> Raised {
        let others = if than == 1 {
            " 1".to_string()
        } else {
            format!("s 1-{than}")
        };
        self.value_error(format_args!(
            "{name}() argument {which} is {how} than argument{others}"
        ))
    }
}

// ---- map

/// `map`
struct Map {
    function: Cell<Value>,
    iterators: Cell<Value>,
    strict: Cell<bool>,
}

impl Native for Map {
    const TYPE: T = T::Map;
    trace_fields!(function, iterators);
}

fn new_map(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let strict = vm.strict_argument(args, class, T::Map)?;
    let Some([function, iterables @ ..]) = args.plain().get(1..).filter(|a| a.len() > 1) else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    let iterators = vm.iterators_over(iterables, None)?;
    let map = Map {
        function: Cell::new(*function),
        iterators: Cell::new(iterators.value()),
        strict: Cell::new(strict),
    };
    let map = Obj::new(&mut vm.heap, map).or_memory_error(vm)?;
    Ok(vm.wrap_payload(class, T::Map, map.value()))
}

fn items_of<'a>(v: &Cell<Value>) -> &'a [Value] {
    Tuple::from_value(v.get()).map_or(&[], Tuple::items)
}

fn map_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Map>::from_value(it) else {
        return Ok(None);
    };
    if let &[only] = items_of(&it.iterators) {
        return match vm.next_or_stop(only)? {
            Some(v) => vm.call_positional(it.function.get(), &[v]).map(Some),
            None => Ok(None),
        };
    }
    let iterators = items_of(&it.iterators);
    let mut items = GcVec::with_capacity(&mut vm.heap, iterators.len()).or_memory_error(vm)?;
    if !vm.next_of_all(iterators, &mut items, it.strict.get(), "map")? {
        return Ok(None);
    }
    vm.call_positional(it.function.get(), &items).map(Some)
}

/// `(class, args)` or, when strict, `(class, args, True)`.
fn reduced(vm: &mut Vm, class: Class, args: &[Value], strict: bool) -> PyResult {
    let args = vm.new_tuple(args)?;
    let parts = [class.value(), args.value(), Value::TRUE];
    vm.new_tuple(&parts[..if strict { 3 } else { 2 }])
        .map(Tuple::value)
}

fn map_reduce(vm: &mut Vm, this: Value) -> PyResult {
    let class = vm.type_of(this);
    let Some(map) = vm.as_native::<Map>(this) else {
        return Err(vm.expected("map", this));
    };
    let mut args = vm.hold(&[map.function.get()])?;
    for &it in items_of(&map.iterators) {
        args.push(&mut vm.heap, it).or_memory_error(vm)?;
    }
    reduced(vm, class, &args, map.strict.get())
}

fn map_setstate(vm: &mut Vm, this: Obj<Map>, state: Value) -> PyResult<()> {
    this.strict.set(vm.truth(state)?);
    Ok(())
}

// ---- filter

/// `filter`
struct Filter {
    function: Cell<Value>,
    iterator: Cell<Value>,
}

impl Native for Filter {
    const TYPE: T = T::Filter;
    trace_fields!(function, iterator);
}

fn new_filter(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, T::Filter)?;
    let [function, iterable] = vm.exactly(args, T::Filter)?;
    let iterator = vm.iter(iterable)?;
    let filter = Filter {
        function: Cell::new(function),
        iterator: Cell::new(iterator),
    };
    let filter = Obj::new(&mut vm.heap, filter).or_memory_error(vm)?;
    Ok(vm.wrap_payload(class, T::Filter, filter.value()))
}

fn filter_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Filter>::from_value(it) else {
        return Ok(None);
    };
    let function = it.function.get();
    let plain = function.is_none() || function == vm.class(T::Bool).value();
    while let Some(v) = vm.next_or_stop(it.iterator.get())? {
        let answer = if plain {
            v
        } else {
            vm.call_positional(function, &[v])?
        };
        if vm.truth(answer)? {
            return Ok(Some(v));
        }
    }
    Ok(None)
}

fn filter_reduce(vm: &mut Vm, this: Value) -> PyResult {
    let class = vm.type_of(this);
    let Some(filter) = vm.as_native::<Filter>(this) else {
        return Err(vm.expected("filter", this));
    };
    reduced(
        vm,
        class,
        &[filter.function.get(), filter.iterator.get()],
        false,
    )
}

// ---- zip

fn new_zip(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let strict = vm.strict_argument(args, class, T::Zip)?;
    let iterators = vm.iterators_over(args.plain().get(1..).unwrap_or(&[]), Some("zip"))?;
    let zip = Zip {
        iterators: Cell::new(iterators.value()),
        strict: Cell::new(strict),
    };
    let zip = Obj::new(&mut vm.heap, zip).or_memory_error(vm)?;
    Ok(vm.wrap_payload(class, T::Zip, zip.value()))
}

fn zip_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Zip>::from_value(it) else {
        return Ok(None);
    };
    let iterators = items_of(&it.iterators);
    match *iterators {
        [] => return Ok(None),
        [a, b] if !it.strict.get() => {
            let Some(a) = vm.next_or_stop(a)? else {
                return Ok(None);
            };
            let Some(b) = vm.next_or_stop(b)? else {
                return Ok(None);
            };
            return Ok(Some(Tuple::small(&mut vm.heap, [a, b]).value()));
        }
        _ => {}
    }
    let mut items = GcVec::with_capacity(&mut vm.heap, iterators.len()).or_memory_error(vm)?;
    if !vm.next_of_all(iterators, &mut items, it.strict.get(), "zip")? {
        return Ok(None);
    }
    vm.new_tuple(&items).map(|t| Some(t.value()))
}

fn zip_reduce(vm: &mut Vm, this: Value) -> PyResult {
    let class = vm.type_of(this);
    let Some(zip) = vm.as_native::<Zip>(this) else {
        return Err(vm.expected("zip", this));
    };
    reduced(vm, class, items_of(&zip.iterators), zip.strict.get())
}

fn zip_setstate(vm: &mut Vm, this: Obj<Zip>, state: Value) -> PyResult<()> {
    this.strict.set(vm.truth(state)?);
    Ok(())
}

// ---- enumerate

fn new_enumerate(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    let (iterable, start) = enumerate_arguments(vm, args)?;
    let count = match start {
        Some(start) => vm.index(start)?,
        None => Value::from_i32(0),
    };
    let iterator = vm.iter(iterable)?;
    let e = Enumerate {
        count: Cell::new(count),
        iterator: Cell::new(iterator),
    };
    let e = Obj::new(&mut vm.heap, e).or_memory_error(vm)?;
    Ok(vm.wrap_payload(class, T::Enumerate, e.value()))
}

/// `iterable` and `start`, by position or name (Objects/enumobject.c:enumerate_vectorcall).
fn enumerate_arguments(vm: &mut Vm, args: &Args<'_>) -> PyResult<(Value, Option<Value>)> {
    let plain = args.plain().get(1..).unwrap_or(&[]);
    let total = plain.len() + args.named_len();
    if total > 2 {
        return Err(vm.type_error(format_args!(
            "enumerate() takes at most 2 arguments ({total} given)"
        )));
    }
    let (mut iterable, mut start) = (plain.first().copied(), plain.get(1).copied());
    for (name, v) in args.named() {
        let to = if name.is("iterable") {
            &mut iterable
        } else {
            &mut start
        };
        let known = name.is("iterable") || name.is("start") && (!plain.is_empty() || total == 2);
        if !known || to.is_some() {
            let name = name.to_text();
            return Err(vm.type_error(format_args!(
                "'{name}' is an invalid keyword argument for enumerate()"
            )));
        }
        *to = Some(v);
    }
    match iterable {
        Some(iterable) => Ok((iterable, start)),
        None => Err(vm.type_error("enumerate() missing required argument 'iterable'")),
    }
}

fn enumerate_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<Enumerate>::from_value(it) else {
        return Ok(None);
    };
    let Some(v) = vm.next_or_stop(it.iterator.get())? else {
        return Ok(None);
    };
    let count = it.count.get();
    it.count
        .set(vm.binary(BinOp::Add, count, Value::from_i32(1))?);
    Ok(Some(Tuple::small(&mut vm.heap, [count, v]).value()))
}

fn enumerate_reduce(vm: &mut Vm, this: Value) -> PyResult {
    let class = vm.type_of(this);
    let Some(e) = vm.as_native::<Enumerate>(this) else {
        return Err(vm.expected("enumerate", this));
    };
    reduced(vm, class, &[e.iterator.get(), e.count.get()], false)
}

// ---- reversed

fn new_reversed(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let class = vm.class_argument(args)?;
    vm.no_names_for(args, class, T::Reversed)?;
    let [sequence] = vm.exactly(args, T::Reversed)?;
    let not_reversible = |vm: &mut Vm| {
        let t = vm.type_name(sequence);
        Err(vm.type_error(format_args!("'{t}' object is not reversible")))
    };
    match vm.special_of(sequence, Special::Reversed) {
        Some(f) if f.is_none() => return not_reversible(vm),
        Some(f) => return vm.call_method(f, sequence, &[]),
        None => {}
    }
    if vm.special_of(sequence, Special::GetItem).is_none() || vm.as_dict(sequence).is_some() {
        return not_reversible(vm);
    }
    let len = vm.len(sequence)?;
    let it = ReverseIter::make(vm, T::Reversed, sequence, len)?;
    Ok(vm.wrap_payload(class, T::Reversed, it))
}
