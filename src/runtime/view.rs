//! `memoryview` objects: typed, strided windows on the bytes of a `bytes` or `bytearray`.
//!
//! A view never reads or writes outside its storage, even if that was resized behind its back: what is missing reads as zero, writes to it are lost.

use std::cell::{Cell, RefCell};

use super::buffer::{Buffer, Export};
use super::{OrMemoryError, PyResult, Vm};
use crate::num::{self, half};
use crate::object::{ByteArray, Bytes, Native, Obj, T, Value};
use crate::trace_fields;

/// How an item is stored: a `struct` code in native byte order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Format {
    /// The code.
    pub code: u8,
    /// Written with `@` before it.
    pub at: bool,
    /// Bytes of an item.
    pub size: usize,
}

impl Format {
    /// Unsigned bytes.
    pub const BYTES: Format = Format {
        code: b'B',
        at: false,
        size: 1,
    };

    /// The format of a text; `None` unless it is one native code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Format> {
        let (at, text) = match text.strip_prefix('@') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let &[code] = text.as_bytes() else {
            return None;
        };
        let size = match code {
            b'c' | b'b' | b'B' | b'?' => 1,
            b'h' | b'H' | b'e' => 2,
            b'i' | b'I' | b'f' => 4,
            b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => 8,
            _ => return None,
        };
        Some(Format { code, at, size })
    }

    /// Its text.
    #[must_use]
    pub fn text(self) -> String {
        let code = char::from(self.code);
        if self.at {
            format!("@{code}")
        } else {
            code.to_string()
        }
    }

    /// Is an item one byte, whatever it means?
    #[must_use]
    pub fn is_byte(self) -> bool {
        matches!(self.code, b'B' | b'b' | b'c')
    }
}

/// Where the items are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// The first item's place in the storage.
    pub offset: usize,
    /// What an item is.
    pub format: Format,
    /// Items in each dimension.
    pub shape: Vec<usize>,
    /// Distance in bytes between neighbours in each dimension.
    pub strides: Vec<isize>,
}

impl Layout {
    /// Neighbouring items in one dimension.
    #[must_use]
    pub fn flat(offset: usize, format: Format, count: usize) -> Layout {
        Layout {
            offset,
            format,
            shape: vec![count],
            strides: vec![format.size as isize],
        }
    }

    /// Number of items.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// Do the items lie side by side, the last index running fastest?
    #[must_use]
    pub fn is_c_contiguous(&self) -> bool {
        self.is_packed(self.shape.iter().zip(&self.strides).rev())
    }

    /// Do the items lie side by side, the first index running fastest?
    #[must_use]
    pub fn is_f_contiguous(&self) -> bool {
        self.is_packed(self.shape.iter().zip(&self.strides))
    }

    fn is_packed<'a>(&self, from_fastest: impl Iterator<Item = (&'a usize, &'a isize)>) -> bool {
        let mut expected = self.format.size as isize;
        for (&n, &stride) in from_fastest {
            if n > 1 && stride != expected {
                return false;
            }
            expected = expected.saturating_mul(n as isize);
        }
        true
    }

    /// Calls `f` with the place of every item, the last index running fastest.
    pub fn each(&self, f: &mut impl FnMut(usize)) {
        self.each_from(0, self.offset as isize, f);
    }

    fn each_from(&self, dimension: usize, at: isize, f: &mut impl FnMut(usize)) {
        let (Some(&n), Some(&stride)) = (self.shape.get(dimension), self.strides.get(dimension))
        else {
            return f(at as usize);
        };
        for i in 0..n as isize {
            self.each_from(dimension + 1, at + i * stride, f);
        }
    }
}

/// The content of a `memoryview`.
pub struct View {
    /// `obj`; empty once the view is released.
    pub owner: Cell<Value>,
    /// The bytes or bytearray that holds the memory; empty once the view is released.
    pub storage: Cell<Value>,
    /// Where the items are.
    pub layout: Layout,
    /// May not be written to.
    pub readonly: bool,
    /// The hash, once computed.
    pub hash: Cell<Option<i64>>,
    export: RefCell<Option<Export>>,
}

impl Native for View {
    const TYPE: T = T::MemoryView;
    trace_fields!(owner, storage);
}

impl View {
    /// Raises ValueError when the view was released.
    pub fn check(&self, vm: &mut Vm) -> PyResult<()> {
        if self.is_released() {
            Err(vm.value_error("operation forbidden on released memoryview object"))
        } else {
            Ok(())
        }
    }

    /// Was it released?
    #[must_use]
    pub fn is_released(&self) -> bool {
        self.storage.get().is_empty()
    }

    /// Lets go of the memory.
    pub fn release(&self) {
        self.owner.set(Value::EMPTY);
        self.storage.set(Value::EMPTY);
        self.export.borrow_mut().take();
    }

