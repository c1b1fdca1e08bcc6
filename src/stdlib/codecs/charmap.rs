//! Codecs by table: what the one-byte encodings of the standard library are made of.

use std::collections::BTreeMap;

use super::pair;
use crate::object::{Bytes, Dict, T, Tuple, Value};
use crate::runtime::codecs::Handler;
use crate::runtime::{PyResult, Vm};
use crate::text::codec::{self, Encoding};
use crate::text::{CharBuf, Chars};

/// U+FFFE in a decoding table: no character.
const UNDEFINED: u32 = 0xfffe;

/// The table that encodes what the string `map` decodes: a dict from code points to bytes.
pub(super) fn charmap_build(vm: &mut Vm, map: Value) -> PyResult<Dict> {
    let map = vm.str_arg(map, "charmap_build", 0)?;
    let table = vm.new_dict();
    for (byte, c) in map.chars().iter().take(256).enumerate() {
        if c != UNDEFINED {
            vm.dict_set(
                table,
                Value::from_int_unchecked(i64::from(c)),
                Value::from_len(byte),
            )?;
        }
    }
    Ok(table)
}

/// `mapping[key]`, `None` when that is None or not there.
fn look_up(vm: &mut Vm, mapping: Value, key: usize) -> PyResult<Option<Value>> {
    match vm.get_item(mapping, Value::from_len(key)) {
        Ok(v) => Ok(Some(v).filter(|v| !v.is_none())),
        Err(_) => vm.catch(T::LookupError).map(|_| None),
    }
}

pub(super) fn charmap_encode(
    vm: &mut Vm,
    str: Value,
    errors: Value,
    mapping: Value,
) -> PyResult<Tuple> {
    let s = vm.str_arg(str, "charmap_encode", 1)?;
    let errors = super::errors_arg(vm, errors, "charmap_encode")?;
    if mapping.is_none() {
        let made = vm.encode_text(s, Encoding::Latin1, errors)?;
        return Ok(pair(vm, made.value(), s.len()));
    }
    let mut known = BTreeMap::new();
    for c in s.chars() {
        if !known.contains_key(&c) {
            let byte = encoded_char(vm, mapping, c)?;
            known.insert(c, byte);
        }
    }
    if known.values().any(Option::is_none) {
        // What stands in for a character is encoded by the same table.
        for c in 0..0x80 {
            if !known.contains_key(&c) {
                let byte = encoded_char(vm, mapping, c)?;
                known.insert(c, byte);
            }
        }
    }
    let lookup = |c: u32| known.get(&c).copied().flatten();
    let made = codec::encode_charmap(s.chars(), lookup, &mut Handler::new(vm, errors))?;
    let made = vm.new_bytes(&made)?;
    Ok(pair(vm, made.value(), s.len()))
}

fn encoded_char(vm: &mut Vm, mapping: Value, c: u32) -> PyResult<Option<u8>> {
    let Some(v) = look_up(vm, mapping, c as usize)? else {
        return Ok(None);
    };
    if let Some(bytes) = Bytes::from_value(vm.payload(v)) {
        return match bytes.as_slice() {
            &[byte] => Ok(Some(byte)),
            _ => Err(vm.not_implemented("character mappings to several bytes")),
        };
    }
    if !vm.is_int(v) {
        let t = vm.type_name(v);
        return Err(vm.type_error(format_args!(
            "character mapping must return integer, bytes or None, not {t}"
        )));
    }
    match vm.int_as_i64(v).and_then(|i| u8::try_from(i).ok()) {
        Some(byte) => Ok(Some(byte)),
        None => Err(vm.type_error("character mapping must be in range(256)")),
    }
}

pub(super) fn charmap_decode(
    vm: &mut Vm,
    data: Value,
    errors: Value,
    mapping: Value,
) -> PyResult<Tuple> {
    let bytes = vm.bytes_like(data)?;
    let errors = super::errors_arg(vm, errors, "charmap_decode")?;
    if mapping.is_none() {
        let made = vm.new_text(Chars::Latin1(&bytes))?;
        return Ok(pair(vm, made.value(), bytes.len()));
    }
    let table = match vm.as_str(mapping) {
        Some(table) => table.chars().to_buf(),
        None => table_of(vm, mapping, &bytes)?,
    };
    let decoded = codec::decode_charmap(&bytes, table.as_chars(), &mut Handler::new(vm, errors))?;
    let made = vm.new_text(decoded.text.as_chars())?;
    Ok(pair(vm, made.value(), bytes.len()))
}

/// The characters of the bytes that occur, from any mapping.
fn table_of(vm: &mut Vm, mapping: Value, bytes: &[u8]) -> PyResult<CharBuf> {
    let mut table = vec![UNDEFINED; 256];
    let mut seen = [false; 256];
    for &byte in bytes {
        if std::mem::replace(&mut seen[usize::from(byte)], true) {
            continue;
        }
        let Some(v) = look_up(vm, mapping, usize::from(byte))? else {
            continue;
        };
        table[usize::from(byte)] = decoded_char(vm, v)?;
    }
    Ok(table.into_iter().collect())
}

fn decoded_char(vm: &mut Vm, v: Value) -> PyResult<u32> {
    if let Some(s) = vm.as_str(v) {
        return match s.chars().first().filter(|_| s.len() == 1) {
            Some(c) => Ok(c),
            None => Err(vm.not_implemented("character mappings to several characters")),
        };
    }
    if !vm.is_int(v) {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    }
    match vm
        .int_as_i64(v)
        .and_then(|i| u32::try_from(i).ok())
        .filter(|&c| c <= 0x10_ffff)
    {
        Some(c) => Ok(c),
        None => Err(vm.type_error("character mapping must be in range(0x110000)")),
    }
}
