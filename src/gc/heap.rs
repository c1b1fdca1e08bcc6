//! Allocation.
//!
//! Each size class has a bump interval `cur..limit`: a run of free cells in its current block. When it is used up, the slow
//! path takes the block's next interval, then the next partly free block, then a new block. The slow path is also
//! where collections start. The fast path has no second test: gc stress and a request to collect soon just keep `limit` at
//! `cur` (the interval's true end is `Class::end`).
#![expect(unsafe_code, reason = "copies and fills objects")]

use super::block::{BLOCK, FIRST, State};
use super::finalize::{Drops, Finalizers};
use super::mark::Marker;
use super::recent::Recent;
use super::roots::Threads;
use super::size_class::{self, CLASSES, cell_size};
use super::space::{BlockIndex, NO_BLOCK, Space, Use};
use super::weak::WeakRefs;
use super::{Header, RootsFn, TraceFn, limits, os};

/// How a heap shall behave.
#[derive(Clone, Debug, Default)]
pub struct HeapOptions {
    /// Collect at every N-th allocation, fill fresh and dead cells with `0xEE`, check every pointer while marking. 0: off.
    pub gc_stress: u32,
    /// The memory objects may use. By default nine tenths of what the machine, the process or its container may use.
    pub max_bytes: Option<usize>,
}

/// What a heap has done so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeapStats {
    /// Number of collections.
    pub collections: u64,
    /// Bytes of the objects that survived the last collection.
    pub live_bytes: usize,
    /// Bytes of the blocks in use.
    pub heap_bytes: usize,
    /// Bytes of all objects ever allocated.
    pub allocated_bytes_total: u64,
    /// Time spent in collections.
    pub pause_total_ns: u64,
    /// Longest collection.
    pub pause_max_ns: u64,
}

/// Where compiled code finds the bump interval of a size: byte offsets from the `Heap`, and what to add to `cur`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BumpLayout {
    /// Offset of the address of the next free cell.
    pub cur: usize,
    /// Offset of the interval's end: allocate inline only while `cur + cell_size <= limit`.
    pub limit: usize,
    /// Size of the cell.
    pub cell_size: usize,
}

/// Free cells to allocate from. Addresses; both 0 at first.
#[repr(C)]
#[derive(Clone, Copy)]
struct Bump {
    cur: usize,
    limit: usize,
}

/// The cold part of a size class.
#[derive(Clone, Copy)]
pub(super) struct Class {
    /// True end of the bump interval.
    end: usize,
    /// The block the interval lies in, or `NO_BLOCK`.
    block: BlockIndex,
    /// First cell behind the interval.
    next_cell: u32,
    /// Partly free blocks, linked through the block table.
    pub(super) partial: BlockIndex,
}

/// Collections start after this many bytes at first, and never sooner.
pub(super) const MIN_BUDGET: usize = 2 << 20;

/// Up to this size, the heap does not ask how much memory the machine has.
const MODEST_BYTES: usize = 64 << 20;

/// Large objects of at least this size move by their page tables instead of their bytes.
const MOVE_PAGES_MIN: usize = 512 << 10;

/// What fresh and dead cells are filled with under gc stress.
pub(super) const POISON: u8 = 0xEE;

/// A garbage-collected heap. See the room's rules in [`super`].
pub struct Heap {
    bump: [Bump; CLASSES],
    classes: [Class; CLASSES],
    pub(super) space: Space,
    pub(super) marker: Marker,
    pub(super) roots: Option<(RootsFn, *mut u8)>,
    pub(super) threads: Threads,
    pub(super) weak: WeakRefs,
    pub(super) finalizers: Finalizers,
    pub(super) drops: Drops,
    pub(super) recent: Recent,
    /// The buffer that `grow` is about to replace: a root.
    pub(super) growing: Option<*mut Header>,
    /// Bytes handed out since the last collection: whole intervals, large objects, external memory. And its external part.
    pub(super) since: usize,
    pub(super) external: usize,
    /// Collect when `since` reaches it.
    pub(super) budget: usize,
    max_bytes: usize,
    /// `max_bytes` is only a first guess, not worth the system calls yet.
    max_is_guess: bool,
    pub(super) over_limit: bool,
    pub(super) stress: u32,
    stress_countdown: u32,
    pub(super) stats: HeapStats,
    /// How often something changed that compiled code may take for granted: classes, and what `object/` watches. Here because whoever changes an object has the heap.
    pub epoch: u32,
    pub(super) has_finalizers: bool,
}

