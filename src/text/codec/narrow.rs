//! One byte per character: ASCII, Latin-1, and code pages given by a table.

use super::{CodecError, DecodeErrors, Decoded, EncodeErrors, Encoder, ascii_prefix, encode_with};
use crate::text::{CharBuf, Chars};

pub(super) fn decode_ascii<H: DecodeErrors>(
    input: &[u8],
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    let mut out = CharBuf::new();
    let mut at = 0;
    while let Some(rest) = input.get(at..) {
        let (good, bad) = rest
            .split_at_checked(ascii_prefix(rest))
            .unwrap_or_default();
        out.extend(Chars::Latin1(good));
        if bad.is_empty() {
            break;
        }
        let start = at + good.len();
        let error = CodecError {
            encoding: "ascii",
            start,
            end: start + 1,
            reason: "ordinal not in range(128)",
        };
        at = errors.recover(input, error, &mut out)?;
    }
    Ok(Decoded::new(out, input.len()))
}

pub(super) fn decode_charmap<H: DecodeErrors>(
    input: &[u8],
    table: Chars<'_>,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    let mut out = CharBuf::with_capacity(input.len());
    let mut at = 0;
    while let Some(&byte) = input.get(at) {
        if let Some(code) = table.get(byte.into()).filter(|&code| code != 0xfffe) {
            out.push(code);
            at += 1;
            continue;
        }
        let error = CodecError {
            encoding: "charmap",
            start: at,
            end: at + 1,
            reason: UNDEFINED,
        };
        at = errors.recover(input, error, &mut out)?;
    }
    Ok(Decoded::new(out, input.len()))
}

const UNDEFINED: &str = "character maps to <undefined>";

struct Ascii;

impl Encoder for Ascii {
    const REASON: &'static str = "ordinal not in range(128)";
    fn name(&self) -> &'static str {
        "ascii"
    }
    #[inline]
    fn put(&self, out: &mut Vec<u8>, code: u32) -> bool {
        let good = !self.rejects(code);
        if good {
            out.push(code as u8);
        }
        good
    }
    fn rejects(&self, code: u32) -> bool {
        code > 0x7f
    }
}

struct Latin1;

impl Encoder for Latin1 {
    const REASON: &'static str = "ordinal not in range(256)";
    fn name(&self) -> &'static str {
        "latin-1"
    }
    #[inline]
    fn put(&self, out: &mut Vec<u8>, code: u32) -> bool {
        let good = !self.rejects(code);
        if good {
            out.push(code as u8);
        }
        good
    }
    fn rejects(&self, code: u32) -> bool {
        code > 0xff
    }
    fn accepts_in_patch(&self, code: u32) -> bool {
        code <= 0xff
    }
}

struct Charmap<L>(L);

impl<L: Fn(u32) -> Option<u8>> Encoder for Charmap<L> {
    const REASON: &'static str = UNDEFINED;
    fn name(&self) -> &'static str {
        "charmap"
    }
    fn put(&self, out: &mut Vec<u8>, code: u32) -> bool {
        let byte = (self.0)(code);
        out.extend(byte);
        byte.is_some()
    }
    fn rejects(&self, code: u32) -> bool {
        (self.0)(code).is_none()
    }
    fn accepts_in_patch(&self, _: u32) -> bool {
        true
    }
}

pub(super) fn encode_ascii<H: EncodeErrors>(
    text: Chars<'_>,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    match text {
        Chars::Latin1(units) if units.is_ascii() => Ok(units.to_vec()),
        _ => encode_with(&Ascii, text, Vec::with_capacity(text.len()), errors),
    }
}

pub(super) fn encode_latin1<H: EncodeErrors>(
    text: Chars<'_>,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    match text {
        Chars::Latin1(units) => Ok(units.to_vec()),
        _ => encode_with(&Latin1, text, Vec::with_capacity(text.len()), errors),
    }
}

pub(super) fn encode_charmap<H: EncodeErrors>(
    text: Chars<'_>,
    lookup: impl Fn(u32) -> Option<u8>,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    encode_with(
        &Charmap(lookup),
        text,
        Vec::with_capacity(text.len()),
        errors,
    )
}
