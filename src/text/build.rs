//! Strings made of strings: replace, join, padding, tabs, mapping. Bytes go through as `Chars::Latin1` and come back as
//! a Latin-1 [`CharBuf`].
//!
//! Lengths are computed before anything is written: what cannot fit is [`TooLong`], and the result is allocated once.
//! `Ok(None)` says that the input itself is the result.

use super::charbuf::CharBuf;
use super::chars::{Unit, each_width};
use super::search::{bytes_matches, matches};
use super::{Chars, TooLong};

/// The highest code point that `chars` could hold by its width: cheap, and exact enough to choose a result's width.
fn bound(chars: Chars<'_>) -> u32 {
    match chars {
        Chars::Latin1(_) => u8::MAX.into(),
        Chars::Ucs2(_) => u16::MAX.into(),
        Chars::Ucs4(_) => <u32 as Unit>::MAX,
    }
}

/// `str.replace`: the first `max` occurrences of `old`; an empty `old` stands before every character and at the end.
pub fn replace(
    hay: Chars<'_>,
    old: Chars<'_>,
    new: Chars<'_>,
    max: usize,
) -> Result<Option<CharBuf>, TooLong> {
    if max == 0 || old == new {
        return Ok(None);
    }
    if let (Some(from), Some(to), 1, 1, usize::MAX) =
        (old.first(), new.first(), old.len(), new.len(), max)
    {
        return Ok(replace_char(hay, from, to));
    }
    if let (Chars::Latin1(hay), Chars::Latin1(old @ [_, ..]), Chars::Latin1(new)) = (hay, old, new)
    {
        let mut out = Vec::new();
        let replaced = replace_bytes(hay, old, new, max, &mut out)?;
        return Ok(replaced.then_some(CharBuf::Latin1(out)));
    }
    let cuts = matches(hay, old, max);
    if cuts.is_empty() {
        return Ok(None);
    }
    let kept = hay.len() - cuts.len() * old.len();
    let total = cuts
        .len()
        .checked_mul(new.len())
        .and_then(|added| added.checked_add(kept))
        .ok_or(TooLong)?;
    let mut out = CharBuf::try_with_capacity_for(total, bound(hay).max(bound(new)))?;
    let mut from = 0;
    for cut in cuts {
        out.extend(hay.slice(from..cut));
        out.extend(new);
        from = cut + old.len();
    }
    out.extend(hay.slice(from..hay.len()));
    Ok(Some(out.into_narrowest()))
}

/// [`replace`] where everything is one byte wide and `old` is not empty: written to `out` in the one pass that searches. `false`: nothing is to be replaced.
pub fn replace_bytes(
    hay: &[u8],
    old: &[u8],
    new: &[u8],
    max: usize,
    out: &mut Vec<u8>,
) -> Result<bool, TooLong> {
    let mut from = 0;
    for cut in bytes_matches(hay, old).take(max) {
        let kept = hay.get(from..cut).unwrap_or(&[]);
        from = cut + old.len();
        // All that is known to follow, so that few replacements need no second allocation.
        let least = kept.len().saturating_add(new.len());
        let least = least.saturating_add(hay.len() - from);
        out.try_reserve(least).map_err(|_| TooLong)?;
        out.extend_from_slice(kept);
        out.extend_from_slice(new);
    }
    if from == 0 {
        return Ok(false);
    }
    out.extend_from_slice(hay.get(from..).unwrap_or(&[]));
    Ok(true)
}

/// One character for another, everywhere.
fn replace_char(hay: Chars<'_>, from: u32, to: u32) -> Option<CharBuf> {
    fn inner<T: Unit>(hay: &[T], from: u32, to: u32) -> Option<CharBuf> {
        let old = T::try_from_code(from)?;
        let first = old.position_in(hay)?;
        let Some(new) = T::try_from_code(to) else {
            return Some(
                hay.iter()
                    .map(|&unit| if unit == old { to } else { unit.code() })
                    .collect(),
            );
        };
        let mut out = hay.to_vec();
        out.iter_mut()
            .skip(first)
            .for_each(|unit| *unit = if *unit == old { new } else { *unit });
        Some(T::buffer(out).into_narrowest())
    }
    each_width!(hay, hay => inner(hay, from, to))
}

/// `sep.join(items)`
pub fn join(sep: Chars<'_>, items: &[Chars<'_>]) -> Result<CharBuf, TooLong> {
    let gaps = items.len().saturating_sub(1);
    let mut total = sep.len().checked_mul(gaps).ok_or(TooLong)?;
    let mut highest = if gaps == 0 { 0 } else { bound(sep) };
    for item in items {
        total = total.checked_add(item.len()).ok_or(TooLong)?;
        highest = highest.max(bound(*item));
    }
    let mut out = CharBuf::try_with_capacity_for(total, highest)?;
    match &mut out {
        CharBuf::Latin1(units) => join_into(units, sep, items),
        CharBuf::Ucs2(units) => join_into(units, sep, items),
        CharBuf::Ucs4(units) => join_into(units, sep, items),
    }
    Ok(out.into_narrowest())
}

