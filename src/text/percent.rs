//! The grammar of `text % values`, for `str` and, as `Chars::Latin1`, for `bytes`: literal text and conversion
//! specifications. Only parsing, at the caller's pace; which conversions exist is the caller's business. All errors are
//! `ValueError`.

use super::Chars;
use super::search::find_char;
use std::fmt;
use std::ops::Range;

/// What is wrong with a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// A `(` is not closed.
    Key,
    /// The format ends inside a specification.
    Incomplete,
    /// The width does not fit.
    Width,
    /// The precision does not fit (for `bytes` the message is `prec too big`).
    Precision,
}

impl fmt::Display for PercentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key => "incomplete format key",
            Self::Incomplete => "incomplete format",
            Self::Width => "width too big",
            Self::Precision => "precision too big",
        })
    }
}

/// Literal text and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Text to be copied, a `%` of `%%` included.
    pub literal: Range<usize>,
    /// The specification behind it.
    pub spec: Option<Spec>,
}

/// A conversion specification: `%(key)-#08.3d`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spec {
    /// What stands between parentheses, nested ones included.
    pub key: Option<Range<usize>>,
    /// `-`: at the left of its field.
    pub left: bool,
    /// `+`: a sign always.
    pub sign: bool,
    /// A space where a plus would be.
    pub space: bool,
    /// `#`: the alternate form.
    pub alternate: bool,
    /// `0`: filled with zeros.
    pub zero: bool,
    /// The least width.
    pub width: Option<Amount>,
    /// The precision; `.` alone is 0.
    pub precision: Option<Amount>,
    /// The conversion letter, whatever it is.
    pub conversion: u32,
    /// Where the letter stands, for "at index N".
    pub index: usize,
}

/// A width or precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// Written out.
    Number(usize),
    /// `*`: the next value, taken before the one to be shown (`TypeError("* wants int")`).
    Star,
}

/// Reads the next piece of a format from `at`, which it moves; `None` at the end.
pub fn next_piece(format: Chars<'_>, at: &mut usize) -> Option<Result<Piece, PercentError>> {
    let start = *at;
    if start >= format.len() {
        return None;
    }
    let rest = format.slice(start..format.len());
    let Some(percent) = find_char(rest, 0x25).map(|offset| start + offset) else {
        *at = format.len();
        return Some(Ok(Piece {
            literal: start..format.len(),
            spec: None,
        }));
    };
    *at = percent + 1;
    if format.get(*at) == Some(0x25) {
        *at += 1;
        return Some(Ok(Piece {
            literal: start..percent + 1,
            spec: None,
        }));
    }
    Some(read_spec(format, at).map(|spec| Piece {
        literal: start..percent,
        spec: Some(spec),
    }))
}

fn read_spec(format: Chars<'_>, at: &mut usize) -> Result<Spec, PercentError> {
    let mut spec = Spec::default();
    if format.get(*at) == Some(0x28) {
        *at += 1;
        spec.key = Some(read_key(format, at)?);
    }
    while let Some(flag) = flag(&mut spec, format.get(*at)) {
        *flag = true;
        *at += 1;
    }
    spec.width = read_amount(format, at, isize::MAX as usize).ok_or(PercentError::Width)?;
    if format.get(*at) == Some(0x2e) {
        *at += 1;
        let precision =
            read_amount(format, at, i32::MAX as usize).ok_or(PercentError::Precision)?;
        spec.precision = precision.or(Some(Amount::Number(0)));
    }
    // A length, h l or L as in C, means nothing.
    if matches!(format.get(*at), Some(0x68 | 0x6c | 0x4c)) {
        *at += 1;
    }
    spec.conversion = format.get(*at).ok_or(PercentError::Incomplete)?;
    spec.index = *at;
    *at += 1;
    Ok(spec)
}

fn read_key(format: Chars<'_>, at: &mut usize) -> Result<Range<usize>, PercentError> {
    let (start, mut depth) = (*at, 1usize);
    while let Some(code) = format.get(*at) {
        *at += 1;
        match code {
            0x28 => depth += 1,
            0x29 if depth == 1 => return Ok(start..*at - 1),
            0x29 => depth -= 1,
            _ => {}
        }
    }
    Err(PercentError::Key)
}

