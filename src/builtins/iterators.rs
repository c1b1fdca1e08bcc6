//! The plain iterators of the builtin types: over sequences by index, backwards, over sets, and `iter(callable, sentinel)`.

use std::cell::Cell;

use crate::native_functions;
use crate::object::{List, Native, Obj, Set, T, Tuple, Value};
use crate::runtime::compare::Cmp;
use crate::runtime::iter::{SeqIter, SetIter};
use crate::runtime::native::TypeDef;
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::trace_fields;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[
    &SEQUENCE,
    &LIST,
    &TUPLE,
    &STR,
    &STR_ASCII,
    &BYTES,
    &BYTEARRAY,
    &MEMORY,
    &LIST_REVERSE,
    &CALLABLE,
    &SET,
];

/// An iterator over a sequence by index: they differ only in name.
const fn by_index(t: T) -> TypeDef {
    TypeDef {
        methods: SEQ_METHODS,
        next: Some(seq_next),
        ..TypeDef::new(t, "")
    }
}

static SEQUENCE: TypeDef = by_index(T::SeqIterator);
static LIST: TypeDef = by_index(T::ListIterator);
static TUPLE: TypeDef = by_index(T::TupleIterator);
static STR: TypeDef = by_index(T::StrIterator);
static STR_ASCII: TypeDef = by_index(T::StrAsciiIterator);
static BYTES: TypeDef = by_index(T::BytesIterator);
static BYTEARRAY: TypeDef = by_index(T::ByteArrayIterator);
static MEMORY: TypeDef = by_index(T::MemoryIterator);
static LIST_REVERSE: TypeDef = TypeDef {
    methods: REVERSE_METHODS,
    next: Some(reverse_next),
    ..TypeDef::new(T::ListReverseIterator, "")
};
static CALLABLE: TypeDef = TypeDef {
    methods: CALLABLE_METHODS,
    next: Some(callable_next),
    ..TypeDef::new(T::CallableIterator, "")
};
static SET: TypeDef = TypeDef {
    methods: SET_METHODS,
    next: Some(set_next),
    ..TypeDef::new(T::SetIterator, "")
};

native_functions! { SEQ_METHODS = [
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__" as seq_length_hint(this);
    /// Return state information for pickling.
    "__reduce__" as seq_reduce(this);
    /// Set state information for unpickling.
    "__setstate__" as seq_setstate(this, state);
]}

native_functions! { pub(crate) REVERSE_METHODS = [
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__" as reverse_length_hint(this);
    /// Return state information for pickling.
    "__reduce__" as reverse_reduce(this);
    /// Set state information for unpickling.
    "__setstate__" as reverse_setstate(this, state);
]}

native_functions! { CALLABLE_METHODS = [
    /// Return state information for pickling.
    "__reduce__" as callable_reduce(this);
]}

native_functions! { SET_METHODS = [
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__" as set_length_hint(this);
    /// Return state information for pickling.
    "__reduce__" as set_reduce(this);
]}

impl Vm {
    /// The function `name` of `builtins`, as `__reduce__` names it.
    pub(crate) fn builtin_function(&mut self, name: &str) -> PyResult {
        let key = self.intern(name)?;
        match self.builtins.get_str(key) {
            Some(f) => Ok(f),
            None => Err(self
                .attribute_error_text(format_args!("module 'builtins' has no attribute '{name}'"))),
        }
    }

    /// `(iter, (what,))` or `(iter, (what,), state)`: how iterators are pickled.
    pub(crate) fn reduce_to_iter(&mut self, what: Value, state: Option<Value>) -> PyResult {
        let iter = self.builtin_function("iter")?;
        let args = self.new_tuple(&[what])?;
        let parts = [iter, args.value(), state.unwrap_or(Value::NONE)];
        self.new_tuple(&parts[..if state.is_some() { 3 } else { 2 }])
            .map(Tuple::value)
    }

    /// The int given to `__setstate__` of an iterator.
    pub(crate) fn state_int(&mut self, state: Value) -> PyResult<i64> {
        if !self.is_int(state) {
            return Err(self.type_error("an integer is required"));
        }
        self.index_i64(state, "Python int too large to convert to C ssize_t")
    }
}

// ---- over sequences by index