impl Heap {
    /// A heap whose objects `trace` understands.
    pub fn new(trace: TraceFn, options: HeapOptions) -> Heap {
        let space = Space::reserve();
        Heap {
            bump: [Bump { cur: 0, limit: 0 }; CLASSES],
            classes: [Class {
                end: 0,
                block: NO_BLOCK,
                next_cell: 0,
                partial: NO_BLOCK,
            }; CLASSES],
            max_bytes: options
                .max_bytes
                .unwrap_or(MODEST_BYTES)
                .min(max_of_range(&space)),
            max_is_guess: options.max_bytes.is_none(),
            space,
            marker: Marker::new(trace, options.gc_stress != 0),
            roots: None,
            threads: Threads::default(),
            weak: WeakRefs::default(),
            finalizers: Finalizers::default(),
            drops: Drops::default(),
            recent: Recent::default(),
            growing: None,
            since: 0,
            external: 0,
            budget: MIN_BUDGET,
            over_limit: false,
            stress: options.gc_stress,
            stress_countdown: options.gc_stress,
            stats: HeapStats::default(),
            epoch: 1,
            has_finalizers: false,
        }
    }

    /// Where an object whose contents have this hash may be found, if one was left there since the last collection: null, or an object. Whoever asks compares, and
    /// makes sure that only objects of one kind are left.
    #[inline(always)]
    pub fn recent(&mut self, hash: u64) -> &mut *mut Header {
        self.recent.entry(hash)
    }

    /// Sets the function that reports all precise roots; it will be called with `ctx`.
    pub fn set_roots(&mut self, f: RootsFn, ctx: *mut u8) {
        self.roots = Some((f, ctx));
    }

    /// Allocates an object of at most [`SMALL_MAX`](super::SMALL_MAX) bytes, header included. Never null; contents
    /// uninitialised; may collect. Above the memory limit it still succeeds and sets [`over_limit`](Self::over_limit).
    #[inline(always)]
    pub fn alloc(&mut self, size: usize) -> *mut Header {
        let class = size_class::of_small(size);
        let bump = &mut self.bump[class];
        let next = bump.cur.wrapping_add(cell_size(class));
        if next > bump.limit {
            return self.alloc_slow(class);
        }
        std::mem::replace(&mut bump.cur, next) as *mut Header
    }

    /// Where compiled code finds the bump interval for objects of `size` bytes, at most [`SMALL_MAX`](super::SMALL_MAX).
    pub const fn bump_layout(size: usize) -> BumpLayout {
        let class = size_class::of_small(size);
        let at = std::mem::offset_of!(Heap, bump) + class * size_of::<Bump>();
        BumpLayout {
            cur: at + std::mem::offset_of!(Bump, cur),
            limit: at + std::mem::offset_of!(Bump, limit),
            cell_size: cell_size(class),
        }
    }

    /// Allocates an object of any size. `None`: the memory limit does not allow it, even after a collection.
    pub fn try_alloc(&mut self, size: usize) -> Option<*mut Header> {
        let Some(class) = size_class::of(size) else {
            return self.alloc_large(size);
        };
        let bump = &mut self.bump[class];
        let next = bump.cur.wrapping_add(cell_size(class));
        if next > bump.limit {
            return self.cell(class, false);
        }
        Some(std::mem::replace(&mut bump.cur, next) as *mut Header)
    }

    #[cold]
    #[inline(never)]
    fn alloc_slow(&mut self, class: usize) -> *mut Header {
        self.cell(class, true)
            .unwrap_or_else(|| os::out_of_memory())
    }

    /// A cell, when the bump interval is used up or closed. `None`: no memory, which only a lack of address
    /// space may cause if the caller says `must`.
    #[inline(never)]
    fn cell(&mut self, class: usize, must: bool) -> Option<*mut Header> {
        self.tick();
        loop {
            if self.since >= self.budget {
                self.collect();
            }
            let (bump, end) = (&mut self.bump[class], self.classes[class].end);
            if bump.cur < end {
                let cell = bump.cur;
                bump.cur += cell_size(class);
                bump.limit = if self.stress == 0 { end } else { bump.cur };
                self.poison(cell, cell_size(class));
                return Some(cell as *mut Header);
            }
            if !self.next_interval(class) && !self.next_partial(class) {
                self.fresh_block(class, must)?;
            }
        }
    }

    /// Collects at every `n`-th allocation from now on; 0: only when due.
    pub fn set_stress(&mut self, n: u32) {
        self.stress = n;
        self.stress_countdown = n;
        if n != 0 {
            self.collect();
        }
    }

    /// Under gc stress: counts an allocation, and collects at every N-th.
    #[inline(always)]
    fn tick(&mut self) {
        if self.stress != 0 {
            self.stress_countdown -= 1;
            if self.stress_countdown == 0 {
                self.stress_countdown = self.stress;
                self.collect();
            }
        }
    }

    /// Under gc stress: overwrites free memory.
    pub(super) fn poison(&self, address: usize, bytes: usize) {
        if self.stress != 0 {
            // SAFETY: all callers pass a cell or run of blocks that holds no object.
            unsafe { std::ptr::write_bytes(address as *mut u8, POISON, bytes) };
        }
    }

