//! [`PyText`]: Python text as a file spells it, shared and immutable.
//!
//! Python strings are sequences of code points that may contain lone surrogates, so the bytes are *generalised*
//! UTF-8: valid UTF-8 in which the code points U+D800 to U+DFFF are also allowed (CPython's `surrogatepass`).

use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Text in generalised UTF-8; clones share the bytes.
#[derive(Clone)]
pub struct PyText {
    bytes: Rc<[u8]>,
    ascii: bool,
}

impl PyText {
    /// The text of a Rust string.
    #[must_use]
    pub fn new(text: &str) -> PyText {
        PyText {
            bytes: text.as_bytes().into(),
            ascii: text.is_ascii(),
        }
    }

    /// Text from UTF-8 with surrogates allowed, or the offset of the first byte that is neither.
    pub fn read_utf8(bytes: &[u8]) -> Result<PyText, usize> {
        if bytes.is_ascii() {
            return Ok(PyText {
                bytes: bytes.into(),
                ascii: true,
            });
        }
        let mut at = 0;
        while let Err(error) = std::str::from_utf8(bytes.get(at..).unwrap_or_default()) {
            at += error.valid_up_to();
            match bytes.get(at..) {
                Some([0xED, 0xA0..=0xBF, 0x80..=0xBF, ..]) => at += 3,
                _ => return Err(at),
            }
        }
        Ok(PyText {
            bytes: bytes.into(),
            ascii: false,
        })
    }

    /// Text of which each byte is one code point.
    #[must_use]
    pub fn from_latin1(bytes: &[u8]) -> PyText {
        if bytes.is_ascii() {
            return PyText {
                bytes: bytes.into(),
                ascii: true,
            };
        }
        PyText::new(
            &bytes
                .iter()
                .map(|&byte| char::from(byte))
                .collect::<String>(),
        )
    }

    /// The generalised UTF-8.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The shared bytes themselves, for whoever keeps a table of texts by identity.
    #[must_use]
    pub fn shared_bytes(&self) -> &Rc<[u8]> {
        &self.bytes
    }

    /// Whether all code points are below 128.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The text as a Rust string, unless it has a surrogate.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// The code points, surrogates included.
    #[must_use]
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints { rest: &self.bytes }
    }
}

/// Iterator over the code points of a [`PyText`].
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    rest: &'a [u8],
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let low = |byte: u8| u32::from(byte & 0x3F);
        let (point, rest) = match *self.rest {
            [] => return None,
            [a @ 0xC0..=0xDF, b, ref rest @ ..] => (u32::from(a & 0x1F) << 6 | low(b), rest),
            [a @ 0xE0..=0xEF, b, c, ref rest @ ..] => {
                (u32::from(a & 0x0F) << 12 | low(b) << 6 | low(c), rest)
            }
            [a @ 0xF0..=0xF7, b, c, d, ref rest @ ..] => (
                u32::from(a & 0x07) << 18 | low(b) << 12 | low(c) << 6 | low(d),
                rest,
            ),
            [a, ref rest @ ..] => (u32::from(a), rest),
        };
        self.rest = rest;
        Some(point)
    }
}

impl PartialEq for PyText {
    fn eq(&self, other: &PyText) -> bool {
        Rc::ptr_eq(&self.bytes, &other.bytes) || self.bytes == other.bytes
    }
}

impl Eq for PyText {}

impl PartialEq<str> for PyText {
    fn eq(&self, other: &str) -> bool {
        *self.bytes == *other.as_bytes()
    }
}

impl PartialOrd for PyText {
    fn partial_cmp(&self, other: &PyText) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By code points, which in UTF-8 is the order of the bytes.
impl Ord for PyText {
    fn cmp(&self, other: &PyText) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}

impl Hash for PyText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl From<&str> for PyText {
    fn from(text: &str) -> PyText {
        PyText::new(text)
    }
}

/// For people: surrogates are shown as U+FFFD.
impl fmt::Display for PyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => f.pad(text),
            None => f.pad(
                &self
                    .code_points()
                    .map(|p| char::from_u32(p).unwrap_or('\u{FFFD}'))
                    .collect::<String>(),
            ),
        }
    }
}

/// As Python's `repr` shows it, up to the choice of printable characters.
impl fmt::Debug for PyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has = |quote: u32| self.code_points().any(|p| p == quote);
        let quote = if has(0x27) && !has(0x22) { '"' } else { '\'' };
        write!(f, "{quote}")?;
        for point in self.code_points() {
            match char::from_u32(point) {
                Some(c) if c == quote || c == '\\' => write!(f, "\\{c}")?,
                Some('\n') => f.write_str("\\n")?,
                Some('\r') => f.write_str("\\r")?,
                Some('\t') => f.write_str("\\t")?,
                Some(c) if c.is_control() && point < 0x100 => write!(f, "\\x{point:02x}")?,
                Some(c) if !c.is_control() => write!(f, "{c}")?,
                _ if point < 0x10000 => write!(f, "\\u{point:04x}")?,
                _ => write!(f, "\\U{point:08x}")?,
            }
        }
        write!(f, "{quote}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], points: &[u32]) {
        let text = PyText::read_utf8(bytes).expect("valid text");
        assert_eq!(text.code_points().collect::<Vec<_>>(), points);
        assert_eq!(text.as_bytes(), bytes);
    }

    #[test]
    fn code_points_of_all_lengths() {
        check(b"", &[]);
        check(b"a\x00", &[0x61, 0]);
        check("aé€𐍈".as_bytes(), &[0x61, 0xE9, 0x20AC, 0x10348]);
        // A surrogate pair spelt as two surrogates stays two code points.
        check(b"\xED\xA0\x80x\xED\xBF\xBF", &[0xD800, 0x78, 0xDFFF]);
    }

    #[test]
    fn bad_text_names_the_place() {
        assert_eq!(PyText::read_utf8(b"ab\xFF").err(), Some(2));
        assert_eq!(PyText::read_utf8(b"\xED\xA0\x80\xED\xA0").err(), Some(3));
        assert_eq!(PyText::read_utf8(b"\xC0\x80").err(), Some(0));
        assert_eq!(PyText::read_utf8(b"\xF4\x90\x80\x80").err(), Some(0));
    }

    #[test]
    fn latin1_and_repr() {
        let text = PyText::from_latin1(b"caf\xE9\n'");
        assert_eq!(text, PyText::new("café\n'"));
        assert!(!text.is_ascii());
        assert_eq!(format!("{text:?}"), "\"café\\n'\"");
        let lone = PyText::read_utf8(b"\xED\xB2\x80").expect("valid text");
        assert_eq!(format!("{lone:?} {lone}"), "'\\udc80' \u{FFFD}");
        assert_eq!(lone.as_str(), None);
    }
}
