//! Classes.
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::cell::Cell;

use super::shape::{Mode, Shapes};
use super::{Dict, Heap, Kind, OutOfMemory, Str, T, Tuple, Value, handle, init_header};
use crate::gc::{Header, barrier};

/// Bits of [`Class::flags`].
pub mod flags {
    /// Made by a class statement or `type(...)`.
    pub const HEAP: u32 = 1;
    /// May be a base class.
    pub const BASE: u32 = 2;
    /// Instances have a `__dict__`.
    pub const DICT: u32 = 4;
    /// Instances keep an object of the builtin type in slot 0.
    pub const PAYLOAD: u32 = 8;
    /// Derives from BaseException.
    pub const EXCEPTION: u32 = 16;
    /// Instances have a `__del__` to run.
    pub const FINALIZER: u32 = 32;
    /// `__getattribute__` is not `object`'s (or the builtin type's).
    pub const GETATTRIBUTE: u32 = 64;
    /// There is a `__getattr__`.
    pub const GETATTR: u32 = 128;
    /// `__setattr__` or `__delattr__` is not `object`'s.
    pub const SETATTR: u32 = 256;
    /// Matches sequence patterns.
    pub const SEQUENCE: u32 = 512;
    /// Matches mapping patterns.
    pub const MAPPING: u32 = 1024;
    /// Has abstract methods.
    pub const ABSTRACT: u32 = 2048;
    /// Instances may be weakly referenced.
    pub const WEAKREF: u32 = 4096;
    /// Derives from `type`.
    pub const METACLASS: u32 = 8192;
    /// Attributes cannot be set (builtin types).
    pub const IMMUTABLE: u32 = 16384;
    /// Calling it never makes an instance.
    pub const NO_NEW: u32 = 32768;
    /// Instances have `__slots__` and nothing else: the slots are attributes of their shapes, so that floats and ints in them are raw.
    pub const SLOTS_ONLY: u32 = 65536;
}

/// The fields of a class; all values are objects or empty.
#[repr(C)]
pub struct ClassObj {
    header: Cell<Header>,
    name: Cell<Value>,
    qualname: Cell<Value>,
    bases: Cell<Value>,
    mro: Cell<Value>,
    base: Cell<Value>,
    dict: Cell<Value>,
    subclasses: Cell<Value>,
    slots: Cell<Value>,
    /// Special methods found so far: a raw run of values, or null.
    special: Cell<*mut Header>,
    native: Cell<T>,
    flags: Cell<u32>,
    version: Cell<u32>,
    root_shape: Cell<u32>,
    dict_shape: Cell<u32>,
    fixed: Cell<u16>,
    inline: Cell<u16>,
    most_slots: Cell<u16>,
    made: Cell<u16>,
}

/// Where the version of a class is.
pub const VERSION_OFFSET: usize = std::mem::offset_of!(ClassObj, version);

handle! {
    /// A class.
    Class => ClassObj, Class
}

