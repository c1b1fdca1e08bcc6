//! Loop-invariant code motion: what gives the same in every round is computed before the loop; inner loops first.
//!
//! **Invariant.** An operation moves to the preheader only if all its operands are defined outside the loop, nothing in the loop may write what it reads, and
//! * it can leave: the preheader has a frame state, which the operation takes, and the loop would have come to the operation in its
//!   first round unless it ended before (the block is the header or dominates every latch). What it would have found wrong in the loop, it finds wrong before, and the
//!   interpreter starts the loop instead;
//! * it cannot leave: computing it is harmless even if the loop would not have come to it. An operation that looks into an object or divides
//!   is harmless only if its operands themselves say that it may (they are guarded copies, checked indexes, constants other than 0): a branch
//!   that once protected it does not protect the preheader.
//!
//! Operations that write, allocate, observe or are pinned stay, but for tests of conditions, epochs and code objects.

use super::Context;
use super::alias::{Alias, Writers, constant};
use crate::ir::loops::{Loop, Loops};
use crate::ir::{Block, Effects, Graph, Op, Rep, V};

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let Some(loops) = Loops::new(g, &dom) else {
        return false;
    };
    let mut pass = Licm {
        alias: Alias::new(g, &dom),
        writers: Writers::new(g),
    };
    let mut changed = false;
    for l in loops.all.iter().rev() {
        if let Some(preheader) = l.preheader {
            changed |= pass.hoist(g, l, preheader);
        }
    }
    changed
}

struct Licm<'a> {
    alias: Alias<'a>,
    writers: Writers,
}

impl Licm<'_> {
    fn hoist(&mut self, g: &mut Graph, l: &Loop, preheader: Block) -> bool {
        let writers: Vec<V> = l
            .body
            .iter()
            .flat_map(|b| self.writers.ops[b.0 as usize].iter().copied())
            .collect();
        let mut changed = false;
        let dom = self.alias.dom;
        for &b in dom.order.iter().filter(|&&b| l.body.contains(b)) {
            let always = b == l.header || l.latches.iter().all(|&latch| dom.dominates(b, latch));
            let ops = std::mem::take(&mut g.block_mut(b).ops);
            let (moving, staying): (Vec<V>, Vec<V>) = ops.into_iter().partition(|&v| {
                let moves = self.moves(g, l, v, preheader, always, &writers);
                if moves {
                    self.alias.places.moved(v, preheader);
                }
                moves
            });
            g.block_mut(b).ops = staying;
            changed |= !moving.is_empty();
            let state = g.block(preheader).state;
            for &v in &moving {
                if let (Some(s), Some(state)) = (g.op_mut(v).and_then(Op::state_mut), state) {
                    *s = state;
                }
            }
            g.block_mut(preheader).ops.extend(moving);
        }
        changed
    }

    fn moves(
        &self,
        g: &Graph,
        l: &Loop,
        v: V,
        preheader: Block,
        always: bool,
        writers: &[V],
    ) -> bool {
        let Some(op) = g.op(v) else {
            return false;
        };
        let effects = op.effects();
        let movable = match op {
            Op::GuardTrue { .. }
            | Op::GuardEpoch { .. }
            | Op::GuardVersion { .. }
            | Op::GuardCode { .. }
            | Op::GuardDefaults { .. } => true,
            Op::CallVal { .. } | Op::CallTruth { .. } | Op::CallDo { .. } | Op::ReadReg { .. } => {
                false
            }
            _ => {
                effects.writes() == 0
                    && op.rep() != Rep::Void
                    && !effects.has(Effects::PINNED)
                    && !effects.has(Effects::ALLOC)
                    && !effects.has(Effects::OBSERVES)
            }
        };
        if !movable {
            return false;
        }
        let mut outside = true;
        op.for_each_use(&mut |u| {
            outside &= self
                .alias
                .places
                .block(u)
                .is_some_and(|b| !l.body.contains(b));
        });
        let written = |op: &Op| {
            writers
                .iter()
                .filter_map(|&w| g.op(w))
                .any(|w| self.alias.clobbers(g, w, op))
        };
        if !outside || effects.reads() != 0 && written(op) {
            return false;
        }
        if effects.has(Effects::EXITS) {
            always && g.block(preheader).state.is_some() && harmless(g, op)
        } else {
            harmless(g, op)
        }
    }
}

