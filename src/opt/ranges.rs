//! Interval analysis: what machine integers can be, and which checks that makes superfluous.
//!
//! Every `I64` value gets an [`Interval`] by a forward fixpoint with widening at loop headers and two rounds of narrowing ([`intervals`]). What
//! branches decide refines it in the blocks they dominate ([`facts`]). Bounds of indexes are proven against the very value that is the length
//! ([`bounds`]): `i < n` may hold though nothing is known about `n`.
//!
//! **Invariant.** An interval holds whenever control reaches the definition; a refined one, whenever control reaches the block asked about. Refinements
//! come from branches and from `GuardTrue`, which stay, never from a guard whose result is not used. An operation without state is not believed not to overflow:
//! if its exact interval does not fit, it is any integer (other passes may let it wrap).

use super::Context;
use crate::ir::dom::Dom;
use crate::ir::{Block, Cond, Graph, Interval, Op, Rep, V, ValueData};

mod bounds;
mod facts;
mod intervals;

use bounds::Prover;
use facts::Facts;
use intervals::Intervals;

/// Runs the pass.
pub fn run(g: &mut Graph, _: &mut Context<'_>) -> bool {
    let dom = Dom::new(g);
    let facts = Facts::new(g, &dom);
    let Some(intervals) = Intervals::new(g, &dom, &facts) else {
        return false;
    };
    let mut edits = Vec::new();
    for &b in &dom.order {
        for &v in &g.block(b).ops {
            let see = See {
                g,
                intervals: &intervals,
                b,
            };
            if let Some(edit) = g.op(v).and_then(|op| see.simpler(op)) {
                edits.push((b, v, edit));
            }
        }
    }
    let changed = !edits.is_empty();
    apply(g, edits);
    changed
}

/// What becomes of an operation.
enum Edit {
    /// It is this one.
    Op(Op),
    /// It is this value.
    Same(V),
}

fn apply(g: &mut Graph, edits: Vec<(Block, V, Edit)>) {
    let mut to: Vec<V> = (0..g.values.len() as u32).map(V).collect();
    let mut replaced = false;
    for (b, v, edit) in edits {
        match edit {
            Edit::Op(op) => g.values[v.0 as usize] = ValueData::Op(op),
            Edit::Same(w) => {
                to[v.0 as usize] = w;
                g.block_mut(b).ops.retain(|&o| o != v);
                replaced = true;
            }
        }
    }
    if replaced {
        let find = |mut v: V| {
            while to[v.0 as usize] != v {
                v = to[v.0 as usize];
            }
            v
        };
        g.replace_uses(find);
    }
}

/// What is known where an operation of block `b` is computed.
struct See<'a> {
    g: &'a Graph,
    intervals: &'a Intervals<'a>,
    b: Block,
}

