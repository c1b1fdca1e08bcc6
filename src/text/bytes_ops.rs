//! What `bytes` and `bytearray` do on their own terms: hexadecimal, ASCII case and classes, translation tables.
//!
//! Searching, splitting, replacing, padding and joining bytes is the same as for text: see `search`, `split` (with
//! `Alphabet::Bytes`) and `build`, with `Chars::Latin1(bytes)`.

use super::{Chars, TooLong};

/// `bytes.hex(sep, bytes_per_sep)`, as ASCII. A separator every `per_sep` bytes, counted from the right, from the left if
/// negative, none if zero.
pub fn hex(bytes: &[u8], sep: Option<u8>, per_sep: isize) -> Result<Vec<u8>, TooLong> {
    let group = if sep.is_some() {
        per_sep.unsigned_abs()
    } else {
        0
    };
    let groups = bytes
        .len()
        .checked_sub(1)
        .and_then(|last| last.checked_div(group))
        .unwrap_or(0);
    let total = bytes
        .len()
        .checked_mul(2)
        .and_then(|digits| digits.checked_add(groups))
        .ok_or(TooLong)?;
    let mut out = Vec::new();
    out.try_reserve_exact(total).map_err(|_| TooLong)?;
    // The first group is the incomplete one when counting from the right.
    let first = if per_sep > 0 {
        bytes.len().checked_rem(group).unwrap_or(0)
    } else {
        0
    };
    let mut until = if first > 0 { first } else { group };
    for &byte in bytes {
        if group > 0 {
            if until == 0 {
                out.extend(sep);
                until = group;
            }
            until -= 1;
        }
        let digit = |value: u8| value + if value < 10 { b'0' } else { b'a' - 10 };
        out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    Ok(out)
}

/// Why [`fromhex`] failed; both are `ValueError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HexError {
    /// `non-hexadecimal number found in fromhex() arg at position N`
    Digit(usize),
    /// `fromhex() arg must contain an even number of hexadecimal digits`
    Odd,
}

/// `bytes.fromhex(text)`: pairs of digits, ASCII white space between pairs.
pub fn fromhex(text: Chars<'_>) -> Result<Vec<u8>, HexError> {
    // A character that is not ASCII is reported before anything that precedes it.
    if let Some(at) = text.iter().position(|code| code > 0x7f) {
        return Err(HexError::Digit(at));
    }
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut codes = text.iter().enumerate();
    let digit = |code: u32| {
        char::from_u32(code)
            .and_then(|c| c.to_digit(16))
            .map(|value| value as u8)
    };
    while let Some((at, code)) = codes.next() {
        if is_space(code as u8) {
            continue;
        }
        let high = digit(code).ok_or(HexError::Digit(at))?;
        let (at, code) = codes.next().ok_or(HexError::Odd)?;
        out.push(high << 4 | digit(code).ok_or(HexError::Digit(at))?);
    }
    Ok(out)
}

/// ASCII white space; unlike Rust's, it has the vertical tab.
#[must_use]
pub fn is_space(byte: u8) -> bool {
    matches!(byte, 9..=13 | 32)
}

fn all(bytes: &[u8], test: impl Fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(test)
}

/// `bytes.isalpha`
#[must_use]
pub fn isalpha(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphabetic)
}

/// `bytes.isdigit`
#[must_use]
pub fn isdigit(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_digit)
}

/// `bytes.isalnum`
#[must_use]
pub fn isalnum(bytes: &[u8]) -> bool {
    all(bytes, u8::is_ascii_alphanumeric)
}

/// `bytes.isspace`
#[must_use]
pub fn isspace(bytes: &[u8]) -> bool {
    all(bytes, |&byte| is_space(byte))
}

/// `bytes.isupper`: an upper-case letter and no lower-case one.
#[must_use]
pub fn isupper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `bytes.islower`: a lower-case letter and no upper-case one.
#[must_use]
pub fn islower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `bytes.istitle`: upper case starts every word, lower case continues it.
#[must_use]
pub fn istitle(bytes: &[u8]) -> bool {
    let (mut in_word, mut seen) = (false, false);
    for byte in bytes {
        if byte.is_ascii_alphabetic() && byte.is_ascii_uppercase() == in_word {
            return false;
        }
        in_word = byte.is_ascii_alphabetic();
        seen |= in_word;
    }
    seen
}

