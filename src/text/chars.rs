//! A string's content, borrowed: [`Chars`].
//!
//! A view is 1, 2 or 4 bytes per code point. Views need not be as narrow as possible: equality, order and every
//! algorithm of the room look at code points, not at widths.
//! Code points are `u32` and may be lone surrogates; a value above U+10FFFF never gets in.

use super::CharBuf;
use super::charbuf::push_wtf8;
use super::two_way::{Find, Scan};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

/// One stored code point: `u8`, `u16` or `u32`.
pub trait Unit: Copy + Ord + Default + fmt::Debug + 'static {
    /// The highest code point this width can hold.
    const MAX: u32;
    /// The code point.
    fn code(self) -> u32;
    /// The unit of a code point, if it fits.
    fn try_from_code(code: u32) -> Option<Self>;
    /// The unit of a code point whose fit the caller has checked (bits that do not fit are cut).
    fn truncate(code: u32) -> Self;
    /// A view of units of this width.
    fn view(units: &[Self]) -> Chars<'_>;
    /// A buffer of units of this width.
    fn buffer(units: Vec<Self>) -> CharBuf;
    /// The slice inside a view of this very width.
    fn units(chars: Chars<'_>) -> Option<&[Self]>;
    /// The searcher for needles of at least two units of this width.
    type Finder<'n>: Find<'n, Self>;
    /// The same, from the back.
    type RevFinder<'n>: Find<'n, Self>;
    /// The position of the first `self` in `hay`.
    fn position_in(self, hay: &[Self]) -> Option<usize> {
        // Sixteen comparisons without a branch become one vector comparison.
        let (chunks, tail) = hay.as_chunks::<16>();
        let hit = |chunk: &&[Self; 16]| chunk.iter().fold(false, |hit, &unit| hit | (unit == self));
        let skipped = chunks.iter().take_while(|chunk| !hit(chunk)).count();
        let rest = chunks.get(skipped).map_or(tail, |chunk| chunk.as_slice());
        rest.iter()
            .position(|&unit| unit == self)
            .map(|at| skipped * 16 + at)
    }
    /// The position of the last `self` in `hay`.
    fn last_position_in(self, hay: &[Self]) -> Option<usize> {
        let (head, chunks) = hay.as_rchunks::<16>();
        let hit = |chunk: &&[Self; 16]| chunk.iter().fold(false, |hit, &unit| hit | (unit == self));
        match chunks.iter().rposition(|chunk| hit(&chunk)) {
            Some(at) => {
                let within = chunks.get(at)?.iter().rposition(|&unit| unit == self)?;
                Some(head.len() + at * 16 + within)
            }
            None => head.iter().rposition(|&unit| unit == self),
        }
    }
}

impl Unit for u8 {
    const MAX: u32 = 0xff;
    fn code(self) -> u32 {
        u32::from(self)
    }
    fn try_from_code(code: u32) -> Option<Self> {
        Self::try_from(code).ok()
    }
    fn truncate(code: u32) -> Self {
        code as Self
    }
    fn view(units: &[Self]) -> Chars<'_> {
        Chars::Latin1(units)
    }
    fn buffer(units: Vec<Self>) -> CharBuf {
        CharBuf::Latin1(units)
    }
    fn units(chars: Chars<'_>) -> Option<&[Self]> {
        match chars {
            Chars::Latin1(units) => Some(units),
            _ => None,
        }
    }
    type Finder<'n> = memchr::memmem::Finder<'n>;
    type RevFinder<'n> = memchr::memmem::FinderRev<'n>;
    fn position_in(self, hay: &[Self]) -> Option<usize> {
        memchr::memchr(self, hay)
    }
    fn last_position_in(self, hay: &[Self]) -> Option<usize> {
        memchr::memrchr(self, hay)
    }
}

