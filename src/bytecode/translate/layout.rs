//! Blocks to instructions: order, jump threading, loops, far jumps, register numbers, the handler table.

use std::rc::Rc;

use super::consts::{Again, Pool};
use super::ir::{Arg, Body, Inst, NO_BLOCK, inverse, raises};
use super::machine::{Machine, Part};
use crate::bytecode::Invalid;
use crate::bytecode::code::{Code, Handler};
use crate::bytecode::ops::{Instr, Kind, NO_REG, Op};
use crate::pyc::RawCode;

/// The blocks of a code object and the order in which they are written.
pub(super) struct Program {
    pub(super) blocks: Vec<Body>,
    pub(super) first: u32,
    order: Vec<u32>,
    /// How many loops enclose each block.
    loops: Vec<u8>,
    pool: Pool,
    nlocals: u32,
    temps: u32,
}

/// So many instructions may certainly be jumped over by a near jump, however much far jumps make the code grow.
const NEAR: usize = 10_000;

impl Program {
    /// Takes over what the walk has emitted.
    pub(super) fn of(machine: Machine<'_>) -> Result<Program, Invalid> {
        let cold = |part: Part| matches!(part, Part::Thrown | Part::Unwind);
        let mut order: Vec<u32> = (0..machine.blocks.len() as u32)
            .filter(|&id| machine.blocks[id as usize].entered)
            .collect();
        order.sort_by_key(|&id| {
            let start = machine.blocks[id as usize].start;
            (cold(start.part), start.pc, start.part, id)
        });
        let first = order
            .iter()
            .copied()
            .find(|&id| machine.blocks[id as usize].start.part == Part::Entry);
        let loops = machine
            .blocks
            .iter()
            .map(|block| {
                machine
                    .loops
                    .get(block.start.pc as usize)
                    .copied()
                    .unwrap_or(0)
            })
            .collect();
        let nlocals = machine.raw.localsplus.len() as u32;
        let temps = machine.stack.temps;
        let blocks = machine
            .blocks
            .into_iter()
            .map(|block| {
                if block.entered {
                    block.body
                } else {
                    Body::default()
                }
            })
            .collect();
        Ok(Program {
            blocks,
            first: first.unwrap_or(0),
            order,
            loops,
            pool: machine.pool,
            nlocals,
            temps,
        })
    }

    pub(super) fn into_pool(self) -> Pool {
        self.pool
    }

    /// Chooses the resident constants.
    pub(super) fn residents(&mut self) -> Result<Vec<u32>, Again> {
        let reached = self.reached();
        let mut code = Vec::new();
        for (id, body) in self.blocks.iter().enumerate() {
            if reached[id] {
                code.extend(body.code.iter().map(|inst| (inst, self.loops[id])));
            }
        }
        self.pool.residents(code.into_iter())
    }

    // ---- control flow

    /// Lets jumps go where they would end up anyway.
    ///
    /// A conditional jump must stay a jump forward, else it would need an unconditional one around it.
    pub(super) fn thread(&mut self) {
        let mut rank = vec![0; self.blocks.len()];
        for (at, &id) in self.order.iter().enumerate() {
            rank[id as usize] = at;
        }
        for id in 0..self.blocks.len() {
            for index in 0..self.blocks[id].code.len() {
                let inst = self.blocks[id].code[index];
                if let Some(to) = inst.target() {
                    let mut end = self.destination(to);
                    if inst.op != Op::Jump && rank[end as usize] <= rank[id] {
                        end = to;
                    }
                    self.blocks[id].code[index].retarget(end);
                    if inst.op == Op::Jump
                        && let [only] = self.blocks[end as usize].code[..]
                        && only.op == Op::Ret
                    {
                        self.blocks[id].code[index] = only;
                    }
                }
            }
            if let Some(to) = self.blocks[id].fall {
                self.blocks[id].fall = Some(self.destination(to));
            }
        }
        self.chain();
    }

