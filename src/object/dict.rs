//! `dict`: a compact ordered table.
//!
//! Entries stand in insertion order in one buffer; a second buffer maps hashes to entry numbers by linear probing (up to
//! [`SMALL`] entries there is none, and the entries are searched). A removed entry stays as a hole with an empty key until the table is rebuilt.
//!
//! A **namespace** (the globals of a module, `builtins`) keeps its values in cells, so that interpreter and compiled code may remember the cell of a
//! name. A cell that was asked for before its name was bound, or outlives it, is empty and waits in `ghosts`.
//!
//! Comparing keys may run Python code, so searching is split: this file yields candidates of equal hash, `runtime/` compares.
#![expect(unsafe_code, reason = "reads and writes raw buffers")]

use std::cell::Cell;

use super::set::{Search, same_key};
use super::{CellObject, Heap, Kind, OutOfMemory, Str, T, Value, handle, init_header};
use crate::gc::{Header, barrier};

/// One key with its value.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Entry {
    /// The key's hash.
    pub hash: i64,
    /// The key; empty in a hole.
    pub key: Value,
    /// The value; in a namespace the cell that holds it.
    pub value: Value,
}

/// header (`aux`: see the flags below), live entries, entry numbers used, room for entries, buffers.
#[repr(C)]
pub struct DictObj {
    header: Cell<Header>,
    len: Cell<usize>,
    used: Cell<u32>,
    capacity: Cell<u32>,
    entries: Cell<*mut Entry>,
    index: Cell<*mut u8>,
    index_bits: Cell<u32>,
    changes: Cell<u32>,
    ghosts: Cell<Value>,
    /// The entry that was found last by `find_str`, where it is looked for first: `if key in d: d[key] += 1`. Beyond `used`: none, as in namespaces, whose
    /// values are not in the entries.
    last: Cell<u32>,
}

handle! {
    /// An exact `dict`.
    Dict => DictObj, Dict
}

/// Offset of the number of items, a word.
pub const LEN_OFFSET: usize = std::mem::offset_of!(DictObj, len);
/// The bit of the header's `aux` that namespaces have.
pub const NAMESPACE_BIT: u16 = NAMESPACE;
/// Offset of the number of entries in use.
pub const USED_OFFSET: usize = std::mem::offset_of!(DictObj, used);
/// Offset of the pointer to the entries.
pub const ENTRIES_OFFSET: usize = std::mem::offset_of!(DictObj, entries);
/// Offset of the number of the entry found last.
pub const LAST_OFFSET: usize = std::mem::offset_of!(DictObj, last);

/// Up to so many entries there is no index.
pub const SMALL: usize = 8;
const MAX_ENTRIES: usize = 1 << 30;
const NON_STR_KEYS: u16 = 1;
const NAMESPACE: u16 = 2;
const HEAD: usize = size_of::<Header>();
const FREE: u32 = u32::MAX;

impl Dict {
    /// An empty dict.
    #[inline]
    pub fn new(heap: &mut Heap) -> Dict {
        let p = heap.alloc(size_of::<DictObj>());
        // SAFETY: the cell holds a `DictObj`.
        unsafe {
            init_header(p, T::Dict as u32, Kind::Dict);
            let o = p.cast::<DictObj>();
            (*o).len = Cell::new(0);
            (*o).used = Cell::new(0);
            (*o).capacity = Cell::new(0);
            (*o).entries = Cell::new(std::ptr::null_mut());
            (*o).index = Cell::new(std::ptr::null_mut());
            (*o).index_bits = Cell::new(0);
            (*o).changes = Cell::new(0);
            (*o).ghosts = Cell::new(Value::EMPTY);
            (*o).last = Cell::new(FREE);
            Dict::from_ptr(p)
        }
    }

    /// An empty namespace.
    pub fn new_namespace(heap: &mut Heap) -> Dict {
        let d = Dict::new(heap);
        d.set_flag(NAMESPACE);
        d
    }

    fn flag(self, flag: u16) -> bool {
        self.obj().header.get().aux & flag != 0
    }

    fn set_flag(self, flag: u16) {
        let mut header = self.obj().header.get();
        header.aux |= flag;
        self.obj().header.set(header);
    }