    /// Opens the next free interval of the class's current block. Without one, the block is consumed.
    fn next_interval(&mut self, class: usize) -> bool {
        let state = &mut self.classes[class];
        if state.block == NO_BLOCK {
            return false;
        }
        // SAFETY: a class's current block holds cells; no other reference to it is alive.
        let block = unsafe { self.space.block(state.block as usize) };
        let Some((first, behind)) = block.free_interval(state.next_cell as usize) else {
            block.state = State::Consumed;
            state.block = NO_BLOCK;
            return false;
        };
        let address = self.space.address(state.block as usize);
        let (start, end) = (address + block.cell(first), address + block.cell(behind));
        self.bump[class] = Bump {
            cur: start,
            limit: start,
        };
        state.end = end;
        state.next_cell = behind as u32;
        self.since += end - start;
        true
    }

    /// Makes the next partly free block the current one.
    fn next_partial(&mut self, class: usize) -> bool {
        let index = self.classes[class].partial as usize;
        if index == NO_BLOCK as usize {
            return false;
        }
        if let Use::Cells(next) = self.space.usage(index) {
            self.classes[class].partial = next;
        }
        self.enter(class, index);
        true
    }

    /// Makes a new block the current one, or collects. `None`: no memory.
    fn fresh_block(&mut self, class: usize, must: bool) -> Option<()> {
        let collections = self.stats.collections;
        let room = self.has_room(BLOCK);
        if self.stats.collections != collections {
            return Some(());
        }
        if !room && !must {
            return None;
        }
        self.over_limit |= !room;
        if !room {
            super::POLL.fetch_or(super::POLL_HEAP, std::sync::atomic::Ordering::Relaxed);
        }
        match self.space.take_block(class) {
            Some(index) => self.enter(class, index),
            None if self.since > 0 => self.collect(),
            None => return None,
        }
        Some(())
    }

    fn enter(&mut self, class: usize, index: usize) {
        // SAFETY: the block holds cells of this class; no other reference to it is alive.
        unsafe { self.space.block(index) }.state = State::Current;
        let start = self.space.address(index) + FIRST;
        self.bump[class] = Bump {
            cur: start,
            limit: start,
        };
        let state = &mut self.classes[class];
        (state.end, state.block, state.next_cell) = (start, index as BlockIndex, 0);
    }

    /// Whether `bytes` more stay below the memory limit, if need be after a collection. Collects only if
    /// enough was allocated since the last one, lest a full heap collect at every allocation.
    fn has_room(&mut self, bytes: usize) -> bool {
        if self.fits(bytes) {
            return true;
        }
        if std::mem::replace(&mut self.max_is_guess, false) {
            self.max_bytes = limits::default_max_bytes().min(max_of_range(&self.space));
        }
        if !self.fits(bytes) && bytes <= self.max_bytes && self.since > self.max_bytes / 32 {
            self.collect();
        }
        self.fits(bytes)
    }

    fn fits(&self, bytes: usize) -> bool {
        self.space
            .used_bytes()
            .checked_add(bytes)
            .is_some_and(|sum| sum <= self.max_bytes)
    }

    #[cold]
    #[inline(never)]
    fn alloc_large(&mut self, size: usize) -> Option<*mut Header> {
        self.tick();
        if self.since >= self.budget {
            self.collect();
        }
        if !self.has_room(size.checked_next_multiple_of(BLOCK)?) {
            return None;
        }
        let address = match self.space.take_large(size) {
            Some(address) => address,
            // The range is fragmented: perhaps less so after a collection.
            None if self.since > self.max_bytes / 32 => {
                self.collect();
                self.space.take_large(size)?
            }
            None => return None,
        };
        self.since = self.since.saturating_add(size);
        self.poison(address, size);
        Some(address as *mut Header)
    }

    /// Changes the size, up or down, of a buffer that only the caller refers to: of the `old_size` bytes in use, as many as fit into
    /// `new_size` keep their contents. Large buffers stay in place or move by pages, and their old place is free at once.
    /// The header is copied like any other content. `None`: no memory; the buffer is as it was.
    pub fn grow(
        &mut self,
        p: *mut Header,
        old_size: usize,
        new_size: usize,
    ) -> Option<*mut Header> {
        match self.space.lookup(p as usize) {
            Some((_, Use::Large(slot))) => self.grow_large(p, slot, old_size, new_size),
            _ if new_size <= self.usable_size(p) => Some(p),
            _ => {
                self.growing = Some(p);
                let fresh = self.try_alloc(new_size);
                self.growing = None;
                let bytes = old_size.min(self.usable_size(p)).min(new_size);
                // SAFETY: both objects have at least that many bytes, and the fresh one is no part of the old one.
                unsafe { p.cast::<u8>().copy_to_nonoverlapping(fresh?.cast(), bytes) };
                fresh
            }
        }
    }

