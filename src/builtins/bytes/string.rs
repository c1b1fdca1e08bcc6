//! The receiver of the shared methods, and conversions of their arguments.

use std::borrow::Cow;

use crate::object::{ByteArray, Bytes, Value};
use crate::runtime::native::{FromPy, IntoPy};
use crate::runtime::{OrMemoryError, PyResult, Vm};
use crate::text::TooLong;

/// The exact object inside a `bytes` or `bytearray` (or an instance of a class derived from one).
#[derive(Clone, Copy)]
pub enum ByteString {
    /// Immutable.
    Bytes(Bytes),
    /// Mutable.
    Array(ByteArray),
}

impl FromPy for ByteString {
    const KIND: &'static str = "bytes";
    #[inline]
    fn from_py(vm: &mut Vm, v: Value) -> PyResult<Self> {
        match ByteString::of(vm, v) {
            Some(s) => Ok(s),
            None => Err(vm.expected("bytes", v)),
        }
    }
}

impl IntoPy for ByteString {
    fn into_py(self, _: &mut Vm) -> PyResult {
        Ok(self.value())
    }
}

impl ByteString {
    /// The bytes or bytearray in `v`.
    #[inline]
    #[must_use]
    pub fn of(vm: &Vm, v: Value) -> Option<ByteString> {
        let p = vm.payload(v);
        match Bytes::from_value(p) {
            Some(b) => Some(ByteString::Bytes(b)),
            None => ByteArray::from_value(p).map(ByteString::Array),
        }
    }

    /// As a value.
    #[must_use]
    pub fn value(self) -> Value {
        match self {
            ByteString::Bytes(b) => b.value(),
            ByteString::Array(a) => a.value(),
        }
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(self) -> usize {
        match self {
            ByteString::Bytes(b) => b.as_slice().len(),
            ByteString::Array(a) => a.len(),
        }
    }

    /// Are there none?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Runs `f` on the bytes; `f` must not run Python code or allocate objects.
    #[inline]
    pub fn with<R>(self, f: impl FnOnce(&[u8]) -> R) -> R {
        match self {
            ByteString::Bytes(b) => f(b.as_slice()),
            ByteString::Array(a) => a.with(f),
        }
    }

    /// The bytes as they are now, whatever happens afterwards.
    #[must_use]
    pub fn content<'a>(self) -> Cow<'a, [u8]> {
        match self {
            ByteString::Bytes(b) => Cow::Borrowed(b.as_slice()),
            ByteString::Array(a) => Cow::Owned(a.to_vec()),
        }
    }

    /// A new object of the same type.
    pub fn make(self, vm: &mut Vm, bytes: &[u8]) -> PyResult {
        match self {
            ByteString::Bytes(_) => vm.new_bytes(bytes).map(Bytes::value),
            ByteString::Array(_) => vm.new_bytearray(bytes).map(ByteArray::value),
        }
    }

    /// What a method gives that changes nothing: bytes themselves, a copy of a bytearray.
    pub fn unchanged(self, vm: &mut Vm) -> PyResult {
        match self {
            ByteString::Bytes(b) => Ok(b.value()),
            ByteString::Array(a) => vm.new_bytearray(&a.to_vec()).map(ByteArray::value),
        }
    }

    /// A new object, the unchanged one for `None`, MemoryError when it would be too long.
    pub fn changed(
        self,
        vm: &mut Vm,
        made: Result<Option<crate::text::CharBuf>, TooLong>,
    ) -> PyResult {
        match made {
            Ok(Some(text)) => match text.as_chars().as_latin1() {
                Some(bytes) => self.make(vm, bytes),
                None => Err(vm.system_error("bytes became wide characters")),
            },
            Ok(None) => self.unchanged(vm),
            Err(TooLong) => Err(vm.memory_error()),
        }
    }
}

impl Vm {
    /// A bytearray with these bytes.
    pub fn new_bytearray(&mut self, bytes: &[u8]) -> PyResult<ByteArray> {
        ByteArray::new(&mut self.heap, bytes).or_memory_error(self)
    }
}

/// Where `key` points in a sequence of `len`: `None` when outside. TypeError when it is no index.
pub(in crate::builtins) fn item_index(
    vm: &mut Vm,
    key: Value,
    len: usize,
    kind: &str,
) -> PyResult<Option<usize>> {
    if !vm.is_index(key) {
        let t = vm.type_name(key);
        return Err(vm.type_error(format_args!(
            "{kind} indices must be integers or slices, not {t}"
        )));
    }
    let i = vm.item_index(key)?;
    let at = if i < 0 {
        i.saturating_add(len as i64)
    } else {
        i
    };
    Ok(usize::try_from(at).ok().filter(|&at| at < len))
}

pub(in crate::builtins) fn len(_vm: &mut Vm, this: ByteString) -> usize {
    this.len()
}

pub(in crate::builtins) fn buffer(vm: &mut Vm, this: Value, _flags: isize) -> PyResult {
    match vm.view_of(this)? {
        Some(view) => Ok(view),
        None => Err(vm.not_bytes_like(this)),
    }
}
