//! `list`: a growable run of items in one of four storages.
//!
//! The storage (`Storage`) is told by the shape id alone, so one comparison proves "list of floats". It widens one way:
//! a list starts `Empty`, takes the narrowest storage its first item fits, and becomes `Values` when an item of another type arrives. `Ints` holds only ints that
//! fit the word, so reading an item never allocates. The buffer is a raw object; the list traces its items.
#![expect(unsafe_code, reason = "reads and writes raw buffers")]

use std::cell::Cell;

use super::{Heap, Kind, OutOfMemory, T, Value, handle, init_header};
use crate::gc::{Header, barrier};

/// How the items of a list are stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Storage {
    /// Any values, 8 bytes each.
    Values,
    /// No item yet.
    Empty,
    /// `True` and `False`, one byte each.
    Bools,
    /// Small ints, 8 bytes each.
    Ints,
    /// Floats, 8 bytes each.
    Floats,
}

/// Shape of a list with `Values` storage.
pub const SHAPE_VALUES: u32 = T::List as u32;
/// Shape of a list without items yet.
pub const SHAPE_EMPTY: u32 = T::COUNT as u32;
/// Shape of a list of bools.
pub const SHAPE_BOOLS: u32 = SHAPE_EMPTY + 1;
/// Shape of a list of small ints.
pub const SHAPE_INTS: u32 = SHAPE_EMPTY + 2;
/// Shape of a list of floats.
pub const SHAPE_FLOATS: u32 = SHAPE_EMPTY + 3;
/// The first shape id after the lists'.
pub const SHAPES_END: u32 = SHAPE_EMPTY + 4;

/// header, length, capacity in items, first item.
#[repr(C)]
pub struct ListObj {
    header: Cell<Header>,
    len: Cell<usize>,
    capacity: Cell<usize>,
    data: Cell<*mut u8>,
}

handle! {
    /// An exact `list`.
    List => ListObj, List
}

/// Offset of the length, for compiled code.
pub const LEN_OFFSET: usize = std::mem::offset_of!(ListObj, len);
/// Offset of the pointer to the first item, for compiled code.
pub const DATA_OFFSET: usize = std::mem::offset_of!(ListObj, data);
/// Offset of the capacity.
pub const CAPACITY_OFFSET: usize = std::mem::offset_of!(ListObj, capacity);

/// Is it a shape of lists?
#[must_use]
pub const fn is_list_shape(id: u32) -> bool {
    id == SHAPE_VALUES || id >= SHAPE_EMPTY && id < SHAPES_END
}

impl Storage {
    /// The storage of a list with shape `id`.
    #[inline(always)]
    #[must_use]
    pub fn of_shape(id: u32) -> Storage {
        match id {
            SHAPE_EMPTY => Storage::Empty,
            SHAPE_BOOLS => Storage::Bools,
            SHAPE_INTS => Storage::Ints,
            SHAPE_FLOATS => Storage::Floats,
            _ => Storage::Values,
        }
    }

    fn shape(self) -> u32 {
        match self {
            Storage::Values => SHAPE_VALUES,
            Storage::Empty => SHAPE_EMPTY,
            Storage::Bools => SHAPE_BOOLS,
            Storage::Ints => SHAPE_INTS,
            Storage::Floats => SHAPE_FLOATS,
        }
    }

    /// Bytes of an item.
    #[inline(always)]
    fn width(self) -> usize {
        if self == Storage::Bools { 1 } else { 8 }
    }

    /// The narrowest storage for `v`.
    #[inline(always)]
    #[must_use]
    pub fn for_value(v: Value) -> Storage {
        if v.is_int() {
            Storage::Ints
        } else if v.is_float() {
            Storage::Floats
        } else if v.is_bool() {
            Storage::Bools
        } else {
            Storage::Values
        }
    }

    /// The storage that holds items of both.
    #[must_use]
    pub fn join(self, other: Storage) -> Storage {
        match (self, other) {
            (Storage::Empty, s) | (s, Storage::Empty) => s,
            (a, b) if a == b => a,
            _ => Storage::Values,
        }
    }