    /// Runs `f` on the whole storage.
    pub fn with<R>(&self, f: impl FnOnce(&[u8]) -> R) -> R {
        let storage = self.storage.get();
        match (Bytes::from_value(storage), ByteArray::from_value(storage)) {
            (Some(b), _) => f(b.as_slice()),
            (_, Some(a)) => a.with(f),
            _ => f(&[]),
        }
    }

    /// Runs `f` on the whole storage to write to it (nothing when it cannot be written to).
    pub fn with_mut<R: Default>(&self, f: impl FnOnce(&mut [u8]) -> R) -> R {
        match ByteArray::from_value(self.storage.get()) {
            Some(a) if !self.readonly => a.with_mut(f),
            _ => R::default(),
        }
    }

    /// The bytes, when they lie side by side; BufferError else.
    pub fn buffer(&self, vm: &mut Vm) -> PyResult<Buffer> {
        if !self.layout.is_c_contiguous() {
            return Err(vm.buffer_error("memoryview: underlying buffer is not C-contiguous"));
        }
        let range = self.layout.offset..self.layout.offset + self.nbytes();
        let storage = self.storage.get();
        if let Some(a) = ByteArray::from_value(storage) {
            return Ok(Buffer::Array(a, range));
        }
        match Bytes::from_value(storage) {
            Some(b) => Ok(Buffer::Bytes(b, range)),
            None => Err(vm.value_error("operation forbidden on released memoryview object")),
        }
    }

    /// `nbytes`
    #[must_use]
    pub fn nbytes(&self) -> usize {
        self.layout.count() * self.layout.format.size
    }

    /// The items' bytes, the last index running fastest.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u8> {
        gather(self, &self.layout)
    }

    /// The place of item `i` of a view of one dimension; `None` when it is outside or the view has another shape or is released.
    #[must_use]
    pub fn place_of(&self, i: i64) -> Option<usize> {
        let (&[n], &[stride]) = (self.layout.shape.as_slice(), self.layout.strides.as_slice())
        else {
            return None;
        };
        let i = if i < 0 { i + n as i64 } else { i };
        let inside = (0..n as i64).contains(&i) && !self.is_released();
        inside.then(|| (self.layout.offset as isize + i as isize * stride) as usize)
    }

    /// The item at a place.
    pub fn item(&self, vm: &mut Vm, at: usize) -> PyResult {
        let raw = self.raw(at);
        unpack(vm, self.layout.format, raw)
    }

    /// The bytes of the item at a place, zeros behind them.
    #[must_use]
    pub fn raw(&self, at: usize) -> [u8; 8] {
        let mut raw = [0; 8];
        self.with(|all| {
            if let Some(item) = all.get(at..at.saturating_add(self.layout.format.size))
                && let Some(to) = raw.get_mut(..item.len())
            {
                to.copy_from_slice(item);
            }
        });
        raw
    }
}

/// The bytes of the items of `layout`, in order.
#[must_use]
pub fn gather(view: &View, layout: &Layout) -> Vec<u8> {
    let size = layout.format.size;
    view.with(|all| {
        if layout.is_c_contiguous() {
            return all
                .get(layout.offset..layout.offset + layout.count() * size)
                .unwrap_or(&[])
                .to_vec();
        }
        let mut out = Vec::with_capacity(layout.count() * size);
        layout.each(&mut |at| out.extend_from_slice(all.get(at..at + size).unwrap_or(&[])));
        out
    })
}

impl Vm {
    /// A view of `storage` (bytes or bytearray) on behalf of `owner`, which `obj` gives.
    pub fn new_view(
        &mut self,
        owner: Value,
        storage: Value,
        layout: Layout,
        readonly: bool,
    ) -> PyResult {
        let export = ByteArray::from_value(storage).map(|a| self.export(a));
        let readonly = readonly || export.is_none();
        let view = View {
            owner: Cell::new(owner),
            storage: Cell::new(storage),
            layout,
            readonly,
            hash: Cell::new(None),
            export: RefCell::new(export),
        };
        Ok(Obj::new(&mut self.heap, view)
            .or_memory_error(self)?
            .value())
    }

    /// `memoryview(v)`; `None` when `v` is not bytes-like.
    pub fn view_of(&mut self, v: Value) -> PyResult<Option<Value>> {
        let p = self.payload(v);
        if let Some(b) = Bytes::from_value(p) {
            return self
                .new_view(
                    v,
                    p,
                    Layout::flat(0, Format::BYTES, b.as_slice().len()),
                    true,
                )
                .map(Some);
        }
        if let Some(a) = ByteArray::from_value(p) {
            return self
                .new_view(v, p, Layout::flat(0, Format::BYTES, a.len()), false)
                .map(Some);
        }
        match self.view_opt(v, false)? {
            Some(view) => self
                .new_view(
                    view.owner.get(),
                    view.storage.get(),
                    view.layout.clone(),
                    view.readonly,
                )
                .map(Some),
            None => Ok(None),
        }
    }
}

