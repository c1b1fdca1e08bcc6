//! Making bytes from other objects, and texts from bytes.

use super::ByteString;
use crate::object::{Bytes, Class, List, Str, T, Tuple, Value};
use crate::runtime::names::Special;
use crate::runtime::{PyResult, Vm};
use crate::text::bytes_ops::{self, HexError};
use crate::text::{Chars, TooLong};

/// Which constructor is at work: its error texts differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bytes,
    ByteArray,
}

impl Kind {
    fn name(self) -> &'static str {
        if self == Kind::Bytes {
            "bytes"
        } else {
            "bytearray"
        }
    }

    fn range_error(self) -> &'static str {
        if self == Kind::Bytes {
            "bytes must be in range(0, 256)"
        } else {
            "byte must be in range(0, 256)"
        }
    }
}

/// `bytes(source, encoding, errors)`; may be an instance of a derived class that `__bytes__` made.
pub(super) fn bytes_object(vm: &mut Vm, source: Value, encoding: Value, errors: Value) -> PyResult {
    if !source.is_empty()
        && encoding.is_empty()
        && errors.is_empty()
        && Bytes::from_value(source).is_none()
        && let Some(f) = vm.special_of(source, Special::Bytes)
    {
        let made = vm.call_method(f, source, &[])?;
        if Bytes::from_value(vm.payload(made)).is_some() {
            return Ok(made);
        }
        return Err(vm.wrong_result(source, "__bytes__", "a bytes", made, |t| {
            format!("__bytes__ returned non-bytes (type {t})")
        }));
    }
    let made = content(vm, Kind::Bytes, source, encoding, errors)?;
    vm.new_bytes(&made).map(Bytes::value)
}

/// What `bytearray(source, encoding, errors)` holds.
pub(in crate::builtins) fn array_content(
    vm: &mut Vm,
    source: Value,
    encoding: Value,
    errors: Value,
) -> PyResult<Vec<u8>> {
    content(vm, Kind::ByteArray, source, encoding, errors)
}

fn content(
    vm: &mut Vm,
    kind: Kind,
    source: Value,
    encoding: Value,
    errors: Value,
) -> PyResult<Vec<u8>> {
    let text = if source.is_empty() {
        None
    } else {
        vm.as_str(source)
    };
    if !encoding.is_empty() || !errors.is_empty() {
        return encoded(vm, kind, text, encoding, errors);
    }
    if source.is_empty() {
        return Ok(Vec::new());
    }
    if text.is_some() {
        return Err(vm.type_error("string argument without an encoding"));
    }
    if vm.is_index(source) {
        match zeros(vm, source) {
            Ok(made) => return Ok(made),
            Err(_) => vm.catch(T::TypeError)?,
        };
    }
    bytes_from_kind(vm, kind, source)
}

fn encoded(
    vm: &mut Vm,
    kind: Kind,
    text: Option<Str>,
    encoding: Value,
    errors: Value,
) -> PyResult<Vec<u8>> {
    let function = kind.name();
    let codec = if encoding.is_empty() {
        None
    } else {
        Some(vm.named_str_arg(encoding, function, "encoding")?)
    };
    let handler = if errors.is_empty() {
        None
    } else {
        Some(vm.named_str_arg(errors, function, "errors")?)
    };
    match (text, codec) {
        (Some(text), Some(_)) => {
            let made = vm.encode_with(text, codec, handler)?;
            vm.bytes_like(made)
        }
        (Some(_), None) => Err(vm.type_error("string argument without an encoding")),
        (None, Some(_)) => Err(vm.type_error("encoding without a string argument")),
        (None, None) => Err(vm.type_error("errors without a string argument")),
    }
}

fn zeros(vm: &mut Vm, count: Value) -> PyResult<Vec<u8>> {
    let n = vm.index(count)?;
    let Some(n) = vm.int_as_i64(n) else {
        let t = vm.type_name(count);
        return Err(vm.overflow_error(format_args!("cannot fit '{t}' into an index-sized integer")));
    };
    let Ok(n) = usize::try_from(n) else {
        return Err(vm.value_error("negative count"));
    };
    let mut made = Vec::new();
    if made.try_reserve_exact(n).is_err() {
        return Err(vm.memory_error());
    }
    made.resize(n, 0);
    Ok(made)
}

/// The bytes of a bytes-like object or of an iterable of ints (Objects/bytesobject.c:PyBytes_FromObject).
pub fn bytes_from(vm: &mut Vm, source: Value) -> PyResult<Vec<u8>> {
    bytes_from_kind(vm, Kind::Bytes, source)
}

