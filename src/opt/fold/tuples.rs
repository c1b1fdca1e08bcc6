//! Tuples that were just made: `a, b = b, a`, results of functions that were read in place.

use super::{Fold, int_of};
use crate::ir::{Graph, Op, V};

/// The items of a tuple that is made here.
fn items(g: &Graph, tuple: V) -> Option<&[V]> {
    match g.op(tuple)? {
        Op::NewTuple { items } => Some(items),
        _ => None,
    }
}

pub(super) fn len(g: &Graph, tuple: V) -> Fold {
    match items(g, tuple) {
        Some(items) => Fold::Op(Op::ConstI64 {
            value: items.len() as i64,
        }),
        None => Fold::Keep,
    }
}

pub(super) fn item(g: &Graph, tuple: V, index: V) -> Fold {
    let found = items(g, tuple).zip(int_of(g, index));
    match found.and_then(|(items, i)| items.get(usize::try_from(i).ok()?)) {
        Some(&v) => Fold::Same(v),
        None => Fold::Keep,
    }
}
