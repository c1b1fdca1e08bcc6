//! Where one string stands in another: find, count, prefixes, and the index rules of `start` and `end`.
//!
//! Text and needle may be of different widths. Bytes are searched as `Chars::Latin1`.

use super::Chars;
use super::charbuf::convert;
use super::chars::{Unit, each_width};
use super::two_way::Find;
use std::borrow::Cow;
use std::ops::Range;

/// What `start` and `end` of `find`, `count`, `startswith` ... mean on a string of `len`: negative values count from the
/// end, values outside are clamped. `None` when the start lies behind the end: nothing, not even `""`, is found there.
#[must_use]
pub fn bounds(start: isize, end: isize, len: usize) -> Option<Range<usize>> {
    let from_end = |index: isize| {
        if index < 0 {
            len.saturating_sub(index.unsigned_abs())
        } else {
            index.unsigned_abs()
        }
    };
    let (start, end) = (from_end(start), from_end(end).min(len));
    (start <= end).then_some(start..end)
}

/// The needle in the text's width; `None` when the text cannot contain it.
pub(super) fn fit<T: Unit>(needle: Chars<'_>) -> Option<Cow<'_, [T]>> {
    match T::units(needle) {
        Some(units) => Some(Cow::Borrowed(units)),
        None => (needle.max_char() <= T::MAX).then(|| Cow::Owned(convert(needle))),
    }
}

/// The position of the first `needle`.
#[must_use]
pub fn find(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    fn inner<T: Unit>(hay: &[T], needle: Chars<'_>) -> Option<usize> {
        match &*fit::<T>(needle)? {
            [] => Some(0),
            [unit] => unit.position_in(hay),
            many if many.len() > hay.len() => None,
            many => T::Finder::prepare(many).find(hay),
        }
    }
    if let (Chars::Latin1(hay), Chars::Latin1(needle)) = (hay, needle) {
        return match needle {
            [unit] => memchr::memchr(*unit, hay),
            _ if hay.len() < SHORT => find_short(hay, needle),
            _ => memchr::memmem::find(hay, needle),
        };
    }
    each_width!(hay, hay => inner(hay, needle))
}

/// The position of the last `needle`.
#[must_use]
pub fn rfind(hay: Chars<'_>, needle: Chars<'_>) -> Option<usize> {
    fn inner<T: Unit>(hay: &[T], needle: Chars<'_>) -> Option<usize> {
        match &*fit::<T>(needle)? {
            [] => Some(hay.len()),
            [unit] => unit.last_position_in(hay),
            many if many.len() > hay.len() => None,
            many => T::RevFinder::prepare(many).find(hay),
        }
    }
    each_width!(hay, hay => inner(hay, needle))
}

/// Whether `needle` occurs.
#[must_use]
pub fn contains(hay: Chars<'_>, needle: Chars<'_>) -> bool {
    find(hay, needle).is_some()
}

/// The position of the first code point `code`.
#[must_use]
pub fn find_char(hay: Chars<'_>, code: u32) -> Option<usize> {
    fn inner<T: Unit>(hay: &[T], code: u32) -> Option<usize> {
        T::try_from_code(code)?.position_in(hay)
    }
    each_width!(hay, hay => inner(hay, code))
}

/// How often `needle` occurs without overlap; the empty one occurs around every code point.
#[must_use]
pub fn count(hay: Chars<'_>, needle: Chars<'_>) -> usize {
    fn inner<T: Unit>(hay: &[T], code: u32) -> usize {
        T::try_from_code(code).map_or(0, |unit| hay.iter().filter(|&&other| other == unit).count())
    }
    if let (Chars::Latin1(hay), Chars::Latin1([unit])) = (hay, needle) {
        return memchr::memchr_iter(*unit, hay).count();
    }
    if let (1, Some(code)) = (needle.len(), needle.first()) {
        return each_width!(hay, hay => inner(hay, code));
    }
    let mut total = 0;
    each_match(hay, needle, usize::MAX, |_| total += 1);
    total
}

/// The positions of the first `limit` occurrences without overlap, from the left.
#[must_use]
pub fn matches(hay: Chars<'_>, needle: Chars<'_>, limit: usize) -> Vec<usize> {
    let mut found = Vec::new();
    each_match(hay, needle, limit, |at| found.push(at));
    found
}

/// The positions of the last `limit` occurrences without overlap, from the right.
#[must_use]
pub fn rmatches(hay: Chars<'_>, needle: Chars<'_>, limit: usize) -> Vec<usize> {
    fn inner<T: Unit>(hay: &[T], needle: Chars<'_>, limit: usize) -> Vec<usize> {
        match fit::<T>(needle).as_deref() {
            None => Vec::new(),
            Some([]) => (0..=hay.len()).rev().take(limit).collect(),
            Some([unit]) => before_each(hay, 0, limit, |hay| unit.last_position_in(hay)),
            Some(many) => {
                let finder = T::RevFinder::prepare(many);
                before_each(hay, many.len(), limit, |hay| finder.find(hay))
            }
        }
    }
    each_width!(hay, hay => inner(hay, needle, limit))
}

fn before_each<T>(
    mut hay: &[T],
    need: usize,
    limit: usize,
    rfind: impl Fn(&[T]) -> Option<usize>,
) -> Vec<usize> {
    let mut found = Vec::new();
    while found.len() < limit && hay.len() >= need {
        let Some(at) = rfind(hay) else { break };
        found.push(at);
        hay = hay.get(..at).unwrap_or(&[]);
    }
    found
}

pub(super) fn each_match(
    hay: Chars<'_>,
    needle: Chars<'_>,
    limit: usize,
    mut emit: impl FnMut(usize),
) {
    fn inner<T: Unit>(hay: &[T], needle: Chars<'_>, limit: usize, emit: &mut impl FnMut(usize)) {
        match fit::<T>(needle).as_deref() {
            None => {}
            Some([]) => (0..=hay.len()).take(limit).for_each(emit),
            // One pass that does not leave the loop between matches.
            Some([unit]) => {
                let places = hay.iter().enumerate().filter(|(_, other)| *other == unit);
                places.take(limit).for_each(|(at, _)| emit(at));
            }
            Some(many) => {
                let finder = T::Finder::prepare(many);
                let (mut from, mut left) = (0, limit);
                while left > 0
                    && let Some(rest) = hay.get(from..)
                    && rest.len() >= many.len()
                    && let Some(at) = finder.find(rest)
                {
                    emit(from + at);
                    from += at + many.len();
                    left -= 1;
                }
            }
        }
    }
    if let (Chars::Latin1(hay), Chars::Latin1(needle @ [_, ..])) = (hay, needle) {
        return bytes_matches(hay, needle).take(limit).for_each(emit);
    }
    each_width!(hay, hay => inner(hay, needle, limit, &mut emit));
}

/// In texts shorter than this, preparing a search costs more than it saves.
const SHORT: usize = 64;

/// The position of the first needle in a short text.
fn find_short(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let Some((first, others)) = needle.split_first() else {
        return Some(0);
    };
    let last = hay.len().checked_sub(needle.len())?;
    (0..=last).find(|&at| {
        hay.get(at) == Some(first)
            && hay
                .get(at + 1..at + needle.len())
                .is_some_and(|rest| rest.iter().eq(others))
    })
}

/// The positions of the needle, which is not empty, in bytes: without overlap, from the left.
pub(super) fn bytes_matches<'a>(
    hay: &'a [u8],
    needle: &'a [u8],
) -> impl Iterator<Item = usize> + 'a {
    let prepared =
        (hay.len() >= SHORT && needle.len() > 1).then(|| memchr::memmem::Finder::new(needle));
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = hay.get(from..)?;
        let at = match (&prepared, needle) {
            (Some(finder), _) => finder.find(rest),
            (None, &[unit]) if hay.len() < SHORT => rest.iter().position(|&other| other == unit),
            (None, &[unit]) => memchr::memchr(unit, rest),
            (None, _) => find_short(rest, needle),
        }?;
        let at = from + at;
        from = at + needle.len();
        Some(at)
    })
}

