//! Rules for floats: bit for bit.

use super::{Fold, float_of, int, int_of};
use crate::ir::{Graph, Op, V};

/// The constant `f`, unless it is NaN.
fn float(f: f64) -> Fold {
    if f.is_nan() {
        return Fold::Keep;
    }
    Fold::Op(Op::ConstF64 { bits: f.to_bits() })
}

/// Are these the same bits?
fn is(v: Option<f64>, f: f64) -> bool {
    v.is_some_and(|v| v.to_bits() == f.to_bits())
}

/// What to do with two constants.
fn both(g: &Graph, lhs: V, rhs: V, f: impl Fn(f64, f64) -> f64) -> Fold {
    match (float_of(g, lhs), float_of(g, rhs)) {
        (Some(a), Some(b)) => float(f(a, b)),
        _ => Fold::Keep,
    }
}

pub(super) fn from_int(g: &Graph, value: V) -> Fold {
    int_of(g, value).map_or(Fold::Keep, |i| float(i as f64))
}

pub(super) fn to_int(g: &Graph, value: V) -> Fold {
    // 2^63, the first that does not fit; the least that does is its opposite.
    const END: f64 = 9_223_372_036_854_775_808.0;
    match float_of(g, value) {
        Some(f) if (-END..END).contains(&f) => int(f as i64),
        _ => Fold::Keep,
    }
}

pub(super) fn add(g: &Graph, lhs: V, rhs: V) -> Fold {
    both(g, lhs, rhs, |a, b| a + b)
}

pub(super) fn sub(g: &Graph, lhs: V, rhs: V) -> Fold {
    if is(float_of(g, rhs), 0.0) && float_of(g, lhs).is_none() {
        return Fold::Same(lhs);
    }
    both(g, lhs, rhs, |a, b| a - b)
}

pub(super) fn mul(g: &Graph, lhs: V, rhs: V) -> Fold {
    match (float_of(g, lhs), float_of(g, rhs)) {
        (None, one) if is(one, 1.0) => Fold::Same(lhs),
        (one, None) if is(one, 1.0) => Fold::Same(rhs),
        _ => both(g, lhs, rhs, |a, b| a * b),
    }
}

pub(super) fn div(g: &Graph, lhs: V, rhs: V) -> Fold {
    if is(float_of(g, rhs), 1.0) && float_of(g, lhs).is_none() {
        return Fold::Same(lhs);
    }
    both(g, lhs, rhs, |a, b| a / b)
}

pub(super) fn neg(g: &Graph, value: V) -> Fold {
    match g.op(value) {
        Some(&Op::NegF { value }) => Fold::Same(value),
        _ => float_of(g, value).map_or(Fold::Keep, |f| float(-f)),
    }
}

pub(super) fn abs(g: &Graph, value: V) -> Fold {
    match g.op(value) {
        Some(Op::AbsF { .. }) => Fold::Same(value),
        Some(&Op::NegF { value }) => Fold::Op(Op::AbsF { value }),
        _ => float_of(g, value).map_or(Fold::Keep, |f| float(f.abs())),
    }
}

pub(super) fn sqrt(g: &Graph, value: V) -> Fold {
    float_of(g, value).map_or(Fold::Keep, |f| float(f.sqrt()))
}
