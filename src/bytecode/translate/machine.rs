//! The abstract interpreter: walks the instructions over (place, shape of the stack, block stack) and emits basic blocks.
//!
//! Verifying and emitting are one: an instruction that cannot be emitted is invalid. Every distinct state at the start of a block
//! gives a block of its own. A block's entry also fixes where the content of each slot is: the first edge decides, an edge that
//! disagrees makes the slot *canonical* (its content must be in its home) and the walk is repeated until no edge disagrees.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::consts::Pool;
use super::ir::{Arg, Body, Entry, Inst, NO_BLOCK, raises};
use super::stack::{Slot, Stack, Tag};
use super::supers::{self, Role};
use super::{Family, Why};
use crate::bytecode::Invalid;
use crate::bytecode::decode::{Ins, Target};
use crate::bytecode::ops::Op;
use crate::pyc::{Opcode, RawCode};

/// Where control goes behind an instruction.
pub(super) enum Flow {
    /// To the next one.
    Next,
    /// Past so many instructions, which it has done too.
    Skip(usize),
    /// Into a block.
    Fall(u32),
    /// Nowhere: the emitted code ends.
    End,
}

/// What an instruction's translation returns.
pub(super) type Outcome = Result<Flow, Why>;

/// The translation of an instruction.
pub(super) type Step = for<'a, 'b> fn(&'a mut Machine<'b>, Ins) -> Outcome;

/// What a block begins with before the instructions at its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Part {
    /// The prologue of the function.
    Entry,
    /// Nothing.
    Code,
    /// The test of a `send` loop.
    Send,
    /// The end of a `send` loop.
    Sent,
    /// The arrival of an exception.
    Handler,
    /// The end of a `send` loop by an exception.
    Thrown,
    /// Leaving an exception handler because of another exception (up to 3.10).
    Unwind,
}

/// Where a block starts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Start {
    pub(super) pc: u32,
    pub(super) part: Part,
}

/// An entry of CPython's block stack (up to 3.10).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// The instruction to go to.
    pub(super) to: u32,
    /// The depth of the stack at its start.
    pub(super) level: usize,
}

/// The kinds of [`Frame`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum FrameKind {
    Loop,
    Except,
    Finally,
    Handler,
}

/// A basic block and the state in which it is entered.
pub(super) struct Block {
    pub(super) start: Start,
    tags: Box<[Tag]>,
    frames: Box<[Frame]>,
    /// The next block that starts at the same instruction.
    sibling: u32,
    /// Where the slots are; meaningful once `entered`.
    places: Vec<Arg>,
    pub(super) entered: bool,
    /// The slots that must be at home.
    canonical: Vec<bool>,
    /// The place to blame for what is emitted before the instructions.
    offset: u32,
    pub(super) body: Body,
}

/// The row of an exception table that covers an instruction (3.11+).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub(super) target: u32,
    pub(super) depth: usize,
    pub(super) lasti: bool,
}

/// The state of the walk.
pub(super) struct Machine<'a> {
    pub(super) raw: &'a RawCode,
    pub(super) ins: &'a [Ins],
    pub(super) family: &'static Family,
    /// For each instruction the exception table's row (3.11+).
    pub(super) rows: Vec<Option<Row>>,
    /// The instructions at which blocks begin.
    pub(super) leaders: Vec<bool>,
    /// How many loops enclose each instruction.
    pub(super) loops: Vec<u8>,
    /// For each instruction whether a `finally` begins there (up to 3.10).
    pub(super) finally_starts: Vec<bool>,
    /// For each instruction whether it loads an attribute to be called at once (up to 3.10).
    pub(super) method_loads: Vec<bool>,
    /// For each instruction what it does for `super().name` (up to 3.11).
    pub(super) supers: Vec<Role>,
    /// The first instruction behind the prologue: nothing may jump before it.
    pub(super) prologue: u32,
    pub(super) pool: Pool,
    pub(super) stack: Stack,
    pub(super) frames: Vec<Frame>,
    pub(super) blocks: Vec<Block>,
    first: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
    /// The code of the current block so far.
    pub(super) code: Vec<Inst>,
    /// The operands of the current instruction that were popped: their registers must not be overwritten before it is emitted.
    pub(super) pins: Vec<Arg>,
    /// The current instruction.
    pub(super) at: usize,
    pub(super) offset: u32,
    /// The block that handles exceptions of the current instruction.
    pub(super) handler: u32,
    /// So many temporaries belong to slots which that handler keeps.
    pub(super) kept: u16,
    /// The names of the keyword arguments of the call that must follow (3.11, 3.12).
    pub(super) kw_names: Option<u32>,
    /// For each local whether it is bound from the start and never unbound.
    pub(super) always_bound: Vec<bool>,
    /// For each temporary whether a loop's iterator over the result of a call is in it somewhere.
    iterators: Vec<bool>,
    again: bool,
    pessimistic: bool,
    work: u64,
}

