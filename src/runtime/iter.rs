//! Iteration: `iter`, `next`, unpacking, extending lists.

use std::cell::Cell;

use super::compare::Cmp;
use super::generator::Resumed;
use super::names::Special;
use super::native::NextFn;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::list::Storage;
use crate::object::{
    ByteArray, Bytes, Dict, GcVec, Generator, Instance, Kind, List, Native, Obj, Set, Str, T,
    Tuple, Value, header,
};
use crate::pyc::Version;
use crate::{native_functions, trace_fields};

native_functions! { pub(crate) ITERATOR_METHODS = [
    /// Implement iter(self).
    "__iter__" as iterator_itself(this);
    /// Implement next(self).
    "__next__" as iterator_next(this);
]}

fn iterator_itself(_vm: &mut Vm, this: Value) -> Value {
    this
}

fn iterator_next(vm: &mut Vm, this: Value) -> PyResult {
    let it = vm.payload(this);
    let item = match vm.native_next(it) {
        Some(next) => next(vm, it)?,
        None => None,
    };
    match item {
        Some(v) => Ok(v),
        None => Err(vm.stop_iteration(Value::NONE)),
    }
}

/// Iterator over the items of a list or tuple by index, and over anything with `__getitem__`.
pub struct SeqIter {
    /// What it iterates over; empty when exhausted.
    pub seq: Cell<Value>,
    /// The next index.
    pub at: Cell<usize>,
}

impl Native for SeqIter {
    const TYPE: T = T::SeqIterator;
    trace_fields!(seq);
}

/// `enumerate`
pub struct Enumerate {
    /// The next number, an exact int.
    pub count: Cell<Value>,
    /// What is numbered.
    pub iterator: Cell<Value>,
}

impl Native for Enumerate {
    const TYPE: T = T::Enumerate;
    trace_fields!(count, iterator);
}

/// `zip`
pub struct Zip {
    /// A tuple.
    pub iterators: Cell<Value>,
    /// Must all end at once?
    pub strict: Cell<bool>,
}

impl Native for Zip {
    const TYPE: T = T::Zip;
    trace_fields!(iterators);
}

/// The fields of iterators that compiled code reads and writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IterField {
    /// Of a [`SeqIter`]: the next index.
    SeqAt,
    /// Of an [`Enumerate`]: the next number.
    EnumCount,
    /// Of an [`Enumerate`]: what is numbered.
    EnumIterator,
    /// Of a [`Zip`]: the tuple of iterators.
    ZipIterators,
    /// Of a [`DictIter`]: the dict.
    DictOf,
    /// Of a [`DictIter`]: the next entry.
    DictAt,
    /// Of a [`DictIter`]: the size of the dict when it was made.
    DictLen,
    /// Of a [`DictIter`]: how many entries it gave.
    DictGiven,
    /// Of a [`RangeIter`]: the next value.
    RangeNext,
    /// Of a [`RangeIter`]: the distance between values.
    RangeStep,
    /// Of a [`RangeIter`]: how many values are left.
    RangeLeft,
}

impl IterField {
    /// All.
    pub const ALL: [IterField; 11] = [
        IterField::SeqAt,
        IterField::EnumCount,
        IterField::EnumIterator,
        IterField::ZipIterators,
        IterField::DictOf,
        IterField::DictAt,
        IterField::DictLen,
        IterField::DictGiven,
        IterField::RangeNext,
        IterField::RangeStep,
        IterField::RangeLeft,
    ];

    /// Where the field is in the iterator's data; all are words.
    #[must_use]
    pub fn offset(self) -> usize {
        match self {
            IterField::SeqAt => std::mem::offset_of!(SeqIter, at),
            IterField::EnumCount => std::mem::offset_of!(Enumerate, count),
            IterField::EnumIterator => std::mem::offset_of!(Enumerate, iterator),
            IterField::ZipIterators => std::mem::offset_of!(Zip, iterators),
            IterField::DictOf => std::mem::offset_of!(DictIter, dict),
            IterField::DictAt => std::mem::offset_of!(DictIter, at),
            IterField::DictLen => std::mem::offset_of!(DictIter, len),
            IterField::DictGiven => std::mem::offset_of!(DictIter, given),
            IterField::RangeNext => std::mem::offset_of!(RangeIter, next),
            IterField::RangeStep => std::mem::offset_of!(RangeIter, step),
            IterField::RangeLeft => std::mem::offset_of!(RangeIter, left),
        }
    }
}

