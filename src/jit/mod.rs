//! Machine code: the only room that names Cranelift.
