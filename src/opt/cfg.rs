//! Straightens control flow.
//!
//! * A block whose only successor has no other predecessor becomes one with it.
//! * Jumps to an empty block that jumps on go where it goes. A block before a loop header stays: it is the preheader (or a latch, of which loops should have few).
//! * A jump with a constant to an empty block that branches on this parameter goes where the branch goes; not around a loop header.
//!
//! An empty block with parameters is passed by only when nothing but its own end uses them.

use super::Context;
use crate::ir::dom::Dom;
use crate::ir::{Block, BlockData, Graph, Op, Target, Terminator, V};

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let mut changed = thread(g, cx);
    changed |= merge(g, cx);
    changed
}

// ---- blocks in a row

/// Makes one block of each row of blocks.
fn merge(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let mut preds = vec![0; g.blocks.len()];
    for t in dom.order.iter().flat_map(|&b| g.block(b).end.targets()) {
        preds[t.block.0 as usize] += 1;
    }
    let mut is: Vec<V> = (0..g.values.len() as u32).map(V).collect();
    let mut changed = false;
    for &b in &dom.order {
        while let Terminator::Jump(t) = &g.block(b).end
            && preds[t.block.0 as usize] == 1
            && t.block != b
        {
            let (next, args) = (t.block, t.args.clone());
            absorb(g, b, next, &args, &mut is);
            changed = true;
        }
    }
    if changed {
        g.replace_uses(|v| find(&is, v));
    }
    changed
}

/// Appends `next`, whose only predecessor is `b`, to `b`.
fn absorb(g: &mut Graph, b: Block, next: Block, args: &[V], is: &mut [V]) {
    let gone = BlockData {
        params: Vec::new(),
        ops: Vec::new(),
        end: Terminator::Unreachable,
        state: None,
    };
    let mut next = std::mem::replace(g.block_mut(next), gone);
    for (p, &arg) in next.params.iter().zip(args) {
        is[p.0 as usize] = arg;
    }
    let block = g.block_mut(b);
    block.ops.append(&mut next.ops);
    block.end = next.end;
    block.state = next.state;
}

fn find(is: &[V], mut v: V) -> V {
    while is[v.0 as usize] != v {
        v = is[v.0 as usize];
    }
    v
}

// ---- empty blocks

/// Leads jumps around empty blocks.
fn thread(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let headers = headers(g, &dom);
    let own = used_by_own_end(g);
    let mut changed = false;
    for &b in &dom.order {
        let mut end = std::mem::replace(&mut g.block_mut(b).end, Terminator::Unreachable);
        let jumps = matches!(end, Terminator::Jump(_));
        for t in end.targets_mut() {
            // As many steps as there are blocks, in case empty blocks go round in circles.
            for _ in 0..g.blocks.len() {
                let Some(on) = around(g, t, jumps, &headers, &own) else {
                    break;
                };
                *t = on;
                changed = true;
            }
        }
        g.block_mut(b).end = end;
    }
    changed
}

/// Which blocks are loop headers (a block that comes not before them jumps to them).
fn headers(g: &Graph, dom: &Dom) -> Vec<bool> {
    let mut headers = vec![false; g.blocks.len()];
    for &b in &dom.order {
        for t in g.block(b).end.targets() {
            headers[t.block.0 as usize] |= dom.position(t.block) <= dom.position(b);
        }
    }
    headers
}

/// Which blocks are empty, with parameters that only their own ends use.
fn used_by_own_end(g: &Graph) -> Vec<bool> {
    let mut uses = vec![0u32; g.values.len()];
    let mut count = |v: V| uses[v.0 as usize] += 1;
    g.block_ids().for_each(|b| g.for_each_use_in(b, &mut count));
    for state in &g.states {
        state.for_each_value(&mut count);
    }
    let own = |block: &BlockData| {
        let mut left: Vec<u32> = block.params.iter().map(|p| uses[p.0 as usize]).collect();
        block.end.for_each_use(&mut |v| {
            if let Some(i) = block.params.iter().position(|&p| p == v) {
                left[i] -= 1;
            }
        });
        block.ops.is_empty() && block.state.is_none() && left.iter().all(|&n| n == 0)
    };
    g.blocks.iter().map(own).collect()
}

