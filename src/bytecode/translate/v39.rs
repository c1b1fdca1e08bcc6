//! 3.9: `finally` is compiled twice, so that nothing about it is left for run time.

use super::machine::Step;
use super::{Family, arith, calls, control, shared, unwind, v38, values, yields};
use crate::pyc::Opcode;

/// 3.9
pub(super) const FAMILY: Family = Family {
    step,
    ..v38::FAMILY
};

pub(super) fn step(op: Opcode) -> Option<Step> {
    Some(match op {
        Opcode::LoadGlobal => values::load_global,
        Opcode::LoadAttr => calls::load_attr,
        Opcode::LoadMethod => values::load_method,
        Opcode::CallMethod => calls::call_method,
        Opcode::CallFunction => calls::call_function,
        Opcode::CallFunctionKw => calls::call_function_kw,
        Opcode::CallFunctionEx => calls::call_ex_single,
        Opcode::MakeFunction => calls::make_function_named,
        Opcode::DupTop => values::dup_top,
        Opcode::DupTopTwo => values::dup_top_two,
        Opcode::RotTwo => values::rot_two,
        Opcode::RotThree => values::rot_three,
        Opcode::RotFour => values::rot_four,
        Opcode::JumpAbsolute => arith::jump,
        Opcode::PopJumpIfTrue => arith::pop_jump_if_true,
        Opcode::PopJumpIfFalse => arith::pop_jump_if_false,
        Opcode::JumpIfNotExcMatch => arith::jump_if_not_exc_match,
        Opcode::ForIter => control::for_iter_popped,
        Opcode::ReturnValue => unwind::return_value,
        Opcode::PopBlock => unwind::pop_block,
        Opcode::PopExcept => unwind::pop_except,
        Opcode::Reraise => unwind::reraise,
        Opcode::SetupFinally => unwind::setup_finally,
        Opcode::SetupWith => unwind::setup_with,
        Opcode::SetupAsyncWith => unwind::setup_async_with,
        Opcode::BeforeAsyncWith => control::with_enter,
        Opcode::WithExceptStart => unwind::with_except_start,
        Opcode::GetAwaitable => yields::get_awaitable_after,
        Opcode::YieldValue => yields::yield_value_wrapping,
        Opcode::YieldFrom => yields::yield_from,
        Opcode::EndAsyncFor => unwind::end_async_for,
        _ => return shared::step(op).or_else(|| arithmetic(op)),
    })
}

/// The operations that 3.11 united in `BINARY_OP`.
fn arithmetic(op: Opcode) -> Option<Step> {
    let name = op.name();
    let named = name.starts_with("BINARY_") || name.starts_with("INPLACE_");
    named.then_some(arith::binary_named)
}
