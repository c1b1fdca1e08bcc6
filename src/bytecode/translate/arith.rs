//! Arithmetic, comparisons, and the conditional jumps into which comparisons are folded.

use super::Why;
use super::ir::{Arg, Inst, NO_BLOCK, fused, inverse, raises};
use super::machine::{Flow, Machine, Outcome};
use super::stack::Tag;
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;
use crate::pyc::code::Const;

const NO: Arg = Arg::Nothing;

/// The operations of `BINARY_OP`, in the order of its numbers.
const BINARY: [Op; 27] = [
    Op::Add,
    Op::BitAnd,
    Op::FloorDiv,
    Op::Lshift,
    Op::Matmul,
    Op::Mul,
    Op::Modulo,
    Op::BitOr,
    Op::Pow,
    Op::Rshift,
    Op::Sub,
    Op::TrueDiv,
    Op::BitXor,
    Op::Iadd,
    Op::IbitAnd,
    Op::IfloorDiv,
    Op::Ilshift,
    Op::Imatmul,
    Op::Imul,
    Op::Imodulo,
    Op::IbitOr,
    Op::Ipow,
    Op::Irshift,
    Op::Isub,
    Op::ItrueDiv,
    Op::IbitXor,
    Op::GetItem,
];

/// The operations of `COMPARE_OP` up to 3.8, of which later versions keep the first six.
const COMPARE: [Op; 10] = [
    Op::Lt,
    Op::Le,
    Op::Eq,
    Op::Ne,
    Op::Gt,
    Op::Ge,
    Op::Contains,
    Op::NotContains,
    Op::Is,
    Op::IsNot,
];

/// The number that `COMPARE_OP` gives to the match of exceptions up to 3.8.
const EXCEPTION_MATCH: u32 = 10;

/// The operation of a `BINARY_*`, `INPLACE_*` or `UNARY_*` instruction.
fn operation(op: Opcode) -> Option<Op> {
    Some(match op {
        Opcode::BinaryAdd => Op::Add,
        Opcode::BinaryAnd => Op::BitAnd,
        Opcode::BinaryFloorDivide => Op::FloorDiv,
        Opcode::BinaryLshift => Op::Lshift,
        Opcode::BinaryMatrixMultiply => Op::Matmul,
        Opcode::BinaryModulo => Op::Modulo,
        Opcode::BinaryMultiply => Op::Mul,
        Opcode::BinaryOr => Op::BitOr,
        Opcode::BinaryPower => Op::Pow,
        Opcode::BinaryRshift => Op::Rshift,
        Opcode::BinarySubtract => Op::Sub,
        Opcode::BinaryTrueDivide => Op::TrueDiv,
        Opcode::BinaryXor => Op::BitXor,
        Opcode::InplaceAdd => Op::Iadd,
        Opcode::InplaceAnd => Op::IbitAnd,
        Opcode::InplaceFloorDivide => Op::IfloorDiv,
        Opcode::InplaceLshift => Op::Ilshift,
        Opcode::InplaceMatrixMultiply => Op::Imatmul,
        Opcode::InplaceModulo => Op::Imodulo,
        Opcode::InplaceMultiply => Op::Imul,
        Opcode::InplaceOr => Op::IbitOr,
        Opcode::InplacePower => Op::Ipow,
        Opcode::InplaceRshift => Op::Irshift,
        Opcode::InplaceSubtract => Op::Isub,
        Opcode::InplaceTrueDivide => Op::ItrueDiv,
        Opcode::InplaceXor => Op::IbitXor,
        Opcode::UnaryInvert => Op::Invert,
        Opcode::UnaryNegative => Op::Neg,
        Opcode::UnaryNot => Op::Not,
        Opcode::UnaryPositive => Op::Pos,
        Opcode::ToBool => Op::ToBool,
        _ => return None,
    })
}

impl Machine<'_> {
    /// An operation on two values.
    pub(super) fn binary(&mut self, op: Op) -> Outcome {
        let rhs = self.pop_value()?;
        let lhs = self.pop_value()?;
        self.push_result(op, lhs, rhs)?;
        Ok(Flow::Next)
    }

    /// An operation on one value.
    pub(super) fn unary(&mut self, op: Op) -> Outcome {
        let src = self.pop_value()?;
        self.push_result(op, src, NO)?;
        Ok(Flow::Next)
    }
}

/// A `BINARY_ADD` and the like.
pub(super) fn binary_named(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.binary(operation(ins.op).ok_or("unknown operation")?)
}