macro_rules! fields {
    ($( $(#[$doc:meta])* $get:ident $set:ident: $t:ty; )*) => {
        impl Class { $(
            $(#[$doc])*
            #[inline(always)]
            #[must_use]
            pub fn $get(self) -> $t {
                self.obj().$get.get()
            }

            /// Sets the field of the same name.
            #[inline(always)]
            pub fn $set(self, v: $t) {
                self.obj().$get.set(v);
                barrier::write(self.ptr());
            }
        )* }
    };
}

fields! {
    /// `__name__`, a string.
    name set_name: Value;
    /// `__qualname__`, a string.
    qualname set_qualname: Value;
    /// `__bases__`, a tuple.
    bases set_bases: Value;
    /// `__mro__`, a tuple (empty while the class is being made).
    mro set_mro: Value;
    /// `__base__`: the base that decides the layout; empty for `object`.
    base set_base: Value;
    /// The list of weak references to direct subclasses.
    subclasses set_subclasses: Value;
    /// The names of the slots that the class itself declares, a sorted tuple; empty for none. They are not interned: shapes know the slots by them.
    slots set_slots: Value;
    /// The builtin type whose object the instances are, or hold as payload.
    native set_native: T;
    /// See [`flags`].
    flags set_flags: u32;
    /// Unique to this class in its present state: changes when it or a base changes; 0 = not given yet.
    version set_version: u32;
    /// Slots of the instances that the classes declare, or that hold what builtin types keep.
    fixed set_fixed: u16;
}

/// What the sizes of new instances are learned from.
const LEARN_FROM: u16 = 8;
const FIRST_INLINE: u16 = 4;

impl Class {
    /// A class with the given metaclass shape; everything else is to be set.
    pub fn new(heap: &mut Heap, shape_id: u32, name: Str, dict: Dict) -> Class {
        let p = heap.alloc(size_of::<ClassObj>());
        let e = || Cell::new(Value::EMPTY);
        // SAFETY: the cell holds a `ClassObj`.
        unsafe {
            p.cast::<ClassObj>().write(ClassObj {
                header: Cell::new(Header {
                    shape_id,
                    kind: Kind::Class as u8,
                    flags: 0,
                    aux: 0,
                }),
                name: Cell::new(name.value()),
                qualname: Cell::new(name.value()),
                bases: e(),
                mro: e(),
                base: e(),
                dict: Cell::new(dict.value()),
                subclasses: e(),
                slots: e(),
                special: Cell::new(std::ptr::null_mut()),
                native: Cell::new(T::Object),
                flags: Cell::new(0),
                version: Cell::new(0),
                root_shape: Cell::new(u32::MAX),
                dict_shape: Cell::new(u32::MAX),
                fixed: Cell::new(0),
                inline: Cell::new(0),
                most_slots: Cell::new(0),
                made: Cell::new(0),
            });
            Class::from_ptr(p)
        }
    }

    /// Its own attributes.
    #[inline(always)]
    #[must_use]
    pub fn dict(self) -> Dict {
        // SAFETY: set by `new` to a dict and never changed.
        unsafe { Dict::from_ptr(self.obj().dict.get().0 as *mut Header) }
    }

    /// Has it this flag?
    #[inline(always)]
    #[must_use]
    pub fn has(self, flag: u32) -> bool {
        self.flags() & flag != 0
    }

    /// Adds a flag.
    pub fn add_flag(self, flag: u32) {
        self.set_flags(self.flags() | flag);
    }

    /// The classes of the MRO.
    #[must_use]
    pub fn mro_items<'a>(self) -> &'a [Value] {
        Tuple::from_value(self.mro()).map_or(&[], Tuple::items)
    }

    /// Is it `other` or derived from it?
    #[inline]
    #[must_use]
    pub fn is_subclass(self, other: Class) -> bool {
        self == other || self.mro_items().contains(&other.value())
    }

    /// Looks `name` up along the MRO, without any cache.
    #[must_use]
    pub fn find(self, name: Str) -> Option<Value> {
        self.mro_items()
            .iter()
            .find_map(|&c| Class::from_value(c)?.dict().get_str(name))
    }

    /// The shape of a new instance. Learns how many slots instances need.
    #[inline]
    pub fn instance_shape(self, shapes: &mut Shapes) -> u32 {
        let o = self.obj();
        if o.made.get() < LEARN_FROM {
            return self.learn(shapes);
        }
        o.root_shape.get()
    }

    /// The root shape of new instances and their inline slots, once both are learned: they never change any more.
    #[inline(always)]
    #[must_use]
    pub fn settled_shape(self) -> Option<(u32, u16)> {
        let o = self.obj();
        (o.made.get() >= LEARN_FROM).then(|| (o.root_shape.get(), o.inline.get()))
    }

    /// Slots of new instances that are no attributes of their shapes.
    #[inline(always)]
    #[must_use]
    pub fn hidden_slots(self) -> u16 {
        if self.has(flags::SLOTS_ONLY) {
            0
        } else {
            self.fixed()
        }
    }

    /// Has it never had an instance?
    #[inline]
    #[must_use]
    pub fn has_no_instances(self) -> bool {
        self.obj().made.get() == 0
    }

    /// The first instances get room for so many attributes; 0: nothing is known.
    pub fn expect_attributes(self, attributes: u16) {
        self.note_slots(self.fixed() + attributes);
    }

    #[cold]
    fn learn(self, shapes: &mut Shapes) -> u32 {
        let o = self.obj();
        let made = o.made.get();
        o.made.set(made + 1);
        let (fixed, most, now) = (self.fixed(), o.most_slots.get(), o.inline.get());
        let hidden = self.hidden_slots();
        let wanted = match made {
            0 if most > fixed => most,
            0 if self.has(flags::DICT) => fixed + FIRST_INLINE,
            0 => fixed,
            _ if made + 1 == LEARN_FROM => most.clamp(fixed, fixed + 64),
            _ => now,
        };
        if made == 0 || wanted != now {
            o.inline.set(wanted);
            o.root_shape
                .set(shapes.new_root(self, Mode::Slots, hidden, wanted));
        }
        o.root_shape.get()
    }

    /// Notes how many slots an instance has come to use.
    #[inline]
    pub fn note_slots(self, slots: u16) {
        if slots > self.obj().most_slots.get() {
            self.obj().most_slots.set(slots);
        }
    }

    /// The shape of instances whose attributes are in a dict.
    pub fn dict_shape(self, shapes: &mut Shapes, fixed: u16) -> u32 {
        if self.obj().dict_shape.get() == u32::MAX {
            let id = shapes.new_root(self, Mode::Dict, fixed, fixed);
            self.obj().dict_shape.set(id);
        }
        self.obj().dict_shape.get()
    }

    /// The remembered special method number `i`: `None` when not looked up since the last change.
    #[inline(always)]
    #[must_use]
    pub fn special(self, i: usize) -> Option<Value> {
        let run = self.obj().special.get();
        if run.is_null() {
            return None;
        }
        // SAFETY: `set_special` made the run long enough for all numbers; numbers come from one enum.
        unsafe { *run.cast::<Value>().add(1 + i) }.some()
    }

    /// Remembers special method number `i` of `count`.
    pub fn set_special(
        self,
        heap: &mut Heap,
        i: usize,
        count: usize,
        v: Value,
    ) -> Result<(), OutOfMemory> {
        if self.obj().special.get().is_null() {
            let p = heap.try_alloc(8 + 8 * count).ok_or(OutOfMemory)?;
            // SAFETY: the cell holds a header and `count` words.
            unsafe {
                init_header(p, count as u32, Kind::Buffer);
                std::ptr::write_bytes(p.cast::<u64>().add(1), 0, count);
            }
            self.obj().special.set(p);
        }
        // SAFETY: as in `special`.
        unsafe { *self.obj().special.get().cast::<Value>().add(1 + i) = v };
        barrier::write(self.ptr());
        Ok(())
    }

    /// Forgets what was looked up: something in the MRO changed.
    pub fn forget(self) {
        self.obj().special.set(std::ptr::null_mut());
        self.set_version(0);
    }

    /// Gives the class object itself another metaclass.
    pub fn set_shape(self, id: u32) {
        let mut h = self.obj().header.get();
        h.shape_id = id;
        self.obj().header.set(h);
    }

    /// For the tracer: all values, and the run of special methods with its length.
    pub(super) fn traced(self) -> ([Value; 8], *mut Header, usize) {
        let o = self.obj();
        let values = [
            o.name.get(),
            o.qualname.get(),
            o.bases.get(),
            o.mro.get(),
            o.base.get(),
            o.dict.get(),
            o.subclasses.get(),
            o.slots.get(),
        ];
        let run = o.special.get();
        let n = if run.is_null() {
            0
        } else {
            // SAFETY: a non-null run has a header that holds its length.
            unsafe { (*run).shape_id as usize }
        };
        (values, run, n)
    }
}
