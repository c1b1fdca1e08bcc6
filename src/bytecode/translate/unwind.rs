//! The block stack of 3.6 to 3.10, at translation time.
//!
//! An exception handler is entered with six values on CPython's stack: the exception that was being handled (three values) and the
//! new one. Here those are two registers, the other slots are markers. Leaving a handler by another exception restores the former
//! one in an extra block, as the cleanup handlers of 3.11 do. Ways out of `finally` are tokens on the stack, so that the code of
//! `finally` is translated once for each way in.

use super::Why;
use super::ir::{Arg, Entry};
use super::machine::{Flow, Frame, FrameKind, Machine, Outcome, Part, Start};
use super::stack::Tag;
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;

const NO: Arg = Arg::Nothing;

/// As CPython's `CO_MAXBLOCKS`.
const MOST_FRAMES: usize = 20;

/// How a block is left.
#[derive(Clone, Copy)]
pub(super) enum Leave {
    Return(Arg),
    Break,
    Continue(u32),
}

impl Machine<'_> {
    fn push_frame(&mut self, kind: FrameKind, to: u32, level: usize) -> Result<(), Why> {
        if self.frames.len() >= MOST_FRAMES {
            return Err("too many nested blocks".to_owned());
        }
        self.frames.push(Frame { kind, to, level });
        Ok(())
    }

    /// Drops the slots from `level` up.
    fn cut(&mut self, level: usize) -> Result<(), Why> {
        let more = self.stack.len().checked_sub(level);
        let more = more.ok_or("the stack is lower than at the start of the block")?;
        for _ in 0..more {
            if let Some(slot) = self.stack.pop() {
                self.clear_iterator(slot);
            }
        }
        Ok(())
    }

    /// The index of the slot that a handler's frame has for the exception handled before.
    fn previous(&self, frame: Frame) -> Result<usize, Why> {
        let slots = self.stack.slots().iter().enumerate().skip(frame.level);
        let mut found = slots.filter(|(_, slot)| slot.tag == Tag::Previous);
        let index = found.next().map(|(index, _)| index);
        index.ok_or_else(|| "the values of an exception handler are gone".to_owned())
    }

    /// Emits the end of a handler: what was handled before it is handled again.
    fn end_handler(&mut self, frame: Frame) -> Result<(), Why> {
        let index = self.previous(frame)?;
        let at = self.stack.slots().get(index).map_or(NO, |slot| slot.at);
        self.emit(Op::PopExc, [at, NO, NO]);
        Ok(())
    }

    /// Pops the frame on top, which must be a handler's.
    fn pop_handler(&mut self) -> Result<Frame, Why> {
        match self.frames.pop() {
            Some(frame) if frame.kind == FrameKind::Handler => Ok(frame),
            _ => Err("no exception is being handled".to_owned()),
        }
    }

    /// The exception whose three values are on top.
    fn raised(&self) -> Result<Arg, Why> {
        let (class, exc) = (self.peek(1)?, self.peek(2)?);
        let fits = class.tag == Tag::ExceptionClass && exc.tag == Tag::Exception;
        if !fits || self.peek(3)?.tag != Tag::Traceback {
            return Err(format!("takes {} for an exception", class.tag.name()));
        }
        Ok(exc.at)
    }
}

// ---- where exceptions go

/// Finds the handler of the current instruction on the block stack.
pub(super) fn protect(m: &mut Machine<'_>) -> Result<(), Why> {
    let catches = |frame: &Frame| matches!(frame.kind, FrameKind::Except | FrameKind::Finally);
    let catcher = m.frames.iter().rposition(catches);
    let above = catcher.map_or(0, |index| index + 1);
    let mut inner = m.frames.iter().enumerate().skip(above);
    let handler = inner.find(|(_, frame)| frame.kind == FrameKind::Handler);
    match (handler, catcher) {
        (Some((index, &frame)), _) => leave_by_exception(m, index, frame),
        (None, Some(index)) => {
            m.handler = enter_handler(m, index)?;
            Ok(())
        }
        (None, None) => Ok(()),
    }
}