    #[inline(always)]
    unsafe fn read(self, data: *mut u8, i: usize) -> Value {
        // SAFETY: the caller passes the data of a list with this storage and an index below its length.
        unsafe {
            let word: *mut u64 = data.cast::<u64>().add(i);
            match self {
                Storage::Values | Storage::Empty => Value(*word),
                Storage::Ints => Value::from_int_unchecked(*word as i64),
                Storage::Floats => Value::from_float(f64::from_bits(*word)),
                Storage::Bools => Value::from_bool(*data.add(i) != 0),
            }
        }
    }

    #[inline(always)]
    unsafe fn write(self, data: *mut u8, i: usize, v: Value) {
        // SAFETY: as for `read`, an index below the capacity, and `v` fits this storage.
        unsafe {
            let word: *mut u64 = data.cast::<u64>().add(i);
            match self {
                Storage::Values | Storage::Empty => *word = v.0,
                Storage::Ints => *word = v.int_unchecked() as u64,
                Storage::Floats => *word = v.float_unchecked().to_bits(),
                Storage::Bools => *data.add(i) = u8::from(v == Value::TRUE),
            }
        }
    }
}

const BUFFER_HEAD: usize = size_of::<Header>();

impl List {
    /// An empty list.
    #[inline]
    pub fn new(heap: &mut Heap) -> List {
        let p = heap.alloc(size_of::<ListObj>());
        // SAFETY: the cell holds a `ListObj`.
        unsafe {
            init_header(p, SHAPE_EMPTY, Kind::List);
            let list = List::from_ptr(p);
            let o = p.cast::<ListObj>();
            (*o).len = Cell::new(0);
            (*o).capacity = Cell::new(0);
            (*o).data = Cell::new(std::ptr::null_mut());
            list
        }
    }

    /// A list of the given items, which the caller keeps alive.
    pub fn from_slice(heap: &mut Heap, items: &[Value]) -> Result<List, OutOfMemory> {
        let list = List::new(heap);
        list.extend_from_slice(heap, items)?;
        Ok(list)
    }

    /// A list of `n` times `item`.
    pub fn repeated(heap: &mut Heap, item: Value, n: usize) -> Result<List, OutOfMemory> {
        let list = List::new(heap);
        list.widen(heap, Storage::for_value(item))?;
        list.reserve(heap, n)?;
        let storage = list.storage();
        for i in 0..n {
            // SAFETY: `reserve` made room for `n` items of this storage.
            unsafe { storage.write(list.data(), i, item) };
        }
        list.obj().len.set(n);
        barrier::write(list.ptr());
        Ok(list)
    }

    /// How the items are stored now.
    #[inline(always)]
    #[must_use]
    pub fn storage(self) -> Storage {
        Storage::of_shape(self.shape_id())
    }

    /// Number of items.
    #[inline(always)]
    #[must_use]
    pub fn len(self) -> usize {
        self.obj().len.get()
    }

    /// Is it `[]`?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Items there is room for.
    #[must_use]
    pub fn capacity(self) -> usize {
        self.obj().capacity.get()
    }

    #[inline(always)]
    fn data(self) -> *mut u8 {
        self.obj().data.get()
    }

    /// The raw words of a list whose storage is `Ints` (as i64) or `Floats` (as bits) or `Values`; `None` for the others.
    ///
    /// The slice is valid until the list changes or Python code runs.
    #[must_use]
    pub fn words<'a>(self) -> Option<&'a [Cell<u64>]> {
        if self.data().is_null() || self.storage() == Storage::Bools {
            return None;
        }
        // SAFETY: the buffer holds `len` words; cells tolerate writes through other handles.
        Some(unsafe { std::slice::from_raw_parts(self.data().cast(), self.len()) })
    }

    /// Item `i`.
    #[inline(always)]
    #[must_use]
    pub fn get(self, i: usize) -> Option<Value> {
        if i < self.len() {
            // SAFETY: `i` is below the length.
            Some(unsafe { self.storage().read(self.data(), i) })
        } else {
            None
        }
    }

    /// Replaces item `i`, which must exist (else nothing happens).
    #[inline]
    pub fn set(self, heap: &mut Heap, i: usize, v: Value) -> Result<(), OutOfMemory> {
        if i >= self.len() {
            return Ok(());
        }
        let storage = self.fit(heap, v)?;
        // SAFETY: `i` is below the length and `fit` made the storage right for `v`.
        unsafe { storage.write(self.data(), i, v) };
        barrier::write(self.ptr());
        Ok(())
    }

