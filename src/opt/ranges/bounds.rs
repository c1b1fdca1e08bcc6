//! Proofs of `a <= b + c` for two values and a constant.
//!
//! A search backwards from `a` (after ABCD, Bodík, Gupta and Sarkar 2000): through comparisons that hold here, additions of what an interval bounds, guards, minima;
//! a block parameter is bounded when all its arguments are. Of a loop that is a proof by induction: coming back to the parameter, its bound of the round before may be assumed,
//! provided that `b` is the same in all rounds, or a parameter of the same block.

use super::intervals::Intervals;
use crate::ir::{Block, Cond, Graph, Op, V, ValueData};

/// How many steps a proof may take.
const FUEL: u32 = 200;
/// How deep it may nest.
const DEPTH: u32 = 24;

/// A search for one proof.
pub(super) struct Prover<'a> {
    g: &'a Graph,
    intervals: &'a Intervals<'a>,
    /// Parameters whose bound (against the value sought) is being proven.
    assumed: Vec<(V, V, i128)>,
    fuel: u32,
    depth: u32,
}

impl<'a> Prover<'a> {
    /// Nothing is proven yet.
    pub(super) fn new(g: &'a Graph, intervals: &'a Intervals<'a>) -> Prover<'a> {
        Prover {
            g,
            intervals,
            assumed: Vec::new(),
            fuel: FUEL,
            depth: 0,
        }
    }

    /// Is `v <= t + c` whenever control is in `b`?
    pub(super) fn proves(&mut self, v: V, t: V, c: i64, b: Block) -> bool {
        self.le(v, t, c.into(), b)
    }

    fn le(&mut self, v: V, t: V, c: i128, b: Block) -> bool {
        if v == t {
            return c >= 0;
        }
        if self.fuel == 0 || self.depth == DEPTH {
            return false;
        }
        self.fuel -= 1;
        if self.constant(v) || self.constant(t) {
            // intervals say all that is to be said about constants
            return self.by_interval(v, t, c, b);
        }
        self.depth += 1;
        let proven = self.by_interval(v, t, c, b)
            || self.by_facts(v, t, c, b)
            || self.by_definition(v, t, c, b)
            || self.by_target(v, t, c, b);
        self.depth -= 1;
        proven
    }

    fn constant(&self, v: V) -> bool {
        matches!(self.g.op(v), Some(Op::ConstI64 { .. }))
    }

    fn by_interval(&self, v: V, t: V, c: i128, b: Block) -> bool {
        match (self.intervals.at(v, b), self.intervals.at(t, b)) {
            (Some(v), Some(t)) => i128::from(v.hi) <= i128::from(t.lo) + c,
            // Control never comes here.
            _ => false,
        }
    }

    fn by_facts(&mut self, v: V, t: V, c: i128, b: Block) -> bool {
        let facts = self.intervals.facts;
        for fact in facts.about(v) {
            if fact.holds(self.intervals.dom, b)
                && let Some(less) = less(fact.cond)
                && self.le(fact.other, t, c + less, b)
            {
                return true;
            }
        }
        false
    }

    /// By what `v` is.
    fn by_definition(&mut self, v: V, t: V, c: i128, b: Block) -> bool {
        let op = match &self.g.values[v.0 as usize] {
            ValueData::Param(block, _) => return self.by_arguments(v, *block, t, c),
            ValueData::Op(op) => op,
        };
        let at = |v: V| self.intervals.at(v, b);
        match *op {
            Op::Add { lhs, rhs } | Op::AddOvf { lhs, rhs, .. } => {
                let (Some(l), Some(r)) = (at(lhs), at(rhs)) else {
                    return false;
                };
                if matches!(op, Op::Add { .. }) && l.add(r).is_none() {
                    return false;
                }
                self.le(lhs, t, c - i128::from(r.hi), b) || self.le(rhs, t, c - i128::from(l.hi), b)
            }
            Op::Sub { lhs, rhs } | Op::SubOvf { lhs, rhs, .. } => {
                let (Some(l), Some(r)) = (at(lhs), at(rhs)) else {
                    return false;
                };
                if matches!(op, Op::Sub { .. }) && l.sub(r).is_none() {
                    return false;
                }
                self.le(lhs, t, c + i128::from(r.lo), b)
            }
            Op::CheckBounds { index, len, .. } => {
                self.le(len, t, c + 1, b) || self.le(index, t, c, b)
            }
            Op::Min { lhs, rhs } => self.le(lhs, t, c, b) || self.le(rhs, t, c, b),
            Op::Max { lhs, rhs } => self.le(lhs, t, c, b) && self.le(rhs, t, c, b),
            Op::And { lhs, rhs } => {
                let (l, r) = (at(lhs), at(rhs));
                l.is_some_and(|l| l.lo >= 0) && self.le(lhs, t, c, b)
                    || r.is_some_and(|r| r.lo >= 0) && self.le(rhs, t, c, b)
            }
            Op::Shr { lhs, .. } | Op::ShrOvf { lhs, .. } => {
                at(lhs).is_some_and(|l| l.lo >= 0) && self.le(lhs, t, c, b)
            }
            Op::FloorDiv { lhs, rhs } | Op::FloorDivOvf { lhs, rhs, .. } => {
                let positive =
                    at(lhs).is_some_and(|l| l.lo >= 0) && at(rhs).is_some_and(|r| r.lo >= 0);
                positive && self.le(lhs, t, c, b)
            }
            Op::Modulo { lhs, rhs } | Op::ModuloOvf { lhs, rhs, .. } => {
                let (Some(l), Some(r)) = (at(lhs), at(rhs)) else {
                    return false;
                };
                r.lo >= 0 && (self.le(rhs, t, c + 1, b) || l.lo >= 0 && self.le(lhs, t, c, b))
            }
            _ => false,
        }
    }

    /// By what `t` is: a sum of another value and a constant.
    fn by_target(&mut self, v: V, t: V, c: i128, b: Block) -> bool {
        let at = |v: V| self.intervals.at(v, b);
        match self.g.op(t) {
            Some(&(Op::Add { lhs, rhs } | Op::AddOvf { lhs, rhs, .. })) => {
                let (Some(l), Some(r)) = (at(lhs), at(rhs)) else {
                    return false;
                };
                if matches!(self.g.op(t), Some(Op::Add { .. })) && l.add(r).is_none() {
                    return false;
                }
                self.le(v, lhs, c + i128::from(r.lo), b)
            }
            Some(&(Op::Sub { lhs, rhs } | Op::SubOvf { lhs, rhs, .. })) => {
                let (Some(l), Some(r)) = (at(lhs), at(rhs)) else {
                    return false;
                };
                if matches!(self.g.op(t), Some(Op::Sub { .. })) && l.sub(r).is_none() {
                    return false;
                }
                self.le(v, lhs, c - i128::from(r.hi), b)
            }
            _ => false,
        }
    }

    /// Parameter `v` of `block`: by all arguments.
    fn by_arguments(&mut self, v: V, block: Block, t: V, c: i128) -> bool {
        if let Some((_, _, bound)) = self.assumed.iter().find(|a| (a.0, a.1) == (v, t)) {
            return c >= *bound;
        }
        let place = |v: V| self.g.block(block).params.iter().position(|&p| p == v);
        let Some(n) = place(v) else {
            return false;
        };
        // Of another parameter of the block the arguments on the same edge count.
        let m = place(t);
        if m.is_none() && !self.stays(t, block) {
            return false;
        }
        self.assumed.push((v, t, c));
        let edges = &self.intervals.edges[block.0 as usize];
        let proven = edges.iter().all(|&(p, target)| {
            let Some(edge) = self.g.block(p).end.targets().nth(target) else {
                return false;
            };
            let arg = edge.args[n];
            let t = m.map_or(t, |m| edge.args[m]);
            let known = self.intervals.facts.on_edge(p, target, arg);
            let by_edge = known.and_then(|(cond, other)| Some((less(cond)?, other)));
            self.le(arg, t, c, p)
                || by_edge.is_some_and(|(less, other)| self.le(other, t, c + less, p))
        });
        self.assumed.pop();
        proven
    }

    /// Is `t` defined before `block` is entered, and the same in every round of its loop?
    fn stays(&self, t: V, block: Block) -> bool {
        let dom = self.intervals.dom;
        self.intervals
            .places
            .block(t)
            .is_some_and(|d| d != block && dom.dominates(d, block))
    }
}

/// By how much the left side is less at least.
fn less(cond: Cond) -> Option<i128> {
    match cond {
        Cond::Lt => Some(1),
        Cond::Le | Cond::Eq => Some(0),
        _ => None,
    }
}
