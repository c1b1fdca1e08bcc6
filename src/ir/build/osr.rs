//! Units of loops: what the interpreter has in the registers at the back-edge where the unit begins.

use super::env::Abs;
use super::flow::successors;
use super::{Builder, Built};
use crate::bytecode;
use crate::bytecode::ops::Op as B;
use crate::ir::{Op, Rep, V};
use crate::object::{List, Obj, T, Value, header};
use crate::runtime::iter::{RangeIter, SeqIter};

impl Builder<'_> {
    /// Reads the live registers of the interpreter's frame.
    pub(super) fn read_registers(&mut self, at: u32, registers: &[Value]) {
        let flow = self.top().flow.clone();
        let code = self.top().code;
        let residents = code.nlocals()..code.nlocals() + code.nresident();
        for r in flow.live(at).iter() {
            let empty = registers.get(usize::from(r)).is_none_or(|v| v.is_empty());
            if residents.contains(&r) || empty && r >= residents.end {
                continue;
            }
            let v = self.push(Op::ReadReg { base: 0, reg: r });
            self.env.regs[usize::from(r)] = Abs::Value(v);
        }
    }

    /// Guards that the registers hold values of the types that they hold now.
    pub(super) fn expect_types(&mut self, at: u32, registers: &[Value]) {
        if self.blocked(at) {
            return;
        }
        let flow = self.top().flow.clone();
        for r in flow.live(at).iter() {
            let (Some(&now), Abs::Value(v)) =
                (registers.get(usize::from(r)), self.env.regs[usize::from(r)])
            else {
                continue;
            };
            if self.g.rep(v) != Rep::Val || self.known(v).is_some() {
                continue;
            }
            let _ = if now.is_int() {
                self.as_int(v, at)
            } else if now.is_float() {
                self.as_float(v, at)
            } else if now.is_bool() {
                self.as_bool(v, at)
            } else {
                Ok(v)
            };
        }
    }

    /// Iterators over ranges and lists, which the interpreter made for loops, are kept in registers.
    pub(super) fn open_iterators(&mut self, at: u32, registers: &[Value]) -> Built {
        let body = self.top().code.body();
        let Some(body) = body else { return Ok(()) };
        let flow = self.top().flow.clone();
        let iterators: Vec<u16> = body
            .instrs
            .iter()
            .filter(|i| i.op.neutral() == B::ForLoop)
            .map(|i| i.a)
            .collect();
        if self.blocked(at) {
            return Ok(());
        }
        for r in flow.live(at).iter().filter(|r| iterators.contains(r)) {
            let (Some(&now), Abs::Value(v)) =
                (registers.get(usize::from(r)), self.env.regs[usize::from(r)])
            else {
                continue;
            };
            if !self.iterator_is_private(r, at) {
                continue;
            }
            if header(now).is_some_and(|h| h.shape_id == T::RangeIterator as u32) {
                let step = Obj::<RangeIter>::from_value(now).map_or(1, |it| it.step.get());
                if step == 1 && self.counts_by_one(r, at) {
                    self.open_counter(r, v, at)?;
                } else {
                    self.open_range(r, v, at, step > 0)?;
                }
            } else if header(now).is_some_and(|h| h.shape_id == T::ListIterator as u32)
                && let Some(it) = Obj::<SeqIter>::from_value(now)
                && let Some(l) = List::from_value(it.seq.get())
            {
                self.open_sequence(r, v, at, l.shape_id())?;
            } else if header(now).is_some_and(|h| h.shape_id == T::TupleIterator as u32) {
                self.open_sequence(r, v, at, T::Tuple as u32)?;
            }
        }
        Ok(())
    }

    /// Was the iterator in register `r`, with which a loop around `at` goes on, made for that loop from something that is no iterator itself? Then
    /// nobody else can hold it.
    pub(super) fn iterator_is_private(&self, r: u16, at: u32) -> bool {
        let code = self.top().code;
        let Some(body) = code.body() else {
            return false;
        };
        let headers = self.headers_around(body, at, r);
        !headers.is_empty() && headers.iter().all(|&h| self.makes_iterator(body, h, r))
    }

    /// The headers of the loops around `at` that go on with the iterator in `r`.
    pub(super) fn headers_around(&self, body: &bytecode::code::Code, at: u32, r: u16) -> Vec<u32> {
        let around = |pc: u32| {
            let header = successors(body.instrs[pc as usize], pc).1?;
            let l = self.top().flow.loop_at(header)?;
            l.contains(at).then_some(header)
        };
        let loops = body.instrs.iter().enumerate();
        loops
            .filter(|(_, i)| i.op.neutral() == B::ForLoop && i.a == r)
            .filter_map(|(pc, _)| around(pc as u32))
            .collect()
    }

    /// Does the private iterator in `r` come from a call with one or two arguments? Then, if it is one over a range, its step is always 1.
    pub(super) fn counts_by_one(&self, r: u16, at: u32) -> bool {
        let Some(body) = self.top().code.body() else {
            return false;
        };
        let called = |header: &u32| {
            let Some(call) = header.checked_sub(3).map(|pc| pc as usize) else {
                return false;
            };
            let (make, get) = (body.instrs[call], body.instrs[call + 1]);
            make.op.neutral() == B::CallPlain
                && make.c <= 2
                && make.a == get.b
                && !self.top().flow.leader[call + 1]
        };
        self.headers_around(body, at, r).iter().all(called)
    }

    /// Does the loop at `header` begin with making the iterator in `r` from a range, list or tuple?
    pub(super) fn makes_iterator(&self, body: &bytecode::code::Code, header: u32, r: u16) -> bool {
        let Some(first) = header.checked_sub(2).map(|h| h as usize) else {
            return false;
        };
        let (get, next) = (body.instrs[first], body.instrs[first + 1]);
        let seen = (self.top().code.feedback_at(first).b >> 1) as u32;
        get.op.neutral() == B::GetIter
            && get.a == r
            && next.op.neutral() == B::ForIter
            && next.a == r
            && !self.top().flow.leader[first + 1]
            && (seen == T::Range as u32
                || seen == T::Tuple as u32
                || crate::object::list::is_list_shape(seen))
    }

    /// Register `r` holds a range iterator with step 1: take it apart.
    pub(super) fn open_counter(&mut self, r: u16, v: V, pc: u32) -> Built {
        let it = self.with_type(v, T::RangeIterator as u32, pc)?;
        let next = self.push(Op::RangeNext { iter: it });
        let lhs = self.push(Op::RangeStep { iter: it });
        let left = self.push(Op::RangeLeft { iter: it });
        let step = self.int(1);
        let cond = crate::ir::Cond::Eq;
        let rhs = step;
        let one = self.push(Op::Cmp { cond, lhs, rhs });
        self.guard(one, pc)?;
        let (lhs, rhs) = (self.small(next, pc)?, self.small(left, pc)?);
        let stop = self.push(Op::Add { lhs, rhs });
        self.env.regs[usize::from(r)] = Abs::RangeIter {
            next: lhs,
            stop,
            step,
            up: true,
        };
        Ok(())
    }

    /// Register `r` holds a range iterator: take it apart.
    pub(super) fn open_range(&mut self, r: u16, v: V, pc: u32, up: bool) -> Built {
        let it = self.with_type(v, T::RangeIterator as u32, pc)?;
        let next = self.push(Op::RangeNext { iter: it });
        let step = self.push(Op::RangeStep { iter: it });
        let left = self.push(Op::RangeLeft { iter: it });
        let zero = self.int(0);
        let cond = if up {
            crate::ir::Cond::Gt
        } else {
            crate::ir::Cond::Lt
        };
        let direction = self.push(Op::Cmp {
            cond,
            lhs: step,
            rhs: zero,
        });
        self.guard(direction, pc)?;
        // far from the ends of 64 bits, so that neither the end nor the item behind it overflows
        let (next, step) = (self.small(next, pc)?, self.small(step, pc)?);
        let state = self.state(pc)?;
        let (lhs, rhs) = (step, left);
        let way = self.push(Op::MulOvf { lhs, rhs, state });
        let way = self.small(way, pc)?;
        let stop = self.push(Op::Add {
            lhs: next,
            rhs: way,
        });
        self.env.regs[usize::from(r)] = Abs::RangeIter {
            next,
            stop,
            step,
            up,
        };
        Ok(())
    }

    /// Register `r` holds an iterator over a list or tuple of the given shape: take it apart.
    pub(super) fn open_sequence(&mut self, r: u16, v: V, pc: u32, shape: u32) -> Built {
        let kind = if shape == T::Tuple as u32 {
            T::TupleIterator
        } else {
            T::ListIterator
        };
        let it = self.with_type(v, kind as u32, pc)?;
        let seq = self.push(Op::SeqOf { iter: it });
        let state = self.state(pc)?;
        let seq = self.push(Op::GuardBound { value: seq, state });
        let at = self.push(Op::SeqAt { iter: it });
        self.env.regs[usize::from(r)] = Abs::SeqIter { seq, at, shape };
        Ok(())
    }
}
