//! What happens before the first real instruction: cells are made, the closure is copied, a generator object is made.

use super::Why;
use super::ir::Arg;
use super::machine::Machine;
use super::stack::Tag;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;

const NO: Arg = Arg::Nothing;

/// 3.11 and later: instructions do it; they must be the first ones and run once.
pub(super) fn from_code(m: &mut Machine<'_>) -> Result<(), Why> {
    let cells = cells(m)?;
    m.prologue = cells as u32;
    if !m.is_generator() {
        return Ok(());
    }
    match m.ins.get(cells).map(|ins| ins.op) {
        Some(Opcode::ReturnGenerator) => {
            m.prologue += 1;
            Ok(())
        }
        _ => Err("a generator without RETURN_GENERATOR".to_owned()),
    }
}

/// 3.15: a generator expression makes its iterator before it becomes a generator.
pub(super) fn from_code_or_iterator(m: &mut Machine<'_>) -> Result<(), Why> {
    let mut at = cells(m)?;
    if m.is_generator() {
        let rest = m.ins.get(at..).unwrap_or_default();
        let is = |index: usize, op: Opcode| rest.get(index).is_some_and(|ins| ins.op == op);
        let resume = usize::from(is(0, Opcode::Resume));
        let loads = is(resume, Opcode::LoadFast) || is(resume, Opcode::LoadFastBorrow);
        let makes = is(resume + 1, Opcode::GetIter) || is(resume + 1, Opcode::GetAiter);
        if loads && makes && is(resume + 2, Opcode::ReturnGenerator) {
            at += resume + 3;
            m.prologue = at as u32;
            return Ok(());
        }
    }
    from_code(m)
}

/// The number of `MAKE_CELL` and `COPY_FREE_VARS` at the start.
fn cells(m: &Machine<'_>) -> Result<usize, Why> {
    let first = m
        .ins
        .iter()
        .take_while(|ins| matches!(ins.op, Opcode::MakeCell | Opcode::CopyFreeVars));
    let (count, copies) = first.fold((0, 0), |(count, copies), ins| {
        (
            count + 1,
            copies + u32::from(ins.op == Opcode::CopyFreeVars),
        )
    });
    if copies > 1 {
        return Err("COPY_FREE_VARS twice".to_owned());
    }
    Ok(count)
}

/// Up to 3.9: nothing says so, the call does it.
pub(super) fn made(m: &mut Machine<'_>) -> Result<(), Why> {
    let locals = m.raw.localsplus.len();
    for index in 0..locals {
        if m.raw
            .localsplus
            .get(index)
            .is_some_and(|local| local.is_cell())
        {
            m.emit(Op::MakeCell, [Arg::Local(index as u16), NO, NO]);
        }
    }
    let free = m.raw.free_count();
    if free > 0 {
        let first = Arg::Local((locals - free) as u16);
        m.emit(Op::CopyFree, [first, Arg::Num(free as u32), NO]);
    }
    if m.is_generator() {
        m.claim(0, 1)?;
        m.emit(Op::StartGenerator, [Arg::Temp(0), NO, NO]);
    }
    Ok(())
}

/// 3.10: a generator finds the first value sent on its stack.
pub(super) fn made_with_value(m: &mut Machine<'_>) -> Result<(), Why> {
    made(m)?;
    if m.is_generator() {
        m.push(Tag::Value, Arg::Temp(0))?;
    }
    Ok(())
}
