//! Items: `obj[index]`, `obj[index] = v`, `del obj[index]`, slices.

use std::cell::Cell;

use super::iter::{Range, Slice};
use super::names::Special;
use super::native::FromPy;
use super::view::View;
use super::{OrMemoryError, PyResult, Raised, Vm};
use crate::object::{ByteArray, Bytes, Class, Dict, List, Obj, Str, T, Tuple, Value, class::flags};
use crate::pyc::Version;

impl Vm {
    /// `obj[index]`
    #[inline]
    pub fn get_item(&mut self, obj: Value, index: Value) -> PyResult {
        if let Some(l) = List::from_value(obj) {
            if let Some(i) = index.as_int() {
                return self.list_item(l, i);
            }
        } else if let Some(d) = Dict::from_value(obj) {
            return match self.dict_get(d, index)? {
                Some(v) => Ok(v),
                None => Err(self.key_error(index)),
            };
        } else if let Some(t) = Tuple::from_value(obj)
            && let Some(i) = index.as_int()
        {
            let at = if i < 0 { i + t.len() as i64 } else { i };
            return match usize::try_from(at).ok().and_then(|at| t.get(at)) {
                Some(v) => Ok(v),
                None => Err(self.index_error("tuple index out of range")),
            };
        }
        self.get_item_slowly(obj, index)
    }

    /// `list[i]`
    #[inline]
    pub fn list_item(&mut self, l: List, i: i64) -> PyResult {
        let at = if i < 0 { i + l.len() as i64 } else { i };
        match usize::try_from(at).ok().and_then(|at| l.get(at)) {
            Some(v) => Ok(v),
            None => Err(self.index_error("list index out of range")),
        }
    }

    #[inline(never)]
    fn get_item_slowly(&mut self, obj: Value, index: Value) -> PyResult {
        if let Some(s) = Str::from_value(obj)
            && let Some(i) = index.as_int()
        {
            let at = if i < 0 { i + s.len() as i64 } else { i };
            return match usize::try_from(at).ok().and_then(|at| s.chars().get(at)) {
                Some(c) => self.new_char(c).map(Str::value),
                None => Err(self.index_error("string index out of range")),
            };
        }
        if let Some(b) = Bytes::from_value(obj)
            && let Some(i) = index.as_int()
        {
            let at = if i < 0 {
                i + b.as_slice().len() as i64
            } else {
                i
            };
            return match usize::try_from(at).ok().and_then(|at| b.as_slice().get(at)) {
                Some(&c) => Ok(Value::from_i32(i32::from(c))),
                None => Err(self.index_error("index out of range")),
            };
        }
        if let Some(i) = index.as_int() {
            if let Some(a) = ByteArray::from_value(obj) {
                let at = if i < 0 { i + a.len() as i64 } else { i };
                return match usize::try_from(at).ok().and_then(|at| a.cells().get(at)) {
                    Some(byte) => Ok(Value::from_i32(i32::from(byte.get()))),
                    None => Err(self.index_error("bytearray index out of range")),
                };
            }
            if let Some(at) =
                Obj::<View>::from_value(obj).and_then(|v| v.place_of(i).map(|at| (v, at)))
            {
                return at.0.item(self, at.1);
            }
        }
        if let Some(slice) = Obj::<Slice>::from_value(index) {
            if let Some(s) = Str::from_value(obj) {
                return self.str_slice(s, slice);
            }
            if let Some(l) = List::from_value(obj) {
                return self.list_slice(l, slice);
            }
        }
        let class = self.type_of(obj);
        if let Some(f) = self.special(class, Special::GetItem) {
            return self.call_method(f, obj, &[index]);
        }
        if let Some(c) = Class::from_value(obj) {
            return self.class_getitem(c, index);
        }
        let t = self.class_name(class);
        Err(self.type_error(format_args!("'{t}' object is not subscriptable")))
    }

