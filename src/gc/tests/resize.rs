//! Growing and shrinking buffers.

use super::*;

fn fill(obj: *mut Header, words: usize) {
    (0..words).for_each(|index| set(obj, index, index as u64 * 8 + 2));
}

#[track_caller]
fn check(obj: *mut Header, words: usize) {
    assert!((0..words).all(|index| get(obj, index) == index as u64 * 8 + 2));
}

#[test]
fn contents_follow_through_all_sizes() {
    for stress in [0, 1] {
        let mut world = World::stressed(stress);
        let mut buffer = world.leaf(24);
        fill(buffer, 2);
        let mut size = 24;
        while size < 8 << 20 {
            let new_size = size + size / 2 + 8;
            buffer = world.heap.grow(buffer, size, new_size).unwrap();
            assert!(world.heap.usable_size(buffer) >= new_size);
            check(buffer, size / 8 - 1);
            fill(buffer, new_size / 8 - 1);
            size = new_size / 8 * 8;
        }
        buffer = world.heap.grow(buffer, size, 100).unwrap();
        check(buffer, 11);
        world.root(buffer);
        world.heap.collect();
        check(buffer, 11);
        assert_eq!(world.heap.stats().heap_bytes, 32 * 1024);
    }
}

#[test]
fn a_buffer_between_others_moves_by_pages() {
    let mut world = World::plain();
    let mut buffer = world.leaf(3 << 20);
    fill(buffer, (3 << 20) / 8 - 1);
    world.root(buffer);
    let neighbour = world.leaf(1 << 20);
    world.roots[0] = neighbour as u64;
    fill(neighbour, 100);
    let old = buffer;
    buffer = world.heap.grow(buffer, 3 << 20, 4 << 20).unwrap();
    assert_ne!(buffer, old);
    assert!(!world.live(old));
    check(buffer, (3 << 20) / 8 - 1);
    world.root(buffer);
    // The old place is usable memory again.
    let again = world.leaf(3 << 20);
    assert_eq!(again, old);
    fill(again, (3 << 20) / 8 - 1);
    check(buffer, (3 << 20) / 8 - 1);
    check(neighbour, 100);
}
