//! SSA: what the compiler knows about a piece of hot code.
//!
//! A [`Graph`] is made from the neutral register code and its feedback by `build/`, improved by the passes of `opt/` and lowered by `jit/`.
//! It is plain data: values, blocks with parameters, one terminator per block. Constants are words; objects named by the graph are kept
//! alive by the unit it becomes.
//!
//! **Promises.**
//! * Every operation stands once in the table of [`ops`]: operands, result, effects, whether it can leave.
//! * An operation that can leave names a [`FrameState`]: everything the interpreter needs to go on at that point. Between the point of the
//!   bytecode that a frame state describes and the operation that names it, nothing observable happens.
//! * Values have a machine representation ([`Rep`]) from birth. Boxing and unboxing are operations like others.
//! * Facts about mutable memory (the shape of an object, the length of a list) are the results of reading operations; they end where an operation writes the
//!   [`Effects`] region they read.

pub mod build;
pub mod check;
pub mod dom;
pub mod effects;
pub mod frame_state;
pub mod graph;
pub mod hash;
pub mod loops;
pub mod ops;
pub mod parse;
pub mod show;
pub mod types;

pub use effects::Effects;
pub use frame_state::{FrameState, Operand, Resume, State, Then};
pub use graph::{Block, BlockData, Graph, Target, Terminator, V, ValueData};
pub use ops::Op;
pub use types::{Cond, Interval, Rep};
