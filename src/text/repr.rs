//! `repr` and `ascii` of text, `repr` of bytes.
//!
//! The quote is `'` unless the content has `'` and no `"`. Printable characters stand for themselves; what the
//! character database of [`unicode`](super::unicode) does not call printable is escaped.

use super::chars::{Unit, each_width};
use super::unicode::is_printable;
use super::{CharBuf, Chars};

const HEX: &[u8; 16] = b"0123456789abcdef";

/// `repr(text)`
#[must_use]
pub fn repr(text: Chars<'_>) -> CharBuf {
    let mut out = CharBuf::with_capacity(text.len().saturating_add(2));
    push_repr(&mut out, text);
    out
}

/// `ascii(text)`
#[must_use]
pub fn ascii(text: Chars<'_>) -> CharBuf {
    let mut out = CharBuf::with_capacity(text.len().saturating_add(2));
    each_width!(text, units => quote_with(&mut out, units, |_| false));
    out
}

/// Appends `repr(text)`: for the `repr` of containers.
pub fn push_repr(out: &mut CharBuf, text: Chars<'_>) {
    each_width!(text, units => quote_with(out, units, is_printable));
}

/// `repr(bytes)`; `bytearray` and friends write their name around it.
#[must_use]
pub fn bytes_repr(bytes: &[u8]) -> CharBuf {
    let mut out = Vec::with_capacity(bytes.len().saturating_add(3));
    out.push(b'b');
    let quote = quote_of(bytes);
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ if byte == quote => out.extend_from_slice(&[b'\\', quote]),
            b' '..=b'~' => out.push(byte),
            _ => out.extend_from_slice(&[
                b'\\',
                b'x',
                HEX[usize::from(byte >> 4)],
                HEX[usize::from(byte & 15)],
            ]),
        }
    }
    out.push(quote);
    CharBuf::Latin1(out)
}

fn quote_of<T: Unit>(units: &[T]) -> u8 {
    let has = |quote: u8| T::truncate(quote.into()).position_in(units).is_some();
    if has(b'\'') && !has(b'"') {
        b'"'
    } else {
        b'\''
    }
}

fn quote_with<T: Unit>(out: &mut CharBuf, units: &[T], show: impl Fn(u32) -> bool) {
    let quote = u32::from(quote_of(units));
    let plain = |code: u32| match code {
        0x20..=0x7e => code != quote && code != 0x5c,
        0x80.. => show(code),
        _ => false,
    };
    out.push(quote);
    let mut rest = units;
    loop {
        let run = rest.iter().take_while(|unit| plain(unit.code())).count();
        let (shown, other) = rest.split_at_checked(run).unwrap_or_default();
        out.extend(T::view(shown));
        let Some((unit, behind)) = other.split_first() else {
            break;
        };
        push_escaped(out, unit.code());
        rest = behind;
    }
    out.push(quote);
}

/// A character that cannot stand for itself: quotes and backslashes get a backslash, the rest its number.
fn push_escaped(out: &mut CharBuf, code: u32) {
    let (letter, digits) = match code {
        0x22 | 0x27 | 0x5c => (code, 0),
        9 => (0x74, 0),
        10 => (0x6e, 0),
        13 => (0x72, 0),
        0..=0xff => (0x78, 2),
        0x100..=0xffff => (0x75, 4),
        _ => (0x55, 8),
    };
    out.push(0x5c);
    out.push(letter);
    for place in (0..digits).rev() {
        out.push(HEX[(code >> (4 * place) & 15) as usize].into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(codes: &[u32], expected: &str, expected_ascii: &str) {
        let text: CharBuf = codes.iter().copied().collect();
        assert_eq!(repr(text.as_chars()).as_chars().to_string_lossy(), expected);
        assert_eq!(
            ascii(text.as_chars()).as_chars().to_string_lossy(),
            expected_ascii
        );
    }

    #[test]
    fn text_is_quoted_and_escaped() {
        check(&[], "''", "''");
        check(&[0x61, 0x27], r#""a'""#, r#""a'""#);
        check(&[0x22, 0x27], r#"'"\''"#, r#"'"\''"#);
        check(
            &[9, 10, 13, 0, 0x7f, 0x5c],
            r"'\t\n\r\x00\x7f\\'",
            r"'\t\n\r\x00\x7f\\'",
        );
        check(&[0xe9, 0xa0, 0xad], r"'é\xa0\xad'", r"'\xe9\xa0\xad'");
        check(
            &[0x65e5, 0x200b, 0xd800],
            r"'日\u200b\ud800'",
            r"'\u65e5\u200b\ud800'",
        );
        check(
            &[0x1f600, 0xe0001],
            r"'😀\U000e0001'",
            r"'\U0001f600\U000e0001'",
        );
    }

    #[test]
    fn bytes_are_quoted_and_escaped() {
        let shown = |bytes: &[u8]| bytes_repr(bytes).as_chars().to_string_lossy().into_owned();
        assert_eq!(shown(b"ab\n\x00\xff\\"), r"b'ab\n\x00\xff\\'");
        assert_eq!(shown(b"it's"), r#"b"it's""#);
        assert_eq!(shown(b"\"'"), r#"b'"\''"#);
    }
}
