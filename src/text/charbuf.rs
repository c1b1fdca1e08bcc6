//! A string's content, owned and growing: [`CharBuf`].
//!
//! It starts one byte wide and widens when a code point does not fit, so a buffer that only grew is as narrow as its
//! content allows. A value above U+10FFFF is stored as U+FFFD.

use super::chars::{Unit, each_width};
use super::{Chars, TooLong};
use std::fmt;

/// A string's content, owned and growing; it widens itself when a code point does not fit.
///
/// Invariant while it only grows: as narrow as its content allows. After [`CharBuf::truncate`] it may be wider;
/// [`CharBuf::into_narrowest`] repairs that.
#[derive(Clone)]
pub enum CharBuf {
    /// One byte per code point.
    Latin1(Vec<u8>),
    /// Two bytes per code point.
    Ucs2(Vec<u16>),
    /// Four bytes per code point.
    Ucs4(Vec<u32>),
}

impl CharBuf {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::Latin1(Vec::new())
    }

    /// An empty buffer with room for `capacity` code points below U+0100.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self::Latin1(Vec::with_capacity(capacity))
    }

    /// An empty buffer with room for `capacity` code points not above `max_char`. Its width is chosen for `max_char`:
    /// call [`CharBuf::into_narrowest`] at the end if that was only a guess.
    #[must_use]
    pub fn with_capacity_for(capacity: usize, max_char: u32) -> Self {
        match max_char {
            0..=0xff => Self::Latin1(Vec::with_capacity(capacity)),
            0x100..=0xffff => Self::Ucs2(Vec::with_capacity(capacity)),
            _ => Self::Ucs4(Vec::with_capacity(capacity)),
        }
    }

    /// As [`CharBuf::with_capacity_for`], but memory that cannot be had is an error.
    pub fn try_with_capacity_for(capacity: usize, max_char: u32) -> Result<Self, TooLong> {
        fn room<T>(capacity: usize) -> Result<Vec<T>, TooLong> {
            let mut units = Vec::new();
            units.try_reserve_exact(capacity).map_err(|_| TooLong)?;
            Ok(units)
        }
        match max_char {
            0..=0xff => room(capacity).map(Self::Latin1),
            0x100..=0xffff => room(capacity).map(Self::Ucs2),
            _ => room(capacity).map(Self::Ucs4),
        }
    }

    /// A copy of `chars`, as narrow as possible.
    #[must_use]
    pub fn narrowed(chars: Chars<'_>) -> Self {
        match (chars, chars.max_char()) {
            (Chars::Latin1(units), _) => Self::Latin1(units.to_vec()),
            (_, 0..=0xff) => Self::Latin1(convert(chars)),
            (Chars::Ucs2(units), _) => Self::Ucs2(units.to_vec()),
            (_, 0x100..=0xffff) => Self::Ucs2(convert(chars)),
            (Chars::Ucs4(units), _) => Self::Ucs4(units.to_vec()),
        }
    }

    /// The content of UTF-8 bytes in which surrogates may be written as three bytes (what marshal stores);
    /// `None` when the bytes are not of that form.
    #[must_use]
    pub fn from_wtf8(bytes: &[u8]) -> Option<Self> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Some(Self::from(text));
        }
        let mut out = Self::with_capacity(bytes.len());
        let mut rest = bytes;
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    out.push_str(text);
                    return Some(out);
                }
                Err(error) => {
                    let (good, bad) = rest.split_at_checked(error.valid_up_to())?;
                    out.push_str(std::str::from_utf8(good).ok()?);
                    let (&[0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf], after) =
                        bad.split_first_chunk()?
                    else {
                        return None;
                    };
                    out.push(0xd000 | (u32::from(second) & 0x3f) << 6 | (u32::from(third) & 0x3f));
                    rest = after;
                }
            }
        }
    }

    /// The content so far.
    #[inline]
    #[must_use]
    pub fn as_chars(&self) -> Chars<'_> {
        match self {
            Self::Latin1(units) => Chars::Latin1(units),
            Self::Ucs2(units) => Chars::Ucs2(units),
            Self::Ucs4(units) => Chars::Ucs4(units),
        }
    }

    /// The number of code points so far.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_chars().len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes room for `more` further code points of the present width.
    pub fn reserve(&mut self, more: usize) {
        match self {
            Self::Latin1(units) => units.reserve(more),
            Self::Ucs2(units) => units.reserve(more),
            Self::Ucs4(units) => units.reserve(more),
        }
    }

    /// The bytes, when the content fits in Latin-1.
    #[must_use]
    pub fn into_latin1(self) -> Option<Vec<u8>> {
        match self.into_narrowest() {
            Self::Latin1(units) => Some(units),
            _ => None,
        }
    }

    /// Forgets the content, keeps the memory.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Cuts the content to `len` code points.
    pub fn truncate(&mut self, len: usize) {
        match self {
            Self::Latin1(units) => units.truncate(len),
            Self::Ucs2(units) => units.truncate(len),
            Self::Ucs4(units) => units.truncate(len),
        }
    }

    /// Appends one code point.
    #[inline]
    pub fn push(&mut self, code: u32) {
        match self {
            Self::Latin1(units) if code <= 0xff => units.push(code as u8),
            Self::Ucs2(units) if code <= 0xffff => units.push(code as u16),
            Self::Ucs4(units) if code <= 0x10_ffff => units.push(code),
            _ => self.push_wider(code),
        }
    }

    #[cold]
    fn push_wider(&mut self, code: u32) {
        let code = if code > 0x10_ffff { 0xfffd } else { code };
        self.widen(code);
        match self {
            Self::Latin1(units) => units.push(code as u8),
            Self::Ucs2(units) => units.push(code as u16),
            Self::Ucs4(units) => units.push(code),
        }
    }

    /// Appends the same code point `count` times.
    pub fn push_repeated(&mut self, code: u32, count: usize) {
        if count == 0 {
            return;
        }
        let code = if code > 0x10_ffff { 0xfffd } else { code };
        self.widen(code);
        match self {
            Self::Latin1(units) => units.resize(units.len().saturating_add(count), code as u8),
            Self::Ucs2(units) => units.resize(units.len().saturating_add(count), code as u16),
            Self::Ucs4(units) => units.resize(units.len().saturating_add(count), code),
        }
    }

    /// Appends ASCII text.
    #[inline]
    pub fn push_ascii(&mut self, text: &[u8]) {
        match self {
            Self::Latin1(units) => units.extend_from_slice(text),
            _ => self.extend(Chars::Latin1(text)),
        }
    }

    /// The number of code points below U+0100 there is room for; 0 when the buffer is wider.
    #[must_use]
    pub fn latin1_capacity(&self) -> usize {
        match self {
            Self::Latin1(units) => units.capacity(),
            _ => 0,
        }
    }

    /// Appends a Rust string.
    pub fn push_str(&mut self, text: &str) {
        let bytes = text.as_bytes();
        // The highest UTF-8 byte tells the width needed: leads below C4 are Latin-1, leads from F0 are beyond the BMP.
        match bytes.iter().fold(0, |high, &byte| byte.max(high)) {
            0..=0x7f => return self.extend(Chars::Latin1(bytes)),
            0x80..=0xc3 => {}
            0xc4..=0xef => self.widen(0xffff),
            _ => self.widen(0x10_ffff),
        }
        match self {
            Self::Latin1(units) => append_str(units, text),
            Self::Ucs2(units) => append_str(units, text),
            Self::Ucs4(units) => append_str(units, text),
        }
    }

    /// Appends a view; widens only as far as the view's content, not its storage, asks for.
    pub fn extend(&mut self, chars: Chars<'_>) {
        if chars.width() > self.as_chars().width() {
            self.widen(chars.max_char());
        }
        match (&mut *self, chars) {
            (Self::Latin1(units), Chars::Latin1(more)) => units.extend_from_slice(more),
            (Self::Ucs2(units), Chars::Ucs2(more)) => units.extend_from_slice(more),
            (Self::Ucs4(units), Chars::Ucs4(more)) => units.extend_from_slice(more),
            (Self::Latin1(units), more) => append(units, more),
            (Self::Ucs2(units), more) => append(units, more),
            (Self::Ucs4(units), more) => append(units, more),
        }
    }

    /// Appends a view `count` times.
    pub fn extend_repeated(&mut self, chars: Chars<'_>, count: usize) {
        if let (1, Some(code)) = (chars.len(), chars.first()) {
            return self.push_repeated(code, count);
        }
        self.reserve(chars.len().saturating_mul(count));
        for _ in 0..count {
            self.extend(chars);
        }
    }

    /// Stores the content wide enough for `code`. Widening alone leaves the buffer wider than its content.
    fn widen(&mut self, code: u32) {
        match (&*self, code) {
            (_, 0..=0xff) | (Self::Ucs4(_), _) | (Self::Ucs2(_), 0..=0xffff) => {}
            (Self::Latin1(units), 0..=0xffff) => *self = Self::Ucs2(widened(units)),
            (Self::Latin1(units), _) => *self = Self::Ucs4(widened(units)),
            (Self::Ucs2(units), _) => *self = Self::Ucs4(widened(units)),
        }
    }

    /// The same content stored as narrow as possible (no copy when it already is).
    #[must_use]
    pub fn into_narrowest(self) -> Self {
        let fits = match &self {
            Self::Latin1(_) => true,
            Self::Ucs2(units) => any_above(units, 0xff),
            Self::Ucs4(units) => any_above(units, 0xffff),
        };
        if fits {
            self
        } else {
            Self::narrowed(self.as_chars())
        }
    }
}

