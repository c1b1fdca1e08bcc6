//! The parser of what `show` prints; for tests.

use super::show::Imm;
use super::{State, V};

/// Gives the operands of an operation in the order of the table.
pub trait OperandReader {
    /// What is wrong with the text.
    type Error;
    /// A value.
    fn value(&mut self) -> Result<V, Self::Error>;
    /// Several values.
    fn values(&mut self) -> Result<Box<[V]>, Self::Error>;
    /// A frame state.
    fn state(&mut self) -> Result<State, Self::Error>;
    /// Data.
    fn imm<T: Imm>(&mut self) -> Result<T, Self::Error>;
}
