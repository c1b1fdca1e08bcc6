//! `tuple`: a fixed run of values inside the object.
#![expect(unsafe_code, reason = "lays out raw objects")]

use super::{Heap, Kind, OutOfMemory, T, Value, handle, init_header};
use crate::gc::{Header, SMALL_MAX};

/// header, length, items.
#[repr(C)]
pub struct TupleObj {
    header: Header,
    len: usize,
    items: [Value; 0],
}

handle! {
    /// An exact `tuple`.
    Tuple => TupleObj, Tuple
}

/// Offset of the first item: compiled code uses it too.
pub const ITEMS_OFFSET: usize = size_of::<TupleObj>();

/// Offset of the length, for compiled code.
pub const LEN_OFFSET: usize = std::mem::offset_of!(TupleObj, len);

impl Tuple {
    /// A tuple of the given items, which the caller keeps alive (they are on the stack or in an object).
    pub fn new(heap: &mut Heap, items: &[Value]) -> Result<Tuple, OutOfMemory> {
        let bytes = ITEMS_OFFSET + items.len() * 8;
        let p = if bytes <= SMALL_MAX {
            heap.alloc(bytes)
        } else {
            heap.try_alloc(bytes).ok_or(OutOfMemory)?
        };
        let t: *mut TupleObj = p.cast();
        // SAFETY: the cell holds `bytes` bytes.
        unsafe {
            init_header(p, T::Tuple as u32, Kind::Tuple);
            (*t).len = items.len();
            std::ptr::copy_nonoverlapping(
                items.as_ptr(),
                (&raw mut (*t).items).cast(),
                items.len(),
            );
            Ok(Tuple::from_ptr(p))
        }
    }

    /// A tuple of a few items: never fails.
    pub fn small<const N: usize>(heap: &mut Heap, items: [Value; N]) -> Tuple {
        const { assert!(N < 64) };
        match Tuple::new(heap, &items) {
            Ok(t) => t,
            Err(OutOfMemory) => unreachable!("small allocations do not fail"),
        }
    }

    /// Number of items.
    #[inline(always)]
    #[must_use]
    pub fn len(self) -> usize {
        self.obj().len
    }

    /// Is it `()`?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The items. Tuples never change, so the slice stays valid while the handle is alive.
    #[inline(always)]
    #[must_use]
    pub fn items<'a>(self) -> &'a [Value] {
        // SAFETY: `len` items follow the head and are never written after `new`.
        unsafe { std::slice::from_raw_parts((&raw const self.obj().items).cast(), self.obj().len) }
    }

    /// Item `i`.
    #[inline(always)]
    #[must_use]
    pub fn get(self, i: usize) -> Option<Value> {
        self.items().get(i).copied()
    }
}