/// `chars` as units of `T`; the caller has checked that they fit.
pub(super) fn convert<T: Unit>(chars: Chars<'_>) -> Vec<T> {
    each_width!(chars, units => units.iter().map(|unit| T::truncate(unit.code())).collect())
}

/// The caller has widened the buffer. Counting first makes the loop one without reallocation checks.
fn append_str<T: Unit>(units: &mut Vec<T>, text: &str) {
    let start = units.len();
    units.resize(start.saturating_add(text.chars().count()), T::default());
    for (unit, c) in units.iter_mut().skip(start).zip(text.chars()) {
        *unit = T::truncate(c.into());
    }
}

fn append<T: Unit>(units: &mut Vec<T>, chars: Chars<'_>) {
    each_width!(chars, more => units.extend(more.iter().map(|unit| T::truncate(unit.code()))));
}

/// Whether a unit is above `limit`; stops at the first block that has one.
fn any_above<T: Unit>(units: &[T], limit: u32) -> bool {
    units.chunks(64).any(|block| {
        block
            .iter()
            .fold(T::default(), |high, &unit| high.max(unit))
            .code()
            > limit
    })
}

/// A wider copy that keeps the capacity asked for: the buffer is in the middle of growing.
fn widened<T: Unit, U: Unit>(units: &Vec<T>) -> Vec<U> {
    let mut out = Vec::with_capacity(units.capacity().max(units.len() + 1));
    out.extend(units.iter().map(|unit| U::truncate(unit.code())));
    out
}

