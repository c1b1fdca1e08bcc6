//! Objects of Python classes (and exceptions): slots described by the shape.
#![expect(unsafe_code, reason = "reads and writes raw slots")]

use std::cell::Cell;

use super::shape::{Mode, Rep, Shape, Shapes};
use super::{Dict, Heap, Kind, OutOfMemory, Str, Value, handle, init_header};
use crate::gc::{Header, barrier};

/// header (`aux`: inline slots), overflow buffer (in `Dict` mode the dict), inline slots.
#[repr(C)]
pub struct InstanceObj {
    header: Cell<Header>,
    overflow: Cell<*mut Header>,
    slots: [Cell<u64>; 0],
}

handle! {
    /// An object of a Python class, or an exception.
    Instance => InstanceObj, Instance
}

/// Offset of slot 0.
pub const SLOTS_OFFSET: usize = size_of::<InstanceObj>();
/// Offset of the pointer to the overflow buffer, whose slots follow an 8-byte header.
pub const OVERFLOW_OFFSET: usize = 8;

/// Where compiled code numbers slots: this bit says that a slot lies in the overflow buffer, in which it is counted.
pub const FAR: u16 = 1 << 15;

impl Instance {
    /// An object of root shape `shape_id` without attributes; hidden slots are empty.
    #[inline]
    pub fn new(heap: &mut Heap, shape_id: u32, shape: &Shape) -> Instance {
        Instance::with_slots(heap, shape_id, shape.fixed, shape.inline)
    }

    /// As `new`, of the root shape `shape_id` with so many hidden and inline slots.
    #[inline(always)]
    pub fn with_slots(heap: &mut Heap, shape_id: u32, fixed: u16, inline: u16) -> Instance {
        let p = heap.alloc(SLOTS_OFFSET + usize::from(inline) * 8);
        // SAFETY: the cell holds the head and `inline` slots.
        unsafe {
            init_header(p, shape_id, Kind::Instance);
            (*p).aux = inline;
            (*p.cast::<InstanceObj>()).overflow = Cell::new(std::ptr::null_mut());
            let instance = Instance::from_ptr(p);
            let slots = p.cast::<u8>().add(SLOTS_OFFSET).cast::<u64>();
            for i in 0..usize::from(fixed) {
                // volatile, lest a call of memset replace the few stores
                slots.add(i).write_volatile(0);
            }
            instance
        }
    }

    #[inline(always)]
    unsafe fn slot_ptr(self, slot: u16) -> *mut u64 {
        let o = self.obj();
        let inline = o.header.get().aux;
        // SAFETY: the caller passes a slot of this object's shape; overflow slots follow the buffer's header.
        unsafe {
            if slot < inline {
                self.ptr()
                    .cast::<u8>()
                    .add(SLOTS_OFFSET)
                    .cast::<u64>()
                    .add(usize::from(slot))
            } else {
                o.overflow
                    .get()
                    .cast::<u64>()
                    .add(1 + usize::from(slot - inline))
            }
        }
    }

    /// The word in `slot`, which the shape of this object has.
    #[inline(always)]
    #[must_use]
    pub fn word(self, slot: u16) -> u64 {
        // SAFETY: the caller took `slot` from this object's shape.
        unsafe { *self.slot_ptr(slot) }
    }

    /// Stores a word in `slot`, which the shape of this object has.
    #[inline(always)]
    pub fn set_word(self, slot: u16, word: u64) {
        // SAFETY: the caller took `slot` from this object's shape.
        unsafe { *self.slot_ptr(slot) = word };
        barrier::write(self.ptr());
    }

    /// A hidden slot.
    #[inline(always)]
    #[must_use]
    pub fn fixed(self, slot: u16) -> Value {
        Value(self.word(slot))
    }

    /// Sets a hidden slot.
    #[inline(always)]
    pub fn set_fixed(self, slot: u16, v: Value) {
        self.set_word(slot, v.0);
    }

    /// Gives the object a new shape without moving anything.
    pub fn set_shape(self, id: u32) {
        let mut h = self.obj().header.get();
        h.shape_id = id;
        self.obj().header.set(h);
    }

    /// The dict of an object in `Dict` mode.
    #[must_use]
    pub fn dict(self, shapes: &Shapes) -> Option<Dict> {
        if shapes.get(self.shape_id()).mode == Mode::Dict {
            Dict::from_value(Value::from_object(self.obj().overflow.get()))
        } else {
            None
        }
    }

    /// The attribute `name` (interned).
    #[inline]
    #[must_use]
    pub fn get(self, shapes: &Shapes, name: Str) -> Option<Value> {
        match shapes.find(self.shape_id(), name) {
            Some((slot, rep)) => Some(rep.decode(self.word(slot))),
            None => self.dict(shapes)?.get_str(name),
        }
    }

    /// Sets the attribute `name` (interned).
    pub fn set(
        self,
        heap: &mut Heap,
        shapes: &mut Shapes,
        name: Str,
        v: Value,
    ) -> Result<(), OutOfMemory> {
        if let Some((slot, rep)) = shapes.find(self.shape_id(), name) {
            if let Some(word) = rep.encode(v) {
                self.set_word(slot, word);
                return Ok(());
            }
            if let Some(shape) = shapes.with_value_rep(self.shape_id(), name) {
                self.reshape(heap, shapes, shape)?;
                self.set_word(slot, v.0);
                return Ok(());
            }
        }
        if let Some(dict) = self.dict(shapes) {
            return dict.set_str(heap, name, v);
        }
        match shapes.with_attribute(self.shape_id(), name, Rep::of(v)) {
            Some(to) => self.append(heap, shapes, to, v),
            None => self.make_dict(heap, shapes)?.set_str(heap, name, v),
        }
    }

