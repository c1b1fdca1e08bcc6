//! The module `_codecs`: the registry of codecs and error handlers, and the built-in codecs as functions.

mod charmap;
mod escape;
mod handlers;

use self::charmap::{charmap_build, charmap_decode, charmap_encode};
use self::escape::{escape_decode, escape_encode};
use crate::native_functions;
use crate::object::{Bytes, Module, Str, Tuple, Value};
use crate::runtime::native::{ModuleDef, TypeDef};
use crate::runtime::{PyResult, Vm};
use crate::text::codec::{ByteOrder, Encoding};

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_codecs",
    doc: "",
    functions: FUNCTIONS,
    types: &[],
    init,
};

fn init(vm: &mut Vm, module: Module) -> PyResult<()> {
    handlers::register(vm, module.value())
}

native_functions! { FUNCTIONS = [
    _normalize_encoding(; encoding);
    ascii_decode(data, errors = Value::NONE);
    ascii_encode(str, errors = Value::NONE);
    charmap_build(map);
    charmap_decode(data, errors = Value::NONE, mapping = Value::NONE);
    charmap_encode(str, errors = Value::NONE, mapping = Value::NONE);
    /// Decodes obj using the codec registered for encoding.
    decode(; obj, encoding = Value::NONE, errors = Value::NONE);
    /// Encodes obj using the codec registered for encoding.
    encode(; obj, encoding = Value::NONE, errors = Value::NONE);
    escape_decode(data, errors = Value::NONE);
    escape_encode(data, errors = Value::NONE);
    latin_1_decode(data, errors = Value::NONE);
    latin_1_encode(str, errors = Value::NONE);
    /// Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.
    lookup(encoding);
    /// lookup_error(errors) -> handler
    lookup_error(name);
    raw_unicode_escape_decode(data, errors = Value::NONE, end = true);
    raw_unicode_escape_encode(str, errors = Value::NONE);
    readbuffer_encode(data, errors = Value::NONE);
    /// Register a codec search function.
    register(search_function);
    /// Register the specified error handler under the name errors.
    register_error(errors, handler);
    unicode_escape_decode(data, errors = Value::NONE, end = true);
    unicode_escape_encode(str, errors = Value::NONE);
    /// Unregister a codec search function and clear the registry's cache.
    unregister(search_function);
    utf_16_be_decode(data, errors = Value::NONE, end = false);
    utf_16_be_encode(str, errors = Value::NONE);
    utf_16_decode(data, errors = Value::NONE, end = false);
    utf_16_encode(str, errors = Value::NONE, byteorder = 0);
    utf_16_ex_decode(data, errors = Value::NONE, byteorder = 0, end = false);
    utf_16_le_decode(data, errors = Value::NONE, end = false);
    utf_16_le_encode(str, errors = Value::NONE);
    utf_32_be_decode(data, errors = Value::NONE, end = false);
    utf_32_be_encode(str, errors = Value::NONE);
    utf_32_decode(data, errors = Value::NONE, end = false);
    utf_32_encode(str, errors = Value::NONE, byteorder = 0);
    utf_32_ex_decode(data, errors = Value::NONE, byteorder = 0, end = false);
    utf_32_le_decode(data, errors = Value::NONE, end = false);
    utf_32_le_encode(str, errors = Value::NONE);
    utf_8_decode(data, errors = Value::NONE, end = false);
    utf_8_encode(str, errors = Value::NONE);
]}

// ---- the registry

fn register(vm: &mut Vm, search_function: Value) -> PyResult<()> {
    vm.codec_register(search_function)
}

fn unregister(vm: &mut Vm, search_function: Value) -> PyResult<()> {
    vm.codec_unregister(search_function)
}

fn lookup(vm: &mut Vm, encoding: Value) -> PyResult {
    let name = vm.str_arg(encoding, "lookup", 0)?;
    vm.codec_lookup(name)
}

fn register_error(vm: &mut Vm, errors: Value, handler: Value) -> PyResult<()> {
    let name = vm.str_arg(errors, "register_error", 1)?;
    vm.codec_register_error(name, handler)
}

