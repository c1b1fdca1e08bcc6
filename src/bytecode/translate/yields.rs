//! Generators and coroutines: starting, yielding, and the loops that drive an inner iterator.

use super::Why;
use super::ir::{Arg, Entry};
use super::machine::{Flow, Machine, Outcome, Part, Start};
use super::stack::Tag;
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;
use crate::pyc::code::flags;

const NO: Arg = Arg::Nothing;

/// `yield_value` of a loop of await or yield from.
const FROM_SEND: u32 = 1;

/// The intrinsic that marks the value of an asynchronous generator.
const ASYNC_GEN_WRAP: u32 = 4;

impl Machine<'_> {
    /// Whether a call of the code makes a generator, coroutine or asynchronous generator.
    pub(super) fn is_generator(&self) -> bool {
        self.raw.flags & flags::SUSPENDS != 0
    }

    fn must_be_generator(&self) -> Result<(), Why> {
        if self.is_generator() {
            Ok(())
        } else {
            Err("yields outside a generator".to_owned())
        }
    }
}

/// `RETURN_GENERATOR`, whose place `prologue` has checked.
pub(super) fn return_generator(m: &mut Machine<'_>, _: Ins) -> Outcome {
    if m.at as u32 >= m.prologue {
        return Err("RETURN_GENERATOR outside the prologue".to_owned());
    }
    let home = m.next_home()?;
    m.claim(home, 1)?;
    m.emit(Op::StartGenerator, [Arg::Temp(home), NO, NO]);
    m.push(Tag::Value, Arg::Temp(home))?;
    Ok(Flow::Next)
}

/// `YIELD_VALUE` from 3.12: what is thrown into a loop of `SEND` goes to a handler of the exception table.
pub(super) fn yield_value(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.must_be_generator()?;
    let looping = after_send(m).is_some() && receiver_below(m);
    let kind = if looping { FROM_SEND } else { 0 };
    let value = m.pop_value()?;
    // The handler of a loop of `SEND` keeps the value: it finds what was yielded, as `dst` is only written when nothing is thrown.
    m.kept = 0;
    m.push_result(Op::YieldValue, value, Arg::Num(kind))?;
    Ok(Flow::Next)
}

/// `YIELD_VALUE` of 3.11: a throw that ends the inner iterator goes on behind the loop.
pub(super) fn yield_value_311(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if after_send(m).is_none() {
        return yield_value(m, ins);
    }
    m.must_be_generator()?;
    yield_in_loop(m)?;
    Ok(Flow::Next)
}

/// Up to 3.10 the values of asynchronous generators are wrapped by the instruction itself.
pub(super) fn yield_value_wrapping(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if m.raw.flags & flags::ASYNC_GENERATOR != 0 {
        super::control::wrap(m, ASYNC_GEN_WRAP)?;
    }
    yield_value(m, ins)
}

/// Whether the receiver of a loop of `SEND` is in the register before that of the value on top, where `send` wants it.
fn receiver_below(m: &Machine<'_>) -> bool {
    let below = match m.stack.peek(2) {
        Some(slot) if slot.tag == Tag::Null => m.stack.peek(3),
        slot => slot,
    };
    match (
        below.map(|slot| slot.at),
        m.stack.peek(1).map(|slot| slot.at),
    ) {
        (Some(Arg::Temp(receiver)), Some(Arg::Temp(value))) => {
            receiver.checked_add(1) == Some(value)
        }
        _ => false,
    }
}

/// The `SEND` directly before the current instruction.
fn after_send(m: &Machine<'_>) -> Option<Ins> {
    let before = m.at.checked_sub(1).and_then(|at| m.ins.get(at));
    before.copied().filter(|ins| ins.op == Opcode::Send)
}

pub(super) fn get_yield_from_iter(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.unary(Op::GetYieldFromIter)
}

pub(super) fn get_awaitable_as(m: &mut Machine<'_>, how: u32) -> Outcome {
    let src = m.pop_value()?;
    m.push_result(Op::GetAwaitable, src, Arg::Num(how))?;
    Ok(Flow::Next)
}

/// From 3.11 the operand says what is awaited.
pub(super) fn get_awaitable(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg > 2 {
        return Err("operand of GET_AWAITABLE out of range".to_owned());
    }
    get_awaitable_as(m, ins.arg)
}

/// Up to 3.10 the instruction before it says so.
pub(super) fn get_awaitable_after(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let before = m.at.checked_sub(1).and_then(|at| m.ins.get(at));
    let how = match before.map(|ins| ins.op) {
        Some(Opcode::BeforeAsyncWith) => 1,
        Some(Opcode::WithCleanupStart | Opcode::WithExceptStart) => 2,
        _ => 0,
    };
    get_awaitable_as(m, how)
}

pub(super) fn get_aiter(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.unary(Op::GetAiter)
}

pub(super) fn get_anext(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let src = m.value(1)?;
    m.push_result(Op::GetAnext, src, NO)?;
    Ok(Flow::Next)
}

/// `END_ASYNC_FOR` from 3.11: asynchronous iterator and exception.
pub(super) fn end_async_for(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let exc = m.pop_tag(Tag::Exception)?.at;
    m.pop_value()?;
    m.emit(Op::EndAsyncFor, [exc, NO, NO]);
    Ok(Flow::Next)
}