/// A `UNARY_NOT` and the like.
pub(super) fn unary_named(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let op = operation(ins.op).ok_or("unknown operation")?;
    let test = if op == Op::Not {
        m.drop_to_bool()?
    } else {
        None
    };
    let flow = m.unary(op)?;
    if let (Some(test), Some(last)) = (test, m.code.last_mut()) {
        last.offset = test.offset;
        last.handler = test.handler;
    }
    Ok(flow)
}

/// `BINARY_OP`
pub(super) fn binary_op(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let count = crate::pyc::opcodes::table(m.raw.version).counts.binary;
    let op = BINARY.get(ins.arg as usize).filter(|_| ins.arg < count);
    match *op.ok_or("operand of BINARY_OP out of range")? {
        Op::GetItem => super::values::binary_subscr(m, ins),
        op => m.binary(op),
    }
}

/// `COMPARE_OP` with this number.
pub(super) fn compare(m: &mut Machine<'_>, number: u32) -> Outcome {
    let count = crate::pyc::opcodes::table(m.raw.version).counts.compare;
    if number == EXCEPTION_MATCH && number < count {
        return match_exception(m);
    }
    let op = COMPARE.get(number as usize).filter(|_| number < count);
    m.binary(*op.ok_or("operand of COMPARE_OP out of range")?)
}

pub(super) fn compare_op(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    compare(m, ins.arg)
}

/// Whether the class of an exception (or a value) is one of those on top.
pub(super) fn match_exception(m: &mut Machine<'_>) -> Outcome {
    let kind = m.pop_value()?;
    let exc = m.pop()?;
    if exc.tag != Tag::ExceptionClass && !exc.tag.is_value() {
        return Err(format!("takes {} for an object", exc.tag.name()));
    }
    m.push_result(Op::MatchExc, exc.at, kind)?;
    Ok(Flow::Next)
}

pub(super) fn is_op(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.binary(either(ins.arg, Op::Is, Op::IsNot)?)
}

pub(super) fn contains_op(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.binary(either(ins.arg, Op::Contains, Op::NotContains)?)
}

fn either(arg: u32, no: Op, yes: Op) -> Result<Op, Why> {
    match arg {
        0 => Ok(no),
        1 => Ok(yes),
        _ => Err("operand of a test out of range".to_owned()),
    }
}

// ---- conditional jumps

/// Jumps to instruction `to` when the value on top, which is popped, has this truth.
pub(super) fn jump_if(m: &mut Machine<'_>, when: bool, to: u32) -> Outcome {
    let slot = m.peek(1)?;
    m.value(1)?;
    if let (Arg::Const(k), Some(k2)) = (slot.at, slot.known)
        && k == k2
        && let Some(truth) = m.pool.truth(k)
    {
        m.pop()?;
        m.pins.clear();
        return if truth == when {
            Ok(Flow::Fall(m.edge(to)?))
        } else {
            Ok(Flow::Next)
        };
    }
    m.pop()?;
    let test = m.condition(slot.at, when);
    m.jump_on(test, to)
}

/// A conditional jump that is to be emitted.
pub(super) struct Test {
    pub(super) op: Op,
    pub(super) lhs: Arg,
    pub(super) rhs: Arg,
    /// What was taken back for it: the place to blame and its handler. (From 3.13 the jump itself cannot raise and has none.)
    pub(super) from: Option<(u32, u32)>,
}

impl Test {
    /// A jump that tests one value.
    pub(super) fn of(op: Op, lhs: Arg) -> Test {
        Test {
            op,
            lhs,
            rhs: NO,
            from: None,
        }
    }
}