/// Iterator over a range of small ints: `next`, `step`, how many are left.
pub struct RangeIter {
    /// The next value.
    pub next: Cell<i64>,
    /// The distance between values.
    pub step: Cell<i64>,
    /// Values left.
    pub left: Cell<u64>,
}

impl Native for RangeIter {
    const TYPE: T = T::RangeIterator;
    trace_fields!();
}

/// `range` objects: exact ints of any size, and the values as `i64` when all fit.
pub struct Range {
    /// `start`
    pub start: Cell<Value>,
    /// `stop`
    pub stop: Cell<Value>,
    /// `step`
    pub step: Cell<Value>,
    /// The number of values, an int.
    pub len: Cell<Value>,
}

impl Native for Range {
    const TYPE: T = T::Range;
    trace_fields!(start, stop, step, len);
}

/// `slice` objects.
pub struct Slice {
    /// `start`
    pub start: Cell<Value>,
    /// `stop`
    pub stop: Cell<Value>,
    /// `step`
    pub step: Cell<Value>,
}

impl Native for Slice {
    const TYPE: T = T::Slice;
    trace_fields!(start, stop, step);
}

/// Items that a list made of an iterator has room for at first.
const FIRST_ITEMS: usize = 8;

/// What of a dict an iterator or view shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictPart {
    /// Keys.
    Keys,
    /// Values.
    Values,
    /// Pairs.
    Items,
}

/// `dict_keys`, `dict_values`, `dict_items`
pub struct DictView {
    /// The dict, or the instance of a derived class that holds it.
    pub owner: Cell<Value>,
    /// What it shows.
    pub part: DictPart,
}

impl Native for DictView {
    const TYPE: T = T::DictKeys;
    trace_fields!(owner);
}

/// Iterator over a dict.
pub struct DictIter {
    /// The dict; empty when exhausted.
    pub dict: Cell<Value>,
    /// The next entry number (for reverse iteration one past it).
    pub at: Cell<usize>,
    /// The size when it was made: another one is an error.
    pub len: Cell<usize>,
    /// Entries given so far.
    pub given: Cell<usize>,
    /// What it gives.
    pub part: DictPart,
    /// Backwards?
    pub reverse: bool,
}

impl Native for DictIter {
    const TYPE: T = T::DictKeyIterator;
    trace_fields!(dict);
}

/// Iterator over a set.
pub struct SetIter {
    /// The set; empty when exhausted.
    pub set: Cell<Value>,
    /// The next slot.
    pub at: Cell<usize>,
    /// The size when it was made.
    pub len: Cell<usize>,
    /// Keys given so far.
    pub given: Cell<usize>,
}

impl Native for SetIter {
    const TYPE: T = T::SetIterator;
    trace_fields!(set);
}

impl Vm {
    /// `iter(v)`
    pub fn iter(&mut self, v: Value) -> PyResult {
        if let Some(l) = List::from_value(v) {
            return self.seq_iter(T::ListIterator, l.value());
        }
        if let Some(t) = Tuple::from_value(v) {
            return self.seq_iter(T::TupleIterator, t.value());
        }
        if let Some(r) = Obj::<Range>::from_value(v) {
            return self.range_iter(r);
        }
        if let Some(d) = Dict::from_value(v) {
            return self.dict_iter(d, DictPart::Keys, false);
        }
        if let Some(s) = Set::from_value(v) {
            return self.set_iter(s);
        }
        if let Some(view) = Obj::<DictView>::from_value(v)
            && let Some(d) = self.as_dict(view.owner.get())
        {
            return self.dict_iter(d, view.part, false);
        }
        if let Some(s) = Str::from_value(v) {
            return self.seq_iter(
                if s.is_ascii() {
                    T::StrAsciiIterator
                } else {
                    T::StrIterator
                },
                v,
            );
        }
        if let Some(g) = Generator::from_value(v)
            && g.shape_id() == T::Generator as u32
        {
            return Ok(v);
        }
        let class = self.type_of(v);
        if let Some(f) = self.special(class, Special::Iter) {
            if f.is_none() {
                return Err(self.not_iterable(v));
            }
            let it = self.call_method(f, v, &[])?;
            if self.native_next(it).is_none() && self.special_of(it, Special::Next).is_none() {
                return Err(self.wrong_result(v, "__iter__", "an iterator", it, |t| {
                    format!("iter() returned non-iterator of type '{t}'")
                }));
            }
            return Ok(it);
        }
        if self.special(class, Special::GetItem).is_some() && self.as_dict(v).is_none() {
            return self.seq_iter(T::SeqIterator, v);
        }
        Err(self.not_iterable(v))
    }

