//! `bytes` (its bytes inside the object) and `bytearray` (a growable buffer).
#![expect(unsafe_code, reason = "lays out raw objects")]

use std::cell::Cell;

use super::{Heap, Kind, OutOfMemory, T, handle, init_header};
use crate::gc::{Header, SMALL_MAX, barrier};

/// header, length, hash (0: not computed yet), bytes.
#[repr(C)]
pub struct BytesObj {
    header: Header,
    len: usize,
    hash: Cell<i64>,
    data: [u8; 0],
}

handle! {
    /// An exact `bytes`.
    Bytes => BytesObj, Bytes
}

const HEAD: usize = size_of::<BytesObj>();

/// Offset of the length of a `bytes`, for compiled code.
pub const LEN_OFFSET: usize = std::mem::offset_of!(BytesObj, len);
/// Offset of the first byte of a `bytes`, for compiled code.
pub const DATA_OFFSET: usize = HEAD;
/// Offset of the length of a `bytearray`, for compiled code.
pub const ARRAY_LEN_OFFSET: usize = std::mem::offset_of!(ByteArrayObj, len);
/// Offset of the pointer to the bytes of a `bytearray`, for compiled code.
pub const ARRAY_DATA_OFFSET: usize = std::mem::offset_of!(ByteArrayObj, data);

impl Bytes {
    /// A copy of `data`.
    pub fn new(heap: &mut Heap, data: &[u8]) -> Result<Bytes, OutOfMemory> {
        let size = HEAD.checked_add(data.len()).ok_or(OutOfMemory)?;
        let p = if size <= SMALL_MAX {
            heap.alloc(size)
        } else {
            heap.try_alloc(size).ok_or(OutOfMemory)?
        };
        let o: *mut BytesObj = p.cast();
        // SAFETY: the cell is `size` long.
        unsafe {
            init_header(p, T::Bytes as u32, Kind::Bytes);
            (*o).len = data.len();
            (*o).hash = Cell::new(0);
            std::ptr::copy_nonoverlapping(data.as_ptr(), (&raw mut (*o).data).cast(), data.len());
            Ok(Bytes::from_ptr(p))
        }
    }

    /// A bytes object of `len` bytes, zero until `fill` has written them; `fill` must not run Python code or allocate objects.
    pub fn build(
        heap: &mut Heap,
        len: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Bytes, OutOfMemory> {
        let size = HEAD
            .checked_add(len)
            .filter(|_| len <= isize::MAX as usize - HEAD)
            .ok_or(OutOfMemory)?;
        let p = if size <= SMALL_MAX {
            heap.alloc(size)
        } else {
            heap.try_alloc(size).ok_or(OutOfMemory)?
        };
        let o: *mut BytesObj = p.cast();
        // SAFETY: the cell is `size` long; nobody else has seen the object yet.
        unsafe {
            init_header(p, T::Bytes as u32, Kind::Bytes);
            (*o).len = len;
            (*o).hash = Cell::new(0);
            let data: *mut u8 = (&raw mut (*o).data).cast();
            std::ptr::write_bytes(data, 0, len);
            fill(std::slice::from_raw_parts_mut(data, len));
            Ok(Bytes::from_ptr(p))
        }
    }

    /// The bytes; they never change.
    #[inline(always)]
    #[must_use]
    pub fn as_slice<'a>(self) -> &'a [u8] {
        // SAFETY: `len` bytes follow the head.
        unsafe { std::slice::from_raw_parts((&raw const self.obj().data).cast(), self.obj().len) }
    }

    /// The hash, the same as that of the ASCII string with these bytes.
    #[must_use]
    pub fn hash(self) -> i64 {
        if self.obj().hash.get() == 0 && self.obj().len > 0 {
            self.obj().hash.set(super::str::hash_bytes(self.as_slice()));
        }
        self.obj().hash.get()
    }
}

/// header, length, capacity, first byte (behind the header of a raw buffer), number of views that forbid resizing.
#[repr(C)]
pub struct ByteArrayObj {
    header: Header,
    len: Cell<usize>,
    capacity: Cell<usize>,
    data: Cell<*mut u8>,
    exports: Cell<usize>,
}

handle! {
    /// An exact `bytearray`.
    ByteArray => ByteArrayObj, ByteArray
}

const BUFFER_HEAD: usize = size_of::<Header>();

impl ByteArray {
    /// A copy of `data`.
    pub fn new(heap: &mut Heap, data: &[u8]) -> Result<ByteArray, OutOfMemory> {
        let p = heap.alloc(size_of::<ByteArrayObj>());
        let o: *mut ByteArrayObj = p.cast();
        // SAFETY: the cell holds a `ByteArrayObj`.
        let array = unsafe {
            init_header(p, T::ByteArray as u32, Kind::ByteArray);
            (*o).len = Cell::new(0);
            (*o).capacity = Cell::new(0);
            (*o).data = Cell::new(std::ptr::null_mut());
            (*o).exports = Cell::new(0);
            ByteArray::from_ptr(p)
        };
        array.replace(heap, 0..0, data)?;
        Ok(array)
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.obj().len.get()
    }

    /// Is it empty?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The bytes as they are now. Copy them before calling anything that may change or resize the array.
    #[must_use]
    pub fn cells<'a>(self) -> &'a [Cell<u8>] {
        if self.obj().data.get().is_null() {
            return &[];
        }
        // SAFETY: `len` bytes are initialised; cells tolerate writes through other handles.
        unsafe { std::slice::from_raw_parts(self.obj().data.get().cast(), self.len()) }
    }