    /// Adds an item at the end.
    #[inline]
    pub fn push(self, heap: &mut Heap, v: Value) -> Result<(), OutOfMemory> {
        let storage = self.fit(heap, v)?;
        let len = self.len();
        if len == self.capacity() {
            self.reserve(heap, 1)?;
        }
        // SAFETY: there is room for one more item of this storage.
        unsafe { storage.write(self.data(), len, v) };
        self.obj().len.set(len + 1);
        barrier::write(self.ptr());
        Ok(())
    }

    /// Makes the storage right for `v` and returns it.
    #[inline(always)]
    fn fit(self, heap: &mut Heap, v: Value) -> Result<Storage, OutOfMemory> {
        let storage = self.storage();
        if storage == Storage::Values || storage == Storage::for_value(v) {
            return Ok(storage);
        }
        self.widen(heap, Storage::for_value(v))?;
        Ok(self.storage())
    }

    /// Makes the storage able to hold items of `other` too.
    #[inline(never)]
    pub fn widen(self, heap: &mut Heap, other: Storage) -> Result<(), OutOfMemory> {
        let (old, new) = (self.storage(), self.storage().join(other));
        if old == new {
            return Ok(());
        }
        let len = self.len();
        if len > 0 && old.width() != new.width() {
            let (data, capacity) = List::buffer(heap, new, len)?;
            for i in 0..len {
                // SAFETY: both buffers hold `len` items; the old one is still referred to by the list.
                unsafe { new.write(data, i, old.read(self.data(), i)) };
            }
            self.obj().data.set(data);
            self.obj().capacity.set(capacity);
        } else if len > 0 {
            for i in 0..len {
                // SAFETY: same width, so each item is rewritten in place.
                unsafe { new.write(self.data(), i, old.read(self.data(), i)) };
            }
        } else if old.width() != new.width() {
            self.obj().data.set(std::ptr::null_mut());
            self.obj().capacity.set(0);
        }
        let mut header = self.obj().header.get();
        header.shape_id = new.shape();
        self.obj().header.set(header);
        Ok(())
    }

    fn buffer(
        heap: &mut Heap,
        storage: Storage,
        capacity: usize,
    ) -> Result<(*mut u8, usize), OutOfMemory> {
        let bytes = capacity
            .checked_mul(storage.width())
            .and_then(|b| b.checked_add(BUFFER_HEAD))
            .ok_or(OutOfMemory)?;
        let p = heap.try_alloc(bytes).ok_or(OutOfMemory)?;
        let room = (heap.usable_size(p) - BUFFER_HEAD) / storage.width();
        // SAFETY: the cell is at least `bytes` long.
        unsafe {
            init_header(p, 0, Kind::Buffer);
            Ok((p.cast::<u8>().add(BUFFER_HEAD), room))
        }
    }

    /// Makes room for `more` items.
    #[inline(never)]
    pub fn reserve(self, heap: &mut Heap, more: usize) -> Result<(), OutOfMemory> {
        let (len, storage) = (self.len(), self.storage());
        let need = len.checked_add(more).ok_or(OutOfMemory)?;
        if need <= self.capacity() {
            return Ok(());
        }
        let capacity = if len == 0 {
            need
        } else {
            need.max(len + len / 4 + 4)
        };
        let bytes = capacity
            .checked_mul(storage.width())
            .and_then(|b| b.checked_add(BUFFER_HEAD))
            .ok_or(OutOfMemory)?;
        let data = self.data();
        if data.is_null() {
            let (data, capacity) = List::buffer(heap, storage, capacity)?;
            self.obj().data.set(data);
            self.obj().capacity.set(capacity);
            return Ok(());
        }
        // SAFETY: `data` follows the header of a buffer that only this list owns.
        let p = unsafe { data.sub(BUFFER_HEAD) }.cast::<Header>();
        let old_bytes = BUFFER_HEAD + len * storage.width();
        let p = heap.grow(p, old_bytes, bytes).ok_or(OutOfMemory)?;
        let room = (heap.usable_size(p) - BUFFER_HEAD) / storage.width();
        // SAFETY: the grown buffer has a header in front too.
        self.obj()
            .data
            .set(unsafe { p.cast::<u8>().add(BUFFER_HEAD) });
        self.obj().capacity.set(room);
        Ok(())
    }