    #[cold]
    fn not_iterable(&mut self, v: Value) -> Raised {
        let t = self.type_name(v);
        self.type_error(format_args!("'{t}' object is not iterable"))
    }

    /// An index-counting iterator of builtin type `t` over `seq`.
    pub fn seq_iter(&mut self, t: T, seq: Value) -> PyResult {
        let it = SeqIter {
            seq: Cell::new(seq),
            at: Cell::new(0),
        };
        Ok(Obj::new_as(&mut self.heap, t, it)
            .or_memory_error(self)?
            .value())
    }

    fn range_iter(&mut self, r: Obj<Range>) -> PyResult {
        let parts =
            [r.start.get(), r.stop.get(), r.step.get(), r.len.get()].map(|v| self.int_as_i64(v));
        if let [Some(start), Some(_), Some(step), Some(len)] = parts
            && start.checked_add(step.wrapping_mul(len)).is_some()
        {
            let it = RangeIter {
                next: Cell::new(start),
                step: Cell::new(step),
                left: Cell::new(len as u64),
            };
            return Ok(Obj::new(&mut self.heap, it).or_memory_error(self)?.value());
        }
        self.long_range_iter(r)
    }

    /// An iterator over a dict.
    pub fn dict_iter(&mut self, d: Dict, part: DictPart, reverse: bool) -> PyResult {
        let t = match (part, reverse) {
            (DictPart::Keys, false) => T::DictKeyIterator,
            (DictPart::Values, false) => T::DictValueIterator,
            (DictPart::Items, false) => T::DictItemIterator,
            (DictPart::Keys, true) => T::DictReverseKeyIterator,
            (DictPart::Values, true) => T::DictReverseValueIterator,
            (DictPart::Items, true) => T::DictReverseItemIterator,
        };
        let at = if reverse { d.slots() } else { 0 };
        let it = DictIter {
            dict: Cell::new(d.value()),
            at: Cell::new(at),
            len: Cell::new(d.len()),
            given: Cell::new(0),
            part,
            reverse,
        };
        Ok(Obj::new_as(&mut self.heap, t, it)
            .or_memory_error(self)?
            .value())
    }

    fn set_iter(&mut self, s: Set) -> PyResult {
        let it = SetIter {
            set: Cell::new(s.value()),
            at: Cell::new(0),
            len: Cell::new(s.len()),
            given: Cell::new(0),
        };
        Ok(Obj::new(&mut self.heap, it).or_memory_error(self)?.value())
    }

    /// The next item of an iterator; `None` at its end.
    #[inline]
    pub fn next(&mut self, it: Value) -> PyResult<Option<Value>> {
        if let Some(i) = Obj::<SeqIter>::from_value(it) {
            return self.seq_next(i);
        }
        if let Some(r) = Obj::<RangeIter>::from_value(it) {
            return Ok(self.range_next(r));
        }
        if let Some(g) = Generator::from_value(it)
            && g.shape_id() == T::Generator as u32
        {
            return self.generator_next(g);
        }
        if let Some(next) = self.native_next(it) {
            let item = next(self, it);
            return if item.is_err() {
                self.stop_is_end()
            } else {
                item
            };
        }
        self.next_slowly(it)
    }

    /// StopIteration out of a native iterator (raised by a function that it calls) or a generator is its end.
    #[cold]
    fn stop_is_end(&mut self) -> PyResult<Option<Value>> {
        self.catch(T::StopIteration).map(|_| None)
    }

