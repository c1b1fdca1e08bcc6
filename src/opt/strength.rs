//! Cheaper operations for integers and powers of two: shifts for quotients, masks for remainders, products for shifts to the left (whose overflow
//! `ranges` understands).
//!
//! **Invariant.** Quotients are rounded down and remainders have the sign of the divisor, so for a divisor `2^k` they are exactly `x >> k` and `x & (2^k - 1)`, for negative `x` too.
//! `x << k` leaves exactly when `x * 2^k` does not fit, for `k <= 62`.

use super::Context;
use super::alias::constant;
use crate::ir::{Graph, Op, V};

/// Runs the pass.
pub fn run(g: &mut Graph, _: &mut Context<'_>) -> bool {
    let mut changed = false;
    for b in g.block_ids() {
        let mut at = 0;
        while at < g.block(b).ops.len() {
            let v = g.block(b).ops[at];
            if let Some((value, op)) = g.op(v).and_then(|op| cheaper(g, op)) {
                let c = g.add_value(crate::ir::ValueData::Op(Op::ConstI64 { value }));
                g.block_mut(b).ops.insert(at, c);
                if let Some(old) = g.op_mut(v) {
                    *old = op(c);
                }
                changed = true;
                at += 1;
            }
            at += 1;
        }
    }
    changed
}

/// A constant, and the operation with it.
type Cheaper = (i64, Box<dyn Fn(V) -> Op>);

fn cheaper(g: &Graph, op: &Op) -> Option<Cheaper> {
    match *op {
        Op::FloorDiv { lhs, rhs } | Op::FloorDivOvf { lhs, rhs, .. } => {
            let k = power(constant(g, rhs)?)?;
            Some((k.into(), Box::new(move |rhs| Op::Shr { lhs, rhs })))
        }
        Op::Modulo { lhs, rhs } | Op::ModuloOvf { lhs, rhs, .. } => {
            let k = power(constant(g, rhs)?)?;
            Some(((1 << k) - 1, Box::new(move |rhs| Op::And { lhs, rhs })))
        }
        Op::ShlOvf { lhs, rhs, state } => {
            let k = constant(g, rhs).filter(|k| (0..=62).contains(k))?;
            Some((1 << k, Box::new(move |rhs| Op::MulOvf { lhs, rhs, state })))
        }
        _ => None,
    }
}

/// `k` of `2^k`.
fn power(c: i64) -> Option<u8> {
    (c > 0 && c & (c - 1) == 0).then(|| c.trailing_zeros() as u8)
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn powers_of_two() {
        let text = |eight: &str, sum: &str| {
            format!(
                "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = ConstI64 8
               v3: i64 = ConstI64 -8
               {eight}
               v7: i64 = FloorDivOvf v1, v3, s0
               v8: i64 = Xor {sum}
               v9: i64 = Xor v8, v6
               v10: i64 = Xor v9, v7
               v11: val = BoxInt v10
               return v11
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{{}}"
            )
        };
        check(
            "strength",
            &text(
                "v4: i64 = FloorDiv v1, v2
                 v5: i64 = ModuloOvf v1, v2, s0
                 v6: i64 = ShlOvf v1, v2, s0",
                "v4, v5",
            ),
            &text(
                "v12: i64 = ConstI64 3
                 v4: i64 = Shr v1, v12
                 v13: i64 = ConstI64 7
                 v5: i64 = And v1, v13
                 v14: i64 = ConstI64 256
                 v6: i64 = MulOvf v1, v14, s0",
                "v4, v5",
            ),
        );
    }
}
