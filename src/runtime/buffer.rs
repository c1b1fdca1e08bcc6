//! The buffer protocol: bytes of other objects, read or written in place.
//!
//! All memory that Python code can see through a buffer is that of a `bytes` or a `bytearray`: a type that keeps raw memory (`array.array`,
//! `BytesIO`) stores it in a bytearray and gives a view of it ([`Vm::new_view`]) from its `__buffer__` method. A bytearray must not be resized while
//! something looks into it; views that merely wait for the collector do not count, so a resize that is about to fail collects first.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::names::Special;
use super::view::View;
use super::{PyResult, Raised, Vm};
use crate::object::{ByteArray, Bytes, Obj, Value};

/// A contiguous run of bytes inside an object; to be kept on the stack only.
#[derive(Clone)]
pub enum Buffer {
    /// Of a bytes object.
    Bytes(Bytes, Range<usize>),
    /// Of a bytearray.
    Array(ByteArray, Range<usize>),
}

impl Buffer {
    /// Runs `f` on the bytes; `f` must not run Python code or allocate objects.
    #[inline]
    pub fn with<R>(&self, f: impl FnOnce(&[u8]) -> R) -> R {
        match self {
            Buffer::Bytes(b, range) => f(part(b.as_slice(), range)),
            Buffer::Array(a, range) => a.with(|all| f(part(all, range))),
        }
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.with(<[u8]>::len)
    }

    /// Are there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A copy of the bytes.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        self.with(<[u8]>::to_vec)
    }
}

fn part<'a>(all: &'a [u8], range: &Range<usize>) -> &'a [u8] {
    all.get(range.clone()).unwrap_or(&[])
}

/// While it lives, a bytearray must not be resized.
pub struct Export(Rc<Cell<usize>>);

impl Drop for Export {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// How many exports each bytearray has, by address.
#[derive(Default)]
pub struct Exports {
    counts: HashMap<usize, Rc<Cell<usize>>>,
    prune_at: usize,
}

impl Exports {
    fn prune(&mut self) {
        if self.counts.len() >= self.prune_at.max(64) {
            self.counts.retain(|_, count| count.get() > 0);
            self.prune_at = self.counts.len() * 2;
        }
    }
}

impl Vm {
    /// Forbids resizing `array` as long as the result lives.
    pub fn export(&mut self, array: ByteArray) -> Export {
        self.exports.prune();
        let count = self
            .exports
            .counts
            .entry(array.ptr().addr())
            .or_default()
            .clone();
        count.set(count.get() + 1);
        array.set_exports(1);
        Export(count)
    }

    /// BufferError when something looks into `array`.
    #[inline]
    pub fn check_resizable(&mut self, array: ByteArray) -> PyResult<()> {
        if array.exports() == 0 {
            Ok(())
        } else {
            self.check_exports(array)
        }
    }

    #[cold]
    fn check_exports(&mut self, array: ByteArray) -> PyResult<()> {
        if self.is_exported(array) {
            self.heap.collect(); // views that nobody can reach any more let go
            if self.is_exported(array) {
                return Err(
                    self.buffer_error("Existing exports of data: object cannot be re-sized")
                );
            }
        }
        array.set_exports(0);
        Ok(())
    }

    fn is_exported(&self, array: ByteArray) -> bool {
        self.exports
            .counts
            .get(&array.ptr().addr())
            .is_some_and(|count| count.get() > 0)
    }

    /// The bytes of `v`, if it is bytes-like. BufferError when they do not lie side by side.
    #[inline]
    pub fn buffer_opt(&mut self, v: Value) -> PyResult<Option<Buffer>> {
        if let Some(b) = Bytes::from_value(v) {
            return Ok(Some(Buffer::Bytes(b, 0..b.as_slice().len())));
        }
        if !v.is_object() {
            return Ok(None);
        }
        self.buffer_slowly(v)
    }