    /// `str[slice]`
    pub fn str_slice(&mut self, s: Str, slice: Obj<Slice>) -> PyResult {
        let at = self.slice_indices(slice, s.len())?;
        if at.step == 1 {
            let range = at.range();
            if range.len() == s.len() {
                return Ok(s.value());
            }
            return self.new_text(s.chars().slice(range)).map(Str::value);
        }
        if at.count > 1
            && let Some(picked) =
                Str::stepped_ascii(&mut self.heap, s, [at.start, at.step], at.count)
        {
            return picked.or_memory_error(self).map(Str::value);
        }
        let start = at.start.max(0) as usize;
        let picked = s.chars().stepped(start, at.step as isize, at.count);
        self.new_text(picked.as_chars()).map(Str::value)
    }

    /// `list[slice]`
    pub fn list_slice(&mut self, l: List, slice: Obj<Slice>) -> PyResult {
        let at = self.slice_bounds(slice)?.adjust(l.len());
        let new = List::new(&mut self.heap);
        let made = if at.step == 1 {
            new.extend_from_list(&mut self.heap, l, at.range())
        } else {
            new.extend_stepped(&mut self.heap, l, [at.start, at.step], at.count)
        };
        made.or_memory_error(self)?;
        Ok(new.value())
    }

    fn class_getitem(&mut self, c: Class, index: Value) -> PyResult {
        if c == self.class(T::Type) {
            return self.generic_alias(c.value(), index);
        }
        let name = self.names.__class_getitem__;
        match self.class_get_attr(c, name)? {
            Some(f) => self.call_positional(f, &[index]),
            None => {
                let n = self.class_name(c);
                Err(self.type_error(format_args!("type '{n}' is not subscriptable")))
            }
        }
    }

    /// `obj[index] = v`
    #[inline]
    pub fn set_item(&mut self, obj: Value, index: Value, v: Value) -> PyResult<()> {
        match Dict::from_value(obj) {
            Some(d) => self.dict_set(d, index, v),
            None => self.set_item_slowly(obj, index, v),
        }
    }

    #[inline(never)]
    fn set_item_slowly(&mut self, obj: Value, index: Value, v: Value) -> PyResult<()> {
        if let (Some(l), Some(i)) = (List::from_value(obj), index.as_int()) {
            let at = if i < 0 { i + l.len() as i64 } else { i };
            return match usize::try_from(at).ok().filter(|&at| at < l.len()) {
                Some(at) => l.set(&mut self.heap, at, v).or_memory_error(self),
                None => Err(self.index_error("list assignment index out of range")),
            };
        }
        if let (Some(a), Some(i), Some(byte)) =
            (ByteArray::from_value(obj), index.as_int(), v.as_int())
        {
            let at = if i < 0 { i + a.len() as i64 } else { i };
            let cell = usize::try_from(at).ok().and_then(|at| a.cells().get(at));
            if let (Some(cell), Ok(byte)) = (cell, u8::try_from(byte)) {
                cell.set(byte);
                return Ok(());
            }
        }
        match self.special_of(obj, Special::SetItem) {
            Some(f) => self.call_method(f, obj, &[index, v]).map(|_| ()),
            None => {
                let t = self.type_name(obj);
                Err(self.type_error(format_args!(
                    "'{t}' object does not support item assignment"
                )))
            }
        }
    }

    /// `del obj[index]`
    pub fn del_item(&mut self, obj: Value, index: Value) -> PyResult<()> {
        if let Some(d) = Dict::from_value(obj) {
            return match self.dict_remove(d, index)? {
                Some(_) => Ok(()),
                None => Err(self.key_error(index)),
            };
        }
        if let (Some(l), Some(i)) = (List::from_value(obj), index.as_int()) {
            let at = if i < 0 { i + l.len() as i64 } else { i };
            if let Some(at) = usize::try_from(at).ok().filter(|&at| at < l.len()) {
                l.remove_range(at..at + 1);
                return Ok(());
            }
        }
        match self.special_of(obj, Special::DelItem) {
            Some(f) => self.call_method(f, obj, &[index]).map(|_| ()),
            None => {
                let class = self.type_of(obj);
                let sequence = matches!(class.native(), T::Str | T::Bytes | T::Tuple | T::Range)
                    || !class.has(flags::IMMUTABLE);
                let how = if sequence && self.is_index(index) {
                    "doesn't"
                } else {
                    "does not"
                };
                let t = self.class_name(class);
                Err(self.type_error(format_args!("'{t}' object {how} support item deletion")))
            }
        }
    }

