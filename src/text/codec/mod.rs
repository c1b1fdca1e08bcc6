//! Encodings: bytes to text and back, with CPython's error positions, reasons and handlers.
//!
//! Every codec is a loop that calls an error handler where CPython would: the built-in ones are [`Errors`], a handler
//! registered by the program is a [`Callback`]. Decoding with `last = false` stops before an incomplete sequence and
//! says how much it consumed. ASCII runs are copied, not decoded.

mod errors;
mod escape;
mod names;
mod narrow;
mod utf16;
mod utf32;
mod utf8;

pub use errors::{Callback, Errors, Failure};

use super::chars::{Unit, each_width};
use super::{CharBuf, Chars};

/// The encodings implemented here; others are built on [`decode_charmap`] or written in Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `utf-8`
    Utf8,
    /// `utf-16`, `utf-16-le`, `utf-16-be`
    Utf16(ByteOrder),
    /// `utf-32`, `utf-32-le`, `utf-32-be`
    Utf32(ByteOrder),
    /// `latin-1`
    Latin1,
    /// `ascii`
    Ascii,
    /// `unicode_escape`: the escapes of a string literal.
    UnicodeEscape,
    /// `raw_unicode_escape`: only `\u` and `\U`.
    RawUnicodeEscape,
}

/// The order of the bytes of a wide unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// Written little-endian after a byte-order mark; read as the mark says, little-endian without one.
    Marked,
    /// Least significant byte first, no mark.
    Little,
    /// Most significant byte first, no mark.
    Big,
}

/// What could not be coded: the arguments of `UnicodeDecodeError` and `UnicodeEncodeError` besides the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodecError {
    /// The encoding's name as the exception shows it.
    pub encoding: &'static str,
    /// The first bad byte or character.
    pub start: usize,
    /// Behind the last bad one.
    pub end: usize,
    /// `invalid start byte`, `surrogates not allowed` ...
    pub reason: &'static str,
}

/// What decoding gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: CharBuf,
    /// How many bytes it stands for: all of them unless more input may follow.
    pub consumed: usize,
    /// The order a byte-order mark chose; [`ByteOrder::Marked`] when there was none. Other codecs give `Marked`.
    pub order: ByteOrder,
    /// `unicode_escape` only: where behind a backslash the first unknown escape stands, a letter or three octal
    /// digits above `\377` (`DeprecationWarning`).
    pub invalid_escape: Option<usize>,
}

impl Decoded {
    fn new(text: CharBuf, consumed: usize) -> Self {
        Self {
            text,
            consumed,
            order: ByteOrder::Marked,
            invalid_escape: None,
        }
    }
}

/// What decides about bytes that cannot be decoded.
pub trait DecodeErrors {
    /// What ends the decoding.
    type Failure;
    /// Writes a replacement to `out` and says at which byte to go on (clamped to the input), or fails.
    fn recover(
        &mut self,
        input: &[u8],
        error: CodecError,
        out: &mut CharBuf,
    ) -> Result<usize, Self::Failure>;
}

/// A replacement for characters that cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Patch {
    /// Text to be encoded in their place; if that is not possible either, the original error stands.
    Text(CharBuf),
    /// Bytes to be written as they are.
    Bytes(Vec<u8>),
}

/// What decides about characters that cannot be encoded.
pub trait EncodeErrors {
    /// What ends the encoding.
    type Failure;
    /// Gives a replacement and the character at which to go on (clamped to the text), or fails.
    fn recover(
        &mut self,
        text: Chars<'_>,
        error: CodecError,
    ) -> Result<(Patch, usize), Self::Failure>;
    /// The failure for an error whose replacement could not be encoded.
    fn refuse(&mut self, text: Chars<'_>, error: CodecError) -> Self::Failure;
}

/// Decodes `input`. `last = false` says that more may follow an incomplete end.
pub fn decode<H: DecodeErrors>(
    encoding: Encoding,
    input: &[u8],
    last: bool,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    match encoding {
        Encoding::Utf8 => utf8::decode(input, last, errors),
        Encoding::Utf16(order) => utf16::decode(input, order, last, errors),
        Encoding::Utf32(order) => utf32::decode(input, order, last, errors),
        Encoding::Latin1 => Ok(Decoded::new(CharBuf::Latin1(input.to_vec()), input.len())),
        Encoding::Ascii => narrow::decode_ascii(input, errors),
        Encoding::UnicodeEscape => escape::decode(input, last, errors),
        Encoding::RawUnicodeEscape => escape::decode_raw(input, last, errors),
    }
}

/// Encodes `text`.
pub fn encode<H: EncodeErrors>(
    encoding: Encoding,
    text: Chars<'_>,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    match encoding {
        Encoding::Utf8 => utf8::encode(text, errors),
        Encoding::Utf16(order) => utf16::encode(text, order, errors),
        Encoding::Utf32(order) => utf32::encode(text, order, errors),
        Encoding::Latin1 => narrow::encode_latin1(text, errors),
        Encoding::Ascii => narrow::encode_ascii(text, errors),
        Encoding::UnicodeEscape => Ok(escape::encode(text)),
        Encoding::RawUnicodeEscape => Ok(escape::encode_raw(text)),
    }
}

