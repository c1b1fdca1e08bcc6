//! What the abstract interpretation emits: basic blocks of instructions whose registers and targets are still symbolic.

use crate::bytecode::ops::Op;

/// An operand before registers are numbered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Arg {
    /// No operand; as a register: `NO_REG`.
    Nothing,
    /// A local variable.
    Local(u16),
    /// A constant: a resident register at the end.
    Const(u32),
    /// A temporary.
    Temp(u16),
    /// A number or an index of a name or constant.
    Num(u32),
    /// A block to go to.
    Block(u32),
}

/// No block.
pub(super) const NO_BLOCK: u32 = u32::MAX;

/// An instruction before registers are numbered. `args` are in the order of [`Op::operands`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Inst {
    pub(super) op: Op,
    pub(super) args: [Arg; 3],
    /// Where it came from.
    pub(super) offset: u32,
    /// The block that handles its exceptions, or [`NO_BLOCK`].
    pub(super) handler: u32,
}

impl Inst {
    /// The register it writes when it writes exactly one.
    pub(super) fn dst(&self) -> Option<Arg> {
        use crate::bytecode::ops::Kind;
        match self.op.operands().first() {
            Some((_, Kind::Dst)) => Some(self.args[0]),
            _ => None,
        }
    }

    /// The block it jumps to.
    pub(super) fn target(&self) -> Option<u32> {
        self.args.iter().find_map(|arg| match arg {
            Arg::Block(block) => Some(*block),
            _ => None,
        })
    }

    /// Makes it jump elsewhere.
    pub(super) fn retarget(&mut self, to: u32) {
        for arg in &mut self.args {
            if matches!(arg, Arg::Block(_)) {
                *arg = Arg::Block(to);
            }
        }
    }

    /// Whether control never goes on behind it.
    pub(super) fn ends(&self) -> bool {
        matches!(self.op, Op::Jump | Op::Ret | Op::Raise | Op::Reraise)
    }
}

/// Where an exception arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// The temporary that receives the exception.
    pub(super) exc: u16,
    /// The temporary that receives the number of the instruction that raised.
    pub(super) lasti: Option<u16>,
}

/// A run of instructions that is entered at its start only; jumps out of it may stand anywhere.
#[derive(Clone, Default, Debug)]
pub(super) struct Body {
    pub(super) code: Vec<Inst>,
    /// The block that control falls into behind the last instruction.
    pub(super) fall: Option<u32>,
    /// What arrives when it is an exception handler.
    pub(super) entry: Option<Entry>,
}

/// The opposite of a conditional jump.
pub(super) fn inverse(op: Op) -> Option<Op> {
    let pairs = [
        (Op::JumpIfTrue, Op::JumpIfFalse),
        (Op::JumpIfNone, Op::JumpIfNotNone),
        (Op::JumpIfIs, Op::JumpIfIsNot),
        (Op::JumpIfIn, Op::JumpIfNotIn),
        (Op::JumpIfLt, Op::JumpUnlessLt),
        (Op::JumpIfLe, Op::JumpUnlessLe),
        (Op::JumpIfEq, Op::JumpUnlessEq),
        (Op::JumpIfNe, Op::JumpUnlessNe),
        (Op::JumpIfGt, Op::JumpUnlessGt),
        (Op::JumpIfGe, Op::JumpUnlessGe),
    ];
    pairs.iter().find_map(|&(a, b)| {
        if op == a {
            Some(b)
        } else if op == b {
            Some(a)
        } else {
            None
        }
    })
}

/// The conditional jump (taken when true) that does what a comparison followed by a test does.
pub(super) fn fused(op: Op) -> Option<Op> {
    Some(match op {
        Op::Lt => Op::JumpIfLt,
        Op::Le => Op::JumpIfLe,
        Op::Eq => Op::JumpIfEq,
        Op::Ne => Op::JumpIfNe,
        Op::Gt => Op::JumpIfGt,
        Op::Ge => Op::JumpIfGe,
        Op::Is => Op::JumpIfIs,
        Op::IsNot => Op::JumpIfIsNot,
        Op::Contains => Op::JumpIfIn,
        Op::NotContains => Op::JumpIfNotIn,
        _ => return None,
    })
}

/// Whether an operation can raise: what cannot needs no handler.
pub(super) fn raises(op: Op) -> bool {
    !matches!(
        op,
        Op::Nop
            | Op::Mov
            | Op::LoadConst
            | Op::Clear
            | Op::MakeCell
            | Op::CopyFree
            | Op::StoreCell
            | Op::Is
            | Op::IsNot
            | Op::JumpIfNone
            | Op::JumpIfNotNone
            | Op::JumpIfIs
            | Op::JumpIfIsNot
            | Op::PushExc
            | Op::PopExc
            | Op::Ret
            | Op::StartGenerator
            | Op::LoadAssertionError
            | Op::LoadCommon
    )
}
