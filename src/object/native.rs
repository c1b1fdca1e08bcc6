//! Objects of the rarer builtin types: a Rust struct in the collected heap.
//!
//! A type is made by implementing [`Native`]: its number in the table of types, and how its values are traced. Its fields are `Cell`s; malloc memory in
//! them (a `String`, a `Vec<u8>`) must not hold values and is freed when the object dies.
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::any::TypeId;
use std::marker::PhantomData;
use std::ptr::NonNull;

use super::{Heap, Kind, OutOfMemory, T, Value, init_header};
use crate::gc::{Header, Marker};

/// The content of a native object.
pub trait Native: 'static {
    /// The builtin type of the objects (types that share a struct give the type when allocating).
    const TYPE: T;
    /// Reports every value the struct holds.
    fn trace(&self, marker: &mut Marker);
    /// Where its `__dict__` is kept (a dict, or empty until the first attribute), for types whose objects have one.
    fn dict(&self) -> Option<&std::cell::Cell<Value>> {
        None
    }
}

/// What the tracer knows about a native object.
struct VTable {
    type_id: TypeId,
    trace: unsafe fn(*mut Header, &mut Marker),
    dict: unsafe fn(*mut Header) -> *const std::cell::Cell<Value>,
}

#[repr(C)]
struct NativeObj<N> {
    header: Header,
    vtable: &'static VTable,
    data: N,
}

/// Offset of the struct in a native object (whose fields need no more than the alignment of a word), for compiled code.
pub const DATA_OFFSET: usize = std::mem::offset_of!(NativeObj<u64>, data);

/// A handle to a native object holding an `N`.
pub struct Obj<N>(NonNull<Header>, PhantomData<N>);

impl<N> Clone for Obj<N> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<N> Copy for Obj<N> {}

unsafe fn trace_data<N: Native>(p: *mut Header, marker: &mut Marker) {
    // SAFETY: the vtable belongs to an object holding an `N`.
    unsafe { (*p.cast::<NativeObj<N>>()).data.trace(marker) }
}

unsafe fn dict_data<N: Native>(p: *mut Header) -> *const std::cell::Cell<Value> {
    // SAFETY: the vtable belongs to an object holding an `N`.
    unsafe {
        (*p.cast::<NativeObj<N>>())
            .data
            .dict()
            .map_or(std::ptr::null(), std::ptr::from_ref)
    }
}

/// Where the `__dict__` of a native object is kept, if it has one.
#[must_use]
pub fn dict_cell<'a>(v: Value) -> Option<&'a std::cell::Cell<Value>> {
    let p = v.as_object()?;
    // SAFETY: pointer values point to live objects; a `Native` kind has a vtable that fits it; the cell is inside the object.
    unsafe {
        if (*p).kind == Kind::Native as u8 {
            ((*p.cast::<NativeObj<()>>()).vtable.dict)(p).as_ref()
        } else {
            None
        }
    }
}

unsafe fn drop_data<N>(p: *mut Header) {
    // SAFETY: registered for an object holding an `N`, and called once, when it is dead.
    unsafe { std::ptr::drop_in_place(&raw mut (*p.cast::<NativeObj<N>>()).data) }
}

trait HasVTable {
    const VTABLE: &'static VTable;
}
impl<N: Native> HasVTable for N {
    const VTABLE: &'static VTable = &VTable {
        type_id: TypeId::of::<N>(),
        trace: trace_data::<N>,
        dict: dict_data::<N>,
    };
}

impl<N: Native> Obj<N> {
    /// A new object of `N`'s own type.
    pub fn new(heap: &mut Heap, data: N) -> Result<Obj<N>, OutOfMemory> {
        Obj::with_shape(heap, N::TYPE as u32, data)
    }

    /// A new object of builtin type `t`, for types that share a struct.
    pub fn new_as(heap: &mut Heap, t: T, data: N) -> Result<Obj<N>, OutOfMemory> {
        Obj::with_shape(heap, t as u32, data)
    }

    fn with_shape(heap: &mut Heap, shape_id: u32, data: N) -> Result<Obj<N>, OutOfMemory> {
        let p = heap
            .try_alloc(size_of::<NativeObj<N>>())
            .ok_or(OutOfMemory)?;
        // SAFETY: the cell holds a `NativeObj<N>`.
        unsafe {
            init_header(p, shape_id, Kind::Native);
            let o: *mut NativeObj<N> = p.cast();
            (&raw mut (*o).vtable).write(N::VTABLE);
            (&raw mut (*o).data).write(data);
            if std::mem::needs_drop::<N>() {
                heap.register_drop(p, drop_data::<N>);
            }
            Ok(Obj(NonNull::new_unchecked(p), PhantomData))
        }
    }

    /// The handle, when `v` is an object holding an `N`.
    #[inline]
    #[must_use]
    pub fn from_value(v: Value) -> Option<Obj<N>> {
        let p = v.as_object()?;
        // SAFETY: pointer values point to live objects; a `Native` kind has a vtable behind its header.
        unsafe {
            if (*p).kind == Kind::Native as u8
                && (*p.cast::<NativeObj<()>>()).vtable.type_id == TypeId::of::<N>()
            {
                NonNull::new(p).map(|p| Obj(p, PhantomData))
            } else {
                None
            }
        }
    }

    /// The handle, when `v` is an object of builtin type `t`, all of whose objects hold an `N`: one comparison.
    ///
    /// # Safety
    /// Every object with the shape of `t` holds an `N`.
    #[inline(always)]
    #[must_use]
    pub(crate) unsafe fn of_type(v: Value, t: T) -> Option<Obj<N>> {
        let p = v.as_object()?;
        // SAFETY: pointer values point to live objects.
        if unsafe { (*p).shape_id } == t as u32 {
            NonNull::new(p).map(|p| Obj(p, PhantomData))
        } else {
            None
        }
    }

    /// The object as a value.
    #[inline(always)]
    #[must_use]
    pub fn value(self) -> Value {
        Value::from_object(self.0.as_ptr())
    }

    /// The object's shape.
    #[must_use]
    pub fn shape_id(self) -> u32 {
        // SAFETY: a handle points to a live object.
        unsafe { (*self.0.as_ptr()).shape_id }
    }
}

impl<N> std::ops::Deref for Obj<N> {
    type Target = N;
    #[inline(always)]
    fn deref(&self) -> &N {
        // SAFETY: a handle points to a live object holding an `N`.
        unsafe { &(*self.0.as_ptr().cast::<NativeObj<N>>()).data }
    }
}

impl<N: Native> From<Obj<N>> for Value {
    fn from(o: Obj<N>) -> Value {
        o.value()
    }
}

/// Reports the values of a native object.
///
/// # Safety
/// `p` is an object of kind [`Kind::Native`].
pub(super) unsafe fn trace(p: *mut Header, marker: &mut Marker) {
    // SAFETY: the caller's promise; the trace function fits the object because both were made in `with_shape`.
    unsafe { ((*p.cast::<NativeObj<()>>()).vtable.trace)(p, marker) }
}
