//! `list`.

use crate::native_functions;
use crate::object::{Class, Dict, List, Obj, Set, T, Tuple, Value};
use crate::pyc::Version;
use crate::runtime::arith::BinOp;
use crate::runtime::compare::methods::{eq, ge, gt, le, lt, ne};
use crate::runtime::item::{SliceIndex, SliceIndices};
use crate::runtime::iter::Slice;
use crate::runtime::names::Special;
use crate::runtime::native::TypeDef;
use crate::runtime::{Args, OrMemoryError, PyResult, Vm};
use crate::text::CharBuf;

use super::iterators::ReverseIter;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[&LIST];

static LIST: TypeDef = TypeDef {
    new: Some(&NEW[0]),
    methods: METHODS,
    ..TypeDef::new(
        T::List,
        "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\n\
         The argument must be an iterable if specified.",
    )
};

native_functions! { NEW = [
    /// Create and return a new object.  See help(type) for accurate signature.
    "__new__" as new(*);
]}

native_functions! { METHODS = [
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__" as init(*);
    /// Return repr(self).
    "__repr__" as repr(this);
    /// Return len(self).
    "__len__" as len(this);
    /// Return self[key].
    "__getitem__" as get_item(this, key);
    /// Set self[key] to value.
    "__setitem__" as set_item(this, key, value);
    /// Delete self[key].
    "__delitem__" as del_item(this, key);
    /// Return bool(key in self).
    "__contains__" as contains(this, key);
    /// Implement iter(self).
    "__iter__" as iter(this);
    /// Return a reverse iterator over the list.
    "__reversed__" as reversed(this);
    /// Return self+value.
    "__add__" as add(this, value);
    /// Return self*value.
    "__mul__" as mul(this, value);
    /// Return value*self.
    "__rmul__" as mul(this, value);
    /// Implement self+=value.
    "__iadd__" as iadd(this, value);
    /// Implement self*=value.
    "__imul__" as imul(this, value);
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
    /// Return the size of the list in memory, in bytes.
    "__sizeof__" as size_of_list(this);
    /// Append object to the end of the list.
    append(this, object);
    /// Remove all items from list.
    clear(this);
    /// Return a shallow copy of the list.
    copy(this);
    /// Return number of occurrences of value.
    count(this, value);
    /// Extend list by appending elements from the iterable.
    extend(this, iterable);
    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    index(this, value, start = SliceIndex(0), stop = SliceIndex(i64::MAX));
    /// Insert object before index.
    insert(this, index, object);
    /// Remove and return item at index (default last).
    ///
    /// Raises IndexError if list is empty or index is out of range.
    pop(this, index = -1);
    /// Remove first occurrence of value.
    ///
    /// Raises ValueError if the value is not present.
    remove(this, value);
    /// Reverse *IN PLACE*.
    reverse(this);
    /// Sort the list in ascending order and return None.
    ///
    /// The sort is in-place (i.e. the list itself is modified) and stable
    /// (i.e. the order of two equal elements is maintained).
    ///
    /// If a key function is given, apply it once to each list item and sort
    /// them, ascending or descending, according to their function values.
    ///
    /// The reverse flag can be set to sort in descending order.
    sort(this;; key = Value::NONE, reverse = false);
]}

fn new(vm: &mut Vm, args: &Args<'_>) -> PyResult {
    let list = List::new(&mut vm.heap).value();
    let class = vm.class_argument(args)?;
    Ok(vm.wrap_payload(class, T::List, list))
}

fn init(vm: &mut Vm, args: &Args<'_>) -> PyResult<()> {
    let this = args.first();
    let iterable = vm.iterable_argument(args, T::List)?;
    let Some(list) = vm.as_list(this) else {
        return Err(vm.expected("list", this));
    };
    if !list.is_empty() {
        list.clear();
    }
    let Some(iterable) = iterable else {
        return Ok(());
    };
    vm.foresee_length(iterable)?;
    vm.extend_list(list, iterable)
}

