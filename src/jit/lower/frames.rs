//! Records of frames: entering, leaving, and where they are.

use std::cell::Cell;

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{I8, I64};
use cranelift_codegen::ir::{self as clif, InstBuilder as _};

use super::{Lower, thread};
use crate::bytecode::ops::Instr;
use crate::ir::{FrameState, Op, Operand, Rep, State, Then, V, ValueData};
use crate::jit::Kind;
use crate::jit::entries::Called;
use crate::jit::exits::Reason;
use crate::object::{Code, Value};
use crate::runtime::Vm;
use crate::runtime::frame::{Frame, Return, Thread};

macro_rules! at {
    ($Type:ty, $field:ident) => {
        std::mem::offset_of!($Type, $field)
    };
}

/// `dst`, `ret`, `marks` and `nregs` are written as one word.
const PACKED: usize = at!(Frame, dst);
const _: () = {
    assert!(at!(Frame, ret) == PACKED + 2 && at!(Frame, marks) == PACKED + 3);
    assert!(at!(Frame, nregs) == PACKED + 4 && PACKED.is_multiple_of(8));
    assert!(size_of::<Frame>() == PACKED + 8);
};

fn packed(dst: u16, ret: Return, nregs: u16) -> u64 {
    let mut bytes = [0; 8];
    bytes[..2].copy_from_slice(&dst.to_ne_bytes());
    bytes[2] = ret as u8;
    bytes[4..6].copy_from_slice(&nregs.to_ne_bytes());
    u64::from_ne_bytes(bytes)
}

/// The code of a frame state.
pub(super) fn code_of(fs: &FrameState) -> Option<Code> {
    Code::from_value(Value(fs.code))
}

/// The instruction of a frame state.
fn instruction(fs: &FrameState) -> Option<*const Cell<Instr>> {
    Some(code_of(fs)?.instrs().wrapping_add(fs.pc as usize))
}

impl Lower<'_, '_> {
    /// What the frames' operations need, at the entry.
    pub(super) fn prologue(&mut self) {
        let records = self.g.values.iter().any(|v| {
            matches!(
                v,
                ValueData::Op(
                    Op::EnterFrame { .. } | Op::CallPython { .. } | Op::LeaveFrame { .. }
                )
            )
        });
        if records {
            let depth = self.load_vm(I64, thread(at!(Thread, depth)));
            let below = self.add_imm(depth, -i64::from(self.kind.is_entered()));
            let first = self.load_vm(I64, thread(Thread::FRAMES_OFFSET));
            let size = self.word(size_of::<Frame>() as i64);
            let distance = self.b.ins().imul(below, size);
            let own = self.b.ins().iadd(first, distance);
            self.records = Some((own, below));
        }
    }

    /// How many frames of the unit are outside the innermost one of `state`.
    fn index(&self, state: State) -> usize {
        let mut n = 0;
        let mut at = self.g.state(state).parent;
        while let Some(s) = at {
            n += 1;
            at = self.g.state(s).parent;
        }
        n
    }

    /// The own record and the number of records below it.
    fn own_record(&mut self) -> (clif::Value, clif::Value) {
        match self.records {
            Some(r) => r,
            None => {
                self.broken = Some("no records");
                (self.base, self.base)
            }
        }
    }

    /// The address of the instruction of a frame state.
    pub(super) fn pc(&mut self, fs: &FrameState) -> clif::Value {
        let Some(pc) = instruction(fs) else {
            self.broken = Some("a frame state without code");
            return self.word(0);
        };
        self.word(pc.addr() as i64)
    }

    /// Notes the instruction that runs in the record of the innermost frame.
    pub(super) fn save_pc(&mut self, state: State) {
        let g = self.g;
        let fs = g.state(state);
        self.check_entered(fs);
        let record = self.index(state) * size_of::<Frame>();
        let (own, _) = self.own_record();
        let pc = self.pc(fs);
        self.store(pc, own, record + at!(Frame, pc));
    }