    /// Adds all `items` at the end.
    pub fn extend_from_slice(self, heap: &mut Heap, items: &[Value]) -> Result<(), OutOfMemory> {
        let mut storage = self.storage();
        for &item in items {
            storage = storage.join(Storage::for_value(item));
            if storage == Storage::Values {
                break;
            }
        }
        self.widen(heap, storage)?;
        self.reserve(heap, items.len())?;
        let (len, storage) = (self.len(), self.storage());
        for (i, &item) in items.iter().enumerate() {
            // SAFETY: `reserve` made room and the storage holds every item.
            unsafe { storage.write(self.data(), len + i, item) };
        }
        self.obj().len.set(len + items.len());
        barrier::write(self.ptr());
        Ok(())
    }

    /// Adds the items `range` of `other` (which may be `self`) at the end.
    pub fn extend_from_list(
        self,
        heap: &mut Heap,
        other: List,
        range: std::ops::Range<usize>,
    ) -> Result<(), OutOfMemory> {
        let end = range.end.min(other.len());
        let count = end.saturating_sub(range.start);
        if count == 0 {
            return Ok(());
        }
        self.widen(heap, other.storage())?;
        self.reserve(heap, count)?;
        let (len, to, from) = (self.len(), self.storage(), other.storage());
        if to == from {
            let w = to.width();
            // SAFETY: room was reserved after the present items; the source range is inside `other`.
            unsafe {
                std::ptr::copy(
                    other.data().add(range.start * w),
                    self.data().add(len * w),
                    count * w,
                );
            };
        } else {
            for i in 0..count {
                // SAFETY: as above, item by item.
                unsafe {
                    to.write(
                        self.data(),
                        len + i,
                        from.read(other.data(), range.start + i),
                    );
                };
            }
        }
        self.obj().len.set(len + count);
        barrier::write(self.ptr());
        Ok(())
    }

    /// Adds `count` items of another list from `start` on, each `step` after the one before; those that it does not have are left out.
    pub fn extend_stepped(
        self,
        heap: &mut Heap,
        other: List,
        [start, step]: [i64; 2],
        count: usize,
    ) -> Result<(), OutOfMemory> {
        if count == 0 {
            return Ok(());
        }
        self.widen(heap, other.storage())?;
        self.reserve(heap, count)?;
        let (from, to, n) = (other.storage(), self.storage(), other.len());
        let (mut len, mut at) = (self.len(), start);
        if let Some(words) = other.words().filter(|_| from == to) {
            for _ in 0..count {
                if let Some(word) = usize::try_from(at).ok().and_then(|at| words.get(at)) {
                    // SAFETY: room for `count` more items was made, and they are stored as they are.
                    unsafe { self.data().cast::<u64>().add(len).write(word.get()) };
                    len += 1;
                }
                at = at.wrapping_add(step);
            }
            self.obj().len.set(len);
            barrier::write(self.ptr());
            return Ok(());
        }
        for _ in 0..count {
            if let Some(at) = usize::try_from(at).ok().filter(|&at| at < n) {
                // SAFETY: `at` is below the length of `other`, and room for `count` more items was made; `to` holds what `from` holds.
                unsafe { to.write(self.data(), len, from.read(other.data(), at)) };
                len += 1;
            }
            at = at.wrapping_add(step);
        }
        self.obj().len.set(len);
        barrier::write(self.ptr());
        Ok(())
    }

    /// Inserts `v` before item `i` (at the end when `i` is beyond it).
    pub fn insert(self, heap: &mut Heap, i: usize, v: Value) -> Result<(), OutOfMemory> {
        let len = self.len();
        self.push(heap, v)?;
        if i < len {
            let w = self.storage().width();
            // SAFETY: `push` made the list `len + 1` long.
            unsafe {
                std::ptr::copy(
                    self.data().add(i * w),
                    self.data().add((i + 1) * w),
                    (len - i) * w,
                );
                self.storage().write(self.data(), i, v);
            }
        }
        Ok(())
    }

    /// Removes the items of `range`, clamped to the list.
    pub fn remove_range(self, range: std::ops::Range<usize>) {
        let len = self.len();
        let (start, end) = (range.start.min(len), range.end.min(len));
        if start < end {
            let w = self.storage().width();
            // SAFETY: both ranges are inside the list.
            unsafe {
                std::ptr::copy(
                    self.data().add(end * w),
                    self.data().add(start * w),
                    (len - end) * w,
                );
            };
            self.obj().len.set(len - (end - start));
        }
    }