    /// How `it` gives its items, when it is an object of a builtin iterator type other than generators.
    #[inline]
    #[must_use]
    pub fn native_next(&self, it: Value) -> Option<NextFn> {
        let h = header(it)?;
        if h.kind == Kind::Native as u8 {
            *self.next_functions.get(h.shape_id as usize)?
        } else {
            None
        }
    }

    fn generator_next(&mut self, g: Generator) -> PyResult<Option<Value>> {
        match self.generator_send(g, Value::NONE) {
            Ok(Resumed::Yielded(v)) => Ok(Some(v)),
            Ok(Resumed::Returned(_)) => Ok(None),
            // only code of 3.6 lets a StopIteration out
            Err(Raised) => self.stop_is_end(),
        }
    }

    /// An iterator from `next` towards `stop`; `step` is not 0.
    pub fn new_range_iter(&mut self, next: i64, stop: i64, step: i64) -> PyResult {
        let iter = RangeIter {
            next: Cell::new(next),
            step: Cell::new(step),
            left: Cell::new(items_left(next, stop, step)),
        };
        Ok(Obj::new(&mut self.heap, iter)
            .or_memory_error(self)?
            .value())
    }

    /// An iterator over the items of a list or tuple from index `at` on.
    pub fn new_seq_iter(&mut self, seq: Value, at: usize) -> PyResult {
        let t = match List::from_value(seq) {
            Some(_) => T::ListIterator,
            None => T::TupleIterator,
        };
        let iter = SeqIter {
            seq: Cell::new(seq),
            at: Cell::new(at),
        };
        Ok(Obj::new_as(&mut self.heap, t, iter)
            .or_memory_error(self)?
            .value())
    }

    /// The next value of a range iterator.
    #[inline(always)]
    pub fn range_next(&mut self, r: Obj<RangeIter>) -> Option<Value> {
        let left = r.left.get();
        if left == 0 {
            return None;
        }
        let v = r.next.get();
        r.left.set(left - 1);
        r.next.set(v.wrapping_add(r.step.get()));
        Some(self.new_int(v))
    }

    /// The next item of an index-counting iterator.
    #[inline]
    pub fn seq_next(&mut self, it: Obj<SeqIter>) -> PyResult<Option<Value>> {
        let (seq, at) = (it.seq.get(), it.at.get());
        let item = if let Some(l) = List::from_value(seq) {
            l.get(at)
        } else if let Some(t) = Tuple::from_value(seq) {
            t.get(at)
        } else if let Some(s) = Str::from_value(seq) {
            match s.chars().get(at) {
                Some(c) => Some(self.new_char(c)?.value()),
                None => None,
            }
        } else if let Some(b) = Bytes::from_value(seq) {
            b.as_slice()
                .get(at)
                .map(|&byte| Value::from_i32(i32::from(byte)))
        } else if let Some(a) = ByteArray::from_value(seq) {
            a.cells()
                .get(at)
                .map(|byte| Value::from_i32(i32::from(byte.get())))
        } else if seq.is_empty() {
            None
        } else {
            return self.getitem_next(it, seq, at);
        };
        match item {
            Some(_) => it.at.set(at + 1),
            None => it.seq.set(Value::EMPTY),
        }
        Ok(item)
    }

    fn getitem_next(&mut self, it: Obj<SeqIter>, seq: Value, at: usize) -> PyResult<Option<Value>> {
        match self.get_item(seq, Value::from_len(at)) {
            Ok(v) => {
                it.at.set(at + 1);
                Ok(Some(v))
            }
            Err(raised) => {
                if self.pending_is(T::IndexError) || self.pending_is(T::StopIteration) {
                    self.take_pending();
                    it.seq.set(Value::EMPTY);
                    return Ok(None);
                }
                Err(raised)
            }
        }
    }

    #[inline(never)]
    /// As [`Vm::next`] for iterators that pass on what another one gives: a StopIteration that `it` itself raises stays pending.
    pub fn next_or_stop(&mut self, it: Value) -> PyResult<Option<Value>> {
        if let Some(i) = Obj::<SeqIter>::from_value(it) {
            return self.seq_next(i);
        }
        if let Some(next) = self.native_next(it) {
            return next(self, it);
        }
        if Instance::from_value(it).is_none() {
            return self.next(it);
        }
        match self.special_of(it, Special::Next) {
            Some(f) => self.call_method(f, it, &[]).map(Some),
            None => self.next(it),
        }
    }

