//! Line ends: how the argument `newline` is understood, translation when reading, and where a line ends.

use crate::object::{Str, Value};
use crate::runtime::{PyResult, Vm};
use crate::text::{CharBuf, Chars};

/// `\n` was seen.
pub const SEEN_LF: u8 = 1;
/// `\r` was seen.
pub const SEEN_CR: u8 = 2;
/// `\r\n` was seen.
pub const SEEN_CRLF: u8 = 4;

const LF: u32 = 10;
const CR: u32 = 13;

/// The argument `newline`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Newline {
    /// `None`: all kinds are read as `\n`, and `\n` is written as the system wants it.
    #[default]
    Universal,
    /// `''`: all kinds end a line and stay as they are.
    Untouched,
    /// `'\n'`
    Lf,
    /// `'\r'`
    Cr,
    /// `'\r\n'`
    CrLf,
}

impl Newline {
    /// Reads the argument; ValueError when it is another text.
    pub fn from_value(vm: &mut Vm, v: Value) -> PyResult<Newline> {
        if v.is_none() || v.is_empty() {
            return Ok(Newline::Universal);
        }
        let Some(s) = vm.as_str(v) else {
            let t = vm.type_name(v);
            return Err(vm.type_error(format_args!("newline must be str or None, not {t}")));
        };
        Ok(match s.to_text().as_str() {
            "" => Newline::Untouched,
            "\n" => Newline::Lf,
            "\r" => Newline::Cr,
            "\r\n" => Newline::CrLf,
            _ => {
                let shown = vm.repr(s.value())?.to_text();
                return Err(vm.value_error(format_args!("illegal newline value: {shown}")));
            }
        })
    }

    /// Do all kinds of line ends end a line?
    #[must_use]
    pub fn all_kinds(self) -> bool {
        matches!(self, Newline::Universal | Newline::Untouched)
    }

    /// What `\n` is written as, when that is something else.
    #[must_use]
    pub fn written(self) -> Option<&'static str> {
        match self {
            Newline::Cr => Some("\r"),
            Newline::CrLf => Some("\r\n"),
            _ => None,
        }
    }
}

/// The first place of a code point at or behind `from`.
#[must_use]
pub fn find(chars: Chars<'_>, from: usize, c: u32) -> Option<usize> {
    match chars {
        Chars::Latin1(b) => memchr::memchr(c as u8, b.get(from..)?).map(|i| i + from),
        _ => chars
            .slice(from..chars.len())
            .iter()
            .position(|x| x == c)
            .map(|i| i + from),
    }
}

/// Notes the kinds of line ends in `text`.
#[must_use]
pub fn kinds(chars: Chars<'_>) -> u8 {
    let Some(first) = find(chars, 0, CR) else {
        return if find(chars, 0, LF).is_some() {
            SEEN_LF
        } else {
            0
        };
    };
    let mut seen = if find(chars.slice(0..first), 0, LF).is_some() {
        SEEN_LF
    } else {
        0
    };
    let mut after_cr = false;
    for c in chars.slice(first..chars.len()).iter() {
        match (c, after_cr) {
            (LF, true) => seen |= SEEN_CRLF,
            (LF, false) => seen |= SEEN_LF,
            (_, true) => seen |= SEEN_CR,
            _ => {}
        }
        after_cr = c == CR;
    }
    seen | if after_cr { SEEN_CR } else { 0 }
}

/// All line ends made `\n`.
#[must_use]
pub fn translate(text: CharBuf) -> CharBuf {
    let chars = text.as_chars();
    let Some(first) = find(chars, 0, CR) else {
        return text;
    };
    let mut out = CharBuf::with_capacity_for(chars.len(), chars.max_char());
    out.extend(chars.slice(0..first));
    let mut after_cr = false;
    for c in chars.slice(first..chars.len()).iter() {
        match c {
            CR => out.push(LF),
            LF if after_cr => {}
            c => out.push(c),
        }
        after_cr = c == CR;
    }
    out
}

/// `\n` made `to`.
#[must_use]
pub fn expand(chars: Chars<'_>, to: &str) -> CharBuf {
    let mut out = CharBuf::with_capacity_for(chars.len(), chars.max_char());
    for c in chars.iter() {
        if c == LF {
            out.push_str(to);
        } else {
            out.push(c);
        }
    }
    out
}

/// Where the line that begins at `from` ends; `None` when its end is not there.
#[must_use]
pub fn line_end(chars: Chars<'_>, from: usize, newline: Newline) -> Option<usize> {
    match newline {
        Newline::Universal | Newline::Lf => find(chars, from, LF).map(|i| i + 1),
        Newline::Cr => find(chars, from, CR).map(|i| i + 1),
        Newline::CrLf => {
            let mut at = from;
            while let Some(i) = find(chars, at, CR) {
                if chars.get(i + 1) == Some(LF) {
                    return Some(i + 2);
                }
                at = i + 1;
            }
            None
        }
        Newline::Untouched => {
            let lf = find(chars, from, LF);
            let upto = lf.unwrap_or(chars.len());
            match find(chars.slice(0..upto), from, CR) {
                Some(cr) if chars.get(cr + 1) == Some(LF) => Some(cr + 2),
                Some(cr) => Some(cr + 1),
                None => lf.map(|i| i + 1),
            }
        }
    }
}

/// The attribute `newlines`: `None`, one kind, or a tuple of kinds.
pub fn seen_value(vm: &mut Vm, seen: u8) -> PyResult {
    let mut all = crate::object::GcVec::new();
    for (bit, text) in [(SEEN_CR, "\r"), (SEEN_LF, "\n"), (SEEN_CRLF, "\r\n")] {
        if seen & bit != 0 {
            let s: Str = vm.intern(text)?;
            use crate::runtime::OrMemoryError;
            all.push(&mut vm.heap, s.value()).or_memory_error(vm)?;
        }
    }
    match all.as_slice() {
        [] => Ok(Value::NONE),
        [one] => Ok(*one),
        several => Ok(vm.new_tuple(several)?.value()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(text: &str, newline: Newline) -> Vec<usize> {
        let buf = CharBuf::from(text);
        let (mut at, mut all) = (0, Vec::new());
        while let Some(end) = line_end(buf.as_chars(), at, newline) {
            all.push(end);
            at = end;
        }
        all
    }

    #[test]
    fn lines_end_where_the_mode_says() {
        let text = "a\nb\rc\r\nd";
        assert_eq!(ends(text, Newline::Lf), [2, 7]);
        assert_eq!(ends(text, Newline::Cr), [4, 6]);
        assert_eq!(ends(text, Newline::CrLf), [7]);
        assert_eq!(ends(text, Newline::Untouched), [2, 4, 7]);
    }

    #[test]
    fn translation_makes_all_kinds_one() {
        let text = "a\nb\rc\r\n\u{20ac}\r";
        assert_eq!(
            translate(CharBuf::from(text)),
            CharBuf::from("a\nb\nc\n\u{20ac}\n")
        );
        assert_eq!(
            kinds(CharBuf::from(text).as_chars()),
            SEEN_LF | SEEN_CR | SEEN_CRLF
        );
        assert_eq!(
            expand(CharBuf::from("x\ny").as_chars(), "\r\n"),
            CharBuf::from("x\r\ny")
        );
    }
}
