//! The instructions as 3.11 means them. Later versions change some and keep the others.

use super::machine::{Flow, Machine, Outcome, Step};
use super::{Family, Why, arith, build, calls, control, prologue, values, yields};
use crate::bytecode::decode::Ins;
use crate::bytecode::ops::Op;
use crate::pyc::Opcode;

/// 3.11
pub(super) const FAMILY: Family = Family {
    step,
    protect: control::protect,
    handler: control::arrive,
    prologue: prologue::from_code,
    block_stack: false,
};

pub(super) fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::PushNull => values::push_null,
        Opcode::LoadGlobal => load_global,
        Opcode::LoadMethod => values::load_method,
        Opcode::Precall | Opcode::Resume => values::nothing,
        Opcode::KwNames => calls::kw_names,
        Opcode::Call => calls::call,
        Opcode::CallFunctionEx => calls::call_ex_null_first,
        Opcode::MakeFunction => calls::make_function_flags,
        Opcode::BinaryOp => arith::binary_op,
        Opcode::Copy => values::copy,
        Opcode::Swap => values::swap,
        Opcode::MakeCell => make_cell,
        Opcode::CopyFreeVars => values::copy_free_vars,
        Opcode::JumpBackward | Opcode::JumpBackwardNoInterrupt => arith::jump,
        Opcode::PopJumpForwardIfTrue | Opcode::PopJumpBackwardIfTrue => arith::pop_jump_if_true,
        Opcode::PopJumpForwardIfFalse | Opcode::PopJumpBackwardIfFalse => arith::pop_jump_if_false,
        Opcode::PopJumpForwardIfNone | Opcode::PopJumpBackwardIfNone => arith::pop_jump_if_none,
        Opcode::PopJumpForwardIfNotNone | Opcode::PopJumpBackwardIfNotNone => {
            arith::pop_jump_if_not_none
        }
        Opcode::ForIter => control::for_iter_popped,
        Opcode::ReturnValue => control::return_value,
        Opcode::PushExcInfo => control::push_exc_info,
        Opcode::PopExcept => control::pop_except,
        Opcode::CheckExcMatch => control::check_exc_match,
        Opcode::CheckEgMatch => control::check_eg_match,
        Opcode::PrepReraiseStar => control::prep_reraise_star,
        Opcode::Reraise => control::reraise,
        Opcode::BeforeWith | Opcode::BeforeAsyncWith => control::with_enter,
        Opcode::WithExceptStart => control::with_except_start,
        Opcode::ReturnGenerator => yields::return_generator,
        Opcode::GetAwaitable => yields::get_awaitable,
        Opcode::Send => yields::send_popping,
        Opcode::YieldValue => yields::yield_value_311,
        Opcode::AsyncGenWrap => yields::async_gen_wrap,
        Opcode::EndAsyncFor => yields::end_async_for,
        Opcode::MatchKeys => build::match_keys,
        Opcode::MatchClass => build::match_class,
        _ => return super::shared::step(op),
    })
}

/// The name times 2; the low bit pushes NULL below the value.
pub(super) fn load_global(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if ins.arg & 1 != 0 {
        values::push_null(m, ins)?;
    }
    push_global(m, ins)?;
    Ok(Flow::Next)
}

/// Pushes a global whose name is given times 2.
pub(super) fn push_global(m: &mut Machine<'_>, ins: Ins) -> Result<(), Why> {
    let name = m.name32(ins.arg >> 1)?;
    m.push_result(Op::LoadGlobal, name, super::ir::Arg::Nothing)
}

/// Cells are made in the prologue only.
fn make_cell(m: &mut Machine<'_>, ins: Ins) -> Outcome {
    if m.at as u32 >= m.prologue {
        return Err("MAKE_CELL outside the prologue".to_owned());
    }
    values::make_cell(m, ins)
}
