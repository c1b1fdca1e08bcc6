//! The plain iterators of the builtin types.

use crate::runtime::native::TypeDef;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];
