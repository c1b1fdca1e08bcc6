//! Global value numbering: what was computed before is not computed again.
//!
//! Blocks are visited so that each comes after those that dominate it. Pure operations are found by operation and operands; reading operations
//! (loads, lengths, shape guards) are facts that end where something may write what they read. Stores, shape changes and new objects
//! are facts too, so a load gives what was stored.
//!
//! **Invariant.** A value is replaced only by one that dominates it and holds the same bits. A guard is replaced by an equal guard that dominates it,
//! or by an operation that made true what it tests and cannot be removed; never by a mere test somewhere, for a guard without uses can be dropped.
//! Operands are compared by their root: the copy of a word that a guard gives is that word.
//!
//! At a block with several predecessors a fact holds if it held at the end of the immediate dominator and nothing on any path from there
//! clobbers it; of a loop, that includes the whole body.

use std::hash::{Hash, Hasher};
use std::mem;

use super::Context;
use super::alias::{Alias, Writers, forwarded, root};
use crate::ir::hash::Map;
use crate::ir::{Block, Graph, Op, Rep, State, Terminator, V, ValueData};

/// Facts about memory kept at most; the oldest are forgotten.
const MAX_FACTS: usize = 400;

/// An operation without its frame state, its operands by root.
#[derive(Clone, PartialEq, Debug)]
struct Key(Op);

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, h: &mut H) {
        mem::discriminant(&self.0).hash(h);
        self.0.for_each_use(&mut |v| v.hash(h));
        match self.0 {
            Op::ConstVal { bits } | Op::ConstF64 { bits } | Op::GuardIs { bits, .. } => {
                bits.hash(h);
            }
            Op::ConstI64 { value } => value.hash(h),
            _ => {}
        }
    }
}

impl Key {
    fn new(g: &Graph, op: &Op) -> Key {
        let mut op = op.clone();
        if let Some(s) = op.state_mut() {
            *s = State(u32::MAX);
        }
        op.for_each_use_mut(&mut |v| *v = root(g, *v));
        match &mut op {
            Op::Add { lhs, rhs }
            | Op::Mul { lhs, rhs }
            | Op::AddOvf { lhs, rhs, .. }
            | Op::MulOvf { lhs, rhs, .. }
            | Op::And { lhs, rhs }
            | Op::Or { lhs, rhs }
            | Op::Xor { lhs, rhs }
            | Op::Min { lhs, rhs }
            | Op::Max { lhs, rhs }
            | Op::Same { lhs, rhs } => {
                in_order(lhs, rhs);
            }
            Op::Cmp { cond, lhs, rhs } | Op::CmpF { cond, lhs, rhs } => {
                *cond = match in_order(lhs, rhs) {
                    true => cond.swapped(),
                    false => *cond,
                };
            }
            _ => {}
        }
        Key(op)
    }
}

/// Puts the lesser one first; were they swapped?
fn in_order(lhs: &mut V, rhs: &mut V) -> bool {
    let swap = *lhs > *rhs;
    if swap {
        mem::swap(lhs, rhs);
    }
    swap
}

/// What memory holds: the operation would give `value`.
#[derive(Clone)]
struct Fact {
    key: Key,
    value: V,
}