impl Machine<'_> {
    /// Emits a conditional jump whose operands are not on the stack.
    pub(super) fn jump_on(&mut self, test: Test, to: u32) -> Outcome {
        self.pins.clear();
        self.pins.extend([test.lhs, test.rhs]);
        let block = self.edge(to)?;
        // The moves of the edge may have renamed the operands.
        let (lhs, rhs) = match self.pins[..] {
            [lhs, rhs, ..] => (lhs, rhs),
            _ => (test.lhs, test.rhs),
        };
        self.emit(test.op, [lhs, rhs, Arg::Block(block)]);
        if let (Some((offset, handler)), Some(last)) = (test.from, self.code.last_mut()) {
            last.offset = offset;
            last.handler = if raises(last.op) { handler } else { NO_BLOCK };
        }
        self.pins.clear();
        Ok(Flow::Next)
    }

    /// The jump that tests `cond`, which was popped: takes back what computed it when nothing else needs that.
    fn condition(&mut self, mut cond: Arg, mut when: bool) -> Test {
        let mut from = None;
        while let Some(last) = self.last_made(cond) {
            let (lhs, rhs) = (last.args[1], last.args[2]);
            match last.op {
                Op::ToBool => cond = lhs,
                Op::Not => {
                    cond = lhs;
                    when = !when;
                }
                op => {
                    let Some(jump) = fused(op) else { break };
                    self.code.pop();
                    let (op, lhs, rhs) = self.none_test(jump, when, lhs, rhs);
                    let from = Some((last.offset, last.handler));
                    return Test { op, lhs, rhs, from };
                }
            }
            self.code.pop();
            from = Some((last.offset, last.handler));
        }
        Test {
            op: if when {
                Op::JumpIfTrue
            } else {
                Op::JumpIfFalse
            },
            lhs: cond,
            rhs: NO,
            from,
        }
    }

    /// The last instruction, if it made `value` and no slot refers to that.
    fn last_made(&self, value: Arg) -> Option<Inst> {
        let last = self.code.last()?;
        let Arg::Temp(temp) = value else {
            return None;
        };
        (last.dst() == Some(value) && self.stack.temp_refs(temp) == 0).then_some(*last)
    }

    /// A fused comparison, as a test for None where it is one.
    fn none_test(&self, jump: Op, when: bool, lhs: Arg, rhs: Arg) -> (Op, Arg, Arg) {
        let jump = if when {
            jump
        } else {
            inverse(jump).unwrap_or(jump)
        };
        let is_none = |arg: Arg| matches!(arg, Arg::Const(k) if matches!(self.pool.get(k), Some(Const::None)));
        let test = match jump {
            Op::JumpIfIs => Op::JumpIfNone,
            Op::JumpIfIsNot => Op::JumpIfNotNone,
            _ => return (jump, lhs, rhs),
        };
        if is_none(rhs) {
            (test, lhs, NO)
        } else if is_none(lhs) {
            (test, rhs, NO)
        } else {
            (jump, lhs, rhs)
        }
    }

    /// Takes back a `to_bool` whose result is on top and only there.
    fn drop_to_bool(&mut self) -> Result<Option<Inst>, Why> {
        let top = self.peek(1)?;
        let Arg::Temp(temp) = top.at else {
            return Ok(None);
        };
        if let Some(last) = self.code.last().copied()
            && last.op == Op::ToBool
            && last.dst() == Some(top.at)
            && self.stack.temp_refs(temp) == 1
        {
            self.code.pop();
            self.stack.pop();
            self.push(Tag::Value, last.args[1])?;
            return Ok(Some(last));
        }
        Ok(None)
    }
}

pub(super) fn pop_jump_if_true(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    jump_if(m, true, to)
}

pub(super) fn pop_jump_if_false(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    jump_if(m, false, to)
}

pub(super) fn pop_jump_if_none(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    let src = m.pop_value()?;
    m.jump_on(Test::of(Op::JumpIfNone, src), to)
}

pub(super) fn pop_jump_if_not_none(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    let src = m.pop_value()?;
    m.jump_on(Test::of(Op::JumpIfNotNone, src), to)
}

pub(super) fn jump_if_true_or_pop(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    jump_or_pop(m, ins, Op::JumpIfTrue)
}

pub(super) fn jump_if_false_or_pop(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    jump_or_pop(m, ins, Op::JumpIfFalse)
}

/// Jumps and keeps the value, or goes on without it (up to 3.11).
fn jump_or_pop(m: &mut Machine<'_>, ins: Ins, op: Op) -> Outcome {
    let to = m.target(ins)?;
    m.value(1)?;
    let block = m.edge(to)?;
    let cond = m.pop_value()?;
    m.emit(op, [cond, NO, Arg::Block(block)]);
    Ok(Flow::Next)
}

/// Up to 3.10: jumps unless an exception matches (3.9, 3.10).
pub(super) fn jump_if_not_exc_match(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    match_exception(m)?;
    jump_if(m, false, to)
}

// ---- unconditional jumps

pub(super) fn jump(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    let (handler, offset) = (m.handler, m.offset);
    if let Some(block) = m.pass(to)? {
        // The jump is this instruction's, whatever was done on the way.
        (m.handler, m.offset) = (handler, offset);
        m.emit(Op::Jump, [NO, Arg::Block(block), NO]);
    }
    Ok(Flow::End)
}