impl Vm {
    /// The class that `__new__` was called with.
    pub(crate) fn class_argument(&mut self, args: &Args<'_>) -> PyResult<Class> {
        match Class::from_value(args.first()) {
            Some(class) => Ok(class),
            None => Err(self.type_error("__new__() must be called with a type")),
        }
    }

    /// The only argument of `__new__` or `__init__` of a container, behind the receiver. Named ones are refused unless they are
    /// meant for the other one of the two methods, which a derived class has replaced.
    pub(crate) fn iterable_argument(&mut self, args: &Args<'_>, t: T) -> PyResult<Option<Value>> {
        let given = args.plain().get(1..).unwrap_or(&[]);
        if args.named_len() > 0 && !self.other_method_replaced(args.first(), t) {
            return Err(self.type_error(format_args!("{}() takes no keyword arguments", t.name())));
        }
        match given {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            more => Err(self.type_error(format_args!(
                "{} expected at most 1 argument, got {}",
                t.name(),
                more.len()
            ))),
        }
    }

    fn other_method_replaced(&mut self, receiver: Value, t: T) -> bool {
        let (class, other) = match Class::from_value(receiver) {
            Some(class) => (class, Special::Init),
            None => (self.type_of(receiver), Special::New),
        };
        let base = self.class(t);
        class != base && self.special(class, other) != self.special(base, other)
    }

    /// `[a, b, …]` between two brackets, for the repr of containers.
    pub(crate) fn repr_items(&mut self, out: &mut CharBuf, items: &[Value]) -> PyResult<()> {
        for (i, &v) in items.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.repr_to(out, v)?;
        }
        Ok(())
    }
}

fn repr(vm: &mut Vm, this: Value) -> PyResult {
    let Some(list) = vm.as_list(this) else {
        return Err(vm.expected("list", this));
    };
    if list.is_empty() {
        return vm.intern("[]").map(Into::into);
    }
    let text = vm.guard_repr(this, |vm| {
        let mut out = CharBuf::new();
        out.push_str("[");
        let mut i = 0;
        while let Some(v) = list.get(i) {
            if i > 0 {
                out.push_str(", ");
            }
            vm.repr_to(&mut out, v)?;
            i += 1;
        }
        out.push_str("]");
        Ok(out)
    })?;
    match text {
        Some(text) => vm.new_text(text.as_chars()).map(Into::into),
        None => vm.intern("[...]").map(Into::into),
    }
}

fn len(_vm: &mut Vm, this: List) -> usize {
    this.len()
}

fn get_item(vm: &mut Vm, this: List, key: Value) -> PyResult {
    if let Some(s) = Obj::<Slice>::from_value(key) {
        return vm.list_slice(this, s);
    }
    let i = vm.sequence_index(key, "list")?;
    vm.list_item(this, i)
}

