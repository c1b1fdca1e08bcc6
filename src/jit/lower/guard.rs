//! Guards: leave unless something holds.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F64, I8, I32, I64};
use cranelift_codegen::ir::{self as clif, InstBuilder as _};

use super::arith::{FLOAT_OFFSET, INT_TAG};
use super::{ID, Lower};
use crate::gc::Header;
use crate::ir::{Cond, Graph, Interval, Op, State, V};
use crate::jit::exits::Reason;
use crate::object::{Value, class, function};
use crate::runtime::Vm;
use crate::runtime::threads::POLL;

/// No object lies below this address (the system maps nothing there), and every immediate does.
const FIRST_OBJECT: i64 = 0x1_0000;

/// How a condition compares a value with a constant.
fn bound(g: &Graph, cond: V) -> Option<(Cond, V, i64)> {
    match *g.op(cond)? {
        Op::Cmp { cond, lhs, rhs } => match g.op(rhs)? {
            &Op::ConstI64 { value } => Some((cond, lhs, value)),
            _ => None,
        },
        _ => None,
    }
}

/// The condition of the `GuardTrue` with the frame state `state` that comes next, with only comparisons and constants before it.
fn next_guard(g: &Graph, state: State, rest: &[V]) -> Option<V> {
    rest.iter().find_map(|&v| match *g.op(v)? {
        Op::Cmp { .. } | Op::ConstI64 { .. } => None,
        Op::GuardTrue { cond, state: s } => Some((s == state).then_some(cond)),
        _ => Some(None),
    })?
}

impl Lower<'_, '_> {
    /// Guards.
    pub(super) fn guard(&mut self, op: &Op, name: &'static str) -> Option<clif::Value> {
        Some(match *op {
            Op::UnboxInt { value, state } => {
                let word = self.v(value);
                let tag = self.bits(INT_TAG);
                let other = self.cmp(IntCC::UnsignedLessThan, word, tag);
                self.leave_if(other, state, Reason::Guard, name);
                self.int_of(word)
            }
            Op::UnboxFloat { value, state } => {
                let word = self.v(value);
                let bits = self.float_bits(word, state, name);
                self.float_of_bits(bits)
            }
            Op::UnboxBool { value, state } => {
                let word = self.v(value);
                let bit = self.word(8);
                let set = self.b.ins().bor(word, bit);
                let other = self.cmp_imm(IntCC::NotEqual, set, Value::TRUE.0 as i64);
                self.leave_if(other, state, Reason::Guard, name);
                self.cmp_imm(IntCC::Equal, word, Value::TRUE.0 as i64)
            }
            Op::UnboxNumber { value, state } => self.unbox_number(value, state, name),
            Op::GuardShape {
                value,
                shape,
                state,
            }
            | Op::GuardType {
                value,
                shape,
                state,
            } => {
                let word = self.v(value);
                if !self.is_object(value) {
                    let other = self.not_object(word);
                    self.leave_if(other, state, Reason::Guard, name);
                }
                let same = self.has_shape(word, shape);
                self.leave_unless(same, state, name);
                word
            }
            Op::GuardList { value, state } => {
                let word = self.v(value);
                if !self.is_object(value) {
                    let other = self.not_object(word);
                    self.leave_if(other, state, Reason::Guard, name);
                }
                let at = std::mem::offset_of!(Header, kind);
                let kind = self.b.ins().uload8(I64, super::trusted(), word, at as i32);
                let other = self.cmp_imm(IntCC::NotEqual, kind, crate::object::Kind::List as i64);
                self.leave_if(other, state, Reason::Guard, name);
                word
            }
            Op::GuardIs { value, bits, state } => {
                let word = self.v(value);
                let other = self.cmp_imm(IntCC::NotEqual, word, bits as i64);
                self.leave_if(other, state, Reason::Guard, name);
                word
            }
            Op::GuardBound { value, state } => {
                let word = self.v(value);
                let empty = self.cmp_imm(IntCC::Equal, word, 0);
                self.leave_if(empty, state, Reason::Guard, name);
                word
            }
            Op::GuardEpoch { epoch, state } => {
                let now = self.load_vm(I32, std::mem::offset_of!(Vm, heap.epoch));
                let other = self.cmp_imm(IntCC::NotEqual, now, i64::from(epoch));
                self.leave_if(other, state, Reason::Guard, name);
                return None;
            }
            Op::GuardVersion {
                class,
                version,
                state,
            } => {
                let class = self.word(class as i64);
                let now = self.load(I32, class, class::VERSION_OFFSET);
                let other = self.cmp_imm(IntCC::NotEqual, now, i64::from(version));
                self.leave_if(other, state, Reason::Guard, name);
                return None;
            }
            Op::GuardCode {
                function,
                code,
                state,
            } => {
                let f = self.v(function);
                let now = self.load(I64, f, function::CODE_OFFSET);
                let other = self.cmp_imm(IntCC::NotEqual, now, code as i64);
                self.leave_if(other, state, Reason::Guard, name);
                return None;
            }
            Op::GuardDefaults {
                function,
                defaults,
                named,
                state,
            } => {
                let f = self.v(function);
                for (offset, bits) in [
                    (function::DEFAULTS_OFFSET, defaults),
                    (function::KWDEFAULTS_OFFSET, named),
                ] {
                    let now = self.load(I64, f, offset);
                    let other = self.cmp_imm(IntCC::NotEqual, now, bits as i64);
                    self.leave_if(other, state, Reason::Guard, name);
                }
                return None;
            }
            Op::CheckBounds { index, len, state } => {
                let (i, n) = (self.v(index), self.v(len));
                let outside = self.cmp(IntCC::UnsignedGreaterThanOrEqual, i, n);
                self.leave_if(outside, state, Reason::Guard, name);
                i
            }
            Op::Poll { state } => {
                let address = self.word((&raw const POLL).addr() as i64);
                let waiting = self.load(I32, address, 0);
                self.leave_if(waiting, state, Reason::Poll, name);
                return None;
            }
            _ => return None,
        })
    }