/// An exception inside a handler: to a block that ends the handler first.
fn leave_by_exception(m: &mut Machine<'_>, index: usize, frame: Frame) -> Result<(), Why> {
    let keep = m.previous(frame)? + 1;
    m.settle_below(keep)?;
    let exc = m.home(keep)?;
    let start = Start {
        pc: m.ins.len() as u32,
        part: Part::Unwind,
    };
    let frames = m.frames.get(..=index).unwrap_or_default().to_vec();
    let extra = [(Tag::Exception, Arg::Temp(exc))];
    let entry = Entry { exc, lasti: None };
    m.handler = m.direct_edge(start, keep, &extra, &frames, Some(entry))?;
    m.kept = exc;
    Ok(())
}

/// The block of the handler that frame `index` names; its `push_exc` comes first.
fn enter_handler(m: &mut Machine<'_>, index: usize) -> Result<u32, Why> {
    let frame = m.frames.get(index).copied().ok_or("no such block")?;
    if frame.level > m.stack.len() {
        return Err("the stack is lower than at the start of the block".to_owned());
    }
    m.settle_below(frame.level)?;
    let home = m.home(frame.level)?;
    let exc = home + 1;
    let extra = [
        (Tag::Previous, Arg::Temp(home)),
        (Tag::PreviousPad, NO),
        (Tag::PreviousPad, NO),
        (Tag::Traceback, NO),
        (Tag::Exception, Arg::Temp(exc)),
        (Tag::ExceptionClass, Arg::Temp(exc)),
    ];
    let mut frames = m.frames.get(..index).unwrap_or_default().to_vec();
    frames.push(Frame {
        kind: FrameKind::Handler,
        to: 0,
        level: frame.level,
    });
    let start = Start {
        pc: frame.to,
        part: Part::Handler,
    };
    let entry = Entry { exc, lasti: None };
    let block = m.direct_edge(start, frame.level, &extra, &frames, Some(entry))?;
    m.kept = home;
    Ok(block)
}

/// What a handler begins with.
pub(super) fn arrive(m: &mut Machine<'_>) -> Result<(), Why> {
    let exc = m.raised()?;
    let previous = m.peek(6)?.at;
    m.emit(Op::PushExc, [previous, exc, NO]);
    Ok(())
}

/// Ends a handler that another exception leaves, and goes to the next handler outwards.
pub(super) fn unwind_block(m: &mut Machine<'_>) -> Result<Option<u32>, Why> {
    let exc = m.pop_tag(Tag::Exception)?.at;
    let frame = m.pop_handler()?;
    m.end_handler(frame)?;
    while m
        .frames
        .last()
        .is_some_and(|frame| frame.kind == FrameKind::Loop)
    {
        m.frames.pop();
    }
    let Some(frame) = m.frames.last().copied() else {
        m.emit(Op::Reraise, [exc, NO, NO]);
        return Ok(None);
    };
    m.cut(frame.level)?;
    let arrives = Arg::Temp(m.home(frame.level)? + 1);
    let block = enter_handler(m, m.frames.len() - 1)?;
    if exc != arrives {
        m.load(arrives, exc);
    }
    Ok(Some(block))
}

// ---- blocks begin and end

fn setup(m: &mut Machine<'_>, ins: Ins, kind: FrameKind) -> Outcome {
    let to = m.target(ins)?;
    m.push_frame(kind, to, m.stack.len())?;
    Ok(Flow::Next)
}

pub(super) fn setup_loop(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    setup(m, ins, FrameKind::Loop)
}

pub(super) fn setup_except(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    setup(m, ins, FrameKind::Except)
}

pub(super) fn setup_finally(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    setup(m, ins, FrameKind::Finally)
}

pub(super) fn setup_with(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    super::control::with_enter(m, ins)?;
    m.push_frame(FrameKind::Finally, to, m.index(1)?)?;
    Ok(Flow::Next)
}

pub(super) fn setup_async_with(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    m.push_frame(FrameKind::Finally, to, m.index(1)?)?;
    Ok(Flow::Next)
}

pub(super) fn pop_block(m: &mut Machine<'_>, _: Ins) -> Outcome {
    match m.frames.pop() {
        None => return Err("POP_BLOCK without a block".to_owned()),
        Some(frame) if frame.kind == FrameKind::Handler => {
            return Err("POP_BLOCK in an exception handler".to_owned());
        }
        Some(frame) if frame.kind == FrameKind::Loop => m.cut(frame.level)?,
        Some(_) => {}
    }
    Ok(Flow::Next)
}

