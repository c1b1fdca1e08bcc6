//! Two questions about what registers hold on every path: is this local bound, and is this a cell?
//!
//! Both are the same analysis: a set of registers for which a fact certainly holds, met over all ways into a block, exception edges
//! included (those see the registers as they were before the instruction that raised).

use std::collections::HashMap;

use super::ir::{Arg, Body, Inst, NO_BLOCK, raises};
use super::layout::Program;
use crate::bytecode::Invalid;
use crate::bytecode::ops::{Kind, Op};
use crate::pyc::RawCode;

/// What an instruction does to the fact about a register.
enum Effect {
    /// It holds now.
    Gain,
    /// It holds no longer.
    Lose,
    /// It holds if it holds for this register.
    As(Arg),
}

/// A fact about registers.
struct Fact {
    /// What happens to the register that a `mov`-like operation writes.
    effect: fn(&Inst) -> Effect,
    /// What an exception's arrival does to the registers that receive it.
    arrives: bool,
}

/// More words than this for the sets of all blocks are not worth the time.
const LIMIT: usize = 1 << 22;

/// The sets of one analysis.
struct Solver<'a> {
    program: &'a Program,
    fact: Fact,
    tracked: HashMap<(u8, u16), u32>,
    words: usize,
    entry: Vec<Option<Box<[u64]>>>,
    queue: Vec<u32>,
    queued: Vec<bool>,
}

fn key(arg: Arg) -> Option<(u8, u16)> {
    match arg {
        Arg::Local(index) => Some((0, index)),
        Arg::Temp(index) => Some((1, index)),
        _ => None,
    }
}

