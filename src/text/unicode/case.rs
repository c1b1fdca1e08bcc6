//! Case mappings of whole strings: full mappings (one character may become three), the final-sigma rule, and
//! title case as `str.title` understands words. ASCII is mapped bytewise.

use super::tables::{
    CASE_BLOCKS, CASE_DELTAS, CASE_INDEX, CASE_SHIFT, SIMPLE_LOWER, SPECIAL, SPECIAL_CASES,
};
use super::{CASE_IGNORABLE, CASED, LOWER, UPPER, has, properties};
use crate::text::chars::{Unit, each_width};
use crate::text::{CharBuf, Chars, bytes_ops};

/// Which form of a character is wanted; the number is the column of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Upper = 0,
    Lower = 1,
    Title = 2,
    Folded = 3,
}

const CAPITAL_SIGMA: u32 = 0x3a3;
const SMALL_SIGMA: u32 = 0x3c3;
const FINAL_SIGMA: u32 = 0x3c2;

/// The form of one character: one to three code points.
fn full(code: u32, form: Form) -> [u32; 3] {
    short(code, form).map_or_else(|| special(code, form), |short| [short, 0, 0])
}

fn special(code: u32, form: Form) -> [u32; 3] {
    let found = SPECIAL_CASES
        .binary_search_by_key(&code, |&(code, _)| code)
        .ok();
    found
        .and_then(|at| SPECIAL_CASES.get(at))
        .map_or([code, 0, 0], |(_, forms)| forms[form as usize])
}

fn push_form(out: &mut CharBuf, code: u32, form: Form) {
    let [first, second, third] = full(code, form);
    out.push(first);
    if second != 0 {
        out.push(second);
        if third != 0 {
            out.push(third);
        }
    }
}

/// The lower case of one character when it is one code point (`re.IGNORECASE`, identifiers); U+0130 gives `i`.
#[must_use]
pub fn simple_lower(code: u32) -> u32 {
    if let Ok(byte) = u8::try_from(code) {
        return u32::from(lower_latin1(byte));
    }
    let exception = SIMPLE_LOWER.iter().find(|&&(from, _)| from == code);
    exception.map_or_else(|| full(code, Form::Lower)[0], |&(_, to)| to)
}

fn lower_latin1(byte: u8) -> u8 {
    let letter = matches!(byte, b'A'..=b'Z' | 0xc0..=0xde) && byte != 0xd7;
    byte | u8::from(letter) << 5
}

/// The forms of Latin-1 characters where they are one code point; [`LONG`] where not.
static LATIN1: [[u16; 256]; 4] = {
    let mut forms = [[0; 256]; 4];
    let mut at = 0;
    while at < 4 * 256 {
        let (form, code) = (at / 256, at % 256);
        let low = code & ((1 << CASE_SHIFT) - 1);
        let number = CASE_BLOCKS[(CASE_INDEX[code >> CASE_SHIFT] as usize) << CASE_SHIFT | low];
        let long = number == SPECIAL;
        forms[form][code] = if long {
            LONG
        } else {
            (code as i32 + CASE_DELTAS[number as usize][form]) as u16
        };
        at += 1;
    }
    forms
};

const LONG: u16 = u16::MAX;

/// The form of one character if it is one code point.
#[inline]
fn short(code: u32, form: Form) -> Option<u32> {
    if let Ok(byte) = u8::try_from(code) {
        let short = LATIN1[form as usize][usize::from(byte)];
        return (short != LONG).then_some(short.into());
    }
    let low = code as usize & ((1 << CASE_SHIFT) - 1);
    let Some(&block) = CASE_INDEX.get(code as usize >> CASE_SHIFT) else {
        return Some(code);
    };
    match CASE_BLOCKS.get(usize::from(block) << CASE_SHIFT | low) {
        Some(&SPECIAL) => None,
        Some(&number) => CASE_DELTAS
            .get(usize::from(number))
            .map(|deltas| code.wrapping_add_signed(deltas[form as usize])),
        None => Some(code),
    }
}

/// `str.upper`
#[must_use]
pub fn upper(chars: Chars<'_>) -> CharBuf {
    match chars {
        Chars::Latin1(units) if units.is_ascii() => CharBuf::Latin1(units.to_ascii_uppercase()),
        _ => map(chars, Form::Upper),
    }
}

/// `str.casefold`
#[must_use]
pub fn casefold(chars: Chars<'_>) -> CharBuf {
    match chars {
        Chars::Latin1(units) if units.is_ascii() => CharBuf::Latin1(units.to_ascii_lowercase()),
        _ => map(chars, Form::Folded),
    }
}

/// `str.lower`
#[must_use]
pub fn lower(chars: Chars<'_>) -> CharBuf {
    if let Chars::Latin1(units) = chars {
        return CharBuf::Latin1(units.iter().map(|&unit| lower_latin1(unit)).collect());
    }
    map(chars, Form::Lower)
}

/// `str.swapcase`
#[must_use]
pub fn swapcase(chars: Chars<'_>) -> CharBuf {
    if let Some(text) = chars.as_ascii() {
        return CharBuf::Latin1(bytes_ops::swapcase(text.as_bytes()));
    }
    map_at(chars, |_, code| match properties(code) {
        word if word & UPPER != 0 => Some(Form::Lower),
        word if word & LOWER != 0 => Some(Form::Upper),
        _ => None,
    })
}

