//! `unicode_escape` and `raw_unicode_escape`: the escapes of Python's string literals.

use super::errors::push_escape;
use super::{CodecError, DecodeErrors, Decoded};
use crate::text::unicode::names;
use crate::text::{CharBuf, Chars};

/// What stands at a backslash.
enum Escape {
    /// One character, or nothing (a continued line), ending before the position.
    Char(Option<u32>, usize),
    /// A backslash that begins no escape: it and the character behind it stand for themselves.
    Literal(usize),
    /// The input ends inside the escape; the reason counts when no more may follow.
    Incomplete(&'static str),
    /// The input up to the position is wrong.
    Bad(&'static str, usize),
}

pub(super) fn decode<H: DecodeErrors>(
    input: &[u8],
    last: bool,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    let mut invalid = None;
    let mut decoded = unescape("unicodeescape", input, last, errors, |input, at| {
        let escape = read_escape(input, at + 1);
        let bad_octal = matches!(escape, Escape::Char(Some(code), end) if end == at + 4 && code > 0xff && is_octal(input, at + 1));
        if invalid.is_none() && (bad_octal || matches!(escape, Escape::Literal(_))) {
            invalid = Some(at + 1);
        }
        escape
    })?;
    decoded.invalid_escape = invalid;
    Ok(decoded)
}

pub(super) fn decode_raw<H: DecodeErrors>(
    input: &[u8],
    last: bool,
    errors: &mut H,
) -> Result<Decoded, H::Failure> {
    unescape(
        "rawunicodeescape",
        input,
        last,
        errors,
        |input, at| match input.get(at + 1) {
            Some(b'u') => read_hex(input, at + 2, 4, "truncated \\uXXXX escape", ""),
            Some(b'U') => read_hex(
                input,
                at + 2,
                8,
                "truncated \\UXXXXXXXX escape",
                "\\Uxxxxxxxx out of range",
            ),
            None if last => Escape::Char(Some(0x5c), at + 1),
            None => Escape::Incomplete(""),
            Some(_) => Escape::Literal(at + 2),
        },
    )
}

/// The loop of both: text up to a backslash is Latin-1, `read` says what stands at it.
fn unescape<H: DecodeErrors>(
    encoding: &'static str,
    input: &[u8],
    last: bool,
    errors: &mut H,
    mut read: impl FnMut(&[u8], usize) -> Escape,
) -> Result<Decoded, H::Failure> {
    let mut out = CharBuf::with_capacity(input.len());
    let mut at = 0;
    while let Some(rest) = input.get(at..) {
        let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        out.extend(Chars::Latin1(rest.get(..plain).unwrap_or(&[])));
        at += plain;
        if at >= input.len() {
            break;
        }
        let (end, reason) = match read(input, at) {
            Escape::Char(code, end) => {
                code.into_iter().for_each(|code| out.push(code));
                at = end;
                continue;
            }
            Escape::Literal(end) => {
                out.extend(Chars::Latin1(input.get(at..end).unwrap_or(&[])));
                at = end;
                continue;
            }
            Escape::Incomplete(_) if !last => return Ok(Decoded::new(out, at)),
            Escape::Incomplete(reason) => (input.len(), reason),
            Escape::Bad(reason, end) => (end, reason),
        };
        at = errors.recover(
            input,
            CodecError {
                encoding,
                start: at,
                end,
                reason,
            },
            &mut out,
        )?;
    }
    Ok(Decoded::new(out, input.len()))
}

/// Reads what follows a backslash; `at` is behind it.
fn read_escape(input: &[u8], at: usize) -> Escape {
    let Some(&letter) = input.get(at) else {
        return Escape::Incomplete("\\ at end of string");
    };
    let code = match letter {
        b'\n' => return Escape::Char(None, at + 1),
        b'\\' | b'\'' | b'"' => letter.into(),
        b'a' => 7,
        b'b' => 8,
        b't' => 9,
        b'n' => 10,
        b'v' => 11,
        b'f' => 12,
        b'r' => 13,
        b'0'..=b'7' => return read_octal(input, at),
        b'x' => return read_hex(input, at + 1, 2, "truncated \\xXX escape", ""),
        b'u' => return read_hex(input, at + 1, 4, "truncated \\uXXXX escape", ""),
        b'U' => {
            return read_hex(
                input,
                at + 1,
                8,
                "truncated \\UXXXXXXXX escape",
                "illegal Unicode character",
            );
        }
        b'N' => return read_name(input, at + 1),
        _ => return Escape::Literal(at + 1),
    };
    Escape::Char(Some(code), at + 1)
}

fn is_octal(input: &[u8], at: usize) -> bool {
    matches!(input.get(at), Some(b'0'..=b'7'))
}

fn read_octal(input: &[u8], at: usize) -> Escape {
    let digits = input
        .get(at..)
        .unwrap_or(&[])
        .iter()
        .take(3)
        .take_while(|byte| matches!(byte, b'0'..=b'7'));
    let end = at + digits.clone().count();
    Escape::Char(
        Some(digits.fold(0, |code, &digit| code << 3 | u32::from(digit - b'0'))),
        end,
    )
}

/// `count` hex digits from `at` on. Four digits cannot be out of range.
fn read_hex(
    input: &[u8],
    at: usize,
    count: usize,
    truncated: &'static str,
    out_of_range: &'static str,
) -> Escape {
    let (mut code, mut end) = (0u32, at);
    while end < at + count {
        let Some(&byte) = input.get(end) else {
            return Escape::Incomplete(truncated);
        };
        let Some(digit) = char::from(byte).to_digit(16) else {
            return Escape::Bad(truncated, end);
        };
        code = code << 4 | digit;
        end += 1;
    }
    if code > 0x10_ffff {
        Escape::Bad(out_of_range, end)
    } else {
        Escape::Char(Some(code), end)
    }
}

/// `{NAME}` behind `\N`.
fn read_name(input: &[u8], at: usize) -> Escape {
    const MALFORMED: &str = "malformed \\N character escape";
    match input.get(at) {
        None => return Escape::Incomplete(MALFORMED),
        Some(b'{') => {}
        Some(_) => return Escape::Bad(MALFORMED, at),
    }
    let rest = input.get(at + 1..).unwrap_or(&[]);
    match memchr::memchr(b'}', rest) {
        None => Escape::Incomplete(MALFORMED),
        Some(0) => Escape::Bad(MALFORMED, at + 1),
        Some(len) => {
            let name = rest
                .get(..len)
                .and_then(|name| std::str::from_utf8(name).ok());
            let end = at + len + 2;
            match name.and_then(names::lookup) {
                Some(code) => Escape::Char(Some(code), end),
                None => Escape::Bad("unknown Unicode character name", end),
            }
        }
    }
}

pub(super) fn encode(text: Chars<'_>) -> Vec<u8> {
    let mut out = CharBuf::with_capacity(text.len());
    for code in text {
        match code {
            9 => out.push_str("\\t"),
            10 => out.push_str("\\n"),
            13 => out.push_str("\\r"),
            0x5c => out.push_str("\\\\"),
            0x20..=0x7e => out.push(code),
            _ => push_escape(&mut out, code),
        }
    }
    out.into_latin1().unwrap_or_default()
}

pub(super) fn encode_raw(text: Chars<'_>) -> Vec<u8> {
    let mut out = CharBuf::with_capacity(text.len());
    for code in text {
        match code {
            0..=0xff => out.push(code),
            _ => push_escape(&mut out, code),
        }
    }
    out.into_latin1().unwrap_or_default()
}
