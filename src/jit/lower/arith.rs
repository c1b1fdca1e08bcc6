//! Arithmetic, comparison, representations.

use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::types::{F64, I8, I64};
use cranelift_codegen::ir::{self as clif, InstBuilder as _, MemFlagsData};

use super::Lower;
use crate::ir::{Cond, Op, State, V};
use crate::jit::entries::Called;
use crate::jit::exits::Reason;
use crate::object::Value;
use crate::runtime::helpers::Helper;

/// What is added to the bits of a double in a word.
pub(super) const FLOAT_OFFSET: i64 = 1 << 48;
/// The least word of an int.
pub(super) const INT_TAG: u64 = 0xFFFC << 48;
/// Bits of a word that are not those of its int.
const INT_SHIFT: i64 = 14;

pub(super) fn int_cc(c: Cond) -> IntCC {
    match c {
        Cond::Lt => IntCC::SignedLessThan,
        Cond::Le => IntCC::SignedLessThanOrEqual,
        Cond::Eq => IntCC::Equal,
        Cond::Ne => IntCC::NotEqual,
        Cond::Gt => IntCC::SignedGreaterThan,
        Cond::Ge => IntCC::SignedGreaterThanOrEqual,
    }
}

fn float_cc(c: Cond) -> FloatCC {
    match c {
        Cond::Lt => FloatCC::LessThan,
        Cond::Le => FloatCC::LessThanOrEqual,
        Cond::Eq => FloatCC::Equal,
        Cond::Ne => FloatCC::NotEqual,
        Cond::Gt => FloatCC::GreaterThan,
        Cond::Ge => FloatCC::GreaterThanOrEqual,
    }
}

impl Lower<'_, '_> {
    /// The word of a float.
    pub(super) fn box_float(&mut self, f: clif::Value) -> clif::Value {
        let bits = self.bits_of_float(f);
        self.add_imm(bits, FLOAT_OFFSET)
    }

    /// The word of a bool.
    pub(super) fn box_bool(&mut self, b: clif::Value) -> clif::Value {
        let wide = self.b.ins().uextend(I64, b);
        let shifted = self.shl(wide, 3);
        let no = self.bits(Value::FALSE.0);
        self.b.ins().bor(shifted, no)
    }

    /// The int in a word that holds one.
    pub(super) fn int_of(&mut self, word: clif::Value) -> clif::Value {
        let left = self.shl(word, INT_SHIFT);
        self.sar(left, INT_SHIFT)
    }

    pub(super) fn float_of_bits(&mut self, bits: clif::Value) -> clif::Value {
        self.b.ins().bitcast(F64, MemFlagsData::new(), bits)
    }

    pub(super) fn bits_of_float(&mut self, f: clif::Value) -> clif::Value {
        self.b.ins().bitcast(I64, MemFlagsData::new(), f)
    }

    fn shl(&mut self, x: clif::Value, n: i64) -> clif::Value {
        let n = self.b.ins().iconst(I8, n);
        self.b.ins().ishl(x, n)
    }

    fn sar(&mut self, x: clif::Value, n: i64) -> clif::Value {
        let n = self.b.ins().iconst(I8, n);
        self.b.ins().sshr(x, n)
    }

    fn shr(&mut self, x: clif::Value, n: i64) -> clif::Value {
        let n = self.b.ins().iconst(I8, n);
        self.b.ins().ushr(x, n)
    }

    pub(super) fn tag_int(&mut self, i: clif::Value) -> clif::Value {
        let tag = self.bits(INT_TAG);
        self.b.ins().bor(i, tag)
    }

