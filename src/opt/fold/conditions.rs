//! Rules for comparisons and bools.

use super::{Fold, bool_of, boolean, float_of, int, int_of};
use crate::ir::{Cond, Graph, Op, State, V};

pub(super) fn guard_true(g: &Graph, cond: V, state: State) -> Fold {
    match bool_of(g, cond) {
        Some(true) => Fold::Nothing,
        Some(false) => Fold::Exit(state),
        None => Fold::Keep,
    }
}

pub(super) fn not(g: &Graph, value: V) -> Fold {
    match g.op(value) {
        Some(&Op::ConstBool { value }) => boolean(!value),
        Some(&Op::Not { value }) => Fold::Same(value),
        Some(&Op::Cmp { cond, lhs, rhs }) => Fold::Op(Op::Cmp {
            cond: cond.negated(),
            lhs,
            rhs,
        }),
        // Of floats only these are each other's opposites: NaN is neither less nor greater-or-equal.
        Some(&Op::CmpF {
            cond: cond @ (Cond::Eq | Cond::Ne),
            lhs,
            rhs,
        }) => Fold::Op(Op::CmpF {
            cond: cond.negated(),
            lhs,
            rhs,
        }),
        _ => Fold::Keep,
    }
}

pub(super) fn cmp(g: &Graph, cond: Cond, lhs: V, rhs: V) -> Fold {
    if lhs == rhs {
        return boolean(cond.holds_of(0, 0));
    }
    match (int_of(g, lhs), int_of(g, rhs)) {
        (Some(a), Some(b)) => boolean(cond.holds_of(a, b)),
        (Some(_), None) => Fold::Op(Op::Cmp {
            cond: cond.swapped(),
            lhs: rhs,
            rhs: lhs,
        }),
        (None, Some(b)) => cmp_with(g, cond, lhs, b),
        (None, None) => Fold::Keep,
    }
}

/// A comparison with a constant.
fn cmp_with(g: &Graph, cond: Cond, lhs: V, rhs: i64) -> Fold {
    match (cond, rhs) {
        (Cond::Lt, i64::MIN) | (Cond::Gt, i64::MAX) => return boolean(false),
        (Cond::Ge, i64::MIN) | (Cond::Le, i64::MAX) => return boolean(true),
        _ => {}
    }
    let Some(&Op::BoolToI64 { value }) = g.op(lhs) else {
        return Fold::Keep;
    };
    match (cond.holds_of(0, rhs), cond.holds_of(1, rhs)) {
        (false, false) => boolean(false),
        (false, true) => Fold::Same(value),
        (true, false) => Fold::Op(Op::Not { value }),
        (true, true) => boolean(true),
    }
}

pub(super) fn cmp_f(g: &Graph, cond: Cond, lhs: V, rhs: V) -> Fold {
    match (float_of(g, lhs), float_of(g, rhs)) {
        (Some(a), Some(b)) => boolean(cond.holds_of(a, b)),
        (Some(_), None) => Fold::Op(Op::CmpF {
            cond: cond.swapped(),
            lhs: rhs,
            rhs: lhs,
        }),
        _ => Fold::Keep,
    }
}

pub(super) fn bool_to_i64(g: &Graph, value: V) -> Fold {
    bool_of(g, value).map_or(Fold::Keep, |b| int(b.into()))
}
