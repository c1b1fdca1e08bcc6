//! Operators on instances: direct calls of the methods that their classes have for them.
//!
//! **Invariant.** The order is that of `runtime/arith.rs` and `runtime/compare.rs`: only where the left operand's method comes first (the right one's class does not
//! derive from the left one's), or where the left operand is a number, is it called directly. When it declines (NotImplemented), a helper goes on from there.

use super::{Builder, Built};
use crate::ir::{Cond, Op, Rep, V};
use crate::object::class::flags;
use crate::object::code::kinds;
use crate::object::shape::NO_SHAPE;
use crate::object::{Class, Function, Value};
use crate::runtime::arith::{BinOp, Declined};
use crate::runtime::compare::Cmp;
use crate::runtime::helpers::Helper;
use crate::runtime::names::Special;

impl Builder<'_> {
    /// The shapes of the operands that instruction `pc` saw, 0 for what is no instance; `None`: no instances, or several shapes.
    fn operand_shapes(&self, pc: u32) -> Option<(u32, u32)> {
        let b = self.top().code.feedback_at(pc as usize).b;
        let shapes = ((b as u32) >> 1, (b >> 32) as u32);
        (b & 1 == 1 && b != u64::MAX && !self.blocked(pc)).then_some(shapes)
    }

    /// The class of instances of a shape.
    pub(super) fn class_of(&self, shape: u32) -> Option<Class> {
        if shape == NO_SHAPE {
            return None;
        }
        let class = Class::from_value(self.vm.shapes.class(shape))?;
        (shape != 0 && !class.has(flags::PAYLOAD | flags::EXCEPTION)).then_some(class)
    }

    /// `a op b` by the method of one of them; `None` when the general operation is to be called.
    pub(super) fn operator(
        &mut self,
        op: BinOp,
        in_place: bool,
        (a, b): (V, V),
        pc: u32,
    ) -> Built<Option<V>> {
        let Some((left, right)) = self.operand_shapes(pc) else {
            return Ok(None);
        };
        let (method, reflected, own) = op.specials();
        let (f, how) = match (self.class_of(left), self.class_of(right)) {
            (Some(class), other) => {
                if other.is_some_and(|o| o != class && o.is_subclass(class)) {
                    return Ok(None);
                }
                let own = own.filter(|_| in_place);
                match own.and_then(|s| self.vm.special(class, s)) {
                    Some(f) => (Some(f), Declined::InPlace),
                    None => (self.vm.special(class, method), Declined::Left),
                }
            }
            (None, Some(class)) => (self.vm.special(class, reflected), Declined::Right),
            (None, None) => return Ok(None),
        };
        let Some(f) = f.and_then(Function::from_value) else {
            return Ok(None);
        };
        let Some((lhs, rhs)) = self.operands((a, b), (left, right), pc)? else {
            return Ok(None);
        };
        let args = match how {
            Declined::Right => [rhs, lhs],
            _ => [lhs, rhs],
        };
        let Some(v) = self.call_special(f, &args, pc)? else {
            return Ok(None);
        };
        let number = self.int(op as i64);
        let how = self.int(how as i64 * 2 + i64::from(in_place));
        self.unless_declined(v, |b| {
            b.call_val(Helper::declined, &[number, how, lhs, rhs], pc)
        })
        .map(Some)
    }

    /// `a op b` as a value, by the method of the left one; `None` when the general operation is to be called.
    pub(super) fn comparison(&mut self, cond: Cond, (a, b): (V, V), pc: u32) -> Built<Option<V>> {
        let Some((left, right)) = self.operand_shapes(pc) else {
            return Ok(None);
        };
        let Some(class) = self.class_of(left) else {
            return Ok(None);
        };
        let other = self.class_of(right);
        if other.is_some_and(|o| o != class && o.is_subclass(class)) {
            return Ok(None);
        }
        let f = self.vm.special(class, Cmp::ALL[cond as usize].special());
        let Some(f) = f.and_then(Function::from_value) else {
            return Ok(None);
        };
        let Some((lhs, rhs)) = self.operands((a, b), (left, right), pc)? else {
            return Ok(None);
        };
        let Some(v) = self.call_special(f, &[lhs, rhs], pc)? else {
            return Ok(None);
        };
        let number = self.int(cond as i64);
        self.unless_declined(v, |b| {
            b.call_val(Helper::compare_declined, &[number, lhs, rhs], pc)
        })
        .map(Some)
    }

    /// Calls the special method of an instance, of the shape that was seen, with these arguments; `None` when its class has no Python function for it.
    pub(super) fn special_of_instance(
        &mut self,
        special: Special,
        obj: V,
        shape: u32,
        args: &[V],
        pc: u32,
    ) -> Built<Option<V>> {
        let Some(class) = self.class_of(shape).filter(|_| !self.blocked(pc)) else {
            return Ok(None);
        };
        let f = self.vm.special(class, special);
        let Some(f) = f.and_then(Function::from_value) else {
            return Ok(None);
        };
        let mut all = vec![self.with_shape(obj, shape, pc)?];
        for &v in args {
            all.push(self.boxed(v));
        }
        self.call_special(f, &all, pc)
    }

    /// `obj[index]` of an instance whose class has `__getitem__`.
    pub(super) fn item_of_instance(&mut self, obj: V, index: V, pc: u32) -> Built<Option<V>> {
        let shape = self.seen_shape(pc);
        self.special_of_instance(Special::GetItem, obj, shape, &[index], pc)
    }

    /// `-v` of an instance whose class has `__neg__`.
    pub(super) fn negated_instance(&mut self, v: V, pc: u32) -> Built<Option<V>> {
        match self.operand_shapes(pc) {
            Some((shape, _)) => self.special_of_instance(Special::Neg, v, shape, &[], pc),
            None => Ok(None),
        }
    }

    /// The operands, known to have these shapes, or to be numbers; `None` when one is neither.
    fn operands(
        &mut self,
        (a, b): (V, V),
        (left, right): (u32, u32),
        pc: u32,
    ) -> Built<Option<(V, V)>> {
        let seen = self.top().code.feedback_at(pc as usize).a;
        let lhs = self.operand(a, left, seen, pc)?;
        let rhs = self.operand(b, right, seen >> 8, pc)?;
        Ok(lhs.zip(rhs))
    }

    fn operand(&mut self, v: V, shape: u32, seen: u64, pc: u32) -> Built<Option<V>> {
        if shape != 0 {
            return self.with_shape(v, shape, pc).map(Some);
        }
        if self.g.rep(v) != Rep::Val {
            return Ok(Some(self.boxed(v)));
        }
        if let Some(k) = self.known(v) {
            return Ok((!k.is_object()).then_some(v));
        }
        let raw = match seen & 0xff {
            kinds::INT => self.as_int(v, pc)?,
            kinds::FLOAT => self.as_float(v, pc)?,
            _ => return Ok(None),
        };
        Ok(Some(self.boxed(raw)))
    }

    /// Calls a method that was found on a class: a function of just these arguments. `None` when it is none.
    fn call_special(&mut self, f: Function, args: &[V], pc: u32) -> Built<Option<V>> {
        let code = f.code();
        if !self.may_be_called(code) || usize::from(code.simple_args()) != args.len() {
            return Ok(None);
        }
        self.same_epoch(pc)?;
        let function = self.constant(f.value());
        self.same_code(function, code, pc)?;
        let state = self.observe(pc)?;
        Ok(Some(self.push(Op::CallPython {
            code: code.value().0,
            function,
            args: args.into(),
            state,
        })))
    }

    /// `v`, or what `rest` gives if that is NotImplemented.
    fn unless_declined(&mut self, v: V, rest: impl FnOnce(&mut Self) -> Built<V>) -> Built<V> {
        let rhs = self.constant(Value::NOT_IMPLEMENTED);
        let declined = self.push(Op::Same { lhs: v, rhs });
        let (slow, fast) = (self.g.add_block(), self.g.add_block());
        self.end_branch(declined, slow, fast);
        self.at = slow;
        let other = rest(self)?;
        let ends = vec![(fast, vec![v]), (self.at, vec![other])];
        Ok(self.join(ends)[0])
    }

    /// The truth of a value that is a bool most of the time.
    pub(super) fn truth_of_bool(&mut self, v: V, pc: u32) -> Built<V> {
        if self.g.rep(v) == Rep::Bool {
            return Ok(v);
        }
        let v = self.boxed(v);
        let mut ends = Vec::new();
        for value in [true, false] {
            let rhs = self.constant(Value::from_bool(value));
            let same = self.push(Op::Same { lhs: v, rhs });
            let (yes, no) = (self.g.add_block(), self.g.add_block());
            self.end_branch(same, yes, no);
            self.at = yes;
            let truth = self.push(Op::ConstBool { value });
            ends.push((yes, vec![truth]));
            self.at = no;
        }
        let truth = self.call_truth(Helper::truth, &[v], pc)?;
        ends.push((self.at, vec![truth]));
        Ok(self.join(ends)[0])
    }
}
