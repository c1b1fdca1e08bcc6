//! The control flow of register code: blocks, loops, which registers are live.

use crate::bytecode::check::span;
use crate::bytecode::code::Code;
use crate::bytecode::ops::{Instr, Kind, NO_REG, Op};

/// A set of registers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegSet(Vec<u64>);

impl RegSet {
    fn new(n: usize) -> RegSet {
        RegSet(vec![0; n.div_ceil(64)])
    }

    /// Is `r` in it?
    #[must_use]
    pub fn has(&self, r: u16) -> bool {
        self.0
            .get(usize::from(r) / 64)
            .is_some_and(|w| w >> (r % 64) & 1 == 1)
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }

    fn add(&mut self, r: u16) {
        if let Some(w) = self.0.get_mut(usize::from(r) / 64) {
            *w |= 1 << (r % 64);
        }
    }

    fn remove(&mut self, r: u16) {
        if let Some(w) = self.0.get_mut(usize::from(r) / 64) {
            *w &= !(1 << (r % 64));
        }
    }

    fn join(&mut self, other: &RegSet) -> bool {
        let mut changed = false;
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            changed |= *b & !*a != 0;
            *a |= b;
        }
        changed
    }

    /// Its members, in order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.0.iter().enumerate().flat_map(|(i, &w)| {
            (0..64u16)
                .filter(move |b| w >> b & 1 == 1)
                .map(move |b| i as u16 * 64 + b)
        })
    }
}

/// A loop of the register code.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Its first instruction, the target of the back-edges.
    pub header: u32,
    /// The instructions of its body, one flag each.
    body: Vec<bool>,
    /// Registers that its body writes, and iterators that it moves.
    pub assigned: RegSet,
}

impl Loop {
    /// Is the instruction part of it?
    #[must_use]
    pub fn contains(&self, pc: u32) -> bool {
        self.body.get(pc as usize).copied().unwrap_or(false)
    }
}

/// What is known about the code.
#[derive(Debug)]
pub struct Flow {
    /// The position of each instruction in reverse postorder; `u32::MAX` for unreachable ones.
    pub order: Vec<u32>,
    /// Is the instruction the target of a jump?
    pub leader: Vec<bool>,
    /// The loops, outer ones first.
    pub loops: Vec<Loop>,
    /// The registers that some instruction writes.
    pub written: RegSet,
    live: Vec<RegSet>,
    handler_live: Vec<RegSet>,
    /// The row of the table of handlers that is about the instruction.
    handler_of: Vec<Option<usize>>,
}

/// The registers an instruction reads.
pub fn reads(i: Instr, mut f: impl FnMut(u16)) {
    for (index, &(_, kind)) in i.op.operands().iter().enumerate() {
        let field = [i.a, i.b, i.c][index.min(2)];
        match kind {
            Kind::Reg | Kind::MaybeEmpty | Kind::Cell => f(field),
            Kind::OptReg if field != NO_REG => f(field),
            Kind::Base => (0..span(i) as u16).for_each(|k| f(field + k)),
            _ => {}
        }
    }
    if i.op.neutral() == Op::MakeCell {
        f(i.a);
    }
}

/// The registers an instruction writes.
pub fn writes(i: Instr, mut f: impl FnMut(u16)) {
    for (index, &(_, kind)) in i.op.operands().iter().enumerate() {
        let field = [i.a, i.b, i.c][index.min(2)];
        match kind {
            Kind::Dst => f(field),
            Kind::DstBase => {
                let n = match i.op.neutral() {
                    Op::LoadSuperMethod | Op::LoadZeroSuperMethod => 2,
                    _ => span(i),
                };
                (0..n as u16).for_each(|k| f(field + k));
            }
            _ => {}
        }
    }
}

/// Where control can go from an instruction, without exceptions: the next one, the target.
#[must_use]
pub fn successors(i: Instr, pc: u32) -> (Option<u32>, Option<u32>) {
    let to16 = pc.wrapping_add_signed(i.to() as i32);
    let to32 = pc.wrapping_add_signed(i.to32() as i32);
    match i.op.neutral() {
        Op::Jump | Op::JumpBack => (None, Some(to32)),
        Op::Ret | Op::Raise | Op::Reraise => (None, None),
        op => {
            let jumps = op
                .operands()
                .iter()
                .any(|&(_, k)| matches!(k, Kind::To | Kind::To32));
            (Some(pc + 1), jumps.then_some(to16))
        }
    }
}

impl Flow {
    /// Analyses the code. The registers `shown` are live everywhere.
    #[must_use]
    pub fn new(code: &Code, shown: &[u16]) -> Flow {
        let n = code.instrs.len();
        let mut flow = Flow {
            order: vec![u32::MAX; n],
            leader: vec![false; n],
            loops: Vec::new(),
            written: RegSet::new(usize::from(code.nregs)),
            live: Vec::new(),
            handler_live: Vec::new(),
            handler_of: Vec::new(),
        };
        for (pc, &i) in code.instrs.iter().enumerate() {
            if let (_, Some(to)) = successors(i, pc as u32) {
                flow.leader[to as usize] = true;
            }
        }
        flow.handler_of = (0..n as u32)
            .map(|pc| {
                let mut rows = code.handlers.iter();
                rows.position(|h| h.start <= pc && pc < h.end)
            })
            .collect();
        for &i in &code.instrs {
            writes(i, |r| flow.written.add(r));
        }
        flow.number(code);
        flow.find_loops(code);
        flow.find_live(code, shown);
        flow
    }