fn seq_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    match Obj::<SeqIter>::from_value(it) {
        Some(it) => vm.seq_next(it),
        None => Ok(None),
    }
}

/// How many items the sequence has now; `None` when it does not tell.
fn seq_len(vm: &mut Vm, seq: Value) -> PyResult<Option<usize>> {
    match vm.len(seq) {
        Ok(n) => Ok(Some(n)),
        Err(_) => vm.catch(T::TypeError).map(|_| None),
    }
}

fn seq_length_hint(vm: &mut Vm, this: Obj<SeqIter>) -> PyResult {
    if this.seq.get().is_empty() {
        return Ok(Value::from_i32(0));
    }
    match seq_len(vm, this.seq.get())? {
        Some(n) => Ok(Value::from_len(n.saturating_sub(this.at.get()))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// What an exhausted iterator is pickled as: one over nothing.
fn exhausted(vm: &mut Vm, t: u32) -> PyResult {
    const STR: u32 = T::StrIterator as u32;
    const ASCII: u32 = T::StrAsciiIterator as u32;
    const LIST: u32 = T::ListIterator as u32;
    match t {
        STR | ASCII => Ok(vm.names.empty.value()),
        LIST => Ok(List::new(&mut vm.heap).value()),
        _ => Ok(vm.empty_tuple.value()),
    }
}

fn seq_reduce(vm: &mut Vm, this: Obj<SeqIter>) -> PyResult {
    if this.seq.get().is_empty() {
        let nothing = exhausted(vm, this.shape_id())?;
        return vm.reduce_to_iter(nothing, None);
    }
    vm.reduce_to_iter(this.seq.get(), Some(Value::from_len(this.at.get())))
}

fn seq_setstate(vm: &mut Vm, this: Obj<SeqIter>, state: Value) -> PyResult<()> {
    let at = usize::try_from(vm.state_int(state)?).unwrap_or(0);
    let seq = this.seq.get();
    if !seq.is_empty() {
        let most = if this.shape_id() == T::SeqIterator as u32 {
            usize::MAX >> 16
        } else {
            seq_len(vm, seq)?.unwrap_or(at)
        };
        this.at.set(at.min(most));
    }
    Ok(())
}

// ---- backwards

/// Iterator over a sequence from its end: `list_reverseiterator` and `reversed`.
pub struct ReverseIter {
    /// The sequence; empty when exhausted.
    pub seq: Cell<Value>,
    /// One past the index of the next item.
    pub at: Cell<usize>,
}

impl Native for ReverseIter {
    const TYPE: T = T::Reversed;
    trace_fields!(seq);
}

impl ReverseIter {
    /// A reverse iterator of builtin type `t` over the first `len` items of `seq`.
    pub fn make(vm: &mut Vm, t: T, seq: Value, len: usize) -> PyResult {
        let it = ReverseIter {
            seq: Cell::new(seq),
            at: Cell::new(len),
        };
        Ok(Obj::new_as(&mut vm.heap, t, it)
            .or_memory_error(vm)?
            .value())
    }
}

/// The next item of a [`ReverseIter`].
pub(crate) fn reverse_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<ReverseIter>::from_value(it) else {
        return Ok(None);
    };
    let (seq, at) = (it.seq.get(), it.at.get());
    let Some(i) = at.checked_sub(1).filter(|_| !seq.is_empty()) else {
        it.seq.set(Value::EMPTY);
        return Ok(None);
    };
    let item = if let Some(l) = List::from_value(seq) {
        l.get(i)
    } else if let Some(t) = Tuple::from_value(seq) {
        t.get(i)
    } else {
        match vm.get_item(seq, Value::from_len(i)) {
            Ok(v) => Some(v),
            Err(raised) if vm.pending_is(T::IndexError) || vm.pending_is(T::StopIteration) => {
                let _ = raised;
                vm.take_pending();
                None
            }
            Err(raised) => return Err(raised),
        }
    };
    match item {
        Some(_) => it.at.set(i),
        None => it.seq.set(Value::EMPTY),
    }
    Ok(item)
}

fn reverse_length_hint(vm: &mut Vm, this: Obj<ReverseIter>) -> PyResult<usize> {
    if this.seq.get().is_empty() {
        return Ok(0);
    }
    let n = vm.len(this.seq.get())?;
    Ok(if n < this.at.get() { 0 } else { this.at.get() })
}

fn reverse_reduce(vm: &mut Vm, this: Obj<ReverseIter>) -> PyResult {
    if this.seq.get().is_empty() {
        let nothing = if this.shape_id() == T::ListReverseIterator as u32 {
            List::new(&mut vm.heap).value()
        } else {
            vm.empty_tuple.value()
        };
        return vm.reduce_to_iter(nothing, None);
    }
    let args = vm.new_tuple(&[this.seq.get()])?;
    let state = vm.new_int(this.at.get() as i64 - 1);
    let class = vm.class(T::Reversed).value();
    vm.new_tuple(&[class, args.value(), state])
        .map(Tuple::value)
}

fn reverse_setstate(vm: &mut Vm, this: Obj<ReverseIter>, state: Value) -> PyResult<()> {
    let at = vm.state_int(state)?;
    let seq = this.seq.get();
    if !seq.is_empty() {
        let n = vm.len(seq)?;
        this.at
            .set(usize::try_from(at.saturating_add(1)).unwrap_or(0).min(n));
    }
    Ok(())
}

// ---- iter(callable, sentinel)

/// `callable_iterator`
pub struct CallableIter {
    /// What is called; empty when exhausted.
    pub function: Cell<Value>,
    /// The result that ends the iteration.
    pub sentinel: Cell<Value>,
}

impl Native for CallableIter {
    const TYPE: T = T::CallableIterator;
    trace_fields!(function, sentinel);
}

impl Vm {
    /// `iter(function, sentinel)`
    pub fn callable_iter(&mut self, function: Value, sentinel: Value) -> PyResult {
        if !self.is_callable(function) {
            return Err(self.type_error("iter(v, w): v must be callable"));
        }
        let it = CallableIter {
            function: Cell::new(function),
            sentinel: Cell::new(sentinel),
        };
        Ok(Obj::new(&mut self.heap, it).or_memory_error(self)?.value())
    }
}

fn callable_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    let Some(it) = Obj::<CallableIter>::from_value(it) else {
        return Ok(None);
    };
    if it.function.get().is_empty() {
        return Ok(None);
    }
    match vm.call0(it.function.get()) {
        Ok(v) => {
            if it.sentinel.get().is_empty() {
                return Ok(None); // the call itself went on iterating, to the end
            }
            if v != it.sentinel.get() && !vm.compare_truth(Cmp::Eq, it.sentinel.get(), v)? {
                return Ok(Some(v));
            }
        }
        Err(_) => {
            vm.catch(T::StopIteration)?;
        }
    }
    it.function.set(Value::EMPTY);
    it.sentinel.set(Value::EMPTY);
    Ok(None)
}

fn callable_reduce(vm: &mut Vm, this: Obj<CallableIter>) -> PyResult {
    if this.function.get().is_empty() {
        let nothing = vm.empty_tuple.value();
        return vm.reduce_to_iter(nothing, None);
    }
    let iter = vm.builtin_function("iter")?;
    let args = vm.new_tuple(&[this.function.get(), this.sentinel.get()])?;
    vm.new_tuple(&[iter, args.value()]).map(Tuple::value)
}

// ---- over sets

fn set_next(vm: &mut Vm, it: Value) -> PyResult<Option<Value>> {
    match Obj::<SetIter>::from_value(it) {
        Some(it) => vm.set_next(it),
        None => Ok(None),
    }
}

fn set_length_hint(_vm: &mut Vm, this: Obj<SetIter>) -> usize {
    match Set::from_value(this.set.get()) {
        Some(s) if s.len() == this.len.get() => s.len().saturating_sub(this.given.get()),
        _ => 0,
    }
}

fn set_reduce(vm: &mut Vm, this: Obj<SetIter>) -> PyResult {
    // the keys that are left, without moving the iterator
    let copy = SetIter {
        set: Cell::new(this.set.get()),
        at: Cell::new(this.at.get()),
        len: Cell::new(this.len.get()),
        given: Cell::new(this.given.get()),
    };
    let copy = Obj::new(&mut vm.heap, copy).or_memory_error(vm)?;
    let list = vm.list_from(copy.value())?;
    vm.reduce_to_iter(list.value(), None)
}