    /// A slice object.
    pub fn new_slice(&mut self, start: Value, stop: Value, step: Value) -> PyResult {
        let s = Slice {
            start: Cell::new(start),
            stop: Cell::new(stop),
            step: Cell::new(step),
        };
        Ok(Obj::new(&mut self.heap, s).or_memory_error(self)?.value())
    }

    /// `obj[start:stop]`
    #[inline]
    pub fn get_slice(&mut self, obj: Value, start: Value, stop: Value) -> PyResult {
        if let (Some(s), Some(a), Some(b)) = (Str::from_value(obj), start.as_int(), stop.as_int())
            && 0 <= a
            && a < b
            && (b as u64) < s.len() as u64
            && let Some(text) = s.as_ascii()
        {
            let part = match &text.as_bytes()[a as usize..b as usize] {
                &[c] => self.interned.latin1(c),
                part => Str::from_ascii(&mut self.heap, part),
            };
            if let Some(part) = part {
                return Ok(part.value());
            }
        }
        self.get_slice_slowly(obj, start, stop)
    }

    #[inline(never)]
    fn get_slice_slowly(&mut self, obj: Value, start: Value, stop: Value) -> PyResult {
        let bound = |v: Value| v.is_none() || v.is_int();
        if bound(start) && bound(stop) {
            if let Some(s) = Str::from_value(obj) {
                let r = clamp(start, stop, s.len());
                if r.len() == s.len() {
                    return Ok(obj);
                }
                return self.new_text(s.chars().slice(r)).map(Str::value);
            }
            if let Some(b) = Bytes::from_value(obj) {
                let r = clamp(start, stop, b.as_slice().len());
                if r.len() == b.as_slice().len() {
                    return Ok(obj);
                }
                return self
                    .new_bytes(b.as_slice().get(r).unwrap_or(&[]))
                    .map(Bytes::value);
            }
            if let Some(l) = List::from_value(obj) {
                let r = clamp(start, stop, l.len());
                let new = List::new(&mut self.heap);
                new.extend_from_list(&mut self.heap, l, r)
                    .or_memory_error(self)?;
                return Ok(new.value());
            }
            if let Some(t) = Tuple::from_value(obj) {
                let r = clamp(start, stop, t.len());
                return self.new_tuple(&t.items()[r]).map(Tuple::value);
            }
        }
        let s = self.new_slice(start, stop, Value::NONE)?;
        self.get_item(obj, s)
    }

    /// `obj[start:stop] = v`
    pub fn set_slice(&mut self, obj: Value, start: Value, stop: Value, v: Value) -> PyResult<()> {
        let s = self.new_slice(start, stop, Value::NONE)?;
        self.set_item(obj, s, v)
    }

    /// Start, stop, step of a slice for a sequence of length `len`, and how many items it has (Objects/sliceobject.c:PySlice_AdjustIndices).
    pub fn slice_indices(&mut self, s: Obj<Slice>, len: usize) -> PyResult<SliceIndices> {
        Ok(self.slice_bounds(s)?.adjust(len))
    }

