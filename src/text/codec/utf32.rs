//! UTF-32 in both byte orders, with or without a byte-order mark.

use super::{ByteOrder, CodecError, DecodeErrors, Decoded, EncodeErrors, Encoder, encode_with};
use crate::text::{CharBuf, Chars};

pub(super) fn decode<H: DecodeErrors>(
    input: &[u8],
    order: ByteOrder,
    last: bool,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    let (order, mut at) = match (order, input) {
        (ByteOrder::Marked, [0xff, 0xfe, 0, 0, ..]) => (ByteOrder::Little, 4),
        (ByteOrder::Marked, [0, 0, 0xfe, 0xff, ..]) => (ByteOrder::Big, 4),
        _ => (order, 0),
    };
    let encoding = if order == ByteOrder::Big {
        "utf-32-be"
    } else {
        "utf-32-le"
    };
    let mut out = CharBuf::with_capacity(input.len() / 4);
    while at < input.len() {
        let unit = input.get(at..).and_then(|rest| rest.first_chunk()).copied();
        let code = unit.map(|bytes| {
            if order == ByteOrder::Big {
                u32::from_be_bytes(bytes)
            } else {
                u32::from_le_bytes(bytes)
            }
        });
        let (end, reason) = match code {
            None if !last => break,
            None => (input.len(), "truncated data"),
            Some(0xd800..=0xdfff) => (
                at + 4,
                "code point in surrogate code point range(0xd800, 0xe000)",
            ),
            Some(0x11_0000..) => (at + 4, "code point not in range(0x110000)"),
            Some(code) => {
                out.push(code);
                at += 4;
                continue;
            }
        };
        let error = CodecError {
            encoding,
            start: at,
            end,
            reason,
        };
        at = errors.recover(input, error, &mut out)?.min(input.len());
    }
    Ok(Decoded {
        order,
        ..Decoded::new(out, at)
    })
}

struct Utf32(ByteOrder);

impl Encoder for Utf32 {
    const REASON: &'static str = "surrogates not allowed";
    const RUNS: bool = false;
    const UNIT: usize = 4;
    fn name(&self) -> &'static str {
        match self.0 {
            ByteOrder::Marked => "utf-32",
            ByteOrder::Little => "utf-32-le",
            ByteOrder::Big => "utf-32-be",
        }
    }
    #[inline]
    fn put(&self, out: &mut Vec<u8>, code: u32) -> bool {
        let good = !self.rejects(code);
        if good {
            out.extend_from_slice(&if self.0 == ByteOrder::Big {
                code.to_be_bytes()
            } else {
                code.to_le_bytes()
            });
        }
        good
    }
    fn rejects(&self, code: u32) -> bool {
        matches!(code, 0xd800..=0xdfff)
    }
}

pub(super) fn encode<H: EncodeErrors>(
    text: Chars<'_>,
    order: ByteOrder,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    let encoder = Utf32(order);
    let mut out = Vec::with_capacity(4 + text.len().saturating_mul(4));
    if order == ByteOrder::Marked {
        encoder.put(&mut out, 0xfeff);
    }
    encode_with(&encoder, text, out, errors)
}
