//! Reading instructions: the dispatch, and the operations that the interpreter executes on behalf of compiled code.

use super::env::Abs;
use super::flow::{reads, successors, writes};
use super::{Builder, Built, refuse};
use crate::bytecode::ops::{Instr, Op as B};
use crate::ir::{Op, Rep, Terminator, V};
use crate::object::{Tuple, Value};
use crate::runtime::arith::BinOp;
use crate::runtime::helpers::Helper;

/// Does the block go on behind the instruction?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Go {
    /// With the next instruction.
    Next,
    /// It has ended.
    Ended,
}

impl Builder<'_> {
    /// Reads instructions from `pc` on up to the end of the block.
    pub(super) fn read_block(&mut self, mut pc: u32) -> Built {
        loop {
            if self.read(pc)? == Go::Ended {
                return Ok(());
            }
            pc += 1;
            if self.top().flow.leader[pc as usize] {
                return self.go(pc - 1, pc);
            }
        }
    }

    /// What register `r` holds.
    pub(super) fn reg(&self, r: u16) -> Abs {
        self.env.regs[usize::from(r)]
    }

    /// The value in register `r`; objects that were not made are made.
    pub(super) fn value(&mut self, r: u16, pc: u32) -> Built<V> {
        match self.reg(r) {
            Abs::Value(v) => Ok(v),
            Abs::Empty => Ok(self.constant(Value::EMPTY)),
            other => {
                let v = self.made_at(other, pc)?;
                self.env.regs[usize::from(r)] = Abs::Value(v);
                Ok(v)
            }
        }
    }

    /// The Python value in register `r`.
    pub(super) fn boxed_reg(&mut self, r: u16, pc: u32) -> Built<V> {
        let v = self.value(r, pc)?;
        Ok(self.boxed(v))
    }

    /// Sets register `r`.
    pub(super) fn set(&mut self, r: u16, v: V) {
        self.env.regs[usize::from(r)] = Abs::Value(v);
    }

    /// A Python value of what was not made yet.
    pub(super) fn made(&mut self, abs: Abs) -> Built<V> {
        let pc = self.top().last_pc();
        self.made_at(abs, pc)
    }

    fn made_at(&mut self, abs: Abs, pc: u32) -> Built<V> {
        let (helper, args) = match abs {
            Abs::Value(v) => return Ok(self.boxed(v)),
            Abs::Empty => return Ok(self.constant(Value::EMPTY)),
            Abs::Range { start, stop, step } => (Helper::new_range, [start, stop, step].to_vec()),
            Abs::RangeIter {
                next, stop, step, ..
            } => (Helper::new_range_iter, [next, stop, step].to_vec()),
            Abs::SeqIter { seq, at, .. } => (Helper::new_list_iter, [seq, at].to_vec()),
        };
        let state = self.state(pc)?;
        Ok(self.push(Op::CallVal {
            helper,
            args: args.into(),
            state,
        }))
    }

    /// Calls a helper that gives a value and may run any code.
    pub(super) fn call_val(&mut self, helper: Helper, args: &[V], pc: u32) -> Built<V> {
        let state = self.observe(pc)?;
        Ok(self.push(Op::CallVal {
            helper,
            args: args.into(),
            state,
        }))
    }

    /// Calls a helper that answers yes or no and may run any code.
    pub(super) fn call_truth(&mut self, helper: Helper, args: &[V], pc: u32) -> Built<V> {
        let state = self.observe(pc)?;
        Ok(self.push(Op::CallTruth {
            helper,
            args: args.into(),
            state,
        }))
    }

    /// Calls a helper for its effect that may run any code.
    pub(super) fn call_do(&mut self, helper: Helper, args: &[V], pc: u32) -> Built {
        let state = self.observe(pc)?;
        self.push(Op::CallDo {
            helper,
            args: args.into(),
            state,
        });
        Ok(())
    }

    /// The interpreter executes the instruction.
    pub(super) fn step(&mut self, i: Instr, pc: u32) -> Built {
        let mut regs = Vec::new();
        reads(i, |r| regs.push(r));
        regs.sort_unstable();
        regs.dedup();
        let mut args = Vec::with_capacity(regs.len());
        for &r in &regs {
            args.push(self.boxed_reg(r, pc)?);
        }
        let state = self.observe(pc)?;
        self.push(Op::Step {
            regs: regs.into(),
            args: args.into(),
            state,
        });
        let base = self.top().base;
        let mut results = Vec::new();
        writes(i, |r| results.push(r));
        for reg in results {
            let v = self.push(Op::ReadReg { base, reg });
            self.set(reg, v);
        }
        Ok(())
    }

    /// Empties a register. The iterator of a loop that is left early may be a generator, which the interpreter closes.
    fn clear(&mut self, i: Instr, pc: u32) -> Built {
        let code = self.top().code;
        let temporary =
            usize::from(i.a) >= usize::from(code.nlocals()) + usize::from(code.nresident());
        if temporary
            && let Abs::Value(v) = self.reg(i.a)
            && self.g.rep(v) == Rep::Val
            && self.known(v).is_none()
        {
            let v = self.boxed_reg(i.a, pc)?;
            let state = self.observe(pc)?;
            self.push(Op::Step {
                regs: [i.a].into(),
                args: [v].into(),
                state,
            });
        }
        self.env.regs[usize::from(i.a)] = Abs::Empty;
        Ok(())
    }

    /// Nothing is known of the instruction: it never ran. Leaves, unless speculation is given up.
    pub(super) fn never_ran(&mut self, pc: u32) -> Built<Go> {
        self.exit(pc)?;
        Ok(Go::Ended)
    }

    /// The condition of a jump on the truth of register `r`.
    fn truth_of(&mut self, r: u16, pc: u32) -> Built<V> {
        let v = self.value(r, pc)?;
        if let Some(k) = self.known(v) {
            if let Some(b) = k.as_bool() {
                return Ok(self.push(Op::ConstBool { value: b }));
            }
            if k.is_none() {
                return Ok(self.push(Op::ConstBool { value: false }));
            }
        }
        let seen = self.top().code.feedback_at(pc as usize).a;
        let zero = match self.g.rep(v) {
            Rep::Bool => return Ok(v),
            Rep::I64 => true,
            Rep::F64 => false,
            _ if !self.blocked(pc) && seen == 0 => return self.as_bool(v, pc),
            _ if !self.blocked(pc) && seen & 0xff == crate::object::code::kinds::INT => true,
            _ => return self.truth_of_object(v, seen, pc),
        };
        if zero {
            let lhs = self.as_int(v, pc)?;
            let rhs = self.int(0);
            Ok(self.push(Op::Cmp {
                cond: crate::ir::Cond::Ne,
                lhs,
                rhs,
            }))
        } else {
            let rhs = self.float(0.0);
            Ok(self.push(Op::CmpF {
                cond: crate::ir::Cond::Ne,
                lhs: v,
                rhs,
            }))
        }
    }

    /// The truth of a list or string is whether it has items.
    fn truth_of_object(&mut self, v: V, seen: u64, pc: u32) -> Built<V> {
        use crate::object::code::kinds;
        let lhs = match seen & 0xff {
            kinds::LIST if !self.blocked(pc) => {
                let list = self.any_list(v, pc)?;
                self.push(Op::ListLen { list })
            }
            kinds::STR if !self.blocked(pc) => {
                let text = self.with_type(v, crate::object::T::Str as u32, pc)?;
                self.push(Op::StrLen { text })
            }
            _ => return self.call_truth(Helper::truth, &[v], pc),
        };
        let rhs = self.int(0);
        Ok(self.push(Op::Cmp {
            cond: crate::ir::Cond::Ne,
            lhs,
            rhs,
        }))
    }

    /// Are registers `a` and `b` the same object?
    fn same(&mut self, a: V, b: V) -> V {
        if a == b {
            return self.push(Op::ConstBool { value: true });
        }
        let (lhs, rhs) = (self.boxed(a), self.boxed(b));
        self.push(Op::Same { lhs, rhs })
    }

    /// Reads one instruction.
    pub(super) fn read(&mut self, pc: u32) -> Built<Go> {
        let i = self.instr(pc);
        self.top_mut().set_last_pc(pc);
        let to = successors(i, pc).1.unwrap_or(pc);
        match i.op.neutral() {
            B::Nop => {}
            B::Mov => {
                let abs = self.reg(i.b);
                let dead = !self.top().flow.live(pc + 1).has(i.b);
                let abs = match abs {
                    Abs::Value(_) | Abs::Empty => abs,
                    other if dead && !self.top().observed => {
                        self.env.regs[usize::from(i.b)] = Abs::Empty;
                        other
                    }
                    other => {
                        // two registers must hold the same object
                        let made = Abs::Value(self.made_at(other, pc)?);
                        self.env.regs[usize::from(i.b)] = made;
                        made
                    }
                };
                self.env.regs[usize::from(i.a)] = abs;
            }
            B::LoadConst => {
                let consts = Tuple::from_value(self.top().code.consts());
                let Some(k) = consts.and_then(|t| t.get(i.bc() as usize)) else {
                    return refuse("a constant is missing");
                };
                let v = self.constant(k);
                self.set(i.a, v);
            }
            B::Clear => self.clear(i, pc)?,
            B::CheckLocal => match self.reg(i.a) {
                Abs::Empty => return self.never_ran(pc),
                Abs::Value(v) if self.known(v) == Some(Value::EMPTY) => return self.never_ran(pc),
                Abs::Value(v) if self.g.rep(v) == Rep::Val && self.known(v).is_none() => {
                    let state = self.state(pc)?;
                    let bound = self.push(Op::GuardBound { value: v, state });
                    self.refine(v, bound);
                }
                _ => {}
            },
            B::LoadCell => self.load_cell(i, pc)?,
            B::StoreCell => self.store_cell(i, pc)?,
            B::CopyFree => self.copy_free(i),
            B::LoadGlobal | B::LoadName => return self.load_global(i, pc),
            B::StoreGlobal | B::StoreName => return self.store_global(i, pc),
            B::DeleteGlobal | B::DeleteName => return self.step_name(i, pc),

            op if BinOp::of(op).is_some() => return self.binary(i, pc),
            B::Not => {
                let v = self.truth_of(i.b, pc)?;
                let v = self.push(Op::Not { value: v });
                self.set(i.a, v);
            }
            B::ToBool => {
                let v = self.truth_of(i.b, pc)?;
                self.set(i.a, v);
            }
            B::Neg => return self.negate(i, pc),
            B::Is | B::IsNot => {
                let (a, b) = (self.value(i.b, pc)?, self.value(i.c, pc)?);
                let mut v = self.same(a, b);
                if i.op == B::IsNot {
                    v = self.push(Op::Not { value: v });
                }
                self.set(i.a, v);
            }
            B::Lt | B::Le | B::Eq | B::Ne | B::Gt | B::Ge => return self.compare(i, pc),
            B::BuildList | B::BuildMap | B::Format | B::BuildString | B::MapAdd | B::SetAdd => {
                if !self.make(i, pc)? {
                    self.step(i, pc)?;
                }
            }
            B::Contains | B::NotContains => {
                let mut v = self.contains(i, pc)?;
                if i.op == B::NotContains {
                    v = self.push(Op::Not { value: v });
                }
                self.set(i.a, v);
            }

            B::Jump => {
                self.go(pc, to)?;
                return Ok(Go::Ended);
            }
            B::JumpBack => {
                if self.entering_at(pc) {
                    self.go(pc, to)?;
                    return Ok(Go::Ended);
                }
                let state = self.state(pc)?;
                self.push(Op::Poll { state });
                self.go(pc, to)?;
                return Ok(Go::Ended);
            }
            B::JumpIfTrue => return self.jump_if(i.a, pc, to, true),
            B::JumpIfFalse => return self.jump_if(i.a, pc, to, false),
            B::JumpIfNone | B::JumpIfNotNone => {
                let v = self.value(i.a, pc)?;
                let none = self.constant(Value::NONE);
                let cond = self.same(v, none);
                return self.jump_when(cond, i.op == B::JumpIfNone, pc, to);
            }
            B::JumpIfIs | B::JumpIfIsNot => {
                let (a, b) = (self.value(i.a, pc)?, self.value(i.b, pc)?);
                let cond = self.same(a, b);
                return self.jump_when(cond, i.op == B::JumpIfIs, pc, to);
            }
            B::JumpIfIn | B::JumpIfNotIn => {
                let (item, c) = (self.boxed_reg(i.a, pc)?, self.boxed_reg(i.b, pc)?);
                let cond = self.call_truth(Helper::contains, &[c, item], pc)?;
                return self.jump_when(cond, i.op == B::JumpIfIn, pc, to);
            }
            op if super::compare::jump(op).is_some() => return self.compare_jump(i, pc, to),

            B::GetItem => return self.get_item(i, pc),
            B::SetItem => return self.set_item(i, pc),
            B::GetSlice => {
                let obj = self.boxed_reg(i.b, pc)?;
                let (a, b) = (self.boxed_reg(i.c, pc)?, self.boxed_reg(i.c + 1, pc)?);
                let v = self.call_val(Helper::get_slice, &[obj, a, b], pc)?;
                self.set(i.a, v);
            }
            B::LoadAttr => return self.load_attr(i, pc),
            B::StoreAttr => return self.store_attr(i, pc),
            B::LoadMethod => return self.load_method(i, pc),
            B::LoadSuperMethod | B::LoadZeroSuperMethod => return self.load_super_method(i, pc),

            B::BuildTuple => self.build_tuple(i, pc)?,
            B::Unpack | B::UnpackForward | B::UnpackPair => return self.unpack(i, pc),

            B::GetIter => return self.get_iter(i, pc),
            B::ForIter | B::ForLoop => return self.for_next(i, pc, to),
            B::ListAppend => self.append(i.a, i.b, None, pc)?,
            B::Call | B::CallPlain | B::CallKw | B::CallPlainKw => return self.call(i, pc),
            B::Ret => return self.ret(i, pc),
            B::Raise | B::Reraise => {
                self.step(i, pc)?;
                return self.never_ran(pc);
            }
            B::YieldValue if self.yields(i) => return self.suspend(i, pc),
            // the interpreter suspends the generator, and comes back when the loop turns again
            op if op.suspends() => {
                self.exit(pc)?;
                return Ok(Go::Ended);
            }
            B::StartGenerator => return refuse("a generator"),
            B::MakeFunction => {
                let code = match self.reg(i.b) {
                    Abs::Value(v) => self.known(v).and_then(crate::object::Code::from_value),
                    _ => None,
                };
                self.step(i, pc)?;
                if let (Some(code), Abs::Value(v)) = (code, self.reg(i.a)) {
                    self.functions.insert(v, code);
                }
            }
            _ => self.step(i, pc)?,
        }
        Ok(Go::Next)
    }

    /// Jumps on the truth of a register.
    fn jump_if(&mut self, r: u16, pc: u32, to: u32, when: bool) -> Built<Go> {
        let cond = self.truth_of(r, pc)?;
        self.jump_when(cond, when, pc, to)
    }

    /// Jumps to `to` when the condition is `when`.
    pub(super) fn jump_when(&mut self, cond: V, when: bool, pc: u32, to: u32) -> Built<Go> {
        if let Some(&Op::ConstBool { value }) = self.g.op(cond) {
            self.go(pc, if value == when { to } else { pc + 1 })?;
        } else if when {
            self.branch(pc, cond, to, pc + 1)?;
        } else {
            self.branch(pc, cond, pc + 1, to)?;
        }
        Ok(Go::Ended)
    }

    /// Returns from the innermost frame.
    fn ret(&mut self, i: Instr, pc: u32) -> Built<Go> {
        let v = self.value(i.a, pc)?;
        let depth = self.frames.len();
        if depth == 1 {
            let v = self.boxed(v);
            if self.env.entered == 1 && matches!(self.request.entry, super::Entry::Function) {
                let state = self.state(pc)?;
                self.push(Op::LeaveFrame { state });
            }
            self.g.block_mut(self.at).end = Terminator::Return(v);
            return Ok(Go::Ended);
        }
        let mut result = v;
        if let crate::ir::Then::Construct { object, .. } = self.top().then {
            if self.known(v) != Some(Value::NONE) {
                return self.never_ran(pc);
            }
            result = object;
        }
        if self.env.entered == depth {
            let state = self.state(pc)?;
            self.push(Op::LeaveFrame { state });
            self.env.entered -= 1;
        }
        let (at, entered) = (self.at, self.env.entered);
        self.top_mut().returns.push((at, result, entered));
        Ok(Go::Ended)
    }
}
