//! Ranges of any size: making them, their items, and iteration where the values do not all fit `i64`.

use std::cell::Cell;

use super::arith::BinOp;
use super::iter::Range;
use super::{OrMemoryError, PyResult, Vm};
use crate::num::BigInt;
use crate::object::{Native, Obj, T, Value};
use crate::trace_fields;

/// Iterator over a range of big ints: `start + index * step` while `index < len`.
pub struct LongRangeIter {
    /// The first value.
    pub start: Cell<Value>,
    /// The distance between values.
    pub step: Cell<Value>,
    /// How many values there are.
    pub len: Cell<Value>,
    /// How many were given.
    pub index: Cell<Value>,
}

impl Native for LongRangeIter {
    const TYPE: T = T::LongRangeIterator;
    trace_fields!(start, step, len, index);
}

/// How many values `range(start, stop, step)` has; `step` is not 0.
#[must_use]
pub fn range_len(start: &BigInt, stop: &BigInt, step: &BigInt) -> BigInt {
    let (low, high, step) = if step.negative() {
        (stop, start, step.neg())
    } else {
        (start, stop, step.clone())
    };
    let distance = high.sub(low).sub_i64(1);
    if distance.negative() {
        return BigInt::from_i64(0);
    }
    distance
        .div_floor(&step)
        .map_or_else(|| BigInt::from_i64(0), |n| n.add_i64(1))
}

impl Vm {
    /// `range(start, stop, step)` of exact ints.
    pub fn make_range(&mut self, start: Value, stop: Value, step: Value) -> PyResult {
        if let (Some(a), Some(b), Some(c)) = (start.as_int(), stop.as_int(), step.as_int())
            && c != 0
        {
            let (low, high, step_size) = if c < 0 { (b, a, -c) } else { (a, b, c) };
            let len = if low < high {
                (high - low - 1) / step_size + 1
            } else {
                0
            };
            let len = self.new_int(len);
            return self.new_range(start, stop, step, len);
        }
        let [Some(a), Some(b), Some(c)] = [start, stop, step].map(|v| self.to_num(v)) else {
            return Err(self.type_error("range expected integers"));
        };
        if c.is_zero() {
            return Err(self.value_error("range() arg 3 must not be zero"));
        }
        let len = self.new_bigint(&range_len(&a, &b, &c))?;
        self.new_range(start, stop, step, len)
    }

    /// Value number `i` (an exact int) of a range, without looking whether there is one.
    pub fn range_item(&mut self, r: Obj<Range>, i: Value) -> PyResult {
        let distance = self.binary(BinOp::Mul, i, r.step.get())?;
        self.binary(BinOp::Add, r.start.get(), distance)
    }

    /// An iterator over a range of big ints.
    pub fn long_range_iter(&mut self, r: Obj<Range>) -> PyResult {
        let it = LongRangeIter {
            start: Cell::new(r.start.get()),
            step: Cell::new(r.step.get()),
            len: Cell::new(r.len.get()),
            index: Cell::new(Value::from_i32(0)),
        };
        Ok(Obj::new(&mut self.heap, it).or_memory_error(self)?.value())
    }
}
