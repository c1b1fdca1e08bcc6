//! `set` and `frozenset`: an open-addressing table of keys with CPython's probing, sizes and growth, because the order of
//! iteration is the order of the table (Objects/setobject.c: runs of up to 10 slots, then `i = i*5 + 1 + perturb`).
//!
//! Comparing keys may run Python code, so searching is split as for dicts: this file yields candidates, `runtime/` compares.
#![expect(unsafe_code, reason = "reads and writes raw buffers")]

use std::cell::Cell;

use super::{Heap, Kind, OutOfMemory, Str, Value, handle, init_header};
use crate::gc::{Header, barrier};

/// A slot: free (empty key, hash 0), removed (empty key, hash -1), or a key.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Slot {
    /// The key.
    pub key: Value,
    /// Its hash.
    pub hash: i64,
}

const FREE: Slot = Slot {
    key: Value::EMPTY,
    hash: 0,
};
const REMOVED: Slot = Slot {
    key: Value::EMPTY,
    hash: -1,
};
const LINEAR_PROBES: usize = 9;
const FIRST_SLOTS: usize = 8;
const HEAD: usize = size_of::<Header>();

/// header, keys, keys and removed slots, slots - 1, table, where `pop` looks next, hash of a frozenset (0: not computed).
#[repr(C)]
pub struct SetObj {
    header: Header,
    used: Cell<usize>,
    fill: Cell<usize>,
    mask: Cell<usize>,
    table: Cell<*mut Slot>,
    finger: Cell<usize>,
    hash: Cell<i64>,
    changes: Cell<u32>,
}

handle! {
    /// An exact `set` or `frozenset`.
    Set => SetObj, Set
}

impl Set {
    /// An empty set of shape `shape_id` (that of `set` or of `frozenset`).
    pub fn new(heap: &mut Heap, shape_id: u32) -> Result<Set, OutOfMemory> {
        let p = heap.alloc(size_of::<SetObj>());
        // SAFETY: the cell holds a `SetObj`.
        unsafe {
            init_header(p, shape_id, Kind::Set);
            let header = *p;
            p.cast::<SetObj>().write(SetObj {
                header,
                used: Cell::new(0),
                fill: Cell::new(0),
                mask: Cell::new(0),
                table: Cell::new(std::ptr::null_mut()),
                finger: Cell::new(0),
                hash: Cell::new(0),
                changes: Cell::new(0),
            });
            Ok(Set::from_ptr(p))
        }
    }

    /// Number of keys.
    #[inline(always)]
    #[must_use]
    pub fn len(self) -> usize {
        self.obj().used.get()
    }

    /// Is it empty?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Is it a frozenset (of exactly that type)?
    #[must_use]
    pub fn is_frozen(self) -> bool {
        self.shape_id() == super::T::FrozenSet as u32
    }

    /// Counts insertions, removals and rebuilds: tells whether a search must start anew.
    #[must_use]
    pub fn changes(self) -> u32 {
        self.obj().changes.get()
    }

    fn changed(self) {
        self.obj().changes.set(self.changes().wrapping_add(1));
        barrier::write(self.ptr());
    }

    /// The remembered hash of a frozenset.
    #[must_use]
    pub fn cached_hash(self) -> Option<i64> {
        Some(self.obj().hash.get()).filter(|&h| h != 0)
    }

    /// Remembers the hash of a frozenset.
    pub fn set_cached_hash(self, h: i64) {
        self.obj().hash.set(h);
    }

    /// Number of slots of the table (0 before the first key).
    #[must_use]
    pub fn slots(self) -> usize {
        if self.obj().table.get().is_null() {
            0
        } else {
            self.obj().mask.get() + 1
        }
    }

    /// The key in slot `i` with its hash.
    #[inline]
    #[must_use]
    pub fn slot(self, i: usize) -> Option<Slot> {
        if i >= self.slots() {
            return None;
        }
        // SAFETY: `i` is below the number of slots, which are all initialised.
        Some(unsafe { *self.obj().table.get().add(i) }).filter(|s| !s.key.is_empty())
    }

