//! Replaces block parameters that are always the same value.
//!
//! A parameter to which every reachable predecessor passes either itself or one value `v` is `v`: it stands in a block that dominates all of these predecessors, and so
//! this block. Two parameters of a block that get the same values from every predecessor are one.

use super::Context;
use crate::ir::dom::Dom;
use crate::ir::{Block, Graph, V};

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let mut same: Vec<V> = (0..g.values.len() as u32).map(V).collect();
    let mut changed = false;
    // Each round removes parameters, so this ends.
    while round(g, &dom, &mut same) {
        changed = true;
    }
    if changed {
        g.replace_uses(|v| find(&same, v));
    }
    changed
}

/// The value that `v` is.
fn find(same: &[V], mut v: V) -> V {
    while same[v.0 as usize] != v {
        v = same[v.0 as usize];
    }
    v
}

/// Looks once at every parameter.
fn round(g: &mut Graph, dom: &Dom, same: &mut [V]) -> bool {
    let mut changed = false;
    let incoming = incoming(g, dom);
    for &b in &dom.order {
        let edges = &incoming[b.0 as usize];
        let rows: Vec<Vec<V>> = (0..g.block(b).params.len())
            .map(|i| edges.iter().map(|args| find(same, args[i])).collect())
            .collect();
        let mut gone = vec![false; rows.len()];
        for i in 0..rows.len() {
            let p = g.block(b).params[i];
            let twin = (0..i).find(|&j| !gone[j] && rows[j] == rows[i]);
            let is = only_value(p, &rows[i]).or(twin.map(|j| g.block(b).params[j]));
            if let Some(v) = is.map(|v| find(same, v)).filter(|&v| v != p) {
                same[p.0 as usize] = v;
                gone[i] = true;
            }
        }
        if gone.contains(&true) {
            changed = true;
            remove_params(g, b, &gone);
        }
    }
    changed
}

/// For every block, the arguments of each edge to it.
fn incoming(g: &Graph, dom: &Dom) -> Vec<Vec<Vec<V>>> {
    let mut all = vec![Vec::new(); g.blocks.len()];
    for &b in &dom.order {
        for t in g.block(b).end.targets() {
            all[t.block.0 as usize].push(t.args.clone());
        }
    }
    all
}

/// The value that all of `args` are which are not `p`.
fn only_value(p: V, args: &[V]) -> Option<V> {
    let mut others = args.iter().filter(|&&a| a != p);
    let first = *others.next()?;
    others.all(|&a| a == first).then_some(first)
}

/// Removes the parameters marked in `gone`, and their arguments everywhere.
pub(super) fn remove_params(g: &mut Graph, b: Block, gone: &[bool]) {
    let keep = |all: &mut Vec<V>| {
        let mut i = 0;
        all.retain(|_| {
            i += 1;
            !gone.get(i - 1).is_some_and(|&gone| gone)
        });
    };
    keep(&mut g.block_mut(b).params);
    for block in &mut g.blocks {
        for t in block.end.targets_mut().filter(|t| t.block == b) {
            keep(&mut t.args);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn parameters_that_stay_the_same() {
        check(
            "phis",
            "b0:
               v0: val = ReadReg 0, 0
               v1: bool = ConstBool true
               jump b1(v0, v0)
             b1(v2: val, v3: val) state s0:
               v4: val = ReadReg 0, 1
               jump b2(v2, v4)
             b2(v5: val, v6: val):
               branch v1, b1(v5, v6), b3(v5)
             b3(v7: val):
               StoreCell v7, v3
               return v6
             s0: code=0x1 pc=0 base=0 fn=v2 then=unit regs{r0=v2, r1=v3}",
            "b0:
               v0: val = ReadReg 0, 0
               v1: bool = ConstBool true
               jump b1(v0)
             b1(v3: val) state s0:
               v4: val = ReadReg 0, 1
               jump b2
             b2:
               branch v1, b1(v4), b3
             b3:
               StoreCell v0, v3
               return v4
             s0: code=0x1 pc=0 base=0 fn=v0 then=unit regs{r0=v0, r1=v3}",
        );
    }

    #[test]
    fn twins_become_one() {
        check(
            "phis",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: bool = ConstBool true
               branch v2, b1(v0, v0), b1(v1, v1)
             b1(v3: val, v4: val):
               StoreCell v3, v4
               return v4",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: bool = ConstBool true
               branch v2, b1(v0), b1(v1)
             b1(v3: val):
               StoreCell v3, v3
               return v3",
        );
    }
}