/// Appends one code point as UTF-8, surrogates as three bytes.
pub(crate) fn push_wtf8(out: &mut Vec<u8>, code: u32) {
    let tail = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
    match code {
        0..=0x7f => out.push(code as u8),
        0x80..=0x7ff => out.extend_from_slice(&[0xc0 | (code >> 6) as u8, tail(0)]),
        0x800..=0xffff => out.extend_from_slice(&[0xe0 | (code >> 12) as u8, tail(6), tail(0)]),
        _ => out.extend_from_slice(&[0xf0 | (code >> 18 & 7) as u8, tail(12), tail(6), tail(0)]),
    }
}

impl Default for CharBuf {
    fn default() -> Self {
        Self::new()
    }
}

impl From<&str> for CharBuf {
    fn from(text: &str) -> Self {
        let mut out = Self::new();
        out.push_str(text);
        out
    }
}

impl From<Chars<'_>> for CharBuf {
    fn from(chars: Chars<'_>) -> Self {
        Self::narrowed(chars)
    }
}

impl FromIterator<u32> for CharBuf {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        let mut out = Self::new();
        codes.into_iter().for_each(|code| out.push(code));
        out
    }
}

impl fmt::Write for CharBuf {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

impl PartialEq for CharBuf {
    fn eq(&self, other: &Self) -> bool {
        self.as_chars() == other.as_chars()
    }
}

impl Eq for CharBuf {}

impl fmt::Debug for CharBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_chars().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffer_is_as_narrow_as_its_content() {
        #[track_caller]
        fn check(codes: &[u32], width: usize) {
            let pushed: CharBuf = codes.iter().copied().collect();
            assert_eq!(pushed.as_chars().width(), width);
            let mut extended = CharBuf::new();
            extended.extend(Chars::Ucs4(codes));
            assert_eq!(extended.as_chars().width(), width);
            assert!(extended.as_chars().iter().eq(codes.iter().copied()));
            assert_eq!(Chars::Ucs4(codes).to_buf().as_chars().width(), width);
            assert_eq!(pushed, extended);
            assert_eq!(
                CharBuf::from_wtf8(&pushed.as_chars().to_wtf8()),
                Some(pushed)
            );
        }
        check(&[], 1);
        check(&[0x61, 0xff], 1);
        check(&[0x61, 0x100], 2);
        check(&[0xd800, 0xdfff, 0xdc00], 2);
        check(&[0x61, 0xffff, 0x10000, 0x10_ffff], 4);
    }

