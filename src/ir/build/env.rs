//! What the registers hold while the code is read: values of the graph, or objects that were not made.

use crate::ir::{Operand, V};

/// What a register holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Abs {
    /// Nothing: unbound, or dead.
    Empty,
    /// A value of any representation; a `Val` may be the empty word when it came from a register of the interpreter.
    Value(V),
    /// A `range` object that was not made; three `I64`.
    Range {
        /// `start`
        start: V,
        /// `stop`
        stop: V,
        /// `step`
        step: V,
    },
    /// A range iterator that was not made; three `I64`.
    RangeIter {
        /// The next item.
        next: V,
        /// The end.
        stop: V,
        /// The distance.
        step: V,
        /// Does it count upwards?
        up: bool,
    },
    /// A list iterator that was not made.
    SeqIter {
        /// The list; a `Val`.
        seq: V,
        /// The next index; an `I64`.
        at: V,
        /// The shape that the list is expected to have.
        shape: u32,
    },
}

impl Abs {
    /// As a frame state describes it; `None` for nothing.
    #[must_use]
    pub(super) fn operand(self) -> Option<Operand> {
        Some(match self {
            Abs::Empty => return None,
            Abs::Value(v) => Operand::Value(v),
            Abs::Range { start, stop, step } => Operand::Range { start, stop, step },
            Abs::RangeIter {
                next, stop, step, ..
            } => Operand::RangeIter {
                next,
                stop,
                step,
                past: false,
            },
            Abs::SeqIter { seq, at, .. } => Operand::SeqIter { seq, at },
        })
    }

    /// Its values.
    #[must_use]
    pub(super) fn parts(self) -> Vec<V> {
        match self {
            Abs::Empty => vec![],
            Abs::Value(v) => vec![v],
            Abs::Range { start, stop, step } => vec![start, stop, step],
            Abs::RangeIter {
                next, stop, step, ..
            } => vec![next, stop, step],
            Abs::SeqIter { seq, at, .. } => vec![seq, at],
        }
    }

    /// The same kind of thing with other values.
    #[must_use]
    pub(super) fn with_parts(self, p: &[V]) -> Abs {
        match (self, p) {
            (Abs::Value(_), &[v]) => Abs::Value(v),
            (Abs::Range { .. }, &[start, stop, step]) => Abs::Range { start, stop, step },
            (Abs::RangeIter { up, .. }, &[next, stop, step]) => Abs::RangeIter {
                next,
                stop,
                step,
                up,
            },
            (Abs::SeqIter { shape, .. }, &[seq, at]) => Abs::SeqIter { seq, at, shape },
            _ => self,
        }
    }

    /// Are both the same kind of thing?
    #[must_use]
    pub(super) fn same_kind(self, other: Abs) -> bool {
        match (self, other) {
            (Abs::RangeIter { up: a, .. }, Abs::RangeIter { up: b, .. }) => a == b,
            (Abs::SeqIter { shape: a, .. }, Abs::SeqIter { shape: b, .. }) => a == b,
            (a, b) => std::mem::discriminant(&a) == std::mem::discriminant(&b),
        }
    }
}

/// The registers of one frame and how many frames are entered.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Env {
    /// By register.
    pub(super) regs: Vec<Abs>,
    /// How many frames, counted from the unit's own, have their record pushed.
    pub(super) entered: usize,
}
