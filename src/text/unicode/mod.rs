//! Unicode as `str` sees it: character properties, digit values, and (in [`case`]) the case mappings.
//!
//! The data is Unicode 16.0, that of CPython 3.14, in two-level tables written by `generate.py` out of CPython's own
//! answers. The Rust standard library is a version ahead and is not asked. Functions on a `u32` take any value;
//! above U+10FFFF nothing has any property.

pub mod case;
pub mod names;
mod tables;

use super::Chars;
use super::chars::{Unit, each_width};
pub use tables::{
    ALPHA, ASSIGNED, CASE_IGNORABLE, CASED, DECIMAL, DIGIT, FOLDS, LINE_BREAK, LOWER, NUMERIC,
    PRINTABLE, SPACE, TITLE, UNICODE_VERSION, UPPER, XID_CONTINUE, XID_START,
};
use tables::{
    DECIMAL_SHIFT, DIGIT_SHIFT, PROPERTIES, PROPERTY_BLOCKS, PROPERTY_INDEX, PROPERTY_SHIFT,
};

/// The property words of Latin-1, flat: most text never leaves this table.
static LATIN1: [u32; 256] = {
    let mut words = [0; 256];
    let mut code = 0;
    while code < 256 {
        let block = PROPERTY_INDEX[code >> PROPERTY_SHIFT] as usize;
        let low = code & ((1 << PROPERTY_SHIFT) - 1);
        words[code] = PROPERTIES[PROPERTY_BLOCKS[block << PROPERTY_SHIFT | low] as usize];
        code += 1;
    }
    words
};

/// All properties of a code point as one word; test it with the constants of this module ([`ALPHA`] ...).
#[inline]
#[must_use]
pub fn properties(code: u32) -> u32 {
    match u8::try_from(code) {
        Ok(byte) => LATIN1[usize::from(byte)],
        Err(_) => wide_properties(code),
    }
}

fn wide_properties(code: u32) -> u32 {
    let code = code as usize;
    let low = code & ((1 << PROPERTY_SHIFT) - 1);
    let word = PROPERTY_INDEX
        .get(code >> PROPERTY_SHIFT)
        .and_then(|&block| PROPERTY_BLOCKS.get(usize::from(block) << PROPERTY_SHIFT | low))
        .and_then(|&number| PROPERTIES.get(usize::from(number)));
    word.copied().unwrap_or(0)
}

/// Whether a code point has one of the properties in `mask`.
#[inline]
#[must_use]
pub fn has(code: u32, mask: u32) -> bool {
    properties(code) & mask != 0
}

/// White space as `str.isspace`, `str.split` and `str.strip` understand it.
#[inline]
#[must_use]
pub fn is_space(code: u32) -> bool {
    has(code, SPACE)
}

/// Whether `str.splitlines` ends a line here.
#[inline]
#[must_use]
pub fn is_line_break(code: u32) -> bool {
    has(code, LINE_BREAK)
}

/// Whether `repr` shows the code point as it is.
#[inline]
#[must_use]
pub fn is_printable(code: u32) -> bool {
    has(code, PRINTABLE)
}

/// Letters, decimals, digits and numerics: what `str.isalnum` accepts.
#[inline]
#[must_use]
pub fn is_alnum(code: u32) -> bool {
    has(code, ALPHA | DECIMAL | DIGIT | NUMERIC)
}

/// The value 0–9 of a decimal digit of any script: what `int()` and `float()` read.
#[inline]
#[must_use]
pub fn decimal_value(code: u32) -> Option<u32> {
    let word = properties(code);
    (word & DECIMAL != 0).then_some(word >> DECIMAL_SHIFT & 0xf)
}

/// The value 0–9 of a digit, superscripts and circled digits included (`unicodedata.digit`).
#[must_use]
pub fn digit_value(code: u32) -> Option<u32> {
    let word = properties(code);
    (word & DIGIT != 0).then_some(word >> DIGIT_SHIFT & 0xf)
}

/// The numeric value of a character (`unicodedata.numeric`): fractions and large numerals included.
#[must_use]
pub fn numeric_value(code: u32) -> Option<f64> {
    let runs = &tables::NUMERIC_RUNS;
    let after = runs.partition_point(|run| run.0 <= code);
    let &(start, count, first, step) = after.checked_sub(1).and_then(|at| runs.get(at))?;
    let offset = code.checked_sub(start).filter(|&offset| offset < count)?;
    Some(first + f64::from(offset) * step)
}

/// Whether there is a code point and all have a property of `mask`.
fn all(chars: Chars<'_>, mask: u32) -> bool {
    !chars.is_empty()
        && each_width!(chars, units => units.iter().all(|&unit| has(unit.code(), mask)))
}

/// `str.isalpha`
#[must_use]
pub fn isalpha(chars: Chars<'_>) -> bool {
    all(chars, ALPHA)
}

