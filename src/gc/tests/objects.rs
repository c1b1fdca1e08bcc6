//! What survives: graphs, large objects, weak references, finalizers, drops, limits.

use std::cell::Cell;

use super::*;

#[test]
fn reachable_objects_survive_and_others_do_not() {
    let mut world = World::plain();
    let leaf = world.leaf(16);
    let node = world.node(&[leaf as u64, 0x02, 0xFFFC_0000_0000_0005]);
    let lost = world.leaf(40);
    world.root(node);
    world.heap.collect();
    assert!(world.live(leaf) && world.live(node) && !world.live(lost));
    assert!(!world.heap.is_live_object((node as usize + 8) as *const u8));
    assert!(!world.heap.is_live_object(std::ptr::null()));
    world.roots.clear();
    assert_eq!(world.count(), 0);
    assert_eq!(world.heap.stats().heap_bytes, 0);
}

#[test]
fn cycles_die() {
    let mut world = World::plain();
    let a = world.node(&[0]);
    let b = world.node(&[a as u64]);
    set(a, 0, b as u64);
    world.root(a);
    assert_eq!(world.count(), 2);
    world.roots.clear();
    assert_eq!(world.count(), 0);
}

#[test]
fn all_sizes_are_distinct_memory() {
    let mut world = World::plain();
    for size in (16..2100)
        .step_by(8)
        .chain([3000, 5000, 10_000, 16_352, 16_353, 40_000, 100_000])
    {
        let obj = world.leaf(size);
        assert!(world.heap.usable_size(obj) >= size);
        assert_eq!(obj as usize % 8, 0);
        // SAFETY: the object has that many bytes.
        unsafe { std::ptr::write_bytes(obj.cast::<u8>().add(8), (size / 8) as u8, size - 8) };
        world.root(obj);
    }
    world.heap.collect();
    let mut seen = 0;
    for &obj in world.roots.iter() {
        let obj = obj as *mut u8;
        assert!(world.heap.is_live_object(obj));
        // SAFETY: inside the object.
        let (first, last) = unsafe { (*obj.add(8), *obj.add(15)) };
        assert_eq!(first, last);
        seen += 1;
    }
    assert_eq!(seen, world.count());
}

#[test]
fn a_long_list_does_not_recurse() {
    let mut world = World::plain();
    let mut head = 0;
    for _ in 0..1_000_000 {
        // The list is only held by this local: root it before each allocation.
        world.roots.clear();
        world.roots.push(head);
        head = world.node(&[head, 0]) as u64;
    }
    world.roots.clear();
    world.roots.push(head);
    assert_eq!(world.count(), 1_000_000);
    assert!(world.heap.stats().collections > 2);
}

#[test]
fn large_arrays_hold_their_items() {
    let mut world = World::plain();
    let array = world.array(300_000);
    world.root(array);
    for index in 0..300_000 {
        let item = world.node(&[index as u64 * 4 + 2]);
        set(array, 1 + index, item as u64);
    }
    assert_eq!(world.count(), 300_001);
    for index in 0..300_000 {
        assert_eq!(
            get(get(array, 1 + index) as *mut Header, 0),
            index as u64 * 4 + 2
        );
    }
}

#[test]
fn marking_survives_a_full_mark_stack() {
    for limit in [0, 1, 600] {
        let mut world = World::plain();
        world.heap.marker.set_stack_limit(limit);
        let root = world.array(3000);
        world.root(root);
        for index in 0..3000 {
            let (a, b) = (world.leaf(16), world.leaf(24));
            let pair = world.node(&[a as u64, b as u64]);
            let outer = world.node(&[pair as u64, a as u64]);
            set(root, 1 + index, outer as u64);
        }
        assert_eq!(world.count(), 12_001, "with a limit of {limit}");
    }
}

#[test]
fn weak_references_are_cleared_once_and_queued_if_alive() {
    let mut world = World::plain();
    let (kept, lost) = (world.leaf(16), world.leaf(16));
    world.root(kept);
    let to_kept = world.weakref(kept);
    let to_lost = world.weakref(lost);
    let dead_ref = world.weakref(lost);
    world.root(to_kept);
    world.root(to_lost);
    world.heap.collect();
    assert_eq!((get(to_kept, 0), get(to_lost, 0)), (kept as u64, 0));
    assert!(!world.live(dead_ref) && world.heap.has_pending());
    // What is queued is a root.
    world.roots.clear();
    world.heap.collect();
    assert!(world.live(to_lost) && !world.live(to_kept));
    assert_eq!(world.heap.take_cleared_weakref(), Some(to_lost));
    assert_eq!(world.heap.take_cleared_weakref(), None);
    assert!(!world.heap.has_pending());
    assert_eq!(world.count(), 0);
}