/// Whether the text begins with `prefix`.
#[must_use]
pub fn starts_with(hay: Chars<'_>, prefix: Chars<'_>) -> bool {
    match (hay, prefix) {
        (Chars::Latin1(hay), Chars::Latin1(prefix)) => hay.starts_with(prefix),
        _ => hay.len() >= prefix.len() && hay.slice(0..prefix.len()) == prefix,
    }
}

/// Whether the text ends with `suffix`.
#[must_use]
pub fn ends_with(hay: Chars<'_>, suffix: Chars<'_>) -> bool {
    if let (Chars::Latin1(hay), Chars::Latin1(suffix)) = (hay, suffix) {
        return hay.ends_with(suffix);
    }
    hay.len()
        .checked_sub(suffix.len())
        .is_some_and(|start| hay.slice(start..hay.len()) == suffix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharBuf;

    #[track_caller]
    fn check(hay: &str, needle: &str, first: Option<usize>, last: Option<usize>, times: usize) {
        let (hay, needle) = (CharBuf::from(hay), CharBuf::from(needle));
        let wide: Vec<u32> = hay.as_chars().iter().collect();
        for hay in [hay.as_chars(), Chars::Ucs4(&wide)] {
            assert_eq!(find(hay, needle.as_chars()), first);
            assert_eq!(rfind(hay, needle.as_chars()), last);
            assert_eq!(count(hay, needle.as_chars()), times);
        }
    }

    #[test]
    fn widths_do_not_matter() {
        check("", "", Some(0), Some(0), 1);
        check("abc", "", Some(0), Some(3), 4);
        check("abcabc", "bc", Some(1), Some(4), 2);
        check("aaaa", "aa", Some(0), Some(2), 2);
        check("日本日本", "本", Some(1), Some(3), 2);
        check("日本日本", "日本", Some(0), Some(2), 2);
        check("日x本", "x", Some(1), Some(1), 1);
        check("a😀b😀", "😀", Some(1), Some(3), 2);
        check("abc", "日", None, None, 0);
        check("ab", "abc", None, None, 0);
    }

    #[test]
    fn bounds_are_pythons() {
        assert_eq!(bounds(0, isize::MAX, 3), Some(0..3));
        assert_eq!(bounds(-2, -1, 3), Some(1..2));
        assert_eq!(bounds(isize::MIN, 9, 3), Some(0..3));
        assert_eq!(bounds(3, 9, 3), Some(3..3));
        assert_eq!(bounds(4, 9, 3), None);
        assert_eq!(bounds(2, 1, 3), None);
    }

    #[test]
    fn a_bad_needle_does_not_make_the_search_quadratic() {
        let hay = vec![0x4e00u16; 200_000];
        let mut needle = vec![0x4e00u16; 50_000];
        needle.push(0x4e01);
        let (hay, mut needle) = (Chars::Ucs2(&hay), CharBuf::from(Chars::Ucs2(&needle)));
        assert_eq!(find(hay, needle.as_chars()), None);
        assert_eq!(rfind(hay, needle.as_chars()), None);
        needle.truncate(50_000);
        assert_eq!(count(hay, needle.as_chars()), 4);
    }
}