/// The object that an item's bytes stand for.
pub fn unpack(vm: &mut Vm, format: Format, raw: [u8; 8]) -> PyResult {
    let [a, b, c, d, ..] = raw;
    let (two, four, eight) = ([a, b], [a, b, c, d], raw);
    Ok(match format.code {
        b'B' => Value::from_i32(i32::from(a)),
        b'b' => Value::from_i32(i32::from(a.cast_signed())),
        b'c' => return vm.new_bytes(&[a]).map(Bytes::value),
        b'?' => Value::from_bool(a != 0),
        b'h' => Value::from_i32(i32::from(i16::from_ne_bytes(two))),
        b'H' => Value::from_i32(i32::from(u16::from_ne_bytes(two))),
        b'i' => Value::from_i32(i32::from_ne_bytes(four)),
        b'I' => vm.new_int(i64::from(u32::from_ne_bytes(four))),
        b'l' | b'q' | b'n' => vm.new_int(i64::from_ne_bytes(eight)),
        b'L' | b'Q' | b'N' | b'P' => return vm.new_int_u64(u64::from_ne_bytes(eight)),
        b'e' => Value::from_foreign_float(half::from_half(u16::from_ne_bytes(two))),
        b'f' => Value::from_foreign_float(f64::from(f32::from_ne_bytes(four))),
        b'd' => Value::from_foreign_float(f64::from_ne_bytes(eight)),
        _ => {
            return Err(vm.not_implemented(format_args!(
                "memoryview: unsupported format {}",
                format.text()
            )));
        }
    })
}

/// Why a value cannot be stored.
enum Bad {
    Type,
    Value,
    Raised,
}

/// The bytes of an item that stands for `v`.
pub fn pack(vm: &mut Vm, format: Format, v: Value) -> PyResult<[u8; 8]> {
    match pack_inner(vm, format, v) {
        Ok(raw) => Ok(raw),
        Err(Bad::Raised) => Err(super::Raised),
        Err(Bad::Type) => Err(vm.type_error(format_args!(
            "memoryview: invalid type for format '{}'",
            char::from(format.code)
        ))),
        Err(Bad::Value) => Err(vm.value_error(format_args!(
            "memoryview: invalid value for format '{}'",
            char::from(format.code)
        ))),
    }
}

fn pack_inner(vm: &mut Vm, format: Format, v: Value) -> Result<[u8; 8], Bad> {
    let mut raw = [0; 8];
    let mut put = |bytes: &[u8]| {
        if let Some(to) = raw.get_mut(..bytes.len()) {
            to.copy_from_slice(bytes);
        }
    };
    match format.code {
        b'c' => match Bytes::from_value(vm.payload(v)).map(Bytes::as_slice) {
            Some(&[b]) => put(&[b]),
            Some(_) => return Err(Bad::Value),
            None => return Err(Bad::Type),
        },
        b'?' => put(&[u8::from(vm.truth(v).map_err(|_| Bad::Raised)?)]),
        b'e' | b'f' | b'd' => {
            let f = number(vm, |vm| vm.to_f64(v))?;
            match format.code {
                b'e' => put(&half::to_half(f).ok_or(Bad::Value)?.to_ne_bytes()),
                b'f' => put(&(f as f32).to_ne_bytes()),
                _ => put(&f.to_ne_bytes()),
            }
        }
        code => {
            let i = number(vm, |vm| vm.index(v))?;
            let n = vm.to_num(i).ok_or(Bad::Type)?;
            let bits = int_bits(code, format.size, &n).ok_or(Bad::Value)?;
            put(bits.to_le_bytes().get(..format.size).unwrap_or(&[]));
            if cfg!(target_endian = "big") {
                raw.get_mut(..format.size).unwrap_or(&mut []).reverse();
            }
        }
    }
    Ok(raw)
}

fn number<R>(vm: &mut Vm, convert: impl FnOnce(&mut Vm) -> PyResult<R>) -> Result<R, Bad> {
    convert(vm).map_err(|_| match vm.catch(T::TypeError) {
        Ok(_) => Bad::Type,
        Err(_) => Bad::Raised,
    })
}

/// The two's complement of `n` when the int code can hold it; a pointer holds anything of 64 bits.
fn int_bits(code: u8, size: usize, n: &num::BigInt) -> Option<u64> {
    let bits = size * 8;
    let signed = |n: i64| {
        (bits == 64 || (n >> (bits - 1)) == 0 || (n >> (bits - 1)) == -1)
            .then_some(n.cast_unsigned())
    };
    match code {
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => signed(n.to_i64()?),
        b'P' => n.to_u64().or_else(|| n.to_i64().map(i64::cast_unsigned)),
        _ => n.to_u64().filter(|u| bits == 64 || u >> bits == 0),
    }
}
