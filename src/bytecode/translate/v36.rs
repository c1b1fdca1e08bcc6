//! 3.6 and 3.7: loops are blocks, and `return`, `break` and `continue` go out through them.

use super::ir::Arg;
use super::machine::{Flow, Machine, Outcome, Step};
use super::{Family, Why, build, prologue, unwind, v38, values};
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;
use crate::pyc::code::Const;

/// 3.6, 3.7
pub(super) const FAMILY: Family = Family {
    step,
    protect: unwind::protect,
    handler: unwind::arrive,
    prologue: prologue::made,
    block_stack: true,
};

fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::LoadConst => load_const,
        Opcode::SetupLoop => unwind::setup_loop,
        Opcode::SetupExcept => unwind::setup_except,
        Opcode::BreakLoop => unwind::break_loop,
        Opcode::ContinueLoop => unwind::continue_loop,
        Opcode::ReturnValue => unwind::return_through,
        Opcode::PopExcept => unwind::pop_except_cutting,
        Opcode::WithCleanupFinish => unwind::with_cleanup_finish_token,
        Opcode::MapAdd => build::map_add_value_first,
        Opcode::StoreAnnotation => store_annotation,
        Opcode::GetAiter => get_aiter,
        _ => return v38::step(op),
    })
}

/// `None` before the start of a `finally` is no value but says that nothing happened.
fn load_const(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let none = matches!(m.raw.consts.get(ins.arg as usize), Some(Const::None));
    if none && m.finally_starts.get(m.at + 1).copied().unwrap_or(false) {
        return unwind::begin_finally(m, ins);
    }
    values::load_const(m, ins)
}

/// 3.6 awaits what `GET_AITER` makes, since `__aiter__` could once be a coroutine function; from 3.7 it is the iterator.
fn get_aiter(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    super::yields::get_aiter(m, ins)?;
    let from = m.at + 1;
    let awaits = match m.ins.get(from..from + 2) {
        Some([none, wait]) => {
            none.op == Opcode::LoadConst
                && wait.op == Opcode::YieldFrom
                && matches!(m.raw.consts.get(none.arg as usize), Some(Const::None))
                && m.leaders.get(from..from + 2) == Some(&[false, false])
        }
        _ => false,
    };
    Ok(if awaits { Flow::Skip(2) } else { Flow::Next })
}

/// `__annotations__[name] = value`
fn store_annotation(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    let text = m.raw.names.get(ins.arg as usize).cloned();
    let text = text.ok_or("name index out of range")?;
    m.push_result(Op::LoadLocals, Arg::Nothing, Arg::Nothing)?;
    push_text(m, &crate::pyc::PyText::new("__annotations__"))?;
    values::binary_subscr(m, ins)?;
    push_text(m, &text)?;
    values::store_subscr(m, ins)?;
    Ok(Flow::Next)
}

fn push_text(m: &mut Machine<'_>, text: &crate::pyc::PyText) -> Result<(), Why> {
    let k = m.pool.text(text);
    m.push_const(k)
}