    /// Whoever looks at frames must find this one.
    pub(super) fn check_entered(&mut self, fs: &FrameState) {
        if !fs.entered {
            self.broken = Some("an operation that looks at frames in one that was not entered");
        }
    }

    /// Leaves when the recursion limit is near.
    pub(super) fn check_depth(&mut self, frames: u32, state: State, name: &'static str) {
        let depth = self.load_vm(I64, thread(at!(Thread, depth)));
        let depth = self.add_imm(depth, i64::from(frames));
        let limit = self.load_vm(I64, at!(Vm, recursion_limit));
        let deep = self.cmp(IntCC::UnsignedGreaterThan, depth, limit);
        self.leave_if(deep, state, Reason::Poll, name);
    }

    /// Pushes the records of all frames of the state that are not entered, the outermost first. Whether there is room for all of them is asked before: an exit
    /// finds the frames as its state says.
    pub(super) fn enter_frames(&mut self, state: State, name: &'static str) {
        let g = self.g;
        let mut pending = g.frames(state);
        pending.retain(|&s| !g.state(s).entered);
        let Some(&first) = pending.first() else {
            self.broken = Some("a frame is entered twice");
            return;
        };
        self.check_room(first, pending.len(), state, name);
        if let Some(parent) = g.state(first).parent {
            // the records of the others are written with the instruction that runs
            let record = self.index(parent) * size_of::<Frame>();
            let (own, _) = self.own_record();
            let pc = self.pc(g.state(parent));
            self.store(pc, own, record + at!(Frame, pc));
        }
        let handled = self.load_vm(I64, thread(at!(Thread, handled)));
        for &s in &pending {
            self.enter_frame(s, handled);
        }
        let (_, below) = self.own_record();
        let depth = self.add_imm(below, (self.index(first) + pending.len()) as i64);
        self.store_vm(depth, thread(at!(Thread, depth)));
    }

    /// Writes the record of the innermost frame of `state`, for which there is room.
    fn enter_frame(&mut self, state: State, handled: clif::Value) {
        let g = self.g;
        let fs = g.state(state);
        let Some(code) = code_of(fs) else {
            self.broken = Some("a frame state without code");
            return;
        };
        let index = self.index(state);
        let (own, _) = self.own_record();
        let base = self.window(fs);
        let record = index * size_of::<Frame>();
        let f = self.v(fs.function);
        let (dst, ret) = match fs.then {
            Then::Unit => (0, Return::ToRust),
            Then::ToFrame { dst } => (dst, Return::ToFrame),
            Then::Construct { dst, object } => {
                let object = self.v(object);
                self.store(object, own, record + Frame::EXTRA_OFFSET);
                (dst, Return::Construct)
            }
        };
        let code_word = self.bits(fs.code);
        let pc = self.pc(fs);
        let packed = self.bits(packed(dst, ret, code.nregs()));
        for (value, field) in [
            (code_word, at!(Frame, code)),
            (f, at!(Frame, function)),
            (handled, at!(Frame, outer_handled)),
            (base, at!(Frame, base)),
            (pc, at!(Frame, pc)),
            (packed, PACKED),
        ] {
            self.store(value, own, record + field);
        }
        self.fill_locals(fs, code, index);
    }

    /// The first register of a frame.
    fn window(&mut self, fs: &FrameState) -> clif::Value {
        let unit = self.base;
        self.add_imm(unit, i64::from(fs.base) * 8)
    }

