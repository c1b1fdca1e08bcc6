//! Rules for machine integers.

use super::{Fold, int, int_of};
use crate::ir::{Graph, Op, State, V};

/// What stands for an operation on integers (and for all others: it stays).
pub(super) fn rule(g: &Graph, op: &Op) -> Fold {
    let (lhs, rhs) = match operands(op) {
        Some(both) => both,
        None => return Fold::Keep,
    };
    let (a, b) = (int_of(g, lhs), int_of(g, rhs));
    if let (Some(a), Some(b)) = (a, b) {
        return constants(op, a, b);
    }
    if a.is_some()
        && let Some(swapped) = swapped(op)
    {
        return Fold::Op(swapped);
    }
    if lhs == rhs
        && let Some(fold) = equal(op, lhs)
    {
        return fold;
    }
    match (a, b) {
        (_, Some(b)) => with_right(op, lhs, rhs, b),
        (Some(a), _) => with_left(op, lhs, rhs, a),
        _ => Fold::Keep,
    }
}

/// The operands of an operation on two integers.
fn operands(op: &Op) -> Option<(V, V)> {
    match *op {
        Op::Add { lhs, rhs }
        | Op::Sub { lhs, rhs }
        | Op::Mul { lhs, rhs }
        | Op::AddOvf { lhs, rhs, .. }
        | Op::SubOvf { lhs, rhs, .. }
        | Op::MulOvf { lhs, rhs, .. }
        | Op::FloorDiv { lhs, rhs }
        | Op::Modulo { lhs, rhs }
        | Op::FloorDivOvf { lhs, rhs, .. }
        | Op::ModuloOvf { lhs, rhs, .. }
        | Op::And { lhs, rhs }
        | Op::Or { lhs, rhs }
        | Op::Xor { lhs, rhs }
        | Op::ShlOvf { lhs, rhs, .. }
        | Op::ShrOvf { lhs, rhs, .. }
        | Op::Shr { lhs, rhs }
        | Op::Min { lhs, rhs }
        | Op::Max { lhs, rhs } => Some((lhs, rhs)),
        Op::WrapIndex { index, len } | Op::CheckBounds { index, len, .. } => Some((index, len)),
        _ => None,
    }
}

/// The operation with its operands exchanged, when it does the same.
fn swapped(op: &Op) -> Option<Op> {
    Some(match *op {
        Op::Add { lhs, rhs } => Op::Add { lhs: rhs, rhs: lhs },
        Op::Mul { lhs, rhs } => Op::Mul { lhs: rhs, rhs: lhs },
        Op::AddOvf { lhs, rhs, state } => Op::AddOvf {
            lhs: rhs,
            rhs: lhs,
            state,
        },
        Op::MulOvf { lhs, rhs, state } => Op::MulOvf {
            lhs: rhs,
            rhs: lhs,
            state,
        },
        Op::And { lhs, rhs } => Op::And { lhs: rhs, rhs: lhs },
        Op::Or { lhs, rhs } => Op::Or { lhs: rhs, rhs: lhs },
        Op::Xor { lhs, rhs } => Op::Xor { lhs: rhs, rhs: lhs },
        Op::Min { lhs, rhs } => Op::Min { lhs: rhs, rhs: lhs },
        Op::Max { lhs, rhs } => Op::Max { lhs: rhs, rhs: lhs },
        _ => return None,
    })
}

/// The result, or that it leaves. What is known not to happen stays as it is.
fn or_exit(result: Option<i64>, state: State) -> Fold {
    result.map_or(Fold::Exit(state), int)
}

fn or_keep(result: Option<i64>) -> Fold {
    result.map_or(Fold::Keep, int)
}

/// The operation on two constants.
fn constants(op: &Op, a: i64, b: i64) -> Fold {
    match *op {
        Op::Add { .. } => or_keep(a.checked_add(b)),
        Op::Sub { .. } => or_keep(a.checked_sub(b)),
        Op::Mul { .. } => or_keep(a.checked_mul(b)),
        Op::AddOvf { state, .. } => or_exit(a.checked_add(b), state),
        Op::SubOvf { state, .. } => or_exit(a.checked_sub(b), state),
        Op::MulOvf { state, .. } => or_exit(a.checked_mul(b), state),
        Op::FloorDiv { .. } => or_keep(floor_div(a, b)),
        Op::Modulo { .. } => or_keep(modulo(a, b)),
        Op::FloorDivOvf { state, .. } => or_exit(floor_div(a, b), state),
        Op::ModuloOvf { state, .. } => or_exit(modulo(a, b), state),
        Op::And { .. } => int(a & b),
        Op::Or { .. } => int(a | b),
        Op::Xor { .. } => int(a ^ b),
        Op::ShlOvf { state, .. } => or_exit(shl(a, b), state),
        Op::ShrOvf { state, .. } if b < 0 => Fold::Exit(state),
        Op::ShrOvf { .. } => int(a >> b.min(63)),
        Op::Shr { .. } => or_keep((0..64).contains(&b).then(|| a >> b)),
        Op::Min { .. } => int(a.min(b)),
        Op::Max { .. } => int(a.max(b)),
        Op::WrapIndex { .. } if a < 0 => or_keep(a.checked_add(b)),
        Op::WrapIndex { .. } => int(a),
        Op::CheckBounds { state, .. } => or_exit((0 <= a && a < b).then_some(a), state),
        _ => Fold::Keep,
    }
}