    /// Moves blocks that are reached from one place only directly behind that place.
    ///
    /// This is what brings the copies of a `finally` to the ways out that they belong to. Blocks with several ways in stay
    /// where the source has them: moving them would turn jumps forward into jumps back.
    fn chain(&mut self) {
        let reached = self.reached();
        let mut ways = vec![0_u32; self.blocks.len()];
        for (id, body) in self.blocks.iter().enumerate() {
            if reached[id] {
                let handlers = body.code.iter().map(|inst| inst.handler);
                let targets = body.code.iter().filter_map(Inst::target).chain(body.fall);
                for to in targets.chain(handlers) {
                    if let Some(count) = ways.get_mut(to as usize) {
                        *count += 1;
                    }
                }
            }
        }
        let old = std::mem::take(&mut self.order);
        let mut placed = vec![false; self.blocks.len()];
        for id in old {
            let mut next = Some(id);
            while let Some(id) = next.take() {
                if !reached[id as usize] || std::mem::replace(&mut placed[id as usize], true) {
                    break;
                }
                self.order.push(id);
                let body = &self.blocks[id as usize];
                let to = match body.code.last() {
                    Some(last) if last.op == Op::Jump => last.target(),
                    Some(last) if last.ends() => None,
                    _ => body.fall,
                };
                next = to.filter(|&to| ways[to as usize] == 1 && !placed[to as usize]);
            }
        }
        self.straighten();
    }

    /// Where a block ends with a test that jumps over a jump: inverts the test. Where it ends with a jump to a return: returns.
    fn straighten(&mut self) {
        for at in 0..self.order.len() {
            let id = self.order[at] as usize;
            let next = self.order.get(at + 1).copied();
            let body = &mut self.blocks[id];
            let jump = body.code.pop_if(|last| last.op == Op::Jump);
            let to = match jump {
                Some(jump) => jump.target(),
                None if body.code.last().is_some_and(Inst::ends) => None,
                None => body.fall,
            };
            let Some(to) = to else { continue };
            if next == Some(to) {
                body.fall = Some(to);
                continue;
            }
            if let Some(test) = body.code.last_mut()
                && test.target() == next
                && let (Some(op), Some(next)) = (inverse(test.op), next)
            {
                test.op = op;
                test.retarget(to);
                body.fall = Some(next);
                continue;
            }
            body.code.extend(jump);
            if let [only] = self.blocks[to as usize].code[..]
                && only.op == Op::Ret
            {
                let body = &mut self.blocks[id];
                body.code.pop_if(|last| last.op == Op::Jump);
                body.code.push(only);
                body.fall = None;
            }
        }
    }

    /// The block in which something happens at last.
    fn destination(&self, mut id: u32) -> u32 {
        for _ in 0..16 {
            let Some(body) = self.blocks.get(id as usize) else {
                break;
            };
            let next = match (&body.code[..], body.fall) {
                ([], Some(next)) => next,
                ([only], _) if only.op == Op::Jump => only.target().unwrap_or(id),
                _ => break,
            };
            if next == id {
                break;
            }
            id = next;
        }
        id
    }

