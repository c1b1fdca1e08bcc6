//! Cutting strings: split, splitlines, partition, strip. Results are ranges of the input, never copies.
//!
//! Separators work on bytes as `Chars::Latin1`. Where the *meaning* of a character counts (white space, line ends) the
//! bytes' own rules are chosen with [`Alphabet::Bytes`].

use super::Chars;
use super::chars::{Unit, each_width};
use super::search::{each_match, find, rfind, rmatches};
use super::unicode::{is_line_break, is_space};
use std::ops::Range;

/// Whose white space and line ends apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// `str`: Unicode.
    Str,
    /// `bytes`, `bytearray`: ASCII white space, and lines end with `\n`, `\r` or both.
    Bytes,
}

impl Alphabet {
    /// Whether a code point is white space.
    #[inline]
    #[must_use]
    pub fn is_space(self, code: u32) -> bool {
        match self {
            // The first range spares Latin-1 text, which is most, the table.
            Self::Str if code < 0x100 => matches!(code, 9..=13 | 28..=32 | 0x85 | 0xa0),
            Self::Str => is_space(code),
            Self::Bytes => matches!(code, 9..=13 | 32),
        }
    }

    /// Whether a code point ends a line.
    #[inline]
    #[must_use]
    pub fn is_line_break(self, code: u32) -> bool {
        match self {
            Self::Str => is_line_break(code),
            Self::Bytes => matches!(code, 10 | 13),
        }
    }
}

/// Where the pieces of a text are: written to the end of a list, whose memory the caller may use again.
pub type Pieces = Vec<Range<usize>>;

/// The pieces between the first `max` separators. The separator is not empty (Python: `ValueError("empty separator")`);
/// an empty one gives the whole text.
pub fn split(hay: Chars<'_>, sep: Chars<'_>, max: usize, pieces: &mut Pieces) {
    let mut from = 0;
    if !sep.is_empty() {
        each_match(hay, sep, max, |cut| {
            pieces.push(from..cut);
            from = cut + sep.len();
        });
    }
    pieces.push(from..hay.len());
}

/// The pieces between the last `max` separators, in the order of the text.
pub fn rsplit(hay: Chars<'_>, sep: Chars<'_>, max: usize, pieces: &mut Pieces) {
    let cuts = if sep.is_empty() {
        Vec::new()
    } else {
        rmatches(hay, sep, max)
    };
    let first = pieces.len();
    let mut end = hay.len();
    for cut in cuts {
        pieces.push(cut + sep.len()..end);
        end = cut;
    }
    pieces.push(0..end);
    reverse_from(pieces, first);
}

fn reverse_from(pieces: &mut Pieces, first: usize) {
    if let Some(new) = pieces.get_mut(first..) {
        new.reverse();
    }
}

/// The words between runs of white space: at most `max` cuts, the rest (without leading white space) is the last piece.
pub fn split_whitespace(hay: Chars<'_>, max: usize, alphabet: Alphabet, pieces: &mut Pieces) {
    fn inner<T: Unit>(
        units: &[T],
        max: usize,
        is_space: impl Fn(u32) -> bool,
        pieces: &mut Pieces,
    ) {
        let (mut at, mut left) = (0, max);
        loop {
            while units.get(at).is_some_and(|unit| is_space(unit.code())) {
                at += 1;
            }
            let start = at;
            if start >= units.len() {
                return;
            }
            if left == 0 {
                at = units.len();
            }
            while units.get(at).is_some_and(|unit| !is_space(unit.code())) {
                at += 1;
            }
            left = left.saturating_sub(1);
            pieces.push(start..at);
        }
    }
    match alphabet {
        Alphabet::Str => {
            let is_space = |code| Alphabet::Str.is_space(code);
            each_width!(hay, units => inner(units, max, is_space, pieces));
        }
        Alphabet::Bytes => {
            let is_space = |code| Alphabet::Bytes.is_space(code);
            each_width!(hay, units => inner(units, max, is_space, pieces));
        }
    }
}