/// 3.6, 3.7: everything above the handler's start goes.
pub(super) fn pop_except_cutting(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let frame = m.pop_handler()?;
    m.end_handler(frame)?;
    m.cut(frame.level)?;
    Ok(Flow::Next)
}

/// 3.8 to 3.10: the three values are on top.
pub(super) fn pop_except(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.pop_handler()?;
    m.pop_tag(Tag::PreviousPad)?;
    m.pop_tag(Tag::PreviousPad)?;
    let previous = m.pop_tag(Tag::Previous)?.at;
    m.emit(Op::PopExc, [previous, NO, NO]);
    Ok(Flow::Next)
}

// ---- ways out

impl Machine<'_> {
    /// Goes out through the block stack (3.6, 3.7; later versions only from tokens, with nothing left to go through).
    pub(super) fn leave(&mut self, how: Leave) -> Outcome {
        loop {
            let Some(frame) = self.frames.last().copied() else {
                let Leave::Return(value) = how else {
                    return Err("leaves a loop that is not there".to_owned());
                };
                self.emit(Op::Ret, [value, NO, NO]);
                return Ok(Flow::End);
            };
            if let (FrameKind::Loop, Leave::Continue(to)) = (frame.kind, how) {
                self.pins.clear();
                return Ok(Flow::Fall(self.edge(to)?));
            }
            self.frames.pop();
            if frame.kind == FrameKind::Handler {
                self.end_handler(frame)?;
            }
            self.cut(frame.level)?;
            match (frame.kind, how) {
                (FrameKind::Loop, Leave::Break) => {}
                (FrameKind::Finally, Leave::Return(value)) => {
                    self.push(Tag::Value, value)?;
                    self.push(Tag::Return, NO)?;
                }
                (FrameKind::Finally, Leave::Break) => self.push(Tag::Break, NO)?,
                (FrameKind::Finally, Leave::Continue(to)) => {
                    self.push(Tag::Pad, NO)?;
                    self.push(Tag::Continue(to), NO)?;
                }
                _ => continue,
            }
            self.pins.clear();
            return Ok(Flow::Fall(self.edge(frame.to)?));
        }
    }
}

pub(super) fn break_loop(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.leave(Leave::Break)
}

pub(super) fn continue_loop(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    m.leave(Leave::Continue(to))
}

/// 3.6, 3.7
pub(super) fn return_through(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let value = m.pop_value()?;
    m.leave(Leave::Return(value))
}

/// 3.8 to 3.10: blocks were popped before; a handler that was not ends here.
pub(super) fn return_value(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let value = m.pop_value()?;
    let mut frames = m.frames.iter();
    if let Some(&frame) = frames.find(|frame| frame.kind == FrameKind::Handler) {
        m.end_handler(frame)?;
    }
    m.emit(Op::Ret, [value, NO, NO]);
    Ok(Flow::End)
}

/// Raises again the exception whose values are on top.
pub(super) fn reraise(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let exc = m.raised()?;
    m.emit(Op::Reraise, [exc, NO, NO]);
    Ok(Flow::End)
}

/// `END_FINALLY` (3.6 to 3.8): what happens is decided by the token on top.
pub(super) fn end_finally(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    match m.peek(1)?.tag {
        Tag::ExceptionClass => reraise(m, ins),
        Tag::Normal => {
            m.pop()?;
            Ok(Flow::Next)
        }
        Tag::Return => {
            m.pop()?;
            return_through(m, ins)
        }
        Tag::Break => {
            m.pop()?;
            m.leave(Leave::Break)
        }
        Tag::Continue(to) => {
            m.drop(2)?;
            m.leave(Leave::Continue(to))
        }
        Tag::Call(to) => {
            m.pop()?;
            m.pins.clear();
            Ok(Flow::Fall(m.edge(to)?))
        }
        Tag::Swallowed => {
            let frame = m.pop_handler()?;
            m.end_handler(frame)?;
            m.cut(frame.level)?;
            Ok(Flow::Next)
        }
        tag => Err(format!("END_FINALLY with {}", tag.name())),
    }
}

// ---- finally as a subroutine, 3.8

pub(super) fn begin_finally(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.push(Tag::Normal, NO)?;
    Ok(Flow::Next)
}

pub(super) fn call_finally(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let to = m.target(ins)?;
    m.push(Tag::Call(m.at as u32 + 1), NO)?;
    Ok(Flow::Fall(m.edge(to)?))
}