/// Decodes bytes by a table of characters (`codecs.charmap_decode`): no entry, or U+FFFE, is an error.
pub fn decode_charmap<H: DecodeErrors>(
    input: &[u8],
    table: Chars<'_>,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    narrow::decode_charmap(input, table, errors)
}

/// Encodes by a function from character to byte (`codecs.charmap_encode`).
pub fn encode_charmap<H: EncodeErrors>(
    text: Chars<'_>,
    lookup: impl Fn(u32) -> Option<u8>,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    narrow::encode_charmap(text, lookup, errors)
}

/// Characters per [`Encoder::put_block`].
const BLOCK: usize = 32;

/// How one encoding writes characters; the loop around it, [`encode_with`], is the same for all.
trait Encoder {
    /// The name and reason of its errors.
    const REASON: &'static str;
    /// An error covers a whole run of bad characters, not one.
    const RUNS: bool = true;
    /// Replacement bytes come in multiples of this.
    const UNIT: usize = 1;
    /// The name in errors.
    fn name(&self) -> &'static str;
    /// Writes a character, or says that it cannot.
    fn put(&self, out: &mut Vec<u8>, code: u32) -> bool;
    /// Whether the character cannot be written.
    fn rejects(&self, code: u32) -> bool;
    /// Writes a whole block if it can do so faster than one by one, and every character can be written.
    fn put_block<T: Unit>(&self, _out: &mut Vec<u8>, _block: &[T; BLOCK]) -> bool {
        false
    }
    /// Whether a character of a replacement text may be written.
    fn accepts_in_patch(&self, code: u32) -> bool {
        code < 0x80
    }
}

fn encode_with<E: Encoder, H: EncodeErrors>(
    encoder: &E,
    text: Chars<'_>,
    mut out: Vec<u8>,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    let mut at = 0;
    while let Some(start) = each_width!(text, units => put_run(encoder, units, at, &mut out)) {
        let bad = text
            .slice(start..text.len())
            .iter()
            .take_while(|&code| encoder.rejects(code));
        let end = start + if E::RUNS { bad.count() } else { 1 };
        let error = CodecError {
            encoding: encoder.name(),
            start,
            end,
            reason: E::REASON,
        };
        let (patch, next) = errors.recover(text, error)?;
        let written = match patch {
            Patch::Bytes(bytes) => {
                out.extend_from_slice(&bytes);
                bytes.len() % E::UNIT == 0
            }
            Patch::Text(patch) => patch
                .as_chars()
                .iter()
                .all(|code| encoder.accepts_in_patch(code) && encoder.put(&mut out, code)),
        };
        if !written {
            return Err(errors.refuse(text, error));
        }
        at = next;
    }
    Ok(out)
}

/// Writes characters from `at` on; gives the position of the first that cannot be written.
fn put_run<E: Encoder, T: Unit>(
    encoder: &E,
    units: &[T],
    at: usize,
    out: &mut Vec<u8>,
) -> Option<usize> {
    let (blocks, tail) = units.get(at..).unwrap_or(&[]).as_chunks::<BLOCK>();
    let mut done = at;
    for block in blocks {
        if !encoder.put_block(out, block)
            && let Some(bad) = block.iter().position(|unit| !encoder.put(out, unit.code()))
        {
            return Some(done + bad);
        }
        done += BLOCK;
    }
    tail.iter()
        .position(|unit| !encoder.put(out, unit.code()))
        .map(|bad| done + bad)
}

/// How many bytes at the beginning are ASCII.
fn ascii_prefix(bytes: &[u8]) -> usize {
    let (blocks, tail) = bytes.as_chunks::<32>();
    let clean = blocks.iter().take_while(|block| block.is_ascii()).count();
    let rest = blocks.get(clean).map_or(tail, |block| block.as_slice());
    clean * 32 + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

#[cfg(test)]
mod tests;