    /// The first key at or after slot `*at`; moves `*at` behind it.
    #[inline]
    pub fn next_slot(self, at: &mut usize) -> Option<Slot> {
        let (table, slots) = (self.obj().table.get(), self.slots());
        while *at < slots {
            // SAFETY: the number is below the number of slots, which are all initialised.
            let s = unsafe { *table.add(*at) };
            *at += 1;
            if !s.key.is_empty() {
                return Some(s);
            }
        }
        None
    }

    /// The slots with a key of hash `hash`, in search order.
    #[must_use]
    pub fn candidates(self, hash: i64) -> Candidates {
        let mask = self.obj().mask.get();
        let home = hash as usize & mask;
        Candidates {
            set: self,
            hash,
            perturb: hash as u64,
            home,
            at: home,
            left: probes(home, mask),
            table: self.obj().table.get(),
        }
    }

    /// Searches without calling anything. Tells where the key belongs when it is not there, so that adding it need not search again.
    #[inline]
    #[must_use]
    pub fn search(self, hash: i64, key: Value) -> Search {
        let o = self.obj();
        let (table, mask) = (o.table.get(), o.mask.get());
        if table.is_null() {
            return Search::Absent(usize::MAX);
        }
        let home = hash as usize & mask;
        // SAFETY: the mask keeps the number inside the table.
        let s = unsafe { *table.add(home) };
        // Most searches end here.
        if s.key == key && s.hash == hash && !key.is_empty() {
            return Search::Found(home);
        }
        if s.key.is_empty() && s.hash == 0 {
            return Search::Absent(home);
        }
        self.search_on(hash, key)
    }

    /// The search where the first slot does not end it.
    #[inline(never)]
    fn search_on(self, hash: i64, key: Value) -> Search {
        let (table, mask) = (self.obj().table.get(), self.obj().mask.get());
        let (mut home, mut perturb) = (hash as usize & mask, hash as u64);
        loop {
            let (mut at, last) = (home, home + probes(home, mask));
            while at <= last {
                // SAFETY: `probes` keeps the run inside the table.
                let s = unsafe { *table.add(at) };
                if s.hash == hash && !s.key.is_empty() {
                    match same_key(s.key, key) {
                        Some(true) => return Search::Found(at),
                        Some(false) => {}
                        None => return Search::Unsure,
                    }
                } else if s.hash == 0 && s.key.is_empty() {
                    return Search::Absent(at);
                }
                at += 1;
            }
            perturb >>= 5;
            home = home
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
    }

    /// Adds a key for which [`Set::search`] has just given `Absent(at)`.
    #[inline]
    pub fn insert_at(
        self,
        heap: &mut Heap,
        at: usize,
        hash: i64,
        key: Value,
    ) -> Result<(), OutOfMemory> {
        if at >= self.slots() {
            return self.insert_new(heap, hash, key);
        }
        // SAFETY: `at` is inside the table.
        unsafe { self.obj().table.get().add(at).write(Slot { key, hash }) };
        self.added(heap)
    }

    /// Counts a key that was put into a free slot; rebuilds the table when it is too full.
    #[inline]
    fn added(self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let o = self.obj();
        o.fill.set(o.fill.get() + 1);
        o.used.set(o.used.get() + 1);
        self.changed();
        if o.fill.get() * 5 >= o.mask.get() * 3 {
            let used = o.used.get();
            self.resize(heap, if used > 50_000 { used * 2 } else { used * 4 })?;
        }
        Ok(())
    }

    /// Adds a key that is not there.
    pub fn insert_new(self, heap: &mut Heap, hash: i64, key: Value) -> Result<(), OutOfMemory> {
        if self.obj().table.get().is_null() {
            self.resize(heap, 0)?;
        }
        self.place(Slot { key, hash });
        self.added(heap)
    }

    /// Puts a key into the first free slot of its probe sequence.
    fn place(self, slot: Slot) {
        let mask = self.obj().mask.get();
        let table = self.obj().table.get();
        let (mut home, mut perturb) = (slot.hash as usize & mask, slot.hash as u64);
        loop {
            let (mut at, last) = (home, home + probes(home, mask));
            while at <= last {
                // SAFETY: `probes` keeps the run inside the table.
                unsafe {
                    let s = table.add(at);
                    if (*s).key.is_empty() && (*s).hash == 0 {
                        s.write(slot);
                        return;
                    }
                }
                at += 1;
            }
            perturb >>= 5;
            home = home
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize)
                & mask;
        }
    }