    /// Are the values kept in cells?
    #[inline(always)]
    #[must_use]
    pub fn is_namespace(self) -> bool {
        self.flag(NAMESPACE)
    }

    /// Are all keys exact strings? Then looking up a string never runs Python code.
    #[inline(always)]
    #[must_use]
    pub fn only_str_keys(self) -> bool {
        !self.flag(NON_STR_KEYS)
    }

    /// Number of items.
    #[inline(always)]
    #[must_use]
    pub fn len(self) -> usize {
        self.obj().len.get()
    }

    /// Is it `{}`?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Counts insertions of new keys, removals and rebuilds: tells whether a search must start anew.
    #[must_use]
    pub fn changes(self) -> u32 {
        self.obj().changes.get()
    }

    fn changed(self) {
        self.obj().changes.set(self.changes().wrapping_add(1));
    }

    /// One past the greatest entry number in use; holes included.
    #[inline(always)]
    #[must_use]
    pub fn slots(self) -> usize {
        self.obj().used.get() as usize
    }

    #[inline(always)]
    fn raw(self, i: usize) -> Option<*mut Entry> {
        if i < self.slots() {
            // SAFETY: entry numbers below `used` are inside the buffer.
            Some(unsafe { self.obj().entries.get().add(i) })
        } else {
            None
        }
    }

    /// Entry number `i`, unless it is a hole or beyond the end.
    #[inline]
    #[must_use]
    pub fn entry(self, i: usize) -> Option<Entry> {
        // SAFETY: `raw` checked the number; entries below `used` are initialised.
        let mut e = unsafe { *self.raw(i)? };
        if e.key.is_empty() {
            return None;
        }
        if self.is_namespace() {
            e.value = CellObject::from_value(e.value).map_or(Value::EMPTY, CellObject::get);
        }
        Some(e)
    }

    /// The first entry at or after number `*at`; moves `*at` behind it.
    #[inline]
    pub fn next_entry(self, at: &mut usize) -> Option<Entry> {
        while *at < self.slots() {
            *at += 1;
            if let Some(e) = self.entry(*at - 1) {
                return Some(e);
            }
        }
        None
    }

    /// Replaces the value of entry `i`.
    #[inline]
    pub fn set_value(self, heap: &mut Heap, i: usize, value: Value) {
        let Some(raw) = self.raw(i) else { return };
        if self.is_namespace() {
            // SAFETY: `raw` points into the entries.
            if let Some(cell) = CellObject::from_value(unsafe { (*raw).value }) {
                cell.replace(heap, value);
            }
            return;
        }
        // SAFETY: `raw` points into the entries.
        unsafe { (*raw).value = value };
        barrier::write(self.ptr());
    }

    /// The numbers of the entries whose hash is `hash`, in search order.
    #[inline]
    #[must_use]
    pub fn candidates(self, hash: i64) -> Candidates {
        let at = if self.obj().index.get().is_null() {
            0
        } else {
            self.home(hash)
        };
        Candidates {
            dict: self,
            hash,
            at,
        }
    }

    /// Searches without calling anything.
    #[inline]
    #[must_use]
    pub fn search(self, hash: i64, key: Value) -> Search {
        let o = self.obj();
        let last = o.last.get() as usize;
        let entries = o.entries.get();
        // SAFETY: `last` is below `used`.
        if !key.is_object() && last < self.slots() && unsafe { (*entries.add(last)).key } == key {
            return Search::Found(last);
        }
        let Some(i) = self.first_of_hash(hash, |known| same_key(known, key) != Some(false)) else {
            return Search::Absent(0);
        };
        // SAFETY: what was found is an entry number.
        if same_key(unsafe { (*entries.add(i)).key }, key).is_none() {
            return Search::Unsure;
        }
        if !key.is_object() {
            self.note_found(i);
        }
        Search::Found(i)
    }

