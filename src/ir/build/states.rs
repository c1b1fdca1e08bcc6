//! Frame states, and the records that must stand before an operation that observes.

use super::env::{Abs, Env};
use super::frame::{Call, Frame};
use super::{Builder, Built, MOST_VALUES, refuse};
use crate::ir::{FrameState, Op, State};
use crate::object::{Code, Value};

impl Builder<'_> {
    /// The state before instruction `pc` of the innermost frame.
    pub(super) fn state(&mut self, pc: u32) -> Built<State> {
        if self.g.values.len() > MOST_VALUES {
            return refuse("too large");
        }
        if let Some(s) = self.untouched {
            return Ok(s);
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
        let wanted = |r: u16| f.flow.live(pc).has(r);
        let state = f.state(parent, pc, &self.env, wanted, self.env.entered >= depth);
        let s = self.g.add_state(state);
        let env = self.env.clone();
        self.top_mut().last_state = Some((pc, env, s));
        Ok(s)
    }

    /// The state before instruction `pc` of the outermost frame, with its registers as the interpreter left them.
    pub(super) fn untouched_state(&mut self, pc: u32) -> State {
        let f = self.top();
        let state = FrameState {
            kept: true,
            ..f.state(None, pc, &self.env, |_| false, true)
        };
        self.g.add_state(state)
    }

    /// The state of frame `i`, which waits for the call of frame `i + 1`.
    pub(super) fn waiting_state(&mut self, i: usize) -> State {
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
        let state = f.state(parent, pc, &call.env, wanted, entered > i);
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

    pub(super) fn write_shown(&mut self) -> Built {
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
}

impl Frame {
    /// The state before instruction `pc`, with the registers of `env` for which `wanted` holds.
    fn state(
        &self,
        parent: Option<State>,
        pc: u32,
        env: &Env,
        wanted: impl Fn(u16) -> bool,
        entered: bool,
    ) -> FrameState {
        FrameState {
            parent,
            code: self.code.value().0,
            function: self.function,
            base: self.base,
            pc,
            regs: operands(env, wanted, self.code),
            kept: false,
            entered,
            then: self.then,
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
