//! The marker: what trace and root functions report to.
//!
//! Marking never recurses: marked objects wait on an explicit stack, long arrays on a second one and are read piece by
//! piece, so that a list of a million objects does not put a million entries on the first. If a stack cannot grow,
//! marking goes on without it, and all marked objects are traced once more at the end.
#![expect(unsafe_code, reason = "follows object pointers")]

use super::block::{BLOCK, Block, DESCRIPTOR, FIRST};
use super::space::{Space, Use};
use super::{Header, TraceFn};

/// Arrays above this length are read in pieces of it.
const PIECE: usize = 256;

/// Stack capacity that is kept from one collection to the next.
const STACK_KEEP: usize = 8 * 1024;

/// Bits that are all clear in a word that holds an object pointer.
const NOT_POINTER: u64 = 0xFFFF_0000_0000_0002;

/// Receives the roots and children that root and trace functions report.
pub struct Marker {
    /// The heap's space; valid between `begin` and `end`.
    space: *mut Space,
    /// See `Space::descriptor_bias`.
    bias: usize,
    trace: TraceFn,
    stack: Vec<*mut Header>,
    arrays: Vec<(*const u64, usize)>,
    /// Entries `stack` may have.
    stack_limit: usize,
    /// An object was marked that did not fit into the stack.
    overflowed: bool,
    /// Verify every precise pointer (gc stress).
    checked: bool,
    /// The object being traced, for the message about a dangling pointer.
    parent: *mut Header,
}

impl Marker {
    pub(super) fn new(trace: TraceFn, checked: bool) -> Marker {
        Marker {
            space: std::ptr::null_mut(),
            bias: 0,
            trace,
            stack: Vec::new(),
            arrays: Vec::new(),
            stack_limit: usize::MAX,
            overflowed: false,
            checked,
            parent: std::ptr::null_mut(),
        }
    }

    #[cfg(test)]
    pub(super) fn set_stack_limit(&mut self, limit: usize) {
        self.stack_limit = limit;
    }

    /// Starts marking in `space`, which stays where it is, and out of other hands, until `end`.
    pub(super) fn begin(&mut self, space: *mut Space) {
        self.space = space;
        self.bias = self.space().descriptor_bias();
        self.parent = std::ptr::null_mut();
    }

    pub(super) fn end(&mut self) {
        self.space = std::ptr::null_mut();
        self.stack.shrink_to(STACK_KEEP);
        self.arrays.shrink_to(STACK_KEEP);
    }

    #[inline(always)]
    fn space(&mut self) -> &mut Space {
        // SAFETY: `begin` set it, and the collection that did keeps it in place. Trace functions have no way to
        // reach it but this marker.
        unsafe { &mut *self.space }
    }

    /// Reports a NaN-boxed word, of whatever kind.
    #[inline(always)]
    pub fn value(&mut self, bits: u64) {
        if bits & NOT_POINTER == 0 && bits != 0 {
            self.object(bits as *mut Header);
        }
    }

    /// Reports an object: not null, precisely its start.
    #[inline]
    pub fn object(&mut self, p: *mut Header) {
        let offset = p as usize & (BLOCK - 1);
        if offset == 0 || self.checked {
            return self.object_slow(p);
        }
        if self.mark_cell(p as usize) {
            self.push(p);
        }
    }

    #[cold]
    #[inline(never)]
    fn object_slow(&mut self, p: *mut Header) {
        if self.checked {
            self.verify(p);
        }
        let fresh = match p as usize & (BLOCK - 1) {
            0 => self.mark_large(p as usize),
            _ => self.mark_cell(p as usize),
        };
        if fresh {
            self.push(p);
        }
    }

    /// Marks the object in the cell at `address`; tells whether it was unmarked.
    #[inline(always)]
    fn mark_cell(&mut self, address: usize) -> bool {
        let block = self.bias.wrapping_add(address / BLOCK * DESCRIPTOR) as *mut Block;
        // SAFETY: what is reported is an object, and large ones start where blocks start. So this is a cell, whose block has
        // a descriptor.
        unsafe { (*block).mark_cell(address & (BLOCK - 1)) }
    }

    fn mark_large(&mut self, address: usize) -> bool {
        let space = self.space();
        let Some((_, Use::Large(slot))) = space.lookup(address) else {
            return false;
        };
        match space.larges_mut().get_mut(slot as usize) {
            Some(large) => !std::mem::replace(&mut large.marked, true),
            None => false,
        }
    }

    /// Reports `n` NaN-boxed words.
    ///
    /// # Safety
    /// `slice` points to `n` words that stay readable and unchanged until the collection ends.
    #[inline]
    pub unsafe fn values(&mut self, slice: *const u64, n: usize) {
        if n > PIECE && self.arrays.len() < self.stack_limit && self.arrays.try_reserve(1).is_ok() {
            self.arrays.push((slice, n));
            return;
        }
        for index in 0..n {
            // SAFETY: the caller promises `n` words.
            self.value(unsafe { slice.add(index).read() });
        }
    }

    /// Reports a word that may or may not be a pointer to or into an object.
    #[inline]
    pub fn conservative(&mut self, word: usize) {
        if let Some(p) = self.object_around(word) {
            self.object(p);
        }
    }

