//! Rules for boxing, unboxing and guards of types.

use super::{Fold, bool_of, boolean, float_of, int_of, word, word_of};
use crate::ir::{Graph, Op, State, V};
use crate::object::value::{INT50_MAX, INT50_MIN};
use crate::object::{T, Value};

/// What is known of a word.
enum Word {
    /// It is this one.
    Is(Value),
    /// The int, known to fit a word.
    Small(V),
    /// The int; an object when it does not fit.
    Int(V),
    /// The float.
    Float(V),
    /// The bool.
    Bool(V),
    /// Some heap object.
    Object,
    /// Nothing.
    Any,
}

fn look(g: &Graph, v: V) -> Word {
    if let Some(word) = word_of(g, v) {
        return Word::Is(word);
    }
    match g.op(v) {
        Some(&Op::BoxSmall { value }) => Word::Small(value),
        Some(&Op::BoxInt { value }) => Word::Int(value),
        Some(&Op::BoxFloat { value }) => Word::Float(value),
        Some(&Op::BoxBool { value }) => Word::Bool(value),
        Some(
            Op::GuardShape { .. }
            | Op::GuardType { .. }
            | Op::NewInstance { .. }
            | Op::NewTuple { .. },
        ) => Word::Object,
        _ => Word::Any,
    }
}

/// Does the machine integer `v` fit a word, by the operation that makes it alone?
fn fits(g: &Graph, v: V) -> bool {
    match g.op(v) {
        Some(&Op::ConstI64 { value }) => Value::int_fits(value),
        Some(
            Op::UnboxInt { .. }
            | Op::LoadItemI { .. }
            | Op::LoadSlotI { .. }
            | Op::ListLen { .. }
            | Op::TupleLen { .. }
            | Op::BytesLen { .. }
            | Op::ByteArrayLen { .. }
            | Op::LoadByte { .. }
            | Op::BoolToI64 { .. },
        ) => true,
        _ => false,
    }
}

pub(super) fn unbox_int(g: &Graph, value: V, state: State) -> Fold {
    match look(g, value) {
        Word::Is(w) => w.as_int().map_or(Fold::Exit(state), super::int),
        Word::Small(v) => Fold::Same(v),
        Word::Int(v) if fits(g, v) => Fold::Same(v),
        Word::Int(value) => Fold::Between {
            value,
            lo: INT50_MIN,
            hi: INT50_MAX,
            state,
        },
        Word::Float(_) | Word::Bool(_) | Word::Object => Fold::Exit(state),
        Word::Any => Fold::Keep,
    }
}

pub(super) fn unbox_float(g: &Graph, value: V, state: State) -> Fold {
    match look(g, value) {
        Word::Is(w) => match w.as_float() {
            Some(f) => Fold::Op(Op::ConstF64 { bits: f.to_bits() }),
            None => Fold::Exit(state),
        },
        Word::Float(v) => Fold::Same(v),
        Word::Small(_) | Word::Int(_) | Word::Bool(_) | Word::Object => Fold::Exit(state),
        Word::Any => Fold::Keep,
    }
}

pub(super) fn unbox_bool(g: &Graph, value: V, state: State) -> Fold {
    match look(g, value) {
        Word::Is(w) => w.as_bool().map_or(Fold::Exit(state), boolean),
        Word::Bool(v) => Fold::Same(v),
        Word::Small(_) | Word::Int(_) | Word::Float(_) | Word::Object => Fold::Exit(state),
        Word::Any => Fold::Keep,
    }
}

pub(super) fn unbox_number(g: &Graph, value: V, state: State) -> Fold {
    match look(g, value) {
        Word::Is(w) => match w.as_float().or(w.as_int().map(|i| i as f64)) {
            Some(f) => Fold::Op(Op::ConstF64 { bits: f.to_bits() }),
            None => Fold::Exit(state),
        },
        Word::Float(v) => Fold::Same(v),
        Word::Small(value) => Fold::Op(Op::I64ToF64 { value }),
        Word::Int(value) if fits(g, value) => Fold::Op(Op::I64ToF64 { value }),
        Word::Bool(_) | Word::Object => Fold::Exit(state),
        // Leaves for an int that does not fit, which is then no exact double.
        Word::Int(_) | Word::Any => Fold::Keep,
    }
}

pub(super) fn guard_type(g: &Graph, value: V, shape: u32, state: State) -> Fold {
    match g.op(value) {
        Some(Op::GuardType { shape: is, .. }) if *is == shape => Fold::Same(value),
        Some(Op::NewTuple { .. }) if shape == T::Tuple as u32 => Fold::Same(value),
        Some(Op::GuardType { .. } | Op::NewTuple { .. }) => Fold::Exit(state),
        _ => guard_object(g, value, state),
    }
}

/// A guard of which only this is looked at: it leaves for what is no heap object.
pub(super) fn guard_object(g: &Graph, value: V, state: State) -> Fold {
    match look(g, value) {
        Word::Is(w) if !w.is_object() => Fold::Exit(state),
        Word::Small(_) | Word::Float(_) | Word::Bool(_) => Fold::Exit(state),
        _ => Fold::Keep,
    }
}