    /// The first entry with this hash whose key passes a test that calls nothing.
    #[inline(always)]
    fn first_of_hash(self, hash: i64, test: impl Fn(Value) -> bool) -> Option<usize> {
        let o = self.obj();
        let (entries, used) = (o.entries.get(), self.slots());
        let fits = |i: usize| {
            // SAFETY: only called for numbers below `used`.
            let e = unsafe { &*entries.add(i) };
            e.hash == hash && !e.key.is_empty() && test(e.key)
        };
        if o.index.get().is_null() {
            return (0..used).find(|&i| fits(i));
        }
        let mask = (1_usize << o.index_bits.get()) - 1;
        let mut at = self.home(hash);
        loop {
            let i = self.slot(at);
            if i == FREE {
                return None;
            }
            let i = i as usize;
            // Numbers beyond those in use are trimmed holes.
            if i < used && fits(i) {
                return Some(i);
            }
            at = (at + 1) & mask;
        }
    }

    /// Looks up a string among string keys. `None` too when absent; the dict must have only string keys (else use the general search).
    #[inline]
    #[must_use]
    pub fn find_str(self, key: Str) -> Option<usize> {
        let hash = key.hash();
        let last = self.obj().last.get() as usize;
        // SAFETY: `last` is below `used`.
        if last < self.slots() && unsafe { self.has_str_at(last, hash, key) } {
            return Some(last);
        }
        self.find_str_slowly(hash, key)
    }

    #[inline(never)]
    fn find_str_slowly(self, hash: i64, key: Str) -> Option<usize> {
        let same = |known| Str::from_value(known).is_some_and(|s| s.same_text(key));
        let found = self.first_of_hash(hash, same)?;
        self.note_found(found);
        Some(found)
    }

    /// A key was found in entry `i`. Only for keys whose hash and comparison never change: they may be found there next time without either.
    #[inline]
    pub fn note_found(self, i: usize) {
        if !self.is_namespace() {
            self.obj().last.set(i as u32);
        }
    }

    /// Is `key` the key of entry `i`? Removed ones have no key.
    ///
    /// # Safety
    /// `i` is below `used`.
    #[inline(always)]
    unsafe fn has_str_at(self, i: usize, hash: i64, key: Str) -> bool {
        // SAFETY: the caller's promise.
        let e = unsafe { &*self.obj().entries.get().add(i) };
        if e.hash != hash {
            return false;
        }
        match Str::from_value(e.key) {
            Some(s) => s.same_text(key),
            None => false,
        }
    }

    /// The value of a string key (string-key dicts only, as `find_str`).
    #[inline]
    #[must_use]
    pub fn get_str(self, key: Str) -> Option<Value> {
        self.entry(self.find_str(key)?).map(|e| e.value)
    }

    /// Sets a string key (string-key dicts only, as `find_str`).
    pub fn set_str(self, heap: &mut Heap, key: Str, value: Value) -> Result<(), OutOfMemory> {
        match self.find_str(key) {
            Some(i) => {
                self.set_value(heap, i, value);
                Ok(())
            }
            None => self.insert_new(heap, key.hash(), key.value(), value),
        }
    }

    /// Adds an entry for a key that is not there.
    pub fn insert_new(
        self,
        heap: &mut Heap,
        hash: i64,
        key: Value,
        value: Value,
    ) -> Result<(), OutOfMemory> {
        let stored = if self.is_namespace() {
            self.cell_for_new(heap, key, value)?
        } else {
            value
        };
        if self.obj().used.get() == self.obj().capacity.get() {
            self.rebuild(heap, 2 * self.len() + 1)?;
        }
        let i = self.slots();
        // SAFETY: `rebuild` made room for one more entry.
        unsafe {
            self.obj().entries.get().add(i).write(Entry {
                hash,
                key,
                value: stored,
            });
        };
        self.obj().used.set(i as u32 + 1);
        self.obj().len.set(self.len() + 1);
        if !self.obj().index.get().is_null() {
            self.link(hash, i as u32);
        }
        if Str::from_value(key).is_none() {
            self.set_flag(NON_STR_KEYS);
        }
        self.changed();
        barrier::write(self.ptr());
        Ok(())
    }

