//! Conservative roots: native stacks, registers, interior pointers, threads.

use std::hint::black_box;
use std::sync::{Arc, Condvar, Mutex};

use super::*;

/// Allocates an object that only its disguised address is kept of.
#[inline(never)]
fn hidden_leaf(world: &mut World, size: usize) -> usize {
    !(world.leaf(size) as usize)
}

#[inline(never)]
fn hidden_chain(world: &mut World) -> usize {
    let leaf = world.leaf(16);
    !(world.node(&[leaf as u64]) as usize)
}

#[test]
fn locals_keep_objects_alive_and_interior_pointers_too() {
    let mut world = World::plain();
    let thread = world.heap.attach_current_thread(current_stack_base());
    for (size, offset) in [
        (16, 0),
        (24, 23),
        (2048, 1000),
        (16_000, 15_999),
        (1 << 20, (1 << 20) - 1),
    ] {
        let hidden = hidden_leaf(&mut world, size);
        let interior = black_box(!hidden + offset);
        world.heap.collect();
        assert!(
            world.heap.is_live_object(!hidden as *const u8),
            "size {size}"
        );
        black_box(interior);
    }
    let hidden = hidden_chain(&mut world);
    let held = black_box(!hidden);
    world.heap.collect();
    assert!(
        world
            .heap
            .is_live_object(get(held as *mut Header, 0) as *const u8)
    );
    world.heap.detach(thread);
    world.heap.collect();
    assert!(!world.heap.is_live_object(black_box(held) as *const u8));
}

#[test]
fn words_that_are_no_objects_are_ignored() {
    let mut world = World::plain();
    let thread = world.heap.attach_current_thread(current_stack_base());
    let hidden = hidden_leaf(&mut world, 24);
    let block = black_box(!hidden & !0x7FFF);
    // What lies before the first cell, free cells, the tail behind the last cell, and addresses outside of the range.
    let words = black_box([
        block,
        block + 63,
        block + 0x4000,
        block + 0x7FFF,
        block + 0x8000,
        0,
        1,
        usize::MAX,
        1 << 47,
    ]);
    world.heap.collect();
    black_box(words);
    world.heap.detach(thread);
    assert_eq!(world.count(), 0);
}

/// A heap under a global lock, as the VM has it.
struct Shared {
    world: Mutex<World>,
    turn: Mutex<u32>,
    changed: Condvar,
}

// SAFETY: the heap is only used under the lock, as the room's rules ask.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    fn wait_for(&self, turn: u32) {
        let mut now = self.turn.lock().unwrap();
        while *now != turn {
            now = self.changed.wait(now).unwrap();
        }
    }

    fn set_turn(&self, turn: u32) {
        *self.turn.lock().unwrap() = turn;
        self.changed.notify_all();
    }
}

#[test]
fn parked_threads_keep_their_objects() {
    let shared = Arc::new(Shared {
        world: Mutex::new(World::plain()),
        turn: Mutex::new(0),
        changed: Condvar::new(),
    });
    let other = shared.clone();
    let worker = std::thread::spawn(move || {
        let mut world = other.world.lock().unwrap();
        let id = world.heap.attach_current_thread(current_stack_base());
        let local = black_box(world.leaf(16));
        world.heap.park_current(id);
        drop(world);
        other.set_turn(1);
        other.wait_for(2);
        let mut world = other.world.lock().unwrap();
        world.heap.unpark(id);
        world.heap.collect();
        assert!(world.live(local));
        world.heap.detach(id);
        local as usize
    });
    shared.wait_for(1);
    {
        let mut world = shared.world.lock().unwrap();
        let id = world.heap.attach_current_thread(current_stack_base());
        assert_eq!(world.count(), 1);
        world.heap.park_current(id);
        world.heap.detach(id);
    }
    shared.set_turn(2);
    let hidden = worker.join().unwrap();
    let mut world = shared.world.lock().unwrap();
    world.heap.collect();
    assert!(!world.heap.is_live_object(hidden as *const u8));
}
