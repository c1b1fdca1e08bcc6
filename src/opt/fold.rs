//! Constant folding and algebraic identities.
//!
//! **What a rule must meet.** A rule looks at one operation and the operations that make its operands, never further, and says what stands for it:
//! one of these values, another operation, nothing, or "it always leaves". The rule must hold
//!
//! 1. *for every input*: in particular for i64's least value, for shifts by 64 and more, for divisors 0 and -1;
//! 2. *of the effects*: an operation with a state may become one that does not leave only when it is proven not to leave; nothing may leave later than it did;
//! 3. *of what the result promises*: later code relies on the result of `UnboxInt` fitting a word and of `CheckBounds` being in bounds. `UnboxInt(BoxInt v)` is
//!    `v` only behind a check that `v` fits;
//! 4. *bit for bit for floats*: constants are folded as the processor computes, NaN results are left alone (their sign and payload are the processor's);
//!    no reassociation, no `x + 0.0` (which turns -0.0 into 0.0), no `x * 0.0`, no `x == x`. Allowed are `x * 1.0`, `x / 1.0`, `x - 0.0`, `-(-x)`: they return
//!    the bits of every `x` but a signalling NaN, which the machine does not have (`Value::from_foreign_float`);
//!    A rule may use what a guard made sure of (the word behind `UnboxInt`, the constant of `GuardIs`) because guards stay though their results are unused;
//! 5. *of sharing*: the new operation is not dearer than the old one even when other uses keep its operands alive;
//! 6. *of ending*: it makes an operation simpler or moves a constant to the right, never the reverse of another rule.
//!
//! Rules for representations are in [`boxes`], for integers in [`ints`], for floats in [`floats`], for conditions in [`conditions`].

use super::Context;
use crate::ir::{Block, Graph, Op, State, Target, Terminator, V};
use crate::object::Value;

mod boxes;
mod conditions;
mod floats;
mod ints;
mod tuples;

/// What stands for an operation.
#[derive(Clone, PartialEq, Debug)]
enum Fold {
    /// It stays.
    Keep,
    /// This value.
    Same(V),
    /// This operation, of the same representation.
    Op(Op),
    /// `value`, when `lo <= value <= hi`; otherwise leaves.
    Between {
        value: V,
        lo: i64,
        hi: i64,
        state: State,
    },
    /// It does nothing and has no result.
    Nothing,
    /// It always leaves.
    Exit(State),
}

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let mut folder = Folder {
        same: (0..g.values.len() as u32).map(V).collect(),
        g,
        changed: false,
    };
    for &b in &dom.order {
        folder.block(b);
    }
    let Folder { g, same, changed } = folder;
    if changed {
        g.replace_uses(|v| find(&same, v));
    }
    changed
}

/// The value that stands for `v`.
fn find(same: &[V], mut v: V) -> V {
    while same[v.0 as usize] != v {
        v = same[v.0 as usize];
    }
    v
}

struct Folder<'a> {
    g: &'a mut Graph,
    /// The value that stands for each value; for most the value itself.
    same: Vec<V>,
    changed: bool,
}

impl Folder<'_> {
    fn block(&mut self, b: Block) {
        let ops = std::mem::take(&mut self.g.block_mut(b).ops);
        for v in ops {
            if !self.value(b, v) {
                return;
            }
        }
        let same = &self.same;
        let end = &mut self.g.block_mut(b).end;
        end.for_each_use_mut(&mut |v| *v = find(same, *v));
        if let Some(end) = fold_end(self.g, b) {
            self.g.block_mut(b).end = end;
            self.changed = true;
        }
    }

    /// Puts what stands for `v` in the block; does the block go on?
    fn value(&mut self, b: Block, v: V) -> bool {
        let same = &self.same;
        if let Some(op) = self.g.op_mut(v) {
            op.for_each_use_mut(&mut |v| *v = find(same, *v));
        }
        // Each step makes the operation simpler, so this ends; the limit is against a mistake in a rule.
        for _ in 0..16 {
            let fold = self.g.op(v).map_or(Fold::Keep, |op| rule(self.g, op));
            self.changed |= fold != Fold::Keep;
            match fold {
                Fold::Keep => break,
                Fold::Op(op) => {
                    if let Some(old) = self.g.op_mut(v) {
                        debug_assert_eq!(old.rep(), op.rep());
                        *old = op;
                    }
                }
                Fold::Same(other) => {
                    self.same[v.0 as usize] = other;
                    return true;
                }
                Fold::Between {
                    value,
                    lo,
                    hi,
                    state,
                } => {
                    self.between(b, value, (lo, hi), state);
                    self.same[v.0 as usize] = value;
                    return true;
                }
                Fold::Nothing => return true,
                Fold::Exit(state) => {
                    let block = self.g.block_mut(b);
                    block.end = Terminator::Exit(state);
                    block.state = None;
                    return false;
                }
            }
        }
        self.g.block_mut(b).ops.push(v);
        true
    }

    fn push(&mut self, b: Block, op: Op) -> V {
        let v = self.g.push(b, op);
        self.same.push(v);
        v
    }

    fn between(&mut self, b: Block, value: V, (lo, hi): (i64, i64), state: State) {
        use crate::ir::Cond;
        for (cond, bound) in [(Cond::Ge, lo), (Cond::Le, hi)] {
            let rhs = self.push(b, Op::ConstI64 { value: bound });
            let cond = self.push(
                b,
                Op::Cmp {
                    cond,
                    lhs: value,
                    rhs,
                },
            );
            self.push(b, Op::GuardTrue { cond, state });
        }
    }
}