const ROUNDS: u32 = 6;

impl<'a> Machine<'a> {
    pub(super) fn new(
        raw: &'a RawCode,
        ins: &'a [Ins],
        family: &'static Family,
        pool: Pool,
    ) -> Machine<'a> {
        Machine {
            raw,
            ins,
            family,
            rows: Vec::new(),
            leaders: vec![false; ins.len()],
            loops: vec![0; ins.len()],
            finally_starts: vec![false; ins.len()],
            method_loads: Vec::new(),
            supers: Vec::new(),
            prologue: 0,
            pool,
            stack: Stack::default(),
            frames: Vec::new(),
            blocks: Vec::new(),
            first: vec![NO_BLOCK; ins.len() + 1],
            queue: BinaryHeap::new(),
            code: Vec::new(),
            pins: Vec::new(),
            at: 0,
            offset: 0,
            handler: NO_BLOCK,
            kept: 0,
            kw_names: None,
            always_bound: Vec::new(),
            iterators: Vec::new(),
            again: false,
            pessimistic: false,
            work: 0,
        }
    }

    /// Walks all reachable code until the entry states of all blocks are agreed upon.
    pub(super) fn run(&mut self) -> Result<(), Invalid> {
        for round in 0..ROUNDS + 2 {
            self.again = false;
            self.pessimistic = round >= ROUNDS;
            for block in &mut self.blocks {
                block.entered = false;
            }
            self.round().map_err(|why| Invalid {
                offset: self.offset,
                why,
            })?;
            if !self.again {
                return Ok(());
            }
        }
        Err(Invalid {
            offset: 0,
            why: "too complex".to_owned(),
        })
    }

    fn round(&mut self) -> Result<(), Why> {
        self.stack.clear();
        self.frames.clear();
        let entry = Start {
            pc: 0,
            part: Part::Entry,
        };
        let entry = self.block(entry, 0, &[], &[])?;
        self.enter(entry)?;
        while let Some(Reverse((_, id))) = self.queue.pop() {
            self.walk(id)?;
        }
        Ok(())
    }

    /// Translates one block.
    fn walk(&mut self, id: u32) -> Result<(), Why> {
        self.code.clear();
        let start = self.resume(id)?;
        let fall = match start.part {
            Part::Entry => {
                (self.family.prologue)(self)?;
                self.flow_into(0)?
            }
            Part::Code => self.walk_from(start.pc as usize)?,
            Part::Send => super::yields::send_block(self)?,
            Part::Sent => super::yields::sent_block(self)?,
            Part::Thrown => super::yields::thrown_block(self)?,
            Part::Handler => {
                (self.family.handler)(self)?;
                self.walk_from(start.pc as usize)?
            }
            Part::Unwind => super::unwind::unwind_block(self)?,
        };
        let code = self.code.clone();
        if let Some(block) = self.blocks.get_mut(id as usize) {
            block.body.code = code;
            block.body.fall = fall;
        }
        Ok(())
    }

    /// Restores the state at the start of a block.
    fn resume(&mut self, id: u32) -> Result<Start, Why> {
        self.stack.clear();
        let block = self.blocks.get(id as usize).ok_or("no such block")?;
        self.frames = block.frames.to_vec();
        for (&tag, &at) in block.tags.iter().zip(&block.places) {
            let home = self.stack.next_home().ok_or("needs too many registers")?;
            let known = if let Arg::Const(k) = at {
                Some(k)
            } else {
                None
            };
            self.stack.push(Slot {
                tag,
                at,
                home,
                known,
            });
        }
        self.offset = block.offset;
        self.kw_names = None;
        let start = block.start;
        if (start.pc as usize) < self.ins.len() {
            self.begin(start.pc as usize);
        } else {
            self.pins.clear();
            self.handler = NO_BLOCK;
            self.kept = 0;
        }
        Ok(start)
    }

    fn begin(&mut self, pc: usize) {
        self.at = pc;
        if let Some(ins) = self.ins.get(pc) {
            self.offset = ins.offset;
        }
        self.pins.clear();
        self.handler = NO_BLOCK;
        self.kept = 0;
    }

    /// Goes on at `pc` within the block, or falls into the block that begins there.
    pub(super) fn flow_into(&mut self, pc: usize) -> Result<Option<u32>, Why> {
        if self.leaders.get(pc).copied().unwrap_or(true) {
            return Ok(Some(self.edge(pc as u32)?));
        }
        self.walk_from(pc)
    }

    fn walk_from(&mut self, mut pc: usize) -> Result<Option<u32>, Why> {
        loop {
            let ins = *self.ins.get(pc).ok_or("control falls off the end")?;
            self.begin(pc);
            let step = (self.family.step)(ins.op)
                .ok_or_else(|| format!("{} is no instruction of this version", ins.op.name()))?;
            if self.kw_names.is_some() && !super::calls::takes_names(ins.op) {
                return Err("KW_NAMES without a call".to_owned());
            }
            if !super::quiet(ins) {
                (self.family.protect)(self)?;
            }
            let flow = match self.supers.get(pc) {
                Some(Role::Call) => supers::call(self)?,
                Some(&Role::Load { method }) => supers::load(self, ins, method)?,
                _ => step(self, ins)?,
            };
            match flow {
                Flow::End => return Ok(None),
                Flow::Fall(block) => return Ok(Some(block)),
                Flow::Next => pc += 1,
                Flow::Skip(n) => pc += 1 + n,
            }
            if self.leaders.get(pc).copied().unwrap_or(true) {
                self.pins.clear();
                if self.kw_names.is_some() {
                    return Err("KW_NAMES without a call".to_owned());
                }
                return self.pass(pc as u32);
            }
        }
    }

    /// Goes to instruction `pc`, where other ways may meet, without condition: a store or return that is first there is done here,
    /// so that the value need not be brought to the place where the ways agree to have it.
    pub(super) fn pass(&mut self, mut pc: u32) -> Result<Option<u32>, Why> {
        for _ in 0..4 {
            let Some(&ins) = self.ins.get(pc as usize) else {
                break;
            };
            let returns = ins.op == Opcode::ReturnValue && self.frames.is_empty();
            if pc < self.prologue || !(ins.op == Opcode::StoreFast || returns) {
                break;
            }
            let (at, offset) = (self.at, self.offset);
            self.begin(pc as usize);
            let step = (self.family.step)(ins.op).ok_or("illegal instruction")?;
            let flow = step(self, ins)?;
            (self.at, self.offset) = (at, offset);
            match flow {
                Flow::Next => pc += 1,
                Flow::Skip(n) => pc += 1 + n as u32,
                Flow::Fall(block) => return Ok(Some(block)),
                Flow::End => return Ok(None),
            }
        }
        self.pins.clear();
        Ok(Some(self.edge(pc)?))
    }

    // ---- blocks and edges

    /// The block for a state: the lowest `keep` slots of the stack, then `extra`, and a block stack.
    pub(super) fn block(
        &mut self,
        start: Start,
        keep: usize,
        extra: &[Tag],
        frames: &[Frame],
    ) -> Result<u32, Why> {
        let first = *self
            .first
            .get(start.pc as usize)
            .ok_or("a jump goes nowhere")?;
        if start.part != Part::Entry && start.pc < self.prologue {
            return Err("a jump goes into the prologue".to_owned());
        }
        let mut id = first;
        while let Some(block) = self.blocks.get(id as usize) {
            let shape = block.tags.len() == keep + extra.len();
            if shape && block.start.part == start.part && *block.frames == *frames {
                self.work += block.tags.len() as u64;
                let own = self.stack.slots().iter().take(keep).map(|slot| slot.tag);
                if own
                    .chain(extra.iter().copied())
                    .eq(block.tags.iter().copied())
                {
                    return Ok(id);
                }
            }
            if !shape && block.start.part == start.part && !self.family.block_stack {
                return Err(format!(
                    "the stack holds {} or {} values",
                    block.tags.len(),
                    keep + extra.len()
                ));
            }
            self.work += 1;
            id = block.sibling;
        }
        let limit = self.ins.len() as u64;
        if self.blocks.len() as u64 > 64 * limit + 1000 || self.work > 2000 * limit + 2_000_000 {
            return Err("too complex".to_owned());
        }
        let own = self.stack.slots().iter().take(keep).map(|slot| slot.tag);
        let id = self.blocks.len() as u32;
        self.work += keep as u64;
        self.blocks.push(Block {
            start,
            tags: own.chain(extra.iter().copied()).collect(),
            frames: frames.into(),
            sibling: first,
            places: Vec::new(),
            entered: false,
            canonical: Vec::new(),
            offset: self.offset,
            body: Body::default(),
        });
        if let Some(entry) = self.first.get_mut(start.pc as usize) {
            *entry = id;
        }
        Ok(id)
    }

    /// The block at instruction `pc` for the present state, to which control goes now: emits the moves that it wants.
    pub(super) fn edge(&mut self, pc: u32) -> Result<u32, Why> {
        self.edge_to(Start {
            pc,
            part: Part::Code,
        })
    }

    /// The same for a block that begins with something special.
    pub(super) fn edge_to(&mut self, start: Start) -> Result<u32, Why> {
        let frames = std::mem::take(&mut self.frames);
        let id = self.block(start, self.stack.len(), &[], &frames);
        self.frames = frames;
        let id = id?;
        self.enter(id)?;
        Ok(id)
    }

    /// The instruction that `ins` jumps to.
    pub(super) fn target(&self, ins: Ins) -> Result<u32, Why> {
        match ins.target {
            Target::To(pc) => Ok(pc),
            _ => Err("a jump goes into the middle of an instruction or out of the code".to_owned()),
        }
    }

    fn enter(&mut self, id: u32) -> Result<(), Why> {
        let Some(block) = self.blocks.get(id as usize) else {
            return Err("no such block".to_owned());
        };
        let known = block.entered;
        let len = self.stack.len();
        self.work += len as u64;
        let mut away = Vec::new();
        for (index, slot) in self.stack.slots().iter().enumerate() {
            let home = self.pessimistic
                || if known {
                    block.places.get(index) == Some(&Arg::Temp(slot.home))
                } else {
                    block.canonical.get(index).copied().unwrap_or(false)
                };
            if home && !slot.tag.is_marker() && slot.at != Arg::Temp(slot.home) {
                away.push(index);
            }
        }
        if !away.is_empty() {
            self.settle(&away)?;
        }
        let slots = self.stack.slots();
        let Some(block) = self.blocks.get_mut(id as usize) else {
            return Ok(());
        };
        if !known {
            block.places = slots.iter().map(|slot| slot.at).collect();
            block.entered = true;
            self.queue.push(Reverse((block.start.pc, id)));
            return Ok(());
        }
        for (index, slot) in slots.iter().enumerate() {
            if block.places.get(index) != Some(&slot.at) {
                block.canonical.resize(len, false);
                block.canonical[index] = true;
                self.again = true;
            }
        }
        Ok(())
    }

    /// The block that an exception of the current instruction (or a jump that nothing may precede) goes to: the lowest `keep`
    /// slots stay, which must be at home, and `extra` slots are pushed, whose places are always the same.
    pub(super) fn direct_edge(
        &mut self,
        start: Start,
        keep: usize,
        extra: &[(Tag, Arg)],
        frames: &[Frame],
        entry: Option<Entry>,
    ) -> Result<u32, Why> {
        let tags: Vec<Tag> = extra.iter().map(|slot| slot.0).collect();
        let id = self.block(start, keep, &tags, frames)?;
        let own = self.stack.slots().iter().take(keep);
        if let Some(block) = self.blocks.get_mut(id as usize)
            && !block.entered
        {
            block.places = own
                .map(|slot| slot.at)
                .chain(extra.iter().map(|slot| slot.1))
                .collect();
            block.entered = true;
            block.body.entry = entry;
            self.queue.push(Reverse((start.pc, id)));
        }
        for (_, at) in extra {
            if let Arg::Temp(temp) = at {
                self.stack.temps = self.stack.temps.max(u32::from(*temp) + 1);
            }
        }
        Ok(id)
    }

    /// The home that slot `index` has or would have.
    pub(super) fn home(&self, index: usize) -> Result<u16, Why> {
        let home = match index
            .checked_sub(1)
            .map(|below| self.stack.slots().get(below))
        {
            None => Some(0),
            Some(Some(slot)) if slot.tag.is_marker() => Some(slot.home),
            Some(Some(slot)) => slot.home.checked_add(1),
            Some(None) => None,
        };
        home.ok_or_else(|| "stack underflow".to_owned())
    }

    // ---- registers

    /// Brings the lowest `end` slots home.
    pub(super) fn settle_below(&mut self, end: usize) -> Result<(), Why> {
        if self.stack.first_away(end).is_some() {
            self.settle_range(0, end)?;
        }
        Ok(())
    }

    /// Brings the slots `from..to` home.
    pub(super) fn settle_range(&mut self, from: usize, to: usize) -> Result<(), Why> {
        self.settle_where(from, to, |_| true)
    }

    /// Brings those slots of `from..to` home that `wanted` chooses.
    pub(super) fn settle_where(
        &mut self,
        from: usize,
        to: usize,
        wanted: impl Fn(&Slot) -> bool,
    ) -> Result<(), Why> {
        self.work += (to - from.min(to)) as u64;
        let slots = self.stack.slots().get(from..to).unwrap_or_default();
        let away =
            |slot: &Slot| !slot.tag.is_marker() && slot.at != Arg::Temp(slot.home) && wanted(slot);
        let list: Vec<usize> = slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| away(slot))
            .map(|(index, _)| from + index)
            .collect();
        if list.is_empty() {
            return Ok(());
        }
        self.settle(&list)
    }

    /// Brings slots home: a parallel move, in an order in which nothing is lost.
    fn settle(&mut self, list: &[usize]) -> Result<(), Why> {
        loop {
            let mut blocked = None;
            let mut moved = false;
            self.work += list.len() as u64;
            if self.work > 4000 * self.ins.len() as u64 + 4_000_000 {
                return Err("too complex".to_owned());
            }
            for &index in list {
                let Some(&slot) = self.stack.slots().get(index) else {
                    continue;
                };
                let home = Arg::Temp(slot.home);
                if slot.at == home || slot.tag.is_marker() {
                    continue;
                }
                if self.stack.temp_refs(slot.home) > 0 || self.pins.contains(&home) {
                    blocked.get_or_insert(slot.home);
                    continue;
                }
                self.load(home, slot.at);
                self.stack.relocate(index, home);
                moved = true;
            }
            match blocked {
                None => return Ok(()),
                Some(temp) if !moved => self.vacate(temp, 0)?,
                Some(_) => {}
            }
        }
    }

    /// Moves what is in a temporary elsewhere: behind the top of the stack and at least to `above`.
    fn vacate(&mut self, temp: u16, above: u16) -> Result<(), Why> {
        let spare = self.spare(above)?;
        let (from, to) = (Arg::Temp(temp), Arg::Temp(spare));
        self.load(to, from);
        self.stack.relocate_all(from, to);
        for pin in &mut self.pins {
            if *pin == from {
                *pin = to;
            }
        }
        Ok(())
    }

    /// A temporary behind the top of the stack, at least `above`, that holds nothing.
    pub(super) fn spare(&mut self, above: u16) -> Result<u16, Why> {
        let mut temp = self.next_home()?.max(above);
        while self.stack.temp_refs(temp) > 0 || self.pins.contains(&Arg::Temp(temp)) {
            temp = temp.checked_add(1).ok_or("needs too many registers")?;
        }
        self.stack.temps = self.stack.temps.max(u32::from(temp) + 1);
        Ok(temp)
    }

    /// The home of the next slot to be pushed.
    pub(super) fn next_home(&self) -> Result<u16, Why> {
        self.stack
            .next_home()
            .ok_or_else(|| "needs too many registers".to_owned())
    }

    /// The home that the slots pushed now will have once the shuffles that follow are done: results go there at once.
    ///
    /// `pushed` says of each slot whether it is a marker. Without shuffles this is the next home.
    pub(super) fn future_homes(&self, pushed: &[bool]) -> Result<Vec<u16>, Why> {
        let from = self.stack.len().saturating_sub(6);
        let base = self.home(from)?;
        let own = self.stack.slots().get(from..).unwrap_or_default();
        // Which slot was pushed as which, and whether it is a marker.
        let mut slots: Vec<(Option<usize>, bool)> = own
            .iter()
            .map(|slot| (None, slot.tag.is_marker()))
            .chain(
                pushed
                    .iter()
                    .enumerate()
                    .map(|(n, &marker)| (Some(n), marker)),
            )
            .collect();
        for pc in self.at + 1.. {
            let Some(ins) = self.ins.get(pc).filter(|_| !self.leaders[pc]) else {
                break;
            };
            match (ins.op, ins.arg as usize) {
                (Opcode::Swap, n) if n >= 2 && n <= slots.len() => {
                    let top = slots.len() - 1;
                    slots.swap(top, top + 1 - n);
                }
                (Opcode::LoadFastAndClear, _)
                | (Opcode::BuildList | Opcode::BuildSet | Opcode::BuildMap, 0) => {
                    slots.push((None, false));
                }
                (Opcode::MakeCell, _) => {}
                _ => break,
            }
        }
        let mut homes = vec![0; pushed.len()];
        let mut home = base;
        for (n, marker) in slots {
            if let Some(entry) = n.and_then(|n| homes.get_mut(n)) {
                *entry = home;
            }
            home = home
                .checked_add(u16::from(!marker))
                .ok_or("needs too many registers")?;
        }
        Ok(homes)
    }

    /// Emits an instruction whose result is pushed, into the register where shuffles that follow want it.
    pub(super) fn push_ahead(
        &mut self,
        op: Op,
        b: Arg,
        c: Arg,
        pushed: &[bool],
    ) -> Result<(), Why> {
        let home = self.future_homes(pushed)?.first().copied();
        let home = home.ok_or("needs too many registers")?;
        self.claim(home, 1)?;
        self.emit(op, [Arg::Temp(home), b, c]);
        self.push(Tag::Value, Arg::Temp(home))
    }

    /// Makes `n` temporaries from `first` free to be written: what slots keep there is moved away.
    pub(super) fn claim(&mut self, first: u16, n: usize) -> Result<(), Why> {
        let end = usize::from(first) + n;
        if end > 0xFFF0 {
            return Err("needs too many registers".to_owned());
        }
        if self.handler != NO_BLOCK && first < self.kept && n > 0 {
            return Err("takes a value that its exception handler keeps".to_owned());
        }
        for temp in first..end as u16 {
            if self.stack.temp_refs(temp) > 0 {
                let to = match self.free_home_of(temp) {
                    Some(home) if !(first..end as u16).contains(&home) => home,
                    _ => self.spare(end as u16)?,
                };
                self.load(Arg::Temp(to), Arg::Temp(temp));
                self.stack.relocate_all(Arg::Temp(temp), Arg::Temp(to));
            }
        }
        self.stack.temps = self.stack.temps.max(end as u32);
        Ok(())
    }

    /// The home of a slot whose content is in `temp`, if that is free.
    fn free_home_of(&self, temp: u16) -> Option<u16> {
        let mut slots = self.stack.slots().iter();
        let home = slots.find(|slot| slot.at == Arg::Temp(temp))?.home;
        let free = self.stack.temp_refs(home) == 0 && !self.pins.contains(&Arg::Temp(home));
        free.then_some(home)
    }

    /// Before local `index` changes: saves its value for the slots that still mean it.
    pub(super) fn save_local(&mut self, index: u16) -> Result<(), Why> {
        if self.stack.local_refs(index) > 0 {
            let len = self.stack.len();
            self.settle_where(0, len, |slot| slot.at == Arg::Local(index))?;
        }
        Ok(())
    }

    // ---- emitting

    /// Emits an instruction.
    pub(super) fn emit(&mut self, op: Op, args: [Arg; 3]) {
        let guarded = raises(op) || op == Op::Jump;
        self.code.push(Inst {
            op,
            args,
            offset: self.offset,
            handler: if guarded { self.handler } else { NO_BLOCK },
        });
    }

    /// `dst = from`
    pub(super) fn load(&mut self, dst: Arg, from: Arg) {
        match from {
            Arg::Const(k) => self.emit(Op::LoadConst, [dst, Arg::Num(k), Arg::Nothing]),
            Arg::Nothing => self.emit(Op::Clear, [dst, Arg::Nothing, Arg::Nothing]),
            _ => self.emit(Op::Mov, [dst, from, Arg::Nothing]),
        }
    }

    /// Emits an instruction whose result is pushed.
    pub(super) fn push_result(&mut self, op: Op, b: Arg, c: Arg) -> Result<(), Why> {
        let home = self.next_home()?;
        self.claim(home, 1)?;
        self.emit(op, [Arg::Temp(home), b, c]);
        self.push(Tag::Value, Arg::Temp(home))
    }

    // ---- the stack

    /// Pushes a slot.
    pub(super) fn push(&mut self, tag: Tag, at: Arg) -> Result<(), Why> {
        let home = self.next_home()?;
        let known = if let Arg::Const(k) = at {
            Some(k)
        } else {
            None
        };
        self.stack.push(Slot {
            tag,
            at,
            home,
            known,
        });
        if self.stack.len() > 0xFFFF {
            return Err("needs too many registers".to_owned());
        }
        Ok(())
    }

    /// Pushes a constant.
    pub(super) fn push_const(&mut self, k: u32) -> Result<(), Why> {
        if self
            .pool
            .may_reside(k, self.loops.get(self.at).copied().unwrap_or(0))
        {
            return self.push(Tag::Value, Arg::Const(k));
        }
        let home = self.next_home()?;
        self.claim(home, 1)?;
        self.load(Arg::Temp(home), Arg::Const(k));
        self.stack.push(Slot {
            tag: Tag::Value,
            at: Arg::Temp(home),
            home,
            known: Some(k),
        });
        Ok(())
    }

    /// The slot `depth` below the top (1 is the top).
    pub(super) fn peek(&self, depth: usize) -> Result<Slot, Why> {
        self.stack
            .peek(depth)
            .copied()
            .ok_or_else(|| "stack underflow".to_owned())
    }

    /// The object in the slot `depth` below the top.
    pub(super) fn value(&self, depth: usize) -> Result<Arg, Why> {
        let slot = self.peek(depth)?;
        if !slot.tag.is_value() {
            return Err(format!("takes {} for an object", slot.tag.name()));
        }
        Ok(slot.at)
    }

    /// Pops whatever is on top.
    pub(super) fn pop(&mut self) -> Result<Slot, Why> {
        let slot = self
            .stack
            .pop()
            .ok_or_else(|| "stack underflow".to_owned())?;
        self.pins.push(slot.at);
        Ok(slot)
    }

    /// Notes that the slot `depth` below the top is an iterator over what the last but one instruction made, if that was a call.
    pub(super) fn note_iterator(&mut self, depth: usize) -> Result<(), Why> {
        let Arg::Temp(temp) = self.peek(depth)?.at else {
            return Ok(());
        };
        let [.., call, iter] = self.code.as_slice() else {
            return Ok(());
        };
        let called = matches!(
            call.op,
            Op::Call | Op::CallKw | Op::CallEx | Op::CallPlain | Op::CallPlainKw | Op::CallPlainEx
        );
        if called && iter.op == Op::GetIter && call.dst() == Some(iter.args[1]) {
            let n = usize::from(temp) + 1;
            self.iterators.resize(self.iterators.len().max(n), false);
            self.iterators[n - 1] = true;
        }
        Ok(())
    }

    /// Clears the register of a slot that was dropped if it may be the iterator of a loop that is left early: nobody else refers to a generator
    /// made for the loop, and CPython closes it now.
    pub(super) fn clear_iterator(&mut self, slot: Slot) {
        let Arg::Temp(temp) = slot.at else {
            return;
        };
        let iterates = self.iterators.get(usize::from(temp)) == Some(&true);
        let made_now = self
            .code
            .last()
            .is_some_and(|last| last.dst() == Some(slot.at));
        let exhausted = self
            .at
            .checked_sub(1)
            .and_then(|before| self.ins.get(before))
            .is_some_and(|ins| ins.op == Opcode::EndFor);
        if iterates && !made_now && !exhausted && self.stack.temp_refs(temp) == 0 {
            self.emit(Op::Clear, [slot.at, Arg::Nothing, Arg::Nothing]);
        }
    }

    /// Pops an object.
    pub(super) fn pop_value(&mut self) -> Result<Arg, Why> {
        self.value(1)?;
        Ok(self.pop()?.at)
    }

    /// Pops what must have this tag.
    pub(super) fn pop_tag(&mut self, tag: Tag) -> Result<Slot, Why> {
        let slot = self.peek(1)?;
        if slot.tag != tag {
            return Err(format!("takes {} for {}", slot.tag.name(), tag.name()));
        }
        self.pop()
    }

    /// Pops `n` slots.
    pub(super) fn drop(&mut self, n: usize) -> Result<(), Why> {
        for _ in 0..n {
            self.pop()?;
        }
        Ok(())
    }

    /// The index of the slot `depth` below the top.
    pub(super) fn index(&self, depth: usize) -> Result<usize, Why> {
        self.stack
            .len()
            .checked_sub(depth)
            .ok_or_else(|| "stack underflow".to_owned())
    }

    /// Pops `n` objects into consecutive registers and returns the first.
    pub(super) fn pop_row(&mut self, n: usize) -> Result<Arg, Why> {
        let from = self.index(n)?;
        for depth in 1..=n {
            self.value(depth)?;
        }
        if n == 0 {
            let home = self.next_home()?;
            self.stack.temps = self.stack.temps.max(u32::from(home) + 1);
            return Ok(Arg::Temp(home));
        }
        let base = if self.in_a_row(from) {
            self.stack.slots().get(from).map(|slot| slot.at)
        } else {
            self.settle_range(from, self.stack.len())?;
            Some(Arg::Temp(self.home(from)?))
        };
        self.drop(n)?;
        base.ok_or_else(|| "stack underflow".to_owned())
    }

    /// Whether the slots from `from` up are in consecutive registers already.
    fn in_a_row(&self, from: usize) -> bool {
        let slots = self.stack.slots().get(from..).unwrap_or_default();
        let Some(first) = slots.first() else {
            return false;
        };
        slots
            .iter()
            .enumerate()
            .all(|(index, slot)| match (first.at, slot.at) {
                (Arg::Local(base), Arg::Local(at)) | (Arg::Temp(base), Arg::Temp(at)) => {
                    usize::from(base) + index == usize::from(at)
                }
                (Arg::Const(_), Arg::Const(_)) => index == 0,
                _ => false,
            })
    }
}
