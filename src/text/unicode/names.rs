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

/// The character of a name or alias, in any letter case.
#[must_use]
pub fn lookup(name: &str) -> Option<u32> {
    let code = u32::from(unicode_names2::character(name)?);
    has(code, ASSIGNED).then_some(code)
}