    fn grow_large(
        &mut self,
        p: *mut Header,
        slot: u32,
        old_size: usize,
        new_size: usize,
    ) -> Option<*mut Header> {
        let capacity = self.usable_size(p);
        let more = new_size
            .checked_next_multiple_of(BLOCK)?
            .saturating_sub(capacity);
        self.growing = Some(p);
        let room = self.has_room(more);
        self.growing = None;
        if !room {
            return None;
        }
        if self.space.resize_large(slot, new_size) {
            self.since = self.since.saturating_add(more);
            return Some(p);
        }
        self.growing = Some(p);
        let fresh = self.alloc_large(new_size);
        self.growing = None;
        let (from, to) = (p as usize, fresh? as usize);
        let bytes = old_size.min(capacity).next_multiple_of(BLOCK).min(capacity);
        // SAFETY: two different large objects, both whole blocks, and `new_size` is the larger one's.
        let moved = bytes >= MOVE_PAGES_MIN && unsafe { os::move_pages(from, to, bytes) };
        if !moved {
            // SAFETY: as above.
            unsafe {
                p.cast::<u8>()
                    .copy_to_nonoverlapping(to as *mut u8, old_size.min(capacity));
            };
        }
        self.space.free_large(slot, moved && bytes == capacity);
        fresh
    }

    /// Bytes an object may use at its place: those of its cell or run. 0 for anything that is no object.
    pub fn usable_size(&self, p: *mut Header) -> usize {
        match self.space.lookup(p as usize) {
            None | Some((_, Use::Free)) => 0,
            // SAFETY: the table says that the block holds cells; no other reference to it is alive.
            Some((index, Use::Cells(_))) => unsafe { self.space.block(index) }.cell_size(),
            Some((_, Use::Large(slot))) => self
                .space
                .larges()
                .get(slot as usize)
                .map_or(0, |large| large.blocks as usize * BLOCK),
        }
    }

    /// Counts memory outside the heap that belongs to an object: it brings the next collection nearer.
    pub fn account_external(&mut self, bytes: usize) {
        self.since = self.since.saturating_add(bytes);
        self.external = self.external.saturating_add(bytes);
        if self.since >= self.budget {
            for bump in &mut self.bump {
                bump.limit = bump.cur;
            }
        }
    }

    /// Small allocations have gone above the memory limit. At its next safepoint the VM should [`collect`](Self::collect), and
    /// raise `MemoryError` if this still holds.
    pub fn over_limit(&self) -> bool {
        self.over_limit
    }

    /// Whether weak references were cleared or finalizers queued, for the VM to run at its next safepoint.
    #[inline(always)]
    pub fn has_pending(&self) -> bool {
        self.weak.has_cleared() || self.finalizers.has_pending()
    }

    /// What the heap has done so far.
    pub fn stats(&self) -> HeapStats {
        let allocated = (self.since - self.external).saturating_sub(self.unused());
        HeapStats {
            heap_bytes: self.space.used_bytes(),
            allocated_bytes_total: self.stats.allocated_bytes_total + allocated as u64,
            ..self.stats
        }
    }

    /// Bytes in open intervals.
    fn unused(&self) -> usize {
        self.classes
            .iter()
            .zip(&self.bump)
            .map(|(class, bump)| class.end - bump.cur)
            .sum()
    }

    /// The number of cells below the bump pointer of block `index`, which is current.
    pub(super) fn bumped_cells(&self, class: usize, index: usize) -> usize {
        if self.classes[class].block as usize != index {
            return 0;
        }
        (self.bump[class].cur - self.space.address(index) - FIRST) / cell_size(class)
    }

    /// Closes all intervals and forgets all lists, at the start of a collection.
    pub(super) fn reset_classes(&mut self) {
        self.stats = self.stats();
        self.bump = [Bump { cur: 0, limit: 0 }; CLASSES];
        self.classes = [Class {
            end: 0,
            block: NO_BLOCK,
            next_cell: 0,
            partial: NO_BLOCK,
        }; CLASSES];
        (self.since, self.external) = (0, 0);
    }

    /// The list heads of the classes, for the sweep.
    pub(super) fn push_partial(&mut self, class: usize, index: usize) {
        self.space.set_link(index, self.classes[class].partial);
        self.classes[class].partial = index as BlockIndex;
    }

    /// The memory limit.
    pub(super) fn max_bytes(&self) -> usize {
        self.max_bytes
    }
}

/// What of the range the heap may use when told no limit: the rest is the reserve for small allocations.
fn max_of_range(space: &Space) -> usize {
    space.total_bytes() / 16 * 15
}

impl Drop for Heap {
    fn drop(&mut self) {
        self.drops.run_all();
    }
}