fn set_item(vm: &mut Vm, this: List, key: Value, value: Value) -> PyResult<()> {
    if let Some(s) = Obj::<Slice>::from_value(key) {
        return set_slice(vm, this, s, value);
    }
    let i = vm.sequence_index(key, "list")?;
    let at = if i < 0 { i + this.len() as i64 } else { i };
    match usize::try_from(at).ok().filter(|&at| at < this.len()) {
        Some(at) => this.set(&mut vm.heap, at, value).or_memory_error(vm),
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

fn set_slice(vm: &mut Vm, this: List, s: Obj<Slice>, value: Value) -> PyResult<()> {
    let bounds = vm.slice_bounds(s)?;
    let values = assigned_items(vm, value, bounds.step)?;
    let at = bounds.adjust(this.len());
    if at.step == 1 {
        return replace(vm, this, at.range(), values);
    }
    if values.len() != at.count {
        let (n, m) = (values.len(), at.count);
        return Err(vm.value_error(format_args!(
            "attempt to assign sequence of size {n} to extended slice of size {m}"
        )));
    }
    for (from, to) in at.iter().enumerate() {
        this.set(&mut vm.heap, to, values.get(from).unwrap_or(Value::NONE))
            .or_memory_error(vm)?;
    }
    Ok(())
}

/// What is assigned to a slice as a list of its own.
fn assigned_items(vm: &mut Vm, value: Value, step: i64) -> PyResult<List> {
    let known = List::from_value(value).is_some()
        || Tuple::from_value(value).is_some()
        || Dict::from_value(value).is_some()
        || Set::from_value(value).is_some();
    if known {
        return vm.list_from(value);
    }
    let Ok(it) = vm.iter(value) else {
        vm.catch(T::TypeError)?;
        let old = vm.main_version < Version::V313 && step == 1;
        return Err(vm.type_error(if old {
            "can only assign an iterable"
        } else {
            "must assign iterable to extended slice"
        }));
    };
    vm.list_from(it)
}

/// Replaces the items of a range by those of another list.
fn replace(vm: &mut Vm, this: List, range: std::ops::Range<usize>, values: List) -> PyResult<()> {
    if values.len() == range.len() {
        for (from, to) in range.enumerate() {
            this.set(&mut vm.heap, to, values.get(from).unwrap_or(Value::NONE))
                .or_memory_error(vm)?;
        }
        return Ok(());
    }
    let tail = List::new(&mut vm.heap);
    tail.extend_from_list(&mut vm.heap, this, range.end..this.len())
        .or_memory_error(vm)?;
    if range.start == 0 {
        this.clear();
    } else {
        this.truncate(range.start);
    }
    this.extend_from_list(&mut vm.heap, values, 0..values.len())
        .or_memory_error(vm)?;
    this.extend_from_list(&mut vm.heap, tail, 0..tail.len())
        .or_memory_error(vm)
}

fn del_item(vm: &mut Vm, this: List, key: Value) -> PyResult<()> {
    if let Some(s) = Obj::<Slice>::from_value(key) {
        let at = vm.slice_bounds(s)?.adjust(this.len());
        return del_slice(vm, this, at);
    }
    let i = vm.sequence_index(key, "list")?;
    let at = if i < 0 { i + this.len() as i64 } else { i };
    match usize::try_from(at).ok().filter(|&at| at < this.len()) {
        Some(at) => {
            this.remove_range(at..at + 1);
            Ok(())
        }
        None => Err(vm.index_error("list assignment index out of range")),
    }
}

fn del_slice(vm: &mut Vm, this: List, at: SliceIndices) -> PyResult<()> {
    if at.step == 1 {
        this.remove_range(at.range());
        return Ok(());
    }
    let mut gone: Box<dyn Iterator<Item = usize>> = if at.step > 0 {
        Box::new(at.iter())
    } else {
        Box::new(at.iter().rev())
    };
    let mut next = gone.next();
    let mut to = next.unwrap_or(this.len());
    let first = to;
    for from in first..this.len() {
        if next == Some(from) {
            next = gone.next();
            continue;
        }
        this.set(&mut vm.heap, to, this.get(from).unwrap_or(Value::NONE))
            .or_memory_error(vm)?;
        to += 1;
    }
    this.truncate(to);
    Ok(())
}

fn contains(vm: &mut Vm, this: List, key: Value) -> PyResult<bool> {
    Ok(vm.list_find(this, key, 0, usize::MAX)?.is_some())
}

fn iter(vm: &mut Vm, this: List) -> PyResult {
    vm.iter(this.value())
}

fn reversed(vm: &mut Vm, this: List) -> PyResult {
    ReverseIter::make(vm, T::ListReverseIterator, this.value(), this.len())
}

fn add(vm: &mut Vm, this: List, value: Value) -> PyResult {
    let other = vm.payload(value);
    if List::from_value(other).is_none() {
        return vm.refuse_concat(value, "list");
    }
    vm.binary_builtin(BinOp::Add, this.value(), other)
        .unwrap_or(Ok(Value::NOT_IMPLEMENTED))
}

impl Vm {
    /// The result of `__add__` of a sequence for an operand it cannot take: an error, unless the operand has a say itself.
    pub(crate) fn refuse_concat(&mut self, value: Value, kind: &str) -> PyResult {
        if self.special_of(value, Special::Radd).is_some() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let t = self.type_name(value);
        Err(self.type_error(format_args!(
            "can only concatenate {kind} (not \"{t}\") to {kind}"
        )))
    }

    /// Can a sequence be repeated `v` times? If not, `__mul__` leaves the operation to `v`.
    pub(crate) fn is_count(&mut self, v: Value) -> bool {
        self.is_int(v) || self.special_of(v, Special::Index).is_some()
    }
}

fn mul(vm: &mut Vm, this: List, value: Value) -> PyResult {
    if vm.is_count(value) {
        vm.repeat_list(this, value).map(List::value)
    } else {
        Ok(Value::NOT_IMPLEMENTED)
    }
}

fn iadd(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    let Some(list) = vm.as_list(this) else {
        return Err(vm.expected("list", this));
    };
    vm.extend_list(list, value)?;
    Ok(this)
}

fn imul(vm: &mut Vm, this: Value, value: Value) -> PyResult {
    let Some(list) = vm.as_list(this) else {
        return Err(vm.expected("list", this));
    };
    if !vm.is_count(value) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let repeated = vm.repeat_list(list, value)?;
    list.swap(repeated);
    Ok(this)
}

fn size_of_list(_vm: &mut Vm, this: List) -> usize {
    40 + 8 * this.capacity()
}

fn append(vm: &mut Vm, this: List, object: Value) -> PyResult<()> {
    this.push(&mut vm.heap, object).or_memory_error(vm)
}

fn clear(_vm: &mut Vm, this: List) {
    this.clear();
}

fn copy(vm: &mut Vm, this: List) -> PyResult<List> {
    let new = List::new(&mut vm.heap);
    new.extend_from_list(&mut vm.heap, this, 0..this.len())
        .or_memory_error(vm)?;
    Ok(new)
}

fn count(vm: &mut Vm, this: List, value: Value) -> PyResult<usize> {
    let (mut n, mut from) = (0, 0);
    while let Some(i) = vm.list_find(this, value, from, usize::MAX)? {
        n += 1;
        from = i + 1;
    }
    Ok(n)
}

fn extend(vm: &mut Vm, this: List, iterable: Value) -> PyResult<()> {
    vm.extend_list(this, iterable)
}

fn index(
    vm: &mut Vm,
    this: List,
    value: Value,
    start: SliceIndex,
    stop: SliceIndex,
) -> PyResult<usize> {
    let (start, stop) = (start.from_start(this.len()), stop.from_start(this.len()));
    match vm.list_find(this, value, start, stop)? {
        Some(i) => Ok(i),
        None if vm.main_version < Version::V314 => {
            let value = vm.repr(value)?;
            Err(vm.value_error(format_args!("{} is not in list", value.to_text())))
        }
        None => Err(vm.value_error("list.index(x): x not in list")),
    }
}

fn insert(vm: &mut Vm, this: List, index: isize, object: Value) -> PyResult<()> {
    let at = SliceIndex(index as i64).from_start(this.len());
    this.insert(&mut vm.heap, at, object).or_memory_error(vm)
}

fn pop(vm: &mut Vm, this: List, index: isize) -> PyResult {
    if index == -1
        && let Some(v) = this.pop()
    {
        return Ok(v);
    }
    if this.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    let at = if index < 0 {
        index + this.len() as isize
    } else {
        index
    };
    match usize::try_from(at)
        .ok()
        .and_then(|at| this.get(at).map(|v| (at, v)))
    {
        Some((at, v)) => {
            this.remove_range(at..at + 1);
            Ok(v)
        }
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &mut Vm, this: List, value: Value) -> PyResult<()> {
    match vm.list_find(this, value, 0, usize::MAX)? {
        Some(i) => {
            this.remove_range(i..i + 1);
            Ok(())
        }
        None => Err(vm.value_error("list.remove(x): x not in list")),
    }
}

fn reverse(_vm: &mut Vm, this: List) {
    this.reverse();
}

fn sort(vm: &mut Vm, this: List, key: Value, reverse: bool) -> PyResult<()> {
    vm.sort_list(this, key, reverse)
}
