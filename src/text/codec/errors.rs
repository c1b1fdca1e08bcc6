//! Error handlers: the built-in ones by name, and the adapter for handlers a program registered.

use super::{CodecError, DecodeErrors, EncodeErrors, Patch};
use crate::text::charbuf::push_wtf8;
use crate::text::unicode::names;
use crate::text::{CharBuf, Chars};
use std::fmt::Write;

/// The error handlers every Python has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// Raise.
    Strict,
    /// Leave out.
    Ignore,
    /// U+FFFD when decoding, `?` when encoding.
    Replace,
    /// `\xhh`, `\uhhhh`, `\Uhhhhhhhh`.
    BackslashReplace,
    /// `&#233;`; encoding only.
    XmlCharRefReplace,
    /// `\N{...}`; encoding only.
    NameReplace,
    /// Bytes from 80 on stand as surrogates from U+DC80 on.
    SurrogateEscape,
    /// Surrogates are coded like other characters; UTF-8, UTF-16 and UTF-32 only.
    SurrogatePass,
}

impl Errors {
    /// The handler of a name. Names not known here may be registered with the program.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "strict" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "backslashreplace" => Self::BackslashReplace,
            "xmlcharrefreplace" => Self::XmlCharRefReplace,
            "namereplace" => Self::NameReplace,
            "surrogateescape" => Self::SurrogateEscape,
            "surrogatepass" => Self::SurrogatePass,
            _ => return None,
        })
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Ignore => "ignore",
            Self::Replace => "replace",
            Self::BackslashReplace => "backslashreplace",
            Self::XmlCharRefReplace => "xmlcharrefreplace",
            Self::NameReplace => "namereplace",
            Self::SurrogateEscape => "surrogateescape",
            Self::SurrogatePass => "surrogatepass",
        }
    }
}

/// Why a built-in handler ended the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// `UnicodeDecodeError` or `UnicodeEncodeError`.
    Error(CodecError),
    /// The handler cannot decode:
    /// `TypeError("don't know how to handle UnicodeDecodeError in error callback")`.
    Unsupported,
}

impl DecodeErrors for Errors {
    type Failure = Failure;

    fn recover(
        &mut self,
        input: &[u8],
        error: CodecError,
        out: &mut CharBuf,
    ) -> Result<usize, Failure> {
        let bad = input.get(error.start..error.end).unwrap_or(&[]);
        match self {
            Self::Strict => return Err(Failure::Error(error)),
            Self::XmlCharRefReplace | Self::NameReplace => return Err(Failure::Unsupported),
            Self::Ignore => {}
            Self::Replace => out.push(0xfffd),
            Self::BackslashReplace => bad.iter().for_each(|&byte| push_escape(out, byte.into())),
            Self::SurrogateEscape => {
                let high = bad.iter().take(4).take_while(|byte| !byte.is_ascii());
                let count = high.clone().count();
                high.for_each(|&byte| out.push(0xdc00 | u32::from(byte)));
                return if count == 0 {
                    Err(Failure::Error(error))
                } else {
                    Ok(error.start + count)
                };
            }
            Self::SurrogatePass => {
                let rest = input.get(error.start..).unwrap_or(&[]);
                let (code, width) =
                    coded_surrogate(error.encoding, rest).ok_or(Failure::Error(error))?;
                out.push(code);
                return Ok(error.start + width);
            }
        }
        Ok(error.end)
    }
}