    /// Leaves unless there is room for `n` frames, of which the outermost is `first`. The outermost frame that a unit pushes looks at the stacks' ends, which are far
    /// enough for the others.
    fn check_room(&mut self, first: State, n: usize, state: State, name: &'static str) {
        let g = self.g;
        let index = self.index(first);
        let (_, below) = self.own_record();
        let depth = self.add_imm(below, (index + n) as i64);
        let limit = self.load_vm(I64, at!(Vm, compiled_limit));
        let deep = self.cmp(IntCC::UnsignedGreaterThan, depth, limit);
        self.leave_if(deep, state, Reason::Deep, name);
        if index != usize::from(self.kind.is_entered()) {
            return;
        }
        let base = self.window(g.state(first));
        let end = self.load_vm(I64, thread(at!(Thread, limit)));
        let full = self.cmp(IntCC::UnsignedGreaterThanOrEqual, base, end);
        self.leave_if(full, state, Reason::Deep, name);
        if self.kind == Kind::Function {
            let sp = self.b.ins().get_stack_pointer(I64);
            let end = self.load_vm(I64, thread(at!(Thread, native_limit)));
            let full = self.cmp(IntCC::UnsignedLessThan, sp, end);
            self.leave_if(full, state, Reason::Deep, name);
        }
    }

    /// Whoever looks at the frame's locals must find values: those that are words already, else nothing. The arguments of a function stand there.
    fn fill_locals(&mut self, fs: &FrameState, code: Code, index: usize) {
        let args = match (self.kind, index) {
            (Kind::Function, 0) => code.parameters(),
            _ => 0,
        };
        let base = self.base;
        for r in 0..code.nlocals() {
            let word = fs.regs.iter().find_map(|&(reg, o)| match o {
                Operand::Value(v) if reg == r && self.g.rep(v) == Rep::Val => Some(v),
                _ => None,
            });
            let stands_there = match word.and_then(|v| self.g.op(v)) {
                Some(&Op::ReadReg { base, reg }) => base == fs.base && reg == r,
                _ => word.is_none(),
            };
            if r < args && stands_there {
                continue;
            }
            let word = match word {
                Some(v) => self.v(v),
                None => self.word(0),
            };
            self.store(word, base, (fs.base as usize + usize::from(r)) * 8);
        }
    }

    /// Pops the record of the innermost frame; several that are popped in a row are popped together.
    pub(super) fn leave_frame(&mut self, state: State, rest: &[V]) {
        self.leaving.push(state);
        let next = rest.first().and_then(|&v| self.g.op(v));
        if matches!(next, Some(Op::LeaveFrame { .. })) {
            return;
        }
        let leaving = std::mem::take(&mut self.leaving);
        let (own, below) = self.own_record();
        // the one mark that such frames come to have: somebody looked at them
        let marks = |l: &mut Self, s: State| {
            let record = l.index(s) * size_of::<Frame>();
            l.load(I8, own, record + at!(Frame, marks))
        };
        let mut any = marks(self, state);
        for &s in leaving.iter().rev().skip(1) {
            let other = marks(self, s);
            any = self.b.ins().bor(any, other);
        }
        let (seen, next) = (self.cold_block(), self.b.create_block());
        self.b.ins().brif(any, seen, &[], next, &[]);
        self.b.switch_to_block(seen);
        self.detach(&leaving);
        self.b.ins().jump(next, &[]);
        self.b.switch_to_block(next);

        let depth = self.add_imm(below, self.index(state) as i64);
        self.store_vm(depth, thread(at!(Thread, depth)));
    }

    /// Pops the frames of the states, the innermost first, and detaches the Python frame objects, where there are some.
    fn detach(&mut self, leaving: &[State]) {
        let g = self.g;
        let pcs = leaving.iter().filter_map(|&s| instruction(g.state(s)));
        let pcs: Box<[*const Cell<Instr>]> = pcs.collect();
        if pcs.len() != leaving.len() {
            self.broken = Some("a frame state without code");
        }
        let (vm, list, n) = (
            self.vm,
            self.word(pcs.as_ptr().addr() as i64),
            self.word(pcs.len() as i64),
        );
        self.endings.push(pcs);
        self.call(Called::Detach.address(), &[vm, list, n], None);
    }
}