impl See<'_> {
    fn at(&self, v: V) -> Option<Interval> {
        self.intervals.at(v, self.b)
    }

    /// `lhs - rhs <= most`, wherever this block is reached?
    fn within(&self, lhs: V, rhs: V, most: i64) -> bool {
        Prover::new(self.g, self.intervals).proves(lhs, rhs, most, self.b)
    }

    /// Is the interval that `f` gives for both operands exact, and does it fit 64 bits?
    fn fits(
        &self,
        lhs: V,
        rhs: V,
        f: fn(Interval, Interval) -> Option<Interval>,
    ) -> Option<Interval> {
        f(self.at(lhs)?, self.at(rhs)?)
    }

    /// Can it not be 0 or -1?
    fn divides(&self, rhs: V) -> bool {
        self.at(rhs).is_some_and(|i| i.lo > 0 || i.hi < -1)
    }

    fn simpler(&self, op: &Op) -> Option<Edit> {
        let simple = |op: Op| Some(Edit::Op(op));
        match *op {
            Op::AddOvf { lhs, rhs, .. } => {
                self.fits(lhs, rhs, Interval::add)?;
                simple(Op::Add { lhs, rhs })
            }
            Op::SubOvf { lhs, rhs, .. } => {
                self.fits(lhs, rhs, Interval::sub)?;
                simple(Op::Sub { lhs, rhs })
            }
            Op::MulOvf { lhs, rhs, .. } => {
                self.fits(lhs, rhs, Interval::mul)?;
                simple(Op::Mul { lhs, rhs })
            }
            Op::FloorDivOvf { lhs, rhs, .. } if self.divides(rhs) => {
                simple(Op::FloorDiv { lhs, rhs })
            }
            Op::ModuloOvf { lhs, rhs, .. } if self.divides(rhs) => simple(Op::Modulo { lhs, rhs }),
            Op::Modulo { lhs, rhs } => self.is_its_remainder(lhs, rhs).then_some(Edit::Same(lhs)),
            Op::ShrOvf { lhs, rhs, .. } if self.at(rhs)?.within(Interval::new(0, 63)) => {
                simple(Op::Shr { lhs, rhs })
            }
            Op::And { lhs, rhs } => self.masked(lhs, rhs).map(Edit::Same),
            Op::Min { lhs, rhs } if self.within(lhs, rhs, 0) => Some(Edit::Same(lhs)),
            Op::Min { lhs, rhs } if self.within(rhs, lhs, 0) => Some(Edit::Same(rhs)),
            Op::Max { lhs, rhs } if self.within(lhs, rhs, 0) => Some(Edit::Same(rhs)),
            Op::Max { lhs, rhs } if self.within(rhs, lhs, 0) => Some(Edit::Same(lhs)),
            Op::WrapIndex { index, len } => match self.at(index)? {
                i if i.lo >= 0 => Some(Edit::Same(index)),
                i if i.hi < 0 && self.fits(index, len, Interval::add).is_some() => simple(Op::Add {
                    lhs: index,
                    rhs: len,
                }),
                _ => None,
            },
            Op::CheckBounds { index, len, .. } => {
                let inside = self.at(index)?.lo >= 0 && self.within(index, len, -1);
                inside.then_some(Edit::Same(index))
            }
            Op::BoxInt { value } if self.at(value)?.within(Interval::INT50) => {
                simple(Op::BoxSmall { value })
            }
            Op::Cmp { cond, lhs, rhs } => {
                let value = self.decided(cond, lhs, rhs)?;
                simple(Op::ConstBool { value })
            }
            _ => self.constant(op),
        }
    }

    /// The constant that the only possible value is.
    fn constant(&self, op: &Op) -> Option<Edit> {
        let pure = matches!(
            op,
            Op::Add { .. }
                | Op::Sub { .. }
                | Op::Mul { .. }
                | Op::And { .. }
                | Op::Or { .. }
                | Op::Xor { .. }
                | Op::Shr { .. }
                | Op::FloorDiv { .. }
        );
        let i = (pure && op.rep() == Rep::I64).then(|| self.intervals.of(op, self.b))??;
        (i.lo == i.hi).then_some(Edit::Op(Op::ConstI64 { value: i.lo }))
    }

    fn is_its_remainder(&self, lhs: V, rhs: V) -> bool {
        match (self.at(lhs), self.at(rhs)) {
            (Some(l), Some(r)) => l.lo >= 0 && r.lo > 0 && self.within(lhs, rhs, -1),
            _ => false,
        }
    }

    /// The value that a mask leaves as it is.
    fn masked(&self, lhs: V, rhs: V) -> Option<V> {
        let leaves = |mask: V, v: V| {
            let (mask, v) = (self.at(mask)?, self.at(v)?);
            let bits = mask.lo;
            let low_bits = bits == mask.hi && bits >= 0 && bits & bits.wrapping_add(1) == 0;
            Some(low_bits && v.lo >= 0 && v.hi <= bits)
        };
        if leaves(rhs, lhs)? {
            Some(lhs)
        } else {
            leaves(lhs, rhs)?.then_some(rhs)
        }
    }

    fn decided(&self, cond: Cond, lhs: V, rhs: V) -> Option<bool> {
        match cond {
            Cond::Lt => self.less(lhs, rhs),
            Cond::Ge => self.less(lhs, rhs).map(|b| !b),
            Cond::Gt => self.less(rhs, lhs),
            Cond::Le => self.less(rhs, lhs).map(|b| !b),
            Cond::Eq => self.equal(lhs, rhs),
            Cond::Ne => self.equal(lhs, rhs).map(|b| !b),
        }
    }

    fn less(&self, lhs: V, rhs: V) -> Option<bool> {
        if self.within(lhs, rhs, -1) {
            Some(true)
        } else {
            self.within(rhs, lhs, 0).then_some(false)
        }
    }

    fn equal(&self, lhs: V, rhs: V) -> Option<bool> {
        if lhs == rhs {
            return Some(true);
        }
        let (l, r) = (self.at(lhs)?, self.at(rhs)?);
        if l.lo == l.hi && l == r {
            return Some(true);
        }
        let apart = self.within(lhs, rhs, -1) || self.within(rhs, lhs, -1);
        apart.then_some(false)
    }
}
