//! A Python value in one machine word.
//!
//! ```text
//! 0000_0000_0000_0000                      EMPTY: unbound local, hole, "an exception is pending"
//! 0000_0000_0000_00xx  bit 1 set           immediates: None 02, False 06, True 0E, Ellipsis 0A, NotImplemented 12
//! 0000_pppp_pppp_ppp0                      pointer to a heap object, as it is
//! 0001_... .. FFFB_FFFF_FFFF_FFFF          double: its bits + 2^48
//! FFFC_... .. FFFF_FFFF_FFFF_FFFF          int50: -2^49 <= i < 2^49
//! ```
//!
//! Every processor-made NaN (FFF8...) stays below the ints when 2^48 is added; only bits from outside (`struct`, `array`,
//! `float.fromhex`) need [`Value::from_foreign_float`]. **Normal form**: an int that fits int50 is never a heap object, one that
//! fits i64 is never a big int.

use crate::gc::Header;

/// A Python value, or [`Value::EMPTY`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(pub u64);

const INT_TAG: u64 = 0xFFFC << 48;
/// Bits of a small int's word above the int.
const INT_SHIFT: u32 = 14;
const DOUBLE_OFFSET: u64 = 1 << 48;
/// Below are the empty value and the immediates.
const LOWEST_POINTER: u64 = 0x20;

/// The least int that is stored in the word itself.
pub const INT50_MIN: i64 = -(1 << 49);
/// The greatest int that is stored in the word itself.
pub const INT50_MAX: i64 = (1 << 49) - 1;

impl Value {
    /// No value: an unbound variable, a hole, a missing argument.
    pub const EMPTY: Value = Value(0);
    /// `None`
    pub const NONE: Value = Value(0x02);
    /// `False`
    pub const FALSE: Value = Value(0x06);
    /// `True`
    pub const TRUE: Value = Value(0x0E);
    /// `...`
    pub const ELLIPSIS: Value = Value(0x0A);
    /// `NotImplemented`
    pub const NOT_IMPLEMENTED: Value = Value(0x12);

    /// "Looked up and not there": kept in tables of classes, never seen by Python code.
    pub const ABSENT: Value = Value(0x16);

