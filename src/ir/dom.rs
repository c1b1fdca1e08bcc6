//! Dominators: which blocks every path to a block goes through.
//!
//! The algorithm of Cooper, Harvey and Kennedy: immediate dominators by iteration in reverse postorder. Blocks that the entry does
//! not reach are in no order, dominate nothing and are dominated by nothing.

use super::{Block, Graph};

/// The dominator tree of a graph.
#[derive(Clone, Debug)]
pub struct Dom {
    /// The reachable blocks in reverse postorder; the entry comes first.
    pub order: Vec<Block>,
    /// The place of every block in `order`.
    position: Vec<Option<u32>>,
    idom: Vec<Option<Block>>,
    children: Vec<Vec<Block>>,
    /// When a walk of the tree enters and leaves each block.
    span: Vec<(u32, u32)>,
}

impl Dom {
    /// Computes the tree.
    #[must_use]
    pub fn new(g: &Graph) -> Dom {
        let order = reverse_postorder(g);
        let mut position = vec![None; g.blocks.len()];
        for (i, b) in order.iter().enumerate() {
            position[b.0 as usize] = Some(i as u32);
        }
        let idom = immediate_dominators(g, &order, &position);
        let mut children = vec![Vec::new(); g.blocks.len()];
        for &b in &order {
            if let Some(d) = idom[b.0 as usize] {
                children[d.0 as usize].push(b);
            }
        }
        let span = spans(&children);
        Dom {
            order,
            position,
            idom,
            children,
            span,
        }
    }

    /// Does the entry reach `b`?
    #[must_use]
    pub fn reachable(&self, b: Block) -> bool {
        self.position[b.0 as usize].is_some()
    }

    /// The place of `b` in reverse postorder; `None` when it is not reachable.
    #[must_use]
    pub fn position(&self, b: Block) -> Option<usize> {
        self.position[b.0 as usize].map(|p| p as usize)
    }

    /// The immediate dominator; `None` of the entry and of unreachable blocks.
    #[must_use]
    pub fn idom(&self, b: Block) -> Option<Block> {
        self.idom[b.0 as usize]
    }

    /// The blocks whose immediate dominator is `b`, in reverse postorder.
    #[must_use]
    pub fn children(&self, b: Block) -> &[Block] {
        &self.children[b.0 as usize]
    }

    /// Does every path to `b` go through `a`? A reachable block dominates itself.
    #[must_use]
    pub fn dominates(&self, a: Block, b: Block) -> bool {
        if !self.reachable(a) || !self.reachable(b) {
            return false;
        }
        let (a, b) = (self.span[a.0 as usize], self.span[b.0 as usize]);
        a.0 <= b.0 && b.1 <= a.1
    }

    /// The reachable blocks so that each comes after its immediate dominator and directly before those it dominates.
    #[must_use]
    pub fn preorder(&self) -> Vec<Block> {
        let mut all = self.order.clone();
        all.sort_by_key(|b| self.span[b.0 as usize].0);
        all
    }
}

/// The blocks the entry reaches, each before its successors but along back edges.
fn reverse_postorder(g: &Graph) -> Vec<Block> {
    let mut seen = vec![false; g.blocks.len()];
    seen[0] = true;
    let mut postorder = Vec::new();
    let mut stack = vec![(Graph::ENTRY, 0)];
    while let Some((b, next)) = stack.pop() {
        match g.block(b).end.targets().nth(next) {
            None => postorder.push(b),
            Some(t) => {
                stack.push((b, next + 1));
                if !std::mem::replace(&mut seen[t.block.0 as usize], true) {
                    stack.push((t.block, 0));
                }
            }
        }
    }
    postorder.reverse();
    postorder
}

fn immediate_dominators(
    g: &Graph,
    order: &[Block],
    position: &[Option<u32>],
) -> Vec<Option<Block>> {
    let preds = g.predecessors();
    let at = |b: Block| position[b.0 as usize];
    // By place in `order`; the entry counts as its own here.
    let mut idom: Vec<Option<u32>> = vec![None; order.len()];
    idom[0] = Some(0);
    let mut changed = true;
    while changed {
        changed = false;
        for (i, b) in order.iter().enumerate().skip(1) {
            let known = preds[b.0 as usize]
                .iter()
                .filter_map(|&p| at(p))
                .filter(|&p| idom[p as usize].is_some());
            let new = known.reduce(|a, b| meet(&idom, a, b));
            changed |= new != idom[i];
            idom[i] = new;
        }
    }
    let mut by_block = vec![None; g.blocks.len()];
    for (i, b) in order.iter().enumerate().skip(1) {
        by_block[b.0 as usize] = idom[i].map(|d| order[d as usize]);
    }
    by_block
}

