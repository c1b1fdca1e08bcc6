//! The neutral code of one function, class body or module: what `translate` makes of a `RawCode`.
//!
//! Plain data without VM objects: the runtime turns constants and names into objects when it makes a code object of it.

use std::rc::Rc;

use super::ops::Instr;

/// One row of the handler table: an exception raised by an instruction in `start..end` goes to `target`.
///
/// Rows do not overlap in ways that matter: the first row that contains the instruction wins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    /// First instruction covered.
    pub start: u32,
    /// One past the last instruction covered.
    pub end: u32,
    /// Where control goes.
    pub target: u32,
    /// The register that receives the exception.
    pub exc: u16,
    /// The register that receives the number of the instruction that raised (an int), or `NO_REG`.
    pub lasti: u16,
}

/// The translated body of a code object.
#[derive(Debug)]
pub struct Code {
    /// Registers of a frame: locals, resident constants, temporaries (and room for the widest call).
    pub nregs: u16,
    /// How many of them are CPython's localsplus.
    pub nlocals: u16,
    /// The constants (indices into the raw code's constants) that are copied to registers `nlocals ..` of each frame.
    pub resident: Box<[u32]>,
    /// The instructions.
    pub instrs: Box<[Instr]>,
    /// For each instruction the offset in bytes of the CPython instruction it came from: for lines, columns and `f_lasti`.
    pub offsets: Box<[u32]>,
    /// The handler table.
    pub handlers: Box<[Handler]>,
    /// Constants that the translation added after those of the raw code (None, small ints, merged names).
    pub extra_consts: Box<[crate::pyc::code::Const]>,
    /// What it was made from.
    pub raw: Rc<crate::pyc::code::RawCode>,
}
