//! Iterators whose steps are made in place, on the objects as the interpreter has them: `enumerate` and `zip` of two lists or tuples, and those of dicts.
//!
//! The objects are always as if the builtin had made the step, so whoever else holds them sees nothing unusual, and leaving needs no care. What is unusual (the end,
//! holes in a dict, other storages) is left to the builtin. The pair that it gives is not made where it is taken apart at once.

use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Block, Cond, Op, V};
use crate::object::list::{SHAPE_EMPTY, is_list_shape};
use crate::object::{T, Value, loop_start};
use crate::runtime::helpers::Helper;
use crate::runtime::iter::IterField;

/// What such an iterator gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    One,
    Pair,
}

/// An iterator over a list or tuple, about to make a step.
pub(super) struct Step {
    iter: V,
    at: V,
    pub(super) item: V,
}

impl Builder<'_> {
    /// The shape of the iterator that a loop has, and those of the sequences behind it, as they were seen when a loop was entered.
    fn iterator_seen(&self, i: Instr, pc: u32, more: u32) -> (u32, [u32; 2]) {
        let code = self.top().code;
        let entry = match i.op.neutral() {
            B::ForLoop => more.wrapping_sub(1),
            _ => pc,
        };
        let first = code.body().and_then(|b| b.instrs.get(entry as usize));
        if first.is_none_or(|f| f.op.neutral() != B::ForIter || f.a != i.a) {
            return (0, [0; 2]);
        }
        let fb = code.feedback_at(entry as usize);
        (loop_start::shape(fb), [fb.a as u32, (fb.a >> 32) as u32])
    }

    /// The next item of an iterator of one of these types; `None`: it is of none.
    pub(super) fn step_next(&mut self, i: Instr, pc: u32, ways: (u32, u32)) -> Built<Option<Go>> {
        if let Some(shapes) = self.kept_iterator(i.a, pc) {
            return self.kept_next(i, pc, ways, shapes).map(Some);
        }
        let (shape, [first, second]) = self.iterator_seen(i, pc, ways.0);
        let known =
            |shape: u32| is_list_shape(shape) && shape != SHAPE_EMPTY || shape == T::Tuple as u32;
        let kind = [
            T::Enumerate,
            T::Zip,
            T::DictItemIterator,
            T::DictKeyIterator,
            T::DictValueIterator,
        ];
        let Some(kind) = kind.into_iter().find(|&t| t as u32 == shape) else {
            return Ok(None);
        };
        let suits = match kind {
            T::Enumerate => known(first),
            T::Zip => known(first) && known(second),
            _ => true,
        };
        if self.blocked(pc) || !suits {
            return Ok(None);
        }
        let iter = self.boxed_reg(i.a, pc)?;
        // the frames are the same whether the builtin is called or not
        self.observe(pc)?;
        let iter = self.with_type(iter, shape, pc)?;
        let slow = self.g.add_block();
        let gives = match kind {
            T::DictKeyIterator | T::DictValueIterator => Gives::One,
            _ => Gives::Pair,
        };
        let items = match kind {
            T::Enumerate => self.enumerate_step(iter, first, slow, pc)?,
            T::Zip => self.zip_step(iter, [first, second], slow, pc)?,
            T::DictKeyIterator => vec![self.dict_step(iter, slow, pc)?.0],
            T::DictValueIterator => vec![self.dict_step(iter, slow, pc)?.1],
            _ => {
                let (key, value) = self.dict_step(iter, slow, pc)?;
                vec![key, value]
            }
        };
        let fast = (self.at, items);
        self.at = slow;
        let other = self.step_by_builtin(iter, gives, pc, ways.1)?;
        let items = self.join(vec![fast, (self.at, other)]);
        let item = match gives {
            Gives::One => items[0],
            Gives::Pair => self.push(Op::NewTuple {
                items: items.into(),
            }),
        };
        self.set(i.b, item);
        self.go(pc, ways.0)?;
        Ok(Some(Go::Ended))
    }

    /// The step of the builtin; where it gives nothing, control goes to `over`.
    pub(super) fn step_by_builtin(
        &mut self,
        iter: V,
        gives: Gives,
        pc: u32,
        over: u32,
    ) -> Built<Vec<V>> {
        let lhs = self.call_val(Helper::next, &[iter], pc)?;
        let rhs = self.constant(Value::ABSENT);
        let none_left = self.push(Op::Same { lhs, rhs });
        let (end, on) = (self.g.add_block(), self.g.add_block());
        self.end_branch(none_left, end, on);
        let env = self.env.clone();
        self.at = end;
        self.go(pc, over)?;
        self.at = on;
        self.env = env;
        if gives == Gives::One {
            return Ok(vec![lhs]);
        }
        let mut items = Vec::with_capacity(2);
        for k in 0..2 {
            let index = self.int(k);
            items.push(self.push(Op::LoadTuple { tuple: lhs, index }));
        }
        Ok(items)
    }

    /// Goes to `slow` unless the condition holds.
    fn or_slow(&mut self, cond: V, slow: Block) {
        let on = self.g.add_block();
        self.end_branch(cond, on, slow);
        self.at = on;
    }

    /// The next item of an iterator over a list or tuple of this shape, which is not advanced yet.
    pub(super) fn sequence_step(
        &mut self,
        iter: V,
        shape: u32,
        slow: Block,
        pc: u32,
    ) -> Built<Step> {
        let tuple = shape == T::Tuple as u32;
        let kind = if tuple {
            T::TupleIterator
        } else {
            T::ListIterator
        };
        let iter = self.with_type(iter, kind as u32, pc)?;
        let seq = self.push(Op::SeqOf { iter });
        let state = self.state(pc)?;
        let seq = self.push(Op::GuardBound { value: seq, state });
        let at = self.push(Op::SeqAt { iter });
        let (seq, len) = if tuple {
            let tuple = self.with_type(seq, shape, pc)?;
            (tuple, self.push(Op::TupleLen { tuple }))
        } else {
            let list = self.with_shape(seq, shape, pc)?;
            (list, self.push(Op::ListLen { list }))
        };
        let inside = self.below(at, len);
        self.or_slow(inside, slow);
        let item = if tuple {
            self.push(Op::LoadTuple {
                tuple: seq,
                index: at,
            })
        } else {
            self.load_item(shape, seq, at)
        };
        Ok(Step { iter, at, item })
    }

    pub(super) fn advance(&mut self, step: &Step) {
        let one = self.int(1);
        let value = self.push(Op::Add {
            lhs: step.at,
            rhs: one,
        });
        self.push(Op::SetIterInt {
            iter: step.iter,
            field: IterField::SeqAt,
            value,
        });
    }

    fn enumerate_step(&mut self, iter: V, shape: u32, slow: Block, pc: u32) -> Built<Vec<V>> {
        let inner = self.push(Op::IterValue {
            iter,
            field: IterField::EnumIterator,
        });
        let step = self.sequence_step(inner, shape, slow, pc)?;
        let count = self.push(Op::IterValue {
            iter,
            field: IterField::EnumCount,
        });
        let (lhs, rhs) = (self.as_int(count, pc)?, self.int(1));
        let state = self.state(pc)?;
        let next = self.push(Op::AddOvf { lhs, rhs, state });
        let next = self.small(next, pc)?;
        let value = self.boxed(next);
        self.advance(&step);
        self.push(Op::SetIterValue {
            iter,
            field: IterField::EnumCount,
            value,
        });
        Ok(vec![lhs, step.item])
    }

    fn zip_step(&mut self, iter: V, shapes: [u32; 2], slow: Block, pc: u32) -> Built<Vec<V>> {
        let tuple = self.push(Op::IterValue {
            iter,
            field: IterField::ZipIterators,
        });
        let (lhs, rhs) = (self.push(Op::TupleLen { tuple }), self.int(2));
        let two = self.push(Op::Cmp {
            cond: Cond::Eq,
            lhs,
            rhs,
        });
        self.guard(two, pc)?;
        let mut steps = Vec::with_capacity(2);
        for (k, shape) in shapes.into_iter().enumerate() {
            let index = self.int(k as i64);
            let inner = self.push(Op::LoadTuple { tuple, index });
            steps.push(self.sequence_step(inner, shape, slow, pc)?);
        }
        for step in &steps {
            self.advance(step);
        }
        Ok(steps.into_iter().map(|s| s.item).collect())
    }

    /// Key and value of the next entry of a dict.
    fn dict_step(&mut self, iter: V, slow: Block, pc: u32) -> Built<(V, V)> {
        let dict = self.push(Op::IterValue {
            iter,
            field: IterField::DictOf,
        });
        let state = self.state(pc)?;
        let dict = self.push(Op::GuardBound { value: dict, state });
        let dict = self.with_type(dict, T::Dict as u32, pc)?;
        let word = |b: &mut Self, field| b.push(Op::IterInt { iter, field });
        let (at, len) = (
            word(self, IterField::DictAt),
            word(self, IterField::DictLen),
        );
        let given = word(self, IterField::DictGiven);
        let now = self.push(Op::DictLen { dict });
        let same = self.push(Op::Cmp {
            cond: Cond::Eq,
            lhs: len,
            rhs: now,
        });
        self.or_slow(same, slow);
        let more = self.below(given, len);
        self.or_slow(more, slow);
        let used = self.push(Op::DictUsed { dict });
        let inside = self.below(at, used);
        self.or_slow(inside, slow);
        let key = self.push(Op::EntryKey { dict, index: at });
        let rhs = self.constant(Value::EMPTY);
        let hole = self.push(Op::Same { lhs: key, rhs });
        let there = self.push(Op::Not { value: hole });
        self.or_slow(there, slow);
        let value = self.push(Op::EntryValue { dict, index: at });
        for (field, lhs) in [(IterField::DictAt, at), (IterField::DictGiven, given)] {
            let rhs = self.int(1);
            let value = self.push(Op::Add { lhs, rhs });
            self.push(Op::SetIterInt { iter, field, value });
        }
        Ok((key, value))
    }
}