    /// Which blocks control can reach.
    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.blocks.len()];
        let mut queue = vec![self.first];
        while let Some(id) = queue.pop() {
            match reached.get_mut(id as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            let body = &self.blocks[id as usize];
            queue.extend(body.fall);
            for inst in &body.code {
                queue.extend(inst.target());
                if inst.handler != NO_BLOCK && (raises(inst.op) || inst.op == Op::Jump) {
                    queue.push(inst.handler);
                }
            }
        }
        reached
    }

    // ---- writing

    /// Writes the code.
    pub(super) fn assemble(self, raw: Rc<RawCode>, residents: Vec<u32>) -> Result<Code, Invalid> {
        let reached = self.reached();
        let mut order = self.order.clone();
        order.retain(|&id| reached[id as usize]);
        let mut lines = Lines::new(&self, &order);
        lines.write(&[]);
        if lines.list.len() > NEAR {
            // Once more, knowing about how far everything is.
            let guess = std::mem::take(&mut lines.starts);
            lines.write(&guess);
        }
        let Lines { list, starts, .. } = lines;
        let registers = Registers::new(&self, &residents)?;
        let mut instrs = Vec::with_capacity(list.len());
        for (at, line) in list.iter().enumerate() {
            let distance = match line.to {
                To::Nowhere => 0,
                To::Skip(n) => n,
                To::Block(id) => starts[id as usize] as i64 - at as i64,
            };
            instrs.push(registers.encode(&line.inst, distance)?);
        }
        let handlers = self.handlers(&list, &starts, &registers)?;
        Ok(Code {
            nregs: registers.count,
            nlocals: self.nlocals as u16,
            resident: residents.into(),
            instrs: instrs.into(),
            offsets: list.iter().map(|line| line.inst.offset).collect(),
            handlers,
            extra_consts: self.pool.extra.into(),
            raw,
        })
    }

    /// The handler table: runs of instructions with the same handler, those that cannot raise going with their neighbours.
    fn handlers(
        &self,
        list: &[Line],
        starts: &[usize],
        registers: &Registers<'_>,
    ) -> Result<Box<[Handler]>, Invalid> {
        let mut rows: Vec<Handler> = Vec::new();
        let mut current = NO_BLOCK;
        for (at, line) in list.iter().enumerate() {
            if !raises(line.inst.op) || line.inst.op == Op::Jump {
                continue;
            }
            let handler = line.inst.handler;
            if handler == NO_BLOCK {
                current = NO_BLOCK;
                continue;
            }
            if handler == current {
                if let Some(row) = rows.last_mut() {
                    row.end = at as u32 + 1;
                }
                continue;
            }
            current = handler;
            let entry = self
                .blocks
                .get(handler as usize)
                .and_then(|body| body.entry);
            let entry = entry.ok_or_else(|| broken("a handler without an entry"))?;
            rows.push(Handler {
                start: at as u32,
                end: at as u32 + 1,
                target: starts[handler as usize] as u32,
                exc: registers.number(Arg::Temp(entry.exc))?,
                lasti: match entry.lasti {
                    Some(lasti) => registers.number(Arg::Temp(lasti))?,
                    None => NO_REG,
                },
            });
        }
        Ok(rows.into())
    }
}

/// An error that only a mistake in the translation can make.
fn broken(why: &str) -> Invalid {
    Invalid {
        offset: 0,
        why: format!("cannot be translated ({why})"),
    }
}

/// Where a written instruction jumps.
#[derive(Clone, Copy)]
enum To {
    Nowhere,
    Block(u32),
    /// So many instructions further.
    Skip(i64),
}

/// A written instruction.
struct Line {
    inst: Inst,
    to: To,
}

/// What is known about the place of an unconditional jump.
struct Jump<'a> {
    /// The position of the block that it stands in.
    at: usize,
    offset: u32,
    handler: u32,
    here: Option<usize>,
    guess: &'a [usize],
    /// Whether the next block follows directly.
    ends: bool,
    /// So many loop turns may still be written for it.
    turns: u32,
}

/// A jump back to a loop that is over may be a jump back to the loop around it, and so on, so many times.
const MOST_TURNS: u32 = 4;

