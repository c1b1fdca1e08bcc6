//! Intervals of all values, by a fixpoint.
//!
//! Values start as "never computed" and grow; a block parameter that keeps growing jumps to the next threshold (constants of the graph, the bounds of small
//! ints), later to the bounds of 64 bits. Every growing chain of values goes through a block parameter, so this ends. Then two rounds in which everything is
//! computed once more from what the first phase found, and may only shrink.

use std::cell::RefCell;

use super::super::alias::Places;
use super::facts::Facts;
use crate::ir::dom::Dom;
use crate::ir::hash::Map;
use crate::ir::{Block, Cond, Graph, Interval, Op, Rep, V};

/// Lengths of lists, tuples and bytes.
const LENGTH: Interval = Interval::new(0, 1 << 47);
/// How deep the other side of a comparison is refined.
const DEPTH: usize = 3;
/// After so many rounds the analysis gives up.
const MAX_ROUNDS: usize = 100;

/// What all integers can be.
pub(super) struct Intervals<'a> {
    /// The graph.
    g: &'a Graph,
    /// Its dominators.
    pub(super) dom: &'a Dom,
    /// What its branches decide.
    pub(super) facts: &'a Facts,
    /// By value; `None` when it is never computed (or no integer).
    base: Vec<Option<Interval>>,
    /// The edges to each block: from where, which of its targets.
    pub(super) edges: Vec<Vec<(Block, usize)>>,
    /// Where values are defined.
    pub(super) places: Places,
    grown: Vec<u32>,
    thresholds: Vec<i64>,
    /// What was asked, when the fixpoint is reached.
    known: Option<RefCell<Known>>,
}

/// Intervals by value and block.
type Known = Map<(V, Block), Option<Interval>>;