    /// Removes the key in slot `i`.
    pub fn remove(self, i: usize) {
        if self.slot(i).is_some() {
            // SAFETY: `slot` checked the number.
            unsafe { self.obj().table.get().add(i).write(REMOVED) };
            self.obj().used.set(self.obj().used.get() - 1);
            self.changed();
        }
    }

    /// Removes and returns the key that `set.pop` takes.
    pub fn pop(self) -> Option<Value> {
        if self.is_empty() {
            return None;
        }
        let o = self.obj();
        let mut at = o.finger.get() & o.mask.get();
        while self.slot(at).is_none() {
            at = if at >= o.mask.get() { 0 } else { at + 1 };
        }
        let key = self.slot(at)?.key;
        self.remove(at);
        o.finger.set(at + 1);
        Some(key)
    }

    /// Forgets all keys.
    pub fn clear(self) {
        let o = self.obj();
        o.used.set(0);
        o.fill.set(0);
        o.mask.set(0);
        o.table.set(std::ptr::null_mut());
        self.changed(); // `pop` goes on where it was: CPython's clear() keeps the finger
    }

    /// Adds the keys of `other` to this set, which must be empty: as CPython does it, the table is copied as it is when sizes agree.
    pub fn copy_from(self, heap: &mut Heap, other: Set) -> Result<(), OutOfMemory> {
        if other.is_empty() {
            return Ok(());
        }
        self.reserve_for_merge(heap, other.len())?;
        let (o, from) = (self.obj(), other.obj());
        if o.mask.get() == from.mask.get() && from.fill.get() == from.used.get() {
            // SAFETY: both tables have `mask + 1` slots.
            unsafe {
                std::ptr::copy_nonoverlapping(from.table.get(), o.table.get(), o.mask.get() + 1);
            };
        } else {
            let mut at = 0;
            while let Some(s) = other.next_slot(&mut at) {
                self.place(s);
            }
        }
        o.fill.set(from.used.get());
        o.used.set(from.used.get());
        self.changed();
        Ok(())
    }

    /// Makes room as CPython's `set_update_internal` does before adding `n` keys of another set.
    pub fn reserve_for_merge(self, heap: &mut Heap, n: usize) -> Result<(), OutOfMemory> {
        let o = self.obj();
        let mask = if o.table.get().is_null() {
            FIRST_SLOTS - 1
        } else {
            o.mask.get()
        };
        if (o.fill.get() + n) * 5 >= mask * 3 {
            self.resize(heap, (o.used.get() + n) * 2)
        } else if o.table.get().is_null() {
            self.resize(heap, 0)
        } else {
            Ok(())
        }
    }

    /// Has the table no key and no removed slot?
    #[must_use]
    pub fn is_pristine(self) -> bool {
        self.obj().fill.get() == 0
    }

    /// Rebuilds the table when more than a quarter of its slots are removed ones, as `difference_update` does at its end.
    pub fn drop_removed(self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        let o = self.obj();
        let used = o.used.get();
        if self.slots() == 0 || o.fill.get() - used <= o.mask.get() / 4 {
            return Ok(());
        }
        self.resize(heap, if used > 50_000 { used * 2 } else { used * 4 })
    }

    /// Exchanges the contents of two sets; where `pop` looks next stays.
    pub fn swap(self, other: Set) {
        let (a, b) = (self.obj(), other.obj());
        a.used.swap(&b.used);
        a.fill.swap(&b.fill);
        a.mask.swap(&b.mask);
        a.table.swap(&b.table);
        self.changed();
        other.changed();
    }

