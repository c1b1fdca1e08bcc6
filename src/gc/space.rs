//! The reserved address range and its block table.
//!
//! Every block of the range has one table entry: free (clean or dirty, that is, with pages that still cost memory), a block
//! of cells, or part of a large object. So any address is understood by one range check and one table look-up. The table,
//! and behind it the descriptors of cell blocks, lie at the start of the range itself; the entries of cell blocks are also the links of the heap's lists of partly
//! free blocks. Nothing here allocates malloc memory, except the registry of large objects.
#![expect(
    unsafe_code,
    reason = "reads and writes the block table in mapped memory"
)]

use super::block::{BLOCK, Block, DESCRIPTOR};
use super::{limits, os};

/// An index of a block in the range, or the end of a list.
pub(super) type BlockIndex = u32;
/// The end of a list of blocks.
pub(super) const NO_BLOCK: BlockIndex = (1 << 30) - 1;

/// What the table knows about a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Free,
    /// A block of cells; the next one in its class's list.
    Cells(BlockIndex),
    /// Part of the large object with this number in the registry.
    Large(u32),
}

/// A table entry: the use in the upper two bits, its payload below.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry(u32);

impl Entry {
    const CLEAN: Entry = Entry(0);
    const DIRTY: Entry = Entry(1);
    const CELLS: u32 = 1 << 30;
    const LARGE: u32 = 2 << 30;
    const PAYLOAD: u32 = (1 << 30) - 1;

    #[inline(always)]
    fn decode(self) -> Use {
        match self.0 & !Entry::PAYLOAD {
            0 => Use::Free,
            Entry::CELLS => Use::Cells(self.0 & Entry::PAYLOAD),
            _ => Use::Large(self.0 & Entry::PAYLOAD),
        }
    }

    fn is_free(self) -> bool {
        self.0 <= 1
    }
}

/// A large object: a run of blocks. It starts where its first block starts, as no cell does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Large {
    /// First block; in a free registry slot, the next free slot.
    pub(super) start: u32,
    /// Number of blocks; 0 in a free registry slot.
    pub(super) blocks: u32,
    /// Bytes asked for.
    pub(super) bytes: usize,
    pub(super) marked: bool,
}

/// The reserved range.
pub(super) struct Space {
    /// Address of block 0.
    base: usize,
    table: *mut Entry,
    blocks: *mut Block,
    mapping: (usize, usize),
    /// Number of blocks in the range.
    total: usize,
    /// No block at or above this one is in use.
    frontier: usize,
    used: usize,
    /// Free blocks whose pages may be in memory.
    dirty: usize,
    /// What the last sweep left of them beyond need.
    surplus: usize,
    /// No block below is free.
    first_free: usize,
    /// Where the search for runs goes on, and the longest run it may find below the frontier.
    rover: usize,
    longest: usize,
    larges: Vec<Large>,
    free_slot: u32,
}

const NO_SLOT: u32 = u32::MAX;

impl Space {
    /// Reserves a range, as large as the system allows.
    pub(super) fn reserve() -> Space {
        let mut bytes = limits::range_bytes().max(4 << 20);
        let address = loop {
            match os::reserve(bytes) {
                Some(address) => break address,
                None if bytes > 4 << 20 => bytes /= 2,
                None => os::out_of_memory(),
            }
        };
        let table = address.next_multiple_of(BLOCK);
        let blocks = (address + bytes - table) / BLOCK;
        let table_blocks = (blocks * size_of::<Entry>()).div_ceil(BLOCK);
        let descriptor_blocks = (blocks * DESCRIPTOR).div_ceil(BLOCK);
        let descriptors = table + table_blocks * BLOCK;
        // SAFETY: only advice about memory that was just reserved.
        unsafe { os::small_pages(table, (table_blocks + descriptor_blocks) * BLOCK) };
        Space {
            base: descriptors + descriptor_blocks * BLOCK,
            table: table as *mut Entry,
            blocks: descriptors as *mut Block,
            mapping: (address, bytes),
            total: blocks - table_blocks - descriptor_blocks,
            frontier: 0,
            used: 0,
            dirty: 0,
            surplus: 0,
            first_free: 0,
            rover: 0,
            longest: usize::MAX,
            larges: Vec::new(),
            free_slot: NO_SLOT,
        }
    }