/// Where a jump to `t` can go at once. `jumps`: it is the only way out of its block.
fn around(g: &Graph, t: &Target, jumps: bool, headers: &[bool], own: &[bool]) -> Option<Target> {
    let empty = t.block;
    if !own[empty.0 as usize] || headers[empty.0 as usize] {
        return None;
    }
    let block = g.block(empty);
    let on = match &block.end {
        Terminator::Jump(on) => on,
        Terminator::Branch { cond, yes, no } if jumps => {
            let i = block.params.iter().position(|p| p == cond)?;
            match g.op(t.args[i]) {
                Some(Op::ConstBool { value: true }) => yes,
                Some(Op::ConstBool { value: false }) => no,
                _ => return None,
            }
        }
        _ => return None,
    };
    if headers[on.block.0 as usize] {
        return None;
    }
    let arg = |v: &V| match block.params.iter().position(|p| p == v) {
        Some(i) => t.args[i],
        None => *v,
    };
    Some(Target {
        block: on.block,
        args: on.args.iter().map(arg).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn rows_of_blocks_become_one() {
        check(
            "cfg",
            "b0:
               v0: val = ConstVal 2
               jump b1(v0)
             b1(v1: val):
               v2: val = GuardBound v1, s0
               jump b2(v1, v2)
             b2(v3: val, v4: val) state s0:
               StoreCell v3, v4
               return v3
             s0: code=0x1 pc=0 base=0 fn=v1 then=unit regs{}",
            "b0 state s0:
               v0: val = ConstVal 0x2
               v2: val = GuardBound v0, s0
               StoreCell v0, v2
               return v0
             s0: code=0x1 pc=0 base=0 fn=v0 then=unit regs{}",
        );
    }

    #[test]
    fn jumps_go_around_empty_blocks() {
        check(
            "cfg dce",
            "b0:
               v0: bool = ConstBool true
               v1: val = ConstVal 2
               v2: val = ConstVal 6
               branch v0, b1(v1), b2
             b1(v3: val):
               jump b3(v3, v2)
             b2:
               jump b3(v1, v1)
             b3(v4: val, v5: val):
               StoreCell v4, v5
               return v4",
            "b0:
               v0: bool = ConstBool true
               v1: val = ConstVal 0x2
               v2: val = ConstVal 0x6
               branch v0, b3(v1, v2), b3(v1, v1)
             b3(v4: val, v5: val):
               StoreCell v4, v5
               return v4",
        );
    }

    #[test]
    fn constants_choose_their_way() {
        check(
            "cfg dce",
            "b0:
               v1: val = ConstVal 0x2
               v0: bool = IsInt v1
               branch v0, b1, b2
             b1:
               v2: bool = ConstBool true
               StoreCell v1, v1
               jump b3(v2)
             b2:
               v3: bool = IsInt v1
               jump b3(v3)
             b3(v4: bool):
               branch v4, b4, b5
             b4:
               StoreCell v1, v1
               return v1
             b5:
               return v1",
            "b0:
               v1: val = ConstVal 0x2
               v0: bool = IsInt v1
               branch v0, b1, b2
             b1:
               StoreCell v1, v1
               jump b4
             b2:
               v3: bool = IsInt v1
               branch v3, b4, b5
             b4:
               StoreCell v1, v1
               return v1
             b5:
               return v1",
        );
    }

    #[test]
    fn preheaders_and_latches_stay() {
        let text = "b0:
               v0: bool = ConstBool true
               v1: val = ConstVal 0x2
               branch v0, b1, b4
             b1 state s0:
               jump b2
             b2:
               branch v0, b3, b4
             b3:
               jump b2
             b4:
               return v1
             s0: code=0x1 pc=0 base=0 fn=v1 then=unit regs{}";
        check("cfg", text, text);
    }

    #[test]
    fn parameters_used_elsewhere_keep_their_block() {
        let text = "b0:
               v0: bool = ConstBool true
               v1: val = ConstVal 0x2
               branch v0, b1(v1), b1(v1)
             b1(v2: val):
               jump b2
             b2:
               return v2";
        check(
            "cfg",
            text,
            "b0:
               v0: bool = ConstBool true
               v1: val = ConstVal 0x2
               branch v0, b1(v1), b1(v1)
             b1(v2: val):
               return v2",
        );
    }
}