impl Unit for u16 {
    const MAX: u32 = 0xffff;
    fn code(self) -> u32 {
        u32::from(self)
    }
    fn try_from_code(code: u32) -> Option<Self> {
        Self::try_from(code).ok()
    }
    fn truncate(code: u32) -> Self {
        code as Self
    }
    fn view(units: &[Self]) -> Chars<'_> {
        Chars::Ucs2(units)
    }
    fn buffer(units: Vec<Self>) -> CharBuf {
        CharBuf::Ucs2(units)
    }
    fn units(chars: Chars<'_>) -> Option<&[Self]> {
        match chars {
            Chars::Ucs2(units) => Some(units),
            _ => None,
        }
    }
    type Finder<'n> = Scan<'n, Self, false>;
    type RevFinder<'n> = Scan<'n, Self, true>;
}

impl Unit for u32 {
    const MAX: u32 = 0x0010_ffff;
    fn code(self) -> u32 {
        self
    }
    fn try_from_code(code: u32) -> Option<Self> {
        Some(code)
    }
    fn truncate(code: u32) -> Self {
        code
    }
    fn view(units: &[Self]) -> Chars<'_> {
        Chars::Ucs4(units)
    }
    fn buffer(units: Vec<Self>) -> CharBuf {
        CharBuf::Ucs4(units)
    }
    fn units(chars: Chars<'_>) -> Option<&[Self]> {
        match chars {
            Chars::Ucs4(units) => Some(units),
            _ => None,
        }
    }
    type Finder<'n> = Scan<'n, Self, false>;
    type RevFinder<'n> = Scan<'n, Self, true>;
}