/// What stands for the end of a block.
fn fold_end(g: &Graph, b: Block) -> Option<Terminator> {
    let Terminator::Branch { cond, yes, no } = &g.block(b).end else {
        return None;
    };
    if yes == no {
        return Some(Terminator::Jump(yes.clone()));
    }
    let branch = |cond: V, yes: &Target, no: &Target| Terminator::Branch {
        cond,
        yes: yes.clone(),
        no: no.clone(),
    };
    match *g.op(*cond)? {
        Op::ConstBool { value: true } => Some(Terminator::Jump(yes.clone())),
        Op::ConstBool { value: false } => Some(Terminator::Jump(no.clone())),
        Op::Not { value } => Some(branch(value, no, yes)),
        _ => None,
    }
}

/// What stands for `op`.
fn rule(g: &Graph, op: &Op) -> Fold {
    match *op {
        Op::UnboxInt { value, state } => boxes::unbox_int(g, value, state),
        Op::UnboxFloat { value, state } => boxes::unbox_float(g, value, state),
        Op::UnboxBool { value, state } => boxes::unbox_bool(g, value, state),
        Op::UnboxNumber { value, state } => boxes::unbox_number(g, value, state),
        Op::GuardType {
            value,
            shape,
            state,
        } => boxes::guard_type(g, value, shape, state),
        Op::GuardShape { value, state, .. } => boxes::guard_object(g, value, state),
        Op::GuardIs { value, bits, state } => boxes::guard_is(g, value, bits, state),
        Op::GuardBound { value, state } => boxes::guard_bound(g, value, state),
        Op::BoxInt { value } => boxes::box_int(g, value),
        Op::BoxSmall { value } => boxes::box_small(g, value),
        Op::BoxFloat { value } => boxes::box_float(g, value),
        Op::BoxBool { value } => boxes::box_bool(g, value),
        Op::IsInt { value } => boxes::is_int(g, value),
        Op::IsShape { value, .. } => boxes::is_shape(g, value),
        Op::Same { lhs, rhs } => boxes::same(g, lhs, rhs),

        Op::TupleLen { tuple } => tuples::len(g, tuple),
        Op::LoadTuple { tuple, index } => tuples::item(g, tuple, index),

        Op::GuardTrue { cond, state } => conditions::guard_true(g, cond, state),
        Op::Not { value } => conditions::not(g, value),
        Op::Cmp { cond, lhs, rhs } => conditions::cmp(g, cond, lhs, rhs),
        Op::CmpF { cond, lhs, rhs } => conditions::cmp_f(g, cond, lhs, rhs),
        Op::BoolToI64 { value } => conditions::bool_to_i64(g, value),

        Op::I64ToF64 { value } => floats::from_int(g, value),
        Op::F64ToI64 { value, .. } => floats::to_int(g, value),
        Op::AddF { lhs, rhs } => floats::add(g, lhs, rhs),
        Op::SubF { lhs, rhs } => floats::sub(g, lhs, rhs),
        Op::MulF { lhs, rhs } => floats::mul(g, lhs, rhs),
        Op::DivF { lhs, rhs } => floats::div(g, lhs, rhs),
        Op::NegF { value } => floats::neg(g, value),
        Op::AbsF { value } => floats::abs(g, value),
        Op::SqrtF { value } => floats::sqrt(g, value),

        _ => ints::rule(g, op),
    }
}

// ---- what rules ask for

/// The machine integer that `v` is.
fn int_of(g: &Graph, v: V) -> Option<i64> {
    match *g.op(v)? {
        Op::ConstI64 { value } => Some(value),
        _ => None,
    }
}

/// The double that `v` is.
fn float_of(g: &Graph, v: V) -> Option<f64> {
    match *g.op(v)? {
        Op::ConstF64 { bits } => Some(f64::from_bits(bits)),
        _ => None,
    }
}

/// The bool that `v` is.
fn bool_of(g: &Graph, v: V) -> Option<bool> {
    match *g.op(v)? {
        Op::ConstBool { value } => Some(value),
        _ => None,
    }
}

/// The word that `v` is.
fn word_of(g: &Graph, v: V) -> Option<Value> {
    match *g.op(v)? {
        Op::ConstVal { bits } | Op::GuardIs { bits, .. } => Some(Value(bits)),
        _ => None,
    }
}

fn int(value: i64) -> Fold {
    Fold::Op(Op::ConstI64 { value })
}

fn boolean(value: bool) -> Fold {
    Fold::Op(Op::ConstBool { value })
}

fn word(value: Value) -> Fold {
    Fold::Op(Op::ConstVal { bits: value.0 })
}

#[cfg(test)]
mod tests;