    #[inline(never)]
    fn resize(self, heap: &mut Heap, least: usize) -> Result<(), OutOfMemory> {
        let mut slots = FIRST_SLOTS;
        while slots <= least {
            slots = slots.checked_mul(2).ok_or(OutOfMemory)?;
        }
        let bytes = slots
            .checked_mul(size_of::<Slot>())
            .and_then(|b| b.checked_add(HEAD))
            .ok_or(OutOfMemory)?;
        let p = heap.try_alloc(bytes).ok_or(OutOfMemory)?;
        // SAFETY: the cell holds a header and `slots` slots; keys of the old table are still referred to by the set.
        let table: *mut Slot = unsafe {
            init_header(p, 0, Kind::Buffer);
            p.cast::<u8>().add(HEAD).cast()
        };
        for i in 0..slots {
            // SAFETY: `i` is inside the table.
            unsafe { table.add(i).write(FREE) };
        }
        let o = self.obj();
        let (old, old_slots) = (o.table.get(), self.slots());
        o.table.set(table);
        o.mask.set(slots - 1);
        o.fill.set(o.used.get());
        for i in 0..old_slots {
            // SAFETY: `i` is inside the old table, which `old` on this stack keeps alive.
            let s = unsafe { *old.add(i) };
            if !s.key.is_empty() {
                self.place(s);
            }
        }
        self.changed();
        Ok(())
    }

    /// For the tracer: buffer and slots.
    pub(super) fn traced(self) -> (Option<*mut Header>, &'static [Slot]) {
        let table = self.obj().table.get();
        if table.is_null() {
            return (None, &[]);
        }
        // SAFETY: the table follows a header and has `slots()` slots; the slice is used only inside one trace call.
        unsafe {
            (
                Some(table.cast::<u8>().sub(HEAD).cast()),
                std::slice::from_raw_parts(table, self.slots()),
            )
        }
    }
}

/// Are two keys of equal hash the same? `None`: only calling their methods tells.
#[inline]
pub(super) fn same_key(a: Value, b: Value) -> Option<bool> {
    if a == b {
        return Some(true);
    }
    if a.is_int() && b.is_int() {
        return Some(false);
    }
    Some(Str::from_value(a)?.same_text(Str::from_value(b)?))
}

/// What a search came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Search {
    /// The key is in this slot.
    Found(usize),
    /// It is not there; it belongs into this slot (beyond the table: a table must be made).
    Absent(usize),
    /// Keys must be compared by calling their methods.
    Unsure,
}

/// How many slots after `home` are looked at before jumping.
#[inline(always)]
fn probes(home: usize, mask: usize) -> usize {
    if home + LINEAR_PROBES <= mask {
        LINEAR_PROBES
    } else {
        0
    }
}

/// Iterator over the slots of equal hash. Ends at once when the table is replaced.
pub struct Candidates {
    set: Set,
    hash: i64,
    perturb: u64,
    home: usize,
    at: usize,
    left: usize,
    table: *mut Slot,
}

impl Iterator for Candidates {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let o = self.set.obj();
        if self.table.is_null() || o.table.get() != self.table {
            return None;
        }
        let mask = o.mask.get();
        loop {
            let at = self.at;
            // SAFETY: `at` stays inside the table: see `probes`.
            let s = unsafe { *self.table.add(at) };
            if s.key.is_empty() && s.hash == 0 {
                return None;
            }
            if self.left > 0 {
                self.left -= 1;
                self.at += 1;
            } else {
                self.perturb >>= 5;
                self.home = self
                    .home
                    .wrapping_mul(5)
                    .wrapping_add(1)
                    .wrapping_add(self.perturb as usize)
                    & mask;
                self.at = self.home;
                self.left = probes(self.home, mask);
            }
            if s.hash == self.hash && !s.key.is_empty() {
                return Some(at);
            }
        }
    }
}
