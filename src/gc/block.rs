//! Blocks of equal cells, and the 512-byte descriptor of each: its cell size, its state, and two bitmaps.
//!
//! Descriptors lie in a table of their own, one behind the other. In front of the cells they would all fall into the
//! same few cache sets, being 32 KiB apart, and each would cost a page of the address cache.
//!
//! Which cells of a block are allocated is answered by its state, so that an allocation has no bit to set:
//!
//! | state      | allocated cells                                       |
//! |------------|-------------------------------------------------------|
//! | `Pending`  | the marked ones: nothing was allocated here since     |
//! | `Current`  | the marked ones, and all below the bump pointer       |
//! | `Consumed` | all                                                   |
//!
//! A collection writes that answer down in `allocated` before it clears the marks, so that conservative words can be
//! judged at any time while it marks.
#![expect(unsafe_code, reason = "bitmap words are found without bounds checks")]

use super::size_class::{cell_count, cell_size};

/// Bytes of a block, and its alignment.
pub(super) const BLOCK: usize = 32 * 1024;
/// Offset of the first cell of a block. Not 0, so that an address at the start of a block is a large object's.
pub(super) const FIRST: usize = 64;
/// Bytes of a block available to cells.
pub(super) const PAYLOAD: usize = BLOCK - FIRST;
/// The most cells a block may have: as many as its bitmaps have bits.
pub(super) const CELLS_MAX: usize = WORDS * 32;
/// Bytes of a block's descriptor.
pub(super) const DESCRIPTOR: usize = 512;

/// Words of a bitmap.
const WORDS: usize = 63;

const _: () = assert!(size_of::<Block>() == DESCRIPTOR);

/// See the table above.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Pending,
    Current,
    Consumed,
}

/// Descriptor of a block of cells.
#[repr(C)]
pub(super) struct Block {
    cell_size: u16,
    class: u8,
    pub(super) state: State,
    /// 2^32 / cell_size, rounded up: turns an offset into a cell index by one multiplication.
    reciprocal: u32,
    mark: [u32; WORDS],
    allocated: [u32; WORDS],
}

impl Block {
    /// An empty block for cells of `class`.
    pub(super) fn new(class: usize) -> Block {
        let size = cell_size(class);
        Block {
            cell_size: size as u16,
            class: class as u8,
            state: State::Pending,
            reciprocal: ((1 << 32) / size as u64 + 1) as u32,
            mark: [0; WORDS],
            allocated: [0; WORDS],
        }
    }

    #[inline(always)]
    pub(super) fn class(&self) -> usize {
        usize::from(self.class)
    }

    #[inline(always)]
    pub(super) fn cell_size(&self) -> usize {
        usize::from(self.cell_size)
    }

    pub(super) fn cell_count(&self) -> usize {
        cell_count(self.class())
    }

    /// Offset of cell `index` from the block's start.
    #[inline(always)]
    pub(super) fn cell(&self, index: usize) -> usize {
        FIRST + index * self.cell_size()
    }

    /// Index of the cell around `offset`, which is not below `FIRST`. May be the cell count or more, for offsets in the
    /// tail that no cell fills.
    #[inline(always)]
    pub(super) fn index_at(&self, offset: usize) -> usize {
        // Exact for all offsets: the reciprocal's error is below cell_size / 2^32, and 32704 * 16352 < 2^32.
        (((offset - FIRST) as u64 * u64::from(self.reciprocal)) >> 32) as usize
    }

