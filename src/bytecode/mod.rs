//! PYCRANE'S OWN, VERSION-FREE CODE: turns the instructions of any CPython version into one register code.
//!
//! The flow is [`decode`] (bytes to instructions), [`translate`] (abstract interpretation of them: verifies and emits at once),
//! [`check`] (proves the result against the promises listed in [`ops`]); [`show`] prints it. Only `translate/` knows that there
//! are versions.
//!
//! Promises: nothing here panics, whatever the instructions are; code that CPython's compiler cannot have written may be refused
//! with an [`Invalid`] that names the offset, and what is accepted keeps the promises of [`ops`]. No object of the virtual
//! machine occurs here, and nothing is executed.
#![forbid(unsafe_code)]

pub mod check;
pub mod code;
pub mod decode;
pub mod liveness;
pub mod ops;
pub mod ops_doc;
pub mod show;
pub mod translate;

use std::fmt;
use std::rc::Rc;

use crate::pyc::RawCode;
pub use code::{Code, Handler};
pub use ops::{Instr, Op};
pub use translate::translate;

/// Why a code object is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invalid {
    /// The offset in bytes of the instruction at fault, 0 when it is none in particular.
    pub offset: u32,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at offset {}", self.why, self.offset)
    }
}

/// Translates `raw` and all code objects in it, and reports what became of each.
///
/// The order is depth first, outer code before inner; a code object that occurs in several places is reported once.
pub fn verify_tree(raw: &Rc<RawCode>, report: &mut dyn FnMut(&RawCode, Result<Code, Invalid>)) {
    let mut seen = std::collections::HashSet::new();
    let mut rest = vec![Rc::clone(raw)];
    while let Some(code) = rest.pop() {
        if !seen.insert(Rc::as_ptr(&code)) {
            continue;
        }
        report(&code, translate(&code));
        let children: Vec<_> = code.children().map(Rc::clone).collect();
        rest.extend(children.into_iter().rev());
    }
}
