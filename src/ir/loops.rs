//! Natural loops: a header, the edges back to it, the blocks between.

use super::dom::Dom;
use super::{Block, Graph, Terminator};

/// A set of blocks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BlockSet(Vec<u64>);

impl BlockSet {
    /// Is `b` in it?
    #[must_use]
    pub fn contains(&self, b: Block) -> bool {
        self.0
            .get(b.0 as usize / 64)
            .is_some_and(|w| w >> (b.0 % 64) & 1 != 0)
    }

    /// Puts `b` in; was it new?
    pub fn insert(&mut self, b: Block) -> bool {
        let word = b.0 as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        let new = !self.contains(b);
        self.0[word] |= 1 << (b.0 % 64);
        new
    }

    /// The blocks, by number.
    pub fn iter(&self) -> impl Iterator<Item = Block> {
        (0..self.0.len() as u32 * 64)
            .map(Block)
            .filter(|&b| self.contains(b))
    }
}

/// A loop.
#[derive(Clone, PartialEq, Debug)]
pub struct Loop {
    /// The block that dominates all others of the loop.
    pub header: Block,
    /// The blocks that jump back to the header; each once.
    pub latches: Vec<Block>,
    /// All blocks, those of inner loops too.
    pub body: BlockSet,
    /// The only block outside that goes to the header, if it does nothing else at its end.
    pub preheader: Option<Block>,
    /// The innermost loop around this one (an index of [`Loops::all`]).
    pub parent: Option<usize>,
    /// How many loops are around it.
    pub depth: usize,
}

/// The loops of a graph.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Loops {
    /// The loops, each before those inside it.
    pub all: Vec<Loop>,
    innermost: Vec<Option<usize>>,
}

impl Loops {
    /// Finds the loops; `None` when one is entered other than through its header.
    #[must_use]
    pub fn new(g: &Graph, dom: &Dom) -> Option<Loops> {
        let preds = g.predecessors();
        let mut loops = Loops {
            all: Vec::new(),
            innermost: vec![None; g.blocks.len()],
        };
        // In reverse postorder the header of a loop comes before the headers inside.
        for &header in &dom.order {
            let latches = latches(header, &preds[header.0 as usize], dom)?;
            if !latches.is_empty() {
                loops.add(g, dom, &preds, header, latches);
            }
        }
        Some(loops)
    }

    /// The innermost loop with block `b` (an index of [`Loops::all`]).
    #[must_use]
    pub fn innermost(&self, b: Block) -> Option<usize> {
        self.innermost[b.0 as usize]
    }

    /// How many loops `b` is in.
    #[must_use]
    pub fn depth(&self, b: Block) -> usize {
        self.innermost(b).map_or(0, |l| self.all[l].depth + 1)
    }

    fn add(
        &mut self,
        g: &Graph,
        dom: &Dom,
        preds: &[Vec<Block>],
        header: Block,
        latches: Vec<Block>,
    ) {
        let body = body(header, &latches, preds, dom);
        let preheader = preheader(g, dom, header, &body, &preds[header.0 as usize]);
        let parent = self.innermost(header);
        for b in body.iter() {
            self.innermost[b.0 as usize] = Some(self.all.len());
        }
        self.all.push(Loop {
            header,
            latches,
            body,
            preheader,
            parent,
            depth: parent.map_or(0, |p| self.all[p].depth + 1),
        });
    }
}

/// The blocks that jump back to `header`; `None` when it does not dominate one of them.
fn latches(header: Block, preds: &[Block], dom: &Dom) -> Option<Vec<Block>> {
    let mut all = Vec::new();
    for &p in preds.iter().filter(|&&p| dom.reachable(p)) {
        if dom.position(p) >= dom.position(header) {
            if !dom.dominates(header, p) {
                return None;
            }
            if !all.contains(&p) {
                all.push(p);
            }
        }
    }
    Some(all)
}

/// The blocks from which a latch is reached without going through the header.
fn body(header: Block, latches: &[Block], preds: &[Vec<Block>], dom: &Dom) -> BlockSet {
    let mut body = BlockSet::default();
    body.insert(header);
    let mut stack = latches.to_vec();
    while let Some(b) = stack.pop() {
        if dom.reachable(b) && body.insert(b) {
            stack.extend(&preds[b.0 as usize]);
        }
    }
    body
}

fn preheader(
    g: &Graph,
    dom: &Dom,
    header: Block,
    body: &BlockSet,
    preds: &[Block],
) -> Option<Block> {
    let mut outside = preds
        .iter()
        .filter(|&&p| dom.reachable(p) && !body.contains(p));
    let only = *outside.next()?;
    let jumps = matches!(&g.block(only).end, Terminator::Jump(t) if t.block == header);
    (jumps && outside.next().is_none()).then_some(only)
}

#[cfg(test)]
mod tests {
    use super::super::dom::skeleton;
    use super::*;

    fn loops(edges: &[&[u32]]) -> Option<Loops> {
        let g = skeleton(edges);
        Loops::new(&g, &Dom::new(&g))
    }

    fn blocks(l: &Loop) -> Vec<u32> {
        l.body.iter().map(|b| b.0).collect()
    }

    #[test]
    fn a_loop_in_a_loop() {
        // 1: outer header; 2: preheader of 3, which is its own latch
        let all = loops(&[&[1], &[2, 5], &[3], &[3, 4], &[1], &[]]).unwrap();
        let [outer, inner] = &all.all[..] else {
            panic!("{all:?}")
        };
        assert_eq!(blocks(outer), [1, 2, 3, 4]);
        assert_eq!(
            (outer.header, outer.preheader, outer.parent, outer.depth),
            (Block(1), Some(Block(0)), None, 0)
        );
        assert_eq!(blocks(inner), [3]);
        assert_eq!(
            (inner.header, inner.preheader, inner.parent, inner.depth),
            (Block(3), Some(Block(2)), Some(0), 1)
        );
        assert_eq!(inner.latches, [Block(3)]);
        assert_eq!(
            [0, 1, 3, 5].map(|b| all.depth(Block(b))),
            [0, 1, 2, 0],
            "depths"
        );
    }

    #[test]
    fn two_latches_and_no_preheader() {
        let all = loops(&[&[1, 4], &[2, 3], &[1], &[1, 4], &[]]).unwrap();
        assert_eq!(all.all.len(), 1);
        assert_eq!(all.all[0].latches.len(), 2);
        assert_eq!(
            all.all[0].preheader, None,
            "the block outside goes elsewhere too"
        );
        let all = loops(&[&[1, 2], &[3], &[3], &[3, 4], &[]]).unwrap();
        assert_eq!(all.all[0].preheader, None, "two blocks outside");
    }

    #[test]
    fn unreachable_blocks_are_no_latches() {
        let all = loops(&[&[1], &[2], &[], &[1]]).unwrap();
        assert!(all.all.is_empty());
    }

    #[test]
    fn loops_with_two_entries_are_none() {
        assert_eq!(loops(&[&[1, 2], &[2], &[1, 3], &[]]), None);
    }
}