    /// Marks the cell that starts at `offset`; tells whether it was unmarked.
    ///
    /// # Safety
    /// A cell starts there.
    #[inline(always)]
    pub(super) unsafe fn mark_cell(&mut self, offset: usize) -> bool {
        let index = self.index_at(offset);
        debug_assert!(index < self.cell_count());
        // SAFETY: a cell's index is below CELLS_MAX, so its word is below WORDS; the caller promises a cell.
        let word = unsafe { self.mark.get_unchecked_mut(index / 32) };
        let bit = 1 << (index % 32);
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    pub(super) fn is_marked(&self, index: usize) -> bool {
        self.mark[index / 32] >> (index % 32) & 1 != 0
    }

    /// Valid during a collection only.
    pub(super) fn was_allocated(&self, index: usize) -> bool {
        self.allocated[index / 32] >> (index % 32) & 1 != 0
    }

    /// Begins a collection: writes down which cells are allocated, and clears the marks. `bumped` is the number of
    /// cells below the bump pointer, of a current block.
    pub(super) fn snapshot(&mut self, bumped: usize) {
        self.allocated = self.mark;
        let below = match self.state {
            State::Pending => 0,
            State::Current => bumped,
            State::Consumed => self.cell_count(),
        };
        self.allocated[..below / 32].fill(!0);
        if !below.is_multiple_of(32) {
            self.allocated[below / 32] |= (1 << (below % 32)) - 1;
        }
        self.mark = [0; WORDS];
    }

    pub(super) fn marked_count(&self) -> usize {
        self.mark
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// The first maximal run of unmarked cells at or behind `from`: its first cell, and the cell behind its last.
    pub(super) fn free_interval(&self, from: usize) -> Option<(usize, usize)> {
        let count = self.cell_count();
        let start = self.seek(from, count, 0);
        (start < count).then(|| (start, self.seek(start, count, !0)))
    }

    /// The first cell at or behind `from`, below `count`, whose mark differs from what `flip` makes zero; else `count`.
    fn seek(&self, from: usize, count: usize, flip: u32) -> usize {
        let mut index = from;
        while index < count {
            let free = !(self.mark[index / 32] ^ flip) >> (index % 32);
            if free != 0 {
                return (index + free.trailing_zeros() as usize).min(count);
            }
            index = (index | 31) + 1;
        }
        count
    }

    /// Offsets of the marked cells.
    pub(super) fn marked_cells(&self) -> impl Iterator<Item = usize> + '_ {
        bits(&self.mark, |index| self.mark[index]).map(|index| self.cell(index))
    }

    /// Offsets of the cells that died in this collection.
    pub(super) fn dead_cells(&self) -> impl Iterator<Item = usize> + '_ {
        bits(&self.mark, |index| {
            self.allocated[index] & !self.mark[index]
        })
        .map(|index| self.cell(index))
    }
}

/// Indexes of the bits set in words that `word` computes.
fn bits(shape: &[u32; WORDS], word: impl Fn(usize) -> u32) -> impl Iterator<Item = usize> {
    (0..shape.len()).flat_map(move |at| {
        let mut rest = word(at);
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros() as usize;
            (rest != 0).then(|| {
                rest &= rest - 1;
                at * 32 + bit
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::size_class::CLASSES;
    use super::*;

    #[test]
    fn every_offset_finds_its_cell() {
        for class in 0..CLASSES {
            let block = Block::new(class);
            for offset in FIRST..BLOCK {
                assert_eq!(block.index_at(offset), (offset - FIRST) / block.cell_size());
            }
        }
    }

    #[test]
    fn intervals_are_what_marks_leave() {
        let mut block = Block::new(1);
        let count = block.cell_count();
        assert_eq!(block.free_interval(0), Some((0, count)));
        for index in [0, 1, 31, 32, 33, 100, count - 1] {
            let cell = block.cell(index);
            // SAFETY: the index is below the cell count.
            let (first, second) = unsafe { (block.mark_cell(cell), block.mark_cell(cell)) };
            assert!(first && !second);
        }
        assert_eq!(block.free_interval(0), Some((2, 31)));
        assert_eq!(block.free_interval(31), Some((34, 100)));
        assert_eq!(block.free_interval(101), Some((101, count - 1)));
        assert_eq!(block.free_interval(count - 1), None);
        assert_eq!(block.marked_count(), 7);
        block.state = State::Current;
        block.snapshot(40);
        assert!(block.was_allocated(39) && !block.was_allocated(40) && block.was_allocated(100));
        assert_eq!((block.marked_count(), block.dead_cells().count()), (0, 42));
    }
}
