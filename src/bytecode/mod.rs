//! (to come)
pub mod code;
pub mod ops;
/// Temporary.
pub struct Invalid { /// o
 pub offset: u32, /// w
 pub why: String }
/// Temporary.
pub fn translate(_raw: &std::rc::Rc<crate::pyc::RawCode>) -> Result<code::Code, Invalid> { Err(Invalid{offset:0, why:String::new()}) }