/// A string's content, borrowed. `Latin1` holds U+0000–U+00FF, `Ucs2` U+0000–U+FFFF, `Ucs4` everything.
#[derive(Clone, Copy)]
pub enum Chars<'a> {
    /// One byte per code point.
    Latin1(&'a [u8]),
    /// Two bytes per code point; not UTF-16: a surrogate here is a lone surrogate.
    Ucs2(&'a [u16]),
    /// Four bytes per code point.
    Ucs4(&'a [u32]),
}

/// Runs one expression on the slice inside a view, whatever its width.
macro_rules! each_width {
    ($chars:expr, $units:ident => $body:expr) => {
        match $chars {
            $crate::text::Chars::Latin1($units) => $body,
            $crate::text::Chars::Ucs2($units) => $body,
            $crate::text::Chars::Ucs4($units) => $body,
        }
    };
}
pub(super) use each_width;

impl<'a> Chars<'a> {
    /// The empty string.
    pub const EMPTY: Self = Self::Latin1(&[]);

    /// The number of code points.
    #[inline]
    #[must_use]
    pub fn len(self) -> usize {
        each_width!(self, units => units.len())
    }

    /// Whether there is no code point.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Bytes per code point: 1, 2 or 4.
    #[must_use]
    pub fn width(self) -> usize {
        match self {
            Self::Latin1(_) => 1,
            Self::Ucs2(_) => 2,
            Self::Ucs4(_) => 4,
        }
    }

    /// The code point at `index`.
    #[inline]
    #[must_use]
    pub fn get(self, index: usize) -> Option<u32> {
        each_width!(self, units => units.get(index).map(|unit| unit.code()))
    }

    /// The first code point.
    #[must_use]
    pub fn first(self) -> Option<u32> {
        self.get(0)
    }

    /// The last code point.
    #[must_use]
    pub fn last(self) -> Option<u32> {
        self.len().checked_sub(1).and_then(|index| self.get(index))
    }

    /// The part in `range`, both ends clamped to the length (so the result may be empty, never an error).
    #[inline]
    #[must_use]
    pub fn slice(self, range: Range<usize>) -> Self {
        fn cut<T>(units: &[T], range: Range<usize>) -> &[T] {
            let end = range.end.min(units.len());
            units.get(range.start.min(end)..end).unwrap_or(&[])
        }
        match self {
            Self::Latin1(units) => Self::Latin1(cut(units, range)),
            Self::Ucs2(units) => Self::Ucs2(cut(units, range)),
            Self::Ucs4(units) => Self::Ucs4(cut(units, range)),
        }
    }

    /// `count` code points from `start`, each `step` after the one before; positions outside are left out.
    #[must_use]
    pub fn stepped(self, start: usize, step: isize, count: usize) -> CharBuf {
        fn pick<T: Unit>(units: &[T], start: usize, step: isize, count: usize) -> CharBuf {
            if step == -1 && start.checked_add(1) == Some(count) && count <= units.len() {
                let reversed = units.iter().take(count).rev().copied().collect();
                return T::buffer(reversed).into_narrowest();
            }
            let mut out = Vec::with_capacity(count.min(units.len()));
            let mut at = Some(start);
            for _ in 0..count {
                let Some(&unit) = at.and_then(|at| units.get(at)) else {
                    break;
                };
                out.push(unit);
                at = at.and_then(|at| at.checked_add_signed(step));
            }
            T::buffer(out).into_narrowest()
        }
        each_width!(self, units => pick(units, start, step, count))
    }

    /// The code points in order; also from the back.
    #[inline]
    #[must_use]
    pub fn iter(self) -> CharIter<'a> {
        match self {
            Self::Latin1(units) => CharIter::Latin1(units.iter()),
            Self::Ucs2(units) => CharIter::Ucs2(units.iter()),
            Self::Ucs4(units) => CharIter::Ucs4(units.iter()),
        }
    }

    /// Whether every code point is below U+0080.
    #[must_use]
    pub fn is_ascii(self) -> bool {
        match self {
            Self::Latin1(units) => units.is_ascii(),
            _ => self.max_char() < 0x80,
        }
    }

    /// The highest code point; 0 for the empty string. One pass, vectorised.
    #[must_use]
    pub fn max_char(self) -> u32 {
        fn highest<T: Unit>(units: &[T]) -> u32 {
            units
                .iter()
                .fold(T::default(), |high, &unit| high.max(unit))
                .code()
        }
        each_width!(self, units => highest(units))
    }

    /// The content as UTF-8 when it is one-byte wide ASCII: no copy.
    #[must_use]
    pub fn as_ascii(self) -> Option<&'a str> {
        match self {
            Self::Latin1(units) if units.is_ascii() => std::str::from_utf8(units).ok(),
            _ => None,
        }
    }

    /// The bytes themselves when stored one byte wide.
    #[must_use]
    pub fn as_latin1(self) -> Option<&'a [u8]> {
        match self {
            Self::Latin1(units) => Some(units),
            _ => None,
        }
    }

    /// The content as a Rust string; `Err` is the position of the first surrogate, which UTF-8 cannot hold.
    pub fn to_utf8(self) -> Result<Cow<'a, str>, usize> {
        if let Some(text) = self.as_ascii() {
            return Ok(Cow::Borrowed(text));
        }
        let mut out = String::with_capacity(self.utf8_len());
        for (index, code) in self.iter().enumerate() {
            out.push(char::from_u32(code).ok_or(index)?);
        }
        Ok(Cow::Owned(out))
    }

    /// The content as a Rust string, each surrogate replaced by U+FFFD.
    #[must_use]
    pub fn to_string_lossy(self) -> Cow<'a, str> {
        if let Some(text) = self.as_ascii() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(self.utf8_len());
        out.extend(
            self.iter()
                .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        );
        Cow::Owned(out)
    }

    /// The content as UTF-8 in which surrogates are written as three bytes (`surrogatepass`, "WTF-8"): always works,
    /// and [`CharBuf::from_wtf8`] reads it back.
    #[must_use]
    pub fn to_wtf8(self) -> Vec<u8> {
        if let Self::Latin1(units) = self
            && units.is_ascii()
        {
            return units.to_vec();
        }
        let mut out = Vec::with_capacity(self.utf8_len());
        self.iter().for_each(|code| push_wtf8(&mut out, code));
        out
    }

    /// The number of bytes [`Chars::to_wtf8`] gives.
    #[must_use]
    pub fn utf8_len(self) -> usize {
        fn total<T: Unit>(units: &[T]) -> usize {
            let extra = |code: u32| {
                usize::from(code > 0x7f) + usize::from(code > 0x7ff) + usize::from(code > 0xffff)
            };
            units.iter().fold(units.len(), |sum, unit| {
                sum.saturating_add(extra(unit.code()))
            })
        }
        each_width!(self, units => total(units))
    }

    /// Whether the content equals a Rust string.
    #[must_use]
    pub fn equals_str(self, text: &str) -> bool {
        match self {
            Self::Latin1(units) if units.len() == text.len() => {
                units == text.as_bytes() && units.is_ascii()
            }
            _ => self.iter().eq(text.chars().map(u32::from)),
        }
    }

    /// An owned copy, as narrow as possible.
    #[must_use]
    pub fn to_buf(self) -> CharBuf {
        CharBuf::narrowed(self)
    }
}