fn lookup_error(vm: &mut Vm, name: Value) -> PyResult {
    let name = vm.str_arg(name, "lookup_error", 0)?;
    vm.codec_error_handler(name)
}

fn _normalize_encoding(vm: &mut Vm, encoding: Value) -> PyResult<String> {
    let name = vm.named_str_arg(encoding, "_normalize_encoding", "encoding")?;
    Ok(crate::runtime::codecs::normalize(&name.to_text()))
}

fn errors_arg(vm: &mut Vm, errors: Value, function: &str) -> PyResult<Option<Str>> {
    if errors.is_none() {
        Ok(None)
    } else {
        vm.named_str_arg(errors, function, "errors").map(Some)
    }
}

fn encode(vm: &mut Vm, obj: Value, encoding: Value, errors: Value) -> PyResult {
    code(vm, "encode", obj, encoding, errors, 0)
}

fn decode(vm: &mut Vm, obj: Value, encoding: Value, errors: Value) -> PyResult {
    code(vm, "decode", obj, encoding, errors, 1)
}

/// Codes any object by function 0 or 1 of a codec.
fn code(
    vm: &mut Vm,
    function: &str,
    obj: Value,
    encoding: Value,
    errors: Value,
    which: usize,
) -> PyResult {
    let name = if encoding.is_none() {
        vm.new_str("utf-8")?
    } else {
        vm.named_str_arg(encoding, function, "encoding")?
    };
    let errors = errors_arg(vm, errors, function)?;
    let codec = vm.codec_lookup(name)?;
    let coder = vm
        .as_tuple(codec)
        .and_then(|t| t.get(which))
        .unwrap_or(Value::NONE);
    vm.call_codec(
        coder,
        obj,
        errors,
        if which == 0 { "encoder" } else { "decoder" },
    )
}

// ---- the built-in codecs

/// The bytes to decode: a string stands for its UTF-8 form where `text` allows it.
fn input(vm: &mut Vm, data: Value, text: bool) -> PyResult<Vec<u8>> {
    match vm.as_str(data) {
        Some(s) if text => Ok(vm.encode_text(s, Encoding::Utf8, None)?.as_slice().to_vec()),
        _ => vm.bytes_like(data),
    }
}

fn pair(vm: &mut Vm, made: Value, used: usize) -> Tuple {
    Tuple::small(&mut vm.heap, [made, Value::from_len(used)])
}

fn decode_by(
    vm: &mut Vm,
    encoding: Encoding,
    data: Value,
    errors: Value,
    end: bool,
) -> PyResult<Tuple> {
    let text = matches!(
        encoding,
        Encoding::UnicodeEscape | Encoding::RawUnicodeEscape
    );
    let bytes = input(vm, data, text)?;
    let errors = errors_arg(vm, errors, "decode")?;
    let decoded = vm.decode_partly(&bytes, encoding, errors, end)?;
    let made = vm.new_text(decoded.text.as_chars())?;
    Ok(pair(vm, made.value(), decoded.consumed))
}

fn encode_by(
    vm: &mut Vm,
    encoding: Encoding,
    function: &str,
    str: Value,
    errors: Value,
) -> PyResult<Tuple> {
    let s = vm.str_arg(str, function, 1)?;
    let errors = errors_arg(vm, errors, function)?;
    let made = vm.encode_text(s, encoding, errors)?;
    Ok(pair(vm, made.value(), s.len()))
}

macro_rules! encoders {
    ($($name:ident $encoding:expr;)*) => { $(
        fn $name(vm: &mut Vm, str: Value, errors: Value) -> PyResult<Tuple> {
            encode_by(vm, $encoding, stringify!($name), str, errors)
        }
    )* };
}

encoders! {
    ascii_encode Encoding::Ascii;
    latin_1_encode Encoding::Latin1;
    raw_unicode_escape_encode Encoding::RawUnicodeEscape;
    unicode_escape_encode Encoding::UnicodeEscape;
    utf_8_encode Encoding::Utf8;
    utf_16_be_encode Encoding::Utf16(ByteOrder::Big);
    utf_16_le_encode Encoding::Utf16(ByteOrder::Little);
    utf_32_be_encode Encoding::Utf32(ByteOrder::Big);
    utf_32_le_encode Encoding::Utf32(ByteOrder::Little);
}

