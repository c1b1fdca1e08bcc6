//! `escape_encode` and `escape_decode`: bytes as in a bytes literal, without the quotes.

use super::pair;
use crate::object::{Tuple, Value};
use crate::runtime::{PyResult, Vm};

pub(super) fn escape_encode(vm: &mut Vm, data: Value, _errors: Value) -> PyResult<Tuple> {
    let bytes = vm.bytes_like(data)?;
    let mut out = Vec::with_capacity(bytes.len());
    for &byte in &bytes {
        match byte {
            b'\'' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b' '..=b'~' => out.push(byte),
            _ => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    let made = vm.new_bytes(&out)?;
    Ok(pair(vm, made.value(), bytes.len()))
}

pub(super) fn escape_decode(vm: &mut Vm, data: Value, errors: Value) -> PyResult<Tuple> {
    let bytes = super::input(vm, data, true)?;
    let errors = super::errors_arg(vm, errors, "escape_decode")?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let at = bytes.len() - rest.len() - 1;
        let Some((&kind, behind)) = rest.split_first() else {
            return Err(vm.value_error("Trailing \\ in string"));
        };
        rest = behind;
        match kind {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(kind),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let more = rest
                    .iter()
                    .take(2)
                    .take_while(|b| matches!(b, b'0'..=b'7'))
                    .count();
                let (digits, behind) = rest.split_at_checked(more).unwrap_or_default();
                let value = digits
                    .iter()
                    .fold(u32::from(kind - b'0'), |n, b| n * 8 + u32::from(b - b'0'));
                out.push(value as u8);
                rest = behind;
            }
            b'x' => {
                let digit = |i: usize| rest.get(i).and_then(|&b| char::from(b).to_digit(16));
                if let (Some(high), Some(low)) = (digit(0), digit(1)) {
                    out.push((high << 4 | low) as u8);
                    rest = rest.get(2..).unwrap_or(&[]);
                    continue;
                }
                match errors.map(crate::object::Str::to_text).as_deref() {
                    None | Some("strict") => {
                        return Err(
                            vm.value_error(format_args!("invalid \\x escape at position {at}"))
                        );
                    }
                    Some("replace") => out.push(b'?'),
                    Some("ignore") => {}
                    Some(other) => {
                        return Err(vm.value_error(format_args!(
                            "decoding error; unknown error handling code: {other}"
                        )));
                    }
                }
                rest = rest.get(usize::from(digit(0).is_some())..).unwrap_or(&[]);
            }
            _ => out.extend_from_slice(&[b'\\', kind]),
        }
    }
    let made = vm.new_bytes(&out)?;
    Ok(pair(vm, made.value(), bytes.len()))
}
