//! UTF-8. Validation is the standard library's, whose error lengths are the maximal subparts CPython reports too.

use super::{BLOCK, CodecError, DecodeErrors, Decoded, EncodeErrors, Encoder, encode_with};
use crate::text::charbuf::push_wtf8;
use crate::text::chars::Unit;
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
    fn put_block<T: Unit>(&self, out: &mut Vec<u8>, block: &[T; BLOCK]) -> bool {
        let all = block.iter().fold(0, |all, unit| all | unit.code());
        let mut bytes = [[0; BLOCK]; 4];
        let bytes = bytes.as_flattened_mut();
        if all < 0x80 {
            bytes
                .iter_mut()
                .zip(block)
                .for_each(|(byte, unit)| *byte = unit.code() as u8);
            out.extend_from_slice(bytes.get(..BLOCK).unwrap_or(&[]));
            return true;
        }
        if block
            .iter()
            .fold(false, |bad, unit| bad | self.rejects(unit.code()))
        {
            return false;
        }
        let mut len = 0;
        if T::MAX == 0xff {
            // Accents come at no predictable place: no branch.
            for unit in block {
                let byte = unit.code() as u8;
                let wide = byte >> 7;
                if let Some(slot) = bytes.get_mut(len..len + 2) {
                    slot.copy_from_slice(&[
                        if wide == 1 { 0xc0 | byte >> 6 } else { byte },
                        0x80 | byte & 0x3f,
                    ]);
                }
                len += 1 + usize::from(wide);
            }
            out.extend_from_slice(bytes.get(..len).unwrap_or(&[]));
            return true;
        }
        for unit in block {
            let code = unit.code();
            let tail = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
            // Four bytes are written whatever the length; the next character overwrites the surplus.
            let (coded, width) = match code {
                0..=0x7f => ([code as u8, 0, 0, 0], 1),
                0x80..=0x7ff => ([0xc0 | (code >> 6) as u8, tail(0), 0, 0], 2),
                0x800..=0xffff => ([0xe0 | (code >> 12) as u8, tail(6), tail(0), 0], 3),
                _ => (
                    [0xf0 | (code >> 18 & 7) as u8, tail(12), tail(6), tail(0)],
                    4,
                ),
            };
            if let Some(slot) = bytes.get_mut(len..len + 4) {
                slot.copy_from_slice(&coded);
            }
            len += width;
        }
        out.extend_from_slice(bytes.get(..len).unwrap_or(&[]));
        true
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
