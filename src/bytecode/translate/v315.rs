//! What 3.15 changed: an iterator takes two slots, of which the second is a marker here.
//!
//! Lazy imports (the low bits of `IMPORT_NAME`) are not implemented: every import is done at once.

use super::ir::Arg;
use super::machine::{Flow, Machine, Outcome, Step};
use super::stack::Tag;
use super::{Family, control, prologue, v314, yields};
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;

/// 3.15
pub(super) const FAMILY: Family = Family {
    step,
    prologue: prologue::from_code_or_iterator,
    ..v314::FAMILY
};

fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::GetIter => get_iter,
        Opcode::ForIter => for_iter,
        Opcode::PopIter => pop_iter,
        Opcode::Send => send,
        Opcode::EndSend => end_send,
        Opcode::ImportName => import_name,
        _ => return v314::step(op),
    })
}

/// The operand of `GET_ITER` that asks for what `yield from` needs.
const YIELD_FROM: u32 = 3;

fn get_iter(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let op = match ins.arg {
        0 => Op::GetIter,
        YIELD_FROM => Op::GetYieldFromIter,
        _ => return Err("operand of GET_ITER out of range".to_owned()),
    };
    let src = m.pop_value()?;
    m.push_ahead(op, src, Arg::Nothing, &[false, true])?;
    m.push(Tag::Null, Arg::Nothing)?;
    m.note_iterator(2)?;
    Ok(Flow::Next)
}

fn pop_iter(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    m.pop()?;
    control::pop_iter(m, ins)
}

fn for_iter(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    null_at(m, 1)?;
    control::for_iter(m, ins, 2, control::Exhausted::Kept)
}

fn send(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    null_at(m, 2)?;
    yields::send_keeping(m, ins, 3)
}

fn end_send(m: &mut Machine<'_>, _: Ins) -> Outcome {
    null_at(m, 2)?;
    yields::end_send(m, 2)
}

fn null_at(m: &Machine<'_>, depth: usize) -> Result<(), super::Why> {
    match m.peek(depth)?.tag {
        Tag::Null => Ok(()),
        tag => Err(format!("takes {} for the mark of an iterator", tag.name())),
    }
}

fn import_name(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    control::import(m, ins.arg >> 2)
}