    /// Reports the words between two addresses, the lower one rounded up to a word.
    ///
    /// # Safety
    /// The range is readable.
    pub unsafe fn conservative_range(&mut self, lo: usize, hi: usize) {
        let mut at = lo.next_multiple_of(size_of::<usize>());
        while at + size_of::<usize>() <= hi {
            // SAFETY: inside the range; volatile because the words belong to others' frames.
            self.conservative(unsafe { (at as *const usize).read_volatile() });
            at += size_of::<usize>();
        }
    }

    /// The allocated object around `word`, if there is one.
    fn object_around(&mut self, word: usize) -> Option<*mut Header> {
        let space = self.space();
        let (index, usage) = space.lookup(word)?;
        if let Use::Large(slot) = usage {
            let large = space.larges().get(slot as usize)?;
            return Some(space.address(large.start as usize) as *mut Header);
        }
        let offset = word & (BLOCK - 1);
        if offset < FIRST {
            return None;
        }
        // SAFETY: the table says that the block holds cells.
        let block = unsafe { space.block(index) };
        let cell = block.index_at(offset);
        let start = space.address(index) + block.cell(cell);
        (cell < block.cell_count() && block.was_allocated(cell)).then_some(start as *mut Header)
    }

    /// Whether an object is marked. During a collection.
    pub(super) fn is_marked(&mut self, p: *mut Header) -> bool {
        match self.space().lookup(p as usize) {
            None | Some((_, Use::Free)) => false,
            Some((_, Use::Large(slot))) => self
                .space()
                .larges()
                .get(slot as usize)
                .is_some_and(|large| large.marked),
            Some((index, Use::Cells(_))) => {
                // SAFETY: the table says that the block holds cells.
                let block = unsafe { self.space().block(index) };
                block.is_marked(block.index_at(p as usize & (BLOCK - 1)))
            }
        }
    }

    #[inline(always)]
    fn push(&mut self, p: *mut Header) {
        if self.stack.len() < self.stack.capacity() {
            self.stack.push(p);
        } else {
            self.push_slow(p);
        }
    }

    #[cold]
    #[inline(never)]
    fn push_slow(&mut self, p: *mut Header) {
        let more = self.stack.len().max(512).min(self.stack_limit);
        if self.stack.len() < self.stack_limit && self.stack.try_reserve(more).is_ok() {
            self.stack.push(p);
        } else {
            self.overflowed = true;
        }
    }

    /// Traces until every object reachable from what was reported is marked.
    pub(super) fn drain(&mut self) {
        loop {
            self.drain_stacks();
            if !std::mem::replace(&mut self.overflowed, false) {
                return;
            }
            self.retrace();
        }
    }

    fn drain_stacks(&mut self) {
        loop {
            // Depth first, without fetching ahead: a queue of prefetched headers in front of the stack cost 10 % on
            // trees in the caches and gained nothing on larger ones.
            while let Some(p) = self.stack.pop() {
                self.trace_object(p);
            }
            let Some((words, n)) = self.arrays.pop() else {
                return;
            };
            let piece = n.min(PIECE);
            // SAFETY: `values` was promised `n` words. The rest fits into the place just vacated.
            unsafe {
                if n > piece {
                    self.arrays.push((words.add(piece), n - piece));
                }
                self.values(words, piece);
            }
        }
    }

    #[inline(always)]
    fn trace_object(&mut self, p: *mut Header) {
        self.parent = p;
        // SAFETY: a marked object is allocated and, by the room's second rule, initialised.
        unsafe { (self.trace)(p, self) };
    }

    /// After an overflow: traces every marked object again.
    #[cold]
    fn retrace(&mut self) {
        for slot in 0..self.space().larges().len() {
            let large = self.space().larges()[slot];
            if large.marked && large.blocks > 0 {
                let address = self.space().address(large.start as usize);
                self.trace_object(address as *mut Header);
                self.drain_stacks();
            }
        }
        for index in 0..self.space().frontier() {
            let Use::Cells(_) = self.space().usage(index) else {
                continue;
            };
            let mut cell = 0;
            // Marks may be added while we walk: what is added is either on the stack or sets `overflowed` again.
            while let Some(address) = self.next_marked(index, &mut cell) {
                self.trace_object(address as *mut Header);
                self.drain_stacks();
            }
        }
    }

    /// The next marked cell of a block of cells, from `cell` on.
    fn next_marked(&mut self, index: usize, cell: &mut usize) -> Option<usize> {
        // SAFETY: the caller looked it up: a block of cells.
        let (start, block) = unsafe { (self.space().address(index), self.space().block(index)) };
        while *cell < block.cell_count() {
            *cell += 1;
            if block.is_marked(*cell - 1) {
                return Some(start + block.cell(*cell - 1));
            }
        }
        None
    }

    /// Under gc stress: panics unless `p` is the start of an allocated object.
    #[cold]
    fn verify(&mut self, p: *mut Header) {
        if self.object_around(p as usize) == Some(p) {
            return;
        }
        let parent = self.parent;
        if parent.is_null() {
            panic!("gc: a root holds a dangling pointer {p:?}");
        }
        // SAFETY: the parent is being traced.
        let header = unsafe { parent.read() };
        panic!("gc: {parent:?} {header:?} holds a dangling pointer {p:?}");
    }
}
