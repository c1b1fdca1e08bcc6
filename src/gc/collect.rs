//! One collection, as a list.
#![expect(unsafe_code, reason = "visits blocks, calls the VM's root function")]

use std::sync::atomic::Ordering;
use std::time::Instant;

use super::Header;
use super::block::State;
use super::heap::{Heap, MIN_BUDGET};
use super::roots;
use super::space::{Large, Use};

impl Heap {
    /// Collects everything that is unreachable. Afterwards [`has_pending`](Self::has_pending) tells whether there are
    /// callbacks or finalizers to run.
    pub fn collect(&mut self) {
        self.collect_with(None);
    }

    /// Collects. `obj`, an object with a finalizer, is taken as dead if only native stacks refer to it: the caller knows that they do so by chance.
    pub fn collect_dropped(&mut self, obj: *mut Header) {
        self.collect_with(Some(obj));
    }

    fn collect_with(&mut self, dropped: Option<*mut Header>) {
        let started = Instant::now();
        roots::wipe_dead_stack();
        self.recent.clear();
        self.snapshot();
        self.marker.begin(&raw mut self.space);
        self.mark_roots();
        if let Some(obj) = dropped {
            self.marker.drain();
            self.finalizers.queue_unmarked(obj, &mut self.marker);
        }
        self.threads.scan(&mut self.marker);
        self.marker.drain();
        self.weak.clear_dead(&mut self.marker);
        self.finalizers.queue_dead(&mut self.marker);
        self.weak.forget_dead(&mut self.marker);
        self.drops.run_dead(&mut self.marker);
        self.marker.end();
        let live = self.sweep();
        self.settle(live, started);
    }

    /// Writes down in every block which cells are allocated, and clears all marks.
    fn snapshot(&mut self) {
        for index in 0..self.space.frontier() {
            let Use::Cells(_) = self.space.usage(index) else {
                continue;
            };
            // SAFETY: the table says that the block holds cells; no other reference to it is alive.
            let block = unsafe { self.space.block(index) };
            let bumped = match block.state {
                State::Current => self.bumped_cells(block.class(), index),
                State::Pending | State::Consumed => 0,
            };
            block.snapshot(bumped);
        }
        for large in self.space.larges_mut() {
            large.marked = false;
        }
        self.reset_classes();
    }

    /// Marks what all roots but the native stacks refer to.
    fn mark_roots(&mut self) {
        if let Some((roots, ctx)) = self.roots {
            // SAFETY: the VM gave us both; it keeps `ctx` alive and meaningful while the heap is.
            unsafe { roots(ctx, &mut self.marker) };
        }
        self.weak.mark_cleared(&mut self.marker);
        self.finalizers.mark_pending(&mut self.marker);
        if let Some(buffer) = self.growing {
            self.marker.object(buffer);
        }
    }

    /// Frees what is unmarked, lists the partly free blocks of each class in address order; returns the live bytes.
    fn sweep(&mut self) -> usize {
        self.sweep_larges()
            + (0..self.space.frontier())
                .rev()
                .map(|index| self.sweep_block(index))
                .sum::<usize>()
    }

    fn sweep_larges(&mut self) -> usize {
        let mut live = 0;
        for slot in 0..self.space.larges().len() {
            let Large {
                start,
                blocks,
                bytes,
                marked,
            } = self.space.larges()[slot];
            if blocks == 0 {
                continue;
            }
            if marked {
                live += bytes;
            } else {
                self.poison(self.space.address(start as usize), bytes);
                self.space.free_large(slot as u32, false);
            }
        }
        live
    }

    fn sweep_block(&mut self, index: usize) -> usize {
        let Use::Cells(_) = self.space.usage(index) else {
            return 0;
        };
        // SAFETY: the table says that the block holds cells; no other reference to it is alive.
        let block = unsafe { self.space.block(index) };
        if self.stress != 0 {
            let address = self.space.address(index);
            block
                .dead_cells()
                .for_each(|cell| self.poison(address + cell, block.cell_size()));
        }
        let (marked, count) = (block.marked_count(), block.cell_count());
        if marked == 0 {
            self.space.free(index, 1, false);
            return 0;
        }
        block.state = State::Pending;
        let (class, live) = (block.class(), marked * block.cell_size());
        // A block that is nearly full is not worth a visit.
        if (count - marked) * 8 >= count {
            self.push_partial(class, index);
        }
        live
    }

    /// Decides when to collect next, and gives back memory that will not be needed until then.
    fn settle(&mut self, live: usize, started: Instant) {
        // The square root balances time and space: a heap of 1 MiB may grow fivefold before its few objects are marked
        // again, one of 16 to 64 MiB by its own size, one of a gigabyte by half.
        let root = live.isqrt();
        self.budget = live
            .clamp(4096 * root, 8192 * root)
            .max(live / 2)
            .max(MIN_BUDGET);
        self.space.settle(self.budget);
        self.over_limit &= self.space.used_bytes() > self.max_bytes();
        if self.over_limit || self.has_pending() {
            super::POLL.fetch_or(super::POLL_HEAP, Ordering::Relaxed);
        }
        let pause = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.stats.collections += 1;
        self.stats.live_bytes = live;
        self.stats.pause_total_ns += pause;
        self.stats.pause_max_ns = self.stats.pause_max_ns.max(pause);
    }
}
