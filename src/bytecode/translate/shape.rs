//! Whether the parts of a code object fit together, before its instructions are looked at.

use crate::bytecode::Invalid;
use crate::pyc::RawCode;
use crate::pyc::code::flags;

/// Checks counts against lists.
pub(super) fn check(raw: &RawCode) -> Result<(), Invalid> {
    let fail = |why: &str| {
        Err(Invalid {
            offset: 0,
            why: why.to_owned(),
        })
    };
    if raw.localsplus.len() > 0xFFF0 {
        return fail("needs too many registers");
    }
    if let Some(old) = &raw.old_vars
        && old.varnames.len() != raw.nlocals as usize
    {
        return fail("the number of locals does not match their names");
    }
    if raw.posonlyargcount > raw.argcount {
        return fail("more positional-only parameters than parameters");
    }
    match parameters(raw) {
        Some(count) if count <= raw.localsplus.len() => {
            let parameters = raw.localsplus.iter().take(count);
            if parameters.filter(|local| local.is_local()).count() == count {
                Ok(())
            } else {
                fail("a parameter is no local")
            }
        }
        _ => fail("more parameters than locals"),
    }
}

/// The number of locals that are filled by a call.
pub(super) fn parameters(raw: &RawCode) -> Option<usize> {
    let stars = [flags::VARARGS, flags::VARKEYWORDS];
    let stars = stars.iter().filter(|&&bit| raw.flags & bit != 0).count() as u32;
    let count = raw
        .argcount
        .checked_add(raw.kwonlyargcount)?
        .checked_add(stars)?;
    usize::try_from(count).ok()
}