    /// `GuardTrue`. Of a lower bound that an upper bound of the same value follows, with the same frame state, nothing is made: one comparison checks both.
    pub(super) fn guard_true(&mut self, cond: V, state: State, rest: &[V], name: &'static str) {
        let g = self.g;
        if let Some(lo) = self.lower_bound.take()
            && let Some((Cond::Le, x, hi)) = bound(g, cond)
        {
            let x = self.v(x);
            let outside = if Interval::new(lo, hi) == Interval::INT50 {
                let back = self.int_of(x);
                self.cmp(IntCC::NotEqual, back, x)
            } else {
                let above = self.add_imm(x, lo.wrapping_neg());
                let room = hi.wrapping_sub(lo);
                self.cmp_imm(IntCC::UnsignedGreaterThan, above, room)
            };
            self.leave_if(outside, state, Reason::Guard, name);
            return;
        }
        if let Some((Cond::Ge, x, lo)) = bound(g, cond)
            && next_guard(g, state, rest)
                .and_then(|cond| bound(g, cond))
                .is_some_and(|(cond, y, hi)| cond == Cond::Le && y == x && lo <= hi)
        {
            self.lower_bound = Some(lo);
            return;
        }
        let cond = self.v(cond);
        self.leave_unless(cond, state, name);
    }

    /// The bits of the float in a word; leaves when it holds none.
    fn float_bits(&mut self, word: clif::Value, state: State, name: &'static str) -> clif::Value {
        let bits = self.add_imm(word, -FLOAT_OFFSET);
        let end = self.bits(INT_TAG - FLOAT_OFFSET as u64);
        let other = self.cmp(IntCC::UnsignedGreaterThanOrEqual, bits, end);
        self.leave_if(other, state, Reason::Guard, name);
        bits
    }

    fn unbox_number(&mut self, value: V, state: State, name: &'static str) -> clif::Value {
        let word = self.v(value);
        let (int, float, join) = (
            self.b.create_block(),
            self.b.create_block(),
            self.b.create_block(),
        );
        let result = self.b.append_block_param(join, F64);
        let tag = self.bits(INT_TAG);
        let is_int = self.cmp(IntCC::UnsignedGreaterThanOrEqual, word, tag);
        self.b.ins().brif(is_int, int, &[], float, &[]);
        self.b.switch_to_block(int);
        let i = self.int_of(word);
        let f = self.b.ins().fcvt_from_sint(F64, i);
        self.b.ins().jump(join, &[f.into()]);
        self.b.switch_to_block(float);
        let bits = self.float_bits(word, state, name);
        let f = self.float_of_bits(bits);
        self.b.ins().jump(join, &[f.into()]);
        self.b.switch_to_block(join);
        result
    }

    /// Is `v` known to be a heap object?
    fn is_object(&self, v: V) -> bool {
        match self.g.op(v) {
            Some(
                Op::GuardShape { .. }
                | Op::GuardType { .. }
                | Op::GuardList { .. }
                | Op::NewInstance { .. }
                | Op::NewTuple { .. }
                | Op::ThisFunction {},
            ) => true,
            Some(&(Op::ConstVal { bits } | Op::GuardIs { bits, .. })) => Value(bits).is_object(),
            _ => false,
        }
    }

    /// One comparison: empty, immediates, floats and ints all lie outside the range of addresses.
    fn not_object(&mut self, word: clif::Value) -> clif::Value {
        let above = self.add_imm(word, -FIRST_OBJECT);
        let end = self.word(FLOAT_OFFSET - FIRST_OBJECT);
        self.cmp(IntCC::UnsignedGreaterThanOrEqual, above, end)
    }

    fn has_shape(&mut self, object: clif::Value, shape: u32) -> clif::Value {
        let id = self.load(ID, object, std::mem::offset_of!(Header, shape_id));
        self.cmp_imm(IntCC::Equal, id, i64::from(shape))
    }

    pub(super) fn is_shape(&mut self, value: V, shape: u32) -> clif::Value {
        let word = self.v(value);
        if self.is_object(value) {
            return self.has_shape(word, shape);
        }
        let other = self.not_object(word);
        let (object, join) = (self.b.create_block(), self.b.create_block());
        let result = self.b.append_block_param(join, I8);
        let no = self.b.ins().iconst(I8, 0);
        self.b.ins().brif(other, join, &[no.into()], object, &[]);
        self.b.switch_to_block(object);
        let same = self.has_shape(word, shape);
        self.b.ins().jump(join, &[same.into()]);
        self.b.switch_to_block(join);
        result
    }
}