pub(super) fn guard_is(g: &Graph, value: V, bits: u64, state: State) -> Fold {
    match look(g, value) {
        Word::Is(w) if w.0 == bits => Fold::Same(value),
        Word::Is(_) => Fold::Exit(state),
        Word::Small(_) if !Value(bits).is_int() => Fold::Exit(state),
        Word::Float(_) if !Value(bits).is_float() => Fold::Exit(state),
        Word::Bool(_) if !Value(bits).is_bool() => Fold::Exit(state),
        Word::Object if !Value(bits).is_object() => Fold::Exit(state),
        _ => Fold::Keep,
    }
}

pub(super) fn guard_bound(g: &Graph, value: V, state: State) -> Fold {
    match look(g, value) {
        Word::Is(w) if w.is_empty() => Fold::Exit(state),
        Word::Any => match g.op(value) {
            Some(
                Op::GuardBound { .. }
                | Op::ThisFunction {}
                | Op::Closure { .. }
                | Op::LoadTuple { .. }
                | Op::CallVal { .. }
                | Op::CallPython { .. }
                | Op::CallAny { .. }
                | Op::CallNative { .. },
            ) => Fold::Same(value),
            _ => Fold::Keep,
        },
        _ => Fold::Same(value),
    }
}

pub(super) fn box_int(g: &Graph, value: V) -> Fold {
    match g.op(value) {
        Some(&Op::UnboxInt { value: w, .. }) => Fold::Same(w),
        _ if fits(g, value) => Fold::Op(Op::BoxSmall { value }),
        _ => Fold::Keep,
    }
}

pub(super) fn box_small(g: &Graph, value: V) -> Fold {
    match (g.op(value), int_of(g, value)) {
        (Some(&Op::UnboxInt { value: w, .. }), _) => Fold::Same(w),
        (_, Some(i)) if Value::int_fits(i) => word(Value::from_int_unchecked(i)),
        _ => Fold::Keep,
    }
}

pub(super) fn box_float(g: &Graph, value: V) -> Fold {
    match (g.op(value), float_of(g, value)) {
        (Some(&Op::UnboxFloat { value: w, .. }), _) => Fold::Same(w),
        (_, Some(f)) if !f.is_nan() => word(Value::from_float(f)),
        _ => Fold::Keep,
    }
}

pub(super) fn box_bool(g: &Graph, value: V) -> Fold {
    match (g.op(value), bool_of(g, value)) {
        (Some(&Op::UnboxBool { value: w, .. }), _) => Fold::Same(w),
        (_, Some(b)) => word(Value::from_bool(b)),
        _ => Fold::Keep,
    }
}

pub(super) fn is_int(g: &Graph, value: V) -> Fold {
    match look(g, value) {
        Word::Is(w) => boolean(w.is_int()),
        Word::Small(_) => boolean(true),
        Word::Float(_) | Word::Bool(_) | Word::Object => boolean(false),
        Word::Int(_) | Word::Any => Fold::Keep,
    }
}

pub(super) fn is_shape(g: &Graph, value: V) -> Fold {
    match look(g, value) {
        Word::Is(w) if !w.is_object() => boolean(false),
        Word::Small(_) | Word::Float(_) | Word::Bool(_) => boolean(false),
        _ => Fold::Keep,
    }
}

pub(super) fn same(g: &Graph, lhs: V, rhs: V) -> Fold {
    if lhs == rhs {
        return boolean(true);
    }
    match (look(g, lhs), look(g, rhs)) {
        (Word::Is(a), Word::Is(b)) => boolean(a == b),
        (Word::Is(_), Word::Any) if g.op(lhs).is_some_and(is_const) => {
            Fold::Op(Op::Same { lhs: rhs, rhs: lhs })
        }
        (Word::Bool(v), Word::Is(Value::TRUE)) | (Word::Is(Value::TRUE), Word::Bool(v)) => {
            Fold::Same(v)
        }
        (Word::Bool(value), Word::Is(Value::FALSE))
        | (Word::Is(Value::FALSE), Word::Bool(value)) => Fold::Op(Op::Not { value }),
        (a, b) if disjoint(&a, &b) || disjoint(&b, &a) => boolean(false),
        _ => Fold::Keep,
    }
}

fn is_const(op: &Op) -> bool {
    matches!(op, Op::ConstVal { .. })
}

/// Can `a`, of a kind that is known, be no word of which `b` is known?
fn disjoint(a: &Word, b: &Word) -> bool {
    match (a, b) {
        (Word::Small(_), Word::Is(w)) => !w.is_int(),
        (Word::Int(_), Word::Is(w)) => !w.is_int() && !w.is_object(),
        (Word::Float(_), Word::Is(w)) => !w.is_float(),
        (Word::Bool(_), Word::Is(w)) => !w.is_bool(),
        (Word::Object, Word::Is(w)) => !w.is_object(),
        (Word::Float(_) | Word::Bool(_), Word::Object | Word::Int(_) | Word::Small(_)) => true,
        (Word::Float(_), Word::Bool(_)) | (Word::Small(_), Word::Object) => true,
        _ => false,
    }
}