    /// Removes entry `i` and returns its value.
    pub fn remove(self, heap: &mut Heap, i: usize) -> Result<Value, OutOfMemory> {
        let (Some(e), Some(raw)) = (self.entry(i), self.raw(i)) else {
            return Ok(Value::EMPTY);
        };
        if self.is_namespace() {
            // SAFETY: `raw` points into the entries.
            let cell = unsafe { (*raw).value };
            if let (Some(cell), Some(name)) = (CellObject::from_value(cell), Str::from_value(e.key))
            {
                cell.replace(heap, Value::EMPTY);
                self.ghosts(heap).set_str(heap, name, cell.value())?;
            }
        }
        // SAFETY: `raw` points into the entries.
        unsafe {
            *raw = Entry {
                hash: e.hash,
                key: Value::EMPTY,
                value: Value::EMPTY,
            }
        };
        self.obj().len.set(self.len() - 1);
        self.trim();
        self.changed();
        Ok(e.value)
    }

    /// Gives up the holes at the end, so that `popitem` finds the last entry at once. The index keeps its slots for them, so the
    /// room they took is given up too: else insertions could fill the index.
    fn trim(self) {
        let o = self.obj();
        while let Some(last) = self.slots().checked_sub(1)
            && self.entry(last).is_none()
        {
            o.used.set(last as u32);
            if !o.index.get().is_null() {
                o.capacity.set(o.capacity.get() - 1);
            }
        }
    }

    /// Removes everything.
    pub fn clear(self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        if self.is_namespace() {
            for i in 0..self.slots() {
                self.remove(heap, i)?;
            }
        }
        let o = self.obj();
        o.len.set(0);
        o.used.set(0);
        o.capacity.set(0);
        o.entries.set(std::ptr::null_mut());
        o.index.set(std::ptr::null_mut());
        self.changed();
        Ok(())
    }

    /// A copy with the same order; an ordinary dict even of a namespace.
    pub fn copy(self, heap: &mut Heap) -> Result<Dict, OutOfMemory> {
        let new = Dict::new(heap);
        new.copy_from(heap, self)?;
        Ok(new)
    }

    /// Takes over the entries of `other` in the order they have there; this dict is empty.
    pub fn copy_from(self, heap: &mut Heap, other: Dict) -> Result<(), OutOfMemory> {
        if self.slots() == 0 && self.copy_tables(heap, other)? {
            return Ok(());
        }
        self.reserve(heap, other.len())?;
        let mut at = 0;
        while let Some(e) = other.next_entry(&mut at) {
            self.insert_new(heap, e.hash, e.key, e.value)?;
        }
        Ok(())
    }

    /// As [`Dict::copy_from`], when both tables can be copied as they are: no cells, no holes, not much free room.
    fn copy_tables(self, heap: &mut Heap, other: Dict) -> Result<bool, OutOfMemory> {
        let (o, from) = (self.obj(), other.obj());
        let (used, capacity) = (other.slots(), from.capacity.get() as usize);
        if self.is_namespace()
            || other.is_namespace()
            || used != other.len()
            || used * 4 < capacity
            || used == 0
        {
            return Ok(false);
        }
        let bytes = HEAD + capacity * size_of::<Entry>();
        let p = heap.try_alloc(bytes).ok_or(OutOfMemory)?;
        // SAFETY: the cell has room for as many entries as `other` has; `p` stays referred to by this stack frame.
        let entries: *mut Entry = unsafe {
            init_header(p, 0, Kind::Buffer);
            let entries = p.cast::<u8>().add(HEAD).cast();
            std::ptr::copy_nonoverlapping(from.entries.get(), entries, used);
            entries
        };
        let mut index = std::ptr::null_mut();
        if !from.index.get().is_null() {
            let bits = from.index_bits.get();
            let size = (if bits <= 16 { 2 } else { 4 }) << bits;
            let q = heap.try_alloc(HEAD + size).ok_or(OutOfMemory)?;
            // SAFETY: both indexes have `2^bits` slots.
            unsafe {
                init_header(q, 0, Kind::Buffer);
                index = q.cast::<u8>().add(HEAD);
                std::ptr::copy_nonoverlapping(from.index.get(), index, size);
            }
        }
        o.entries.set(entries);
        o.used.set(used as u32);
        o.len.set(used);
        o.capacity.set(capacity as u32);
        o.index.set(index);
        o.index_bits.set(from.index_bits.get());
        if !other.only_str_keys() {
            self.set_flag(NON_STR_KEYS);
        }
        self.changed();
        barrier::write(self.ptr());
        Ok(true)
    }