/// The width of `out` holds every part.
fn join_into<T: Unit>(out: &mut Vec<T>, sep: Chars<'_>, items: &[Chars<'_>]) {
    let put = |out: &mut Vec<T>, part: Chars<'_>| match T::units(part) {
        Some(units) => out.extend_from_slice(units),
        None => out.extend(part.iter().map(T::truncate)),
    };
    let Some((first, rest)) = items.split_first() else {
        return;
    };
    put(out, *first);
    for item in rest {
        put(out, sep);
        put(out, *item);
    }
}

/// `a + b`
pub fn concat(a: Chars<'_>, b: Chars<'_>) -> Result<CharBuf, TooLong> {
    join(Chars::EMPTY, &[a, b])
}

/// `text * count`
pub fn repeat(text: Chars<'_>, count: usize) -> Result<CharBuf, TooLong> {
    let total = text.len().checked_mul(count).ok_or(TooLong)?;
    let mut out = CharBuf::try_with_capacity_for(total, bound(text))?;
    out.extend_repeated(text, count);
    Ok(out.into_narrowest())
}

/// `left` and `right` times `fill` around a text.
pub fn pad(
    text: Chars<'_>,
    left: usize,
    right: usize,
    fill: u32,
) -> Result<Option<CharBuf>, TooLong> {
    if left == 0 && right == 0 {
        return Ok(None);
    }
    let total = text
        .len()
        .checked_add(left)
        .and_then(|len| len.checked_add(right))
        .ok_or(TooLong)?;
    let mut out = CharBuf::try_with_capacity_for(total, bound(text).max(fill))?;
    out.push_repeated(fill, left);
    out.extend(text);
    out.push_repeated(fill, right);
    Ok(Some(out.into_narrowest()))
}

/// `text.ljust(width, fill)`; a negative width is 0 here and in the next ones.
pub fn ljust(text: Chars<'_>, width: usize, fill: u32) -> Result<Option<CharBuf>, TooLong> {
    pad(text, 0, width.saturating_sub(text.len()), fill)
}

/// `text.rjust(width, fill)`
pub fn rjust(text: Chars<'_>, width: usize, fill: u32) -> Result<Option<CharBuf>, TooLong> {
    pad(text, width.saturating_sub(text.len()), 0, fill)
}

/// `text.center(width, fill)`: an odd space goes left when the width is odd too, as CPython has it.
pub fn center(text: Chars<'_>, width: usize, fill: u32) -> Result<Option<CharBuf>, TooLong> {
    let [left, right] = center_margins(text.len(), width);
    pad(text, left, right, fill)
}

/// How much [`center`] puts around a text.
#[must_use]
pub fn center_margins(len: usize, width: usize) -> [usize; 2] {
    let space = width.saturating_sub(len);
    let left = space / 2 + (space & width & 1);
    [left, space - left]
}

/// `text.zfill(width)`: zeros behind a leading sign.
pub fn zfill(text: Chars<'_>, width: usize) -> Result<Option<CharBuf>, TooLong> {
    let zeros = width.saturating_sub(text.len());
    let sign = usize::from(matches!(text.first(), Some(0x2b | 0x2d)));
    if zeros == 0 || sign == 0 {
        return pad(text, zeros, 0, 0x30);
    }
    let Some(mut out) = pad(text.slice(0..sign), 0, zeros, 0x30)? else {
        return Ok(None);
    };
    out.reserve(text.len());
    out.extend(text.slice(sign..text.len()));
    Ok(Some(out))
}

/// `text.expandtabs(tab_size)`: columns start anew after `\n` and `\r`; a size of 0 (or less) removes tabs.
pub fn expandtabs(text: Chars<'_>, tab_size: usize) -> Result<Option<CharBuf>, TooLong> {
    let tabs = matches(text, Chars::Latin1(b"\t"), usize::MAX);
    if tabs.is_empty() {
        return Ok(None);
    }
    let (mut total, mut from) = (text.len() - tabs.len(), 0);
    let mut spaces = Vec::with_capacity(tabs.len());
    for &tab in &tabs {
        // A tab leaves the column at a multiple of the tab size: only what follows it on this line counts.
        let since = text
            .slice(from..tab)
            .iter()
            .rev()
            .take_while(|code| !matches!(code, 10 | 13))
            .count();
        let column = since.checked_rem(tab_size).unwrap_or(0);
        let gap = tab_size - column;
        spaces.push(gap);
        total = total.checked_add(gap).ok_or(TooLong)?;
        from = tab + 1;
    }
    let mut out = CharBuf::try_with_capacity_for(total, bound(text))?;
    from = 0;
    for (tab, gap) in tabs.into_iter().zip(spaces) {
        out.extend(text.slice(from..tab));
        out.push_repeated(0x20, gap);
        from = tab + 1;
    }
    out.extend(text.slice(from..text.len()));
    Ok(Some(out.into_narrowest()))
}