pub(super) fn async_gen_wrap(m: &mut Machine<'_>, _: Ins) -> Outcome {
    super::control::wrap(m, ASYNC_GEN_WRAP)
}

// ---- loops of `send`

/// `SEND` from 3.12: receiver `depth` below the top, the value to send on top. When it is done the result replaces the value.
pub(super) fn send_keeping(m: &mut Machine<'_>, ins: Ins, depth: usize) -> Outcome {
    m.must_be_generator()?;
    let to = m.target(ins)?;
    m.value(1)?;
    m.value(depth)?;
    m.settle_range(m.index(depth)?, m.stack.len())?;
    let out = m.edge(to)?;
    let receiver = m.value(depth)?;
    m.emit(Op::Send, [receiver, NO, Arg::Block(out)]);
    Ok(Flow::Next)
}

/// `SEND` of 3.11: when it is done the result replaces receiver and value.
pub(super) fn send_popping(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.must_be_generator()?;
    m.target(ins)?;
    emit_send(m)?;
    Ok(Flow::Next)
}

/// `YIELD_FROM` (up to 3.10): the whole loop.
pub(super) fn yield_from(m: &mut Machine<'_>, _: Ins) -> Outcome {
    m.must_be_generator()?;
    m.value(1)?;
    m.value(2)?;
    Ok(Flow::Fall(m.edge_to(here(m, Part::Send))?))
}

fn here(m: &Machine<'_>, part: Part) -> Start {
    Start {
        pc: m.at as u32,
        part,
    }
}

/// Emits `send` for the two slots on top; when it is done control goes to a block that has only the result.
fn emit_send(m: &mut Machine<'_>) -> Result<(), Why> {
    m.value(1)?;
    m.value(2)?;
    m.settle_range(0, m.stack.len())?;
    let (receiver, value) = (m.value(2)?, m.value(1)?);
    // A block of its own: moves to where the result is wanted must come after the `send`.
    let keep = m.index(2)?;
    let frames = m.frames.clone();
    let sent = m.direct_edge(
        here(m, Part::Sent),
        keep,
        &[(Tag::Value, value)],
        &frames,
        None,
    )?;
    m.emit(Op::Send, [receiver, NO, Arg::Block(sent)]);
    Ok(())
}

/// Emits the `yield_value` of a loop: an exception that arrives there may be the end of the inner iterator.
fn yield_in_loop(m: &mut Machine<'_>) -> Result<(), Why> {
    m.value(1)?;
    m.value(2)?;
    m.settle_range(0, m.stack.len())?;
    let keep = m.index(1)?;
    let exc = m.home(keep)?;
    let frames = m.frames.clone();
    let entry = Entry { exc, lasti: None };
    let extra = [(Tag::Exception, Arg::Temp(exc))];
    let thrown = m.direct_edge(here(m, Part::Thrown), keep, &extra, &frames, Some(entry))?;
    let outer = std::mem::replace(&mut m.handler, thrown);
    let at = Arg::Temp(exc);
    m.emit(Op::YieldValue, [at, at, Arg::Num(FROM_SEND)]);
    m.handler = outer;
    Ok(())
}

/// The loop of a `YIELD_FROM`: receiver and value are on top.
pub(super) fn send_block(m: &mut Machine<'_>) -> Result<Option<u32>, Why> {
    (m.family.protect)(m)?;
    emit_send(m)?;
    yield_in_loop(m)?;
    let again = m.edge_to(here(m, Part::Send))?;
    m.emit(Op::Jump, [NO, Arg::Block(again), NO]);
    Ok(None)
}

/// Behind a `send` loop that is done: the result is on top.
pub(super) fn sent_block(m: &mut Machine<'_>) -> Result<Option<u32>, Why> {
    let to = match m.ins.get(m.at).copied() {
        Some(ins) if ins.op == Opcode::Send => m.target(ins)?,
        _ => m.at as u32 + 1,
    };
    Ok(Some(m.edge(to)?))
}

/// An exception arrived in a `send` loop: receiver and exception are on top.
pub(super) fn thrown_block(m: &mut Machine<'_>) -> Result<Option<u32>, Why> {
    let to = match after_send(m) {
        Some(send) => m.target(send)?,
        None => m.at as u32 + 1,
    };
    (m.family.protect)(m)?;
    let exc = m.pop_tag(Tag::Exception)?.at;
    m.pop_value()?;
    m.emit(Op::CleanupThrow, [exc, exc, NO]);
    m.push(Tag::Value, exc)?;
    m.pins.clear();
    Ok(Some(m.edge(to)?))
}

/// `CLEANUP_THROW` (3.12+): receiver (and its marker), last value sent, exception. The result replaces the last two.
pub(super) fn cleanup_throw(m: &mut Machine<'_>, _: Ins) -> Outcome {
    let exc = m.pop_tag(Tag::Exception)?.at;
    m.pop_value()?;
    m.peek(1)?;
    m.push_result(Op::CleanupThrow, exc, NO)?;
    Ok(Flow::Next)
}

/// `END_SEND`: drops the `below` slots under the result.
pub(super) fn end_send(m: &mut Machine<'_>, below: usize) -> Outcome {
    m.value(1)?;
    let from = m.index(below + 1)?;
    for _ in 0..below {
        m.stack.remove(from);
    }
    Ok(Flow::Next)
}