/// Drops the token, below a value if the operand says so.
pub(super) fn pop_finally(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let value = if ins.arg != 0 {
        Some(m.pop_value()?)
    } else {
        None
    };
    match m.peek(1)?.tag {
        Tag::Normal | Tag::Call(_) => {
            m.pop()?;
        }
        Tag::ExceptionClass => {
            m.raised()?;
            m.drop(3)?;
            pop_except(m, ins)?;
        }
        tag => return Err(format!("POP_FINALLY with {}", tag.name())),
    }
    if let Some(value) = value {
        m.push(Tag::Value, value)?;
    }
    Ok(Flow::Next)
}

// ---- with, 3.6 to 3.8

/// Calls the exit function, with the exception or with None three times.
pub(super) fn with_cleanup_start(m: &mut Machine<'_>, _: Ins) -> Outcome {
    if m.peek(1)?.tag == Tag::ExceptionClass {
        return exit_raised(m);
    }
    let depth = match m.peek(1)?.tag {
        Tag::Return | Tag::Continue(_) => 3,
        Tag::Normal | Tag::Break | Tag::Call(_) => 2,
        tag => return Err(format!("WITH_CLEANUP_START with {}", tag.name())),
    };
    let exit = m.value(depth)?;
    let below = m.index(depth)?;
    m.push(Tag::Value, exit)?;
    let none = m.pool.none();
    for _ in 0..3 {
        m.push_const(none)?;
    }
    m.call_plain(3)?;
    let result = m.pop_value()?;
    m.stack.remove(below);
    m.push(Tag::ExitNormal, NO)?;
    m.push(Tag::Value, result)?;
    Ok(Flow::Next)
}

/// The exit function lies below the six values; it goes.
fn exit_raised(m: &mut Machine<'_>) -> Outcome {
    let exc = m.raised()?;
    let exit = m.value(7)?;
    let below = m.index(7)?;
    m.push_result(Op::WithExit, exit, exc)?;
    let result = m.pop_value()?;
    m.stack.remove(below);
    match m.frames.last_mut() {
        Some(frame) if frame.kind == FrameKind::Handler && frame.level > below => {
            frame.level -= 1;
        }
        _ => return Err("no exception is being handled".to_owned()),
    }
    m.push(Tag::ExitRaised, NO)?;
    m.push(Tag::Value, result)?;
    Ok(Flow::Next)
}

/// Looks at what the exit function returned. `swallow` does what must be done when it is true.
fn with_cleanup_finish(
    m: &mut Machine<'_>,
    swallow: fn(&mut Machine<'_>) -> Result<(), Why>,
) -> Outcome {
    let result = m.pop_value()?;
    match m.pop()?.tag {
        Tag::ExitNormal => Ok(Flow::Next),
        Tag::ExitRaised => {
            let next = m.at as u32 + 1;
            m.jump_on(super::arith::Test::of(Op::JumpIfFalse, result), next)?;
            swallow(m)?;
            Ok(Flow::Fall(m.edge(next)?))
        }
        tag => Err(format!("WITH_CLEANUP_FINISH with {}", tag.name())),
    }
}

/// 3.6, 3.7: END_FINALLY does it.
pub(super) fn with_cleanup_finish_token(m: &mut Machine<'_>, _: Ins) -> Outcome {
    with_cleanup_finish(m, |m| m.push(Tag::Swallowed, NO))
}

/// 3.8: the handler ends at once.
pub(super) fn with_cleanup_finish_pop(m: &mut Machine<'_>, _: Ins) -> Outcome {
    with_cleanup_finish(m, |m| {
        let frame = m.pop_handler()?;
        m.end_handler(frame)?;
        m.cut(frame.level)?;
        m.push(Tag::Normal, NO)
    })
}

/// 3.9, 3.10: the exit function lies below the six values.
pub(super) fn with_except_start(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.raised()?;
    super::control::with_exit(m, 7, 2)
}

/// 3.8 to 3.10: the asynchronous iterator lies below the six values.
pub(super) fn end_async_for(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let exc = m.raised()?;
    m.emit(Op::EndAsyncFor, [exc, NO, NO]);
    m.drop(3)?;
    pop_except(m, ins)?;
    m.pop_value()?;
    Ok(Flow::Next)
}
