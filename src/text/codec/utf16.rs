//! UTF-16 in both byte orders, with or without a byte-order mark.

use super::{
    BLOCK, ByteOrder, CodecError, DecodeErrors, Decoded, EncodeErrors, Encoder, encode_with,
};
use crate::text::chars::Unit;
use crate::text::{CharBuf, Chars};

pub(super) fn decode<H: DecodeErrors>(
    input: &[u8],
    order: ByteOrder,
    last: bool,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    let (order, mut at) = match (order, input) {
        (ByteOrder::Marked, [0xff, 0xfe, ..]) => (ByteOrder::Little, 2),
        (ByteOrder::Marked, [0xfe, 0xff, ..]) => (ByteOrder::Big, 2),
        _ => (order, 0),
    };
    let encoding = if order == ByteOrder::Big {
        "utf-16-be"
    } else {
        "utf-16-le"
    };
    let mut out = CharBuf::with_capacity(input.len() / 2);
    let mut plain_from = at;
    while at < input.len() {
        if at >= plain_from {
            at = plain_blocks(input, at, order, &mut out);
            plain_from = at + 2 * BLOCK;
            continue;
        }
        let (end, reason) = match next(input, at, order) {
            Next::Char(code, width) => {
                out.push(code);
                at += width;
                continue;
            }
            Next::Incomplete(_) if !last => break,
            Next::Incomplete(reason) => (input.len(), reason),
            Next::Bad(reason) => (at + 2, reason),
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

/// Copies blocks without surrogates from `at` on; gives where they end.
fn plain_blocks(input: &[u8], mut at: usize, order: ByteOrder, out: &mut CharBuf) -> usize {
    while let Some(block) = input
        .get(at..)
        .and_then(|rest| rest.first_chunk::<{ 2 * BLOCK }>())
    {
        let mut units = [0u16; BLOCK];
        for (unit, &bytes) in units.iter_mut().zip(block.as_chunks().0) {
            *unit = if order == ByteOrder::Big {
                u16::from_be_bytes(bytes)
            } else {
                u16::from_le_bytes(bytes)
            };
        }
        if units
            .iter()
            .fold(false, |found, unit| found | (unit & 0xf800 == 0xd800))
        {
            break;
        }
        out.extend(Chars::Ucs2(&units));
        at += 2 * BLOCK;
    }
    at
}

enum Next {
    Char(u32, usize),
    Incomplete(&'static str),
    Bad(&'static str),
}

#[inline]
fn unit(input: &[u8], at: usize, order: ByteOrder) -> Option<u32> {
    let bytes = *input.get(at..)?.first_chunk()?;
    Some(
        if order == ByteOrder::Big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        }
        .into(),
    )
}

#[inline]
fn next(input: &[u8], at: usize, order: ByteOrder) -> Next {
    match unit(input, at, order) {
        None => Next::Incomplete("truncated data"),
        Some(high @ 0xd800..=0xdbff) => match unit(input, at + 2, order) {
            None => Next::Incomplete("unexpected end of data"),
            Some(low @ 0xdc00..=0xdfff) => {
                Next::Char(0x10000 + ((high & 0x3ff) << 10 | low & 0x3ff), 4)
            }
            Some(_) => Next::Bad("illegal UTF-16 surrogate"),
        },
        Some(0xdc00..=0xdfff) => Next::Bad("illegal encoding"),
        Some(code) => Next::Char(code, 2),
    }
}

struct Utf16(ByteOrder);

impl Utf16 {
    #[inline]
    fn unit(&self, out: &mut Vec<u8>, unit: u32) {
        let unit = unit as u16;
        out.extend_from_slice(&if self.0 == ByteOrder::Big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        });
    }
}

impl Encoder for Utf16 {
    const REASON: &'static str = "surrogates not allowed";
    const RUNS: bool = false;
    const UNIT: usize = 2;
    fn name(&self) -> &'static str {
        match self.0 {
            ByteOrder::Marked => "utf-16",
            ByteOrder::Little => "utf-16-le",
            ByteOrder::Big => "utf-16-be",
        }
    }
    #[inline]
    fn put(&self, out: &mut Vec<u8>, code: u32) -> bool {
        match code {
            0xd800..=0xdfff => return false,
            0..=0xffff => self.unit(out, code),
            _ => {
                let above = code - 0x10000;
                self.unit(out, 0xd800 | above >> 10);
                self.unit(out, 0xdc00 | above & 0x3ff);
            }
        }
        true
    }
    fn rejects(&self, code: u32) -> bool {
        matches!(code, 0xd800..=0xdfff)
    }
    fn put_block<T: Unit>(&self, out: &mut Vec<u8>, block: &[T; BLOCK]) -> bool {
        let hard = |code: u32| (code & 0x1f_f800 == 0xd800) | (code > 0xffff);
        if block
            .iter()
            .fold(false, |found, unit| found | hard(unit.code()))
        {
            return false;
        }
        let swap = self.0 == ByteOrder::Big;
        let coded = block.map(|unit| {
            let unit = unit.code() as u16;
            if swap {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        });
        out.extend_from_slice(coded.as_flattened());
        true
    }
}

pub(super) fn encode<H: EncodeErrors>(
    text: Chars<'_>,
    order: ByteOrder,
    errors: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    let encoder = Utf16(order);
    let mut out = Vec::with_capacity(2 + text.len().saturating_mul(2));
    if order == ByteOrder::Marked {
        encoder.unit(&mut out, 0xfeff);
    }
    encode_with(&encoder, text, out, errors)
}