impl<'a> Solver<'a> {
    /// `None` when it would take too much.
    fn new(program: &'a Program, fact: Fact, wanted: &[Arg]) -> Option<Solver<'a>> {
        let mut tracked = HashMap::new();
        for &arg in wanted {
            let next = tracked.len() as u32;
            tracked.entry(key(arg)?).or_insert(next);
        }
        let words = tracked.len().div_ceil(64);
        if words.checked_mul(program.blocks.len())? > LIMIT {
            return None;
        }
        Some(Solver {
            program,
            fact,
            tracked,
            words,
            entry: vec![None; program.blocks.len()],
            queue: Vec::new(),
            queued: vec![false; program.blocks.len()],
        })
    }

    fn bit(&self, arg: Arg) -> Option<u32> {
        self.tracked.get(&key(arg)?).copied()
    }

    fn set(&self, state: &mut [u64], arg: Arg, value: bool) {
        if let Some(bit) = self.bit(arg)
            && let Some(word) = state.get_mut(bit as usize / 64)
        {
            let mask = 1 << (bit % 64);
            *word = if value { *word | mask } else { *word & !mask };
        }
    }

    fn holds(&self, state: &[u64], arg: Arg) -> bool {
        self.bit(arg).is_some_and(|bit| {
            state
                .get(bit as usize / 64)
                .is_some_and(|word| word >> (bit % 64) & 1 != 0)
        })
    }

    /// Runs to the fixpoint from the entry block with these registers holding the fact.
    fn solve(&mut self, first: u32, at_entry: &[Arg]) {
        let mut state = vec![0; self.words].into_boxed_slice();
        for &arg in at_entry {
            self.set(&mut state, arg, true);
        }
        self.flow(first, &state);
        while let Some(block) = self.queue.pop() {
            self.queued[block as usize] = false;
            if let Some(state) = self.entry[block as usize].clone() {
                self.walk(block, state, |_, _, _| {});
            }
        }
    }

    /// Meets a state into a block.
    fn flow(&mut self, to: u32, state: &[u64]) {
        let Some(entry) = self.entry.get_mut(to as usize) else {
            return;
        };
        let changed = match entry {
            None => {
                *entry = Some(state.into());
                true
            }
            Some(old) => {
                let mut changed = false;
                for (old, new) in old.iter_mut().zip(state) {
                    changed |= *old & !new != 0;
                    *old &= new;
                }
                changed
            }
        };
        if changed && !std::mem::replace(&mut self.queued[to as usize], true) {
            self.queue.push(to);
        }
    }

    /// Follows a block from its entry state, telling `see` the state before each instruction.
    fn walk(
        &mut self,
        block: u32,
        mut state: Box<[u64]>,
        mut see: impl FnMut(&Solver<'a>, usize, &[u64]),
    ) {
        let program = self.program;
        let Some(Body { code, fall, entry }) = program.blocks.get(block as usize) else {
            return;
        };
        if let Some(entry) = entry {
            self.set(&mut state, Arg::Temp(entry.exc), self.fact.arrives);
            if let Some(lasti) = entry.lasti {
                self.set(&mut state, Arg::Temp(lasti), self.fact.arrives);
            }
        }
        let mut dirty = true;
        let mut last_handler = NO_BLOCK;
        for (index, inst) in code.iter().enumerate() {
            see(self, index, &state);
            let guarded = inst.handler != NO_BLOCK && (raises(inst.op) || inst.op == Op::Jump);
            if guarded && (dirty || inst.handler != last_handler) {
                self.flow(inst.handler, &state);
                last_handler = inst.handler;
                dirty = false;
            }
            if let Some(to) = inst.target() {
                self.flow(to, &state);
            }
            dirty |= self.apply(inst, &mut state);
        }
        if let Some(to) = fall {
            self.flow(*to, &state);
        }
    }

    /// The effect of an instruction; whether it may have changed anything.
    fn apply(&self, inst: &Inst, state: &mut [u64]) -> bool {
        let mut wrote = inst.op == Op::CheckLocal;
        let count = written(inst);
        for (&(_, kind), &arg) in inst.op.operands().iter().zip(&inst.args) {
            let range = match kind {
                Kind::Dst => 1,
                Kind::DstBase => count,
                _ => continue,
            };
            wrote = true;
            for offset in 0..range {
                let reg = match arg {
                    Arg::Local(index) => Arg::Local(index.saturating_add(offset)),
                    Arg::Temp(index) => Arg::Temp(index.saturating_add(offset)),
                    other => other,
                };
                let value = match (self.fact.effect)(inst) {
                    Effect::Gain => true,
                    Effect::Lose => false,
                    Effect::As(from) => self.holds(state, from),
                };
                self.set(state, reg, value);
            }
        }
        match inst.op {
            Op::CheckLocal => {
                // What passed the check is bound; nothing follows about cells.
                if matches!((self.fact.effect)(inst), Effect::Gain) {
                    self.set(state, inst.args[0], true);
                }
            }
            Op::Send => {
                if let Arg::Temp(receiver) = inst.args[0] {
                    let value = matches!((self.fact.effect)(inst), Effect::Gain);
                    self.set(state, Arg::Temp(receiver.saturating_add(1)), value);
                }
            }
            _ => {}
        }
        wrote
    }
}

/// How many registers an operand of kind `DstBase` means.
fn written(inst: &Inst) -> u16 {
    let number = |arg: Arg| if let Arg::Num(n) = arg { n } else { 0 };
    match inst.op {
        Op::CopyFree => number(inst.args[1]) as u16,
        Op::Unpack | Op::UnpackForward => number(inst.args[2]) as u16,
        Op::UnpackStar => {
            let n = number(inst.args[2]);
            ((n & 255) + (n >> 8) + 1) as u16
        }
        _ => 2,
    }
}

/// The registers among `seeds` and all that flow into them by moves.
fn with_sources(program: &Program, mut seeds: Vec<Arg>) -> Vec<Arg> {
    let mut into: HashMap<(u8, u16), Vec<Arg>> = HashMap::new();
    for inst in program.blocks.iter().flat_map(|body| &body.code) {
        if inst.op == Op::Mov
            && let (Some(dst), Some(_)) = (key(inst.args[0]), key(inst.args[1]))
        {
            into.entry(dst).or_default().push(inst.args[1]);
        }
    }
    let mut seen: std::collections::HashSet<_> = seeds.iter().filter_map(|&arg| key(arg)).collect();
    let mut next = 0;
    while let Some(&arg) = seeds.get(next) {
        next += 1;
        let sources = key(arg).and_then(|key| into.remove(&key));
        for source in sources.unwrap_or_default() {
            if key(source).is_some_and(|key| seen.insert(key)) {
                seeds.push(source);
            }
        }
    }
    seeds
}

// ---- bound locals

/// Removes the checks of locals that are certainly bound.
pub(super) fn drop_checks(program: &mut Program, parameters: usize) {
    let code = program.blocks.iter().flat_map(|body| &body.code);
    let checked = code
        .filter(|inst| inst.op == Op::CheckLocal)
        .map(|inst| inst.args[0])
        .collect::<Vec<_>>();
    if checked.is_empty() {
        return;
    }
    let wanted = with_sources(program, checked);
    let fact = Fact {
        effect: |inst| match inst.op {
            Op::Clear => Effect::Lose,
            Op::Mov => match inst.args[1] {
                Arg::Const(_) => Effect::Gain,
                from => Effect::As(from),
            },
            _ => Effect::Gain,
        },
        arrives: true,
    };
    let Some(mut solver) = Solver::new(program, fact, &wanted) else {
        return;
    };
    let bound: Vec<Arg> = (0..parameters.min(0xFFF0))
        .map(|index| Arg::Local(index as u16))
        .collect();
    solver.solve(program.first, &bound);
    let mut needless = Vec::new();
    for block in 0..program.blocks.len() as u32 {
        let Some(state) = solver.entry[block as usize].clone() else {
            continue;
        };
        solver.walk(block, state, |solver, index, state| {
            let inst = program
                .blocks
                .get(block as usize)
                .and_then(|body| body.code.get(index));
            if let Some(inst) = inst
                && inst.op == Op::CheckLocal
                && solver.holds(state, inst.args[0])
            {
                needless.push((block, index));
            }
        });
    }
    for (block, index) in needless {
        program.blocks[block as usize].code[index].op = Op::Nop;
    }
    for body in &mut program.blocks {
        body.code.retain(|inst| inst.op != Op::Nop);
    }
}

// ---- cells

/// Fails unless every operand that must be a cell is one.
pub(super) fn check_cells(program: &mut Program, raw: &RawCode) -> Result<(), Invalid> {
    let is_cell = |local: u16| {
        raw.localsplus
            .get(usize::from(local))
            .is_some_and(|local| local.is_cell() || local.is_free())
    };
    let Some((made, simple)) = cells_of_prologue(program, is_cell) else {
        return Ok(());
    };
    let mut solver = if simple {
        None
    } else {
        let mut seeds = Vec::new();
        for local in 0..raw.localsplus.len() as u16 {
            if is_cell(local) {
                seeds.push(Arg::Local(local));
            }
        }
        let wanted = with_sources(program, seeds);
        let fact = Fact {
            effect: |inst| match inst.op {
                Op::MakeCell | Op::CopyFree => Effect::Gain,
                Op::Mov => Effect::As(inst.args[1]),
                _ => Effect::Lose,
            },
            arrives: false,
        };
        let mut solver = Solver::new(program, fact, &wanted).ok_or_else(|| Invalid {
            offset: 0,
            why: "too complex".to_owned(),
        })?;
        solver.solve(program.first, &[]);
        Some(solver)
    };
    let mut bad = None;
    for block in 0..program.blocks.len() as u32 {
        let Some(body) = program.blocks.get(block as usize) else {
            continue;
        };
        let mut test = |index: usize, holds: &dyn Fn(Arg) -> bool| {
            let Some(inst) = body.code.get(index) else {
                return;
            };
            for (&(_, kind), &arg) in inst.op.operands().iter().zip(&inst.args) {
                if kind == Kind::Cell && !holds(arg) {
                    bad.get_or_insert(inst.offset);
                }
            }
        };
        match &mut solver {
            None => {
                for index in 0..body.code.len() {
                    test(index, &|arg| made.contains(&arg));
                }
            }
            Some(solver) => {
                if let Some(state) = solver.entry.get(block as usize).cloned().flatten() {
                    solver.walk(block, state, |solver, index, state| {
                        test(index, &|arg| solver.holds(state, arg));
                    });
                }
            }
        }
    }
    match bad {
        Some(offset) => Err(Invalid {
            offset,
            why: "uses a local as a cell that is none".to_owned(),
        }),
        None => Ok(()),
    }
}

/// The cells that the prologue makes, and whether nothing else writes to locals that are cells. `None` when there are no cells.
fn cells_of_prologue(
    program: &Program,
    is_cell: impl Fn(u16) -> bool,
) -> Option<(std::collections::HashSet<Arg>, bool)> {
    let mut made = std::collections::HashSet::new();
    let mut any = false;
    let mut simple = true;
    for (block, body) in program.blocks.iter().enumerate() {
        let mut prologue = block == program.first as usize;
        for inst in &body.code {
            any |= inst
                .op
                .operands()
                .iter()
                .any(|&(_, kind)| kind == Kind::Cell);
            prologue &= matches!(inst.op, Op::MakeCell | Op::CopyFree);
            if prologue {
                for offset in 0..if inst.op == Op::CopyFree {
                    written(inst)
                } else {
                    1
                } {
                    if let Arg::Local(local) = inst.args[0] {
                        made.insert(Arg::Local(local.saturating_add(offset)));
                    }
                }
                continue;
            }
            let writes = inst.op.operands().iter().zip(&inst.args);
            for (&(_, kind), &arg) in writes {
                if let (Kind::Dst | Kind::DstBase, Arg::Local(local)) = (kind, arg) {
                    simple &= !is_cell(local);
                }
            }
        }
    }
    any.then_some((made, simple))
}