/// The instructions in their order.
struct Lines<'a> {
    program: &'a Program,
    order: &'a [u32],
    list: Vec<Line>,
    /// Where each block starts.
    starts: Vec<usize>,
    /// The position of each block in the order.
    rank: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(program: &'a Program, order: &'a [u32]) -> Lines<'a> {
        let mut rank = vec![usize::MAX; program.blocks.len()];
        for (at, &id) in order.iter().enumerate() {
            rank[id as usize] = at;
        }
        Lines {
            program,
            order,
            list: Vec::new(),
            starts: Vec::new(),
            rank,
        }
    }

    /// Writes all blocks. `guess` says where blocks about start; empty when nothing is far.
    fn write(&mut self, guess: &[usize]) {
        self.list.clear();
        self.starts = vec![0; self.program.blocks.len()];
        for (at, &id) in self.order.iter().enumerate() {
            self.starts[id as usize] = self.list.len();
            let body = &self.program.blocks[id as usize];
            let here = guess.get(id as usize).copied();
            for inst in &body.code {
                self.instruction(at, inst, here, guess);
            }
            let ends = body.code.last().is_some_and(Inst::ends);
            if let Some(fall) = body.fall
                && !ends
                && self.order.get(at + 1) != Some(&fall)
            {
                let (offset, handler) = body
                    .code
                    .last()
                    .map_or((0, NO_BLOCK), |inst| (inst.offset, inst.handler));
                let mut jump = Jump {
                    at,
                    offset,
                    handler,
                    here,
                    guess,
                    ends: true,
                    turns: MOST_TURNS,
                };
                self.jump(fall, &mut jump);
            }
        }
    }

    fn push(&mut self, inst: Inst, to: To) {
        self.list.push(Line { inst, to });
    }

    fn instruction(&mut self, at: usize, inst: &Inst, here: Option<usize>, guess: &[usize]) {
        let Some(to) = inst.target() else {
            return self.push(*inst, To::Nowhere);
        };
        let mut jump = Jump {
            at,
            offset: inst.offset,
            handler: inst.handler,
            here,
            guess,
            // Nothing is written behind an unconditional jump; around one that replaces a conditional jump the block goes on.
            ends: inst.op == Op::Jump,
            turns: MOST_TURNS,
        };
        if inst.op == Op::Jump {
            return self.jump(to, &mut jump);
        }
        let back = self.rank[to as usize] <= at;
        if !back && !self.far(to, here, guess) {
            return self.push(*inst, To::Block(to));
        }
        // Not there directly: around an unconditional jump, or onto it.
        match inverse(inst.op) {
            Some(op) => {
                let at_test = self.list.len();
                self.push(Inst { op, ..*inst }, To::Skip(0));
                self.jump(to, &mut jump);
                let over = (self.list.len() - at_test) as i64;
                self.list[at_test].to = To::Skip(over);
            }
            None => {
                self.push(*inst, To::Skip(2));
                let around = self.list.len();
                self.plain_jump(inst, To::Skip(0));
                self.jump(to, &mut jump);
                let over = (self.list.len() - around) as i64;
                self.list[around].to = To::Skip(over);
            }
        }
    }

    fn plain_jump(&mut self, from: &Inst, to: To) {
        let inst = Inst {
            op: Op::Jump,
            args: [Arg::Nothing, Arg::Block(NO_BLOCK), Arg::Nothing],
            offset: from.offset,
            handler: NO_BLOCK,
        };
        self.push(inst, to);
    }

    /// Whether a near jump from about here may not reach a block.
    fn far(&self, to: u32, here: Option<usize>, guess: &[usize]) -> bool {
        match (here, guess.get(to as usize)) {
            (Some(here), Some(&there)) => here.abs_diff(there) > NEAR / 2,
            _ => false,
        }
    }

    /// Writes an unconditional jump: forward, back, or the turn of a `for` loop.
    fn jump(&mut self, to: u32, place: &mut Jump<'_>) {
        let jump = Inst {
            op: Op::Jump,
            args: [Arg::Nothing, Arg::Block(to), Arg::Nothing],
            offset: place.offset,
            handler: place.handler,
        };
        if self.rank[to as usize] > place.at {
            return self.push(jump, To::Block(to));
        }
        if place.turns > 0
            && let Some((turn, body, exit)) = self.for_turn(to, place.here, place.guess)
        {
            place.turns -= 1;
            self.push(turn, To::Block(body));
            if !place.ends || self.order.get(place.at + 1) != Some(&exit) {
                self.jump(exit, place);
            }
            return;
        }
        let back = Inst {
            op: Op::JumpBack,
            ..jump
        };
        self.push(back, To::Block(to));
    }

    /// When block `to` is nothing but a `for_iter`: the `for_loop` that replaces a jump to it, the body and the exit.
    fn for_turn(&self, to: u32, here: Option<usize>, guess: &[usize]) -> Option<(Inst, u32, u32)> {
        let body = self.program.blocks.get(to as usize)?;
        let [only] = body.code[..] else { return None };
        let (inside, exit) = (body.fall?, only.target()?);
        let behind = self.rank[inside as usize] > self.rank[to as usize];
        if only.op != Op::ForIter || !behind || self.far(inside, here, guess) {
            return None;
        }
        let turn = Inst {
            op: Op::ForLoop,
            ..only
        };
        Some((turn, inside, exit))
    }
}

