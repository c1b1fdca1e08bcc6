//! Frame states: what the interpreter needs to go on where compiled code leaves.

use super::V;

/// Number of a [`FrameState`] in its graph; printed `s3`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct State(pub u32);

/// Where a register's value is found when compiled code is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// In a value of any representation, which is boxed.
    Value(V),
    /// A `range` object that was never made; three `I64`.
    Range {
        /// `start`
        start: V,
        /// `stop`
        stop: V,
        /// `step`
        step: V,
    },
    /// An iterator over a range of machine ints; three `I64`, `step` not 0.
    RangeIter {
        /// The next item.
        next: V,
        /// Where it ends.
        stop: V,
        /// Distance of the items.
        step: V,
        /// `next` is the item that it gave last instead.
        past: bool,
    },
    /// An iterator over a list or tuple.
    SeqIter {
        /// The list or tuple; a `Val`.
        seq: V,
        /// The next index; an `I64`.
        at: V,
    },
}

impl Operand {
    /// Visits every value.
    pub fn for_each(&self, f: &mut impl FnMut(V)) {
        match *self {
            Operand::Value(v) => f(v),
            Operand::Range { start, stop, step } => [start, stop, step].into_iter().for_each(f),
            Operand::RangeIter {
                next, stop, step, ..
            } => [next, stop, step].into_iter().for_each(f),
            Operand::SeqIter { seq, at } => [seq, at].into_iter().for_each(f),
        }
    }

    /// Visits every value, to change it.
    pub fn for_each_mut(&mut self, f: &mut impl FnMut(&mut V)) {
        match self {
            Operand::Value(v) => f(v),
            Operand::Range { start, stop, step } => [start, stop, step].into_iter().for_each(f),
            Operand::RangeIter {
                next, stop, step, ..
            } => [next, stop, step].into_iter().for_each(f),
            Operand::SeqIter { seq, at } => [seq, at].into_iter().for_each(f),
        }
    }
}

/// What happens with the result when the frame returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Then {
    /// It is the result of the unit (of the outermost frame).
    Unit,
    /// It goes to register `dst` of the calling frame.
    ToFrame {
        /// The register.
        dst: u16,
    },
    /// It must be None; the object goes to register `dst` of the calling frame.
    Construct {
        /// The register.
        dst: u16,
        /// The object under construction; a `Val`.
        object: V,
    },
}

/// How the interpreter goes on in the innermost frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Resume {
    /// It executes the instruction at `pc`.
    At,
    /// The exception that is pending was raised by the instruction at `pc`.
    Raise,
}

/// One frame, with its callers.
#[derive(Clone, PartialEq, Debug)]
pub struct FrameState {
    /// The frame that called this one, if that was inlined; its `pc` is the call.
    pub parent: Option<State>,
    /// The code object (a word, kept alive by the unit).
    pub code: u64,
    /// The function object; a `Val`.
    pub function: V,
    /// Where its registers begin, in words above those of the unit's own frame.
    pub base: u32,
    /// The instruction at which the interpreter goes on (of a caller: the call under way).
    pub pc: u32,
    /// Registers that are live there. Resident constants are not among them; all others are dead or empty.
    pub regs: Box<[(u16, Operand)]>,
    /// Are they as the interpreter left them instead, at the begin of a unit that has an entered frame? Then `regs` is empty.
    pub kept: bool,
    /// Was the record of the frame pushed (by `EnterFrame`, or because it is the interpreter's own frame)?
    pub entered: bool,
    /// What happens with its result.
    pub then: Then,
}

impl FrameState {
    /// Visits every value of this frame; not those of its callers.
    pub fn for_each_value(&self, f: &mut impl FnMut(V)) {
        f(self.function);
        if let Then::Construct { object, .. } = self.then {
            f(object);
        }
        self.regs.iter().for_each(|(_, o)| o.for_each(f));
    }

    /// Visits every value of this frame, to change it; not those of its callers.
    pub fn for_each_value_mut(&mut self, f: &mut impl FnMut(&mut V)) {
        f(&mut self.function);
        if let Then::Construct { object, .. } = &mut self.then {
            f(object);
        }
        self.regs.iter_mut().for_each(|(_, o)| o.for_each_mut(f));
    }
}
