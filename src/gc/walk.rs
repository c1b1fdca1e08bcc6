//! Questions about all objects: for `gc.get_objects` and its kind.
#![expect(unsafe_code, reason = "visits blocks")]

use super::Header;
use super::block::{BLOCK, FIRST, State};
use super::heap::Heap;
use super::space::Use;

impl Heap {
    /// Collects, then shows `visit` every object that is left. `visit` must not allocate. What it stores in malloc memory
    /// is good until the next allocation, as always.
    pub fn for_each_object(&mut self, visit: &mut dyn FnMut(*mut Header)) {
        self.collect();
        for index in 0..self.space.frontier() {
            if let Use::Cells(_) = self.space.usage(index) {
                // SAFETY: the table says that the block holds cells. After a collection, the marked cells are the objects.
                let block = unsafe { self.space.block(index) };
                let address = self.space.address(index);
                block
                    .marked_cells()
                    .for_each(|cell| visit((address + cell) as *mut Header));
            }
        }
        for large in self.space.larges().iter().filter(|large| large.blocks > 0) {
            visit(self.space.address(large.start as usize) as *mut Header);
        }
    }

    /// Whether `p`, which may be any address, is the start of an object that is not freed. (It may be unreachable.)
    pub fn is_live_object(&self, p: *const u8) -> bool {
        let address = p as usize;
        match self.space.lookup(address) {
            None | Some((_, Use::Free)) => false,
            Some((_, Use::Large(slot))) => {
                let large = self.space.larges().get(slot as usize);
                large.is_some_and(|large| self.space.address(large.start as usize) == address)
            }
            Some((index, Use::Cells(_))) => self.is_live_cell(index, address),
        }
    }

    fn is_live_cell(&self, index: usize, address: usize) -> bool {
        let offset = address % BLOCK;
        if offset < FIRST {
            return false;
        }
        // SAFETY: the table says that the block holds cells; no other reference to it is alive.
        let block = unsafe { self.space.block(index) };
        let cell = block.index_at(offset);
        let starts = cell < block.cell_count() && block.cell(cell) == offset;
        starts
            && match block.state {
                State::Pending => block.is_marked(cell),
                State::Current => {
                    block.is_marked(cell) || cell < self.bumped_cells(block.class(), index)
                }
                State::Consumed => true,
            }
    }
}