    /// The parts of a slice as numbers (Objects/sliceobject.c:PySlice_Unpack). Getting them may run Python code.
    pub fn slice_bounds(&mut self, s: Obj<Slice>) -> PyResult<SliceBounds> {
        let step = if s.step.get().is_none() {
            1
        } else {
            self.slice_bound(s.step.get())?
        };
        if step == 0 {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let start = if s.start.get().is_none() {
            None
        } else {
            Some(self.slice_bound(s.start.get())?)
        };
        let stop = if s.stop.get().is_none() {
            None
        } else {
            Some(self.slice_bound(s.stop.get())?)
        };
        Ok(SliceBounds {
            start,
            stop,
            step: step.max(-i64::MAX),
        })
    }

    /// The index of an item of a sequence that takes slices too; `kind` is the sequence in the error text.
    #[inline]
    pub fn sequence_index(&mut self, index: Value, kind: &str) -> PyResult<i64> {
        if let Some(i) = index.as_int() {
            return Ok(i);
        }
        if !self.is_int(index) && self.special_of(index, Special::Index).is_none() {
            let t = self.type_name(index);
            return Err(self.type_error(format_args!(
                "{kind} indices must be integers or slices, not {t}"
            )));
        }
        self.item_index(index)
    }

    /// TypeError: the bound of a slice is no integer.
    #[cold]
    pub fn wrong_slice_bound(&mut self) -> Raised {
        let none = match self.dialect() >= Version::V315 {
            true => "",
            false => "None or ",
        };
        self.type_error(format_args!(
            "slice indices must be integers or {none}have an __index__ method"
        ))
    }

    fn slice_bound(&mut self, v: Value) -> PyResult<i64> {
        if let Some(i) = v.as_int() {
            return Ok(i);
        }
        if !self.is_int(v) && self.special_of(v, Special::Index).is_none() {
            return Err(self.wrong_slice_bound());
        }
        self.index_clamped(v)
    }

    /// A range of small ints.
    pub fn new_range(&mut self, start: Value, stop: Value, step: Value, len: Value) -> PyResult {
        let r = Range {
            start: Cell::new(start),
            stop: Cell::new(stop),
            step: Cell::new(step),
            len: Cell::new(len),
        };
        Ok(Obj::new(&mut self.heap, r).or_memory_error(self)?.value())
    }
}

/// A slice whose parts are numbers; a part that is None is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceBounds {
    /// `start`
    pub start: Option<i64>,
    /// `stop`
    pub stop: Option<i64>,
    /// `step`; not 0.
    pub step: i64,
}

impl SliceBounds {
    /// The indices for a sequence of length `len` (Objects/sliceobject.c:PySlice_AdjustIndices).
    #[must_use]
    pub fn adjust(self, len: usize) -> SliceIndices {
        let (len, step) = (len as i64, self.step);
        let fix = |i: i64| {
            let i = if i < 0 { i.saturating_add(len) } else { i };
            if i < 0 {
                if step < 0 { -1 } else { 0 }
            } else if i >= len {
                if step < 0 { len - 1 } else { len }
            } else {
                i
            }
        };
        let start = self.start.map_or(if step < 0 { len - 1 } else { 0 }, fix);
        let stop = self.stop.map_or(if step < 0 { -1 } else { len }, fix);
        let count = if step < 0 {
            if stop < start {
                (start - stop - 1) / -step + 1
            } else {
                0
            }
        } else if start < stop {
            (stop - start - 1) / step + 1
        } else {
            0
        };
        SliceIndices {
            start,
            stop,
            step,
            count: count as usize,
        }
    }
}

/// A bound of a search, such as the `start` of `list.index`: an int or an object with `__index__`, clamped.
#[derive(Clone, Copy, Debug)]
pub struct SliceIndex(pub i64);

impl SliceIndex {
    /// Counted from the end when negative, never below 0.
    #[must_use]
    pub fn from_start(self, len: usize) -> usize {
        let i = if self.0 < 0 {
            self.0.saturating_add(len as i64).max(0)
        } else {
            self.0
        };
        usize::try_from(i).unwrap_or(0)
    }
}

impl FromPy for SliceIndex {
    const KIND: &'static str = "int";
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<SliceIndex> {
        if !vm.is_int(v) && vm.special_of(v, Special::Index).is_none() {
            return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
        }
        vm.index_clamped(v).map(SliceIndex)
    }
}

/// A slice adjusted to a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceIndices {
    /// The first index.
    pub start: i64,
    /// Where it ends (may be -1 for a negative step).
    pub stop: i64,
    /// The distance.
    pub step: i64,
    /// How many items.
    pub count: usize,
}

impl SliceIndices {
    /// The indices.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.count as i64).map(move |i| (self.start + i * self.step) as usize)
    }

    /// The run of indices of a slice with step 1.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.count
    }
}

/// Bounds that are None or small ints, clamped to a length.
fn clamp(start: Value, stop: Value, len: usize) -> std::ops::Range<usize> {
    let n = len as i64;
    let fix = |v: Value, default: i64| {
        let i = v.as_int().unwrap_or(default);
        (if i < 0 { (i + n).max(0) } else { i.min(n) }) as usize
    };
    let (a, b) = (fix(start, 0), fix(stop, n));
    a..b.max(a)
}
