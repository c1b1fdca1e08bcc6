//! [`GcVec`]: a growable run of values that natives may hold across calls.
//!
//! The buffer is a heap object that traces its own items, so a `GcVec` on the native stack keeps all of them alive. It must not be put into
//! malloc memory.
#![expect(unsafe_code, reason = "reads and writes raw buffers")]

use super::{Heap, Kind, OutOfMemory, Value, init_header};
use crate::gc::{Header, barrier};

/// The buffer: header, length, items.
#[repr(C)]
struct Buffer {
    header: Header,
    len: usize,
    items: [Value; 0],
}

/// A vector of values in the collected heap.
pub struct GcVec {
    buffer: *mut Buffer,
    capacity: usize,
}

const HEAD: usize = size_of::<Buffer>();

impl GcVec {
    /// An empty vector.
    #[must_use]
    pub const fn new() -> GcVec {
        GcVec {
            buffer: std::ptr::null_mut(),
            capacity: 0,
        }
    }

    /// An empty vector with room for `n` items.
    pub fn with_capacity(heap: &mut Heap, n: usize) -> Result<GcVec, OutOfMemory> {
        let mut v = GcVec::new();
        v.reserve(heap, n)?;
        Ok(v)
    }

    /// A vector of the given items.
    pub fn from_slice(heap: &mut Heap, items: &[Value]) -> Result<GcVec, OutOfMemory> {
        let mut v = GcVec::with_capacity(heap, items.len())?;
        for &item in items {
            v.push(heap, item)?;
        }
        Ok(v)
    }

    /// Number of items.
    #[inline(always)]
    #[must_use]
    pub fn len(&self) -> usize {
        if self.buffer.is_null() {
            0
        } else {
            // SAFETY: a non-null buffer is a live object made by `reserve`.
            unsafe { (*self.buffer).len }
        }
    }

    /// Is it empty?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes room for `more` items.
    pub fn reserve(&mut self, heap: &mut Heap, more: usize) -> Result<(), OutOfMemory> {
        let len = self.len();
        let need = len.checked_add(more).ok_or(OutOfMemory)?;
        if need <= self.capacity {
            return Ok(());
        }
        let capacity = need.max(self.capacity.saturating_mul(2)).max(6);
        let bytes = capacity
            .checked_mul(8)
            .and_then(|b| b.checked_add(HEAD))
            .ok_or(OutOfMemory)?;
        let p = heap.try_alloc(bytes).ok_or(OutOfMemory)?;
        let new: *mut Buffer = p.cast();
        // SAFETY: the cell holds `bytes` bytes; the old buffer (kept alive by `self` on the stack) holds `len` items.
        unsafe {
            init_header(p, 0, Kind::Vec);
            (*new).len = len;
            if len > 0 {
                std::ptr::copy_nonoverlapping(
                    GcVec::items_of(self.buffer),
                    GcVec::items_of(new),
                    len,
                );
            }
        }
        self.buffer = new;
        self.capacity = capacity;
        Ok(())
    }

    unsafe fn items_of(buffer: *mut Buffer) -> *mut Value {
        // SAFETY: the caller passes a live buffer.
        unsafe { (&raw mut (*buffer).items).cast() }
    }

    /// Adds an item at the end.
    #[inline]
    pub fn push(&mut self, heap: &mut Heap, item: Value) -> Result<(), OutOfMemory> {
        let len = self.len();
        if len == self.capacity {
            self.reserve(heap, 1)?;
        }
        // SAFETY: there is room for one more item.
        unsafe {
            GcVec::items_of(self.buffer).add(len).write(item);
            (*self.buffer).len = len + 1;
            barrier::write(self.buffer.cast());
        }
        Ok(())
    }

    /// Removes and returns the last item.
    pub fn pop(&mut self) -> Option<Value> {
        let last = self.len().checked_sub(1)?;
        let item = self.as_slice()[last];
        self.truncate(last);
        Some(item)
    }

    /// Forgets the items from `len` on.
    pub fn truncate(&mut self, len: usize) {
        if len < self.len() {
            // SAFETY: a vector with items has a buffer.
            unsafe { (*self.buffer).len = len };
        }
    }

    /// The items.
    #[inline(always)]
    #[must_use]
    pub fn as_slice(&self) -> &[Value] {
        if self.buffer.is_null() {
            return &[];
        }
        // SAFETY: the buffer holds `len` initialised items and only `&mut self` changes them.
        unsafe { std::slice::from_raw_parts(GcVec::items_of(self.buffer), (*self.buffer).len) }
    }

    /// The items, to change them.
    #[inline(always)]
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [Value] {
        if self.buffer.is_null() {
            return &mut [];
        }
        // SAFETY: as for `as_slice`, and `&mut self` is exclusive.
        unsafe { std::slice::from_raw_parts_mut(GcVec::items_of(self.buffer), (*self.buffer).len) }
    }
}

impl Default for GcVec {
    fn default() -> GcVec {
        GcVec::new()
    }
}

impl std::ops::Deref for GcVec {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        self.as_slice()
    }
}

impl std::ops::DerefMut for GcVec {
    fn deref_mut(&mut self) -> &mut [Value] {
        self.as_mut_slice()
    }
}

/// The items of a `GcVec` buffer, for the tracer.
///
/// # Safety
/// `p` is an object of kind [`Kind::Vec`].
pub(super) unsafe fn items(p: *mut Header) -> (*const u64, usize) {
    let buffer: *mut Buffer = p.cast();
    // SAFETY: the caller's promise.
    unsafe {
        (
            GcVec::items_of(buffer).cast::<u64>().cast_const(),
            (*buffer).len,
        )
    }
}
