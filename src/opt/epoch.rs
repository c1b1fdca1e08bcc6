//! Checks of the epoch on ways that have checked it already.
//!
//! **Invariant.** A check goes when every way to it has passed another one of the same epoch since anything was done that can begin a new one (a call). Value numbering
//! (`gvn.rs`) sees that where the other check dominates; here it may be a different one on each way, as after the branches of a function that was read in place.

use super::Context;
use crate::ir::dom::Dom;
use crate::ir::{Block, Effects, Graph, Op, V};

/// Runs the pass; did it change anything?
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let mut last = 0;
    let mut changed = false;
    // all of a unit are of one epoch, but for one that began while it was built
    while let Some(epoch) = next_epoch(g, last) {
        changed |= remove(g, &dom, epoch);
        last = epoch;
    }
    changed
}

/// The least epoch after `last` that is checked.
fn next_epoch(g: &Graph, last: u32) -> Option<u32> {
    let epochs = g.block_ids().flat_map(|b| &g.block(b).ops);
    let epochs = epochs.filter_map(|&v| match g.op(v) {
        Some(&Op::GuardEpoch { epoch, .. }) => Some(epoch),
        _ => None,
    });
    epochs.filter(|&e| e > last).min()
}

fn remove(g: &mut Graph, dom: &Dom, epoch: u32) -> bool {
    let known = known_at_entry(g, dom, epoch);
    let mut changed = false;
    for &b in &dom.order {
        let mut ops = std::mem::take(&mut g.block_mut(b).ops);
        let mut now = known[b.0 as usize];
        let n = ops.len();
        ops.retain(|&v| {
            let before = now;
            now = after(g, v, now, epoch);
            !(before && is_check(g, v, epoch))
        });
        changed |= ops.len() < n;
        g.block_mut(b).ops = ops;
    }
    changed
}

/// For each block: has every way to it checked the epoch? First that is assumed everywhere, then taken back where it is wrong.
fn known_at_entry(g: &Graph, dom: &Dom, epoch: u32) -> Vec<bool> {
    let mut known = vec![true; g.blocks.len()];
    known[Graph::ENTRY.0 as usize] = false;
    let mut stable = false;
    while !stable {
        stable = true;
        for &b in &dom.order {
            let out = block(g, b, known[b.0 as usize], epoch);
            for t in g.block(b).end.targets().filter(|_| !out) {
                stable &= !std::mem::replace(&mut known[t.block.0 as usize], false);
            }
        }
    }
    known
}

fn block(g: &Graph, b: Block, known: bool, epoch: u32) -> bool {
    let ops = g.block(b).ops.iter();
    ops.fold(known, |known, &v| after(g, v, known, epoch))
}

fn is_check(g: &Graph, v: V, epoch: u32) -> bool {
    matches!(g.op(v), Some(&Op::GuardEpoch { epoch: e, .. }) if e == epoch)
}

/// Is the epoch known behind operation `v`?
fn after(g: &Graph, v: V, known: bool, epoch: u32) -> bool {
    match g.op(v) {
        Some(_) if is_check(g, v, epoch) => true,
        Some(op) => known && !op.effects().has(Effects::W_EPOCH),
        None => known,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn checks_on_both_ways_make_the_next_one_needless() {
        check(
            "epoch",
            "b0:
               v0: val = ReadReg 0, 0
               v1: bool = UnboxBool v0, s0
               branch v1, b1, b2
             b1:
               GuardEpoch 1, s0
               jump b3
             b2:
               GuardEpoch 1, s0
               jump b3
             b3:
               GuardEpoch 1, s0
               v2: val = CallAny v0, (), s0
               GuardEpoch 1, s0
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}",
            "b0:
               v0: val = ReadReg 0, 0
               v1: bool = UnboxBool v0, s0
               branch v1, b1, b2
             b1:
               GuardEpoch 1, s0
               jump b3
             b2:
               GuardEpoch 1, s0
               jump b3
             b3:
               v2: val = CallAny v0, (), s0
               GuardEpoch 1, s0
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}",
        );
    }
}
