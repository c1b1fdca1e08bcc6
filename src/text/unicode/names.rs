//! Character names, as `\N{...}`, `namereplace` and `unicodedata` use them.
//!
//! The name tables come from a crate that is one Unicode version ahead; characters that [`UNICODE_VERSION`] does not
//! assign have no name here.
//!
//! [`UNICODE_VERSION`]: super::UNICODE_VERSION

use super::{ASSIGNED, has};

/// The name of a character; controls, private characters and surrogates have none.
#[must_use]
pub fn name(code: u32) -> Option<String> {
    let c = char::from_u32(code).filter(|_| has(code, ASSIGNED))?;
    Some(unicode_names2::name(c)?.to_string())
}

/// The character of a name or alias, in any letter case but otherwise spelled exactly.
#[must_use]
pub fn lookup(text: &str) -> Option<u32> {
    if let Some(code) = tangut(text) {
        return Some(code);
    }
    // The crate forgives spaces, hyphens and underscores; Python does not.
    let code = u32::from(unicode_names2::character(text)?);
    let official = name(code).unwrap_or_default();
    let is_alias = || {
        let shaped = text
            .split(' ')
            .all(|word| !word.is_empty() && !word.contains('_'));
        shaped && loose(text) != loose(&official) && !official.starts_with("CJK UNIFIED")
    };
    (has(code, ASSIGNED) && (official.eq_ignore_ascii_case(text) || is_alias())).then_some(code)
}

fn loose(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// Tangut ideographs can be looked up by a name that [`name`] does not give: so it is in CPython.
fn tangut(text: &str) -> Option<u32> {
    let digits = text
        .strip_prefix("TANGUT IDEOGRAPH-")
        .filter(|digits| digits.len() == 5)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    matches!(code, 0x17000..=0x187f7 | 0x18d00..=0x18d08).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact() {
        assert_eq!(name(0x2014).as_deref(), Some("EM DASH"));
        assert_eq!(name(0xac01).as_deref(), Some("HANGUL SYLLABLE GAG"));
        assert_eq!((name(10), name(0x378), name(0x1f6d8)), (None, None, None));
        assert_eq!(
            (lookup("em dash"), lookup("LINE FEED"), lookup("NBSP")),
            (Some(0x2014), Some(10), Some(0xa0))
        );
        assert_eq!(
            (lookup("EMDASH"), lookup("EM  DASH"), lookup("LANDSLIDE")),
            (None, None, None)
        );
    }
}
