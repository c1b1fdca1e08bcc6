//! `type`: classes as Python sees them.

use crate::runtime::native::TypeDef;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];

/// Temporary.
pub fn sizes(_class: crate::object::Class) -> (i64, i64) {
    (16, 0)
}
