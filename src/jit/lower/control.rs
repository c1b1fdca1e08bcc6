//! Blocks: their order, their ends, which of them are cold, and the blocks of the exits.
//!
//! Cranelift orders blocks by a depth-first search and places the *first* target of a branch behind all that the second leads to. The registers are given out over that
//! order, and what lies between a loop's header and the last block that jumps back to it counts as inside the loop. So what leaves (exits, then the way out of a loop) is
//! always the first target.

use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{
    BlockArg, InstBuilder as _, StackSlot, StackSlotData, StackSlotKind, TrapCode,
};

use super::Lower;
use crate::ir::dom::Dom;
use crate::ir::loops::Loops;
use crate::ir::{Block, Graph, State, Target, Terminator};
use crate::jit::entries::Called;
use crate::jit::exits::{FIRST_SLOT, Reason};
use crate::jit::plan::{ExitPlan, Node};
use crate::object::{Code, Value};

/// The blocks that can be reached, each before those it dominates.
pub(super) fn reverse_postorder(g: &Graph) -> Vec<Block> {
    let mut seen = vec![false; g.blocks.len()];
    let mut order = Vec::new();
    let mut stack = vec![(Graph::ENTRY, 0)];
    seen[0] = true;
    while let Some((block, next)) = stack.pop() {
        // the last target first, so that the first one follows its block
        let targets: Vec<Block> = g.block(block).end.targets().map(|t| t.block).collect();
        match targets.iter().rev().nth(next) {
            Some(&to) => {
                stack.push((block, next + 1));
                if !std::mem::replace(&mut seen[to.0 as usize], true) {
                    stack.push((to, 0));
                }
            }
            None => order.push(block),
        }
    }
    order.reverse();
    order
}

/// How many loops each block is in; 0 for all when that is not known.
pub(super) fn loop_depths(g: &Graph) -> Vec<usize> {
    let loops = Loops::new(g, &Dom::new(g));
    let depth = |b| loops.as_ref().map_or(0, |loops| loops.depth(Block(b)));
    (0..g.blocks.len() as u32).map(depth).collect()
}

impl Lower<'_, '_> {
    fn target(&mut self, t: &Target) -> Vec<BlockArg> {
        t.args.iter().map(|&v| self.v(v).into()).collect()
    }

    /// Ends a block.
    pub(super) fn terminator(&mut self, block: Block) {
        let g = self.g;
        match &g.block(block).end {
            Terminator::Jump(t) => {
                let args = self.target(t);
                let to = self.blocks[t.block.0 as usize];
                self.b.ins().jump(to, &args);
            }
            Terminator::Branch { cond, yes, no } => {
                let cond = self.v(*cond);
                let depth = |t: &Target| self.depths[t.block.0 as usize];
                let (cond, first, second) = if depth(no) < depth(yes) {
                    (self.not(cond), no, yes)
                } else {
                    (cond, yes, no)
                };
                let (first_args, second_args) = (self.target(first), self.target(second));
                let first = self.blocks[first.block.0 as usize];
                let second = self.blocks[second.block.0 as usize];
                self.b
                    .ins()
                    .brif(cond, first, &first_args, second, &second_args);
            }
            Terminator::Return(v) => {
                let v = self.v(*v);
                self.b.ins().return_(&[v]);
            }
            Terminator::Exit(state) => {
                let reason = self.reason_to_end(*state);
                let exit = self.exit(*state, reason, "Exit");
                self.b.ins().jump(exit, &[]);
            }
            Terminator::Unreachable => {
                self.b.ins().trap(TrapCode::unwrap_user(1));
            }
        }
    }

    /// Why the code ends at the state's instruction.
    fn reason_to_end(&self, state: State) -> Reason {
        let fs = self.g.state(state);
        let code = Code::from_value(Value(fs.code));
        if code.is_some_and(|c| c.instr_at(fs.pc as usize).op.suspends()) {
            Reason::Suspend
        } else {
            Reason::End
        }
    }

    /// Marks the blocks from which every way leads to an exit.
    pub(super) fn mark_cold(&mut self, order: &[Block]) {
        let mut cold = vec![false; self.g.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for &b in order.iter().rev() {
                let is = match &self.g.block(b).end {
                    Terminator::Exit(_) | Terminator::Unreachable => true,
                    Terminator::Return(_) => false,
                    end => end.targets().all(|t| cold[t.block.0 as usize]),
                };
                if is && !std::mem::replace(&mut cold[b.0 as usize], true) {
                    changed = true;
                }
            }
        }
        for &b in order.iter().skip(1) {
            if cold[b.0 as usize] {
                self.b.set_cold_block(self.blocks[b.0 as usize]);
            }
        }
    }

    /// Fills the blocks of the exits, and what they share: the nodes of their tree, and the tail.
    pub(super) fn fill_exits(&mut self, plan: &ExitPlan) {
        if plan.exits.is_empty() {
            return;
        }
        let area = self.b.create_sized_stack_slot(StackSlotData::new(
            StackSlotKind::ExplicitSlot,
            8 * (FIRST_SLOT + plan.slots()) as u32,
            3,
        ));
        let tail = self.cold_block();
        // the block of each node; one of an exit alone stands in the exit's block
        let mut nodes = Vec::with_capacity(plan.nodes.len());
        for node in &plan.nodes {
            let block = (node.users > 1).then(|| self.cold_block());
            nodes.push(block);
        }
        let on = |node: &Node| node.parent.and_then(|p| nodes[p]).unwrap_or(tail);
        for (i, &end) in plan.ends.iter().enumerate() {
            self.b.switch_to_block(self.exits[i].block);
            let number = self.word(i as i64);
            self.b.ins().stack_store(I64, number, area, 0);
            let node = &plan.nodes[end];
            let to = nodes[end].unwrap_or_else(|| {
                self.store_values(node, area);
                on(node)
            });
            self.b.ins().jump(to, &[]);
        }
        for (node, &block) in plan.nodes.iter().zip(&nodes) {
            if let Some(block) = block {
                self.b.switch_to_block(block);
                self.store_values(node, area);
                self.b.ins().jump(on(node), &[]);
            }
        }
        self.b.switch_to_block(tail);
        let area = self.b.ins().stack_addr(I64, area, 0);
        let exits = self.word(plan.exits.as_ptr().addr() as i64);
        let (vm, base) = (self.vm, self.base);
        let result = self.call_word(Called::Leave.address(), &[vm, exits, area, base]);
        self.b.ins().return_(&[result]);
    }

    fn store_values(&mut self, node: &Node, area: StackSlot) {
        for (slot, &v) in (FIRST_SLOT + node.first..).zip(&node.values) {
            let v = self.v(v);
            self.b.ins().stack_store(I64, v, area, 8 * slot as i32);
        }
    }
}