/// May the operation be computed wherever its operands are there?
fn harmless(g: &Graph, op: &Op) -> bool {
    match *op {
        Op::FloorDiv { rhs, .. } | Op::Modulo { rhs, .. } => {
            constant(g, rhs).is_some_and(|c| c != 0 && c != -1)
        }
        Op::ListLen { list: object }
        | Op::ListData { list: object }
        | Op::TupleLen { tuple: object }
        | Op::ByteArrayLen { array: object }
        | Op::ByteArrayData { array: object }
        | Op::BytesLen { bytes: object }
        | Op::BytesData { bytes: object }
        | Op::LoadSlot { object, .. }
        | Op::LoadSlotI { object, .. }
        | Op::LoadSlotF { object, .. }
        | Op::LoadCell { cell: object }
        | Op::Closure { function: object }
        | Op::GuardCode {
            function: object, ..
        }
        | Op::GuardDefaults {
            function: object, ..
        }
        | Op::RangeNext { iter: object }
        | Op::RangeStep { iter: object }
        | Op::RangeLeft { iter: object }
        | Op::SeqOf { iter: object }
        | Op::SeqAt { iter: object }
        | Op::IterValue { iter: object, .. }
        | Op::IterInt { iter: object, .. }
        | Op::StrLen { text: object }
        | Op::DictLen { dict: object }
        | Op::DictUsed { dict: object }
        | Op::DictLast { dict: object, .. }
        | Op::DictEntry { dict: object, .. } => of_known_kind(g, object),
        Op::EntryKey { .. } | Op::EntryValue { .. } => false,
        Op::LoadItem { data, index }
        | Op::LoadItemI { data, index }
        | Op::LoadItemF { data, index }
        | Op::LoadItemB { data, index }
        | Op::LoadByte { data, index } => checked(g, data, index),
        Op::LoadTuple { tuple, index } => {
            matches!(g.op(tuple), Some(Op::Closure { .. })) || checked(g, tuple, index)
        }
        _ => true,
    }
}

/// Does the value itself say what kind of object it is?
fn of_known_kind(g: &Graph, v: V) -> bool {
    match g.op(v) {
        Some(
            Op::GuardShape { .. }
            | Op::GuardType { .. }
            | Op::GuardList { .. }
            | Op::GuardIs { .. }
            | Op::NewInstance { .. }
            | Op::NewTuple { .. }
            | Op::ConstVal { .. }
            | Op::ThisFunction { .. }
            | Op::Closure { .. },
        ) => true,
        Some(Op::LoadTuple { tuple, .. }) => matches!(g.op(*tuple), Some(Op::Closure { .. })),
        _ => false,
    }
}