    #[test]
    fn strings_round_trip() {
        for text in ["", "abc", "é", "grün", "中é", "a😀b"] {
            let buf = CharBuf::from(text);
            assert!(buf.as_chars().equals_str(text));
            assert_eq!(buf.as_chars().to_string_lossy(), text);
            assert_eq!(buf.as_chars().to_utf8().as_deref(), Ok(text));
            assert_eq!(buf.as_chars().to_wtf8(), text.as_bytes());
        }
        assert_eq!(CharBuf::from("é").as_chars().width(), 1);
        assert!(!Chars::Latin1(&[0xc3, 0xa9]).equals_str("é"));
        assert_eq!(CharBuf::from_wtf8(b"\xed\xa0"), None);
        assert_eq!(CharBuf::from_wtf8(b"a\xff"), None);
        assert_eq!(Chars::Ucs2(&[97, 0xd800]).to_utf8(), Err(1));
    }

    #[test]
    fn order_is_by_code_point_across_widths() {
        let (a, b) = (Chars::Latin1(b"ab"), Chars::Ucs4(&[97, 98]));
        assert_eq!(a, b);
        assert!(a < Chars::Ucs2(&[97, 99]));
        assert!(Chars::Ucs2(&[0xffff]) < Chars::Ucs4(&[0x10000]));
    }

    #[test]
    fn slices_clamp_and_step() {
        let text = Chars::Latin1(b"hello");
        assert_eq!(text.slice(1..99), Chars::Latin1(b"ello"));
        assert_eq!(text.slice(9..12), Chars::EMPTY);
        assert_eq!(text.stepped(4, -2, 3).as_chars(), Chars::Latin1(b"olh"));
        assert_eq!(text.stepped(0, 2, 9).as_chars(), Chars::Latin1(b"hlo"));
    }
}