    fn buffer_slowly(&mut self, v: Value) -> PyResult<Option<Buffer>> {
        let p = self.payload(v);
        if let Some(b) = Bytes::from_value(p) {
            return Ok(Some(Buffer::Bytes(b, 0..b.as_slice().len())));
        }
        if let Some(a) = ByteArray::from_value(p) {
            return Ok(Some(Buffer::Array(a, 0..a.len())));
        }
        match self.view_opt(v, false)? {
            Some(view) => view.buffer(self).map(Some),
            None => Ok(None),
        }
    }

    /// The memoryview that `v` is or that its `__buffer__` method makes.
    pub fn view_opt(&mut self, v: Value, writable: bool) -> PyResult<Option<Obj<View>>> {
        if let Some(view) = Obj::<View>::from_value(v) {
            view.check(self)?;
            return Ok(Some(view));
        }
        let Some(f) = self.special_of(v, Special::Buffer) else {
            return Ok(None);
        };
        let made = self.call_method(f, v, &[Value::from_i32(i32::from(writable))])?;
        match Obj::<View>::from_value(made) {
            Some(view) => view.check(self).map(|()| Some(view)),
            None => Err(self.type_error("__buffer__ returned non-memoryview object")),
        }
    }

    /// The bytes of `v`; TypeError when it is not bytes-like.
    #[inline]
    pub fn buffer(&mut self, v: Value) -> PyResult<Buffer> {
        match self.buffer_opt(v)? {
            Some(b) => Ok(b),
            None => Err(self.not_bytes_like(v)),
        }
    }

    /// TypeError: `v` is not bytes-like.
    #[cold]
    pub fn not_bytes_like(&mut self, v: Value) -> Raised {
        let t = self.type_name(v);
        self.type_error(format_args!("a bytes-like object is required, not '{t}'"))
    }

    /// The bytes of `v` to be written to: a bytearray and the part of it.
    pub fn writable_buffer(&mut self, v: Value) -> PyResult<(ByteArray, Range<usize>)> {
        if let Some(a) = ByteArray::from_value(self.payload(v)) {
            return Ok((a, 0..a.len()));
        }
        if let Some(view) = self.view_opt(v, true)?
            && !view.readonly
            && let Buffer::Array(a, range) = view.buffer(self)?
        {
            return Ok((a, range));
        }
        let t = self.type_name(v);
        Err(self.type_error(format_args!(
            "a read-write bytes-like object is required, not '{t}'"
        )))
    }

    /// Runs `f` on the writable bytes of `v`. `f` must not run Python code or allocate objects, but it may let other threads run: the array cannot be
    /// resized meanwhile.
    pub fn with_buffer_mut<R>(
        &mut self,
        v: Value,
        f: impl FnOnce(&mut Vm, &mut [u8]) -> R,
    ) -> PyResult<R> {
        let (array, range) = self.writable_buffer(v)?;
        let export = self.export(array);
        let r = array.with_mut(|all| f(self, all.get_mut(range).unwrap_or(&mut [])));
        drop(export);
        Ok(r)
    }

    /// A copy of the content of `v`, bytes-like in whatever layout; `None` when it is not bytes-like.
    pub fn bytes_like_opt(&mut self, v: Value) -> PyResult<Option<Vec<u8>>> {
        let p = self.payload(v);
        if let Some(b) = Bytes::from_value(p) {
            return Ok(Some(b.as_slice().to_vec()));
        }
        if let Some(a) = ByteArray::from_value(p) {
            return Ok(Some(a.to_vec()));
        }
        if !v.is_object() {
            return Ok(None);
        }
        Ok(self.view_opt(v, false)?.map(|view| view.to_vec()))
    }

    /// A copy of the content of a bytes-like object; TypeError when it is none.
    pub fn bytes_like(&mut self, v: Value) -> PyResult<Vec<u8>> {
        match self.bytes_like_opt(v)? {
            Some(b) => Ok(b),
            None => Err(self.not_bytes_like(v)),
        }
    }
}