fn flag(spec: &mut Spec, code: Option<u32>) -> Option<&mut bool> {
    Some(match char::from_u32(code?)? {
        '-' => &mut spec.left,
        '+' => &mut spec.sign,
        ' ' => &mut spec.space,
        '#' => &mut spec.alternate,
        '0' => &mut spec.zero,
        _ => return None,
    })
}

/// A number, a star, or nothing; `None` above `limit`.
fn read_amount(format: Chars<'_>, at: &mut usize, limit: usize) -> Option<Option<Amount>> {
    if format.get(*at) == Some(0x2a) {
        *at += 1;
        return Some(Some(Amount::Star));
    }
    let mut amount = None;
    while let Some(digit) = format
        .get(*at)
        .and_then(char::from_u32)
        .and_then(|c| c.to_digit(10))
    {
        *at += 1;
        let value = amount
            .unwrap_or(0usize)
            .checked_mul(10)?
            .checked_add(digit as usize)?;
        amount = Some(value).filter(|value| *value <= limit);
        amount?;
    }
    Some(amount.map(Amount::Number))
}

/// The message for a conversion that does not exist (`ValueError`).
#[must_use]
pub fn unsupported_conversion(spec: &Spec) -> String {
    let code = spec.conversion;
    let shown = char::from_u32(code)
        .filter(|c| matches!(c, ' '..='\x7f'))
        .unwrap_or('?');
    format!(
        "unsupported format character '{shown}' (0x{code:x}) at index {}",
        spec.index
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharBuf;

    #[track_caller]
    fn check(format: &str, literal: Range<usize>, expected: Result<Option<Spec>, PercentError>) {
        let format = CharBuf::from(format);
        let piece = next_piece(format.as_chars(), &mut 0);
        assert_eq!(piece, Some(expected.map(|spec| Piece { literal, spec })));
    }

    #[test]
    fn specifications_are_read() {
        let plain = |conversion: char, index| Spec {
            conversion: conversion.into(),
            index,
            ..Spec::default()
        };
        check("abc", 0..3, Ok(None));
        check("a%%b", 0..2, Ok(None));
        check("a%s", 0..1, Ok(Some(plain('s', 2))));
        check("%ld", 0..0, Ok(Some(plain('d', 2))));
        check("%lhd", 0..0, Ok(Some(plain('h', 2))));
        check(
            "%(a(b))s",
            0..0,
            Ok(Some(Spec {
                key: Some(2..6),
                ..plain('s', 7)
            })),
        );
        let (width, precision) = (Some(Amount::Number(5)), Some(Amount::Number(3)));
        let full = Spec {
            left: true,
            sign: true,
            zero: true,
            width,
            precision,
            ..plain('f', 7)
        };
        check("%-+05.3f", 0..0, Ok(Some(full)));
        let stars = Spec {
            width: Some(Amount::Star),
            precision: Some(Amount::Star),
            ..plain('d', 4)
        };
        check("%*.*d", 0..0, Ok(Some(stars)));
        check(
            "%.d",
            0..0,
            Ok(Some(Spec {
                precision: Some(Amount::Number(0)),
                ..plain('d', 2)
            })),
        );
    }

    #[test]
    fn mistakes_have_names() {
        check("%", 0..0, Err(PercentError::Incomplete));
        check("%5", 0..0, Err(PercentError::Incomplete));
        check("%l", 0..0, Err(PercentError::Incomplete));
        check("%(a", 0..0, Err(PercentError::Key));
        check("%99999999999999999999d", 0..0, Err(PercentError::Width));
        check("%.9999999999d", 0..0, Err(PercentError::Precision));
        let spec = Spec {
            conversion: 0x65e5,
            index: 4,
            ..Spec::default()
        };
        assert_eq!(
            unsupported_conversion(&spec),
            "unsupported format character '?' (0x65e5) at index 4"
        );
    }
}