/// The surrogate at the beginning of bytes in one of the UTF encodings, and its width.
fn coded_surrogate(encoding: &str, bytes: &[u8]) -> Option<(u32, usize)> {
    let (code, width) = match (encoding, bytes) {
        ("utf-8", [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..]) => (
            0xd000 | (u32::from(*second) & 0x3f) << 6 | u32::from(*third) & 0x3f,
            3,
        ),
        ("utf-16-le", [a, b, ..]) => (u16::from_le_bytes([*a, *b]).into(), 2),
        ("utf-16-be", [a, b, ..]) => (u16::from_be_bytes([*a, *b]).into(), 2),
        ("utf-32-le", [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
        ("utf-32-be", [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
        _ => return None,
    };
    matches!(code, 0xd800..=0xdfff).then_some((code, width))
}

/// A surrogate in one of the UTF encodings.
fn code_surrogate(encoding: &str, out: &mut Vec<u8>, code: u32) -> bool {
    match encoding {
        "utf-8" => push_wtf8(out, code),
        "utf-16" | "utf-16-le" => out.extend_from_slice(&(code as u16).to_le_bytes()),
        "utf-16-be" => out.extend_from_slice(&(code as u16).to_be_bytes()),
        "utf-32" | "utf-32-le" => out.extend_from_slice(&code.to_le_bytes()),
        "utf-32-be" => out.extend_from_slice(&code.to_be_bytes()),
        _ => return false,
    }
    true
}

/// `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, the shortest that fits.
pub(super) fn push_escape(out: &mut CharBuf, code: u32) {
    // Writing to a buffer never fails.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

impl EncodeErrors for Errors {
    type Failure = Failure;

    fn recover(&mut self, text: Chars<'_>, error: CodecError) -> Result<(Patch, usize), Failure> {
        let bad = text.slice(error.start..error.end);
        let mut out = CharBuf::new();
        match self {
            Self::Strict => return Err(Failure::Error(error)),
            Self::Ignore => {}
            Self::Replace => out.push_repeated(0x3f, bad.len()),
            Self::BackslashReplace => bad.iter().for_each(|code| push_escape(&mut out, code)),
            Self::XmlCharRefReplace => bad.iter().for_each(|code| {
                let _ = write!(out, "&#{code};");
            }),
            Self::NameReplace => bad.iter().for_each(|code| match names::name(code) {
                Some(name) => {
                    let _ = write!(out, "\\N{{{name}}}");
                }
                None => push_escape(&mut out, code),
            }),
            Self::SurrogateEscape => {
                let bytes: Vec<u8> = bad
                    .iter()
                    .map_while(|code| {
                        code.checked_sub(0xdc00)
                            .filter(|byte| matches!(byte, 0x80..=0xff))
                    })
                    .map(|byte| byte as u8)
                    .collect();
                let next = error.start + bytes.len();
                return if bytes.is_empty() {
                    Err(Failure::Error(error))
                } else {
                    Ok((Patch::Bytes(bytes), next))
                };
            }
            Self::SurrogatePass => {
                let mut bytes = Vec::new();
                let surrogate = |code| matches!(code, 0xd800..=0xdfff);
                let all = bad.iter().all(|code| {
                    surrogate(code) && code_surrogate(error.encoding, &mut bytes, code)
                });
                return if all {
                    Ok((Patch::Bytes(bytes), error.end))
                } else {
                    Err(Failure::Error(error))
                };
            }
        }
        Ok((Patch::Text(out), error.end))
    }

    fn refuse(&mut self, _: Chars<'_>, error: CodecError) -> Failure {
        Failure::Error(error)
    }
}

/// A handler registered with the program: for decoding a function `(input, error) -> (replacement, resume position)`,
/// for encoding the same with a [`Patch`], and in both cases what turns an error into the failure to raise.
///
/// A resume position behind the end is taken as the end; the caller checks it first (`IndexError`).
#[derive(Debug)]
pub struct Callback<F, R> {
    /// Asks the program.
    pub handle: F,
    /// Makes the failure of an error that stands.
    pub refuse: R,
}

impl<E, F, R> DecodeErrors for Callback<F, R>
where
    F: FnMut(&[u8], CodecError) -> Result<(CharBuf, usize), E>,
{
    type Failure = E;

    fn recover(&mut self, input: &[u8], error: CodecError, out: &mut CharBuf) -> Result<usize, E> {
        let (text, next) = (self.handle)(input, error)?;
        out.extend(text.as_chars());
        Ok(next)
    }
}

impl<E, F, R> EncodeErrors for Callback<F, R>
where
    F: FnMut(Chars<'_>, CodecError) -> Result<(Patch, usize), E>,
    R: FnMut(Chars<'_>, CodecError) -> E,
{
    type Failure = E;

    fn recover(&mut self, text: Chars<'_>, error: CodecError) -> Result<(Patch, usize), E> {
        (self.handle)(text, error)
    }

    fn refuse(&mut self, text: Chars<'_>, error: CodecError) -> E {
        (self.refuse)(text, error)
    }
}
