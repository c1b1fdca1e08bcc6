//! Counters of a loop that are another one of its counters, a step further.
//!
//! A loop over a range carries the item and the next one, `i` and `i + 1`, from turn to turn. The second is only what the iterator would give next: it is asked for where the loop turns,
//! and where compiled code is left. So it is computed where the loop turns, and frame states say that the iterator is past the item.
//!
//! **Invariant.** A parameter of a block is dropped when on every way in its argument is that of another parameter plus the same constant; then it is so at every turn.

use super::Context;
use crate::ir::dom::Dom;
use crate::ir::loops::Loops;
use crate::ir::{Block, Graph, Op, Operand, Rep, State, V, ValueData};

/// Runs the pass; did it change anything?
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let Some(loops) = Loops::new(g, &dom) else {
        return false;
    };
    let mut gone = Vec::new();
    for header in loops.all.iter().map(|l| l.header) {
        for pair in pairs(g, &dom, header) {
            let (item, next, _) = pair;
            if !gone.contains(&item) && derive(g, &dom, &loops, header, pair) {
                gone.push(next);
            }
        }
    }
    !gone.is_empty()
}

/// The parameters of the header that are others plus a constant.
fn pairs(g: &Graph, dom: &Dom, header: Block) -> Vec<(V, V, i64)> {
    let params = &g.block(header).params;
    let reachable = dom.order.iter();
    let targets = reachable.flat_map(|&b| g.block(b).end.targets());
    let edges: Vec<&[V]> = targets
        .filter(|t| t.block == header)
        .map(|t| &t.args[..])
        .collect();
    let counters = params.iter().copied().enumerate();
    let counters = counters.filter(|&(_, v)| g.rep(v) == Rep::I64);
    let pairs = counters
        .clone()
        .flat_map(|next| counters.clone().map(move |item| (item, next)));
    let pairs = pairs.filter(|(item, next)| item != next);
    let found = pairs.filter_map(|(item, next)| {
        let step = distance(g, &edges, item, next)?;
        Some((item.1, next.1, step))
    });
    found.collect()
}

/// The constant by which the arguments for `next` exceed those for `item` on all edges, given that they did so in the turn before.
fn distance(g: &Graph, edges: &[&[V]], item: (usize, V), next: (usize, V)) -> Option<i64> {
    let outside = edges
        .iter()
        .find(|args| base_of(g, args[item.0]).0 != Some(next.1))?;
    let (a, b) = (base_of(g, outside[item.0]), base_of(g, outside[next.0]));
    let step = b.1.checked_sub(a.1).filter(|&s| s != 0 && a.0 == b.0)?;
    let in_items = |v: V| match base_of(g, v) {
        (Some(base), k) if base == next.1 => Some((Some(item.1), k.checked_add(step)?)),
        other => Some(other),
    };
    let holds = |args: &&[V]| {
        let (a, b) = (in_items(args[item.0])?, in_items(args[next.0])?);
        (a.0 == b.0 && b.1.checked_sub(a.1)? == step).then_some(())
    };
    edges
        .iter()
        .all(|args| holds(args).is_some())
        .then_some(step)
}

/// `v` as a value plus a constant.
fn base_of(g: &Graph, v: V) -> (Option<V>, i64) {
    match g.op(v) {
        Some(&Op::ConstI64 { value }) => (None, value),
        Some(&Op::Add { lhs, rhs }) => match g.op(rhs) {
            Some(&Op::ConstI64 { value }) => (Some(lhs), value),
            _ => (Some(v), 0),
        },
        _ => (Some(v), 0),
    }
}

/// Computes `next` from `item` where the loop needs it, if that is in one place.
fn derive(
    g: &mut Graph,
    dom: &Dom,
    loops: &Loops,
    header: Block,
    (item, next, step): (V, V, i64),
) -> bool {
    let Some(states) = states_with(g, next, step) else {
        return false;
    };
    let users = users(g, dom, next);
    let meet = |a, b| nearest(dom, a, b);
    let Some(at) = users.iter().copied().reduce(meet) else {
        return false;
    };
    if loops.innermost(at) != loops.innermost(header) {
        return false;
    }
    let rhs = g.add_value(ValueData::Op(Op::ConstI64 { value: step }));
    let sum = g.add_value(ValueData::Op(Op::Add { lhs: item, rhs }));
    for &b in &users {
        g.replace_in(b, next, sum);
    }
    let uses = |&v: &V| {
        let mut found = false;
        if let Some(op) = g.op(v) {
            op.for_each_use(&mut |u| found |= u == sum);
        }
        found
    };
    let ops = &g.block(at).ops;
    let place = ops.iter().position(uses).unwrap_or(ops.len());
    g.block_mut(at).ops.splice(place..place, [rhs, sum]);
    for s in states {
        for (_, o) in &mut g.states[s.0 as usize].regs {
            if let Operand::RangeIter { next: n, past, .. } = o
                && *n == next
            {
                (*n, *past) = (item, true);
            }
        }
    }
    true
}

/// The states that name `next`; `None` if one of them does so as anything but the next item of an iterator with this step.
fn states_with(g: &Graph, next: V, step: i64) -> Option<Vec<State>> {
    let fits = |o: &Operand| {
        let Operand::RangeIter {
            next: n,
            stop,
            step: by,
            past: false,
        } = *o
        else {
            return false;
        };
        n == next
            && stop != next
            && matches!(g.op(by), Some(&Op::ConstI64 { value }) if value == step)
    };
    let mut found = g.named_states();
    let mut ok = true;
    found.retain(|&s| {
        let state = g.state(s);
        let mut named = 0;
        state.for_each_value(&mut |v| named += usize::from(v == next));
        ok &= named == state.regs.iter().filter(|(_, o)| fits(o)).count();
        named > 0
    });
    ok.then_some(found)
}

/// The blocks whose operations or ends use `v`.
fn users(g: &Graph, dom: &Dom, v: V) -> Vec<Block> {
    let uses = |&b: &Block| {
        let mut found = false;
        g.for_each_use_in(b, &mut |u| found |= u == v);
        found
    };
    dom.order.iter().copied().filter(uses).collect()
}

/// The nearest block that dominates both.
fn nearest(dom: &Dom, mut a: Block, b: Block) -> Block {
    while !dom.dominates(a, b) {
        match dom.idom(a) {
            Some(up) => a = up,
            None => return a,
        }
    }
    a
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn the_next_item_is_the_item_and_a_step() {
        check(
            "counters",
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = ConstI64 0
               v3: i64 = ConstI64 1
               jump b1(v2, v3)
             b1(v4: i64, v5: i64):
               Poll s1
               v6: bool = Cmp lt, v5, v1
               branch v6, b2, b3
             b2:
               v7: i64 = Add v5, v3
               jump b1(v5, v7)
             b3:
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}
             s1: code=0x1 pc=1 base=0 entered fn=v0 then=unit regs{r0=v4, r1=range_iter(v5, v1, v3)}",
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = ConstI64 0
               v3: i64 = ConstI64 1
               jump b1(v2, v3)
             b1(v4: i64, v5: i64):
               Poll s1
               v9: i64 = ConstI64 1
               v10: i64 = Add v4, v9
               v6: bool = Cmp lt, v10, v1
               branch v6, b2, b3
             b2:
               v7: i64 = Add v10, v3
               jump b1(v10, v7)
             b3:
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}
             s1: code=0x1 pc=1 base=0 entered fn=v0 then=unit regs{r0=v4, r1=range_past(v4, v1, v3)}",
        );
    }
}