macro_rules! decoders {
    ($($name:ident $encoding:expr;)*) => { $(
        fn $name(vm: &mut Vm, data: Value, errors: Value, end: bool) -> PyResult<Tuple> {
            decode_by(vm, $encoding, data, errors, end)
        }
    )* };
}

decoders! {
    raw_unicode_escape_decode Encoding::RawUnicodeEscape;
    unicode_escape_decode Encoding::UnicodeEscape;
    utf_8_decode Encoding::Utf8;
    utf_16_decode Encoding::Utf16(ByteOrder::Marked);
    utf_16_be_decode Encoding::Utf16(ByteOrder::Big);
    utf_16_le_decode Encoding::Utf16(ByteOrder::Little);
    utf_32_decode Encoding::Utf32(ByteOrder::Marked);
    utf_32_be_decode Encoding::Utf32(ByteOrder::Big);
    utf_32_le_decode Encoding::Utf32(ByteOrder::Little);
}

fn ascii_decode(vm: &mut Vm, data: Value, errors: Value) -> PyResult<Tuple> {
    decode_by(vm, Encoding::Ascii, data, errors, true)
}

fn latin_1_decode(vm: &mut Vm, data: Value, errors: Value) -> PyResult<Tuple> {
    decode_by(vm, Encoding::Latin1, data, errors, true)
}

/// The order a number stands for: negative little-endian, positive big-endian, 0 with a mark.
fn order_of(byteorder: i32) -> ByteOrder {
    match byteorder {
        0 => ByteOrder::Marked,
        ..0 => ByteOrder::Little,
        _ => ByteOrder::Big,
    }
}

fn utf_16_encode(vm: &mut Vm, str: Value, errors: Value, byteorder: i32) -> PyResult<Tuple> {
    encode_by(
        vm,
        Encoding::Utf16(order_of(byteorder)),
        "utf_16_encode",
        str,
        errors,
    )
}

fn utf_32_encode(vm: &mut Vm, str: Value, errors: Value, byteorder: i32) -> PyResult<Tuple> {
    encode_by(
        vm,
        Encoding::Utf32(order_of(byteorder)),
        "utf_32_encode",
        str,
        errors,
    )
}

/// Decodes and tells the byte order found.
fn decode_ordered(
    vm: &mut Vm,
    encoding: Encoding,
    asked: i32,
    data: Value,
    errors: Value,
    end: bool,
) -> PyResult<Tuple> {
    let bytes = input(vm, data, false)?;
    let errors = errors_arg(vm, errors, "decode")?;
    let decoded = vm.decode_partly(&bytes, encoding, errors, end)?;
    let made = vm.new_text(decoded.text.as_chars())?;
    let order = match decoded.order {
        ByteOrder::Marked => asked.signum(),
        ByteOrder::Little => -1,
        ByteOrder::Big => 1,
    };
    let parts = [
        made.value(),
        Value::from_len(decoded.consumed),
        Value::from_i32(order),
    ];
    Ok(Tuple::small(&mut vm.heap, parts))
}

fn utf_16_ex_decode(
    vm: &mut Vm,
    data: Value,
    errors: Value,
    byteorder: i32,
    end: bool,
) -> PyResult<Tuple> {
    decode_ordered(
        vm,
        Encoding::Utf16(order_of(byteorder)),
        byteorder,
        data,
        errors,
        end,
    )
}

fn utf_32_ex_decode(
    vm: &mut Vm,
    data: Value,
    errors: Value,
    byteorder: i32,
    end: bool,
) -> PyResult<Tuple> {
    decode_ordered(
        vm,
        Encoding::Utf32(order_of(byteorder)),
        byteorder,
        data,
        errors,
        end,
    )
}

fn readbuffer_encode(vm: &mut Vm, data: Value, _errors: Value) -> PyResult<Tuple> {
    let bytes = input(vm, data, true)?;
    let made = vm.new_bytes(&bytes)?;
    Ok(pair(vm, Bytes::value(made), bytes.len()))
}