    /// Numbers the instructions in reverse postorder; loops stay contiguous because a loop's exit is visited before its body.
    fn number(&mut self, code: &Code) {
        let n = code.instrs.len();
        let mut post = Vec::with_capacity(n);
        let mut seen = vec![false; n];
        let starts = std::iter::once(0).chain(code.handlers.iter().map(|h| h.target));
        for start in starts {
            if std::mem::replace(&mut seen[start as usize], true) {
                continue;
            }
            let mut stack = vec![(start, 0u8)];
            while let Some((pc, step)) = stack.pop() {
                if step == 2 {
                    post.push(pc);
                    continue;
                }
                stack.push((pc, step + 1));
                let (next, to) = successors(code.instrs[pc as usize], pc);
                // the later one in the code first, so that bodies of loops come before what follows them
                let (first, second) = if next < to { (to, next) } else { (next, to) };
                let s = if step == 0 { first } else { second };
                if let Some(s) = s
                    && !std::mem::replace(&mut seen[s as usize], true)
                {
                    stack.push((s, 0));
                }
            }
        }
        for (i, &pc) in post.iter().rev().enumerate() {
            self.order[pc as usize] = i as u32;
        }
    }

    fn find_loops(&mut self, code: &Code) {
        let n = code.instrs.len();
        let mut preds: Vec<Vec<u32>> = vec![Vec::new(); n];
        let mut back: Vec<(u32, u32)> = Vec::new();
        for (pc, &i) in code.instrs.iter().enumerate() {
            let (next, to) = successors(i, pc as u32);
            for s in [next, to].into_iter().flatten() {
                preds[s as usize].push(pc as u32);
                if s <= pc as u32 {
                    back.push((s, pc as u32));
                }
            }
        }
        back.sort_unstable();
        for (header, latch) in back {
            let at = match self.loops.iter().position(|l| l.header == header) {
                Some(at) => at,
                None => {
                    self.loops.push(Loop {
                        header,
                        body: vec![false; n],
                        assigned: RegSet::new(usize::from(code.nregs)),
                    });
                    self.loops.len() - 1
                }
            };
            let l = &mut self.loops[at];
            l.body[header as usize] = true;
            let mut work = vec![latch];
            while let Some(pc) = work.pop() {
                if !std::mem::replace(&mut l.body[pc as usize], true) {
                    work.extend(&preds[pc as usize]);
                }
            }
        }
        for l in &mut self.loops {
            for (pc, &i) in code.instrs.iter().enumerate() {
                if l.body[pc] {
                    writes(i, |r| l.assigned.add(r));
                    if matches!(i.op.neutral(), Op::ForIter | Op::ForLoop) {
                        l.assigned.add(i.a);
                    }
                }
            }
        }
        self.loops
            .sort_by_key(|l| std::cmp::Reverse(l.body.iter().filter(|&&b| b).count()));
    }

    fn find_live(&mut self, code: &Code, shown: &[u16]) {
        let n = code.instrs.len();
        let nregs = usize::from(code.nregs);
        self.live = vec![RegSet::new(nregs); n];
        self.handler_live = vec![RegSet::new(nregs); n];
        for set in &mut self.live {
            shown.iter().for_each(|&r| set.add(r));
        }
        let temporaries = usize::from(code.nlocals) + code.resident.len();
        let mut set = RegSet::new(nregs);
        let mut changed = true;
        while changed {
            changed = false;
            for pc in (0..n).rev() {
                let i = code.instrs[pc];
                set.clear();
                self.add_live_after(pc as u32, i, &mut set);
                reads(i, |r| set.add(r));
                if i.op == Op::Clear && usize::from(i.a) >= temporaries {
                    // closes a generator that stands there
                    set.add(i.a);
                }
                if let Some(row) = self.handler_of[pc] {
                    let h = &code.handlers[row];
                    let handler = &mut self.handler_live[pc];
                    handler.join(&self.live[h.target as usize]);
                    handler.remove(h.exc);
                    if h.lasti != NO_REG {
                        handler.remove(h.lasti);
                    }
                    set.join(handler);
                }
                changed |= self.live[pc].join(&set);
            }
        }
    }

    /// Adds what is live behind an instruction, without what it writes, to the empty `set`.
    fn add_live_after(&self, pc: u32, i: Instr, set: &mut RegSet) {
        let (next, to) = successors(i, pc);
        let op = i.op.neutral();
        let edges = if op == Op::ForLoop {
            // the item is written on the way back only
            [to, next]
        } else {
            [next, to]
        };
        if let Some(s) = edges[0] {
            set.join(&self.live[s as usize]);
        }
        let iteration = matches!(op, Op::ForIter | Op::ForLoop);
        if iteration {
            writes(i, |r| set.remove(r));
        }
        if let Some(s) = edges[1] {
            set.join(&self.live[s as usize]);
        }
        if !iteration {
            writes(i, |r| set.remove(r));
        }
    }

    /// The registers live before instruction `pc`.
    #[must_use]
    pub fn live(&self, pc: u32) -> &RegSet {
        &self.live[pc as usize]
    }

    /// The registers that a handler of instruction `pc` reads.
    #[must_use]
    pub fn live_in_handler(&self, pc: u32) -> &RegSet {
        &self.handler_live[pc as usize]
    }

    /// The loop whose header is `pc`.
    #[must_use]
    pub fn loop_at(&self, pc: u32) -> Option<&Loop> {
        self.loops.iter().find(|l| l.header == pc)
    }
}