#[test]
fn finalizers_keep_objects_until_taken_and_run_once() {
    let mut world = World::plain();
    let leaf = world.leaf(16);
    let first = world.node(&[leaf as u64]);
    let second = world.node(&[first as u64]);
    let weakref = world.weakref(first);
    world.root(weakref);
    world.heap.register_finalizer(first);
    world.heap.register_finalizer(second);
    world.heap.collect();
    assert!(world.live(leaf) && world.live(first) && world.live(second));
    // Cleared although the target is kept.
    assert_eq!(get(weakref, 0), 0);
    world.heap.collect();
    assert_eq!(world.heap.take_pending_finalizer(), Some(first));
    assert_eq!(world.heap.take_pending_finalizer(), Some(second));
    assert_eq!(world.heap.take_pending_finalizer(), None);
    // The finalizer of `first` resurrects it: it lives, and is not finalized again.
    world.root(first);
    world.heap.collect();
    assert!(world.live(leaf) && world.live(first) && !world.live(second));
    world.roots.clear();
    world.heap.collect();
    assert!(!world.live(first));
    assert_eq!(world.heap.take_pending_finalizer(), None);
}

thread_local! {
    static DROPPED: Cell<u64> = const { Cell::new(0) };
}

unsafe fn note_drop(obj: *mut Header) {
    DROPPED.set(DROPPED.get() + get(obj, 0));
}

#[test]
fn drops_run_on_death_and_at_the_end() {
    let mut world = World::plain();
    let (a, b, c) = (world.node(&[2]), world.node(&[18]), world.node(&[34]));
    for obj in [a, b, c] {
        world.heap.register_drop(obj, note_drop);
    }
    world.heap.register_finalizer(b);
    world.root(c);
    world.heap.collect();
    // `b` waits for its finalizer.
    assert_eq!(DROPPED.get(), 2);
    assert_eq!(world.heap.take_pending_finalizer(), Some(b));
    world.heap.collect();
    assert_eq!(DROPPED.get(), 20);
    drop(world);
    assert_eq!(DROPPED.get(), 54);
}

#[test]
fn at_exit_registered_objects_come_in_order() {
    let mut world = World::plain();
    let (a, b) = (world.leaf(16), world.leaf(16));
    world.heap.register_finalizer(a);
    world.heap.register_finalizer(b);
    assert_eq!(world.heap.take_registered_finalizer(), Some(a));
    assert_eq!(world.heap.take_registered_finalizer(), Some(b));
    assert_eq!(world.heap.take_registered_finalizer(), None);
}

#[test]
fn compiled_code_can_allocate_by_the_layout() {
    let mut world = World::plain();
    for size in [16, 24, 48, 100, 2048] {
        let first = world.leaf(size);
        let layout = Heap::bump_layout(size);
        assert_eq!(layout.cell_size, world.heap.usable_size(first));
        let heap = &raw mut *world.heap;
        // SAFETY: the offsets are those of two words inside the heap.
        let (cur, limit) = unsafe {
            (
                *heap.byte_add(layout.cur).cast::<usize>(),
                *heap.byte_add(layout.limit).cast::<usize>(),
            )
        };
        assert!(cur == first as usize + layout.cell_size && cur < limit);
        assert_eq!(world.leaf(size) as usize, cur);
    }
}

#[test]
fn absurd_sizes_are_refused_at_once() {
    let mut world = World::plain();
    for size in [10_000_000_000_000, usize::MAX, usize::MAX - 7, 1 << 47] {
        assert_eq!(world.heap.try_alloc(size), None);
    }
    let buffer = world.leaf(100_000);
    assert_eq!(world.heap.grow(buffer, 100_000, usize::MAX), None);
    assert_eq!(world.heap.stats().collections, 0);
}

#[test]
fn the_limit_refuses_large_and_bends_for_small() {
    let mut world = World::new(HeapOptions {
        max_bytes: Some(8 << 20),
        ..HeapOptions::default()
    });
    assert_eq!(world.heap.try_alloc(9 << 20), None);
    let half = world.leaf(5 << 20);
    world.root(half);
    assert_eq!(world.heap.try_alloc(4 << 20), None);
    // Garbage is reused below the limit...
    (0..1_000_000).for_each(|_| _ = world.leaf(48));
    assert!(!world.heap.over_limit());
    // ...live objects go above it.
    let mut list = 0;
    while !world.heap.over_limit() {
        world.roots.push(list);
        list = world.node(&[list, 0, 0, 0, 0]) as u64;
        world.roots.pop();
        world.roots.truncate(1);
        world.roots.push(list);
    }
    assert_eq!(world.heap.try_alloc(20_000), None);
    world.roots.clear();
    world.heap.collect();
    assert!(!world.heap.over_limit() && world.heap.try_alloc(4 << 20).is_some());
}

#[test]
fn external_memory_brings_collections() {
    let mut world = World::plain();
    for _ in 0..100 {
        world.leaf(16);
        world.heap.account_external(1 << 20);
    }
    let stats = world.heap.stats();
    assert!(stats.collections >= 20);
    assert_eq!(stats.allocated_bytes_total, 1600);
}
