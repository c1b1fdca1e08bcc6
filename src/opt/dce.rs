//! Removes what nothing uses: operations, block parameters, the content of unreachable blocks.
//!
//! An operation stays when it writes, is pinned or can leave ([`Op::removable`](crate::ir::Op::removable)), or when something that stays uses its result: an operation,
//! an argument for a parameter that stays, the end of a block, a frame state that one of these names, or the state of a preheader. A guard stays though nobody
//! uses its result: where it leaves, the interpreter may raise an exception. Numbers of blocks and values stay what they were.

use super::{Context, phis};
use crate::ir::dom::Dom;
use crate::ir::{BlockData, Graph, State, Terminator, V, ValueData};

/// Runs the pass.
pub fn run(g: &mut Graph, cx: &mut Context<'_>) -> bool {
    let dom = cx.dom(g);
    let mut changed = clear_unreachable(g, &dom);
    let live = live(g, &dom);
    for &b in &dom.order {
        let before = g.block(b).ops.len();
        g.block_mut(b).ops.retain(|v| live[v.0 as usize]);
        changed |= g.block(b).ops.len() != before;
        let params = &g.block(b).params;
        let gone: Vec<bool> = params.iter().map(|p| !live[p.0 as usize]).collect();
        if gone.contains(&true) {
            phis::remove_params(g, b, &gone);
            changed = true;
        }
    }
    changed
}

/// Empties the blocks that the entry does not reach.
fn clear_unreachable(g: &mut Graph, dom: &Dom) -> bool {
    let mut changed = false;
    for b in g.block_ids().filter(|&b| !dom.reachable(b)) {
        let empty = BlockData {
            params: Vec::new(),
            ops: Vec::new(),
            end: Terminator::Unreachable,
            state: None,
        };
        changed |= std::mem::replace(g.block_mut(b), empty.clone()) != empty;
    }
    changed
}

/// Which values are used in the end.
fn live(g: &Graph, dom: &Dom) -> Vec<bool> {
    let mut marks = Marks {
        g,
        live: vec![false; g.values.len()],
        states: vec![false; g.states.len()],
        work: Vec::new(),
    };
    for &b in &dom.order {
        let block = g.block(b);
        for &v in &block.ops {
            if g.op(v).is_some_and(|op| !op.removable()) {
                marks.value(v);
            }
        }
        match &block.end {
            Terminator::Branch { cond: v, .. } | Terminator::Return(v) => marks.value(*v),
            Terminator::Jump(_) | Terminator::Exit(_) | Terminator::Unreachable => {}
        }
        marks.state(block.end.state().into_iter().chain(block.state));
    }
    let arguments = arguments(g, dom);
    while let Some(v) = marks.work.pop() {
        match &g.values[v.0 as usize] {
            ValueData::Op(op) => {
                op.for_each_use(&mut |v| marks.value(v));
                marks.state(op.state());
            }
            ValueData::Param(..) => arguments[v.0 as usize].iter().for_each(|&v| marks.value(v)),
        }
    }
    marks.live
}

/// For every block parameter, what reachable predecessors pass for it.
fn arguments(g: &Graph, dom: &Dom) -> Vec<Vec<V>> {
    let mut all = vec![Vec::new(); g.values.len()];
    for t in dom.order.iter().flat_map(|&b| g.block(b).end.targets()) {
        for (p, &arg) in g.block(t.block).params.iter().zip(&t.args) {
            all[p.0 as usize].push(arg);
        }
    }
    all
}

struct Marks<'a> {
    g: &'a Graph,
    live: Vec<bool>,
    states: Vec<bool>,
    /// Values whose operands are still to be marked.
    work: Vec<V>,
}

impl Marks<'_> {
    fn value(&mut self, v: V) {
        if !std::mem::replace(&mut self.live[v.0 as usize], true) {
            self.work.push(v);
        }
    }

    /// Marks what the states and their callers' hold.
    fn state(&mut self, states: impl IntoIterator<Item = State>) {
        for s in states {
            let mut at = Some(s);
            while let Some(s) = at
                && !std::mem::replace(&mut self.states[s.0 as usize], true)
            {
                let state = self.g.state(s);
                state.for_each_value(&mut |v| self.value(v));
                at = state.parent;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn unused_operations_go_and_guards_stay() {
        check(
            "dce",
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               v2: i64 = AddOvf v1, v1, s1
               v3: i64 = ConstI64 1
               v4: val = BoxInt v3
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}
             s1: code=0x1 pc=1 base=0 entered fn=v0 then=unit regs{}",
            "b0:
               v0: val = ReadReg 0, 0
               v1: i64 = UnboxInt v0, s0
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{}",
        );
    }

    #[test]
    fn effects_and_what_their_states_hold_stay() {
        check(
            "dce",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v2: i64 = ConstI64 1
               v3: val = CallAny v0, (), s1
               StoreCell v0, v3
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{r0=v1}
             s1: code=0x1 pc=0 base=0 entered fn=v0 then=frame(r0) regs{r0=v0} parent=s0",
            "b0:
               v0: val = ReadReg 0, 0
               v1: val = ReadReg 0, 1
               v3: val = CallAny v0, (), s1
               StoreCell v0, v3
               return v0
             s0: code=0x1 pc=0 base=0 entered fn=v0 then=unit regs{r0=v1}
             s1: code=0x1 pc=0 base=0 entered fn=v0 then=frame(r0) regs{r0=v0} parent=s0",
        );
    }

    #[test]
    fn parameters_that_only_feed_themselves_go() {
        check(
            "dce",
            "b0:
               v0: i64 = ConstI64 0
               v1: val = ConstVal 0x2
               v2: bool = ConstBool true
               jump b1(v0, v1)
             b1(v3: i64, v4: val):
               v5: i64 = Add v3, v3
               branch v2, b1(v5, v4), b2
             b2:
               return v4",
            "b0:
               v1: val = ConstVal 0x2
               v2: bool = ConstBool true
               jump b1(v1)
             b1(v4: val):
               branch v2, b1(v4), b2
             b2:
               return v4",
        );
    }

    #[test]
    fn unreachable_blocks_are_emptied() {
        check(
            "dce",
            "b0:
               v0: val = ConstVal 0x2
               jump b2(v0)
             b1:
               v1: val = ConstVal 0x6
               jump b2(v1)
             b2(v2: val):
               return v2",
            "b0:
               v0: val = ConstVal 0x2
               jump b2(v0)
             b2(v2: val):
               return v2",
        );
    }
}
