//! Tracing: reports the children of any object to the collector. The one place that knows every layout.
#![expect(unsafe_code, reason = "reads raw objects by their kind")]

use super::shape::{Mode, Shapes};
use super::{
    BoundMethod, ByteArray, CellObject, Class, Code, Dict, Function, Generator, Instance, Kind,
    List, Module, NativeFunction, Set, Str, Tuple, Value, native, vec,
};
use crate::gc::{Header, Marker};
use std::cell::Cell;

thread_local! {
    /// The shape table of the VM that collects on this thread; set by `with_shapes`.
    static SHAPES: Cell<*const Shapes> = const { Cell::new(std::ptr::null()) };
}

/// Tells the tracer where the shapes are: the VM calls it at start-up and whenever a thread takes the lock.
pub fn set_shapes(shapes: *const Shapes) {
    SHAPES.set(shapes);
}

const KINDS: [Kind; 21] = [
    Kind::Buffer,
    Kind::Vec,
    Kind::Str,
    Kind::Bytes,
    Kind::ByteArray,
    Kind::IntBox,
    Kind::BigInt,
    Kind::Tuple,
    Kind::List,
    Kind::Dict,
    Kind::Set,
    Kind::Instance,
    Kind::Class,
    Kind::Function,
    Kind::NativeFunction,
    Kind::BoundMethod,
    Kind::Cell,
    Kind::Code,
    Kind::Module,
    Kind::Generator,
    Kind::Native,
];

/// Reports every child of `p` to the marker.
///
/// # Safety
/// `p` points to an initialised object.
pub unsafe fn trace(p: *mut Header, m: &mut Marker) {
    // SAFETY: the caller's promise; the header's kind says which layout the object has.
    unsafe {
        match KINDS[(*p).kind as usize] {
            Kind::Buffer | Kind::Bytes | Kind::IntBox | Kind::BigInt => {}
            Kind::Vec => {
                let (items, n) = vec::items(p);
                m.values(items, n);
            }
            Kind::Str => {
                if let Some(buffer) = Str::from_ptr(p).buffer() {
                    m.object(buffer);
                }
            }
            Kind::ByteArray => {
                if let Some(buffer) = ByteArray::from_ptr(p).buffer() {
                    m.object(buffer);
                }
            }
            Kind::Tuple => slice(m, Tuple::from_ptr(p).items()),
            Kind::List => {
                let (buffer, words, n) = List::from_ptr(p).traced();
                if let Some(buffer) = buffer {
                    m.object(buffer);
                    m.values(words, n);
                }
            }
            Kind::Dict => dict(Dict::from_ptr(p), m),
            Kind::Set => {
                let (buffer, slots) = Set::from_ptr(p).traced();
                if let Some(buffer) = buffer {
                    m.object(buffer);
                }
                slots.iter().for_each(|s| m.value(s.key.0));
            }
            Kind::Instance => instance(Instance::from_ptr(p), m),
            Kind::Class => {
                let (values, run, n) = Class::from_ptr(p).traced();
                slice(m, &values);
                if !run.is_null() {
                    m.object(run);
                    m.values(run.cast::<u64>().add(1), n);
                }
            }
            Kind::Function => words(m, Function::from_ptr(p).traced()),
            Kind::NativeFunction => words(m, NativeFunction::from_ptr(p).traced()),
            Kind::BoundMethod => words(m, BoundMethod::from_ptr(p).traced()),
            Kind::Cell => words(m, CellObject::from_ptr(p).traced()),
            Kind::Code => code(Code::from_ptr(p), m),
            Kind::Module => m.object(Module::from_ptr(p).dict().ptr()),
            Kind::Generator => {
                let (values, registers, n) = Generator::from_ptr(p).traced();
                slice(m, &values);
                // as those of frames: temporaries may hold what an earlier frame left there
                for i in 0..n {
                    m.conservative(*registers.add(i) as usize);
                }
            }
            Kind::Native => native::trace(p, m),
        }
    }
}

fn slice(m: &mut Marker, values: &[Value]) {
    // SAFETY: a value is one word.
    unsafe { m.values(values.as_ptr().cast(), values.len()) }
}

fn words(m: &mut Marker, (p, n): (*const u64, usize)) {
    // SAFETY: the objects' `traced` methods give their own words.
    unsafe { m.values(p, n) }
}

fn dict(d: Dict, m: &mut Marker) {
    let (buffers, entries, ghosts) = d.traced();
    for b in buffers {
        if !b.is_null() {
            m.object(b);
        }
    }
    for e in entries {
        m.value(e.key.0);
        m.value(e.value.0);
    }
    m.value(ghosts.0);
}

fn instance(o: Instance, m: &mut Marker) {
    let overflow = o.overflow();
    if !overflow.is_null() {
        m.object(overflow);
    }
    let shapes = SHAPES.get();
    debug_assert!(!shapes.is_null());
    // SAFETY: `set_shapes` was called by the VM that owns the heap, whose shapes outlive it.
    let shape = unsafe { (*shapes).get(o.shape_id()) };
    // the class is no child to report: the table of shapes is a root
    let n = if shape.mode == Mode::Dict {
        shape.fixed
    } else {
        shape.slots
    };
    if shape.raw == 0
        && let Some(slots) = o.inline_words(n)
    {
        slots.iter().for_each(|&word| m.value(word));
        return;
    }
    for slot in 0..n {
        if slot >= 64 || shape.raw >> slot & 1 == 0 {
            m.value(o.word(slot));
        }
    }
}

fn code(c: Code, m: &mut Marker) {
    let (values, template, feedback) = c.traced();
    slice(m, &values);
    if let Some(sites) = c.sites() {
        sites.for_each_word(&mut |word| m.conservative(word as usize));
    }
    // SAFETY: both buffers keep their length in the header's shape id; feedback slots are two words each.
    unsafe {
        if !template.is_null() {
            m.object(template);
            m.values(template.cast::<u64>().add(1), (*template).shape_id as usize);
        }
        if !feedback.is_null() {
            m.object(feedback);
            for i in 0..(*feedback).shape_id as usize {
                m.conservative(*feedback.cast::<usize>().add(2 + 2 * i));
            }
        }
    }
}