/// `a // b`, rounded down; `None` for the divisors at which operations leave.
fn floor_div(a: i64, b: i64) -> Option<i64> {
    if matches!(b, 0 | -1) {
        return None;
    }
    let rest = a % b;
    Some(a / b - i64::from(rest != 0 && (rest < 0) != (b < 0)))
}

/// `a % b` with the sign of `b`.
fn modulo(a: i64, b: i64) -> Option<i64> {
    if matches!(b, 0 | -1) {
        return None;
    }
    let rest = a % b;
    Some(if rest != 0 && (rest < 0) != (b < 0) {
        rest + b
    } else {
        rest
    })
}

/// `a << b` when that fits.
fn shl(a: i64, b: i64) -> Option<i64> {
    let wide = (0..64).contains(&b).then(|| i128::from(a) << b)?;
    i64::try_from(wide).ok()
}

/// The operation on twice the same value.
fn equal(op: &Op, v: V) -> Option<Fold> {
    match *op {
        Op::Sub { .. } | Op::SubOvf { .. } | Op::Xor { .. } => Some(int(0)),
        Op::And { .. } | Op::Or { .. } | Op::Min { .. } | Op::Max { .. } => Some(Fold::Same(v)),
        Op::CheckBounds { state, .. } => Some(Fold::Exit(state)),
        _ => None,
    }
}

/// The operation with the constant `b` on the right.
fn with_right(op: &Op, lhs: V, rhs: V, b: i64) -> Fold {
    match (op, b) {
        (
            Op::Add { .. }
            | Op::AddOvf { .. }
            | Op::Sub { .. }
            | Op::SubOvf { .. }
            | Op::Or { .. }
            | Op::Xor { .. }
            | Op::ShlOvf { .. }
            | Op::ShrOvf { .. }
            | Op::Shr { .. },
            0,
        ) => Fold::Same(lhs),
        (Op::Mul { .. } | Op::MulOvf { .. } | Op::FloorDiv { .. } | Op::FloorDivOvf { .. }, 1) => {
            Fold::Same(lhs)
        }
        (Op::And { .. }, -1) => Fold::Same(lhs),
        (Op::Mul { .. } | Op::MulOvf { .. } | Op::And { .. }, 0) => int(0),
        (Op::Modulo { .. } | Op::ModuloOvf { .. }, 1) => int(0),
        (Op::Or { .. }, -1) => int(-1),
        (Op::Min { .. }, i64::MIN) | (Op::Max { .. }, i64::MAX) => int(b),
        (Op::Min { .. }, i64::MAX) | (Op::Max { .. }, i64::MIN) => Fold::Same(lhs),
        (&Op::FloorDivOvf { state, .. } | &Op::ModuloOvf { state, .. }, 0 | -1) => {
            Fold::Exit(state)
        }
        (Op::FloorDivOvf { .. }, _) => Fold::Op(Op::FloorDiv { lhs, rhs }),
        (Op::ModuloOvf { .. }, _) => Fold::Op(Op::Modulo { lhs, rhs }),
        (Op::ShrOvf { .. }, 0..64) => Fold::Op(Op::Shr { lhs, rhs }),
        (&Op::ShrOvf { state, .. }, ..0) => Fold::Exit(state),
        (&Op::CheckBounds { state, .. }, ..=0) => Fold::Exit(state),
        _ => Fold::Keep,
    }
}

/// The operation with the constant `a` on the left.
fn with_left(op: &Op, lhs: V, rhs: V, a: i64) -> Fold {
    match (op, a) {
        (Op::WrapIndex { .. }, 0..) => Fold::Same(lhs),
        // A length is not negative, so the sum does not overflow.
        (Op::WrapIndex { .. }, ..0) => Fold::Op(Op::Add { lhs: rhs, rhs: lhs }),
        (&Op::CheckBounds { state, .. }, ..0) => Fold::Exit(state),
        (Op::Shr { .. } | Op::FloorDiv { .. } | Op::Modulo { .. }, 0) => int(0),
        _ => Fold::Keep,
    }
}
