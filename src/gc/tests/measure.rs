//! Measurements, run by hand in release mode, one at a time:
//! `PYCRANE_MEASURE=18 cargo test --release --lib gc::tests::measure -- --nocapture --test-threads=1`

use std::io::Write;

use super::*;

/// The problem size, if a measurement is wanted.
fn wanted() -> Option<u32> {
    std::env::var("PYCRANE_MEASURE").ok()?.parse().ok()
}

fn cpu_seconds() -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the kernel writes one timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Highest resident set so far, in KiB.
fn peak_kib() -> i64 {
    // SAFETY: the kernel writes one rusage; all zeros is a valid one.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage.ru_maxrss
    }
}

fn say(name: &str, started: f64, heap: &Heap) {
    let seconds = cpu_seconds() - started;
    let line = format!(
        "{name}: {seconds:.3} CPU s, peak {} KiB, {:?}\n",
        peak_kib(),
        heap.stats()
    );
    _ = std::io::stderr().write_all(line.as_bytes());
}

#[inline(never)]
fn tree(heap: &mut Heap, depth: u32) -> *mut Header {
    let (left, right) = match depth {
        0 => (0, 0),
        _ => (tree(heap, depth - 1) as u64, tree(heap, depth - 1) as u64),
    };
    let node = heap.alloc(24);
    init(node, NODE, 2);
    set(node, 0, left);
    set(node, 1, right);
    node
}

fn nodes(tree: *mut Header) -> u64 {
    match (get(tree, 0), get(tree, 1)) {
        (0, _) => 1,
        (left, right) => 1 + nodes(left as *mut Header) + nodes(right as *mut Header),
    }
}

#[test]
fn binary_trees() {
    let Some(depth) = wanted() else { return };
    let started = cpu_seconds();
    let mut world = World::plain();
    let heap = &mut *world.heap;
    heap.attach_current_thread(current_stack_base());
    let long_lived = tree(heap, depth);
    let mut total = 0;
    for level in (4..=depth).step_by(2) {
        for _ in 0..1 << (depth - level + 4) {
            total += nodes(tree(heap, level));
        }
    }
    total += nodes(long_lived);
    assert!(total > 0);
    say("binary trees", started, heap);
}

#[test]
fn a_growing_list_of_small_objects() {
    let Some(size) = wanted() else { return };
    let started = cpu_seconds();
    let mut world = World::plain();
    world.heap.attach_current_thread(current_stack_base());
    let holder = world.node(&[0]);
    world.root(holder);
    let (mut list, mut capacity) = (world.array(16), 16 + 16 * 8);
    set(holder, 0, list as u64);
    for index in 0..1 << size {
        if 16 + index * 8 + 8 > capacity {
            let wanted = capacity + capacity / 8 + 48;
            list = world.heap.grow(list, capacity, wanted).unwrap();
            capacity = world.heap.usable_size(list);
            set(holder, 0, list as u64);
        }
        let item = world.node(&[index as u64 * 8 + 2, 2, 2]);
        set(list, 1 + index, item as u64);
        set(list, 0, index as u64 + 1);
    }
    say("growing list", started, &world.heap);
}

#[test]
fn starting_up() {
    let Some(_) = wanted() else { return };
    let started = cpu_seconds();
    let mut world = World::plain();
    world.heap.attach_current_thread(current_stack_base());
    world.leaf(16);
    say("start", started, &world.heap);
}
