//! Reading one frame: its blocks in order, merges, loop headers, frame states.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::env::{Abs, Env};
use super::flow::{Flow, successors};
use super::{Builder, Built, MOST_VALUES, Stop, refuse};
use crate::bytecode::{
    self,
    ops::{Instr, Op as B},
};
use crate::ir::{Block, FrameState, Op, Rep, State, Target, Terminator, Then, V};
use crate::object::{Code, List, Obj, Str, T, Tuple, Value, header};
use crate::pyc::code::{RawCode, flags};
use crate::runtime::iter::{RangeIter, SeqIter};

/// A block of the register code in one of its copies.
type Key = (u32, u32);

/// A loop's header that was read.
struct Header {
    block: Block,
    /// The registers with parameters, and what kind of thing they hold.
    regs: Vec<(u16, Abs)>,
    entered: usize,
}

/// Where control comes from: an empty block that ends nowhere yet, and the registers there.
pub(super) struct Edge {
    pub(super) block: Block,
    pub(super) env: Env,
}

/// A call that is read in place: the calling frame waits in this state.
struct Call {
    pc: u32,
    dst: u16,
    env: Env,
    /// States made for it, by the number of entered frames.
    states: Vec<(usize, State)>,
}

/// A frame that is being read.
pub(super) struct Frame {
    pub(super) code: Code,
    pub(super) function: V,
    pub(super) flow: Rc<Flow>,
    /// Does the code look at its locals as a mapping?
    pub(super) observed: bool,
    /// Registers that must hold their values wherever any code may run.
    shown: Vec<u16>,
    /// Registers below its own.
    pub(super) base: u32,
    pub(super) then: Then,
    /// The calls that lead here.
    chain: u64,
    /// The instruction that is read.
    pc: u32,
    copy: u32,
    /// Per copy the header of the loop that it is about; `None`: all of the code.
    roots: Vec<Option<u32>>,
    /// The back-edge where a loop's unit begins, until it was read.
    entering: Option<u32>,
    pending: HashMap<Key, Vec<Edge>>,
    queue: BTreeMap<(u32, u32), u32>,
    headers: HashMap<Key, Header>,
    done: HashMap<Key, ()>,
    call: Option<Call>,
    pub(super) returns: Vec<(Block, V, usize)>,
    last_state: Option<(u32, Env, State)>,
}

/// Names whose use means that the frame's locals are looked at.
const LOOKS_AT_LOCALS: [&str; 6] = ["locals", "vars", "dir", "eval", "exec", "_getframe"];

/// How many registers the parameters of a function take.
#[must_use]
pub(super) fn given(raw: &RawCode) -> u16 {
    let mut n = raw.argcount + raw.kwonlyargcount;
    n +=
        u32::from(raw.flags & flags::VARARGS != 0) + u32::from(raw.flags & flags::VARKEYWORDS != 0);
    n as u16
}

/// `super()` looks for the first argument and for `__class__` in the registers of the frame, unless the code has an instruction for it.
fn looked_at_by_super(code: Code, body: &bytecode::code::Code) -> Vec<u16> {
    let locals = &body.raw.localsplus;
    let class = locals
        .iter()
        .position(|l| l.is_free() && l.name.as_str() == Some("__class__"));
    let Some(class) = class else {
        return Vec::new();
    };
    let names = Tuple::from_value(code.names());
    let is_super = |i: &Instr| match i.op.neutral() {
        B::LoadGlobal => names
            .and_then(|t| t.get(i.bc() as usize))
            .and_then(Str::from_value)
            .is_some_and(|name| name.is("super")),
        _ => false,
    };
    let has_instruction = |i: &Instr| {
        matches!(
            i.op.neutral(),
            B::LoadSuperAttr | B::LoadSuperMethod | B::LoadZeroSuperAttr | B::LoadZeroSuperMethod
        )
    };
    let loads = body.instrs.iter().filter(|i| is_super(i)).count();
    match loads > body.instrs.iter().filter(|i| has_instruction(i)).count() {
        true => vec![0, class as u16],
        false => Vec::new(),
    }
}