    /// Bytes of all blocks in use.
    pub(super) fn used_bytes(&self) -> usize {
        self.used * BLOCK
    }

    /// Bytes of the whole range.
    pub(super) fn total_bytes(&self) -> usize {
        self.total * BLOCK
    }

    /// Number of blocks that may be in use.
    pub(super) fn frontier(&self) -> usize {
        self.frontier
    }

    #[inline(always)]
    pub(super) fn address(&self, index: usize) -> usize {
        self.base + index * BLOCK
    }

    #[inline(always)]
    fn entry(&self, index: usize) -> Entry {
        debug_assert!(index < self.total);
        // SAFETY: the table has `total` entries, and all callers stay below it. Fresh pages read as CLEAN.
        unsafe { self.table.add(index).read() }
    }

    fn set_entry(&mut self, index: usize, entry: Entry) {
        debug_assert!(index < self.total);
        // SAFETY: as in `entry`.
        unsafe { self.table.add(index).write(entry) };
    }

    /// The use of block `index`, which is below the frontier.
    #[inline(always)]
    pub(super) fn usage(&self, index: usize) -> Use {
        self.entry(index).decode()
    }

    /// The block around any word whatsoever, if it is in use.
    #[inline(always)]
    pub(super) fn lookup(&self, word: usize) -> Option<(usize, Use)> {
        let index = word.wrapping_sub(self.base) / BLOCK;
        if index >= self.frontier {
            return None;
        }
        match self.usage(index) {
            Use::Free => None,
            found => Some((index, found)),
        }
    }

