//! Text: everything Python knows about the *content* of `str` and `bytes`, as algorithms on plain slices.
//!
//! A string is a [`Chars`]: code points stored one, two or four bytes wide, lone surrogates allowed. Bytes are
//! `&[u8]`, or `Chars::Latin1` where an algorithm serves both. Nothing here knows an object, a virtual machine or an
//! exception type; whoever calls turns an `Err` into the exception its documentation names. Promises of the whole
//! room: no panic on any input, no unsafe code, and no operation worse than linear in its input plus its output
//! (times log n where stated).

pub mod build;
pub mod bytes_ops;
pub mod charbuf;
pub mod chars;
pub mod codec;
pub mod percent;
pub mod repr;
pub mod search;
pub mod split;
pub mod str_format;
mod two_way;
pub mod unicode;

pub use charbuf::CharBuf;
pub use chars::{CharIter, Chars};

/// The result would not fit in memory (`MemoryError`, or `OverflowError` where Python says so).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;