/// `str.isdecimal`
#[must_use]
pub fn isdecimal(chars: Chars<'_>) -> bool {
    all(chars, DECIMAL)
}

/// `str.isdigit`
#[must_use]
pub fn isdigit(chars: Chars<'_>) -> bool {
    all(chars, DIGIT)
}

/// `str.isnumeric`
#[must_use]
pub fn isnumeric(chars: Chars<'_>) -> bool {
    all(chars, NUMERIC)
}

/// `str.isalnum`
#[must_use]
pub fn isalnum(chars: Chars<'_>) -> bool {
    all(chars, ALPHA | DECIMAL | DIGIT | NUMERIC)
}

/// `str.isspace`
#[must_use]
pub fn isspace(chars: Chars<'_>) -> bool {
    all(chars, SPACE)
}

/// `str.isprintable`: true of the empty string.
#[must_use]
pub fn isprintable(chars: Chars<'_>) -> bool {
    chars.is_empty() || all(chars, PRINTABLE)
}

/// `str.isidentifier`: keywords are identifiers too, and no normalisation is done first.
#[must_use]
pub fn isidentifier(chars: Chars<'_>) -> bool {
    let rest = chars.slice(1..usize::MAX);
    chars.first().is_some_and(|code| has(code, XID_START))
        && (rest.is_empty() || all(rest, XID_CONTINUE))
}

/// `str.isupper`: an upper-case letter, and none of another case.
#[must_use]
pub fn isupper(chars: Chars<'_>) -> bool {
    only_case(chars, UPPER, LOWER | TITLE)
}

/// `str.islower`: a lower-case letter, and none of another case.
#[must_use]
pub fn islower(chars: Chars<'_>) -> bool {
    only_case(chars, LOWER, UPPER | TITLE)
}

fn only_case(chars: Chars<'_>, wanted: u32, others: u32) -> bool {
    let mut seen = 0;
    let pure = each_width!(chars, units => units.iter().all(|&unit| {
        seen |= properties(unit.code());
        seen & others == 0
    }));
    pure && seen & wanted != 0
}

/// `str.istitle`: upper case starts every word and lower case follows, with at least one word.
#[must_use]
pub fn istitle(chars: Chars<'_>) -> bool {
    let (mut in_word, mut seen) = (false, false);
    for code in chars {
        let word = properties(code);
        if word & (UPPER | TITLE) != 0 {
            if in_word {
                return false;
            }
            (in_word, seen) = (true, true);
        } else if word & LOWER != 0 {
            if !in_word {
                return false;
            }
        } else {
            in_word = false;
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharBuf;

    #[track_caller]
    fn check(test: fn(Chars<'_>) -> bool, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(test(CharBuf::from(*text).as_chars()), "{text:?}");
        }
        for text in no {
            assert!(!test(CharBuf::from(*text).as_chars()), "{text:?}");
        }
    }

    #[test]
    fn strings_are_classified_as_by_cpython() {
        check(isalpha, &["aé中", "ª"], &["", "a1", "a b"]);
        check(isdecimal, &["12", "\u{661}"], &["", "²", "½"]);
        check(isdigit, &["12²", "①"], &["½", "一"]);
        check(isnumeric, &["½", "一", "Ⅷ"], &["", "a"]);
        check(
            isspace,
            &[" \t\u{1c}\u{85}\u{a0}\u{3000}"],
            &["", "\u{200b}", " a"],
        );
        check(
            isprintable,
            &["", "a b", "é"],
            &["\n", "\u{a0}", "\u{ad}", "\u{e000}"],
        );
        check(
            isidentifier,
            &["_", "a1", "été", "名"],
            &["", "1a", "a-b", "a "],
        );
        check(isupper, &["A", "A1", "ÀÉ"], &["", "1", "Aa", "Aǅ"]);
        check(islower, &["a", "a1", "ªº"], &["", "1", "aA", "aǅ"]);
        check(
            istitle,
            &["A", "Ab Cd", "A1b".get(..2).unwrap_or(""), "ǅa"],
            &["", "AB", "ab", "A1b", "Aa bb"],
        );
    }

    #[test]
    fn digits_have_values_in_every_script() {
        assert_eq!(decimal_value(0x37), Some(7));
        assert_eq!(decimal_value(0x0669), Some(9));
        assert_eq!(decimal_value(0x1d7ff), Some(9));
        assert_eq!(decimal_value(0xb2), None);
        assert_eq!(digit_value(0xb2), Some(2));
        assert_eq!(numeric_value(0xbd), Some(0.5));
        assert_eq!(numeric_value(0x4ebf), Some(1e8));
        assert_eq!(numeric_value(0x61), None);
        assert_eq!(properties(u32::MAX), 0);
    }
}
