//! Units of generators: where they wait again, and the iterators that they keep.

use super::env::Abs;
use super::pairs::Gives;
use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::Instr;
use crate::ir::{Cond, Op, Terminator, V};
use crate::object::list::{SHAPE_EMPTY, is_list_shape};
use crate::object::{List, Obj, T, Value, header};
use crate::runtime::iter::{IterField, SeqIter};
use crate::runtime::tier::suspended;

/// An iterator that the generator had when it was resumed: its shape, and that of the list or tuple that it is about.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    shape: T,
    sequence: u32,
}

impl Builder<'_> {
    /// Does the unit stop at this `yield_value`? Not where the value comes from another generator.
    pub(super) fn yields(&self, i: Instr) -> bool {
        self.frames.len() == 1 && self.top().resumed.is_some() && i.c == 0
    }

    /// The generator waits at `pc`. Its live registers are written to the frame, from which the caller saves them; those that no instruction writes stand there.
    pub(super) fn suspend(&mut self, i: Instr, pc: u32) -> Built<Go> {
        self.observe(pc)?;
        let flow = self.top().flow.clone();
        let code = self.top().code;
        let residents = code.nlocals()..code.nlocals() + code.nresident();
        let kept = flow.live(pc + 1).iter().filter(|&r| r != i.a);
        let handled = flow.live_in_handler(pc).iter();
        let mut kept: Vec<u16> = kept.chain(handled).filter(|r| *r != i.b).collect();
        kept.sort_unstable();
        kept.dedup();
        kept.retain(|r| !residents.contains(r) && (flow.written.has(*r) || self.stands_not(*r)));
        let last = std::iter::once(i.b).filter(|r| !residents.contains(r));
        for reg in kept.into_iter().chain(last) {
            let value = match self.reg(reg) {
                Abs::Empty => self.constant(Value::EMPTY),
                other => {
                    let v = self.made(other)?;
                    self.boxed(v)
                }
            };
            let base = self.top().base;
            self.push(Op::WriteReg { base, reg, value });
        }
        let v = self.constant(suspended(pc));
        self.g.block_mut(self.at).end = Terminator::Return(v);
        Ok(Go::Ended)
    }

    /// Does register `r` hold anything but what stood there at entry?
    fn stands_not(&self, r: u16) -> bool {
        let Abs::Value(v) = self.reg(r) else {
            return true;
        };
        !matches!(self.g.op(self.root(v)), Some(&Op::ReadReg { base: 0, reg }) if reg == r)
    }

    /// What is known of the iterator in register `r` of a generator, if it had it when it was resumed.
    pub(super) fn kept_iterator(&self, r: u16, pc: u32) -> Option<Kept> {
        if self.frames.len() != 1 || self.blocked(pc) {
            return None;
        }
        let Abs::Value(v) = self.reg(r) else {
            return None;
        };
        let Some(&Op::ReadReg { reg, .. }) = self.g.op(self.root(v)) else {
            return None;
        };
        let now = *self.top().resumed.as_ref()?.get(usize::from(reg))?;
        let shape = header(now)?.shape_id;
        if shape == T::RangeIterator as u32 {
            return Some(Kept {
                shape: T::RangeIterator,
                sequence: 0,
            });
        }
        let of = [T::ListIterator, T::TupleIterator];
        let shape = of.into_iter().find(|&t| t as u32 == shape)?;
        let seq = Obj::<SeqIter>::from_value(now)?.seq.get();
        let sequence = match List::from_value(seq) {
            Some(l) => l.shape_id(),
            None => T::Tuple as u32,
        };
        let known = sequence == T::Tuple as u32 || is_list_shape(sequence);
        (known && sequence != SHAPE_EMPTY).then_some(Kept { shape, sequence })
    }

    /// The next item of such an iterator, which is stepped where it is.
    pub(super) fn kept_next(
        &mut self,
        i: Instr,
        pc: u32,
        (more, over): (u32, u32),
        kept: Kept,
    ) -> Built<Go> {
        let iter = self.boxed_reg(i.a, pc)?;
        self.observe(pc)?;
        if kept.shape == T::RangeIterator {
            return self.range_step(iter, i, pc, (more, over));
        }
        let slow = self.g.add_block();
        let step = self.sequence_step(iter, kept.sequence, slow, pc)?;
        self.advance(&step);
        let fast = (self.at, vec![step.item]);
        self.at = slow;
        let other = self.step_by_builtin(iter, Gives::One, pc, over)?;
        let items = self.join(vec![fast, (self.at, other)]);
        self.set(i.b, items[0]);
        self.go(pc, more)?;
        Ok(Go::Ended)
    }

    /// The next item of an iterator over a range, whose fields are counted on.
    fn range_step(&mut self, v: V, i: Instr, pc: u32, (more, over): (u32, u32)) -> Built<Go> {
        let iter = self.with_type(v, T::RangeIterator as u32, pc)?;
        let field = |b: &mut Self, field| b.push(Op::IterInt { iter, field });
        let (left, zero) = (field(self, IterField::RangeLeft), self.int(0));
        let cond = self.push(Op::Cmp {
            cond: Cond::Ne,
            lhs: left,
            rhs: zero,
        });
        let (a, b) = (self.g.add_block(), self.g.add_block());
        self.end_branch(cond, a, b);
        let env = self.env.clone();
        self.at = b;
        self.go(pc, over)?;
        self.at = a;
        self.env = env;
        let next = field(self, IterField::RangeNext);
        let step = field(self, IterField::RangeStep);
        let one = self.int(1);
        let after = self.push(Op::Add {
            lhs: next,
            rhs: step,
        });
        let fewer = self.push(Op::Sub {
            lhs: left,
            rhs: one,
        });
        for (field, value) in [(IterField::RangeNext, after), (IterField::RangeLeft, fewer)] {
            self.push(Op::SetIterInt { iter, field, value });
        }
        self.set(i.b, next);
        self.go(pc, more)?;
        Ok(Go::Ended)
    }
}
