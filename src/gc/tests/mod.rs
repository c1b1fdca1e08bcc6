//! Tests of the whole room, with a toy object model.
#![expect(unsafe_code, reason = "reads and writes toy objects")]

mod measure;
mod objects;
mod random;
mod resize;
mod stacks;
mod stress;

use super::*;

/// Kinds of toy objects.
const LEAF: u8 = 0;
/// `header.aux` words.
const NODE: u8 = 1;
/// A word that counts, then as many words.
const ARRAY: u8 = 2;
/// An untraced target, then a payload word.
const WEAK: u8 = 3;

/// A heap whose roots are the words of a vector.
#[expect(
    clippy::box_collection,
    reason = "the heap keeps the address of the vector itself"
)]
struct World {
    heap: Box<Heap>,
    roots: Box<Vec<u64>>,
}

unsafe fn trace(obj: *mut Header, marker: &mut Marker) {
    // SAFETY: all toy objects are initialised by `World`.
    unsafe {
        let words = obj.cast::<u64>().add(1);
        match (*obj).kind {
            LEAF => {}
            NODE => marker.values(words, usize::from((*obj).aux)),
            ARRAY => marker.values(words.add(1), words.read() as usize),
            WEAK => marker.value(words.add(1).read()),
            kind => panic!("kind {kind:#x}"),
        }
    }
}

#[expect(clippy::cast_ptr_alignment, reason = "`ctx` came from a vector")]
unsafe fn report(ctx: *mut u8, marker: &mut Marker) {
    // SAFETY: `World::new` passes a vector of its own.
    let roots = unsafe { &*ctx.cast::<Vec<u64>>() };
    roots.iter().for_each(|&word| marker.value(word));
}

unsafe fn weak_target(weakref: *mut Header) -> *mut Header {
    get(weakref, 0) as *mut Header
}

unsafe fn weak_clear(weakref: *mut Header) {
    set(weakref, 0, 0);
}

/// Reads word `index` behind the header.
fn get(obj: *mut Header, index: usize) -> u64 {
    // SAFETY: the tests stay inside their objects.
    unsafe { obj.cast::<u64>().add(1 + index).read() }
}

/// Writes word `index` behind the header.
fn set(obj: *mut Header, index: usize, word: u64) {
    // SAFETY: the tests stay inside their objects.
    unsafe { obj.cast::<u64>().add(1 + index).write(word) };
    barrier::write(obj);
}

fn init(obj: *mut Header, kind: u8, aux: u16) {
    // SAFETY: a fresh object.
    unsafe {
        *obj = Header {
            shape_id: 7,
            kind,
            flags: 0,
            aux,
        }
    };
}

impl World {
    fn new(options: HeapOptions) -> World {
        let mut heap = Box::new(Heap::new(trace, options));
        let mut roots = Box::<Vec<u64>>::default();
        heap.set_roots(report, (&raw mut *roots).cast());
        heap.set_weak_hooks(weak_target, weak_clear);
        World { heap, roots }
    }

    fn plain() -> World {
        World::new(HeapOptions::default())
    }

    fn stressed(every: u32) -> World {
        World::new(HeapOptions {
            gc_stress: every,
            ..HeapOptions::default()
        })
    }

    /// A node of these words.
    fn node(&mut self, words: &[u64]) -> *mut Header {
        let obj = self.heap.alloc(8 + words.len() * 8);
        init(obj, NODE, words.len() as u16);
        words
            .iter()
            .enumerate()
            .for_each(|(index, &word)| set(obj, index, word));
        obj
    }

    /// An object without children.
    fn leaf(&mut self, size: usize) -> *mut Header {
        let obj = self.heap.try_alloc(size).unwrap();
        init(obj, LEAF, 0);
        obj
    }

    /// An array of `n` zero words.
    fn array(&mut self, n: usize) -> *mut Header {
        let obj = self.heap.try_alloc(16 + n * 8).unwrap();
        init(obj, ARRAY, 0);
        set(obj, 0, n as u64);
        (0..n).for_each(|index| set(obj, 1 + index, 0));
        obj
    }

    fn weakref(&mut self, target: *mut Header) -> *mut Header {
        let obj = self.heap.alloc(24);
        init(obj, WEAK, 0);
        set(obj, 0, target as u64);
        set(obj, 1, 0);
        self.heap.register_weak(obj);
        obj
    }

    fn root(&mut self, obj: *mut Header) -> *mut Header {
        self.roots.push(obj as u64);
        obj
    }

    fn live(&self, obj: *mut Header) -> bool {
        self.heap.is_live_object(obj.cast())
    }

    fn count(&mut self) -> usize {
        let mut count = 0;
        self.heap.for_each_object(&mut |_| count += 1);
        count
    }
}

/// A small generator of reproducible pseudo-random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}