/// As [`split_whitespace`], cutting from the right; the rest keeps its leading white space.
pub fn rsplit_whitespace(hay: Chars<'_>, max: usize, alphabet: Alphabet, pieces: &mut Pieces) {
    fn inner<T: Unit>(units: &[T], max: usize, alphabet: Alphabet, pieces: &mut Pieces) {
        let first = pieces.len();
        let mut at = units.len();
        let skip = |end: usize, space: bool| {
            let rest = units.get(..end).unwrap_or(&[]);
            end - rest
                .iter()
                .rev()
                .take_while(|unit| alphabet.is_space(unit.code()) == space)
                .count()
        };
        loop {
            at = skip(at, true);
            if at == 0 {
                break;
            }
            let start = if pieces.len() - first >= max {
                0
            } else {
                skip(at, false)
            };
            pieces.push(start..at);
            at = start;
        }
        reverse_from(pieces, first);
    }
    each_width!(hay, units => inner(units, max, alphabet, pieces));
}

/// The lines, with or without what ends them; `\r\n` ends one line.
pub fn splitlines(hay: Chars<'_>, keep_ends: bool, alphabet: Alphabet, lines: &mut Pieces) {
    fn inner<T: Unit>(units: &[T], keep_ends: bool, alphabet: Alphabet, lines: &mut Pieces) {
        let mut start = 0;
        while start < units.len() {
            let end = units
                .get(start..)
                .and_then(|rest| next_break(rest, alphabet))
                .map(|at| start + at);
            let Some(end) = end else {
                lines.push(start..units.len());
                break;
            };
            let code = |at: usize| units.get(at).map(|unit| unit.code());
            let width = 1 + usize::from(code(end) == Some(13) && code(end + 1) == Some(10));
            lines.push(start..if keep_ends { end + width } else { end });
            start = end + width;
        }
    }
    each_width!(hay, units => inner(units, keep_ends, alphabet, lines));
}

/// The position of the first line break. Blocks without a candidate are passed by a vector comparison.
fn next_break<T: Unit>(units: &[T], alphabet: Alphabet) -> Option<usize> {
    // All line breaks: 0a-0d, 1c-1e, 85, 2028, 2029.
    let candidate =
        |code: u32| (code.wrapping_sub(10) <= 20) | (code & !0x0f == 0x80) | (code & !1 == 0x2028);
    let mut at = 0;
    for block in units.chunks(16) {
        if block
            .iter()
            .fold(false, |hit, &unit| hit | candidate(unit.code()))
            && let Some(found) = block
                .iter()
                .position(|unit| alphabet.is_line_break(unit.code()))
        {
            return Some(at + found);
        }
        at += block.len();
    }
    None
}

/// Where the first separator stands: what is before, it, and what is behind are the three parts of `partition`.
#[must_use]
pub fn partition(hay: Chars<'_>, sep: Chars<'_>) -> Option<Range<usize>> {
    find(hay, sep).map(|at| at..at + sep.len())
}

/// Where the last separator stands.
#[must_use]
pub fn rpartition(hay: Chars<'_>, sep: Chars<'_>) -> Option<Range<usize>> {
    rfind(hay, sep).map(|at| at..at + sep.len())
}

/// Which ends [`strip`] works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `strip`
    Both,
    /// `lstrip`
    Left,
    /// `rstrip`
    Right,
}

/// What remains without white space at the ends.
#[must_use]
pub fn strip(hay: Chars<'_>, side: Side, alphabet: Alphabet) -> Range<usize> {
    strip_where(hay, side, |code| alphabet.is_space(code))
}

/// What remains without the characters of `set` at the ends.
#[must_use]
pub fn strip_chars(hay: Chars<'_>, side: Side, set: Chars<'_>) -> Range<usize> {
    match (set.len(), set.first()) {
        (0, _) | (_, None) => 0..hay.len(),
        (1, Some(only)) => strip_where(hay, side, |code| code == only),
        _ => {
            let set = CharSet::new(set);
            strip_where(hay, side, |code| set.contains(code))
        }
    }
}

fn strip_where(hay: Chars<'_>, side: Side, drop: impl Fn(u32) -> bool) -> Range<usize> {
    fn inner<T: Unit>(units: &[T], side: Side, drop: impl Fn(u32) -> bool) -> Range<usize> {
        let gone = |unit: &&T| drop(unit.code());
        let start = if side == Side::Right {
            0
        } else {
            units.iter().take_while(gone).count()
        };
        let rest = units.get(start..).unwrap_or(&[]);
        let tail = if side == Side::Left {
            0
        } else {
            rest.iter().rev().take_while(gone).count()
        };
        start..units.len() - tail
    }
    each_width!(hay, units => inner(units, side, drop))
}

/// A set of code points: a bit map for Latin-1, a sorted list for the rest.
struct CharSet {
    low: [bool; 256],
    high: Vec<u32>,
}