    /// Changes of representation.
    pub(super) fn convert(&mut self, op: &Op, name: &'static str) -> Option<clif::Value> {
        Some(match *op {
            Op::BoxInt { value } => {
                let i = self.v(value);
                let back = self.int_of(i);
                let big = self.cmp(IntCC::NotEqual, back, i);
                let boxed = self.tag_int(i);
                self.unless(big, boxed, |l| {
                    let vm = l.vm;
                    l.call_word(Called::BoxInt.address(), &[vm, i])
                })
            }
            Op::BoxSmall { value } => {
                let i = self.v(value);
                self.tag_int(i)
            }
            Op::BoxFloat { value } => {
                let f = self.v(value);
                self.box_float(f)
            }
            Op::BoxBool { value } => {
                let b = self.v(value);
                self.box_bool(b)
            }
            Op::I64ToF64 { value } => {
                let i = self.v(value);
                self.b.ins().fcvt_from_sint(F64, i)
            }
            Op::BoolToI64 { value } => {
                let b = self.v(value);
                self.b.ins().uextend(I64, b)
            }
            Op::F64ToI64 { value, state } => {
                let f = self.v(value);
                // 2^63: what is below it and not below its negative fits, and NaN is neither
                let (low, high) = (-9_223_372_036_854_775_808.0, 9_223_372_036_854_775_808.0);
                let low = self.b.ins().f64const(low);
                let fits = self.b.ins().fcmp(FloatCC::GreaterThanOrEqual, f, low);
                self.leave_unless(fits, state, name);
                let high = self.b.ins().f64const(high);
                let fits = self.b.ins().fcmp(FloatCC::LessThan, f, high);
                self.leave_unless(fits, state, name);
                self.b.ins().fcvt_to_sint_sat(I64, f)
            }
            _ => return None,
        })
    }