/// What a character becomes in [`translate`].
#[derive(Clone, Debug)]
pub enum Mapped {
    /// Itself.
    Same,
    /// Nothing.
    Deleted,
    /// Another character.
    Char(u32),
    /// A string.
    Text(CharBuf),
}

/// `str.translate`: every character is sent through `lookup`, whose error ends it. An ASCII character is looked up once.
pub fn translate<E>(
    text: Chars<'_>,
    mut lookup: impl FnMut(u32) -> Result<Mapped, E>,
) -> Result<CharBuf, E> {
    // A code point, or one of these, or the number of a text with `TEXT` added.
    const UNKNOWN: u32 = u32::MAX;
    const DELETED: u32 = u32::MAX - 1;
    const TEXT: u32 = 1 << 24;
    let mut out = CharBuf::with_capacity(text.len());
    let (mut known, mut texts) = ([UNKNOWN; 128], Vec::new());
    for code in text {
        match known.get(code as usize).copied().unwrap_or(UNKNOWN) {
            to @ 0..TEXT => out.push(to),
            DELETED => {}
            UNKNOWN => {
                let to = match lookup(code)? {
                    Mapped::Same => code,
                    Mapped::Char(to) => to,
                    Mapped::Deleted => DELETED,
                    Mapped::Text(to) if code < 128 => {
                        out.extend(to.as_chars());
                        texts.push(to);
                        TEXT + (texts.len() as u32 - 1)
                    }
                    Mapped::Text(to) => {
                        out.extend(to.as_chars());
                        continue;
                    }
                };
                if to < TEXT {
                    out.push(to);
                }
                if let Some(slot) = known.get_mut(code as usize) {
                    *slot = to;
                }
            }
            number => {
                let to: Option<&CharBuf> = texts.get((number - TEXT) as usize);
                out.extend(to.map_or(Chars::EMPTY, CharBuf::as_chars));
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs an operation on `text`; `None` shows as `=`.
    #[track_caller]
    fn check(
        text: &str,
        run: impl Fn(Chars<'_>) -> Result<Option<CharBuf>, TooLong>,
        expected: &str,
    ) {
        let result = run(CharBuf::from(text).as_chars()).map(|out| {
            let out = out.unwrap_or_else(|| CharBuf::from("="));
            assert_eq!(
                out.as_chars().width(),
                out.as_chars().to_buf().as_chars().width()
            );
            out.as_chars().to_string_lossy().into_owned()
        });
        assert_eq!(result.as_deref(), Ok(expected));
    }

    fn replaced(text: &str, old: &str, new: &str, max: usize, expected: &str) {
        let (old, new) = (CharBuf::from(old), CharBuf::from(new));
        check(
            text,
            |text| replace(text, old.as_chars(), new.as_chars(), max),
            expected,
        );
    }

    #[test]
    fn replacing_changes_widths_both_ways() {
        replaced("abc", "", "-", usize::MAX, "-a-b-c-");
        replaced("abc", "", "-", 2, "-a-bc");
        replaced("日a日", "日", "x", usize::MAX, "xax");
        replaced("日a日", "日", "x", 1, "xa日");
        replaced("aXbX", "X", "日本", usize::MAX, "a日本b日本");
        replaced("aXb", "X", "😀", usize::MAX, "a😀b");
        replaced("aXb", "日", "y", usize::MAX, "=");
        replaced("aaa", "aa", "b", usize::MAX, "ba");
        replaced("aaa", "a", "b", 0, "=");
    }

    #[test]
    fn padding_is_cpythons() {
        check("ab", |text| center(text, 5, 0x2e), "..ab.");
        check("abc", |text| center(text, 6, 0x2e), ".abc..");
        check("abc", |text| center(text, 3, 0x2e), "=");
        check("ab", |text| ljust(text, 4, 0x65e5), "ab日日");
        check("ab", |text| rjust(text, 3, 0x20), " ab");
        check("-1", |text| zfill(text, 5), "-0001");
        check("+", |text| zfill(text, 3), "+00");
        check("日", |text| zfill(text, 3), "00日");
    }

    #[test]
    fn tabs_know_their_column() {
        check("a\tbc\n\td", |text| expandtabs(text, 4), "a   bc\n    d");
        check("abcd\tx\ty", |text| expandtabs(text, 4), "abcd    x   y");
        check("a\tb", |text| expandtabs(text, 0), "ab");
        check("ab", |text| expandtabs(text, 8), "=");
    }

    #[test]
    fn what_cannot_fit_is_an_error() {
        let text = Chars::Latin1(b"ab");
        assert_eq!(repeat(text, usize::MAX), Err(TooLong));
        assert_eq!(repeat(text, usize::MAX / 4), Err(TooLong));
        assert_eq!(ljust(text, usize::MAX, 0x20), Err(TooLong));
        assert_eq!(
            join(Chars::Latin1(b", "), &[text, Chars::Ucs2(&[0x65e5])]).map(|s| s.len()),
            Ok(5)
        );
    }
}