    /// Moves to shape `to`, which has one attribute more, and stores it.
    #[inline]
    pub fn append(
        self,
        heap: &mut Heap,
        shapes: &Shapes,
        to: u32,
        v: Value,
    ) -> Result<(), OutOfMemory> {
        let shape = shapes.get(to);
        let slot = shape.slots - 1;
        self.make_room(heap, shape.slots)?;
        let word = if shape.raw >> slot.min(63) & 1 == 1 && slot < 64 {
            Rep::of(v).encode(v).unwrap_or(v.0)
        } else {
            v.0
        };
        self.set_shape(to);
        self.set_word(slot, word);
        Ok(())
    }

    fn make_room(self, heap: &mut Heap, slots: u16) -> Result<(), OutOfMemory> {
        let inline = self.obj().header.get().aux;
        if slots <= inline {
            return Ok(());
        }
        let need = usize::from(slots - inline);
        let old = self.obj().overflow.get();
        let have = if old.is_null() {
            0
        } else {
            heap.usable_size(old) / 8 - 1
        };
        if need <= have {
            return Ok(());
        }
        let p = heap
            .try_alloc(8 + (need + need / 2 + 2) * 8)
            .ok_or(OutOfMemory)?;
        // SAFETY: the new buffer has more slots than the old one had in use.
        unsafe {
            init_header(p, 0, Kind::Buffer);
            if !old.is_null() {
                std::ptr::copy_nonoverlapping(
                    old.cast::<u64>().add(1),
                    p.cast::<u64>().add(1),
                    have.min(need - 1),
                );
            }
        }
        self.obj().overflow.set(p);
        barrier::write(self.ptr());
        Ok(())
    }

    /// Moves the object to `to`, a shape of the same class with the same names or fewer, rewriting its slots.
    pub fn reshape(self, heap: &mut Heap, shapes: &Shapes, to: u32) -> Result<(), OutOfMemory> {
        let mut values = super::GcVec::new();
        let mut targets = Vec::new();
        for (name, slot, rep) in shapes.attributes(self.shape_id()) {
            if let Some((new, new_rep)) = shapes.find(to, name) {
                values.push(heap, rep.decode(self.word(slot)))?;
                targets.push((new, new_rep));
            }
        }
        self.make_room(heap, shapes.get(to).slots)?;
        self.set_shape(to);
        for (i, (slot, rep)) in targets.into_iter().enumerate() {
            self.set_word(slot, rep.encode(values[i]).unwrap_or(values[i].0));
        }
        Ok(())
    }

    /// Removes the attribute `name` (interned); `false` when it is not there.
    pub fn remove(
        self,
        heap: &mut Heap,
        shapes: &mut Shapes,
        name: Str,
    ) -> Result<bool, OutOfMemory> {
        if let Some(dict) = self.dict(shapes) {
            return match dict.find_str(name) {
                Some(i) => dict.remove(heap, i).map(|_| true),
                None => Ok(false),
            };
        }
        if shapes.find(self.shape_id(), name).is_none() {
            return Ok(false);
        }
        match shapes.without_attribute(self.shape_id(), name) {
            Some(to) => self.reshape(heap, shapes, to)?,
            None => {
                let dict = self.make_dict(heap, shapes)?;
                if let Some(i) = dict.find_str(name) {
                    dict.remove(heap, i)?;
                }
            }
        }
        Ok(true)
    }

    /// A dict with the attributes in order of their creation.
    pub fn attributes(self, heap: &mut Heap, shapes: &Shapes) -> Result<Dict, OutOfMemory> {
        let dict = Dict::new(heap);
        let mut all: Vec<(Str, u16, Rep)> = shapes.attributes(self.shape_id()).collect();
        all.reverse();
        for (name, slot, rep) in all {
            dict.set_str(heap, name, rep.decode(self.word(slot)))?;
        }
        Ok(dict)
    }

    /// The object's `__dict__`: moves it to `Dict` mode if it is not there yet.
    pub fn make_dict(self, heap: &mut Heap, shapes: &mut Shapes) -> Result<Dict, OutOfMemory> {
        if let Some(dict) = self.dict(shapes) {
            return Ok(dict);
        }
        let dict = self.attributes(heap, shapes)?;
        self.install_dict(shapes, dict);
        Ok(dict)
    }

    /// Makes `dict` the object's `__dict__`.
    pub fn install_dict(self, shapes: &mut Shapes, dict: Dict) {
        let id = self.shape_id();
        if shapes.get(id).mode != Mode::Dict {
            let Some(class) = super::Class::from_value(shapes.class(id)) else {
                return;
            };
            let fixed = shapes.get(id).fixed;
            // hidden slots must not need the overflow field: roots always hold them inline
            let to = class.dict_shape(shapes, fixed);
            self.set_shape(to);
        }
        self.obj().overflow.set(dict.ptr());
        barrier::write(self.ptr());
    }

    /// For the tracer: the first `n` slots, when all of them are inside the object.
    #[inline(always)]
    pub(super) fn inline_words<'a>(self, n: u16) -> Option<&'a [u64]> {
        let slots = self.ptr().wrapping_byte_add(SLOTS_OFFSET).cast::<u64>();
        // SAFETY: so many slots follow the head. Nothing writes while the collector reads.
        (n <= self.obj().header.get().aux)
            .then(|| unsafe { std::slice::from_raw_parts(slots, usize::from(n)) })
    }

    /// For the tracer: the overflow buffer or dict.
    pub(super) fn overflow(self) -> *mut Header {
        self.obj().overflow.get()
    }
}