impl Frame {
    /// The instruction that was read last.
    pub(super) fn last_pc(&self) -> u32 {
        self.pc
    }

    /// Notes the instruction that is read.
    pub(super) fn set_last_pc(&mut self, pc: u32) {
        self.pc = pc;
    }

    /// A unit of a loop begins at the back-edge `at`.
    pub(super) fn begin_at(&mut self, at: u32) {
        self.entering = Some(at);
    }
}

impl Builder<'_> {
    /// A frame for `code`, to be read next.
    pub(super) fn new_frame(&mut self, code: Code, function: V) -> Built<Frame> {
        let Some(body) = code.body() else {
            return refuse("not prepared");
        };
        let raw = &body.raw;
        let loop_of_unit =
            self.frames.is_empty() && matches!(self.request.entry, super::Entry::Loop { .. });
        if raw.flags & flags::SUSPENDS != 0 && !loop_of_unit {
            return refuse("a generator");
        }
        let observed = self.looks_at_locals(code);
        let shown = match observed {
            true => (0..code.nlocals()).collect(),
            false => looked_at_by_super(code, body),
        };
        let flow = Rc::new(Flow::new(body, &shown));
        let (base, chain) = match self.frames.last() {
            None => (0, 0),
            Some(f) => {
                let pc = f.call.as_ref().map_or(0, |c| c.pc);
                let chain = (f.chain ^ u64::from(pc)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                (f.base + u32::from(f.code.nregs()), chain ^ code.value().0)
            }
        };
        if base + u32::from(code.nregs()) > 60_000 {
            return refuse("too many registers");
        }
        Ok(Frame {
            code,
            function,
            flow,
            observed,
            shown,
            base,
            then: Then::Unit,
            chain,
            pc: 0,
            copy: 0,
            roots: vec![None],
            entering: None,
            pending: HashMap::new(),
            queue: BTreeMap::new(),
            headers: HashMap::new(),
            done: HashMap::new(),
            call: None,
            returns: Vec::new(),
            last_state: None,
        })
    }

    /// May the locals of the code's frames be looked at while it runs?
    pub(super) fn looks_at_locals(&self, code: Code) -> bool {
        self.vm.locals_observed
            || code
                .raw()
                .names
                .iter()
                .any(|n| n.as_str().is_some_and(|n| LOOKS_AT_LOCALS.contains(&n)))
    }

    /// The state of frame `i`, which waits for the frame above it.
    pub(super) fn waiting(&mut self, i: usize) -> State {
        let entered = std::mem::replace(&mut self.env.entered, i + 1);
        let s = self.waiting_state(i);
        self.env.entered = entered;
        s
    }

    /// Is a unit of a loop just being entered at this back-edge?
    pub(super) fn entering_at(&self, pc: u32) -> bool {
        self.top().entering == Some(pc)
    }

    /// Resident constants stand in their registers.
    pub(super) fn load_residents(&mut self, code: Code) {
        let nlocals = code.nlocals();
        for i in 0..code.nresident() {
            let v = code.resident_at(i);
            let v = self.constant(v);
            self.env.regs[usize::from(nlocals + i)] = Abs::Value(v);
        }
    }

    // ---- units of loops

    /// Reads the live registers of the interpreter's frame.
    pub(super) fn read_registers(&mut self, at: u32, registers: &[Value]) {
        let flow = self.top().flow.clone();
        let code = self.top().code;
        let residents = code.nlocals()..code.nlocals() + code.nresident();
        for r in flow.live(at).iter() {
            let empty = registers.get(usize::from(r)).is_none_or(|v| v.is_empty());
            if residents.contains(&r) || empty && r >= residents.end {
                continue;
            }
            let v = self.push(Op::ReadReg { base: 0, reg: r });
            self.env.regs[usize::from(r)] = Abs::Value(v);
        }
    }

    /// Guards that the registers hold values of the types that they hold now.
    pub(super) fn expect_types(&mut self, at: u32, registers: &[Value]) {
        if self.blocked(at) {
            return;
        }
        let flow = self.top().flow.clone();
        for r in flow.live(at).iter() {
            let (Some(&now), Abs::Value(v)) =
                (registers.get(usize::from(r)), self.env.regs[usize::from(r)])
            else {
                continue;
            };
            if self.g.rep(v) != Rep::Val || self.known(v).is_some() {
                continue;
            }
            let _ = if now.is_int() {
                self.as_int(v, at)
            } else if now.is_float() {
                self.as_float(v, at)
            } else if now.is_bool() {
                self.as_bool(v, at)
            } else {
                Ok(v)
            };
        }
    }

    /// Iterators over ranges and lists, which the interpreter made for loops, are kept in registers.
    pub(super) fn open_iterators(&mut self, at: u32, registers: &[Value]) -> Built {
        let body = self.top().code.body();
        let Some(body) = body else { return Ok(()) };
        let flow = self.top().flow.clone();
        let iterators: Vec<u16> = body
            .instrs
            .iter()
            .filter(|i| i.op.neutral() == B::ForLoop)
            .map(|i| i.a)
            .collect();
        if self.blocked(at) {
            return Ok(());
        }
        for r in flow.live(at).iter().filter(|r| iterators.contains(r)) {
            let (Some(&now), Abs::Value(v)) =
                (registers.get(usize::from(r)), self.env.regs[usize::from(r)])
            else {
                continue;
            };
            if !self.iterator_is_private(r, at) {
                continue;
            }
            if header(now).is_some_and(|h| h.shape_id == T::RangeIterator as u32) {
                let step = Obj::<RangeIter>::from_value(now).map_or(1, |it| it.step.get());
                if step == 1 && self.counts_by_one(r, at) {
                    self.open_counter(r, v, at)?;
                } else {
                    self.open_range(r, v, at, step > 0)?;
                }
            } else if header(now).is_some_and(|h| h.shape_id == T::ListIterator as u32)
                && let Some(it) = Obj::<SeqIter>::from_value(now)
                && let Some(l) = List::from_value(it.seq.get())
            {
                self.open_sequence(r, v, at, l.shape_id())?;
            } else if header(now).is_some_and(|h| h.shape_id == T::TupleIterator as u32) {
                self.open_sequence(r, v, at, T::Tuple as u32)?;
            }
        }
        Ok(())
    }

    /// Was the iterator in register `r`, with which a loop around `at` goes on, made for that loop from something that is no iterator itself? Then
    /// nobody else can hold it.
    fn iterator_is_private(&self, r: u16, at: u32) -> bool {
        let code = self.top().code;
        let Some(body) = code.body() else {
            return false;
        };
        let headers = self.headers_around(body, at, r);
        !headers.is_empty() && headers.iter().all(|&h| self.makes_iterator(body, h, r))
    }

    /// The headers of the loops around `at` that go on with the iterator in `r`.
    fn headers_around(&self, body: &bytecode::code::Code, at: u32, r: u16) -> Vec<u32> {
        let around = |pc: u32| {
            let header = successors(body.instrs[pc as usize], pc).1?;
            let l = self.top().flow.loop_at(header)?;
            l.contains(at).then_some(header)
        };
        let loops = body.instrs.iter().enumerate();
        loops
            .filter(|(_, i)| i.op.neutral() == B::ForLoop && i.a == r)
            .filter_map(|(pc, _)| around(pc as u32))
            .collect()
    }

    /// Does the private iterator in `r` come from a call with one or two arguments? Then, if it is one over a range, its step is always 1.
    fn counts_by_one(&self, r: u16, at: u32) -> bool {
        let Some(body) = self.top().code.body() else {
            return false;
        };
        let called = |header: &u32| {
            let Some(call) = header.checked_sub(3).map(|pc| pc as usize) else {
                return false;
            };
            let (make, get) = (body.instrs[call], body.instrs[call + 1]);
            make.op.neutral() == B::CallPlain
                && make.c <= 2
                && make.a == get.b
                && !self.top().flow.leader[call + 1]
        };
        self.headers_around(body, at, r).iter().all(called)
    }

    /// Does the loop at `header` begin with making the iterator in `r` from a range, list or tuple?
    fn makes_iterator(&self, body: &bytecode::code::Code, header: u32, r: u16) -> bool {
        let Some(first) = header.checked_sub(2).map(|h| h as usize) else {
            return false;
        };
        let (get, next) = (body.instrs[first], body.instrs[first + 1]);
        let seen = (self.top().code.feedback_at(first).b >> 1) as u32;
        get.op.neutral() == B::GetIter
            && get.a == r
            && next.op.neutral() == B::ForIter
            && next.a == r
            && !self.top().flow.leader[first + 1]
            && (seen == T::Range as u32
                || seen == T::Tuple as u32
                || crate::object::list::is_list_shape(seen))
    }

    /// Register `r` holds a range iterator with step 1: take it apart.
    fn open_counter(&mut self, r: u16, v: V, pc: u32) -> Built {
        let it = self.with_type(v, T::RangeIterator as u32, pc)?;
        let next = self.push(Op::RangeNext { iter: it });
        let lhs = self.push(Op::RangeStep { iter: it });
        let left = self.push(Op::RangeLeft { iter: it });
        let step = self.int(1);
        let cond = crate::ir::Cond::Eq;
        let rhs = step;
        let one = self.push(Op::Cmp { cond, lhs, rhs });
        self.guard(one, pc)?;
        let (lhs, rhs) = (self.small(next, pc)?, self.small(left, pc)?);
        let stop = self.push(Op::Add { lhs, rhs });
        self.env.regs[usize::from(r)] = Abs::RangeIter {
            next: lhs,
            stop,
            step,
            up: true,
        };
        Ok(())
    }

    /// Register `r` holds a range iterator: take it apart.
    pub(super) fn open_range(&mut self, r: u16, v: V, pc: u32, up: bool) -> Built {
        let it = self.with_type(v, T::RangeIterator as u32, pc)?;
        let next = self.push(Op::RangeNext { iter: it });
        let step = self.push(Op::RangeStep { iter: it });
        let left = self.push(Op::RangeLeft { iter: it });
        let zero = self.int(0);
        let cond = if up {
            crate::ir::Cond::Gt
        } else {
            crate::ir::Cond::Lt
        };
        let direction = self.push(Op::Cmp {
            cond,
            lhs: step,
            rhs: zero,
        });
        self.guard(direction, pc)?;
        // far from the ends of 64 bits, so that neither the end nor the item behind it overflows
        let (next, step) = (self.small(next, pc)?, self.small(step, pc)?);
        let state = self.state(pc)?;
        let (lhs, rhs) = (step, left);
        let way = self.push(Op::MulOvf { lhs, rhs, state });
        let way = self.small(way, pc)?;
        let stop = self.push(Op::Add {
            lhs: next,
            rhs: way,
        });
        self.env.regs[usize::from(r)] = Abs::RangeIter {
            next,
            stop,
            step,
            up,
        };
        Ok(())
    }

    /// Register `r` holds an iterator over a list or tuple of the given shape: take it apart.
    pub(super) fn open_sequence(&mut self, r: u16, v: V, pc: u32, shape: u32) -> Built {
        let kind = if shape == T::Tuple as u32 {
            T::TupleIterator
        } else {
            T::ListIterator
        };
        let it = self.with_type(v, kind as u32, pc)?;
        let seq = self.push(Op::SeqOf { iter: it });
        let state = self.state(pc)?;
        let seq = self.push(Op::GuardBound { value: seq, state });
        let at = self.push(Op::SeqAt { iter: it });
        self.env.regs[usize::from(r)] = Abs::SeqIter { seq, at, shape };
        Ok(())
    }

    // ---- frame states

    /// The state before instruction `pc` of the innermost frame.
    pub(super) fn state(&mut self, pc: u32) -> Built<State> {
        if self.g.values.len() > MOST_VALUES {
            return refuse("too large");
        }
        if let Some((at, env, s)) = &self.top().last_state
            && *at == pc
            && *env == self.env
        {
            return Ok(*s);
        }
        let depth = self.frames.len();
        let parent = match depth {
            1 => None,
            _ => Some(self.waiting_state(depth - 2)),
        };
        let f = self.top();
        let regs = operands(&self.env, |r| f.flow.live(pc).has(r), f.code);
        let state = FrameState {
            parent,
            code: f.code.value().0,
            function: f.function,
            base: f.base,
            pc,
            regs,
            entered: self.env.entered >= depth,
            then: f.then,
        };
        let s = self.g.add_state(state);
        let env = self.env.clone();
        self.top_mut().last_state = Some((pc, env, s));
        Ok(s)
    }

    /// The state of frame `i`, which waits for the call of frame `i + 1`.
    fn waiting_state(&mut self, i: usize) -> State {
        let entered = self.env.entered.min(i + 1);
        let parent = match i {
            0 => None,
            _ => Some(self.waiting_state(i - 1)),
        };
        let f = &self.frames[i];
        let Some(call) = &f.call else {
            return State(0);
        };
        if let Some(&(_, s)) = call.states.iter().find(|(n, _)| *n == entered) {
            return s;
        }
        let (pc, dst) = (call.pc, call.dst);
        let wanted =
            |r: u16| (r != dst && f.flow.live(pc + 1).has(r)) || f.flow.live_in_handler(pc).has(r);
        let state = FrameState {
            parent,
            code: f.code.value().0,
            function: f.function,
            base: f.base,
            pc,
            regs: operands(&call.env, wanted, f.code),
            entered: entered > i,
            then: f.then,
        };
        let s = self.g.add_state(state);
        if let Some(call) = &mut self.frames[i].call {
            call.states.push((entered, s));
        }
        s
    }

    /// Pushes the records of all frames: what comes next may look at them.
    pub(super) fn enter_frames(&mut self, pc: u32) -> Built {
        if self.env.entered < self.frames.len() {
            let state = self.state(pc)?;
            self.push(Op::EnterFrame { state });
            self.env.entered = self.frames.len();
        }
        Ok(())
    }

    /// Makes ready for an operation that may run any code: frames are entered, and locals stand where `locals()` looks.
    pub(super) fn observe(&mut self, pc: u32) -> Built<State> {
        self.enter_frames(pc)?;
        self.write_shown()?;
        self.state(pc)
    }

    fn write_shown(&mut self) -> Built {
        let base = self.top().base;
        for r in self.top().shown.clone() {
            let abs = self.env.regs[usize::from(r)];
            let value = match abs {
                Abs::Empty => self.constant(Value::EMPTY),
                other => self.made(other)?,
            };
            self.push(Op::WriteReg {
                base,
                reg: r,
                value,
            });
        }
        Ok(())
    }

    // ---- blocks

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

    /// The headers of the loop at `header` and of those around it, from the inside out.
    fn nest(&self, header: u32) -> Vec<Option<u32>> {
        // they are sorted, the longest first
        let around = self.top().flow.loops.iter().rev();
        let around = around.filter(|l| l.header != header && l.contains(header));
        let outer = around.map(|l| Some(l.header));
        std::iter::once(Some(header)).chain(outer).collect()
    }

    /// Is `pc` the header of a loop that the present copy contains whole?
    fn is_header(&self, pc: u32) -> bool {
        let f = self.top();
        f.flow.loop_at(pc).is_some() && self.contained(pc)
    }

    /// Is the loop at `header` entered through its header in the present copy? Not if it encloses the loop that the copy is about.
    fn contained(&self, header: u32) -> bool {
        let f = self.top();
        match f.roots[f.copy as usize] {
            None => true,
            Some(root) => {
                root == header || f.flow.loop_at(header).is_none_or(|l| !l.contains(root))
            }
        }
    }

    fn add_edge(&mut self, key: Key, edge: Edge) -> Built {
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
    fn copy_of(&mut self, to: u32) -> u32 {
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
    fn merge_register(
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

    // ---- loops

    fn place(&self, pc: u32, r: u16) -> super::Place {
        (self.top().chain, pc, r)
    }

    /// The present block goes on into the loop whose header is `pc`.
    fn open_header(&mut self, pc: u32, copy: u32) -> Built {
        self.enter_frames(pc)?;
        let flow = self.top().flow.clone();
        let Some(l) = flow.loop_at(pc) else {
            return Ok(());
        };
        let regs: Vec<u16> = flow
            .live(pc)
            .iter()
            .filter(|&r| l.assigned.has(r))
            .collect();
        for &r in &regs {
            self.settle_entry(pc, r)?;
        }
        let before = self.g.add_block();
        self.g.block_mut(self.at).end = Terminator::Jump(Target {
            block: before,
            args: vec![],
        });
        self.at = before;
        // Where hoisted guards failed, nothing is hoisted again.
        if !self.blocked_header(pc) {
            let state = self.state(pc)?;
            self.g.block_mut(before).state = Some(state);
        }
        let block = self.g.add_block();
        let mut args = Vec::new();
        let mut header = Vec::new();
        for &r in &regs {
            let abs = self.env.regs[usize::from(r)];
            let mut params = Vec::new();
            for v in abs.parts() {
                args.push(v);
                let rep = self.g.rep(v);
                params.push(self.g.add_param(block, rep));
            }
            let abs = abs.with_parts(&params);
            self.env.regs[usize::from(r)] = abs;
            header.push((r, abs));
        }
        self.g.block_mut(before).end = Terminator::Jump(Target { block, args });
        self.at = block;
        let entered = self.env.entered;
        self.top_mut().headers.insert(
            (pc, copy),
            Header {
                block,
                regs: header,
                entered,
            },
        );
        Ok(())
    }

    /// Gives register `r` the representation on entry of the loop at `pc` that earlier attempts found right.
    fn settle_entry(&mut self, pc: u32, r: u16) -> Built {
        let hint = self.hints.get(&self.place(pc, r)).copied();
        let abs = self.env.regs[usize::from(r)];
        let new = match (abs, hint) {
            // may be unbound on entry and bound in the loop
            (Abs::Empty, _) => self.constant(Value::EMPTY),
            (Abs::Value(v), Some(Rep::I64)) => self.as_int(v, pc)?,
            (Abs::Value(v), Some(Rep::F64)) => self.as_float(v, pc)?,
            (Abs::Value(v), Some(Rep::Bool)) => self.as_bool(v, pc)?,
            (Abs::Value(v), Some(_)) => self.boxed(v),
            (other, Some(Rep::Val)) => self.made(other)?,
            _ => return Ok(()),
        };
        self.env.regs[usize::from(r)] = Abs::Value(new);
        Ok(())
    }

    /// Notes a guess for the loop at `pc`: the graph is built anew.
    fn again<X>(&mut self, pc: u32, r: u16, rep: Rep) -> Built<X> {
        let place = self.place(pc, r);
        self.hints.insert(place, rep);
        Err(Stop::Again)
    }

    /// The present block goes back to the header of a loop.
    fn close_loop(&mut self, key: Key) -> Built {
        let pc = key.0;
        let Some(h) = self.top().headers.get(&key) else {
            return refuse("irreducible control flow");
        };
        let (block, regs, entered) = (h.block, h.regs.clone(), h.entered);
        if entered != self.env.entered {
            return refuse("a loop enters frames");
        }
        let mut args = Vec::new();
        for (r, expected) in regs {
            let mut abs = self.env.regs[usize::from(r)];
            if abs == Abs::Empty {
                abs = Abs::Value(self.constant(Value::EMPTY));
            }
            if !abs.same_kind(expected) {
                return self.again(pc, r, Rep::Val);
            }
            for (v, p) in abs.parts().into_iter().zip(expected.parts()) {
                args.push(self.fit(pc, r, v, self.g.rep(p))?);
            }
        }
        self.g.block_mut(self.at).end = Terminator::Jump(Target { block, args });
        Ok(())
    }

    /// `v` in representation `rep`, as the header at `pc` wants register `r`.
    fn fit(&mut self, pc: u32, r: u16, v: V, rep: Rep) -> Built<V> {
        let have = self.g.rep(v);
        if have == rep {
            return Ok(v);
        }
        let hint = self.hints.get(&self.place(pc, r)).copied();
        match (rep, have) {
            (Rep::Val, _) => {
                // computed unboxed: better so on entry too, unless that failed
                if hint.is_none() && !self.blocked_header(pc) && self.hintable(pc, r) {
                    return self.again(pc, r, have);
                }
                Ok(self.boxed(v))
            }
            (_, Rep::Val) if !self.blocked_header(pc) && self.known(v).is_none() => match rep {
                Rep::I64 => self.as_int(v, pc),
                Rep::F64 => self.as_float(v, pc),
                _ => self.as_bool(v, pc),
            },
            _ => self.again(pc, r, Rep::Val),
        }
    }

    /// Could register `r` be unboxed where the loop at `pc` is entered? Not when it holds a constant of another type there.
    fn hintable(&self, pc: u32, r: u16) -> bool {
        let f = self.top();
        let header = f.headers.get(&(pc, f.copy));
        let Some((_, Abs::Value(param))) =
            header.and_then(|h| h.regs.iter().find(|(x, _)| *x == r))
        else {
            return false;
        };
        let Some(h) = header else { return false };
        let Some(at) = self.g.block(h.block).params.iter().position(|p| p == param) else {
            return false;
        };
        // the entry's argument
        self.g.blocks.iter().all(|b| {
            b.end
                .targets()
                .filter(|t| t.block == h.block)
                .all(|t| t.args.get(at).is_none_or(|&a| self.known(a).is_none()))
        })
    }

    // ---- calls that are read in place

    /// The innermost frame calls: it waits at `pc` for a result in `dst`.
    pub(super) fn wait(&mut self, pc: u32, dst: u16) {
        let env = self.env.clone();
        self.top_mut().call = Some(Call {
            pc,
            dst,
            env,
            states: Vec::new(),
        });
    }

    /// The call that the innermost frame waited for is over.
    pub(super) fn resume(&mut self, entered: usize) {
        if let Some(call) = self.top_mut().call.take() {
            self.env = call.env;
            self.env.entered = entered;
        }
    }

    /// The function behind a code's constants.
    pub(super) fn name_at(&self, i: u32) -> Built<Value> {
        let names = Tuple::from_value(self.top().code.names());
        match names.and_then(|t| t.get(i as usize)) {
            Some(v) => Ok(v),
            None => refuse("a name is missing"),
        }
    }
}

/// The registers for which `wanted` holds, as a frame state has them: without resident constants.
fn operands(
    env: &Env,
    wanted: impl Fn(u16) -> bool,
    code: Code,
) -> Box<[(u16, crate::ir::Operand)]> {
    let residents = code.nlocals()..code.nlocals() + code.nresident();
    env.regs
        .iter()
        .enumerate()
        .filter(|&(r, _)| wanted(r as u16) && !residents.contains(&(r as u16)))
        .filter_map(|(r, abs)| Some((r as u16, abs.operand()?)))
        .collect()
}
