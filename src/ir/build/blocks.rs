//! The flow of a frame's blocks: where control comes from and goes to, and what the registers hold where edges meet.

use super::env::{Abs, Env};
use super::flow::successors;
use super::frame::{Edge, Key};
use super::{Builder, Built, refuse};
use crate::bytecode::ops::Instr;
use crate::ir::{Block, Op, Rep, Target, Terminator, V};
use crate::object::Value;

impl Builder<'_> {
    /// Reads the innermost frame from instruction `start` on.
    pub(super) fn read_frame(&mut self, start: u32) -> Built {
        let edge = Edge {
            block: self.at,
            env: self.env.clone(),
        };
        let loops = self.top().entering.is_some();
        if loops {
            // the pseudo block of a back-edge
            let to = successors(self.instr(start), start).1;
            self.top_mut().roots = match to {
                Some(header) => self.nest(header),
                None => vec![None],
            };
            self.at = edge.block;
            self.read_block(start)?;
        } else {
            if self.top().resumed.is_some() {
                self.top_mut().roots = self.nest(start);
            }
            self.add_edge((start, 0), edge)?;
        }
        loop {
            let next = self.top_mut().queue.pop_first();
            let Some(((copy, _), pc)) = next else { break };
            self.top_mut().copy = copy;
            let edges = self
                .top_mut()
                .pending
                .remove(&(pc, copy))
                .unwrap_or_default();
            self.top_mut().done.insert((pc, copy), ());
            self.merge(pc, edges)?;
            if self.is_header(pc) {
                self.open_header(pc, copy)?;
            }
            self.read_block(pc)?;
        }
        Ok(())
    }

    /// The instruction `header`, a loop's header or where a generator goes on, and the headers of the loops around it, from the inside out.
    pub(super) fn nest(&self, header: u32) -> Vec<Option<u32>> {
        // they are sorted, the longest first
        let around = self.top().flow.loops.iter().rev();
        let around = around.filter(|l| l.header != header && l.contains(header));
        let outer = around.map(|l| Some(l.header));
        std::iter::once(Some(header)).chain(outer).collect()
    }

    /// Is `pc` the header of a loop that the present copy contains whole?
    pub(super) fn is_header(&self, pc: u32) -> bool {
        let f = self.top();
        f.flow.loop_at(pc).is_some() && self.contained(pc)
    }

    /// Is the loop at `header` entered through its header in the present copy? Not if it encloses the loop that the copy is about.
    pub(super) fn contained(&self, header: u32) -> bool {
        let f = self.top();
        match f.roots[f.copy as usize] {
            None => true,
            Some(root) => {
                root == header || f.flow.loop_at(header).is_none_or(|l| !l.contains(root))
            }
        }
    }

    pub(super) fn add_edge(&mut self, key: Key, edge: Edge) -> Built {
        let f = self.top_mut();
        if f.done.contains_key(&key) {
            return refuse("irreducible control flow");
        }
        let order = f.flow.order[key.0 as usize];
        f.queue.insert((key.1, order), key.0);
        f.pending.entry(key).or_default().push(edge);
        Ok(())
    }

    /// An instruction of the innermost frame, in its present form.
    pub(super) fn instr(&self, pc: u32) -> Instr {
        self.top().code.instr_at(pc as usize)
    }

    /// Goes from instruction `from` to `to`; the present block ends here.
    pub(super) fn go(&mut self, from: u32, to: u32) -> Built {
        let edge = Edge {
            block: self.at,
            env: self.env.clone(),
        };
        let copy = self.top().copy;
        if to > from {
            return self.add_edge((to, copy), edge);
        }
        if self.top_mut().entering.take().is_some_and(|at| at == from) {
            return self.add_edge((to, 0), edge);
        }
        if self.contained(to) && self.top().headers.contains_key(&(to, copy)) {
            return self.close_loop((to, copy));
        }
        let next = self.copy_of(to);
        if next > 8 {
            return refuse("loops are nested too deeply");
        }
        self.add_edge((to, next), edge)
    }

    /// The copy that is entered through the header `to` from the present one.
    pub(super) fn copy_of(&mut self, to: u32) -> u32 {
        let f = self.top_mut();
        let outer = f.roots.iter().skip(f.copy as usize + 1);
        let next = match outer.into_iter().position(|&root| root == Some(to)) {
            Some(i) => f.copy as usize + 1 + i,
            // a loop with two entries
            None => {
                f.roots.push(Some(to));
                f.roots.len() - 1
            }
        };
        next as u32
    }

    /// Ends the block with a branch; `yes` and `no` are instructions.
    pub(super) fn branch(&mut self, from: u32, cond: V, yes: u32, no: u32) -> Built {
        let (a, b) = (self.g.add_block(), self.g.add_block());
        self.end_branch(cond, a, b);
        let env = self.env.clone();
        self.at = a;
        self.go(from, yes)?;
        self.at = b;
        self.env = env;
        self.go(from, no)
    }

    /// Ends the present block with a branch to two new blocks.
    pub(super) fn end_branch(&mut self, cond: V, yes: Block, no: Block) {
        let to = |block| Target {
            block,
            args: vec![],
        };
        self.g.block_mut(self.at).end = Terminator::Branch {
            cond,
            yes: to(yes),
            no: to(no),
        };
    }

    /// Ends the present block with a jump to one without parameters.
    pub(super) fn end_jump(&mut self, block: Block) {
        self.g.block_mut(self.at).end = Terminator::Jump(Target {
            block,
            args: vec![],
        });
    }

    /// Blocks that end with results meet in a new one, which becomes the present one.
    pub(super) fn join(&mut self, mut ends: Vec<(Block, Vec<V>)>) -> Vec<V> {
        if let [(block, results)] = &mut ends[..] {
            self.at = *block;
            return std::mem::take(results);
        }
        let block = self.g.add_block();
        let mut args: Vec<Vec<V>> = vec![Vec::new(); ends.len()];
        let n = ends.first().map_or(0, |e| e.1.len());
        let mut results = Vec::with_capacity(n);
        for r in 0..n {
            let first = ends[0].1[r];
            if ends.iter().all(|e| e.1[r] == first) {
                results.push(first);
                continue;
            }
            let rep = self.g.rep(first);
            let same = ends.iter().all(|e| self.g.rep(e.1[r]) == rep);
            for (e, args) in ends.iter().zip(&mut args) {
                self.at = e.0;
                args.push(if same { e.1[r] } else { self.boxed(e.1[r]) });
            }
            results.push(self.g.add_param(block, if same { rep } else { Rep::Val }));
        }
        for (e, args) in ends.iter().zip(args) {
            self.g.block_mut(e.0).end = Terminator::Jump(Target { block, args });
        }
        self.at = block;
        results
    }

    /// Makes the block in which the edges meet at `pc` the present one.
    pub(super) fn merge(&mut self, pc: u32, mut edges: Vec<Edge>) -> Built {
        let entered = edges.iter().map(|e| e.env.entered).max().unwrap_or(0);
        for e in &mut edges {
            if e.env.entered < entered {
                self.at = e.block;
                self.env = e.env.clone();
                while self.env.entered < entered {
                    // all frames at once: the difference arises only by observing operations
                    self.enter_frames(pc)?;
                }
                e.env = self.env.clone();
            }
        }
        if let [one] = &edges[..] {
            self.at = one.block;
            self.env = one.env.clone();
            return Ok(());
        }
        let block = self.g.add_block();
        let flow = self.top().flow.clone();
        let mut args: Vec<Vec<V>> = vec![Vec::new(); edges.len()];
        let mut regs = vec![Abs::Empty; edges[0].env.regs.len()];
        let residents =
            self.top().code.nlocals()..self.top().code.nlocals() + self.top().code.nresident();
        for (r, slot) in regs.iter_mut().enumerate() {
            if residents.contains(&(r as u16)) {
                // what guards on one way found out about it is not known on the others
                let k = self.top().code.resident_at(r as u16 - residents.start);
                *slot = Abs::Value(self.constant(k));
            } else if flow.live(pc).has(r as u16) {
                *slot = self.merge_register(block, r, &mut edges, &mut args)?;
            }
        }
        for (e, args) in edges.iter().zip(args) {
            self.g.block_mut(e.block).end = Terminator::Jump(Target { block, args });
        }
        self.at = block;
        self.env = Env { regs, entered };
        Ok(())
    }

    /// What register `r` holds where edges meet; adds parameters and their arguments.
    pub(super) fn merge_register(
        &mut self,
        block: Block,
        r: usize,
        edges: &mut [Edge],
        args: &mut [Vec<V>],
    ) -> Built<Abs> {
        let first = edges[0].env.regs[r];
        if edges.iter().all(|e| e.env.regs[r] == first) {
            return Ok(first);
        }
        if let Abs::Value(v) = first {
            let root = self.root(v);
            let same = edges
                .iter()
                .all(|e| matches!(e.env.regs[r], Abs::Value(v) if self.root(v) == root));
            if same {
                return Ok(Abs::Value(root));
            }
        }
        let same_kind = edges.iter().all(|e| e.env.regs[r].same_kind(first));
        let kind = if same_kind && first != Abs::Empty {
            first
        } else {
            for e in edges.iter_mut() {
                self.at = e.block;
                let made = match e.env.regs[r] {
                    Abs::Empty => self.constant(Value::EMPTY),
                    other => self.made(other)?,
                };
                e.env.regs[r] = Abs::Value(made);
            }
            edges[0].env.regs[r]
        };
        let n = kind.parts().len();
        let mut params = Vec::with_capacity(n);
        for k in 0..n {
            let reps: Vec<Rep> = edges
                .iter()
                .map(|e| self.g.rep(e.env.regs[r].parts()[k]))
                .collect();
            let rep = if reps.iter().all(|&x| x == reps[0]) {
                reps[0]
            } else {
                Rep::Val
            };
            for (e, args) in edges.iter().zip(args.iter_mut()) {
                self.at = e.block;
                let mut v = e.env.regs[r].parts()[k];
                if rep == Rep::Val {
                    v = self.boxed(v);
                }
                args.push(v);
            }
            params.push(self.g.add_param(block, rep));
        }
        Ok(kind.with_parts(&params))
    }

    /// The value that a guard or unboxing passed on.
    pub(super) fn root(&self, mut v: V) -> V {
        loop {
            v = match self.g.op(v) {
                Some(
                    Op::UnboxInt { value, .. }
                    | Op::UnboxFloat { value, .. }
                    | Op::UnboxBool { value, .. }
                    | Op::GuardShape { value, .. }
                    | Op::GuardType { value, .. }
                    | Op::GuardList { value, .. }
                    | Op::GuardIs { value, .. }
                    | Op::GuardBound { value, .. },
                ) => *value,
                _ => return v,
            };
        }
    }
}
