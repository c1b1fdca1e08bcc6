//! Bounds of whole loops: one test before the loop instead of one per round.
//!
//! In `for i in range(n): … a[i] …` the index stays below `n`; when nothing says that `n` is at most the length of `a`, the preheader tests it.
//!
//! **Invariant.** The test needs a preheader with a frame state; when it fails, the interpreter runs the loop, so it may ask for more than the loop would have needed. Only checks
//! that stand in every round are replaced, since otherwise the loop may well end, or go another way, before the index is out of bounds.

use super::bounds::Prover;
use super::facts::Fact;
use super::intervals::Intervals;
use crate::ir::loops::{Loop, Loops};
use crate::ir::{Block, Cond, Graph, Op, V};

/// That `stop <= len` is tested at the end of a preheader.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Test {
    preheader: Block,
    stop: V,
    len: V,
}

/// Finds tests to make before loops.
pub(super) struct Whole<'a> {
    g: &'a Graph,
    intervals: &'a Intervals<'a>,
    loops: &'a Loops,
    /// Those found so far.
    pub(super) needed: Vec<Test>,
}

impl<'a> Whole<'a> {
    /// None is found yet.
    pub(super) fn new(g: &'a Graph, intervals: &'a Intervals<'a>, loops: &'a Loops) -> Whole<'a> {
        Whole {
            g,
            intervals,
            loops,
            needed: Vec::new(),
        }
    }

    /// Is the check of `index` in block `b` superfluous with one of the tests, perhaps a new one?
    pub(super) fn covers(&mut self, index: V, len: V, b: Block) -> bool {
        let not_negative = self.intervals.at(index, b).is_some_and(|i| i.lo >= 0);
        let innermost = self.loops.innermost(b);
        let Some(l) = innermost.map(|l| &self.loops.all[l]) else {
            return false;
        };
        let Some(preheader) = l.preheader else {
            return false;
        };
        let dom = self.intervals.dom;
        if !not_negative
            || self.g.block(preheader).state.is_none()
            || !self.outside(l, len)
            || !l.latches.iter().all(|&latch| dom.dominates(b, latch))
        {
            return false;
        }
        for stop in self.stops(l) {
            if Prover::new(self.g, self.intervals).proves(index, stop, -1, b) {
                let test = Test {
                    preheader,
                    stop,
                    len,
                };
                if !self.needed.contains(&test) {
                    self.needed.push(test);
                }
                return true;
            }
        }
        false
    }

    /// Is the value there at the end of the preheader?
    fn outside(&self, l: &Loop, v: V) -> bool {
        let place = self.intervals.places.block(v);
        place.is_some_and(|b| !l.body.contains(b))
    }

    /// What the loop's values are kept below from round to round.
    fn stops(&self, l: &Loop) -> Vec<V> {
        let mut found = Vec::new();
        let mut add = |cond: Cond, v: V| {
            // no list is longer than that: comparisons with such constants are about overflow
            let huge = super::super::alias::constant(self.g, v).is_some_and(|k| k > 1 << 40);
            let usable = matches!(cond, Cond::Lt | Cond::Le) && !huge;
            if usable && self.outside(l, v) && !found.contains(&v) {
                found.push(v);
            }
        };
        let facts = self.intervals.facts;
        let header = self.g.block(l.header);
        for (n, &p) in header.params.iter().enumerate() {
            // A test at the top.
            let inside = |f: &&Fact| l.body.contains(f.block);
            facts
                .about(p)
                .iter()
                .filter(inside)
                .for_each(|f| add(f.cond, f.other));
            // A test at the bottom.
            for &(from, target) in &self.intervals.edges[l.header.0 as usize] {
                let Some(t) = self.g.block(from).end.targets().nth(target) else {
                    continue;
                };
                if !l.body.contains(from) {
                    continue;
                }
                let arg = t.args[n];
                facts
                    .about(arg)
                    .iter()
                    .filter(inside)
                    .for_each(|f| add(f.cond, f.other));
                if let Some((cond, other)) = facts.on_edge(from, target, arg) {
                    add(cond, other);
                }
            }
        }
        found
    }
}

/// Puts the tests at the ends of the preheaders.
pub(super) fn insert(g: &mut Graph, tests: Vec<Test>) {
    for t in tests {
        let Some(state) = g.block(t.preheader).state else {
            continue;
        };
        let cond = g.push(
            t.preheader,
            Op::Cmp {
                cond: Cond::Le,
                lhs: t.stop,
                rhs: t.len,
            },
        );
        g.push(t.preheader, Op::GuardTrue { cond, state });
    }
}