struct Gvn<'a> {
    alias: Alias<'a>,
    preds: Vec<Vec<Block>>,
    writers: Writers,
    /// What to use instead of a value.
    to: Vec<V>,
    pure: Map<Key, V>,
    /// How to take back what `pure` learned in blocks that are left.
    undo: Vec<(Key, Option<V>)>,
    /// Conditions decided on the way to the current block.
    known: Map<V, bool>,
    undo_known: Vec<(V, Option<bool>)>,
    /// Facts at the end of every block visited.
    facts: Vec<Vec<Fact>>,
    changed: bool,
}

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let mut pass = Gvn {
        alias: Alias::new(g, &dom),
        preds: g.predecessors(),
        writers: Writers::new(g),
        to: (0..g.values.len() as u32).map(V).collect(),
        pure: Map::default(),
        undo: Vec::new(),
        known: Map::default(),
        undo_known: Vec::new(),
        facts: vec![Vec::new(); g.blocks.len()],
        changed: false,
    };
    let mut open: Vec<(Block, usize, usize)> = Vec::new();
    for b in dom.preorder() {
        while let Some(&(outer, undo, undo_known)) = open.last() {
            if dom.dominates(outer, b) {
                break;
            }
            pass.leave(undo, undo_known);
            open.pop();
        }
        open.push((b, pass.undo.len(), pass.undo_known.len()));
        pass.block(g, b);
    }
    if pass.changed {
        let to = mem::take(&mut pass.to);
        g.replace_uses(|v| to.get(v.0 as usize).copied().unwrap_or(v));
    }
    pass.changed
}