impl PartialEq for Chars<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Latin1(a), Self::Latin1(b)) => a == b,
            (Self::Ucs2(a), Self::Ucs2(b)) => a == b,
            (Self::Ucs4(a), Self::Ucs4(b)) => a == b,
            (a, b) => a.len() == b.len() && a.iter().eq(b.iter()),
        }
    }
}

impl Eq for Chars<'_> {}

impl PartialOrd for Chars<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Chars<'_> {
    /// By code points, as Python compares strings.
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            (Self::Latin1(a), Self::Latin1(b)) => a.cmp(b),
            (Self::Ucs2(a), Self::Ucs2(b)) => a.cmp(b),
            (Self::Ucs4(a), Self::Ucs4(b)) => a.cmp(b),
            (a, b) => a.iter().cmp(b.iter()),
        }
    }
}

impl fmt::Debug for Chars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for code in self.iter() {
            match char::from_u32(code) {
                Some(c) => write!(f, "{}", c.escape_debug())?,
                None => write!(f, "\\u{{{code:x}}}")?,
            }
        }
        f.write_str("\"")
    }
}

impl fmt::Display for Chars<'_> {
    /// Surrogates come out as U+FFFD.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_string_lossy())
    }
}

impl<'a> IntoIterator for Chars<'a> {
    type Item = u32;
    type IntoIter = CharIter<'a>;
    fn into_iter(self) -> CharIter<'a> {
        self.iter()
    }
}

/// The code points of a [`Chars`].
#[derive(Clone, Debug)]
pub enum CharIter<'a> {
    /// Over one-byte units.
    Latin1(std::slice::Iter<'a, u8>),
    /// Over two-byte units.
    Ucs2(std::slice::Iter<'a, u16>),
    /// Over four-byte units.
    Ucs4(std::slice::Iter<'a, u32>),
}

impl Iterator for CharIter<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        match self {
            Self::Latin1(units) => units.next().map(|&unit| u32::from(unit)),
            Self::Ucs2(units) => units.next().map(|&unit| u32::from(unit)),
            Self::Ucs4(units) => units.next().copied(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Latin1(units) => units.size_hint(),
            Self::Ucs2(units) => units.size_hint(),
            Self::Ucs4(units) => units.size_hint(),
        }
    }

    /// Asks for the width once instead of once per code point: what makes `for_each`, `collect` and `eq` fast.
    fn fold<B, F: FnMut(B, u32) -> B>(self, init: B, mut f: F) -> B {
        match self {
            Self::Latin1(units) => units.fold(init, |acc, &unit| f(acc, u32::from(unit))),
            Self::Ucs2(units) => units.fold(init, |acc, &unit| f(acc, u32::from(unit))),
            Self::Ucs4(units) => units.fold(init, |acc, &unit| f(acc, unit)),
        }
    }
}

impl DoubleEndedIterator for CharIter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        match self {
            Self::Latin1(units) => units.next_back().map(|&unit| u32::from(unit)),
            Self::Ucs2(units) => units.next_back().map(|&unit| u32::from(unit)),
            Self::Ucs4(units) => units.next_back().copied(),
        }
    }
}

impl ExactSizeIterator for CharIter<'_> {}