    /// Arithmetic of machine integers.
    pub(super) fn int_op(&mut self, op: &Op, name: &'static str) -> Option<clif::Value> {
        Some(match *op {
            Op::Add { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().iadd(x, y)
            }
            Op::Sub { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().isub(x, y)
            }
            Op::Mul { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().imul(x, y)
            }
            Op::AddOvf { lhs, rhs, state } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                let (r, o) = self.b.ins().sadd_overflow(x, y);
                self.leave_if(o, state, Reason::Guard, name);
                r
            }
            Op::SubOvf { lhs, rhs, state } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                let (r, o) = self.b.ins().ssub_overflow(x, y);
                self.leave_if(o, state, Reason::Guard, name);
                r
            }
            Op::MulOvf { lhs, rhs, state } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                let (r, o) = self.b.ins().smul_overflow(x, y);
                self.leave_if(o, state, Reason::Guard, name);
                r
            }
            Op::FloorDiv { lhs, rhs } => self.floor_div(lhs, rhs),
            Op::Modulo { lhs, rhs } => self.modulo(lhs, rhs),
            Op::FloorDivOvf { lhs, rhs, state } => {
                self.check_divisor(rhs, state, name);
                self.floor_div(lhs, rhs)
            }
            Op::ModuloOvf { lhs, rhs, state } => {
                self.check_divisor(rhs, state, name);
                self.modulo(lhs, rhs)
            }
            Op::And { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().band(x, y)
            }
            Op::Or { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().bor(x, y)
            }
            Op::Xor { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().bxor(x, y)
            }
            Op::ShlOvf { lhs, rhs, state } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                if !self.constant(rhs).is_some_and(|n| (0..64).contains(&n)) {
                    let wrong = self.cmp_imm(IntCC::UnsignedGreaterThanOrEqual, y, 64);
                    self.leave_if(wrong, state, Reason::Guard, name);
                }
                let shifted = self.b.ins().ishl(x, y);
                let back = self.b.ins().sshr(shifted, y);
                let lost = self.cmp(IntCC::NotEqual, back, x);
                self.leave_if(lost, state, Reason::Guard, name);
                shifted
            }
            Op::ShrOvf { lhs, rhs, state } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                match self.constant(rhs) {
                    Some(n) if n >= 0 => self.sar(x, n.min(63)),
                    _ => {
                        let wrong = self.cmp_imm(IntCC::SignedLessThan, y, 0);
                        self.leave_if(wrong, state, Reason::Guard, name);
                        let most = self.word(63);
                        let n = self.b.ins().umin(y, most);
                        self.b.ins().sshr(x, n)
                    }
                }
            }
            Op::Shr { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().sshr(x, y)
            }
            Op::Min { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().smin(x, y)
            }
            Op::Max { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().smax(x, y)
            }
            Op::WrapIndex { index, len } => {
                let (i, n) = (self.v(index), self.v(len));
                let wrapped = self.b.ins().iadd(i, n);
                let negative = self.cmp_imm(IntCC::SignedLessThan, i, 0);
                self.b.ins().select(negative, wrapped, i)
            }
            _ => return None,
        })
    }

    /// The machine integer that `v` always is.
    fn constant(&self, v: V) -> Option<i64> {
        match self.g.op(v) {
            Some(&Op::ConstI64 { value }) => Some(value),
            _ => None,
        }
    }

    /// Leaves when the divisor is 0 or -1.
    fn check_divisor(&mut self, rhs: V, state: State, name: &'static str) {
        if self.constant(rhs).is_some_and(|d| d != 0 && d != -1) {
            return;
        }
        let d = self.v(rhs);
        let d = self.add_imm(d, 1);
        let wrong = self.cmp_imm(IntCC::UnsignedLessThanOrEqual, d, 1);
        self.leave_if(wrong, state, Reason::Guard, name);
    }

    fn floor_div(&mut self, lhs: V, rhs: V) -> clif::Value {
        let x = self.v(lhs);
        match self.constant(rhs) {
            Some(1) => x,
            Some(d) if d > 0 && d.count_ones() == 1 => self.sar(x, i64::from(d.trailing_zeros())),
            Some(d) if d > 0 => self.floor_div_constant(x, d),
            _ => {
                let d = self.v(rhs);
                let (q, _, wrong) = self.divide(x, d);
                let wrong = self.b.ins().uextend(I64, wrong);
                self.b.ins().isub(q, wrong)
            }
        }
    }

    fn modulo(&mut self, lhs: V, rhs: V) -> clif::Value {
        let x = self.v(lhs);
        match self.constant(rhs) {
            Some(1) => self.word(0),
            Some(d) if d > 0 && d.count_ones() == 1 => {
                let mask = self.word(d - 1);
                self.b.ins().band(x, mask)
            }
            Some(d) if d > 0 => {
                let q = self.floor_div_constant(x, d);
                let d = self.word(d);
                let whole = self.b.ins().imul(q, d);
                self.b.ins().isub(x, whole)
            }
            _ => {
                let d = self.v(rhs);
                let (_, r, wrong) = self.divide(x, d);
                let corrected = self.b.ins().iadd(r, d);
                self.b.ins().select(wrong, corrected, r)
            }
        }
    }

    /// Quotient and remainder rounded to zero, and whether rounding down gives others.
    fn divide(
        &mut self,
        x: clif::Value,
        d: clif::Value,
    ) -> (clif::Value, clif::Value, clif::Value) {
        let q = self.b.ins().sdiv(x, d);
        let whole = self.b.ins().imul(q, d);
        let r = self.b.ins().isub(x, whole);
        let signs = self.b.ins().bxor(r, d);
        let differ = self.cmp_imm(IntCC::SignedLessThan, signs, 0);
        let inexact = self.cmp_imm(IntCC::NotEqual, r, 0);
        let wrong = self.b.ins().band(differ, inexact);
        (q, r, wrong)
    }

    /// `x // d`, `d > 1` and no power of two, by multiplication: `x ^ s` is not negative (`s` = -1 for negative `x`), and
    /// rounding down commutes with `^ s`.
    fn floor_div_constant(&mut self, x: clif::Value, d: i64) -> clif::Value {
        let (magic, shift) = magic(d as u64);
        let sign = self.sar(x, 63);
        let u = self.b.ins().bxor(x, sign);
        let magic = self.bits(magic);
        let high = self.b.ins().umulhi(u, magic);
        let q = if shift == 0 {
            high
        } else {
            self.shr(high, i64::from(shift))
        };
        self.b.ins().bxor(q, sign)
    }

    /// Arithmetic of floats.
    pub(super) fn float_op(&mut self, op: &Op, name: &'static str) -> Option<clif::Value> {
        Some(match *op {
            Op::AddF { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().fadd(x, y)
            }
            Op::SubF { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().fsub(x, y)
            }
            Op::MulF { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().fmul(x, y)
            }
            Op::DivF { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().fdiv(x, y)
            }
            Op::NegF { value } => {
                let x = self.v(value);
                self.b.ins().fneg(x)
            }
            Op::AbsF { value } => {
                let x = self.v(value);
                self.b.ins().fabs(x)
            }
            Op::SqrtF { value } => {
                let x = self.v(value);
                self.b.ins().sqrt(x)
            }
            Op::PowHalf { value, state } => {
                let x = self.v(value);
                self.pow_half(x, state, name)
            }
            Op::PowTwo { value, state } => {
                let x = self.v(value);
                self.pow_two(x, state, name)
            }
            _ => return None,
        })
    }

    /// `pow(x, 2.0)`: as for `pow_half`. C's pow is off by less than 0.516 units here, so where the exact square is less than 0.484 units from the product, it gives
    /// that; leaves where the square may be infinite.
    fn pow_two(&mut self, x: clif::Value, state: State, name: &'static str) -> clif::Value {
        let asked = |l: &mut Self| {
            let (size, most) = (l.b.ins().fabs(x), l.b.ins().f64const(1e150));
            let small = l.b.ins().fcmp(FloatCC::LessThan, size, most);
            l.leave_unless(small, state, name);
            l.call_keeping(Helper::pow_two.entry(), x)
        };
        if !self.fma {
            return asked(self);
        }
        let (low, high) = (1e-30_f64.to_bits(), 1e30_f64.to_bits());
        let size = self.b.ins().fabs(x);
        let bits = self.bits_of_float(size);
        let above = self.add_imm(bits, -(low as i64));
        let usual = self.bits(high - low);
        let unusual = self.cmp(IntCC::UnsignedGreaterThanOrEqual, above, usual);
        let square = self.b.ins().fmul(x, x);
        let minus = self.b.ins().fneg(square);
        let error = self.b.ins().fma(x, x, minus);
        let larger = self.b.ins().f64const(0.5 / 0.484);
        let larger = self.b.ins().fmul(error, larger);
        let moved = self.b.ins().fadd(square, larger);
        let unsure = self.b.ins().fcmp(FloatCC::OrderedNotEqual, moved, square);
        let (ask, sure, join) = (
            self.cold_block(),
            self.b.create_block(),
            self.b.create_block(),
        );
        let result = self.b.append_block_param(join, F64);
        self.b.ins().brif(unusual, ask, &[], sure, &[]);
        self.b.switch_to_block(sure);
        self.b.ins().brif(unsure, ask, &[], join, &[square.into()]);
        self.b.switch_to_block(ask);
        let v = asked(self);
        self.b.ins().jump(join, &[v.into()]);
        self.b.switch_to_block(join);
        result
    }

    /// `pow(x, 0.5)`, as `num::float::pow` but for numbers of usual size, where C's pow is off by less than 0.513 units in the last place (which grows with the
    /// logarithm); leaves for negative `x`.
    ///
    /// So sqrt's answer is pow's when the exact root is less than 0.487 units from it: when the root does not change by that difference made larger by as much.
    fn pow_half(&mut self, x: clif::Value, state: State, name: &'static str) -> clif::Value {
        let asked = |l: &mut Self| {
            let zero = l.b.ins().f64const(0.0);
            let negative = l.b.ins().fcmp(FloatCC::LessThan, x, zero);
            l.leave_if(negative, state, Reason::Guard, name);
            l.call_keeping(Helper::pow_half.entry(), x)
        };
        if !self.fma {
            return asked(self);
        }
        let (low, high) = (1e-30_f64.to_bits(), 1e30_f64.to_bits());
        let bits = self.bits_of_float(x);
        let above = self.add_imm(bits, -(low as i64));
        let usual = self.bits(high - low);
        let unusual = self.cmp(IntCC::UnsignedGreaterThanOrEqual, above, usual);
        let root = self.b.ins().sqrt(x);
        let minus = self.b.ins().fneg(root);
        let error = self.b.ins().fma(minus, root, x);
        let twice = self.b.ins().fdiv(error, root);
        let larger = self.b.ins().f64const(0.25 / 0.487);
        let larger = self.b.ins().fmul(twice, larger);
        let moved = self.b.ins().fadd(root, larger);
        let unsure = self.b.ins().fcmp(FloatCC::OrderedNotEqual, moved, root);
        let (ask, sure, join) = (
            self.cold_block(),
            self.b.create_block(),
            self.b.create_block(),
        );
        let result = self.b.append_block_param(join, F64);
        self.b.ins().brif(unusual, ask, &[], sure, &[]);
        self.b.switch_to_block(sure);
        self.b.ins().brif(unsure, ask, &[], join, &[root.into()]);
        self.b.switch_to_block(ask);
        let v = asked(self);
        self.b.ins().jump(join, &[v.into()]);
        self.b.switch_to_block(join);
        result
    }

    /// Comparison and bools.
    pub(super) fn test(&mut self, op: &Op) -> Option<clif::Value> {
        Some(match *op {
            Op::Cmp { cond, lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.cmp(int_cc(cond), x, y)
            }
            Op::CmpF { cond, lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.b.ins().fcmp(float_cc(cond), x, y)
            }
            Op::Same { lhs, rhs } => {
                let (x, y) = (self.v(lhs), self.v(rhs));
                self.cmp(IntCC::Equal, x, y)
            }
            Op::Not { value } => {
                let x = self.v(value);
                self.cmp_imm(IntCC::Equal, x, 0)
            }
            Op::IsInt { value } => {
                let x = self.v(value);
                let tag = self.bits(INT_TAG);
                self.cmp(IntCC::UnsignedGreaterThanOrEqual, x, tag)
            }
            Op::IsShape { value, shape } => self.is_shape(value, shape),
            _ => return None,
        })
    }
}