impl Gvn<'_> {
    fn leave(&mut self, undo: usize, undo_known: usize) {
        for (key, old) in self.undo.drain(undo..).rev() {
            match old {
                Some(v) => self.pure.insert(key, v),
                None => self.pure.remove(&key),
            };
        }
        for (v, old) in self.undo_known.drain(undo_known..).rev() {
            match old {
                Some(b) => self.known.insert(v, b),
                None => self.known.remove(&v),
            };
        }
    }

    fn learn(&mut self, key: Key, v: V) {
        let old = self.pure.insert(key.clone(), v);
        self.undo.push((key, old));
    }

    fn decide(&mut self, g: &Graph, cond: V, holds: bool) {
        let old = self.known.insert(cond, holds);
        self.undo_known.push((cond, old));
        if let Some(Op::Not { value }) = g.op(cond) {
            let old = self.known.insert(*value, !holds);
            self.undo_known.push((*value, old));
        }
    }

    fn block(&mut self, g: &mut Graph, b: Block) {
        let mut facts = self.facts_at_entry(g, b);
        self.enter(g, b, &mut facts);
        let ops = mem::take(&mut g.block_mut(b).ops);
        let mut kept = Vec::with_capacity(ops.len());
        for v in ops {
            if let ValueData::Op(op) = &mut g.values[v.0 as usize] {
                op.for_each_use_mut(&mut |u| *u = self.to[u.0 as usize]);
            }
            if self.op(g, v, &mut facts) {
                kept.push(v);
            } else {
                self.changed = true;
            }
        }
        g.block_mut(b).ops = kept;
        self.end(g, b);
        self.facts[b.0 as usize] = facts;
    }

    /// The facts that hold when `b` begins.
    fn facts_at_entry(&self, g: &Graph, b: Block) -> Vec<Fact> {
        let Some(idom) = self.alias.dom.idom(b) else {
            return Vec::new();
        };
        let mut facts = self.facts[idom.0 as usize].clone();
        let between = self.between(idom, b);
        let regions = between
            .iter()
            .fold(0, |all, b| all | self.writers.regions[b.0 as usize]);
        if regions != 0 {
            facts.retain(|f| {
                f.key.0.effects().reads() & regions == 0
                    || !between.iter().any(|b| {
                        self.writers.ops[b.0 as usize]
                            .iter()
                            .filter_map(|&w| g.op(w))
                            .any(|w| self.alias.clobbers(g, w, &f.key.0))
                    })
            });
        }
        facts
    }

    /// The blocks on paths from the end of `idom` to the beginning of `b`.
    fn between(&self, idom: Block, b: Block) -> Vec<Block> {
        let mut seen = vec![false; self.preds.len()];
        let mut found = Vec::new();
        let mut stack = vec![b];
        while let Some(at) = stack.pop() {
            for &p in &self.preds[at.0 as usize] {
                if p != idom
                    && self.alias.dom.reachable(p)
                    && !mem::replace(&mut seen[p.0 as usize], true)
                {
                    found.push(p);
                    stack.push(p);
                }
            }
        }
        found
    }

    /// Learns from the branch that leads to `b`.
    fn enter(&mut self, g: &Graph, b: Block, facts: &mut Vec<Fact>) {
        let [p] = self.preds[b.0 as usize][..] else {
            return;
        };
        let Terminator::Branch { cond, yes, .. } = &g.block(p).end else {
            return;
        };
        let (cond, holds) = (self.to[cond.0 as usize], yes.block == b);
        self.decide(g, cond, holds);
        // Between the test of a shape and its branch, nothing may have changed it.
        if let (true, Some(&Op::IsShape { value, shape })) = (holds, g.op(cond))
            && facts.iter().any(|f| f.value == cond)
        {
            let guard = Op::GuardShape {
                value,
                shape,
                state: State(0),
            };
            add_fact(facts, Key::new(g, &guard), value);
        }
    }

    /// Does the operation stay?
    fn op(&mut self, g: &mut Graph, v: V, facts: &mut Vec<Fact>) -> bool {
        let Some(op) = g.op(v).cloned() else {
            return true;
        };
        let effects = op.effects();
        if effects.writes() != 0 {
            facts.retain(|f| !self.alias.clobbers(g, &op, &f.key.0));
            self.after_write(g, &op, facts);
            return true;
        }
        match op {
            Op::GuardTrue { cond, .. } => {
                if self.known.get(&cond) == Some(&true) {
                    return false;
                }
                self.decide(g, cond, true);
                return true;
            }
            Op::NewInstance { shape, .. } => {
                let guard = Op::GuardShape {
                    value: v,
                    shape,
                    state: State(0),
                };
                add_fact(facts, Key::new(g, &guard), v);
                return true;
            }
            _ => {}
        }
        if !numbered(&op) {
            return true;
        }
        let key = Key::new(g, &op);
        let found = if effects.reads() == 0 {
            self.pure.get(&key).copied()
        } else {
            facts.iter().rev().find(|f| f.key == key).map(|f| f.value)
        };
        if let Some(w) = found.or_else(|| self.other(g, &op)) {
            self.to[v.0 as usize] = w;
            return false;
        }
        self.number(g, v, &op);
        if effects.reads() == 0 {
            self.learn(key, v);
        } else {
            add_fact(facts, key, v);
        }
        true
    }

    /// A value that an operation can be replaced with though no equal one was seen.
    fn other(&self, g: &Graph, op: &Op) -> Option<V> {
        match *op {
            Op::GuardBound { value, .. } => bound(g, value).then_some(value),
            Op::UnboxNumber { value, state } => {
                let float = Key::new(g, &Op::UnboxFloat { value, state });
                self.pure.get(&float).copied()
            }
            _ => None,
        }
    }

    /// Writes an operation that stays in a simpler way.
    fn number(&mut self, g: &mut Graph, v: V, op: &Op) {
        if let Op::UnboxNumber { value, state } = *op {
            let int = Key::new(g, &Op::UnboxInt { value, state });
            if let Some(&value) = self.pure.get(&int) {
                g.values[v.0 as usize] = ValueData::Op(Op::I64ToF64 { value });
                self.changed = true;
            }
        }
    }

    /// Learns what memory holds after a writing operation.
    fn after_write(&mut self, g: &Graph, op: &Op, facts: &mut Vec<Fact>) {
        if let Some((load, value)) = forwarded(op) {
            add_fact(facts, Key::new(g, &load), value);
        }
        if let Op::SetShape { object, shape } = *op {
            let guard = Op::GuardShape {
                value: object,
                shape,
                state: State(0),
            };
            add_fact(facts, Key::new(g, &guard), object);
        }
    }

    /// A branch whose condition is known becomes a jump.
    fn end(&mut self, g: &mut Graph, b: Block) {
        let Terminator::Branch { cond, yes, no } = &g.block(b).end else {
            return;
        };
        if let Some(&holds) = self.known.get(&self.to[cond.0 as usize]) {
            let target = if holds { yes } else { no }.clone();
            g.block_mut(b).end = Terminator::Jump(target);
            self.changed = true;
        }
    }
}

