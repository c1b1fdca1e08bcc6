//! UTF-8. Validation is the standard library's, whose error lengths are the maximal subparts CPython reports too.

use super::{CodecError, DecodeErrors, Decoded, EncodeErrors, Encoder, encode_with};
use crate::text::charbuf::push_wtf8;
use crate::text::{CharBuf, Chars};

pub(super) fn decode<H: DecodeErrors>(
    input: &[u8],
    last: bool,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    if input.is_ascii() {
        return Ok(Decoded::new(CharBuf::Latin1(input.to_vec()), input.len()));
    }
    let mut out = CharBuf::new();
    let mut at = 0;
    while let Some(rest) = input.get(at..) {
        let Some(chunk) = rest.utf8_chunks().next() else {
            break;
        };
        out.push_str(chunk.valid());
        let start = at + chunk.valid().len();
        let bad = chunk.invalid();
        let Some(&lead) = bad.first() else { break };
        let incomplete = start + bad.len() == input.len() && is_incomplete(bad);
        if !last && (incomplete || input.get(start..).is_some_and(is_half_surrogate)) {
            return Ok(Decoded::new(out, start));
        }
        let reason = match lead {
            _ if incomplete => "unexpected end of data",
            0xc2..=0xf4 => "invalid continuation byte",
            _ => "invalid start byte",
        };
        let error = CodecError {
            encoding: "utf-8",
            start,
            end: start + bad.len(),
            reason,
        };
        at = errors.recover(input, error, &mut out)?;
    }
    Ok(Decoded::new(out, input.len()))
}

/// Whether a maximal invalid part lacks only bytes that may still come.
fn is_incomplete(bad: &[u8]) -> bool {
    matches!(bad, [0xc2..=0xf4] | [0xe0..=0xf4, _] | [0xf0..=0xf4, _, _])
}

/// The first two bytes of a coded surrogate: `surrogatepass` needs to see the third.
fn is_half_surrogate(rest: &[u8]) -> bool {
    matches!(rest, [0xed, 0xa0..=0xbf])
}

struct Utf8;

impl Encoder for Utf8 {
    const REASON: &'static str = "surrogates not allowed";
    fn name(&self) -> &'static str {
        "utf-8"
    }
    #[inline]
    fn put(&self, out: &mut Vec<u8>, code: u32) -> bool {
        let good = !self.rejects(code);
        if good {
            push_wtf8(out, code);
        }
        good
    }
    fn rejects(&self, code: u32) -> bool {
        matches!(code, 0xd800..=0xdfff)
    }
}

pub(super) fn encode<H: EncodeErrors>(
    text: Chars<'_>,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    match text {
        Chars::Latin1(units) if units.is_ascii() => Ok(units.to_vec()),
        _ => encode_with(&Utf8, text, Vec::with_capacity(text.utf8_len()), errors),
    }
}