/// The numbers of registers.
struct Registers<'a> {
    program: &'a Program,
    residents: &'a [u32],
    ntemps0: u32,
    count: u16,
}

impl<'a> Registers<'a> {
    fn new(program: &'a Program, residents: &'a [u32]) -> Result<Registers<'a>, Invalid> {
        let ntemps0 = program.nlocals + residents.len() as u32;
        let count = u16::try_from(ntemps0 + program.temps);
        Ok(Registers {
            program,
            residents,
            ntemps0,
            count: count.map_err(|_| Invalid {
                offset: 0,
                why: "needs too many registers".to_owned(),
            })?,
        })
    }

    fn number(&self, arg: Arg) -> Result<u16, Invalid> {
        let number = match arg {
            Arg::Local(index) => Some(u32::from(index)),
            Arg::Temp(index) => Some(self.ntemps0 + u32::from(index)),
            Arg::Const(k) => {
                let at = self.residents.iter().position(|&resident| resident == k);
                at.map(|at| self.program.nlocals + at as u32)
            }
            _ => None,
        };
        number
            .and_then(|number| u16::try_from(number).ok())
            .ok_or_else(|| broken("an operand without a register"))
    }

    fn encode(&self, inst: &Inst, distance: i64) -> Result<Instr, Invalid> {
        // A constant that is at hand is moved, not loaded.
        if let (Op::LoadConst, Arg::Num(k)) = (inst.op, inst.args[1])
            && let Ok(from) = self.number(Arg::Const(k))
        {
            return Ok(Instr::new(Op::Mov, self.number(inst.args[0])?, from, 0));
        }
        let mut fields = [0_u16; 3];
        for (at, &(_, kind)) in inst.op.operands().iter().enumerate() {
            let arg = inst.args.get(at).copied().unwrap_or(Arg::Nothing);
            let value = match kind {
                Kind::None => 0,
                Kind::OptReg if arg == Arg::Nothing => u32::from(NO_REG),
                Kind::Imm | Kind::Name | Kind::Name32 | Kind::Const32 => match arg {
                    Arg::Num(n) => n,
                    _ => return Err(broken("an operand is no number")),
                },
                Kind::To => i16::try_from(distance)
                    .map_err(|_| broken("a jump is too far"))?
                    .cast_unsigned()
                    .into(),
                Kind::To32 => i32::try_from(distance)
                    .map_err(|_| broken("a jump is too far"))?
                    .cast_unsigned(),
                _ => u32::from(self.number(arg)?),
            };
            let wide = matches!(kind, Kind::Name32 | Kind::Const32 | Kind::To32);
            if wide {
                fields[1] = value as u16;
                fields[2] = (value >> 16) as u16;
            } else {
                fields[at] = u16::try_from(value).map_err(|_| Invalid {
                    offset: inst.offset,
                    why: "an operand is too large".to_owned(),
                })?;
            }
        }
        Ok(Instr::new(inst.op, fields[0], fields[1], fields[2]))
    }
}
