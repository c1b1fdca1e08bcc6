//! What branches decide about integers.

use crate::ir::dom::Dom;
use crate::ir::hash::Map;
use crate::ir::{Block, Cond, Graph, Op, Rep, Terminator, V};

/// A value compares so with another one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Fact {
    /// Where this was decided: it holds in the blocks this one dominates.
    pub(super) block: Block,
    /// Does it hold in the block itself too?
    pub(super) from_start: bool,
    /// How they compare.
    pub(super) cond: Cond,
    /// The other one.
    pub(super) other: V,
}

impl Fact {
    /// Does it hold everywhere in `b`?
    pub(super) fn holds(&self, dom: &Dom, b: Block) -> bool {
        dom.dominates(self.block, b) && (self.from_start || self.block != b)
    }
}

/// What is known, by value.
pub(super) struct Facts {
    about: Map<V, Vec<Fact>>,
    /// For the branches of each block: the comparisons that hold when it goes to `yes`.
    branches: Vec<Option<(Cond, V, V)>>,
}

impl Facts {
    /// Looks at every branch and every `GuardTrue`.
    pub(super) fn new(g: &Graph, dom: &Dom) -> Facts {
        let mut facts = Facts {
            about: Map::default(),
            branches: vec![None; g.blocks.len()],
        };
        let preds = g.predecessors();
        for &b in &dom.order {
            let mut reachable = preds[b.0 as usize].iter().filter(|&&p| dom.reachable(p));
            if let (Some(&p), None) = (reachable.next(), reachable.next())
                && let Terminator::Branch { cond, yes, .. } = &g.block(p).end
                && let Some(c) = comparison(g, *cond, yes.block == b)
            {
                facts.add(b, true, c);
            }
            for &v in &g.block(b).ops {
                if let Some(Op::GuardTrue { cond, .. }) = g.op(v)
                    && let Some(c) = comparison(g, *cond, true)
                {
                    facts.add(b, false, c);
                }
            }
            if let Terminator::Branch { cond, .. } = &g.block(b).end {
                facts.branches[b.0 as usize] = comparison(g, *cond, true);
            }
        }
        facts
    }

    /// What is known about `v`.
    pub(super) fn about(&self, v: V) -> &[Fact] {
        self.about.get(&v).map_or(&[], |all| all)
    }

    /// What is known about `v` when the block goes to its target `target`.
    pub(super) fn on_edge(&self, b: Block, target: usize, v: V) -> Option<(Cond, V)> {
        let (cond, lhs, rhs) = self.branches[b.0 as usize]?;
        let cond = if target == 0 { cond } else { cond.negated() };
        if v == lhs {
            Some((cond, rhs))
        } else if v == rhs {
            Some((cond.swapped(), lhs))
        } else {
            None
        }
    }

    fn add(&mut self, block: Block, from_start: bool, (cond, lhs, rhs): (Cond, V, V)) {
        let mut put = |v: V, cond: Cond, other: V| {
            self.about.entry(v).or_default().push(Fact {
                block,
                from_start,
                cond,
                other,
            });
        };
        put(lhs, cond, rhs);
        put(rhs, cond.swapped(), lhs);
    }
}

/// The comparison of integers that holds when `value` is `truth`.
fn comparison(g: &Graph, value: V, truth: bool) -> Option<(Cond, V, V)> {
    match *g.op(value)? {
        Op::Cmp { cond, lhs, rhs } => {
            debug_assert_eq!(g.rep(lhs), Rep::I64);
            Some((if truth { cond } else { cond.negated() }, lhs, rhs))
        }
        Op::Not { value } => comparison(g, value, !truth),
        _ => None,
    }
}
