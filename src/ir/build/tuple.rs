//! Tuples: made, and taken apart.

use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Cond, Op};
use crate::object::T;

/// Items of a tuple that is made in place, at most.
const MOST_ITEMS: u16 = 16;

impl Builder<'_> {
    /// `dst = (base, base+1, …)`
    pub(super) fn build_tuple(&mut self, i: Instr, pc: u32) -> Built {
        if i.c == 0 || i.c > MOST_ITEMS {
            return self.step(i, pc);
        }
        let mut items = Vec::with_capacity(usize::from(i.c));
        for r in i.b..i.b + i.c {
            items.push(self.boxed_reg(r, pc)?);
        }
        let tuple = self.push(Op::NewTuple {
            items: items.into(),
        });
        self.set(i.a, tuple);
        Ok(())
    }

    /// `first, second, … = src`
    pub(super) fn unpack(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let (src, n) = match i.op {
            B::UnpackPair => (i.c, 2),
            _ => (i.b, i.c),
        };
        let v = self.value(src, pc)?;
        let made = matches!(self.g.op(v), Some(Op::NewTuple { .. }));
        if !made && self.unseen(pc) {
            return self.never_ran(pc);
        }
        let seen = self.top().code.feedback_at(pc as usize).b >> 1;
        if self.blocked(pc) || !made && seen != u64::from(T::Tuple as u32) {
            self.step(i, pc)?;
            return Ok(Go::Next);
        }
        let tuple = self.with_type(v, T::Tuple as u32, pc)?;
        let (lhs, rhs) = (self.push(Op::TupleLen { tuple }), self.int(i64::from(n)));
        let cond = Cond::Eq;
        let fits = self.push(Op::Cmp { cond, lhs, rhs });
        self.guard(fits, pc)?;
        for k in 0..n {
            let index = self.int(i64::from(k));
            let item = self.push(Op::LoadTuple { tuple, index });
            let register = match i.op {
                B::UnpackPair if k == 0 => i.a,
                B::UnpackPair => i.b,
                B::UnpackForward => i.a + k,
                _ => i.a + n - 1 - k,
            };
            self.set(register, item);
        }
        Ok(Go::Next)
    }
}