/// `bytes.upper`
#[must_use]
pub fn upper(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_uppercase()
}

/// `bytes.lower`
#[must_use]
pub fn lower(bytes: &[u8]) -> Vec<u8> {
    bytes.to_ascii_lowercase()
}

/// `bytes.swapcase`
#[must_use]
pub fn swapcase(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .map(|byte| byte ^ u8::from(byte.is_ascii_alphabetic()) << 5)
        .collect()
}

/// `bytes.capitalize`
#[must_use]
pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

/// `bytes.title`
#[must_use]
pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    let cased = |byte: &u8| {
        let out = if in_word {
            byte.to_ascii_lowercase()
        } else {
            byte.to_ascii_uppercase()
        };
        in_word = byte.is_ascii_alphabetic();
        out
    };
    bytes.iter().map(cased).collect()
}

/// `bytes.maketrans(from, to)`; `None` when the lengths differ
/// (`ValueError("maketrans arguments must have same length")`).
#[must_use]
pub fn maketrans(from: &[u8], to: &[u8]) -> Option<[u8; 256]> {
    let mut table: [u8; 256] = std::array::from_fn(|byte| byte as u8);
    for (&byte, &other) in from.iter().zip(to) {
        table[usize::from(byte)] = other;
    }
    (from.len() == to.len()).then_some(table)
}

/// `bytes.translate(table, delete)`: first the bytes of `delete` go, then the rest is mapped.
#[must_use]
pub fn translate(bytes: &[u8], table: Option<&[u8; 256]>, delete: &[u8]) -> Vec<u8> {
    let map = |byte: u8| table.map_or(byte, |table| table[usize::from(byte)]);
    if delete.is_empty() {
        return bytes.iter().map(|&byte| map(byte)).collect();
    }
    let mut gone = [false; 256];
    delete
        .iter()
        .for_each(|&byte| gone[usize::from(byte)] = true);
    bytes
        .iter()
        .filter(|&&byte| !gone[usize::from(byte)])
        .map(|&byte| map(byte))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_groups_from_either_side() {
        #[track_caller]
        fn check(bytes: &[u8], sep: Option<u8>, per_sep: isize, expected: &[u8]) {
            assert_eq!(hex(bytes, sep, per_sep).as_deref(), Ok(expected));
        }
        check(b"\x01\xab\xff", None, 1, b"01abff");
        check(b"\x01\xab\xff", Some(b':'), 1, b"01:ab:ff");
        check(b"\x01\xab\xff", Some(b':'), 2, b"01:abff");
        check(b"\x01\xab\xff", Some(b':'), -2, b"01ab:ff");
        check(b"\x01\xab\xff", Some(b':'), 0, b"01abff");
        check(b"\x01\xab", Some(b':'), isize::MIN, b"01ab");
        check(b"", Some(b':'), 1, b"");
    }

    #[test]
    fn fromhex_reports_the_place() {
        #[track_caller]
        fn check(text: &str, expected: Result<&[u8], HexError>) {
            let text = crate::text::CharBuf::from(text);
            assert_eq!(
                fromhex(text.as_chars()).as_deref().map_err(|error| *error),
                expected
            );
        }
        check(" aB cd\n", Ok(b"\xab\xcd"));
        check("abc", Err(HexError::Odd));
        check("a b", Err(HexError::Digit(1)));
        check("agh", Err(HexError::Digit(1)));
        check("gé", Err(HexError::Digit(1)));
    }

    #[test]
    fn ascii_case_and_classes() {
        assert_eq!(title(b"they're x1y"), b"They'Re X1Y");
        assert_eq!(swapcase(b"aB1\xe9"), b"Ab1\xe9");
        assert_eq!(capitalize(b"aB"), b"Ab");
        assert!(istitle(b"Ab C") && !istitle(b"ab") && !istitle(b"AB") && !istitle(b"1"));
        assert!(isupper(b"A1") && !isupper(b"1") && islower(b"a\xc9") && isspace(b" \x0b"));
        let table = maketrans(b"ab", b"xy");
        assert_eq!(translate(b"abca", table.as_ref(), b"c"), b"xyx");
        assert_eq!(maketrans(b"a", b""), None);
    }
}