    /// Is there no value?
    #[inline(always)]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Is it `None`?
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == Value::NONE.0
    }

    /// `self`, unless it is empty.
    #[inline(always)]
    pub const fn some(self) -> Option<Value> {
        if self.is_empty() { None } else { Some(self) }
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn from_bool(b: bool) -> Value {
        Value(Value::FALSE.0 | (b as u64) << 3)
    }

    /// Is it `True` or `False`?
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 | 8 == Value::TRUE.0
    }

    /// The truth of a bool.
    #[inline(always)]
    pub const fn as_bool(self) -> Option<bool> {
        if self.is_bool() {
            Some(self.0 == Value::TRUE.0)
        } else {
            None
        }
    }

    /// Is it an int stored in the word?
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 >= INT_TAG
    }

    /// Are both ints stored in their words?
    #[inline(always)]
    pub const fn both_int(a: Value, b: Value) -> bool {
        a.0 & b.0 >= INT_TAG
    }

    /// The int of a word for which [`Value::is_int`] holds; nonsense otherwise.
    #[inline(always)]
    pub const fn int_unchecked(self) -> i64 {
        ((self.0 << 14) as i64) >> 14
    }

    /// The int stored in the word.
    #[inline(always)]
    pub const fn as_int(self) -> Option<i64> {
        if self.is_int() {
            Some(self.int_unchecked())
        } else {
            None
        }
    }

    /// A number that orders small ints as their values do.
    #[inline(always)]
    pub const fn int_order(self) -> i64 {
        (self.0 << INT_SHIFT) as i64
    }

    /// The sum of two small ints, when it is one.
    #[inline(always)]
    pub const fn int_add(a: Value, b: Value) -> Option<Value> {
        match a.int_order().checked_add(b.int_order()) {
            Some(v) => Some(Value::from_order(v)),
            None => None,
        }
    }

    /// The difference of two small ints, when it is one.
    #[inline(always)]
    pub const fn int_sub(a: Value, b: Value) -> Option<Value> {
        match a.int_order().checked_sub(b.int_order()) {
            Some(v) => Some(Value::from_order(v)),
            None => None,
        }
    }

    /// The small int with this [`int_order`](Self::int_order).
    #[inline(always)]
    const fn from_order(v: i64) -> Value {
        Value(v as u64 >> INT_SHIFT | INT_TAG)
    }

    /// Does `i` fit into the word?
    #[inline(always)]
    pub const fn int_fits(i: i64) -> bool {
        (i << 14) >> 14 == i
    }

    /// The word of a small int; the caller knows that it fits.
    #[inline(always)]
    pub const fn from_int_unchecked(i: i64) -> Value {
        Value(i as u64 | INT_TAG)
    }

    /// The word of a 32-bit int.
    #[inline(always)]
    pub const fn from_i32(i: i32) -> Value {
        Value::from_int_unchecked(i as i64)
    }

    /// The word of a length or index below 2^49.
    #[inline(always)]
    pub const fn from_len(n: usize) -> Value {
        debug_assert!(n <= INT50_MAX as usize);
        Value::from_int_unchecked(n as i64)
    }

    /// Is it a float?
    #[inline(always)]
    pub const fn is_float(self) -> bool {
        self.0.wrapping_sub(DOUBLE_OFFSET) < INT_TAG - DOUBLE_OFFSET
    }

    /// The float of a word for which [`Value::is_float`] holds; nonsense otherwise.
    #[inline(always)]
    pub const fn float_unchecked(self) -> f64 {
        f64::from_bits(self.0.wrapping_sub(DOUBLE_OFFSET))
    }

    /// The float.
    #[inline(always)]
    pub const fn as_float(self) -> Option<f64> {
        if self.is_float() {
            Some(self.float_unchecked())
        } else {
            None
        }
    }

    /// The float, or the small int as a float, which is exact.
    #[inline(always)]
    pub const fn as_small_real(self) -> Option<f64> {
        if self.is_int() {
            Some(self.int_unchecked() as f64)
        } else {
            self.as_float()
        }
    }

    /// The word of a float that the processor computed.
    #[inline(always)]
    pub const fn from_float(f: f64) -> Value {
        Value(f.to_bits().wrapping_add(DOUBLE_OFFSET))
    }

    /// The word of a float whose bits came from outside: NaNs are made canonical.
    pub const fn from_foreign_float(f: f64) -> Value {
        Value::from_float(if f.is_nan() { f64::NAN } else { f })
    }

    /// Is it a heap object?
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        // one comparison: everything below an address wraps around, everything above is a float or an int
        self.0.wrapping_sub(LOWEST_POINTER) < DOUBLE_OFFSET - LOWEST_POINTER
    }

    /// The heap object.
    #[inline(always)]
    pub const fn as_object(self) -> Option<*mut Header> {
        if self.is_object() {
            Some(self.0 as *mut Header)
        } else {
            None
        }
    }

    /// The value that is the heap object `p`.
    #[inline(always)]
    pub fn from_object(p: *mut Header) -> Value {
        Value(p as u64)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Value::EMPTY => write!(f, "EMPTY"),
            Value::NONE => write!(f, "None"),
            Value::TRUE => write!(f, "True"),
            Value::FALSE => write!(f, "False"),
            v if v.is_int() => write!(f, "{}", v.int_unchecked()),
            v if v.is_float() => write!(f, "{:?}", v.float_unchecked()),
            v => write!(f, "<{:#x}>", v.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_round_trip_at_the_boundaries() {
        for i in [
            0,
            1,
            -1,
            INT50_MIN,
            INT50_MAX,
            INT50_MIN + 1,
            1 << 48,
            -(1 << 48),
        ] {
            assert!(Value::int_fits(i));
            let v = Value::from_int_unchecked(i);
            assert_eq!(
                (v.as_int(), v.is_float(), v.is_object(), v.is_bool()),
                (Some(i), false, false, false),
                "{i}"
            );
        }
        for i in [INT50_MIN - 1, INT50_MAX + 1, i64::MIN, i64::MAX, 1 << 50] {
            assert!(!Value::int_fits(i), "{i}");
        }
    }

    #[test]
    fn floats_round_trip() {
        let hardware_nan = f64::from_bits(0xFFF8_0000_0000_0000);
        for f in [
            0.0,
            -0.0,
            1.5,
            -1.5,
            f64::MAX,
            f64::MIN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            5e-324,
            f64::NAN,
            hardware_nan,
        ] {
            let v = Value::from_float(f);
            assert_eq!(
                (
                    v.float_unchecked().to_bits(),
                    v.is_float(),
                    v.is_int(),
                    v.is_object()
                ),
                (f.to_bits(), true, false, false),
                "{f}"
            );
        }
        assert!(Value::from_foreign_float(f64::from_bits(u64::MAX)).is_float());
    }

    #[test]
    fn immediates_are_nothing_else() {
        for v in [
            Value::NONE,
            Value::TRUE,
            Value::FALSE,
            Value::ELLIPSIS,
            Value::NOT_IMPLEMENTED,
            Value::EMPTY,
        ] {
            assert!(!v.is_int() && !v.is_float() && !v.is_object(), "{v:?}");
        }
        assert_eq!(
            (Value::from_bool(true), Value::from_bool(false)),
            (Value::TRUE, Value::FALSE)
        );
    }
}