    /// A copy of the bytes.
    #[must_use]
    pub fn to_vec(self) -> Vec<u8> {
        self.cells().iter().map(Cell::get).collect()
    }

    /// Runs `f` on the bytes; `f` must not run Python code or allocate objects.
    pub fn with<R>(self, f: impl FnOnce(&[u8]) -> R) -> R {
        let cells = self.cells();
        // SAFETY: `f` cannot reach this array, so nothing writes to it meanwhile.
        f(unsafe { std::slice::from_raw_parts(cells.as_ptr().cast(), cells.len()) })
    }

    /// Runs `f` on the bytes to change them; `f` must not run Python code, allocate objects or reach this array in another way.
    pub fn with_mut<R>(self, f: impl FnOnce(&mut [u8]) -> R) -> R {
        let cells = self.cells();
        // SAFETY: `f` cannot reach this array, so the slice is the only way to its bytes meanwhile.
        f(unsafe {
            std::slice::from_raw_parts_mut(cells.as_ptr().cast::<u8>().cast_mut(), cells.len())
        })
    }

    /// Makes it `len` bytes long; new bytes are zero.
    pub fn resize(self, heap: &mut Heap, len: usize) -> Result<(), OutOfMemory> {
        let old = self.len();
        if len <= old {
            self.obj().len.set(len);
            return Ok(());
        }
        if len > isize::MAX as usize - BUFFER_HEAD {
            return Err(OutOfMemory);
        }
        self.reserve(heap, len)?;
        // SAFETY: the buffer has room for `len` bytes.
        unsafe { std::ptr::write_bytes(self.obj().data.get().add(old), 0, len - old) };
        self.obj().len.set(len);
        Ok(())
    }

    /// Exchanges the contents of two arrays (their views stay with the buffers' positions, so neither may have any).
    pub fn swap(self, other: ByteArray) {
        let (a, b) = (self.obj(), other.obj());
        a.len.swap(&b.len);
        a.capacity.swap(&b.capacity);
        a.data.swap(&b.data);
        barrier::write(self.ptr());
        barrier::write(other.ptr());
    }

    /// Number of memoryviews on it: while there is one, it must not be resized (BufferError).
    #[must_use]
    pub fn exports(self) -> usize {
        self.obj().exports.get()
    }

    /// Changes the number of views.
    pub fn set_exports(self, n: usize) {
        self.obj().exports.set(n);
    }

    /// Replaces the bytes of `range` (clamped) by `with`.
    pub fn replace(
        self,
        heap: &mut Heap,
        range: std::ops::Range<usize>,
        with: &[u8],
    ) -> Result<(), OutOfMemory> {
        let len = self.len();
        let (start, end) = (
            range.start.min(len),
            range.end.min(len).max(range.start.min(len)),
        );
        let new_len = (len - (end - start))
            .checked_add(with.len())
            .ok_or(OutOfMemory)?;
        let owned; // `with` may be a view of this very array, which `reserve` moves
        let with = if with.is_empty() || new_len <= self.obj().capacity.get() {
            with
        } else {
            owned = with.to_vec();
            &owned
        };
        self.reserve(heap, new_len)?;
        if new_len == 0 {
            self.obj().len.set(0);
            return Ok(());
        }
        let data = self.obj().data.get();
        // SAFETY: the buffer has room for `new_len` bytes; the tail moves first, then the new bytes go in.
        unsafe {
            std::ptr::copy(data.add(end), data.add(start + with.len()), len - end);
            std::ptr::copy(with.as_ptr(), data.add(start), with.len());
        }
        self.obj().len.set(new_len);
        Ok(())
    }

    fn reserve(self, heap: &mut Heap, need: usize) -> Result<(), OutOfMemory> {
        let o = self.obj();
        if need <= o.capacity.get() {
            return Ok(());
        }
        let bytes = need
            .checked_add(if o.len.get() == 0 { 0 } else { need / 8 + 8 })
            .and_then(|b| b.checked_add(BUFFER_HEAD))
            .ok_or(OutOfMemory)?;
        let p = if o.data.get().is_null() {
            let p = heap.try_alloc(bytes).ok_or(OutOfMemory)?;
            // SAFETY: a fresh cell.
            unsafe { init_header(p, 0, Kind::Buffer) };
            p
        } else {
            // SAFETY: `data` follows the header of a buffer that only this array owns.
            let old = unsafe { o.data.get().sub(BUFFER_HEAD) }.cast();
            heap.grow(old, BUFFER_HEAD + o.len.get(), bytes)
                .ok_or(OutOfMemory)?
        };
        // SAFETY: the bytes follow the header.
        o.data.set(unsafe { p.cast::<u8>().add(BUFFER_HEAD) });
        o.capacity.set(heap.usable_size(p) - BUFFER_HEAD);
        barrier::write(self.ptr());
        Ok(())
    }

    /// For the tracer: the buffer.
    pub(super) fn buffer(self) -> Option<*mut Header> {
        let data = self.obj().data.get();
        if data.is_null() {
            None
        } else {
            // SAFETY: `data` follows a header.
            Some(unsafe { data.sub(BUFFER_HEAD) }.cast())
        }
    }
}
