//! Iteration.

use super::env::Abs;
use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Cond, Op, Rep, V};
use crate::object::list::is_list_shape;
use crate::object::{T, Value};
use crate::runtime::helpers::Helper;

impl Builder<'_> {
    /// `dst = iter(src)`
    pub(super) fn get_iter(&mut self, i: Instr, pc: u32) -> Built<Go> {
        if let Abs::Range { start, stop, step } = self.reg(i.b) {
            let up = match self.g.op(step) {
                Some(&Op::ConstI64 { value }) => value > 0,
                _ => true,
            };
            if !matches!(self.g.op(step), Some(Op::ConstI64 { .. })) {
                let zero = self.int(0);
                let cond = self.push(Op::Cmp {
                    cond: Cond::Gt,
                    lhs: step,
                    rhs: zero,
                });
                self.guard(cond, pc)?;
            }
            self.env.regs[usize::from(i.a)] = Abs::RangeIter {
                next: start,
                stop,
                step,
                up,
            };
            return Ok(Go::Next);
        }
        let src = self.value(i.b, pc)?;
        let seen = (self.top().code.feedback_at(pc as usize).b >> 1) as u32;
        let first = self.instr(pc + 1);
        if seen == 0 && !self.blocked(pc) && self.top().code.feedback_at(pc as usize).b == 0 {
            return self.never_ran(pc);
        }
        let tuple = seen == T::Tuple as u32;
        let list = is_list_shape(seen) && seen != crate::object::list::SHAPE_EMPTY;
        if (list || tuple)
            && first.op.neutral() == B::ForIter
            && first.a == i.a
            && !self.blocked(pc)
        {
            let seq = self.sequence(src, seen, pc)?;
            let at = self.int(0);
            self.env.regs[usize::from(i.a)] = Abs::SeqIter {
                seq,
                at,
                shape: seen,
            };
            return Ok(Go::Next);
        }
        let src = self.boxed(src);
        let v = self.call_val(Helper::get_iter, &[src], pc)?;
        self.set(i.a, v);
        Ok(Go::Next)
    }

    /// A list or tuple of the given shape.
    fn sequence(&mut self, v: V, shape: u32, pc: u32) -> Built<V> {
        if shape == T::Tuple as u32 {
            self.with_type(v, shape, pc)
        } else {
            self.with_shape(v, shape, pc)
        }
    }

    /// `for_iter` and `for_loop`.
    pub(super) fn for_next(&mut self, i: Instr, pc: u32, to: u32) -> Built<Go> {
        let back = i.op.neutral() == B::ForLoop;
        if back && !self.entering_at(pc) {
            let state = self.state(pc)?;
            self.push(Op::Poll { state });
        }
        let (more, over) = if back { (to, pc + 1) } else { (pc + 1, to) };
        let iter = self.reg(i.a);
        match iter {
            Abs::RangeIter {
                next,
                stop,
                step,
                up,
            } => {
                let cond = self.push(Op::Cmp {
                    cond: if up { Cond::Lt } else { Cond::Gt },
                    lhs: next,
                    rhs: stop,
                });
                let (a, b) = (self.g.add_block(), self.g.add_block());
                self.end_branch(cond, a, b);
                let env = self.env.clone();
                self.at = a;
                let after = self.push(Op::Add {
                    lhs: next,
                    rhs: step,
                });
                self.env.regs[usize::from(i.a)] = Abs::RangeIter {
                    next: after,
                    stop,
                    step,
                    up,
                };
                self.set(i.b, next);
                self.go(pc, more)?;
                self.at = b;
                self.env = env;
                self.go(pc, over)?;
                Ok(Go::Ended)
            }
            Abs::SeqIter { seq, at, shape } => {
                self.list_next(i, pc, (more, over), (seq, at, shape))
            }
            _ => match self.step_next(i, pc, (more, over))? {
                Some(go) => Ok(go),
                None => self.any_next(i, pc, (more, over)),
            },
        }
    }

    /// The next item of a list.
    fn list_next(
        &mut self,
        i: Instr,
        pc: u32,
        (more, over): (u32, u32),
        (seq, at, shape): (V, V, u32),
    ) -> Built<Go> {
        let tuple = shape == T::Tuple as u32;
        let list = self.sequence(seq, shape, pc)?;
        let len = self.push(if tuple {
            Op::TupleLen { tuple: list }
        } else {
            Op::ListLen { list }
        });
        let cond = self.below(at, len);
        let (a, b) = (self.g.add_block(), self.g.add_block());
        self.end_branch(cond, a, b);
        let env = self.env.clone();
        self.at = a;
        let item = if tuple {
            self.push(Op::LoadTuple {
                tuple: list,
                index: at,
            })
        } else {
            self.load_item(shape, list, at)
        };
        let one = self.int(1);
        let after = self.push(Op::Add { lhs: at, rhs: one });
        self.env.regs[usize::from(i.a)] = Abs::SeqIter {
            seq,
            at: after,
            shape,
        };
        self.set(i.b, item);
        self.go(pc, more)?;
        self.at = b;
        self.env = env;
        self.go(pc, over)?;
        Ok(Go::Ended)
    }

    /// The next item of any iterator.
    fn any_next(&mut self, i: Instr, pc: u32, (more, over): (u32, u32)) -> Built<Go> {
        let iter = self.boxed_reg(i.a, pc)?;
        let item = self.call_val(Helper::next, &[iter], pc)?;
        let absent = self.constant(Value::ABSENT);
        let none_left = self.push(Op::Same {
            lhs: item,
            rhs: absent,
        });
        let (a, b) = (self.g.add_block(), self.g.add_block());
        self.end_branch(none_left, a, b);
        let env = self.env.clone();
        self.at = a;
        self.go(pc, over)?;
        self.at = b;
        self.env = env;
        self.set(i.b, item);
        self.go(pc, more)?;
        Ok(Go::Ended)
    }

    /// Calls of `range` with ints make no object.
    pub(super) fn call_range(&mut self, args: &[u16], dst: u16, pc: u32) -> Built<bool> {
        let mut ints = Vec::with_capacity(3);
        for &r in args {
            let v = self.value(r, pc)?;
            let int = match self.g.rep(v) {
                Rep::I64 => true,
                Rep::Val => self.known(v).is_none_or(Value::is_int),
                _ => false,
            };
            if !int {
                return Ok(false);
            }
            let v = self.as_int(v, pc)?;
            ints.push(self.small(v, pc)?);
        }
        let (start, stop, step) = match ints[..] {
            [stop] => (self.int(0), stop, self.int(1)),
            [start, stop] => (start, stop, self.int(1)),
            [start, stop, step] => (start, stop, step),
            _ => return Ok(false),
        };
        if let Some(Op::ConstI64 { value: 0 }) = self.g.op(step) {
            return Ok(false);
        }
        if !matches!(self.g.op(step), Some(Op::ConstI64 { .. })) {
            let zero = self.int(0);
            let cond = self.push(Op::Cmp {
                cond: Cond::Ne,
                lhs: step,
                rhs: zero,
            });
            self.guard(cond, pc)?;
        }
        self.env.regs[usize::from(dst)] = Abs::Range { start, stop, step };
        Ok(true)
    }

    /// The type numbers that builders of iterators ask for.
    pub(super) fn is_range_class(&self, v: Value) -> bool {
        v == self.vm.class(T::Range).value()
    }
}
