//! `property`, `classmethod`, `staticmethod`, `super` and the descriptors of builtin types.

use crate::runtime::native::TypeDef;

/// The types of this file.
pub static TYPES: &[&TypeDef] = &[];
