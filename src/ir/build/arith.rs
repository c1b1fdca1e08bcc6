//! Arithmetic.

use super::step::Go;
use super::{Builder, Built};
use crate::bytecode::ops::Instr;
use crate::ir::{Cond, Op, Rep, V};
use crate::object::Value;
use crate::object::code::kinds;
use crate::runtime::arith::BinOp;
use crate::runtime::helpers::Helper;

/// How an operation on two values is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kinds {
    /// Both are ints.
    Ints,
    /// Both are numbers and one at least is a float: in floats.
    Floats,
    /// By a helper.
    Any,
    /// It never ran.
    Never,
}

impl Builder<'_> {
    /// The kind bits that a value is known or expected to have.
    pub(super) fn kinds_of(&self, v: V, seen: u64) -> u64 {
        match self.g.rep(v) {
            Rep::I64 => kinds::INT,
            Rep::F64 => kinds::FLOAT,
            Rep::Bool => kinds::BOOL,
            _ => match self.known(v) {
                Some(k) if k.is_int() => kinds::INT,
                Some(k) if k.is_float() => kinds::FLOAT,
                Some(_) => kinds::OTHER,
                None => seen & 0xff,
            },
        }
    }

    /// What to expect of the operands of instruction `pc`.
    pub(super) fn operand_kinds(&self, a: V, b: V, pc: u32) -> Kinds {
        let seen = self.top().code.feedback_at(pc as usize).a;
        let (l, r) = (self.kinds_of(a, seen), self.kinds_of(b, seen >> 8));
        if self.blocked(pc) {
            let raw = |v| matches!(self.g.rep(v), Rep::I64 | Rep::F64);
            if !raw(a) || !raw(b) {
                return Kinds::Any;
            }
        }
        if l == 0 || r == 0 {
            return Kinds::Never;
        }
        let number = kinds::INT | kinds::FLOAT;
        if l | r == kinds::INT {
            Kinds::Ints
        } else if (l | r) & !number == 0 && (l == kinds::FLOAT || r == kinds::FLOAT) {
            Kinds::Floats
        } else {
            Kinds::Any
        }
    }

    /// `v` as a float: floats as they are, ints converted.
    pub(super) fn number(&mut self, v: V, seen: u64, pc: u32) -> Built<V> {
        match self.g.rep(v) {
            Rep::F64 => Ok(v),
            Rep::I64 => {
                let v = self.exact(v, pc)?;
                Ok(self.push(Op::I64ToF64 { value: v }))
            }
            _ => match self.kinds_of(v, seen) {
                kinds::FLOAT => self.as_float(v, pc),
                kinds::INT => {
                    let i = self.as_int(v, pc)?;
                    Ok(self.push(Op::I64ToF64 { value: i }))
                }
                _ => {
                    let state = self.state(pc)?;
                    Ok(self.push(Op::UnboxNumber { value: v, state }))
                }
            },
        }
    }

    /// An int that a float can hold exactly; leaves when it is not.
    fn exact(&mut self, v: V, pc: u32) -> Built<V> {
        self.small(v, pc)
    }

    /// A binary operation.
    pub(super) fn binary(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let Some((op, in_place)) = BinOp::of(i.op.neutral()) else {
            return Ok(Go::Next);
        };
        let given = (self.value(i.b, pc)?, self.value(i.c, pc)?);
        let seen = self.top().code.feedback_at(pc as usize).a;
        let (a, b) = self.bools_as_ints(given.0, given.1, seen, pc)?;
        let fast = match self.operand_kinds(a, b, pc) {
            Kinds::Never => return self.never_ran(pc),
            Kinds::Ints => self.int_op(op, a, b, pc)?,
            Kinds::Floats => self.float_op(op, a, b, seen, pc)?,
            Kinds::Any => self.operator(op, in_place, (a, b), pc)?,
        };
        let v = match fast {
            Some(v) => v,
            None => {
                // errors name the classes of what was given
                let number = self.int(op as i64);
                let (a, b) = (self.boxed(given.0), self.boxed(given.1));
                let helper = if in_place {
                    Helper::in_place
                } else {
                    Helper::binary
                };
                self.call_val(helper, &[number, a, b], pc)?
            }
        };
        self.set(i.a, v);
        Ok(Go::Next)
    }

    /// An operand that is a bool, where the other one is a number, as the int it is.
    fn bools_as_ints(&mut self, a: V, b: V, seen: u64, pc: u32) -> Built<(V, V)> {
        let number = |k| k == kinds::INT || k == kinds::FLOAT;
        let (l, r) = (self.kinds_of(a, seen), self.kinds_of(b, seen >> 8));
        if self.blocked(pc) {
            return Ok((a, b));
        }
        Ok(match (l, r) {
            (kinds::BOOL, r) if number(r) => (self.bool_as_int(a, pc)?, b),
            (l, kinds::BOOL) if number(l) => (a, self.bool_as_int(b, pc)?),
            _ => (a, b),
        })
    }

    fn bool_as_int(&mut self, v: V, pc: u32) -> Built<V> {
        let value = self.as_bool(v, pc)?;
        Ok(self.push(Op::BoolToI64 { value }))
    }

    /// An operation on ints; `None` when only a helper can do it.
    fn int_op(&mut self, op: BinOp, a: V, b: V, pc: u32) -> Built<Option<V>> {
        if !self.int_op_exists(op, b) {
            return Ok(None);
        }
        let (lhs, rhs) = (self.as_int(a, pc)?, self.as_int(b, pc)?);
        if self.blocked(pc) && !matches!(op, BinOp::And | BinOp::Or | BinOp::Xor) {
            // it overflowed, or divided by something odd
            return Ok(None);
        }
        let state = self.state(pc)?;
        Ok(Some(match op {
            BinOp::Add => self.push(Op::AddOvf { lhs, rhs, state }),
            BinOp::Sub => self.push(Op::SubOvf { lhs, rhs, state }),
            BinOp::Mul => self.push(Op::MulOvf { lhs, rhs, state }),
            BinOp::Pow => self.push(Op::MulOvf {
                lhs,
                rhs: lhs,
                state,
            }),
            BinOp::FloorDiv => match self.g.op(rhs) {
                Some(&Op::ConstI64 { value }) if value > 0 => self.push(Op::FloorDiv { lhs, rhs }),
                _ => self.push(Op::FloorDivOvf { lhs, rhs, state }),
            },
            BinOp::Mod => match self.g.op(rhs) {
                Some(&Op::ConstI64 { value }) if value > 0 => self.push(Op::Modulo { lhs, rhs }),
                _ => self.push(Op::ModuloOvf { lhs, rhs, state }),
            },
            BinOp::And => self.push(Op::And { lhs, rhs }),
            BinOp::Or => self.push(Op::Or { lhs, rhs }),
            BinOp::Xor => self.push(Op::Xor { lhs, rhs }),
            BinOp::Lshift => self.push(Op::ShlOvf { lhs, rhs, state }),
            BinOp::Rshift => self.push(Op::ShrOvf { lhs, rhs, state }),
            _ => {
                let (l, r) = (self.exact(lhs, pc)?, self.exact(rhs, pc)?);
                let lhs = self.push(Op::I64ToF64 { value: l });
                let rhs = self.push(Op::I64ToF64 { value: r });
                self.divide(lhs, rhs, pc)?
            }
        }))
    }

    fn int_op_exists(&self, op: BinOp, b: V) -> bool {
        match op {
            BinOp::Matmul | BinOp::Divmod => false,
            BinOp::Pow => {
                let two = Value::from_i32(2);
                matches!(self.g.op(b), Some(Op::ConstI64 { value: 2 }))
                    || self.known(b) == Some(two)
            }
            _ => true,
        }
    }

    /// An operation on floats; `None` when only a helper can do it.
    fn float_op(&mut self, op: BinOp, a: V, b: V, seen: u64, pc: u32) -> Built<Option<V>> {
        if matches!(
            op,
            BinOp::Lshift
                | BinOp::Rshift
                | BinOp::And
                | BinOp::Or
                | BinOp::Xor
                | BinOp::Matmul
                | BinOp::Divmod
        ) {
            return Ok(None);
        }
        let half = self.known(b).and_then(Value::as_float) == Some(0.5)
            || matches!(self.g.op(b), Some(Op::ConstF64 { bits }) if f64::from_bits(*bits) == 0.5);
        let two = self.known(b) == Some(Value::from_i32(2))
            || self.known(b).and_then(Value::as_float) == Some(2.0)
            || matches!(self.g.op(b), Some(Op::ConstI64 { value: 2 }));
        if op == BinOp::Pow && (!(half || two) || self.blocked(pc)) {
            return Ok(None);
        }
        let value = self.number(a, seen, pc)?;
        if op == BinOp::Pow {
            let state = self.state(pc)?;
            return Ok(Some(self.push(match half {
                true => Op::PowHalf { value, state },
                false => Op::PowTwo { value, state },
            })));
        }
        let lhs = value;
        let rhs = self.number(b, seen >> 8, pc)?;
        Ok(Some(match op {
            BinOp::Add => self.push(Op::AddF { lhs, rhs }),
            BinOp::Sub => self.push(Op::SubF { lhs, rhs }),
            BinOp::Mul => self.push(Op::MulF { lhs, rhs }),
            BinOp::TrueDiv => self.divide(lhs, rhs, pc)?,
            _ => {
                self.not_zero(rhs, pc)?;
                let helper = if op == BinOp::Mod {
                    Helper::float_modulo
                } else {
                    Helper::float_floor_div
                };
                self.push(Op::CallF {
                    helper,
                    args: [lhs, rhs].into(),
                })
            }
        }))
    }

    fn divide(&mut self, lhs: V, rhs: V, pc: u32) -> Built<V> {
        self.not_zero(rhs, pc)?;
        Ok(self.push(Op::DivF { lhs, rhs }))
    }

    /// Leaves when the float is 0: the interpreter raises ZeroDivisionError.
    fn not_zero(&mut self, rhs: V, pc: u32) -> Built {
        if let Some(Op::ConstF64 { bits }) = self.g.op(rhs)
            && f64::from_bits(*bits) != 0.0
        {
            return Ok(());
        }
        let zero = self.float(0.0);
        let cond = self.push(Op::CmpF {
            cond: Cond::Ne,
            lhs: rhs,
            rhs: zero,
        });
        self.guard(cond, pc)
    }

    /// `-x`
    pub(super) fn negate(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let v = self.value(i.b, pc)?;
        let seen = self.top().code.feedback_at(pc as usize).a;
        let kind = self.kinds_of(v, seen);
        if self.blocked(pc) && self.g.rep(v) == Rep::Val || kind & !(kinds::INT | kinds::FLOAT) != 0
        {
            if let Some(r) = self.negated_instance(v, pc)? {
                self.set(i.a, r);
                return Ok(Go::Next);
            }
            self.step(i, pc)?;
            return Ok(Go::Next);
        }
        let r = match kind {
            kinds::INT if !self.blocked(pc) => {
                let rhs = self.as_int(v, pc)?;
                let lhs = self.int(0);
                let state = self.state(pc)?;
                self.push(Op::SubOvf { lhs, rhs, state })
            }
            kinds::FLOAT => {
                let value = self.as_float(v, pc)?;
                self.push(Op::NegF { value })
            }
            0 => return self.never_ran(pc),
            _ => {
                self.step(i, pc)?;
                return Ok(Go::Next);
            }
        };
        self.set(i.a, r);
        Ok(Go::Next)
    }
}
