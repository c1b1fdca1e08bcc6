//! Machine representations of values, comparison conditions and intervals of integers.

use std::fmt;

/// How a value stands in a machine register.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Rep {
    /// No value: the operation is run for its effect.
    Void,
    /// A Python value in one word (`object::Value`), possibly empty.
    Val,
    /// A machine integer: a Python int that fits 64 bits.
    I64,
    /// A double: a Python float.
    F64,
    /// 0 or 1: a Python bool.
    Bool,
    /// An address that is no Python value (data of a list).
    Ptr,
}

impl Rep {
    /// The name in dumps.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Rep::Void => "void",
            Rep::Val => "val",
            Rep::I64 => "i64",
            Rep::F64 => "f64",
            Rep::Bool => "bool",
            Rep::Ptr => "ptr",
        }
    }

    /// The representation called `name` in dumps.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Rep> {
        [Rep::Void, Rep::Val, Rep::I64, Rep::F64, Rep::Bool, Rep::Ptr]
            .into_iter()
            .find(|r| r.name() == name)
    }
}

pub use crate::runtime::compare::Cmp as Cond;

/// Conditions of comparisons. Those of floats are false for NaN, but for `Ne`.
impl Cond {
    /// The name in dumps.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Cond::Lt => "lt",
            Cond::Le => "le",
            Cond::Eq => "eq",
            Cond::Ne => "ne",
            Cond::Gt => "gt",
            Cond::Ge => "ge",
        }
    }

    /// The condition that holds of two integers exactly when this one does not.
    #[must_use]
    pub fn negated(self) -> Cond {
        match self {
            Cond::Lt => Cond::Ge,
            Cond::Le => Cond::Gt,
            Cond::Eq => Cond::Ne,
            Cond::Ne => Cond::Eq,
            Cond::Gt => Cond::Le,
            Cond::Ge => Cond::Lt,
        }
    }

    /// Does it hold of `a` and `b`?
    #[must_use]
    pub fn holds_of<T: PartialOrd>(self, a: T, b: T) -> bool {
        match self {
            Cond::Lt => a < b,
            Cond::Le => a <= b,
            Cond::Eq => a == b,
            Cond::Ne => a != b,
            Cond::Gt => a > b,
            Cond::Ge => a >= b,
        }
    }
}

/// What an `I64` value can be: `lo ..= hi`, never empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interval {
    /// The least value.
    pub lo: i64,
    /// The greatest value.
    pub hi: i64,
}

#[expect(
    clippy::should_implement_trait,
    reason = "these can fail, those of operators cannot"
)]
impl Interval {
    /// Every 64-bit integer.
    pub const ALL: Interval = Interval {
        lo: i64::MIN,
        hi: i64::MAX,
    };
    /// What fits the word of a Python value.
    pub const INT50: Interval = Interval {
        lo: crate::object::value::INT50_MIN,
        hi: crate::object::value::INT50_MAX,
    };

    /// Exactly `i`.
    #[must_use]
    pub const fn exactly(i: i64) -> Interval {
        Interval { lo: i, hi: i }
    }

    /// Between the two, in order.
    #[must_use]
    pub const fn new(lo: i64, hi: i64) -> Interval {
        Interval { lo, hi }
    }

    /// Is every value of `self` in `other`?
    #[must_use]
    pub const fn within(self, other: Interval) -> bool {
        self.lo >= other.lo && self.hi <= other.hi
    }

    /// The least interval with all values of both.
    #[must_use]
    pub fn join(self, other: Interval) -> Interval {
        Interval::new(self.lo.min(other.lo), self.hi.max(other.hi))
    }

    /// The values of both; `None` when there is none.
    #[must_use]
    pub fn meet(self, other: Interval) -> Option<Interval> {
        let (lo, hi) = (self.lo.max(other.lo), self.hi.min(other.hi));
        (lo <= hi).then_some(Interval::new(lo, hi))
    }

    /// The interval of exact results between the four products of bounds, if all fit 64 bits.
    fn corners(self, other: Interval, f: impl Fn(i128, i128) -> i128) -> Option<Interval> {
        let all = [
            f(self.lo.into(), other.lo.into()),
            f(self.lo.into(), other.hi.into()),
            f(self.hi.into(), other.lo.into()),
            f(self.hi.into(), other.hi.into()),
        ];
        let lo = all.iter().min().copied().unwrap_or(0);
        let hi = all.iter().max().copied().unwrap_or(0);
        Some(Interval::new(
            i64::try_from(lo).ok()?,
            i64::try_from(hi).ok()?,
        ))
    }

    /// Sums, if none overflows.
    #[must_use]
    pub fn add(self, other: Interval) -> Option<Interval> {
        self.corners(other, |a, b| a + b)
    }

    /// Differences, if none overflows.
    #[must_use]
    pub fn sub(self, other: Interval) -> Option<Interval> {
        self.corners(other, |a, b| a - b)
    }

    /// Products, if none overflows.
    #[must_use]
    pub fn mul(self, other: Interval) -> Option<Interval> {
        self.corners(other, |a, b| a * b)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {}]", self.lo, self.hi)
    }
}