/// Was the index checked against the length of just this object?
fn checked(g: &Graph, data: V, index: V) -> bool {
    let Some(Op::CheckBounds { len, .. }) = g.op(index) else {
        return false;
    };
    match (g.op(data), g.op(*len)) {
        (Some(Op::ListData { list: a }), Some(Op::ListLen { list: b }))
        | (Some(Op::ByteArrayData { array: a }), Some(Op::ByteArrayLen { array: b }))
        | (Some(Op::BytesData { bytes: a }), Some(Op::BytesLen { bytes: b })) => {
            super::alias::root(g, *a) == super::alias::root(g, *b)
        }
        (_, Some(Op::TupleLen { tuple })) => {
            super::alias::root(g, *tuple) == super::alias::root(g, data)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    const STATES: &str = "\ns0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}
        s1: code=0x1 pc=9 base=0 entered fn=v0 then=unit regs{}";

    /// The graph becomes `expected`, frame states aside.
    #[track_caller]
    fn licm(input: &str, expected: &str) {
        // States that nothing names are not shown.
        let states = |text: &str| match text.contains("s1") {
            true => STATES.to_string(),
            false => STATES.lines().take(2).collect::<Vec<_>>().join("\n"),
        };
        let (input, expected) = (
            format!("{input}{STATES}"),
            format!("{expected}{}", states(expected)),
        );
        check("licm", &input, &expected);
    }

    /// A loop over a list: its length, address and a guard, with `extra` in the body.
    fn list_loop(extra: &str) -> String {
        format!(
            "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: i64 = ConstI64 0
               jump b1(v2)
             b1(v3: i64):
               v4: val = GuardShape v0, 7, s1
               v5: i64 = ListLen v4
               v6: bool = Cmp lt, v3, v5
               branch v6, b2, b3
             b2:
               {extra}
               v8: i64 = ConstI64 1
               v9: i64 = Add v3, v8
               jump b1(v9)
             b3:
               return v0"
        )
    }

    #[test]
    fn guards_take_the_state_of_the_preheader() {
        licm(
            &list_loop(""),
            "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: i64 = ConstI64 0
               v4: val = GuardShape v0, 7, s0
               v5: i64 = ListLen v4
               v8: i64 = ConstI64 1
               jump b1(v2)
             b1(v3: i64):
               v6: bool = Cmp lt, v3, v5
               branch v6, b2, b3
             b2:
               v9: i64 = Add v3, v8
               jump b1(v9)
             b3:
               return v0",
        );
    }

    #[test]
    fn a_call_keeps_everything_that_reads() {
        let text = list_loop("v7: val = CallAny v1, (), s1");
        let expected = text.replace("v8: i64 = ConstI64 1", "").replace(
            "v2: i64 = ConstI64 0",
            "v2: i64 = ConstI64 0\nv8: i64 = ConstI64 1",
        );
        licm(&text, &expected);
    }

    #[test]
    fn guards_in_arms_and_without_a_state_stay() {
        let text = "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               jump b1
             b1:
               v2: bool = Same v0, v1
               v3: bool = IsInt v0
               branch v3, b2, b3
             b2:
               v4: i64 = UnboxInt v0, s1
               jump b3
             b3:
               v5: i64 = UnboxInt v1, s1
               Poll s1
               branch v3, b1, b4
             b4:
               return v0";
        let expected = "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: bool = Same v0, v1
               v3: bool = IsInt v0
               v5: i64 = UnboxInt v1, s0
               jump b1
             b1:
               branch v3, b2, b3
             b2:
               v4: i64 = UnboxInt v0, s1
               jump b3
             b3:
               Poll s1
               branch v3, b1, b4
             b4:
               return v0";
        licm(text, expected);
        let without = |t: &str| t.replace("b0 state s0:", "b0:");
        let expected = without(text)
            .replace("v2: bool = Same v0, v1", "")
            .replace("v3: bool = IsInt v0", "")
            .replace(
                "jump b1\n             b1",
                "v2: bool = Same v0, v1\nv3: bool = IsInt v0\njump b1\nb1",
            );
        check(
            "licm",
            &format!("{}{STATES}", without(text)),
            &format!("{expected}\n{}", STATES.lines().nth(2).unwrap_or("")),
        );
    }

    #[test]
    fn a_branch_in_the_loop_protects_only_what_is_behind_it() {
        // `v4` is a list of known kind, but nobody says that v2 is within its bounds, nor that v3 is not 0.
        let same = "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: i64 = UnboxInt v0, s0
               v3: i64 = UnboxInt v1, s0
               v4: val = GuardShape v0, 7, s0
               v5: i64 = ListLen v4
               v6: bool = Cmp lt, v2, v5
               v7: ptr = ListData v4
               jump b1
             b1:
               branch v6, b2, b3
             b2:
               v8: i64 = LoadItemI v7, v2
               v9: i64 = FloorDiv v8, v3
               v10: i64 = FloorDiv v2, v3
               Poll s0
               jump b1
             b3:
               return v0";
        licm(same, same);
    }

    #[test]
    fn a_checked_index_goes_with_its_load() {
        let text = |store: &str| {
            format!(
                "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: val = GuardShape v0, 7, s0
               v2: i64 = ListLen v1
               v3: ptr = ListData v1
               v4: i64 = ConstI64 3
               v5: f64 = ConstF64 0x0
               jump b1
             b1:
               v6: i64 = CheckBounds v4, v2, s1
               v7: i64 = LoadItemI v3, v6
               {store}
               Poll s0
               jump b1"
            )
        };
        let moved = "b0 state s0:
               v0: val = ReadReg 0, 0
               v1: val = GuardShape v0, 7, s0
               v2: i64 = ListLen v1
               v3: ptr = ListData v1
               v4: i64 = ConstI64 3
               v5: f64 = ConstF64 0x0
               v6: i64 = CheckBounds v4, v2, s0
               v7: i64 = LoadItemI v3, v6
               jump b1
             b1:
               %
               Poll s0
               jump b1";
        let with = |text: &str, store: &str| text.replace('%', store);
        licm(&text(""), &with(moved, ""));
        let floats = "StoreItemF v3, v4, v5";
        licm(&text(floats), &with(moved, floats));
        let ints = "StoreItemI v3, v4, v4";
        let stays = with(moved, &format!("v7: i64 = LoadItemI v3, v6\n{ints}")).replacen(
            "v7: i64 = LoadItemI v3, v6",
            "",
            1,
        );
        licm(&text(ints), &stays);
    }
}