fn add_fact(facts: &mut Vec<Fact>, key: Key, value: V) {
    facts.retain(|f| f.key != key);
    if facts.len() >= MAX_FACTS {
        facts.remove(0);
    }
    facts.push(Fact { key, value });
}

/// Is `op`, without writes, one whose result depends on operands and memory regions alone?
fn numbered(op: &Op) -> bool {
    match op {
        Op::GuardEpoch { .. }
        | Op::GuardVersion { .. }
        | Op::GuardCode { .. }
        | Op::GuardDefaults { .. }
        | Op::BoxInt { .. } => true,
        Op::ReadReg { .. } | Op::CallVal { .. } | Op::CallTruth { .. } | Op::CallDo { .. } => false,
        _ => {
            use crate::ir::Effects;
            let e = op.effects();
            op.rep() != Rep::Void
                && !e.has(Effects::PINNED)
                && !e.has(Effects::ALLOC)
                && !e.has(Effects::OBSERVES)
        }
    }
}

/// Is `v` certainly not the empty word?
fn bound(g: &Graph, v: V) -> bool {
    match g.op(v) {
        Some(
            Op::GuardShape { .. }
            | Op::GuardType { .. }
            | Op::GuardList { .. }
            | Op::GuardBound { .. }
            | Op::BoxInt { .. }
            | Op::BoxSmall { .. }
            | Op::BoxFloat { .. }
            | Op::BoxBool { .. }
            | Op::NewInstance { .. }
            | Op::NewTuple { .. }
            | Op::CallVal { .. }
            | Op::CallPython { .. }
            | Op::CallAny { .. }
            | Op::CallNative { .. }
            | Op::ThisFunction { .. },
        ) => true,
        Some(Op::ConstVal { bits }) => *bits != 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    const STATE: &str = "\ns0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}";

    /// The graph becomes `expected`, frame states aside.
    #[track_caller]
    fn gvn(input: &str, expected: &str) {
        let state = if expected.contains("s0") { STATE } else { "" };
        check(
            "gvn",
            &format!("{input}{STATE}"),
            &format!("{expected}{state}"),
        );
    }

    #[test]
    fn guards_and_arithmetic_are_done_once() {
        gvn(
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = UnboxInt v0, s0
               v3: i64 = AddOvf v1, v2, s0
               v4: i64 = AddOvf v2, v1, s0
               v5: i64 = SubOvf v3, v4, s0
               v6: val = BoxInt v5
               return v6",
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v3: i64 = AddOvf v1, v1, s0
               v5: i64 = SubOvf v3, v3, s0
               v6: val = BoxInt v5
               return v6",
        );
    }

    #[test]
    fn arms_do_not_see_each_other() {
        let same = "b0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: bool = IsInt v0
               branch v2, b1, b2
             b1:
               v3: i64 = UnboxInt v1, s0
               v4: val = BoxSmall v3
               return v4
             b2:
               v5: i64 = UnboxInt v1, s0
               v6: val = BoxSmall v5
               return v6";
        gvn(same, same);
    }

    #[test]
    fn slots_are_forwarded_and_killed_by_number() {
        gvn(
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: val = GuardShape v0, 100, s0
               v3: val = GuardShape v1, 100, s0
               v4: f64 = LoadSlotF v2, 3
               v5: f64 = LoadSlotF v2, 4
               StoreSlotF v3, 3, v5
               v6: f64 = LoadSlotF v3, 3   # stored just now
               v7: f64 = LoadSlotF v2, 3   # may be the same object
               v8: f64 = LoadSlotF v2, 4   # another slot
               v9: val = GuardShape v0, 100, s0
               v10: f64 = LoadSlotF v9, 4
               v11: f64 = AddF v6, v7
               v12: f64 = AddF v8, v10
               v13: f64 = AddF v11, v12
               v14: f64 = AddF v13, v4
               v15: val = BoxFloat v14
               return v15",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: val = GuardShape v0, 100, s0
               v3: val = GuardShape v1, 100, s0
               v4: f64 = LoadSlotF v2, 3
               v5: f64 = LoadSlotF v2, 4
               StoreSlotF v3, 3, v5
               v7: f64 = LoadSlotF v2, 3
               v11: f64 = AddF v5, v7
               v12: f64 = AddF v5, v5
               v13: f64 = AddF v11, v12
               v14: f64 = AddF v13, v4
               v15: val = BoxFloat v14
               return v15",
        );
    }

    #[test]
    fn a_new_object_is_none_that_was_there() {
        gvn(
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = GuardShape v0, 100, s0
               v2: val = LoadSlot v1, 0
               v3: val = NewInstance 90, 2, 0
               SetShape v3, 100
               StoreSlot v3, 0, v2
               v4: val = GuardShape v0, 100, s0
               v5: val = LoadSlot v4, 0
               v6: val = GuardShape v3, 100, s0
               StoreSlot v6, 1, v5
               v7: val = GuardShape v2, 100, s0
               return v7",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = GuardShape v0, 100, s0
               v2: val = LoadSlot v1, 0
               v3: val = NewInstance 90, 2, 0
               SetShape v3, 100
               StoreSlot v3, 0, v2
               StoreSlot v3, 1, v2
               v7: val = GuardShape v2, 100, s0
               return v7",
        );
    }

    #[test]
    fn what_may_be_the_new_object_is_forgotten() {
        let same = "b0:
               v0: val = ReadReg 0, 0
               v1: val = NewInstance 90, 2, 0
               StoreSlot v0, 0, v1
               v2: val = ReadReg 0, 1
               v3: val = GuardShape v2, 90, s0
               SetShape v1, 100
               v4: val = GuardShape v2, 90, s0
               StoreSlot v3, 0, v4
               return v4";
        gvn(same, same);
    }

    #[test]
    fn a_call_ends_what_is_known_of_memory() {
        let same = "b0:
               v0: val = ReadReg 0, 0
               v1: val = GuardShape v0, 100, s0
               v2: val = LoadSlot v1, 0
               v3: val = CallAny v2, (), s0
               v4: val = GuardShape v0, 100, s0
               v5: val = LoadSlot v4, 0
               v6: val = CallAny v5, (v2, v3), s0
               return v6";
        gvn(same, same);
    }

    #[test]
    fn a_write_in_the_loop_reaches_its_header() {
        let same = |store: &str| {
            format!(
                "b0:
               v0: val = ReadReg 0, 0
               v1: val = GuardShape v0, 100, s0
               v2: val = LoadSlot v1, 0
               jump b1
             b1:
               v3: val = LoadSlot v1, 0
               v4: bool = Same v2, v3
               branch v4, b2, b3
             b2:
               {store}
               jump b1
             b3:
               return v3"
            )
        };
        let kept = same("StoreSlot v1, 0, v0");
        gvn(&kept, &kept);
        let other = same("StoreSlot v1, 1, v0");
        let gone = other
            .replace("v3: val = LoadSlot v1, 0", "")
            .replace("v2, v3", "v2, v2")
            .replace("return v3", "return v2");
        gvn(&other, &gone);
    }

    #[test]
    fn conditions_are_known_behind_branches() {
        gvn(
            "b0:
               v0: val = ReadReg 0, 0
               v1: bool = IsInt v0
               branch v1, b1, b2
             b1:
               GuardTrue v1, s0
               branch v1, b3, b2
             b2:
               return v0
             b3:
               return v0",
            "b0:
               v0: val = ReadReg 0, 0
               v1: bool = IsInt v0
               branch v1, b1, b2
             b1:
               jump b3
             b2:
               return v0
             b3:
               return v0",
        );
    }
}
