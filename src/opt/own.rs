//! Parameters of their own, for inner loops, in place of values from outside.
//!
//! What a loop uses and what is needed after it, too, lives from its definition to the last use, in one register or in memory. The allocator does not see that a part of that is hot.
//! As a parameter of the loop, that hands it to itself, the value has a life of its own there, and what it is otherwise can wait in memory.
//!
//! **Invariant.** The parameter is the value at every turn: every edge into the loop passes the value, every edge back the parameter.

use super::Context;
use super::alias::Places;
use crate::ir::dom::Dom;
use crate::ir::loops::{Loop, Loops};
use crate::ir::{Block, Effects, Graph, Op, Rep, V};

/// Runs the pass; did it change anything?
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let Some(loops) = Loops::new(g, &dom) else {
        return false;
    };
    let places = Places::new(g);
    let mut changed = false;
    for (i, l) in loops.all.iter().enumerate() {
        let inner = loops.all.iter().all(|other| other.parent != Some(i));
        let Some(before) = l.preheader.filter(|_| inner && !calls(g, l)) else {
            continue;
        };
        for v in wanted(g, &dom, &loops, &places, l) {
            replace(g, before, l, v);
            changed = true;
        }
    }
    changed
}

/// Does the loop call anything that may run any code? Then nothing stays in registers.
fn calls(g: &Graph, l: &Loop) -> bool {
    let mut ops = l.body.iter().flat_map(|b| &g.block(b).ops);
    ops.any(|&v| {
        g.op(v)
            .is_some_and(|op| !matches!(op, Op::Poll { .. }) && op.effects().has(Effects::OBSERVES))
    })
}

/// The integers that the loop uses and that are needed after it, or at the next turn of a loop around it.
fn wanted(g: &Graph, dom: &Dom, loops: &Loops, places: &Places, l: &Loop) -> Vec<V> {
    let outside = |v: V| places.block(v).filter(|&b| !l.body.contains(b));
    let mut found: Vec<V> = Vec::new();
    for b in l.body.iter() {
        g.for_each_use_in(b, &mut |v| {
            if g.rep(v) == Rep::I64 && !is_constant(g, v) && outside(v).is_some() {
                found.push(v);
            }
        });
    }
    found.sort_unstable();
    found.dedup();
    let mut later = vec![false; g.values.len()];
    for &b in &dom.order {
        if !l.body.contains(b) && dom.dominates(l.header, b) {
            g.for_each_use_in(b, &mut |v| later[v.0 as usize] = true);
        }
    }
    found.retain(|&v| {
        let around = outside(v).is_some_and(|b| loops.innermost(b) != l.parent);
        around || later[v.0 as usize]
    });
    found
}

fn is_constant(g: &Graph, v: V) -> bool {
    matches!(g.op(v), Some(Op::ConstI64 { .. }))
}

/// Gives the loop, which is entered from `before`, a parameter for `v`.
fn replace(g: &mut Graph, before: Block, l: &Loop, v: V) {
    // were it the value itself that is passed, code generation would take the parameter for it again
    let rhs = g.push(before, Op::ConstI64 { value: 0 });
    let copy = g.push(before, Op::Add { lhs: v, rhs });
    let own = g.add_param(l.header, g.rep(v));
    for b in l.body.iter() {
        g.replace_in(b, v, own);
    }
    for (b, arg) in [(before, copy)]
        .into_iter()
        .chain(l.latches.iter().map(|&b| (b, own)))
    {
        let targets = g.block_mut(b).end.targets_mut();
        for t in targets.filter(|t| t.block == l.header) {
            t.args.push(arg);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn the_bound_of_an_inner_loop_becomes_its_parameter() {
        check(
            "own",
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = ConstI64 0
               v3: i64 = ConstI64 1
               jump b1(v2)
             b1(v4: i64):
               jump b2(v2)
             b2(v5: i64):
               v6: i64 = Add v5, v3
               v7: bool = Cmp lt, v6, v1
               branch v7, b3, b4
             b3:
               jump b2(v6)
             b4:
               v8: i64 = Add v4, v3
               v9: bool = Cmp lt, v8, v1
               branch v9, b5, b6
             b5:
               jump b1(v8)
             b6:
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}",
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = ConstI64 0
               v3: i64 = ConstI64 1
               jump b1(v2)
             b1(v4: i64):
               v10: i64 = ConstI64 0
               v11: i64 = Add v1, v10
               jump b2(v2, v11)
             b2(v5: i64, v12: i64):
               v6: i64 = Add v5, v3
               v7: bool = Cmp lt, v6, v12
               branch v7, b3, b4
             b3:
               jump b2(v6, v12)
             b4:
               v8: i64 = Add v4, v3
               v9: bool = Cmp lt, v8, v1
               branch v9, b5, b6
             b5:
               jump b1(v8)
             b6:
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}",
        );
    }
}