/// `str.title`: title case after an uncased character, lower case after a cased one.
#[must_use]
pub fn title(chars: Chars<'_>) -> CharBuf {
    if let Some(text) = chars.as_ascii() {
        return CharBuf::Latin1(bytes_ops::title(text.as_bytes()));
    }
    let mut after_cased = false;
    map_at(chars, move |_, code| {
        let form = if after_cased {
            Form::Lower
        } else {
            Form::Title
        };
        after_cased = has(code, CASED);
        Some(form)
    })
}

/// `str.capitalize`: the first character in title case, the rest in lower case.
#[must_use]
pub fn capitalize(chars: Chars<'_>) -> CharBuf {
    if let Some(text) = chars.as_ascii() {
        return CharBuf::Latin1(bytes_ops::capitalize(text.as_bytes()));
    }
    map_at(chars, |index, _| {
        Some(if index == 0 { Form::Title } else { Form::Lower })
    })
}

/// Maps every character to the same form.
fn map(chars: Chars<'_>, form: Form) -> CharBuf {
    map_at(chars, |_, _| Some(form))
}

/// Maps each character to the form `choose` names from its position and code, `None` for itself; a capital sigma in
/// lower case looks at its neighbours. Forms of one code point that keep the width, nearly all, are gathered in runs.
fn map_at(chars: Chars<'_>, choose: impl FnMut(usize, u32) -> Option<Form>) -> CharBuf {
    fn inner<T: Unit>(units: &[T], mut choose: impl FnMut(usize, u32) -> Option<Form>) -> CharBuf {
        let mut out =
            CharBuf::with_capacity_for(units.len(), if units.is_empty() { 0 } else { T::MAX });
        let (mut run, mut len) = ([T::default(); 64], 0);
        for (index, unit) in units.iter().enumerate() {
            let code = unit.code();
            let form = choose(index, code);
            let mapped = match form {
                None => Some(code),
                Some(Form::Lower) if code == CAPITAL_SIGMA => Some(lower_sigma(units, index)),
                Some(form) => short(code, form),
            };
            let mapped = mapped.and_then(T::try_from_code);
            if mapped.is_none() || len == run.len() {
                out.extend(T::view(run.get(..len).unwrap_or(&[])));
                len = 0;
            }
            match (mapped, form, run.get_mut(len)) {
                (Some(mapped), _, Some(slot)) => {
                    *slot = mapped;
                    len += 1;
                }
                (_, Some(form), _) => push_form(&mut out, code, form),
                _ => {}
            }
        }
        out.extend(T::view(run.get(..len).unwrap_or(&[])));
        out.into_narrowest()
    }
    each_width!(chars, units => inner(units, choose))
}

/// A capital sigma at `index` is final when a cased letter stands before it and none after it, case-ignorable
/// characters not counted.
fn lower_sigma<T: Unit>(units: &[T], index: usize) -> u32 {
    let cased = |unit: Option<&T>| unit.is_some_and(|unit| has(unit.code(), CASED));
    let counts = |unit: &&T| !has(unit.code(), CASE_IGNORABLE);
    let (before, after) = (
        units.get(..index).unwrap_or(&[]),
        units.get(index + 1..).unwrap_or(&[]),
    );
    let is_final = cased(before.iter().rev().find(counts)) && !cased(after.iter().find(counts));
    if is_final { FINAL_SIGMA } else { SMALL_SIGMA }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(map: fn(Chars<'_>) -> CharBuf, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(
                map(CharBuf::from(*text).as_chars()),
                CharBuf::from(*expected),
                "of {text:?}"
            );
        }
    }

    #[test]
    fn full_mappings_change_lengths() {
        check(
            upper,
            &[
                ("", ""),
                ("straße", "STRASSE"),
                ("ŉ", "ʼN"),
                ("ﬃ", "FFI"),
                ("ÿµ", "ŸΜ"),
                ("ᾀ", "ἈΙ"),
            ],
        );
        check(
            lower,
            &[
                ("ABC", "abc"),
                ("ÀÞ×ß", "àþ×ß"),
                ("İ", "i\u{307}"),
                ("Ǆ", "ǆ"),
            ],
        );
        check(
            casefold,
            &[
                ("ABC", "abc"),
                ("ß", "ss"),
                ("Σς", "σσ"),
                ("µ", "μ"),
                ("ẞ", "ss"),
            ],
        );
        check(swapcase, &[("aBß", "AbSS"), ("ǅ", "ǅ"), ("ΑΣ", "ας")]);
    }

    #[test]
    fn words_and_sigmas_look_around() {
        check(
            title,
            &[
                ("they're bill's", "They'Re Bill'S"),
                ("ǆab", "ǅab"),
                ("ΑΣ Σ", "Ας Σ"),
                ("1a ßx", "1A Ssx"),
            ],
        );
        check(
            capitalize,
            &[
                ("hELLO wORLD", "Hello world"),
                ("ǆA", "ǅa"),
                ("ﬁnnish", "Finnish"),
                ("", ""),
            ],
        );
        check(
            lower,
            &[
                ("Σ", "σ"),
                ("ΑΣ", "ας"),
                ("ΑΣΑ", "ασα"),
                ("Α.Σ", "α.ς"),
                ("ΑΣ\u{ad}Α", "ασ\u{ad}α"),
            ],
        );
    }
}