    fn next_slowly(&mut self, it: Value) -> PyResult<Option<Value>> {
        match self.special_of(it, Special::Next) {
            Some(f) => match self.call_method(f, it, &[]) {
                Ok(v) => Ok(Some(v)),
                Err(_) => self.catch(T::StopIteration).map(|_| None),
            },
            None => {
                let t = self.type_name(it);
                Err(self.type_error(format_args!("'{t}' object is not an iterator")))
            }
        }
    }

    /// The next key, value or pair of a dict iterator.
    pub fn dict_next(&mut self, it: Obj<DictIter>) -> PyResult<Option<Value>> {
        let Some(d) = Dict::from_value(it.dict.get()) else {
            return Ok(None);
        };
        if it.len.get() != d.len() {
            it.len.set(usize::MAX); // stays wrong for ever
            return Err(self.runtime_error("dictionary changed size during iteration"));
        }
        let mut at = it.at.get();
        let entry = if it.reverse {
            loop {
                match at.checked_sub(1) {
                    None => break None,
                    Some(i) => {
                        at = i;
                        if let Some(e) = d.entry(i) {
                            break Some(e);
                        }
                    }
                }
            }
        } else {
            d.next_entry(&mut at)
        };
        let Some(e) = entry else {
            it.dict.set(Value::EMPTY);
            return Ok(None);
        };
        if it.given.get() >= it.len.get() {
            it.dict.set(Value::EMPTY);
            return Err(self.runtime_error("dictionary keys changed during iteration"));
        }
        it.at.set(at);
        it.given.set(it.given.get() + 1);
        Ok(Some(match it.part {
            DictPart::Keys => e.key,
            DictPart::Values => e.value,
            DictPart::Items => Tuple::small(&mut self.heap, [e.key, e.value]).value(),
        }))
    }

    /// The next key of a set iterator.
    pub fn set_next(&mut self, it: Obj<SetIter>) -> PyResult<Option<Value>> {
        let Some(s) = Set::from_value(it.set.get()) else {
            return Ok(None);
        };
        if it.len.get() != s.len() {
            it.len.set(usize::MAX);
            return Err(self.runtime_error("Set changed size during iteration"));
        }
        let mut at = it.at.get();
        match s.next_slot(&mut at) {
            Some(slot) => {
                it.at.set(at);
                it.given.set(it.given.get() + 1);
                Ok(Some(slot.key))
            }
            None => {
                it.set.set(Value::EMPTY);
                Ok(None)
            }
        }
    }

    /// `list.extend(iterable)`
    pub fn extend_list(&mut self, list: List, iterable: Value) -> PyResult<()> {
        if let Some(l) = List::from_value(iterable) {
            return list
                .extend_from_list(&mut self.heap, l, 0..l.len())
                .or_memory_error(self);
        }
        if let Some(t) = Tuple::from_value(iterable) {
            return list
                .extend_from_slice(&mut self.heap, t.items())
                .or_memory_error(self);
        }
        if let Some(s) = Set::from_value(iterable) {
            list.reserve(&mut self.heap, s.len())
                .or_memory_error(self)?;
            let mut at = 0;
            while let Some(slot) = s.next_slot(&mut at) {
                list.push(&mut self.heap, slot.key).or_memory_error(self)?;
            }
            return Ok(());
        }
        if let Some(r) = Obj::<Range>::from_value(iterable)
            && self.extend_list_from_range(list, r)?
        {
            return Ok(());
        }
        if let Some(d) = Dict::from_value(iterable) {
            return self.extend_list_from_dict(list, d, DictPart::Keys);
        }
        if let Some(view) = Obj::<DictView>::from_value(iterable)
            && let Some(d) = self.as_dict(view.owner.get())
        {
            return self.extend_list_from_dict(list, d, view.part);
        }
        let it = self.iter(iterable)?;
        self.length_hint(iterable, 0)?; // programs can see the call
        if list.is_empty() {
            // some, so that the first items need not each make room for themselves
            list.reserve(&mut self.heap, FIRST_ITEMS)
                .or_memory_error(self)?;
        }
        while let Some(v) = self.next(it)? {
            list.push(&mut self.heap, v).or_memory_error(self)?;
        }
        Ok(())
    }