impl<'a> Intervals<'a> {
    /// Computes them; `None` when that takes too long.
    pub(super) fn new(g: &'a Graph, dom: &'a Dom, facts: &'a Facts) -> Option<Intervals<'a>> {
        let mut edges = vec![Vec::new(); g.blocks.len()];
        for &b in &dom.order {
            for (i, t) in g.block(b).end.targets().enumerate() {
                edges[t.block.0 as usize].push((b, i));
            }
        }
        let mut all = Intervals {
            g,
            dom,
            facts,
            base: vec![None; g.values.len()],
            edges,
            places: Places::new(g),
            grown: vec![0; g.values.len()],
            thresholds: thresholds(g),
            known: None,
        };
        let mut rounds = 0;
        while all.grow() {
            rounds += 1;
            if rounds > MAX_ROUNDS {
                return None;
            }
        }
        all.shrink();
        all.shrink();
        all.known = Some(RefCell::default());
        Some(all)
    }

    /// What `v` can be in block `b`; `None` when control never comes there.
    pub(super) fn at(&self, v: V, b: Block) -> Option<Interval> {
        match &self.known {
            None => self.refined(v, b, DEPTH),
            Some(known) => {
                let known_at = known.borrow().get(&(v, b)).copied();
                known_at.unwrap_or_else(|| {
                    let i = self.refined(v, b, DEPTH);
                    known.borrow_mut().insert((v, b), i);
                    i
                })
            }
        }
    }

    fn refined(&self, v: V, b: Block, depth: usize) -> Option<Interval> {
        let mut i = self.base[v.0 as usize]?;
        if i.lo == i.hi {
            return Some(i);
        }
        for fact in self.facts.about(v) {
            if fact.holds(self.dom, b) {
                let other = match depth {
                    0 => self.base[fact.other.0 as usize]?,
                    _ => self.refined(fact.other, b, depth - 1)?,
                };
                i = refine(i, fact.cond, other)?;
            }
        }
        Some(i)
    }

    /// What `v` can be when block `b` goes to its target `target`.
    pub(super) fn on_edge(&self, v: V, b: Block, target: usize) -> Option<Interval> {
        let i = self.at(v, b)?;
        match self.facts.on_edge(b, target, v) {
            Some((cond, other)) => refine(i, cond, self.at(other, b)?),
            None => Some(i),
        }
    }

    /// One round of the first phase; did anything grow?
    fn grow(&mut self) -> bool {
        let mut changed = false;
        for &b in &self.dom.order {
            for (n, &p) in self.g.block(b).params.iter().enumerate() {
                if let Some(new) = self.integer(p).then(|| self.param(b, n)).flatten() {
                    changed |= self.put(p, new, true);
                }
            }
            for &v in &self.g.block(b).ops {
                if let Some(new) = self.value(v, b) {
                    changed |= self.put(v, new, false);
                }
            }
        }
        changed
    }

    /// One round of the second phase.
    fn shrink(&mut self) {
        for &b in &self.dom.order {
            for (n, &p) in self.g.block(b).params.iter().enumerate() {
                if self.integer(p) {
                    self.meet(p, self.param(b, n));
                }
            }
            for &v in &self.g.block(b).ops {
                if self.integer(v) {
                    self.meet(v, self.value(v, b));
                }
            }
        }
    }

    fn meet(&mut self, v: V, new: Option<Interval>) {
        let base = &mut self.base[v.0 as usize];
        *base = base.and_then(|old| old.meet(new?));
    }

    fn integer(&self, v: V) -> bool {
        self.g.rep(v) == Rep::I64
    }

    fn put(&mut self, v: V, new: Interval, widen: bool) -> bool {
        let at = v.0 as usize;
        let Some(old) = self.base[at] else {
            self.base[at] = Some(new);
            return true;
        };
        let mut new = old.join(new);
        if new == old {
            return false;
        }
        if widen {
            self.grown[at] += 1;
            new = self.widened(old, new, self.grown[at]);
        }
        self.base[at] = Some(new);
        true
    }

    fn widened(&self, old: Interval, new: Interval, times: u32) -> Interval {
        let few = [Interval::INT50.lo, Interval::INT50.hi];
        let thresholds: &[i64] = match times {
            0..=2 => return new,
            3..=8 => &self.thresholds,
            9..=12 => &few,
            _ => &[],
        };
        let mut wide = new;
        if new.lo < old.lo {
            let next = thresholds.iter().rev().find(|&&t| t <= new.lo);
            wide.lo = next.copied().unwrap_or(i64::MIN);
        }
        if new.hi > old.hi {
            let next = thresholds.iter().find(|&&t| t >= new.hi);
            wide.hi = next.copied().unwrap_or(i64::MAX);
        }
        wide
    }

    /// Parameter `n` of block `b`: what the edges bring.
    fn param(&self, b: Block, n: usize) -> Option<Interval> {
        let mut all: Option<Interval> = None;
        for &(p, target) in &self.edges[b.0 as usize] {
            let arg = self.g.block(p).end.targets().nth(target)?.args[n];
            if let Some(i) = self.on_edge(arg, p, target) {
                all = Some(all.map_or(i, |a| a.join(i)));
            }
        }
        all
    }

    fn value(&self, v: V, b: Block) -> Option<Interval> {
        let op = self.g.op(v)?;
        self.integer(v).then(|| self.of(op, b)).flatten()
    }

    /// The result of an operation of block `b`.
    pub(super) fn of(&self, op: &Op, b: Block) -> Option<Interval> {
        let at = |v: V| self.at(v, b);
        Some(match *op {
            Op::ConstI64 { value } => Interval::exactly(value),
            Op::UnboxInt { .. } | Op::LoadItemI { .. } | Op::LoadSlotI { .. } => Interval::INT50,
            Op::ListLen { .. }
            | Op::TupleLen { .. }
            | Op::ByteArrayLen { .. }
            | Op::BytesLen { .. } => LENGTH,
            Op::LoadByte { .. } => Interval::new(0, 255),
            Op::SeqAt { .. }
            | Op::RangeLeft { .. }
            | Op::IterInt { .. }
            | Op::StrLen { .. }
            | Op::DictLen { .. }
            | Op::DictUsed { .. } => Interval::new(0, i64::MAX),
            Op::BoolToI64 { .. } => Interval::new(0, 1),
            Op::Add { lhs, rhs } => at(lhs)?.add(at(rhs)?).unwrap_or(Interval::ALL),
            Op::Sub { lhs, rhs } => at(lhs)?.sub(at(rhs)?).unwrap_or(Interval::ALL),
            Op::Mul { lhs, rhs } => at(lhs)?.mul(at(rhs)?).unwrap_or(Interval::ALL),
            Op::AddOvf { lhs, rhs, .. } => corners(at(lhs)?, at(rhs)?, |a, b| a + b)?,
            Op::SubOvf { lhs, rhs, .. } => corners(at(lhs)?, at(rhs)?, |a, b| a - b)?,
            Op::MulOvf { lhs, rhs, .. } => corners(at(lhs)?, at(rhs)?, |a, b| a * b)?,
            Op::FloorDiv { lhs, rhs } | Op::FloorDivOvf { lhs, rhs, .. } => {
                floor_div(at(lhs)?, at(rhs)?)?
            }
            Op::Modulo { lhs, rhs } | Op::ModuloOvf { lhs, rhs, .. } => modulo(at(lhs)?, at(rhs)?),
            Op::And { lhs, rhs } => and(at(lhs)?, at(rhs)?),
            Op::Or { lhs, rhs } => or(at(lhs)?, at(rhs)?),
            Op::Xor { lhs, rhs } => xor(at(lhs)?, at(rhs)?),
            Op::ShlOvf { lhs, rhs, .. } => {
                let by = at(rhs)?.meet(Interval::new(0, 63))?;
                corners(at(lhs)?, by, |a, b| a << b)?
            }
            Op::ShrOvf { lhs, rhs, .. } | Op::Shr { lhs, rhs } => {
                let by = at(rhs)?.meet(Interval::new(0, i64::MAX))?;
                let by = Interval::new(by.lo.min(63), by.hi.min(63));
                corners(at(lhs)?, by, |a, b| a >> b)?
            }
            Op::Min { lhs, rhs } => {
                let (l, r) = (at(lhs)?, at(rhs)?);
                Interval::new(l.lo.min(r.lo), l.hi.min(r.hi))
            }
            Op::Max { lhs, rhs } => {
                let (l, r) = (at(lhs)?, at(rhs)?);
                Interval::new(l.lo.max(r.lo), l.hi.max(r.hi))
            }
            Op::WrapIndex { index, len } => wrap_index(at(index)?, at(len)?),
            Op::CheckBounds { index, len, .. } => {
                let below = at(len)?.hi.checked_sub(1)?;
                at(index)?.meet(Interval::new(0, below.max(0)))?
            }
            _ => Interval::ALL,
        })
    }
}

/// What is left of `i` when it compares so with something in `other`.
fn refine(i: Interval, cond: Cond, other: Interval) -> Option<Interval> {
    let (lo, hi) = match cond {
        Cond::Lt => (i64::MIN, other.hi.checked_sub(1)?),
        Cond::Le => (i64::MIN, other.hi),
        Cond::Gt => (other.lo.checked_add(1)?, i64::MAX),
        Cond::Ge => (other.lo, i64::MAX),
        Cond::Eq => (other.lo, other.hi),
        Cond::Ne if other.lo == other.hi => {
            let lo = i.lo.saturating_add(i64::from(i.lo == other.lo));
            let hi = i.hi.saturating_sub(i64::from(i.hi == other.lo));
            return (lo <= hi).then_some(Interval::new(lo, hi));
        }
        Cond::Ne => return Some(i),
    };
    i.meet(Interval::new(lo, hi))
}

fn thresholds(g: &Graph) -> Vec<i64> {
    let mut all = vec![
        Interval::INT50.lo,
        -1,
        0,
        1,
        255,
        LENGTH.hi,
        Interval::INT50.hi,
    ];
    for b in g.block_ids() {
        for &v in &g.block(b).ops {
            if let Some(&Op::ConstI64 { value }) = g.op(v) {
                all.extend([value.saturating_sub(1), value, value.saturating_add(1)]);
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// From the results for the bounds, of an operation that is monotonic in each operand and leaves when a result does not fit.
fn corners(l: Interval, r: Interval, f: impl Fn(i128, i128) -> i128) -> Option<Interval> {
    let [a, b] = [l.lo, l.hi].map(i128::from);
    let [c, d] = [r.lo, r.hi].map(i128::from);
    let all = [f(a, c), f(a, d), f(b, c), f(b, d)];
    let (least, most) = (all.iter().min()?, all.iter().max()?);
    let fit = |i: i128| i.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
    // Nothing fits: it always leaves.
    let some = *least <= i64::MAX.into() && *most >= i64::MIN.into();
    some.then(|| Interval::new(fit(*least), fit(*most)))
}

fn floor_div(l: Interval, r: Interval) -> Option<Interval> {
    // The divisor is not 0, or control does not go on.
    if r.lo >= 0 {
        let r = r.meet(Interval::new(1, i64::MAX))?;
        return corners(l, r, i128::div_euclid);
    }
    let most = i128::from(l.lo).abs().max(i128::from(l.hi).abs());
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Some(Interval::new(-most - 1, most))
}

fn modulo(l: Interval, r: Interval) -> Interval {
    if r.lo >= 0 {
        let below = r.hi.max(1) - 1;
        return match l {
            // Smaller than any divisor: itself.
            l if l.lo >= 0 && l.hi < r.lo => l,
            l if l.lo >= 0 => Interval::new(0, below.min(l.hi)),
            _ => Interval::new(0, below),
        };
    }
    let above = r.lo.saturating_add(1).min(0);
    Interval::new(above, r.hi.saturating_sub(1).max(0))
}

/// The least `2^k - 1` that is not below any of the bounds' magnitudes.
fn all_bits(l: Interval, r: Interval) -> i64 {
    let magnitude = |i: i64| if i < 0 { !i } else { i };
    let bits = [l.lo, l.hi, r.lo, r.hi]
        .into_iter()
        .fold(0, |all, i| all | magnitude(i));
    match 63 - bits.leading_zeros().min(63) {
        _ if bits == 0 => 0,
        62 => i64::MAX,
        top => (1 << (top + 1)) - 1,
    }
}

fn and(l: Interval, r: Interval) -> Interval {
    match (l.lo >= 0, r.lo >= 0) {
        (true, true) => Interval::new(0, l.hi.min(r.hi)),
        (true, false) => Interval::new(0, l.hi),
        (false, true) => Interval::new(0, r.hi),
        (false, false) => Interval::new(!all_bits(l, r), l.hi.max(r.hi)),
    }
}

fn or(l: Interval, r: Interval) -> Interval {
    let bits = all_bits(l, r);
    if l.lo >= 0 && r.lo >= 0 {
        Interval::new(l.lo.max(r.lo), bits)
    } else {
        Interval::new(!bits, bits)
    }
}

fn xor(l: Interval, r: Interval) -> Interval {
    let bits = all_bits(l, r);
    let lo = if l.lo >= 0 && r.lo >= 0 { 0 } else { !bits };
    Interval::new(lo, bits)
}

fn wrap_index(index: Interval, len: Interval) -> Interval {
    let mut all = index.meet(Interval::new(0, i64::MAX));
    if let Some(below) = index.meet(Interval::new(i64::MIN, -1)) {
        let wrapped = below.add(len).unwrap_or(Interval::ALL);
        all = Some(all.map_or(wrapped, |a| a.join(wrapped)));
    }
    all.unwrap_or(Interval::ALL)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Some bounds where mistakes would show.
    const BOUNDS: [i64; 15] = [
        i64::MIN,
        i64::MIN + 1,
        -(1 << 49),
        -257,
        -8,
        -2,
        -1,
        0,
        1,
        2,
        7,
        8,
        255,
        (1 << 49) - 1,
        i64::MAX,
    ];

    /// `of` contains what `f` gives for the bounds and the values next to them.
    #[track_caller]
    fn check(
        of: impl Fn(Interval, Interval) -> Option<Interval>,
        f: impl Fn(i64, i64) -> Option<i64>,
    ) {
        let intervals: Vec<_> = BOUNDS
            .iter()
            .flat_map(|&lo| BOUNDS.iter().map(move |&hi| (lo, hi)))
            .filter(|(lo, hi)| lo <= hi)
            .map(|(lo, hi)| Interval::new(lo, hi))
            .collect();
        let inside = |i: &Interval| {
            let i = *i;
            let near = [i.lo, i.lo.saturating_add(1), i.hi.saturating_sub(1), i.hi];
            let all = near.into_iter().chain(BOUNDS);
            all.filter(move |&x| Interval::exactly(x).within(i))
        };
        for l in &intervals {
            for r in &intervals {
                let got = of(*l, *r);
                for a in inside(l) {
                    for b in inside(r) {
                        if let Some(x) = f(a, b) {
                            let ok = got.is_some_and(|i| Interval::exactly(x).within(i));
                            assert!(ok, "{a} of {l}, {b} of {r} give {x}, not in {got:?}");
                        }
                    }
                }
            }
        }
    }

    fn floor(a: i64, b: i64) -> Option<(i64, i64)> {
        let (q, r) = (a.checked_div(b)?, a.checked_rem(b)?);
        let down = r != 0 && (r < 0) != (b < 0);
        Some((q - i64::from(down), if down { r + b } else { r }))
    }

    #[test]
    fn operations() {
        check(|l, r| corners(l, r, |a, b| a + b), i64::checked_add);
        check(|l, r| corners(l, r, |a, b| a - b), i64::checked_sub);
        check(|l, r| corners(l, r, |a, b| a * b), i64::checked_mul);
        check(floor_div, |a, b| {
            floor(a, b).filter(|_| b != -1).map(|x| x.0)
        });
        check(
            |l, r| Some(modulo(l, r)),
            |a, b| floor(a, b).filter(|_| b != -1).map(|x| x.1),
        );
        check(|l, r| Some(and(l, r)), |a, b| Some(a & b));
        check(|l, r| Some(or(l, r)), |a, b| Some(a | b));
        check(|l, r| Some(xor(l, r)), |a, b| Some(a ^ b));
    }

    #[test]
    fn comparisons() {
        for cond in Cond::ALL {
            check(
                |l, r| refine(l, cond, r),
                |a, b| cond.holds_of(a, b).then_some(a),
            );
        }
    }
}
