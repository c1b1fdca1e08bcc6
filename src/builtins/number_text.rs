//! Text and numbers: what the constructors and `__format__` methods of `int`, `float` and `complex` share.
//!
//! The parsers of `num/` read stripped ASCII. Here the digits and spaces of Unicode become ASCII, as CPython's constructors do it.

use std::borrow::Cow;

use crate::num::format_number::Field;
use crate::num::format_spec::{FormatSpec, Subject};
use crate::object::{Bytes, Str, Value};
use crate::runtime::{OrNumError, PyResult, Vm};
use crate::text::{CharBuf, Chars, unicode};

/// C's white space, which the parsers skip around numbers.
fn is_c_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// `bytes` without C's white space around it.
#[must_use]
pub fn strip(bytes: &[u8]) -> &[u8] {
    let start = bytes
        .iter()
        .position(|b| !is_c_space(b))
        .unwrap_or(bytes.len());
    let end = bytes
        .iter()
        .rposition(|b| !is_c_space(b))
        .map_or(start, |at| at + 1);
    bytes.get(start..end).unwrap_or(&[])
}

/// The text as ASCII, stripped: decimal digits of any script become `0`–`9`, white space becomes a space. `None` when another character
/// outside ASCII occurs, which no number contains.
#[must_use]
pub fn to_ascii(chars: Chars<'_>) -> Option<Cow<'_, [u8]>> {
    if let Chars::Latin1(bytes) = chars
        && bytes.is_ascii()
    {
        return Some(Cow::Borrowed(strip(bytes)));
    }
    let mut ascii = Vec::with_capacity(chars.len());
    for c in chars.iter() {
        ascii.push(match u8::try_from(c) {
            _ if unicode::is_space(c) => b' ',
            Ok(byte) if byte.is_ascii() => byte,
            _ => b'0' + u8::try_from(unicode::decimal_value(c)?).ok()?,
        });
    }
    Some(Cow::Owned(strip(&ascii).to_vec()))
}

/// What a constructor reads a number from.
pub enum Source {
    /// A string: its stripped ASCII, `None` when it holds other characters.
    Text(Option<Vec<u8>>),
    /// A bytes-like object: its stripped content.
    Bytes(Vec<u8>),
}

impl Source {
    /// The ASCII to parse; nothing parses as a number when there is none.
    #[must_use]
    pub fn ascii(&self) -> &[u8] {
        match self {
            Source::Text(text) => text.as_deref().unwrap_or(b""),
            Source::Bytes(bytes) => bytes,
        }
    }
}

impl Vm {
    /// The characters of a string or bytes-like object, if `v` is one.
    pub fn number_source(&mut self, v: Value) -> PyResult<Option<Source>> {
        if let Some(s) = self.as_str(v) {
            return Ok(Some(Source::Text(to_ascii(s.chars()).map(Cow::into_owned))));
        }
        Ok(self
            .bytes_like_opt(v)?
            .map(|bytes| Source::Bytes(strip(&bytes).to_vec())))
    }

    /// How error texts show the object a number could not be read from: a string as it is, anything else as bytes; cut after 200 characters.
    pub fn show_source(&mut self, v: Value) -> PyResult<String> {
        let shown = if self.as_str(v).is_some() || Bytes::from_value(v).is_some() {
            v
        } else {
            let bytes = self.bytes_like(v)?;
            self.new_bytes(&bytes)?.value()
        };
        Ok(self.repr(shown)?.to_text().chars().take(200).collect())
    }

    /// The string a formatted number is.
    pub fn new_field(&mut self, field: Field) -> PyResult<Str> {
        if field.has_surrogate() {
            let mut buf = CharBuf::new();
            field.points().for_each(|c| buf.push(c));
            return self.new_text(buf.as_chars());
        }
        let text = field.into_string().or_raise(self)?;
        self.new_str(&text)
    }

    /// Reads a format specification.
    pub fn format_spec(
        &mut self,
        spec: Str,
        subject: Subject,
        type_name: &str,
    ) -> PyResult<FormatSpec> {
        FormatSpec::parse(spec.chars().iter(), subject, type_name).or_raise(self)
    }
}