    fn extend_list_from_dict(&mut self, list: List, d: Dict, part: DictPart) -> PyResult<()> {
        list.reserve(&mut self.heap, d.len())
            .or_memory_error(self)?;
        let mut at = 0;
        while let Some(e) = d.next_entry(&mut at) {
            let v = match part {
                DictPart::Keys => e.key,
                DictPart::Values => e.value,
                DictPart::Items => Tuple::small(&mut self.heap, [e.key, e.value]).value(),
            };
            list.push(&mut self.heap, v).or_memory_error(self)?;
        }
        Ok(())
    }

    /// Adds the values of a range that all fit the word; `false` when they do not.
    fn extend_list_from_range(&mut self, list: List, r: Obj<Range>) -> PyResult<bool> {
        let (Some(start), Some(step), Some(len)) = (
            r.start.get().as_int(),
            r.step.get().as_int(),
            r.len.get().as_int(),
        ) else {
            return Ok(false);
        };
        let last = step
            .checked_mul((len - 1).max(0))
            .and_then(|d| d.checked_add(start));
        let (Some(_), Ok(n)) = (last.filter(|&l| Value::int_fits(l)), usize::try_from(len)) else {
            return Ok(false);
        };
        if n > 0 {
            list.widen(&mut self.heap, Storage::Ints)
                .or_memory_error(self)?;
            list.reserve(&mut self.heap, n).or_memory_error(self)?;
        }
        let mut i = start;
        for _ in 0..n {
            list.push(&mut self.heap, Value::from_int_unchecked(i))
                .or_memory_error(self)?;
            i = i.wrapping_add(step);
        }
        Ok(true)
    }

    /// `operator.length_hint(v, default)`, for objects whose length or hint only a call can tell; builtin ones are not asked.
    pub fn length_hint(&mut self, v: Value, default: usize) -> PyResult<usize> {
        if Instance::from_value(v).is_none() {
            return Ok(default);
        }
        if self.special_of(v, Special::Len).is_some() {
            match self.len(v) {
                Ok(n) => return Ok(n),
                Err(_) => self.catch(T::TypeError)?,
            };
        }
        let Some(f) = self.special_of(v, Special::LengthHint) else {
            return Ok(default);
        };
        let hint = match self.call_method(f, v, &[]) {
            Ok(hint) => hint,
            Err(_) => {
                self.catch(T::TypeError)?;
                return Ok(default);
            }
        };
        if hint == Value::NOT_IMPLEMENTED {
            return Ok(default);
        }
        let newest = self.dialect() >= Version::V315;
        if !self.is_int(hint) {
            return Err(
                self.wrong_result(v, "__length_hint__", "an int", hint, |t| {
                    format!("__length_hint__ must be an integer, not {t}")
                }),
            );
        }
        match usize::try_from(self.index_ssize(hint)?) {
            Ok(n) => Ok(n),
            Err(_) if newest => {
                let t = self.type_name(v);
                Err(self.value_error(format_args!(
                    "{t}.__length_hint__() must return a non-negative int"
                )))
            }
            Err(_) => Err(self.value_error("__length_hint__() should return >= 0")),
        }
    }

    /// What `list(v)` does first in 3.8 and 3.9, to make just as much room as is needed: asks for the length, where a program can see it.
    pub fn foresee_length(&mut self, v: Value) -> PyResult<()> {
        if [Version::V38, Version::V39].contains(&self.dialect())
            && Instance::from_value(v).is_some()
            && self.special_of(v, Special::Len).is_some()
            && self.len(v).is_err()
        {
            self.catch(T::TypeError)?;
        }
        Ok(())
    }

    /// All items of an iterable, to be held across calls.
    pub fn collect(&mut self, iterable: Value) -> PyResult<GcVec> {
        self.collect_all(iterable, true)
    }