impl CharSet {
    fn new(chars: Chars<'_>) -> Self {
        let mut set = Self {
            low: [false; 256],
            high: Vec::new(),
        };
        for code in chars {
            match u8::try_from(code) {
                Ok(byte) => set.low[usize::from(byte)] = true,
                Err(_) => set.high.push(code),
            }
        }
        set.high.sort_unstable();
        set
    }

    fn contains(&self, code: u32) -> bool {
        u8::try_from(code).map_or_else(
            |_| self.high.binary_search(&code).is_ok(),
            |byte| self.low[usize::from(byte)],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharBuf;

    /// Compares the pieces of `text`, shown with `|` between them.
    #[track_caller]
    fn check(text: &str, cut: impl Fn(Chars<'_>, &mut Pieces), expected: &str) {
        let buf = CharBuf::from(text);
        let mut pieces = Pieces::new();
        cut(buf.as_chars(), &mut pieces);
        let pieces = pieces
            .into_iter()
            .map(|range| buf.as_chars().slice(range).to_string_lossy().into_owned());
        assert_eq!(pieces.collect::<Vec<_>>().join("|"), expected);
    }

    #[test]
    fn separators_cut_from_either_side() {
        let comma = Chars::Latin1(b",");
        let double = Chars::Latin1(b",,");
        check(
            "a,b,,c",
            |text, out| split(text, comma, usize::MAX, out),
            "a|b||c",
        );
        check("a,b,,c", |text, out| split(text, comma, 1, out), "a|b,,c");
        check("a,b,,c", |text, out| rsplit(text, comma, 1, out), "a,b,|c");
        check(
            "日,,,本",
            |text, out| split(text, double, usize::MAX, out),
            "日|,本",
        );
        check(
            "日,,,本",
            |text, out| rsplit(text, double, usize::MAX, out),
            "日,|本",
        );
        check("", |text, out| split(text, comma, usize::MAX, out), "");
    }

    #[test]
    fn latin1_white_space_is_that_of_the_table() {
        for code in 0..0x100 {
            assert_eq!(Alphabet::Str.is_space(code), is_space(code), "{code:x}");
        }
    }

    #[test]
    fn white_space_cuts_words() {
        check(
            "  a\u{3000}b \t c  ",
            |text, out| split_whitespace(text, usize::MAX, Alphabet::Str, out),
            "a|b|c",
        );
        check(
            " a b  c  ",
            |text, out| split_whitespace(text, 1, Alphabet::Str, out),
            "a|b  c  ",
        );
        check(
            "  a b  c ",
            |text, out| rsplit_whitespace(text, 1, Alphabet::Str, out),
            "  a b|c",
        );
        check(
            "a\u{1c}b\u{85}c",
            |text, out| split_whitespace(text, usize::MAX, Alphabet::Bytes, out),
            "a\u{1c}b\u{85}c",
        );
        check(
            " \n",
            |text, out| split_whitespace(text, usize::MAX, Alphabet::Str, out),
            "",
        );
    }

    #[test]
    fn lines_end_as_in_cpython() {
        check(
            "a\r\nb\n\nc\u{2028}d\u{1c}",
            |text, out| splitlines(text, false, Alphabet::Str, out),
            "a|b||c|d",
        );
        check(
            "a\r\nb\n\rc",
            |text, out| splitlines(text, true, Alphabet::Str, out),
            "a\r\n|b\n|\r|c",
        );
        check(
            "a\x0bb\u{85}c\n",
            |text, out| splitlines(text, false, Alphabet::Bytes, out),
            "a\x0bb\u{85}c",
        );
    }

    #[test]
    fn ends_are_stripped() {
        check(
            " \u{3000}ab\n",
            |text, out| out.push(strip(text, Side::Both, Alphabet::Str)),
            "ab",
        );
        check(
            "xyabxy",
            |text, out| out.push(strip_chars(text, Side::Left, Chars::Latin1(b"yx"))),
            "abxy",
        );
        check(
            "xyabxy",
            |text, out| {
                let set = Chars::Ucs2(&[0x78, 0x79, 0x4e00]);
                out.push(strip_chars(text, Side::Right, set));
            },
            "xyab",
        );
        check(
            "aaa",
            |text, out| out.push(strip_chars(text, Side::Both, Chars::Latin1(b"a"))),
            "",
        );
    }
}
