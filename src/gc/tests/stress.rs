//! What gc stress finds.

use super::*;

#[test]
fn every_nth_allocation_collects() {
    let mut world = World::stressed(1);
    (0..100).for_each(|_| _ = world.leaf(64));
    (0..10).for_each(|_| _ = world.leaf(64_000));
    assert_eq!(world.heap.stats().collections, 110);
    let mut world = World::stressed(10);
    (0..100).for_each(|_| _ = world.node(&[0, 0]));
    assert_eq!(world.heap.stats().collections, 10);
}

#[test]
fn fresh_and_dead_cells_are_poisoned() {
    let mut world = World::stressed(1000);
    let fresh = world.heap.alloc(32);
    assert_eq!(get(fresh, 2), 0xEEEE_EEEE_EEEE_EEEE);
    init(fresh, NODE, 3);
    (0..3).for_each(|index| set(fresh, index, 2));
    let kept = world.node(&[2, 2, 2]);
    world.root(kept);
    world.heap.collect();
    assert_eq!((get(fresh, 2), get(kept, 2)), (0xEEEE_EEEE_EEEE_EEEE, 2));
}

#[test]
#[should_panic(expected = "holds a dangling pointer")]
fn a_dangling_pointer_is_reported_with_its_holder() {
    let mut world = World::stressed(1000);
    let neighbour = world.leaf(24);
    world.root(neighbour);
    let lost = world.leaf(24);
    world.heap.collect();
    let holder = world.node(&[lost as u64]);
    world.root(holder);
    world.heap.collect();
}

#[test]
#[should_panic(expected = "a root holds a dangling pointer")]
fn a_pointer_into_an_object_is_no_precise_root() {
    let mut world = World::stressed(1000);
    let obj = world.leaf(48);
    world.roots.push(obj as u64 + 8);
    world.heap.collect();
}