    /// The descriptor of block `index`.
    ///
    /// # Safety
    /// It is a block of cells, and no other reference to its descriptor is alive.
    #[expect(
        clippy::mut_from_ref,
        reason = "descriptors are memory of the range, not of this struct"
    )]
    #[inline(always)]
    pub(super) unsafe fn block(&self, index: usize) -> &mut Block {
        // SAFETY: the caller promises a block of cells, whose descriptor was written when it became one.
        unsafe { &mut *self.blocks.add(index) }
    }

    /// What to add to `address / BLOCK * DESCRIPTOR` to get the descriptor's address.
    pub(super) fn descriptor_bias(&self) -> usize {
        (self.blocks as usize).wrapping_sub(self.base / BLOCK * DESCRIPTOR)
    }

    /// Sets the successor of a cell block in its class's list.
    pub(super) fn set_link(&mut self, index: usize, next: BlockIndex) {
        self.set_entry(index, Entry(Entry::CELLS | next));
    }

    /// Takes a free block and makes it one for cells of `class`. `None`: the range is full.
    pub(super) fn take_block(&mut self, class: usize) -> Option<usize> {
        let index = (self.first_free..self.frontier).find(|&index| self.entry(index).is_free());
        let index = index.unwrap_or(self.frontier);
        if index >= self.total {
            return None;
        }
        self.first_free = index + 1;
        self.occupy(index, 1, Entry(Entry::CELLS | NO_BLOCK));
        // SAFETY: there is a descriptor for each of the `total` blocks, and that of a free block is unused.
        unsafe { self.blocks.add(index).write(Block::new(class)) };
        Some(index)
    }

    fn occupy(&mut self, start: usize, blocks: usize, entry: Entry) {
        for index in start..start + blocks {
            self.dirty -= usize::from(self.entry(index) == Entry::DIRTY);
            self.set_entry(index, entry);
        }
        self.used += blocks;
        self.frontier = self.frontier.max(start + blocks);
    }

    /// Frees blocks. `clean` says that their pages cost nothing.
    pub(super) fn free(&mut self, start: usize, blocks: usize, clean: bool) {
        for index in start..start + blocks {
            self.set_entry(index, if clean { Entry::CLEAN } else { Entry::DIRTY });
        }
        self.dirty += if clean { 0 } else { blocks };
        self.used -= blocks;
        self.first_free = self.first_free.min(start);
        self.rover = self.rover.min(start);
        self.longest = usize::MAX;
    }

    /// The first free run of `blocks` blocks from the rover on. A run may reach beyond the frontier.
    fn find_run(&mut self, blocks: usize) -> Option<usize> {
        let (mut index, mut start) = (self.rover, self.rover);
        if blocks > self.longest {
            // Nothing that long below, but free blocks just below the frontier may begin the run.
            start = self.frontier;
            while start > self.rover && self.entry(start - 1).is_free() {
                start -= 1;
            }
            index = self.frontier;
        }
        while index < self.frontier {
            index += 1;
            if !self.entry(index - 1).is_free() {
                start = index;
            } else if index - start == blocks {
                return Some(start);
            }
        }
        self.longest = self.longest.min(blocks - 1);
        (blocks <= self.total - start).then_some(start)
    }

    /// Allocates a large object. `None`: no run is long enough.
    pub(super) fn take_large(&mut self, bytes: usize) -> Option<usize> {
        let blocks = bytes.div_ceil(BLOCK).max(1);
        if blocks > self.total {
            return None;
        }
        let slot = self.take_slot()?;
        let Some(start) = self.find_run(blocks) else {
            self.drop_slot(slot);
            return None;
        };
        self.rover = if start + blocks <= self.frontier {
            start + blocks
        } else {
            self.rover
        };
        self.occupy(start, blocks, Entry(Entry::LARGE | slot));
        if let Some(large) = self.larges.get_mut(slot as usize) {
            *large = Large {
                start: start as u32,
                blocks: blocks as u32,
                bytes,
                marked: false,
            };
        }
        Some(self.address(start))
    }

    fn take_slot(&mut self) -> Option<u32> {
        if let Some(large) = self.larges.get(self.free_slot as usize) {
            return Some(std::mem::replace(&mut self.free_slot, large.start));
        }
        self.larges.try_reserve(1).ok()?;
        self.larges.push(Large {
            start: NO_SLOT,
            blocks: 0,
            bytes: 0,
            marked: false,
        });
        u32::try_from(self.larges.len() - 1).ok()
    }

    fn drop_slot(&mut self, slot: u32) {
        if let Some(large) = self.larges.get_mut(slot as usize) {
            *large = Large {
                start: self.free_slot,
                blocks: 0,
                bytes: 0,
                marked: false,
            };
            self.free_slot = slot;
        }
    }

    /// Frees large object `slot`.
    pub(super) fn free_large(&mut self, slot: u32, clean: bool) {
        if let Some(large) = self.larges.get(slot as usize).copied() {
            self.free(large.start as usize, large.blocks as usize, clean);
            self.drop_slot(slot);
        }
    }

    /// Changes the size of large object `slot` without moving it, to fewer or more blocks. `false`: its neighbours are in
    /// use; nothing happened.
    pub(super) fn resize_large(&mut self, slot: u32, bytes: usize) -> bool {
        let Some(large) = self.larges.get(slot as usize).copied() else {
            return false;
        };
        let (start, old, new) = (
            large.start as usize,
            large.blocks as usize,
            bytes.div_ceil(BLOCK).max(1),
        );
        if new > self.total - start {
            return false;
        }
        let end = (start + new).min(self.frontier);
        if (start + old..end).any(|index| !self.entry(index).is_free()) {
            return false;
        }
        if new < old {
            self.free(start + new, old - new, false);
        } else {
            self.occupy(start + old, new - old, Entry(Entry::LARGE | slot));
        }
        if let Some(large) = self.larges.get_mut(slot as usize) {
            (large.blocks, large.bytes) = (new as u32, bytes);
        }
        true
    }

    /// The registry of large objects, with its free slots (those of 0 blocks).
    pub(super) fn larges(&self) -> &[Large] {
        &self.larges
    }

    /// The registry of large objects, for setting marks.
    pub(super) fn larges_mut(&mut self) -> &mut [Large] {
        &mut self.larges
    }

    /// Ends a sweep: draws the frontier back, lets the searches start anew, and gives free pages that will not be needed
    /// back to the system. `keep` bytes of them may be needed until the next sweep. A surplus that was
    /// not there after the previous sweep may be needed soon again, unless it is huge.
    pub(super) fn settle(&mut self, keep: usize) {
        (self.first_free, self.rover, self.longest) = (0, 0, usize::MAX);
        let keep = keep / BLOCK;
        let surplus = self.dirty.saturating_sub(keep);
        let lasting = surplus
            .min(self.surplus)
            .max(surplus.saturating_sub(4 * keep));
        self.surplus = surplus - lasting;
        self.release(self.dirty - lasting);
        while self.frontier > 0 && self.entry(self.frontier - 1) == Entry::CLEAN {
            self.frontier -= 1;
        }
    }

    /// Makes dirty blocks clean, from the top, until only `keep` are left.
    fn release(&mut self, keep: usize) {
        let (mut index, mut run_end) = (self.frontier, self.frontier);
        while index > 0 && self.dirty > keep {
            index -= 1;
            if self.entry(index) == Entry::DIRTY {
                self.set_entry(index, Entry::CLEAN);
                self.dirty -= 1;
            } else {
                self.discard(index + 1, run_end);
                run_end = index;
            }
        }
        self.discard(index, run_end);
    }

    fn discard(&mut self, from: usize, to: usize) {
        if from < to {
            // SAFETY: `settle` collects runs of free blocks.
            unsafe { os::discard(self.address(from), (to - from) * BLOCK) };
        }
    }
}