    /// Makes room for `n` entries in all.
    pub fn reserve(self, heap: &mut Heap, n: usize) -> Result<(), OutOfMemory> {
        if n > self.obj().capacity.get() as usize {
            self.rebuild(heap, n)
        } else {
            Ok(())
        }
    }

    /// Exchanges the contents of two ordinary dicts.
    pub fn swap(self, other: Dict) {
        let (a, b) = (self.obj(), other.obj());
        a.len.swap(&b.len);
        a.used.swap(&b.used);
        a.capacity.swap(&b.capacity);
        a.entries.swap(&b.entries);
        a.index.swap(&b.index);
        a.index_bits.swap(&b.index_bits);
        a.ghosts.swap(&b.ghosts);
        let (mut x, mut y) = (a.header.get(), b.header.get());
        std::mem::swap(&mut x.aux, &mut y.aux);
        a.header.set(x);
        b.header.set(y);
        self.changed();
        other.changed();
        barrier::write(self.ptr());
        barrier::write(other.ptr());
    }

    // ---- cells of a namespace

    fn ghosts(self, heap: &mut Heap) -> Dict {
        if let Some(d) = Dict::from_value(self.obj().ghosts.get()) {
            return d;
        }
        let d = Dict::new(heap);
        self.obj().ghosts.set(d.value());
        barrier::write(self.ptr());
        d
    }

    fn cell_for_new(self, heap: &mut Heap, key: Value, value: Value) -> Result<Value, OutOfMemory> {
        if let (Some(ghosts), Some(name)) = (
            Dict::from_value(self.obj().ghosts.get()),
            Str::from_value(key),
        ) && let Some(i) = ghosts.find_str(name)
        {
            let cell = ghosts.remove(heap, i)?;
            if let Some(cell) = CellObject::from_value(cell) {
                cell.replace(heap, value);
            }
            return Ok(cell);
        }
        Ok(CellObject::new(heap, value).value())
    }

    /// The cell of `name` in a namespace, bound or not. `None` when this is no namespace or has keys that are not strings.
    pub fn cell(self, heap: &mut Heap, name: Str) -> Result<Option<CellObject>, OutOfMemory> {
        if !self.is_namespace() || !self.only_str_keys() {
            return Ok(None);
        }
        if let Some(i) = self.find_str(name) {
            // SAFETY: `find_str` returns an entry number.
            return Ok(CellObject::from_value(unsafe {
                (*self.obj().entries.get().add(i)).value
            }));
        }
        let ghosts = self.ghosts(heap);
        if let Some(cell) = ghosts.get_str(name) {
            return Ok(CellObject::from_value(cell));
        }
        let cell = CellObject::new(heap, Value::EMPTY);
        ghosts.set_str(heap, name, cell.value())?;
        Ok(Some(cell))
    }

    // ---- the tables

    #[inline(always)]
    fn home(self, hash: i64) -> usize {
        ((hash as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - self.obj().index_bits.get()))
            as usize
    }

    /// Bytes of an index slot: 2 while entry numbers fit, else 4.
    #[inline(always)]
    fn slot(self, at: usize) -> u32 {
        let index = self.obj().index.get();
        // SAFETY: `at` is masked to the index's size by the callers.
        unsafe {
            if self.obj().index_bits.get() <= 16 {
                let v = *index.cast::<u16>().add(at);
                if v == u16::MAX { FREE } else { u32::from(v) }
            } else {
                *index.cast::<u32>().add(at)
            }
        }
    }

    fn link(self, hash: i64, number: u32) {
        let bits = self.obj().index_bits.get();
        let mask = (1_usize << bits) - 1;
        let mut at = self.home(hash);
        while self.slot(at) != FREE {
            at = (at + 1) & mask;
        }
        let index = self.obj().index.get();
        // SAFETY: `at` is below the index's size.
        unsafe {
            if bits <= 16 {
                *index.cast::<u16>().add(at) = number as u16;
            } else {
                *index.cast::<u32>().add(at) = number;
            }
        }
    }