    /// Removes and returns the last item.
    #[inline]
    pub fn pop(self) -> Option<Value> {
        let last = self.len().checked_sub(1)?;
        let v = self.get(last);
        self.obj().len.set(last);
        v
    }

    /// Forgets all items; the storage starts anew.
    pub fn clear(self) {
        self.obj().len.set(0);
        self.obj().capacity.set(0);
        self.obj().data.set(std::ptr::null_mut());
        let mut header = self.obj().header.get();
        header.shape_id = SHAPE_EMPTY;
        self.obj().header.set(header);
    }

    /// Forgets the items from `len` on.
    pub fn truncate(self, len: usize) {
        if len < self.len() {
            self.obj().len.set(len);
        }
    }

    /// Exchanges the contents of two lists (sorting and slice assignment build a new list and swap it in).
    pub fn swap(self, other: List) {
        let (a, b) = (self.obj(), other.obj());
        a.len.swap(&b.len);
        a.capacity.swap(&b.capacity);
        a.data.swap(&b.data);
        let (mut ha, mut hb) = (a.header.get(), b.header.get());
        std::mem::swap(&mut ha.shape_id, &mut hb.shape_id);
        a.header.set(ha);
        b.header.set(hb);
        barrier::write(self.ptr());
        barrier::write(other.ptr());
    }

    /// Reverses the items in place.
    pub fn reverse(self) {
        let (n, storage) = (self.len(), self.storage());
        if let Some(words) = self.words() {
            let (front, back) = words.split_at(n / 2);
            for (a, b) in front.iter().zip(back.iter().rev()) {
                a.swap(b);
            }
            return;
        }
        for i in 0..n / 2 {
            // SAFETY: both indices are below the length.
            unsafe {
                let (x, y) = (
                    storage.read(self.data(), i),
                    storage.read(self.data(), n - 1 - i),
                );
                storage.write(self.data(), i, y);
                storage.write(self.data(), n - 1 - i, x);
            }
        }
    }

    /// For the tracer: the buffer, and the words to trace.
    pub(super) fn traced(self) -> (Option<*mut Header>, *const u64, usize) {
        let data = self.data();
        if data.is_null() {
            return (None, std::ptr::null(), 0);
        }
        // SAFETY: `data` follows a buffer's header.
        let buffer = unsafe { data.sub(BUFFER_HEAD) }.cast();
        let n = if self.storage() == Storage::Values {
            self.len()
        } else {
            0
        };
        (Some(buffer), data.cast::<u64>().cast_const(), n)
    }

    /// Length, if the storage is `Ints`: item `i` without any test but the bound.
    #[inline(always)]
    #[must_use]
    pub fn word_unchecked(self, i: usize) -> u64 {
        debug_assert!(i < self.len() && self.storage() != Storage::Bools);
        // SAFETY: the interpreter tested storage and bound.
        unsafe { *self.data().cast::<u64>().add(i) }
    }

    /// Stores a raw word; the caller tested storage and bound.
    #[inline(always)]
    pub fn set_word_unchecked(self, i: usize, word: u64) {
        debug_assert!(i < self.len() && self.storage() != Storage::Bools);
        // SAFETY: the interpreter tested storage and bound.
        unsafe { *self.data().cast::<u64>().add(i) = word };
        barrier::write(self.ptr());
    }

    /// Reads a byte of a `Bools` list; the caller tested storage and bound.
    #[inline(always)]
    #[must_use]
    pub fn bool_unchecked(self, i: usize) -> bool {
        debug_assert!(i < self.len() && self.storage() == Storage::Bools);
        // SAFETY: the interpreter tested storage and bound.
        unsafe { *self.data().add(i) != 0 }
    }

    /// Stores a byte of a `Bools` list; the caller tested storage and bound.
    #[inline(always)]
    pub fn set_bool_unchecked(self, i: usize, b: bool) {
        debug_assert!(i < self.len() && self.storage() == Storage::Bools);
        // SAFETY: the interpreter tested storage and bound.
        unsafe { *self.data().add(i) = u8::from(b) };
    }
}