impl Drop for Space {
    fn drop(&mut self) {
        // SAFETY: the heap ends here, and its objects with it.
        unsafe { os::unreserve(self.mapping.0, self.mapping.1) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot_at(space: &Space, address: usize) -> u32 {
        match space.lookup(address) {
            Some((_, Use::Large(slot))) => slot,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn runs_are_reused_merged_and_refused() {
        let mut space = Space::reserve();
        let a = space.take_large(10 * BLOCK).unwrap();
        let b = space.take_large(5 * BLOCK).unwrap();
        let c = space.take_large(1).unwrap();
        assert_eq!(
            (b - a, c - b, space.used_bytes()),
            (10 * BLOCK, 5 * BLOCK, 16 * BLOCK)
        );
        assert_eq!(space.take_large(usize::MAX), None);
        let (slot_a, slot_b) = (
            slot_at(&space, a + BLOCK + 77),
            slot_at(&space, b + 5 * BLOCK - 1),
        );
        space.free_large(slot_a, false);
        space.free_large(slot_b, false);
        assert_eq!(space.lookup(a), None);
        assert_eq!(space.take_large(15 * BLOCK), Some(a));
        assert_eq!(space.take_large(2 * BLOCK), Some(c + BLOCK));
    }

    #[test]
    fn large_objects_change_size_in_place() {
        let mut space = Space::reserve();
        let a = space.take_large(2 * BLOCK).unwrap();
        let slot = slot_at(&space, a);
        assert!(space.resize_large(slot, 100 * BLOCK));
        let b = space.take_large(BLOCK).unwrap();
        assert!(!space.resize_large(slot, 101 * BLOCK));
        assert!(space.resize_large(slot, 3 * BLOCK));
        assert_eq!(space.used_bytes(), 4 * BLOCK);
        assert_eq!(space.take_large(97 * BLOCK), Some(a + 3 * BLOCK));
        assert!(!space.resize_large(slot, usize::MAX / 2));
        assert_eq!(slot_at(&space, b), 1);
    }

    #[test]
    fn settling_discards_from_the_top_and_draws_the_frontier_back() {
        let mut space = Space::reserve();
        let blocks: Vec<usize> = (0..10).map(|_| space.take_block(0).unwrap()).collect();
        for &index in &blocks[2..] {
            space.free(index, 1, false);
        }
        space.settle(3 * BLOCK);
        assert_eq!((space.frontier(), space.dirty), (10, 8));
        space.settle(3 * BLOCK);
        assert_eq!(
            (space.frontier(), space.dirty, space.used_bytes()),
            (5, 3, 2 * BLOCK)
        );
        assert_eq!(space.take_block(1), Some(2));
        assert_eq!(space.dirty, 2);
    }
}
