//! The passes over the SSA: one file each, and the pipeline that names them once.

mod alias;
pub mod gvn;
pub mod licm;