fn bytes_from_kind(vm: &mut Vm, kind: Kind, source: Value) -> PyResult<Vec<u8>> {
    if let Some(made) = vm.bytes_like_opt(source)? {
        return Ok(made);
    }
    let mut made = Vec::new();
    if let Some(list) = List::from_value(source) {
        let mut i = 0;
        while let Some(item) = list.get(i) {
            made.push(byte_for(vm, kind, item)?);
            i += 1;
        }
        return Ok(made);
    }
    if let Some(tuple) = Tuple::from_value(source) {
        for &item in tuple.items() {
            made.push(byte_for(vm, kind, item)?);
        }
        return Ok(made);
    }
    let Ok(iter) = vm.iter(source) else {
        vm.catch(T::TypeError)?;
        let (t, name) = (vm.type_name(source), kind.name());
        return Err(vm.type_error(format_args!("cannot convert '{t}' object to {name}")));
    };
    if kind == Kind::Bytes {
        vm.length_hint(source, 0)?; // programs can see the call
    }
    while let Some(item) = vm.next(iter)? {
        made.push(byte_for(vm, kind, item)?);
    }
    Ok(made)
}

fn byte_for(vm: &mut Vm, kind: Kind, v: Value) -> PyResult<u8> {
    if let Some(byte) = v.as_int().and_then(|i| u8::try_from(i).ok()) {
        return Ok(byte);
    }
    let i = vm.index(v)?;
    match vm.int_as_i64(i).and_then(|i| u8::try_from(i).ok()) {
        Some(byte) => Ok(byte),
        None => Err(vm.value_error(kind.range_error())),
    }
}

/// The int `v` as a byte; ValueError when it is none.
pub fn byte_of(vm: &mut Vm, v: Value) -> PyResult<u8> {
    byte_for(vm, Kind::ByteArray, v)
}

pub(in crate::builtins) fn decode(
    vm: &mut Vm,
    this: ByteString,
    encoding: Value,
    errors: Value,
) -> PyResult<Str> {
    let encoding = if encoding.is_empty() {
        None
    } else {
        Some(vm.named_str_arg(encoding, "decode", "encoding")?)
    };
    let errors = if errors.is_empty() {
        None
    } else {
        Some(vm.named_str_arg(errors, "decode", "errors")?)
    };
    vm.decode_with(&this.content(), encoding, errors)
}

pub(in crate::builtins) fn maketrans(vm: &mut Vm, frm: Value, to: Value) -> PyResult<Vec<u8>> {
    let from = vm.buffer(frm)?.to_vec();
    let to = vm.buffer(to)?.to_vec();
    match bytes_ops::maketrans(&from, &to) {
        Some(table) => Ok(table.to_vec()),
        None => Err(vm.value_error("maketrans arguments must have same length")),
    }
}

pub(in crate::builtins) fn fromhex(vm: &mut Vm, class: Class, string: Value) -> PyResult {
    let made = match vm.as_str(string) {
        Some(text) => bytes_ops::fromhex(text.chars()),
        None => match vm.bytes_like_opt(string)? {
            Some(text) => bytes_ops::fromhex(Chars::Latin1(&text)),
            None => return Err(vm.bad_argument(string, "fromhex", 0, "str or bytes-like")),
        },
    };
    let made = match made {
        Ok(made) => made,
        Err(HexError::Odd) => {
            return Err(
                vm.value_error("fromhex() arg must contain an even number of hexadecimal digits")
            );
        }
        Err(HexError::Digit(at)) => {
            return Err(vm.value_error(format_args!(
                "non-hexadecimal number found in fromhex() arg at position {at}"
            )));
        }
    };
    if class == vm.class(T::ByteArray) {
        return Ok(vm.new_bytearray(&made)?.value());
    }
    let bytes = vm.new_bytes(&made)?.value();
    if class == vm.class(T::Bytes) {
        Ok(bytes)
    } else {
        vm.call_positional(class.value(), &[bytes])
    }
}

pub(in crate::builtins) fn hex(
    vm: &mut Vm,
    this: ByteString,
    sep: Value,
    bytes_per_sep: i32,
) -> PyResult<Str> {
    let sep = hex_separator(vm, sep)?;
    hex_text(vm, &this.content(), sep, bytes_per_sep)
}

/// The text of `hex()`.
pub(in crate::builtins) fn hex_text(
    vm: &mut Vm,
    bytes: &[u8],
    sep: Option<u8>,
    bytes_per_sep: i32,
) -> PyResult<Str> {
    match bytes_ops::hex(bytes, sep, bytes_per_sep as isize) {
        Ok(digits) => vm.new_text(Chars::Latin1(&digits)),
        Err(TooLong) => Err(vm.memory_error()),
    }
}

/// The separator of `hex(sep)`: one ASCII character or one byte.
pub(in crate::builtins) fn hex_separator(vm: &mut Vm, sep: Value) -> PyResult<Option<u8>> {
    if sep.is_empty() {
        return Ok(None);
    }
    if vm.len(sep)? != 1 {
        return Err(vm.value_error("sep must be length 1."));
    }
    if let Some(text) = vm.as_str(sep) {
        return match text
            .chars()
            .first()
            .and_then(|c| u8::try_from(c).ok())
            .filter(u8::is_ascii)
        {
            Some(byte) => Ok(Some(byte)),
            None => Err(vm.value_error("sep must be ASCII.")),
        };
    }
    match ByteString::of(vm, sep) {
        Some(ByteString::Bytes(b)) => Ok(b.as_slice().first().copied()),
        _ => Err(vm.type_error("sep must be str or bytes.")),
    }
}