/// The nearest block that dominates both, by places in reverse postorder.
fn meet(idom: &[Option<u32>], mut a: u32, mut b: u32) -> u32 {
    while a != b {
        if a > b {
            a = idom[a as usize].unwrap_or(0);
        } else {
            b = idom[b as usize].unwrap_or(0);
        }
    }
    a
}

fn spans(children: &[Vec<Block>]) -> Vec<(u32, u32)> {
    let mut span = vec![(0, 0); children.len()];
    let mut clock = 0;
    let mut stack = vec![(Graph::ENTRY, 0)];
    while let Some((b, next)) = stack.pop() {
        if next == 0 {
            clock += 1;
            span[b.0 as usize].0 = clock;
        }
        match children[b.0 as usize].get(next) {
            Some(&child) => {
                stack.push((b, next + 1));
                stack.push((child, 0));
            }
            None => span[b.0 as usize].1 = clock,
        }
    }
    span
}

/// A graph of empty blocks; `edges[b]` are the successors of block `b`.
#[cfg(test)]
pub(crate) fn skeleton(edges: &[&[u32]]) -> Graph {
    use super::{Op, Target, Terminator};
    let mut g = Graph::new();
    let cond = g.push(Graph::ENTRY, Op::ConstBool { value: true });
    while g.blocks.len() < edges.len() {
        g.add_block();
    }
    let to = |b: u32| Target {
        block: Block(b),
        args: Vec::new(),
    };
    for (b, succs) in edges.iter().enumerate() {
        g.blocks[b].end = match succs {
            [] => Terminator::Unreachable,
            [a] => Terminator::Jump(to(*a)),
            [a, b, ..] => Terminator::Branch {
                cond,
                yes: to(*a),
                no: to(*b),
            },
        };
    }
    g
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(edges: &[&[u32]], idoms: &[Option<u32>]) {
        let dom = Dom::new(&skeleton(edges));
        let got: Vec<_> = (0..edges.len() as u32)
            .map(|b| dom.idom(Block(b)).map(|b| b.0))
            .collect();
        assert_eq!(got, idoms);
        for a in (0..edges.len() as u32).map(Block) {
            for b in (0..edges.len() as u32).map(Block) {
                let mut up = dom.reachable(a).then_some(b).filter(|&b| dom.reachable(b));
                while up.is_some() && up != Some(a) {
                    up = up.and_then(|u| dom.idom(u));
                }
                assert_eq!(dom.dominates(a, b), up.is_some(), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_diamond() {
        check(
            &[&[1, 2], &[3], &[3], &[]],
            &[None, Some(0), Some(0), Some(0)],
        );
    }

    #[test]
    fn a_loop_and_an_unreachable_block() {
        check(
            &[&[1], &[2, 3], &[1], &[], &[3]],
            &[None, Some(0), Some(1), Some(1), None],
        );
    }

    #[test]
    fn two_loops_that_share_blocks() {
        // 1 -> 2 -> 3 -> 2, 3 -> 1
        check(
            &[&[1], &[2], &[3, 4], &[2, 1], &[]],
            &[None, Some(0), Some(1), Some(2), Some(2)],
        );
    }

    #[test]
    fn an_irreducible_graph() {
        check(
            &[&[1, 2], &[2], &[1, 3], &[]],
            &[None, Some(0), Some(0), Some(2)],
        );
    }

    #[test]
    fn orders() {
        let dom = Dom::new(&skeleton(&[&[1], &[2, 3], &[1], &[]]));
        assert_eq!(dom.order.len(), 4);
        assert_eq!(dom.order[0], Graph::ENTRY);
        assert_eq!(dom.position(Block(1)), Some(1));
        assert_eq!(dom.preorder()[..2], [Block(0), Block(1)]);
        assert_eq!(dom.children(Block(1)).len(), 2);
    }
}
