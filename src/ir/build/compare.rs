//! Comparison.

use super::arith::Kinds;
use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Cond, Op, Rep, V};
use crate::runtime::helpers::Helper;

/// The condition of a comparing jump, and whether it jumps when that holds.
pub(super) fn jump(op: B) -> Option<(Cond, bool)> {
    Some(match op {
        B::JumpIfLt => (Cond::Lt, true),
        B::JumpIfLe => (Cond::Le, true),
        B::JumpIfEq => (Cond::Eq, true),
        B::JumpIfNe => (Cond::Ne, true),
        B::JumpIfGt => (Cond::Gt, true),
        B::JumpIfGe => (Cond::Ge, true),
        B::JumpUnlessLt => (Cond::Lt, false),
        B::JumpUnlessLe => (Cond::Le, false),
        B::JumpUnlessEq => (Cond::Eq, false),
        B::JumpUnlessNe => (Cond::Ne, false),
        B::JumpUnlessGt => (Cond::Gt, false),
        B::JumpUnlessGe => (Cond::Ge, false),
        _ => return None,
    })
}

impl Builder<'_> {
    /// The comparison of two numbers; `None` when only a helper can do it.
    fn compare_numbers(&mut self, cond: Cond, a: V, b: V, pc: u32) -> Built<Option<V>> {
        let seen = self.top().code.feedback_at(pc as usize).a;
        Ok(match self.operand_kinds(a, b, pc) {
            Kinds::Ints => {
                let (lhs, rhs) = (self.as_int(a, pc)?, self.as_int(b, pc)?);
                Some(self.push(Op::Cmp { cond, lhs, rhs }))
            }
            Kinds::Floats => {
                let (lhs, rhs) = (self.number(a, seen, pc)?, self.number(b, seen >> 8, pc)?);
                Some(self.push(Op::CmpF { cond, lhs, rhs }))
            }
            _ => None,
        })
    }

    /// Compares and jumps.
    pub(super) fn compare_jump(&mut self, i: Instr, pc: u32, to: u32) -> Built<Go> {
        let Some((cond, when)) = jump(i.op.neutral()) else {
            return Ok(Go::Next);
        };
        let (a, b) = (self.value(i.a, pc)?, self.value(i.b, pc)?);
        if self.operand_kinds(a, b, pc) == Kinds::Never {
            return self.never_ran(pc);
        }
        let holds = match self.compare_numbers(cond, a, b, pc)? {
            Some(v) => v,
            None => match self.comparison(cond, (a, b), pc)? {
                Some(v) => self.truth_of_bool(v, pc)?,
                None => {
                    let number = self.int(cond as i64);
                    let (a, b) = (self.boxed(a), self.boxed(b));
                    self.call_truth(Helper::compare_truth, &[number, a, b], pc)?
                }
            },
        };
        self.jump_when(holds, when, pc, to)
    }

    /// Compares for a value.
    pub(super) fn compare(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let cond = match i.op.neutral() {
            B::Lt => Cond::Lt,
            B::Le => Cond::Le,
            B::Eq => Cond::Eq,
            B::Ne => Cond::Ne,
            B::Gt => Cond::Gt,
            _ => Cond::Ge,
        };
        let (a, b) = (self.value(i.b, pc)?, self.value(i.c, pc)?);
        let raw = |g: &crate::ir::Graph, v| matches!(g.rep(v), Rep::I64 | Rep::F64);
        let never = self.operand_kinds(a, b, pc) == Kinds::Never;
        if never && !(raw(&self.g, a) || raw(&self.g, b)) {
            return self.never_ran(pc);
        }
        let v = match self.compare_numbers(cond, a, b, pc)? {
            Some(v) => v,
            None => match self.comparison(cond, (a, b), pc)? {
                Some(v) => v,
                None => {
                    let number = self.int(cond as i64);
                    let (a, b) = (self.boxed(a), self.boxed(b));
                    self.call_val(Helper::compare, &[number, a, b], pc)?
                }
            },
        };
        self.set(i.a, v);
        Ok(Go::Next)
    }
}