    /// Moves the live entries to buffers with room for at least `n`.
    #[inline(never)]
    fn rebuild(self, heap: &mut Heap, n: usize) -> Result<(), OutOfMemory> {
        let n = n
            .max(self.len())
            .max(if self.slots() == 0 { 4 } else { SMALL });
        if n > MAX_ENTRIES {
            return Err(OutOfMemory);
        }
        let bytes = HEAD + n * size_of::<Entry>();
        let p = heap.try_alloc(bytes).ok_or(OutOfMemory)?;
        // SAFETY: the cell is `bytes` long; `p` stays referred to by this stack frame.
        unsafe { init_header(p, 0, Kind::Buffer) };
        let mut capacity = ((heap.usable_size(p) - HEAD) / size_of::<Entry>()).min(MAX_ENTRIES);
        // SAFETY: as above.
        let entries: *mut Entry = unsafe { p.cast::<u8>().add(HEAD) }.cast();
        let mut index = std::ptr::null_mut();
        let mut bits = 0;
        if capacity <= SMALL || n <= SMALL {
            capacity = capacity.min(SMALL);
        } else {
            // load at most 1/2, a power of two: each slot that is looked at in vain costs a look at an entry
            bits = (n * 2).next_power_of_two().trailing_zeros();
            capacity = capacity.min((1 << bits) / 2);
            let width = if bits <= 16 { 2 } else { 4 };
            let q = heap.try_alloc(HEAD + (width << bits)).ok_or(OutOfMemory)?;
            // SAFETY: the cell holds `2^bits` slots; all ones means free in both widths.
            unsafe {
                init_header(q, 0, Kind::Buffer);
                index = q.cast::<u8>().add(HEAD);
                std::ptr::write_bytes(index, 0xFF, width << bits);
            }
        }
        let mut count = 0;
        for i in 0..self.slots() {
            // SAFETY: `i` is below `used`; the new buffer has room for all live entries.
            unsafe {
                let e = *self.obj().entries.get().add(i);
                if !e.key.is_empty() {
                    entries.add(count).write(e);
                    count += 1;
                }
            }
        }
        let o = self.obj();
        o.entries.set(entries);
        o.used.set(count as u32);
        o.capacity.set(capacity as u32);
        o.index.set(index);
        o.index_bits.set(bits);
        if !index.is_null() {
            for i in 0..count {
                // SAFETY: entries below `count` were just written.
                let hash = unsafe { (*entries.add(i)).hash };
                self.link(hash, i as u32);
            }
        }
        self.changed();
        barrier::write(self.ptr());
        Ok(())
    }

    /// For the tracer: the two buffers, the entries, and the ghosts.
    pub(super) fn traced(self) -> ([*mut Header; 2], &'static [Entry], Value) {
        let o = self.obj();
        let buffer = |p: *mut u8| -> *mut Header {
            if p.is_null() {
                std::ptr::null_mut()
            } else {
                // SAFETY: a non-null buffer pointer follows a header.
                unsafe { p.sub(HEAD) }.cast()
            }
        };
        let entries = o.entries.get();
        let slice: &'static [Entry] = if entries.is_null() {
            &[]
        } else {
            // SAFETY: `used` entries are initialised; the slice is used only inside one trace call.
            unsafe { std::slice::from_raw_parts(entries, self.slots()) }
        };
        (
            [buffer(entries.cast()), buffer(o.index.get())],
            slice,
            o.ghosts.get(),
        )
    }
}

/// Iterator over the entry numbers of equal hash.
pub struct Candidates {
    dict: Dict,
    hash: i64,
    at: usize,
}

impl Iterator for Candidates {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let o = self.dict.obj();
        if o.index.get().is_null() {
            let n = self.dict.slots();
            while self.at < n {
                let i = self.at;
                self.at += 1;
                // SAFETY: `i` is below `used`.
                let e = unsafe { &*o.entries.get().add(i) };
                if e.hash == self.hash && !e.key.is_empty() {
                    return Some(i);
                }
            }
            return None;
        }
        let mask = (1_usize << o.index_bits.get()) - 1;
        loop {
            let i = self.dict.slot(self.at & mask);
            if i == FREE {
                return None;
            }
            self.at = (self.at + 1) & mask;
            if i as usize >= self.dict.slots() {
                continue; // a trimmed hole
            }
            // SAFETY: the number is below `used`.
            let e = unsafe { &*o.entries.get().add(i as usize) };
            if e.hash == self.hash && !e.key.is_empty() {
                return Some(i as usize);
            }
        }
    }
}
