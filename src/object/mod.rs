//! What Python objects look like in memory, and safe handles to them.
//!
//! Every object starts with a [`Header`]: `shape_id` says class and layout, `kind` says how to trace it. Objects come in two
//! families. An object of a *builtin* type has that type's own struct ([`List`], [`Str`], …; the rarer ones are
//! [`native::NativeObj`]). An object of a *Python* class is an [`Instance`]: attribute slots described by its shape. A Python class
//! that derives from a builtin type keeps a builtin object in slot 0 of its instances, the **payload**; `Vm::payload` and the
//! typed conversions of `runtime/` look through it, so no other code needs to know.
//!
//! Handles (`List`, `Str`, …) are `Copy` pointers. They are sound because the collector never moves objects and scans native stacks
//! conservatively: an object whose handle is in a local variable is alive. A handle must not be stored in malloc memory
//! (`Vec`, `Box`); use [`GcVec`] or a field of an object. All fields are `Cell`s: reading and writing never overlap.
//! Every store of a value into an object goes through `barrier::write`.

pub mod bytes;
pub mod class;
pub mod code;
pub mod dict;
pub mod function;
pub mod generator;
pub mod instance;
pub mod int;
pub mod intern;
pub mod list;
pub mod loop_start;
pub mod module;
pub mod native;
pub mod set;
pub mod shape;
pub mod sites;
pub mod str;
pub mod trace;
pub mod tuple;
pub mod types;
pub mod value;
pub mod vec;
mod watch;

pub use self::bytes::{ByteArray, Bytes};
pub use self::class::Class;
pub use self::code::Code;
pub use self::dict::Dict;
pub use self::function::{BoundMethod, Cell as CellObject, Function, NativeFunction};
pub use self::generator::Generator;
pub use self::instance::Instance;
pub use self::int::{AnyInt, BigInt, IntBox};
pub use self::list::List;
pub use self::module::Module;
pub use self::native::{Native, Obj};
pub use self::set::Set;
pub use self::str::Str;
pub use self::tuple::Tuple;
pub use self::types::T;
pub use self::value::Value;
pub use self::vec::GcVec;
pub use crate::gc::{Header, Heap};

/// How an object is traced: the byte in its header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// Raw bytes: nothing to trace.
    Buffer,
    /// A [`GcVec`]'s buffer.
    Vec,
    /// [`Str`]
    Str,
    /// [`Bytes`]
    Bytes,
    /// [`ByteArray`]
    ByteArray,
    /// [`IntBox`]
    IntBox,
    /// [`BigInt`]
    BigInt,
    /// [`Tuple`]
    Tuple,
    /// [`List`]
    List,
    /// [`Dict`]
    Dict,
    /// [`Set`], also frozen
    Set,
    /// [`Instance`]
    Instance,
    /// [`Class`]
    Class,
    /// [`Function`]
    Function,
    /// [`NativeFunction`]
    NativeFunction,
    /// [`BoundMethod`]
    BoundMethod,
    /// [`CellObject`]
    Cell,
    /// [`Code`]
    Code,
    /// [`Module`]
    Module,
    /// [`Generator`]
    Generator,
    /// [`native::NativeObj`]
    Native,
}

/// Defines a `Copy` handle to objects of one kind.
macro_rules! handle {
    ($(#[$meta:meta])* $Name:ident => $Obj:ident, $kind:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(transparent)]
        pub struct $Name(std::ptr::NonNull<$Obj>);

        impl $Name {
            /// The handle of `v`, when `v` is an object of exactly this kind.
            #[inline(always)]
            #[must_use]
            pub fn from_value(v: $crate::object::Value) -> Option<$Name> {
                let p = v.as_object()?;
                // SAFETY: every pointer value points to a live object (the collector's promise), which has a header.
                if unsafe { (*p).kind } == $crate::object::Kind::$kind as u8 {
                    std::ptr::NonNull::new(p.cast()).map($Name)
                } else {
                    None
                }
            }

            /// The handle of a fresh or known object.
            ///
            /// # Safety
            /// `p` points to an initialised object of this kind.
            #[inline(always)]
            #[allow(dead_code, clippy::allow_attributes, reason = "not every kind is made from raw pointers")]
            pub(crate) unsafe fn from_ptr(p: *mut $crate::gc::Header) -> $Name {
                // SAFETY: the caller's promise; object pointers are never null.
                $Name(unsafe { std::ptr::NonNull::new_unchecked(p.cast()) })
            }

            /// The object as a value.
            #[inline(always)]
            #[must_use]
            pub fn value(self) -> $crate::object::Value {
                $crate::object::Value::from_object(self.ptr())
            }

            /// The address of the object's header.
            #[inline(always)]
            #[must_use]
            pub fn ptr(self) -> *mut $crate::gc::Header {
                self.0.as_ptr().cast()
            }

            /// The object's shape.
            #[inline(always)]
            #[must_use]
            pub fn shape_id(self) -> u32 {
                // SAFETY: a handle points to a live object.
                unsafe { (*self.ptr()).shape_id }
            }

            #[inline(always)]
            fn obj<'a>(self) -> &'a $Obj {
                // SAFETY: a handle points to a live object for as long as it is on the stack; all fields are cells.
                unsafe { &*self.0.as_ptr() }
            }
        }

        impl From<$Name> for $crate::object::Value {
            #[inline(always)]
            fn from(h: $Name) -> Self {
                h.value()
            }
        }
    };
}
pub(crate) use handle;

/// Writes the header of a fresh object.
///
/// # Safety
/// `p` points to at least 8 writable bytes.
#[inline(always)]
#[expect(unsafe_code, reason = "initialises raw memory")]
pub(crate) unsafe fn init_header(p: *mut Header, shape_id: u32, kind: Kind) {
    // SAFETY: the caller's promise.
    unsafe {
        p.write(Header {
            shape_id,
            kind: kind as u8,
            flags: 0,
            aux: 0,
        });
    }
}

/// The header of an object value.
#[inline(always)]
#[must_use]
#[expect(unsafe_code, reason = "reads an object header")]
pub fn header(v: Value) -> Option<Header> {
    // SAFETY: every pointer value points to a live object (the collector's promise).
    v.as_object().map(|p| unsafe { *p })
}

/// Registers an object that has a finalizer: see [`Heap::register_finalizer`].
#[expect(unsafe_code, reason = "writes an object header")]
pub fn register_finalizer(heap: &mut Heap, v: Value) {
    if let Some(p) = v.as_object() {
        // SAFETY: every pointer value points to a live object (the collector's promise).
        unsafe { (*p).flags |= crate::gc::flags::HAS_FINALIZER };
        heap.register_finalizer(p);
    }
}

/// The memory needed is not there: becomes a Python MemoryError.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;