/// Multiplier and shift with which `n / d == umulhi(n, multiplier) >> shift` for every `n < 2^63` (Granlund and Montgomery: `d` is not a power of two, `2 < d < 2^63`).
fn magic(d: u64) -> (u64, u32) {
    let l = 64 - (d - 1).leading_zeros();
    // 2^(63+l) / d, rounded down, plus 1: below 2^64, because d > 2^(l-1)
    let m = (1_u128 << (63 + l)) / u128::from(d) + 1;
    (m as u64, l - 1)
}

#[cfg(test)]
mod tests {
    use super::magic;

    #[test]
    fn magic_divides() {
        let divisors = [
            3,
            5,
            6,
            7,
            10,
            641,
            1_000_000_007,
            (1 << 62) + 1,
            i64::MAX as u64,
        ];
        for d in divisors {
            let (m, shift) = magic(d);
            let near = (0..200_u64).flat_map(|i| {
                let multiple = (i64::MAX as u64 / d).saturating_sub(i).wrapping_mul(d);
                [i, multiple, multiple.wrapping_sub(1), i64::MAX as u64 - i]
            });
            for n in near.filter(|&n| n <= i64::MAX as u64) {
                let high = ((u128::from(n) * u128::from(m)) >> 64) as u64;
                assert_eq!(high >> shift, n / d, "{n} / {d}");
            }
        }
    }
}
