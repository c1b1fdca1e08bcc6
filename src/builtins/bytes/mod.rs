//! `bytes`.

use crate::runtime::native::TypeDef;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];