    /// As `collect`; asks for the length or not, where a program can see it.
    fn collect_all(&mut self, iterable: Value, asks: bool) -> PyResult<GcVec> {
        if let Some(t) = Tuple::from_value(iterable) {
            return self.hold(t.items());
        }
        if let Some(l) = List::from_value(iterable) {
            let mut items = GcVec::with_capacity(&mut self.heap, l.len()).or_memory_error(self)?;
            for i in 0..l.len() {
                items
                    .push(&mut self.heap, l.get(i).unwrap_or(Value::NONE))
                    .or_memory_error(self)?;
            }
            return Ok(items);
        }
        let mut items = GcVec::new();
        let it = self.iter(iterable)?;
        if asks {
            self.length_hint(iterable, 0)?;
        }
        while let Some(v) = self.next(it)? {
            items.push(&mut self.heap, v).or_memory_error(self)?;
        }
        Ok(items)
    }

    /// `tuple(iterable)`
    pub fn tuple_from(&mut self, iterable: Value) -> PyResult<Tuple> {
        if let Some(t) = Tuple::from_value(iterable) {
            return Ok(t);
        }
        let asks = self.dialect() < Version::V314;
        let items = self.collect_all(iterable, asks)?;
        self.new_tuple(&items)
    }

    /// A tuple of the items of a list.
    pub fn tuple_of_list(&mut self, list: List) -> PyResult<Tuple> {
        let items = self.collect(list.value())?;
        self.new_tuple(&items)
    }

    /// Where `v` is in `list` between two indices; items that cannot be equal are not compared one by one.
    pub fn list_find(
        &mut self,
        list: List,
        v: Value,
        start: usize,
        stop: usize,
    ) -> PyResult<Option<usize>> {
        if let Some(words) = list.words() {
            let words = words.get(start..stop.min(words.len())).unwrap_or(&[]);
            let found = match list.storage() {
                Storage::Ints if v.is_int() => words
                    .iter()
                    .position(|w| w.get() == v.int_unchecked() as u64),
                Storage::Floats if v.is_float() => {
                    let f = v.float_unchecked();
                    words
                        .iter()
                        .position(|w| w.get() == f.to_bits() || f64::from_bits(w.get()) == f)
                }
                Storage::Ints | Storage::Floats if Str::from_value(v).is_some() || v.is_none() => {
                    None
                }
                _ => return self.list_find_slowly(list, v, start, stop),
            };
            return Ok(found.map(|i| start + i));
        }
        self.list_find_slowly(list, v, start, stop)
    }

    fn list_find_slowly(
        &mut self,
        list: List,
        v: Value,
        start: usize,
        stop: usize,
    ) -> PyResult<Option<usize>> {
        let mut i = start;
        if let Some(text) = Str::from_value(v) {
            // strings that are not equal are passed over without a call
            while i < stop
                && let Some(s) = list.get(i).and_then(Str::from_value)
            {
                if s.same_text(text) {
                    return Ok(Some(i));
                }
                i += 1;
            }
        }
        while i < stop
            && let Some(item) = list.get(i)
        {
            if item == v || self.compare_truth(Cmp::Eq, item, v)? {
                return Ok(Some(i));
            }
            i += 1;
        }
        Ok(None)
    }
}

/// How many items there are from `next` on towards `stop`.
fn items_left(next: i64, stop: i64, step: i64) -> u64 {
    if step == 1 {
        // the common case needs no division
        return if next < stop { stop.abs_diff(next) } else { 0 };
    }
    let (distance, step) = if step > 0 {
        (i128::from(stop) - i128::from(next), i128::from(step))
    } else {
        (i128::from(next) - i128::from(stop), -i128::from(step))
    };
    if distance <= 0 || step == 0 {
        return 0;
    }
    u64::try_from((distance + step - 1) / step).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::items_left;

    #[test]
    fn items_left_are_counted_in_both_directions() {
        for (next, stop, step, left) in [
            (0, 10, 1, 10),
            (9, 10, 3, 1),
            (10, 10, 1, 0),
            (11, 10, 1, 0),
            (0, 10, 3, 4),
            (10, 0, -1, 10),
            (10, 0, -4, 3),
            (0, 10, -1, 0),
            (i64::MIN, i64::MAX, 1, u64::MAX),
        ] {
            assert_eq!(items_left(next, stop, step), left, "{next} {stop} {step}");
        }
    }
}
